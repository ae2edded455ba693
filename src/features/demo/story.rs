//! Four quarters as they happen: cities enter and update their projects, nominate them, the reviewer decides, three
//! lists are published, the fourth is half decided on the demonstration's day.

use super::invented::{Invented, PROJECTS};
use super::months::Month;
use super::people::Account;
use super::receipts;
use crate::config::Config;
use crate::context::Context;
use crate::db::Conn;
use crate::features::lists::{
    self, ChangeBody, Correcting, Deciding, Decision, Entry, ListState, Nominating, Opening, Publishing,
};
use crate::features::projects::{self, SideState, Source, Stage};
use crate::features::reference::{self, Book};
use crate::kernel::calendar::{Quarter, local_date, quarter_of, start_of_day};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::role::Role;
use crate::web::Caller;
use anyhow::anyhow;
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use std::collections::BTreeMap;

/// How many projects each quarter's list should have.
const TARGETS: [i32; 4] = [150, 165, 180, 190];

/// Plays the story, once: a database that already has lists is left alone.
pub fn tell(context: &Context, config: &Config, accounts: &[Account]) -> Result<()> {
    let today = local_date(context.now(), context.zone);
    let reviewed = quarter_of(today).previous();
    if context.db.read_now(|conn| Ok(!lists::lists(conn)?.is_empty()))? {
        return Ok(());
    }
    let book = context.db.read_now(reference::book)?;
    let invented = (0..PROJECTS).map(|number| Invented::new(number, &book)).collect::<Result<Vec<_>>>()?;
    let mut ids: Vec<Option<i64>> = vec![None; PROJECTS];
    let first = (0..TARGETS.len() - 1).fold(reviewed, |quarter, _| quarter.previous());
    let (mut quarter, mut corrected) = (first, None);
    for index in 0..TARGETS.len() {
        let chapter = Chapter { context, accounts, book: &book, quarter, index, today };
        let [first, second, third] = quarter.periods();
        let known: BTreeMap<i64, &Invented> =
            ids.iter().zip(&invented).filter_map(|(id, project)| Some(((*id)?, project))).collect();
        let quarter_of_story = (quarter, index);
        let month =
            Month { context, config, accounts, book: &book, quarter: quarter_of_story, invented: &known };
        if chapter.is_last() {
            month.past(first)?;
            month.past(second)?;
        }
        chapter.registry(&invented, &mut ids, corrected)?;
        corrected = chapter.list(&invented, &ids)?.or(corrected);
        if chapter.is_last() {
            month.present(third)?;
        }
        quarter = quarter.next();
    }
    Ok(())
}

/// One quarter of the story.
struct Chapter<'a> {
    context: &'a Context,
    accounts: &'a [Account],
    book: &'a Book,
    quarter: Quarter,
    index: usize,
    today: NaiveDate,
}

