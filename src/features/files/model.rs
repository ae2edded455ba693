//! What a file is, told by its own first bytes.

use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::text_enum;

text_enum! {
    /// The kinds that are taken: what a scanner or a camera makes, and what every office can open.
    pub enum MediaType {
        /// A document.
        Pdf = "application/pdf",
        /// A photograph.
        Jpeg = "image/jpeg",
        /// A picture.
        Png = "image/png",
    }
}

impl MediaType {
    /// Told by the signature that the format prescribes (ISO 32000-1, ISO 10918-1, ISO 15948); none for anything else.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| bytes.starts_with(kind.signature()))
    }

    const fn signature(self) -> &'static [u8] {
        match self {
            Self::Pdf => b"%PDF-",
            Self::Jpeg => &[0xFF, 0xD8, 0xFF],
            Self::Png => b"\x89PNG\r\n\x1A\n",
        }
    }

    /// How a name of this kind may end; the first is the one we give.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

/// A file as it is listed, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// `attachments.id`
    pub id: i64,
    /// Kind of what it is attached to.
    pub subject_kind: String,
    /// Id of what it is attached to.
    pub subject_id: String,
    /// Where that lies.
    pub division: DivisionCode,
    /// SHA-256 of the bytes, 64 hex digits.
    pub hash: String,
    /// As the sender called it, made harmless; its ending tells its kind.
    pub file_name: String,
    /// What it is.
    pub media_type: MediaType,
    /// How long, in bytes.
    pub bytes: i64,
    /// Who sent it, by name at that time.
    pub uploader: String,
    /// When.
    pub uploaded_at: Instant,
    /// Who said that it no longer counts, and why.
    pub voided: Option<Voided>,
}

/// That something no longer counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voided {
    /// When.
    pub at: Instant,
    /// By whom, by name at that time.
    pub by: String,
    /// Why.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(MediaType::of(b"%PDF-1.7\n..."), Some(MediaType::Pdf));
        assert_eq!(MediaType::of(b"\xFF\xD8\xFF\xE0..JFIF"), Some(MediaType::Jpeg));
        assert_eq!(MediaType::of(b"\x89PNG\r\n\x1A\n...."), Some(MediaType::Png));
    }

    #[test]
    fn a_program_a_page_and_a_torn_start_are_none_of_them() {
        for other in
            [&b"MZ\x90\0"[..], b"<html>", b"PK\x03\x04", b"%PD", b"\xFF\xD8", b"GIF89a", b" %PDF-1.7", b""]
        {
            assert_eq!(MediaType::of(other), None, "{other:?}");
        }
    }
}
