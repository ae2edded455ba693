//! Is what entered a list what left the one before, under another name? From list to list a project is renamed, gains
//! detail in brackets or loses it (DOMAIN section 12), and then it must not be counted as one in and one out; nor may
//! two phases be taken for one. So a likely pair is proposed with what speaks for it and what against, and a person
//! decides: asked, never merged silently. Works also where nothing but names is known.
//!
//! - never proposed: two different project codes, two different phases, two different cities
//! - proposed: the same code; the same name, also without its brackets; one name inside the other; half of the pairs
//!   of characters equal (the registry's own rule), with the same unit, or, where the unit is not known, with a second
//!   sign: the same beginning (where the enterprise stands), the same capacity or the same amount; the same unit, city
//!   and amount
//! - each project stands in one pair at most, the best first; which side is the older makes no difference

use crate::features::projects::{Facts, Identity, Pairs};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::text::{Capacity, capacities, core_key, phase_of};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A name this short inside another one says nothing.
const SHORTEST: usize = 4;

/// What a project is recognised by; see [`Clue::of`].
#[derive(Clone, Debug)]
pub struct Clue {
    identity: Identity,
    core: String,
    phase: Option<u8>,
    capacities: Vec<Capacity>,
    pairs: Pairs,
}

/// What speaks for one project under two names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The same project code.
    Code,
    /// The same name, but not the only one of it.
    Name,
    /// The same name without brackets.
    Core,
    /// One name stands inside the other.
    Contained,
    /// At least half of the pairs of characters are equal: their share in hundredths.
    Alike(usize),
    /// Both names begin with the same characters.
    Beginning,
    /// The same unit.
    Unit,
    /// The same city.
    City,
    /// The same figures of capacity.
    Capacity(String),
    /// The same total investment.
    Total(Money),
}

/// What speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Only one of the names speaks of a phase.
    OnePhase(u8),
    /// Other figures of the same measure: perhaps another phase.
    Capacity(String, String),
    /// Another unit: a changed owner counts as a new project (DOMAIN section 2.4).
    Unit,
    /// Another total investment.
    Total(Money, Money),
}

/// A pair to be confirmed; places in the two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Of the older side.
    pub before: usize,
    /// Of the newer side.
    pub after: usize,
    /// What speaks for it, the weightiest first.
    pub reasons: Vec<Reason>,
    /// What speaks against it.
    pub against: Vec<Doubt>,
}

/// Two sides without numbers of their own, each place exactly once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// One and only one of the same name on both sides.
    pub same: Vec<(usize, usize)>,
    /// To be confirmed; counted neither as entered nor as left.
    pub proposed: Vec<Proposal>,
    /// Only on the newer side.
    pub entered: Vec<usize>,
    /// Only on the older side.
    pub left: Vec<usize>,
}

impl Clue {
    /// Of facts; of a list that knows only names, the facts of a name in the province.
    pub fn of(facts: &Facts) -> Self {
        let identity = Identity::of(0, facts);
        Self {
            core: core_key(&facts.name),
            phase: phase_of(&facts.name),
            capacities: capacities(&facts.name),
            pairs: Pairs::of(&identity.name_key),
            identity,
        }
    }

    /// Whether the two can be one at all; `None` where a fact is missing on one side excludes nothing.
    fn excluded(&self, other: &Self) -> bool {
        differ(self.identity.project_code.as_ref(), other.identity.project_code.as_ref())
            || differ(self.phase.as_ref(), other.phase.as_ref())
            || differ(self.identity.city.as_ref(), other.identity.city.as_ref())
    }

    fn same_unit(&self, other: &Self) -> bool {
        both_equal(self.identity.unit_key.as_ref(), other.identity.unit_key.as_ref())
    }

    fn other_unit(&self, other: &Self) -> bool {
        differ(self.identity.unit_key.as_ref(), other.identity.unit_key.as_ref())
    }

    /// The same name of a compatible unit: the certain match.
    fn is(&self, other: &Self) -> bool {
        self.identity.name_key == other.identity.name_key && !self.other_unit(other) && !self.excluded(other)
    }
}

