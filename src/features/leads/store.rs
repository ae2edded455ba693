//! SQL of leads and of what was done about them. Whatever a person may see passes through `within`.

mod week;

pub use week::told_between;

use super::input::{Filter, Registering, Telling};
use super::model::{Claim, Claims, Entry, Lead, Status, Step, Taken};
use crate::db::schema::{lead_entries as entries, leads as t, users};
use crate::db::{Backend, Conn, alone, containing, nested, unique_violation, within};
use crate::kernel::calendar::parse_day;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::paging::{PageRequest, Paged};
use crate::kernel::text::name_key;
use crate::web::Caller;
use anyhow::anyhow;
use chrono::NaiveDate;
use diesel::prelude::*;

/// What claims nothing any more.
const OVER: [Status; 2] = [Status::Converted, Status::Lost];

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: i64,
    version: i64,
    division: DivisionCode,
    target: String,
    credit_code: Option<String>,
    chain_id: Option<i64>,
    segment_id: Option<i64>,
    target_id: Option<i64>,
    park_id: Option<i64>,
    source: Option<String>,
    scope_text: Option<String>,
    intended_yuan: Option<Money>,
    status: Status,
    owner_id: i64,
    next_action: Option<String>,
    next_on: Option<String>,
    responded_on: Option<String>,
    assessed_on: Option<String>,
    answered_on: Option<String>,
    spoke_on: String,
    signed_on: Option<String>,
    project_id: Option<i64>,
    registrar: String,
    registered_at: Instant,
    began_on: String,
    moved_at: Instant,
}

fn lead((row, owner): (Row, String), claims: &Claims) -> Result<Lead> {
    let day = |text: Option<&str>| text.and_then(parse_day);
    let must = |text: &str| parse_day(text).ok_or_else(|| anyhow!("{text} is no day"));
    Ok(Lead {
        is_taken: claims.is_taken(row.id),
        id: row.id,
        version: row.version,
        division: row.division,
        target: row.target,
        credit_code: row.credit_code,
        chain_id: row.chain_id,
        segment_id: row.segment_id,
        target_id: row.target_id,
        park_id: row.park_id,
        source: row.source,
        scope_text: row.scope_text,
        intended: row.intended_yuan,
        status: row.status,
        owner_id: row.owner_id,
        owner,
        next: row.next_action.zip(day(row.next_on.as_deref())),
        taken: Taken {
            response: day(row.responded_on.as_deref()),
            assessment: day(row.assessed_on.as_deref()),
            feedback: day(row.answered_on.as_deref()),
            spoke: must(&row.spoke_on)?,
        },
        signed_on: day(row.signed_on.as_deref()),
        project_id: row.project_id,
        registrar: row.registrar,
        registered_at: row.registered_at,
        began_on: must(&row.began_on)?,
        moved_at: row.moved_at,
    })
}

type Visible = diesel::helper_types::IntoBoxed<
    'static,
    diesel::helper_types::InnerJoin<t::table, users::table>,
    Backend,
>;

fn visible(scope: &Scope, filter: &Filter) -> Visible {
    let mut query =
        t::table.inner_join(users::table).into_boxed::<Backend>().filter(within("leads.division", scope));
    if let Some(status) = filter.status {
        query = query.filter(t::status.eq(status));
    }
    if filter.is_open {
        query = query.filter(t::status.ne_all(OVER));
    }
    if let Some((from, until)) = filter.signed {
        query = query.filter(t::signed_on.between(from.to_string(), until.to_string()));
    }
    if let Some(chain) = filter.chain {
        query = query.filter(t::chain_id.eq(chain));
    }
    if let Some(segment) = filter.segment {
        query = query.filter(t::segment_id.eq(segment));
    }
    if let Some(city) = filter.city {
        query = query.filter(within("leads.division", &Scope::from(city)));
    }
    if let Some(owner) = filter.owner {
        query = query.filter(t::owner_id.eq(owner));
    }
    if let Some(q) = &filter.q {
        query = query.filter(t::target_key.like(containing(&key(q))).escape('\\'));
    }
    query
}

