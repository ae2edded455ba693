//! The pipeline of promotion, as a digest tells it: how many leads stand where and how much they would invest, and how many
//! were signed in a span. Every enterprise is counted once, for whoever was first with it.

use super::model::{Lead, Status};
use super::store;
use crate::db::Conn;
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use anyhow::anyhow;
use chrono::NaiveDate;

/// The leads of one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub status: Status,
    /// How many.
    pub count: i64,
    /// How much they would invest, of those that have said so.
    pub intended: Money,
}

/// The pipeline of a scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pipeline {
    /// Each open status with its leads, the earliest first; empty where there was never a lead.
    pub lines: Vec<Line>,
    /// How many were signed in the span.
    pub signed: i64,
    /// How many have become projects so far.
    pub converted: i64,
}

/// Of a scope, with what was signed from one day to another, both included, and without what was registered after `now`.
///
/// # Errors
/// When it cannot be read, or a sum leaves 64 bits.
pub fn pipeline(
    conn: &mut Conn,
    scope: &Scope,
    (from, until): (NaiveDate, NaiveDate),
    now: Instant,
) -> Result<Pipeline> {
    let mut leads = store::alive(conn, scope)?;
    leads.retain(|lead| !lead.is_taken && lead.registered_at <= now);
    if leads.is_empty() {
        return Ok(Pipeline::default());
    }
    let mut lines = Vec::new();
    for status in Status::ALL.iter().copied().filter(|status| status.is_open()) {
        let these: Vec<&Lead> = leads.iter().filter(|lead| lead.status == status).collect();
        let intended = Money::sum(these.iter().filter_map(|lead| lead.intended));
        let intended = intended.ok_or_else(|| anyhow!("the sum of the leads leaves 64 bits"))?;
        lines.push(Line { status, count: these.len() as i64, intended });
    }
    let counted = |is: &dyn Fn(&Lead) -> bool| leads.iter().filter(|lead| is(lead)).count() as i64;
    Ok(Pipeline {
        lines,
        signed: counted(&|lead| lead.signed_on.is_some_and(|day| (from..=until).contains(&day))),
        converted: counted(&|lead| lead.status == Status::Converted),
    })
}
