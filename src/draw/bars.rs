//! Ranked bars: beside a map they carry the exact figures. The bar stretches with its cell, so its width is a number
//! out of a hundred and needs no script and no style.

use super::{escape, number};
use std::cmp::Reverse;
use std::fmt::Write as _;

/// One line of the ranking.
#[derive(Clone, Debug)]
pub struct Bar<'a> {
    /// Name in the reader's language.
    pub label: &'a str,
    /// What is ranked, in any unit that all bars share; `None` for not reported, which stands last and without a bar.
    pub value: Option<i64>,
    /// The figure as printed, or the words for not reported.
    pub text: &'a str,
    /// Where the rows behind the figure stand.
    pub href: &'a str,
}

/// The bars as a list, largest first; equal values keep the given order. Below zero there is no bar, only the figure.
pub fn ranked(bars: &[Bar<'_>]) -> String {
    ranked_against(bars, None)
}

/// The same, with a mark across every bar at `goal`: what should have been reached.
pub fn ranked_against(bars: &[Bar<'_>], goal: Option<i64>) -> String {
    let mut order: Vec<&Bar<'_>> = bars.iter().collect();
    order.sort_by_key(|bar| Reverse(bar.value));
    let most = bars.iter().filter_map(|bar| bar.value).chain(goal).max().unwrap_or(0);
    let mark = goal.filter(|_| most > 0).map(|goal| {
        let x = number::short(share(goal, most).min(995));
        format!(r#"<path d="M{x} 0V14" stroke="currentColor" vector-effect="non-scaling-stroke"/>"#)
    });
    let mark = mark.unwrap_or_default();
    let mut out = r#"<ol class="bars">"#.to_owned();
    for bar in order {
        let width = number::short(share(bar.value.unwrap_or(0), most));
        let _ = write!(
            out,
            r#"<li><a href="{}">{}</a><svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true"><rect y="1" height="12" width="{width}"/>{mark}</svg><b>{}</b></li>"#,
            escape(bar.href),
            escape(bar.label),
            escape(bar.text)
        ); // writing to a String cannot fail
    }
    out.push_str("</ol>");
    out
}

/// `part` of `whole` in tenths of a percent, between 0 and 1000.
pub(super) fn share(part: i64, whole: i64) -> i32 {
    if whole <= 0 {
        return 0;
    }
    (i128::from(part.clamp(0, whole)) * 1000 / i128::from(whole)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bar(label: &str, value: Option<i64>) -> Bar<'_> {
        Bar { label, value, text: "—", href: "/projects" }
    }

    #[test]
    fn the_largest_stands_first_and_what_was_not_reported_last() {
        let html =
            ranked(&[bar("日照", None), bar("德州", Some(2)), bar("临沂", Some(4)), bar("聊城", Some(-1))]);
        let at = |name: &str| html.find(name).expect("the name is there");
        assert!(at("临沂") < at("德州") && at("德州") < at("聊城") && at("聊城") < at("日照"));
        assert_eq!(html.matches(r#"width="100""#).count(), 1);
        assert_eq!(html.matches(r#"width="50""#).count(), 1);
        assert_eq!(html.matches(r#"width="0""#).count(), 2);
    }

    #[test]
    fn the_goal_is_marked_on_every_bar_and_may_lie_beyond_them_all() {
        let html = ranked_against(&[bar("临沂", Some(30)), bar("德州", Some(60))], Some(80));
        assert_eq!(html.matches(r#"d="M99.5 0V14""#).count(), 2);
        assert_eq!(html.matches(r#"width="75""#).count(), 1);
        assert_eq!(ranked_against(&[bar("临沂", Some(80))], Some(40)).matches(r#"d="M50 0V14""#).count(), 1);
        assert!(!ranked(&[bar("临沂", Some(80))]).contains("<path"));
    }

    #[test]
    fn names_are_escaped() {
        assert!(ranked(&[bar("<b>", Some(1))]).contains("&lt;b&gt;"));
    }

    proptest! {
        #[test]
        fn a_share_never_leaves_its_cell(part in any::<i64>(), whole in any::<i64>()) {
            prop_assert!((0..=1000).contains(&share(part, whole)));
        }
    }
}
