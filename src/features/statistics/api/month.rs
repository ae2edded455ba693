//! What a month has beside its figures, for programs: how reports stand, the months of the year, the rows of a group.

use super::super::source::Row;
use crate::features::bulletins::{Past, Told};
use crate::features::indicators::Lights;
use crate::features::projects::Light;
use crate::features::updates::{ObligationState, Tally};
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use serde::Serialize;
use utoipa::ToSchema;

/// How reports stand. Each obligation counts.
#[derive(Serialize, ToSchema)]
#[schema(as = StatisticsReports)]
pub struct ReportsView {
    #[serde(flatten)]
    tally: Tally,
    /// On time ÷ (on time + late + missing), in percent with one digit; null while nothing has fallen due.
    on_time_rate: Option<String>,
    /// Among its like; ties share a place.
    rank: Option<u32>,
}

/// A month of the year, for a line through them.
#[derive(Serialize, ToSchema)]
pub struct MonthView {
    #[schema(value_type = String)]
    period: Period,
    /// Its figures are those of a published bulletin; else they are measured now, in the caller's scope.
    is_published: bool,
    /// Null for a month of which nothing is known.
    whole: Option<PastView>,
    /// Every city that has projects and that the caller may know.
    cities: Vec<PastView>,
}

/// What of a month a line through the year shows.
#[derive(Serialize, ToSchema)]
pub struct PastView {
    /// Six digits; null for the whole.
    key: Option<String>,
    count: i64,
    completion_rate: Option<String>,
    progress_gap_pp: Option<String>,
    lights: Lights,
    on_time_rate: Option<String>,
}

/// A project of a group, with what was measured of it.
#[derive(Serialize, ToSchema)]
pub struct RowView {
    project_id: i64,
    name: String,
    unit: Option<String>,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    #[schema(value_type = Option<String>)]
    county: Option<DivisionCode>,
    class: Option<String>,
    stage: Option<String>,
    enrolled: Option<bool>,
    total_investment_yuan: Option<i64>,
    annual_plan_yuan: Option<i64>,
    ytd_investment_yuan: Option<i64>,
    cumulative_investment_yuan: Option<i64>,
    /// Of its own plan, in percent with one digit.
    completion_rate: Option<String>,
    /// Of a month.
    #[schema(value_type = Option<String>)]
    light: Option<Light>,
    /// Of a month: `due on_time late missing excused`
    #[schema(value_type = Option<String>)]
    report: Option<ObligationState>,
}

impl ReportsView {
    /// As it is told.
    pub fn of(tally: Tally, rank: Option<u32>) -> Self {
        Self { on_time_rate: tally.discipline().map(|rate| rate.percent(1)), tally, rank }
    }
}

impl MonthView {
    /// As it is told.
    pub fn of(past: &Past) -> Self {
        let view = |key: Option<&String>, told: &Told| PastView {
            key: key.cloned(),
            count: told.count,
            completion_rate: told.completion_rate.clone(),
            progress_gap_pp: told.progress_gap_pp.clone(),
            lights: told.lights,
            on_time_rate: told.on_time_rate.clone(),
        };
        Self {
            period: past.period,
            is_published: past.is_published,
            whole: past.whole.as_ref().map(|told| view(None, told)),
            cities: past.cities.iter().map(|(key, told)| view(Some(key), told)).collect(),
        }
    }
}

impl RowView {
    /// As it is told.
    pub fn of(row: &Row) -> Self {
        let facts = &row.measured;
        Self {
            project_id: facts.project_id,
            name: row.name.clone(),
            unit: row.unit.clone(),
            city: facts.division.city(),
            county: facts.division.is_county().then_some(facts.division),
            class: facts.class.map(|class| class.to_string()),
            stage: facts.stage.map(|stage| stage.to_string()),
            enrolled: facts.enrolled,
            total_investment_yuan: facts.total.map(|money| money.yuan()),
            annual_plan_yuan: facts.annual_plan.map(|money| money.yuan()),
            ytd_investment_yuan: facts.ytd.map(|money| money.yuan()),
            cumulative_investment_yuan: facts.cumulative.map(|money| money.yuan()),
            completion_rate: facts.completion().map(|rate| rate.percent(1)),
            light: facts.light,
            report: row.duty,
        }
    }
}
