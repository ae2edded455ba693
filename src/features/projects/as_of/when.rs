//! Of which moment the registry is asked: now, or the end of a day that is over.

use crate::features::projects::filter::Filter;
use crate::kernel::calendar::{end_of_day, local_date, parse_day};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Form;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

/// The moment of a view of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    day: NaiveDate,
    /// The day's last instant; none for today, whose registry is the live one.
    past: Option<Instant>,
    named: bool,
}

impl When {
    /// Today, whose registry is the live one.
    pub fn now(now: Instant, zone: Tz) -> Self {
        Self { day: local_date(now, zone), past: None, named: false }
    }

    /// From `as_of` of a query; without it, or blank, it is now.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `as_of` when it is no day, or one that has not come.
    pub fn read(form: &Form, now: Instant, zone: Tz) -> Result<Self> {
        let today = local_date(now, zone);
        let Some(text) = form.text("as_of") else {
            return Ok(Self::now(now, zone));
        };
        let day = parse_day(text);
        let day =
            day.ok_or_else(|| Error::field("as_of", Message::new("projects-as-of-day").with("value", text)))?;
        if day > today {
            let message = Message::new("projects-as-of-future").with("value", day).with("today", today);
            return Err(Error::field("as_of", message));
        }
        let past = (day < today).then(|| end_of_day(day, zone));
        Ok(Self { day, past, named: true })
    }

    /// Refuses filters that have no past beside a day that is over.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming each of them.
    pub fn allows(self, filter: &Filter) -> Result<()> {
        if self.past.is_none() {
            return Ok(());
        }
        let without_past = [("light", filter.light.is_some()), ("list", filter.list.is_some())];
        let refused: Vec<FieldError> = without_past
            .into_iter()
            .filter(|(_, asked)| *asked)
            .map(|(name, _)| FieldError::new(name, Message::new("projects-as-of-filter").with("name", name)))
            .collect();
        if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
    }

    /// The last instant of the day, when it is over.
    pub const fn past(self) -> Option<Instant> {
        self.past
    }

    /// The day that is over.
    pub fn past_day(self) -> Option<NaiveDate> {
        self.past.map(|_| self.day)
    }

    /// The day that the address names, today included.
    pub fn named_day(self) -> Option<NaiveDate> {
        self.named.then_some(self.day)
    }

    /// The year whose plan and year-to-date are shown.
    pub fn year(self) -> i32 {
        self.day.year()
    }

    /// What an address carries to stay in the past: `?as_of=2026-08-15`, empty for now.
    pub fn query(self) -> String {
        self.past_day().map(|day| format!("?as_of={day}")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::model::lit::Light;
    use crate::kernel::calendar::Quarter;
    use chrono_tz::Asia::Shanghai;

    /// Half past midnight of 8 October in Shanghai: in UTC it is still the 7th.
    fn read(as_of: &str) -> Result<When> {
        let now = Instant::parse("2026-10-08T00:30:00+08:00").unwrap();
        When::read(&Form::from_pairs([("as_of".to_owned(), as_of.to_owned())]), now, Shanghai)
    }

    fn refused<T: std::fmt::Debug>(result: Result<T>) -> Vec<(String, &'static str)> {
        let Err(Error::Invalid(fields)) = result else { panic!("{result:?}") };
        fields.into_iter().map(|error| (error.field, error.message.id)).collect()
    }

    #[test]
    fn a_day_that_is_over_is_meant_to_its_last_instant_in_the_business_zone() {
        let yesterday = read("2026-10-07").unwrap();
        assert_eq!(yesterday.past(), Instant::parse("2026-10-07T15:59:59.999999Z"));
        assert_eq!((yesterday.year(), yesterday.query().as_str()), (2026, "?as_of=2026-10-07"));
        assert_eq!(read("2025-12-31").unwrap().year(), 2025);
    }

    #[test]
    fn today_is_live_whether_it_is_named_or_not() {
        let today = read("2026-10-08").unwrap();
        assert_eq!((today.past(), today.query().as_str()), (None, ""));
        assert_eq!(today.named_day().map(|day| day.to_string()).as_deref(), Some("2026-10-08"));
        assert_eq!(read(" ").unwrap(), When { named: false, ..today });
    }

    #[test]
    fn what_is_no_day_or_has_not_come_is_refused_by_name() {
        for text in ["2026-10-7", "2026-02-30", "yesterday", "2026-10-07T00:00:00Z", "+2026-10-07"] {
            assert_eq!(refused(read(text)), [("as_of".to_owned(), "projects-as-of-day")], "{text}");
        }
        assert_eq!(refused(read("2026-10-09")), [("as_of".to_owned(), "projects-as-of-future")]);
    }

    #[test]
    fn filters_without_a_past_are_refused_beside_a_past_day_only() {
        let filter =
            Filter { light: Some(Light::Red), list: Quarter::parse("2026Q3").ok(), ..Filter::default() };
        let names: Vec<String> =
            refused(read("2026-10-07").unwrap().allows(&filter)).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["light", "list"]);
        assert!(read("2026-10-08").unwrap().allows(&filter).is_ok());
        assert!(read("2026-10-07").unwrap().allows(&Filter::default()).is_ok());
    }
}
