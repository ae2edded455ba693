//! A city to be let in again, until when and why; or no longer, and why.

use super::{day, reason};
use crate::kernel::calendar::end_of_day;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::web::Form;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use serde::Deserialize;

/// `POST /api/v1/lists/{quarter}/unlocks`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlockBody {
    /// The city, six digits.
    #[schema(example = "370100")]
    pub city: String,
    /// Until when: an instant (RFC 3339), or a day, whose end is meant.
    #[schema(example = "2026-10-09T18:00:00+08:00")]
    pub until: String,
    /// Why; the city reads it.
    pub reason: String,
}

/// A city to be let in again.
#[derive(Clone, Debug)]
pub struct Unlocking {
    /// Which city.
    pub city: DivisionCode,
    /// The last instant at which it holds.
    pub until: Instant,
    /// Why.
    pub reason: String,
}

/// `POST /api/v1/lists/{quarter}/unlocks/end`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlockEndBody {
    /// The city, six digits.
    #[schema(example = "370100")]
    pub city: String,
    /// Why; the city reads it.
    pub reason: String,
}

/// A city to be let in no longer.
#[derive(Clone, Debug)]
pub struct UnlockEnding {
    /// Which city.
    pub city: DivisionCode,
    /// Why.
    pub reason: String,
}

impl UnlockEndBody {
    /// From the fields of a form.
    pub fn of_form(form: &Form) -> Self {
        Self { city: form.raw("ended").to_owned(), reason: form.raw("reason").to_owned() }
    }

    /// Checks both, reporting every wrong field at once.
    pub fn checked(self) -> Result<UnlockEnding> {
        let mut wrong = Vec::new();
        let city = kept("city", DivisionCode::parse(self.city.trim()), &mut wrong);
        let why = reason(Some(&self.reason))?;
        if why.is_none() {
            wrong.push(FieldError::new("reason", "lists-unlock-end-reason"));
        }
        match (city, why) {
            (Some(city), Some(reason)) => Ok(UnlockEnding { city, reason }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

impl UnlockBody {
    /// From the fields of a form; a browser's local time is one of the business zone.
    pub fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.raw(name).trim().to_owned();
        Self { city: text("city"), until: text("until"), reason: text("unlock-reason") }
    }

    /// Checks everything, reporting every wrong field at once. Days and local times are those of `zone`.
    pub fn checked(self, zone: Tz) -> Result<Unlocking> {
        let mut wrong = Vec::new();
        let city = kept("city", DivisionCode::parse(&self.city), &mut wrong);
        let until = kept("until", until(&self.until, zone), &mut wrong);
        let why = reason(Some(&self.reason))?;
        if why.is_none() {
            wrong.push(FieldError::new("reason", "lists-unlock-reason"));
        }
        match (city, until, why) {
            (Some(city), Some(until), Some(reason)) => Ok(Unlocking { city, until, reason }),
            _ => Err(Error::Invalid(wrong)),
        }
    }
}

fn until(text: &str, zone: Tz) -> Result<Instant, Message> {
    // A year of five digits would be a text that sorts before every other on one of the engines.
    let plain_year =
        text.as_bytes().get(4) == Some(&b'-') && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    if let Some(instant) = Instant::parse(text).filter(|_| plain_year) {
        return Ok(instant);
    }
    if plain_year
        && let Ok(local) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        && let Some(local) = local.and_local_timezone(zone).earliest()
    {
        return Ok(Instant::new(local.to_utc()));
    }
    day(text).map(|day| end_of_day(day, zone)).map_err(|_| Message::new("lists-until").with("value", text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;

    fn body(city: &str, until: &str, reason: &str) -> Result<Unlocking> {
        let [city, until, reason] = [city, until, reason].map(str::to_owned);
        UnlockBody { city, until, reason }.checked(Shanghai)
    }

    #[test]
    fn a_day_means_its_end_and_a_local_time_is_one_of_the_business_zone() {
        let until = |text| body("370100", text, "补报").unwrap().until.to_string();
        assert_eq!(until("2026-10-09"), "2026-10-09T15:59:59.999999Z");
        assert_eq!(until("2026-10-09T18:00"), "2026-10-09T10:00:00Z");
        assert_eq!(until("2026-10-09T18:00:00+08:00"), "2026-10-09T10:00:00Z");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let Err(Error::Invalid(fields)) = body("济南", "明天", " ") else { panic!() };
        let named: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(named, ["city", "until", "reason"]);
    }
}