/// Matches two sides of which only what [`Clue`] holds is known.
pub fn pair(before: &[Clue], after: &[Clue]) -> Pairing {
    let same = only_of_their_name(before, after);
    let (mut older, mut newer) = (vec![true; before.len()], vec![true; after.len()]);
    for (one, other) in &same {
        (older[*one], newer[*other]) = (false, false);
    }
    let proposed = assign(before, after, &older, &newer);
    for proposal in &proposed {
        (older[proposal.before], newer[proposal.after]) = (false, false);
    }
    let open = |side: &[bool]| (0..side.len()).filter(|at| side[*at]).collect();
    Pairing { same, proposed, entered: open(&newer), left: open(&older) }
}

/// Proposes pairs between what left and what entered, each project at most once.
pub fn propose(left: &[Clue], entered: &[Clue]) -> Vec<Proposal> {
    assign(left, entered, &vec![true; left.len()], &vec![true; entered.len()])
}

fn only_of_their_name(before: &[Clue], after: &[Clue]) -> Vec<(usize, usize)> {
    let mut names: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, clue) in before.iter().enumerate() {
        names.entry(&clue.identity.name_key).or_default().0.push(at);
    }
    for (at, clue) in after.iter().enumerate() {
        names.entry(&clue.identity.name_key).or_default().1.push(at);
    }
    let mut found: Vec<(usize, usize)> = names
        .into_values()
        .filter_map(|sides| match sides {
            (one, other) if one.len() == 1 && other.len() == 1 => Some((one[0], other[0])),
            _ => None,
        })
        .filter(|(one, other)| before[*one].is(&after[*other]))
        .collect();
    found.sort_unstable();
    found
}

/// The best pairs first. Of two pairs that share a project and weigh the same, the one of the names that sort first
/// wins, then the one that stands further up: an order that does not ask which side is the older.
fn assign(before: &[Clue], after: &[Clue], older: &[bool], newer: &[bool]) -> Vec<Proposal> {
    let open = |side: &[bool]| (0..side.len()).filter(|at| side[*at]).collect::<Vec<_>>();
    let (lefts, entereds) = (open(older), open(newer));
    let mut found = Vec::new();
    for &one in &lefts {
        for &other in &entereds {
            if let Some((weight, reasons, against)) = weigh(&before[one], &after[other]) {
                let mut names = [&before[one].identity.name, &after[other].identity.name];
                names.sort_unstable();
                let order = (Reverse(weight), names, one + other);
                found.push((order, Proposal { before: one, after: other, reasons, against }));
            }
        }
    }
    found.sort_by_key(|(order, _)| *order);
    let (mut older, mut newer) = (older.to_vec(), newer.to_vec());
    let mut chosen: Vec<Proposal> = Vec::new();
    for (_, proposal) in found {
        if older[proposal.before] && newer[proposal.after] {
            (older[proposal.before], newer[proposal.after]) = (false, false);
            chosen.push(proposal);
        }
    }
    chosen.sort_by_key(|proposal| (proposal.before, proposal.after));
    chosen
}

