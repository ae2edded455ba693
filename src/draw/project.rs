//! From degrees to the page. An equirectangular projection scaled by the cosine of the middle latitude is true enough
//! for a province; the page is 760 wide with a margin of 10, and coordinates land on a grid of tenths of a pixel.

use super::number;

/// Width of every map's view box, in pixels.
pub const WIDTH: i32 = 760;
const MARGIN: f64 = 10.0;

/// Longitude and latitude in degrees, CGCS2000.
pub type Degrees = [f64; 2];

/// A place on the page, in tenths of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

/// Fits a set of places into the page.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    west: f64,
    north: f64,
    /// Pixels per degree of longitude and of latitude.
    scale: (f64, f64),
    /// Height of the view box, in pixels.
    pub height: i32,
}

impl Projection {
    /// The projection whose page just holds `places`; `None` when they span no width.
    pub fn fitting(places: impl Iterator<Item = Degrees>) -> Option<Self> {
        let (mut west, mut east, mut south, mut north) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
        for [lng, lat] in places {
            (west, east) = (west.min(lng), east.max(lng));
            (south, north) = (south.min(lat), north.max(lat));
        }
        let narrowing = f64::midpoint(south, north).to_radians().cos();
        let across = (f64::from(WIDTH) - 2.0 * MARGIN) / ((east - west) * narrowing);
        (west < east && across.is_finite()).then(|| Self {
            west,
            north,
            scale: (across * narrowing, across),
            height: ((north - south) * across + 2.0 * MARGIN).round() as i32,
        })
    }

    /// Where a place stands on the page, in pixels before they are put on the grid.
    pub fn exact(&self, [lng, lat]: Degrees) -> (f64, f64) {
        ((lng - self.west) * self.scale.0 + MARGIN, (self.north - lat) * self.scale.1 + MARGIN)
    }

    /// Where a place stands on the grid.
    pub fn point(&self, place: Degrees) -> Point {
        let (x, y) = self.exact(place);
        Point { x: (x * 10.0).round() as i32, y: (y * 10.0).round() as i32 }
    }

    /// A closed ring as path data: an absolute start, then relative steps. Steps are taken between points of the grid,
    /// so rounding does not add up. A ring too small for the grid stays as a speck: no island is ever left out.
    pub fn ring(&self, places: &[Degrees]) -> String {
        let mut points: Vec<Point> = places.iter().map(|place| self.point(*place)).collect();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop(); // `z` draws the way home
        }
        let mut path = "M".to_owned();
        let Some((first, rest)) = points.split_first() else { return String::new() };
        number::push(&mut path, first.x);
        number::push(&mut path, first.y);
        path.push('l');
        if rest.is_empty() {
            path.push_str(".1 0 0 .1");
        }
        let mut from = *first;
        for to in rest {
            number::push(&mut path, to.x - from.x);
            number::push(&mut path, to.y - from.y);
            from = *to;
        }
        path.push('z');
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One degree is about a hundred pixels wide on this page.
    fn page() -> Projection {
        Projection::fitting([[114.0, 34.0], [123.0, 38.0]].into_iter()).expect("a page")
    }

    #[test]
    fn places_without_width_have_no_page() {
        assert!(Projection::fitting(std::iter::empty()).is_none());
        assert!(Projection::fitting([[117.0, 36.0], [117.0, 37.0]].into_iter()).is_none());
    }

    #[test]
    fn the_corners_stand_on_the_margin() {
        assert_eq!(page().point([114.0, 38.0]), Point { x: 100, y: 100 });
        assert_eq!(page().point([123.0, 38.0]).x, (WIDTH - 10) * 10);
    }

    #[test]
    fn a_ring_closes_without_repeating_its_start() {
        let ring = page().ring(&[[114.0, 38.0], [123.0, 38.0], [123.0, 38.0], [114.0, 34.0], [114.0, 38.0]]);
        assert_eq!(ring, "M10 10l740 0-740 406.5z");
    }

    #[test]
    fn an_island_smaller_than_the_grid_stays_as_a_speck() {
        let speck = [120.0, 36.0];
        assert!(page().ring(&[speck, [120.000_01, 36.0], speck]).ends_with("l.1 0 0 .1z"));
    }
}
