//! Which project is each row? [`same_project`] answers for one row; a workbook needs one rule more: two rows of one
//! file are never one project. So rows and records are paired one to one, first by what is certain, then by what is
//! alike:
//!
//! 1. the hidden key of our own export
//! 2. same project by code or by name, and an equal total
//! 3. the one and only record that is left; among rows that share a name, in the order of the file
//!
//! What finds no record is new, with whatever it resembles. Because equal totals pair first and order decides the
//! rest, the same file pairs with the records it made, and a second import changes nothing.

use crate::features::projects::{Identity, Match, same_project};
use std::collections::{BTreeMap, BTreeSet};

/// A row in search of its project.
#[derive(Clone, Debug)]
pub struct Seeker {
    /// What the row is recognised by.
    pub identity: Identity,
    /// The record it was exported from, when that is in the caller's scope.
    pub hidden_key: Option<i64>,
    /// Records that may be it, by id.
    pub known: Vec<Identity>,
}

/// What was found for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is this record.
    Same(i64),
    /// It is new; these records look like it; an earlier row (by index) of the file has the same name.
    New {
        /// Records that may be the same.
        suspects: Vec<i64>,
        /// The first row of the same name.
        twin: Option<usize>,
    },
    /// An earlier row (by index) carries the same hidden key.
    KeyTaken(usize),
}

/// Pairs rows with records, one to one.
pub fn pair(rows: &[Seeker]) -> Vec<Found> {
    let mut found: Vec<Option<Found>> = vec![None; rows.len()];
    let mut keys: BTreeMap<i64, usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(id) = row.hidden_key else { continue };
        let first = *keys.entry(id).or_insert(at);
        found[at] = Some(if first == at { Found::Same(id) } else { Found::KeyTaken(first) });
    }
    let mut taken: BTreeSet<i64> = keys.into_keys().collect();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.hidden_key.is_none()) {
        let equal = |other: &&Identity| {
            other.total == row.identity.total && !taken.contains(&other.id) && is_same(&row.identity, other)
        };
        if let Some(id) = row.known.iter().find(equal).map(|other| other.id) {
            taken.insert(id);
            found[at] = Some(Found::Same(id));
        }
    }
    let twins = Twins::of(rows);
    for (at, row) in rows.iter().enumerate() {
        if found[at].is_some() {
            continue;
        }
        let left: Vec<Identity> =
            row.known.iter().filter(|other| !taken.contains(&other.id)).cloned().collect();
        let answer = match same_project(&row.identity, None, &left) {
            Match::Same(id) => Ok(id),
            Match::New(suspects) => {
                let next =
                    left.iter().find(|other| is_same(&row.identity, other)).filter(|_| twins.has_any(at));
                next.map(|other| other.id).ok_or(suspects)
            }
        };
        found[at] = Some(match answer {
            Ok(id) => {
                taken.insert(id);
                Found::Same(id)
            }
            Err(suspects) => Found::New { suspects, twin: twins.first_before(at) },
        });
    }
    found.into_iter().flatten().collect()
}

/// Whether the row would be this record, were it the only one.
fn is_same(row: &Identity, other: &Identity) -> bool {
    matches!(same_project(row, None, std::slice::from_ref(other)), Match::Same(_))
}

