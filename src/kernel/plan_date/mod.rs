//! A plan's date at the precision people gave it: a year, a quarter, a month or a day. `2026` is not the first of
//! January 2026; it is some day of that year, and every comparison respects that. The canonical text (`2026`,
//! `2026Q3`, `2026-05`, `2026-05-17`) is the same in the database, in JSON and in the hash of a published list.

mod loose;

use super::message::Message;
use chrono::{Datelike, Days, Months, NaiveDate};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::RangeInclusive;

/// The years a plan may speak of; outside, a digit was mistyped.
pub const YEARS: RangeInclusive<i32> = 1990..=2100;

/// How exactly a [`PlanDate`] is known, the coarsest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// The calendar quarter.
    Quarter,
    /// The month.
    Month,
    /// The day.
    Day,
}

/// A date at its real precision, held as its canonical text. Not ordered: of two dates of unequal precision neither
/// need be the earlier; ask [`PlanDate::is_before`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = Text)]
pub struct PlanDate(String);

impl PlanDate {
    /// Canonical text only, as the API takes it.
    pub fn parse(text: &str) -> Result<Self, Message> {
        bounds(text)
            .map(|_| Self(text.to_owned()))
            .ok_or_else(|| Message::new("kernel-plan-date-format").with("value", text))
    }

    /// As people write it in cells and forms: `2024年5月`, `2024.05`, `2024/5/1`, `2024年第一季度`, `2024Q1`, `202405`,
    /// full-width digits. `年底`, `年初`, `年内`, `上半年` and `下半年` say less than a quarter, so they leave the year;
    /// `5月底` and `上旬` leave the month. A time after the day is ignored.
    pub fn parse_loose(text: &str) -> Result<Self, Message> {
        loose::read(text)
            .ok_or_else(|| Message::new("kernel-plan-date-unreadable").with("value", text.trim()))
    }

    /// A span such as `2023—2025`, `2024.03~2026.12`, `2024年3月至12月`: planned start and finish. `None` when the text
    /// is no span (`2024-05` is a month) or runs backwards.
    pub fn parse_range(text: &str) -> Option<(Self, Self)> {
        loose::read_range(text)
    }

    /// A numeric cell of a workbook: a serial day (45597 is 2024-11-01, counted from 1899-12-30, a pure date outside
    /// any time zone) or, with four digits, a year. `None` for other numbers; pass those to
    /// [`PlanDate::parse_loose`] as text.
    pub fn from_excel_serial(number: f64) -> Option<Self> {
        if number.fract() != 0.0 || !(1000.0..=80_000.0).contains(&number) {
            return None;
        }
        let whole = number as i32;
        if YEARS.contains(&whole) {
            return Some(Self(whole.to_string()));
        }
        let serial = u64::try_from(whole).ok().filter(|serial| *serial >= 20_000)?;
        let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial))?;
        Self::parse(&day.to_string()).ok()
    }

    /// That day.
    pub fn from_day(day: NaiveDate) -> Result<Self, Message> {
        Self::parse(&day.to_string())
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How exactly it is known.
    pub fn precision(&self) -> Precision {
        match self.0.len() {
            4 => Precision::Year,
            6 => Precision::Quarter,
            7 => Precision::Month,
            _ => Precision::Day,
        }
    }

    /// The calendar year.
    pub fn year(&self) -> i32 {
        self.first_day().year()
    }

    /// The first day it may mean.
    pub fn first_day(&self) -> NaiveDate {
        self.bounds().0
    }

    /// The last day it may mean.
    pub fn last_day(&self) -> NaiveDate {
        self.bounds().1
    }

    /// Whether it certainly lies before `other`: its last day before the other's first.
    pub fn is_before(&self, other: &Self) -> bool {
        self.last_day() < other.first_day()
    }

    /// The first month that certainly lies after it: `2026` gives `2027-01`, `2026-05-17` gives `2026-06`. `None`
    /// beyond the last year.
    pub fn month_after(&self) -> Option<Self> {
        let next = self.last_day().with_day(1)?.checked_add_months(Months::new(1))?;
        Self::parse(&next.format("%Y-%m").to_string()).ok()
    }

    fn bounds(&self) -> (NaiveDate, NaiveDate) {
        // Every constructor went through `bounds`, so the empty alternative is never taken.
        bounds(&self.0).unwrap_or_default()
    }
}

