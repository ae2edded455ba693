//! The one integration binary of the house: one link instead of thirty, and one place where a reader finds what the
//! house promises. First the rules that hold for every room, then one file per feature.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails where it stands")]

mod fluent;
mod kit;
mod paths;
mod source;

mod imports;
mod supervised;
mod suspended;
mod texts;
mod tidiness;

mod access;
mod accounts;
mod as_of;
mod asking;
mod at_once;
mod backup;
mod bulletin_care;
mod bulletin_tasks;
mod bulletins;
mod comments;
mod compare;
mod copies;
mod demonstration;
mod digest_care;
mod digests;
mod exports;
mod files;
mod four_quarters;
mod house_parity;
mod import_refusals;
mod import_workbooks;
mod indicators;
mod killed;
mod ladders;
mod lights;
mod list_care;
mod list_history;
mod list_pages;
mod lists;
mod mailroom;
mod month_care;
mod month_refusals;
mod month_statistics;
mod notices;
mod open_data;
mod openapi;
mod operations;
mod outbox;
mod overview;
mod papers;
mod plans;
mod problems;
mod project_pages;
mod projects;
mod public;
mod reference;
mod reminder_care;
mod reminders;
mod report_care;
mod report_form;
mod report_workbooks;
mod reporters;
mod roll_over;
mod schedule;
mod sign_in;
mod six_months;
mod smtp;
mod smtp_tls;
mod statistics;
mod two_years;
mod update_pages;
mod updates;
