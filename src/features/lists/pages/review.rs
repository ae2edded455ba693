//! The review sheet: every nomination on one page, filtered and sorted by the address, with the counts against the
//! target beside it. One row or many are decided in one form; each row carries the version that the reviewer has seen.

use super::cycle::Cycle;
use super::parts::{EntryView, HeadView, error_of, row_errors};
use super::{Asked, Refused};
use crate::context::Context;
use crate::draw::meter::meter;
use crate::features::lists::counting::Remark;
use crate::features::lists::model::{Entry, NominationState};
use crate::features::lists::store::LiveList;
use crate::features::lists::totals::{Meters, Tally};
use crate::features::lists::words::Words;
use crate::features::lists::words::state_text;
use crate::features::projects::Class;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Error;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::paging::Sort;
use crate::web::listing::{Chip, Heading, ListUrl};
use crate::web::{Caller, Form, PageResult, Shell, html_with_status};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

/// Fields of the forms that publish and let a city in; their refusals stand beside them.
const ELSEWHERE: [&str; 6] = ["number", "publish-reason", "publish", "city", "until", "unlock-reason"];
/// What the sheet may be sorted by; the official order first.
const SORTS: [&str; 6] = ["official", "name", "city", "stage", "total", "state"];

#[derive(Template)]
#[template(path = "features/lists/templates/review.html")]
struct ReviewPage {
    shell: Shell,
    head: HeadView,
    errors: Vec<(String, String)>,
    /// Query of the present filters, to come back to after a deed.
    query: String,
    q: String,
    selects: Vec<Select>,
    chips: Vec<Chip>,
    headings: Vec<Heading>,
    rows: Vec<EntryView>,
    /// Address that ticks every undecided row shown.
    tick_all: String,
    /// What the rows are: how many, their sum.
    shown: String,
    undecided: i64,
    /// The bar against the target with its figures.
    target: (String, String),
    groups: Vec<Meter>,
    publish: Publish,
    /// Whether something came over from the list before, which has decisions of its own.
    has_carried: bool,
    /// Remarks about counting twice, and the cities that were let in again.
    cycle: Cycle,
}

/// A filter of the address.
struct Select {
    name: &'static str,
    label: String,
    /// Value, label, whether it is chosen.
    options: Vec<(String, String, bool)>,
}

/// A table of bars: what it counts by, then name, bar and figures of each group.
struct Meter {
    title: String,
    lines: Vec<(String, String, String)>,
}

/// The form that publishes.
struct Publish {
    number: String,
    number_error: Option<String>,
    reason: String,
    reason_error: Option<String>,
    /// Sentences of what still stands in the way, or will have to be explained.
    gates: Vec<String>,
    /// What refused the last try as a whole.
    refusal: Option<String>,
}

/// Shows the sheet.
pub(super) fn render(
    ctx: &Context,
    caller: &Caller,
    shell: Shell,
    words: Words,
    (live, remarks): (LiveList, Vec<Remark>),
    asked: Asked,
    refused: Refused,
) -> PageResult {
    let lang = shell.lang;
    let sort = match asked.filter.text("sort") {
        None => Sort { field: SORTS[0], descending: false },
        Some(text) => Sort::parse(text, &SORTS).map_err(|why| Error::field("sort", why))?,
    };
    let tick_all = asked.filter.has("tick");
    let filter = Filter::of(&asked.filter);
    let mut rows: Vec<&Entry> = live.entries.iter().filter(|entry| filter.takes(entry)).collect();
    order(&mut rows, sort, &words);
    let sum = Money::sum(rows.iter().filter_map(|entry| entry.project.facts.total_investment));
    let shown =
        [("count", rows.len().to_string()), ("total", sum.map(|sum| sum.yi_text(1)).unwrap_or_default())];
    let page = ReviewPage {
        head: HeadView::of(ctx, &words, &live.head),
        errors: row_errors(lang, &refused, &ELSEWHERE),
        query: asked.url.without("tick").at("").href(),
        q: asked.filter.raw("q").to_owned(),
        selects: selects(&words, &live.entries, &asked.filter),
        chips: chips(&words, &asked),
        headings: headings(&words, sort, &asked.url),
        rows: rows
            .into_iter()
            .map(|entry| {
                let mut row = EntryView::of(&words, entry, &refused, ctx.zone);
                row.ticked |= tick_all && entry.state == NominationState::Nominated;
                row
            })
            .collect(),
        tick_all: asked.url.with("tick", "all").href(),
        shown: lang.all("lists-shown", &shown),
        undecided: live.entries.iter().filter(|entry| entry.is_undecided()).count() as i64,
        target: against_target(&words, &live.meters),
        groups: groups(&words, &live.meters),
        publish: publish(&words, &live, &remarks, &refused),
        has_carried: live.entries.iter().any(|entry| entry.carried),
        cycle: Cycle::of(ctx, caller, &words, &live, remarks, &refused),
        shell,
    };
    Ok(html_with_status(refused.status(), &page))
}

