//! A clock that stands still. It starts on a named working day, so that what a test says about "today" can be read in
//! the test: Thursday 2026-10-08, 09:00 in Shanghai, the first working day of the fourth quarter.

use chrono::TimeDelta;
use groundwork::kernel::instant::{Clock, Instant};
use std::sync::{Arc, Mutex};

/// The hand that the test moves; shared with the program under test.
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<Instant>>);

impl TestClock {
    /// Thursday 2026-10-08, 09:00 in Shanghai.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Instant::parse("2026-10-08T09:00:00+08:00").unwrap())))
    }

    /// What it shows.
    pub fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }

    /// Lets time pass.
    pub fn advance(&self, span: TimeDelta) {
        let mut hand = self.0.lock().unwrap();
        *hand = hand.plus(span);
    }

    /// The same clock as the program reads it.
    pub fn clock(&self) -> Clock {
        let hand = self.clone();
        Clock::from_fn(move || hand.now())
    }
}
