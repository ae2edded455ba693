//! The charts of a month: the province shaded by completion or by red lights, the cities' completion as ranked bars
//! against the time, and a line through the year for each city. The figures of all three stand as a table below.

use super::view::View;
use crate::draw::bars::{Bar, ranked_against};
use crate::draw::breaks::{Breaks, legend};
use crate::draw::spark::sparkline;
use crate::draw::{Area, Words as MapWords};
use crate::features::bulletins::{Past, Told};
use crate::features::indicators::Dimension;
use crate::features::projects::Light;
use crate::features::reference;
use crate::features::statistics::input::Shade;
use crate::features::statistics::monthly::Monthly;
use crate::features::statistics::words::NONE;
use crate::kernel::error::Result;
use crate::kernel::ratio::Ratio;

/// A tenth of a percent, in which rates are shown and shades are told apart; rates count in hundredths.
const STEP: i64 = 10;

/// The charts, finished for the template.
pub struct Charts {
    /// What the map shows.
    pub map_title: String,
    /// Finished markup.
    pub map: String,
    /// Finished markup.
    pub legend: String,
    /// Address, name, whether it is shown.
    pub shades: Vec<(String, String, bool)>,
    /// Finished markup.
    pub bars: String,
    /// Says what the mark on the bars is.
    pub bars_note: String,
    /// The months, each with whether its figures are published.
    pub months: Vec<(String, bool)>,
    /// The whole, then each city.
    pub rows: Vec<ChartRow>,
    /// Some months are not published.
    pub has_drafts: bool,
}

/// A city in the table.
pub struct ChartRow {
    /// Whether it is the whole.
    pub is_sum: bool,
    /// Its name.
    pub name: String,
    /// Of each month, in the order of the heads.
    pub rates: Vec<String>,
    /// The line through them, finished markup.
    pub line: String,
    /// Of the newest month: points ahead or behind.
    pub gap: String,
    /// Of the newest month: red lights of all.
    pub red: String,
}

/// One city with its newest figures.
struct Place<'a> {
    code: String,
    name: String,
    short: String,
    told: Option<&'a Told>,
    href: String,
}

/// Draws the charts of a month.
///
/// # Errors
/// When the outline cannot be read.
pub fn of(view: &View<'_>, month: &Monthly, shade: Shade) -> Result<Charts> {
    let lang = view.words.lang;
    // A month for which nobody owed anything is no column of dashes.
    let months: Vec<&Past> = month.months.iter().filter(|past| past.whole.is_some()).collect();
    let newest = month.months.last();
    let suffix = lang.t("overview-city-suffix");
    let cities =
        view.found.book.cities().filter(|city| view.found.is_bulletin || view.scope.covers(city.code));
    let places: Vec<Place<'_>> = cities
        .map(|city| {
            let (code, name) = (city.code.to_string(), view.words.book.short_name(lang, city.code));
            Place {
                short: name.strip_suffix(&suffix).unwrap_or(&name).to_owned(),
                told: newest.and_then(|month| month.cities.get(&code)),
                href: view
                    .rows_in(Dimension::City, Some(&code))
                    .unwrap_or_else(|| view.url.with("by", "city").href() + "#by-city"),
                name,
                code,
            }
        })
        .collect();
    let (map, legend) = map(view, &places, shade)?;
    let mut rows = vec![row(view, lang.t("indicators-whole"), &months, |past| past.whole.as_ref(), true)];
    rows.extend(
        places
            .iter()
            .map(|place| row(view, place.name.clone(), &months, |past| past.cities.get(&place.code), false)),
    );
    let time = view.found.moment.time_progress();
    Ok(Charts {
        map_title: lang.t(shade_name(shade)),
        map,
        legend,
        shades: [Shade::Completion, Shade::Red]
            .iter()
            .map(|one| {
                (view.url.with("map", one.as_str()).href() + "#map", lang.t(shade_name(*one)), *one == shade)
            })
            .collect(),
        bars: bars(view, &places, time),
        bars_note: lang.with("statistics-bars-note", "progress", time.percent(1)),
        months: months.iter().map(|past| (past.period.to_string(), past.is_published)).collect(),
        has_drafts: months.iter().any(|past| !past.is_published),
        rows,
    })
}

const fn shade_name(shade: Shade) -> &'static str {
    match shade {
        Shade::Completion => "statistics-map-completion",
        Shade::Red => "statistics-map-red",
    }
}

fn value(told: &Told, shade: Shade) -> Option<Ratio> {
    match shade {
        Shade::Completion => told.completion(),
        Shade::Red => told.lights.share(Light::Red),
    }
}

fn percent(rate: Option<Ratio>) -> String {
    rate.map_or(NONE.to_owned(), |rate| format!("{}%", rate.percent(1)))
}

