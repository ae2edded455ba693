//! What an import would do, or has done: a plan of rows with their outcome, and the remarks at their cells.

use super::row_deed::RowDeed;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::sheet::{Address, Declared, Level, Remark};
use crate::text_enum;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

text_enum! {
    /// What a workbook holds.
    pub enum Kind {
        /// Rows of the registry.
        Projects = "projects",
        /// A city's monthly reports.
        Updates = "updates",
    }
}

text_enum! {
    /// What becomes of a row.
    pub enum Outcome {
        /// A project that is not in the registry.
        New = "new",
        /// A project of the registry, of which it says something else.
        Changed = "changed",
        /// A project of the registry, of which it says nothing new.
        Unchanged = "unchanged",
        /// Not applied: a cell is wrong.
        Error = "error",
    }
}

/// A workbook as it was sent, without its bytes.
#[derive(Clone, Debug)]
pub struct Import {
    /// `imports.id`
    pub id: i64,
    /// What it holds.
    pub kind: Kind,
    /// As the sender's machine called it.
    pub file_name: String,
    /// SHA-256 of the bytes, in hex.
    pub file_hash: String,
    /// Serves rows that name no city.
    pub city: Option<DivisionCode>,
    /// `2026-09`, where the sender said so.
    pub period: Option<String>,
    /// The sender's scope.
    pub scope: Scope,
    /// The smallest division around that scope.
    pub division: DivisionCode,
    /// Who sent it; the machine itself when nobody is named.
    pub sender: Option<String>,
    /// When.
    pub uploaded_at: Instant,
    /// When it was applied, and what that did.
    pub applied: Option<(Instant, Counts)>,
}

/// Rows by outcome; `new + changed + unchanged + error` are all rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// Become new projects.
    pub new: usize,
    /// Change a project.
    pub changed: usize,
    /// Say what is already on record.
    pub unchanged: usize,
    /// Have a wrong cell.
    pub error: usize,
    /// Rows (of whatever outcome) with a cell that somebody should look at.
    pub warning: usize,
}

/// One fact that a row changes.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Change {
    /// The contract's name of the fact.
    pub field: &'static str,
    /// On record.
    pub from: Value,
    /// In the workbook.
    pub to: Value,
}

/// What becomes of one row.
#[derive(Clone, Debug)]
pub struct RowPlan {
    /// Name of the sheet.
    pub sheet: String,
    /// The sheet's row number, from 1.
    pub number: u32,
    /// New, changed, unchanged, or not applied.
    pub outcome: Outcome,
    /// The project it is, and the version that was compared; none while it is new.
    pub project: Option<(i64, i64)>,
    /// What is to be written, under the contract's names: what the row says over what is on record.
    pub facts: Vec<(&'static str, Value)>,
    /// What writes it; none where there is nothing to write.
    pub deed: Option<RowDeed>,
    /// What that changes.
    pub changes: Vec<Change>,
    /// The cell of each fact the row states.
    pub cells: BTreeMap<&'static str, Address>,
    /// Records that may be the same project.
    pub suspects: Vec<i64>,
}

/// A cell that says something else than it was handed out with, while the record came to say another thing too. A
/// person decides; until then the row is not applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// When the workbook was handed out.
    pub base: Value,
    /// In the workbook.
    pub yours: Value,
    /// On record.
    pub current: Value,
    /// How the workbook would spell what is on record.
    pub current_text: String,
}

/// The remark at a cell in conflict; pinned by the contract.
pub const CONFLICT: &str = "conflict";

/// Where a cell stands: name of the sheet, and its address.
pub type Place = (String, Address);

/// What a whole workbook would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Sheet by sheet, from above.
    pub rows: Vec<RowPlan>,
    /// Everything there is to say, in the order of sheets and cells.
    pub remarks: Vec<Remark>,
    /// What the sheets' own total rows declare.
    pub declared: BTreeMap<String, Declared>,
    /// What a person must decide; each has a remark at its cell.
    pub conflicts: BTreeMap<Place, Conflict>,
}

impl Plan {
    /// Rows by outcome.
    pub fn counts(&self) -> Counts {
        let warned: BTreeSet<(&str, u32)> = self
            .remarks
            .iter()
            .filter(|remark| remark.level == Level::Warning)
            .map(|remark| (remark.sheet.as_str(), remark.cell.row + 1))
            .collect();
        let mut counts = Counts::default();
        for row in &self.rows {
            match row.outcome {
                Outcome::New => counts.new += 1,
                Outcome::Changed => counts.changed += 1,
                Outcome::Unchanged => counts.unchanged += 1,
                Outcome::Error => counts.error += 1,
            }
            counts.warning += usize::from(warned.contains(&(row.sheet.as_str(), row.number)));
        }
        counts
    }

    /// The errors, as the API names refused fields: `Sheet1!E4`.
    pub fn errors(&self) -> impl Iterator<Item = (String, &Message)> {
        let wrong = self.remarks.iter().filter(|remark| remark.level == Level::Error);
        wrong.map(|remark| (place(remark), &remark.message))
    }

    /// The conflict that a remark is about.
    pub fn conflict_of(&self, remark: &Remark) -> Option<&Conflict> {
        let conflict = self.conflicts.get(&(remark.sheet.clone(), remark.cell));
        conflict.filter(|_| remark.message.id == CONFLICT)
    }

    /// The remarks at one row's cells.
    pub fn remarks_of<'p>(&'p self, row: &'p RowPlan) -> impl Iterator<Item = &'p Remark> {
        self.remarks.iter().filter(|remark| remark.sheet == row.sheet && remark.cell.row + 1 == row.number)
    }
}

/// Where a remark stands: `Sheet1!E4`.
pub fn place(remark: &Remark) -> String {
    format!("{}!{}", remark.sheet, remark.cell)
}
