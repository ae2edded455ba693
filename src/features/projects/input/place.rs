//! City and county: two fields of one place.

use crate::kernel::division::DivisionCode;
use crate::kernel::error::FieldError;
use crate::kernel::message::Message;
use crate::web::Given;

/// Where the record lies from now on. A county alone moves the project into its city; a city alone keeps
/// the county that lies in it; without a city the record stays with the province.
pub(super) fn place(
    stands: DivisionCode,
    city: Given<DivisionCode>,
    county: Given<DivisionCode>,
) -> Result<DivisionCode, FieldError> {
    let level = |field, id, code| Err(FieldError::new(field, Message::new(id).with("value", code)));
    match (city, county) {
        (Some(Some(city)), _) if !city.is_city() => level("city", "projects-not-a-city", city),
        (_, Some(Some(county))) if !county.is_county() => level("county", "projects-not-a-county", county),
        (Some(Some(city)), Some(Some(county))) if !city.contains(county) => Err(FieldError::new(
            "county",
            Message::new("projects-county-of-other-city").with("value", county),
        )),
        (Some(None), Some(Some(county))) => {
            Err(FieldError::new("city", Message::new("projects-county-of-other-city").with("value", county)))
        }
        (_, Some(Some(county))) => Ok(county),
        (Some(Some(city)), None) if city.contains(stands) => Ok(stands),
        (Some(Some(city)), _) => Ok(city),
        (Some(None), _) => Ok(stands.province()),
        (None, Some(None)) => Ok(stands.city().unwrap_or(stands)),
        (None, None) => Ok(stands),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).unwrap()
    }

    /// From 370102; `-` is absent, an empty text is null.
    fn moved(city: &str, county: &str) -> Result<String, (String, &'static str)> {
        let given = |text: &str| (text != "-").then(|| (!text.is_empty()).then(|| code(text)));
        place(code("370102"), given(city), given(county))
            .map(|place| place.to_string())
            .map_err(|refused| (refused.field, refused.message.id))
    }

    #[test]
    fn absent_keeps_and_null_moves_up() {
        assert_eq!(moved("-", "-").unwrap(), "370102");
        assert_eq!(moved("-", "").unwrap(), "370100");
        assert_eq!(moved("", "-").unwrap(), "370000");
        assert_eq!(moved("370100", "").unwrap(), "370100");
        assert_eq!(moved("", "").unwrap(), "370000");
    }

    #[test]
    fn a_city_keeps_its_own_county_and_a_county_brings_its_city() {
        assert_eq!(moved("370100", "-").unwrap(), "370102");
        assert_eq!(moved("370200", "-").unwrap(), "370200");
        assert_eq!(moved("-", "370202").unwrap(), "370202");
        assert_eq!(moved("370200", "370202").unwrap(), "370202");
    }

    #[test]
    fn the_two_are_checked_against_each_other() {
        assert_eq!(moved("370102", "-").unwrap_err(), ("city".into(), "projects-not-a-city"));
        assert_eq!(moved("-", "370100").unwrap_err(), ("county".into(), "projects-not-a-county"));
        assert_eq!(
            moved("370100", "370202").unwrap_err(),
            ("county".into(), "projects-county-of-other-city")
        );
        assert_eq!(moved("", "370202").unwrap_err(), ("city".into(), "projects-county-of-other-city"));
    }
}