/// The filters of the address, ready to ask each entry.
struct Filter {
    keyword: String,
    city: Option<String>,
    class: Option<String>,
    industry: Option<String>,
    state: Option<String>,
}

impl Filter {
    fn of(form: &Form) -> Self {
        let word = |name: &str| form.text(name).map(str::to_owned);
        Self {
            keyword: form.raw("q").trim().to_lowercase(),
            city: word("city"),
            class: word("class"),
            industry: word("industry"),
            state: word("state"),
        }
    }

    fn takes(&self, entry: &Entry) -> bool {
        let facts = &entry.project.facts;
        let same =
            |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        let said = |text: &str| text.to_lowercase().contains(&self.keyword);
        (said(&facts.name) || facts.unit.as_deref().is_some_and(said))
            && same(&self.city, &facts.division.city().map(|city| city.to_string()).unwrap_or_default())
            && same(&self.class, entry.class.as_str())
            && same(&self.industry, facts.industry.as_deref().unwrap_or_default())
            && same(&self.state, entry.state.as_str())
    }
}

/// The entries come in the official order; sorting is stable, so equal ones stay in it.
fn order(rows: &mut [&Entry], sort: Sort, words: &Words) {
    match sort.field {
        "name" => rows.sort_by(|a, b| a.project.facts.name.cmp(&b.project.facts.name)),
        "city" => rows.sort_by_key(|entry| entry.project.facts.division.city()),
        "stage" => rows.sort_by_key(|entry| entry.project.facts.stage),
        "total" => rows.sort_by_key(|entry| entry.project.facts.total_investment),
        "state" => rows.sort_by_cached_key(|entry| words.state(Some(entry.state))),
        _ => {}
    }
    if sort.descending {
        rows.reverse();
    }
}

fn headings(words: &Words, sort: Sort, url: &ListUrl) -> Vec<Heading> {
    let lang = words.lang;
    let sorting = |label, class, field, down| Heading::sorting(lang.t(label), class, field, down, sort, url);
    vec![
        sorting("lists-column-name", "pin", "name", false),
        sorting("lists-column-city", "", "city", false),
        Heading::plain(lang.t("lists-column-class"), ""),
        sorting("lists-column-stage", "", "stage", false),
        sorting("lists-column-total", "n", "total", true),
        sorting("lists-column-state", "", "state", false),
    ]
}

/// What may be filtered by: only values that occur.
fn selects(words: &Words, entries: &[Entry], form: &Form) -> Vec<Select> {
    let lang = words.lang;
    let cities: BTreeSet<DivisionCode> =
        entries.iter().filter_map(|entry| entry.project.facts.division.city()).collect();
    let industries: BTreeSet<&str> =
        entries.iter().filter_map(|entry| entry.project.facts.industry.as_deref()).collect();
    let cities = cities.into_iter().map(|city| (city.to_string(), words.city(Some(city)))).collect();
    let classes =
        Class::ALL.iter().map(|class| (class.to_string(), lang.word("class", class.as_str()))).collect();
    let industries =
        industries.into_iter().map(|code| (code.to_owned(), words.industry(Some(code)))).collect();
    let states =
        NominationState::ALL.iter().map(|state| (state.to_string(), lang.t(state_text(*state)))).collect();
    let select = |(name, label, values): (&'static str, &str, Vec<(String, String)>)| {
        let chosen = form.raw(name);
        let options = values.into_iter().map(|(value, label)| {
            let is_chosen = value == chosen;
            (value, label, is_chosen)
        });
        Select { name, label: lang.t(label), options: options.collect() }
    };
    vec![
        select(("city", "lists-column-city", cities)),
        select(("class", "lists-column-class", classes)),
        select(("industry", "lists-industry", industries)),
        select(("state", "lists-column-state", states)),
    ]
}

