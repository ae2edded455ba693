//! Three months of reports in the demonstration: two that are over, with late ones, a return and a bulletin, and one
//! that is just being reported on the demonstration's day. Each month goes a share of the way to where the quarter
//! ends, so that registry, reports and lights tell one story.

use super::invented::Invented;
use super::people::Account;
use crate::config::Config;
use crate::context::Context;
use crate::db::Conn;
use crate::features::bulletins::{self, Publishing};
use crate::features::projects::Facts;
use crate::features::reference::Book;
use crate::features::updates::{
    self, At, Decision, Figures, Reporting, Task, Update, UpdateState, begin, opened, report, tasks,
};
use crate::kernel::calendar::{Period, Quarter, start_of_day};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::role::Role;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// What the cities say where something is unusual: field and reason.
const REASONS: [(&str, &str); 5] = [
    ("stage", "施工图审查延后，预计下月开工"),
    ("cumulative_investment_yuan", "设备集中到货付款，已附凭证"),
    ("ytd_investment_yuan", "设备集中到货付款，已附凭证"),
    ("progress_text", "雨季停工，已排赶工计划"),
    ("enrolled", "入统材料已报送，待统计部门审核"),
];

/// One month of the story.
pub struct Month<'a> {
    /// Where, with its clock.
    pub context: &'a Context,
    /// When reports are due, and how bulletins are numbered.
    pub config: &'a Config,
    /// Who reports and who reviews.
    pub accounts: &'a [Account],
    /// Places and industries.
    pub book: &'a Book,
    /// The quarter that the month lies in, and its number in the story.
    pub quarter: (Quarter, usize),
    /// Each project by its id.
    pub invented: &'a BTreeMap<i64, &'a Invented>,
}

