//! SVG drawn on the server, shared by page and print: the province map and its tile form, ranked bars, meters, lamps
//! and small lines. Rules of the room:
//!
//! - Geometry goes into attributes, colours into classes of `app.css`: the strict CSP forbids inline styles.
//! - Lengths are integers, tenths of a pixel where a pixel is too coarse, and pass through `number` alone.
//! - Words arrive translated and are escaped here; no function knows a language.
//! - What is returned is finished markup, to be put into a template unescaped (`|safe`).

pub mod bars;
pub mod breaks;
pub mod chain;
pub mod lamp;
pub mod map;
pub mod meter;
mod number;
mod project;
pub mod spark;
pub mod tiles;

use breaks::Class;

/// What a map, in either form, says of one city.
#[derive(Clone, Debug)]
pub struct Area<'a> {
    /// GB/T 2260 code, the key into the geometry.
    pub adcode: &'a str,
    /// Short name in the reader's language, written on the city.
    pub name: &'a str,
    /// The figure under the name, already formatted; empty for none.
    pub value: &'a str,
    /// Shade; `None` draws the hatch for 未报送, which is never the lightest class.
    pub class: Option<Class>,
    /// The whole fact in a sentence, read aloud and shown as tooltip: 潍坊市：21 个项目.
    pub sentence: &'a str,
    /// Where the rows behind the figure stand.
    pub href: &'a str,
}

/// The words around a map, in the reader's language.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// What is shown, read aloud before the cities.
    pub label: &'a str,
    /// 示意图，不作划界依据: stands on every map, therefore not optional.
    pub note: &'a str,
}

/// Text made safe inside an element and inside a quoted attribute, of SVG and HTML alike.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Classes of an area's shape: its shade, or the hatch, which is a pattern and thus an attribute.
fn fill(class: Option<Class>, hatch: &str) -> String {
    class.map_or_else(
        || format!(r#"class="nd" fill="url(#{hatch})""#),
        |class| format!(r#"class="{}""#, class.css()),
    )
}

/// The hatch of areas without data. Each drawing brings its own under its own id, so two may share a page.
fn hatch(id: &str) -> String {
    format!(
        r#"<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="ha"/><rect width="1.6" height="6" class="hb"/></pattern></defs>"#
    )
}

/// A link around a city's `shape`.
fn linked(area: &Area<'_>, shape: &str) -> String {
    let sentence = escape(area.sentence);
    format!(r#"<a href="{}" aria-label="{sentence}" data-tip="{sentence}">{shape}</a>"#, escape(area.href))
}

/// A city's name and figure at `x`, `y` (written as SVG numbers), hidden from screen readers, who hear the link. All
/// labels come after all shapes, else a neighbour would cover a long name. The figure hangs one line below in em, so a
/// narrow screen may enlarge the type by CSS alone.
fn label(area: &Area<'_>, x: &str, y: &str) -> String {
    let (name, value) = (escape(area.name), escape(area.value));
    format!(
        r#"<text x="{x}" y="{y}" aria-hidden="true">{name}<tspan class="v" x="{x}" dy="1.15em">{value}</tspan></text>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        assert_eq!(
            escape(r#"<a title="R&D" alt='x'>"#),
            "&lt;a title=&quot;R&amp;D&quot; alt=&#39;x&#39;&gt;"
        );
    }
}
