//! Monthly reports for programs.

mod duties;
pub mod ledger;
mod reports;
mod several;

pub use duties::{close, due, end_unlock, excuse, obligations, unlock};
pub use reports::{create, decide, list};
pub use several::{decide_many, no_change};

use super::at::At;
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::error::{Error, Result};
use crate::web::{Form, query};
use actix_web::HttpRequest;

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    duties::due,
    duties::obligations,
    duties::close,
    duties::unlock,
    duties::end_unlock,
    duties::excuse,
    ledger::show,
    reports::create,
    reports::list,
    several::no_change,
    several::decide_many,
    reports::decide,
    crate::features::updates::workbook::download::api
))]
pub struct Api;

/// `?period=`; without it the month that ended last.
fn period_asked(request: &HttpRequest, at: &At) -> Result<(Form, Period)> {
    let asked = query(request)?;
    let last = period_of(at.today()).previous();
    let period = match asked.text("period") {
        Some(text) => Period::parse(text).map_err(|message| Error::field("period", message))?,
        None => last,
    };
    Ok((asked, period))
}

/// The month of an address; what is none leads nowhere.
fn period_of_path(text: &str) -> Result<Period> {
    Period::parse(text).map_err(|_| Error::NotFound)
}
