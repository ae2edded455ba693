//! The attachments of the document, as they are printed and bound: the list itself first, then the official change set
//! in its four kinds (DOMAIN section 2.3), each on paper of its own. Rules:
//!
//! - a kind that has nothing is left out, and the numbers run through without a gap
//! - an extract keeps the numbers of the whole document, so that 附件3 is the same attachment for every reader
//! - a list without a list before it has no change set: "everything is new" would only repeat it
//! - 序号 starts at 1 in every attachment; the serial on the list stands beside it

use super::model::{ChangeKind, Exit, PublishedEntry};
use super::official::Group;
use crate::kernel::division::DivisionCode;

/// The official kinds, in their order.
pub const KINDS: [ChangeKind; 4] =
    [ChangeKind::Addition, ChangeKind::ToImplementation, ChangeKind::ToPreparation, ChangeKind::Exit];

/// One attachment after the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment<'a> {
    /// 附件N; the list itself is 附件1.
    pub number: usize,
    /// Which of the four.
    pub kind: ChangeKind,
    /// What entered or moved, by serial; nothing of what left.
    pub entries: Vec<&'a PublishedEntry>,
    /// What left; nothing in the other kinds.
    pub exits: &'a [Exit],
}

/// Which kinds a document has, whoever reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    counts: [usize; KINDS.len()],
}

impl ChangeSet {
    /// Counts the kinds of a whole document, or of a draft as far as its reader sees it.
    pub fn of(entries: &[PublishedEntry], exits: &[Exit]) -> Self {
        let is_first = exits.is_empty() && entries.iter().all(|entry| entry.change == ChangeKind::Addition);
        if is_first {
            return Self::default();
        }
        let count = |kind| match kind {
            ChangeKind::Exit => exits.len(),
            kind => entries.iter().filter(|entry| entry.change == kind).count(),
        };
        Self { counts: KINDS.map(count) }
    }

    /// The number of the attachment that comes after these.
    pub fn next_number(self) -> usize {
        2 + self.counts.iter().filter(|count| **count > 0).count()
    }

    /// The kinds that the document has, with the numbers of their attachments.
    fn numbered(self) -> impl Iterator<Item = (usize, ChangeKind)> {
        let there = KINDS.into_iter().zip(self.counts).filter(|(_, count)| *count > 0);
        (2..).zip(there.map(|(kind, _)| kind))
    }
}

/// The attachments after the list, as far as a reader sees something in them: `changes` are those of the whole
/// document, entries and exits her own. What corrects an earlier version of the same list comes after these.
pub fn attachments<'a>(
    changes: ChangeSet,
    entries: &'a [PublishedEntry],
    exits: &'a [Exit],
) -> Vec<Attachment<'a>> {
    let attachment = |(number, kind)| {
        let entries = entries.iter().filter(|entry| entry.change == kind).collect();
        let exits = if kind == ChangeKind::Exit { exits } else { &[] };
        Attachment { number, kind, entries, exits }
    };
    let has_rows = |one: &Attachment| !(one.entries.is_empty() && one.exits.is_empty());
    changes.numbered().map(attachment).filter(has_rows).collect()
}

/// A row of the table of what left.
#[derive(Clone, Debug, PartialEq)]
pub enum ExitRow<'a> {
    /// How many stand below it.
    Sum(Group<'a>, i64),
    /// One project.
    Exit(&'a Exit),
}

/// What left, the count of all first, then cities in the order of their codes, each with its count above its projects
/// in the order they stood. The document keeps no amounts of what left, so there is none to sum.
pub fn arrange_exits(exits: &[Exit]) -> Vec<ExitRow<'_>> {
    let city = |exit: &&Exit| (exit.division.city().is_some(), exit.division.city());
    let mut sorted: Vec<&Exit> = exits.iter().collect();
    sorted.sort_by_key(city);
    let mut rows = vec![ExitRow::Sum(Group::Whole, exits.len() as i64)];
    for group in sorted.chunk_by(|a, b| a.division.city() == b.division.city()) {
        let place: Option<DivisionCode> = group[0].division.city();
        rows.push(ExitRow::Sum(Group::City(place), group.len() as i64));
        rows.extend(group.iter().copied().map(ExitRow::Exit));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::{Class, Facts};

    fn entry(serial: i32, change: ChangeKind) -> PublishedEntry {
        PublishedEntry {
            serial,
            project_id: i64::from(serial),
            project_version: 1,
            section: None,
            class: Class::Implementation,
            change,
            facts: Facts::named("项目", DivisionCode::parse("370100").unwrap()),
        }
    }

    fn left() -> Exit {
        Exit::stood(9, "旧项目".to_owned(), Class::Preparation, DivisionCode::parse("370100").unwrap())
    }

    fn numbers(entries: &[PublishedEntry], exits: &[Exit]) -> Vec<(usize, ChangeKind)> {
        ChangeSet::of(entries, exits).numbered().collect()
    }

    #[test]
    fn what_a_list_has_is_numbered_through_and_what_it_has_not_is_left_out() {
        use ChangeKind::{Addition, Carried, Exit, ToImplementation, ToPreparation};
        let all = [Carried, Addition, ToPreparation, ToImplementation].map(|kind| entry(1, kind));
        assert_eq!(
            numbers(&all, &[left()]),
            [(2, Addition), (3, ToImplementation), (4, ToPreparation), (5, Exit)]
        );
        assert_eq!(
            numbers(&[entry(1, Carried), entry(2, ToPreparation)], &[left()]),
            [(2, ToPreparation), (3, Exit)]
        );
        assert_eq!(numbers(&[entry(1, Carried)], &[]), []);
    }

    #[test]
    fn the_first_list_has_no_change_set() {
        assert_eq!(numbers(&[entry(1, ChangeKind::Addition), entry(2, ChangeKind::Addition)], &[]), []);
        assert_eq!(numbers(&[], &[]), []);
        let all_replaced = numbers(&[entry(1, ChangeKind::Addition)], &[left()]);
        assert_eq!(all_replaced, [(2, ChangeKind::Addition), (3, ChangeKind::Exit)]);
    }

    #[test]
    fn an_extract_keeps_the_numbers_of_the_whole() {
        let whole = [entry(1, ChangeKind::Addition), entry(2, ChangeKind::ToPreparation)];
        let changes = ChangeSet::of(&whole, &[left()]);
        let seen = attachments(changes, &whole[1..], &[]);
        let told: Vec<_> = seen.iter().map(|one| (one.number, one.kind, one.entries.len())).collect();
        assert_eq!(told, [(3, ChangeKind::ToPreparation, 1)]);
    }

    #[test]
    fn what_left_stands_under_its_city_with_the_count_of_each() {
        let exit = |id, place: &str| {
            let division = DivisionCode::parse(place).unwrap();
            Exit::stood(id, format!("{id}"), Class::Implementation, division)
        };
        let exits = [exit(1, "370202"), exit(2, "370100"), exit(3, "370000"), exit(4, "370211")];
        let told = arrange_exits(&exits).into_iter().map(|row| match row {
            ExitRow::Sum(Group::City(city), count) => {
                format!("{} {count}", city.map_or("-".to_owned(), |city| city.to_string()))
            }
            ExitRow::Sum(_, count) => format!("whole {count}"),
            ExitRow::Exit(exit) => format!("#{}", exit.project_id),
        });
        let expected = ["whole 4", "- 1", "#3", "370100 1", "#2", "370200 2", "#1", "#4"];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }
}