/// The claims of the whole province: who was first is asked across all cities. A lead of the province itself, whose place is
/// open, claims nothing.
pub fn claims(conn: &mut Conn) -> Result<Claims> {
    let rows: Vec<(i64, DivisionCode, String, Option<String>)> = t::table
        .filter(t::status.ne_all(OVER))
        .order((t::claimed_at, t::id))
        .select((t::id, t::city, t::target_key, t::credit_code))
        .load(conn)?;
    let claims = rows.into_iter().filter(|(_, city, ..)| !city.is_province());
    Ok(Claims::new(claims.map(|(id, city, key, credit_code)| Claim { id, city, key, credit_code }).collect()))
}

/// Those that waited and do so no longer: from today on the reply clock runs for them.
pub fn let_go_on(conn: &mut Conn, before: &Claims, today: NaiveDate) -> Result<()> {
    let now = claims(conn)?;
    let mut freed: Vec<i64> = before.taken().iter().copied().filter(|id| !now.is_taken(*id)).collect();
    freed.sort_unstable();
    alone(conn, "leads", &freed)?;
    diesel::update(t::table.filter(t::id.eq_any(&freed)))
        .set(t::began_on.eq(today.to_string()))
        .execute(conn)?;
    Ok(())
}

/// The leads in scope that the filter lets through; those whose next action comes first, then those that moved last.
///
/// # Errors
/// When they cannot be read.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, page: PageRequest) -> Result<Paged<Lead>> {
    let total: i64 = visible(scope, filter).count().get_result(conn)?;
    let rows: Vec<(Row, String)> = visible(scope, filter)
        .order((t::next_on.is_null(), t::next_on, t::moved_at.desc(), t::id.desc()))
        .limit(page.per_page())
        .offset(page.offset())
        .select((Row::as_select(), users::name))
        .load(conn)?;
    let claims = claims(conn)?;
    let items = rows.into_iter().map(|row| lead(row, &claims)).collect::<Result<_>>()?;
    Ok(Paged::new(items, total, page))
}

