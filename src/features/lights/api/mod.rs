//! Lights, their rules and justified reasons for programs.

mod months;
mod rules;
mod suspensions;

pub use months::lights;
pub use rules::{enter, rules, withdraw};
pub use suspensions::{ask, decide, suspensions};

/// What the API document says of this room.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    months::lights,
    rules::rules,
    rules::enter,
    rules::withdraw,
    suspensions::suspensions,
    suspensions::ask,
    suspensions::decide,
))]
pub struct Api;
