//! The cities as equal squares, about where they lie. Better than the map for comparing values, since 聊城 is no smaller
//! than 烟台 here, simple for a screen reader, and free of any outline from elsewhere.

use super::{Area, Words, escape, fill, hatch, label, linked};
use std::fmt::Write as _;

const HATCH: &str = "tiles-hatch";
const SIDE: usize = 100;
const GAP: usize = 6;
const COLUMNS: usize = 7;

/// Column and row of Shandong's cities. Neighbours on the map are neighbours here as far as squares allow.
const SHANDONG: [(&str, (usize, usize)); 16] = [
    ("371400", (1, 0)), // 德州
    ("371600", (2, 0)), // 滨州
    ("370500", (3, 0)), // 东营
    ("370600", (5, 0)), // 烟台
    ("371000", (6, 0)), // 威海
    ("371500", (0, 1)), // 聊城
    ("370100", (1, 1)), // 济南
    ("370300", (2, 1)), // 淄博
    ("370700", (3, 1)), // 潍坊
    ("370200", (4, 1)), // 青岛
    ("370900", (1, 2)), // 泰安
    ("371300", (2, 2)), // 临沂
    ("371100", (3, 2)), // 日照
    ("371700", (0, 3)), // 菏泽
    ("370800", (1, 3)), // 济宁
    ("370400", (2, 3)), // 枣庄
];

/// Column and row of each area, in the given order. Where one city has no constant place, all stand row by row in the
/// order given: half a map would mislead.
fn places(adcodes: &[&str]) -> Vec<(usize, usize)> {
    let constant = |adcode: &&str| SHANDONG.iter().find(|(code, _)| code == adcode).map(|(_, place)| *place);
    adcodes
        .iter()
        .map(constant)
        .collect::<Option<Vec<_>>>()
        .unwrap_or_else(|| (0..adcodes.len()).map(|index| (index % COLUMNS, index / COLUMNS)).collect())
}

/// The squares with each area's shade, name and figure.
pub fn render(words: Words<'_>, areas: &[Area<'_>]) -> String {
    let places = places(&areas.iter().map(|area| area.adcode).collect::<Vec<_>>());
    let rows = places.iter().map(|(_, row)| row + 1).max().unwrap_or(0);
    let (width, height) = (COLUMNS * SIDE, rows * SIDE + 20);
    let mut out = format!(
        r#"<svg class="map tiles" viewBox="0 0 {width} {height}" role="group" aria-label="{}">{}"#,
        escape(words.label),
        hatch(HATCH)
    );
    let mut labels = String::new();
    for (area, (column, row)) in areas.iter().zip(places) {
        let (x, y, side) = (column * SIDE + GAP / 2, row * SIDE + GAP / 2, SIDE - GAP);
        let shape = format!(r#"<path {} d="M{x} {y}h{side}v{side}h-{side}z"/>"#, fill(area.class, HATCH));
        let (middle, line) =
            ((column * SIDE + SIDE / 2).to_string(), (row * SIDE + SIDE * 45 / 100).to_string());
        out.push_str(&linked(area, &shape));
        labels.push_str(&label(area, &middle, &line));
    }
    out.push_str(&labels);
    let _ = write!(
        out,
        r#"<text class="note" x="{}" y="{}">{}</text></svg>"#,
        width - 4,
        height - 6,
        escape(words.note)
    ); // writing to a String cannot fail
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_city_of_the_outline_has_a_square_of_its_own() {
        let outline = include_str!("../features/reference/data/shandong_cities.geojson");
        let map = super::super::map::ProvinceMap::from_geojson(outline).expect("the built-in outline");
        let known: BTreeSet<&str> = SHANDONG.iter().map(|(adcode, _)| *adcode).collect();
        assert_eq!(known, map.adcodes().collect());
        let squares: BTreeSet<_> = SHANDONG.iter().map(|(_, place)| *place).collect();
        assert_eq!(squares.len(), 16);
    }

    #[test]
    fn another_province_stands_row_by_row() {
        let codes = ["330100", "330200", "330300", "330400", "330500", "330600", "330700", "330800"];
        assert_eq!(places(&codes)[7], (0, 1));
        assert_eq!(places(&["370100", "330100"]), [(0, 0), (1, 0)], "a mixture is not half a map");
    }

    #[test]
    fn the_drawing_is_as_high_as_its_rows() {
        let area =
            |adcode| Area {
                adcode, name: "济宁", value: "7", class: None, sentence: "济宁市：7", href: "#"
            };
        let svg = render(Words { label: "各市项目数", note: "示意图" }, &[area("371400"), area("370800")]);
        assert!(svg.contains(r#"viewBox="0 0 700 420""#), "{svg}");
        assert!(svg.contains(r#"d="M103 303h94v94h-94z""#), "{svg}");
        assert_eq!(svg.matches("url(#tiles-hatch)").count(), 2);
    }
}
