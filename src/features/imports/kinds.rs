//! What the door asks of a kind of workbook: who may send it, what columns it has, what a workbook would do. The rooms
//! below register theirs in `app.rs`, so that the door opens for kinds it has never heard of.

use super::model::{Import, Kind, Plan};
use super::opened::{Asker, Opened};
use crate::db::Conn;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::sheet::Column;
use std::sync::Arc;

/// A kind of workbook.
pub trait Rows: Send + Sync {
    /// Its name.
    fn kind(&self) -> Kind;

    /// The right to send one and to apply it.
    fn deed(&self) -> Deed;

    /// Its columns.
    fn columns(&self) -> Vec<Column>;

    /// Whether the preview shows the column of this field also where nothing is to be said of it: hidden keys, and what
    /// was printed to be read only, make the table wide and tell nothing.
    fn shows(&self, field: &str) -> bool {
        field != "key"
    }

    /// What the workbook would do now, each row with the deed that does it. Reads only.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what concerns the workbook as a whole.
    fn plan(&self, conn: &mut Conn, import: &Import, opened: &Opened, asker: &Asker<'_>) -> Result<Plan>;

    /// What is to be remembered when a workbook has arrived, whatever becomes of it.
    ///
    /// # Errors
    /// When it cannot be written down.
    fn received(
        &self,
        _conn: &mut Conn,
        _import: &Import,
        _opened: &Opened,
        _asker: &Asker<'_>,
    ) -> Result<()> {
        Ok(())
    }
}

/// Every kind of this installation. Cloning shares them.
#[derive(Clone)]
pub struct Kinds(Arc<[Box<dyn Rows>]>);

impl Kinds {
    /// These kinds.
    pub fn new(kinds: Vec<Box<dyn Rows>>) -> Self {
        Self(kinds.into())
    }

    /// The kind of this name.
    ///
    /// # Errors
    /// [`Error::Invalid`] for one that nobody registered.
    pub fn of(&self, kind: Kind) -> Result<&dyn Rows> {
        let found = self.0.iter().find(|rows| rows.kind() == kind).map(AsRef::as_ref);
        found.ok_or_else(|| Error::field("kind", Message::new("imports-kind-unknown").with("value", kind)))
    }
}
