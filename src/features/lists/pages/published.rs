//! A published list as everybody reads it: the frozen table with its serials, what it says of itself, what left it. A
//! reader with a scope of her own gets an extract and is told so first of all. All of that lasts and is kept as it was
//! rendered; what a reader may do with the list, or what changes after publication, stands outside it in the template.

use super::parts::HeadView;
use crate::context::Context;
use crate::db::Conn;
use crate::features::lists::copies::{self, Asked};
use crate::features::lists::edition::Edition;
use crate::features::lists::model::Exit;
use crate::features::lists::official::{Row, arrange};
use crate::features::lists::papers::{CorrectionRow, corrections, lives_on_in, way_out};
use crate::features::lists::store::{self, Published};
use crate::features::lists::totals::{Tally, Totals};
use crate::features::lists::words::{Words, years};
use crate::features::reference;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::role::Deed;
use crate::web::copies::{Copies, Sending};
use crate::web::{Caller, PageResult, Piece, Shell, html_text, page};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

/// The page around its lasting part.
#[derive(Template)]
#[template(path = "features/lists/templates/published.html")]
struct PublishedPage<'a> {
    shell: &'a Shell,
    title: &'a str,
    /// Where this reader may publish the next version; none who may not, and none on a version that is superseded.
    correct: Option<String>,
    /// Where it stands who has read it.
    receipts: String,
    /// Said while a past day is shown, with the address of the list as it is now.
    past: Option<(String, String)>,
}

impl<'a> PublishedPage<'a> {
    /// Around the newest version, for whoever may correct it.
    fn now(shell: &'a Shell, caller: &Caller, quarter: Quarter, version: Option<i32>) -> Self {
        let may_correct = caller.may_for_province(Deed::ManageLists);
        let correct = (may_correct && version.is_none()).then(|| format!("/lists/{quarter}/corrections"));
        Self { shell, title: "", correct, receipts: format!("/lists/{quarter}/notices"), past: None }
    }
}

/// The lasting part: the same for every reader of one scope and language, and kept.
#[derive(Template)]
#[template(path = "features/lists/templates/frozen.html")]
struct FrozenPart {
    /// Of nobody: it knows the language.
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
    /// What this version says otherwise than the one it corrects.
    corrections: Vec<CorrectionRow>,
    /// The lines that have another serial there.
    renumbered: Vec<CorrectionRow>,
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

/// Where the lasting part stands in the page; markup that no text of a person can be.
const PLACE: &str = "<!-- the lasting part -->";

/// The page of a published version, its lasting part from the shelf of copies; none when nothing is published. The ETag
/// covers the rest of the page as it is rendered for this reader: who she is, her token, a note, the other language.
pub(super) async fn kept(
    ctx: &Context,
    shelf: &Copies,
    caller: &Caller,
    shell: &Shell,
    request: &HttpRequest,
    (quarter, version): (Quarter, Option<i32>),
) -> Result<Option<HttpResponse>> {
    let (lang, demonstration) = (shell.lang, shell.demonstration);
    let marks = demonstration.to_string();
    let asked =
        Asked { form: "page", quarter, version, scope: caller.scope.clone(), lang: Some(lang), marks };
    let Some(wanted) = copies::wanted(ctx, asked).await? else { return Ok(None) };
    let sending = Sending {
        kind: "text/html; charset=utf-8",
        cache: copies::OWN,
        vary: "X-Fragment, Cookie",
        disposition: None,
    };
    // The title follows from the key, so it need not be known to tell whether the reader has the page.
    let around = PublishedPage::now(shell, caller, quarter, version);
    let tag = wanted.tag(&[page(&around).as_bytes()]);
    if tag.is_known_to(request) {
        return Ok(Some(sending.unchanged(request, &tag)));
    }
    let (context, scope) = (ctx.clone(), caller.scope.clone());
    let make = move |conn: &mut Conn, version| {
        let found = store::published(conn, &scope, quarter, Some(version))?;
        lasting(conn, &context, Shell::of_nobody(lang, demonstration), found)
            .map(|(title, part)| (title, part.into_bytes()))
    };
    let copy = copies::obtain(ctx, shelf, &wanted, make).await?;
    let whole = page(&PublishedPage { title: &copy.title, ..around });
    let (before, after) = whole.split_once(PLACE).unwrap_or((&whole, ""));
    let [before, after] = [before, after].map(|part| Piece::new(part.to_owned()));
    Ok(Some(sending.answer(request, &tag, &[&before, &copy.body, &after])))
}

/// Shows a version after a deed that was refused because the list is published, or as it was on a day that is over.
pub(super) async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    quarter: Quarter,
    (version, past): (Option<i32>, Option<(Instant, NaiveDate)>),
) -> PageResult {
    let (context, nobody) = (ctx.clone(), Shell::of_nobody(shell.lang, shell.demonstration));
    let reader = caller.clone();
    let (title, part) = ctx
        .db
        .read(move |conn| {
            let mut found = store::published(conn, &caller.scope, quarter, version)?;
            if past.is_some() {
                // What was published later was not known then.
                found.newest = found.version.version;
            }
            lasting(conn, &context, nobody, found)
        })
        .await?;
    let around = match past {
        None => PublishedPage::now(&shell, &reader, quarter, version),
        Some((_, day)) => {
            let notice = shell.lang.with("lists-as-of-notice", "day", day.to_string());
            let past = Some((notice, format!("/lists/{quarter}")));
            PublishedPage { correct: None, past, ..PublishedPage::now(&shell, &reader, quarter, version) }
        }
    };
    let whole = page(&PublishedPage { title: &title, ..around }).replacen(PLACE, &part, 1);
    Ok(html_text(whole))
}

/// Title and markup of the lasting part.
fn lasting(conn: &mut Conn, ctx: &Context, shell: Shell, found: Published) -> Result<(String, String)> {
    let mut versions = store::versions(conn, found.head.quarter)?;
    versions.retain(|(version, ..)| *version <= found.newest);
    let words = Words { lang: shell.lang, book: reference::book(conn)?, province: ctx.province };
    let edition = Edition::published(found);
    let lang = shell.lang;
    let frozen = edition.frozen().ok_or(Error::NotFound)?;
    let (own, whole) = (frozen.version.clone(), frozen.whole.clone());
    let is_newest = own.version == frozen.newest;
    let head = HeadView::of(ctx, &words, &edition.head);
    let (renumbered, corrected) =
        corrections(&words, &edition, &frozen.corrections).into_iter().partition(|row| row.is_serial);
    let part = FrozenPart {
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
                (
                    exit.name.clone(),
                    class,
                    words.city(exit.division.city()),
                    departure(&words, &edition, exit),
                )
            })
            .collect(),
        corrections: corrected,
        renumbered,
        versions: versions
            .into_iter()
            .map(|(number, at, hash)| (number, at.local_text(ctx.zone), hash.chars().take(12).collect()))
            .collect(),
        query: if is_newest { String::new() } else { format!("?version={}", own.version) },
        head,
        shell,
    };
    Ok((part.head.title.clone(), page(&part)))
}

/// Why a project left the list, as paper and workbook say it: which way, into which, the reason.
fn departure(words: &Words, edition: &Edition, exit: &Exit) -> String {
    let parts = [
        way_out(words.lang, exit),
        lives_on_in(words.lang, edition, exit),
        exit.reason.clone().unwrap_or_default(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
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
