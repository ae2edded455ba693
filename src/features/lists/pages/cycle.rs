//! What stands beside the nominations on the reviewer's pages: the remarks about counting twice, each with the form that
//! settles it, and the cities that were let in again, with the form that lets in another.

use super::Refused;
use super::parts::error_of;
use crate::context::Context;
use crate::features::lists::counting::Remark;
use crate::features::lists::model::ListState;
use crate::features::lists::store::LiveList;
use crate::features::lists::words::Words;
use crate::kernel::role::Deed;
use crate::web::Caller;

/// Both, ready to be shown.
pub(super) struct Cycle {
    /// Whether this reader settles remarks and lets cities in.
    pub may_manage: bool,
    pub remarks: Vec<RemarkView>,
    /// City, until, reason, by whom and when, whether it still holds.
    pub unlocks: Vec<(String, String, String, String, bool)>,
    /// Code and name of each city, whether it is chosen; empty for whoever may not let in.
    pub cities: Vec<(String, String, bool)>,
    pub until: String,
    pub reason: String,
    pub city_error: Option<String>,
    pub until_error: Option<String>,
    pub reason_error: Option<String>,
}

/// A remark with its form.
pub(super) struct RemarkView {
    pub project_id: i64,
    pub code: &'static str,
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
        let may_manage = caller.may(Deed::ManageLists)
            && caller.scope.is_whole_province()
            && live.head.state != ListState::Published;
        let chosen = refused.form.raw("city");
        let cities = words.book.cities().filter(|_| may_manage).map(|city| {
            let code = city.code.to_string();
            let is_chosen = code == chosen;
            (code, words.city(Some(city.code)), is_chosen)
        });
        let unlocks = live.unlocks.iter().map(|one| {
            let granted = format!("{} {}", one.granter, one.granted_at.local_text(ctx.zone));
            let until = one.until.local_text(ctx.zone);
            (words.city(Some(one.city)), until, one.reason.clone(), granted, one.until >= now)
        });
        let remark = |remark: Remark| RemarkView {
            project_id: remark.project_id,
            code: remark.code.as_str(),
            message: lang.render(&remark.message),
            settled: remark.justified,
        };
        Self {
            may_manage,
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
        Self { may_manage: self.may_manage && !is_past, ..self }
    }
}
