//! The province as a shaded map. The outline is data that an administrator may replace; it is read once, projected once
//! and kept as finished path strings, so that a request only writes classes and figures.
//!
//! **Every part of the outline is drawn.** Leaving a small island out of an official map is a political error; nothing
//! here filters, simplifies or clips, and a test counts the parts.

use super::project::{Degrees, Point, Projection, WIDTH};
use super::{Area, Words, escape, fill, hatch, label, linked, number};
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use serde::Deserialize;
use std::fmt::Write as _;

const HATCH: &str = "map-hatch";

/// The projected outline of a province and its cities.
#[derive(Clone, Debug)]
pub struct ProvinceMap {
    cities: Vec<City>,
    projection: Projection,
}

/// Something that lies at a place: a project, a park.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Longitude and latitude in millionths of a degree (CGCS2000).
    pub at: (i64, i64),
    /// How it is drawn: a disc, or a square.
    pub shape: Shape,
    /// The whole fact in a sentence, read aloud and shown as tooltip.
    pub sentence: String,
    /// Where more is said of it; empty for nowhere.
    pub href: String,
}

/// How a spot is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A project.
    Disc,
    /// A park.
    Square,
}

#[derive(Clone, Debug)]
struct City {
    adcode: String,
    path: String,
    label: Point,
    /// West, south, east and north, in degrees.
    extent: [f64; 4],
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    adcode: String,
    /// Where text stands: the pole of inaccessibility, not the centroid, which may lie outside.
    label: Degrees,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<Degrees>>),
    MultiPolygon(Vec<Vec<Vec<Degrees>>>),
}

impl Geometry {
    fn rings(&self) -> impl Iterator<Item = &Vec<Degrees>> {
        match self {
            Self::Polygon(rings) => std::slice::from_ref(rings),
            Self::MultiPolygon(parts) => parts.as_slice(),
        }
        .iter()
        .flatten()
    }
}

impl ProvinceMap {
    /// Reads GeoJSON in degrees (CGCS2000 or WGS 84): one feature for each city with `adcode`, `label` and a (multi)polygon.
    /// Refuses with the path of what it could not read, or with one entry for each city that lies off the globe.
    pub fn from_geojson(text: &str) -> Result<Self> {
        let collection: Collection = serde_path_to_error::deserialize(
            &mut serde_json::Deserializer::from_str(text),
        )
        .map_err(|error| {
            let path = error.path().to_string();
            Error::field(path, Message::new("draw-map-unreadable").with("problem", error.inner()))
        })?;
        let off_globe: Vec<FieldError> = collection.features.iter().filter_map(off_globe).collect();
        if !off_globe.is_empty() {
            return Err(Error::Invalid(off_globe));
        }
        let places =
            collection.features.iter().flat_map(|feature| feature.geometry.rings()).flatten().copied();
        let projection =
            Projection::fitting(places).ok_or_else(|| Error::field("features", "draw-map-empty"))?;
        let cities = collection.features.into_iter().map(|feature| City {
            path: feature.geometry.rings().map(|ring| projection.ring(ring)).collect(),
            extent: extent(feature.geometry.rings().flatten()),
            label: projection.point(feature.properties.label),
            adcode: feature.properties.adcode,
        });
        Ok(Self { cities: cities.collect(), projection })
    }

    /// Codes of the cities in the outline, in its order.
    pub fn adcodes(&self) -> impl Iterator<Item = &str> {
        self.cities.iter().map(|city| city.adcode.as_str())
    }

    /// How far a city reaches, its islands included: west, south, east and north in millionths of a degree.
    pub fn extent(&self, adcode: &str) -> Option<[i64; 4]> {
        let city = self.cities.iter().find(|city| city.adcode == adcode)?;
        Some(city.extent.map(|degrees| (degrees * 1e6).round() as i64))
    }

    /// The map with each area's shade, name and figure. A city for which no area is given is drawn as without data.
    pub fn render(&self, words: Words<'_>, areas: &[Area<'_>]) -> String {
        self.render_with(words, areas, &[])
    }

    /// The same with what lies where, drawn over the cities and under their names.
    pub fn render_with(&self, words: Words<'_>, areas: &[Area<'_>], spots: &[Spot]) -> String {
        let height = self.projection.height;
        let mut out = format!(
            r#"<svg class="map" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{}">{}"#,
            escape(words.label),
            hatch(HATCH)
        );
        let mut labels = String::new();
        for city in &self.cities {
            let area = areas.iter().find(|area| area.adcode == city.adcode);
            let class = area.and_then(|area| area.class);
            let shape = format!(r#"<path {} fill-rule="evenodd" d="{}"/>"#, fill(class, HATCH), city.path);
            match area {
                Some(area) => {
                    out.push_str(&linked(area, &shape));
                    labels.push_str(&label(area, &number::short(city.label.x), &number::short(city.label.y)));
                }
                None => out.push_str(&shape),
            }
        }
        out.extend(spots.iter().map(|spot| self.spot(spot)));
        out.push_str(&labels);
        let _ = write!(
            out,
            r#"<text class="note" x="{}" y="{}">{}</text></svg>"#,
            WIDTH - 4,
            height - 6,
            escape(words.note)
        ); // writing to a String cannot fail
        out
    }
}

impl ProvinceMap {
    /// A spot; reached by a pointer, or from the list of what it stands for: two hundred of them are no way for the tabulator.
    fn spot(&self, spot: &Spot) -> String {
        let (lng, lat) = spot.at;
        let point = self.projection.point([lng as f64 / 1e6, lat as f64 / 1e6]);
        let (x, y) = (number::short(point.x), number::short(point.y));
        let shape = match spot.shape {
            Shape::Disc => format!(r#"<circle class="pt" cx="{x}" cy="{y}" r="4"/>"#),
            Shape::Square => {
                let corner = [point.x, point.y].map(|tenths| number::short(tenths - 40));
                format!(r#"<rect class="pt pk" x="{}" y="{}" width="8" height="8"/>"#, corner[0], corner[1])
            }
        };
        let sentence = escape(&spot.sentence);
        if spot.href.is_empty() {
            return format!(r#"<g data-tip="{sentence}" role="img" aria-label="{sentence}">{shape}</g>"#);
        }
        let href = escape(&spot.href);
        format!(r#"<a href="{href}" tabindex="-1" aria-label="{sentence}" data-tip="{sentence}">{shape}</a>"#)
    }
}

/// West, south, east and north of some places.
fn extent<'a>(places: impl Iterator<Item = &'a Degrees>) -> [f64; 4] {
    let nowhere = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    places.fold(nowhere, |[west, south, east, north], [lng, lat]| {
        [west.min(*lng), south.min(*lat), east.max(*lng), north.max(*lat)]
    })
}

fn off_globe(feature: &Feature) -> Option<FieldError> {
    let on_globe = |[lng, lat]: &Degrees| (-180.0..=180.0).contains(lng) && (-90.0..=90.0).contains(lat);
    let places = feature.geometry.rings().flatten().chain(std::iter::once(&feature.properties.label));
    let [lng, lat] = places.into_iter().find(|place| !on_globe(place))?;
    let place = format!("[{lng}, {lat}]");
    let message =
        Message::new("draw-map-off-globe").with("adcode", &feature.properties.adcode).with("place", place);
    Some(FieldError::new(format!("features.{}", feature.properties.adcode), message))
}

#[cfg(test)]
mod tests;