impl Chapter<'_> {
    fn is_last(&self) -> bool {
        self.index + 1 == TARGETS.len()
    }

    /// The day `days` after the quarter's end, never after the demonstration's own day.
    fn day(&self, days: u64) -> NaiveDate {
        (self.quarter.last_day() + Days::new(days)).min(self.today)
    }

    /// The day `days` after the quarter's end, or the next one on which offices are open.
    fn deadline(&self, days: u64) -> NaiveDate {
        lists::effective_deadline(self.quarter.last_day() + Days::new(days), &self.book.working_days())
    }

    fn at(&self, day: NaiveDate) -> Instant {
        start_of_day(day, self.context.zone).plus(TimeDelta::hours(16)).min(self.context.now())
    }

    fn officer_of(&self, project: &Invented) -> Result<&Caller> {
        let place = project.place();
        let officer = self.accounts.iter().find(|a| a.role == Role::City && a.scope.covers(place));
        Ok(officer.ok_or_else(|| anyhow!("no officer for {place}"))?.caller())
    }

    fn reviewer(&self) -> Result<&Caller> {
        let reviewer = self.accounts.iter().find(|account| account.role == Role::Reviewer);
        Ok(reviewer.ok_or_else(|| anyhow!("no reviewer"))?.caller())
    }

    /// Every city enters what is new and brings the rest up to date; a total that was corrected stays right.
    fn registry(
        &self,
        invented: &[Invented],
        ids: &mut [Option<i64>],
        corrected: Option<(i64, Money)>,
    ) -> Result<()> {
        let today = self.quarter.last_day().min(self.today);
        let now = self.at(today);
        self.context.db.write_now(|conn| {
            for (project, id) in invented.iter().zip(ids.iter_mut()) {
                if project.enters_in() > self.index {
                    continue;
                }
                let mut facts = project.facts(self.quarter, self.index, self.book)?;
                if let Some((_, right)) = corrected.filter(|(wrong, _)| Some(*wrong) == *id) {
                    facts.total_investment = Some(right);
                }
                let caller = self.officer_of(project)?;
                let source = Source::person(&caller.name);
                let saved = match *id {
                    None => projects::create(conn, caller, facts, &source, now, today)?,
                    Some(known) => {
                        let stands = projects::project(conn, &caller.scope, known, today.year())?;
                        if stands.facts.side_state != SideState::Active {
                            continue;
                        }
                        let reason = Some(format!("{}进展", self.quarter));
                        projects::change(conn, caller, known, None, facts, reason, &source, now, today)?
                    }
                };
                *id = Some(saved.id);
            }
            Ok(())
        })
    }

    /// Opens the quarter's list, nominates, decides, and publishes unless it is the one in review. Answers the project
    /// whose total was corrected afterwards, with the right one.
    fn list(&self, invented: &[Invented], ids: &[Option<i64>]) -> Result<Option<(i64, Money)>> {
        let reviewer = self.reviewer()?;
        let opened = self.at(self.day(1));
        self.context.db.write_now(|conn| {
            let opening = Opening {
                quarter: self.quarter,
                target: TARGETS[self.index],
                nominate_by: self.deadline(5),
                publish_by: self.deadline(12),
            };
            lists::open(conn, reviewer, &opening, opened)?;
            let mut nominated = Vec::new();
            for (number, (project, id)) in invented.iter().zip(ids).enumerate() {
                let Some(id) = *id else { continue };
                if nominated.len() >= TARGETS[self.index] as usize + 8
                    || number % 31 == 30
                    || project.has_left(self.index)
                {
                    continue;
                }
                nominated.extend(self.nominate(conn, project, id)?);
            }
            let reviewing = self.at(self.day(5));
            lists::move_to(conn, reviewer, self.quarter, ListState::Reviewing, None, reviewing)?;
            self.decide(conn, reviewer, &nominated)?;
            self.roll_over(conn, reviewer)?;
            let mut corrected = None;
            if !self.is_last() {
                self.publish(conn, reviewer)?;
                if self.index == 1 {
                    corrected = self.correct(conn, reviewer)?;
                }
            }
            let read = self.at(self.day(11));
            receipts::confirm(conn, self.accounts, self.quarter, self.is_last(), read)?;
            Ok(corrected)
        })
    }

    /// The nomination, if the city could make it: a project with gaps stays in the registry until they are filled.
    fn nominate(&self, conn: &mut Conn, project: &Invented, id: i64) -> Result<Option<Entry>> {
        let nominating = Nominating { project_id: id, section: None, class: None };
        let day = self.day(3);
        match lists::nominate(conn, self.officer_of(project)?, self.quarter, &nominating, (self.at(day), day))
        {
            Ok(entry) => Ok(Some(entry)),
            // With gaps, or off the lists since an earlier quarter.
            Err(Error::Invalid(_) | Error::Conflict(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Published quarters are decided whole; of the one in review about half.
    fn decide(&self, conn: &mut Conn, reviewer: &Caller, nominated: &[Entry]) -> Result<()> {
        let now = self.at(self.day(7));
        for (position, entry) in nominated.iter().enumerate() {
            let (decision, reason) = match (self.is_last(), position) {
                (true, position) if position % 2 == 1 => continue,
                (true, position) if position % 26 == 4 => {
                    (Decision::Return, Some("总投资与备案不一致，请核对后重报。"))
                }
                (_, position) if position % 40 == 9 => {
                    (Decision::Decline, Some("尚未落实用地，转入储备跟踪。"))
                }
                _ => (Decision::Accept, None),
            };
            let deciding = Deciding::plain(decision, reason.map(str::to_owned));
            lists::decide(conn, reviewer, self.quarter, entry.project_id, entry.version, &deciding, now)?;
        }
        Ok(())
    }

    /// What came over from the list before and was not nominated again: what produces leaves with honour, the rest stays
    /// or goes; of the list in review about half still waits.
    fn roll_over(&self, conn: &mut Conn, reviewer: &Caller) -> Result<()> {
        let now = self.at(self.day(8));
        let waiting = lists::list(conn, &reviewer.scope, self.quarter)?.entries;
        for (position, entry) in waiting.into_iter().filter(Entry::is_untouched).enumerate() {
            if self.is_last() && position % 2 == 1 {
                continue;
            }
            let produces = entry.project.facts.stage >= Some(Stage::InProduction);
            let choices = if produces {
                [(Decision::Graduate, "已投产，转入运行监测。"), (Decision::Drop, "已投产。")]
            } else {
                [
                    (Decision::Continue, "按计划推进，继续列入。"),
                    (Decision::Drop, "企业调整投资计划，本季度退出，继续跟踪服务。"),
                ]
            };
            for (decision, reason) in choices {
                let deciding = Deciding::plain(decision, Some(reason.to_owned()));
                match lists::decide(
                    conn,
                    reviewer,
                    self.quarter,
                    entry.project_id,
                    entry.version,
                    &deciding,
                    now,
                ) {
                    // A gap that keeps it from staying.
                    Err(Error::Invalid(_)) => {}
                    done => {
                        done?;
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    fn publish(&self, conn: &mut Conn, reviewer: &Caller) -> Result<()> {
        let day = self.day(10);
        let publishing = Publishing {
            number: format!("演示清单〔{}〕{}号", day.year(), self.index + 1),
            reason: Some("各市申报数与目标数略有出入，按审核结果发布。".to_owned()),
        };
        lists::publish(conn, reviewer, self.quarter, &publishing, self.at(day), day).map(drop)
    }

    /// A figure that somebody found wrong the week after: version 2.
    fn correct(&self, conn: &mut Conn, reviewer: &Caller) -> Result<Option<(i64, Money)>> {
        let published = lists::published(conn, &reviewer.scope, self.quarter, None)?;
        let first = published.entries.first();
        let Some((line, total)) = first.and_then(|line| Some((line, line.facts.total_investment?))) else {
            return Ok(None);
        };
        let right = Money::from_yuan(total.yuan() + 120_000_000);
        let change = ChangeBody {
            project_id: line.project_id,
            field: "total_investment_yuan".to_owned(),
            to: right.yuan().into(),
        };
        let correcting = Correcting {
            reason: "总投资漏计设备购置费，按备案证更正。".to_owned(),
            changes: vec![change],
            base: Some(published.newest),
        };
        let day = self.day(17);
        lists::correct(conn, reviewer, self.quarter, &correcting, (self.at(day), day))?;
        Ok(Some((line.project_id, right)))
    }
}
