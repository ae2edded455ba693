//! /lists: every quarter with its state, its counts and its days, now or as of a past day; the reviewer opens the next
//! one here.

use super::Refused;
use super::parts::{error_of, state_badge};
use crate::config::Lists;
use crate::context::Context;
use crate::db::Conn;
use crate::features::lists::input::OpenBody;
use crate::features::lists::model::NominationState;
use crate::features::lists::store::{self, Known, Listed};
use crate::features::lists::words::{Words, list_state};
use crate::features::lists::{actions, deadlines, words};
use crate::features::projects::When;
use crate::features::reference;
use crate::kernel::calendar::{Quarter, local_date, quarter_of};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::role::Deed;
use crate::web::{Caller, Control, Field, Form, PageResult, Shell, html_with_status, query, redirect_with};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "features/lists/templates/index.html")]
struct IndexPage {
    shell: Shell,
    /// The past day that is shown, as a date field holds it, and what is said of it; blank and none for now.
    day: String,
    past: Option<String>,
    today: String,
    lists: Vec<Line>,
    /// The form that opens a quarter, for whoever may.
    opening: Option<Vec<Field>>,
    /// Anchor, label and sentence of every refused field.
    errors: Vec<(String, String, String)>,
}

/// A quarter on the page.
struct Line {
    href: String,
    name: String,
    state: String,
    badge: &'static str,
    /// Document number and version of a published list.
    number: String,
    count: String,
    total: String,
    target: i32,
    nominate_by: String,
    publish_by: String,
}

/// Nominations of each quarter in each state.
type Counts = BTreeMap<Quarter, BTreeMap<NominationState, i64>>;

/// GET /lists
pub async fn index(
    ctx: Data<Context>,
    rule: Data<Lists>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let when = When::read(&query(&request)?, ctx.now(), ctx.zone)?;
    render(&ctx, &rule, caller, shell, when, Refused::default()).await
}

/// POST /lists
pub async fn open(
    ctx: Data<Context>,
    rule: Data<Lists>,
    caller: Caller,
    shell: Shell,
    form: Form,
) -> PageResult {
    let (now, opener) = (ctx.now(), caller.clone());
    let days = ctx.db.read(reference::working_days).await?;
    let proposed = |quarter| deadlines::proposed(quarter, &rule, &days);
    let parsed = OpenBody::of_form(&form).and_then(|body| body.checked(proposed));
    let outcome = async {
        let new = parsed?;
        ctx.db.write(move |conn| actions::open(conn, &opener, &new, now)).await
    };
    let (status, errors) = match outcome.await {
        Ok(head) => {
            let name = words::quarter_name(head.quarter);
            let note = Message::new("lists-opened").with_message("quarter", name);
            return Ok(redirect_with(&format!("/lists/{}", head.quarter), shell.lang, &note));
        }
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict(why)) => (StatusCode::CONFLICT, vec![FieldError::new("quarter", why)]),
        Err(other) => return Err(other.into()),
    };
    let refused = Refused { status: Some(status), errors, form };
    render(&ctx, &rule, caller, shell, When::now(now, ctx.zone), refused).await
}

async fn render(
    ctx: &Context,
    rule: &Lists,
    caller: Caller,
    shell: Shell,
    when: When,
    refused: Refused,
) -> PageResult {
    let (scope, province, lang) = (caller.scope.clone(), ctx.province, shell.lang);
    let (listed, counts, sums, book) = ctx
        .db
        .read(move |conn| {
            let listed = store::lists_at(conn, when.past())?;
            let counts = match when.past() {
                Some(at) => past_counts(conn, &scope, &listed, at)?,
                None => store::nomination_counts(conn, &scope)?,
            };
            Ok((listed, counts, store::published_sums(conn)?, reference::book(conn)?))
        })
        .await?;
    let words = Words { lang, book, province };
    let is_past = when.past().is_some();
    let may_open = caller.may_for_province(Deed::ManageLists) && !is_past;
    let opening = may_open.then(|| open_form(ctx, &words, rule, &listed, &refused));
    let blank = BTreeMap::new();
    let line = |one: &Listed| Line {
        href: format!("/lists/{}{}", one.head.quarter, when.query()),
        ..line(&words, one, counts.get(&one.head.quarter).unwrap_or(&blank), &sums)
    };
    let lists = listed.iter().map(line).collect();
    let errors = opening
        .iter()
        .flatten()
        .filter_map(|field| Some((field.name.to_owned(), field.label.clone(), field.error.clone()?)))
        .collect();
    let day = when.past_day().map(|day| day.to_string());
    let page = IndexPage {
        past: day.as_ref().map(|day| lang.with("lists-as-of-notice", "day", day)),
        day: day.unwrap_or_default(),
        today: local_date(ctx.now(), ctx.zone).to_string(),
        lists,
        opening,
        errors,
        shell,
    };
    Ok(html_with_status(refused.status(), &page))
}

