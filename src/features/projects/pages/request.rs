//! What several handlers read from a request and its moment.

use crate::context::Context;
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, Result};
use crate::web::Form;
use chrono::Datelike;

/// The version that a change starts from. A form without one was not sent by our page.
pub fn version(form: &Form) -> Result<i64> {
    form.text("version")
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Error::Malformed("error-form".into()))
}

/// The year whose plan and year-to-date are shown.
pub fn year(ctx: &Context) -> i32 {
    local_date(ctx.now(), ctx.zone).year()
}
