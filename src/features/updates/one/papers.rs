//! What is attached to a report: photos of the site, and the scan of its signed and stamped sheet.

use crate::context::Context;
use crate::db::Conn;
use crate::features::audit::Subject;
use crate::features::files::{self, Attachment, Incoming};
use crate::features::projects;
use crate::features::updates::at::At;
use crate::kernel::calendar::Period;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang, Upload};
use actix_web::web;
use anyhow::anyhow;

/// What photos are attached to.
pub const PHOTO: &str = "report_photo";
/// What scans are attached to.
pub const SCAN: &str = "report_scan";
/// Most photos of one report.
const MOST: usize = 12;

/// A report of a month as something that carries files.
pub fn subject(kind: &'static str, (id, period, division): (i64, Period, DivisionCode)) -> Subject {
    Subject { kind, id: format!("{id}/{period}"), division }
}

/// The files of a report.
pub struct Papers {
    /// Of the site; the voided ones too.
    pub photos: Vec<Attachment>,
    /// Of the stamped sheet.
    pub scans: Vec<Attachment>,
}

/// The files of a report, as far as they lie in scope.
pub fn papers(conn: &mut Conn, scope: &Scope, report: (i64, Period, DivisionCode)) -> Result<Papers> {
    Ok(Papers {
        photos: files::of_subject(conn, scope, &subject(PHOTO, report))?,
        scans: files::of_subject(conn, scope, &subject(SCAN, report))?,
    })
}

/// A file in words.
pub struct PaperView {
    pub id: i64,
    pub name: String,
    /// Who and when.
    pub by: String,
    /// Why it no longer counts; empty while it does.
    pub voided: String,
}

impl PaperView {
    pub(super) fn new(ctx: &Context, lang: Lang, file: &Attachment) -> Self {
        let voided = file.voided.as_ref().map(|voided| {
            let parts = [("name", voided.by.clone()), ("reason", voided.reason.clone())];
            lang.all("updates-one-voided", &parts)
        });
        Self {
            id: file.id,
            name: file.file_name.clone(),
            by: format!("{} {}", file.uploader, file.uploaded_at.local_text(ctx.zone)),
            voided: voided.unwrap_or_default(),
        }
    }
}

/// Reads what was sent for a project as what it is to be: a photo is written anew, away from the threads that answer.
/// Whose project it is, is asked first: nobody has pictures decoded for another city.
///
/// # Errors
/// 404 outside the scope, 422 of `file`.
pub async fn read(
    (ctx, caller): (&Context, &Caller),
    (kind, id, period): (&'static str, i64, Period),
    upload: Upload,
) -> Result<Incoming> {
    let scope = caller.scope.clone();
    ctx.db.read(move |conn| projects::project(conn, &scope, id, period.year()).map(drop)).await?;
    if kind == SCAN {
        return Incoming::parse(&upload.file_name, upload.bytes);
    }
    let Upload { file_name, bytes, .. } = upload;
    let written = web::block(move || Incoming::photo(&file_name, &bytes)).await;
    written.map_err(|_| Error::Unexpected(anyhow!("a photo was not read to its end")))?
}

/// Attaches a file to the report of a project and month; its id.
///
/// # Errors
/// 403, 404 outside the scope, 422 of `file` for one that is there already, and for one photo too many.
pub fn attached(
    conn: &mut Conn,
    ctx: &Context,
    caller: &Caller,
    (kind, id, period): (&'static str, i64, Period),
    (file, at): (&Incoming, &At),
) -> Result<i64> {
    caller.must(Deed::WriteUpdates)?;
    let division = projects::project(conn, &caller.scope, id, period.year())?.facts.division;
    let subject = subject(kind, (id, period, division));
    let standing = files::of_subject(conn, &caller.scope, &subject)?;
    if standing.iter().filter(|file| file.voided.is_none()).count() >= MOST {
        return Err(Error::field("file", Message::new("updates-one-photos-many").with("most", MOST)));
    }
    files::attach(conn, &ctx.files, caller, &subject, file, at.now)
}
