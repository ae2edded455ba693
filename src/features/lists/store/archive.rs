//! The published versions: their document, and the typed columns beside it that serve SQL. Rows are only ever added;
//! triggers refuse everything else.

use crate::db::schema::{list_entries, list_versions, lists};
use crate::db::{Backend, Conn, within};
use crate::features::lists::document::Previous;
use crate::features::lists::model::{ChangeKind, Exit, ListState, PublishedEntry, Version};
use crate::features::projects::{Class, Nature, Stage};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::kernel::text::document_number_key;
use anyhow::anyhow;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The newest version of the published list before `quarter`; with `known_at`, of those that were published by then.
pub fn previous(conn: &mut Conn, quarter: Quarter, known_at: Option<Instant>) -> Result<Option<Previous>> {
    let mut versions =
        list_versions::table.filter(list_versions::quarter.lt(quarter)).into_boxed::<Backend>();
    if let Some(at) = known_at {
        versions = versions.filter(list_versions::published_at.le(at));
    }
    let row: Option<(Quarter, i32, String)> = versions
        .order((list_versions::quarter.desc(), list_versions::version.desc()))
        .select((list_versions::quarter, list_versions::version, list_versions::hash))
        .first(conn)
        .optional()?;
    Ok(row.map(|(quarter, version, hash)| Previous { quarter, version, hash }))
}

/// What stood on the published list before `quarter`, in scope, by serial; `known_at` as in [`previous`].
pub fn stood_before(
    conn: &mut Conn,
    scope: &Scope,
    quarter: Quarter,
    known_at: Option<Instant>,
) -> Result<Vec<Exit>> {
    let Some(before) = previous(conn, quarter, known_at)? else { return Ok(Vec::new()) };
    let rows: Vec<(i64, String, Class, DivisionCode)> = list_entries::table
        .filter(list_entries::quarter.eq(before.quarter).and(list_entries::version.eq(before.version)))
        .filter(within("list_entries.division", scope))
        .order(list_entries::serial)
        .select((list_entries::project_id, list_entries::name, list_entries::class, list_entries::division))
        .load(conn)?;
    let exit = |(project_id, name, class, division)| Exit::stood(project_id, name, class, division);
    Ok(rows.into_iter().map(exit).collect())
}

