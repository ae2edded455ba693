//! The tables of a chain's views: who is there, who could come, and which parks there are.

use super::Told;
use crate::config;
use crate::features::atlas::matches::{self, Fit};
use crate::features::atlas::pages::{begin, why};
use crate::features::carriers::Carrier;
use crate::features::chains::is_stale;
use crate::features::enterprises::Role;

/// An enterprise on a segment.
pub struct EnterpriseRow {
    pub id: i64,
    pub name: String,
    pub segment: String,
    pub role: String,
    pub place: String,
    pub products: String,
    pub verified: String,
    pub stale: bool,
}

/// A target of a segment.
pub struct TargetRow {
    pub name: String,
    pub href: String,
    pub segment: String,
    pub priority: String,
    pub home: String,
    pub score: i64,
    pub why: Vec<String>,
    pub begin: String,
}

/// A park.
pub struct CarrierRow {
    pub id: i64,
    /// Whether it lies where the reader keeps the map.
    pub is_hers: bool,
    pub name: String,
    pub place: String,
    pub land: String,
    pub energy: String,
    pub score: i64,
    pub why: Vec<String>,
}

impl Told<'_> {
    pub fn enterprises(&self) -> Vec<EnterpriseRow> {
        let mut rows = Vec::new();
        for segment in self.active() {
            for one in self.ground.enterprises.iter().filter(|one| self.place.contains(one.division)) {
                for position in one.positions.iter().filter(|position| position.segment_id == segment.id) {
                    rows.push(EnterpriseRow {
                        id: one.id,
                        name: one.name.clone(),
                        segment: self.ground.book.segment_name(self.lang, segment.id),
                        role: self.lang.t(Role::name(position.role)),
                        place: self.ground.book.name(self.lang, one.division),
                        products: one.products.clone().unwrap_or_default(),
                        verified: position.verified_on.to_string(),
                        stale: is_stale(position.verified_on, self.stale.0, self.stale.1),
                    });
                }
            }
        }
        rows
    }

    pub fn targets(&self, rule: &config::Atlas) -> Vec<TargetRow> {
        let mut rows = Vec::new();
        for segment in self.active() {
            let asked = (segment.id, Some(self.place));
            for fit in matches::targets(rule, self.ground, asked, self.stale.1) {
                rows.push(TargetRow {
                    href: format!("{}&target={}", self.href(segment.id), fit.of.id),
                    segment: self.ground.book.segment_name(self.lang, segment.id),
                    priority: self.lang.t(fit.of.priority.name()),
                    home: fit.of.home.clone().unwrap_or_default(),
                    score: fit.score.value(),
                    why: why(self.lang, &fit.score),
                    begin: begin(segment.id, self.place, &fit.of),
                    name: fit.of.name,
                });
            }
        }
        rows
    }

    pub fn carrier(&self, fit: &Fit<Carrier>) -> CarrierRow {
        let figure = |amount: Option<i64>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        CarrierRow {
            id: fit.of.park.id,
            is_hers: self.ground.sees(fit.of.park.division),
            name: fit.of.park.name.clone(),
            place: self.ground.book.name(self.lang, fit.of.park.division),
            land: figure(fit.of.offer.land_mu),
            energy: figure(fit.of.offer.energy_tce),
            score: fit.score.value(),
            why: why(self.lang, &fit.score),
        }
    }
}
