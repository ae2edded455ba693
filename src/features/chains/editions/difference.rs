//! How two editions of a chain differ, in the words of the field. A segment is the same by its number, whatever it is called. Pure.

use super::document::{Document, Link};
use crate::features::chains::model::{Function, Strength, Tier};
use crate::kernel::division::DivisionCode;
use std::collections::{BTreeMap, BTreeSet};

/// Chinese and English name of a segment.
pub type Name = (String, String);

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// What is told of the chain: `chief`, `leader`, `policies`.
    Card(&'static str, Option<String>, Option<String>),
    /// A segment is new.
    Added(Name),
    /// A segment is there no longer.
    Gone(Name),
    /// A segment is called otherwise.
    Renamed(Name, Name),
    /// A segment stands elsewhere in the chain.
    Moved(Name, Tier, Tier),
    /// A segment is for something else.
    Function(Name, Option<Function>, Option<Function>),
    /// A segment is a part of another one.
    Part(Name, Option<Name>, Option<Name>),
    /// A segment supplies another one, or no longer does.
    Supplies(Name, Name, bool),
    /// A segment is judged otherwise in a place.
    Strength(Name, DivisionCode, Option<Strength>, Option<Strength>),
}

impl Difference {
    /// Its word: `card added gone renamed moved function part supplies strength`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Card(..) => "card",
            Self::Added(_) => "added",
            Self::Gone(_) => "gone",
            Self::Renamed(..) => "renamed",
            Self::Moved(..) => "moved",
            Self::Function(..) => "function",
            Self::Part(..) => "part",
            Self::Supplies(..) => "supplies",
            Self::Strength(..) => "strength",
        }
    }
}

/// What of `after` is another one than of `before`: the chain, then segments in their order, then supply, then places.
pub fn difference(before: &Document, after: &Document) -> Vec<Difference> {
    let mut all = Vec::new();
    for (field, was, is) in [
        ("chief", &before.chief, &after.chief),
        ("leader", &before.leader, &after.leader),
        ("policies", &before.policies, &after.policies),
    ] {
        if was != is {
            all.push(Difference::Card(field, was.clone(), is.clone()));
        }
    }
    for is in &after.segments {
        match before.segment(is.id) {
            None => all.push(Difference::Added(name(is))),
            Some(was) => segment((before, was), (after, is), &mut all),
        }
    }
    all.extend(
        before
            .segments
            .iter()
            .filter(|was| after.segment(was.id).is_none())
            .map(|was| Difference::Gone(name(was))),
    );
    let (was, is) = (supply(before), supply(after));
    // Whoever is gone supplies nobody, which is said with it.
    let both = |(from, to): &(i64, i64)| {
        let known = |id: i64| before.segment(id).is_some() && after.segment(id).is_some();
        known(*from) && known(*to)
    };
    let told = |(from, to): &(i64, i64), does| {
        let name = |id: i64| after.segment(id).map(name).unwrap_or_default();
        Difference::Supplies(name(*from), name(*to), does)
    };
    all.extend(is.difference(&was).filter(|edge| both(edge)).map(|edge| told(edge, true)));
    all.extend(was.difference(&is).filter(|edge| both(edge)).map(|edge| told(edge, false)));
    strengths(before, after, &mut all);
    all
}

fn segment((before, was): (&Document, &Link), (after, is): (&Document, &Link), all: &mut Vec<Difference>) {
    if (&was.name_zh, &was.name_en) != (&is.name_zh, &is.name_en) {
        all.push(Difference::Renamed(name(was), name(is)));
    }
    if was.tier != is.tier {
        all.push(Difference::Moved(name(is), was.tier, is.tier));
    }
    if was.function != is.function {
        all.push(Difference::Function(name(is), was.function, is.function));
    }
    if was.parent_id != is.parent_id {
        let of = |document: &Document, id: Option<i64>| id.and_then(|id| document.segment(id)).map(name);
        all.push(Difference::Part(name(is), of(before, was.parent_id), of(after, is.parent_id)));
    }
}

fn strengths(before: &Document, after: &Document, all: &mut Vec<Difference>) {
    let of = |document: &Document| -> BTreeMap<(i64, DivisionCode), Strength> {
        document.strengths.iter().map(|one| ((one.segment_id, one.place), one.strength)).collect()
    };
    let (was, is) = (of(before), of(after));
    let keys: BTreeSet<&(i64, DivisionCode)> = was.keys().chain(is.keys()).collect();
    for key in keys {
        let (was, is) = (was.get(key).copied(), is.get(key).copied());
        // Of a segment that is gone all of it is.
        if let Some(segment) = after.segment(key.0).filter(|_| was != is) {
            all.push(Difference::Strength(name(segment), key.1, was, is));
        }
    }
}

fn name(link: &Link) -> Name {
    (link.name_zh.clone(), link.name_en.clone())
}

fn supply(document: &Document) -> BTreeSet<(i64, i64)> {
    document.segments.iter().flat_map(|one| one.supplies.iter().map(|to| (one.id, *to))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::document::Standing;
    use super::*;

    fn link(id: i64, name: &str, supplies: &[i64]) -> Link {
        Link {
            id,
            name_zh: name.to_owned(),
            name_en: name.to_owned(),
            tier: Tier::Upstream,
            function: None,
            parent_id: None,
            supplies: supplies.to_vec(),
        }
    }

    fn document(segments: Vec<Link>, strengths: &[(i64, &str, Strength)]) -> Document {
        let standing = |(segment_id, place, strength): &(i64, &str, Strength)| Standing {
            segment_id: *segment_id,
            place: DivisionCode::parse(place).unwrap(),
            strength: *strength,
            evidence: "调研".to_owned(),
            verified_on: chrono::NaiveDate::from_ymd_opt(2026, 10, 8).unwrap(),
        };
        Document {
            name: "锂电".to_owned(),
            chief: None,
            leader: None,
            policies: None,
            segments,
            strengths: strengths.iter().map(standing).collect(),
        }
    }

    #[test]
    fn nothing_differs_from_itself_and_every_kind_of_change_is_told_once() {
        let before = document(
            vec![link(1, "负极", &[2]), link(2, "电芯", &[]), link(3, "隔膜", &[2])],
            &[(1, "370400", Strength::Missing), (3, "370400", Strength::Strong)],
        );
        assert_eq!(difference(&before, &before), []);
        let mut cell = link(2, "电芯制造", &[4]);
        (cell.tier, cell.function, cell.parent_id) = (Tier::Midstream, Some(Function::Product), Some(1));
        let mut after = document(
            vec![link(1, "负极", &[]), cell, link(4, "PACK", &[])],
            &[(1, "370400", Strength::Weak), (1, "370100", Strength::Strong)],
        );
        after.leader = Some("联泓".to_owned());
        let kinds: Vec<&str> = difference(&before, &after).iter().map(Difference::kind).collect();
        assert_eq!(
            kinds,
            [
                "card", "renamed", "moved", "function", "part", "added", "gone", "supplies", "strength",
                "strength"
            ]
        );
        let back = difference(&after, &before);
        assert_eq!(
            back.iter().filter(|one| matches!(one, Difference::Added(_))).count(),
            1,
            "隔膜 comes back"
        );
    }
}
