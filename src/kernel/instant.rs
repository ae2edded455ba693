//! An instant: UTC, whole microseconds (Postgres keeps no more, so equality survives a round trip), and the clock
//! that yields it. The clock is read once at the edge of a request or job; everything inside takes `now`.

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;
use std::time::Instant as Monotonic;

/// A point in time, UTC, truncated to microseconds. Written as RFC 3339 with `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = Timestamp)]
pub struct Instant(NaiveDateTime);

impl Instant {
    /// From a chrono instant; what lies below a microsecond is cut.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(at.naive_utc().trunc_subsecs(6))
    }

    /// Parses RFC 3339.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|at| Self::new(at.with_timezone(&Utc)))
    }

    /// As chrono knows it.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    /// `2026-10-08 09:30` in the business zone, for people.
    pub fn local_text(self, zone: chrono_tz::Tz) -> String {
        self.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
    }

    /// The beginning of its hour.
    #[must_use]
    pub fn full_hour(self) -> Self {
        let into = chrono::TimeDelta::seconds(self.0.and_utc().timestamp().rem_euclid(3600));
        Self((self.0 - into).trunc_subsecs(0))
    }

    /// Later by `span` (earlier when negative); what lies below a microsecond is cut.
    pub fn plus(self, span: chrono::TimeDelta) -> Self {
        Self::new((self.0 + span).and_utc())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected an RFC 3339 instant"))
    }
}

impl<DB: Backend> ToSql<Timestamp, DB> for Instant
where
    NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<Timestamp, DB> for Instant
where
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self)
    }
}

/// Where `now` comes from. Cloning shares the same clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "the one home of the system clock")]
    pub fn system() -> Self {
        Self(Arc::new(|| Instant::new(Utc::now())))
    }

    /// A clock that starts at `start` and then runs: the demonstration's `--as-of`.
    pub fn starting_at(start: Instant) -> Self {
        let begun = Monotonic::now();
        Self(Arc::new(move || start.plus(chrono::TimeDelta::from_std(begun.elapsed()).unwrap_or_default())))
    }

    /// Any function, e.g. a test's hand-set clock.
    pub fn from_fn(now: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Reads the clock. Call this once, at the edge.
    pub fn now(&self) -> Instant {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_whole_microseconds_however_it_came_about() {
        let start = Instant::parse("2026-10-08T01:00:00.123456789Z").unwrap();
        assert_eq!(start.to_string(), "2026-10-08T01:00:00.123456Z");
        let later = start.plus(chrono::TimeDelta::nanoseconds(1_999));
        assert_eq!(later.to_string(), "2026-10-08T01:00:00.123457Z");
        assert_eq!(Clock::starting_at(start).now().utc().timestamp_subsec_nanos() % 1_000, 0);
    }
}
