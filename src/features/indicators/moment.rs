//! The day whose facts are measured, and how much of the year was over then (序时进度).

use crate::kernel::ratio::Ratio;
use chrono::{Datelike, NaiveDate};

/// When something was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The year whose plan is measured: the list's.
    pub year: i32,
    /// The day whose facts are told: the list's `data_as_of`.
    pub as_of: NaiveDate,
}

impl Moment {
    /// Months of the year that are over: full ones, and a day that is its month's last counts the month.
    pub fn months(self) -> u32 {
        let (year, month) = (self.as_of.year(), self.as_of.month());
        if year != self.year {
            return if year < self.year { 0 } else { 12 };
        }
        let is_last = self.as_of.succ_opt().is_none_or(|next| next.month() != month);
        if is_last { month } else { month - 1 }
    }

    /// Their share of the year.
    pub fn time_progress(self) -> Ratio {
        Ratio::of_year(self.months())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(year: i32, day: &str) -> u32 {
        Moment { year, as_of: day.parse().unwrap() }.months()
    }

    #[test]
    fn a_month_counts_from_its_last_day_on() {
        assert_eq!(months(2026, "2026-09-29"), 8);
        assert_eq!(months(2026, "2026-09-30"), 9);
        assert_eq!(months(2026, "2026-10-01"), 9);
        assert_eq!(
            (months(2026, "2026-02-28"), months(2028, "2028-02-28"), months(2028, "2028-02-29")),
            (2, 1, 2)
        );
        assert_eq!((months(2026, "2026-01-01"), months(2026, "2026-12-31")), (0, 12));
    }

    #[test]
    fn another_year_has_not_begun_or_is_over() {
        assert_eq!((months(2027, "2026-12-30"), months(2026, "2027-01-15")), (0, 12));
        let september = Moment { year: 2026, as_of: "2026-09-30".parse().unwrap() };
        assert_eq!(september.time_progress().percent(1), "75.0");
    }
}
