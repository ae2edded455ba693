//! By which rules people are reminded, put together once at the start.

use super::debts::{Asked, owed};
use super::model::debt::{Debt, DebtKind};
use super::model::ladder::Setting;
use super::model::ladders::Ladders;
use super::model::people::People;
use super::store;
use crate::config;
use crate::context::Context;
use crate::db::Conn;
use crate::features::accounts;
use crate::features::updates::At;
use crate::kernel::calendar::{WorkingDays, local_date};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::Sender;
use crate::schedule::Shift;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rules of an installation; cloning shares them.
#[derive(Clone, Debug)]
pub struct Rules(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    at: At,
    seed: config::Reminders,
    leads: config::Leads,
    shift: Shift,
    province: DivisionCode,
    public_url: String,
    instance: String,
    domain: String,
}

/// Which debts are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Within which scope.
    pub scope: &'a Scope,
    /// Of which kinds.
    pub kinds: &'a BTreeSet<DebtKind>,
    /// The days off.
    pub days: &'a WorkingDays,
    /// The ladders.
    pub ladders: &'a Ladders,
    /// Until which day they are foreseen; none for those that are there.
    pub until: Option<NaiveDate>,
    /// With their words.
    pub words: bool,
}

impl Rules {
    /// Of this installation; `domain` is that of the sender's address.
    pub fn new(context: &Context, config: &config::Config, shift: Shift, domain: &str) -> Self {
        Self(Arc::new(Inner {
            at: At::of(context, config),
            seed: config.reminders.clone(),
            leads: config.leads.clone(),
            shift,
            province: context.province,
            public_url: context.public_url.clone(),
            instance: context.instance.id.clone(),
            domain: domain.to_owned(),
        }))
    }

    /// The instant, with the rules of the reports.
    pub fn at(&self, now: Instant) -> At {
        At { now, ..self.0.at.clone() }
    }

    /// The day it is.
    pub fn today(&self, now: Instant) -> NaiveDate {
        local_date(now, self.0.at.zone)
    }

    /// The business zone.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.0.at.zone
    }

    /// The whole province.
    pub fn province(&self) -> Scope {
        Scope::from(self.0.province)
    }

    /// An address that a letter may name.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.public_url)
    }

    /// Where letters come from.
    pub fn sender(&self) -> Sender<'_> {
        Sender { instance: &self.0.instance, domain: &self.0.domain }
    }

    /// How rungs are set.
    pub fn setting<'a>(&self, ladders: &'a Ladders, days: &'a WorkingDays) -> Setting<'a> {
        Setting { ladders, shift: self.0.shift, days }
    }

    /// The ladders as they stand.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn ladders(&self, conn: &mut Conn) -> Result<Ladders> {
        Ok(Ladders::new(self.0.seed.clone(), store::ladders(conn)?))
    }

    /// What is owed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn owed(&self, conn: &mut Conn, wanted: Wanted<'_>, now: Instant) -> Result<Vec<Debt>> {
        let at = self.at(now);
        let Wanted { scope, kinds, days, ladders, until, words } = wanted;
        let until = until.unwrap_or_else(|| at.today());
        let leads = &self.0.leads;
        owed(conn, Asked { scope, at: &at, days, until, words, ladders, leads }, kinds)
    }
}

/// Everybody, with how they stand.
///
/// # Errors
/// When the database does not answer.
pub fn people(conn: &mut Conn) -> Result<People> {
    Ok(People::new(accounts::all_users(conn)?, store::standings(conn)?))
}
