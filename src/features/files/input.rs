//! What somebody sends: bytes whose kind is told by themselves, under a name that is made harmless.

use super::model::MediaType;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_line, clean_text};

/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 120;
/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// A file that can be taken.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Harmless, with the ending of its kind.
    pub file_name: String,
    /// What it is.
    pub media_type: MediaType,
    /// The file. How many there may be is the upload's limit.
    pub bytes: Vec<u8>,
}

impl Incoming {
    /// Checks a file as it arrived.
    ///
    /// # Errors
    /// 422 of `file`: another kind than PDF, JPEG or PNG, whatever its name says; a name that is too long or holds
    /// what a reader cannot see.
    pub fn parse(file_name: &str, bytes: Vec<u8>) -> Result<Self> {
        let media_type = MediaType::of(&bytes)
            .ok_or_else(|| Error::field("file", Message::new("files-kind").with("name", shown(file_name))))?;
        let file_name = name(file_name, media_type).map_err(|message| Error::field("file", message))?;
        Ok(Self { file_name, media_type, bytes })
    }
}

/// Why a file no longer counts.
///
/// # Errors
/// 422 of `reason` when it is missing or cannot be kept.
pub fn reason(text: Option<&str>) -> Result<String> {
    let text = clean_text(text.unwrap_or_default(), LONGEST_REASON);
    let text = text.map_err(|message| Error::field("reason", message))?;
    if text.is_empty() { Err(Error::field("reason", "files-void-reason")) } else { Ok(text) }
}

/// The last part of a path, without what file systems take for their own, and with an ending that tells the truth.
fn name(sent: &str, kind: MediaType) -> Result<String, Message> {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let line = clean_line(last, LONGEST_NAME)?;
    let harmless: String = line
        .chars()
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    // A name of dots is a folder, and one that begins with a dot is hidden from whoever looks for it.
    let harmless = harmless.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let ending = kind.endings()[0];
    Ok(match harmless.rsplit_once('.') {
        _ if harmless.is_empty() => format!("file.{ending}"),
        Some((stem, end)) if !stem.is_empty() && kind.endings().contains(&end.to_lowercase().as_str()) => {
            harmless.to_owned()
        }
        _ => format!("{harmless}.{ending}"),
    })
}

/// A refused name is repeated without what made it refusable.
fn shown(name: &str) -> String {
    name.chars().filter(|c| clean_line(&c.to_string(), 1).is_ok()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(name: &str) -> Result<String, &'static str> {
        match Incoming::parse(name, b"%PDF-1.7".to_vec()) {
            Ok(file) => Ok(file.file_name),
            Err(Error::Invalid(fields)) => Err(fields[0].message.id),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_name_loses_its_path_and_tells_what_the_file_is() {
        for (sent, kept) in [
            ("申报表（盖章）.pdf", "申报表（盖章）.pdf"),
            ("C:\\Users\\李\\扫描.PDF", "扫描.PDF"),
            ("../../etc/passwd", "passwd.pdf"),
            ("invoice.exe", "invoice.exe.pdf"),
            ("a<b>:c.pdf", "a_b__c.pdf"),
            (".pdf", "pdf.pdf"),
            ("..", "file.pdf"),
            ("", "file.pdf"),
        ] {
            assert_eq!(named(sent).as_deref(), Ok(kept), "{sent}");
        }
    }

    #[test]
    fn a_name_that_deceives_its_reader_is_refused() {
        assert_eq!(named("invoice\u{202E}fdp.exe"), Err("kernel-text-invisible"));
        assert_eq!(named("a\u{7}.pdf"), Err("kernel-text-control"));
        assert_eq!(named(&format!("{}.pdf", "长".repeat(120))), Err("kernel-text-too-long"));
    }

    #[test]
    fn what_is_no_document_is_refused_whatever_its_name() {
        let program = Incoming::parse("申报表.pdf", b"MZ\x90\0".to_vec());
        assert!(matches!(program, Err(Error::Invalid(fields)) if fields[0].message.id == "files-kind"));
    }

    proptest! {
        #[test]
        fn no_name_leads_out_of_a_folder(sent in "[./\\\\a:*一 ]{0,20}") {
            let kept = named(&sent).unwrap();
            prop_assert!(!kept.contains(['/', '\\', ':', '*']) && !kept.starts_with('.'));
            prop_assert_eq!(kept.rsplit('.').next(), Some("pdf"));
        }
    }
}
