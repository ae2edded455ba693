//! A reporting month, `2026-09`: cities report once for each.

use super::{LAST_YEAR, Quarter, number, year_digits};
use crate::kernel::message::Message;
use crate::kernel::plan_date::YEARS;
use crate::kernel::ratio::Ratio;
use chrono::{Datelike, Months, NaiveDate};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A calendar month. Ordered by time, and its text sorts the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = Text)]
pub struct Period([u8; 7]);

impl Period {
    /// `month` counts from 1; `None` when it is no month or the year is outside 1990 to 2100.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then(|| Self::built(year, month))
    }

    /// Exactly `YYYY-MM`.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let bytes = text.as_bytes();
        let well_formed = bytes.len() == 7
            && bytes[4] == b'-'
            && bytes[..4].iter().chain(&bytes[5..]).all(u8::is_ascii_digit);
        well_formed
            .then(|| Self::new(number(&bytes[..4]), number(&bytes[5..]) as u32))
            .flatten()
            .ok_or_else(|| Message::new("kernel-period-format").with("value", text))
    }

    /// The month of a day; a year that four digits cannot write becomes the nearest one.
    pub(super) fn containing(day: NaiveDate) -> Self {
        Self::built(day.year().clamp(0, LAST_YEAR), day.month())
    }

    fn built(year: i32, month: u32) -> Self {
        let [a, b, c, d] = year_digits(year);
        let month = month as u8;
        Self([a, b, c, d, b'-', b'0' + month / 10, b'0' + month % 10])
    }

    /// The text, `2026-09`.
    pub fn as_str(&self) -> &str {
        // The field holds ASCII only, so the empty alternative is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        number(&self.0[..4])
    }

    /// 1 to 12.
    pub fn month(self) -> u32 {
        number(&self.0[5..]) as u32
    }

    /// The quarter it lies in.
    pub fn quarter(self) -> Quarter {
        Quarter::built(self.year(), self.month().div_ceil(3))
    }

    /// The following month.
    pub fn next(self) -> Self {
        self.first_day().checked_add_months(Months::new(1)).map_or(self, Self::containing)
    }

    /// The month before.
    pub fn previous(self) -> Self {
        self.first_day().pred_opt().map_or(self, Self::containing)
    }

    /// How many months later than `other` it is; negative when it is the earlier one.
    pub fn months_since(self, other: Self) -> i64 {
        let months = |period: Self| i64::from(period.year()) * 12 + i64::from(period.month());
        months(self) - months(other)
    }

    /// So many months earlier.
    pub fn back(self, months: usize) -> Self {
        (0..months).fold(self, |month, _| month.previous())
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        // Year and month are in range by construction, so the alternative is never taken.
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let first = self.first_day();
        first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first)
    }

    /// 序时进度: the share of the year that is over at this month's end, exactly (September is 75%).
    pub fn time_progress(self) -> Ratio {
        Ratio::of_year(self.month())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("expected a month: YYYY-MM"))
    }
}

impl<DB: Backend> ToSql<Text, DB> for Period
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Period
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        Self::parse(&text).map_err(|_| format!("{text:?} is no month").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn only_a_month_of_a_sensible_year_is_taken() {
        for text in ["2026", "2026-9", "2026-00", "2026-13", "1989-01", "2101-01", "2026/09", "2026-0９", ""]
        {
            assert_eq!(Period::parse(text).unwrap_err().id, "kernel-period-format", "{text:?}");
        }
    }

    #[test]
    fn months_turn_with_the_year() {
        assert_eq!(period("2026-12").next(), period("2027-01"));
        assert_eq!(period("2026-01").previous(), period("2025-12"));
        assert_eq!(period("2024-02").last_day().to_string(), "2024-02-29");
        assert_eq!(period("2026-12").last_day().to_string(), "2026-12-31");
    }

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        assert_eq!(period("2027-02").months_since(period("2026-11")), 3);
        assert_eq!(period("2026-11").months_since(period("2027-02")), -3);
        assert_eq!(period("2026-11").months_since(period("2026-11")), 0);
    }

    #[test]
    fn the_time_progress_is_the_share_of_the_year_that_is_over() {
        assert_eq!(period("2026-09").time_progress().percent(1), "75.0");
        assert_eq!(period("2026-01").time_progress().percent(1), "8.3");
        assert_eq!(period("2026-12").time_progress().percent(0), "100");
    }

    proptest! {
        #[test]
        fn next_and_previous_undo_each_other(year in 1991i32..2100, month in 1u32..=12) {
            let period = Period::new(year, month).unwrap();
            prop_assert_eq!(period.next().previous(), period);
            prop_assert!(period.as_str() < period.next().as_str() && period < period.next());
            prop_assert_eq!(period.last_day().succ_opt(), Some(period.next().first_day()));
            prop_assert_eq!(Period::parse(period.as_str()), Ok(period));
        }
    }
}
