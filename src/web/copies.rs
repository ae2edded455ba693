//! Finished answers, kept in memory: for what cannot change once it is made. Knows no feature: whoever keeps a copy
//! gives it a key that names everything its bytes depend on, and the same key is the strong ETag, so an unchanged copy
//! is answered with 304 before anything is read. Bounded by bytes; what was not asked for longest goes first.

use super::piece::{Piece, gzip, plain};
use crate::kernel::canonical::hex;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// What a copy weighs besides its bytes: key, entries of the two maps, allocations.
const OVERHEAD: usize = 512;

/// A finished answer, or the lasting part of a page.
#[derive(Debug)]
pub struct Copy {
    /// Title of a page, name of a file.
    pub title: String,
    /// The bytes.
    pub body: Piece,
}

/// The shelf; app data, one for all workers.
#[derive(Debug)]
pub struct Copies {
    limit: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    copies: HashMap<String, (u64, Arc<Copy>)>,
    /// Keys by when they were last asked for.
    order: BTreeMap<u64, String>,
    clock: u64,
    bytes: usize,
}

impl Copies {
    /// Holds at most so many bytes; 0 keeps nothing.
    pub fn new(limit: usize) -> Self {
        Self { limit, shelf: Mutex::default() }
    }

    /// The copy with this key, which is then the most recently used.
    pub fn find(&self, key: &str) -> Option<Arc<Copy>> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = &mut *shelf;
        shelf.clock += 1;
        let (used, copy) = shelf.copies.get_mut(key)?;
        if let Some(key) = shelf.order.remove(used) {
            *used = shelf.clock;
            shelf.order.insert(shelf.clock, key);
        }
        Some(copy.clone())
    }

    /// Puts a copy on the shelf, and takes others down until all fit. One that never fits is not kept.
    pub fn keep(&self, key: &str, copy: Copy) -> Arc<Copy> {
        let copy = Arc::new(copy);
        let weight = weight(key, &copy);
        if weight > self.limit {
            return copy;
        }
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = &mut *shelf;
        shelf.clock += 1;
        if let Some((used, before)) = shelf.copies.insert(key.to_owned(), (shelf.clock, copy.clone())) {
            shelf.order.remove(&used);
            shelf.bytes -= self::weight(key, &before);
        }
        shelf.order.insert(shelf.clock, key.to_owned());
        shelf.bytes += weight;
        while shelf.bytes > self.limit {
            let Some((_, oldest)) = shelf.order.pop_first() else { break };
            if let Some((_, gone)) = shelf.copies.remove(&oldest) {
                shelf.bytes -= self::weight(&oldest, &gone);
            }
        }
        copy
    }
}

fn weight(key: &str, copy: &Copy) -> usize {
    copy.body.weight() + copy.title.len() + 2 * key.len() + OVERHEAD
}

/// A strong entity tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// Of everything that the bytes depend on.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        Self(hex(&digest.finalize()[..16]))
    }

    /// Whether the reader has it already, in either encoding.
    pub fn is_known_to(&self, request: &HttpRequest) -> bool {
        let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        known.is_some_and(|known| {
            known
                .split(',')
                .map(|one| one.trim().trim_start_matches("W/").trim_matches('"'))
                .any(|one| one == self.0 || one.strip_suffix("-gz").is_some_and(|plain| plain == self.0))
        })
    }

    /// As the header writes it: two encodings are two representations.
    fn header(&self, is_packed: bool) -> String {
        format!("\"{}{}\"", self.0, if is_packed { "-gz" } else { "" })
    }
}

/// How an answer made of pieces is sent.
#[derive(Clone, Debug)]
pub struct Sending<'a> {
    /// Media type.
    pub kind: &'static str,
    /// `Cache-Control`
    pub cache: &'static str,
    /// What the answer varies with besides the encoding: `Cookie, Authorization`; may be empty.
    pub vary: &'static str,
    /// `Content-Disposition`, of a file.
    pub disposition: Option<&'a str>,
}

