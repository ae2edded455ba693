//! The registry's pages. Every page works without a script and by keyboard; what a person typed is never lost to a
//! refusal; every deed that a page offers is one that its reader may do.
//!
//! - [`list`](self::list::list): the table, its filters and exports
//! - [`record`](self::record::record): one project; [`deeds`]: the small forms on it
//! - [`edit`]: the form, new and changed; `stale`: when somebody else saved first
//! - [`download`]: the table as a file
//! - `words`, `controls`, `bar`: what these share

mod bar;
mod controls;
pub mod deeds;
pub mod download;
pub mod edit;
pub mod list;
mod past;
pub mod record;
mod record_page;
mod request;
mod stale;
mod words;
