//! GET /: the first page.

use super::model::{Figures, Sum};
use super::store;
use super::waiting::waiting;
use crate::config;
use crate::context::Context;
use crate::draw::bars::{Bar, ranked};
use crate::draw::breaks::{Breaks, legend};
use crate::draw::{Area, Words, tiles};
use crate::features::projects::{Light, Stage};
use crate::features::reference::{self, Book, Division};
use crate::features::updates::{self, At};
use crate::kernel::calendar::period_of;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::money::Money;
use crate::web::{Caller, Lang, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "features/overview/templates/overview.html")]
struct OverviewPage {
    shell: Shell,
    /// Nothing is there yet: how to begin.
    empty: bool,
    total: String,
    figures: Figures,
    /// Projects with a red light.
    red: i64,
    /// Projects without a report, or never judged.
    unreported: i64,
    /// Stages that count as started.
    started: Vec<Stage>,
    /// The drawn province; none for a reader of one city.
    map: Option<Drawn>,
    bars_title: String,
    bars: String,
    waiting: Vec<(String, String)>,
    newest: Option<(String, String)>,
}

/// The map and what stands around it.
struct Drawn {
    title: String,
    svg: String,
    legend: String,
    as_tiles: bool,
}

/// One place with its figures and names, finished for drawing.
struct Place {
    code: DivisionCode,
    name: String,
    sum: Sum,
    count: String,
    total: String,
    sentence: String,
    href: String,
}

/// GET /
pub async fn overview(
    ctx: Data<Context>,
    at: At,
    (standstills, map_rule): (Data<config::Suspended>, Data<config::Atlas>),
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let as_tiles = query(&request)?.raw("view") == "tiles";
    // Whoever looks first after a month's end finds what she owes for it.
    updates::ready(&ctx, period_of(at.today()).previous(), &at).await?;
    let scope = caller.scope.clone();
    let (book, cells, lights, waiting, newest) = ctx
        .db
        .read(move |conn| {
            Ok((
                reference::book(conn)?,
                store::cells(conn, &caller.scope)?,
                (
                    store::lit(conn, &caller.scope, Light::Red)?,
                    store::lit(conn, &caller.scope, Light::Unreported)?,
                ),
                waiting(conn, &caller, &at, (&standstills, &map_rule))?,
                store::newest_list(conn)?,
            ))
        })
        .await?;
    let (red, unreported) = lights;
    let by_county = is_one_city(&scope);
    let figures = Figures::of(&cells, by_county);
    let places = places(shell.lang, &book, &scope, &figures, by_county);
    let map = if scope.is_whole_province() { Some(map(&shell, &places, as_tiles)?) } else { None };
    let lang = shell.lang;
    Ok(html(&OverviewPage {
        empty: figures.whole.count == 0,
        total: figures.whole.total.yi_text(1),
        started: Stage::ALL.iter().copied().filter(|stage| stage.is_started()).collect(),
        map,
        bars_title: lang.t(if by_county { "overview-bars-counties" } else { "overview-bars-cities" }),
        bars: bars(lang, &places),
        red,
        unreported,
        waiting: waiting.into_iter().map(|(href, sentence)| (href, lang.render(&sentence))).collect(),
        newest: newest.map(|(quarter, number, version)| {
            let text = lang.all(
                "overview-newest-list",
                &[("quarter", quarter.clone()), ("number", number), ("version", version.to_string())],
            );
            (format!("/lists/{quarter}"), text)
        }),
        figures,
        shell,
    }))
}

/// Whether everything lies in one city: then its counties are compared.
fn is_one_city(scope: &Scope) -> bool {
    let city = scope.first().city();
    city.is_some() && scope.places().iter().all(|place| place.city() == city)
}

