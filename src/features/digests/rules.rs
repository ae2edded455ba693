//! By which rules digests are prepared, put together once at the start.

use super::model::{Due, Occasion};
use crate::config;
use crate::context::Context;
use crate::features::updates::At;
use crate::kernel::calendar::{WorkingDays, local_date};
use crate::kernel::division::Scope;
use crate::kernel::instant::Instant;
use crate::outbox::Sender;
use chrono::NaiveDate;
use std::fmt;
use std::sync::Arc;

/// The rules of an installation; cloning shares them.
#[derive(Clone)]
pub struct Rules(Arc<Inner>);

struct Inner {
    context: Context,
    at: At,
    rule: config::Digest,
    domain: String,
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rules").field(&self.0.rule).finish()
    }
}

impl Rules {
    /// Of this installation; `domain` is that of the sender's address.
    pub fn new(context: &Context, config: &config::Config, domain: &str) -> Self {
        Self(Arc::new(Inner {
            context: context.clone(),
            at: At::of(context, config),
            rule: config.digest.clone(),
            domain: domain.to_owned(),
        }))
    }

    /// The installation.
    pub fn context(&self) -> &Context {
        &self.0.context
    }

    /// The instant, with the rules of the reports.
    pub fn at(&self, now: Instant) -> At {
        At { now, ..self.0.at.clone() }
    }

    /// The day it is.
    pub fn today(&self, now: Instant) -> NaiveDate {
        local_date(now, self.0.at.zone)
    }

    /// The whole province.
    pub fn province(&self) -> Scope {
        Scope::from(self.0.context.province)
    }

    /// An address that a letter may name.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.context.public_url)
    }

    /// Where letters come from.
    pub fn sender(&self) -> Sender<'_> {
        Sender { instance: &self.0.context.instance.id, domain: &self.0.domain }
    }

    /// The day on which an issue is due; none of a kind that is switched off.
    pub fn due_on(&self, occasion: Occasion, days: &WorkingDays) -> Option<NaiveDate> {
        let rule = &self.0.rule;
        let monthly = rule.monthly.then_some(rule.monthly_working_day);
        occasion.due_on(Due { quarterly: rule.quarterly_working_day, monthly }, days)
    }

    /// What is due by a day, with its own: the last of each kind; and while that one is not, the one before it, whose days
    /// may have gone by unseen, unless they did before there was this installation.
    pub fn due_by(&self, today: NaiveDate, days: &WorkingDays) -> Vec<(Occasion, NaiveDate)> {
        let since = local_date(self.0.context.instance.created_at, self.0.at.zone);
        let is_due = |occasion: Occasion| {
            self.due_on(occasion, days).filter(|day| *day <= today).map(|day| (occasion, day))
        };
        let missed = |last: Occasion| is_due(last.previous()).filter(|(_, day)| *day >= since);
        Occasion::ended(today).into_iter().filter_map(|last| is_due(last).or_else(|| missed(last))).collect()
    }

    /// When an issue that is prepared now goes without a person; of the full hour, so that the daily run of the same hour
    /// finds it, however late it was the day before.
    pub fn goes_by_itself_at(&self, now: Instant) -> Option<Instant> {
        self.0.rule.by_itself().map(|after| now.plus(after).full_hour())
    }
}
