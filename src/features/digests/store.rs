//! SQL of the digests and of the copies that their readers get. Whatever a person may see passes through `within`.

use super::model::{DigestKind, LETTER, Last, Occasion, State, Told};
use crate::db::schema::{digest_copies as c, digests as d, letters};
use crate::db::{Backend, Conn, nested, unique_violation, within};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::paging::{PageRequest, Paged};
use crate::locales::Lang;
use crate::mail::{Attachment, Letter};
use crate::outbox::State as Sending;
use anyhow::{Context as _, anyhow};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = d)]
pub struct Issue {
    /// Never reused.
    pub id: i64,
    /// How often.
    pub kind: DigestKind,
    /// Whose: `2026Q3`, `2026-10`.
    pub period: String,
    /// The published list that it is bound to.
    pub quarter: Option<Quarter>,
    /// That list's version; 0 while none is published.
    pub version: i32,
    /// That version's hash.
    pub hash: Option<String>,
    /// How far it has come.
    pub state: State,
    /// Rises with every preparation.
    pub revision: i64,
    /// Of what it was prepared.
    pub basis: String,
    /// The day that was set.
    pub due_on: NaiveDate,
    /// When it was prepared last.
    pub prepared_at: Option<Instant>,
    /// When it goes without a person.
    pub goes_by_itself_at: Option<Instant>,
    /// Who approved it, by name at that time.
    pub approver: Option<String>,
    /// When.
    pub approved_at: Option<Instant>,
}

impl Issue {
    /// For which quarter or month.
    ///
    /// # Errors
    /// When the stored period is none.
    pub fn occasion(&self) -> Result<Occasion> {
        let found = Occasion::of(self.kind, &self.period);
        found.ok_or_else(|| Error::Unexpected(anyhow!("a digest of {:?}", self.period)))
    }
}

/// What a reader gets, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = c)]
pub struct Copy {
    /// Of which issue.
    pub digest_id: i64,
    /// `users.id`
    pub user_id: i64,
    /// Her name when it was prepared.
    pub name: String,
    /// Her address then.
    pub address: String,
    /// Where she belonged.
    pub division: DivisionCode,
    /// What she might see.
    pub scope: String,
    /// In which language it is.
    pub lang: Lang,
    /// Its subject.
    pub subject: String,
    /// Name of the attached list.
    pub file_name: String,
}

/// A copy that is to be kept.
#[derive(Clone, Debug)]
pub struct NewCopy {
    /// Who gets it.
    pub head: Copy,
    /// What she gets, with the one file that is attached.
    pub letter: Letter,
    /// What it tells.
    pub told: Told,
}

/// What an issue is prepared of.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    /// The list.
    pub list: Option<(Quarter, i32, &'a str)>,
    /// Of what.
    pub basis: &'a str,
    /// When it goes without a person.
    pub goes_by_itself_at: Option<Instant>,
}

/// Every issue of an occasion, the newest version first.
pub fn of_occasion(conn: &mut Conn, occasion: Occasion) -> Result<Vec<Issue>> {
    Ok(d::table
        .filter(d::kind.eq(occasion.kind()).and(d::period.eq(occasion.to_string())))
        .order(d::version.desc())
        .select(Issue::as_select())
        .load(conn)?)
}

/// The issues that nobody has approved, the earliest first.
pub fn open(conn: &mut Conn) -> Result<Vec<Issue>> {
    let is_open = d::state.eq_any([State::Waiting, State::Proposed]);
    Ok(d::table
        .filter(is_open)
        .order((d::kind, d::period, d::version))
        .select(Issue::as_select())
        .load(conn)?)
}

/// All issues, the newest first.
pub fn page(conn: &mut Conn, page: PageRequest) -> Result<Paged<Issue>> {
    let total: i64 = d::table.count().get_result(conn)?;
    let rows = d::table
        .order((d::due_on.desc(), d::id.desc()))
        .limit(page.per_page())
        .offset(page.offset())
        .select(Issue::as_select())
        .load(conn)?;
    Ok(Paged::new(rows, total, page))
}

/// One issue.
///
/// # Errors
/// [`Error::NotFound`]
pub fn one(conn: &mut Conn, id: i64) -> Result<Issue> {
    Ok(d::table.find(id).select(Issue::as_select()).first(conn)?)
}

