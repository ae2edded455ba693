//! Supply goes one way: from what is supplied to what is made of it. A circle among segments is an error of entry.

use std::collections::{BTreeMap, BTreeSet};

/// The segments of a circle among these edges (from, to), in their order and beginning with the smallest id; none where
/// supply goes one way. A segment that supplies itself is a circle of one.
pub fn circle(edges: &[(i64, i64)]) -> Option<Vec<i64>> {
    let mut next: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(*from).or_default().insert(*to);
    }
    let mut done = BTreeSet::new();
    next.keys()
        .copied()
        .find_map(|start| if done.contains(&start) { None } else { from(start, &next, &mut done) })
}

/// Walks down from a segment; what was walked to its ends before lies on no circle.
fn from(start: i64, next: &BTreeMap<i64, BTreeSet<i64>>, done: &mut BTreeSet<i64>) -> Option<Vec<i64>> {
    let targets = |of: i64| next.get(&of).into_iter().flatten().copied().collect::<Vec<i64>>();
    // The way down so far, and of each of its segments what is still to be looked at.
    let mut way: Vec<(i64, Vec<i64>)> = vec![(start, targets(start))];
    while let Some((at, rest)) = way.last_mut() {
        let Some(to) = rest.pop() else {
            done.insert(*at);
            way.pop();
            continue;
        };
        if let Some(place) = way.iter().position(|(on, _)| *on == to) {
            let mut round: Vec<i64> = way[place..].iter().map(|(on, _)| *on).collect();
            let first = (0..round.len()).min_by_key(|place| round[*place]).unwrap_or_default();
            round.rotate_left(first);
            return Some(round);
        }
        if !done.contains(&to) {
            way.push((to, targets(to)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_circle_is_named_by_its_segments_and_a_diamond_is_none() {
        assert_eq!(circle(&[(1, 2), (1, 3), (2, 4), (3, 4)]), None);
        assert_eq!(circle(&[(5, 5)]), Some(vec![5]));
        assert_eq!(circle(&[(9, 7), (7, 8), (8, 9), (1, 7)]), Some(vec![7, 8, 9]));
        assert_eq!(circle(&[]), None);
    }

    proptest! {
        #[test]
        fn what_goes_from_smaller_to_larger_is_never_a_circle(edges in prop::collection::vec((0_i64..30, 1_i64..30), 0..80)) {
            let upward: Vec<(i64, i64)> = edges.iter().map(|(from, step)| (*from, from + step)).collect();
            prop_assert_eq!(circle(&upward), None);
        }

        #[test]
        fn what_is_named_is_a_circle_of_the_edges(edges in prop::collection::vec((0_i64..12, 0_i64..12), 0..60)) {
            if let Some(round) = circle(&edges) {
                for (place, at) in round.iter().enumerate() {
                    let to = round[(place + 1) % round.len()];
                    prop_assert!(edges.contains(&(*at, to)), "{at} to {to} of {round:?}");
                }
            }
        }
    }
}
