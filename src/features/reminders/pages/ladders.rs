//! /reminders/ladders: on which days people are told, as it holds and held, and the form for a new ladder.

use crate::config;
use crate::context::Context;
use crate::features::reminders::actions;
use crate::features::reminders::input::LadderBody;
use crate::features::reminders::model::ladders::{Ladder, Ladders};
use crate::features::reminders::rules::Rules;
use crate::features::reminders::store::days_text;
use crate::kernel::error::{Error, FieldError};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{
    Caller, Control, Field, Form, Lang, PageResult, Reason, Shell, html_with_status, redirect_with, refused,
    summary,
};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;

/// Where the page is.
const PAGE: &str = "/reminders/ladders";

#[derive(Template)]
#[template(path = "features/reminders/templates/ladders.html")]
struct LaddersPage {
    shell: Shell,
    rows: Vec<Row>,
    may_enter: bool,
    fields: Vec<Field>,
    on_the_day: bool,
    errors: Vec<(String, String, String)>,
}

/// A ladder in words.
struct Row {
    valid: String,
    days: String,
    superior: String,
    milestone: String,
    source: String,
    /// Who and when.
    entered: String,
    /// Class and word.
    state: (&'static str, String),
    /// Why it was withdrawn.
    why: String,
    /// Which one this reader may withdraw.
    withdraws: Option<i64>,
}

/// What was refused.
#[derive(Default)]
struct Back {
    form: Form,
    errors: Vec<FieldError>,
    /// A refused withdrawal leads back to the table.
    is_withdrawal: bool,
}

/// GET /reminders/ladders
pub async fn list(ctx: Data<Context>, rules: Data<Rules>, caller: Caller, shell: Shell) -> PageResult {
    shown(&ctx, &rules, &caller, shell, (StatusCode::OK, Back::default())).await
}

async fn shown(
    ctx: &Context,
    rules: &Data<Rules>,
    caller: &Caller,
    shell: Shell,
    (status, back): (StatusCode, Back),
) -> PageResult {
    let (lang, today, reading) = (shell.lang, rules.today(ctx.now()), rules.clone());
    let ladders = ctx.db.read(move |conn| reading.ladders(conn)).await?;
    let may_enter = caller.may(Deed::Administer);
    let was_posted = back.form.has("valid_from");
    let stands = ladders.of(today);
    let mut errors = summary(lang, &back.errors, label);
    if back.is_withdrawal {
        for (anchor, ..) in &mut errors {
            "rows".clone_into(anchor);
        }
    }
    let page = LaddersPage {
        rows: rows(ctx, lang, &ladders, (today, may_enter)),
        may_enter,
        fields: fields(lang, &back, (stands, today)),
        on_the_day: if was_posted { back.form.has("on_the_day") } else { stands.on_the_day },
        errors,
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn rows(ctx: &Context, lang: Lang, ladders: &Ladders, (today, may_enter): (NaiveDate, bool)) -> Vec<Row> {
    let in_force = ladders.in_force(today).map(|ladder| ladder.id);
    let state = |holds: bool| {
        if holds {
            ("ok", lang.t("reminders-ladder-holds"))
        } else {
            ("none", lang.t("reminders-ladder-rests"))
        }
    };
    let of = |ladder: &Ladder| {
        let until = ladder.valid_until.map(|until| until.to_string()).unwrap_or_default();
        let told = |(at, who, why): &(_, String, String)| {
            let at: &crate::kernel::instant::Instant = at;
            format!("{who} {} {why}", at.local_text(ctx.zone))
        };
        Row {
            source: ladder.source.clone(),
            entered: format!("{} {}", ladder.author, ladder.created_at.local_text(ctx.zone)),
            state: match &ladder.withdrawn {
                Some(_) => ("none", lang.t("reminders-ladder-withdrawn")),
                None => state(in_force == Some(ladder.id)),
            },
            why: ladder.withdrawn.as_ref().map(told).unwrap_or_default(),
            withdraws: (may_enter && ladder.withdrawn.is_none()).then_some(ladder.id),
            ..row(lang, format!("{} – {until}", ladder.valid_from), &ladder.figures)
        }
    };
    let always = lang.t("reminders-ladder-always");
    let seed = Row { state: state(in_force.is_none()), ..row(lang, always, ladders.seed()) };
    ladders.entered().iter().map(of).chain([seed]).collect()
}

/// The days of a ladder in words.
fn row(lang: Lang, valid: String, figures: &config::Reminders) -> Row {
    let several = |id, days: &[u32]| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        (!days.is_empty()).then(|| lang.with(id, "days", days.join(&lang.t("reminders-ladder-and"))))
    };
    let days = [
        several("reminders-ladder-before", &figures.before_days),
        figures.on_the_day.then(|| lang.t("reminders-ladder-on")),
        several("reminders-ladder-after", &figures.after_days),
    ];
    let figure = |id, days: u32| match days {
        0 => lang.t("reminders-ladder-never"),
        days => lang.with(id, "days", days),
    };
    let superior = figure("reminders-ladder-after", figures.superior_days);
    let again = figure("reminders-ladder-every", figures.repeat_days);
    let comma = lang.t("reminders-comma");
    Row {
        valid,
        days: days.into_iter().flatten().collect::<Vec<_>>().join(&comma),
        superior: format!("{superior}{comma}{again}"),
        milestone: figure("reminders-ladder-before", figures.milestone_days),
        source: lang.t("reminders-ladder-seed"),
        entered: String::new(),
        state: ("none", String::new()),
        why: String::new(),
        withdraws: None,
    }
}

/// The fields of the form, filled with the days that hold or with what was typed.
fn fields(lang: Lang, back: &Back, (stands, today): (&config::Reminders, NaiveDate)) -> Vec<Field> {
    let typed = Some(&back.form).filter(|form| form.has("valid_from"));
    let field = |name: &'static str, hint: &str, control: Control, value: String| {
        let (label, hint, error) = (lang.t(label(name)), lang.t(hint), None);
        let required = !["valid_until", "before_days", "after_days"].contains(&name);
        Field { name, label, hint, required, control, value, error }.back(lang, typed, &back.errors)
    };
    let days = "reminders-ladder-days-hint";
    let never = "reminders-ladder-never-hint";
    vec![
        field("valid_from", "reminders-ladder-from-hint", Control::Day, today.to_string()),
        field("valid_until", "reminders-ladder-until-hint", Control::Day, String::new()),
        field("before_days", days, Control::Short, days_text(&stands.before_days)),
        field("after_days", days, Control::Short, days_text(&stands.after_days)),
        field("superior_days", never, Control::Figure, stands.superior_days.to_string()),
        field("repeat_days", never, Control::Figure, stands.repeat_days.to_string()),
        field("milestone_days", never, Control::Figure, stands.milestone_days.to_string()),
        field("source", "reminders-ladder-source-hint", Control::Line, String::new()),
    ]
}

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    match field {
        "valid_from" => "reminders-ladder-from",
        "valid_until" => "reminders-ladder-last",
        "before_days" => "reminders-ladder-days-before",
        "after_days" => "reminders-ladder-days-after",
        "superior_days" => "reminders-ladder-days-superior",
        "repeat_days" => "reminders-ladder-days-repeat",
        "milestone_days" => "reminders-ladder-days-milestone",
        "source" => "reminders-ladder-source",
        "state" => "reminders-ladder-state",
        _ => "reminders-ladder-reason",
    }
}

