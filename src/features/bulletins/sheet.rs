//! The bulletin as a workbook: the cities, the other groups, the red lights, the late and missing reports, and every
//! project that the reader may see by name. The figures are those of the page, amounts in 万元 without loss.

use super::edition::Edition;
use super::model::Line;
use super::printed::{GROUPED, Group, Places, Told};
use super::table::{COLUMNS, Column, Figure};
use super::tasks::TaskRow;
use super::words::{NONE, TaskView, Words, percent};
use crate::context::Context;
use crate::features::indicators::Dimension;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::sheet::write::{Entry, Heading, Line as Row, Table, to_xlsx_book};

/// The workbook of an edition; `taken` says who takes it away and when.
///
/// # Errors
/// When it cannot be written.
pub fn workbook(
    edition: &Edition,
    words: Words<'_>,
    (ctx, now): (&Context, Instant),
    taken: &str,
) -> Result<Vec<u8>> {
    let lang = words.lang;
    let proof = edition.frozen.as_ref().map(|frozen| {
        let id = if edition.is_extract { "bulletins-hash-whole" } else { "bulletins-hash" };
        lang.with(id, "hash", &frozen.hash)
    });
    let mark = ctx.instance.demonstration.then(|| lang.t("projects-export-demonstration"));
    let captions: Vec<String> = mark
        .into_iter()
        .chain([words.standing(edition)])
        .chain(words.extract(edition))
        .chain(proof.iter().cloned())
        .collect();
    let mut properties = vec![("instance".to_owned(), ctx.instance.id.clone())];
    if let Some(frozen) = &edition.frozen {
        properties.push(("period".to_owned(), edition.month.period.to_string()));
        properties.push(("version".to_owned(), frozen.imprint.version.to_string()));
        properties.push(("hash".to_owned(), frozen.hash.clone()));
    }
    let base = |sheet: &str, columns, rows| Table {
        sheet: lang.t(sheet),
        title: words.title(edition.month.period),
        captions: captions.clone(),
        columns,
        rows,
        notes: Vec::new(),
        footer: [proof.clone().unwrap_or_default(), taken.to_owned()].join(" ").trim().to_owned(),
        key_header: None,
        properties: properties.clone(),
        created: now,
    };
    let notes = ["indicators-completion-rate-formula", "indicators-progress-gap-formula"]
        .into_iter()
        .chain(["indicators-start-rate-formula", "indicators-start-rate-new-formula"])
        .chain([
            "indicators-enrolment-rate-formula",
            "updates-discipline-formula",
            "indicators-count-measure",
        ])
        .map(|id| lang.with("projects-export-note", "text", lang.t(id)));
    let foreword = edition.frozen.as_ref().and_then(|frozen| frozen.imprint.foreword.clone());
    let cities = Table {
        notes: foreword.into_iter().chain(words.summary(edition)).chain(notes).collect(),
        ..base("bulletins-sheet-cities", heads(words, &["bulletins-column-city"]), cities(edition, words))
    };
    let groups = base(
        "bulletins-sheet-groups",
        heads(words, &["bulletins-column-kind", "bulletins-column-group"]),
        groups(edition, words),
    );
    let red: Vec<&Line> = edition.red().collect();
    let unpunctual = edition.unpunctual();
    let all: Vec<&Line> = edition.lines().collect();
    let projects =
        |sheet: &str, lines: &[&Line]| base(sheet, project_heads(words), project_rows(words, lines));
    let mut others = vec![
        groups,
        projects("bulletins-sheet-red", &red),
        projects("bulletins-sheet-unpunctual", &unpunctual),
    ];
    if edition.tasks().next().is_some() {
        others.push(base("bulletins-sheet-tasks", task_heads(words), task_rows(words, edition)));
    }
    others.push(projects("bulletins-sheet-projects", &all));
    to_xlsx_book(&cities, &others)
}

fn heads(words: Words<'_>, first: &[&str]) -> Vec<Heading> {
    let lang = words.lang;
    let names = first.iter().map(|id| Heading::new(lang.t(id), 16.0));
    let figures = COLUMNS.iter().map(|column| {
        let name = column.name(lang);
        let is_amount = matches!(column.figure, Figure::Amount(_));
        Heading::new(if is_amount { lang.with("bulletins-in-wan", "name", name) } else { name }, 12.0)
    });
    names.chain(figures).collect()
}

fn cells(told: &Told, places: Places) -> impl Iterator<Item = Entry> + '_ {
    let cell = move |column: &Column| match &column.figure {
        Figure::Number(of) => Entry::Integer(of(told)),
        Figure::Amount(of) => Entry::MoneyWan(of(told)),
        Figure::Place(of) => {
            of(places).map_or_else(|| Entry::Text(NONE.to_owned()), |place| Entry::Integer(place.into()))
        }
        Figure::Rate(..) => Entry::Text(column.text(told, places)),
    };
    COLUMNS.iter().map(cell)
}

