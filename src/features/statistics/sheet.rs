//! The groups as a workbook: the page's figures, with numerator and denominator in columns of their own, so that a
//! reader can divide again.

use super::input;
use super::source::{Source, Statistics, measure};
use super::words::{NONE, Words};
use crate::context::Context;
use crate::features::indicators::{Group, Indicator};
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
pub async fn download(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let (asked, context, now) = (input::read(&query(&request)?)?, ctx.clone(), ctx.now());
    let name = caller.name.clone();
    let found = ctx.db.read(move |conn| measure(conn, &context, &caller.scope, &asked, now)).await?;
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
    let whole = Group { key: None, figures: found.bulletin.whole, ranks: Default::default() };
    let sum = Line {
        key: String::new(),
        cells: cells(words, String::new(), lang.t("indicators-whole"), &whole),
        is_subtotal: true,
    };
    let groups = found.bulletin.groupings.iter().flat_map(|grouping| {
        grouping.groups.iter().map(move |group| Line {
            key: String::new(),
            cells: cells(
                words,
                words.dimension(grouping.by),
                words.group(grouping.by, group.key.as_deref()),
                group,
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

fn cells(words: Words<'_>, by: String, name: String, group: &Group) -> Vec<Entry> {
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
    cells.extend([ranks.count, ranks.total, ranks.start_rate, ranks.completion_rate].map(|place| {
        place.map_or_else(|| Entry::Text(NONE.to_owned()), |place| Entry::Integer(i64::from(place)))
    }));
    cells
}
