//! The merge of three sides, cell by cell: what a workbook was handed out with, what came back in it, and what stands
//! now. Nobody's change is undone by a cell that only repeats what it was handed out with.

/// What becomes of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    /// It says what stands.
    Same,
    /// It was changed on record since, and not in the workbook: what stands stays.
    ChangedThere,
    /// It was changed in the workbook alone: it is taken.
    Yours,
    /// Both were changed, each to something else: a person decides.
    Conflict,
}

/// Merges one cell.
pub fn merge<T: PartialEq>(base: &T, yours: &T, current: &T) -> Merged {
    if yours == current {
        Merged::Same
    } else if yours == base {
        Merged::ChangedThere
    } else if current == base {
        Merged::Yours
    } else {
        Merged::Conflict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What stands after an undecided merge; a conflict changes nothing.
    fn after(base: u8, yours: u8, current: u8) -> u8 {
        if merge(&base, &yours, &current) == Merged::Yours { yours } else { current }
    }

    #[test]
    fn each_of_the_five_cases_has_its_answer() {
        assert_eq!(merge(&1, &1, &1), Merged::Same, "nobody changed it");
        assert_eq!(merge(&1, &2, &1), Merged::Yours);
        assert_eq!(merge(&1, &1, &2), Merged::ChangedThere);
        assert_eq!(merge(&1, &2, &2), Merged::Same, "both changed it alike");
        assert_eq!(merge(&1, &2, &3), Merged::Conflict);
    }

    proptest! {
        #[test]
        fn the_same_workbook_again_changes_nothing(base in 0u8..4, yours in 0u8..4, current in 0u8..4) {
            let once = after(base, yours, current);
            prop_assert_eq!(after(base, yours, once), once);
        }

        #[test]
        fn an_untouched_cell_undoes_nothing(base in 0u8..4, current in 0u8..4) {
            prop_assert_eq!(after(base, base, current), current);
        }

        #[test]
        fn nothing_is_lost_silently(base in 0u8..4, yours in 0u8..4, current in 0u8..4) {
            let merged = merge(&base, &yours, &current);
            if yours != base && after(base, yours, current) != yours {
                prop_assert_eq!(merged, Merged::Conflict, "a change that is not taken is asked about");
            }
        }

        #[test]
        fn of_two_workbooks_the_order_decides_who_is_asked_and_not_what_is_at_stake(
            base in 0u8..4, one in 0u8..4, other in 0u8..4
        ) {
            let asked = |first: u8, second: u8| {
                let stands = after(base, first, base);
                merge(&base, &second, &stands) == Merged::Conflict
            };
            prop_assert_eq!(asked(one, other), asked(other, one));
        }
    }
}
