//! Where the measured rows come from, and who may see what of them. One function for page, workbook and API.

use super::input::{Asked, What};
use crate::context::Context;
use crate::db::Conn;
use crate::features::indicators::{Bulletin, Measured, Moment, started_not_enrolled};
use crate::features::lists::{self, Known, ListState, LiveList, NominationState, Version};
use crate::features::projects::{self, Class, Facts, Filter, SideState, Stage};
use crate::features::reference::{self, Book};
use crate::kernel::calendar::{Quarter, end_of_day, local_date};
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
    let past = asked.past(today)?.map(|day| (day, end_of_day(day, ctx.zone)));
    let (source, moment, rows) = match (asked.what, past) {
        (What::Live, None) => live(conn, scope, today)?,
        (What::Live, Some(past)) => live_then(conn, scope, past)?,
        (What::List(quarter), None) if !published.contains(&quarter) => {
            if asked.version.is_some() {
                return Err(Error::NotFound);
            }
            draft(lists::list(conn, scope, quarter)?, today)
        }
        (What::List(quarter), None) => frozen(conn, &province, quarter, asked.version)?,
        (What::List(quarter), Some((day, at))) => match lists::as_of(conn, scope, quarter, at)? {
            Known::Live(list) => draft(*list, day),
            Known::Published(list) => frozen(conn, &province, quarter, Some(list.version.version))?,
        },
        (What::Newest, past) => match newest(conn, &published, past.map(|(_, at)| at))? {
            Some((quarter, version)) => frozen(conn, &province, quarter, Some(version))?,
            None if past.is_some() => return Err(Error::NotFound),
            None => live(conn, scope, today)?,
        },
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

/// The newest published list with its newest version, of all or of those that were published at an instant.
fn newest(
    conn: &mut Conn,
    published: &[Quarter],
    known_at: Option<Instant>,
) -> Result<Option<(Quarter, i32)>> {
    for quarter in published {
        let versions = lists::versions(conn, *quarter)?;
        let known = versions.into_iter().find(|(_, at, _)| known_at.is_none_or(|known_at| *at <= known_at));
        if let Some((version, ..)) = known {
            return Ok(Some((*quarter, version)));
        }
    }
    Ok(None)
}

/// A published version, whole: its aggregates are a bulletin.
fn frozen(
    conn: &mut Conn,
    province: &Scope,
    quarter: Quarter,
    version: Option<i32>,
) -> Result<(Source, Moment, Vec<Row>)> {
    let list = lists::published(conn, province, quarter, version)?;
    let moment = Moment { year: quarter.year(), as_of: list.version.data_as_of };
    let rows = list.entries.into_iter().map(|entry| (entry.project_id, Some(entry.class), entry.facts));
    Ok((Source::Published { quarter, version: Box::new(list.version) }, moment, rows.collect()))
}

/// What would stand on a list in work if everything that waits were accepted; `today` is the day that is looked back
/// to when it is one.
fn draft(list: LiveList, today: NaiveDate) -> (Source, Moment, Vec<Row>) {
    let quarter = list.head.quarter;
    let stands = |state| matches!(state, NominationState::Accepted | NominationState::Nominated);
    let entries = list.entries.into_iter().filter(|entry| stands(entry.state));
    let rows = entries.map(|entry| (entry.project_id, Some(entry.class), entry.project.facts)).collect();
    let moment = Moment { year: quarter.year(), as_of: quarter.last_day().min(today) };
    (Source::Draft { quarter, state: list.head.state }, moment, rows)
}

/// The registry as it was known at the end of a day, without what was merged, split or voided by then.
fn live_then(
    conn: &mut Conn,
    scope: &Scope,
    (day, at): (NaiveDate, Instant),
) -> Result<(Source, Moment, Vec<Row>)> {
    let gone = [SideState::Merged, SideState::Split, SideState::Voided];
    let known = projects::as_of_many(conn, scope, None, at, day.year())?;
    let rows = known
        .into_iter()
        .filter(|one| !gone.contains(&one.facts.side_state))
        .map(|one| (one.id, one.facts.class, one.facts))
        .collect();
    Ok((Source::Live, Moment { year: day.year(), as_of: day }, rows))
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
