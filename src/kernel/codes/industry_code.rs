//! Industries of GB/T 4754-2017, manufacturing only: divisions C13 to C43 and the groups and classes below them.

use super::groups;
use crate::kernel::message::Message;

/// Checks one code: `C29`, `C292`, `C2922`, small or full-width letters too; the answer is upper case. Only the form
/// and the division are checked, because old lists use names and classes of 2011.
pub fn check_gb4754(text: &str) -> Result<String, Message> {
    let code = groups(text).concat();
    let digits = code.strip_prefix('C').filter(|digits| (2..=4).contains(&digits.len()));
    let division =
        digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_digit())).map(|digits| &digits[..2]);
    match division {
        Some(division) if ("13"..="43").contains(&division) => Ok(code),
        _ => Err(Message::new("kernel-industry-code-format").with("value", text.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manufacturing_divisions_groups_and_classes_are_taken() {
        for (text, code) in
            [("C13", "C13"), ("c2922", "C2922"), (" Ｃ３３５２ ", "C3352"), ("C264", "C264"), ("C43", "C43")]
        {
            assert_eq!(check_gb4754(text).as_deref(), Ok(code));
        }
    }

    #[test]
    fn other_industries_and_shapes_are_refused() {
        for text in ["", "C", "C1", "C12", "C44", "C29222", "2922", "D44", "C29A", "CC13", "C二九", "制造业"]
        {
            assert_eq!(check_gb4754(text).unwrap_err().id, "kernel-industry-code-format", "{text:?}");
        }
    }
}
