//! Where the measured rows come from, and who may see what of them. One function for page, workbook and API.

use super::input::{Asked, Key, What};
use super::monthly::{self, Monthly};
use crate::context::Context;
use crate::db::Conn;
use crate::features::bulletins::{Edition, Frozen, Line, Which};
use crate::features::indicators::{Bulletin, Dimension, Measured, Moment, started_not_enrolled};
use crate::features::lists::{self, Known, ListState, LiveList, NominationState, Version};
use crate::features::projects::{self, Class, Facts, Filter, SideState, Stage};
use crate::features::reference::{self, Book};
use crate::features::updates::{self, At, ObligationState};
use crate::kernel::calendar::{Period, Quarter, end_of_day};
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
    /// A month's accepted reports: whole as a bulletin was published of them, else in scope as they stand.
    Month {
        /// Which.
        period: Period,
        /// The published bulletin.
        frozen: Option<Box<Frozen>>,
    },
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
    /// What only a month has.
    pub monthly: Option<Monthly>,
    /// 已开工未入统, in scope.
    pub not_enrolled: Vec<Exception>,
    /// The rows of the group that was asked for, in scope.
    pub rows: Option<Rows>,
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

/// The rows of one group.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Grouped by what.
    pub by: Dimension,
    /// Which group; the one without a key when absent.
    pub key: Option<String>,
    /// Its projects that the reader may see by name.
    pub lines: Vec<Row>,
}

/// A measured project with its name.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was measured of it.
    pub measured: Measured,
    /// As it was called then.
    pub name: String,
    /// 项目单位
    pub unit: Option<String>,
    /// How the month's report stands.
    pub duty: Option<ObligationState>,
}

impl Row {
    fn of(id: i64, class: Option<Class>, facts: Facts) -> Self {
        Self { measured: Measured::of(id, class, &facts), name: facts.name, unit: facts.unit, duty: None }
    }
}

impl From<&Line> for Row {
    fn from(line: &Line) -> Self {
        let Line { measured, name, unit, duty, .. } = line.clone();
        Self { measured, name, unit, duty: Some(duty) }
    }
}

/// Before a month is looked at, who owes a report for it is fixed, once.
///
/// # Errors
/// When the database refuses.
pub async fn ready(ctx: &Context, asked: &Asked, at: &At) -> Result<()> {
    match asked.what {
        What::Month(period) | What::MonthNow(period) => updates::ready(ctx, period, at).await,
        What::Newest | What::List(_) | What::Live => Ok(()),
    }
}

/// What a source gives: itself, its moment, its rows, and the month where it is one.
type Given = (Source, Moment, Vec<Row>, Option<Edition>);

