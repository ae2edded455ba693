//! What a row says and is not taken: cells that are only there to be read, and cells that were emptied. Nothing that
//! somebody did in a workbook goes by without a word.

use super::read::ReportRow;
use super::said::{MERGED, Said};
use crate::features::updates::desk::Task;
use crate::kernel::message::Message;
use crate::kernel::money::{Money, Unit, parse_amount};
use crate::kernel::text::name_key;
use crate::web::Lang;

/// A cell, by the contract's name, and what is to be said there.
pub type Ignored = (&'static str, Message);

/// Cells that are only there to be read and do not say what stands.
pub fn locked(row: &ReportRow, task: &Task) -> Vec<Ignored> {
    let facts = &task.facts;
    let differs = |said: &Option<String>, stands: Money| {
        let read = |text: &String| parse_amount(text, Some(Unit::Wan)).ok().map(|amount| amount.money);
        said.as_ref().is_some_and(|text| read(text) != Some(stands))
    };
    let total = facts.total_investment.filter(|total| differs(&row.total, *total));
    let plan = facts.annual_plan.filter(|plan| differs(&row.plan, *plan));
    let name = (name_key(&row.name) != name_key(&facts.name)).then(|| facts.name.clone());
    let stands = facts.unit.clone().unwrap_or_default();
    let unit = row.unit.as_deref().filter(|unit| name_key(unit) != name_key(&stands)).map(|_| stands.clone());
    let cells = [
        ("name", name),
        ("unit", unit),
        ("total", total.map(Money::wan_exact)),
        ("plan", plan.map(Money::wan_exact)),
    ];
    let said = |(field, stands): (&'static str, Option<String>)| {
        Some((field, Message::new("updates-sheet-locked").with("current", stands?)))
    };
    cells.into_iter().filter_map(said).collect()
}

/// Cells that were handed out filled and came back empty. A row that says that nothing moved says so of them, too.
pub fn emptied(base: &Said, row: &ReportRow, current: &Said, lang: Lang) -> Vec<Ignored> {
    let is_emptied = |field: &&'static str| {
        let [base, current] = [base, current].map(|side| side.value(field));
        row.cells.contains_key(field)
            && row.said.value(field).is_null()
            && !base.is_null()
            && !current.is_null()
    };
    let fields = MERGED.into_iter().filter(|_| !row.no_change).filter(is_emptied);
    let said = |field: &'static str| {
        (field, Message::new("updates-sheet-emptied").with("current", current.text(field, lang)))
    };
    fields.map(said).collect()
}
