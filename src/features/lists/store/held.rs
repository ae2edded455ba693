//! SQL of what others have laid beside a list: remarks on its nominations, stamped sheets. Rooms of their own keep them;
//! here they are only counted, before a list is taken back.

use crate::db::Conn;
use crate::db::schema::{attachments, comments};
use crate::kernel::calendar::Quarter;
use crate::kernel::error::Result;
use diesel::prelude::*;

/// Remarks and files that stand beside the list of `quarter`; what was taken back or voided does not count.
pub fn held_beside(conn: &mut Conn, quarter: Quarter) -> Result<(i64, i64)> {
    let of_list = format!("{quarter}/%");
    let remarks = comments::table
        .filter(comments::subject_kind.eq("nomination").and(comments::subject_id.like(&of_list)))
        .filter(comments::voided_at.is_null())
        .count()
        .get_result(conn)?;
    let files = attachments::table
        .filter(attachments::subject_kind.eq("nomination_sheet").and(attachments::subject_id.like(&of_list)))
        .filter(attachments::voided_at.is_null())
        .count()
        .get_result(conn)?;
    Ok((remarks, files))
}
