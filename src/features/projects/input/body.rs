//! The JSON body and its way into facts.

use super::place::place;
use crate::features::projects::model::{Class, Facts, Nature, SideState, Stage};
use crate::features::reference::Book;
use crate::kernel::degrees;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::kernel::text::{clean_line, clean_text};
use crate::web::{Given, check, given};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use validator::Validate;

/// Longest name, unit or address.
const LINE: usize = 200;
/// Longest name of a person or an office.
const SHORT: usize = 100;
/// Longest description.
const TEXT: usize = 5000;
/// Most industries of one project.
const INDUSTRIES: usize = 20;

/// `POST` and `PATCH /api/v1/projects`. Absent keeps, null empties.
#[derive(Clone, Debug, Default, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ProjectBody)]
pub struct Body {
    /// As it is to be shown; required for a new project.
    #[serde(deserialize_with = "stated")]
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// 项目单位
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 200))]
    pub unit: Given<String>,
    /// 统一社会信用代码
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 40))]
    pub credit_code: Given<String>,
    /// 项目代码
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 60))]
    pub project_code: Given<String>,
    /// Six digits of a city.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub city: Given<DivisionCode>,
    /// Six digits of a county; enough alone, since it lies in its city.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub county: Given<DivisionCode>,
    /// A park's id.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub park_id: Given<i64>,
    /// Address.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 200))]
    pub address: Given<String>,
    /// Decimal degrees.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<f64>)]
    pub lng: Given<f64>,
    /// Decimal degrees.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<f64>)]
    pub lat: Given<f64>,
    /// Code or Chinese name.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 60))]
    pub industry: Given<String>,
    /// GB/T 4754, the main one first.
    #[validate(length(max = 20))]
    pub gb4754: Option<Vec<String>>,
    /// A chain's id.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub chain_id: Given<i64>,
    /// A segment's id.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub segment_id: Given<i64>,
    /// 建设性质
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub nature: Given<Nature>,
    /// 实施类, 准备类
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub class: Given<Class>,
    /// A move forward needs its facts, a move back a `reason`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub stage: Given<Stage>,
    /// The source's words for the stage.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 200))]
    pub stage_text: Given<String>,
    /// Whole yuan.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub total_investment_yuan: Given<i64>,
    /// Words for a total that is no number yet.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 200))]
    pub total_text: Given<String>,
    /// Whole yuan, for the current year.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub annual_plan_yuan: Given<i64>,
    /// Whole yuan since January.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub ytd_investment_yuan: Given<i64>,
    /// Whole yuan since the start.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub cumulative_investment_yuan: Given<i64>,
    /// `YYYY`, `YYYYQn`, `YYYY-MM` or `YYYY-MM-DD`
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub planned_start: Given<PlanDate>,
    /// As `planned_start`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub planned_finish: Given<PlanDate>,
    /// As `planned_start`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub actual_start: Given<PlanDate>,
    /// As `planned_start`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub actual_finish: Given<PlanDate>,
    /// As `planned_start`.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub in_production_on: Given<PlanDate>,
    /// 是否入统: entered in the statistics system; null while nobody knows.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    pub enrolled: Given<bool>,
    /// 建设规模及主要内容
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 5000))]
    pub scope_text: Given<String>,
    /// The bundle it is a part of.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub parent_id: Given<i64>,
    /// Needs a `reason`.
    #[serde(deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub side_state: Option<SideState>,
    /// 责任单位
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 100))]
    pub responsible_unit: Given<String>,
    /// 责任人
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 100))]
    pub responsible_person: Given<String>,
    /// 包保领导
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 100))]
    pub sponsor_leader: Given<String>,
    /// Reasons that settle warnings, by field.
    pub justifications: BTreeMap<String, String>,
    /// Why: required to move back a stage or to change the side state; remembered with any change.
    #[validate(length(max = 500))]
    pub reason: Option<String>,
}

/// For what a project always has: null is refused, it would empty nothing.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> std::result::Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}

