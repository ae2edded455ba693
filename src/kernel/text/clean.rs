//! The door every text from outside passes. It keeps the words as written (NFC, because published lists are hashed
//! over NFC) and refuses characters that a reader cannot see but that change what is read, sorted, mailed or
//! printed: control characters, direction overrides, a byte-order mark inside, the mark of a broken decoding.

use super::super::message::Message;
use super::single_spaces;
use unicode_normalization::UnicodeNormalization;

/// One line: a name, a place, a mail subject. White space at the ends goes, every run inside, line breaks of a
/// wrapped cell included, becomes one space. At most `max_chars` characters. An empty line is allowed; whether a
/// field is required is the field's own question.
pub fn clean_line(text: &str, max_chars: usize) -> Result<String, Message> {
    let text = without_outer_marks(text);
    refuse_deceiving(text)?;
    within(single_spaces(&text.nfc().collect::<String>()), max_chars)
}

/// Several lines: remarks, progress, problems. Tabs stay, line breaks become `\n`, white space at the ends of the
/// text and of each line goes. At most `max_chars` characters, line breaks counted.
pub fn clean_text(text: &str, max_chars: usize) -> Result<String, Message> {
    let text = without_outer_marks(text);
    refuse_deceiving(text)?;
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    within(lines.join("\n").nfc().collect(), max_chars)
}

/// [`clean_line`] of a field that must not be empty.
pub fn required_line(text: &str, max_chars: usize) -> Result<String, Message> {
    not_empty(clean_line(text, max_chars)?)
}

/// [`clean_text`] of a field that must not be empty.
pub fn required_text(text: &str, max_chars: usize) -> Result<String, Message> {
    not_empty(clean_text(text, max_chars)?)
}

fn not_empty(text: String) -> Result<String, Message> {
    if text.is_empty() { Err("input-required".into()) } else { Ok(text) }
}

/// A byte-order mark at either end is an editor's, not the author's.
fn without_outer_marks(text: &str) -> &str {
    text.trim_matches(|c: char| c == '\u{FEFF}' || c.is_whitespace())
}

fn within(text: String, max_chars: usize) -> Result<String, Message> {
    let length = text.chars().count();
    if length <= max_chars {
        return Ok(text);
    }
    Err(Message::new("kernel-text-too-long").with("limit", max_chars).with("length", length))
}

fn refuse_deceiving(text: &str) -> Result<(), Message> {
    for (at, c) in text.chars().enumerate() {
        let id = match c {
            '\t' | '\n' | '\r' => continue,
            '\u{FFFD}' => "kernel-text-garbled",
            '\u{FEFF}'
            | '\u{061C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => "kernel-text-invisible",
            c if c.is_control() => "kernel-text-control",
            _ => continue,
        };
        let code = format!("U+{:04X}", u32::from(c));
        return Err(Message::new(id).with("code", code).with("position", at + 1));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str) -> &'static str {
        let line = clean_line(text, 100).unwrap_err();
        assert_eq!(
            line,
            clean_text(text, 100).unwrap_err(),
            "one line and several refuse the same characters"
        );
        line.id
    }

    #[test]
    fn a_line_is_trimmed_and_a_wrapped_cell_becomes_one_line() {
        assert_eq!(clean_line("\u{FEFF}　山东 \r\n\t裕龙  石化\u{A0}", 20).unwrap(), "山东 裕龙 石化");
        assert_eq!(clean_line(" ", 20).unwrap(), "");
    }

    #[test]
    fn several_lines_keep_their_breaks_and_tabs() {
        assert_eq!(
            clean_text("一、用地 \r\n\t二、资金\r三、手续\n\n", 40).unwrap(),
            "一、用地\n\t二、资金\n三、手续"
        );
    }

    #[test]
    fn the_words_stay_as_written_but_composed() {
        assert_eq!(clean_line("Cafe\u{301}（一期）１", 20).unwrap(), "Café（一期）１");
    }

    #[test]
    fn what_a_reader_cannot_see_is_refused() {
        assert_eq!(refused("a\0b"), "kernel-text-control");
        assert_eq!(refused("a\u{1B}[31m"), "kernel-text-control");
        assert_eq!(refused("a\u{85}b"), "kernel-text-control");
        for c in
            ['\u{202A}', '\u{202E}', '\u{2066}', '\u{2069}', '\u{200E}', '\u{200F}', '\u{061C}', '\u{FEFF}']
        {
            assert_eq!(refused(&format!("a{c}b")), "kernel-text-invisible");
        }
        assert_eq!(refused("山\u{FFFD}东"), "kernel-text-garbled");
    }

    #[test]
    fn a_refusal_names_the_character_and_its_place() {
        let expected = Message::new("kernel-text-control").with("code", "U+0007").with("position", 3);
        assert_eq!(clean_line("山东\u{7}", 9).unwrap_err(), expected);
    }

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert_eq!(clean_line("山东省", 3).unwrap(), "山东省");
        let expected = Message::new("kernel-text-too-long").with("limit", 2).with("length", 3);
        assert_eq!(clean_line("山东省", 2).unwrap_err(), expected);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in "[ \t\r\nａa一é\u{301}\u{3000}\u{2028}]{0,40}") {
            let line = clean_line(&text, 100).unwrap();
            prop_assert_eq!(clean_line(&line, 100).unwrap(), line.clone());
            prop_assert!(!line.contains(['\n', '\t', '\r']));
            let lines = clean_text(&text, 100).unwrap();
            prop_assert_eq!(clean_text(&lines, 100).unwrap(), lines);
        }
    }
}
