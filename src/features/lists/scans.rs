//! The nomination sheet (申报表): what a city signs and stamps, and the scan of it that comes back. The sheet of a place
//! is the subject to which its scans are attached.

use crate::features::audit::Subject;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};

/// What the scans of nomination sheets are attached to.
pub const SHEET: &str = "nomination_sheet";

/// The sheet of one place on one quarter's list.
pub fn sheet(quarter: Quarter, place: DivisionCode) -> Subject {
    Subject { kind: SHEET, id: format!("{quarter}/{place}"), division: place }
}

/// Beginning of the ids of all sheets of one quarter.
pub fn sheets_of(quarter: Quarter) -> String {
    format!("{quarter}/")
}

/// Whose sheet a person means: the place she names, which must be hers, or the one around her scope.
///
/// # Errors
/// 422 of `city` for what is no place, 404 for a place outside her scope.
pub fn place(scope: &Scope, named: Option<&str>) -> Result<DivisionCode> {
    let Some(named) = named else { return Ok(scope.around()) };
    let place = DivisionCode::parse(named).map_err(|message| Error::field("city", message))?;
    if scope.covers(place) { Ok(place) } else { Err(Error::NotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_means_her_own_sheet_unless_she_names_another_of_hers() {
        let place =
            |scope: &str, named| place(&Scope::parse(scope).unwrap(), named).map(|code| code.to_string());
        assert_eq!(place("370100", None).unwrap(), "370100");
        assert_eq!(place("370000", Some("370200")).unwrap(), "370200");
        assert_eq!(place("370102,370103", None).unwrap(), "370100");
        assert!(matches!(place("370100", Some("370200")), Err(Error::NotFound)));
        assert!(matches!(place("370100", Some("济南")), Err(Error::Invalid(_))));
    }
}