/// The classes in which projects stood on the published list before `quarter`, whoever asks: whether one's own project
/// is new there does not depend on who reads. `known_at` as in [`previous`].
pub fn classes_before(
    conn: &mut Conn,
    quarter: Quarter,
    known_at: Option<Instant>,
) -> Result<BTreeMap<i64, Class>> {
    let Some(before) = previous(conn, quarter, known_at)? else { return Ok(BTreeMap::new()) };
    let rows: Vec<(i64, Class)> = list_entries::table
        .filter(list_entries::quarter.eq(before.quarter).and(list_entries::version.eq(before.version)))
        .select((list_entries::project_id, list_entries::class))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Writes the frozen lines, then the version that seals them.
pub fn insert_version(
    conn: &mut Conn,
    quarter: Quarter,
    version: &Version,
    published_by: Option<i64>,
    bytes: &str,
    lines: &[PublishedEntry],
) -> Result<()> {
    for line in lines {
        let row = EntryRow::of(quarter, version.version, line)?;
        diesel::insert_into(list_entries::table).values(row).execute(conn)?;
    }
    diesel::insert_into(list_versions::table)
        .values((
            list_versions::quarter.eq(quarter),
            list_versions::version.eq(version.version),
            list_versions::number.eq(&version.number),
            list_versions::reason.eq(&version.reason),
            list_versions::data_as_of.eq(version.data_as_of),
            list_versions::publisher.eq(&version.publisher),
            list_versions::published_by.eq(published_by),
            list_versions::published_at.eq(version.published_at),
            list_versions::document.eq(bytes),
            list_versions::hash.eq(&version.hash),
            list_versions::previous_hash.eq(&version.previous_hash),
        ))
        .execute(conn)?;
    Ok(())
}

/// One stored version with its bytes, for the check.
pub struct Stored {
    /// Whose list.
    pub quarter: Quarter,
    /// The typed columns.
    pub version: Version,
    /// The bytes.
    pub document: String,
}

/// Every stored version in the order of the chain.
pub fn stored(conn: &mut Conn) -> Result<Vec<Stored>> {
    let rows: Vec<(Quarter, VersionRow, String)> = list_versions::table
        .order((list_versions::quarter, list_versions::version))
        .select((list_versions::quarter, VERSION, list_versions::document))
        .load(conn)?;
    let stored = |(quarter, row, document)| Stored { quarter, version: version_of(row), document };
    Ok(rows.into_iter().map(stored).collect())
}

/// The typed lines of a version, by serial.
pub fn entry_rows(conn: &mut Conn, quarter: Quarter, version: i32) -> Result<Vec<EntryRow>> {
    Ok(list_entries::table
        .filter(list_entries::quarter.eq(quarter).and(list_entries::version.eq(version)))
        .order((list_entries::serial, list_entries::project_id))
        .load(conn)?)
}

/// Versions that have lines.
pub fn versions_with_lines(conn: &mut Conn) -> Result<Vec<(Quarter, i32)>> {
    let pairs = list_entries::table.select((list_entries::quarter, list_entries::version)).distinct();
    Ok(pairs.order((list_entries::quarter, list_entries::version)).load(conn)?)
}

/// Lists that say they are published.
pub fn published_quarters(conn: &mut Conn) -> Result<BTreeSet<Quarter>> {
    let quarters: Vec<Quarter> =
        lists::table.filter(lists::state.eq(ListState::Published)).select(lists::quarter).load(conn)?;
    Ok(quarters.into_iter().collect())
}

/// The first published list after `quarter`.
pub fn published_after(conn: &mut Conn, quarter: Quarter) -> Result<Option<Quarter>> {
    Ok(lists::table
        .filter(lists::quarter.gt(quarter).and(lists::state.eq(ListState::Published)))
        .order(lists::quarter)
        .select(lists::quarter)
        .first(conn)
        .optional()?)
}

/// Whether another quarter's list was published under this number, however either is written.
pub fn number_is_taken(conn: &mut Conn, quarter: Quarter, number: &str) -> Result<bool> {
    // A correction keeps the number of what it corrects, so the first versions have all there are.
    let taken: Vec<String> = list_versions::table
        .filter(list_versions::quarter.ne(quarter).and(list_versions::version.eq(1)))
        .select(list_versions::number)
        .load(conn)?;
    let key = document_number_key(number);
    Ok(taken.iter().any(|other| document_number_key(other) == key))
}

/// The lists that are open, in the order of their quarters.
pub fn unpublished(conn: &mut Conn) -> Result<Vec<Quarter>> {
    Ok(lists::table
        .filter(lists::state.ne(ListState::Published).and(lists::cancelled_at.is_null()))
        .order(lists::quarter)
        .select(lists::quarter)
        .load(conn)?)
}

/// A frozen line as typed columns.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = list_entries)]
pub struct EntryRow {
    quarter: Quarter,
    version: i32,
    serial: i32,
    project_id: i64,
    project_version: i64,
    section: Option<String>,
    class: Class,
    change: ChangeKind,
    division: DivisionCode,
    name: String,
    unit: Option<String>,
    project_code: Option<String>,
    industry: Option<String>,
    nature: Option<Nature>,
    stage: Option<Stage>,
    total_investment_yuan: Money,
    annual_plan_yuan: Option<Money>,
    ytd_investment_yuan: Option<Money>,
    cumulative_investment_yuan: Option<Money>,
    planned_start: Option<PlanDate>,
    planned_finish: Option<PlanDate>,
    scope_text: Option<String>,
    responsible_unit: Option<String>,
    responsible_person: Option<String>,
}

impl EntryRow {
    /// The typed columns of a line.
    ///
    /// # Errors
    /// When it has no total: the gate of nomination and publication asks for one.
    pub fn of(quarter: Quarter, version: i32, line: &PublishedEntry) -> Result<Self> {
        let facts = line.facts.clone();
        let total = facts.total_investment;
        Ok(Self {
            quarter,
            version,
            serial: line.serial,
            project_id: line.project_id,
            project_version: line.project_version,
            section: line.section.clone(),
            class: line.class,
            change: line.change,
            division: facts.division,
            name: facts.name,
            unit: facts.unit,
            project_code: facts.project_code,
            industry: facts.industry,
            nature: facts.nature,
            stage: facts.stage,
            total_investment_yuan: total.ok_or_else(|| anyhow!("line {} has no total", line.serial))?,
            annual_plan_yuan: facts.annual_plan,
            ytd_investment_yuan: facts.ytd_investment,
            cumulative_investment_yuan: facts.cumulative_investment,
            planned_start: facts.planned_start,
            planned_finish: facts.planned_finish,
            scope_text: facts.scope_text,
            responsible_unit: facts.responsible_unit,
            responsible_person: facts.responsible_person,
        })
    }

    /// Where it stands.
    pub const fn serial(&self) -> i32 {
        self.serial
    }
}

/// A version's typed columns.
pub(super) type VersionRow =
    (i32, String, Option<String>, NaiveDate, Instant, String, String, Option<String>);
/// Those of [`VersionRow`].
pub(super) const VERSION: (
    list_versions::version,
    list_versions::number,
    list_versions::reason,
    list_versions::data_as_of,
    list_versions::published_at,
    list_versions::publisher,
    list_versions::hash,
    list_versions::previous_hash,
) = (
    list_versions::version,
    list_versions::number,
    list_versions::reason,
    list_versions::data_as_of,
    list_versions::published_at,
    list_versions::publisher,
    list_versions::hash,
    list_versions::previous_hash,
);

/// The version that the columns tell.
pub(super) fn version_of(row: VersionRow) -> Version {
    let (version, number, reason, data_as_of, published_at, publisher, hash, previous_hash) = row;
    Version { version, number, reason, data_as_of, published_at, publisher, hash, previous_hash }
}
