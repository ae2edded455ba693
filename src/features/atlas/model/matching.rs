//! 靶向对接: how well a target fits a segment, and a park a target. A score is the weighted mean of its components, each a
//! whole figure from 0 to 100 with a sentence; the weights are settings, and there is nothing else in it.

use crate::config::AtlasWeights;
use crate::features::enterprises::Enterprise;
use crate::features::targets::{Priority, Target};
use crate::kernel::message::Message;
use chrono::NaiveDate;

/// A component of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its word, also in `[atlas.weights]`.
    pub component: &'static str,
    /// From 0 to 100.
    pub value: i64,
    /// As set.
    pub weight: i64,
    /// What it comes from, in words.
    pub sentence: Message,
}

/// A score with everything it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The sum of values times weights.
    sum: i64,
    /// The sum of the weights.
    weights: i64,
    /// Its components.
    pub reasons: Vec<Reason>,
}

impl Score {
    fn of(reasons: Vec<Reason>) -> Self {
        let sum = reasons.iter().map(|reason| reason.value * reason.weight).sum();
        Self { sum, weights: reasons.iter().map(|reason| reason.weight).sum(), reasons }
    }

    /// From 0 to 100, rounded half up; 0 where every weight is 0.
    pub fn value(&self) -> i64 {
        if self.weights == 0 { 0 } else { (2 * self.sum + self.weights) / (2 * self.weights) }
    }

    /// For ordering, the best first, to more than a point.
    pub fn rank(&self) -> i64 {
        if self.weights == 0 { 0 } else { -(self.sum * 10_000 / self.weights) }
    }
}

/// What is known around a target.
#[derive(Clone, Copy, Debug)]
pub struct AroundTarget<'a> {
    /// The enterprises that are here which it is tied to, by name.
    pub ties: &'a [String],
    /// Enterprises of the segment's neighbours in supply that are here.
    pub neighbours: usize,
    /// How far talks with it have come: 0 for none, 50 for a lead that was registered, 100 for one that was spoken to; and
    /// the Fluent id of the lead's status.
    pub contact: Option<(i64, &'static str)>,
}

/// Neighbours beyond which more add nothing.
const MANY: usize = 5;

/// How well a target fits its segment.
pub fn target(
    weights: &AtlasWeights,
    of: &Target,
    around: AroundTarget<'_>,
    (stale_days, today): (u32, NaiveDate),
) -> Score {
    let tied = if around.ties.is_empty() {
        Message::new("atlas-why-ties-none")
    } else {
        Message::new("atlas-why-ties").with("names", around.ties.join(" · "))
    };
    let wanted = match of.priority {
        Priority::High => 100,
        Priority::Medium => 60,
        Priority::Low => 20,
    };
    let contact = match around.contact {
        Some((_, status)) => Message::new("atlas-why-contact").with_message("status", Message::new(status)),
        None => Message::new("atlas-why-contact-none"),
    };
    let (fresh, age) = freshness(Some(of.verified_on), stale_days, today);
    Score::of(vec![
        Reason {
            component: "ties",
            value: if around.ties.is_empty() { 0 } else { 100 },
            weight: weights.ties.into(),
            sentence: tied,
        },
        Reason {
            component: "neighbours",
            value: share(around.neighbours),
            weight: weights.neighbours.into(),
            sentence: Message::new("atlas-why-neighbours").with("count", around.neighbours),
        },
        Reason {
            component: "priority",
            value: wanted,
            weight: weights.priority.into(),
            sentence: Message::new("atlas-why-priority")
                .with_message("priority", Message::new(of.priority.name())),
        },
        Reason {
            component: "contact",
            value: around.contact.map_or(0, |(value, _)| value),
            weight: weights.contact.into(),
            sentence: contact,
        },
        Reason { component: "freshness", value: fresh, weight: weights.freshness.into(), sentence: age },
    ])
}