/// Rows of one file that one record could be, by their names.
struct Twins<'a> {
    rows: &'a [Seeker],
    by_name: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Twins<'a> {
    fn of(rows: &'a [Seeker]) -> Self {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            by_name.entry(&row.identity.name_key).or_default().push(at);
        }
        Self { rows, by_name }
    }

    fn of_row(&self, at: usize) -> impl Iterator<Item = usize> {
        let row = &self.rows[at].identity;
        let alike = self.by_name.get(row.name_key.as_str()).map_or(&[][..], Vec::as_slice);
        alike.iter().copied().filter(move |other| *other != at && is_same(row, &self.rows[*other].identity))
    }

    fn has_any(&self, at: usize) -> bool {
        self.of_row(at).next().is_some()
    }

    fn first_before(&self, at: usize) -> Option<usize> {
        self.of_row(at).find(|other| *other < at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::Facts;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::money::Money;

    fn identity(id: i64, name: &str, yi: Option<i64>) -> Identity {
        let total_investment = yi.map(|yi| Money::from_yuan(yi * 100_000_000));
        let weifang = DivisionCode::parse("370700").unwrap();
        Identity::of(id, &Facts { total_investment, ..Facts::named(name, weifang) })
    }

    fn row(name: &str, yi: Option<i64>, known: &[Identity]) -> Seeker {
        Seeker { identity: identity(0, name, yi), hidden_key: None, known: known.to_vec() }
    }

    fn new(twin: Option<usize>) -> Found {
        Found::New { suspects: Vec::new(), twin }
    }

    const NAME: &str = "华建铝业绿色低碳铝基新材料智能制造项目";

    #[test]
    fn two_rows_of_one_name_are_two_projects_and_the_second_says_so() {
        assert_eq!(pair(&[row(NAME, Some(15), &[]), row(NAME, Some(21), &[])]), [new(None), new(Some(0))]);
    }

    #[test]
    fn the_same_file_again_finds_the_records_it_made_whatever_their_order() {
        let known = [identity(1, NAME, Some(15)), identity(2, NAME, Some(21))];
        let rows = [row(NAME, Some(21), &known), row(NAME, Some(15), &known)];
        assert_eq!(pair(&rows), [Found::Same(2), Found::Same(1)]);
        let untold = [identity(1, NAME, None), identity(2, NAME, None)];
        assert_eq!(
            pair(&[row(NAME, None, &untold), row(NAME, None, &untold)]),
            [Found::Same(1), Found::Same(2)]
        );
    }

    #[test]
    fn one_corrected_total_goes_to_the_record_that_is_left() {
        let known = [identity(1, NAME, Some(15)), identity(2, NAME, Some(21))];
        let rows = [row(NAME, Some(16), &known), row(NAME, Some(21), &known)];
        assert_eq!(pair(&rows), [Found::Same(1), Found::Same(2)]);
        let both = [row(NAME, Some(16), &known), row(NAME, Some(22), &known)];
        assert_eq!(pair(&both), [Found::Same(1), Found::Same(2)], "then the order of the file decides");
    }

    #[test]
    fn a_single_row_that_could_be_two_records_asks() {
        let known = [identity(1, NAME, Some(15)), identity(2, NAME, Some(21))];
        let found = pair(&[row(NAME, Some(30), &known)]);
        assert_eq!(found, [Found::New { suspects: vec![1, 2], twin: None }]);
        assert_eq!(pair(&[row(NAME, Some(21), &known)]), [Found::Same(2)], "an equal total tells them apart");
    }

    #[test]
    fn a_second_row_for_one_record_is_new() {
        let known = [identity(1, NAME, Some(15))];
        let found = pair(&[row(NAME, Some(21), &known), row(NAME, Some(15), &known)]);
        assert_eq!(
            found,
            [new(Some(1)), Found::Same(1)].map(|found| match found {
                Found::New { suspects, .. } => Found::New { suspects, twin: None },
                other => other,
            })
        );
    }

    #[test]
    fn a_hidden_key_is_used_once() {
        let known = [identity(7, "老名称", None)];
        let keyed = |name: &str| Seeker { hidden_key: Some(7), ..row(name, None, &known) };
        assert_eq!(pair(&[keyed("新名称"), keyed("又一个")]), [Found::Same(7), Found::KeyTaken(0)]);
        let found = pair(&[keyed("新名称"), row("老名称", None, &known)]);
        assert_eq!(found, [Found::Same(7), new(None)], "a record that a key claims is nobody else's");
    }
}
