//! SQL of the reference data: everything is read at once into a [`Book`], rows are written one by one.

use super::book::{self, Book};
use super::entry::{Entry, Kind};
use super::model::{Chain, Division, Holiday, Park, StageWord};
use crate::db::schema::{
    chains, divisions, gb4754_divisions, holidays, industries, parks, segments, stage_words,
};
use crate::db::{Conn, unique_violation};
use crate::features::audit;
use crate::kernel::calendar::WorkingDays;
use crate::kernel::error::{Error, Result};
use diesel::prelude::*;
use diesel::result::Error as DieselError;

/// Everything, in eight small reads.
pub fn book(conn: &mut Conn) -> Result<Book> {
    let all_divisions: Vec<Division> = divisions::table.order(divisions::code).load(conn)?;
    let words: Vec<StageWord> = stage_words::table.order(stage_words::word).load(conn)?;
    Ok(Book {
        divisions: all_divisions.into_iter().map(|one| (one.code, one)).collect(),
        industries: industries::table.order((industries::position, industries::code)).load(conn)?,
        chains: chains::table.order((chains::position, chains::id)).load(conn)?,
        segments: segments::table
            .order((segments::chain_id, segments::position, segments::id))
            .select((
                segments::id,
                segments::chain_id,
                segments::name_zh,
                segments::name_en,
                segments::active,
            ))
            .load(conn)?,
        parks: parks::table.order((parks::division, parks::name)).load(conn)?,
        gb4754: gb4754_divisions::table.order(gb4754_divisions::code).load(conn)?,
        stage_words: words.into_iter().map(|one| (one.word.clone(), one)).collect(),
        holidays: holidays::table.order(holidays::day).load(conn)?,
    })
}

/// The calendar that deadlines are counted with, without the rest of the book.
pub fn working_days(conn: &mut Conn) -> Result<WorkingDays> {
    let declared: Vec<Holiday> = holidays::table.order(holidays::day).load(conn)?;
    Ok(book::working_days(&declared))
}

/// Rises with every change of a name or code: what was made with the names of one stamp is stale under the next.
pub fn stamp(conn: &mut Conn) -> Result<i64> {
    let subjects: Vec<&str> = Kind::ALL.iter().map(|kind| kind.subject()).collect();
    audit::last_about(conn, &subjects)
}

/// Inserts a row and gives it its id; refuses a key or name that another row bears.
pub fn insert(conn: &mut Conn, entry: Entry) -> Result<Entry> {
    let written = match &entry {
        Entry::Division(one) => one.insert_into(divisions::table).execute(conn),
        Entry::Industry(one) => one.insert_into(industries::table).execute(conn),
        Entry::Gb4754(one) => one.insert_into(gb4754_divisions::table).execute(conn),
        Entry::StageWord(one) => one.insert_into(stage_words::table).execute(conn),
        Entry::Holiday(one) => one.insert_into(holidays::table).execute(conn),
        Entry::Chain(one) => {
            let id = one.insert_into(chains::table).returning(chains::id).get_result(conn);
            return Ok(Entry::Chain(Chain { id: taken(id, &entry)?, ..one.clone() }));
        }
        Entry::Park(one) => {
            let id = one.insert_into(parks::table).returning(parks::id).get_result(conn);
            return Ok(Entry::Park(Park { id: taken(id, &entry)?, ..one.clone() }));
        }
    };
    taken(written, &entry)?;
    Ok(entry)
}

/// Writes every fact of a row that stands.
pub fn update(conn: &mut Conn, entry: &Entry) -> Result<()> {
    let written = match entry {
        Entry::Division(one) => diesel::update(divisions::table.find(one.code)).set(one).execute(conn),
        Entry::Industry(one) => diesel::update(industries::table.find(&one.code)).set(one).execute(conn),
        Entry::Chain(one) => diesel::update(chains::table.find(one.id)).set(one).execute(conn),
        Entry::Gb4754(one) => diesel::update(gb4754_divisions::table.find(&one.code)).set(one).execute(conn),
        Entry::Park(one) => diesel::update(parks::table.find(one.id)).set(one).execute(conn),
        Entry::StageWord(one) => diesel::update(stage_words::table.find(&one.word)).set(one).execute(conn),
        Entry::Holiday(one) => diesel::update(holidays::table.find(one.day)).set(one).execute(conn),
    };
    taken(written, entry).map(|_| ())
}

/// Refuses a key or name that another row bears, at the field where the person typed it.
fn taken<T>(written: Result<T, DieselError>, entry: &Entry) -> Result<T> {
    let field = match entry {
        Entry::Division(_) | Entry::Industry(_) | Entry::Gb4754(_) => "code",
        Entry::Chain(_) => "name_zh",
        Entry::Park(_) => "name",
        Entry::StageWord(_) => "word",
        Entry::Holiday(_) => "day",
    };
    match written {
        Err(error) if unique_violation(&error).is_some() => Err(Error::field(field, "reference-taken")),
        other => Ok(other?),
    }
}
