//! /lists/{quarter}/compare: what changed since another list, or since this one was compiled. The three counts stand
//! on top (entered, left, kept but changed), then the figures, the words for a report, and the projects themselves:
//! the old value struck out above the new. A comparison that cannot be made shows the form with the reason.

use super::quarter_of;
use crate::context::Context;
use crate::features::lists::compare::item::Item;
use crate::features::lists::compare::model::Kept;
use crate::features::lists::compare::same::Proposal;
use crate::features::lists::compare::sentences::sentences;
use crate::features::lists::compare::sides::{Asked, Compared, LIVE, read};
use crate::features::lists::compare::totals::{Shift, difference};
use crate::features::lists::compare::words::{Delta, fate, side, stage_name, suspicion};
use crate::features::lists::store;
use crate::features::lists::words::Words;
use crate::features::projects::Class;
use crate::features::reference;
use crate::kernel::error::{Error, FieldError};
use crate::kernel::money::Money;
use crate::kernel::ratio::Ratio;
use crate::web::listing::ListUrl;
use crate::web::{Caller, Form, Lang, PageResult, Shell, html_with_status, query};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/lists/templates/compare.html")]
struct ComparePage {
    shell: Shell,
    /// `2026Q3`
    quarter: String,
    form: FormView,
    found: Option<Found>,
}

/// The choice of the other side.
struct FormView {
    /// Value, label, whether it is chosen.
    choices: Vec<(String, String, bool)>,
    with_version: String,
    version: String,
    /// Anchor and sentence of what was refused.
    errors: Vec<(String, String)>,
}

/// What is shown of a comparison.
struct Found {
    /// `2026年二季度清单 → 2026年三季度清单`
    heading: String,
    /// Whether the list of the address was put first.
    turned: bool,
    export: String,
    extract: bool,
    entered: usize,
    left: usize,
    changed_count: usize,
    kept: String,
    figures: Vec<Figure>,
    sentences: String,
    sentence_rows: usize,
    live: bool,
    suspected: Vec<Pair>,
    added: Vec<Row>,
    to_implementation: Vec<Row>,
    to_preparation: Vec<Row>,
    exited: Vec<Row>,
    changed: Vec<Changed>,
    /// Heading and lines of each kind of group; the stages last.
    groups: Vec<(String, Vec<Group>)>,
    stages: Vec<Figure>,
}

/// A figure on both sides.
struct Figure {
    label: String,
    before: String,
    after: String,
    delta: Delta,
}

/// A group on both sides: three figures.
struct Group {
    name: String,
    /// Projects, total, started.
    figures: [Figure; 3],
}

/// A project that entered, left or changed its class.
struct Row {
    id: i64,
    serial: String,
    name: String,
    unit: String,
    city: String,
    class: String,
    stage: String,
    total: String,
    remark: String,
    suspected: bool,
}

/// A project that stayed and is not as it was.
struct Changed {
    id: i64,
    serial: String,
    name: String,
    city: String,
    /// Field, old, new.
    changes: Vec<(String, String, String)>,
}

/// Two projects that may be one.
struct Pair {
    before: String,
    after: String,
    reasons: String,
    against: String,
}