/// One lead.
///
/// # Errors
/// [`Error::NotFound`] also for what lies outside the scope.
pub fn one(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Lead> {
    let row: (Row, String) = visible(scope, &Filter::default())
        .filter(t::id.eq(id))
        .select((Row::as_select(), users::name))
        .first(conn)?;
    let claims = claims(conn)?;
    lead(row, &claims)
}

/// The leads of other cities for the same enterprise, the earliest first: only the province sees them.
pub fn rivals(conn: &mut Conn, scope: &Scope, id: i64) -> Result<Vec<(i64, DivisionCode)>> {
    if !scope.is_whole_province() {
        return Ok(Vec::new());
    }
    let claims = claims(conn)?;
    Ok(claims.rivals(id).into_iter().map(|rival| (rival.id, rival.city)).collect())
}

/// What was done about a lead, the earliest first; whoever asks has found it in her scope.
pub fn told(conn: &mut Conn, id: i64) -> Result<Vec<Entry>> {
    type Row = (Option<Step>, Option<Status>, String, String, Instant);
    let rows: Vec<Row> = entries::table
        .filter(entries::lead_id.eq(id))
        .order(entries::id)
        .select((entries::step, entries::status, entries::text, entries::author, entries::written_at))
        .load(conn)?;
    let entry = |(step, status, text, author, at)| Entry { step, status, text, author, at };
    Ok(rows.into_iter().map(entry).collect())
}

/// How many leads the filter lets through in each status.
///
/// # Errors
/// When they cannot be read.
pub fn counts(conn: &mut Conn, scope: &Scope, filter: &Filter) -> Result<Vec<(Status, i64)>> {
    let all: Vec<Status> = visible(scope, filter).select(t::status).load(conn)?;
    let count = |status: Status| all.iter().filter(|one| **one == status).count() as i64;
    Ok(Status::ALL.iter().map(|status| (*status, count(*status))).collect())
}

/// Every lead in scope that is not lost, by id.
///
/// # Errors
/// When they cannot be read.
pub fn alive(conn: &mut Conn, scope: &Scope) -> Result<Vec<Lead>> {
    let rows: Vec<(Row, String)> = visible(scope, &Filter::default())
        .filter(t::status.ne(Status::Lost))
        .order(t::id)
        .select((Row::as_select(), users::name))
        .load(conn)?;
    let claims = claims(conn)?;
    rows.into_iter().map(|row| lead(row, &claims)).collect()
}

/// Registers an enterprise; the lead's id.
///
/// # Errors
/// [`Error::Invalid`] of `target` or `credit_code` when the city has an open lead for it.
pub fn insert(
    conn: &mut Conn,
    caller: &Caller,
    (target, division, owner): (&str, DivisionCode, i64),
    new: &Registering,
    (now, today): (Instant, NaiveDate),
) -> Result<i64> {
    let next = new.next.clone().flatten();
    let values = (
        (
            t::version.eq(1),
            t::division.eq(division),
            t::city.eq(home(division)),
            t::target.eq(target),
            t::target_key.eq(key(target)),
            t::credit_code.eq(new.credit_code.clone().flatten()),
            t::chain_id.eq(new.chain_id.flatten()),
            t::segment_id.eq(new.segment_id.flatten()),
            t::target_id.eq(new.target_id.flatten()),
            t::park_id.eq(new.park_id.flatten()),
            t::source.eq(new.source.clone().flatten()),
            t::scope_text.eq(new.scope_text.clone().flatten()),
            t::intended_yuan.eq(new.intended.flatten()),
        ),
        (
            t::status.eq(Status::Identified),
            t::owner_id.eq(owner),
            t::next_action.eq(next.as_ref().map(|(action, _)| action.clone())),
            t::next_on.eq(next.as_ref().map(|(_, day)| day.to_string())),
            t::spoke_on.eq(today.to_string()),
            t::registrar.eq(&caller.name),
            t::registered_by.eq(caller.id),
            t::registered_at.eq(now),
            t::claimed_at.eq(now),
            t::began_on.eq(today.to_string()),
            t::moved_at.eq(now),
        ),
    );
    let inserted = nested(conn, |conn| {
        diesel::insert_into(t::table).values(values).returning(t::id).get_result::<i64>(conn)
    });
    known(inserted)
}

/// Changes the facts of a lead that still has this version; `claims_anew` says that it names another enterprise now, or has
/// found its city.
///
/// # Errors
/// As [`insert`].
pub fn amend(conn: &mut Conn, lead: &Lead, claims_anew: bool, now: Instant) -> Result<bool> {
    let target = t::table.filter(t::id.eq(lead.id).and(t::version.eq(lead.version)));
    let values = (
        t::version.eq(lead.version + 1),
        t::division.eq(lead.division),
        t::city.eq(home(lead.division)),
        t::target.eq(&lead.target),
        t::target_key.eq(key(&lead.target)),
        t::credit_code.eq(&lead.credit_code),
        t::chain_id.eq(lead.chain_id),
        t::segment_id.eq(lead.segment_id),
        t::target_id.eq(lead.target_id),
        t::park_id.eq(lead.park_id),
        t::source.eq(&lead.source),
        t::scope_text.eq(&lead.scope_text),
        t::intended_yuan.eq(lead.intended),
        t::owner_id.eq(lead.owner_id),
        claims_anew.then(|| t::claimed_at.eq(now)),
        t::next_action.eq(lead.next.as_ref().map(|(action, _)| action.clone())),
        t::next_on.eq(lead.next.as_ref().map(|(_, day)| day.to_string())),
    );
    let changed = nested(conn, |conn| diesel::update(target).set(values).execute(conn));
    Ok(known(changed)? == 1)
}

/// Moves a lead that still has this version to where something that was done has brought it. A step is taken once, and one
/// that was passed over is taken with the later one.
///
/// # Errors
/// As [`insert`]: what comes back from being lost may have been registered anew.
pub fn step(conn: &mut Conn, lead: &Lead, new: &Telling, (now, today): (Instant, NaiveDate)) -> Result<bool> {
    let target = t::table.filter(t::id.eq(lead.id).and(t::version.eq(lead.version)));
    let day = today.to_string();
    let on = |step: Step, before: Option<NaiveDate>| {
        (before.is_none() && new.step.is_some_and(|taken| taken >= step)).then(|| day.clone())
    };
    let comes_back = lead.status == Status::Lost;
    // What is not signed any more was not signed; what becomes a project stays so.
    let signed_on = new.status.map(|status| (status == Status::Signed).then(|| day.clone()));
    let values = (
        t::version.eq(lead.version + 1),
        t::spoke_on.eq(&day),
        new.status.map(|status| (t::status.eq(status), t::moved_at.eq(now))),
        on(Step::Response, lead.taken.response).map(|day| t::responded_on.eq(day)),
        on(Step::Assessment, lead.taken.assessment).map(|day| t::assessed_on.eq(day)),
        on(Step::Feedback, lead.taken.feedback).map(|day| t::answered_on.eq(day)),
        signed_on.map(|day| t::signed_on.eq(day)),
        comes_back.then(|| (t::claimed_at.eq(now), t::began_on.eq(&day))),
        new.next.as_ref().map(|next| {
            let action = next.as_ref().map(|(action, _)| action.clone());
            (t::next_action.eq(action), t::next_on.eq(next.as_ref().map(|(_, day)| day.to_string())))
        }),
    );
    let changed = nested(conn, |conn| diesel::update(target).set(values).execute(conn));
    Ok(known(changed)? == 1)
}

/// Binds a signed lead to the project that it has become.
///
/// # Errors
/// [`Error::Conflict`] for a project that another lead has become.
pub fn convert(conn: &mut Conn, lead: &Lead, project: i64, now: Instant) -> Result<bool> {
    let target = t::table.filter(t::id.eq(lead.id).and(t::version.eq(lead.version)));
    let values = (
        t::version.eq(lead.version + 1),
        t::status.eq(Status::Converted),
        t::project_id.eq(project),
        t::next_action.eq(None::<String>),
        t::next_on.eq(None::<String>),
        t::moved_at.eq(now),
    );
    let changed = nested(conn, |conn| diesel::update(target).set(values).execute(conn));
    Ok(known(changed)? == 1)
}

/// Writes down what was done.
pub fn insert_entry(conn: &mut Conn, caller: &Caller, id: i64, new: &Telling, now: Instant) -> Result<()> {
    diesel::insert_into(entries::table)
        .values((
            entries::lead_id.eq(id),
            entries::step.eq(new.step),
            entries::status.eq(new.status),
            entries::text.eq(&new.text),
            entries::author.eq(&caller.name),
            entries::written_by.eq(caller.id),
            entries::written_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

fn home(division: DivisionCode) -> DivisionCode {
    division.city().unwrap_or(division)
}

fn key(target: &str) -> String {
    let key = name_key(target);
    if key.is_empty() { target.to_owned() } else { key }
}

fn known<T>(done: std::result::Result<T, diesel::result::Error>) -> Result<T> {
    done.map_err(|error| match unique_violation(&error).as_deref() {
        Some("leads__project_id") => Error::conflict("leads-project-bound"),
        Some("leads__city__credit_code") => Error::field("credit_code", "leads-known-already"),
        Some(_) => Error::field("target", "leads-known-already"),
        None => error.into(),
    })
}
