//! The page of a month, finished for its template.

use super::aside::{self, DeedForm};
use super::{Asked, Found};
use crate::features::bulletins::edition::Edition;
use crate::features::bulletins::model::Line;
use crate::features::bulletins::printed::{Group, Places, Told};
use crate::features::bulletins::table::COLUMNS;
use crate::features::bulletins::words::{TaskView, Words};
use crate::features::indicators::Dimension;
use crate::features::projects::Light;
use crate::features::updates::ObligationState;
use crate::web::{Caller, Shell};
use askama::Template;
use chrono_tz::Tz;

#[derive(Template)]
#[template(path = "features/bulletins/templates/month.html")]
pub(super) struct MonthPage {
    shell: Shell,
    period: String,
    month: String,
    title: String,
    standing: String,
    is_published: bool,
    /// Nothing is owed, and why.
    empty: Option<String>,
    /// What the reader must know first: tone and sentence.
    notices: Vec<(&'static str, String)>,
    /// Anchor, field and sentence of everything refused.
    errors: Vec<(String, String, String)>,
    /// `?version=` of the links, where the page shows a named version.
    query: String,
    foreword: Vec<String>,
    summary: Vec<String>,
    heads: Vec<String>,
    rows: Vec<TableRow>,
    /// Projects with a red light, by name.
    red: Vec<ProjectRow>,
    /// Late and missing reports.
    unpunctual: Vec<ProjectRow>,
    /// 督办.
    tasks: Vec<TaskView>,
    /// How many there are in the province, where the reader sees fewer by name.
    unseen: Option<String>,
    /// Whose, what, as it was printed, as it is right.
    changes: Vec<(String, String, String, String)>,
    facts: Vec<(String, String)>,
    /// Hash, hash of the version before.
    hashes: Vec<(String, String)>,
    /// Address, name, time, whether it is shown.
    versions: Vec<(String, String, String, bool)>,
    definitions: Vec<String>,
    form: Option<DeedForm>,
}

/// A row of the table.
pub(super) struct TableRow {
    is_sum: bool,
    name: String,
    /// The rows behind it, where the reader may see them.
    href: Option<String>,
    /// Column and figure.
    cells: Vec<(String, String)>,
}

/// A project by name.
pub(super) struct ProjectRow {
    id: i64,
    name: String,
    unit: String,
    place: String,
    why: String,
    report: (&'static str, String),
    reporter: String,
}

impl MonthPage {
    /// Puts the page together.
    pub fn new(shell: Shell, caller: &Caller, found: &Found, asked: &Asked, zone: Tz) -> Self {
        let Found { edition, .. } = found;
        let lang = shell.lang;
        let words = Words { lang, book: &found.book, zone };
        let frozen = edition.frozen.as_ref();
        let period = edition.month.period;
        let query = asked.version.map(|version| format!("?version={version}")).unwrap_or_default();
        let columns = || COLUMNS.iter().filter(|column| column.on_paper);
        Self {
            period: period.to_string(),
            month: words.month(period),
            title: words.title(period),
            standing: words.standing(edition),
            is_published: frozen.is_some(),
            empty: edition.month.lines.is_empty().then(|| {
                lang.t(if found.is_over {
                    "bulletins-empty-nothing-owed"
                } else {
                    "bulletins-empty-not-over"
                })
            }),
            notices: notices(words, found),
            errors: errors(&shell, asked),
            query,
            foreword: frozen
                .and_then(|frozen| frozen.imprint.foreword.as_ref())
                .map(|text| text.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            summary: words.summary(edition),
            heads: columns().map(|column| column.name(lang)).collect(),
            rows: rows(words, edition),
            red: edition.red().map(|line| project(words, line)).collect(),
            unpunctual: edition.unpunctual().into_iter().map(|line| project(words, line)).collect(),
            tasks: edition.tasks().map(|task| TaskView::new(words, task)).collect(),
            unseen: unseen(words, edition),
            changes: found.before.as_ref().map(|before| changes(words, before, edition)).unwrap_or_default(),
            facts: aside::facts(words, edition),
            hashes: aside::hashes(words, edition),
            versions: aside::versions(words, found),
            definitions: aside::definitions(words),
            form: aside::form(caller, found, asked),
            shell,
        }
    }
}

fn notices(words: Words<'_>, found: &Found) -> Vec<(&'static str, String)> {
    let (lang, edition) = (words.lang, &found.edition);
    let mut notices = Vec::new();
    match &edition.frozen {
        Some(frozen) if frozen.newest > frozen.imprint.version => {
            notices.push(("warn", lang.with("bulletins-superseded", "newest", frozen.newest)));
        }
        Some(_) => {}
        None if edition.month.lines.is_empty() => return notices,
        None => {
            notices.push(("info", lang.t("bulletins-draft")));
            let still = edition.month.still_due();
            if let Some(due) = edition.month.due_at.filter(|_| still > 0) {
                let parts = [("count", still.to_string()), ("due", due.local_text(words.zone))];
                notices.push(("warn", lang.all("bulletins-draft-due", &parts)));
            }
            if edition.month.waiting > 0 {
                notices.push(("warn", lang.with("bulletins-draft-waiting", "count", edition.month.waiting)));
            }
        }
    }
    notices.extend(words.extract(edition).map(|text| ("info", text)));
    notices
}

fn errors(shell: &Shell, asked: &Asked) -> Vec<(String, String, String)> {
    let label = |field: &str| match field {
        "number" => "bulletins-number",
        "foreword" => "bulletins-foreword",
        "reason" => "bulletins-reason",
        "figures" => "bulletins-figures",
        _ => "bulletins-deed",
    };
    let anchor = |field: &str| match field {
        "number" | "foreword" | "reason" => field.to_owned(),
        _ => "deed".to_owned(),
    };
    asked
        .refused
        .iter()
        .map(|one| (anchor(&one.field), shell.t(label(&one.field)), shell.lang.render(&one.message)))
        .collect()
}

fn rows(words: Words<'_>, edition: &Edition) -> Vec<TableRow> {
    let cells = |told: &Told, places: Places| {
        let shown = COLUMNS.iter().filter(|column| column.on_paper);
        shown.map(|column| (column.name(words.lang), column.text(told, places))).collect()
    };
    let period = edition.month.period;
    let version = edition.frozen.as_ref().filter(|frozen| frozen.newest > frozen.imprint.version);
    let version = version.map(|frozen| format!("&version={}", frozen.imprint.version)).unwrap_or_default();
    let drill = |key: &str| format!("/statistics?period={period}{version}&by=city&key={key}#rows");
    let whole = TableRow {
        is_sum: true,
        name: words.lang.t("indicators-whole"),
        href: None,
        cells: cells(&edition.sheet.whole, Places::default()),
    };
    let city = |city: &Group| TableRow {
        is_sum: false,
        name: words.group(Dimension::City, city.key.as_deref()),
        href: city.key.as_deref().filter(|key| edition.shows_key(key)).map(drill),
        cells: cells(&city.told, city.ranks),
    };
    std::iter::once(whole).chain(edition.sheet.cities.iter().map(city)).collect()
}

fn project(words: Words<'_>, line: &Line) -> ProjectRow {
    let tone = match line.duty {
        ObligationState::OnTime => "ok",
        ObligationState::Late => "warn",
        ObligationState::Missing => "bad",
        ObligationState::Due | ObligationState::Excused => "none",
    };
    ProjectRow {
        id: line.measured.project_id,
        name: line.name.clone(),
        unit: line.unit.clone().unwrap_or_default(),
        place: words.place(line.measured.division),
        why: line.why.as_ref().map(|why| why.said(words.lang).to_owned()).unwrap_or_default(),
        report: (tone, words.duty(line.duty)),
        reporter: line.reporter.clone().unwrap_or_default(),
    }
}

fn unseen(words: Words<'_>, edition: &Edition) -> Option<String> {
    edition.frozen.as_ref().filter(|_| edition.is_extract)?;
    let whole = &edition.sheet.whole;
    let parts = [
        ("red", whole.lights.of(Light::Red).to_string()),
        ("late", (whole.reports.late + whole.reports.missing).to_string()),
    ];
    Some(words.lang.all("bulletins-unseen", &parts))
}

/// Every printed figure of the whole and of the cities that the version before said otherwise.
fn changes(words: Words<'_>, before: &Edition, now: &Edition) -> Vec<(String, String, String, String)> {
    let none = Places::default();
    let whole = (words.lang.t("indicators-whole"), (&before.sheet.whole, none), (&now.sheet.whole, none));
    let cities = now.sheet.cities.iter().filter_map(|city| {
        let old = before.sheet.cities.iter().find(|old| old.key == city.key)?;
        let name = words.group(Dimension::City, city.key.as_deref());
        Some((name, (&old.told, old.ranks), (&city.told, city.ranks)))
    });
    let mut changes = Vec::new();
    for (name, (old, old_places), (told, places)) in std::iter::once(whole).chain(cities) {
        for column in &COLUMNS {
            let (from, to) = (column.text(old, old_places), column.text(told, places));
            if from != to {
                changes.push((name.clone(), column.name(words.lang), from, to));
            }
        }
    }
    changes
}
