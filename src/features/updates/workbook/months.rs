//! A workbook of September may come back in November, copied and filled in for October. Which month it is read for is
//! said by whoever sends it; which one it was handed out for, by the number that its rows carry.

use super::read::ReportRow;
use crate::db::Conn;
use crate::features::imports::{Asker, Import, Opened};
use crate::features::updates::store;
use crate::kernel::calendar::Period;
use crate::kernel::error::{Error, Result};

/// Which month a workbook is read for, and which it was handed out for.
pub struct Months {
    /// Read for.
    pub asked: Period,
    /// Handed out for, where that is known.
    pub own: Option<Period>,
}

impl Months {
    /// From what the sender says, what the rows carry, and what the workbook says of itself.
    ///
    /// # Errors
    /// 422 on `period` where neither the sender nor the workbook says one; on `file` for another installation's.
    pub fn of(
        conn: &mut Conn,
        import: &Import,
        opened: &Opened,
        asker: &Asker<'_>,
        rows: &[ReportRow],
    ) -> Result<Self> {
        let properties = opened.book.properties();
        if properties.get("instance").is_some_and(|instance| instance != asker.instance) {
            return Err(Error::field("file", "updates-sheet-foreign-instance"));
        }
        let first = rows.iter().find_map(|row| row.key);
        let own = match first {
            Some(key) => store::month_of(conn, key.workbook)?,
            None => None,
        };
        let own = own.or_else(|| Period::parse(properties.get("period")?).ok());
        let asked = import.period.as_deref().map(Period::parse).transpose();
        let asked = asked.map_err(|message| Error::field("period", message))?.or(own);
        let asked = asked.ok_or_else(|| Error::field("period", "updates-sheet-no-month"))?;
        Ok(Self { asked, own })
    }

    /// Whether it was handed out for another month than it is read for.
    pub fn is_another(&self) -> bool {
        self.own.is_some_and(|own| own != self.asked)
    }
}
