//! GET /lists/{quarter}/nominations/print: the nomination sheet (申报表) on paper, to be signed, stamped and scanned. In
//! the style of the official list ([`super::print`]), with what its city nominates and nothing else.
//!
//! It is marked as a draft while something that came back has not been nominated again, or while nothing is nominated:
//! what is stamped must be what the province has before it.

use super::document;
use super::model::{Entry, NominationState, PublishedEntry};
use super::official::{Group, Row, Sums, arrange};
use super::scans;
use super::store;
use super::words::{Words, quarter_name, years};
use crate::context::Context;
use crate::features::reference;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::web::{Caller, PageResult, Shell, html, query};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/lists/templates/nomination_sheet.html")]
struct SheetPage {
    shell: Shell,
    title: String,
    /// Back to the list.
    back: String,
    /// Whose sheet.
    place: String,
    /// Why it is no sheet to be stamped yet.
    draft: Option<String>,
    day: String,
    rows: Vec<RowView>,
    /// Who made it, and when.
    taken: String,
}

/// A row on paper.
#[derive(Default)]
struct RowView {
    is_sum: bool,
    serial: String,
    name: String,
    unit: String,
    place: String,
    nature: String,
    stage: String,
    total: String,
    annual_plan: String,
    ytd: String,
    years: String,
    scope: String,
    responsible_unit: String,
    responsible_person: String,
}

/// GET /lists/{quarter}/nominations/print
pub async fn print(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let quarter = Quarter::parse(&path).map_err(|_| Error::NotFound)?;
    let asked = query(&request)?;
    let named = asked.text("city");
    let place = scans::place(&caller.scope, named)?;
    let scope = if named.is_some() { Scope::from(place) } else { caller.scope.clone() };
    let (live, book) =
        ctx.db.read(move |conn| Ok((store::list(conn, &scope, quarter)?, reference::book(conn)?))).await?;
    let now = ctx.now();
    let words = Words { lang: shell.lang, book, province: ctx.province };
    let place = words.book.name(words.lang, place);
    let returned = live.entries.iter().filter(|entry| entry.state == NominationState::Returned).count();
    let lines = document::lines(live.entries.into_iter().filter(stands).collect());
    let title = Message::new("lists-sheet-title")
        .with_message("quarter", quarter_name(quarter))
        .with("province", words.book.name(words.lang, ctx.province))
        .with("place", &place);
    let taken = [("name", caller.name), ("time", now.local_text(ctx.zone))];
    let page = SheetPage {
        title: words.lang.render(&title),
        back: format!("/lists/{quarter}"),
        place,
        draft: draft(&words, returned, lines.len()),
        day: local_date(now, ctx.zone).to_string(),
        rows: rows(&words, &lines)?,
        taken: words.lang.all("lists-taken", &taken),
        shell,
    };
    Ok(html(&page))
}

/// What a city asks the province for: what waits or was accepted, and not what merely came over from the list before.
fn stands(entry: &Entry) -> bool {
    use NominationState::{Accepted, Nominated};
    let only_carried = entry.carried && !entry.renewed;
    matches!(entry.state, Accepted | Nominated) && !only_carried
}

fn draft(words: &Words, returned: usize, standing: usize) -> Option<String> {
    match (returned, standing) {
        (0, 0) => Some(words.lang.t("lists-sheet-draft-empty")),
        (0, _) => None,
        (returned, _) => Some(words.lang.with("lists-sheet-draft", "count", returned)),
    }
}

/// The sum of all first, then those of the classes and headings; a sheet of one place needs none of its cities.
fn rows(words: &Words, lines: &[PublishedEntry]) -> Result<Vec<RowView>> {
    let cities: Vec<_> = lines.iter().map(|line| line.facts.division.city()).collect();
    let one_city = cities.windows(2).all(|pair| pair[0] == pair[1]);
    let view = |row: &Row<'_>| match row {
        Row::Sum(Group::City(_), _) if one_city => None,
        Row::Sum(Group::Whole, sums) => Some(sum(whole(words, sums), sums)),
        Row::Sum(group, sums) => Some(sum(words.group(*group, sums.count, false), sums)),
        Row::Project(line) => Some(project(words, line)),
    };
    Ok(arrange(lines)?.iter().filter_map(view).collect())
}

fn whole(words: &Words, sums: &Sums) -> String {
    words.lang.with("lists-sheet-sum", "count", sums.count)
}

fn sum(name: String, sums: &Sums) -> RowView {
    RowView {
        is_sum: true,
        name,
        total: sums.total.wan_text(),
        annual_plan: sums.annual_plan.wan_text(),
        ytd: sums.ytd.wan_text(),
        ..RowView::default()
    }
}

fn project(words: &Words, line: &PublishedEntry) -> RowView {
    let facts = &line.facts;
    let wan = |money: Option<Money>| money.map(Money::wan_text).unwrap_or_default();
    RowView {
        is_sum: false,
        serial: line.serial.to_string(),
        name: facts.name.clone(),
        unit: facts.unit.clone().unwrap_or_default(),
        place: words.place(facts),
        nature: facts.nature.map(|nature| words.lang.word("nature", nature.as_str())).unwrap_or_default(),
        stage: words.stage(facts.stage),
        total: wan(facts.total_investment),
        annual_plan: wan(facts.annual_plan),
        ytd: wan(facts.ytd_investment),
        years: years(facts),
        scope: facts.scope_text.clone().unwrap_or_default(),
        responsible_unit: facts.responsible_unit.clone().unwrap_or_default(),
        responsible_person: facts.responsible_person.clone().unwrap_or_default(),
    }
}
