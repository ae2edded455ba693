//! GET /atlas/{chain}/segments/{segment}: how strong it is where and on what evidence, who is there, who could come, which
//! park fits, and what is being done.

use super::{Choice, CoverRow, begin, cover_row, pill, place_choices, place_of, why};
use crate::config;
use crate::context::Context;
use crate::features::atlas::ground::Ground;
use crate::features::atlas::matches::{self, Fit};
use crate::features::carriers::Carrier;
use crate::features::chains::{Judgement, Segment, Strength};
use crate::features::projects::Stage;
use crate::features::targets::Target;
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Error;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang, PageResult, Shell, encode, html, query};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use askama::Template;

/// Parks that are named for a target.
const PARKS: usize = 10;

#[derive(Template)]
#[template(path = "features/atlas/templates/segment.html")]
struct SegmentPage {
    shell: Shell,
    chain: i64,
    chain_name: String,
    id: i64,
    name: String,
    place: String,
    places: Vec<Choice>,
    /// Name and value.
    facts: Vec<(String, String)>,
    lamp: String,
    is_hers: bool,
    /// Every judgement that the reader may see, the newest first.
    judgements: Vec<JudgementRow>,
    covers: Vec<CoverRow>,
    targets: Vec<TargetRow>,
    /// For whom the parks are ranked.
    aimed: Option<String>,
    parks: Vec<ParkRow>,
    /// A project that produces where nobody has judged since: what is proposed, and where that is confirmed.
    proposal: Option<(String, String)>,
    may_edit: bool,
    /// Whether she says what the chain consists of.
    may_tell: bool,
    may_promote: bool,
    begin: String,
}

struct JudgementRow {
    place: String,
    lamp: String,
    evidence: String,
    source: String,
    verified: String,
    stale: bool,
    author: String,
}

struct TargetRow {
    id: i64,
    /// Whether it stands on a list that the reader keeps.
    is_hers: bool,
    name: String,
    home: String,
    priority: String,
    reasons: String,
    score: i64,
    why: Vec<String>,
    parks: String,
    begin: String,
}

struct ParkRow {
    name: String,
    place: String,
    score: i64,
    why: Vec<String>,
    begin: String,
}

/// GET /atlas/{chain}/segments/{segment}
pub async fn show(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    request: HttpRequest,
) -> PageResult {
    let asked = query(&request)?;
    let (chain, id) = path.into_inner();
    let (today, lang) = (local_date(ctx.now(), ctx.zone), shell.lang);
    let (wanted, aimed) = (asked.place("place")?, asked.number::<i64>("target")?);
    let (by, rules) = (caller.clone(), rule.clone());
    let (ground, place, parks) = ctx
        .db
        .read(move |conn| {
            let ground = Ground::read(conn, &by.scope, chain)?;
            ground.segment(id).ok_or(Error::NotFound)?;
            let place = place_of(&ground, &by, wanted)?;
            let target = match aimed {
                None => None,
                Some(wanted) => {
                    let of = ground.targets.iter().find(|one| one.id == wanted && one.segment_id == id);
                    Some(of.ok_or(Error::NotFound)?)
                }
            };
            let parks = matches::parks(conn, &rules, &ground, (target, Some(place)), today)?;
            Ok((ground, place, parks))
        })
        .await?;
    let segment = ground.segment(id).ok_or(Error::NotFound)?;
    let target = aimed.and_then(|id| ground.targets.iter().find(|one| one.id == id));
    let told = Told { ground: &ground, lang, place, id };
    let stale = |one: &Judgement| one.is_stale(rule.stale_days, today);
    let judgements = ground.judgements_of(id);
    let judgement = |one: &&Judgement| JudgementRow {
        place: ground.book.name(lang, one.division),
        lamp: pill(lang, Some(one)),
        evidence: one.evidence.clone(),
        source: one.source.clone().unwrap_or_default(),
        verified: one.verified_on.to_string(),
        stale: stale(one),
        author: one.author.clone(),
    };
    let covers =
        ground.covers.iter().filter(|cover| cover.segment_id == id && place.contains(cover.division));
    let may_edit = caller.may(Deed::EditAtlas);
    // Of a place that she does not see whole, nothing is told but what the province has judged.
    let is_hers = ground.places().contains(&place);
    Ok(html(&SegmentPage {
        chain,
        chain_name: ground.book.chain_name(lang, chain),
        id,
        name: ground.book.segment_name(lang, id),
        place: place.to_string(),
        places: place_choices(&ground, lang, &caller, place),
        facts: told.facts(segment),
        lamp: pill(lang, ground.standing.get(&(id, place))),
        judgements: judgements.iter().map(judgement).collect(),
        is_hers,
        covers: covers.filter(|_| is_hers).map(|cover| cover_row(lang, cover)).collect(),
        targets: if is_hers {
            let asked = (id, Some(place));
            matches::targets(&rule, &ground, asked, today).iter().map(|fit| told.target(fit)).collect()
        } else {
            Vec::new()
        },
        aimed: target.map(|target| target.name.clone()),
        parks: parks.iter().take(PARKS).map(|fit| told.park(fit, target)).collect(),
        proposal: told.proposal().filter(|_| may_edit && is_hers),
        may_edit,
        may_tell: caller.may_for_province(Deed::EditAtlas),
        may_promote: shell.may_promote(),
        begin: format!("/leads/new?segment_id={id}&place={place}"),
        shell,
    }))
}

