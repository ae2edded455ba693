//! Filling an empty database from a backup: in the schema in which it was made, in one transaction, every part proved by
//! its hash; then the attachments, then the newer migrations. It begins as another installation.

use super::Moved;
use super::archive::{FORMAT, MANIFEST, Manifest, Part, place_of};
use crate::db::copy::{self, Table};
use crate::db::{self, Conn, Db};
use crate::features::files;
use crate::kernel::canonical::hex;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use anyhow::{Context as _, anyhow, ensure};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use zip::ZipArchive;

type Archive = ZipArchive<BufReader<File>>;

/// What says which installation it is, and from where it sends: not taken over, since the copy is another one, and holds its
/// mail until somebody lets it in.
const OWN: [&str; 2] = ["instance", "mail_homes"];
/// Rows that are written at once, where they may be.
const PAGE: usize = 1000;

/// Restores a backup.
///
/// # Errors
/// When the file is none, is damaged or of a newer program, or when the database is not empty. Then the database stays
/// without rows.
pub fn restore(db: &Db, attachments: &Path, source: &Path, now: Instant) -> anyhow::Result<Moved> {
    let named = || format!("{} is no backup that can be restored", source.display());
    let file = File::open(source).with_context(|| format!("{} cannot be opened", source.display()))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).with_context(named)?;
    let manifest: Manifest = {
        let part = archive.by_name(MANIFEST).with_context(named)?;
        serde_json::from_reader(part).with_context(named)?
    };
    ensure!(manifest.format == FORMAT, "{} is a {}, expected a {FORMAT}", source.display(), manifest.format);
    begin(db, &manifest)?;
    let rows = db.write_now(|conn| fill(conn, &mut archive, &manifest, now)).map_err(reason)?;
    let mut found = 0;
    let names: Vec<String> =
        archive.file_names().map(|name| name.map(Cow::into_owned)).collect::<Result<_, _>>()?;
    for name in &names {
        let Some(hash) = name.strip_prefix("files/") else { continue };
        let mut bytes = Vec::new();
        archive.by_name(&place_of(hash))?.read_to_end(&mut bytes)?;
        let kept = files::keep(attachments, &bytes)?;
        ensure!(kept == hash, "the attachment {hash} of the backup is damaged");
        found += 1;
    }
    ensure!(found == manifest.files, "the backup lacks {} attachments", manifest.files.saturating_sub(found));
    db.migrate()?;
    Ok(Moved { tables: manifest.tables.len(), rows, files: found, lost: Vec::new() })
}

/// The schema in which the backup was made, and nothing in it: also after a restore that failed.
fn begin(db: &Db, manifest: &Manifest) -> anyhow::Result<()> {
    let mut conn = db.connection()?;
    match db::newest(&mut conn)? {
        None => return db::up_to(&mut conn, &manifest.schema),
        Some(schema) => ensure!(
            schema == manifest.schema,
            "the database has the schema {schema} already, the backup has {}: restore into an empty database",
            manifest.schema
        ),
    }
    for table in copy::tables(&mut conn)? {
        let rows = copy::count(&mut conn, &table)?;
        let name = &table.name;
        ensure!(rows == 0, "the table {name} has {rows} rows already: restore into an empty database");
    }
    Ok(())
}

/// What went wrong, without the word that tells a visitor that it is our fault.
fn reason(error: Error) -> anyhow::Error {
    match error {
        Error::Unexpected(reason) => reason,
        other => other.into(),
    }
}

fn fill(conn: &mut Conn, archive: &mut Archive, manifest: &Manifest, now: Instant) -> Result<usize> {
    let tables = copy::tables(conn)?;
    let rows = copy::unguarded(conn, &tables, |conn| {
        let mut rows = 0;
        for part in manifest.tables.iter().filter(|part| !OWN.contains(&part.table.as_str())) {
            let table = tables.iter().find(|table| table.name == part.table);
            let table = table.ok_or_else(|| anyhow!("the backup has a table {} of its own", part.table))?;
            rows += insert(conn, archive, part, table)?;
        }
        Ok(rows)
    })?;
    db::instance(conn, manifest.demonstration, now)?;
    Ok(rows)
}

/// The rows of one part, proved by its hash when the last one is written: a part that was altered undoes all of it.
fn insert(conn: &mut Conn, archive: &mut Archive, part: &Part, table: &Table) -> Result<usize> {
    let reader = archive.by_name(&Part::place(&part.table)).context("a part of the backup")?;
    let mut lines = BufReader::new(reader);
    let mut digest = Sha256::new();
    let mut next = || -> anyhow::Result<Option<String>> {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        digest.update(&line);
        Ok(Some(line.trim_end().to_owned()))
    };
    let header = next()?.ok_or_else(|| anyhow!("the part of {} is empty", part.table))?;
    let columns: Vec<String> = serde_json::from_str(&header).context("the columns of a part")?;
    let most = if table.points_at_itself { usize::MAX } else { PAGE };
    let (mut rows, mut waiting) = (0, Vec::new());
    while let Some(line) = next()? {
        waiting.push(line);
        rows += 1;
        if waiting.len() == most {
            copy::insert(conn, table, &columns, &format!("[{}]", std::mem::take(&mut waiting).join(",")))?;
        }
    }
    if !waiting.is_empty() {
        copy::insert(conn, table, &columns, &format!("[{}]", waiting.join(",")))?;
    }
    if hex(&digest.finalize()) != part.sha256 || rows != part.rows {
        return Err(anyhow!("the part of {} is damaged: nothing was restored", part.table).into());
    }
    Ok(rows)
}
