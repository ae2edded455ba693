//! The rows behind a group, as far as the reader may see them by name.

use super::view::View;
use crate::features::projects::lamp;
use crate::features::statistics::source::{Row, Rows};
use crate::features::statistics::words::NONE;
use crate::kernel::money::Money;

/// The rows of a group, finished for the template.
pub struct RowsView {
    /// Which group, and how many.
    pub title: String,
    /// Without the rows.
    pub close: String,
    /// In the order in which they were measured.
    pub rows: Vec<RowView>,
}

/// A project of the group.
pub struct RowView {
    /// `projects.id`
    pub id: i64,
    /// As it was called then.
    pub name: String,
    /// 项目单位
    pub unit: String,
    /// City and county.
    pub place: String,
    /// How far it had come.
    pub stage: String,
    /// 万元
    pub plan: String,
    /// 万元
    pub ytd: String,
    /// 万元
    pub cumulative: String,
    /// Of its own plan.
    pub rate: String,
    /// The month's light, finished markup; empty where none is measured.
    pub light: String,
    /// How the month's report stands; empty likewise.
    pub report: String,
}

/// Puts the rows together.
pub fn of(view: &View<'_>, rows: &Rows) -> RowsView {
    let lang = view.words.lang;
    let title =
        [("group", view.words.group(rows.by, rows.key.as_deref())), ("count", rows.lines.len().to_string())];
    RowsView {
        title: lang.all("statistics-rows", &title),
        close: view.url.without("key").href(),
        rows: rows.lines.iter().map(|row| one(view, row)).collect(),
    }
}

fn one(view: &View<'_>, row: &Row) -> RowView {
    let (lang, facts) = (view.words.lang, &row.measured);
    let wan = |money: Option<Money>| money.map_or(NONE.to_owned(), Money::wan_text);
    let stage = facts.stage.map_or(NONE.to_owned(), |stage| lang.word("stage", stage.as_str()));
    RowView {
        id: facts.project_id,
        name: row.name.clone(),
        unit: row.unit.clone().unwrap_or_default(),
        place: view.words.book.name(lang, facts.division),
        stage,
        plan: wan(facts.annual_plan),
        ytd: wan(facts.ytd),
        cumulative: wan(facts.cumulative),
        rate: facts.completion().map_or(NONE.to_owned(), |rate| format!("{}%", rate.percent(1))),
        light: facts.light.map(|light| lamp(light, lang)).unwrap_or_default(),
        report: row.duty.map(|duty| lang.t(duty_word(duty))).unwrap_or_default(),
    }
}

const fn duty_word(duty: crate::features::updates::ObligationState) -> &'static str {
    use crate::features::updates::ObligationState::{Due, Excused, Late, Missing, OnTime};
    match duty {
        Due => "updates-count-due",
        OnTime => "updates-count-on-time",
        Late => "updates-count-late",
        Missing => "updates-count-missing",
        Excused => "updates-count-excused",
    }
}
