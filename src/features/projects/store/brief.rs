//! A project in a line: its name, how far it has come, what was invested. For letters, which name many and need nothing else.

use super::read::newest_figures;
use crate::db::schema::projects as t;
use crate::db::{Conn, within};
use crate::features::projects::model::Stage;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::money::Money;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A project in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// As written.
    pub name: String,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// Invested since the start.
    pub cumulative_investment: Option<Money>,
}

/// Those of the projects that lie in scope, by id; `year` is that of the figures.
///
/// # Errors
/// When the database does not answer.
pub fn briefs(conn: &mut Conn, scope: &Scope, ids: &[i64], year: i32) -> Result<BTreeMap<i64, Brief>> {
    let rows: Vec<(i64, String, Option<Stage>)> = t::table
        .filter(t::id.eq_any(ids).and(within("projects.division", scope)))
        .select((t::id, t::name, t::stage))
        .load(conn)?;
    let figures = newest_figures(conn, ids, year)?;
    let brief = |(id, name, stage): (i64, String, Option<Stage>)| {
        let cumulative_investment = figures.get(&id).and_then(|done| done.cumulative);
        (id, Brief { name, stage, cumulative_investment })
    };
    Ok(rows.into_iter().map(brief).collect())
}
