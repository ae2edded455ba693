//! What is known of projects for a month, by which its lights are judged and its bulletin is written.
//!
//! The facts are those that the registry knew when the month was over, and over them what accepted reports say that
//! were accepted later: of the month itself, and of a month before it that is newer than what was known. So a correction
//! of a later month changes nothing here, a change that somebody enters today belongs to today, and a report that is made
//! up for counts for its month.

use super::store;
use crate::db::Conn;
use crate::features::projects::{self, Facts, Reported};
use crate::kernel::calendar::{Period, end_of_day};
use crate::kernel::division::Scope;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// How many months back a report may be made up for and still be the newest that is known.
const REACH: usize = 24;

/// The facts of these projects for a month, by id, with the plan and the year-to-date of its year; without those that
/// lie outside the scope, or were not recorded when the month was over.
pub fn facts_of_month(
    conn: &mut Conn,
    scope: &Scope,
    ids: &[i64],
    period: Period,
    zone: Tz,
) -> Result<BTreeMap<i64, Facts>> {
    let ends = end_of_day(period.last_day(), zone);
    let known = projects::facts_as_of(conn, scope, ids, ends, period.year())?;
    let late = late_reports(conn, ids, period, ends)?;
    let said = |id: &i64| late.get(id).map_or(&[][..], Vec::as_slice);
    Ok(known.into_iter().map(|(id, facts)| (id, with_reports(facts, said(&id), period))).collect())
}

/// The reports that were accepted after the month was over and count for it, the earliest month first.
fn late_reports(
    conn: &mut Conn,
    ids: &[i64],
    period: Period,
    ends: Instant,
) -> Result<BTreeMap<i64, Vec<(Period, Reported)>>> {
    let from = period.back(REACH);
    let mut late = store::accepted_after(conn, ids, (from, period), ends)?;
    let earlier: Vec<i64> = late
        .iter()
        .filter(|(_, reports)| reports.iter().any(|(of, _)| *of < period))
        .map(|(id, _)| *id)
        .collect();
    if !earlier.is_empty() {
        let known = store::newest_accepted_by(conn, &earlier, (from, period), ends)?;
        for (id, newest) in known {
            if let Some(reports) = late.get_mut(&id) {
                reports.retain(|(of, _)| *of > newest);
            }
        }
    }
    Ok(late)
}

fn with_reports(mut facts: Facts, reports: &[(Period, Reported)], period: Period) -> Facts {
    for (of, said) in reports {
        // What was done in another year is no part of this one.
        let ytd = said.ytd.filter(|_| of.year() == period.year());
        facts = projects::reported(&facts, &Reported { ytd, ..said.clone() }, *of);
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::Stage;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::money::Money;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    fn said(of: &str, ytd: i64, cumulative: i64) -> (Period, Reported) {
        let said = Reported {
            stage: Some(Stage::Started),
            ytd: Money::from_wan(ytd),
            cumulative: Money::from_wan(cumulative),
            ..Reported::default()
        };
        (period(of), said)
    }

    fn known() -> Facts {
        let place = DivisionCode::parse("370100").unwrap();
        Facts {
            ytd_investment: Money::from_wan(10),
            cumulative_investment: Money::from_wan(90),
            ..Facts::named("甲", place)
        }
    }

    #[test]
    fn of_several_reports_the_latest_month_counts() {
        let facts =
            with_reports(known(), &[said("2026-08", 30, 110), said("2026-09", 40, 120)], period("2026-09"));
        assert_eq!(
            (facts.ytd_investment, facts.cumulative_investment),
            (Money::from_wan(40), Money::from_wan(120))
        );
        assert_eq!(facts.stage, Some(Stage::Started));
        assert_eq!(with_reports(known(), &[], period("2026-09")), known());
    }

    #[test]
    fn december_counts_for_januarys_whole_and_not_for_its_year() {
        let facts = with_reports(
            Facts { ytd_investment: None, ..known() },
            &[said("2026-12", 70, 160)],
            period("2027-01"),
        );
        assert_eq!((facts.ytd_investment, facts.cumulative_investment), (None, Money::from_wan(160)));
    }
}
