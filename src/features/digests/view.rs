//! Who sees which copies: whoever approves, administers or audits those of the readers in her scope, a reader her own once
//! they were sent. Anybody else sees that there is an issue, and no more.

use super::model::State;
use super::stops::without_stop;
use super::store::Seen;
use crate::kernel::error::{Error, Result};
use crate::kernel::role::Deed;
use crate::mail::Letter;
use crate::web::Caller;

/// What of the copies a person sees.
///
/// # Errors
/// [`Error::NotFound`] for the machine itself, which is nobody.
pub fn seen_by(caller: &Caller) -> Result<Seen> {
    let oversees =
        [Deed::ManageLists, Deed::Administer, Deed::ReadAudit].into_iter().any(|deed| caller.may(deed));
    if oversees {
        return Ok(Seen::Scope(caller.scope.clone()));
    }
    caller.id.map(Seen::Own).ok_or(Error::NotFound)
}

/// A letter as it may be looked at: what stops it is its reader's own, whoever else sees the rest.
pub fn without_key(seen: &Seen, letter: Letter) -> Letter {
    match seen {
        Seen::Own(_) => letter,
        Seen::Scope(_) => Letter {
            text: without_stop(&letter.text),
            html: letter.html.as_deref().map(without_stop),
            ..letter
        },
    }
}

/// The class of an issue's badge.
pub const fn class_of(state: State) -> &'static str {
    match state {
        State::Waiting => "warn",
        State::Proposed => "info",
        State::Approved => "ok",
        State::Dropped => "none",
    }
}
