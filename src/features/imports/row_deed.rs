//! What writing a row does, decided when the row is planned and done when the workbook is applied: the door need not
//! know what a row of any kind becomes.

use crate::db::Conn;
use crate::kernel::error::Result;
use crate::web::Caller;
use std::fmt;
use std::sync::Arc;

/// The project that a row is about, with its version afterwards.
type Work = dyn Fn(&mut Conn, &Caller) -> Result<(i64, i64)> + Send + Sync;

/// A row's deed, to be done in the transaction that applies the workbook.
#[derive(Clone)]
pub struct RowDeed(Arc<Work>);

impl RowDeed {
    /// This work.
    pub fn new(work: impl Fn(&mut Conn, &Caller) -> Result<(i64, i64)> + Send + Sync + 'static) -> Self {
        Self(Arc::new(work))
    }

    /// Does it.
    ///
    /// # Errors
    /// Those of the room whose row it is.
    pub fn done(&self, conn: &mut Conn, caller: &Caller) -> Result<(i64, i64)> {
        self.0(conn, caller)
    }
}

impl fmt::Debug for RowDeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowDeed")
    }
}
