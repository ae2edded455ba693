//! A form that goes back to whoever filled it in: what of an error she can mend on the page, under which status, and the
//! list of it above the form.

use super::Lang;
use crate::kernel::error::{Error, FieldError, Result};
use actix_web::http::StatusCode;

/// The status that a page is shown again with, and what it tells at its fields.
pub type Refused = (StatusCode, Vec<FieldError>);

/// What a page shows again for an error that is somebody's to mend; a refusal by the present state is told at `place`.
///
/// # Errors
/// Every other error goes on.
pub fn refused(error: Error, place: &str) -> Result<Refused> {
    match error {
        Error::Invalid(errors) => Ok((StatusCode::UNPROCESSABLE_ENTITY, errors)),
        Error::Conflict(why) => Ok((StatusCode::CONFLICT, vec![FieldError::new(place, why)])),
        Error::Stale { .. } => Ok((StatusCode::CONFLICT, vec![FieldError::new(place, "error-stale-detail")])),
        other => Err(other),
    }
}

/// Each refusal as a link to its field: anchor, name and sentence. `name` gives the Fluent id of a field's name.
pub fn summary(
    lang: Lang,
    errors: &[FieldError],
    name: impl Fn(&str) -> &'static str,
) -> Vec<(String, String, String)> {
    let entry =
        |error: &FieldError| (error.field.clone(), lang.t(name(&error.field)), lang.render(&error.message));
    errors.iter().map(entry).collect()
}
