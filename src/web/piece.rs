//! Bytes that are compressed once and served many times, alone or between others. A piece holds its bytes as they are
//! and as deflate blocks that end on a whole byte and do not end the stream (RFC 1951), so several pieces put one
//! after another are one gzip member (RFC 1952): a page's kept part goes out between a head and a tail of the moment
//! without being compressed again.

use actix_web::web::Bytes;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::fmt;
use std::io::Write as _;

/// Magic number, deflate, no flags, no time, no hint, unknown system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// The last block: final, fixed codes, empty.
const END: [u8; 2] = [3, 0];

/// Some bytes in both forms.
pub struct Piece {
    plain: Bytes,
    /// `None` when compressing failed, which memory does not: then it is served as it is.
    deflated: Option<Bytes>,
    crc: Crc,
}

impl Piece {
    /// Compresses.
    pub fn new(plain: impl Into<Bytes>) -> Self {
        let plain = plain.into();
        let mut crc = Crc::new();
        crc.update(&plain);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        let written = encoder.write_all(&plain).and_then(|()| encoder.flush());
        let deflated = written.ok().map(|()| Bytes::copy_from_slice(encoder.get_ref()));
        Self { plain, deflated, crc }
    }

    /// How much memory it takes.
    pub fn weight(&self) -> usize {
        self.plain.len() + self.deflated.as_ref().map_or(0, Bytes::len)
    }

    /// As it is.
    pub const fn plain(&self) -> &Bytes {
        &self.plain
    }
}

/// Several pieces as one body: as they are.
pub fn plain(pieces: &[&Piece]) -> Bytes {
    match pieces {
        [one] => one.plain.clone(),
        _ => pieces.iter().flat_map(|piece| piece.plain.iter().copied()).collect::<Vec<u8>>().into(),
    }
}

/// Several pieces as one gzip member.
pub fn gzip(pieces: &[&Piece]) -> Option<Bytes> {
    let length = pieces.iter().map(|piece| piece.deflated.as_ref().map_or(0, Bytes::len)).sum::<usize>();
    let mut body = Vec::with_capacity(length + 20);
    let mut crc = Crc::new();
    body.extend_from_slice(&HEAD);
    for piece in pieces {
        body.extend_from_slice(piece.deflated.as_ref()?);
        crc.combine(&piece.crc);
    }
    body.extend_from_slice(&END);
    body.extend_from_slice(&crc.sum().to_le_bytes());
    body.extend_from_slice(&crc.amount().to_le_bytes());
    Some(body.into())
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Piece").field("bytes", &self.plain.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use proptest::prelude::*;
    use std::io::Read as _;

    fn unpacked(bytes: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        // One member and not several: not every browser reads on after the first.
        let mut decoder = GzDecoder::new(bytes);
        decoder.read_to_end(&mut plain).unwrap();
        plain
    }

    #[test]
    fn a_large_piece_becomes_small_and_comes_back() {
        let text = "全省合计".repeat(10_000);
        let piece = Piece::new(text.clone());
        let packed = gzip(&[&piece]).unwrap();
        assert!(packed.len() < text.len() / 50, "{} bytes", packed.len());
        assert_eq!(unpacked(&packed), text.as_bytes());
        assert_eq!(unpacked(&gzip(&[]).unwrap()), b"");
    }

    proptest! {
        #[test]
        fn pieces_one_after_another_are_one_member(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5)) {
            let pieces: Vec<Piece> = parts.iter().map(|part| Piece::new(part.clone())).collect();
            let pieces: Vec<&Piece> = pieces.iter().collect();
            let whole = parts.concat();
            prop_assert_eq!(&plain(&pieces)[..], &whole[..]);
            prop_assert_eq!(unpacked(&gzip(&pieces).unwrap()), whole);
        }
    }
}
