//! The built-in set: what a new installation knows from its first start. Sources and licences stand in
//! `data/README.md`. A table is filled only while it is empty, so the administrator's edits are never overwritten.

use super::model::{
    Chain, Division, Gb4754, Holiday, HolidayKind, Industry, IndustryGroup, Level, Park, StageWord,
    millionths,
};
use super::words::stage_key;
use crate::context::Context;
use crate::db::schema::{chains, divisions, gb4754_divisions, holidays, industries, parks, stage_words};
use crate::db::{Conn, nested, unique_violation};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use anyhow::{Context as _, anyhow};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::result::Error as DieselError;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Fills what is empty. Harmless at every start, and when two processes start at once.
pub fn load_builtin(context: &Context) -> Result<()> {
    context.db.write_now(fill)
}

/// Table by table, each in a savepoint: where another process was a moment faster, its rows stand.
fn fill(conn: &mut Conn) -> Result<()> {
    let places = built_in_divisions()?;
    fill_table(
        conn,
        |conn| divisions::table.count().get_result(conn),
        |conn| insert_all(&places, |one| one.insert_into(divisions::table).execute(conn)),
    )?;
    let names = built_in_industries()?;
    fill_table(
        conn,
        |conn| industries::table.count().get_result(conn),
        |conn| insert_all(&names, |one| one.insert_into(industries::table).execute(conn)),
    )?;
    let names = built_in_chains()?;
    fill_table(
        conn,
        |conn| chains::table.count().get_result(conn),
        |conn| insert_all(&names, |one| one.insert_into(chains::table).execute(conn)),
    )?;
    let names = built_in_gb4754()?;
    fill_table(
        conn,
        |conn| gb4754_divisions::table.count().get_result(conn),
        |conn| insert_all(&names, |one| one.insert_into(gb4754_divisions::table).execute(conn)),
    )?;
    let names = built_in_parks()?;
    fill_table(
        conn,
        |conn| parks::table.count().get_result(conn),
        |conn| insert_all(&names, |one| one.insert_into(parks::table).execute(conn)),
    )?;
    let words = built_in_stage_words()?;
    fill_table(
        conn,
        |conn| stage_words::table.count().get_result(conn),
        |conn| insert_all(&words, |one| one.insert_into(stage_words::table).execute(conn)),
    )?;
    let days = built_in_holidays()?;
    fill_table(
        conn,
        |conn| holidays::table.count().get_result(conn),
        |conn| insert_all(&days, |one| one.insert_into(holidays::table).execute(conn)),
    )
}

fn fill_table(
    conn: &mut Conn,
    count: impl FnOnce(&mut Conn) -> QueryResult<i64>,
    insert: impl FnOnce(&mut Conn) -> QueryResult<()>,
) -> Result<()> {
    if count(conn)? > 0 {
        return Ok(());
    }
    match nested(conn, insert) {
        Err(error) if unique_violation(&error).is_none() => Err(error.into()),
        _ => Ok(()),
    }
}

fn insert_all<'r, R>(
    rows: &'r [R],
    mut insert: impl FnMut(&'r R) -> QueryResult<usize>,
) -> Result<(), DieselError> {
    rows.iter().try_for_each(|row| insert(row).map(|_| ()))
}

/// A built-in table as it stands in `data/`, by the names of its columns.
fn rows<R: DeserializeOwned>(name: &'static str, text: &str) -> anyhow::Result<Vec<R>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, csv::Error>>()
        .with_context(|| format!("built-in {name}"))
}

/// A decimal figure in millionths, or none.
fn figure(text: &str) -> anyhow::Result<Option<i64>> {
    if text.is_empty() {
        return Ok(None);
    }
    millionths(text).map(Some).ok_or_else(|| anyhow!("{text:?} is no decimal figure"))
}

fn place(code: &str) -> anyhow::Result<DivisionCode> {
    DivisionCode::parse(code).map_err(|_| anyhow!("{code:?} is no division code"))
}

fn place_if_any(code: &str) -> anyhow::Result<Option<DivisionCode>> {
    if code.is_empty() { Ok(None) } else { place(code).map(Some) }
}

#[derive(Deserialize)]
struct DivisionLine {
    code: DivisionCode,
    name_zh: String,
    name_en: String,
    level: Level,
    parent: String,
    lng: String,
    lat: String,
    successor: String,
}

