//! GET /atlas: the province by what is missing in it, what is missing with nobody working on it, and every chain.

use super::history::{History, quarter_in};
use super::{Choice, GapRow, gap_row, pill};
use crate::config;
use crate::context::Context;
use crate::draw::breaks::{Breaks, legend};
use crate::draw::map::Spot;
use crate::draw::{Area, Words, tiles};
use crate::features::atlas::ground::Ground;
use crate::features::atlas::map::{Measures, Metric, measures, spots};
use crate::features::chains::Strength;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::money::Money;
use crate::web::{Caller, Lang, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Gaps that the first page names.
const FIRST: usize = 20;

#[derive(Template)]
#[template(path = "features/atlas/templates/index.html")]
struct IndexPage {
    shell: Shell,
    /// The drawn province; none for a reader of a part of it.
    map: Option<Drawn>,
    /// The city that is looked at alone: its code, its name and its projects.
    city: Option<(String, String)>,
    /// Places that may be looked at alone.
    places: Vec<Choice>,
    /// What is missing with nobody working on it: chain and gap.
    nobodys: Vec<(String, GapRow)>,
    /// How many there are of them.
    nobodys_count: usize,
    chains: Vec<ChainRow>,
    /// The place whose coverage is told.
    first: String,
    /// Judgements of the reader's own that nobody has looked at for long.
    stale: Vec<StaleRow>,
    /// Whether there is a place that the reader sees whole.
    sees_places: bool,
    may_promote: bool,
}

/// A judgement that has to be looked at again.
struct StaleRow {
    segment: String,
    chain: String,
    place: String,
    strength: String,
    verified: String,
    /// Where it is judged anew.
    judge: String,
}

struct Drawn {
    title: String,
    /// Address, name, whether it is shown.
    metrics: Vec<Choice>,
    metric: Metric,
    svg: String,
    legend: String,
    as_tiles: bool,
    /// Whether points are drawn on it.
    has_spots: bool,
    /// The quarters that gaps are known of, each with its address; and which of them is shown, by its number.
    quarters: Vec<Choice>,
    step: usize,
}

/// A chain in figures, of the reader's first place.
struct ChainRow {
    href: String,
    name: String,
    segments: usize,
    judged: i64,
    coverage: String,
    missing: usize,
    weak: usize,
    nobodys: usize,
}

/// GET /atlas
pub async fn index(
    ctx: Data<Context>,
    rule: Data<config::Atlas>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let asked = query(&request)?;
    let as_tiles = asked.raw("view") == "tiles";
    let metric = asked.word("metric", "atlas-metric-unknown")?.unwrap_or(Metric::Gaps);
    let (alone, list) = (asked.place("place")?, quarter_in(&asked, "list")?);
    let (scope, lang) = (caller.scope.clone(), shell.lang);
    let (grounds, measures, spots) = ctx
        .db
        .read(move |conn| {
            let book = reference::book(conn)?;
            let chains = book.chains.iter().filter(|chain| chain.active);
            let grounds =
                chains.map(|chain| Ground::read(conn, &scope, chain.id)).collect::<Result<Vec<Ground>>>()?;
            // What is missing is known already; only a reader of the whole province sees the map.
            let measures = match metric {
                Metric::Gaps => None,
                _ if !scope.is_whole_province() => None,
                _ => Some(measures(conn, &scope, &book, (metric, list))?),
            };
            let is_drawn = scope.is_whole_province() && !as_tiles && metric != Metric::Gaps;
            let spots = if is_drawn { spots(conn, &scope, (&book, lang), list)? } else { Vec::new() };
            Ok((grounds, measures, spots))
        })
        .await?;
    if let Some(place) = alone
        && grounds.first().is_some_and(|ground| !ground.places().contains(&place))
    {
        return Err(Error::NotFound.into());
    }
    let history = History::of(&grounds, (local_date(ctx.now(), ctx.zone), ctx.zone), &asked)?;
    let stale = (rule.stale_days, local_date(ctx.now(), ctx.zone));
    let (mut chains, mut nobodys, mut by_place) = (Vec::new(), Vec::new(), BTreeMap::new());
    let (mut nobodys_count, mut stale_rows) = (0, Vec::new());
    for ground in &grounds {
        let hers = alone.map_or_else(|| ground.places(), |place| vec![place]);
        let gaps = ground.gaps(&hers);
        let (then, stood) = history.then(ground, &hers);
        let of = |strength: Strength| gaps.iter().filter(|gap| gap.judgement.strength == strength).count();
        let first = hers.first().copied().unwrap_or_else(|| caller.scope.first().province());
        let coverage = ground.coverage(&rule, first);
        let mut alone = 0;
        for (_, place) in stood.keys().filter(|(_, place)| place.is_city()) {
            by_place.entry(*place).or_insert(0);
        }
        for gap in then.iter().filter(|gap| gap.place.is_city()) {
            *by_place.entry(gap.place).or_insert(0) += 1;
        }
        for gap in &gaps {
            if gap.judgement.strength == Strength::Missing && gap.is_nobodys() {
                alone += 1;
                if nobodys.len() < FIRST {
                    let chain = ground.book.chain_name(lang, ground.chain);
                    nobodys.push((chain, gap_row(ground, lang, gap, stale)));
                }
            }
        }
        nobodys_count += alone;
        if shell.may_promote() {
            stale_rows.extend(old(ground, lang, caller.scope.is_whole_province(), stale));
        }
        chains.push(ChainRow {
            href: format!("/atlas/{}?place={first}", ground.chain),
            name: ground.book.chain_name(lang, ground.chain),
            segments: ground.segments.iter().filter(|segment| segment.active).count(),
            judged: coverage.judged,
            coverage: coverage.rate().map_or_else(|| "—".to_owned(), |rate| format!("{}%", rate.percent(1))),
            missing: of(Strength::Missing),
            weak: of(Strength::Weak),
            nobodys: alone,
        });
    }
    let measures = measures.unwrap_or(Measures { list: None, of: by_place });
    let map = match grounds.first().filter(|_| caller.scope.is_whole_province()) {
        Some(ground) if alone.is_none() => {
            let shown = (metric, as_tiles, list);
            let (quarters, step) = history.choices(shown);
            let drawn = map((&ground.book, lang), shown, &measures, &spots)?;
            Some(Drawn { quarters, step, ..drawn })
        }
        _ => None,
    };
    let may_promote = shell.may_promote();
    let sees_places = grounds.first().is_some_and(|ground| !ground.places().is_empty());
    let first = grounds.first().map_or_else(String::new, |ground| {
        let place = alone.or_else(|| ground.places().first().copied());
        ground.book.name(lang, place.unwrap_or_else(|| caller.scope.first().province()))
    });
    let places = grounds.first().map_or_else(Vec::new, |ground| {
        let name = |place: DivisionCode| ground.book.name(lang, place);
        let all = ground.places().into_iter();
        all.map(|place| (place.to_string(), name(place), Some(place) == alone)).collect()
    });
    Ok(html(&IndexPage {
        shell,
        map,
        city: alone.map(|place| (place.to_string(), first.clone())),
        places,
        nobodys,
        nobodys_count,
        chains,
        first,
        stale: stale_rows,
        sees_places,
        may_promote,
    }))
}

/// What stands and was not looked at for long: a city's officer looks after her city, the province after its own judgements.
fn old(ground: &Ground, lang: Lang, is_province: bool, stale: (u32, NaiveDate)) -> Vec<StaleRow> {
    let (hers, chain) = (ground.places(), ground.chain);
    let is_hers = |place: &DivisionCode| if is_province { place.is_province() } else { hers.contains(place) };
    let is_active = |segment: i64| ground.segment(segment).is_some_and(|one| one.active);
    let standing = ground.standing.iter();
    standing
        .filter(|((segment, place), one)| {
            is_hers(place) && is_active(*segment) && one.is_stale(stale.0, stale.1)
        })
        .map(|((segment, place), one)| StaleRow {
            segment: ground.book.segment_name(lang, *segment),
            chain: ground.book.chain_name(lang, chain),
            place: ground.book.name(lang, *place),
            strength: pill(lang, Some(one)),
            verified: one.verified_on.to_string(),
            judge: format!("/atlas/{chain}/segments/{segment}/judge?place={place}&strength={}", one.strength),
        })
        .collect()
}

/// The cities by a metric; a city of which nothing is known has no shade.
fn map(
    (book, lang): (&Book, Lang),
    (metric, as_tiles, list): (Metric, bool, Option<Quarter>),
    measures: &Measures,
    spots: &[Spot],
) -> Result<Drawn> {
    let shown = |value: i64| match metric {
        Metric::Investment => Money::from_yuan(value).yi_text(1),
        Metric::Completion => format!("{}.{:02}", value / 100, value % 100),
        Metric::Gaps | Metric::Count | Metric::Light => value.to_string(),
    };
    let values: Vec<i64> = measures.of.values().copied().collect();
    let breaks = Breaks::quantile(&values, 1);
    let cities: Vec<(String, String, Option<i64>)> = book
        .cities()
        .map(|city| {
            (city.code.to_string(), book.short_name(lang, city.code), measures.of.get(&city.code).copied())
        })
        .collect();
    let of_list = measures.list.map(|quarter| format!("&list={quarter}")).unwrap_or_default();
    let month =
        measures.list.map(|quarter| format!("&light_month={}", quarter.periods()[2])).unwrap_or_default();
    let rows = |code: &str| match metric {
        Metric::Gaps => format!("/atlas?place={code}"),
        Metric::Light => format!("/projects?city={code}{of_list}&light=red{month}"),
        Metric::Count | Metric::Investment | Metric::Completion => {
            format!("/projects?city={code}{of_list}")
        }
    };
    let words: Vec<(String, String, String)> = cities
        .iter()
        .map(|(code, name, value)| {
            let figure = value.map_or_else(|| "—".to_owned(), shown);
            let args =
                [("place", name.clone()), ("metric", lang.t(metric.name())), ("value", figure.clone())];
            (figure, lang.all("atlas-map-city", &args), rows(code))
        })
        .collect();
    let areas: Vec<Area<'_>> = cities
        .iter()
        .zip(&words)
        .map(|((code, name, value), (figure, sentence, href))| Area {
            adcode: code,
            name,
            value: if value.is_some() { figure } else { "" },
            class: value.map(|value| breaks.class(value)),
            sentence,
            href,
        })
        .collect();
    let (label, note) =
        (lang.with("atlas-map-label", "metric", lang.t(metric.name())), lang.t("overview-map-note"));
    let around = Words { label: &label, note: &note };
    let svg = if as_tiles {
        tiles::render(around, &areas)
    } else {
        reference::outline()?.render_with(around, &areas, spots)
    };
    let none = lang.t("atlas-map-none");
    let classes = breaks.legend(shown);
    let legend = legend(&classes, (measures.of.len() < cities.len()).then_some(none.as_str()));
    let view = if as_tiles { "&view=tiles" } else { "" };
    let of = list.map(|list| format!("&list={list}")).unwrap_or_default();
    let metrics = Metric::ALL
        .iter()
        .map(|one| (format!("/atlas?metric={one}{view}{of}"), lang.t(one.name()), *one == metric))
        .collect();
    let (has_spots, title) = (!spots.is_empty(), lang.t(metric.name()));
    Ok(Drawn { title, metrics, metric, svg, legend, as_tiles, has_spots, quarters: Vec::new(), step: 0 })
}
