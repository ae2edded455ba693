//! SQL of the monthly reports: the reports themselves, and the months with what is owed for them. Whatever a person may
//! see passes through `within`.

mod periods;
mod updates;
mod workbooks;

pub use periods::{
    Listed, Owed, PeriodRow, Unlock, close, end_unlock, excuse, first_period, first_published, hold,
    insert_obligations, insert_period, insert_unlock, is_unlocked, keep_open, listed, newest_periods,
    obligations, period, period_before, periods_within, reporters, unlocks,
};
pub use updates::{
    Hand, decide, hand_up, handed, handed_then, insert, of_period, of_project, open_one, place_of, rewrite,
    update,
};
pub use workbooks::{handed_out, insert as insert_workbook, month_of};
