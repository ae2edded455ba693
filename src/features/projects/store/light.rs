//! Lights: one row for a project and month, as it was computed then. The newest month's is the project's light.

use crate::db::Conn;
use crate::db::schema::project_lights as t;
use crate::features::projects::model::lit::{Light, Lit, LitReason};
use crate::kernel::calendar::Period;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use anyhow::Context as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::HashMap;

/// The newest light, as a subquery over `projects`; `unreported` while none was computed.
pub const NEWEST_COLOUR: &str = "coalesce((select l.colour from project_lights l where l.project_id = projects.id \
    order by l.period desc limit 1), 'unreported')";

/// The light of a month, as [`NEWEST_COLOUR`].
pub fn colour_of(period: Period) -> String {
    format!(
        "coalesce((select l.colour from project_lights l where l.project_id = projects.id \
        and l.period = '{period}'), 'unreported')"
    )
}

/// Stores the light of a project for a month, in place of what was computed before for it.
pub fn shine(conn: &mut Conn, project_id: i64, lit: &Lit, now: Instant) -> Result<()> {
    let reasons = serde_json::to_string(&lit.reasons).context("reasons of a light as JSON")?;
    let values = (t::colour.eq(lit.colour), t::reasons.eq(reasons), t::computed_at.eq(now));
    let target = t::table.filter(t::project_id.eq(project_id).and(t::period.eq(lit.period)));
    if diesel::update(target).set(values.clone()).execute(conn)? == 0 {
        diesel::insert_into(t::table)
            .values((t::project_id.eq(project_id), t::period.eq(lit.period), values))
            .execute(conn)?;
    }
    Ok(())
}

/// Every light of a project, the newest month first; whoever asks has found the project in her scope.
pub fn lights(conn: &mut Conn, project_id: i64) -> Result<Vec<Lit>> {
    let rows: Vec<(Period, Light, String)> = t::table
        .filter(t::project_id.eq(project_id))
        .order(t::period.desc())
        .select((t::period, t::colour, t::reasons))
        .load(conn)?;
    rows.into_iter().map(|(period, colour, reasons)| lit(period, colour, &reasons)).collect()
}

/// The lights of one month, of those of `ids` that have one; whoever asks has found the projects in her scope.
pub fn lights_of(conn: &mut Conn, ids: &[i64], period: Period) -> Result<HashMap<i64, Lit>> {
    let rows: Vec<(i64, Light, String)> = t::table
        .filter(t::project_id.eq_any(ids).and(t::period.eq(period)))
        .select((t::project_id, t::colour, t::reasons))
        .load(conn)?;
    rows.into_iter().map(|(id, colour, reasons)| Ok((id, lit(period, colour, &reasons)?))).collect()
}

fn lit(period: Period, colour: Light, reasons: &str) -> Result<Lit> {
    let reasons: Vec<LitReason> = serde_json::from_str(reasons).context("stored reasons of a light")?;
    Ok(Lit { period, colour, reasons })
}

/// The newest light of each project that has one.
pub(super) fn newest_lights(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Lit>> {
    let is_newest = sql::<Bool>(
        "project_lights.period = (select max(n.period) from project_lights n \
         where n.project_id = project_lights.project_id)",
    );
    let rows: Vec<(i64, Period, Light, String)> = t::table
        .filter(t::project_id.eq_any(ids))
        .filter(is_newest)
        .select((t::project_id, t::period, t::colour, t::reasons))
        .load(conn)?;
    let mut lights = HashMap::new();
    for (project, period, colour, reasons) in rows {
        lights.insert(project, lit(period, colour, &reasons)?);
    }
    Ok(lights)
}
