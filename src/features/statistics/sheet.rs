//! The groups as a workbook: the page's figures, with numerator and denominator in columns of their own, so that a
//! reader can divide again.

use super::input;
use super::monthly::Reports;
use super::source::{Source, Statistics, measure, ready};
use super::words::{NONE, Words};
use crate::context::Context;
use crate::features::indicators::{Group, Indicator};
use crate::features::updates::At;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::sheet::write::{Entry, Heading, Line, Table, to_xlsx};
use crate::web::{Caller, PageResult, Shell, attachment, query};
use actix_web::HttpRequest;
use actix_web::web::Data;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a rate is made of, except for the time, which is everywhere the same.
const RATES: [Indicator; 6] = [
    Indicator::StartRate,
    Indicator::StartRateNew,
    Indicator::CompletionRate,
    Indicator::ProgressGap,
    Indicator::EnrolmentRate,
    Indicator::SignedToStarted,
];

/// GET /statistics/export.xlsx
pub async fn download(
    ctx: Data<Context>,
    at: At,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let (asked, context, now) = (input::read(&query(&request)?)?, ctx.clone(), at.now);
    ready(&ctx, &asked, &at).await?;
    let name = caller.name.clone();
    let found = ctx.db.read(move |conn| measure(conn, &context, &caller.scope, &asked, &at)).await?;
    let words = Words { lang: shell.lang, book: &found.book };
    let mut table = table(&found, words, &name, now);
    table.properties = vec![("instance".to_owned(), ctx.instance.id.clone())];
    if ctx.instance.demonstration {
        table.captions.insert(0, shell.t("projects-export-demonstration"));
    }
    table.footer = format!("{} {}", table.footer, now.local_text(ctx.zone));
    let file = match &found.source {
        Source::Published { quarter, version } => format!("statistics-{quarter}-v{}.xlsx", version.version),
        Source::Draft { quarter, .. } => format!("statistics-{quarter}-draft.xlsx"),
        Source::Month { period, frozen: Some(frozen) } => {
            format!("statistics-{period}-v{}.xlsx", frozen.imprint.version)
        }
        Source::Month { period, frozen: None } => format!("statistics-{period}-draft.xlsx"),
        Source::Live => format!("statistics-{}.xlsx", found.moment.as_of),
    };
    Ok(attachment(XLSX, &file, &file, to_xlsx(&table)?))
}

fn table(found: &Statistics, words: Words<'_>, reader: &str, now: Instant) -> Table {
    let lang = words.lang;
    let heading = |header: String, width| Heading::new(header, width);
    let mut columns = vec![
        heading(lang.t("statistics-groupings"), 14.0),
        heading(lang.t("statistics-group"), 20.0),
        heading(lang.t("indicators-count"), 10.0),
        heading(lang.t("statistics-split-count"), 10.0),
    ];
    for id in ["indicators-total", "indicators-annual-plan", "indicators-ytd", "indicators-cumulative"] {
        columns.push(heading(lang.with("statistics-in-wan", "name", lang.t(id)), 16.0));
    }
    for indicator in RATES {
        columns.push(heading(words.name(indicator), 14.0));
        if indicator.has_operands() {
            columns.push(heading(lang.t(indicator.definition().numerator), 14.0));
            columns.push(heading(lang.t(indicator.definition().denominator), 14.0));
        }
    }
    for id in ["indicators-count", "indicators-total", "indicators-start-rate", "indicators-completion-rate"]
    {
        columns.push(heading(lang.with("statistics-place-by", "name", lang.t(id)), 12.0));
    }
    if found.monthly.is_some() {
        columns.extend(MONTHLY.iter().map(|id| heading(lang.t(id), 12.0)));
    }
    let whole = Group { key: None, figures: found.bulletin.whole, ranks: Default::default() };
    let of_whole = found.monthly.as_ref().map(|month| Reports { tally: month.whole, place: None });
    let sum = Line {
        key: String::new(),
        cells: cells(words, (String::new(), lang.t("indicators-whole")), &whole, of_whole),
        is_subtotal: true,
    };
    let groups = found.bulletin.groupings.iter().enumerate().flat_map(|(at, grouping)| {
        grouping.groups.iter().enumerate().map(move |(place, group)| Line {
            key: String::new(),
            cells: cells(
                words,
                (words.dimension(grouping.by), words.group(grouping.by, group.key.as_deref())),
                group,
                found.monthly.as_ref().map(|month| month.groups[at][place]),
            ),
            is_subtotal: false,
        })
    });
    let formulas = Indicator::ALL.iter().map(|indicator| lang.t(indicator.definition().formula));
    let note = |text: String| lang.with("projects-export-note", "text", text);
    Table {
        sheet: lang.t("statistics-title"),
        title: words.title(&found.source),
        captions: vec![words.standing(found)],
        columns,
        rows: std::iter::once(sum).chain(groups).collect(),
        notes: std::iter::once(lang.t("indicators-count-measure")).chain(formulas).map(note).collect(),
        footer: reader.to_owned(),
        key_header: None,
        properties: Vec::new(),
        created: now,
    }
}

/// What a month has besides: lights, reports.
const MONTHLY: [&str; 11] = [
    "bulletins-column-green",
    "bulletins-column-yellow",
    "bulletins-column-red",
    "bulletins-column-unreported",
    "updates-count-due",
    "updates-count-on-time",
    "updates-count-late",
    "bulletins-column-missing",
    "updates-count-excused",
    "updates-discipline",
    "bulletins-column-on-time-place",
];

fn cells(
    words: Words<'_>,
    (by, name): (String, String),
    group: &Group,
    reports: Option<Reports>,
) -> Vec<Entry> {
    let figures = &group.figures;
    let mut cells = vec![
        Entry::Text(by),
        Entry::Text(name),
        Entry::Integer(figures.count),
        Entry::Integer(figures.split_count),
        Entry::MoneyWan(figures.total),
        Entry::MoneyWan(figures.annual_plan),
        Entry::MoneyWan(figures.ytd),
        Entry::MoneyWan(figures.cumulative),
    ];
    for indicator in RATES {
        let measure = figures.measure(indicator);
        cells.push(Entry::Text(words.value(&measure)));
        if let Some((part, whole)) = measure.operands {
            cells.extend([part, whole].map(|operand| {
                if indicator.is_money() {
                    Entry::MoneyWan(Money::from_yuan(operand))
                } else {
                    Entry::Integer(operand)
                }
            }));
        }
    }
    let ranks = group.ranks;
    let place = |place: Option<u32>| {
        place.map_or_else(|| Entry::Text(NONE.to_owned()), |place| Entry::Integer(i64::from(place)))
    };
    cells.extend([ranks.count, ranks.total, ranks.start_rate, ranks.completion_rate].map(place));
    if let Some(Reports { tally, place: rank }) = reports {
        let lights = figures.lights;
        cells.extend([lights.green, lights.yellow, lights.red, lights.unreported].map(Entry::Integer));
        let stand = [tally.due, tally.on_time, tally.late, tally.missing, tally.excused];
        cells.extend(stand.map(Entry::Integer));
        let rate = tally.discipline().map_or(NONE.to_owned(), |rate| format!("{}%", rate.percent(1)));
        cells.extend([Entry::Text(rate), place(rank)]);
    }
    cells
}
