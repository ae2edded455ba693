//! What only a month has beside its figures: how its reports stand, group by group, and the months of its year before
//! it. Computed here from the ledger and the bulletins' own editions, so that a month reads the same on both pages.

use crate::db::Conn;
use crate::features::bulletins::{self, Edition, Past};
use crate::features::indicators::{Bulletin, competition};
use crate::features::updates::{At, Tally, tallies};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use std::collections::BTreeMap;

/// The reports of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// How they stand.
    pub tally: Tally,
    /// The group's place by what came in time; none for what has no key, or owed nothing.
    pub place: Option<u32>,
}

/// A month beside its figures.
#[derive(Clone, Debug)]
pub struct Monthly {
    /// Of everybody.
    pub whole: Tally,
    /// Of each group, in the order of the groupings and their groups.
    pub groups: Vec<Vec<Reports>>,
    /// The months of the year up to this one, the first one first.
    pub months: Vec<Past>,
    /// Until when a report is on time; none where nothing is owed.
    pub due_at: Option<Instant>,
    /// Reports that wait for a decision.
    pub waiting: i64,
}

/// The reports of an edition in the groups of `bulletin`, and the months before it.
pub fn of(
    conn: &mut Conn,
    (scope, at): (&Scope, &At),
    edition: Edition,
    bulletin: &Bulletin,
) -> Result<Monthly> {
    let lines = &edition.month.lines;
    let groups = bulletin.groupings.iter().map(|grouping| {
        let of: BTreeMap<Option<String>, Tally> =
            tallies(lines.iter().map(|line| (grouping.by.key(&line.measured), line.duty)));
        let tally = |key: &Option<String>| of.get(key).copied().unwrap_or_default();
        let rates: Vec<_> = grouping
            .groups
            .iter()
            .map(|group| group.key.as_ref().and_then(|_| tally(&group.key).discipline()))
            .collect();
        let reports = grouping.groups.iter().zip(competition(&rates));
        reports.map(|(group, place)| Reports { tally: tally(&group.key), place }).collect()
    });
    let groups = groups.collect();
    let whole = tallies(lines.iter().map(|line| ((), line.duty))).remove(&()).unwrap_or_default();
    let mut months = bulletins::months_before(conn, scope, edition.month.period, at)?;
    let (due_at, waiting) = (edition.month.due_at, edition.month.waiting);
    months.push(Past::from(edition));
    Ok(Monthly { whole, groups, months, due_at, waiting })
}
