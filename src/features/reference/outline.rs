//! The cities' outlines, projected once and kept: every page with a map draws from them.

use crate::draw::map::ProvinceMap;
use crate::kernel::error::Result;
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
