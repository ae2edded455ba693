//! The attraction map for people: all chains with what is missing, one chain in its five views, one segment with who could fill
//! it and where, and the forms that say more.

mod chain;
mod deeds;
pub mod edit;
pub mod editions;
mod forms;
mod history;
mod index;
mod segment;
pub mod workbook;

pub use chain::show as chain;
pub use deeds::{enterprise, judge, target};
pub use forms::{enterprise_form, judge_form, target_form};
pub use index::index;
pub use segment::show as segment;
pub(super) use workbook::{XLSX, written};

use super::ground::Ground;
use super::model::gaps::{Cover, CoverKind, Gap};
use super::model::matching::{Reason, Score};
use crate::draw::lamp::Lamp;
use crate::features::chains::{Judgement, Strength, is_stale};
use crate::features::targets::Target;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::web::{Caller, Lang, encode};
use chrono::NaiveDate;

/// A value, its name, and whether it is the chosen one.
type Choice = (String, String, bool);

/// Link, words and state.
type CoverRow = (String, String, String);

/// A gap in words.
struct GapRow {
    /// Chain and segment.
    href: String,
    segment: String,
    place: String,
    /// The lamp.
    strength: String,
    verified: String,
    stale: bool,
    covers: Vec<CoverRow>,
    nobodys: bool,
    /// Where a lead begins.
    begin: String,
}

/// How a strength looks: its class and its lamp.
fn look(strength: Option<Strength>) -> (&'static str, Lamp) {
    match strength {
        Some(Strength::Strong) => ("strong", Lamp::Ok),
        Some(Strength::Ordinary) => ("mid", Lamp::None),
        Some(Strength::Weak) => ("weak", Lamp::Warn),
        Some(Strength::Missing) => ("miss", Lamp::Bad),
        None => ("off", Lamp::None),
    }
}

/// The lamp of a judgement with its word.
fn pill(lang: Lang, judgement: Option<&Judgement>) -> String {
    let strength = judgement.map(|one| one.strength);
    let word = strength.map_or("atlas-unjudged", Strength::name);
    look(strength).1.pill(&lang.t(word))
}

fn gap_row(ground: &Ground, lang: Lang, gap: &Gap, stale: (u32, NaiveDate)) -> GapRow {
    let (chain, segment, place) = (ground.chain, gap.segment_id, gap.place);
    GapRow {
        href: format!("/atlas/{chain}/segments/{segment}?place={place}"),
        segment: ground.book.segment_name(lang, segment),
        place: ground.book.name(lang, place),
        strength: pill(lang, Some(&gap.judgement)),
        verified: gap.judgement.verified_on.to_string(),
        stale: is_stale(gap.judgement.verified_on, stale.0, stale.1),
        covers: gap.covered_by.iter().map(|cover| cover_row(lang, cover)).collect(),
        nobodys: gap.is_nobodys(),
        begin: format!("/leads/new?segment_id={segment}&place={place}"),
    }
}

fn cover_row(lang: Lang, cover: &Cover) -> CoverRow {
    let href = match cover.kind {
        CoverKind::Project => format!("/projects/{}", cover.id),
        CoverKind::Lead => format!("/leads/{}", cover.id),
        CoverKind::Enterprise => String::new(),
    };
    let args = [("kind", lang.t(cover.kind.name())), ("state", lang.render(&cover.state))];
    (href, cover.name.clone(), lang.all("atlas-cover", &args))
}

/// The place that a page is about: the one that was asked for, else the reader's first.
///
/// # Errors
/// [`Error::NotFound`] for one that is not hers, nor the province.
fn place_of(ground: &Ground, caller: &Caller, asked: Option<DivisionCode>) -> Result<DivisionCode> {
    let (hers, province) = (ground.places(), caller.scope.first().province());
    match asked {
        None => Ok(hers.first().copied().unwrap_or(province)),
        Some(place) if place == province || hers.contains(&place) => Ok(place),
        Some(_) => Err(Error::NotFound),
    }
}

/// The places that a page may be about, the province among them for its own judgement.
fn place_choices(ground: &Ground, lang: Lang, caller: &Caller, chosen: DivisionCode) -> Vec<Choice> {
    let (mut places, province) = (ground.places(), caller.scope.first().province());
    if !places.contains(&province) {
        places.push(province);
    }
    places
        .into_iter()
        .map(|place| (place.to_string(), ground.book.name(lang, place), place == chosen))
        .collect()
}

/// Each component of a score in words, with its value and its weight.
fn why(lang: Lang, score: &Score) -> Vec<String> {
    let reason = |one: &Reason| {
        let args = [
            ("name", lang.t(&format!("atlas-component-{}", one.component))),
            ("value", one.value.to_string()),
            ("weight", one.weight.to_string()),
            ("sentence", lang.render(&one.sentence)),
        ];
        lang.all("atlas-why", &args)
    };
    score.reasons.iter().map(reason).collect()
}

/// Where a lead for a target begins.
fn begin(segment: i64, place: DivisionCode, target: &Target) -> String {
    let name = encode(&target.name);
    format!("/leads/new?target={name}&segment_id={segment}&target_id={}&place={place}", target.id)
}
