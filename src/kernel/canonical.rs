//! Documents as bytes that can be hashed: RFC 8785 canonical JSON, strings in NFC, integers only and none beyond 2^53,
//! because to RFC 8785 every number is a double. Whoever holds a copy of such a document can compute its SHA-256 with
//! any tool.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

/// The largest integer that a reader whose numbers are doubles still reads exactly.
const LARGEST: u64 = (1 << 53) - 1;

/// A number that no canonical document may hold, as it was written: a fraction, or one beyond 2^53.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(pub String);

/// Brings strings to NFC.
///
/// # Errors
/// The first number that is no integer within 2^53.
pub fn normalise(value: &mut Value) -> Result<(), Unwritable> {
    match value {
        Value::String(text) => *text = text.nfc().collect(),
        Value::Number(number) => {
            let size = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
            if size.is_none_or(|size| size > LARGEST) {
                return Err(Unwritable(number.to_string()));
            }
        }
        Value::Array(items) => items.iter_mut().try_for_each(normalise)?,
        Value::Object(fields) => fields.values_mut().try_for_each(normalise)?,
        Value::Null | Value::Bool(_) => (),
    }
    Ok(())
}

/// SHA-256 of the bytes, as 64 hex digits.
pub fn hash(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hex digits, two for each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_composed_and_numbers_stay_within_what_doubles_hold() {
        let mut value = json!({ "a": ["e\u{301}"], "n": 9_007_199_254_740_991_i64 });
        normalise(&mut value).unwrap();
        assert_eq!(value["a"][0], "é");
        for wrong in [json!(9_007_199_254_740_992_i64), json!([-9_007_199_254_740_992_i64]), json!(0.5)] {
            assert!(normalise(&mut wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_hash_is_that_of_any_tool() {
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