/// Every place of the comparison in the order of its code, also the one without projects; what nobody has assigned
/// yet comes first.
fn places(lang: Lang, book: &Book, scope: &Scope, figures: &Figures, by_county: bool) -> Vec<Place> {
    let compared = |place: &&Division| if by_county { place.code.is_county() } else { place.code.is_city() };
    let mut codes: Vec<DivisionCode> =
        book.divisions_in(scope).filter(compared).map(|place| place.code).collect();
    codes.extend(figures.places.keys());
    codes.sort_unstable();
    codes.dedup();
    let place = |code: DivisionCode| {
        let sum = figures.places.get(&code).copied().unwrap_or_default();
        let name = place_name(lang, book, code, by_county);
        let count = sum.count.to_string();
        let args = [("place", name.clone()), ("count", count.clone()), ("total", yi(sum.total))];
        let sentence = if sum.count == 0 {
            lang.with("overview-place-empty", "place", &name)
        } else {
            lang.all("overview-place", &args)
        };
        let filter = if by_county || code.is_province() { "county" } else { "city" };
        Place {
            code,
            href: format!("/projects?{filter}={code}"),
            name,
            sum,
            count,
            total: yi(sum.total),
            sentence,
        }
    };
    codes.into_iter().map(place).collect()
}

/// A city without the word for city, as maps write it; what lies at no city says that it waits to be assigned.
fn place_name(lang: Lang, book: &Book, code: DivisionCode, by_county: bool) -> String {
    if code.is_province() || (by_county && code.is_city()) {
        return lang.t("overview-unassigned");
    }
    let name = book.short_name(lang, code);
    let suffix = lang.t("overview-city-suffix");
    match name.strip_suffix(&suffix) {
        Some(short) if code.is_city() => short.to_owned(),
        _ => name,
    }
}

fn yi(money: Money) -> String {
    money.yi_text(1)
}

fn bars(lang: Lang, places: &[Place]) -> String {
    let texts: Vec<String> = places.iter().map(|place| bar_text(lang, place)).collect();
    let bars: Vec<Bar<'_>> = places
        .iter()
        .zip(&texts)
        .filter(|(place, _)| !place.code.is_province() || place.sum.count > 0)
        .map(|(place, text)| Bar {
            label: &place.name,
            value: (place.sum.count > 0).then_some(place.sum.total.yuan()),
            text,
            href: &place.href,
        })
        .collect();
    ranked(&bars)
}

fn bar_text(lang: Lang, place: &Place) -> String {
    if place.sum.count == 0 {
        lang.t("overview-map-none")
    } else {
        lang.with("overview-yi", "amount", &place.total)
    }
}

fn map(shell: &Shell, places: &[Place], as_tiles: bool) -> Result<Drawn> {
    let lang = shell.lang;
    let cities: Vec<&Place> = places.iter().filter(|place| place.code.is_city()).collect();
    let counts: Vec<i64> = cities.iter().map(|place| place.sum.count).filter(|count| *count > 0).collect();
    let breaks = Breaks::quantile(&counts, 1);
    let codes: Vec<String> = cities.iter().map(|place| place.code.to_string()).collect();
    let areas: Vec<Area<'_>> = cities
        .iter()
        .zip(&codes)
        .map(|(place, code)| Area {
            adcode: code,
            name: &place.name,
            value: if place.sum.count == 0 { "" } else { &place.count },
            class: (place.sum.count > 0).then(|| breaks.class(place.sum.count)),
            sentence: &place.sentence,
            href: &place.href,
        })
        .collect();
    let (label, note) = (lang.t("overview-map-label"), lang.t("overview-map-note"));
    let words = Words { label: &label, note: &note };
    let svg =
        if as_tiles { tiles::render(words, &areas) } else { reference::outline()?.render(words, &areas) };
    let no_data = lang.t("overview-map-none");
    let classes = breaks.legend(|count| count.to_string());
    let legend = legend(&classes, (counts.len() < cities.len()).then_some(no_data.as_str()));
    let title = lang.with("overview-map-title", "cities", cities.len());
    Ok(Drawn { title, svg, legend, as_tiles })
}
