//! What stands in a project's way, for its page: read from the table of the room that keeps it.

use crate::db::Conn;
use crate::db::schema::problems as t;
use crate::kernel::error::Result;
use diesel::prelude::*;

/// Id, words and state of each problem of a project that is not solved, the newest first; whoever asks has found the
/// project in her scope.
pub fn open_problems(conn: &mut Conn, project_id: i64) -> Result<Vec<(i64, String, String)>> {
    Ok(t::table
        .filter(t::project_id.eq(project_id).and(t::state.ne("resolved")))
        .order(t::id.desc())
        .select((t::id, t::text, t::state))
        .load(conn)?)
}
