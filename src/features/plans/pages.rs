//! /plans: the plans of a year as one table, filled with what stands or could be; one submit, errors at their rows.

use super::actions::{self, Planned};
use super::input::{Planning, rows, year};
use super::model::Course;
use crate::context::Context;
use crate::features::reference::{Book, book};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::money::{AmountError, Money, Unit, parse_amount};
use crate::kernel::role::Deed;
use crate::web::{Caller, Form, Lang, PageResult, Shell, html_with_status, query, redirect_with};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::Datelike;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "features/plans/templates/year.html")]
struct YearPage {
    shell: Shell,
    year: i32,
    /// The years that may be looked at.
    years: [i32; 2],
    may_write: bool,
    rows: Vec<RowView>,
    /// How many are 续建, 新开工, and what the plans add up to.
    sums: Vec<(String, String)>,
    errors: Vec<(String, String, String)>,
    /// How many rows of a refused form went through.
    written: Option<String>,
}

/// A project's row.
struct RowView {
    id: i64,
    version: i64,
    name: String,
    place: String,
    /// `续建`, or `新开工 → 续建`.
    course: String,
    total: String,
    done: String,
    proposed: String,
    why: String,
    /// What stands in the field.
    value: String,
    error: Option<String>,
}

/// What became of a posted table.
#[derive(Default)]
struct Posted {
    form: Form,
    written: usize,
    refused: BTreeMap<i64, Message>,
}

/// GET /plans
pub async fn show(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let year = year(query(&request)?.text("year"), local_date(ctx.now(), ctx.zone))?;
    render(&ctx, caller, shell, year, Posted::default()).await
}

/// POST /plans
pub async fn submit(ctx: Data<Context>, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let now = ctx.now();
    let year = year(form.text("year"), local_date(now, ctx.zone))?;
    let by = caller.clone();
    let posted = ctx
        .db
        .write(move |conn| {
            let mut posted = Posted { form, ..Posted::default() };
            for id in rows(&posted.form) {
                let new = match read(&posted.form, id) {
                    Ok(new) => new,
                    Err(why) => {
                        posted.refused.insert(id, why);
                        continue;
                    }
                };
                match actions::plan(conn, &by, year, new, now) {
                    Ok(differs) => posted.written += usize::from(differs),
                    Err(error) => {
                        posted.refused.insert(id, told(error)?);
                    }
                }
            }
            Ok(posted)
        })
        .await?;
    if posted.refused.is_empty() {
        let note = Message::new("plans-written").with("count", posted.written);
        return Ok(redirect_with(&format!("/plans?year={year}"), shell.lang, &note));
    }
    render(&ctx, caller, shell, year, posted).await
}

fn read(form: &Form, id: i64) -> Result<Planning, Message> {
    let text = form.raw(&format!("plan-{id}"));
    let plan = match parse_amount(text, Some(Unit::Wan)) {
        Ok(amount) => Some(amount.money),
        Err(AmountError::Empty) => None,
        Err(error) => return Err(error.message(text, Some(Unit::Wan))),
    };
    let based = form.text(&format!("version-{id}")).and_then(|text| text.parse().ok());
    Ok(Planning { project_id: id, based, plan })
}

/// What a row is told; what is nobody's to mend goes on.
fn told(error: Error) -> Result<Message> {
    match error {
        Error::Invalid(fields) => {
            let first = fields.into_iter().next().map(|field| field.message);
            Ok(first.unwrap_or_else(|| "plans-row-gone".into()))
        }
        Error::Conflict(why) => Ok(why),
        Error::Stale { .. } => Ok("error-stale-detail".into()),
        Error::NotFound => Ok("plans-row-gone".into()),
        other => Err(other),
    }
}

async fn render(ctx: &Context, caller: Caller, shell: Shell, year: i32, posted: Posted) -> PageResult {
    let (lang, today, scope) = (shell.lang, local_date(ctx.now(), ctx.zone), caller.scope.clone());
    let (plans, book) =
        ctx.db.read(move |conn| Ok((actions::proposals(conn, &scope, year, today)?, book(conn)?))).await?;
    let named = |id: i64| {
        plans.iter().find(|one| one.id == id).map_or_else(|| format!("#{id}"), |one| one.facts.name.clone())
    };
    let errors: Vec<_> =
        posted.refused.iter().map(|(id, why)| (format!("plan-{id}"), named(*id), lang.render(why))).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = YearPage {
        year,
        years: [today.year(), today.year() + 1],
        may_write: caller.may(Deed::EditProjects),
        sums: sums(lang, &plans),
        written: (!errors.is_empty() && posted.written > 0)
            .then(|| lang.with("plans-written", "count", posted.written)),
        rows: plans.into_iter().map(|one| row(lang, &book, one, &posted)).collect(),
        errors,
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn row(lang: Lang, book: &Book, one: Planned, posted: &Posted) -> RowView {
    let wan = |money: Option<Money>| money.map_or_else(|| "—".to_owned(), Money::wan_text);
    let name = format!("plan-{}", one.id);
    let stands = one.plan.or(one.proposal.plan).map(Money::wan_exact).unwrap_or_default();
    let course = |course| lang.t(course_name(course));
    RowView {
        id: one.id,
        version: one.version,
        place: book.name(lang, one.facts.division),
        course: match one.proposal.was {
            Some(was) => format!("{} → {}", course(was), course(one.proposal.course)),
            None => course(one.proposal.course),
        },
        total: wan(one.facts.total_investment),
        done: wan(one.facts.cumulative_investment),
        proposed: wan(one.proposal.plan),
        why: lang.render(&one.proposal.why),
        value: if posted.form.has(&name) { posted.form.raw(&name).to_owned() } else { stands },
        error: posted.refused.get(&one.id).map(|why| lang.render(why)),
        name: one.facts.name,
    }
}

fn sums(lang: Lang, plans: &[Planned]) -> Vec<(String, String)> {
    let count = |course: Course| plans.iter().filter(|one| one.proposal.course == course).count().to_string();
    let sum = |of: fn(&Planned) -> Option<Money>| {
        Money::sum(plans.iter().filter_map(of)).map_or_else(|| "—".to_owned(), |sum| sum.yi_text(2))
    };
    vec![
        (lang.t(course_name(Course::Continued)), count(Course::Continued)),
        (lang.t(course_name(Course::NewStart)), count(Course::NewStart)),
        (lang.t("plans-sum-plan"), sum(|one| one.plan)),
        (lang.t("plans-sum-proposed"), sum(|one| one.proposal.plan)),
    ]
}

const fn course_name(course: Course) -> &'static str {
    match course {
        Course::Continued => "plans-course-continued",
        Course::NewStart => "plans-course-new-start",
        Course::Preparing => "plans-course-preparing",
        Course::Finished => "plans-course-finished",
    }
}
