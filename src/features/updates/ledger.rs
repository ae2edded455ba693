//! The ledger over months: how each city's and each person's reports came, for a span of months that were opened. Counted
//! from the instants that are written down; what has yet to fall due counts for nobody.

use super::at::At;
use super::desk::duties_of;
use super::model::ledger::{Tally, tallies};
use super::store;
use crate::db::Conn;
use crate::features::reference;
use crate::kernel::calendar::Period;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::web::Form;
use std::collections::BTreeMap;

/// Months without a span that is named: a year.
const MONTHS: i64 = 12;
/// Longest span: ten years.
const LONGEST: i64 = 120;

/// How one's reports came: month by month, and together.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// By month; none where nothing was owed.
    pub months: BTreeMap<Period, Tally>,
    /// All of them.
    pub whole: Tally,
}

/// The ledger of a span.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The months that were opened in it, the earliest first.
    pub months: Vec<Period>,
    /// By city; none for what no city has been assigned to.
    pub cities: BTreeMap<Option<DivisionCode>, Line>,
    /// By the person whose reports they are.
    pub persons: BTreeMap<i64, Line>,
    /// What these persons are called.
    pub names: BTreeMap<i64, String>,
}

/// The span that is asked for: `from` and `until`, the last year where none is named.
///
/// # Errors
/// 422 of the field for what is no month, for an end before its beginning, and for more than ten years.
pub fn span(asked: &Form, last: Period) -> Result<(Period, Period)> {
    let month = |name: &'static str| match asked.text(name) {
        Some(text) => Period::parse(text).map(Some).map_err(|message| Error::field(name, message)),
        None => Ok(None),
    };
    let until = month("until")?.unwrap_or(last);
    let from = match month("from")? {
        Some(from) => from,
        None => (1..MONTHS).fold(until, |month, _| month.previous()),
    };
    if until < from {
        return Err(Error::field("until", "updates-ledger-order"));
    }
    if until.months_since(from) >= LONGEST {
        return Err(Error::field("from", Message::new("updates-ledger-long").with("months", LONGEST)));
    }
    Ok((from, until))
}

/// The ledger of what is owed in scope.
///
/// # Errors
/// When the database does not answer.
pub fn ledger(conn: &mut Conn, scope: &Scope, span: (Period, Period), at: &At) -> Result<Ledger> {
    let days = reference::working_days(conn)?;
    let terms = at.terms(&days);
    let (mut months, mut cities, mut persons) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for row in store::periods_within(conn, span)? {
        let duties = duties_of(conn, scope, &row, &terms, at.now)?;
        let of_cities = tallies(duties.iter().map(|duty| (duty.owed.division.city(), duty.state)));
        let of_persons = duties.iter().filter_map(|duty| Some((duty.owed.reporter_id?, duty.state)));
        enter(&mut cities, of_cities, row.period);
        enter(&mut persons, tallies(of_persons), row.period);
        months.push(row.period);
    }
    let ids: Vec<i64> = persons.keys().copied().collect();
    let names = store::reporters(conn, &ids)?.into_iter().collect();
    Ok(Ledger { months, cities, persons, names })
}

fn enter<K: Ord>(lines: &mut BTreeMap<K, Line>, tallies: BTreeMap<K, Tally>, month: Period) {
    for (whose, tally) in tallies {
        let line = lines.entry(whose).or_default();
        line.whole.merge(&tally);
        line.months.insert(month, tally);
    }
}
