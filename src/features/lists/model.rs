//! What a quarterly list is made of, and the rules that need no database: which decision is possible in which state,
//! in which order a list is printed, what changed since the list before.
//!
//! - A **nomination** is a city's wish that a project stand on one quarter's list. It is decided while the list is in
//!   review; until publication the reviewer may change her mind, the city may withdraw what is not yet accepted.
//! - The **official order** is: 实施 before 准备, then the section's heading, then cities in the order of their codes
//!   (which is the order of GB/T 2260 and of every official table), then as nominated. Serials run through, 1…n.
//! - The **change** of an entry compares with the newest version of the published list before: not there is an
//!   addition, the same class is carried, another class has moved. What was there and is not here has left (exit).

mod decision;

pub use decision::{Decision, Door, may_nominate};

use crate::features::projects::{Class, Facts, Project};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::text_enum;
use chrono::NaiveDate;
use std::collections::BTreeMap;

text_enum! {
    /// Where a list stands.
    pub enum ListState {
        /// Cities nominate.
        Collecting = "collecting",
        /// The province decides; cities only mend what was returned.
        Reviewing = "reviewing",
        /// Numbered and frozen.
        Published = "published",
    }
}

text_enum! {
    /// Where a nomination stands.
    pub enum NominationState {
        /// Waits for a decision.
        Nominated = "nominated",
        /// Will stand on the list.
        Accepted = "accepted",
        /// Back with the city, which may mend it and nominate again.
        Returned = "returned",
        /// Will not stand on this list.
        Declined = "declined",
        /// Taken back by the city.
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// What an entry is, compared with the list before (DOMAIN section 2.3: the official change set).
    pub enum ChangeKind {
        /// 增补
        Addition = "addition",
        /// 储备类→实施类
        ToImplementation = "to_implementation",
        /// 实施类→储备类
        ToPreparation = "to_preparation",
        /// 退出: stood on the list before and does not on this one.
        Exit = "exit",
        /// Stood on it before in the same class.
        Carried = "carried",
    }
}

/// What an entry of `class` is, when the list before had the project in `before`.
pub const fn change_kind(before: Option<Class>, class: Class) -> ChangeKind {
    match (before, class) {
        (None, _) => ChangeKind::Addition,
        (Some(Class::Preparation), Class::Implementation) => ChangeKind::ToImplementation,
        (Some(Class::Implementation), Class::Preparation) => ChangeKind::ToPreparation,
        (Some(_), _) => ChangeKind::Carried,
    }
}

/// Where an entry stands in the official order; the fields are compared from the first on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    // 实施 before 准备: the order of the words in the contract
    class: Class,
    section: Option<String>,
    city: Option<DivisionCode>,
    nomination: i64,
}

impl Place {
    /// `nomination` is the nomination's id, which rises in the order of first nominations.
    pub fn new(class: Class, section: Option<&str>, division: DivisionCode, nomination: i64) -> Self {
        Self { class, section: section.map(str::to_owned), city: division.city(), nomination }
    }
}

/// A list as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Whose list.
    pub quarter: Quarter,
    /// Where it stands.
    pub state: ListState,
    /// How many projects it should have.
    pub target: i32,
    /// Last day for nominations.
    pub nominate_by: NaiveDate,
    /// Day on which it should be published.
    pub publish_by: NaiveDate,
    /// Bumped by every deed on it.
    pub revision: i64,
}

/// A published version's own facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// 1 for the publication, then one for each correction.
    pub version: i32,
    /// The government document's number.
    pub number: String,
    /// Why it departs from the target, or why it was corrected.
    pub reason: Option<String>,
    /// Last day of the quarter whose facts it tells, or the day of publication when that is earlier.
    pub data_as_of: NaiveDate,
    /// When.
    pub published_at: Instant,
    /// By whom, as she was called then.
    pub publisher: String,
    /// SHA-256 of the document's bytes, 64 hex digits.
    pub hash: String,
    /// The hash of the version before, through all lists.
    pub previous_hash: Option<String>,
}

/// A nomination with its project as it stands now.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Nomination's id; rises in the order of first nominations.
    pub id: i64,
    /// The project.
    pub project_id: i64,
    /// Heading under which it should stand.
    pub section: Option<String>,
    /// Class on this list; the project's own class only proposed it.
    pub class: Class,
    /// Compared with the published list before.
    pub change: ChangeKind,
    /// Whether it came over from the published list before, and so needs one of the five decisions of the roll-over.
    pub carried: bool,
    /// Whether its city has nominated a carried one again of its own accord.
    pub renewed: bool,
    /// Where the nomination stands.
    pub state: NominationState,
    /// The last decision about it; none while it waits.
    pub decision: Option<Decision>,
    /// Why.
    pub reason: Option<String>,
    /// The projects that it lives on in, after a merger or a split.
    pub into: Vec<i64>,
    /// Of the nomination; what `If-Match` carries.
    pub version: i64,
    /// Who last nominated it; none of what was carried over and not nominated again.
    pub nominated_by: Option<String>,
    /// When last nominated.
    pub nominated_at: Instant,
    /// Who last decided.
    pub decided_by: Option<String>,
    /// When last decided.
    pub decided_at: Option<Instant>,
    /// Its facts today.
    pub project: Project,
}

