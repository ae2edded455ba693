//! What a query asks for: of which list or month, grouped by what, down to which group's rows. The same for page, workbook and API; a word that nobody knows
//! is refused instead of quietly showing something else.

use crate::features::indicators::Dimension;
use crate::kernel::calendar::{Period, Quarter, parse_day};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::text_enum::UnknownWord;
use crate::text_enum;
use crate::web::{Form, Names};
use chrono::NaiveDate;

/// Names that may stand in the address.
pub const NAMES: Names = &["list", "period", "by", "key", "map", "version", "as_of"];

/// `?list=` of the registry as it stands; beside a month, of its reports as they stand.
pub const LIVE: &str = "live";

/// `?key=` of the group that has none.
pub const KEYLESS: &str = "-";

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The newest published list.
    Newest,
    /// This quarter's list.
    List(Quarter),
    /// The registry.
    Live,
    /// This month's accepted reports: as a bulletin was published of them, else as they stand.
    Month(Period),
    /// The same as they stand, also beside a published bulletin.
    MonthNow(Period),
}

text_enum! {
    /// What the map of a month shows.
    pub enum Shade {
        /// 投资完成率
        Completion = "completion_rate",
        /// The share of red lights.
        Red = "red",
    }
}

/// A group of a grouping: by its key, or the one without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(pub Option<String>);

/// A query, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is measured.
    pub what: What,
    /// Which version of a published list; the newest when absent.
    pub version: Option<i32>,
    /// What was known at the end of this day.
    pub as_of: Option<NaiveDate>,
    /// At least one, none twice.
    pub by: Vec<Dimension>,
    /// The group of the first grouping whose rows are asked for; none within is the group without a key.
    pub rows: Option<Key>,
    /// What the map shows.
    pub shade: Shade,
}

impl Asked {
    /// The day that is looked back to, when it is over; today is live.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `as_of` for a day that has not come.
    pub fn past(&self, today: NaiveDate) -> Result<Option<NaiveDate>> {
        match self.as_of {
            Some(day) if day > today => {
                let message = Message::new("projects-as-of-future").with("value", day).with("today", today);
                Err(Error::field("as_of", message))
            }
            day => Ok(day.filter(|day| *day < today)),
        }
    }
}

