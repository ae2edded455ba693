//! The one function that writes a project: the newest row in `projects`, the version in the append-only
//! `project_versions`, and the money that changed with it, all in the caller's transaction.

use super::read::stored_unit_key;
use super::rows::VersionRow;
use crate::db::schema::{amounts, project_figures, project_versions, project_years, projects};
use crate::db::{Conn, nested, unique_violation};
use crate::features::projects::model::amounts::{Amount, Figure};
use crate::features::projects::model::{Facts, SideState, stage};
use crate::features::reference::Book;
use crate::kernel::calendar::period_of;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::text::{name_key, search_key};
use anyhow::Context as _;
use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// What is written to.
pub enum Target<'a> {
    /// A new record: who enters it, and the key that makes a double submission one.
    New { by: Option<i64>, submission: Option<String> },
    /// The next version of a record: its id, the version it must still have, what stood there.
    Next { id: i64, version: i64, before: &'a Facts },
}

/// Who says what about the total.
#[derive(Clone, Copy)]
pub enum Say<'a> {
    /// The facts' total is this source's statement, if it is a new one.
    Stated(&'a str),
    /// This source states another total than the facts, which is kept beside.
    Beside(&'a str, &'a Figure),
    /// The facts' total is this statement, chosen among those on record.
    Chosen(&'a Amount),
}

/// What [`record`] did.
pub enum Written {
    /// This record has its next version.
    Done(i64),
    /// Somebody else was faster.
    Stale,
    /// The same submission has just been recorded as this project.
    Submitted(i64),
}

/// Writes `facts` as a new record or as the next version.
pub fn record(
    conn: &mut Conn,
    target: Target<'_>,
    facts: &Facts,
    justifications: &BTreeMap<String, String>,
    book: &Book,
    say: Say<'_>,
    (now, today): (Instant, NaiveDate),
) -> Result<Written> {
    let changes = (
        projects::division.eq(facts.division),
        projects::name.eq(&facts.name),
        projects::name_key.eq(name_key(&facts.name)),
        projects::unit.eq(&facts.unit),
        projects::unit_key.eq(stored_unit_key(facts)),
        projects::project_code.eq(&facts.project_code),
        projects::industry.eq(&facts.industry),
        projects::chain_id.eq(facts.chain_id),
        projects::segment_id.eq(facts.segment_id),
        projects::park_id.eq(facts.park_id),
        projects::nature.eq(facts.nature),
        projects::class.eq(facts.class),
        projects::stage.eq(facts.stage),
        projects::side_state.eq(facts.side_state),
        projects::planned_start.eq(&facts.planned_start),
        projects::planned_finish.eq(&facts.planned_finish),
        projects::total_investment_yuan.eq(facts.total_investment),
        projects::parent_id.eq(facts.parent_id),
        projects::search.eq(search_text(facts, book)),
        projects::missing.eq(missing_text(facts)),
        projects::justifications.eq(serde_json::to_string(justifications).context("justifications as JSON")?),
        projects::updated_at.eq(now),
    );
    let (id, version, before) = match target {
        Target::New { by, submission } => {
            let key = submission.clone();
            let inserted = nested(conn, |conn| {
                diesel::insert_into(projects::table)
                    .values((
                        projects::version.eq(1),
                        projects::submission.eq(submission),
                        projects::reporter_id.eq(by),
                        projects::created_by.eq(by),
                        projects::created_at.eq(now),
                        changes,
                    ))
                    .returning(projects::id)
                    .get_result::<i64>(conn)
            });
            match inserted {
                Ok(id) => (id, 1, None),
                Err(error) if unique_violation(&error).as_deref() == Some("projects__submission") => {
                    let earlier = submitted(conn, key.as_slice())?;
                    return earlier.map(Written::Submitted).ok_or(Error::NotFound);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Target::Next { id, version, before } => {
            let updated = diesel::update(
                projects::table.filter(projects::id.eq(id).and(projects::version.eq(version))),
            )
            .set((projects::version.eq(version + 1), changes))
            .execute(conn)?;
            if updated == 0 {
                return Ok(Written::Stale);
            }
            if before.side_state == SideState::Merged && facts.side_state != SideState::Merged {
                // A merger that is undone.
                diesel::update(projects::table.find(id))
                    .set(projects::merged_into.eq(None::<i64>))
                    .execute(conn)?;
            }
            (id, version + 1, Some(before))
        }
    };
    diesel::insert_into(project_versions::table)
        .values(VersionRow::of(id, version, now, facts))
        .execute(conn)?;
    money(conn, (id, version), before, facts, say, (now, today))?;
    Ok(Written::Done(id))
}

/// Says which record a merged one lives on in.
pub fn point_to(conn: &mut Conn, id: i64, into: i64) -> Result<()> {
    diesel::update(projects::table.find(id)).set(projects::merged_into.eq(into)).execute(conn)?;
    Ok(())
}

/// Writes down whatever money differs from what stood before.
fn money(
    conn: &mut Conn,
    (id, version): (i64, i64),
    before: Option<&Facts>,
    facts: &Facts,
    say: Say<'_>,
    (now, today): (Instant, NaiveDate),
) -> Result<()> {
    match say {
        Say::Stated(source) => {
            let (old, new) = (before.map(figure).unwrap_or_default(), figure(facts));
            if old != new {
                settle(conn, id, version)?;
                if !new.is_empty() {
                    insert_amount(conn, id, &new, source, now, Some(version))?;
                }
            }
        }
        Say::Beside(source, stated) => keep_beside(conn, (id, version), stated, source, now)?,
        Say::Chosen(amount) => adopt(conn, (id, version), amount, now)?,
    }
    if before.and_then(|before| before.annual_plan) != facts.annual_plan {
        plan(conn, (id, version), today.year(), facts.annual_plan)?;
    }
    let done = |facts: &Facts| (facts.ytd_investment, facts.cumulative_investment);
    if before.map(done).unwrap_or_default() != done(facts) {
        use project_figures as t;
        diesel::insert_into(t::table)
            .values((
                t::project_id.eq(id),
                t::period.eq(period_of(today)),
                t::cumulative_investment_yuan.eq(facts.cumulative_investment),
                t::ytd_investment_yuan.eq(facts.ytd_investment),
                t::recorded_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// From `version` on another statement holds: what was adopted ends, what was open is decided against.
fn settle(conn: &mut Conn, id: i64, version: i64) -> Result<()> {
    use amounts as t;
    let whole = t::project_id.eq(id).and(t::scope.eq("whole"));
    diesel::update(t::table.filter(whole.and(t::adopted_from.is_null())))
        .set((t::adopted_from.eq(version), t::adopted_until.eq(version)))
        .execute(conn)?;
    diesel::update(t::table.filter(whole.and(t::adopted_until.is_null())))
        .set(t::adopted_until.eq(version))
        .execute(conn)?;
    Ok(())
}

fn insert_amount(
    conn: &mut Conn,
    id: i64,
    figure: &Figure,
    source: &str,
    now: Instant,
    adopted_from: Option<i64>,
) -> Result<()> {
    use amounts as t;
    diesel::update(t::table.filter(t::project_id.eq(id).and(t::source.eq(source)).and(t::latest)))
        .set(t::latest.eq(false))
        .execute(conn)?;
    diesel::insert_into(t::table)
        .values((
            t::project_id.eq(id),
            t::latest.eq(true),
            t::kind.eq("total_investment"),
            t::scope.eq("whole"),
            t::yuan.eq(figure.money),
            t::currency.eq("CNY"),
            t::text.eq(&figure.text),
            t::source.eq(source),
            t::recorded_at.eq(now),
            t::adopted_from.eq(adopted_from),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps another source's statement beside the total, in place of what that source said before.
fn keep_beside(
    conn: &mut Conn,
    (id, version): (i64, i64),
    figure: &Figure,
    source: &str,
    now: Instant,
) -> Result<()> {
    use amounts as t;
    let earlier = t::project_id.eq(id).and(t::source.eq(source)).and(t::adopted_from.is_null());
    diesel::update(t::table.filter(earlier))
        .set((t::adopted_from.eq(version), t::adopted_until.eq(version)))
        .execute(conn)?;
    insert_amount(conn, id, figure, source, now, None)
}

/// Makes a statement the total from `version` on; whatever else stands is decided against. One that was the total
/// before is stated anew, so that the versions it held for keep it.
fn adopt(conn: &mut Conn, (id, version): (i64, i64), chosen: &Amount, now: Instant) -> Result<()> {
    use amounts as t;
    if chosen.is_adopted() {
        let open = t::project_id.eq(id).and(t::scope.eq("whole")).and(t::adopted_from.is_null());
        diesel::update(t::table.filter(open))
            .set((t::adopted_from.eq(version), t::adopted_until.eq(version)))
            .execute(conn)?;
        return Ok(());
    }
    settle(conn, id, version)?;
    if chosen.is_open() {
        diesel::update(t::table.find(chosen.id)).set(t::adopted_until.eq(None::<i64>)).execute(conn)?;
        return Ok(());
    }
    insert_amount(conn, id, &chosen.figure, &chosen.source, now, Some(version))
}

/// One plan a year: the old one ends, the new one begins with this version.
fn plan(conn: &mut Conn, (id, version): (i64, i64), year: i32, planned: Option<Money>) -> Result<()> {
    use project_years as t;
    diesel::update(
        t::table.filter(t::project_id.eq(id).and(t::year.eq(year)).and(t::until_version.is_null())),
    )
    .set(t::until_version.eq(version))
    .execute(conn)?;
    if let Some(planned) = planned {
        diesel::insert_into(t::table)
            .values((
                t::project_id.eq(id),
                t::year.eq(year),
                t::annual_plan_yuan.eq(planned),
                t::from_version.eq(version),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The project that one of these submissions made.
pub fn submitted(conn: &mut Conn, keys: &[String]) -> Result<Option<i64>> {
    Ok(projects::table
        .filter(projects::submission.is_not_null())
        .filter(projects::submission.assume_not_null().eq_any(keys))
        .select(projects::id)
        .first(conn)
        .optional()?)
}

/// The total as it is stated.
pub(super) fn figure(facts: &Facts) -> Figure {
    Figure { money: facts.total_investment, text: facts.total_text.clone() }
}

/// What a search looks at: name, unit, codes, address, and what the place and those around it are called.
pub fn search_text(facts: &Facts, book: &Book) -> String {
    let places = [facts.division.city(), Some(facts.division)].into_iter().flatten();
    let places = places.filter_map(|code| book.division(code));
    let places: Vec<String> = places.map(|place| format!("{} {}", place.name_zh, place.name_en)).collect();
    let words = [&facts.unit, &facts.project_code, &facts.credit_code, &facts.address];
    let mut text = facts.name.clone();
    for word in words.into_iter().flatten().chain(&places) {
        text.push('\n');
        text.push_str(word);
    }
    search_key(&text)
}

/// `,unit,nature,` or empty.
fn missing_text(facts: &Facts) -> String {
    match stage::missing(facts).as_slice() {
        [] => String::new(),
        some => format!(",{},", some.join(",")),
    }
}