impl Sending<'_> {
    /// The pieces as one body, packed where the client takes it; 304 when it has them.
    pub fn answer(&self, request: &HttpRequest, tag: &Tag, pieces: &[&Piece]) -> HttpResponse {
        if tag.is_known_to(request) {
            return self.unchanged(request, tag);
        }
        let packed = takes_gzip(request.headers()).then(|| gzip(pieces)).flatten();
        let mut answer = HttpResponse::Ok();
        answer.content_type(self.kind).insert_header((header::ETAG, tag.header(packed.is_some())));
        answer.insert_header((header::CACHE_CONTROL, self.cache)).insert_header((header::VARY, self.vary()));
        if let Some(disposition) = self.disposition {
            answer.insert_header((header::CONTENT_DISPOSITION, disposition));
        }
        match packed {
            Some(bytes) => answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(bytes),
            None => answer.body(plain(pieces)),
        }
    }

    /// 304: the reader has it.
    pub fn unchanged(&self, request: &HttpRequest, tag: &Tag) -> HttpResponse {
        HttpResponse::NotModified()
            .insert_header((header::ETAG, tag.header(takes_gzip(request.headers()))))
            .insert_header((header::CACHE_CONTROL, self.cache))
            .insert_header((header::VARY, self.vary()))
            .finish()
    }

    fn vary(&self) -> String {
        if self.vary.is_empty() {
            "Accept-Encoding".to_owned()
        } else {
            format!("Accept-Encoding, {}", self.vary)
        }
    }
}

/// Whether the client names gzip and does not weigh it with nothing.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|number| number.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_none_or(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn copy(bytes: usize) -> Copy {
        Copy { title: String::new(), body: Piece::new("x".repeat(bytes)) }
    }

    #[test]
    fn what_was_not_asked_for_longest_goes_first() {
        let room_for_two = 2 * weight("a", &copy(1000)) + 100;
        let copies = Copies::new(room_for_two);
        copies.keep("a", copy(1000));
        copies.keep("b", copy(1000));
        assert!(copies.find("a").is_some());
        copies.keep("c", copy(1000));
        assert!(copies.find("b").is_none(), "a was asked for since");
        assert!(copies.find("a").is_some() && copies.find("c").is_some());
        copies.keep("c", copy(10));
        copies.keep("d", copy(10));
        assert!(copies.find("a").is_some(), "the smaller c has made room");
    }

    #[test]
    fn the_shelf_never_holds_more_than_it_may() {
        let copies = Copies::new(10_000);
        for size in 0..200 {
            copies.keep(&size.to_string(), copy(size * 40));
            let shelf = copies.shelf.lock().unwrap();
            let held: usize = shelf.copies.iter().map(|(key, (_, copy))| weight(key, copy)).sum();
            assert!(shelf.bytes <= 10_000 && shelf.bytes == held && shelf.order.len() == shelf.copies.len());
        }
        assert_eq!(copies.keep("large", copy(20_000)).body.plain().len(), 20_000, "served, but not kept");
        assert!(copies.find("large").is_none());
        assert!(Copies::new(0).find("a").is_none());
    }

    #[test]
    fn a_tag_is_known_in_either_encoding_and_never_runs_parts_together() {
        assert_ne!(Tag::of(&[b"ab", b"c"]), Tag::of(&[b"a", b"bc"]));
        let tag = Tag::of(&[b"x"]);
        let asks = |value: String| {
            TestRequest::default().insert_header((header::IF_NONE_MATCH, value)).to_http_request()
        };
        assert!(tag.is_known_to(&asks(tag.header(false))));
        assert!(tag.is_known_to(&asks(format!("\"other\", {}", tag.header(true)))));
        assert!(!tag.is_known_to(&asks("\"other\"".to_owned())));
        assert!(!tag.is_known_to(&TestRequest::default().to_http_request()));
    }

    #[test]
    fn only_a_client_that_takes_gzip_gets_it() {
        let takes = |value: &str| {
            let request = TestRequest::default().insert_header((header::ACCEPT_ENCODING, value));
            takes_gzip(request.to_http_request().headers())
        };
        assert!(takes("gzip") && takes("br, gzip;q=0.5") && takes("GZIP"));
        assert!(!takes("") && !takes("br") && !takes("gzip;q=0"));
    }
}
