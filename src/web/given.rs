//! The two kinds of nothing that a PATCH is about.

use serde::{Deserialize, Deserializer};

/// Absent (the default), null or a value.
pub type Given<T> = Option<Option<T>>;

/// Tells an absent field from a null one: `#[serde(default, deserialize_with = "given")]`.
///
/// # Errors
/// As the value itself.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Given<T>, D::Error> {
    Option::deserialize(d).map(Some)
}
