//! GET /atlas: the province by what is missing in it, what is missing with nobody working on it, and every chain.

use super::{GapRow, gap_row};
use crate::config;
use crate::context::Context;
use crate::draw::breaks::{Breaks, legend};
use crate::draw::{Area, Words, tiles};
use crate::features::atlas::ground::Ground;
use crate::features::chains::Strength;
use crate::features::reference::{self, Book};
use crate::kernel::calendar::local_date;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::web::{Caller, Lang, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;
use std::collections::BTreeMap;

/// Gaps that the first page names.
const FIRST: usize = 20;

#[derive(Template)]
#[template(path = "features/atlas/templates/index.html")]
struct IndexPage {
    shell: Shell,
    /// The drawn province; none for a reader of a part of it.
    map: Option<Drawn>,
    /// What is missing with nobody working on it: chain and gap.
    nobodys: Vec<(String, GapRow)>,
    /// How many there are of them.
    nobodys_count: usize,
    chains: Vec<ChainRow>,
    may_promote: bool,
}

struct Drawn {
    svg: String,
    legend: String,
    as_tiles: bool,
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
    let as_tiles = query(&request)?.raw("view") == "tiles";
    let (scope, lang) = (caller.scope.clone(), shell.lang);
    let grounds = ctx
        .db
        .read(move |conn| {
            let book = reference::book(conn)?;
            let chains = book.chains.iter().filter(|chain| chain.active);
            chains.map(|chain| Ground::read(conn, &scope, chain.id)).collect::<Result<Vec<Ground>>>()
        })
        .await?;
    let stale = (rule.stale_days, local_date(ctx.now(), ctx.zone));
    let (mut chains, mut nobodys, mut by_place) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut nobodys_count = 0;
    for ground in &grounds {
        let hers = ground.places();
        let gaps = ground.gaps(&hers);
        let of = |strength: Strength| gaps.iter().filter(|gap| gap.judgement.strength == strength).count();
        let first = hers.first().copied().unwrap_or_else(|| caller.scope.first().province());
        let coverage = ground.coverage(&rule, first);
        let mut alone = 0;
        for gap in &gaps {
            *by_place.entry(gap.place).or_insert(0) += 1;
            if gap.judgement.strength == Strength::Missing && gap.is_nobodys() {
                alone += 1;
                if nobodys.len() < FIRST {
                    let chain = ground.book.chain_name(lang, ground.chain);
                    nobodys.push((chain, gap_row(ground, lang, gap, stale)));
                }
            }
        }
        nobodys_count += alone;
        chains.push(ChainRow {
            href: format!("/atlas/{}", ground.chain),
            name: ground.book.chain_name(lang, ground.chain),
            segments: ground.segments.iter().filter(|segment| segment.active).count(),
            judged: coverage.judged,
            coverage: coverage.rate().map_or_else(|| "—".to_owned(), |rate| format!("{}%", rate.percent(1))),
            missing: of(Strength::Missing),
            weak: of(Strength::Weak),
            nobodys: alone,
        });
    }
    let map = match grounds.first().filter(|_| caller.scope.is_whole_province()) {
        Some(ground) => Some(map(&ground.book, lang, &by_place, as_tiles)?),
        None => None,
    };
    let may_promote = shell.may_promote();
    Ok(html(&IndexPage { shell, map, nobodys, nobodys_count, chains, may_promote }))
}

/// The cities by what is missing or weak in them; a city of which nothing was judged missing or weak has no shade.
fn map(book: &Book, lang: Lang, by_place: &BTreeMap<DivisionCode, i64>, as_tiles: bool) -> Result<Drawn> {
    let cities: Vec<(String, String, i64)> = book
        .cities()
        .map(|city| {
            let count = by_place.get(&city.code).copied().unwrap_or_default();
            (city.code.to_string(), book.short_name(lang, city.code), count)
        })
        .collect();
    let counts: Vec<i64> = cities.iter().map(|(.., count)| *count).filter(|count| *count > 0).collect();
    let breaks = Breaks::quantile(&counts, 1);
    let words: Vec<(String, String, String)> = cities
        .iter()
        .map(|(code, name, count)| {
            let args = [("place", name.clone()), ("count", count.to_string())];
            (count.to_string(), lang.all("atlas-map-city", &args), format!("/projects?city={code}"))
        })
        .collect();
    let areas: Vec<Area<'_>> = cities
        .iter()
        .zip(&words)
        .map(|((code, name, count), (value, sentence, href))| Area {
            adcode: code,
            name,
            value: if *count > 0 { value } else { "" },
            class: (*count > 0).then(|| breaks.class(*count)),
            sentence,
            href,
        })
        .collect();
    let (label, note) = (lang.t("atlas-map-label"), lang.t("overview-map-note"));
    let around = Words { label: &label, note: &note };
    let svg =
        if as_tiles { tiles::render(around, &areas) } else { reference::outline()?.render(around, &areas) };
    let none = lang.t("atlas-map-none");
    let classes = breaks.legend(|count| count.to_string());
    let legend = legend(&classes, (counts.len() < cities.len()).then_some(none.as_str()));
    Ok(Drawn { svg, legend, as_tiles })
}