/// What speaks for and against one pair, and how much in all; `None` when it is not proposed.
fn weigh(one: &Clue, other: &Clue) -> Option<(i64, Vec<Reason>, Vec<Doubt>)> {
    if one.excluded(other) {
        return None;
    }
    let (a, b) = (&one.identity, &other.identity);
    let code = both_equal(a.project_code.as_ref(), b.project_code.as_ref());
    let same_unit = one.same_unit(other);
    let same_city = both_equal(a.city.as_ref(), b.city.as_ref());
    let same_total = both_equal(a.total.as_ref(), b.total.as_ref());
    let name = a.name_key == b.name_key;
    let core = !name && one.core == other.core;
    let contained = !name && !core && is_inside(&a.name_key, &b.name_key);
    let share = one.pairs.share(&other.pairs);
    let alike = !name && one.pairs.alike(&other.pairs);
    let begins = a.name_key.chars().zip(b.name_key.chars()).take_while(|(x, y)| x == y).count() >= SHORTEST;
    let capacity = shared(&one.capacities, &other.capacities);
    let by_name = contained && !one.other_unit(other)
        || alike && (same_unit || !one.other_unit(other) && (begins || capacity.is_some() || same_total));
    if !(code || name || core || by_name || same_unit && same_city && same_total) {
        return None;
    }
    let mut reasons = Vec::new();
    let mut weight = 0;
    let mut note = |holds: bool, points: i64, reason: Reason| {
        if holds {
            weight += points;
            reasons.push(reason);
        }
    };
    note(code, 100, Reason::Code);
    note(name, 60, Reason::Name);
    note(core, 50, Reason::Core);
    note(contained, 30, Reason::Contained);
    note(alike, share as i64 / 2, Reason::Alike(share));
    note(same_unit, 20, Reason::Unit);
    if let Some(text) = capacity {
        note(true, 15, Reason::Capacity(text));
    }
    if let Some(total) = a.total.filter(|_| same_total) {
        note(true, 15, Reason::Total(total));
    }
    note(begins && !name && !core, 10, Reason::Beginning);
    note(same_city, 10, Reason::City);
    let against = doubts(one, other);
    Some((weight - 10 * against.len() as i64, reasons, against))
}

fn doubts(one: &Clue, other: &Clue) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if one.phase.is_some() != other.phase.is_some() {
        doubts.extend(one.phase.or(other.phase).map(Doubt::OnePhase));
    }
    let differing = one.capacities.iter().find_map(|mine| {
        let of_measure = |capacity: &&Capacity| capacity.measure == mine.measure;
        let theirs = other.capacities.iter().find(of_measure)?;
        (!other.capacities.contains(mine) && !one.capacities.contains(theirs))
            .then(|| (mine.text(), theirs.text()))
    });
    doubts.extend(differing.map(|(mine, theirs)| Doubt::Capacity(mine, theirs)));
    if one.other_unit(other) {
        doubts.push(Doubt::Unit);
    }
    if let (Some(mine), Some(theirs)) = (one.identity.total, other.identity.total)
        && mine != theirs
    {
        doubts.push(Doubt::Total(mine, theirs));
    }
    doubts
}

/// The figures that both names give, when neither contradicts the other.
fn shared(one: &[Capacity], other: &[Capacity]) -> Option<String> {
    let common: Vec<String> =
        one.iter().filter(|figure| other.contains(figure)).map(Capacity::text).collect();
    (!common.is_empty() && common.len() == one.len().min(other.len())).then(|| common.join(" "))
}

fn is_inside(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.chars().count() >= SHORTEST && long.contains(short)
}

fn both_equal<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_some() && one == other
}

fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_some() && other.is_some() && one != other
}

impl Reason {
    /// The sentence; its id is the code.
    pub fn message(&self) -> Message {
        match self {
            Self::Code => "compare-reason-code".into(),
            Self::Name => "compare-reason-name".into(),
            Self::Core => "compare-reason-core".into(),
            Self::Contained => "compare-reason-contained".into(),
            Self::Alike(share) => Message::new("compare-reason-alike").with("share", share),
            Self::Beginning => "compare-reason-beginning".into(),
            Self::Unit => "compare-reason-unit".into(),
            Self::City => "compare-reason-city".into(),
            Self::Capacity(figures) => Message::new("compare-reason-capacity").with("figures", figures),
            Self::Total(total) => Message::new("compare-reason-total").with("total", total.wan_text()),
        }
    }
}

impl Doubt {
    /// The sentence; its id is the code.
    pub fn message(&self) -> Message {
        match self {
            Self::OnePhase(phase) => Message::new("compare-doubt-phase").with("phase", phase),
            Self::Capacity(one, other) => {
                Message::new("compare-doubt-capacity").with("one", one).with("other", other)
            }
            Self::Unit => "compare-doubt-unit".into(),
            Self::Total(one, other) => Message::new("compare-doubt-total")
                .with("one", one.wan_text())
                .with("other", other.wan_text()),
        }
    }
}

#[cfg(test)]
mod tests;
