//! What remarks, files and records of a nomination are about.

use crate::db::schema::{lists, nominations, projects};
use crate::db::{Conn, within};
use crate::features::audit::Subject;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use diesel::prelude::*;

/// A project's nomination for a quarter's list, as the subject of what is about it.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] when it is not nominated there, or lies outside the scope.
pub fn nomination(conn: &mut Conn, scope: &Scope, quarter: Quarter, project_id: i64) -> Result<Subject> {
    let division: DivisionCode = nominations::table
        .inner_join(projects::table)
        .inner_join(lists::table)
        .filter(lists::cancelled_at.is_null())
        .filter(nominations::quarter.eq(quarter))
        .filter(nominations::project_id.eq(project_id))
        .filter(within("projects.division", scope))
        .select(projects::division)
        .first(conn)?;
    Ok(Subject { kind: "nomination", id: format!("{quarter}/{project_id}"), division })
}
