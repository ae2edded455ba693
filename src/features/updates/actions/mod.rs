//! Deeds of the monthly reports. Each asks for the right, holds the rules, writes, and leaves one audit record, all in
//! the caller's transaction.

mod decide;
mod periods;
mod report;
mod tell;

pub use decide::{decide, decide_many};
pub use periods::{
    begin, close, end_unlock, excuse, is_before_ours, is_over, is_to_open, opened, owes_again, unlock,
};
pub use report::{must_be_open, no_change, prepared, refuse, report};

use super::model::report::Update;
use crate::kernel::error::Error;
use serde_json::{Value, json};

/// The three sides of a deed that came too late.
fn stale(expected: i64, yours: Value, current: &Update) -> Error {
    Error::Stale {
        base: json!({ "version": expected }),
        yours,
        current: json!({
            "version": current.version,
            "state": current.state,
            "stage": current.figures.stage,
            "cumulative_investment_yuan": current.figures.cumulative,
            "ytd_investment_yuan": current.figures.ytd,
            "progress_text": current.figures.progress_text,
            "reason": current.reason,
        }),
    }
}
