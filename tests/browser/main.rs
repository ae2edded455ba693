//! The stories of the house in a real Chromium: what a person sees, types and can reach by keyboard, and what axe says
//! about it; and their workbooks in a real LibreOffice. `tests/run browser` brings Chromium, chromedriver, axe and
//! LibreOffice; without them a story fails and says so.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails where it stands"
)]

mod demonstration;
mod drafts;
mod keystrokes;
mod kit;
mod looks;
mod office;
mod proof;
mod stories;
