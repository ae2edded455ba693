//! Where the measured rows come from, and who may see what of them. One function for page, workbook and API.

use super::input::{Asked, What};
use crate::context::Context;
use crate::db::Conn;
use crate::features::indicators::{Bulletin, Measured, Moment, started_not_enrolled};
use crate::features::lists::{self, ListState, NominationState, Version};
use crate::features::projects::{self, Class, Facts, Filter, Stage};
use crate::features::reference::{self, Book};
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::paging::Sort;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// What was measured.
#[derive(Clone, Debug)]
pub enum Source {
    /// A version of a published list, whole.
    Published {
        /// Whose.
        quarter: Quarter,
        /// Number, day, hash.
        version: Box<Version>,
    },
    /// What of a list in work is accepted or still waits, in scope.
    Draft {
        /// Whose.
        quarter: Quarter,
        /// Where it stands.
        state: ListState,
    },
    /// The registry, in scope.
    Live,
}

/// The figures with what a reader may know about them.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// What was measured.
    pub source: Source,
    /// As of when.
    pub moment: Moment,
    /// The figures.
    pub bulletin: Bulletin,
    /// 已开工未入统, in scope.
    pub not_enrolled: Vec<Exception>,
    /// The figures cover more than the reader's own places: a bulletin. Names do not.
    pub is_bulletin: bool,
    /// Names of places and industries.
    pub book: Book,
    /// Quarters with a published list, the newest first.
    pub published: Vec<Quarter>,
}

/// A project that has started and is not known to be entered in the statistics system.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The project.
    pub project_id: i64,
    /// Its name as it was measured.
    pub name: String,
    /// 项目单位
    pub unit: Option<String>,
    /// Where it lies.
    pub division: DivisionCode,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// No, or not known.
    pub enrolled: Option<bool>,
}

/// A measured project with its facts, for its name.
type Row = (i64, Option<Class>, Facts);

/// Measures what was asked for, as this reader may see it.
///
/// # Errors
/// [`Error::NotFound`] when the list was never opened, has no such version, or had none by that day.
pub fn measure(
    conn: &mut Conn,
    ctx: &Context,
    scope: &Scope,
    asked: &Asked,
    now: Instant,
) -> Result<Statistics> {
    let today = local_date(now, ctx.zone);
    let province = Scope::from(ctx.province);
    let all = lists::lists(conn)?;
    let published: Vec<Quarter> =
        all.iter().filter(|list| list.newest.is_some()).map(|list| list.head.quarter).collect();
    let found = match asked.what {
        What::Live => None,
        What::List(quarter) => Some((quarter, version_of(conn, ctx, quarter, asked)?)),
        What::Newest => newest(conn, ctx, &published, asked)?,
    };
    let (source, moment, rows) = match found {
        None => live(conn, scope, today)?,
        Some((quarter, _)) if !published.contains(&quarter) => draft(conn, scope, quarter, asked, today)?,
        Some((quarter, version)) => {
            let list = lists::published(conn, &province, quarter, version)?;
            let moment = Moment { year: quarter.year(), as_of: list.version.data_as_of };
            let rows =
                list.entries.into_iter().map(|entry| (entry.project_id, Some(entry.class), entry.facts));
            let version = Box::new(list.version);
            (Source::Published { quarter, version }, moment, rows.collect::<Vec<Row>>())
        }
    };
    let is_published = matches!(source, Source::Published { .. });
    let book = reference::book(conn)?;
    let measured: Vec<Measured> =
        rows.iter().map(|(id, class, facts)| Measured::of(*id, *class, facts)).collect();
    let compared = |city: &DivisionCode| is_published || scope.covers(*city);
    let cities: Vec<DivisionCode> = book.cities().map(|city| city.code).filter(compared).collect();
    Ok(Statistics {
        bulletin: Bulletin::of(&measured, moment, &asked.by, &cities)?,
        not_enrolled: exceptions(&measured, &rows, scope),
        is_bulletin: is_published && !scope.is_whole_province(),
        source,
        moment,
        book,
        published,
    })
}

/// The version of a list that was asked for; none for the newest.
fn version_of(conn: &mut Conn, ctx: &Context, quarter: Quarter, asked: &Asked) -> Result<Option<i32>> {
    match asked.as_of {
        None => Ok(asked.version),
        Some(day) => by_day(conn, ctx, quarter, day)?.map(Some).ok_or(Error::NotFound),
    }
}

/// The newest published list, or the one that was the newest on a day. None while nothing is published: then the
/// registry is measured.
fn newest(
    conn: &mut Conn,
    ctx: &Context,
    published: &[Quarter],
    asked: &Asked,
) -> Result<Option<(Quarter, Option<i32>)>> {
    let Some(day) = asked.as_of else { return Ok(published.first().map(|quarter| (*quarter, None))) };
    for quarter in published {
        if let Some(version) = by_day(conn, ctx, *quarter, day)? {
            return Ok(Some((*quarter, Some(version))));
        }
    }
    Err(Error::NotFound)
}

/// The newest version that was published by the end of `day`.
fn by_day(conn: &mut Conn, ctx: &Context, quarter: Quarter, day: NaiveDate) -> Result<Option<i32>> {
    let versions = lists::versions(conn, quarter)?;
    Ok(versions.into_iter().find(|(_, at, _)| local_date(*at, ctx.zone) <= day).map(|(version, ..)| version))
}

/// What would stand on a list in work if everything that waits were accepted.
fn draft(
    conn: &mut Conn,
    scope: &Scope,
    quarter: Quarter,
    asked: &Asked,
    today: NaiveDate,
) -> Result<(Source, Moment, Vec<Row>)> {
    if asked.version.is_some() {
        return Err(Error::NotFound);
    }
    let list = lists::list(conn, scope, quarter)?;
    let stands = |state| matches!(state, NominationState::Accepted | NominationState::Nominated);
    let entries = list.entries.into_iter().filter(|entry| stands(entry.state));
    let rows = entries.map(|entry| (entry.project_id, Some(entry.class), entry.project.facts)).collect();
    let moment = Moment { year: quarter.year(), as_of: quarter.last_day().min(today) };
    Ok((Source::Draft { quarter, state: list.head.state }, moment, rows))
}

/// The registry as its own list shows it.
fn live(conn: &mut Conn, scope: &Scope, today: NaiveDate) -> Result<(Source, Moment, Vec<Row>)> {
    let sort = Sort { field: "id", descending: false };
    let found = projects::selected(conn, scope, &Filter::default(), sort, today.year())?;
    let rows = found.into_iter().map(|one| (one.id, one.facts.class, one.facts)).collect();
    Ok((Source::Live, Moment { year: today.year(), as_of: today }, rows))
}

/// Names go only to whoever may see the project itself.
fn exceptions(measured: &[Measured], rows: &[Row], scope: &Scope) -> Vec<Exception> {
    let facts: BTreeMap<i64, &Facts> = rows.iter().map(|(id, _, facts)| (*id, facts)).collect();
    let exception = |project_id: i64| {
        let facts = facts.get(&project_id).filter(|facts| scope.covers(facts.division))?;
        Some(Exception {
            project_id,
            name: facts.name.clone(),
            unit: facts.unit.clone(),
            division: facts.division,
            stage: facts.stage,
            enrolled: facts.enrolled,
        })
    };
    started_not_enrolled(measured).into_iter().filter_map(exception).collect()
}
