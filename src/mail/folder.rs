//! A folder of `.eml` files: the default, so that a first installation writes to nobody. A letter that is written twice is
//! the same file, so its fate is never unknown.

use super::Refusal;
use crate::kernel::canonical::hex;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A folder that takes letters.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn begin(&self) -> Result<(), Refusal> {
        fs::create_dir_all(&self.path).map_err(|error| self.later(&error))
    }

    pub(super) fn hand(&self, message_id: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let name = name_of(message_id);
        let (whole, part) = (self.path.join(&name), self.path.join(format!("{name}.part")));
        write(&part, bytes).and_then(|()| fs::rename(&part, &whole)).map_err(|error| self.later(&error))
    }

    fn later(&self, error: &io::Error) -> Refusal {
        Refusal::Later(format!("{}: {error}", self.path.display()))
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The Message-ID's left side as a file's name, told apart by a hash where letters had to be left out.
fn name_of(message_id: &str) -> String {
    let left = message_id.trim_start_matches('<').split('@').next().unwrap_or_default();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let plain: String = left.chars().filter(|letter| is_plain(*letter)).take(120).collect();
    let hash = hex(&Sha256::digest(message_id.as_bytes())[..3]);
    format!("{}-{hash}.eml", plain.trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_one_file_however_often_it_is_written_and_its_name_leaves_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mail = Folder::new(folder.path().join("mail"));
        for bytes in [b"one".as_slice(), b"two"] {
            mail.begin().unwrap();
            mail.hand("<../../reminder.1@x>", bytes).unwrap();
        }
        let files: Vec<_> = fs::read_dir(folder.path().join("mail")).unwrap().map(Result::unwrap).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(fs::read(files[0].path()).unwrap(), b"two");
        assert_eq!(files[0].path().extension().unwrap(), "eml");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_a_reason_to_wait() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refused = Folder::new(file.path().join("mail")).begin().unwrap_err();
        assert!(matches!(refused, Refusal::Later(_)), "{refused:?}");
    }
}
