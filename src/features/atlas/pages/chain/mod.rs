//! GET /atlas/{chain}: a chain in a place, in its five views: panorama, what is there, gaps, targets, carriers.

mod tables;

use super::{Choice, GapRow, gap_row, look, pill, place_choices, place_of};
use crate::config;
use crate::context::Context;
use crate::draw::chain::{Line, gutter};
use crate::draw::spark::sparkline;
use crate::features::atlas::ground::Ground;
use crate::features::atlas::matches;
use crate::features::chains::{self, Card, Segment, Strength, Tier};
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use askama::Template;
use tables::{CarrierRow, EnterpriseRow, TargetRow};

/// The five views, by their words in the address.
const VIEWS: [(&str, &str); 5] = [
    ("panorama", "atlas-view-panorama"),
    ("present", "atlas-view-present"),
    ("gaps", "atlas-view-gaps"),
    ("targets", "atlas-view-targets"),
    ("carriers", "atlas-view-carriers"),
];

#[derive(Template)]
#[template(path = "features/atlas/templates/chain.html")]
struct ChainPage {
    shell: Shell,
    id: i64,
    name: String,
    /// Name and value.
    facts: Vec<(String, String)>,
    places: Vec<Choice>,
    /// Address, name, whether it is shown.
    views: Vec<Choice>,
    view: String,
    /// The share with its formula.
    coverage: String,
    formula: String,
    is_hers: bool,
    trend: String,
    /// The columns of the graph: name and cards; and what runs between them.
    columns: Vec<(String, Vec<SegmentCard>)>,
    gutters: Vec<String>,
    /// The same as a table.
    rows: Vec<SegmentRow>,
    gaps: Vec<GapRow>,
    enterprises: Vec<EnterpriseRow>,
    targets: Vec<TargetRow>,
    carriers: Vec<CarrierRow>,
    may_promote: bool,
    may_edit: bool,
    /// Whether she says what the chain consists of.
    may_tell: bool,
}

/// A segment in the graph.
struct SegmentCard {
    class: &'static str,
    href: String,
    name: String,
    lamp: String,
    present: String,
    checked: String,
}

/// A segment in the table.
struct SegmentRow {
    href: String,
    name: String,
    tier: String,
    function: String,
    lamp: String,
    present: String,
    targets: String,
    supplies: String,
    verified: String,
    stale: bool,
}

