//! What stands beside a month's figures: what the document says of itself, its versions and hashes, how the figures are
//! made, and the form that publishes or corrects.

use super::{Asked, Found};
use crate::features::bulletins::edition::Edition;
use crate::features::bulletins::store::Version;
use crate::features::bulletins::words::Words;
use crate::features::indicators::Indicator;
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::Caller;

/// The form that publishes, or corrects.
pub(super) struct DeedForm {
    pub corrects: bool,
    pub action: String,
    pub base: i32,
    /// The number that it will bear.
    pub number: String,
    pub typed_number: String,
    pub foreword: String,
    pub reason: String,
}

/// Name and value of everything that it says of itself.
pub fn facts(words: Words<'_>, edition: &Edition) -> Vec<(String, String)> {
    let lang = words.lang;
    let time = |instant: Instant| instant.local_text(words.zone);
    let mut facts = Vec::new();
    if let Some(frozen) = &edition.frozen {
        let imprint = &frozen.imprint;
        facts.push((lang.t("bulletins-number"), imprint.number.clone()));
        facts.push((lang.t("bulletins-version"), imprint.version.to_string()));
        facts.push((lang.t("bulletins-published-at"), time(imprint.published_at)));
        facts.push((lang.t("bulletins-publisher"), imprint.publisher.clone()));
        facts.extend(imprint.reason.clone().map(|reason| (lang.t("bulletins-reason"), reason)));
    }
    let list = edition.month.list.map(|(quarter, version)| {
        let parts = [("quarter", quarter.to_string()), ("version", version.to_string())];
        (lang.t("bulletins-list"), lang.all("bulletins-list-version", &parts))
    });
    facts.extend(list);
    facts.extend(edition.month.due_at.map(|due| (lang.t("bulletins-due-at"), time(due))));
    facts.extend(edition.month.closed_at.map(|closed| (lang.t("bulletins-closed-at"), time(closed))));
    facts
}

/// The hash of the document, and of the version before.
pub fn hashes(words: Words<'_>, edition: &Edition) -> Vec<(String, String)> {
    let Some(frozen) = &edition.frozen else { return Vec::new() };
    let own = (words.lang.t("bulletins-sha"), frozen.hash.clone());
    let previous = frozen.imprint.previous.as_ref().map(|previous| {
        let parts = [("period", previous.period.to_string()), ("version", previous.version.to_string())];
        (words.lang.all("bulletins-previous-hash", &parts), previous.hash.clone())
    });
    std::iter::once(own).chain(previous).collect()
}

/// Address, name, time of each version, and whether it is the one that is shown.
pub fn versions(words: Words<'_>, found: &Found) -> Vec<(String, String, String, bool)> {
    let shown = found.edition.frozen.as_ref().map(|frozen| frozen.imprint.version);
    let period = found.edition.month.period;
    let version = |version: &Version| {
        (
            format!("/bulletins/{period}?version={}", version.version),
            words.lang.with("bulletins-version-nth", "number", version.version),
            version.published_at.local_text(words.zone),
            shown == Some(version.version),
        )
    };
    found.versions.iter().map(version).collect()
}

/// How the figures are made.
pub fn definitions(words: Words<'_>) -> Vec<String> {
    let shown = [
        Indicator::CompletionRate,
        Indicator::TimeProgress,
        Indicator::ProgressGap,
        Indicator::StartRate,
        Indicator::StartRateNew,
        Indicator::EnrolmentRate,
    ];
    let formulas = shown.iter().map(|indicator| words.lang.t(indicator.definition().formula));
    let more = ["updates-discipline-formula", "indicators-count-measure", "bulletins-measured"];
    formulas.chain(more.map(|id| words.lang.t(id))).collect()
}

/// The form, for whoever may publish or correct now.
pub fn form(caller: &Caller, found: &Found, asked: &Asked) -> Option<DeedForm> {
    let may = caller.may_for_province(Deed::ReviewUpdates);
    let (period, posted) = (asked.period, &asked.posted);
    let frozen = found.edition.frozen.as_ref();
    let is_newest = frozen.is_none_or(|frozen| frozen.newest == frozen.imprint.version);
    if !may || !is_newest || found.edition.month.lines.is_empty() {
        return None;
    }
    let stands = frozen.and_then(|frozen| frozen.imprint.foreword.clone()).unwrap_or_default();
    let deed = if frozen.is_some() { "corrections" } else { "publish" };
    Some(DeedForm {
        corrects: frozen.is_some(),
        action: format!("/bulletins/{period}/{deed}"),
        base: frozen.map_or(0, |frozen| frozen.imprint.version),
        number: found.number.clone(),
        typed_number: posted.raw("number").to_owned(),
        foreword: if posted.has("foreword") { posted.raw("foreword").to_owned() } else { stands },
        reason: posted.raw("reason").to_owned(),
    })
}