fn map(view: &View<'_>, places: &[Place<'_>], shade: Shade) -> Result<(String, String)> {
    let lang = view.words.lang;
    let rates: Vec<Option<Ratio>> =
        places.iter().map(|place| place.told.and_then(|told| value(told, shade))).collect();
    let known: Vec<i64> = rates.iter().flatten().map(|rate| rate.basis_points()).collect();
    let breaks = Breaks::quantile(&known, STEP);
    let figures: Vec<(String, String)> = places
        .iter()
        .zip(&rates)
        .map(|(place, rate)| {
            let shown = rate.map(|rate| percent(Some(rate))).unwrap_or_default();
            let sentence = if rate.is_some() {
                let parts = [
                    ("city", place.name.clone()),
                    ("what", lang.t(shade_name(shade))),
                    ("rate", shown.clone()),
                ];
                lang.all("statistics-map-city", &parts)
            } else {
                lang.with("statistics-map-city-none", "city", &place.name)
            };
            (shown, sentence)
        })
        .collect();
    let areas: Vec<Area<'_>> = places
        .iter()
        .zip(&rates)
        .zip(&figures)
        .map(|((place, rate), (shown, sentence))| Area {
            adcode: &place.code,
            name: &place.short,
            value: shown,
            class: rate.map(|rate| breaks.class(rate.basis_points())),
            sentence,
            href: &place.href,
        })
        .collect();
    let (label, note) = (lang.t(shade_name(shade)), lang.t("overview-map-note"));
    let svg = reference::outline()?.render(MapWords { label: &label, note: &note }, &areas);
    let classes = breaks.legend(|points| percent(Ratio::of(points, 10_000)));
    let none = lang.t("statistics-map-none");
    // The outline has every city of the province, and a reader may know fewer.
    let has_gaps = known.len() < view.found.book.cities().count();
    Ok((svg, legend(&classes, has_gaps.then_some(none.as_str()))))
}

fn bars(view: &View<'_>, places: &[Place<'_>], time: Ratio) -> String {
    let grouping = view.found.bulletin.groupings.iter().find(|grouping| grouping.by == Dimension::City);
    let place_of = |code: &str| {
        let group = grouping?.groups.iter().find(|group| group.key.as_deref() == Some(code))?;
        group.ranks.completion_rate
    };
    let rates: Vec<Option<Ratio>> =
        places.iter().map(|place| place.told.and_then(Told::completion)).collect();
    let texts: Vec<String> = places
        .iter()
        .zip(&rates)
        .map(|(place, rate)| match place_of(&place.code) {
            Some(rank) => format!("{} · {rank}", percent(*rate)),
            None => percent(*rate),
        })
        .collect();
    let bars: Vec<Bar<'_>> = places
        .iter()
        .zip(rates.iter().zip(&texts))
        .map(|(place, (rate, text))| Bar {
            label: &place.short,
            value: rate.map(Ratio::basis_points),
            text,
            href: &place.href,
        })
        .collect();
    ranked_against(&bars, Some(time.basis_points()))
}

fn row<'a>(
    view: &View<'_>,
    name: String,
    months: &[&'a Past],
    told: impl Fn(&'a Past) -> Option<&'a Told>,
    is_sum: bool,
) -> ChartRow {
    let lang = view.words.lang;
    let known: Vec<Option<&Told>> = months.iter().copied().map(told).collect();
    let rates: Vec<Option<Ratio>> = known.iter().map(|told| told.and_then(Told::completion)).collect();
    let points: Vec<Option<i64>> = rates.iter().map(|rate| rate.map(Ratio::basis_points)).collect();
    let said: Vec<String> = months
        .iter()
        .zip(&rates)
        .filter_map(|(past, rate)| Some(format!("{} {}", past.period, percent(Some((*rate)?)))))
        .collect();
    let sentence = [("name", name.clone()), ("figures", said.join(&lang.t("bulletins-comma")))];
    let newest = known.last().copied().flatten();
    ChartRow {
        is_sum,
        line: sparkline(&points, 10_000, &lang.all("statistics-line", &sentence)),
        rates: rates.into_iter().map(percent).collect(),
        gap: newest.and_then(|told| told.progress_gap_pp.clone()).unwrap_or_else(|| NONE.to_owned()),
        red: newest.map_or(NONE.to_owned(), |told| format!("{} ÷ {}", told.lights.red, told.lights.count())),
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_with_the_same_printed_rate_share_a_shade() {
        let rates = [Ratio::of(4001, 10_000), Ratio::of(4004, 10_000), Ratio::of(9, 10)];
        let points: Vec<i64> = rates.iter().flatten().map(|rate| rate.basis_points()).collect();
        let breaks = Breaks::quantile(&points, STEP);
        assert_eq!(breaks.class(points[0]), breaks.class(points[1]));
        let legend: Vec<String> = breaks
            .legend(|points| percent(Ratio::of(points, 10_000)))
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(legend, ["40.0%–89.9%", "≥90.0%"]);
    }
}
