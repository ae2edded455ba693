//! Codes that others issue: 项目代码, 统一社会信用代码, GB/T 4754 industries. One policy for all: a wrong *form* is an
//! error, a wrong check digit or region is a warning that a person may override with a reason, because legal codes
//! of early pilots fail their own check and development zones use regions of their own.

mod credit_code;
mod industry_code;
mod project_code;

pub use credit_code::check_credit_code;
pub use industry_code::check_gb4754;
pub use project_code::check_project_code;

use super::message::Message;
use super::text::fold_width;

/// A code of the right form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeCheck {
    /// As it is stored: half width, upper case, hyphens where they belong.
    pub code: String,
    /// What a person should look at; empty when all is well.
    pub warnings: Vec<Message>,
}

/// Half width, upper case, the groups between separators (hyphens and dashes of any kind, spaces).
fn groups(text: &str) -> Vec<String> {
    let folded = fold_width(text).to_uppercase();
    let separator = |c: char| c.is_whitespace() || "-‐‑–—―−".contains(c);
    folded.split(separator).filter(|group| !group.is_empty()).map(str::to_owned).collect()
}
