//! The scans of stamped nomination sheets, as a table with the form that adds one: on the desk and beside the receipts.

use crate::context::Context;
use crate::db::Conn;
use crate::features::files::{self, Attachment};
use crate::features::lists::scans::{SHEET, sheets_of};
use crate::features::lists::words::Words;
use crate::features::reference::Book;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang};

/// The scans that a reader sees, and whether she may add one.
pub struct Scans {
    /// `/lists/2026Q3/nominations`
    pub base: String,
    /// In the order of places, then as they came.
    pub rows: Vec<ScanView>,
    /// Whether she may attach and void.
    pub may_attach: bool,
    /// Code and name of the places she has to choose from; empty when there is only hers.
    pub places: Vec<(String, String)>,
}

/// One scan.
pub struct ScanView {
    /// `attachments.id`
    pub id: i64,
    /// Whose sheet.
    pub place: String,
    /// Of the file.
    pub name: String,
    /// How large.
    pub size: String,
    /// By whom.
    pub uploader: String,
    /// When.
    pub at: String,
    /// That it no longer counts, and why; empty otherwise.
    pub voided: String,
}

/// The files of the quarter's sheets in scope.
pub fn files_of(conn: &mut Conn, scope: &Scope, quarter: Quarter) -> Result<Vec<Attachment>> {
    files::of_kind(conn, scope, SHEET, &sheets_of(quarter))
}

impl Scans {
    /// Of these files, for this reader.
    pub fn of(ctx: &Context, caller: &Caller, words: &Words, quarter: Quarter, files: &[Attachment]) -> Self {
        Self {
            base: format!("/lists/{quarter}/nominations"),
            rows: files.iter().map(|file| view(ctx, words, file)).collect(),
            may_attach: caller.may(Deed::Nominate),
            places: places(words.lang, &words.book, &caller.scope),
        }
    }
}

fn view(ctx: &Context, words: &Words, file: &Attachment) -> ScanView {
    let voided = file.voided.as_ref().map(|voided| {
        let args = [
            ("name", voided.by.clone()),
            ("at", voided.at.local_text(ctx.zone)),
            ("reason", voided.reason.clone()),
        ];
        words.lang.all("lists-scan-voided", &args)
    });
    ScanView {
        id: file.id,
        place: words.book.short_name(words.lang, file.division),
        name: file.file_name.clone(),
        // Rounded up: a file is never nothing.
        size: words.lang.with("lists-scan-size", "size", (file.bytes + 1023) / 1024),
        uploader: file.uploader.clone(),
        at: file.uploaded_at.local_text(ctx.zone),
        voided: voided.unwrap_or_default(),
    }
}

/// Whose sheet it may be, when a person answers for several places.
fn places(lang: Lang, book: &Book, scope: &Scope) -> Vec<(String, String)> {
    if scope.covers(scope.around()) && !scope.is_whole_province() {
        return Vec::new();
    }
    let hers = book.cities().map(|city| city.code).filter(|city| scope.covers(*city));
    let counties = scope.places().iter().copied().filter(|place| place.is_county());
    hers.chain(counties).map(|code| (code.to_string(), book.short_name(lang, code))).collect()
}