impl Body {
    /// `base` with what this body says. Says nothing yet about whether the result may be; see
    /// [`check`](crate::features::projects::check).
    ///
    /// # Errors
    /// [`Error::Invalid`] with every field that cannot be read, under its contract name.
    pub fn apply(self, base: &Facts, book: &Book) -> Result<Facts> {
        check(&self)?;
        let mut wrong = Vec::new();
        let mut facts = base.clone();
        if let Some(name) = self.name {
            facts.name = line("name", &name, LINE, &mut wrong).unwrap_or_default();
        }
        for (field, given, slot, limit) in [
            ("unit", self.unit, &mut facts.unit, LINE),
            ("credit_code", self.credit_code, &mut facts.credit_code, SHORT),
            ("project_code", self.project_code, &mut facts.project_code, SHORT),
            ("address", self.address, &mut facts.address, LINE),
            ("stage_text", self.stage_text, &mut facts.stage_text, LINE),
            ("total_text", self.total_text, &mut facts.total_text, LINE),
            ("responsible_unit", self.responsible_unit, &mut facts.responsible_unit, SHORT),
            ("responsible_person", self.responsible_person, &mut facts.responsible_person, SHORT),
            ("sponsor_leader", self.sponsor_leader, &mut facts.sponsor_leader, SHORT),
        ] {
            set(slot, given.map(|text| text.and_then(|text| line(field, &text, limit, &mut wrong))));
        }
        if let Some(text) = self.scope_text {
            facts.scope_text = text.and_then(|text| {
                let text = clean_text(&text, TEXT);
                kept("scope_text", text, &mut wrong).filter(|text| !text.is_empty())
            });
        }
        for (given, slot) in [
            (self.total_investment_yuan, &mut facts.total_investment),
            (self.annual_plan_yuan, &mut facts.annual_plan),
            (self.ytd_investment_yuan, &mut facts.ytd_investment),
            (self.cumulative_investment_yuan, &mut facts.cumulative_investment),
        ] {
            set(slot, given.map(|yuan| yuan.map(Money::from_yuan)));
        }
        for (given, slot) in [
            (self.planned_start, &mut facts.planned_start),
            (self.planned_finish, &mut facts.planned_finish),
            (self.actual_start, &mut facts.actual_start),
            (self.actual_finish, &mut facts.actual_finish),
            (self.in_production_on, &mut facts.in_production_on),
        ] {
            set(slot, given);
        }
        for (field, given, slot) in
            [("lng", self.lng, &mut facts.lng_e6), ("lat", self.lat, &mut facts.lat_e6)]
        {
            set(
                slot,
                given.map(|place| place.and_then(|place| kept(field, microdegrees(place), &mut wrong))),
            );
        }
        if let Some(text) = self.industry {
            facts.industry = text.filter(|text| !text.trim().is_empty()).map(|text| industry(&text, book));
        }
        if let Some(codes) = self.gb4754 {
            facts.gb4754 =
                codes.into_iter().take(INDUSTRIES).filter(|code| !code.trim().is_empty()).collect();
        }
        set(&mut facts.enrolled, self.enrolled);
        set(&mut facts.park_id, self.park_id);
        set(&mut facts.chain_id, self.chain_id);
        set(&mut facts.segment_id, self.segment_id);
        set(&mut facts.parent_id, self.parent_id);
        set(&mut facts.nature, self.nature);
        set(&mut facts.class, self.class);
        set(&mut facts.stage, self.stage);
        if let Some(side_state) = self.side_state {
            facts.side_state = side_state;
        }
        match place(base.division, self.city, self.county) {
            Ok(division) => facts.division = division,
            Err(refused) => wrong.push(refused),
        }
        if wrong.is_empty() { Ok(facts) } else { Err(Error::Invalid(wrong)) }
    }
}

fn set<T>(slot: &mut Option<T>, given: Given<T>) {
    if let Some(value) = given {
        *slot = value;
    }
}

/// One line; a blank one is empty.
fn line(field: &'static str, text: &str, limit: usize, wrong: &mut Vec<FieldError>) -> Option<String> {
    kept(field, clean_line(text, limit), wrong).filter(|text| !text.is_empty())
}

/// What is not on the globe is refused.
fn microdegrees(place: f64) -> std::result::Result<i64, Message> {
    degrees::microdegrees(place).ok_or_else(|| "projects-position-range".into())
}

/// The code of an industry that is given by its name; anything else is left for the check to refuse.
fn industry(text: &str, book: &Book) -> String {
    book.industry(text).map_or_else(|| text.trim().to_owned(), |industry| industry.code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).unwrap()
    }

    fn body(json: &str) -> Body {
        crate::web::parse_json(json.as_bytes()).unwrap()
    }

    fn applied(json: &str) -> Facts {
        let base = Facts { unit: Some("甲公司".into()), ..Facts::named("项目", code("370102")) };
        body(json).apply(&base, &Book::default()).unwrap()
    }

    fn refused(json: &str) -> Vec<(String, &'static str)> {
        let refused = crate::web::parse_json::<Body>(json.as_bytes())
            .and_then(|body| body.apply(&Facts::named("项目", code("370000")), &Book::default()));
        match refused.unwrap_err() {
            Error::Invalid(fields) => fields.into_iter().map(|one| (one.field, one.message.id)).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn absent_keeps_and_null_empties() {
        assert_eq!(applied("{}").unit.as_deref(), Some("甲公司"));
        assert_eq!(applied(r#"{"unit":null}"#).unit, None);
        assert_eq!(applied(r#"{"unit":"  "}"#).unit, None);
        assert_eq!(applied(r#"{"unit":" 乙\n公司 "}"#).unit.as_deref(), Some("乙 公司"));
    }

    #[test]
    fn unknown_fields_and_wrong_types_are_refused_by_name() {
        assert_eq!(refused(r#"{"colour":"red"}"#), [("colour".into(), "input-unknown-field")]);
        assert_eq!(refused(r#"{"total_investment_yuan":"1"}"#)[0].0, "total_investment_yuan");
        assert_eq!(refused(r#"{"total_investment_yuan":1.5}"#)[0].0, "total_investment_yuan");
        assert_eq!(
            refused(r#"{"total_investment_yuan":99999999999999999999}"#)[0].0,
            "total_investment_yuan"
        );
        assert_eq!(refused(r#"{"planned_start":"2026/05"}"#)[0].0, "planned_start");
        assert_eq!(refused(r#"{"stage":"done"}"#)[0].0, "stage");
    }

    #[test]
    fn texts_that_are_too_long_or_deceive_are_refused() {
        let long = format!(r#"{{"name":"{}"}}"#, "长".repeat(10_000));
        assert_eq!(refused(&long), [("name".into(), "input-length")]);
        assert_eq!(refused(r#"{"name":"a\u0000b"}"#), [("name".into(), "kernel-text-control")]);
        assert_eq!(
            refused(r#"{"unit":"a\u202eb","address":"\u0007"}"#),
            [("unit".into(), "kernel-text-invisible"), ("address".into(), "kernel-text-control")]
        );
    }

    #[test]
    fn a_position_comes_in_degrees_and_is_kept_in_microdegrees() {
        let facts = applied(r#"{"lng":117.214,"lat":36.6370004}"#);
        assert_eq!((facts.lng_e6, facts.lat_e6), (Some(117_214_000), Some(36_637_000)));
        assert_eq!(refused(r#"{"lng":1e300}"#), [("lng".into(), "projects-position-range")]);
    }
}
