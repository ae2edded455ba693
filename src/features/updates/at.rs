//! When a deed is done, and by which rules: every handler of this room takes it as an argument.

use super::model::obligation::Terms;
use crate::config;
use crate::context::Context;
use crate::features::lights::By;
use crate::kernel::calendar::{WorkingDays, local_date};
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::web::ApiError;
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use anyhow::anyhow;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::future::{Ready, ready};

/// The instant, and the rules of this installation.
#[derive(Clone, Debug)]
pub struct At {
    /// The instant.
    pub now: Instant,
    /// The business zone.
    pub zone: Tz,
    /// When reports are due, and who signs.
    pub rule: config::Updates,
    /// When a light changes.
    pub lights: config::Lights,
    /// When red lights begin a task.
    pub supervised: config::Supervised,
    /// When what stands still is reviewed.
    pub suspended: config::Suspended,
}

impl At {
    /// The day it is.
    pub fn today(&self) -> NaiveDate {
        local_date(self.now, self.zone)
    }

    /// By what lights are computed.
    pub const fn by(&self) -> By<'_> {
        By { now: self.now, zone: self.zone, seed: &self.lights }
    }

    /// Deadlines with these holidays.
    pub const fn terms<'a>(&'a self, days: &'a WorkingDays) -> Terms<'a> {
        Terms { rule: &self.rule, days, zone: self.zone }
    }

    /// Now, for a command.
    pub fn of(context: &Context, config: &config::Config) -> Self {
        Self {
            now: context.now(),
            zone: context.zone,
            rule: config.updates.clone(),
            lights: config.lights.clone(),
            supervised: config.supervised.clone(),
            suspended: config.suspended.clone(),
        }
    }

    fn of_request(request: &HttpRequest) -> Option<Self> {
        let context = request.app_data::<Data<Context>>()?;
        Some(Self {
            now: context.now(),
            zone: context.zone,
            rule: section(request)?,
            lights: section(request)?,
            supervised: section(request)?,
            suspended: section(request)?,
        })
    }
}

/// A section of the configuration.
fn section<T: Clone + 'static>(request: &HttpRequest) -> Option<T> {
    request.app_data::<Data<T>>().map(|section| T::clone(section))
}

impl FromRequest for At {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let missing = || ApiError(Error::Unexpected(anyhow!("the rules of the reports are not configured")));
        ready(Self::of_request(request).ok_or_else(missing))
    }
}
