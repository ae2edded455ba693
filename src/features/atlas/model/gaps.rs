//! Gaps: segments that are missing or weak in a place, and what covers them. Coverage counts what is there, and a little more
//! where something on its way covers it (`chains::coverage`).

use crate::config;
use crate::features::chains::{Coverage, Judgement, Linked, Segment, Strength, coverage};
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::text_enum;
use std::collections::{BTreeMap, BTreeSet};

text_enum! {
    /// What covers a gap.
    pub enum CoverKind {
        /// An enterprise that stands on the segment.
        Enterprise = "enterprise",
        /// A project on the newest published list.
        Project = "project",
        /// A lead that somebody follows, or that was signed.
        Lead = "lead",
    }
}

impl CoverKind {
    /// The Fluent id of its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enterprise => "atlas-cover-enterprise",
            Self::Project => "atlas-cover-project",
            Self::Lead => "atlas-cover-lead",
        }
    }

    /// Whether somebody is working on the gap: what is there already works on nothing.
    pub const fn is_work(self) -> bool {
        matches!(self, Self::Project | Self::Lead)
    }
}

/// Something that covers a segment in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// What it is.
    pub kind: CoverKind,
    /// Its id among those of its kind.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// `segments.id`
    pub segment_id: i64,
    /// Where it lies.
    pub division: DivisionCode,
    /// How far it has come.
    pub state: Message,
    /// Whether it counts for coverage: a project on the list, or a signed lead.
    pub counts: bool,
}

/// A segment that is missing or weak in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// `segments.id`
    pub segment_id: i64,
    /// A city, or the province by its own judgement.
    pub place: DivisionCode,
    /// The judgement that stands.
    pub judgement: Judgement,
    /// What covers it, the enterprises first.
    pub covered_by: Vec<Cover>,
}

impl Gap {
    /// Whether nobody is working on it: no project on the list, and no lead.
    pub fn is_nobodys(&self) -> bool {
        !self.covered_by.iter().any(|cover| cover.kind.is_work())
    }
}

/// The judgements that stand, by segment and place.
pub type Standing = BTreeMap<(i64, DivisionCode), Judgement>;

/// Of all judgements, the newest last, those that stand.
pub fn standing(judgements: impl IntoIterator<Item = Judgement>) -> Standing {
    judgements.into_iter().map(|one| ((one.segment_id, one.division), one)).collect()
}

/// What is missing or weak in these places: what is missing and nobody's comes first, then what is missing, then what is
/// weak and nobody's; then in the order of the places, and of the segments.
pub fn gaps(
    segments: &[Segment],
    places: &[DivisionCode],
    standing: &Standing,
    covers: &[Cover],
) -> Vec<Gap> {
    let mut found = Vec::new();
    for place in places {
        for segment in segments.iter().filter(|segment| segment.active) {
            let Some(judgement) = standing.get(&(segment.id, *place)) else { continue };
            if !matches!(judgement.strength, Strength::Missing | Strength::Weak) {
                continue;
            }
            let covered_by = covering(covers, segment.id, *place).cloned().collect();
            found.push(Gap {
                segment_id: segment.id,
                place: *place,
                judgement: judgement.clone(),
                covered_by,
            });
        }
    }
    // Stable: the order of places and segments stays.
    found.sort_by_key(|gap| (gap.judgement.strength != Strength::Missing, !gap.is_nobodys()));
    found
}

/// What covers a segment in a place: what lies in it.
fn covering(covers: &[Cover], segment: i64, place: DivisionCode) -> impl Iterator<Item = &Cover> {
    covers.iter().filter(move |cover| cover.segment_id == segment && place.contains(cover.division))
}

