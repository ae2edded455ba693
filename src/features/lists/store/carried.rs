//! The roll-over: what stood on the published list before comes over to the next one, where it waits for one of five
//! decisions. Done when a list opens, and again when the list before it is published while it is already open.

use super::archive::previous;
use super::work::keep_version;
use crate::db::Conn;
use crate::db::schema::{list_entries, nominations, projects};
use crate::features::lists::model::{Decision, NominationState};
use crate::features::projects::Class;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// What the roll-over did to nominations that were there already, each with where its project lies.
#[derive(Debug, Default)]
pub struct CarriedOver {
    /// Came over from an older list, does not stand on this one any more: withdrawn.
    pub taken_off: Vec<(i64, DivisionCode)>,
    /// Was accepted without a reason when it did not yet stand on the list before: waits for its decision again.
    pub asked_again: Vec<(i64, DivisionCode)>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = nominations)]
struct Standing {
    id: i64,
    project_id: i64,
    carried: bool,
    renewed: bool,
    state: NominationState,
    reason: Option<String>,
    nominated_by: Option<i64>,
}

/// Brings the nominations of `quarter` in line with the published list before it, the newest version of it:
///
/// - what stood there and is not nominated, or was taken back, comes over with the class that the project proposes today;
/// - what was nominated before it was known to stand there is marked as carried and needs a decision as everything
///   carried does: an acceptance without a reason was none, so it waits again;
/// - what came over from an older list and does not stand on this one any more needs no decision: it is withdrawn,
///   unless its city has nominated it of its own accord.
pub fn carry_over(conn: &mut Conn, quarter: Quarter, now: Instant) -> Result<CarriedOver> {
    let mut done = CarriedOver::default();
    let Some(before) = previous(conn, quarter, None)? else { return Ok(done) };
    let stood: Vec<(i64, Class, Option<String>)> = list_entries::table
        .filter(list_entries::quarter.eq(before.quarter).and(list_entries::version.eq(before.version)))
        .order(list_entries::serial)
        .select((list_entries::project_id, list_entries::class, list_entries::section))
        .load(conn)?;
    let ids: Vec<i64> = stood.iter().map(|(id, ..)| *id).collect();
    let proposed: Vec<(i64, Option<Class>)> = projects::table
        .filter(projects::id.eq_any(&ids))
        .select((projects::id, projects::class))
        .load(conn)?;
    let proposed: BTreeMap<i64, Class> =
        proposed.into_iter().filter_map(|(id, class)| Some((id, class?))).collect();
    let standing: Vec<Standing> = nominations::table
        .filter(nominations::quarter.eq(quarter))
        .select(Standing::as_select())
        .load(conn)?;
    let known: BTreeMap<i64, &Standing> = standing.iter().map(|one| (one.project_id, one)).collect();
    for (project_id, class, section) in stood {
        let class = proposed.get(&project_id).copied().unwrap_or(class);
        match known.get(&project_id) {
            None => insert(conn, quarter, (project_id, class, section), now)?,
            Some(one) if one.carried => {}
            Some(one) => {
                let row = nominations::table.find(one.id);
                diesel::update(row)
                    .set((nominations::carried.eq(true), nominations::renewed.eq(false)))
                    .execute(conn)?;
                if one.state == NominationState::Withdrawn {
                    diesel::update(row)
                        .set((
                            nominations::class.eq(class),
                            nominations::section.eq(section),
                            nominations::nominated_by.eq(None::<i64>),
                            nominations::nominated_at.eq(now),
                        ))
                        .execute(conn)?;
                    wait_again(conn, one.id, now)?;
                } else if one.state == NominationState::Accepted && one.reason.is_none() {
                    wait_again(conn, one.id, now)?;
                    done.asked_again.push((project_id, division_of(conn, project_id)?));
                }
            }
        }
    }
    for one in standing.iter().filter(|one| one.carried && !ids.contains(&one.project_id)) {
        if one.renewed || one.nominated_by.is_some() {
            let row = nominations::table.find(one.id);
            diesel::update(row).set(nominations::carried.eq(false)).execute(conn)?;
        } else {
            take_off(conn, one.id, now)?;
            done.taken_off.push((one.project_id, division_of(conn, one.project_id)?));
        }
    }
    Ok(done)
}

/// Takes everything off a list that merely came over and about which nobody has said anything; how many.
pub fn take_off_untouched(conn: &mut Conn, quarter: Quarter, now: Instant) -> Result<usize> {
    let untouched: Vec<i64> = nominations::table
        .filter(nominations::quarter.eq(quarter).and(nominations::carried.eq(true)))
        .filter(nominations::renewed.eq(false).and(nominations::decision.is_null()))
        .filter(nominations::nominated_by.is_null())
        .select(nominations::id)
        .load(conn)?;
    for id in &untouched {
        take_off(conn, *id, now)?;
    }
    Ok(untouched.len())
}

fn take_off(conn: &mut Conn, nomination: i64, now: Instant) -> Result<()> {
    diesel::update(nominations::table.find(nomination))
        .set((
            nominations::carried.eq(false),
            nominations::state.eq(NominationState::Withdrawn),
            nominations::decision.eq(Decision::Withdraw),
            nominations::reason.eq(None::<String>),
            nominations::into_projects.eq("[]"),
            nominations::decided_by.eq(None::<i64>),
            nominations::decided_at.eq(now),
            nominations::version.eq(nominations::version + 1),
        ))
        .execute(conn)?;
    keep_version(conn, nomination, now)
}

/// As if nobody had decided yet.
fn wait_again(conn: &mut Conn, nomination: i64, now: Instant) -> Result<()> {
    diesel::update(nominations::table.find(nomination))
        .set((
            nominations::state.eq(NominationState::Nominated),
            nominations::decision.eq(None::<Decision>),
            nominations::reason.eq(None::<String>),
            nominations::into_projects.eq("[]"),
            nominations::decided_by.eq(None::<i64>),
            nominations::decided_at.eq(None::<Instant>),
            nominations::version.eq(nominations::version + 1),
        ))
        .execute(conn)?;
    keep_version(conn, nomination, now)
}

fn division_of(conn: &mut Conn, project: i64) -> Result<DivisionCode> {
    Ok(projects::table.find(project).select(projects::division).first(conn)?)
}

fn insert(
    conn: &mut Conn,
    quarter: Quarter,
    (project_id, class, section): (i64, Class, Option<String>),
    now: Instant,
) -> Result<()> {
    let id: i64 = diesel::insert_into(nominations::table)
        .values((
            nominations::quarter.eq(quarter),
            nominations::project_id.eq(project_id),
            nominations::state.eq(NominationState::Nominated),
            nominations::section.eq(section),
            nominations::class.eq(class),
            nominations::carried.eq(true),
            nominations::version.eq(1_i64),
            nominations::nominated_at.eq(now),
        ))
        .returning(nominations::id)
        .get_result(conn)?;
    keep_version(conn, id, now)
}
