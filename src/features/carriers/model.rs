//! A park and what it can offer. Pure.

use crate::features::reference::Park;
use chrono::NaiveDate;

/// What a park can offer; blank where nobody has said anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Rises with every change, from 0 for a park of which nothing was said.
    pub version: i64,
    /// Land that can be given, in 亩.
    pub land_mu: Option<i64>,
    /// Energy that can be given, in 吨标准煤 a year.
    pub energy_tce: Option<i64>,
    /// Leading industries in words.
    pub leading: Option<String>,
    /// `chains.id` of the chains that lead in it.
    pub chains: Vec<i64>,
    /// What is asked of those who come.
    pub conditions: Option<String>,
    /// Longitude and latitude in millionths of a degree (CGCS2000).
    pub position: Option<(i64, i64)>,
    /// Where the facts stand written.
    pub source: Option<String>,
    /// The day on which they were looked at last; none where nothing was said.
    pub verified_on: Option<NaiveDate>,
    /// Who changed it last, by name at that time.
    pub author: String,
}

/// A park with what it offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// As the reference data name it.
    pub park: Park,
    /// What it offers.
    pub offer: Offer,
}