/// Parents and successors first, as the foreign keys want it.
fn built_in_divisions() -> anyhow::Result<Vec<Division>> {
    rows("divisions.csv", include_str!("data/divisions.csv"))?
        .into_iter()
        .map(|line: DivisionLine| {
            let successor = place_if_any(&line.successor)?;
            Ok(Division {
                code: line.code,
                name_zh: line.name_zh,
                name_en: line.name_en,
                level: line.level,
                parent: place_if_any(&line.parent)?,
                lng_e6: figure(&line.lng)?,
                lat_e6: figure(&line.lat)?,
                active: successor.is_none(),
                successor,
            })
        })
        .collect()
}

#[derive(Deserialize)]
struct IndustryLine {
    code: String,
    group: IndustryGroup,
    name_zh: String,
    name_en: String,
    valid_from: i32,
    valid_to: Option<i32>,
}

fn built_in_industries() -> anyhow::Result<Vec<Industry>> {
    let lines: Vec<IndustryLine> = rows("industries.csv", include_str!("data/industries.csv"))?;
    let industries = (1..).zip(lines).map(|(position, line)| Industry {
        code: line.code,
        group: line.group,
        name_zh: line.name_zh,
        name_en: line.name_en,
        valid_from: line.valid_from,
        valid_to: line.valid_to,
        position,
        active: true,
    });
    Ok(industries.collect())
}

#[derive(Deserialize)]
struct ChainLine {
    position: i32,
    name_zh: String,
    name_en: String,
}

fn built_in_chains() -> anyhow::Result<Vec<Chain>> {
    let lines: Vec<ChainLine> = rows("chains.csv", include_str!("data/chains.csv"))?;
    let chain =
        |ChainLine { position, name_zh, name_en }| Chain { id: 0, name_zh, name_en, position, active: true };
    Ok(lines.into_iter().map(chain).collect())
}

#[derive(Deserialize)]
struct Gb4754Line {
    code: String,
    name_zh: String,
    name_en: String,
}

fn built_in_gb4754() -> anyhow::Result<Vec<Gb4754>> {
    let lines: Vec<Gb4754Line> = rows("gb4754.csv", include_str!("data/gb4754.csv"))?;
    Ok(lines
        .into_iter()
        .map(|Gb4754Line { code, name_zh, name_en }| Gb4754 { code, name_zh, name_en, active: true })
        .collect())
}

#[derive(Deserialize)]
struct ParkLine {
    name: String,
    division: DivisionCode,
    kind: String,
    stat_code: String,
    area_km2: String,
    note: String,
}

fn built_in_parks() -> anyhow::Result<Vec<Park>> {
    rows("parks.csv", include_str!("data/parks.csv"))?
        .into_iter()
        .map(|line: ParkLine| {
            Ok(Park {
                id: 0,
                name: line.name,
                division: line.division,
                kind: line.kind,
                stat_code: place_if_any(&line.stat_code)?,
                area_m2: figure(&line.area_km2)?,
                note: line.note,
                active: true,
            })
        })
        .collect()
}

#[derive(Deserialize)]
struct StageWordLine {
    word: String,
    stage: Option<String>,
    partial: bool,
}

fn built_in_stage_words() -> anyhow::Result<Vec<StageWord>> {
    let lines: Vec<StageWordLine> = rows("stage_words.csv", include_str!("data/stage_words.csv"))?;
    let word = |StageWordLine { word, stage, partial }| StageWord {
        word: stage_key(&word),
        stage,
        partial,
        active: true,
    };
    Ok(lines.into_iter().map(word).collect())
}

#[derive(Deserialize)]
struct HolidayLine {
    day: NaiveDate,
    kind: HolidayKind,
    name_zh: String,
    name_en: String,
}

fn built_in_holidays() -> anyhow::Result<Vec<Holiday>> {
    let lines: Vec<HolidayLine> = rows("holidays.csv", include_str!("data/holidays.csv"))?;
    let day =
        |HolidayLine { day, kind, name_zh, name_en }| Holiday { day, kind, name_zh, name_en, active: true };
    Ok(lines.into_iter().map(day).collect())
}