/// How much of a chain is there in a place.
pub fn covered(
    weights: &config::Atlas,
    segments: &[Segment],
    place: DivisionCode,
    standing: &Standing,
    covers: &[Cover],
) -> Coverage {
    let counting: BTreeSet<i64> = covers
        .iter()
        .filter(|cover| cover.counts && place.contains(cover.division))
        .map(|cover| cover.segment_id)
        .collect();
    let linked: Vec<Linked> = segments
        .iter()
        .filter(|segment| segment.active)
        .map(|segment| Linked {
            strength: standing.get(&(segment.id, place)).map(|judgement| judgement.strength),
            is_covered: counting.contains(&segment.id),
        })
        .collect();
    coverage(weights, &linked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::chains::Tier;
    use crate::kernel::instant::Instant;

    fn place(code: &str) -> DivisionCode {
        DivisionCode::parse(code).unwrap()
    }

    fn segment(id: i64) -> Segment {
        Segment {
            id,
            version: 1,
            chain_id: 1,
            parent_id: None,
            name_zh: format!("环节{id}"),
            name_en: format!("segment {id}"),
            tier: Tier::Upstream,
            function: None,
            position: 1,
            note: None,
            active: id != 9,
        }
    }

    fn judged(segment_id: i64, at: &str, strength: Strength) -> Judgement {
        Judgement {
            segment_id,
            division: place(at),
            strength,
            evidence: "走访".into(),
            source: None,
            verified_on: "2026-10-01".parse().unwrap(),
            author: "某".into(),
            written_at: Instant::parse("2026-10-01T01:00:00Z").unwrap(),
        }
    }

    fn cover(kind: CoverKind, segment_id: i64, at: &str, counts: bool) -> Cover {
        Cover { kind, id: 1, name: "某".into(), segment_id, division: place(at), state: "x".into(), counts }
    }

    #[test]
    fn what_is_missing_and_nobodys_comes_first_and_what_lies_elsewhere_covers_nothing() {
        let segments: Vec<Segment> = [1, 2, 3, 4, 9].map(segment).into();
        let standing = standing([
            judged(1, "370400", Strength::Weak),
            judged(2, "370400", Strength::Missing),
            judged(3, "370400", Strength::Missing),
            judged(4, "370400", Strength::Strong),
            judged(9, "370400", Strength::Missing),
            judged(3, "370200", Strength::Missing),
        ]);
        let covers = [
            cover(CoverKind::Lead, 2, "370403", false),
            cover(CoverKind::Enterprise, 1, "370404", false),
            cover(CoverKind::Project, 3, "370200", true),
        ];
        let found = gaps(&segments, &[place("370400")], &standing, &covers);
        let told: Vec<(i64, bool, usize)> =
            found.iter().map(|gap| (gap.segment_id, gap.is_nobodys(), gap.covered_by.len())).collect();
        assert_eq!(told, [(3, true, 0), (2, false, 1), (1, true, 1)]);
        assert_eq!(gaps(&segments, &[place("370100")], &standing, &covers), []);
    }

    #[test]
    fn a_later_judgement_stands_for_the_earlier() {
        let both = [judged(1, "370400", Strength::Missing), judged(1, "370400", Strength::Ordinary)];
        assert_eq!(standing(both).values().next().unwrap().strength, Strength::Ordinary);
    }

    #[test]
    fn a_project_on_the_list_and_a_signed_lead_count_a_lead_in_talks_does_not() {
        let weights = config::Config::load(&config::Sources::default()).unwrap().atlas;
        let segments: Vec<Segment> = [1, 2, 3].map(segment).into();
        let standing = standing([
            judged(1, "370400", Strength::Missing),
            judged(2, "370400", Strength::Missing),
            judged(3, "370400", Strength::Weak),
        ]);
        let covers = [
            cover(CoverKind::Lead, 1, "370403", false),
            cover(CoverKind::Lead, 2, "370403", true),
            cover(CoverKind::Project, 3, "370400", true),
        ];
        // 0 + 0.2 + (0.4 + 0.2) of three
        let sum = covered(&weights, &segments, place("370400"), &standing, &covers);
        assert_eq!((sum.sum, sum.judged, sum.unjudged), (80, 3, 0));
        assert_eq!(sum.rate().unwrap().percent(1), "26.7");
        // The province has judged nothing of its own.
        assert_eq!(covered(&weights, &segments, place("370000"), &standing, &covers).judged, 0);
    }
}
