//! How a city stands in a month's bulletin, as its notice tells it.

use crate::kernel::message::Message;
use serde::{Deserialize, Serialize};

/// The figures of one city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTold {
    /// 1 or higher.
    pub version: i32,
    /// The document's number.
    pub number: String,
    /// Projects of the city that owed a report.
    pub count: i64,
    /// Of the year's plan, in percent with one digit; none without a plan.
    pub completion_rate: Option<String>,
    /// The city's place by it.
    pub place: Option<u32>,
    /// Projects with a red light.
    pub red: i64,
    /// Reports that came late or did not come.
    pub late: i64,
}

impl MonthTold {
    /// The figures put into a sentence about `period`.
    pub fn sentence(&self, id: &'static str, period: String) -> Message {
        let rate = match (&self.completion_rate, self.place) {
            (Some(rate), Some(place)) => {
                Message::new("notices-bulletin-rate").with("rate", rate).with("place", place)
            }
            _ => Message::new("notices-bulletin-no-rate"),
        };
        Message::new(id)
            .with("period", period)
            .with("number", &self.number)
            .with("version", self.version)
            .with("count", self.count)
            .with_message("rate", rate)
            .with("red", self.red)
            .with("late", self.late)
    }
}
