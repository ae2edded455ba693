//! A row to its outcome: which project it is, what of it is new against what it was handed out with and against what
//! stands, and whether the report that follows would be taken. Reads only; the row carries the deed that writes it.

use super::columns::{columns, is_open};
use super::ignored::{emptied, locked};
use super::months::Months;
use super::read::{ReportRow, read_rows};
use super::said::{MERGED, Said};
use crate::config;
use crate::db::Conn;
use crate::features::imports::{
    Asker, Change, Conflict, Import, Kind, Opened, Outcome, Plan, RowDeed, RowPlan, Rows,
};
use crate::features::reference;
use crate::features::updates::actions;
use crate::features::updates::at::At;
use crate::features::updates::desk::{self, Task};
use crate::features::updates::input::Reporting;
use crate::features::updates::model::UpdateState;
use crate::features::updates::model::flags::JUSTIFIABLE;
use crate::features::updates::model::merge::{Merged, merge};
use crate::features::updates::model::report::Update;
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::kernel::text::name_key;
use crate::sheet::{Column, Level, Remark};
use crate::web::Lang;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// The kind of workbook that this room registers with the imports.
pub struct Reports {
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

impl Reports {
    fn at(&self, asker: &Asker<'_>) -> At {
        At {
            now: asker.now,
            zone: self.zone,
            rule: self.rule.clone(),
            lights: self.lights.clone(),
            supervised: self.supervised.clone(),
            suspended: self.suspended.clone(),
        }
    }
}

impl Rows for Reports {
    fn kind(&self) -> Kind {
        Kind::Updates
    }

    fn deed(&self) -> Deed {
        Deed::WriteUpdates
    }

    fn columns(&self) -> Vec<Column> {
        columns()
    }

    fn shows(&self, field: &str) -> bool {
        is_open(field) || matches!(field, "serial" | "name")
    }

    fn plan(&self, conn: &mut Conn, import: &Import, opened: &Opened, asker: &Asker<'_>) -> Result<Plan> {
        let book = reference::book(conn)?;
        let (mut rows, mut plan) = (Vec::new(), Plan::default());
        for reading in &opened.readings {
            let (mut read, remarks) = read_rows(reading, &book);
            rows.append(&mut read);
            plan.remarks.extend(remarks);
        }
        let months = Months::of(conn, import, opened, asker, &rows)?;
        if store::period(conn, months.asked)?.is_none() {
            let message = Message::new("updates-nothing-owed").with("period", months.asked);
            return Err(Error::field("period", message));
        }
        let at = self.at(asker);
        let (_, tasks) = desk::tasks(conn, asker.caller, months.asked, false, &at)?;
        let tasks: BTreeMap<i64, Task> =
            tasks.into_iter().map(|task| (task.duty.owed.project_id, task)).collect();
        let workbooks: Vec<i64> = rows.iter().filter_map(|row| Some(row.key?.workbook)).collect();
        let handed_out = store::handed_out::<Said>(conn, asker.caller, &workbooks)?;
        let mut planner = Planner {
            conn,
            asker,
            opened,
            at,
            period: months.asked,
            tasks,
            handed_out,
            taken: BTreeMap::new(),
            plan,
        };
        if let Some(row) = rows.first().filter(|_| months.is_another()) {
            planner.say_month(row, months.own);
        }
        for row in &rows {
            let row = planner.row(row)?;
            planner.plan.rows.push(row);
        }
        let mut plan = planner.plan;
        opened.sort(&mut plan.remarks);
        Ok(plan)
    }

    /// An attempt at another city's project is remembered, whatever becomes of the workbook.
    fn received(&self, conn: &mut Conn, _: &Import, opened: &Opened, asker: &Asker<'_>) -> Result<()> {
        let (book, at) = (reference::book(conn)?, self.at(asker));
        for reading in &opened.readings {
            for key in read_rows(reading, &book).0.iter().filter_map(|row| row.key) {
                actions::refuse(conn, asker.caller, key.project, &at)?;
            }
        }
        Ok(())
    }
}

struct Planner<'a> {
    conn: &'a mut Conn,
    asker: &'a Asker<'a>,
    opened: &'a Opened,
    at: At,
    period: Period,
    tasks: BTreeMap<i64, Task>,
    handed_out: BTreeMap<(i64, i64), Said>,
    /// Projects with the number of the row that speaks of them.
    taken: BTreeMap<i64, u32>,
    plan: Plan,
}