/// Begins an issue; none where another replica did.
pub fn insert(
    conn: &mut Conn,
    (occasion, state, due_on): (Occasion, State, NaiveDate),
    prepared: &Prepared<'_>,
    now: Instant,
) -> Result<Option<i64>> {
    let values = (
        d::kind.eq(occasion.kind()),
        d::period.eq(occasion.to_string()),
        d::quarter.eq(prepared.list.map(|(quarter, ..)| quarter)),
        d::version.eq(prepared.list.map_or(0, |(_, version, _)| version)),
        d::hash.eq(prepared.list.map(|(.., hash)| hash)),
        d::state.eq(state),
        d::revision.eq(1),
        d::basis.eq(prepared.basis),
        d::due_on.eq(due_on),
        d::prepared_at.eq((state == State::Proposed).then_some(now)),
        d::goes_by_itself_at.eq(prepared.goes_by_itself_at),
    );
    let inserted = nested(conn, |conn| {
        diesel::insert_into(d::table).values(values).returning(d::id).get_result::<i64>(conn)
    });
    match inserted {
        Ok(id) => Ok(Some(id)),
        Err(error) if unique_violation(&error).is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Prepares an issue anew that nobody has approved, if it still is as it was read; its copies go.
pub fn renew(conn: &mut Conn, issue: &Issue, prepared: &Prepared<'_>, now: Instant) -> Result<bool> {
    let done = diesel::update(as_read(issue))
        .set((
            d::quarter.eq(prepared.list.map(|(quarter, ..)| quarter)),
            d::version.eq(prepared.list.map_or(0, |(_, version, _)| version)),
            d::hash.eq(prepared.list.map(|(.., hash)| hash)),
            d::state.eq(State::Proposed),
            d::revision.eq(issue.revision + 1),
            d::basis.eq(prepared.basis),
            d::prepared_at.eq(now),
            d::goes_by_itself_at.eq(prepared.goes_by_itself_at),
        ))
        .execute(conn)?;
    if done == 1 {
        diesel::delete(c::table.filter(c::digest_id.eq(issue.id))).execute(conn)?;
    }
    Ok(done == 1)
}

/// Something else took its place.
pub fn drop_open(conn: &mut Conn, issue: &Issue) -> Result<bool> {
    Ok(diesel::update(as_read(issue)).set(d::state.eq(State::Dropped)).execute(conn)? == 1)
}

/// It leaves; `false` where it is no longer as it was read.
pub fn approve(
    conn: &mut Conn,
    issue: &Issue,
    by: Option<(&str, Option<i64>)>,
    now: Instant,
) -> Result<bool> {
    let values = (
        d::state.eq(State::Approved),
        d::approver.eq(by.map(|(name, _)| name)),
        d::approved_by.eq(by.and_then(|(_, id)| id)),
        d::approved_at.eq(now),
    );
    Ok(diesel::update(as_read(issue)).set(values).execute(conn)? == 1)
}

type SameIssue = diesel::dsl::And<diesel::dsl::Eq<d::id, i64>, diesel::dsl::Eq<d::revision, i64>>;
type Same = diesel::dsl::And<SameIssue, diesel::dsl::Eq<d::state, State>>;

/// The row, if it still is as it was read.
fn as_read(issue: &Issue) -> diesel::dsl::Filter<d::table, Same> {
    d::table.filter(d::id.eq(issue.id).and(d::revision.eq(issue.revision)).and(d::state.eq(issue.state)))
}

/// Keeps what a reader gets.
pub fn insert_copy(conn: &mut Conn, digest_id: i64, copy: &NewCopy) -> Result<()> {
    let file = copy.letter.files.first().context("a digest without the list")?;
    let told = serde_json::to_string(&copy.told).context("what a digest tells, as JSON")?;
    diesel::insert_into(c::table)
        .values((
            c::digest_id.eq(digest_id),
            c::user_id.eq(copy.head.user_id),
            c::name.eq(&copy.head.name),
            c::address.eq(&copy.head.address),
            c::division.eq(copy.head.division),
            c::scope.eq(&copy.head.scope),
            c::lang.eq(copy.head.lang),
            c::subject.eq(&copy.letter.subject),
            c::body_text.eq(&copy.letter.text),
            c::body_html.eq(copy.letter.html.as_deref().unwrap_or_default()),
            c::file_name.eq(&file.name),
            c::file_type.eq(&file.media_type),
            c::file_bytes.eq(&file.bytes),
            c::told.eq(told),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether nothing was ever prepared.
///
/// # Errors
/// When the database does not answer.
pub fn is_empty(conn: &mut Conn) -> Result<bool> {
    Ok(d::table.select(d::id).first::<i64>(conn).optional()?.is_none())
}

/// Whose copies a person sees: those of the readers in a scope, or one reader's own.
#[derive(Clone, Debug)]
pub enum Seen {
    /// Of the readers who belong here.
    Scope(Scope),
    /// Her own, of what was sent.
    Own(i64),
}

type Copies =
    diesel::helper_types::IntoBoxed<'static, diesel::helper_types::InnerJoin<c::table, d::table>, Backend>;

fn copies(seen: &Seen) -> Copies {
    let all = c::table.inner_join(d::table).into_boxed::<Backend>();
    match seen {
        Seen::Scope(scope) => all.filter(within("digest_copies.division", scope)),
        Seen::Own(user) => all.filter(c::user_id.eq(*user).and(d::state.eq(State::Approved))),
    }
}

/// The copies of these issues, by reader's name.
pub fn copies_of(conn: &mut Conn, seen: &Seen, issues: &[i64]) -> Result<BTreeMap<i64, Vec<Copy>>> {
    let rows: Vec<Copy> = copies(seen)
        .filter(c::digest_id.eq_any(issues.to_vec()))
        .order((c::name, c::id))
        .select(Copy::as_select())
        .load(conn)?;
    let mut of: BTreeMap<i64, Vec<Copy>> = BTreeMap::new();
    for row in rows {
        of.entry(row.digest_id).or_default().push(row);
    }
    Ok(of)
}

/// A copy with what it holds, to the byte.
///
/// # Errors
/// [`Error::NotFound`] also for one that is not to be seen.
pub fn copy(conn: &mut Conn, seen: &Seen, (issue, user): (i64, i64)) -> Result<(Copy, Letter)> {
    type Content = (String, String, String, Vec<u8>);
    let (head, (text, html, media_type, bytes)): (Copy, Content) = copies(seen)
        .filter(c::digest_id.eq(issue).and(c::user_id.eq(user)))
        .select((Copy::as_select(), (c::body_text, c::body_html, c::file_type, c::file_bytes)))
        .first(conn)?;
    let file = Attachment { name: head.file_name.clone(), media_type, bytes };
    let letter = Letter { subject: head.subject.clone(), text, html: Some(html), files: vec![file] };
    Ok((head, letter))
}

/// What each reader was told last: of the letters that were sent to her the one of the latest quarter or month.
pub fn told_last(conn: &mut Conn) -> Result<BTreeMap<i64, Last>> {
    let posted = letters::table
        .filter(letters::kind.eq(LETTER).and(letters::state.ne(Sending::Dropped)))
        .select(letters::key);
    let posted: BTreeSet<String> = posted.load(conn)?.into_iter().collect();
    type Row = (i64, String, String, Option<Instant>, (DigestKind, String, i32));
    let rows: Vec<Row> = c::table
        .inner_join(d::table)
        .filter(d::state.eq(State::Approved))
        .order((d::approved_at, c::id))
        .select((c::user_id, c::scope, c::told, d::approved_at, (d::kind, d::period, d::version)))
        .load(conn)?;
    let mut last: BTreeMap<i64, (NaiveDate, Last)> = BTreeMap::new();
    for (user, scope, told, at, (kind, period, version)) in rows {
        let (Some(at), Some(occasion)) = (at, Occasion::of(kind, &period)) else { continue };
        if !posted.contains(&key(kind, &period, version, user)) {
            continue;
        }
        let is_later = last.get(&user).is_none_or(|(day, _)| *day <= occasion.last_day());
        if is_later {
            let told: Told = serde_json::from_str(&told).context("what a digest told")?;
            last.insert(user, (occasion.last_day(), Last { told, at, scope }));
        }
    }
    Ok(last.into_iter().map(|(user, (_, last))| (user, last)).collect())
}

/// The key of a reader's letter in the outbox.
pub fn key(kind: DigestKind, period: &str, version: i32, user: i64) -> String {
    format!("{LETTER}:{kind}:{period}:v{version}:{user}")
}

/// For which issue and to which reader a posted letter is: her scope when it was prepared, by the letter's key.
pub fn scope_of(conn: &mut Conn, key: &str, user: i64) -> Result<Option<String>> {
    let mut parts = key.split(':').skip(1);
    let (Some(kind), Some(period), Some(version)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(kind), Some(Ok(version))) =
        (kind.parse::<DigestKind>(), version.strip_prefix('v').map(str::parse::<i32>))
    else {
        return Ok(None);
    };
    Ok(c::table
        .inner_join(d::table)
        .filter(d::kind.eq(kind).and(d::period.eq(period.to_owned())).and(d::version.eq(version)))
        .filter(c::user_id.eq(user))
        .select(c::scope)
        .first(conn)
        .optional()?)
}