/// What is known around a park.
#[derive(Clone, Copy, Debug)]
pub struct AroundPark<'a> {
    /// Enterprises of the chain in it.
    pub neighbours: usize,
    /// Whether the chain leads in it.
    pub leads: bool,
    /// Land that it can give, and that is asked for, in 亩.
    pub land: (Option<i64>, Option<i64>),
    /// Energy that it can give, and that is asked for, in 吨标准煤 a year.
    pub energy: (Option<i64>, Option<i64>),
    /// The leader enterprise of the chain, and how far it is, in kilometres.
    pub leader: Option<(&'a str, i64)>,
    /// When its facts were looked at last.
    pub verified_on: Option<NaiveDate>,
}

/// Kilometres to the leader enterprise from which on a park is too far to gain by it.
const FAR: i64 = 300;

/// How well a park fits.
pub fn park(weights: &AtlasWeights, around: AroundPark<'_>, (stale_days, today): (u32, NaiveDate)) -> Score {
    let (land, land_said) =
        fit(around.land, ["atlas-why-land", "atlas-why-land-unasked", "atlas-why-land-unknown"]);
    let (energy, energy_said) =
        fit(around.energy, ["atlas-why-energy", "atlas-why-energy-unasked", "atlas-why-energy-unknown"]);
    let (near, near_said) = match around.leader {
        Some((name, kilometres)) => (
            (100 * (FAR - kilometres.min(FAR)) + FAR / 2) / FAR,
            Message::new("atlas-why-leader").with("name", name).with("kilometres", kilometres),
        ),
        None => (0, Message::new("atlas-why-leader-unknown")),
    };
    let (fresh, age) = freshness(around.verified_on, stale_days, today);
    Score::of(vec![
        Reason {
            component: "neighbours",
            value: share(around.neighbours),
            weight: weights.neighbours.into(),
            sentence: Message::new("atlas-why-in-park").with("count", around.neighbours),
        },
        Reason {
            component: "leading",
            value: if around.leads { 100 } else { 0 },
            weight: weights.leading.into(),
            sentence: Message::new(if around.leads { "atlas-why-leading" } else { "atlas-why-leading-none" }),
        },
        Reason { component: "land", value: land, weight: weights.land.into(), sentence: land_said },
        Reason { component: "energy", value: energy, weight: weights.energy.into(), sentence: energy_said },
        Reason { component: "distance", value: near, weight: weights.distance.into(), sentence: near_said },
        Reason { component: "freshness", value: fresh, weight: weights.freshness.into(), sentence: age },
    ])
}

/// Five or more are as good as can be.
fn share(count: usize) -> i64 {
    (count.min(MANY) * 100 / MANY) as i64
}