/// Reads a query string.
///
/// # Errors
/// [`Error::Invalid`] naming each name that has a value that cannot be.
pub fn read(form: &Form) -> Result<Asked> {
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut refuse = |name: &str, message: Message| wrong.push(FieldError::new(name, message));
    let period = form
        .text("period")
        .and_then(|text| Period::parse(text).map_err(|message| refuse("period", message)).ok());
    let what = match (form.text("list"), period) {
        (None, None) => What::Newest,
        (None, Some(period)) => What::Month(period),
        (Some(LIVE), None) => What::Live,
        (Some(LIVE), Some(period)) => What::MonthNow(period),
        (Some(_), Some(_)) => {
            refuse("list", "statistics-list-or-month".into());
            What::Newest
        }
        (Some(text), None) => Quarter::parse(text).map_or_else(
            |_| {
                refuse("list", Message::new("statistics-list-unknown").with("value", text));
                What::Newest
            },
            What::List,
        ),
    };
    let version = form.text("version").and_then(|text| {
        let number = text.parse::<i32>().ok().filter(|number| *number > 0);
        if number.is_none() {
            refuse("version", "input-whole-number".into());
        }
        number
    });
    let as_of = form.text("as_of").and_then(|text| {
        let day = parse_day(text);
        if day.is_none() {
            refuse("as_of", Message::new("statistics-day").with("value", text));
        }
        day
    });
    if as_of.is_some() && form.has("period") {
        refuse("as_of", "statistics-month-or-day".into());
    }
    let shade = form.text("map").map_or(Shade::Completion, |word| {
        word.parse().unwrap_or_else(|unknown: UnknownWord| {
            let message = Message::new("statistics-map-unknown").with("value", word);
            refuse("map", message.with("allowed", unknown.allowed.join(" ")));
            Shade::Completion
        })
    });
    if form.has("version") && !matches!(what, What::List(_) | What::Month(_)) {
        refuse("version", "statistics-version-of-list".into());
    }
    if version.is_some() && as_of.is_some() {
        refuse("as_of", "statistics-version-or-day".into());
    }
    let mut by = Vec::new();
    let words = form.all("by").iter().flat_map(|value| value.split(','));
    for word in words.map(str::trim).filter(|word| !word.is_empty()) {
        match word.parse::<Dimension>() {
            Ok(dimension) if by.contains(&dimension) => (),
            Ok(dimension) => by.push(dimension),
            Err(unknown) => {
                let message = Message::new("statistics-by-unknown").with("value", word);
                refuse("by", message.with("allowed", unknown.allowed.join(" ")));
            }
        }
    }
    if by.is_empty() {
        by.push(Dimension::City);
    }
    let rows = form.text("key").map(|key| Key((key != KEYLESS).then(|| key.to_owned())));
    if wrong.is_empty() {
        Ok(Asked { what, version, as_of, by, rows, shade })
    } else {
        Err(Error::Invalid(wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Asked> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        read(&Form::from_pairs(pairs))
    }

    fn refused(query: &str) -> Vec<String> {
        match asked(query).unwrap_err() {
            Error::Invalid(fields) => fields.into_iter().map(|field| field.field).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn nothing_asked_is_the_newest_list_by_city() {
        let plain = Asked {
            what: What::Newest,
            version: None,
            as_of: None,
            by: vec![Dimension::City],
            rows: None,
            shade: Shade::Completion,
        };
        assert_eq!(asked("").unwrap(), plain);
        assert_eq!(asked("list=&by=").unwrap(), plain);
    }

    #[test]
    fn a_list_a_version_a_day_and_several_groupings_are_read() {
        let read = asked("list=2026Q3&version=2&by=city,stage&by=stage").unwrap();
        assert_eq!(read.what, What::List(Quarter::parse("2026Q3").unwrap()));
        assert_eq!((read.version, read.by), (Some(2), vec![Dimension::City, Dimension::Stage]));
        assert_eq!(asked("as_of=2026-08-15").unwrap().as_of, "2026-08-15".parse().ok());
        assert_eq!(asked("list=live").unwrap().what, What::Live);
    }

    #[test]
    fn a_month_its_version_its_present_state_and_the_rows_of_a_group_are_read() {
        let month = Period::parse("2026-09").unwrap();
        let read = asked("period=2026-09&version=2&by=chain&key=7&map=red").unwrap();
        assert_eq!((read.what, read.version, read.by), (What::Month(month), Some(2), vec![Dimension::Chain]));
        assert_eq!((read.rows, read.shade), (Some(Key(Some("7".to_owned()))), Shade::Red));
        assert_eq!(asked("list=live&period=2026-09&key=-").unwrap().what, What::MonthNow(month));
        assert_eq!(asked("period=2026-09&key=-").unwrap().rows, Some(Key(None)));
        assert_eq!(refused("period=2026-9&map=blue"), ["period", "map"]);
        assert_eq!(refused("period=2026-09&list=2026Q3"), ["list"]);
        assert_eq!(refused("period=2026-09&as_of=2026-09-30"), ["as_of"]);
        assert_eq!(refused("period=2026-09&list=live&version=1"), ["version"]);
    }

    #[test]
    fn what_nobody_knows_is_refused_by_its_name() {
        assert_eq!(refused("list=2026-3&by=city,moon&as_of=soon"), ["list", "as_of", "by"]);
        assert_eq!(refused("list=live&version=1"), ["version"]);
        assert!(asked("list=live&as_of=2026-08-15").is_ok());
        assert_eq!(refused("list=2026Q3&version=0"), ["version"]);
        assert_eq!(refused("list=2026Q3&version=1&as_of=2026-08-15"), ["as_of"]);
    }
}