fn cities(edition: &Edition, words: Words<'_>) -> Vec<Row> {
    let whole = [Entry::Text(words.lang.t("indicators-whole"))];
    let whole = Row {
        key: String::new(),
        cells: whole.into_iter().chain(cells(&edition.sheet.whole, Places::default())).collect(),
        is_subtotal: true,
    };
    let city = |city: &Group| Row {
        key: String::new(),
        cells: [Entry::Text(words.group(Dimension::City, city.key.as_deref()))]
            .into_iter()
            .chain(cells(&city.told, city.ranks))
            .collect(),
        is_subtotal: false,
    };
    std::iter::once(whole).chain(edition.sheet.cities.iter().map(city)).collect()
}

fn groups(edition: &Edition, words: Words<'_>) -> Vec<Row> {
    let of_kind = |by: &Dimension| {
        let (by, kind) = (*by, words.dimension(*by));
        edition.sheet.groups(by).iter().map(move |group| Row {
            key: String::new(),
            cells: [Entry::Text(kind.clone()), Entry::Text(words.group(by, group.key.as_deref()))]
                .into_iter()
                .chain(cells(&group.told, group.ranks))
                .collect(),
            is_subtotal: false,
        })
    };
    GROUPED.iter().filter(|by| **by != Dimension::City).flat_map(of_kind).collect()
}

/// Header and width of a project's columns.
const PROJECT: [(&str, f64); 13] = [
    ("bulletins-column-name", 40.0),
    ("bulletins-column-unit", 28.0),
    ("bulletins-column-place", 18.0),
    ("bulletins-column-class", 10.0),
    ("bulletins-column-stage", 10.0),
    ("indicators-annual-plan", 14.0),
    ("indicators-ytd", 14.0),
    ("indicators-cumulative", 14.0),
    ("indicators-completion-rate", 12.0),
    ("bulletins-column-light", 10.0),
    ("bulletins-column-why", 48.0),
    ("bulletins-column-report", 10.0),
    ("bulletins-column-reporter", 14.0),
];

fn project_heads(words: Words<'_>) -> Vec<Heading> {
    let lang = words.lang;
    let head = |(id, width): &(&str, f64)| {
        let is_money = ["indicators-annual-plan", "indicators-ytd", "indicators-cumulative"].contains(id);
        let name = lang.t(id);
        Heading::new(if is_money { lang.with("bulletins-in-wan", "name", name) } else { name }, *width)
    };
    PROJECT.iter().map(head).collect()
}

fn task_heads(words: Words<'_>) -> Vec<Heading> {
    let columns = [
        ("supervised-text", 60.0),
        ("bulletins-column-name", 40.0),
        ("bulletins-column-place", 18.0),
        ("supervised-owner", 24.0),
        ("supervised-due", 12.0),
        ("supervised-state", 12.0),
    ];
    columns.map(|(id, width)| Heading::new(words.lang.t(id), width)).to_vec()
}

fn task_rows(words: Words<'_>, edition: &Edition) -> Vec<Row> {
    let row = |task: &TaskRow| {
        let view = TaskView::new(words, task);
        let cells = [view.text, view.project, view.place, view.owner, view.due_on, view.state.1];
        Row { key: String::new(), cells: cells.map(Entry::Text).to_vec(), is_subtotal: false }
    };
    edition.tasks().map(row).collect()
}

fn project_rows(words: Words<'_>, lines: &[&Line]) -> Vec<Row> {
    let text = |text: Option<&str>| text.map_or(Entry::Empty, |text| Entry::Text(text.to_owned()));
    let money = |money: Option<Money>| money.map_or(Entry::Empty, Entry::MoneyWan);
    let row = |line: &&Line| {
        let facts = &line.measured;
        let rate = facts.completion().map(|rate| rate.percent(1));
        let word = |prefix: &str, word: Option<&str>| {
            word.map_or_else(|| NONE.to_owned(), |word| words.lang.word(prefix, word))
        };
        Row {
            key: String::new(),
            cells: vec![
                Entry::Text(line.name.clone()),
                text(line.unit.as_deref()),
                Entry::Text(words.place(facts.division)),
                Entry::Text(word("class", facts.class.map(|class| class.as_str()))),
                Entry::Text(word("stage", facts.stage.map(|stage| stage.as_str()))),
                money(facts.annual_plan),
                money(facts.ytd),
                money(facts.cumulative),
                Entry::Text(percent(rate.as_ref())),
                Entry::Text(facts.light.map_or_else(|| NONE.to_owned(), |light| words.light(light))),
                text(line.why.as_ref().map(|why| why.said(words.lang))),
                Entry::Text(words.duty(line.duty)),
                text(line.reporter.as_deref()),
            ],
            is_subtotal: false,
        }
    };
    lines.iter().map(row).collect()
}
