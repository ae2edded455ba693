//! A calendar quarter, `2026Q3`: every list is one quarter's. Counted by the calendar, never as "today plus three
//! months", which drifts.

use super::{LAST_YEAR, Period, number, year_digits};
use crate::kernel::message::Message;
use crate::kernel::plan_date::YEARS;
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A calendar quarter. Ordered by time, and its text sorts the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = Text)]
pub struct Quarter([u8; 6]);

impl Quarter {
    /// `number` is 1 to 4; `None` when it is not or the year is outside 1990 to 2100.
    pub fn new(year: i32, number: u32) -> Option<Self> {
        (YEARS.contains(&year) && (1..=4).contains(&number)).then(|| Self::built(year, number))
    }

    /// Exactly `YYYYQn`.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let bytes = text.as_bytes();
        let well_formed = bytes.len() == 6
            && bytes[4] == b'Q'
            && bytes[..4].iter().chain(&bytes[5..]).all(u8::is_ascii_digit);
        well_formed
            .then(|| Self::new(number(&bytes[..4]), number(&bytes[5..]) as u32))
            .flatten()
            .ok_or_else(|| Message::new("kernel-quarter-format").with("value", text))
    }

    pub(super) fn built(year: i32, number: u32) -> Self {
        let [a, b, c, d] = year_digits(year);
        Self([a, b, c, d, b'Q', b'0' + number as u8])
    }

    /// The text, `2026Q3`.
    pub fn as_str(&self) -> &str {
        // The field holds ASCII only, so the empty alternative is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        number(&self.0[..4])
    }

    /// 1 to 4.
    pub fn number(self) -> u32 {
        number(&self.0[5..]) as u32
    }

    /// The following quarter; the last one four digits can write follows itself.
    pub fn next(self) -> Self {
        match (self.year(), self.number()) {
            (LAST_YEAR, 4) => self,
            (year, 4) => Self::built(year + 1, 1),
            (year, number) => Self::built(year, number + 1),
        }
    }

    /// The quarter before; the first one four digits can write precedes itself.
    pub fn previous(self) -> Self {
        match (self.year(), self.number()) {
            (0, 1) => self,
            (year, 1) => Self::built(year - 1, 4),
            (year, number) => Self::built(year, number - 1),
        }
    }

    /// Its three months.
    pub fn periods(self) -> [Period; 3] {
        let first = Period::containing(self.first_day());
        [first, first.next(), first.next().next()]
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        // Year and month are in range by construction, so the alternative is never taken.
        NaiveDate::from_ymd_opt(self.year(), self.number() * 3 - 2, 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let [_, _, last] = self.periods();
        last.last_day()
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("expected a quarter: YYYYQn"))
    }
}

impl<DB: Backend> ToSql<Text, DB> for Quarter
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for Quarter
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        Self::parse(&text).map_err(|_| format!("{text:?} is no quarter").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quarter(text: &str) -> Quarter {
        Quarter::parse(text).unwrap()
    }

    #[test]
    fn only_a_quarter_of_a_sensible_year_is_taken() {
        for text in
            ["2026", "2026Q0", "2026Q5", "2026q3", "2026-3", "1989Q1", "2101Q1", "2026Q03", "", "２Q3"]
        {
            assert_eq!(Quarter::parse(text).unwrap_err().id, "kernel-quarter-format", "{text:?}");
        }
    }

    #[test]
    fn a_quarter_knows_its_days_and_months() {
        let third = quarter("2026Q3");
        assert_eq!((third.year(), third.number()), (2026, 3));
        assert_eq!(third.first_day().to_string(), "2026-07-01");
        assert_eq!(third.last_day().to_string(), "2026-09-30");
        assert_eq!(third.periods().map(|period| period.to_string()), ["2026-07", "2026-08", "2026-09"]);
        assert_eq!(quarter("2026Q4").last_day().to_string(), "2026-12-31");
    }

    #[test]
    fn quarters_turn_with_the_year() {
        assert_eq!(quarter("2026Q4").next(), quarter("2027Q1"));
        assert_eq!(quarter("2026Q1").previous(), quarter("2025Q4"));
        assert!(quarter("2025Q4") < quarter("2026Q1"));
    }

    proptest! {
        #[test]
        fn a_quarter_holds_exactly_its_months(year in 1991i32..2100, number in 1u32..=4) {
            let quarter = Quarter::new(year, number).unwrap();
            prop_assert_eq!(quarter.next().previous(), quarter);
            prop_assert!(quarter.periods().iter().all(|period| period.quarter() == quarter));
            prop_assert_eq!(quarter.last_day().succ_opt(), Some(quarter.next().first_day()));
            prop_assert_eq!(Quarter::parse(quarter.as_str()), Ok(quarter));
        }
    }
}
