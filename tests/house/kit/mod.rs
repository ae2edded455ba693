//! The language of the house's tests. A test starts its own installation on its own database, asks for people, and
//! lets them click and call:
//!
//! ```ignore
//! let app = TestApp::new().await;
//! let jinan = app.person(Role::City, "370100").await;
//! jinan.get("/projects").await.must(200);
//! app.clock.advance(TimeDelta::hours(13));
//! jinan.get("/api/v1/me").await.must(401);
//! ```
//!
//! Rules: requests run in process through the program's own service, so every guard, middleware and refusal is the
//! real one; people sign in through the real door; time stands still until the test moves it; a 500 fails the test
//! wherever it happens. `GROUNDWORK_TEST_POSTGRES` chooses the engine, and hardly a test asks which one it is.

mod app;
mod builders;
mod client;
mod clock;
mod database;
pub mod mail;
mod quarter;
mod quarters;
pub mod rooms;
mod workbook;

pub use app::{TestApp, log};
pub use builders::{NewPerson, PASSWORD};
pub use client::{Answer, Client};
pub use database::{Database, SCHEMA};
pub use quarter::{Quarterly, facts};
pub use quarters::{CITIES, alter, enter, publish_quarter};
pub use workbook::{Cells, sheets, with_parts};