/// The filters in force.
fn chips(words: &Words, asked: &Asked) -> Vec<Chip> {
    let lang = words.lang;
    let named = |name: &str, value: &str| match name {
        "city" => DivisionCode::parse(value).map_or_else(|_| value.to_owned(), |city| words.city(Some(city))),
        "class" => value.parse::<Class>().map_or_else(|_| value.to_owned(), |_| lang.word("class", value)),
        "industry" => words.industry(Some(value)),
        "state" => value.parse().map_or_else(|_| value.to_owned(), |state| lang.t(state_text(state))),
        _ => value.to_owned(),
    };
    ["q", "city", "class", "industry", "state"]
        .into_iter()
        .filter_map(|name| {
            let value = asked.filter.text(name)?;
            Some(Chip { label: named(name, value), href: asked.url.without(name).href() })
        })
        .collect()
}

fn against_target(words: &Words, meters: &Meters) -> (String, String) {
    let figures = [("count", meters.accepted.count.to_string()), ("target", meters.target.to_string())];
    (meter(meters.accepted.count, meters.target.into()), words.lang.all("lists-accepted-target", &figures))
}

/// Accepted of all that are accepted or wait, by city, class and industry.
fn groups(words: &Words, meters: &Meters) -> Vec<Meter> {
    let lang = words.lang;
    let lines = |accepted: &[Tally], waiting: &[Tally], name: &dyn Fn(Option<&str>) -> String| {
        let mut counts: BTreeMap<(bool, Option<&str>), (i64, i64)> = BTreeMap::new();
        for (tallies, is_accepted) in [(accepted, true), (waiting, false)] {
            for tally in tallies {
                let key = tally.key.as_deref();
                let group = counts.entry((key.is_none(), key)).or_default();
                group.0 += if is_accepted { tally.count } else { 0 };
                group.1 += tally.count;
            }
        }
        counts
            .into_iter()
            .map(|((_, key), (done, all))| (name(key), meter(done, all), format!("{done} / {all}")))
            .collect::<Vec<_>>()
    };
    let city = |key: Option<&str>| words.city(key.and_then(|key| DivisionCode::parse(key).ok()));
    let class = |key: Option<&str>| key.map(|key| lang.word("class", key)).unwrap_or_default();
    let industry = |key: Option<&str>| words.industry(key);
    let (accepted, waiting) = (&meters.accepted, &meters.waiting);
    [
        ("lists-by-class", lines(&accepted.by_class, &waiting.by_class, &class)),
        ("lists-by-city", lines(&accepted.by_city, &waiting.by_city, &city)),
        ("lists-by-industry", lines(&accepted.by_industry, &waiting.by_industry, &industry)),
    ]
    .into_iter()
    .map(|(title, lines)| Meter { title: lang.t(title), lines })
    .collect()
}

/// What the gate of publication will say, before it is asked.
fn publish(words: &Words, live: &LiveList, remarks: &[Remark], refused: &Refused) -> Publish {
    let lang = words.lang;
    let mut gates = Vec::new();
    let undecided = live.entries.iter().filter(|entry| entry.is_undecided()).count();
    if undecided > 0 {
        gates.push(Message::new("lists-gate-undecided").with("count", undecided));
    }
    let open = remarks.iter().filter(|remark| remark.justified.is_none()).count();
    if open > 0 {
        gates.push(Message::new("lists-gate-counted-twice").with("count", open));
    }
    match live.meters.off_target() {
        0 => {}
        short @ ..=-1 => gates.push(Message::new("lists-gate-short").with("count", -short)),
        over => gates.push(Message::new("lists-gate-over").with("count", over)),
    }
    Publish {
        number: refused.form.raw("number").to_owned(),
        number_error: error_of(lang, refused, "number"),
        reason: refused.form.raw("publish-reason").to_owned(),
        reason_error: error_of(lang, refused, "publish-reason"),
        gates: gates.iter().map(|gate| lang.render(gate)).collect(),
        refusal: error_of(lang, refused, "publish"),
    }
}

impl Publish {
    /// Whether the last try was refused.
    fn is_refused(&self) -> bool {
        self.refusal.is_some() || self.number_error.is_some() || self.reason_error.is_some()
    }
}