/// GET /lists/{quarter}/compare
pub async fn compare(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let (quarter, form) = (quarter_of(&path)?, query(&request)?);
    let asked = Asked::of(quarter, &form);
    let (outcome, lists, book) = ctx
        .db
        .read(move |conn| {
            let outcome = asked.and_then(|asked| read(conn, &caller.scope, asked));
            let lists = store::lists(conn)?;
            if !lists.iter().any(|list| list.head.quarter == quarter) {
                return Err(Error::NotFound);
            }
            Ok((outcome, lists, reference::book(conn)?))
        })
        .await?;
    let words = Words { lang: shell.lang, book, province: ctx.province };
    let (status, errors, found) = match outcome {
        Ok(compared) => {
            let export = ListUrl::of(&request).at(&format!("/lists/{quarter}/compare.xlsx")).href();
            (StatusCode::OK, Vec::new(), Some(Found::of(&words, &compared, export)))
        }
        // Without a choice there is nothing wrong with the question; there is only nothing to compare with yet.
        Err(Error::Invalid(errors))
            if form.has("with") || form.has("with_version") || form.has("version") =>
        {
            (StatusCode::UNPROCESSABLE_ENTITY, errors, None)
        }
        Err(Error::Invalid(errors)) => (StatusCode::OK, errors, None),
        Err(other) => return Err(other.into()),
    };
    let quarters =
        lists.into_iter().map(|list| list.head.quarter).map(|one| (one.to_string(), words.quarter(one)));
    let form = FormView::of(shell.lang, &form, quarters.collect(), &errors);
    let page = ComparePage { quarter: quarter.to_string(), form, found, shell };
    Ok(html_with_status(status, &page))
}

impl FormView {
    fn of(lang: Lang, form: &Form, quarters: Vec<(String, String)>, errors: &[FieldError]) -> Self {
        let with = form.text("with").unwrap_or_default();
        let fixed =
            [(String::new(), lang.t("compare-with-before")), (LIVE.to_owned(), lang.t("compare-side-live"))];
        let all = fixed.into_iter().chain(quarters);
        Self {
            choices: all.map(|(value, label)| (value.clone(), label, value == with)).collect(),
            with_version: form.raw("with_version").to_owned(),
            version: form.raw("version").to_owned(),
            errors: errors.iter().map(|error| (error.field.clone(), lang.render(&error.message))).collect(),
        }
    }
}

impl Found {
    fn of(words: &Words, compared: &Compared, export: String) -> Self {
        let (lang, found) = (words.lang, &compared.comparison);
        let name = |one| lang.render(&side(compared, one));
        let sides = [("from", name(&compared.from)), ("to", name(&compared.to))];
        let told = sentences(words, compared);
        let totals = &found.totals;
        let moved = |kept: &[Kept]| {
            kept.iter().map(|kept| Row::of(words, &kept.after, String::new(), None)).collect::<Vec<_>>()
        };
        let entered = found.added.iter().enumerate();
        let left = found.exited.iter().enumerate();
        let pair = |proposal: &Proposal| {
            let (reasons, against) = suspicion(lang, proposal);
            Pair {
                before: found.exited[proposal.before].item.facts.name.clone(),
                after: found.added[proposal.after].facts.name.clone(),
                reasons: reasons.join(&lang.t("compare-semicolon")),
                against: against.join(&lang.t("compare-semicolon")),
            }
        };
        let stages = totals.whole.before.stages().zip(totals.whole.after.stages());
        let stages = stages.filter(|((_, before), (_, after))| before + after > 0);
        Self {
            heading: lang.all("compare-heading", &sides),
            turned: compared.turned,
            export,
            extract: compared.is_extract(),
            entered: found.added.len(),
            left: found.exited.len(),
            changed_count: found.changed().count(),
            kept: lang.with("compare-kept", "count", found.kept().count()),
            figures: figures(words, compared),
            sentence_rows: (told.len() * 2).clamp(4, 16),
            sentences: told.join("\n"),
            live: compared.is_live(),
            suspected: found.suspected.iter().map(pair).collect(),
            added: entered
                .map(|(at, item)| Row::of(words, item, String::new(), found.suspicion_of_added(at)))
                .collect(),
            to_implementation: moved(&found.to_implementation),
            to_preparation: moved(&found.to_preparation),
            exited: left
                .map(|(at, gone)| {
                    let why = fate(words, compared, gone);
                    Row::of(words, &gone.item, why, found.suspicion_of_exited(at))
                })
                .collect(),
            changed: found.changed().map(|kept| Changed::of(words, kept)).collect(),
            groups: totals
                .groups()
                .into_iter()
                .map(|(by, shifts)| {
                    let group = |shift| Group::of(lang, by.name(words, shift), shift);
                    (lang.t(by.title()), shifts.iter().map(group).collect())
                })
                .collect(),
            stages: stages
                .map(|((stage, before), (_, after))| Figure::count(stage_name(words, stage), before, after))
                .collect(),
        }
    }
}

