//! The map against the built-in outline: nothing is lost, nothing is moved.

use super::super::breaks::Breaks;
use super::*;

const OUTLINE: &str = include_str!("../../features/reference/data/shandong_cities.geojson");
const WORDS: Words<'_> =
    Words { label: "山东省16市项目数量分布图", note: "示意图，不作划界依据" };

fn shandong() -> ProvinceMap {
    ProvinceMap::from_geojson(OUTLINE).expect("the built-in outline")
}

/// West, north, east, south.
#[derive(Debug)]
struct Bounds([f64; 4]);

impl Bounds {
    fn of(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        Self(points.into_iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[w, n, e, s], (x, y)| {
            [w.min(x), n.min(y), e.max(x), s.max(y)]
        }))
    }

    fn is_near(&self, other: &Self, tolerance: f64) -> bool {
        self.0.iter().zip(other.0).all(|(a, b)| (a - b).abs() <= tolerance)
    }
}

/// A reader of path data written from the SVG grammar, not from our writer: one list of points for each ring.
fn rings(path: &str) -> Vec<Vec<(f64, f64)>> {
    let number = regex::Regex::new(r"-?(?:\d+\.?\d*|\.\d+)").expect("a pattern");
    let mut rings = Vec::new();
    for ring in path.split_terminator('z') {
        let numbers: Vec<f64> =
            number.find_iter(ring).map(|n| n.as_str().parse().expect("a number")).collect();
        let mut at = (0.0, 0.0);
        let mut points = Vec::new();
        for step in numbers.chunks(2) {
            at = (at.0 + step[0], at.1 + step[1]);
            points.push(at);
        }
        rings.push(points);
    }
    rings
}

#[test]
fn every_part_of_the_outline_is_drawn_islands_included() {
    let parts: usize = shandong().cities.iter().map(|city| city.path.matches('M').count()).sum();
    assert_eq!((shandong().cities.len(), parts), (16, 26));
    let changdao =
        shandong().cities.iter().find(|city| city.adcode == "370600").map(|city| rings(&city.path).len());
    assert_eq!(changdao, Some(8), "烟台 with 长岛");
}

#[test]
fn every_part_stands_where_the_projection_puts_it() {
    let source: Collection = serde_json::from_str(OUTLINE).expect("GeoJSON");
    let places = || source.features.iter().flat_map(|feature| feature.geometry.rings());
    let projection = Projection::fitting(places().flatten().copied()).expect("a projection");
    let drawn: Vec<Vec<(f64, f64)>> = shandong().cities.iter().flat_map(|city| rings(&city.path)).collect();
    assert_eq!(drawn.len(), places().count());
    for (drawn, source) in drawn.into_iter().zip(places()) {
        let expected = Bounds::of(source.iter().map(|place| projection.exact(*place)));
        let drawn = Bounds::of(drawn);
        assert!(drawn.is_near(&expected, 0.1), "{drawn:?} instead of {expected:?}");
    }
}

#[test]
fn the_map_fills_its_page() {
    let all = shandong().cities.iter().flat_map(|city| rings(&city.path)).flatten().collect::<Vec<_>>();
    assert_eq!(shandong().projection.height, 488);
    let bounds = Bounds::of(all);
    assert!(bounds.is_near(&Bounds([10.0, 10.0, 750.0, 478.0]), 0.5), "{bounds:?}");
}

#[test]
fn each_city_is_a_link_that_says_its_figure() {
    let breaks = Breaks::quantile(&[21, 4], 1);
    let area = |adcode, class| Area {
        adcode,
        name: "潍坊",
        value: "21",
        class,
        sentence: "潍坊市：21 个项目 <\"&",
        href: "/projects?city=370700&stage=started",
    };
    let svg = shandong().render(WORDS, &[area("370700", Some(breaks.class(21))), area("370100", None)]);
    assert!(svg.contains(
        r#"<a href="/projects?city=370700&amp;stage=started" aria-label="潍坊市：21 个项目 &lt;&quot;&amp;""#
    ));
    assert_eq!(svg.matches("<a ").count(), 2);
    assert_eq!(svg.matches(r#"<path class="q2""#).count(), 1);
    assert_eq!(
        svg.matches(r#"fill="url(#map-hatch)""#).count(),
        15,
        "未报送 and unnamed cities are hatched, never pale"
    );
    assert!(svg.contains(r#"role="group" aria-label="山东省16市项目数量分布图""#));
    assert!(svg.contains("示意图，不作划界依据"));
    assert!(!svg.contains("style="));
}

#[test]
fn the_map_stays_small() {
    let size = shandong().render(WORDS, &[]).len();
    assert!(size < 25_000, "{size} bytes");
}

fn refusals(text: &str) -> Vec<(String, &'static str)> {
    match ProvinceMap::from_geojson(text) {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|f| (f.field, f.message.id)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_outline_that_cannot_be_read_names_the_place() {
    let without_label =
        r#"{"features":[{"properties":{"adcode":"370100"},"geometry":{"type":"Polygon","coordinates":[]}}]}"#;
    assert_eq!(refusals(without_label), [("features[0].properties".to_owned(), "draw-map-unreadable")]);
    assert_eq!(refusals("{}"), [(".".to_owned(), "draw-map-unreadable")]);
    assert_eq!(refusals(r#"{"features":[]}"#), [("features".to_owned(), "draw-map-empty")]);
}

#[test]
fn an_outline_in_metres_is_refused_city_by_city() {
    let metres = OUTLINE.replace("117.234,", "500117234.0,").replace("117.234", "500117234.0");
    assert_eq!(refusals(&metres), [("features.370100".to_owned(), "draw-map-off-globe")]);
}
