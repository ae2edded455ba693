//! The workbook that a city takes away: its projects of a month with what stands, the open cells light, the rest locked.

use super::columns::{KEY_HEADER, headings};
use super::read::RowKey;
use super::said::{Said, yes_or_no};
use crate::context::Context;
use crate::db::Conn;
use crate::features::audit::{self, Change, Record};
use crate::features::projects::stage_name;
use crate::features::reference::{self, Book};
use crate::features::updates::at::At;
use crate::features::updates::desk::{self, Task};
use crate::features::updates::model::ObligationState;
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::sheet::write::{Entry, Line, Table, to_xlsx};
use crate::web::{Caller, Lang};
use serde_json::Value;

/// A workbook to be taken away.
pub struct Issued {
    /// What its file is called.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Hands out the workbook of a month: of one city, or of all that the caller may see. What it was handed out with is
/// kept.
///
/// # Errors
/// 404 for a city outside the caller's scope; 409 for a month that is not over or for which nothing is owed there.
pub fn issue(
    conn: &mut Conn,
    ctx: &Context,
    caller: &Caller,
    (period, city): (Period, Option<DivisionCode>),
    lang: Lang,
    at: &At,
) -> Result<Issued> {
    let is_hers = |city: DivisionCode| {
        caller.scope.covers(city) || caller.scope.places().iter().any(|place| city.contains(*place))
    };
    if city.is_some_and(|city| !is_hers(city)) {
        return Err(Error::NotFound);
    }
    let (_, mut tasks) = desk::tasks(conn, caller, period, false, at)?;
    tasks.retain(|task| city.is_none_or(|city| city.contains(task.duty.owed.division)));
    if tasks.is_empty() {
        return Err(Error::conflict(Message::new("updates-nothing-owed").with("period", period)));
    }
    let stands =
        |task: &Task| (task.duty.owed.project_id, Said::standing(task.update.as_ref(), &task.last, lang));
    let rows: Vec<(i64, Said)> = tasks.iter().map(stands).collect();
    let workbook = store::insert_workbook(conn, caller, period, &rows, at.now)?;
    let place = city.unwrap_or(caller.scope.around());
    let changes = vec![
        Change::new("period", Value::Null, period.as_str()),
        Change::new("rows", Value::Null, rows.len()),
    ];
    let record = Record::new("workbook.issue", "report_workbook", workbook, place).changing(changes);
    audit::record(conn, caller, at.now, record)?;
    let sheet = Sheet { ctx, caller, period, lang, at, book: reference::book(conn)?, workbook };
    Ok(Issued { name: sheet.name(place), bytes: to_xlsx(&sheet.table(place, &tasks, &rows))? })
}

struct Sheet<'a> {
    ctx: &'a Context,
    caller: &'a Caller,
    period: Period,
    lang: Lang,
    at: &'a At,
    book: Book,
    workbook: i64,
}

impl Sheet<'_> {
    fn name(&self, place: DivisionCode) -> String {
        let place = self.book.name(self.lang, place);
        let message = Message::new("updates-sheet-file").with("place", place).with("period", self.period);
        format!("{}.xlsx", self.lang.render(&message))
    }

    fn table(&self, place: DivisionCode, tasks: &[Task], rows: &[(i64, Said)]) -> Table {
        let title = Message::new("updates-sheet-title")
            .with("place", self.book.name(self.lang, place))
            .with("period", self.period);
        let footer = Message::new("updates-sheet-footer")
            .with("name", &self.caller.name)
            .with("time", self.at.now.local_text(self.at.zone));
        let mark = self.ctx.instance.demonstration.then(|| self.lang.t("projects-export-demonstration"));
        let line = |((serial, task), (_, said)): ((i64, &Task), &(i64, Said))| Line {
            key: RowKey { workbook: self.workbook, project: task.duty.owed.project_id }.text(),
            cells: self.cells(serial, task, said),
            is_subtotal: false,
        };
        Table {
            sheet: self.lang.with("updates-sheet-name-of", "period", self.period),
            title: self.lang.render(&title),
            captions: mark.into_iter().chain([self.lang.t("projects-export-unit")]).collect(),
            columns: headings(self.lang),
            rows: (1..).zip(tasks).zip(rows).map(line).collect(),
            notes: vec![self.lang.t("updates-sheet-note")],
            footer: self.lang.render(&footer),
            key_header: Some(KEY_HEADER.to_owned()),
            properties: vec![
                ("instance".to_owned(), self.ctx.instance.id.clone()),
                ("kind".to_owned(), "updates".to_owned()),
                ("period".to_owned(), self.period.to_string()),
            ],
            created: self.at.now,
        }
    }

    /// The row's cells in the order of the columns.
    fn cells(&self, serial: i64, task: &Task, said: &Said) -> Vec<Entry> {
        let (facts, figures) = (&task.facts, &said.figures);
        let state = match task.duty.state {
            ObligationState::Due | ObligationState::Missing => "updates-sheet-owed",
            ObligationState::OnTime | ObligationState::Late => "updates-sheet-here",
            ObligationState::Excused => "updates-count-excused",
        };
        vec![
            Entry::Integer(serial),
            Entry::Text(facts.name.clone()),
            words(facts.unit.clone()),
            Entry::Text(self.book.short_name(self.lang, facts.division)),
            Entry::Text(self.lang.t(state)),
            money(facts.total_investment),
            money(facts.annual_plan),
            money(task.last.cumulative),
            money(task.last.ytd),
            words(figures.stage.map(|stage| self.lang.render(&stage_name(stage)))),
            money(figures.cumulative),
            money(figures.ytd),
            words(figures.progress_text.clone()),
            words(figures.enrolled.map(|enrolled| self.lang.t(yes_or_no(enrolled)))),
            words(figures.planned_finish.as_ref().map(ToString::to_string)),
            words(said.problems.clone()),
        ]
    }
}

fn words(text: Option<String>) -> Entry {
    text.map_or(Entry::Empty, Entry::Text)
}

fn money(money: Option<Money>) -> Entry {
    money.map_or(Entry::Empty, Entry::MoneyWan)
}
