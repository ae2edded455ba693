//! A visit, and what is counted of many. Pure.

use crate::kernel::division::DivisionCode;
use crate::text_enum;
use chrono::NaiveDate;
use std::collections::BTreeMap;

text_enum! {
    /// Which way somebody went.
    pub enum VisitKind {
        /// 外出招商: ours went there.
        Outbound = "outbound",
        /// 来访: they came here.
        Inbound = "inbound",
    }
}

impl VisitKind {
    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outbound => "visits-kind-outbound",
            Self::Inbound => "visits-kind-inbound",
        }
    }
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Never reused.
    pub id: i64,
    /// Rises with every change.
    pub version: i64,
    /// Which way.
    pub kind: VisitKind,
    /// On which day.
    pub visited_on: NaiveDate,
    /// Whose: a city's, or the province's.
    pub division: DivisionCode,
    /// The enterprise or place that was visited, or that came.
    pub target: String,
    /// Who led it.
    pub leader: Option<String>,
    /// Who was there.
    pub people: String,
    /// What came of it.
    pub result: String,
    /// `leads.id`
    pub lead_id: Option<i64>,
    /// Who changed it last, by name at that time.
    pub author: String,
}

/// How many visits of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// 外出招商
    pub outbound: i64,
    /// 来访
    pub inbound: i64,
}

/// Visits of a span, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// By city, or the province for its own.
    pub places: BTreeMap<DivisionCode, Count>,
    /// By who led them; whoever led none is not there.
    pub leaders: BTreeMap<String, Count>,
}

impl Figures {
    /// Of these visits: place, leader, kind and how many.
    pub fn of(rows: impl IntoIterator<Item = (DivisionCode, Option<String>, VisitKind, i64)>) -> Self {
        let mut figures = Self::default();
        for (place, leader, kind, count) in rows {
            figures.places.entry(place).or_default().add(kind, count);
            if let Some(leader) = leader {
                figures.leaders.entry(leader).or_default().add(kind, count);
            }
        }
        figures
    }
}

impl Count {
    fn add(&mut self, kind: VisitKind, count: i64) {
        match kind {
            VisitKind::Outbound => self.outbound += count,
            VisitKind::Inbound => self.inbound += count,
        }
    }
}
