//! `[atlas]`: how the strength of a chain's segments is weighed, when what was judged is looked at again, and what makes a
//! target or a park fit.

use super::Problem;
use serde::Deserialize;

/// `[atlas]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Atlas {
    pub strong: u8,
    pub ordinary: u8,
    pub weak: u8,
    pub missing: u8,
    pub cover: u8,
    pub stale_days: u32,
    pub weights: AtlasWeights,
}

/// `[atlas.weights]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct AtlasWeights {
    pub ties: u8,
    pub neighbours: u8,
    pub priority: u8,
    pub contact: u8,
    pub leading: u8,
    pub land: u8,
    pub energy: u8,
    pub distance: u8,
    pub freshness: u8,
}

impl Atlas {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let weights = [
            ("atlas.strong", self.strong),
            ("atlas.ordinary", self.ordinary),
            ("atlas.weak", self.weak),
            ("atlas.missing", self.missing),
            ("atlas.cover", self.cover),
            ("atlas.weights.ties", self.weights.ties),
            ("atlas.weights.neighbours", self.weights.neighbours),
            ("atlas.weights.priority", self.weights.priority),
            ("atlas.weights.contact", self.weights.contact),
            ("atlas.weights.leading", self.weights.leading),
            ("atlas.weights.land", self.weights.land),
            ("atlas.weights.energy", self.weights.energy),
            ("atlas.weights.distance", self.weights.distance),
            ("atlas.weights.freshness", self.weights.freshness),
        ];
        for (path, weight) in weights {
            if weight > 100 {
                problems.push(Problem::new(path, "expected 0 to 100"));
            }
        }
        let order = [self.strong, self.ordinary, self.weak, self.missing];
        if !order.is_sorted_by(|stronger, weaker| stronger >= weaker) {
            let why = "expected strong, ordinary, weak and missing in falling order";
            problems.push(Problem::new("atlas.strong", why));
        }
        if !(1..=3650).contains(&self.stale_days) {
            problems.push(Problem::new("atlas.stale_days", "expected 1 to 3650"));
        }
        problems
    }
}
