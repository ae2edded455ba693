//! The words of a remark.

use crate::kernel::error::{Error, Result};
use crate::kernel::text::clean_text;
use serde::Deserialize;

/// Longest remark, in characters.
const LONGEST: usize = 1000;

/// A remark as it is sent.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// 1 to 1000 characters; line breaks stay.
    pub body: String,
}

impl NewComment {
    /// The words, put in order.
    ///
    /// # Errors
    /// 422 of `body`: nothing in it, too long, or something that a reader cannot see.
    pub fn checked(self) -> Result<String> {
        let body = clean_text(&self.body, LONGEST).map_err(|message| Error::field("body", message))?;
        if body.is_empty() { Err(Error::field("body", "comments-empty")) } else { Ok(body) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Result<String, &'static str> {
        NewComment { body: body.to_owned() }.checked().map_err(|error| match error {
            Error::Invalid(fields) => fields[0].message.id,
            other => panic!("{other}"),
        })
    }

    #[test]
    fn a_remark_keeps_its_lines_and_has_one_to_a_thousand_characters() {
        assert_eq!(told(" 请补充用地批复。\r\n电话联系。 ").as_deref(), Ok("请补充用地批复。\n电话联系。"));
        assert_eq!(told(" \n\t "), Err("comments-empty"));
        assert!(told(&"字".repeat(1000)).is_ok());
        assert_eq!(told(&"字".repeat(1001)), Err("kernel-text-too-long"));
        assert_eq!(told("a\u{202E}b"), Err("kernel-text-invisible"));
    }
}
