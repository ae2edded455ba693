//! A project as the rules see it: the words of its life, its facts, what is remarked about it. Pure; knows neither
//! tables nor pages. The rules themselves stand beside, one file a question:
//!
//! - [`stage`]: which facts a stage and a nomination need, which move needs a reason
//! - [`fields`]: the facts under their contract names, and what differs between two states
//! - [`remarks`]: what contradicts itself (refused) and what only looks odd (remarked)
//! - [`identity`]: is it the same project?
//! - [`lit`]: the light it shows, and why
//! - [`amounts`]: what several sources say about one total

pub mod amounts;
pub mod fields;
pub mod identity;
pub mod lit;
pub mod remarks;
pub mod stage;

use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::text_enum;
use amounts::Amount;

text_enum! {
    /// How far a project has come (DOMAIN section 4), in order: a later stage compares greater.
    pub enum Stage {
        /// 谋划
        Planned = "planned",
        /// 储备
        Reserved = "reserved",
        /// 洽谈
        Negotiating = "negotiating",
        /// 签约
        Signed = "signed",
        /// 备案/核准
        Filed = "filed",
        /// 开工
        Started = "started",
        /// 在建
        UnderConstruction = "under_construction",
        /// 竣工
        Completed = "completed",
        /// 投产
        InProduction = "in_production",
        /// 达产
        AtCapacity = "at_capacity",
    }
}

text_enum! {
    /// Which part of the list a project is proposed for; cuts across the stages.
    pub enum Class {
        /// 实施类: built this year.
        Implementation = "implementation",
        /// 准备类, also 储备类.
        Preparation = "preparation",
    }
}

text_enum! {
    /// 建设性质
    pub enum Nature {
        /// 新建
        New = "new",
        /// 扩建
        Extension = "extension",
        /// 改建
        Rebuild = "rebuild",
        /// 技改
        Renovation = "renovation",
        /// 租赁
        Lease = "lease",
    }
}

text_enum! {
    /// What happened to the record beside its stage. Nothing is deleted.
    pub enum SideState {
        /// Alive.
        Active = "active",
        /// 停缓建
        Suspended = "suspended",
        /// 退出: leaves the list, not the follow-up.
        Exited = "exited",
        /// 合并: lives on in another record.
        Merged = "merged",
        /// 拆分: lives on in its parts.
        Split = "split",
        /// 作废: entered by mistake.
        Voided = "voided",
    }
}

/// Everything that a person states about a project. Whole: an empty field is a fact that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// As written, one line.
    pub name: String,
    /// 项目单位
    pub unit: Option<String>,
    /// 统一社会信用代码, canonical.
    pub credit_code: Option<String>,
    /// 项目代码, canonical.
    pub project_code: Option<String>,
    /// The county if it is known, else the city, else the province itself: then the province keeps the record until
    /// somebody assigns a city.
    pub division: DivisionCode,
    /// Address.
    pub address: Option<String>,
    /// `parks.id`
    pub park_id: Option<i64>,
    /// Longitude in microdegrees (WGS 84).
    pub lng_e6: Option<i64>,
    /// Latitude in microdegrees.
    pub lat_e6: Option<i64>,
    /// `industries.code`
    pub industry: Option<String>,
    /// GB/T 4754, the first is the main one.
    pub gb4754: Vec<String>,
    /// `chains.id`
    pub chain_id: Option<i64>,
    /// Link of the chain in the attraction map.
    pub segment_id: Option<i64>,
    /// 建设性质
    pub nature: Option<Nature>,
    /// Proposes the class of the next list; a published list keeps its own.
    pub class: Option<Class>,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// The source's words for the stage, kept where they say more than the stage.
    pub stage_text: Option<String>,
    /// 计划开工
    pub planned_start: Option<PlanDate>,
    /// 计划竣工
    pub planned_finish: Option<PlanDate>,
    /// 实际开工
    pub actual_start: Option<PlanDate>,
    /// 实际竣工
    pub actual_finish: Option<PlanDate>,
    /// 投产
    pub in_production_on: Option<PlanDate>,
    /// 建设规模及主要内容
    pub scope_text: Option<String>,
    /// The bundle that this project is a part of.
    pub parent_id: Option<i64>,
    /// What happened to the record beside its stage.
    pub side_state: SideState,
    /// 责任单位
    pub responsible_unit: Option<String>,
    /// 责任人
    pub responsible_person: Option<String>,
    /// 包保领导
    pub sponsor_leader: Option<String>,
    /// 是否入统（列统、纳统）: entered in the statistics system.
    pub enrolled: Option<bool>,
    /// The adopted whole total.
    pub total_investment: Option<Money>,
    /// The source's words for the total; alone where they are no number (`近百亿元`).
    pub total_text: Option<String>,
    /// Planned for the clock's year.
    pub annual_plan: Option<Money>,
    /// Done this year, of the newest accepted report.
    pub ytd_investment: Option<Money>,
    /// Done since the start, of the newest accepted report.
    pub cumulative_investment: Option<Money>,
}

