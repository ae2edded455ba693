//! What an edition holds. Pure.

use crate::features::chains::model::{Card, Function, Judgement, Segment, Strength, Tier};
use crate::kernel::division::{DivisionCode, Scope};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A chain as it was said to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its Chinese name.
    pub name: String,
    /// 链长
    pub chief: Option<String>,
    /// 链主
    pub leader: Option<String>,
    /// 政策
    pub policies: Option<String>,
    /// Those that stood, in their order.
    pub segments: Vec<Link>,
    /// What stood of each of them in each place that was judged, by segment and place.
    pub strengths: Vec<Standing>,
}

/// A segment of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// `segments.id`
    pub id: i64,
    /// 负极材料
    pub name_zh: String,
    /// Anode material
    pub name_en: String,
    /// Its position.
    pub tier: Tier,
    /// What it is for.
    pub function: Option<Function>,
    /// The segment that it is a part of.
    pub parent_id: Option<i64>,
    /// The segments that it supplies.
    pub supplies: Vec<i64>,
}

/// How strong a segment was in a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// `segments.id`
    pub segment_id: i64,
    /// A city, or the province by its own judgement.
    pub place: DivisionCode,
    /// What was judged.
    pub strength: Strength,
    /// On what.
    pub evidence: String,
    /// The day on which the facts were looked at last.
    pub verified_on: NaiveDate,
}

impl Document {
    /// Of what is known; of judgements, which come the newest last, the one that stands.
    pub fn of(
        name: String,
        card: Card,
        segments: Vec<Segment>,
        supply: &[(i64, i64)],
        judgements: Vec<Judgement>,
    ) -> Self {
        let standing: Vec<Segment> = segments.into_iter().filter(|segment| segment.active).collect();
        let stands = |id: i64| standing.iter().any(|segment| segment.id == id);
        let mut strengths: BTreeMap<(i64, DivisionCode), Standing> = BTreeMap::new();
        for one in judgements.into_iter().filter(|one| stands(one.segment_id)) {
            let Judgement { segment_id, division: place, strength, evidence, verified_on, .. } = one;
            let told = Standing { segment_id, place, strength, evidence, verified_on };
            strengths.insert((segment_id, place), told);
        }
        let link = |segment: &Segment| Link {
            id: segment.id,
            name_zh: segment.name_zh.clone(),
            name_en: segment.name_en.clone(),
            tier: segment.tier,
            function: segment.function,
            parent_id: segment.parent_id.filter(|id| stands(*id)),
            supplies: supply
                .iter()
                .filter(|(from, to)| *from == segment.id && stands(*to))
                .map(|(_, to)| *to)
                .collect(),
        };
        Self {
            name,
            chief: card.chief,
            leader: card.leader,
            policies: card.policies,
            segments: standing.iter().map(link).collect(),
            strengths: strengths.into_values().collect(),
        }
    }

    /// What a reader sees of it: judgements of her places, and the province's own.
    #[must_use]
    pub fn within(mut self, scope: &Scope) -> Self {
        let province = scope.first().province();
        self.strengths.retain(|one| one.place == province || scope.covers(one.place));
        self
    }

    /// One of its segments.
    pub fn segment(&self, id: i64) -> Option<&Link> {
        self.segments.iter().find(|segment| segment.id == id)
    }
}
