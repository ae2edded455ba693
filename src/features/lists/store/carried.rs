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

/// Brings the nominations of `quarter` in line with the published list before it, the newest version of it:
///
/// - what stood there and is not yet nominated comes over, with the class that the project proposes today;
/// - what was nominated already is marked as carried;
/// - what came over from an older list and does not stand on this one any more needs no decision: it is withdrawn,
///   unless its city has nominated it of its own accord. These are given back, with where they lie.
pub fn carry_over(conn: &mut Conn, quarter: Quarter, now: Instant) -> Result<Vec<(i64, DivisionCode)>> {
    let Some(before) = previous(conn, quarter, None)? else { return Ok(Vec::new()) };
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
    let standing: Vec<(i64, i64, bool, bool)> = nominations::table
        .filter(nominations::quarter.eq(quarter))
        .select((nominations::id, nominations::project_id, nominations::carried, nominations::renewed))
        .load(conn)?;
    let known: BTreeMap<i64, i64> = standing.iter().map(|(id, project, ..)| (*project, *id)).collect();
    for (project_id, class, section) in stood {
        if let Some(nomination) = known.get(&project_id) {
            diesel::update(nominations::table.find(nomination).filter(nominations::carried.eq(false)))
                .set((nominations::carried.eq(true), nominations::renewed.eq(true)))
                .execute(conn)?;
        } else {
            let class = proposed.get(&project_id).copied().unwrap_or(class);
            insert(conn, quarter, (project_id, class, section), now)?;
        }
    }
    let gone = standing.iter().filter(|(_, project, carried, _)| *carried && !ids.contains(project));
    let mut taken_off = Vec::new();
    for (nomination, project, _, renewed) in gone {
        let row = nominations::table.find(nomination);
        if *renewed {
            diesel::update(row).set(nominations::carried.eq(false)).execute(conn)?;
        } else {
            diesel::update(row)
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
            keep_version(conn, *nomination, now)?;
            let division: DivisionCode =
                projects::table.find(project).select(projects::division).first(conn)?;
            taken_off.push((*project, division));
        }
    }
    Ok(taken_off)
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
