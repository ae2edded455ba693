//! One reader's edition of a list: what she may see of it, ready to be shown, printed or taken away. Page, print
//! sheet, workbook and csv are all made from an edition, so they cannot disagree about a row or a sum.
//!
//! - a published version is shown as it was frozen; a list that is not yet published gives a draft of what would be
//!   published if everything still open were accepted, and no hash, because nothing of it holds
//! - a reader whose scope is not the whole province gets an extract: her rows with their serials of the whole
//!   document, its hash and its sums

use super::attachments::ChangeSet;
use super::document::{self, Correction};
use super::model::{Exit, Head, NominationState, PublishedEntry, Version};
use super::store::{self, LiveList, Published};
use super::totals::{Counted, Totals};
use crate::db::Conn;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use std::collections::BTreeMap;

/// What one reader sees of a list.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The list.
    pub head: Head,
    /// Whether it holds.
    pub standing: Standing,
    /// In the order of their serials.
    pub entries: Vec<PublishedEntry>,
    /// What stood on the list before and does not on this one.
    pub exits: Vec<Exit>,
    /// Which kinds of change the whole document has.
    pub changes: ChangeSet,
    /// Whether the reader sees a part only.
    pub extract: bool,
    /// Counts and sums of the entries that are seen.
    pub totals: Totals,
}

/// Whether an edition holds.
#[derive(Clone, Debug)]
pub enum Standing {
    /// Frozen.
    Published(Box<Frozen>),
    /// What would be published now, with what is decided so far about each project.
    Draft(BTreeMap<i64, NominationState>),
}

/// What a published version says of itself.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// Number, date, hash.
    pub version: Version,
    /// The newest version of this list; higher than this one when this one is superseded.
    pub newest: i32,
    /// Counts and sums of the whole document.
    pub whole: Totals,
    /// What it says otherwise than the version it corrects, of what the reader sees.
    pub corrections: Vec<Correction>,
}

impl Edition {
    /// The published version, or the draft of a list that has none yet.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the quarter is not opened or has no such version.
    pub fn read(conn: &mut Conn, scope: &Scope, quarter: Quarter, version: Option<i32>) -> Result<Self> {
        match store::published(conn, scope, quarter, version) {
            Ok(published) => Ok(Self::published(published)),
            Err(Error::NotFound) if version.is_none() => {
                Self::draft(store::list(conn, scope, quarter)?, !scope.is_whole_province())
            }
            Err(other) => Err(other),
        }
    }

    /// Of a published version.
    pub fn published(found: Published) -> Self {
        let Published { head, version, newest, entries, exits, changes, extract, totals, whole, corrections } =
            found;
        let standing = Standing::Published(Box::new(Frozen { version, newest, whole, corrections }));
        Self { head, standing, entries, exits, changes, extract, totals }
    }

    /// Of a list in progress: everything that is accepted or still waits.
    ///
    /// # Errors
    /// When a sum leaves 64 bits.
    pub fn draft(live: LiveList, extract: bool) -> Result<Self> {
        use NominationState::{Accepted, Nominated};
        let mut open = live.entries;
        open.retain(|entry| matches!(entry.state, Accepted | Nominated));
        let states = open.iter().map(|entry| (entry.project_id, entry.state)).collect();
        let entries = document::lines(open);
        let totals = Totals::of(entries.iter().map(Counted::from))?;
        let standing = Standing::Draft(states);
        let changes = ChangeSet::of(&entries, &live.exits);
        Ok(Self { head: live.head, standing, entries, exits: live.exits, changes, extract, totals })
    }

    /// The published version's own facts; none of a draft.
    pub fn frozen(&self) -> Option<&Frozen> {
        match &self.standing {
            Standing::Published(frozen) => Some(frozen),
            Standing::Draft(_) => None,
        }
    }

    /// What is decided about a project of a draft; none where everything is decided.
    pub fn state_of(&self, project_id: i64) -> Option<NominationState> {
        match &self.standing {
            Standing::Published(_) => None,
            Standing::Draft(states) => states.get(&project_id).copied(),
        }
    }

    /// Name of a file made from it, without its ending: `2026Q3-v2`, `2026Q3-draft`, `2026Q3-v1-extract`.
    pub fn file_name(&self) -> String {
        let standing =
            self.frozen().map_or_else(|| "draft".to_owned(), |frozen| format!("v{}", frozen.version.version));
        let part = if self.extract { "-extract" } else { "" };
        format!("{}-{standing}{part}", self.head.quarter)
    }
}
