//! Every working day's reminders: what is owed is asked for, who is to be told is planned, and each of them gets one letter,
//! all in one transaction with the tick.

use super::debts::all_kinds;
use super::letter::Reminder;
use super::model::plan::{Item, Told, dated, plan};
use super::rules::{Rules, Wanted, people};
use super::store;
use crate::db::Conn;
use crate::features::accounts::User;
use crate::features::{reference, updates};
use crate::kernel::calendar::{period_of, start_of_day};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::outbox::{self, Addressee, New, post};
use crate::schedule::Job;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// `reminders`
#[derive(Clone, Debug)]
pub struct Reminders {
    rules: Rules,
}

impl Reminders {
    /// By these rules.
    pub const fn new(rules: Rules) -> Self {
        Self { rules }
    }
}

impl Job for Reminders {
    fn name(&self) -> &'static str {
        "reminders"
    }

    fn on_working_days(&self) -> bool {
        true
    }

    fn run(&self, conn: &mut Conn, now: Instant) -> Result<Value> {
        let (today, days) = (self.rules.today(now), reference::working_days(conn)?);
        // A run that was missed on Friday and made up for on Saturday waits for Monday's.
        if !days.is_working(today) {
            return Ok(json!({ "day": today, "letters": 0, "day_off": true }));
        }
        // What is owed for the month that is over is fixed, whoever looks first.
        updates::opened(conn, period_of(today).previous(), &self.rules.at(now))?;
        let (scope, kinds, ladders) = (self.rules.province(), all_kinds(), self.rules.ladders(conn)?);
        let wanted = Wanted {
            scope: &scope,
            kinds: &kinds,
            days: &days,
            ladders: &ladders,
            until: None,
            words: false,
        };
        let debts = self.rules.owed(conn, wanted, now)?;
        let keys: Vec<&str> = debts.iter().map(|debt| debt.key.as_str()).collect();
        let told: BTreeSet<Told> = store::told(conn, &keys)?;
        let people = people(conn)?;
        let dated = dated(&debts, self.rules.setting(&ladders, &days), today);
        let letters = plan(&dated, &told, &people, today);
        outbox::keep_waiting(conn, Reminder::NAME)?;
        let (mut posted, mut items) = (0_usize, 0_usize);
        for (reader, told) in &letters {
            let Some(user) = people.get(*reader) else { continue };
            if self.tell(conn, user, told, (today, now))? {
                (posted, items) = (posted + 1, items + told.len());
            }
        }
        Ok(json!({ "day": today, "debts": debts.len(), "letters": posted, "items": items }))
    }
}

impl Reminders {
    /// Posts a reader's letter of the day; `false` when she has had one today: what is left is told tomorrow.
    fn tell(
        &self,
        conn: &mut Conn,
        user: &User,
        items: &[Item],
        (today, now): (NaiveDate, Instant),
    ) -> Result<bool> {
        let hers = (Reminder::NAME, user.id);
        if store::had_one(conn, hers, start_of_day(today, self.rules.zone()), None)? {
            return Ok(false);
        }
        let to = Addressee {
            user_id: Some(user.id),
            name: user.name.clone(),
            address: user.email.clone(),
            division: user.scope.around(),
            lang: user.lang,
        };
        let key = format!("{}:{}:{today}", Reminder::NAME, user.id);
        let new = New { key: &key, kind: Reminder::NAME, to: &to, fixed: None, at: now };
        let Some(letter) = post(conn, &new, self.rules.sender(), now)? else { return Ok(false) };
        store::insert_items(conn, letter, user.id, items)?;
        store::take_over(conn, letter, hers, now)?;
        Ok(true)
    }
}