/// Nominations by state of the lists that were in work at `at`.
fn past_counts(conn: &mut Conn, scope: &Scope, listed: &[Listed], at: Instant) -> Result<Counts> {
    let mut counts = Counts::new();
    for one in listed.iter().filter(|one| one.newest.is_none()) {
        if let Known::Live(live) = store::as_of(conn, scope, one.head.quarter, at)? {
            counts.insert(one.head.quarter, live.meters.by_state.into_iter().collect());
        }
    }
    Ok(counts)
}

fn line(
    words: &Words,
    listed: &Listed,
    counts: &BTreeMap<NominationState, i64>,
    sums: &BTreeMap<(Quarter, i32), (i64, Money)>,
) -> Line {
    let (head, lang) = (&listed.head, words.lang);
    let of = |state| counts.get(&state).copied().unwrap_or_default();
    let published = listed.newest.as_ref().map(|version| {
        let (count, sum) = sums.get(&(head.quarter, version.version)).copied().unwrap_or_default();
        (version, count, sum)
    });
    let (number, count, total) = if let Some((version, count, sum)) = published {
        let args = [("number", version.number.clone()), ("version", version.version.to_string())];
        let total = lang.with("lists-yi", "amount", sum.yi_text(1));
        (lang.all("lists-number-version", &args), lang.with("lists-count", "count", count), total)
    } else {
        let args = [
            ("waiting", of(NominationState::Nominated).to_string()),
            ("accepted", of(NominationState::Accepted).to_string()),
        ];
        (String::new(), lang.all("lists-count-live", &args), String::new())
    };
    Line {
        href: String::new(),
        name: words.quarter(head.quarter),
        state: lang.t(list_state(head.state)),
        badge: state_badge(head.state),
        number,
        count,
        total,
        target: head.target,
        nominate_by: head.nominate_by.to_string(),
        publish_by: head.publish_by.to_string(),
    }
}

/// Filled with what was typed, or with the quarter that comes next, its days by the rule, and the target of the newest
/// list.
fn open_form(ctx: &Context, words: &Words, rule: &Lists, listed: &[Listed], refused: &Refused) -> Vec<Field> {
    let lang = words.lang;
    let newest = listed.first().map(|one| &one.head);
    let this_quarter = quarter_of(local_date(ctx.now(), ctx.zone));
    let next = newest.map_or(this_quarter, |head| head.quarter.next());
    let (nominate_by, publish_by) = deadlines::proposed(next, rule, &words.book.working_days());
    let suggested = |name: &str| match name {
        "quarter" => next.to_string(),
        "nominate_by" => nominate_by.to_string(),
        "publish_by" => publish_by.to_string(),
        "target" => newest.map(|head| head.target.to_string()).unwrap_or_default(),
        _ => String::new(),
    };
    let field = |(name, label, hint, control): (&'static str, &str, String, Control)| Field {
        name,
        label: lang.t(label),
        hint,
        required: control != Control::Day,
        control,
        value: if refused.form.has(name) { refused.form.raw(name).to_owned() } else { suggested(name) },
        error: error_of(lang, refused, name),
    };
    let by_rule = |days: i32| lang.with("lists-working-days-hint", "days", days);
    [
        ("quarter", "lists-quarter", lang.t("lists-quarter-hint"), Control::Short),
        ("target", "lists-target", lang.t("lists-target-hint"), Control::Number),
        ("nominate_by", "lists-nominate-by", by_rule(rule.nominate_working_days), Control::Day),
        ("publish_by", "lists-publish-by", by_rule(rule.publish_working_days), Control::Day),
    ]
    .map(field)
    .into()
}
