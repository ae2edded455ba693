//! Classes of a shaded map: at most five, with limits that the legend prints. Values are integers in the caller's unit
//! (projects, yuan); `step` is the finest difference the page shows, and limits stand on it, so that no two cities with
//! the same printed figure get different shades.

use super::escape;
use std::fmt::Write as _;

const CLASSES: i64 = 5;

/// A shade from 1 (lightest) to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(u8);

impl Class {
    /// The class in the style sheet.
    pub const fn css(self) -> &'static str {
        match self.0 {
            1 => "q1",
            2 => "q2",
            3 => "q3",
            4 => "q4",
            _ => "q5",
        }
    }
}

/// Limits between the classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaks {
    /// Lower limit of each class in steps, ascending and distinct.
    lower: Vec<i64>,
    step: i64,
}

impl Breaks {
    /// Classes with about the same number of values each. Equal values share a class, so there may be fewer than five.
    pub fn quantile(values: &[i64], step: i64) -> Self {
        let step = step.max(1);
        let mut sorted: Vec<i64> = values.iter().map(|value| value.div_euclid(step)).collect();
        sorted.sort_unstable();
        let count = sorted.len();
        let mut lower: Vec<i64> = (0..CLASSES as usize)
            .filter_map(|class| sorted.get(class * count / CLASSES as usize))
            .copied()
            .collect();
        lower.dedup();
        Self { lower, step }
    }

    /// Classes of equal width, 1, 2 or 5 times a power of ten steps: coarser, and comparable between quarters.
    pub fn round(values: &[i64], step: i64) -> Self {
        let step = step.max(1);
        let steps = || values.iter().map(|value| value.div_euclid(step));
        let (Some(least), Some(most)) = (steps().min(), steps().max()) else {
            return Self { lower: Vec::new(), step };
        };
        // 5 × 10^18 spans all of i64 in four classes, so a width is always found.
        let width = (0..=18)
            .flat_map(|power| [1, 2, 5].map(|digit| digit * 10i64.pow(power)))
            .find(|width| most.div_euclid(*width).saturating_sub(least.div_euclid(*width)) < CLASSES)
            .unwrap_or(i64::MAX);
        let (from, to) = (least.div_euclid(width), most.div_euclid(width));
        Self { lower: (from..=to).map(|n| n.saturating_mul(width)).collect(), step }
    }

    /// The class of a value. What lies outside the values the limits were made from joins the outer classes.
    pub fn class(&self, value: i64) -> Class {
        let steps = value.div_euclid(self.step);
        let above = self.lower.iter().filter(|lower| **lower <= steps).count();
        Class(above.clamp(1, CLASSES as usize) as u8)
    }

    /// Each class with its limits as printed: `4–8`, and `≥23` for the last. `show` formats a value of the caller's unit.
    pub fn legend(&self, show: impl Fn(i64) -> String) -> Vec<(Class, String)> {
        let value = |steps: i64| show(steps.saturating_mul(self.step));
        self.lower
            .iter()
            .enumerate()
            .map(|(index, lower)| {
                let text = match self.lower.get(index + 1) {
                    None => format!("≥{}", value(*lower)),
                    Some(next) if next - 1 == *lower => value(*lower),
                    Some(next) => format!("{}–{}", value(*lower), value(next - 1)),
                };
                (Class(index as u8 + 1), text)
            })
            .collect()
    }
}

/// The legend as a list with swatches; `no_data` names the hatch and is left away when every area has a value.
pub fn legend(classes: &[(Class, String)], no_data: Option<&str>) -> String {
    let mut out = r#"<ul class="legend">"#.to_owned();
    let mut entry = |swatch: &str, text: &str| {
        let _ = write!(
            out,
            r#"<li><svg class="map" viewBox="0 0 18 12" aria-hidden="true">{swatch}</svg>{}</li>"#,
            escape(text)
        ); // writing to a String cannot fail
    };
    for (class, text) in classes {
        entry(&format!(r#"<path class="{}" d="M0 0h18v12H0z"/>"#, class.css()), text);
    }
    if let Some(text) = no_data {
        entry(
            r#"<path class="ha" d="M0 0h18v12H0z"/><path class="hl" d="M1 12 13 0M7 12 18 1M0 7 7 0M13 12l5-5"/>"#,
            text,
        );
    }
    out.push_str("</ul>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COUNTS: [i64; 15] = [14, 8, 16, 24, 5, 6, 21, 7, 15, 22, 20, 10, 5, 6, 17];

    #[test]
    fn quantiles_share_the_cities_evenly() {
        let breaks = Breaks::quantile(&COUNTS, 1);
        let texts: Vec<String> = breaks.legend(|n| n.to_string()).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["5", "6–9", "10–15", "16–20", "≥21"]);
        assert_eq!(breaks.class(24).css(), "q5");
        assert_eq!(breaks.class(9).css(), "q2");
    }

    #[test]
    fn round_limits_are_round() {
        let texts: Vec<String> =
            Breaks::round(&COUNTS, 1).legend(|n| n.to_string()).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["5–9", "10–14", "15–19", "≥20"]);
    }

    #[test]
    fn cities_with_the_same_printed_figure_share_a_shade() {
        let tenth_of_yi = 10_000_000;
        let breaks = Breaks::quantile(&[1_231_000_000, 1_239_999_999, 5_000_000_000], tenth_of_yi);
        assert_eq!(breaks.class(1_231_000_000), breaks.class(1_239_999_999));
    }

    #[test]
    fn no_values_make_an_empty_legend() {
        assert!(Breaks::quantile(&[], 1).legend(|n| n.to_string()).is_empty());
        assert!(Breaks::round(&[], 1).legend(|n| n.to_string()).is_empty());
    }

    #[test]
    fn the_hatch_is_explained_only_where_it_is_drawn() {
        let classes = Breaks::quantile(&COUNTS, 1).legend(|n| n.to_string());
        assert_eq!(legend(&classes, None).matches("<li>").count(), 5);
        assert!(legend(&classes, Some("未报送")).contains(r#"class="hl""#));
    }

    proptest! {
        #[test]
        fn a_larger_value_is_never_lighter(values in prop::collection::vec(any::<i64>(), 1..40), step in 1i64..1_000_000) {
            let mut sorted = values.clone();
            sorted.sort_unstable();
            for breaks in [Breaks::quantile(&values, step), Breaks::round(&values, step)] {
                prop_assert!(breaks.lower.len() <= 5);
                prop_assert!(breaks.lower.is_sorted_by(|a, b| a < b));
                prop_assert!(sorted.is_sorted_by_key(|value| breaks.class(*value)));
                prop_assert_eq!(breaks.legend(|n| n.to_string()).len(), breaks.lower.len());
            }
        }
    }
}