/// POST /reminders/ladders
pub async fn enter(
    ctx: Data<Context>,
    rules: Data<Rules>,
    caller: Caller,
    shell: Shell,
    form: Form,
) -> PageResult {
    let (now, by) = (ctx.now(), caller.clone());
    let entered = match LadderBody::of_form(&form).and_then(|body| body.checked(rules.today(now))) {
        Ok(new) => ctx.db.write(move |conn| actions::enter(conn, &by, &new, now)).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok(_) => Ok(redirect_with(PAGE, shell.lang, &Message::new("reminders-ladder-entered"))),
        Err(error) => {
            let (status, errors) = refused(error, "valid_from")?;
            let back = Back { form, errors, is_withdrawal: false };
            shown(&ctx, &rules, &caller, shell, (status, back)).await
        }
    }
}

/// POST /reminders/ladders/{id}/withdrawal
pub async fn withdraw(
    ctx: Data<Context>,
    rules: Data<Rules>,
    caller: Caller,
    shell: Shell,
    id: Path<String>,
    form: Form,
) -> PageResult {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (now, by) = (ctx.now(), caller.clone());
    let withdrawn = match Reason::of_form(&form).checked() {
        Ok(reason) => ctx.db.write(move |conn| actions::withdraw(conn, &by, (id, reason), now)).await,
        Err(error) => Err(error),
    };
    match withdrawn {
        Ok(_) => Ok(redirect_with(PAGE, shell.lang, &Message::new("reminders-ladder-taken-back"))),
        Err(error) => {
            let (status, errors) = refused(error, "state")?;
            let back = Back { errors, is_withdrawal: true, ..Back::default() };
            shown(&ctx, &rules, &caller, shell, (status, back)).await
        }
    }
}
