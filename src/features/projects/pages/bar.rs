//! The filter bar above the registry, and the chips that name the filters in force.

use super::controls::{Choice, Choices, chains, choice, industries, single, worded};
use super::words::Words;
use crate::features::projects::filter::Filter;
use crate::features::projects::model::{Class, Nature, Stage};
use crate::kernel::division::Scope;
use crate::web::listing::{Chip, ListUrl};

/// The bar with what is chosen in it.
pub struct Bar {
    /// Keywords.
    pub q: String,
    /// Cities to tick.
    pub cities: Vec<Choice>,
    /// Whether the cities stand open: some are ticked.
    pub open: bool,
    /// What is ticked, in short.
    pub cities_chosen: String,
    /// One of each.
    pub selects: Vec<Select>,
    /// Sent along: what the bar does not ask for and should not forget.
    pub kept: Vec<(&'static str, String)>,
}

/// A select of the bar.
pub struct Select {
    /// As the address spells it.
    pub name: &'static str,
    /// In the reader's language.
    pub label: String,
    /// With a blank one for all.
    pub groups: Vec<Choices>,
}

/// The bar for `url`. Places are those that `scope` covers.
pub fn bar(words: Words<'_>, scope: &Scope, year: i32, url: &ListUrl) -> Bar {
    let Words { lang, book } = words;
    let chosen: Vec<&str> = url.values("city").collect();
    let cities: Vec<Choice> = book
        .cities()
        .filter(|city| {
            scope.places().iter().any(|mine| mine.contains(city.code) || city.code.contains(*mine))
        })
        .map(|city| {
            let value = city.code.to_string();
            Choice {
                selected: chosen.contains(&value.as_str()),
                value,
                label: book.short_name(lang, city.code),
            }
        })
        .collect();
    let ticked: Vec<&Choice> = cities.iter().filter(|city| city.selected).collect();
    let cities_chosen = match ticked.as_slice() {
        [] => lang.t("projects-filter-all"),
        [one] => one.label.clone(),
        several => lang.with("projects-filter-cities", "count", several.len()),
    };
    let now = |name: &str| url.values(name).next().unwrap_or_default().to_owned();
    let select = |name: &'static str, field: &str, groups: Vec<Choices>| Select {
        name,
        label: words.label(field),
        groups: single(vec![choice(String::new(), lang.t("projects-filter-all"), &now(name))])
            .into_iter()
            .chain(groups)
            .collect(),
    };
    let worded =
        |prefix: &str, all: Vec<&'static str>| single(worded(lang, prefix, all.into_iter(), &now(prefix)));
    let any = choice("any".to_owned(), lang.t("projects-filter-missing-any"), &now("missing"));
    Bar {
        q: now("q"),
        open: !ticked.is_empty(),
        cities_chosen,
        selects: vec![
            select("stage", "stage", worded("stage", Stage::ALL.iter().map(|one| one.as_str()).collect())),
            select("class", "class", worded("class", Class::ALL.iter().map(|one| one.as_str()).collect())),
            select(
                "nature",
                "nature",
                worded("nature", Nature::ALL.iter().map(|one| one.as_str()).collect()),
            ),
            select("industry", "industry", industries(lang, book, year, &now("industry"))),
            select("chain", "chain_id", single(chains(lang, book, &now("chain")))),
            select("missing", "missing", single(vec![any])),
        ],
        kept: ["sort", "per_page", "county"]
            .into_iter()
            .flat_map(|name| url.values(name).map(move |value| (name, value.to_owned())).collect::<Vec<_>>())
            .collect(),
        cities,
    }
}

/// A chip for each filter in force, in the order of the bar.
pub fn chips(words: Words<'_>, filter: &Filter, url: &ListUrl) -> Vec<Chip> {
    let Words { lang, book } = words;
    let mut chips = Vec::new();
    let mut add = |name: &str, value: &str, label: String| {
        chips.push(Chip { label, href: url.without_value(name, value).href() });
    };
    for code in &filter.city {
        add("city", code.as_str(), book.name(lang, *code));
    }
    for code in &filter.county {
        let name = book.name(lang, *code);
        let label = if code.is_county() { name } else { lang.with("projects-filter-exactly", "place", name) };
        add("county", code.as_str(), label);
    }
    for name in ["stage", "class", "nature", "side_state", "light"] {
        for word in url.values(name) {
            add(name, word, lang.word(name, word));
        }
    }
    for name in url.values("industry") {
        add("industry", name, book.industry_name(lang, name));
    }
    for id in url.values("chain") {
        let named = id.parse().map_or_else(|_| id.to_owned(), |id| book.chain_name(lang, id));
        add("chain", id, named);
    }
    for name in url.values("missing") {
        let label = if name == "any" {
            lang.t("projects-filter-missing-any")
        } else {
            lang.with("projects-filter-missing-one", "field", words.label(name))
        };
        add("missing", name, label);
    }
    for quarter in url.values("list") {
        add("list", quarter, lang.with("projects-filter-list", "quarter", quarter));
    }
    for name in ["park", "parent", "segment", "ids"] {
        for id in url.values(name) {
            add(
                name,
                id,
                lang.all("projects-filter-other", &[("name", name.to_owned()), ("value", id.to_owned())]),
            );
        }
    }
    for q in url.values("q") {
        add("q", q, lang.with("projects-filter-words", "words", q));
    }
    chips
}