impl Entry {
    /// Whether the list cannot be published before somebody decides about it: what waits, and what was carried over
    /// and is neither kept nor let go.
    pub fn is_undecided(&self) -> bool {
        use NominationState::{Nominated, Returned, Withdrawn};
        self.state == Nominated || self.carried && matches!(self.state, Returned | Withdrawn)
    }

    /// Whether it came over from the list before and nobody has said anything about it yet.
    pub fn is_untouched(&self) -> bool {
        self.carried && !self.renewed && self.nominated_by.is_none() && self.decision.is_none()
    }

    /// Whether somebody's work stands on it: a nomination not withdrawn, or a decision.
    pub fn is_work(&self) -> bool {
        !self.is_untouched() && self.state != NominationState::Withdrawn
    }

    /// Where it would stand.
    pub fn place(&self) -> Place {
        Place::new(self.class, self.section.as_deref(), self.project.facts.division, self.id)
    }
}

/// One line of a published list, frozen.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedEntry {
    /// 序号, 1…n.
    pub serial: i32,
    /// The project.
    pub project_id: i64,
    /// The project's version whose facts these are.
    pub project_version: i64,
    /// Heading.
    pub section: Option<String>,
    /// Class on this list.
    pub class: Class,
    /// Compared with the published list before.
    pub change: ChangeKind,
    /// The facts as they were.
    pub facts: Facts,
}

/// A project that stood on the list before and does not on this one: it leaves the list, not the follow-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// The project.
    pub project_id: i64,
    /// Its name on the list before.
    pub name: String,
    /// Its class there.
    pub class: Class,
    /// Where it lies.
    pub division: DivisionCode,
    /// `graduate drop merge split`, or `decline` of a renewed nomination; none where nobody decided about it by name.
    pub decision: Option<Decision>,
    /// Why it left.
    pub reason: Option<String>,
    /// The projects that it lives on in.
    pub into: Vec<i64>,
}

impl Exit {
    /// What stood on the list before, as long as nobody has decided about it.
    pub const fn stood(project_id: i64, name: String, class: Class, division: DivisionCode) -> Self {
        Self { project_id, name, class, division, decision: None, reason: None, into: Vec::new() }
    }
}

/// Those of `before` that are not among `kept` any more, in the order they stood.
pub fn exits(before: &[Exit], kept: &BTreeMap<i64, Class>) -> Vec<Exit> {
    before.iter().filter(|left| !kept.contains_key(&left.project_id)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).unwrap()
    }

    #[test]
    fn the_change_set_has_the_official_kinds() {
        use Class::{Implementation, Preparation};
        assert_eq!(change_kind(None, Preparation), ChangeKind::Addition);
        assert_eq!(change_kind(Some(Preparation), Implementation), ChangeKind::ToImplementation);
        assert_eq!(change_kind(Some(Implementation), Preparation), ChangeKind::ToPreparation);
        assert_eq!(change_kind(Some(Implementation), Implementation), ChangeKind::Carried);
        assert_eq!(change_kind(Some(Preparation), Preparation), ChangeKind::Carried);
    }

    #[test]
    fn who_left_is_who_stood_before_and_does_not_now() {
        let stood = |project_id| {
            Exit::stood(project_id, format!("project {project_id}"), Class::Implementation, code("370100"))
        };
        let now = BTreeMap::from([(2, Class::Preparation), (9, Class::Implementation)]);
        let left = exits(&[stood(3), stood(2), stood(1)], &now);
        assert_eq!(left.iter().map(|exit| exit.project_id).collect::<Vec<_>>(), [3, 1]);
    }

    #[test]
    fn implementation_stands_before_preparation_and_cities_in_the_order_of_their_codes() {
        use Class::{Implementation, Preparation};
        let mut places = [
            Place::new(Preparation, None, code("370100"), 1),
            Place::new(Implementation, None, code("370213"), 2),
            Place::new(Implementation, None, code("370102"), 5),
            Place::new(Implementation, None, code("370181"), 3),
            Place::new(Implementation, Some("future"), code("370100"), 4),
        ];
        places.sort();
        // 370181 before 370102: both are 济南's, and within a city it is the order of nomination.
        assert_eq!(places.map(|place| place.nomination), [3, 5, 2, 4, 1]);
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_does_not_depend_on_how_the_rows_came(seed in prop::collection::vec((any::<bool>(), 0u8..4), 1..30), turn in 0usize..30) {
            let class = |preparation| if preparation { Class::Preparation } else { Class::Implementation };
            let mut places: Vec<Place> = seed.iter().enumerate()
                .map(|(id, (preparation, city))| Place::new(class(*preparation), None, code(&format!("3701{city}0")), id as i64))
                .collect();
            let mut turned = places.clone();
            turned.rotate_left(turn % places.len());
            places.sort();
            turned.sort();
            prop_assert_eq!(&places, &turned);
            prop_assert!(places.is_sorted_by(|a, b| a < b));
        }
    }
}
