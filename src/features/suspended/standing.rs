//! What stands still now, since when, and by when it is to be reviewed: put together from the project's versions and from
//! what was said.

use super::input::Filter;
use super::model::{Review, Span, Standstill, latest, since};
use super::store;
use crate::config;
use crate::db::Conn;
use crate::features::projects::{self, SideState};
use crate::kernel::calendar::local_date;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// By which rule, and where the day begins.
pub type Rule<'a> = (&'a config::Suspended, Tz);

/// The projects in scope that stand still, what is to be reviewed first in front. Few do, so they are put in order here.
///
/// # Errors
/// When they cannot be read.
pub fn find(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    (rule, today): (Rule<'_>, NaiveDate),
) -> Result<Vec<Standstill>> {
    let named = store::standing_still(conn, scope, filter.city)?;
    let mut all = put_together(conn, named, rule)?;
    all.retain(|one| !filter.due || one.span.is_due(today));
    all.sort_by_key(|one| (one.span.review_on, one.project_id));
    Ok(all)
}

/// By when each of these projects that stands still is to be reviewed. Whoever asks has found them in her scope.
///
/// # Errors
/// When they cannot be read.
pub fn review_days(conn: &mut Conn, ids: &[i64], rule: Rule<'_>) -> Result<BTreeMap<i64, NaiveDate>> {
    Ok(spans(conn, ids, rule)?.into_iter().map(|(id, span)| (id, span.review_on)).collect())
}

/// A project, whether it stands still, and everything that was ever said about that.
pub struct Told {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub division: DivisionCode,
    /// Beside its stage.
    pub side_state: SideState,
    /// Where it stands still.
    pub standstill: Option<Standstill>,
    /// The earliest first.
    pub reviews: Vec<Review>,
}

impl Told {
    /// The step of the newest review; 0 before the first.
    pub fn version(&self) -> i64 {
        self.reviews.last().map_or(0, |last| last.step)
    }
}

/// One project.
///
/// # Errors
/// [`crate::kernel::error::Error::NotFound`] also outside the scope.
pub fn told(conn: &mut Conn, scope: &Scope, id: i64, (rule, today): (Rule<'_>, NaiveDate)) -> Result<Told> {
    let facts = projects::project(conn, scope, id, today.year())?.facts;
    let named = (id, facts.name.clone(), facts.division);
    let stands_still = facts.side_state == SideState::Suspended;
    Ok(Told {
        standstill: if stands_still { put_together(conn, vec![named], rule)?.pop() } else { None },
        reviews: store::reviews(conn, &[id])?.remove(&id).unwrap_or_default(),
        name: facts.name,
        division: facts.division,
        side_state: facts.side_state,
    })
}

fn put_together(
    conn: &mut Conn,
    named: Vec<(i64, String, DivisionCode)>,
    rule: Rule<'_>,
) -> Result<Vec<Standstill>> {
    let ids: Vec<i64> = named.iter().map(|(id, ..)| *id).collect();
    let mut spans = spans(conn, &ids, rule)?;
    let standstills = named.into_iter().filter_map(|(project_id, project, division)| {
        Some(Standstill { project_id, project, division, span: spans.remove(&project_id)? })
    });
    Ok(standstills.collect())
}

/// The spans of those of the projects that stand still.
fn spans(conn: &mut Conn, ids: &[i64], (rule, zone): Rule<'_>) -> Result<BTreeMap<i64, Span>> {
    let versions = store::versions(conn, ids)?;
    let reviews = store::reviews(conn, ids)?;
    let span = |(id, versions): (i64, Vec<(SideState, Instant)>)| {
        let began = since(&versions)?;
        let said = latest(reviews.get(&id).map_or(&[], Vec::as_slice), began);
        Some((id, Span::new(local_date(began, zone), said, rule.review_months)))
    };
    Ok(versions.into_iter().filter_map(span).collect())
}