/// What a page says of a segment in a place.
struct Told<'a> {
    ground: &'a Ground,
    lang: Lang,
    place: DivisionCode,
    id: i64,
}

impl Told<'_> {
    fn facts(&self, segment: &Segment) -> Vec<(String, String)> {
        let names = |pairs: Vec<i64>| {
            let names: Vec<String> =
                pairs.into_iter().map(|id| self.ground.book.segment_name(self.lang, id)).collect();
            names.join(&self.lang.t("atlas-comma"))
        };
        let supply = &self.ground.supply;
        let feeds = names(supply.iter().filter(|(from, _)| *from == self.id).map(|(_, to)| *to).collect());
        let fed = names(supply.iter().filter(|(_, to)| *to == self.id).map(|(from, _)| *from).collect());
        let function = segment.function.map(|one| self.lang.t(one.name())).unwrap_or_default();
        let parent =
            segment.parent_id.map(|id| self.ground.book.segment_name(self.lang, id)).unwrap_or_default();
        let all = [
            ("tier", self.lang.t(segment.tier.name())),
            ("function", function),
            ("parent", parent),
            ("fed", fed),
            ("feeds", feeds),
            ("note", segment.note.clone().unwrap_or_default()),
        ];
        let known = all.into_iter().filter(|(_, value)| !value.is_empty());
        known.map(|(name, value)| (self.lang.t(&format!("atlas-segment-{name}")), value)).collect()
    }

    fn target(&self, fit: &Fit<Target>) -> TargetRow {
        let (chain, id, place) = (self.ground.chain, self.id, self.place);
        TargetRow {
            id: fit.of.id,
            is_hers: self.ground.sees(fit.of.division),
            name: fit.of.name.clone(),
            home: fit.of.home.clone().unwrap_or_default(),
            priority: self.lang.t(fit.of.priority.name()),
            reasons: fit.of.reasons.clone(),
            score: fit.score.value(),
            why: why(self.lang, &fit.score),
            parks: format!("/atlas/{chain}/segments/{id}?place={place}&target={}#parks", fit.of.id),
            begin: begin(id, place, &fit.of),
        }
    }

    fn park(&self, fit: &Fit<Carrier>, target: Option<&Target>) -> ParkRow {
        let base = match target {
            Some(target) => begin(self.id, self.place, target),
            None => format!("/leads/new?segment_id={}&place={}", self.id, self.place),
        };
        ParkRow {
            name: fit.of.park.name.clone(),
            place: self.ground.book.name(self.lang, fit.of.park.division),
            score: fit.score.value(),
            why: why(self.lang, &fit.score),
            begin: format!("{base}&park_id={}", fit.of.park.id),
        }
    }

    /// 缺 → 弱/强: a project on the segment produces, and the judgement that stands is older than that. A person confirms it.
    fn proposal(&self) -> Option<(String, String)> {
        let stands = self.ground.standing.get(&(self.id, self.place))?;
        if !matches!(stands.strength, Strength::Missing | Strength::Weak) {
            return None;
        }
        let produces = |stage: Option<Stage>| stage.is_some_and(|stage| stage >= Stage::InProduction);
        let project = self.ground.projects.iter().find(|project| {
            let is_here = project.segment_id == self.id && self.place.contains(project.division);
            // The fact may be known to the month only: a judgement of that month or later has seen it.
            let is_newer =
                project.in_production_on.as_ref().is_some_and(|on| on.first_day() > stands.verified_on);
            is_here && produces(project.stage) && is_newer
        })?;
        let to = if stands.strength == Strength::Missing { Strength::Weak } else { Strength::Ordinary };
        let args = [("project", project.name.clone()), ("strength", self.lang.t(to.name()))];
        let (chain, id, place) = (self.ground.chain, self.id, self.place);
        let evidence = encode(&self.lang.with("atlas-proposal-evidence", "project", &project.name));
        let href =
            format!("/atlas/{chain}/segments/{id}/judge?place={place}&strength={to}&evidence={evidence}");
        Some((self.lang.all("atlas-proposal", &args), href))
    }
}
