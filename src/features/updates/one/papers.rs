//! What is attached to a report: photos of the site, and the scan of its signed and stamped sheet.

use crate::context::Context;
use crate::db::{Conn, alone};
use crate::features::audit::Subject;
use crate::features::files::{self, Attachment, Incoming};
use crate::features::projects;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::model::report::paper_id;
pub use crate::features::updates::model::report::{PHOTO, SCAN};
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang, Upload};
use actix_web::web;
use anyhow::anyhow;

/// Where the page of the form takes a photo; the name under which it says what was refused.
pub const PHOTO_FILE: &str = "photo-file";
/// Where it takes a scan.
pub const SCAN_FILE: &str = "scan-file";
/// Most photos of one report.
const MOST: usize = 12;

/// A report of a month as something that carries files.
pub fn subject(kind: &'static str, (id, period, division): (i64, Period, DivisionCode)) -> Subject {
    Subject { kind, id: paper_id(id, period), division }
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
    /// The name without its ending: what somebody hears who does not see the picture.
    pub alt: String,
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
            alt: spoken(&file.file_name).to_owned(),
            by: format!("{} {}", file.uploader, file.uploaded_at.local_text(ctx.zone)),
            voided: voided.unwrap_or_default(),
        }
    }
}

/// What a photo is called, without the ending that every photo has.
pub fn spoken(file_name: &str) -> &str {
    file_name.strip_suffix(".jpg").unwrap_or(file_name)
}

/// Reads what was sent for a project as what it is to be: a photo is written anew, away from the threads that answer.
/// Whose project it is, is asked first: nobody has pictures decoded for another city, and the attempt is remembered.
///
/// # Errors
/// 404 outside the scope, 422 of `file`.
pub async fn read(
    (ctx, caller, at): (&Context, &Caller, &At),
    (kind, id, period): (&'static str, i64, Period),
    upload: Upload,
) -> Result<Incoming> {
    let scope = caller.scope.clone();
    let found = ctx.db.read(move |conn| projects::project(conn, &scope, id, period.year()).map(drop)).await;
    if matches!(found, Err(Error::NotFound)) {
        let (by, at) = (caller.clone(), at.clone());
        ctx.db.write(move |conn| actions::refuse(conn, &by, id, &at)).await?;
    }
    found?;
    if kind == SCAN {
        return Incoming::parse(&upload.file_name, upload.bytes);
    }
    let Upload { file_name, bytes, fields } = upload;
    // What is on it, where the sender says so, is a better name than the camera's; a slash in it is no folder.
    let told = fields.text("caption").map(|words| format!("{}.jpg", words.replace(['/', '\\'], "-")));
    let file_name = told.unwrap_or(file_name);
    let written = web::block(move || Incoming::photo(&file_name, &bytes)).await;
    written.map_err(|_| Error::Unexpected(anyhow!("a photo was not read to its end")))?
}

/// Says that a file of a report no longer counts. A photo is taken back only while its report is open: what the province
/// decides about, or has decided about, keeps what was sent with it.
///
/// # Errors
/// 403, 404 outside the scope or for another report's file, 409 for a photo of a report that went up, 422 of `reason`.
pub fn voided(
    conn: &mut Conn,
    caller: &Caller,
    (kind, id, period): (&'static str, i64, Period),
    (file, reason): (i64, Option<&str>),
    at: &At,
) -> Result<()> {
    caller.must(Deed::WriteUpdates)?;
    let division = projects::project(conn, &caller.scope, id, period.year())?.facts.division;
    alone(conn, "projects", &[id])?;
    let own = files::of_subject(conn, &caller.scope, &subject(kind, (id, period, division)))?;
    if !own.iter().any(|one| one.id == file) {
        return Err(Error::NotFound);
    }
    if kind == PHOTO && is_handed(conn, (id, period))? {
        return Err(Error::conflict("updates-one-photo-fixed"));
    }
    files::void(conn, caller, kind, file, reason, at.now)
}

/// Whether the month's report went up and did not come back; whoever asks has found the project in her scope.
fn is_handed(conn: &mut Conn, (id, period): (i64, Period)) -> Result<bool> {
    Ok(store::open_one(conn, id, period)?.is_some_and(|update| update.is_handed()))
}

/// Attaches a file to the report of a project and month; its id.
///
/// # Errors
/// 403, 404 outside the scope, 422 of `file` for one that is there already, and for one photo too many; 409 for a photo
/// of a month that is closed, and for a scan of a sheet that has not gone up.
pub fn attached(
    conn: &mut Conn,
    ctx: &Context,
    caller: &Caller,
    (kind, id, period): (&'static str, i64, Period),
    (file, at): (&Incoming, &At),
) -> Result<i64> {
    caller.must(Deed::WriteUpdates)?;
    let division = projects::project(conn, &caller.scope, id, period.year())?.facts.division;
    // Whether its report has gone up is asked while nobody hands it in.
    alone(conn, "projects", &[id])?;
    if kind == PHOTO {
        actions::must_be_open(conn, (id, division), period, at)?;
    } else if !is_handed(conn, (id, period))? {
        return Err(Error::conflict("updates-one-scan-early"));
    }
    let subject = subject(kind, (id, period, division));
    let standing = files::of_subject(conn, &caller.scope, &subject)?;
    if standing.iter().filter(|file| file.voided.is_none()).count() >= MOST {
        return Err(Error::field("file", Message::new("updates-one-photos-many").with("most", MOST)));
    }
    let attached = files::attach(conn, &ctx.files, caller, &subject, file, at.now)?;
    if !caller.scope.is_whole_province() && !is_handed(conn, (id, period))? {
        // The city's own, like the draft that it belongs to.
        files::hold(conn, attached)?;
    }
    Ok(attached)
}
