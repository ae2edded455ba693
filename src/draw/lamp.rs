//! The lights (亮灯). A light is told by shape, colour and word together, never by colour alone: it survives grey print,
//! forced colours and colour blindness.

use super::escape;

/// The four states. Which light a project has is decided elsewhere; this is only how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lamp {
    /// ● 正常
    Ok,
    /// ▲ 预警
    Warn,
    /// ■ 滞后
    Bad,
    /// ◇ 未报
    None,
}

impl Lamp {
    /// The class in the style sheet.
    pub const fn css(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::None => "none",
        }
    }

    /// The shape as a character, for print, workbook and letter.
    pub const fn glyph(self) -> char {
        match self {
            Self::Ok => '●',
            Self::Warn => '▲',
            Self::Bad => '■',
            Self::None => '◇',
        }
    }

    /// The shape alone, hidden from screen readers because a word stands beside it.
    pub const fn svg(self) -> &'static str {
        match self {
            Self::Ok => r#"<svg viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5"/></svg>"#,
            Self::Warn => r#"<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M5 .5 10 9.5H0z"/></svg>"#,
            Self::Bad => r#"<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M.5 .5h9v9h-9z"/></svg>"#,
            Self::None => {
                r#"<svg viewBox="0 0 10 10" aria-hidden="true"><path class="o" d="M5 1 9 5 5 9 1 5z"/></svg>"#
            }
        }
    }

    /// The lamp with its word, as a pill.
    pub fn pill(self, word: &str) -> String {
        format!(r#"<span class="lamp {}">{}{}</span>"#, self.css(), self.svg(), escape(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const ALL: [Lamp; 4] = [Lamp::Ok, Lamp::Warn, Lamp::Bad, Lamp::None];

    #[test]
    fn no_two_lights_share_a_shape_a_colour_or_a_glyph() {
        assert_eq!(ALL.map(Lamp::svg).into_iter().collect::<BTreeSet<_>>().len(), 4);
        assert_eq!(ALL.map(Lamp::css).into_iter().collect::<BTreeSet<_>>().len(), 4);
        assert_eq!(ALL.map(Lamp::glyph).into_iter().collect::<BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn the_word_always_stands_beside_the_shape() {
        assert!(Lamp::Bad.pill("滞后 <3").ends_with("</svg>滞后 &lt;3</span>"));
    }
}