/// The built-in set without a database, for unit tests of lookups.
#[cfg(test)]
pub fn built_in_book() -> super::book::Book {
    super::book::Book {
        divisions: built_in_divisions().unwrap().into_iter().map(|one| (one.code, one)).collect(),
        industries: built_in_industries().unwrap(),
        chains: (1..).zip(built_in_chains().unwrap()).map(|(id, chain)| Chain { id, ..chain }).collect(),
        segments: Vec::new(),
        parks: (1..).zip(built_in_parks().unwrap()).map(|(id, park)| Park { id, ..park }).collect(),
        gb4754: built_in_gb4754().unwrap(),
        stage_words: built_in_stage_words().unwrap().into_iter().map(|one| (one.word.clone(), one)).collect(),
        holidays: built_in_holidays().unwrap(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{DatabaseUrl, Db};
    use crate::features::reference::book;
    use chrono::{Datelike, Weekday};

    fn new_db() -> (Db, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let db = Db::open(&DatabaseUrl::parse(&url).unwrap(), 4).unwrap();
        db.migrate().unwrap();
        (db, folder)
    }

    #[test]
    fn the_whole_built_in_set_is_loaded_once() {
        let (db, _folder) = new_db();
        for _ in 0..2 {
            db.write_now(fill).unwrap();
            let book = db.read_now(book).unwrap();
            assert_eq!(book.cities().count(), 16);
            assert_eq!(book.divisions.values().filter(|one| one.level == Level::County).count(), 136);
            assert_eq!((book.chains.len(), book.gb4754.len(), book.parks.len()), (11, 31, 34));
            assert_eq!(book.industries.len(), 34);
            assert_eq!(book.divisions, built_in_book().divisions);
            assert_eq!(book.stage_words, built_in_book().stage_words);
            assert_eq!(book.holidays, built_in_book().holidays);
        }
    }

    #[test]
    fn an_edit_is_not_overwritten_by_the_next_start() {
        let (db, _folder) = new_db();
        db.write_now(fill).unwrap();
        let rename = |conn: &mut Conn| {
            let chain = chains::table.filter(chains::position.eq(1));
            Ok(diesel::update(chain).set(chains::name_zh.eq("集成电路")).execute(conn)?)
        };
        db.write_now(rename).unwrap();
        db.write_now(fill).unwrap();
        let book = db.read_now(book).unwrap();
        assert_eq!(book.chains.first().map(|chain| chain.name_zh.as_str()), Some("集成电路"));
        assert_eq!(book.chains.len(), 11);
    }

    /// The totals that the notices themselves print, and that a make-up day is a Saturday or Sunday.
    #[test]
    fn every_year_has_the_days_off_that_its_notice_counts() {
        let book = built_in_book();
        let count = |year: i32, kind| {
            book.holidays.iter().filter(|one| one.day.year() == year && one.kind == kind).count()
        };
        for (year, off, worked) in [
            (2024, 1 + 8 + 3 + 5 + 1 + 3 + 7, 8),
            (2025, 1 + 8 + 3 + 5 + 3 + 8, 5),
            (2026, 3 + 9 + 3 + 5 + 3 + 3 + 7, 6),
        ] {
            assert_eq!(count(year, HolidayKind::Holiday), off, "{year}");
            assert_eq!(count(year, HolidayKind::Makeup), worked, "{year}");
        }
        let weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let makeup = book.holidays.iter().filter(|one| one.kind == HolidayKind::Makeup);
        assert!(makeup.clone().all(|one| weekend(one.day)) && makeup.count() > 0);
    }

    #[test]
    fn every_built_in_row_points_at_what_exists() {
        let book = built_in_book();
        for division in book.divisions.values() {
            let around = division
                .code
                .city()
                .filter(|city| *city != division.code)
                .or_else(|| (!division.code.is_province()).then(|| division.code.province()));
            assert_eq!(division.parent, around, "{}", division.code);
            assert!(division.parent.is_none_or(|parent| book.is_known(parent)));
            assert!(division.successor.is_none_or(|successor| book.is_known(successor)));
        }
        assert!(book.parks.iter().all(|park| book.is_known(park.division)));
        let stages = book.stage_words.values().filter_map(|word| word.stage.as_deref());
        assert!(stages.clone().all(|stage| crate::features::reference::STAGES.contains(&stage)));
        assert!(stages.count() > 30);
    }
}
