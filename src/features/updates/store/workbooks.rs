//! What workbooks were handed out with: the first of the three sides of a merge.

use crate::db::schema::{report_workbook_rows as rows, report_workbooks as t};
use crate::db::{Conn, within};
use crate::kernel::calendar::Period;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use anyhow::Context as _;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Keeps a workbook with its rows; the number that its rows carry.
pub fn insert<T: Serialize>(
    conn: &mut Conn,
    caller: &Caller,
    period: Period,
    handed_out: &[(i64, T)],
    now: Instant,
) -> Result<i64> {
    let id: i64 = diesel::insert_into(t::table)
        .values((
            t::period.eq(period),
            t::scope.eq(caller.scope.to_text()),
            t::issued_at.eq(now),
            t::issued_by.eq(caller.id),
        ))
        .returning(t::id)
        .get_result(conn)?;
    for (project, stood) in handed_out {
        let stood = serde_json::to_string(stood).context("a row as JSON")?;
        diesel::insert_into(rows::table)
            .values((rows::workbook_id.eq(id), rows::project_id.eq(project), rows::stood.eq(stood)))
            .execute(conn)?;
    }
    Ok(id)
}

/// The rows of these workbooks that are about projects in the caller's scope, by workbook and project.
pub fn handed_out<T: DeserializeOwned>(
    conn: &mut Conn,
    caller: &Caller,
    workbooks: &[i64],
) -> Result<BTreeMap<(i64, i64), T>> {
    use crate::db::schema::projects;
    let found: Vec<(i64, i64, String)> = rows::table
        .inner_join(projects::table)
        .filter(rows::workbook_id.eq_any(workbooks))
        .filter(within("projects.division", &caller.scope))
        .select((rows::workbook_id, rows::project_id, rows::stood))
        .load(conn)?;
    let read = |(workbook, project, stood): (i64, i64, String)| {
        Ok(((workbook, project), serde_json::from_str(&stood).context("a row that was handed out")?))
    };
    found.into_iter().map(read).collect()
}

/// The month that a workbook was handed out for.
pub fn month_of(conn: &mut Conn, workbook: i64) -> Result<Option<Period>> {
    Ok(t::table.find(workbook).select(t::period).first(conn).optional()?)
}