/// GET /atlas/{chain}
pub async fn show(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    shell: Shell,
    chain: Path<i64>,
    request: HttpRequest,
) -> PageResult {
    let asked = query(&request)?;
    let (id, today, lang) = (chain.into_inner(), local_date(ctx.now(), ctx.zone), shell.lang);
    let wanted = asked.place("place")?;
    let view = VIEWS.iter().find(|(word, _)| *word == asked.raw("view")).unwrap_or(&VIEWS[0]).0;
    let (by, rules) = (caller.clone(), rule.clone());
    let (ground, card, place, parks) = ctx
        .db
        .read(move |conn| {
            let ground = Ground::read(conn, &by.scope, id)?;
            let place = place_of(&ground, &by, wanted)?;
            let parks = if view == "carriers" {
                matches::parks(conn, &rules, &ground, (None, Some(place)), today)?
            } else {
                Vec::new()
            };
            Ok((ground, chains::card(conn, id)?, place, parks))
        })
        .await?;
    let is_hers = ground.places().contains(&place);
    let told = Told { ground: &ground, lang, place, is_hers, stale: (rule.stale_days, today) };
    let coverage = ground.coverage(&rule, place);
    let trend =
        if is_hers { told.trend(&ground.trend(&rule, place, (today, ctx.zone))) } else { String::new() };
    let args = [
        ("rate", coverage.rate().map_or_else(|| "—".to_owned(), |rate| format!("{}%", rate.percent(1)))),
        ("judged", coverage.judged.to_string()),
        ("unjudged", coverage.unjudged.to_string()),
    ];
    let weights = [
        ("strong", rule.strong.to_string()),
        ("ordinary", rule.ordinary.to_string()),
        ("weak", rule.weak.to_string()),
        ("missing", rule.missing.to_string()),
        ("cover", rule.cover.to_string()),
    ];
    let (columns, gutters) = told.graph();
    let address = |word: &str| format!("/atlas/{id}?place={place}&view={word}");
    Ok(html(&ChainPage {
        id,
        name: ground.book.chain_name(lang, id),
        facts: facts(lang, &card),
        places: place_choices(&ground, lang, &caller, place),
        views: VIEWS.iter().map(|(word, name)| (address(word), lang.t(name), *word == view)).collect(),
        view: view.to_owned(),
        coverage: if is_hers { lang.all("atlas-coverage", &args) } else { lang.t("atlas-province-only") },
        formula: lang.all("atlas-formula", &weights),
        is_hers,
        trend,
        columns,
        gutters,
        rows: told.rows(),
        gaps: if is_hers {
            ground.gaps(&[place]).iter().map(|gap| gap_row(&ground, lang, gap, told.stale)).collect()
        } else {
            Vec::new()
        },
        enterprises: if is_hers && view == "present" { told.enterprises() } else { Vec::new() },
        targets: if is_hers && view == "targets" { told.targets(&rule) } else { Vec::new() },
        carriers: parks.iter().map(|fit| told.carrier(fit)).collect(),
        may_promote: shell.may_promote(),
        may_edit: caller.may(Deed::EditAtlas),
        may_tell: caller.may_for_province(Deed::EditAtlas),
        shell,
    }))
}

fn facts(lang: Lang, card: &Card) -> Vec<(String, String)> {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let all =
        [("chief", known(&card.chief)), ("leader", known(&card.leader)), ("policies", known(&card.policies))];
    let told = all.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| (lang.t(&format!("atlas-fact-{name}")), value)).collect()
}

/// What a page says of a chain in a place.
struct Told<'a> {
    ground: &'a Ground,
    lang: Lang,
    place: DivisionCode,
    /// Whether the reader sees it whole; else only what the province has judged is told of it.
    is_hers: bool,
    stale: (u32, chrono::NaiveDate),
}