/// Measures what was asked for, as this reader may see it.
///
/// # Errors
/// [`Error::NotFound`] when the list was never opened, has no such version, or had none by that day.
pub fn measure(conn: &mut Conn, ctx: &Context, scope: &Scope, asked: &Asked, at: &At) -> Result<Statistics> {
    let today = at.today();
    let province = Scope::from(ctx.province);
    let all = lists::lists(conn)?;
    let published: Vec<Quarter> =
        all.iter().filter(|list| list.newest.is_some()).map(|list| list.head.quarter).collect();
    let past = asked.past(today)?.map(|day| (day, end_of_day(day, ctx.zone)));
    let (source, moment, rows, edition) = match (asked.what, past) {
        (What::Month(period), _) => {
            let which = asked.version.map_or(Which::Newest, Which::Version);
            month(Edition::read(conn, scope, period, which, at)?)
        }
        (What::MonthNow(period), _) => month(Edition::read(conn, scope, period, Which::Now, at)?),
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
    let is_published = matches!(source, Source::Published { .. } | Source::Month { frozen: Some(_), .. });
    let book = reference::book(conn)?;
    let measured: Vec<Measured> = rows.iter().map(|row| row.measured.clone()).collect();
    let compared = |city: &DivisionCode| is_published || scope.covers(*city);
    let cities: Vec<DivisionCode> = book.cities().map(|city| city.code).filter(compared).collect();
    let bulletin = Bulletin::of(&measured, moment, &asked.by, &cities)?;
    Ok(Statistics {
        monthly: edition.map(|edition| monthly::of(conn, (scope, at), edition, &bulletin)).transpose()?,
        bulletin,
        not_enrolled: exceptions(&measured, &rows, scope),
        rows: rows_of(asked, rows, scope),
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

/// A month as a bulletin shows it.
fn month(edition: Edition) -> Given {
    let period = edition.month.period;
    let rows = edition.month.lines.iter().map(Row::from).collect();
    let frozen = edition.frozen.clone().map(Box::new);
    (Source::Month { period, frozen }, edition.month.moment(), rows, Some(edition))
}

/// A published version, whole: its aggregates are a bulletin.
fn frozen(conn: &mut Conn, province: &Scope, quarter: Quarter, version: Option<i32>) -> Result<Given> {
    let list = lists::published(conn, province, quarter, version)?;
    let moment = Moment { year: quarter.year(), as_of: list.version.data_as_of };
    let rows =
        list.entries.into_iter().map(|entry| Row::of(entry.project_id, Some(entry.class), entry.facts));
    let rows = rows.collect();
    Ok((Source::Published { quarter, version: Box::new(list.version) }, moment, rows, None))
}

/// What would stand on a list in work if everything that waits were accepted; `today` is the day that is looked back
/// to when it is one.
fn draft(list: LiveList, today: NaiveDate) -> Given {
    let quarter = list.head.quarter;
    let stands = |state| matches!(state, NominationState::Accepted | NominationState::Nominated);
    let entries = list.entries.into_iter().filter(|entry| stands(entry.state));
    let rows =
        entries.map(|entry| Row::of(entry.project_id, Some(entry.class), entry.project.facts)).collect();
    let moment = Moment { year: quarter.year(), as_of: quarter.last_day().min(today) };
    (Source::Draft { quarter, state: list.head.state }, moment, rows, None)
}

/// The registry as it was known at the end of a day, without what was merged, split or voided by then.
fn live_then(conn: &mut Conn, scope: &Scope, (day, at): (NaiveDate, Instant)) -> Result<Given> {
    let gone = [SideState::Merged, SideState::Split, SideState::Voided];
    let known = projects::as_of_many(conn, scope, None, at, day.year())?;
    let rows = known
        .into_iter()
        .filter(|one| !gone.contains(&one.facts.side_state))
        .map(|one| Row::of(one.id, one.facts.class, one.facts))
        .collect();
    Ok((Source::Live, Moment { year: day.year(), as_of: day }, rows, None))
}

/// The registry as its own list shows it.
fn live(conn: &mut Conn, scope: &Scope, today: NaiveDate) -> Result<Given> {
    let sort = Sort { field: "id", descending: false };
    let found = projects::selected(conn, scope, &Filter::default(), sort, today.year())?;
    let rows = found.into_iter().map(|one| Row::of(one.id, one.facts.class, one.facts)).collect();
    Ok((Source::Live, Moment { year: today.year(), as_of: today }, rows, None))
}

/// Names go only to whoever may see the project itself.
fn exceptions(measured: &[Measured], rows: &[Row], scope: &Scope) -> Vec<Exception> {
    let named: BTreeMap<i64, &Row> = rows.iter().map(|row| (row.measured.project_id, row)).collect();
    let exception = |project_id: i64| {
        let row = named.get(&project_id).filter(|row| scope.covers(row.measured.division))?;
        Some(Exception {
            project_id,
            name: row.name.clone(),
            unit: row.unit.clone(),
            division: row.measured.division,
            stage: row.measured.stage,
            enrolled: row.measured.enrolled,
        })
    };
    started_not_enrolled(measured).into_iter().filter_map(exception).collect()
}

/// The rows behind a group of the first grouping, as far as the reader may see them by name.
fn rows_of(asked: &Asked, rows: Vec<Row>, scope: &Scope) -> Option<Rows> {
    let Key(key) = asked.rows.clone()?;
    let by = asked.by.first().copied()?;
    let is_shown = |row: &Row| by.key(&row.measured) == key && scope.covers(row.measured.division);
    Some(Rows { by, lines: rows.into_iter().filter(is_shown).collect(), key })
}
