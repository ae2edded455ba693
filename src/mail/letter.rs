//! A letter as it is read, and as it lies on the wire (RFC 5322, MIME).

use crate::kernel::instant::Instant;
use anyhow::{Context as _, Result};
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};

/// What one person reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The fact first, in one line.
    pub subject: String,
    /// Plain text that stands alone.
    pub text: String,
    /// The same as HTML; none for a letter that needs none.
    pub html: Option<String>,
    /// What is attached.
    pub files: Vec<Attachment>,
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Short and ASCII: some readers mishandle longer names (RFC 2231 continuations).
    pub name: String,
    /// Such as `text/csv`.
    pub media_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What is written around a letter.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// From whom: `name <address>`.
    pub from: &'a Mailbox,
    /// To whom.
    pub to: &'a Mailbox,
    /// `<…@…>`; the same whenever the letter is sent again.
    pub message_id: &'a str,
    /// What kind of letter it is, for filters (RFC 2919): `<reminders.example.org>`.
    pub list_id: &'a str,
    /// When.
    pub date: Instant,
    /// Where it can be stopped; none for a letter that is a duty.
    pub unsubscribe: Option<&'a Unsubscribe>,
}

/// How a letter is stopped with one click (RFC 8058).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Takes a POST; a GET shows a page and changes nothing.
    pub url: String,
}

/// A person as she stands in a header. The name's line breaks become spaces.
///
/// # Errors
/// When the address is none, or its local part is not ASCII: few servers take one (RFC 6531).
pub fn mailbox(name: &str, address: &str) -> Result<Mailbox> {
    let parsed = address.parse().with_context(|| format!("{address:?} is no e-mail address"))?;
    anyhow::ensure!(address.is_ascii(), "{address:?} is written in letters that few mail servers take");
    let name = one_line(name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), parsed))
}

/// Words in one line: a name with a line break in it must not begin another header.
fn one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_control() || letter == '\u{2028}' || letter == '\u{2029}')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Letter {
    /// The bytes that a mail server takes.
    ///
    /// # Errors
    /// When an attachment's media type is none.
    pub fn bytes(&self, frame: &Frame<'_>) -> Result<Vec<u8>> {
        let mut head = Message::builder()
            .from(frame.from.clone())
            .to(frame.to.clone())
            .subject(one_line(&self.subject))
            .date(std::time::SystemTime::from(frame.date.utc()))
            .message_id(Some(frame.message_id.to_owned()));
        let mut told = vec![
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("X-Auto-Response-Suppress", "All".to_owned()),
            ("List-Id", frame.list_id.to_owned()),
        ];
        if let Some(unsubscribe) = frame.unsubscribe {
            told.push(("List-Unsubscribe", format!("<{}>", unsubscribe.url)));
            told.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        for (name, value) in told {
            head = head.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        }
        let message = match (&self.html, self.files.as_slice()) {
            (None, []) => head.singlepart(SinglePart::plain(self.text.clone())),
            (Some(html), []) => {
                head.multipart(MultiPart::alternative_plain_html(self.text.clone(), html.clone()))
            }
            (html, files) => {
                let mixed = MultiPart::mixed();
                let mut whole = match html {
                    Some(html) => {
                        mixed.multipart(MultiPart::alternative_plain_html(self.text.clone(), html.clone()))
                    }
                    None => mixed.singlepart(SinglePart::plain(self.text.clone())),
                };
                for file in files {
                    let kind = ContentType::parse(&file.media_type)
                        .with_context(|| format!("{:?} is no media type", file.media_type))?;
                    whole = whole.singlepart(Part::new(file.name.clone()).body(file.bytes.clone(), kind));
                }
                head.multipart(whole)
            }
        };
        Ok(message.context("a letter")?.formatted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(letter: &Letter, unsubscribe: Option<&Unsubscribe>) -> String {
        let from = mailbox("奠基", "groundwork@sd.example").unwrap();
        let to = mailbox("李\r\nBcc: x@y.example", "li@sd.example").unwrap();
        let frame = Frame {
            from: &from,
            to: &to,
            message_id: "<reminder.1.2026-11-03@sd.example>",
            list_id: "<reminders.sd.example>",
            date: Instant::parse("2026-11-03T01:00:00Z").unwrap(),
            unsubscribe,
        };
        String::from_utf8(letter.bytes(&frame).unwrap()).unwrap()
    }

    #[test]
    fn it_says_that_a_machine_wrote_it_and_under_which_name_it_is_known() {
        let written =
            written(&Letter { subject: "今日".into(), text: "x".into(), ..Letter::default() }, None);
        for line in [
            "Message-ID: <reminder.1.2026-11-03@sd.example>",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            "List-Id: <reminders.sd.example>",
            "Date: Tue, 03 Nov 2026 01:00:00 +0000",
        ] {
            assert!(written.contains(line), "{line}: {written}");
        }
        assert!(!written.contains("List-Unsubscribe"), "a duty is not unsubscribed from: {written}");
    }

    #[test]
    fn no_name_and_no_subject_begins_a_header_of_its_own() {
        let subject = "红灯\r\nBcc: all@y.example\n\n<p>".to_owned();
        let written = written(&Letter { subject, text: "x".into(), ..Letter::default() }, None);
        let head = written.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
    }

    #[test]
    fn a_letter_with_html_and_a_file_is_alternatives_beside_an_attachment() {
        let file =
            Attachment { name: "2026Q3.csv".into(), media_type: "text/csv".into(), bytes: b"a,b\n".to_vec() };
        let letter = Letter {
            subject: "x".into(),
            text: "正文".into(),
            html: Some("<p>正文</p>".into()),
            files: vec![file],
        };
        let stop = Unsubscribe { url: "https://sd.example/mail/stop/t".into() };
        let written = written(&letter, Some(&stop));
        for part in ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "2026Q3.csv"] {
            assert!(written.contains(part), "{part}: {written}");
        }
        assert!(written.contains("List-Unsubscribe: <https://sd.example/mail/stop/t>"), "{written}");
        assert!(written.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{written}");
    }

    #[test]
    fn an_address_that_is_none_or_that_few_servers_take_is_refused() {
        for wrong in
            ["", "li", "li@", "a@b.example\r\nRCPT TO:<c@d.example>", "李@sd.example", "a b@c.example"]
        {
            assert!(mailbox("李", wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(mailbox(" ", "li@sd.example").unwrap().to_string(), "li@sd.example");
    }
}
