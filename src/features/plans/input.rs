//! What comes from outside about plans, parsed.

use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::web::Form;
use chrono::NaiveDate;
use serde::Deserialize;

/// Most plans of one submission: more projects than any province keeps on its list.
const MOST: usize = 1000;

/// `POST /api/v1/plans/{year}`
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlansBody)]
pub struct PlansBody {
    /// One for each project.
    pub items: Vec<PlanBody>,
}

/// The plan of one project.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanBody)]
pub struct PlanBody {
    /// Whose.
    pub project_id: i64,
    /// The version of the project that it is based on; the newest without it.
    #[serde(default)]
    pub version: Option<i64>,
    /// The plan; null takes it back.
    pub annual_plan_yuan: Option<i64>,
}

/// A plan to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planning {
    /// Whose.
    pub project_id: i64,
    /// The version that it is based on.
    pub based: Option<i64>,
    /// The plan.
    pub plan: Option<Money>,
}

impl PlansBody {
    /// Checks everything, reporting every wrong field at once.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Vec<Planning>> {
        if self.items.is_empty() || self.items.len() > MOST {
            return Err(Error::field("items", Message::new("plans-many").with("most", MOST)));
        }
        let (mut wrong, mut plans) = (Vec::new(), Vec::new());
        for (place, item) in self.items.into_iter().enumerate() {
            let plan = item.annual_plan_yuan.map(Money::from_yuan);
            if plan.is_some_and(|plan| plan < Money::ZERO || plan > Money::ENTRY_LIMIT) {
                let field = format!("items[{place}].annual_plan_yuan");
                wrong.push(FieldError::new(&field, "plans-amount"));
            }
            plans.push(Planning { project_id: item.project_id, based: item.version, plan });
        }
        if wrong.is_empty() { Ok(plans) } else { Err(Error::Invalid(wrong)) }
    }
}

/// The year that is named: this one or the next. Without one the next from October on, when it is planned.
///
/// # Errors
/// 422 of `year` for any other.
pub fn year(named: Option<&str>, today: NaiveDate) -> Result<i32> {
    use chrono::Datelike;
    let this = today.year();
    match named {
        None => Ok(if today.month() >= 10 { this + 1 } else { this }),
        Some(text) => match text.parse::<i32>() {
            Ok(year) if year == this || year == this + 1 => Ok(year),
            _ => {
                let message = Message::new("plans-year").with("value", text).with("this", this);
                Err(Error::field("year", message.with("next", this + 1)))
            }
        },
    }
}

/// The ids of the rows that a form carries.
pub fn rows(form: &Form) -> Vec<i64> {
    form.all("project").iter().filter_map(|id| id.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_year_and_the_next_can_be_planned() {
        let day = |month| NaiveDate::from_ymd_opt(2026, month, 8).unwrap();
        assert_eq!((year(None, day(9)).unwrap(), year(None, day(10)).unwrap()), (2026, 2027));
        assert_eq!(year(Some("2026"), day(10)).unwrap(), 2026);
        for other in ["2025", "2028", "明年", ""] {
            assert!(year(Some(other), day(10)).is_err(), "{other}");
        }
    }
}
