//! Competition ranking (DOMAIN section 7): two that share the sixth place are followed by the eighth.

/// The place of each value, the greatest first. Equal values share a place and leave the next ones out; what has no
/// value has no place and takes none from others.
pub fn competition<T: Ord>(values: &[Option<T>]) -> Vec<Option<u32>> {
    let place = |value: &T| 1 + values.iter().flatten().filter(|other| *other > value).count() as u32;
    values.iter().map(|value| value.as_ref().map(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ratio::Ratio;
    use proptest::prelude::*;

    #[test]
    fn ties_share_a_place_and_the_next_ones_are_left_out() {
        let places = |values: &[i64]| -> Vec<u32> {
            let values: Vec<_> = values.iter().copied().map(Some).collect();
            competition(&values).into_iter().flatten().collect()
        };
        assert_eq!(places(&[90, 80, 80, 70]), [1, 2, 2, 4]);
        assert_eq!(places(&[5, 5, 5]), [1, 1, 1]);
        // 临沂 2022: two in the sixth place, then the eighth.
        assert_eq!(places(&[99, 98, 97, 96, 95, 90, 90, 89]), [1, 2, 3, 4, 5, 6, 6, 8]);
        assert_eq!(places(&[]), [0u32; 0]);
    }

    #[test]
    fn without_a_value_there_is_no_place() {
        let rates = [Ratio::of(1, 2), None, Ratio::of(2, 3), Ratio::of(3, 6)];
        assert_eq!(competition(&rates), [Some(2), None, Some(1), Some(2)], "3 of 6 is 1 of 2");
    }

    proptest! {
        #[test]
        fn places_follow_the_values(values in prop::collection::vec(prop::option::of(-5i64..5), 0..30)) {
            let places = competition(&values);
            for (value, place) in values.iter().zip(&places) {
                prop_assert_eq!(value.is_some(), place.is_some());
                for (other, its) in values.iter().zip(&places) {
                    if let (Some(value), Some(other), Some(place), Some(its)) = (value, other, place, its) {
                        prop_assert_eq!(value.cmp(other), its.cmp(place), "greater stands before, equal beside");
                    }
                }
            }
            let known = values.iter().flatten().count();
            let mut sorted: Vec<u32> = places.into_iter().flatten().collect();
            sorted.sort_unstable();
            prop_assert_eq!(sorted.len(), known);
            // The first of a place stands where it would without ties.
            for (at, place) in sorted.iter().enumerate() {
                let first = sorted.iter().position(|other| other == place).unwrap();
                prop_assert_eq!(*place as usize, first + 1, "{} of {}", at, known);
            }
        }
    }
}
