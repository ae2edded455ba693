//! What comes from outside about parks, parsed: the same rules for page, workbook and API.

use super::model::Offer;
use crate::features::chains;
use crate::kernel::degrees::microdegrees;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept, optional};
use crate::kernel::message::Message;
use crate::kernel::text::{clean_line, clean_text, required_line};
use crate::web::{Given, given};
use chrono::NaiveDate;
use serde::Deserialize;

/// Longest name.
const LINE: usize = 100;
/// Longest text.
const TEXT: usize = 2000;
/// More land, or more energy, no park has: a slip of the hand.
const MOST: i64 = 100_000_000;
/// No park is larger than a province, in square metres.
const LARGEST: i64 = 200_000_000_000;
/// Names of the datum in which positions are taken, as people write them.
const TAKEN: [&str; 4] = ["CGCS2000", "WGS84", "WGS-84", "EPSG:4490"];

/// `POST /api/v1/parks` and `PATCH /api/v1/parks/{id}`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ParkBody {
    /// Required for a new park, and changed among the reference data.
    pub name: Option<String>,
    /// Six digits of the county or city it lies in; the caller's only place without it. Of a new park only.
    #[schema(value_type = Option<String>)]
    pub place: Option<DivisionCode>,
    /// 化工园区, 开发区 …; 园区 without it. Of a new park only.
    pub kind: Option<String>,
    /// Its area in square metres. Of a new park only.
    pub area_m2: Option<i64>,
    /// Land that can be given, in 亩.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub land_mu: Given<i64>,
    /// Energy that can be given, in 吨标准煤 a year.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub energy_tce: Given<i64>,
    /// Leading industries in words.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub leading: Given<String>,
    /// Ids of the chains that lead in it, all of them.
    pub chains: Option<Vec<i64>>,
    /// What is asked of those who come.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub conditions: Given<String>,
    /// Longitude in degrees; with `lat`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<f64>)]
    pub lng: Given<f64>,
    /// Latitude in degrees; with `lng`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<f64>)]
    pub lat: Given<f64>,
    /// In which datum; CGCS2000 without it.
    pub datum: Option<String>,
    /// Where the facts stand written.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub source: Given<String>,
    /// The day on which they were looked at last, `YYYY-MM-DD`; today without it.
    pub verified_on: Option<String>,
}

/// A new park, checked.
#[derive(Clone, Debug)]
pub struct Founding {
    /// What it is called.
    pub name: String,
    /// Where it lies.
    pub place: Option<DivisionCode>,
    /// 化工园区, 开发区 …
    pub kind: Option<String>,
    /// In square metres.
    pub area_m2: Option<i64>,
}

/// What is said of a park, checked; the outer nothing keeps what stands.
#[derive(Clone, Debug, Default)]
pub struct Offering {
    /// In 亩.
    pub land_mu: Given<i64>,
    /// In 吨标准煤 a year.
    pub energy_tce: Given<i64>,
    /// Leading industries in words.
    pub leading: Given<String>,
    /// `chains.id`, all of them.
    pub chains: Option<Vec<i64>>,
    /// What is asked of those who come.
    pub conditions: Given<String>,
    /// In millionths of a degree.
    pub position: Given<(i64, i64)>,
    /// Where the facts stand written.
    pub source: Given<String>,
    /// When they were looked at; today without it.
    pub verified_on: Option<NaiveDate>,
}

impl ParkBody {
    /// Checks everything, reporting every wrong field at once. `is_new` asks for a name, which a park that is there keeps.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self, is_new: bool) -> Result<(Option<Founding>, Offering)> {
        let mut wrong = Vec::new();
        let name = self.name.as_deref();
        let name = match (is_new, name) {
            (true, name) => kept("name", required_line(name.unwrap_or_default(), LINE), &mut wrong),
            (false, _) => None,
        };
        if !is_new {
            let elsewhere = [
                ("name", self.name.is_some()),
                ("place", self.place.is_some()),
                ("kind", self.kind.is_some()),
                ("area_m2", self.area_m2.is_some()),
            ];
            for (field, _) in elsewhere.iter().filter(|(_, is_given)| *is_given) {
                wrong.push(FieldError::new(*field, "carriers-elsewhere"));
            }
        }
        let kind = optional("kind", self.kind.filter(|_| is_new), (clean_line, LINE), &mut wrong);
        if self.area_m2.is_some_and(|area| !(0..=LARGEST).contains(&area)) {
            wrong.push(FieldError::new("area_m2", "carriers-area"));
        }
        for (field, amount) in [("land_mu", self.land_mu), ("energy_tce", self.energy_tce)] {
            if amount.flatten().is_some_and(|amount| !(0..=MOST).contains(&amount)) {
                wrong.push(FieldError::new(field, "carriers-amount"));
            }
        }
        let leading = self.leading.map(|text| optional("leading", text, (clean_line, TEXT), &mut wrong));
        let conditions =
            self.conditions.map(|text| optional("conditions", text, (clean_text, TEXT), &mut wrong));
        let position = position((self.lng, self.lat), self.datum.as_deref(), &mut wrong);
        let source = self.source.map(|text| optional("source", text, (clean_line, TEXT), &mut wrong));
        let verified_on = chains::verified_on("verified_on", self.verified_on, &mut wrong);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let chains = self.chains.map(|mut ids| {
            ids.sort_unstable();
            ids.dedup();
            ids
        });
        let (land_mu, energy_tce, place, area_m2) = (self.land_mu, self.energy_tce, self.place, self.area_m2);
        let offering =
            Offering { land_mu, energy_tce, leading, chains, conditions, position, source, verified_on };
        Ok((name.map(|name| Founding { name, place, kind, area_m2 }), offering))
    }
}

