//! Where a database sends from. A copy of it on another machine, in another folder, or restored from a backup is not at
//! home there: it holds its mail until somebody lets it in, so that a rehearsal never writes to real people.
//!
//! A home is made of what does not travel with the database: a random name in a file of its own, the address of the
//! database, and the machine's own id where there is one. Several replicas are several homes. Beside the name stands how far
//! the ledger had come: a database that is not so far any more was brought back from before, in its own place, and would tell
//! everybody once more what it does not know that it has told.

use crate::db::schema::{letter_steps, mail_homes as t, users};
use crate::db::{Conn, nested, unique_violation};
use crate::kernel::canonical::hex;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use anyhow::Context as _;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Where Linux keeps the machine's id.
const MACHINE: &str = "/etc/machine-id";

/// Where this program runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// In hex.
    name: String,
    /// The file that says how far the ledger had come.
    mark: PathBuf,
}

impl Home {
    /// Of this program: `database` is its address, `file` where the random name stands, or will stand.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn of(database: &str, file: &Path) -> anyhow::Result<Self> {
        let named = || format!("{} cannot be written", file.display());
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).with_context(named)?;
        }
        // Of two that start at once one names the place.
        match File::create_new(file) {
            Ok(mut new) => {
                let name = format!("{:032x}", rand::random::<u128>());
                new.write_all(name.as_bytes()).and_then(|()| new.sync_all()).with_context(named)?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(named),
        }
        let name = std::fs::read_to_string(file).with_context(named)?;
        // The password is no part of where it is.
        let address = database.rsplit_once('@').map_or(database, |(_, address)| address);
        let address = match address.strip_prefix("sqlite://") {
            Some(path) => std::path::absolute(path).unwrap_or_else(|_| path.into()).display().to_string(),
            None => address.to_owned(),
        };
        let machine = std::fs::read_to_string(MACHINE).unwrap_or_default();
        let hash = Sha256::digest(format!("{}\n{address}\n{}", name.trim(), machine.trim()));
        Ok(Self { name: hex(&hash[..16]), mark: file.with_added_extension("mark") })
    }

    /// How far the ledger had come when mail left last; 0 where nobody has written it down.
    fn marked(&self) -> i64 {
        std::fs::read_to_string(&self.mark).ok().and_then(|text| text.trim().parse().ok()).unwrap_or_default()
    }

    /// Writes down how far it is. Where that cannot be done the next one does it: until then less is noticed, nothing is lost.
    fn remember(&self, step: i64) {
        let next = self.mark.with_added_extension("next");
        let written =
            std::fs::write(&next, step.to_string()).and_then(|()| std::fs::rename(&next, &self.mark));
        if let Err(error) = written {
            tracing::warn!(%error, file = %self.mark.display(), "how far the ledger has come is not written down");
        }
    }
}

/// Lets mail leave from here.
///
/// # Errors
/// When the database does not answer.
pub fn let_in(conn: &mut Conn, home: &Home, by: Option<&str>, now: Instant) -> Result<()> {
    home.remember(newest_step(conn)?);
    let values = (t::home.eq(&home.name), t::since.eq(now), t::by_name.eq(by));
    match nested(conn, |conn| diesel::insert_into(t::table).values(values).execute(conn)) {
        Ok(_) => Ok(()),
        Err(error) if unique_violation(&error).is_some() => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The first home of a database in which nobody has an account yet is let in by itself: it is no copy of anything.
///
/// # Errors
/// When the database does not answer.
pub fn move_in(conn: &mut Conn, home: &Home, now: Instant) -> Result<()> {
    let people: i64 = users::table.count().get_result(conn)?;
    if people == 0 { let_in(conn, home, None, now) } else { Ok(()) }
}

pub(super) fn is_known(conn: &mut Conn, home: &Home) -> Result<bool> {
    let known = t::table.filter(t::home.eq(&home.name));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

/// Turns a database out of its home that has not come as far as it had when mail left last.
pub(super) fn look_back(conn: &mut Conn, home: &Home) -> Result<()> {
    let (is, was) = (newest_step(conn)?, home.marked());
    if is < was && is_known(conn, home)? {
        tracing::error!(
            is,
            was,
            "the database was brought back from before; its mail waits until it is let in"
        );
        diesel::delete(t::table.filter(t::home.eq(&home.name))).execute(conn)?;
    }
    Ok(())
}

/// Writes down how far the ledger has come, where it has come further.
pub(super) fn mark(conn: &mut Conn, home: &Home) -> Result<()> {
    let is = newest_step(conn)?;
    if is > home.marked() {
        home.remember(is);
    }
    Ok(())
}

fn newest_step(conn: &mut Conn) -> Result<i64> {
    let newest: Option<i64> =
        letter_steps::table.select(diesel::dsl::max(letter_steps::id)).get_result(conn)?;
    Ok(newest.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_the_same_each_time_and_another_one_elsewhere() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let of = |url: &str, folder: &Path| Home::of(url, &folder.join("home")).unwrap();
        let first = of("sqlite:///a/b.db", here.path());
        assert_eq!(first, of("sqlite:///a/b.db", here.path()));
        assert_ne!(first, of("sqlite:///a/c.db", here.path()));
        assert_ne!(first, of("sqlite:///a/b.db", there.path()));
        let with = |password: &str| of(&format!("postgres://li:{password}@db/x"), here.path());
        assert_eq!(with("old"), with("new"), "a new password is no move");
    }
}