impl Month<'_> {
    /// A month that is over: reported, one city late, one report returned, reviewed, published.
    pub fn past(&self, period: Period) -> Result<()> {
        let Some(due) = self.open(period)? else { return Ok(()) };
        let day = TimeDelta::days(1);
        self.report(period, |city| if city % 7 == 4 { due.plus(day) } else { due.plus(-day) }, |_, _| true)?;
        self.review(period, due.plus(day * 2), |place| place % 41 == 17)?;
        // What came back is handed in again, and this time taken.
        self.report(period, |_| due.plus(day * 3), |_, place| place % 19 != 11)?;
        self.review(period, due.plus(day * 4), |_| false)?;
        let Some(reviewer) = self.reviewer() else { return Ok(()) };
        let at = self.at(due.plus(day * 5));
        let word = &self.config.bulletins.word;
        self.context.db.write_now(|conn| {
            bulletins::publish(conn, reviewer.caller(), period, &Publishing::default(), (word, &at)).map(drop)
        })
    }

    /// The month of the demonstration's day: some cities have reported, half of that waits for the reviewer.
    pub fn present(&self, period: Period) -> Result<()> {
        if self.open(period)?.is_none() {
            return Ok(());
        }
        let now = self.context.now();
        let when = |city: usize| now.plus(TimeDelta::hours(-6 + city as i64 % 3));
        self.report(period, when, |city, place| city % 4 > 1 && place % 3 < 2)?;
        self.accept_some(period, now.plus(TimeDelta::hours(-1)))
    }

    fn at(&self, now: Instant) -> At {
        At { now: now.min(self.context.now()), ..At::of(self.context, self.config) }
    }

    fn reviewer(&self) -> Option<&Account> {
        self.accounts.iter().find(|account| account.role == Role::Reviewer)
    }

    /// Fixes who owes; until when.
    fn open(&self, period: Period) -> Result<Option<Instant>> {
        let at = self.at(morning_after(period, self.context.zone));
        self.context.db.write_now(|conn| {
            begin(conn, period, &at)?;
            Ok(opened(conn, period, &at)?.map(|row| row.due_at))
        })
    }

    /// Every city hands in what it owes: when, its number says, and which of its projects, that and their place.
    fn report(
        &self,
        period: Period,
        when: impl Fn(usize) -> Instant,
        says: impl Fn(usize, usize) -> bool,
    ) -> Result<()> {
        let officers = self.accounts.iter().filter(|account| account.role == Role::City);
        for (city, officer) in officers.enumerate() {
            let at = self.at(when(city));
            self.context.db.write_now(|conn| {
                let (_, owed) = tasks(conn, officer.caller(), period, true, &at)?;
                for (place, task) in owed.iter().enumerate().filter(|(place, _)| says(city, *place)) {
                    // A gap now and then: somebody forgot.
                    let is_new = task.update.is_none();
                    if !(is_new && (city + place + period.month() as usize) % 23 == 5) {
                        self.hand_in(conn, officer, (period, task), &at)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn hand_in(
        &self,
        conn: &mut Conn,
        officer: &Account,
        (period, task): (Period, &Task),
        at: &At,
    ) -> Result<()> {
        let id = task.duty.owed.project_id;
        let justifications: BTreeMap<String, String> =
            REASONS.into_iter().map(|(field, why)| (field.to_owned(), why.to_owned())).collect();
        let (quarter, index) = self.quarter;
        let ends = self.invented.get(&id).map(|one| one.facts(quarter, index, self.book)).transpose()?;
        let said = ends.map(|ends| towards(&ends, &task.last, period)).unwrap_or_default();
        let new = if said == Figures::default() {
            Reporting::no_change(period, justifications)
        } else {
            Reporting { said, no_change: false, ..Reporting::no_change(period, justifications) }
        };
        report(conn, officer.caller(), id, &new, None, at).map(drop)
    }

    /// The reviewer looks at what is here: returns what `returns` picks, takes the rest.
    fn review(&self, period: Period, now: Instant, returns: impl Fn(usize) -> bool) -> Result<()> {
        let Some(reviewer) = self.reviewer() else { return Ok(()) };
        let at = self.at(now);
        self.context.db.write_now(|conn| {
            for (place, update) in waiting(conn, reviewer, period, &at)?.into_iter().enumerate() {
                let deciding = if returns(place) {
                    (Decision::Return, Some("年度累计与上月相比偏高，请核对凭证后重报。".to_owned()))
                } else {
                    (Decision::Accept, None)
                };
                updates::decide(conn, reviewer.caller(), (update.id, update.version), deciding, &at)?;
            }
            Ok(())
        })
    }

    fn accept_some(&self, period: Period, now: Instant) -> Result<()> {
        let Some(reviewer) = self.reviewer() else { return Ok(()) };
        let at = self.at(now);
        self.context.db.write_now(|conn| {
            for update in waiting(conn, reviewer, period, &at)?.into_iter().step_by(2) {
                let deciding = (Decision::Accept, None);
                updates::decide(conn, reviewer.caller(), (update.id, update.version), deciding, &at)?;
            }
            Ok(())
        })
    }
}

/// The morning after the month's last day.
fn morning_after(period: Period, zone: chrono_tz::Tz) -> Instant {
    start_of_day(period.next().first_day(), zone).plus(TimeDelta::hours(8))
}

fn waiting(conn: &mut Conn, reviewer: &Account, period: Period, at: &At) -> Result<Vec<Update>> {
    let (_, all) = tasks(conn, reviewer.caller(), period, false, at)?;
    let waits = |update: &Update| update.state == UpdateState::Submitted;
    Ok(all.into_iter().filter_map(|task| task.update).filter(waits).collect())
}

/// An even share of the way to where the quarter ends; nothing where nothing moves.
fn towards(ends: &Facts, last: &Figures, period: Period) -> Figures {
    let months_left = 3 - i64::from((period.month() - 1) % 3);
    let share = |to: Option<Money>, from: Option<Money>| {
        let (to, from) = (to?.yuan(), from.map_or(0, Money::yuan));
        let step = (to - from) / months_left / 10_000 * 10_000;
        (step > 0).then(|| Money::from_yuan(from + step))
    };
    let ytd = share(ends.ytd_investment, last.ytd);
    let cumulative = share(ends.cumulative_investment, last.cumulative);
    let (Some(ytd), Some(cumulative)) = (ytd, cumulative) else { return Figures::default() };
    let done = if cumulative.yuan() % 3 == 0 {
        "主体施工，设备陆续进场"
    } else {
        "按计划推进土建施工"
    };
    Figures {
        ytd: Some(ytd),
        cumulative: Some(cumulative.max(ytd)),
        progress_text: Some(done.to_owned()),
        ..Figures::default()
    }
}
