//! Reminders for people: what one owes and who stands in for her; for whoever sees to it, everybody; and on which days.

pub mod ladders;
mod mine;
mod people;

pub use mine::{mine, put_mine};
pub use people::{call, list, person, put};

use super::model::people::{People, Standing};
use crate::features::accounts::User;
use crate::web::Form;

/// Somebody who may be chosen: id, name, whether she is.
type Choice = (i64, String, bool);

/// The Fluent id of a field's name.
fn label(field: &str) -> &'static str {
    match field {
        "superior" => "reminders-superior",
        "deputy" => "reminders-deputy",
        "away_from" => "reminders-away-from",
        "away_until" => "reminders-away-until",
        _ => "reminders-said",
    }
}

/// How the form of a person's standing begins: with what was typed, else with what stands.
struct Fields {
    superiors: Vec<Choice>,
    deputies: Vec<Choice>,
    away_from: String,
    away_until: String,
}

impl Fields {
    fn new(everybody: &People, user: &User, typed: Option<&Form>) -> Self {
        let stands = everybody.standing(user.id).cloned().unwrap_or_default();
        let Standing { superior, deputy, away } = stands;
        let chosen = |name: &str, stands: Option<i64>| match typed {
            Some(form) => form.text(name).and_then(|text| text.parse().ok()),
            None => stands,
        };
        let choices = |chosen: Option<i64>| {
            everybody
                .all()
                .filter(|other| other.id != user.id && user.lies_within(&other.scope))
                .map(|other| (other.id, other.name.clone(), chosen == Some(other.id)))
                .collect()
        };
        let day = |name: &str, stands: Option<chrono::NaiveDate>| match typed {
            Some(form) => form.raw(name).to_owned(),
            None => stands.map(|day| day.to_string()).unwrap_or_default(),
        };
        let (from, until) = away.unzip();
        Self {
            superiors: choices(chosen("superior", superior)),
            deputies: choices(chosen("deputy", deputy)),
            away_from: day("away_from", from),
            away_until: day("away_until", until),
        }
    }
}
