//! What stands beside the nominations on the reviewer's pages: the remarks about counting twice, each with the form that
//! settles it; the cities that were let in again, with the forms that let in another and let in no longer; and the form
//! that takes the list back.

use super::Refused;
use super::parts::error_of;
use crate::context::Context;
use crate::features::lists::counting::Remark;
use crate::features::lists::model::{Entry, ListState};
use crate::features::lists::store::LiveList;
use crate::features::lists::words::Words;
use crate::kernel::role::Deed;
use crate::web::Caller;

/// All of it, ready to be shown.
pub(super) struct Cycle {
    /// Whether this reader settles remarks and lets cities in.
    pub may_manage: bool,
    /// Whether she may take the list back: nobody's work stands on it yet.
    pub may_cancel: bool,
    pub remarks: Vec<RemarkView>,
    pub unlocks: Vec<UnlockView>,
    /// Code and name of each city, whether it is chosen; empty for whoever may not let in.
    pub cities: Vec<(String, String, bool)>,
    pub until: String,
    pub reason: String,
    pub city_error: Option<String>,
    pub until_error: Option<String>,
    pub reason_error: Option<String>,
}

/// A city that was let in again, with the form that ends it.
pub(super) struct UnlockView {
    pub code: String,
    pub city: String,
    pub until: String,
    pub reason: String,
    /// By whom and when.
    pub granted: String,
    pub holds: bool,
    /// How it was ended before its time.
    pub ended: Option<String>,
}

/// A remark with its form.
pub(super) struct RemarkView {
    pub project_id: i64,
    pub code: &'static str,
    /// The others it is about, for the form that settles it: `12 15`.
    pub others: String,
    pub message: String,
    /// Reason and author, once it is settled.
    pub settled: Option<(String, String)>,
}

impl Cycle {
    /// Of a list in work.
    pub fn of(
        ctx: &Context,
        caller: &Caller,
        words: &Words,
        live: &LiveList,
        remarks: Vec<Remark>,
        refused: &Refused,
    ) -> Self {
        let (lang, now) = (words.lang, ctx.now());
        let may_manage =
            caller.may_for_province(Deed::ManageLists) && live.head.state != ListState::Published;
        let chosen = refused.form.raw("city");
        let cities = words.book.cities().filter(|_| may_manage).map(|city| {
            let code = city.code.to_string();
            let is_chosen = code == chosen;
            (code, words.city(Some(city.code)), is_chosen)
        });
        let unlocks = live.unlocks.iter().map(|one| {
            let granted = format!("{} {}", one.granter, one.granted_at.local_text(ctx.zone));
            let ended = one.end.as_ref().map(|end| {
                let said = [
                    ("by", end.by.clone()),
                    ("at", end.at.local_text(ctx.zone)),
                    ("reason", end.reason.clone()),
                ];
                lang.all("lists-unlock-ended-by", &said)
            });
            UnlockView {
                code: one.city.to_string(),
                city: words.city(Some(one.city)),
                until: one.until.local_text(ctx.zone),
                reason: one.reason.clone(),
                granted,
                holds: one.until >= now && ended.is_none(),
                ended,
            }
        });
        let remark = |remark: Remark| RemarkView {
            project_id: remark.project_id,
            code: remark.code.as_str(),
            others: remark.others.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
            message: lang.render(&remark.message),
            settled: remark.justified,
        };
        Self {
            may_manage,
            may_cancel: may_manage && !live.entries.iter().any(Entry::is_work),
            remarks: remarks.into_iter().map(remark).collect(),
            unlocks: unlocks.collect(),
            cities: cities.collect(),
            until: refused.form.raw("until").to_owned(),
            reason: refused.form.raw("unlock-reason").to_owned(),
            city_error: error_of(lang, refused, "city"),
            until_error: error_of(lang, refused, "until"),
            reason_error: error_of(lang, refused, "unlock-reason"),
        }
    }

    /// Of a day that is over nothing can be done any more.
    pub fn in_the_past(self, is_past: bool) -> Self {
        Self { may_manage: self.may_manage && !is_past, may_cancel: self.may_cancel && !is_past, ..self }
    }
}