/// The table of indicators of UI section 6.5.
fn figures(words: &Words, compared: &Compared) -> Vec<Figure> {
    let lang = words.lang;
    let totals = &compared.comparison.totals;
    let Shift { before, after, .. } = &totals.whole;
    let word = Class::Implementation.as_str();
    let built = totals.by_class.iter().find(|shift| shift.key.as_deref() == Some(word));
    let built = built.map_or((0, 0), |shift| (shift.before.count, shift.after.count));
    let shares = (Ratio::of(built.0, before.count), Ratio::of(built.1, after.count));
    vec![
        Figure::count(lang.t("compare-count"), before.count, after.count),
        Figure::money(lang.t("compare-total"), before.total, after.total),
        Figure::money(lang.t("compare-annual-plan"), before.annual_plan, after.annual_plan),
        Figure::money(lang.t("compare-ytd"), before.ytd, after.ytd),
        Figure::count(lang.t("compare-implementation"), built.0, built.1),
        Figure::rate(lang, lang.t("compare-implementation-share"), shares.0, shares.1),
        Figure::count(lang.t("compare-started"), before.started(), after.started()),
    ]
}

impl Figure {
    fn count(label: String, before: i64, after: i64) -> Self {
        Self {
            label,
            before: before.to_string(),
            after: after.to_string(),
            delta: Delta::count(after - before),
        }
    }

    /// In 亿元.
    fn money(label: String, before: Money, after: Money) -> Self {
        let delta = Delta::yi(difference(before, after));
        Self { label, before: before.yi_text(2), after: after.yi_text(2), delta }
    }

    /// A rate changes in percentage points; without a denominator there is none.
    fn rate(lang: Lang, label: String, before: Option<Ratio>, after: Option<Ratio>) -> Self {
        let shown = |rate: Option<Ratio>| match rate {
            Some(rate) => lang.with("compare-rate", "percent", rate.percent(1)),
            None => lang.t("compare-none"),
        };
        let none = Delta { class: "flat", text: String::new() };
        let delta = Delta::points(lang, before, after).unwrap_or(none);
        Self { label, before: shown(before), after: shown(after), delta }
    }
}

impl Group {
    fn of(lang: Lang, name: String, shift: &Shift) -> Self {
        let Shift { before, after, .. } = shift;
        let figures = [
            Figure::count(lang.t("compare-count"), before.count, after.count),
            Figure::money(lang.t("compare-total"), before.total, after.total),
            Figure::count(lang.t("compare-started"), before.started(), after.started()),
        ];
        Self { name, figures }
    }
}

impl Row {
    fn of(words: &Words, item: &Item, remark: String, suspicion: Option<&Proposal>) -> Self {
        let facts = &item.facts;
        Self {
            id: item.project_id,
            serial: serial(item),
            name: facts.name.clone(),
            unit: facts.unit.clone().unwrap_or_default(),
            city: words.city(facts.division.city()),
            class: words.lang.word("class", item.class.as_str()),
            stage: words.stage(facts.stage),
            total: facts.total_investment.map(Money::wan_text).unwrap_or_default(),
            remark,
            suspected: suspicion.is_some(),
        }
    }
}

impl Changed {
    fn of(words: &Words, kept: &Kept) -> Self {
        let changes = kept.changes.iter().map(|change| {
            let shown = |fact| words.value(change.field, fact);
            (words.field(change.field), shown(&change.from), shown(&change.to))
        });
        Self {
            id: kept.after.project_id,
            serial: serial(&kept.after),
            name: kept.after.facts.name.clone(),
            city: words.city(kept.after.facts.division.city()),
            changes: changes.collect(),
        }
    }
}

fn serial(item: &Item) -> String {
    item.serial.map(|serial| serial.to_string()).unwrap_or_default()
}