/// First and last day of a canonical text; `None` when it is not canonical.
fn bounds(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = i32::from(digits(year, 4)?);
    if !YEARS.contains(&year) {
        return None;
    }
    let span = |month: u32, months: u32| {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some((first, first.checked_add_months(Months::new(months))?.pred_opt()?))
    };
    match (rest.len(), rest.as_bytes().first()) {
        (0, _) => span(1, 12),
        (2, Some(b'Q')) => {
            let quarter = digits(&rest[1..], 1).filter(|quarter| (1..=4).contains(quarter))?;
            span(u32::from(quarter) * 3 - 2, 3)
        }
        (3, Some(b'-')) => span(digits(&rest[1..], 2)?.into(), 1),
        (6, Some(b'-')) if rest.as_bytes()[3] == b'-' => {
            let day =
                NaiveDate::from_ymd_opt(year, digits(&rest[1..3], 2)?.into(), digits(&rest[4..], 2)?.into())?;
            Some((day, day))
        }
        _ => None,
    }
}

/// Exactly `count` ASCII digits.
fn digits(text: &str, count: usize) -> Option<u16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

impl fmt::Display for PlanDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for PlanDate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PlanDate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text)
            .map_err(|_| serde::de::Error::custom("expected a date: YYYY, YYYYQn, YYYY-MM or YYYY-MM-DD"))
    }
}

impl<DB: Backend> ToSql<Text, DB> for PlanDate
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.as_str().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for PlanDate
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        Self::parse(&text).map_err(|_| format!("{text:?} is no plan date").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PlanDate {
        PlanDate::parse(text).unwrap()
    }

    fn days(text: &str) -> (String, String) {
        (date(text).first_day().to_string(), date(text).last_day().to_string())
    }

    #[test]
    fn each_precision_spans_its_own_days() {
        assert_eq!(days("2026"), ("2026-01-01".into(), "2026-12-31".into()));
        assert_eq!(days("2026Q3"), ("2026-07-01".into(), "2026-09-30".into()));
        assert_eq!(days("2024-02"), ("2024-02-01".into(), "2024-02-29".into()));
        assert_eq!(days("2026-05-17"), ("2026-05-17".into(), "2026-05-17".into()));
        let precisions = ["2026", "2026Q3", "2026-05", "2026-05-17"].map(|text| date(text).precision());
        assert_eq!(precisions, [Precision::Year, Precision::Quarter, Precision::Month, Precision::Day]);
    }

    #[test]
    fn the_api_takes_canonical_text_only() {
        for text in [
            "",
            "26",
            "2026Q5",
            "2026Q0",
            "2026q3",
            "2026-5",
            "2026-13",
            "2026-02-30",
            "2026-05-1",
            "1989",
            "2101",
            " 2026",
            "2026/05",
            "２０２６",
            "2026-+5",
            "2026-05+01",
            "2026年",
            "2026-05-017",
        ] {
            assert_eq!(PlanDate::parse(text).unwrap_err().id, "kernel-plan-date-format", "{text:?}");
        }
    }

    #[test]
    fn excel_days_are_pure_dates_and_four_digits_are_a_year() {
        let serial = |number| PlanDate::from_excel_serial(number).map(|date| date.to_string());
        assert_eq!(serial(45597.0), Some("2024-11-01".into()));
        assert_eq!(serial(2025.0), Some("2025".into()));
        for number in [
            45597.5,
            0.0,
            100.0,
            2101.0,
            19_999.0,
            32_873.0 - 1.0,
            80_001.0,
            -45597.0,
            f64::NAN,
            f64::INFINITY,
        ] {
            assert_eq!(serial(number), None, "{number}");
        }
        assert_eq!(serial(32_874.0), Some("1990-01-01".into()));
    }

    #[test]
    fn before_means_certainly_before() {
        assert!(date("2025").is_before(&date("2026Q1")));
        assert!(date("2026-03-31").is_before(&date("2026Q2")));
        assert!(!date("2026").is_before(&date("2026-12-31")));
        assert!(!date("2026-05").is_before(&date("2026-05")));
    }

    #[test]
    fn the_month_after_follows_the_last_possible_day() {
        let after = |text| date(text).month_after().map(|month| month.to_string());
        assert_eq!(after("2026"), Some("2027-01".into()));
        assert_eq!(after("2026Q1"), Some("2026-04".into()));
        assert_eq!(after("2026-01-31"), Some("2026-02".into()));
        assert_eq!(after("2100"), None);
    }
}
