//! A line through the months of a year, small enough for a table's cell. The figures stand in the cells beside it; the
//! line lets the eye follow them. A month without a figure leaves a gap, never a drop to zero.

use super::{escape, number};
use std::fmt::Write as _;

/// Size of the drawing, in tenths of a pixel.
const WIDTH: i32 = 960;
const HEIGHT: i32 = 240;
/// So that neither line nor end leaves the box.
const MARGIN: i32 = 30;

/// The line through `points`, one for each month in order, on a scale from zero to the greatest of them or `most`. Below
/// zero it lies on the ground. `sentence` is read aloud and shown when the pointer rests on it.
pub fn sparkline(points: &[Option<i64>], most: i64, sentence: &str) -> String {
    let top = points.iter().flatten().copied().max().unwrap_or(0).max(most).max(1);
    let steps = points.len().saturating_sub(1).max(1) as i32;
    let place = |(at, value): (usize, i64)| {
        let x = MARGIN + (WIDTH - 2 * MARGIN) * at as i32 / steps;
        let rise = i128::from(value.clamp(0, top)) * i128::from(HEIGHT - 2 * MARGIN) / i128::from(top);
        (x, HEIGHT - MARGIN - rise as i32)
    };
    let mut path = String::new();
    let mut is_drawing = false;
    let mut end = None;
    for (at, point) in points.iter().enumerate() {
        let Some(value) = point else {
            is_drawing = false;
            continue;
        };
        let (x, y) = place((at, *value));
        path.push(if is_drawing { 'L' } else { 'M' });
        number::push(&mut path, x);
        number::push(&mut path, y);
        if !is_drawing {
            // A month between two gaps is still seen.
            path.push_str("h.1");
        }
        (is_drawing, end) = (true, Some((x, y)));
    }
    let (width, height) = (number::short(WIDTH), number::short(HEIGHT));
    let mut out = format!(
        r#"<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"><title>{}</title>"#,
        escape(sentence)
    );
    if let Some((x, y)) = end {
        let (x, y) = (number::short(x), number::short(y));
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            r#"<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/><circle cx="{x}" cy="{y}" r="2.5" fill="currentColor"/>"#
        );
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_line_rises_with_the_figures_and_ends_in_a_dot() {
        let svg = sparkline(&[Some(0), Some(50), Some(100)], 100, "济南市");
        assert!(svg.contains(r#"d="M3 21h.1L48 12L93 3""#), "{svg}");
        assert!(svg.contains(r#"<circle cx="93" cy="3""#) && svg.contains("<title>济南市</title>"), "{svg}");
    }

    #[test]
    fn a_month_without_a_figure_is_a_gap_and_one_alone_a_point() {
        let svg = sparkline(&[Some(10), None, Some(10), Some(20)], 20, "x");
        assert!(svg.contains(r#"d="M3 12h.1M63 12h.1L93 3""#), "{svg}");
        assert!(sparkline(&[None, None], 10, "x").ends_with("<title>x</title></svg>"));
        assert!(sparkline(&[Some(5)], 10, "<&").contains(r#"cx="3" cy="12""#));
        assert!(sparkline(&[Some(5)], 10, "<&").contains("<title>&lt;&amp;</title>"));
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_box(points in prop::collection::vec(prop::option::of(any::<i64>()), 0..13), most in any::<i64>()) {
            let svg = sparkline(&points, most, "x");
            let numbers = regex::Regex::new(r"[MLxy][ =]?\x22?(-?[0-9.]+) ?(-?[0-9.]+)?").unwrap();
            for found in numbers.captures_iter(&svg) {
                for number in found.iter().skip(1).flatten() {
                    let number: f64 = number.as_str().parse().unwrap();
                    prop_assert!((0.0..=96.0).contains(&number), "{svg}");
                }
            }
        }
    }
}
