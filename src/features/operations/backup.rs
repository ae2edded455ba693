//! Making a backup while others go on writing: one snapshot of the rows, then the attachments. An attachment is on the disk
//! before its row is, and never altered, so every one that a row of the snapshot names is there.

use super::Moved;
use super::archive::{FORMAT, Hashing, MANIFEST, Manifest, Part, place_of};
use crate::db::copy::{self, Table};
use crate::db::{self, Conn, Db};
use crate::features::files;
use crate::kernel::error::Result;
use anyhow::{Context as _, anyhow, ensure};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

type Archive = ZipWriter<BufWriter<File>>;

/// Writes everything to a new file, which is there only when it is whole.
///
/// # Errors
/// When the file exists, or database or disk refuse.
pub fn back_up(db: &Db, attachments: &Path, target: &Path) -> anyhow::Result<Moved> {
    ensure!(!target.exists(), "{} exists already: name another file", target.display());
    let mut name =
        target.file_name().ok_or_else(|| anyhow!("{} is no file name", target.display()))?.to_owned();
    name.push(".partial");
    let unfinished = target.with_file_name(name);
    let done = write(db, attachments, &unfinished)
        .and_then(|moved| std::fs::rename(&unfinished, target).map(|()| moved).map_err(Into::into));
    if done.is_err() {
        // What is half-written is of no use; that it cannot be removed either does not hide the reason.
        let _ = std::fs::remove_file(&unfinished);
    }
    done.with_context(|| format!("the backup {} cannot be made", target.display()))
}

fn write(db: &Db, attachments: &Path, target: &Path) -> anyhow::Result<Moved> {
    // Asked beside the snapshot, since asking may write; no migration runs in a database that is served.
    let schema = db::newest(&mut *db.connection()?)?;
    let schema = schema.ok_or_else(|| anyhow!("there is no schema: run groundwork migrate"))?;
    let mut archive = ZipWriter::new(BufWriter::new(private(target)?));
    let (mut manifest, hashes) =
        db.read_now(|conn| Ok((rows(conn, &mut archive, schema)?, files::hashes(conn)?)))?;
    let mut lost = Vec::new();
    for hash in hashes {
        // A lost attachment is no reason to have no backup of the others.
        let Ok(bytes) = files::bytes(attachments, &hash) else {
            lost.push(hash);
            continue;
        };
        archive.start_file(place_of(&hash), options())?;
        archive.write_all(&bytes)?;
        manifest.files += 1;
    }
    archive.start_file(MANIFEST, options())?;
    archive.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    archive.finish()?.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    let rows = manifest.tables.iter().map(|part| part.rows).sum();
    Ok(Moved { tables: manifest.tables.len(), rows, files: manifest.files, lost })
}

/// A file for its owner alone: it holds what only some may read.
fn private(target: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(target)
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true)
}

/// All rows of one snapshot.
fn rows(conn: &mut Conn, archive: &mut Archive, schema: String) -> Result<Manifest> {
    let demonstration = db::demonstration(conn)?;
    let mut parts = Vec::new();
    for table in copy::tables(conn)? {
        parts.push(part(conn, archive, &table)?);
    }
    Ok(Manifest { format: FORMAT.to_owned(), schema, demonstration, tables: parts, files: 0 })
}

fn part(conn: &mut Conn, archive: &mut Archive, table: &Table) -> Result<Part> {
    archive.start_file(Part::place(&table.name), options()).context("a part of the backup")?;
    let mut hashing = Hashing::new(archive);
    let columns = serde_json::to_string(&table.columns()).context("columns as JSON")?;
    writeln!(hashing, "{columns}").context("a part of the backup")?;
    let mut count = 0;
    copy::each_row(conn, table, |line| {
        count += 1;
        Ok(writeln!(hashing, "{line}")?)
    })?;
    Ok(Part { table: table.name.clone(), rows: count, sha256: hashing.hash() })
}
