//! The cities' outlines: projected once for pages, which draw from them, and as they are for programs.

use crate::draw::map::ProvinceMap;
use crate::kernel::error::Result;
use anyhow::Context as _;
use serde_json::Value;
use std::sync::OnceLock;

/// GeoJSON in degrees (CGCS2000), with every island.
const CITY_OUTLINES: &str = include_str!("data/shandong_cities.geojson");

/// The outline, projected at its first use.
///
/// # Errors
/// When the outline cannot be read.
pub fn outline() -> Result<&'static ProvinceMap> {
    static OUTLINE: OnceLock<ProvinceMap> = OnceLock::new();
    if let Some(outline) = OUTLINE.get() {
        return Ok(outline);
    }
    let outline = ProvinceMap::from_geojson(CITY_OUTLINES)?;
    Ok(OUTLINE.get_or_init(|| outline))
}

/// Each city's code with its geometry as GeoJSON has it, in the order of the outline.
///
/// # Errors
/// When the outline cannot be read.
pub fn city_geometries() -> Result<impl Iterator<Item = (&'static str, &'static Value)>> {
    static COLLECTION: OnceLock<Value> = OnceLock::new();
    let collection = if let Some(collection) = COLLECTION.get() {
        collection
    } else {
        let read: Value = serde_json::from_str(CITY_OUTLINES).context("the cities' outlines")?;
        COLLECTION.get_or_init(|| read)
    };
    let features = collection.get("features").and_then(Value::as_array).into_iter().flatten();
    Ok(features
        .filter_map(|feature| Some((feature["properties"]["adcode"].as_str()?, feature.get("geometry")?))))
}
