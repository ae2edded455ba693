//! A published list as everybody reads it: the frozen table with its serials, what it says of itself, what left it. A
//! reader with a scope of her own gets an extract and is told so first of all.

use super::parts::HeadView;
use crate::context::Context;
use crate::features::lists::document::Correction;
use crate::features::lists::edition::Edition;
use crate::features::lists::official::{Row, arrange};
use crate::features::lists::store;
use crate::features::lists::totals::{Tally, Totals};
use crate::features::lists::words::{Words, years};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::role::Deed;
use crate::web::{Caller, PageResult, Shell, html};
use askama::Template;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "features/lists/templates/published.html")]
struct PublishedPage {
    shell: Shell,
    head: HeadView,
    /// Number, version and day of the facts.
    standing: String,
    number: String,
    version: i32,
    published_at: String,
    publisher: String,
    data_as_of: String,
    reason: Option<String>,
    hash: String,
    previous_hash: Option<String>,
    /// Address of the newest version, when this is not it.
    superseded: Option<String>,
    extract: Option<String>,
    rows: Vec<RowView>,
    /// Count and sum of what is shown.
    shown: String,
    by_class: Vec<(String, String)>,
    by_city: Vec<(String, String)>,
    /// Name, class, place and why, of what stood on the list before and does not on this one.
    exits: Vec<(String, String, String, String)>,
    /// Name, fact, as it was, as it is: what this version says otherwise than the one it corrects.
    corrections: Vec<(String, String, String, String)>,
    /// For whoever may publish the next version.
    may_correct: bool,
    /// Number, day and short hash of every version, the newest first.
    versions: Vec<(i32, String, String)>,
    /// `?version=2`, empty for the newest.
    query: String,
}

/// A row of the official table.
#[derive(Default)]
struct RowView {
    is_sum: bool,
    serial: String,
    project_id: i64,
    name: String,
    unit: String,
    place: String,
    stage: String,
    total: String,
    annual_plan: String,
    ytd: String,
    years: String,
    change: String,
}

/// Shows a version, the newest when none is named.
pub(super) async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    quarter: Quarter,
    (version, past): (Option<i32>, Option<NaiveDate>),
) -> PageResult {
    let (province, lang) = (ctx.province, shell.lang);
    let may_correct = caller.may(Deed::ManageLists) && caller.scope.is_whole_province();
    let (edition, versions, book) = ctx
        .db
        .read(move |conn| {
            let found = store::published(conn, &caller.scope, quarter, version)?;
            let versions = store::versions(conn, quarter)?;
            Ok((Edition::published(found), versions, reference::book(conn)?))
        })
        .await?;
    let words = Words { lang, book, province };
    let frozen = edition.frozen().ok_or(Error::NotFound)?;
    let (own, whole) = (frozen.version.clone(), frozen.whole.clone());
    let is_newest = own.version == frozen.newest;
    let head = HeadView::of(ctx, &words, &edition.head).on(&words, past);
    let page = PublishedPage {
        standing: words.standing(&edition),
        number: own.number,
        version: own.version,
        published_at: own.published_at.local_text(ctx.zone),
        publisher: own.publisher,
        data_as_of: own.data_as_of.to_string(),
        reason: own.reason,
        hash: own.hash,
        previous_hash: own.previous_hash,
        superseded: (!is_newest).then(|| head.base.clone()),
        extract: words.extract(&edition),
        rows: rows(&words, &edition)?,
        shown: sum_text(&words, &edition.totals),
        by_class: groups(&whole.by_class, |key| lang.word("class", key.unwrap_or_default())),
        by_city: groups(&whole.by_city, |key| words.city(key.and_then(|key| DivisionCode::parse(key).ok()))),
        exits: edition
            .exits
            .iter()
            .map(|exit| {
                let class = lang.word("class", exit.class.as_str());
                (exit.name.clone(), class, words.city(exit.division.city()), words.departure(exit))
            })
            .collect(),
        corrections: corrections(&words, &edition, &frozen.corrections),
        may_correct: is_newest && may_correct && past.is_none(),
        versions: versions
            .into_iter()
            .map(|(number, at, hash)| (number, at.local_text(ctx.zone), hash.chars().take(12).collect()))
            .collect(),
        query: if is_newest { String::new() } else { format!("?version={}", own.version) },
        head,
        shell,
    };
    Ok(html(&page))
}

/// The corrections in words: money in 万元, words of the contract by their names.
fn corrections(
    words: &Words,
    edition: &Edition,
    corrections: &[Correction],
) -> Vec<(String, String, String, String)> {
    let name = |id: i64| {
        let line = edition.entries.iter().find(|line| line.project_id == id);
        line.map(|line| format!("{} {}", line.serial, line.facts.name)).unwrap_or_default()
    };
    let line = |one: &Correction| {
        let (from, to) = (words.value(&one.field, &one.from), words.value(&one.field, &one.to));
        (name(one.project_id), words.field(&one.field), from, to)
    };
    corrections.iter().map(line).collect()
}

fn sum_text(words: &Words, totals: &Totals) -> String {
    let sum = [("count", totals.count.to_string()), ("total", totals.total_investment.yi_text(1))];
    words.lang.all("lists-shown", &sum)
}

/// Groups of the whole document: published aggregates are a bulletin for every reader.
fn groups(tallies: &[Tally], name: impl Fn(Option<&str>) -> String) -> Vec<(String, String)> {
    let line = |tally: &Tally| {
        (name(tally.key.as_deref()), format!("{} · {}", tally.count, tally.total_investment.yi_text(1)))
    };
    tallies.iter().map(line).collect()
}

fn rows(words: &Words, edition: &Edition) -> Result<Vec<RowView>> {
    let view = |row: Row<'_>| match row {
        Row::Sum(group, sums) => RowView {
            is_sum: true,
            name: words.group(group, sums.count, edition.extract),
            total: sums.total.wan_text(),
            annual_plan: sums.annual_plan.wan_text(),
            ytd: sums.ytd.wan_text(),
            ..RowView::default()
        },
        Row::Project(entry) => {
            let facts = &entry.facts;
            let wan = |money: Option<crate::kernel::money::Money>| {
                money.map(|money| money.wan_text()).unwrap_or_default()
            };
            RowView {
                is_sum: false,
                serial: entry.serial.to_string(),
                project_id: entry.project_id,
                name: facts.name.clone(),
                unit: facts.unit.clone().unwrap_or_default(),
                place: words.place(facts),
                stage: words.stage(facts.stage),
                total: wan(facts.total_investment),
                annual_plan: wan(facts.annual_plan),
                ytd: wan(facts.ytd_investment),
                years: years(facts),
                change: words.change(entry.change),
            }
        }
    };
    Ok(arrange(&edition.entries)?.into_iter().map(view).collect())
}
