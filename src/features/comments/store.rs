//! SQL of remarks. What a person may see passes through `within`.

use super::model::Comment;
use crate::db::schema::comments as t;
use crate::db::{Backend, Conn, within};
use crate::features::audit::Subject;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;
use diesel::prelude::*;

type Row = (i64, Option<i64>, String, String, Instant, Option<Instant>);
const COLUMNS: (t::id, t::author_id, t::author, t::body, t::at, t::voided_at) =
    (t::id, t::author_id, t::author, t::body, t::at, t::voided_at);

/// What a remark taken back said is not handed out any more.
fn comment((id, author_id, author, body, at, voided_at): Row) -> Comment {
    Comment { id, author_id, author, body: voided_at.is_none().then_some(body), at, voided_at }
}

/// Writes a remark down; its id.
pub fn insert(conn: &mut Conn, caller: &Caller, subject: &Subject, body: &str, now: Instant) -> Result<i64> {
    Ok(diesel::insert_into(t::table)
        .values((
            t::subject_kind.eq(subject.kind),
            t::subject_id.eq(&subject.id),
            t::division.eq(subject.division),
            t::author_id.eq(caller.id),
            t::author.eq(&caller.name),
            t::body.eq(body),
            t::at.eq(now),
        ))
        .returning(t::id)
        .get_result(conn)?)
}

/// Marks a remark as taken back.
pub fn void(conn: &mut Conn, id: i64, now: Instant) -> Result<()> {
    diesel::update(t::table.find(id)).set(t::voided_at.eq(now)).execute(conn)?;
    Ok(())
}

/// The remarks on one subject, oldest first, as far as `scope` reaches; those taken back without their words.
pub fn of_subject(conn: &mut Conn, scope: &Scope, subject: &Subject) -> Result<Vec<Comment>> {
    let rows: Vec<Row> = t::table
        .into_boxed::<Backend>()
        .filter(within("comments.division", scope))
        .filter(t::subject_kind.eq(subject.kind))
        .filter(t::subject_id.eq(&subject.id))
        .order(t::id)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(comment).collect())
}
