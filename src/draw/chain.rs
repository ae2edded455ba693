//! The lines between two columns of a chain's graph: from what supplies to what is supplied. The cards are HTML; the lines stand
//! in the gutter between them, stretched to its width, and say nothing that the table of the chain does not say in words.

use std::fmt::Write as _;

/// Height of a card and of the gap below it, in pixels; `atlas.css` gives the cards the same.
const CARD: usize = 84;
const STEP: usize = CARD + 12;

/// A line from a card on the left to one on the right, each by its place from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// On the left.
    pub from: usize,
    /// On the right.
    pub to: usize,
    /// `weak`, `miss`, or blank: of its weaker end.
    pub class: &'static str,
}

/// The gutter beside columns of so many cards; the fuller one gives its height.
pub fn gutter(rows: usize, lines: &[Line]) -> String {
    let height = (rows.max(1) * STEP) - 12;
    let mut out = format!(
        r#"<svg class="links" viewBox="0 0 100 {height}" height="{height}" preserveAspectRatio="none" aria-hidden="true">"#
    );
    for line in lines {
        let [from, to] = [line.from, line.to].map(|row| row * STEP + CARD / 2);
        let class = if line.class.is_empty() { String::new() } else { format!(r#" class="{}""#, line.class) };
        // Writing into a text cannot fail.
        let _ = write!(out, r#"<path{class} d="M0 {from}C50 {from} 50 {to} 100 {to}"/>"#);
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_run_from_middle_to_middle_and_the_gutter_is_as_high_as_its_cards() {
        let lines = [Line { from: 0, to: 2, class: "" }, Line { from: 1, to: 0, class: "miss" }];
        let svg = gutter(3, &lines);
        assert!(svg.contains(r#"viewBox="0 0 100 276" height="276""#), "{svg}");
        assert!(svg.contains(r#"<path d="M0 42C50 42 50 234 100 234"/>"#), "{svg}");
        assert!(svg.contains(r#"<path class="miss" d="M0 138C50 138 50 42 100 42"/>"#), "{svg}");
        assert!(gutter(0, &[]).contains(r#"height="84""#), "an empty chain has room for one card");
    }
}