impl Told<'_> {
    fn active(&self) -> impl Iterator<Item = &Segment> {
        self.ground.segments.iter().filter(|segment| segment.active)
    }

    fn href(&self, segment: i64) -> String {
        format!("/atlas/{}/segments/{segment}?place={}", self.ground.chain, self.place)
    }

    fn judged(&self, segment: i64) -> Option<&chains::Judgement> {
        self.ground.standing.get(&(segment, self.place))
    }

    /// Enterprises of the place on a segment.
    fn present(&self, segment: i64) -> usize {
        let here = self.ground.enterprises.iter().filter(|one| self.place.contains(one.division));
        here.filter(|one| one.positions.iter().any(|position| position.segment_id == segment)).count()
    }

    /// The columns by tier, and the lines between two that stand beside each other.
    fn graph(&self) -> (Vec<(String, Vec<SegmentCard>)>, Vec<String>) {
        let of = |tier: Tier| self.active().filter(move |segment| segment.tier == tier).collect::<Vec<_>>();
        let tiers: Vec<Vec<&Segment>> = Tier::ALL.iter().map(|tier| of(*tier)).collect();
        let columns = Tier::ALL
            .iter()
            .zip(&tiers)
            .map(|(tier, segments)| {
                (self.lang.t(tier.name()), segments.iter().map(|segment| self.card(segment)).collect())
            })
            .collect();
        let gutters = tiers.windows(2).map(|pair| self.gutter(&pair[0], &pair[1])).collect();
        (columns, gutters)
    }

    fn gutter(&self, left: &[&Segment], right: &[&Segment]) -> String {
        let place = |column: &[&Segment], id: i64| column.iter().position(|segment| segment.id == id);
        let lines: Vec<Line> = self
            .ground
            .supply
            .iter()
            .filter_map(|(from, to)| {
                let (left, right) = (place(left, *from)?, place(right, *to)?);
                // The weaker end tells how a line looks.
                let ends = [*from, *to].map(|id| self.judged(id).map(|one| one.strength));
                let class = if ends.contains(&Some(Strength::Missing)) {
                    "miss"
                } else if ends.contains(&Some(Strength::Weak)) {
                    "weak"
                } else {
                    ""
                };
                Some(Line { from: left, to: right, class })
            })
            .collect();
        gutter(left.len().max(right.len()), &lines)
    }

    fn card(&self, segment: &Segment) -> SegmentCard {
        let judgement = self.judged(segment.id);
        let checked = judgement.map_or_else(String::new, |one| {
            let id = if one.is_stale(self.stale.0, self.stale.1) {
                "atlas-verified-stale"
            } else {
                "atlas-verified"
            };
            self.lang.with(id, "day", one.verified_on)
        });
        SegmentCard {
            class: look(judgement.map(|one| one.strength)).0,
            href: self.href(segment.id),
            name: self.ground.book.segment_name(self.lang, segment.id),
            lamp: pill(self.lang, judgement),
            present: if self.is_hers {
                let args = [
                    ("enterprises", self.present(segment.id).to_string()),
                    ("targets", self.wanted(segment.id).to_string()),
                ];
                self.lang.all("atlas-card", &args)
            } else {
                String::new()
            },
            checked,
        }
    }

    /// Targets of a segment that are still wanted.
    fn wanted(&self, segment: i64) -> usize {
        use crate::features::targets::Status;
        let of = self.ground.targets.iter().filter(|one| one.segment_id == segment);
        of.filter(|one| one.status == Status::Open).count()
    }

    /// A count of what lies in the place, where she sees all of it.
    fn figure(&self, count: usize) -> String {
        if self.is_hers { count.to_string() } else { "—".to_owned() }
    }

    fn rows(&self) -> Vec<SegmentRow> {
        let row = |segment: &Segment| {
            let judgement = self.judged(segment.id);
            let supplied = self.ground.supply.iter().filter(|(from, _)| *from == segment.id);
            let names: Vec<String> =
                supplied.map(|(_, to)| self.ground.book.segment_name(self.lang, *to)).collect();
            SegmentRow {
                href: self.href(segment.id),
                name: self.ground.book.segment_name(self.lang, segment.id),
                tier: self.lang.t(segment.tier.name()),
                function: segment.function.map(|one| self.lang.t(one.name())).unwrap_or_default(),
                lamp: pill(self.lang, judgement),
                present: self.figure(self.present(segment.id)),
                targets: self.figure(self.wanted(segment.id)),
                supplies: names.join(&self.lang.t("atlas-comma")),
                verified: judgement.map(|one| one.verified_on.to_string()).unwrap_or_default(),
                stale: judgement.is_some_and(|one| one.is_stale(self.stale.0, self.stale.1)),
            }
        };
        self.active().map(row).collect()
    }

    /// A line through the quarters, with its figures in words.
    fn trend(&self, trend: &[(crate::kernel::calendar::Quarter, chains::Coverage)]) -> String {
        if trend.len() < 2 {
            return String::new();
        }
        let points: Vec<Option<i64>> = trend
            .iter()
            .map(|(_, then)| then.rate().map(crate::kernel::ratio::Ratio::basis_points))
            .collect();
        let said: Vec<String> = trend
            .iter()
            .map(|(quarter, then)| {
                let rate = then.rate().map_or_else(|| "—".to_owned(), |rate| format!("{}%", rate.percent(1)));
                format!("{quarter} {rate}")
            })
            .collect();
        sparkline(&points, 10_000, &said.join(&self.lang.t("atlas-comma")))
    }
}
