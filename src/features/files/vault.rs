//! The folder of bytes: `ab/abcdef…`, each named by the SHA-256 of what it holds. The same bytes are kept once, a name
//! can never lead anywhere else, and whoever reads can tell whether they are still what was sent.

use crate::kernel::canonical;
use anyhow::Context as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Why bytes cannot be handed out.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// They are not there.
    #[error("missing")]
    Missing,
    /// They are others than were sent.
    #[error("altered")]
    Altered,
    /// The disk does not give them.
    #[error("unreadable: {0}")]
    Unreadable(io::Error),
}

/// Keeps the bytes; gives their hash. They are on the disk when this returns: written under another name, synced,
/// renamed, and the folder synced, so that a power failure leaves all of them or nothing.
///
/// # Errors
/// When the disk refuses.
pub fn put(folder: &Path, bytes: &[u8]) -> anyhow::Result<String> {
    let hash = canonical::hash(bytes);
    let place = place(folder, &hash);
    // Damaged bytes are replaced: sending the file again is how it is mended without a backup.
    if read(folder, &hash).is_ok() {
        return Ok(hash);
    }
    let Some(shelf) = place.parent() else { anyhow::bail!("a hash without a folder") };
    fs::create_dir_all(shelf).with_context(|| format!("the folder {} cannot be made", shelf.display()))?;
    let written = shelf.join(format!(".{hash}-{:08x}", rand::random::<u32>()));
    let done = write(&written, bytes)
        .and_then(|()| fs::rename(&written, &place))
        .and_then(|()| File::open(shelf)?.sync_all())
        .and_then(|()| File::open(folder)?.sync_all());
    if done.is_err() {
        // What is half-written is of no use; that it cannot be removed either does not hide the reason.
        let _ = fs::remove_file(&written);
    }
    done.with_context(|| format!("an attachment cannot be written below {}", folder.display()))?;
    Ok(hash)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The bytes of this hash, proved by hashing them again.
pub fn read(folder: &Path, hash: &str) -> Result<Vec<u8>, Damage> {
    match fs::read(place(folder, hash)) {
        Ok(bytes) if canonical::hash(&bytes) == hash => Ok(bytes),
        Ok(_) => Err(Damage::Altered),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Damage::Missing),
        Err(error) => Err(Damage::Unreadable(error)),
    }
}

/// Where they lie. A stored hash that is none (an altered row) leads to a name that is not there.
fn place(folder: &Path, hash: &str) -> PathBuf {
    let digits = hash.bytes().all(|byte| byte.is_ascii_hexdigit()) && hash.len() == 64;
    let hash = if digits { hash } else { "no-hash" };
    folder.join(&hash[..2]).join(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_read_and_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let hash = put(folder.path(), b"abc").unwrap();
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(put(folder.path(), b"abc").unwrap(), hash);
        assert_eq!(read(folder.path(), &hash).unwrap(), b"abc");
        let shelf: Vec<_> = fs::read_dir(folder.path().join("ba")).unwrap().collect();
        assert_eq!(shelf.len(), 1, "no half-written file is left: {shelf:?}");
    }

    #[test]
    fn damage_is_told_and_mended_by_sending_the_file_again() {
        let folder = tempfile::tempdir().unwrap();
        let hash = put(folder.path(), b"abc").unwrap();
        let place = place(folder.path(), &hash);
        fs::write(&place, b"abd").unwrap();
        assert!(matches!(read(folder.path(), &hash), Err(Damage::Altered)));
        fs::remove_file(&place).unwrap();
        assert!(matches!(read(folder.path(), &hash), Err(Damage::Missing)));
        put(folder.path(), b"abc").unwrap();
        assert_eq!(read(folder.path(), &hash).unwrap(), b"abc");
    }

    #[test]
    fn a_hash_that_is_none_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        for wrong in ["", "../../secret", "ab", "中文"] {
            assert!(matches!(read(folder.path(), wrong), Err(Damage::Missing)), "{wrong}");
        }
    }
}
