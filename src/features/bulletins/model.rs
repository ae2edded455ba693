//! A month as it is measured, and what a published bulletin says about itself. Pure.

use crate::features::indicators::{Measured, Moment};
use crate::features::updates::ObligationState;
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::instant::Instant;
use crate::kernel::text::document_number_key;
use crate::web::Lang;
use serde::{Deserialize, Serialize};

/// Why a light has its colour, in the words in which it was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Why {
    /// In the reader's language.
    pub fn said(&self, lang: Lang) -> &str {
        if lang == Lang::Zh { &self.zh } else { &self.en }
    }
}

/// A project that owed a report for the month, with what was known of it for that month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The facts that indicators ask for; `division` is where it lay when the month was over, `light` the month's own.
    pub measured: Measured,
    /// Its name then.
    pub name: String,
    /// 项目单位
    pub unit: Option<String>,
    /// The worst reason of its light; none while none was computed.
    pub why: Option<Why>,
    /// How its report stands.
    pub duty: ObligationState,
    /// Whose report it is, by name.
    pub reporter: Option<String>,
}

/// Everything that is known for a month, in one reader's scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Which.
    pub period: Period,
    /// The published list whose projects owe a report; none where nothing is owed.
    pub list: Option<(Quarter, i32)>,
    /// The last instant at which a report is on time.
    pub due_at: Option<Instant>,
    /// When nothing more was taken.
    pub closed_at: Option<Instant>,
    /// By place and project.
    pub lines: Vec<Line>,
    /// Reports that are here and wait for a decision: their figures are not in the lines.
    pub waiting: i64,
}

impl Month {
    /// The year whose plan is measured, and the month's last day.
    pub fn moment(&self) -> Moment {
        moment_of(self.period)
    }

    /// How many still have time to report.
    pub fn still_due(&self) -> i64 {
        self.lines.iter().filter(|line| line.duty == ObligationState::Due).count() as i64
    }
}

/// As of when a month is measured: its last day, in the plan of its year.
pub fn moment_of(period: Period) -> Moment {
    Moment { year: period.year(), as_of: period.last_day() }
}

/// What a published version says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// Whose bulletin.
    pub period: Period,
    /// 1 for the publication.
    pub version: i32,
    /// The document's number.
    pub number: String,
    /// Why it corrects the version before; none for a version 1.
    pub reason: Option<String>,
    /// What the province says in front of the figures.
    pub foreword: Option<String>,
    /// When.
    pub published_at: Instant,
    /// By whom.
    pub publisher: String,
    /// The list whose projects owed a report.
    pub list: ListRef,
    /// Until when a report was on time.
    pub due_at: Instant,
    /// When the month was closed, if it was.
    pub closed_at: Option<Instant>,
    /// Months of the year that were over.
    pub months: u32,
    /// The version before: the one that it corrects, else the newest of the last month with a bulletin.
    pub previous: Option<Previous>,
}

/// A version of a published list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinList)]
pub struct ListRef {
    /// `2026Q3`
    #[schema(value_type = String)]
    pub quarter: Quarter,
    /// Its version.
    pub version: i32,
}

/// The link of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Previous {
    /// Whose bulletin.
    pub period: Period,
    /// Its version.
    pub version: i32,
    /// Its hash.
    pub hash: String,
}

/// The serial of a number made of these parts, however its brackets and digits are written: 9 of 通报〔2026〕9号.
pub fn serial_of(number: &str, (before, after): (&str, &str)) -> Option<u32> {
    let key = document_number_key(number);
    let serial = key.strip_prefix(&document_number_key(before))?.strip_suffix(&document_number_key(after))?;
    serial.parse().ok().filter(|_| serial.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_is_read_from_a_number_however_it_is_written() {
        let parts = ("通报〔2026〕", "号");
        assert_eq!(serial_of("通报〔2026〕9号", parts), Some(9));
        assert_eq!(serial_of(" 通报[2026] 12 号", parts), Some(12));
        assert_eq!(serial_of("通报（2026）１２号", parts), Some(12));
        for other in [
            "通报〔2025〕9号",
            "鲁工信通报〔2026〕9号",
            "通报〔2026〕号",
            "通报〔2026〕9号补",
            "通报〔2026〕+9号",
        ] {
            assert_eq!(serial_of(other, parts), None, "{other}");
        }
    }

    #[test]
    fn a_month_is_measured_at_its_end_in_the_plan_of_its_year() {
        let moment = moment_of(Period::parse("2026-02").unwrap());
        assert_eq!(
            (moment.year, moment.months(), moment.as_of.to_string()),
            (2026, 2, "2026-02-28".to_owned())
        );
        assert_eq!(
            moment_of(Period::parse("2027-01").unwrap()).months(),
            1,
            "January is a month like any other"
        );
    }
}