/// Whether what can be given is enough for what is asked: of what is too little, the share that there is. Where nothing is
/// asked for, whatever is known to be there is enough.
fn fit(
    (given, asked): (Option<i64>, Option<i64>),
    [both, unasked, unknown]: [&'static str; 3],
) -> (i64, Message) {
    match (given, asked) {
        (None, _) => (0, Message::new(unknown)),
        (Some(given), None) => (if given > 0 { 100 } else { 0 }, Message::new(unasked).with("given", given)),
        (Some(given), Some(asked)) => {
            let value = if given >= asked { 100 } else { given * 100 / asked };
            (value, Message::new(both).with("given", given).with("asked", asked))
        }
    }
}

/// 100 on the day on which the facts were looked at, falling evenly to 0 where they become stale.
fn freshness(verified_on: Option<NaiveDate>, stale_days: u32, today: NaiveDate) -> (i64, Message) {
    let Some(day) = verified_on else { return (0, Message::new("atlas-why-fresh-never")) };
    let (age, most) = ((today - day).num_days().max(0), i64::from(stale_days.max(1)));
    let value = (100 * (most - age.min(most)) + most / 2) / most;
    (value, Message::new("atlas-why-fresh").with("day", day.to_string()).with("days", age))
}

/// Of the enterprises that lead on some segment of a chain, the one that is taken for its leader: the first by id.
pub fn leader(enterprises: &[Enterprise]) -> Option<&Enterprise> {
    use crate::features::enterprises::Role;
    enterprises.iter().find(|one| one.positions.iter().any(|position| position.role == Role::Leading))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Sources};
    use crate::features::targets::Status;
    use crate::kernel::division::DivisionCode;

    fn weights() -> AtlasWeights {
        Config::load(&Sources::default()).unwrap().atlas.weights
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn aimed(priority: Priority, verified_on: &str) -> Target {
        Target {
            id: 1,
            version: 1,
            segment_id: 1,
            division: DivisionCode::parse("370400").unwrap(),
            name: "某".into(),
            credit_code: None,
            home: None,
            products: None,
            priority,
            status: Status::Open,
            reasons: "配套".into(),
            land_mu: None,
            energy_tce: None,
            source: None,
            verified_on: day(verified_on),
            author: "某".into(),
            ties: Vec::new(),
        }
    }

    fn values(score: &Score) -> Vec<(&'static str, i64)> {
        score.reasons.iter().map(|reason| (reason.component, reason.value)).collect()
    }

    #[test]
    fn a_target_is_scored_as_by_hand() {
        // ties 30, neighbours 20, priority 20, contact 20, freshness 10
        let (ties, at) = (["联泓新科".to_owned()], (180, day("2026-10-08")));
        let around = AroundTarget { ties: &ties, neighbours: 2, contact: Some((100, "x")) };
        let best = target(&weights(), &aimed(Priority::High, "2026-10-08"), around, at);
        // (30·100 + 20·40 + 20·100 + 20·100 + 10·100) / 100
        assert_eq!(best.value(), 88);
        let around = AroundTarget { ties: &[], neighbours: 0, contact: None };
        // Looked at half of its time ago: (20·60 + 10·50) / 100
        let poor = target(&weights(), &aimed(Priority::Medium, "2026-07-10"), around, at);
        let told = [("ties", 0), ("neighbours", 0), ("priority", 60), ("contact", 0), ("freshness", 50)];
        assert_eq!((values(&poor), poor.value()), (told.to_vec(), 17));
        assert!(best.rank() < poor.rank(), "the best comes first");
    }

    #[test]
    fn a_park_is_scored_as_by_hand() {
        // neighbours 20, leading 20, land 20, energy 15, distance 15, freshness 10
        let at = (180, day("2026-10-08"));
        let around = AroundPark {
            neighbours: 7,
            leads: true,
            land: (Some(150), Some(300)),
            energy: (Some(9000), None),
            leader: Some(("联泓新科", 75)),
            verified_on: Some(day("2026-10-08")),
        };
        let score = park(&weights(), around, at);
        let told = [
            ("neighbours", 100),
            ("leading", 100),
            ("land", 50),
            ("energy", 100),
            ("distance", 75),
            ("freshness", 100),
        ];
        // (20·100 + 20·100 + 20·50 + 15·100 + 15·75 + 10·100) / 100 = 86.25
        assert_eq!((values(&score), score.value()), (told.to_vec(), 86));
        let nothing = AroundPark {
            neighbours: 0,
            leads: false,
            land: (None, Some(300)),
            energy: (Some(0), None),
            leader: None,
            verified_on: None,
        };
        assert_eq!(park(&weights(), nothing, at).value(), 0);
    }

    #[test]
    fn what_is_stale_is_worth_nothing_and_far_is_far() {
        let at = (180, day("2026-10-08"));
        assert_eq!(freshness(Some(day("2020-01-01")), at.0, at.1).0, 0);
        let far = AroundPark {
            neighbours: 0,
            leads: false,
            land: (Some(300), Some(300)),
            energy: (None, None),
            leader: Some(("某", 2000)),
            verified_on: None,
        };
        let told = values(&park(&weights(), far, at));
        assert!(told.contains(&("land", 100)) && told.contains(&("distance", 0)), "{told:?}");
    }
}
