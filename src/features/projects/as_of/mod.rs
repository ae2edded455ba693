//! The registry as it was known at the end of a past day (`?as_of=2026-08-15`). The versions known then are read as
//! they lie, and the very filters, orders and sums of the live registry are applied to them in memory, so that a view
//! of the past can be searched and taken away like today's.
//!
//! What has no past is refused beside `as_of` instead of answering with today's: the lights, and who stands on a
//! list. Whose projects a reader sees is decided by where they lie today.

mod choice;
mod when;

pub use when::When;

use super::filter::Filter;
use super::model::identity::Identity;
use super::model::{Facts, Project, SideState};
use super::registry::{projects_by_ids, remarked};
use super::store::{self, Stored, stored_as_of, stored_many};
use crate::db::Conn;
use crate::features::reference::{Book, book};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::paging::{PageRequest, Paged, Sort};
use anyhow::Context as _;
use std::collections::{BTreeMap, BTreeSet};

/// Projects as they were known at `at`, in the order of `ids`; without ids all of the scope, by id. Plan and
/// year-to-date are those of `year`, the year of the day that is looked back to. What was not yet recorded then, or lies
/// outside the scope today, is left out. Four queries and the reference data, whatever the number of projects.
pub fn as_of_many(
    conn: &mut Conn,
    scope: &Scope,
    ids: Option<&[i64]>,
    at: Instant,
    year: i32,
) -> Result<Vec<Project>> {
    // What resembles one of them may lie anywhere in the scope, so all are read.
    let all = stored_as_of(conn, scope, None, at, year)?;
    let book = book(conn)?;
    let known = identities(&all);
    let chosen = match ids {
        None => all,
        Some(ids) => {
            let mut by_id: BTreeMap<i64, Stored> = all.into_iter().map(|one| (one.id, one)).collect();
            ids.iter().filter_map(|id| by_id.remove(id)).collect()
        }
    };
    Ok(with_remarks(chosen, &known, &book))
}

/// What was known at `at` of these projects as far as they lie in the scope, by id, with the plan and the year-to-date of
/// `year`: the facts alone, for whoever counts and adds up and reads no remarks.
pub fn facts_as_of(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[i64],
    at: Instant,
    year: i32,
) -> Result<BTreeMap<i64, Facts>> {
    let known = stored_as_of(conn, scope, Some(ids), at, year)?;
    Ok(known.into_iter().map(|one| (one.id, one.facts)).collect())
}

/// The page of a filtered registry as it was known at `at`, and the adopted totals of the whole filtered set. The same
/// projects in the same order with the same sum as [`store::find`] would have answered then.
pub fn find_as_of(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    page: PageRequest,
    (at, year): (Instant, i32),
) -> Result<(Paged<Stored>, Money)> {
    let chosen = selected_as_of(conn, scope, filter, sort, (at, year))?;
    page_of(chosen, page)
}

/// All projects of a filter as they were known at `at`, in this order.
pub fn selected_as_of(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    (at, year): (Instant, i32),
) -> Result<Vec<Stored>> {
    let all = stored_as_of(conn, scope, None, at, year)?;
    Ok(choice::chosen(all, filter, sort, &book(conn)?))
}

/// A page of the registry at `when`, now or then, as the page shows it.
pub(super) fn stored_at(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    page: PageRequest,
    when: When,
) -> Result<(Paged<Stored>, Money)> {
    let Some(at) = when.past() else {
        let found = store::find(conn, scope, filter, sort, page)?;
        let ids: Vec<i64> = found.page.items.iter().map(|row| row.id).collect();
        let items = stored_many(conn, scope, &ids, when.year())?;
        return Ok((Paged::new(items, found.page.total, page), found.total_investment));
    };
    find_as_of(conn, scope, filter, sort, page, (at, when.year()))
}

/// The same with what is remarked about each, as programs get it.
pub(super) fn projects_at(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    sort: Sort,
    page: PageRequest,
    when: When,
) -> Result<(Paged<Project>, Money)> {
    let Some(at) = when.past() else {
        let found = store::find(conn, scope, filter, sort, page)?;
        let ids: Vec<i64> = found.page.items.iter().map(|row| row.id).collect();
        let items = projects_by_ids(conn, scope, &ids, when.year())?;
        return Ok((Paged::new(items, found.page.total, page), found.total_investment));
    };
    let all = stored_as_of(conn, scope, None, at, when.year())?;
    let (book, known) = (book(conn)?, identities(&all));
    let (shown, sum) = page_of(choice::chosen(all, filter, sort, &book), page)?;
    let items = with_remarks(shown.items, &known, &book);
    Ok((Paged::new(items, shown.total, page), sum))
}

fn page_of(chosen: Vec<Stored>, page: PageRequest) -> Result<(Paged<Stored>, Money)> {
    let sum = choice::sum(&chosen).context("the total of all projects exceeds 64 bits")?;
    let total = chosen.len() as i64;
    let items = chosen.into_iter().skip(page.offset() as usize).take(page.per_page() as usize);
    Ok((Paged::new(items.collect(), total, page), sum))
}

/// What every record of then is recognised by; a voided one is nobody's double.
fn identities(all: &[Stored]) -> Vec<Identity> {
    all.iter()
        .filter(|one| one.facts.side_state != SideState::Voided)
        .map(|one| Identity::of(one.id, &one.facts))
        .collect()
}

/// Remarks as of then: doubles are looked for among what was known then.
fn with_remarks(chosen: Vec<Stored>, known: &[Identity], book: &Book) -> Vec<Project> {
    let own: Vec<Identity> = chosen.iter().map(|one| Identity::of(one.id, &one.facts)).collect();
    let names: BTreeSet<&str> = own.iter().map(|one| one.name_key.as_str()).collect();
    let units: BTreeSet<&str> = own.iter().filter_map(|one| one.unit_key.as_deref()).collect();
    let codes: BTreeSet<&str> = own.iter().filter_map(|one| one.project_code.as_deref()).collect();
    let shares = |other: &&Identity| {
        names.contains(other.name_key.as_str())
            || other.unit_key.as_deref().is_some_and(|unit| units.contains(unit))
            || other.project_code.as_deref().is_some_and(|code| codes.contains(code))
    };
    let near: Vec<Identity> = known.iter().filter(shares).cloned().collect();
    chosen.into_iter().zip(&own).map(|(one, identity)| remarked(one, book, identity, &near)).collect()
}