impl Planner<'_> {
    fn lang(&self) -> Lang {
        self.asker.caller.lang
    }

    fn row(&mut self, row: &ReportRow) -> Result<RowPlan> {
        let mut plan = RowPlan {
            sheet: row.sheet.clone(),
            number: row.number,
            outcome: Outcome::Error,
            project: None,
            facts: Vec::new(),
            deed: None,
            changes: Vec::new(),
            cells: row.cells.clone(),
            suspects: Vec::new(),
        };
        let id = match self.identify(row)? {
            Ok(id) => id,
            Err(message) => {
                self.error(row, "name", message);
                return Ok(plan);
            }
        };
        if let Some(first) = self.taken.insert(id, row.number) {
            self.error(row, "name", Message::new("updates-sheet-twice").with("row", first));
            return Ok(plan);
        }
        let Some(task) = self.tasks.get(&id).cloned() else { return Err(Error::NotFound) };
        plan.project = Some((id, task.update.as_ref().map_or(0, |update| update.version)));
        if row.has_error {
            return Ok(plan);
        }
        let current = Said::standing(task.update.as_ref(), &task.last, self.lang());
        let base = self.base(row, &current);
        if task.update.as_ref().is_some_and(Update::is_handed) {
            let news = |merge| matches!(merge, Merged::Yours | Merged::Conflict);
            if merges(&base, &row.said, &current).any(|(_, merge)| news(merge)) {
                let message = Message::new("updates-handed-already").with("period", self.period);
                self.error(row, "name", message);
            } else {
                plan.outcome = Outcome::Unchanged;
            }
            return Ok(plan);
        }
        for (field, message) in locked(row, &task) {
            self.remark(row, field, Level::Note, message);
        }
        let Some(said) = self.merged(row, &base, &current) else { return Ok(plan) };
        plan.facts = MERGED.iter().map(|field| (*field, said.value(field))).collect();
        plan.changes = changes(&current, &said);
        if row.no_change && task.update.as_ref().is_none_or(|update| !update.no_change) {
            plan.changes.push(Change { field: "no_change", from: false.into(), to: true.into() });
        }
        if plan.changes.is_empty() {
            plan.outcome = Outcome::Unchanged;
            return Ok(plan);
        }
        let new = self.reporting(row, &said);
        let based = task.update.as_ref().filter(|update| update.state != UpdateState::Returned);
        let based = based.map(|update| update.version);
        match actions::prepared(self.conn, self.asker.caller, id, &new, based, &self.at) {
            Ok(_) => {
                plan.outcome = Outcome::Changed;
                let at = self.at.clone();
                plan.deed = Some(RowDeed::new(move |conn, caller| {
                    let update = actions::report(conn, caller, id, &new, based, &at)?;
                    Ok((update.project_id, update.version))
                }));
            }
            Err(Error::Invalid(fields)) => self.refused(row, fields),
            Err(Error::Conflict(message)) => self.error(row, "name", message),
            Err(Error::NotFound) => self.error(row, "name", Message::new("updates-row-gone")),
            Err(other) => return Err(other),
        }
        Ok(plan)
    }

    /// The project that a row is about, or the sentence that says why it is none that is owed.
    fn identify(&mut self, row: &ReportRow) -> Result<std::result::Result<i64, Message>> {
        if row.key_is_torn {
            return Ok(Err(Message::new("updates-sheet-key-torn")));
        }
        let Some(key) = row.key else { return Ok(self.by_name(row)) };
        let Some(task) = self.tasks.get(&key.project) else {
            let place = store::place_of(self.conn, key.project)?;
            let is_foreign = place.is_some_and(|place| !self.asker.caller.scope.covers(place));
            let id = if is_foreign { "updates-sheet-foreign" } else { "updates-sheet-not-owed" };
            return Ok(Err(Message::new(id).with("period", self.period)));
        };
        let name = name_key(&row.name);
        if name != name_key(&task.facts.name) {
            // A name of another row under this number: the hidden column was pasted over, or rows were shifted.
            let other = self.tasks.values().find(|task| name == name_key(&task.facts.name));
            if let Some(other) = other {
                let message = Message::new("updates-sheet-key-of-another")
                    .with("name", &task.facts.name)
                    .with("said", &other.facts.name);
                return Ok(Err(message));
            }
        }
        Ok(Ok(key.project))
    }

    /// A row without its hidden number: the one project of that name, and unit, that is owed.
    fn by_name(&self, row: &ReportRow) -> std::result::Result<i64, Message> {
        let name = name_key(&row.name);
        let unit = row.unit.as_deref().map(name_key);
        let alike = |task: &&Task| {
            let same_unit = unit.is_none() || unit == task.facts.unit.as_deref().map(name_key);
            name_key(&task.facts.name) == name && same_unit
        };
        let mut found = self.tasks.values().filter(alike).map(|task| task.duty.owed.project_id);
        match (found.next(), found.next()) {
            (Some(id), None) => Ok(id),
            (None, _) => Err(Message::new("updates-sheet-unknown").with("period", self.period)),
            (Some(_), Some(_)) => Err(Message::new("updates-sheet-ambiguous")),
        }
    }

    /// What the row was handed out with, also for another month: a cell that nobody touched says nothing, however old it
    /// is. Without a key, what stands.
    fn base(&self, row: &ReportRow, current: &Said) -> Said {
        let handed_out = row.key.and_then(|key| self.handed_out.get(&(key.workbook, key.project)));
        handed_out.unwrap_or(current).clone()
    }

    /// What the report would say: what stands, with what the row says newly. None while a cell is in conflict.
    fn merged(&mut self, row: &ReportRow, base: &Said, current: &Said) -> Option<Said> {
        let (mut merged, mut is_open) = (current.clone(), false);
        for (field, message) in emptied(base, row, current, self.lang()) {
            self.remark(row, field, Level::Note, message);
        }
        for (field, merge) in merges(base, &row.said, current) {
            match merge {
                Merged::Same => {}
                Merged::Yours => merged.take(field, &row.said),
                Merged::ChangedThere => {
                    let message = Message::new("updates-sheet-changed-there")
                        .with("base", base.text(field, self.lang()))
                        .with("current", current.text(field, self.lang()));
                    self.remark(row, field, Level::Note, message);
                }
                Merged::Conflict if self.is_decided(row, field, current) => merged.take(field, &row.said),
                Merged::Conflict => {
                    is_open = true;
                    self.conflict(row, field, base, current);
                }
            }
        }
        (!is_open).then_some(merged)
    }

    /// Whether somebody has chosen what this cell says, and what stands is still what she chose against.
    fn is_decided(&self, row: &ReportRow, field: &str, current: &Said) -> bool {
        let cell = row.cells.get(field);
        let against = cell.and_then(|cell| self.opened.decided.get(&(row.sheet.clone(), *cell)));
        against.is_some_and(|against| *against == current.text(field, self.lang()))
    }

    fn conflict(&mut self, row: &ReportRow, field: &str, base: &Said, current: &Said) {
        let current_text = current.text(field, self.lang());
        let message = Message::new("conflict")
            .with("base", base.text(field, self.lang()))
            .with("yours", row.said.text(field, self.lang()))
            .with("current", &current_text);
        self.error(row, field, message);
        let [base, yours, current] = [base, &row.said, current].map(|side| side.value(field));
        if let Some(cell) = row.cells.get(field) {
            let conflict = Conflict { base, yours, current, current_text };
            self.plan.conflicts.insert((row.sheet.clone(), *cell), conflict);
        }
    }

    fn reporting(&self, row: &ReportRow, said: &Said) -> Reporting {
        let why = row.why.clone().filter(|why| !why.is_empty());
        let reasons = why.iter().flat_map(|why| JUSTIFIABLE.map(|field| (field.to_owned(), why.clone())));
        let justifications: BTreeMap<String, String> = reasons.collect();
        Reporting {
            period: self.period,
            said: said.figures.clone(),
            problems: said.problems(),
            justifications,
            seen: None,
            no_change: row.no_change,
            draft: false,
        }
    }

    /// Every refusal at its cell; where a reason would help, the cell for it says so too.
    fn refused(&mut self, row: &ReportRow, fields: Vec<FieldError>) {
        let wants_reason = fields.iter().any(|error| error.message.id.starts_with("updates-flag-"));
        for FieldError { field, message } in fields {
            self.error(row, &field, message);
        }
        if wants_reason {
            self.remark(row, "why", Level::Warning, Message::new("updates-sheet-reason-here"));
        }
    }

    /// Said once, at the first row's name: the workbook is one of another month.
    fn say_month(&mut self, row: &ReportRow, own: Option<Period>) {
        let own = own.map(|own| own.to_string()).unwrap_or_default();
        let message = Message::new("updates-sheet-other-month").with("own", own).with("period", self.period);
        self.remark(row, "name", Level::Warning, message);
    }

    fn error(&mut self, row: &ReportRow, field: &str, message: Message) {
        self.remark(row, field, Level::Error, message);
    }

    fn remark(&mut self, row: &ReportRow, field: &str, level: Level, message: Message) {
        let cell = row.cells.get(field).copied().unwrap_or(row.name_cell);
        self.plan.remarks.push(Remark {
            sheet: row.sheet.clone(),
            cell,
            field: None,
            level,
            message,
            value: row.said.text(field, self.lang()),
            suggestion: None,
        });
    }
}

/// What becomes of each cell that says something.
fn merges<'a>(
    base: &'a Said,
    yours: &'a Said,
    current: &'a Said,
) -> impl Iterator<Item = (&'static str, Merged)> + 'a {
    MERGED.into_iter().filter_map(move |field| {
        let [base, yours, current] = [base, yours, current].map(|side| side.value(field));
        (!yours.is_null()).then(|| (field, merge(&base, &yours, &current)))
    })
}

fn changes(current: &Said, said: &Said) -> Vec<Change> {
    let change = |field: &'static str| {
        let (from, to) = (current.value(field), said.value(field));
        (from != to).then_some(Change { field, from, to })
    };
    MERGED.into_iter().filter_map(change).collect()
}
