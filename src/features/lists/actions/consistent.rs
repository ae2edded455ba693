//! The check that runs before every publication: sums, counts, rates and ranks are computed again from the lines that
//! are about to be sealed (DOMAIN section 5: published tables contain errors; recompute before sending).

use crate::features::indicators::{self, Dimension, Finding, Measured, Moment, Stated, StatedGroup};
use crate::features::lists::model::PublishedEntry;
use crate::features::lists::totals::{Tally, Totals};
use crate::kernel::error::{Error, FieldError, Result};

/// Refuses a document whose totals, rates or ranks do not come out of its own lines, one sentence for each.
///
/// # Errors
/// [`Error::Invalid`] on `totals`.
pub fn must_add_up(lines: &[PublishedEntry], totals: &Totals, moment: Moment) -> Result<()> {
    let rows: Vec<Measured> =
        lines.iter().map(|line| Measured::of(line.project_id, Some(line.class), &line.facts)).collect();
    let stated = Stated {
        count: totals.count,
        total: totals.total_investment,
        groups: vec![
            (Dimension::City, groups(&totals.by_city)),
            (Dimension::Class, groups(&totals.by_class)),
            (Dimension::Industry, groups(&totals.by_industry)),
        ],
    };
    let findings = indicators::check(&indicators::claims(&rows, moment, &stated)?);
    let wrong: Vec<FieldError> = findings
        .iter()
        .filter(|finding| finding.is_mismatch())
        .map(|finding| FieldError::new("totals", Finding::sentence(finding)))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

fn groups(tallies: &[Tally]) -> Vec<StatedGroup> {
    let group = |tally: &Tally| StatedGroup {
        key: tally.key.clone(),
        count: tally.count,
        total: tally.total_investment,
    };
    tallies.iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::lists::model::ChangeKind;
    use crate::features::lists::totals::Counted;
    use crate::features::projects::{Class, Facts, Stage};
    use crate::kernel::division::DivisionCode;
    use crate::kernel::money::Money;

    fn line(serial: i32, city: &str, yuan: i64) -> PublishedEntry {
        PublishedEntry {
            serial,
            project_id: i64::from(serial),
            project_version: 1,
            section: None,
            class: Class::Implementation,
            change: ChangeKind::Addition,
            facts: Facts {
                total_investment: Some(Money::from_yuan(yuan)),
                stage: Some(Stage::Started),
                ..Facts::named("项目", DivisionCode::parse(city).unwrap())
            },
        }
    }

    #[test]
    fn what_comes_out_of_its_lines_passes_and_one_altered_sum_is_named() {
        let lines = [line(1, "370100", 5), line(2, "370200", 7)];
        let moment = Moment { year: 2026, as_of: "2026-09-30".parse().unwrap() };
        let mut totals = Totals::of(lines.iter().map(Counted::from)).unwrap();
        must_add_up(&lines, &totals, moment).unwrap();
        totals.by_city[1].total_investment = Money::from_yuan(8);
        let Err(Error::Invalid(wrong)) = must_add_up(&lines, &totals, moment) else { panic!() };
        assert!(wrong.iter().all(|one| one.field == "totals" && one.message.id == "indicators-mismatch"));
        totals.by_city[1].total_investment = Money::from_yuan(7);
        totals.count = 3;
        assert!(must_add_up(&lines, &totals, moment).is_err());
    }
}
