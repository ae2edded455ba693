//! How much of a chain is there, in a place: its segments weigh the same, each as strong as it was judged, and more where
//! something on its way covers it. The weights are settings; the formula is shown beside every figure.

use super::Strength;
use crate::config;
use crate::kernel::ratio::Ratio;

/// A segment, as far as coverage asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    /// As it was judged; none where nobody has judged it.
    pub strength: Option<Strength>,
    /// Whether a project on the list, or a signed lead, covers it.
    pub is_covered: bool,
}

/// What is there of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The sum over the judged segments, in hundredths of a segment.
    pub sum: i64,
    /// How many segments were judged.
    pub judged: i64,
    /// How many were not: nothing is said of them, and they do not count.
    pub unjudged: i64,
}

impl Coverage {
    /// The share; none where nothing was judged.
    pub fn rate(self) -> Option<Ratio> {
        Ratio::of(self.sum, self.judged * 100)
    }
}

/// By weights in hundredths: strong, ordinary, weak and missing, and what a cover adds, at most a whole segment.
pub fn coverage(weights: &config::Atlas, segments: &[Linked]) -> Coverage {
    let of = |linked: &Linked| {
        let strength = match linked.strength? {
            Strength::Strong => weights.strong,
            Strength::Ordinary => weights.ordinary,
            Strength::Weak => weights.weak,
            Strength::Missing => weights.missing,
        };
        let cover = if linked.is_covered { weights.cover } else { 0 };
        Some(i64::from((strength + cover).min(100)))
    };
    let judged: Vec<i64> = segments.iter().filter_map(of).collect();
    let count = judged.len() as i64;
    Coverage { sum: judged.iter().sum(), judged: count, unjudged: segments.len() as i64 - count }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> config::Atlas {
        config::Config::load(&config::Sources::default()).unwrap().atlas
    }

    fn linked(strength: Strength, is_covered: bool) -> Linked {
        Linked { strength: Some(strength), is_covered }
    }

    fn percent(segments: &[Linked]) -> Option<String> {
        coverage(&weights(), segments).rate().map(|rate| rate.percent(1))
    }

    #[test]
    fn strong_counts_one_ordinary_seven_tenths_weak_four_missing_none_and_a_cover_two_tenths_more() {
        for (strength, alone, covered) in [
            (Strength::Strong, "100.0", "100.0"),
            (Strength::Ordinary, "70.0", "90.0"),
            (Strength::Weak, "40.0", "60.0"),
            (Strength::Missing, "0.0", "20.0"),
        ] {
            let of = |is_covered| percent(&[linked(strength, is_covered)]).unwrap();
            assert_eq!((of(false), of(true)), (alone.to_owned(), covered.to_owned()), "{strength}");
        }
    }

    #[test]
    fn segments_weigh_the_same_and_what_nobody_judged_does_not_count() {
        let unknown = Linked { strength: None, is_covered: true };
        let [strong, ordinary, weak, missing] =
            [Strength::Strong, Strength::Ordinary, Strength::Weak, Strength::Missing]
                .map(|strength| linked(strength, false));
        // (1 + 0.6 + 0) / 3
        let chain = [strong, linked(Strength::Weak, true), missing, unknown];
        assert_eq!(coverage(&weights(), &chain), Coverage { sum: 160, judged: 3, unjudged: 1 });
        assert_eq!(percent(&chain).unwrap(), "53.3");
        // (0.7 + 0.4) / 2, and (1 + 1 + 0) / 3
        assert_eq!(percent(&[ordinary, weak]).unwrap(), "55.0");
        assert_eq!(percent(&[strong, strong, missing]).unwrap(), "66.7");
        assert_eq!((percent(&[unknown]), percent(&[])), (None, None));
    }
}
