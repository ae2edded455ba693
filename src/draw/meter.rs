//! A count against its target, as a small bar. The figures stand beside it as text; the bar only lets the eye compare.

use super::bars::share;
use super::number;
use std::fmt::Write as _;

/// The bar: filled up to the count, marked at the target, and beyond the target in the warning colour. Without a target
/// (zero) it shows no mark and no excess. Counts below zero do not occur and draw as zero.
pub fn meter(count: i64, target: i64) -> String {
    let (count, target) = (count.max(0), target.max(0));
    let whole = count.max(target);
    let within = share(if target == 0 { count } else { count.min(target) }, whole);
    let filled = share(count, whole);
    let state = if target > 0 && count >= target { "full" } else { "part" };
    let mut out = format!(
        r#"<svg class="meter {state}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="fill" width="{}" height="8"/>"#,
        number::short(within)
    );
    if filled > within {
        let (x, width) = (number::short(within), number::short(filled - within));
        let _ = write!(out, r#"<rect class="over" x="{x}" width="{width}" height="8"/>"#); // cannot fail
    }
    if target > 0 {
        let x = number::short(share(target, whole).min(995));
        let _ = write!(out, r#"<rect class="goal" x="{x}" width=".5" height="8"/>"#); // cannot fail
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_of_the_target_the_mark_stands_at_the_end() {
        let svg = meter(50, 200);
        assert!(svg.contains(r#"class="meter part""#));
        assert!(svg.contains(r#"class="fill" width="25""#));
        assert!(svg.contains(r#"class="goal" x="99.5""#));
        assert!(!svg.contains("over"));
    }

    #[test]
    fn beyond_the_target_the_excess_is_marked() {
        let svg = meter(250, 200);
        assert!(svg.contains(r#"class="meter full""#));
        assert!(svg.contains(r#"class="fill" width="80""#));
        assert!(svg.contains(r#"class="over" x="80" width="20""#));
        assert!(svg.contains(r#"class="goal" x="80""#));
    }

    #[test]
    fn without_a_target_there_is_no_mark() {
        let svg = meter(7, 0);
        assert!(!svg.contains("goal") && !svg.contains("over") && svg.contains("part"));
        assert!(meter(0, 0).contains(r#"class="fill" width="0""#));
    }
}
