//! What handlers, commands and jobs receive: the database, the clock, the business zone, and how links begin.

use crate::db::{Db, Instance};
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::{Clock, Instant};
use chrono_tz::Tz;
use std::path::Path;
use std::sync::Arc;

/// Shared by everything that runs; cloning is cheap.
#[derive(Clone)]
pub struct Context {
    /// The two doors to the database.
    pub db: Db,
    /// Folder in which the bytes of attachments lie.
    pub files: Arc<Path>,
    /// Read once at the edge.
    pub clock: Clock,
    /// The zone in which days and quarters are counted.
    pub zone: Tz,
    /// The province whose list this is.
    pub province: DivisionCode,
    /// `http://host:port`, no slash at the end: links in letters and in the set-up link.
    pub public_url: String,
    /// Which installation this is, and whether pages and exports are marked as a demonstration.
    pub instance: Instance,
}

impl Context {
    /// The instant of this request or job.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}
