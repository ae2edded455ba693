//! A version as it lies in the table, and the way from there to facts and back.

use crate::db::schema::project_versions;
use crate::features::projects::model::amounts::{Amount, Figure};
use crate::features::projects::model::{Class, Facts, Nature, SideState, Stage};
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use diesel::prelude::*;

/// A row of `project_versions`: every fact but the money.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = project_versions)]
pub(super) struct VersionRow {
    pub project_id: i64,
    pub version: i64,
    pub recorded_at: Instant,
    name: String,
    unit: Option<String>,
    credit_code: Option<String>,
    project_code: Option<String>,
    division: DivisionCode,
    address: Option<String>,
    park_id: Option<i64>,
    lng_e6: Option<i64>,
    lat_e6: Option<i64>,
    industry: Option<String>,
    gb4754: String,
    chain_id: Option<i64>,
    segment_id: Option<i64>,
    nature: Option<Nature>,
    class: Option<Class>,
    stage: Option<Stage>,
    stage_text: Option<String>,
    planned_start: Option<PlanDate>,
    planned_finish: Option<PlanDate>,
    actual_start: Option<PlanDate>,
    actual_finish: Option<PlanDate>,
    in_production_on: Option<PlanDate>,
    scope_text: Option<String>,
    parent_id: Option<i64>,
    side_state: SideState,
    responsible_unit: Option<String>,
    responsible_person: Option<String>,
    sponsor_leader: Option<String>,
    enrolled: Option<bool>,
}

impl VersionRow {
    /// The row that keeps `facts`.
    pub(super) fn of(project_id: i64, version: i64, recorded_at: Instant, facts: &Facts) -> Self {
        let f = facts.clone();
        Self {
            project_id,
            version,
            recorded_at,
            name: f.name,
            unit: f.unit,
            credit_code: f.credit_code,
            project_code: f.project_code,
            division: f.division,
            address: f.address,
            park_id: f.park_id,
            lng_e6: f.lng_e6,
            lat_e6: f.lat_e6,
            industry: f.industry,
            gb4754: f.gb4754.join(","),
            chain_id: f.chain_id,
            segment_id: f.segment_id,
            nature: f.nature,
            class: f.class,
            stage: f.stage,
            stage_text: f.stage_text,
            planned_start: f.planned_start,
            planned_finish: f.planned_finish,
            actual_start: f.actual_start,
            actual_finish: f.actual_finish,
            in_production_on: f.in_production_on,
            scope_text: f.scope_text,
            parent_id: f.parent_id,
            side_state: f.side_state,
            responsible_unit: f.responsible_unit,
            responsible_person: f.responsible_person,
            sponsor_leader: f.sponsor_leader,
            enrolled: f.enrolled,
        }
    }

    /// The facts, with the money that stands beside them.
    pub(super) fn into_facts(self, money: Purse) -> Facts {
        Facts {
            name: self.name,
            unit: self.unit,
            credit_code: self.credit_code,
            project_code: self.project_code,
            division: self.division,
            address: self.address,
            park_id: self.park_id,
            lng_e6: self.lng_e6,
            lat_e6: self.lat_e6,
            industry: self.industry,
            gb4754: self.gb4754.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            chain_id: self.chain_id,
            segment_id: self.segment_id,
            nature: self.nature,
            class: self.class,
            stage: self.stage,
            stage_text: self.stage_text,
            planned_start: self.planned_start,
            planned_finish: self.planned_finish,
            actual_start: self.actual_start,
            actual_finish: self.actual_finish,
            in_production_on: self.in_production_on,
            scope_text: self.scope_text,
            parent_id: self.parent_id,
            side_state: self.side_state,
            responsible_unit: self.responsible_unit,
            responsible_person: self.responsible_person,
            sponsor_leader: self.sponsor_leader,
            enrolled: self.enrolled,
            total_investment: money.total.money,
            total_text: money.total.text,
            annual_plan: money.annual_plan,
            ytd_investment: money.ytd,
            cumulative_investment: money.cumulative,
        }
    }
}

/// The money of a project at one version.
#[derive(Default)]
pub(super) struct Purse {
    pub total: Figure,
    pub annual_plan: Option<Money>,
    pub ytd: Option<Money>,
    pub cumulative: Option<Money>,
}

/// `id, yuan, text, source, recorded_at, adopted_from, adopted_until`
pub(super) type AmountRow = (i64, Option<Money>, Option<String>, String, Instant, Option<i64>, Option<i64>);

pub(super) fn amount(
    (id, money, text, source, recorded_at, adopted_from, adopted_until): AmountRow,
) -> Amount {
    Amount { id, figure: Figure { money, text }, source, recorded_at, adopted_from, adopted_until }
}