impl Facts {
    /// Nothing but a name and a place: where a form and an import begin.
    pub fn named(name: impl Into<String>, division: DivisionCode) -> Self {
        Self {
            name: name.into(),
            unit: None,
            credit_code: None,
            project_code: None,
            division,
            address: None,
            park_id: None,
            lng_e6: None,
            lat_e6: None,
            industry: None,
            gb4754: Vec::new(),
            chain_id: None,
            segment_id: None,
            nature: None,
            class: None,
            stage: None,
            stage_text: None,
            planned_start: None,
            planned_finish: None,
            actual_start: None,
            actual_finish: None,
            in_production_on: None,
            scope_text: None,
            parent_id: None,
            side_state: SideState::Active,
            responsible_unit: None,
            responsible_person: None,
            sponsor_leader: None,
            enrolled: None,
            total_investment: None,
            total_text: None,
            annual_plan: None,
            ytd_investment: None,
            cumulative_investment: None,
        }
    }
}

/// What a reader is told about [`Facts::enrolled`].
pub const fn enrolled_word(enrolled: bool) -> &'static str {
    if enrolled { "enrolled-true" } else { "enrolled-false" }
}

/// A project as it stands, with what is remarked about it.
#[derive(Clone, Debug)]
pub struct Project {
    /// Never reused; names, units and codes may change around it.
    pub id: i64,
    /// Rises by one with every change.
    pub version: i64,
    /// What is stated.
    pub facts: Facts,
    /// What looks odd; never blocks.
    pub warnings: Vec<Warning>,
    /// Contract names of the facts that a nomination or the present stage still needs.
    pub missing: Vec<&'static str>,
    /// The last word of each source about the total: the adopted one first, then the newest.
    pub amounts: Vec<Amount>,
    /// The record this one was merged into.
    pub merged_into: Option<i64>,
    /// Who reports on it.
    pub reporter_id: Option<i64>,
    /// The light of the newest month that has one.
    pub light: Option<lit::Lit>,
    /// When it was entered.
    pub created_at: Instant,
    /// When its newest version was recorded.
    pub updated_at: Instant,
}

/// Something about a field that a person should look at. It stays on the record until a reason settles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Contract name of the field.
    pub field: &'static str,
    /// What looks odd; its id is the code.
    pub message: Message,
    /// The reason that settled it.
    pub justified: Option<String>,
    /// Records that may be the same project.
    pub suspects: Vec<i64>,
}

impl Warning {
    /// An open warning.
    pub fn new(field: &'static str, message: impl Into<Message>) -> Self {
        Self { field, message: message.into(), justified: None, suspects: Vec::new() }
    }
}

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Shown beside an amount: a person's name, or the workbook and its city.
    pub label: String,
    /// `imports.id`; a workbook speaks for its sender and adopts nothing against another source.
    pub import: Option<i64>,
}

impl Source {
    /// A person who decides what she enters.
    pub fn person(name: impl Into<String>) -> Self {
        Self { label: name.into(), import: None }
    }

    /// A workbook.
    pub fn workbook(label: impl Into<String>, import: i64) -> Self {
        Self { label: label.into(), import: Some(import) }
    }
}
