//! SQL of lights: the rules, the justified reasons, and what reports have said that a light looks at. Whatever a person may
//! see of projects passes through `within`.

mod reports;
mod rules;
mod suspensions;

pub use reports::{Owed, accepted_after, last_reports, newest_accepted_by, owed};
pub use rules::{RuleSet, insert_rules, rule_sets, withdraw};
pub use suspensions::{Filter, ask, decide, find, lapse, one, spans};