/// Longitude and latitude come together or not at all, in a datum that is taken.
fn position(
    (lng, lat): (Given<f64>, Given<f64>),
    datum: Option<&str>,
    wrong: &mut Vec<FieldError>,
) -> Given<(i64, i64)> {
    if let Some(datum) = datum.map(str::trim).filter(|datum| !datum.is_empty())
        && !TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(datum))
    {
        wrong.push(FieldError::new("datum", Message::new("carriers-datum").with("value", datum)));
        return None;
    }
    let mut one = |field: &str, degrees: f64| {
        kept(field, microdegrees(degrees).ok_or_else(|| Message::new("carriers-degrees")), wrong)
    };
    match (lng, lat) {
        (None, None) => None,
        (lng, lat) => match (lng.flatten(), lat.flatten()) {
            (Some(lng), Some(lat)) => {
                let (lng, lat) = (one("lng", lng), one("lat", lat));
                lng.zip(lat).map(Some)
            }
            (None, None) => Some(None),
            (Some(_), None) => {
                wrong.push(FieldError::new("lat", "carriers-half"));
                None
            }
            (None, Some(_)) => {
                wrong.push(FieldError::new("lng", "carriers-half"));
                None
            }
        },
    }
}

impl Offering {
    /// What stands with what was said; what is said again without a day was looked at `today`.
    pub fn on(self, stands: &Offer, today: NaiveDate) -> Offer {
        Offer {
            version: stands.version,
            land_mu: self.land_mu.unwrap_or(stands.land_mu),
            energy_tce: self.energy_tce.unwrap_or(stands.energy_tce),
            leading: self.leading.unwrap_or_else(|| stands.leading.clone()),
            chains: self.chains.unwrap_or_else(|| stands.chains.clone()),
            conditions: self.conditions.unwrap_or_else(|| stands.conditions.clone()),
            position: self.position.unwrap_or(stands.position),
            source: self.source.unwrap_or_else(|| stands.source.clone()),
            verified_on: Some(self.verified_on.unwrap_or(today)),
            author: stands.author.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(json: &str) -> Result<(Option<Founding>, Offering)> {
        serde_json::from_str::<ParkBody>(json).unwrap().checked(false)
    }

    fn refused(json: &str) -> Vec<(String, String)> {
        let Error::Invalid(wrong) = checked(json).unwrap_err() else { panic!("{json} is refused") };
        wrong.into_iter().map(|error| (error.field, error.message.id.to_string())).collect()
    }

    #[test]
    fn a_position_is_whole_and_of_a_datum_that_is_taken() {
        let taken = |json: &str| checked(json).unwrap().1.position;
        assert_eq!(taken(r#"{"lng":117.1,"lat":36.6}"#), Some(Some((117_100_000, 36_600_000))));
        assert_eq!(
            taken(r#"{"lng":117.1,"lat":36.6,"datum":"wgs84"}"#),
            Some(Some((117_100_000, 36_600_000)))
        );
        assert_eq!((taken("{}"), taken(r#"{"lng":null,"lat":null}"#)), (None, Some(None)));
        for (json, field, code) in [
            (r#"{"lng":117.1}"#, "lat", "carriers-half"),
            (r#"{"lat":36.6}"#, "lng", "carriers-half"),
            (r#"{"lng":1e9,"lat":36.6}"#, "lng", "carriers-degrees"),
            (r#"{"lng":117.1,"lat":36.6,"datum":"GCJ-02"}"#, "datum", "carriers-datum"),
            (r#"{"lng":117.1,"lat":36.6,"datum":"BD-09"}"#, "datum", "carriers-datum"),
        ] {
            assert_eq!(refused(json), [(field.to_owned(), code.to_owned())], "{json}");
        }
    }

    #[test]
    fn a_parks_name_is_changed_among_the_reference_data() {
        assert_eq!(refused(r#"{"name":"x","land_mu":-1}"#).len(), 2);
    }
}
