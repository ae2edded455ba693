//! A workbook opened and read, before anything is compared, and for whom it is compared.

use super::model::Place;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::sheet::{self, Column, Fixes, Limits, Reading, Remark};
use crate::web::Caller;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// A workbook opened and read.
pub struct Opened {
    /// The cells.
    pub book: sheet::Book,
    /// Sheet by sheet as tables.
    pub readings: Vec<Reading>,
    /// The cells that a person has decided about, each with what was on record then: what has changed since is asked
    /// about anew.
    pub decided: BTreeMap<Place, String>,
}

impl Opened {
    /// Opens and reads with the accepted fixes. Pure.
    ///
    /// # Errors
    /// [`crate::kernel::error::Error::Invalid`] on `file` for what is no workbook of this kind, `TooLarge`.
    pub fn of(
        bytes: &[u8],
        columns: &[Column],
        fixes: &Fixes,
        decided: BTreeMap<Place, String>,
    ) -> Result<Self> {
        let book = sheet::open(bytes, &Limits::default())?;
        let readings = sheet::read(&book, columns, fixes)?;
        Ok(Self { book, readings, decided })
    }

    /// Puts remarks into the order of sheets and cells.
    pub fn sort(&self, remarks: &mut [Remark]) {
        let order: HashMap<&str, usize> =
            self.readings.iter().enumerate().map(|(at, reading)| (reading.sheet.as_str(), at)).collect();
        remarks.sort_by_key(|remark| (order.get(remark.sheet.as_str()).copied(), remark.cell, remark.level));
    }
}

/// For whom a plan is made.
pub struct Asker<'a> {
    /// What she may write.
    pub caller: &'a Caller,
    /// Which installation this is: hidden keys of another one mean nothing here.
    pub instance: &'a str,
    /// The day in the business zone.
    pub today: NaiveDate,
    /// The instant, for what holds until a named time.
    pub now: Instant,
}
