//! The published bulletin as bytes: canonical JSON (`kernel::canonical`) of the schema `groundwork-bulletin/1`, the hash
//! of the version before inside. The bytes are stored and hashed exactly as they are. They hold every project that owed a
//! report with the facts that were measured, so that each printed figure can be computed again from the document alone.

use super::model::{Imprint, Line, Month, Why};
use super::printed::Sheet;
use super::tasks::TaskRow;
use crate::features::indicators::Measured;
use crate::features::projects::{Class, Light, Nature, Stage};
use crate::features::updates::ObligationState;
use crate::kernel::canonical::{self, Unwritable};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use anyhow::{Context as _, anyhow};
use serde::{Deserialize, Serialize};

/// The schema's name, inside every document.
pub const SCHEMA: &str = "groundwork-bulletin/1";

/// A published version, whole. Unknown members are not refused here (serde cannot, beside a flattened part); they
/// show when the bytes are written again and differ.
#[derive(Debug, Serialize, Deserialize)]
pub struct Document {
    schema: String,
    /// What it says about itself.
    #[serde(flatten)]
    pub imprint: Imprint,
    /// What it prints.
    #[serde(flatten)]
    pub sheet: Sheet,
    projects: Vec<Row>,
    /// 督办; bulletins without a task do not have the member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<TaskRow>,
}

/// A project in the document.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinProject)]
pub struct Row {
    project_id: i64,
    name: String,
    unit: Option<String>,
    /// Where it lay when the month was over, six digits.
    #[schema(value_type = String)]
    division: DivisionCode,
    #[schema(value_type = Option<String>)]
    class: Option<Class>,
    #[schema(value_type = Option<String>)]
    stage: Option<Stage>,
    #[schema(value_type = Option<String>)]
    nature: Option<Nature>,
    industry: Option<String>,
    chain_id: Option<i64>,
    parent_id: Option<i64>,
    #[schema(value_type = Option<String>)]
    planned_start: Option<PlanDate>,
    #[schema(value_type = Option<String>)]
    actual_start: Option<PlanDate>,
    enrolled: Option<bool>,
    #[schema(value_type = Option<i64>)]
    total_investment_yuan: Option<Money>,
    #[schema(value_type = Option<i64>)]
    annual_plan_yuan: Option<Money>,
    #[schema(value_type = Option<i64>)]
    ytd_investment_yuan: Option<Money>,
    #[schema(value_type = Option<i64>)]
    cumulative_investment_yuan: Option<Money>,
    /// `green yellow red unreported`; null for what rests
    #[schema(value_type = Option<String>)]
    light: Option<Light>,
    /// The worst reason of the light, in Chinese.
    light_zh: Option<String>,
    /// The same in English.
    light_en: Option<String>,
    /// `due on_time late missing excused`
    #[schema(value_type = String)]
    report: ObligationState,
    /// Whose report it is, by name.
    reporter: Option<String>,
}

impl Document {
    /// Puts a version together.
    pub fn new(imprint: Imprint, sheet: Sheet, lines: &[Line], tasks: Vec<TaskRow>) -> Self {
        let projects = lines.iter().map(Row::from).collect();
        Self { schema: SCHEMA.to_owned(), imprint, sheet, projects, tasks }
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// When they are not a document of this schema: somebody has altered them.
    pub fn read(bytes: &str) -> Result<Self> {
        let document: Self = serde_json::from_str(bytes).context("a published bulletin's document")?;
        if document.schema != SCHEMA {
            return Err(Error::Unexpected(anyhow!("a bulletin of the schema {:?}", document.schema)));
        }
        Ok(document)
    }

    /// The canonical bytes.
    ///
    /// # Errors
    /// 422 when a figure is larger than any reader could read exactly.
    pub fn bytes(&self) -> Result<String> {
        let mut value = serde_json::to_value(self).context("a bulletin as JSON")?;
        canonical::normalise(&mut value).map_err(|Unwritable(number)| {
            Error::field(
                "total_investment_yuan",
                Message::new("bulletins-figure-too-large").with("value", number),
            )
        })?;
        Ok(serde_json_canonicalizer::to_string(&value).context("a bulletin as canonical JSON")?)
    }

    /// The month as it was measured.
    pub fn month(&self) -> Month {
        let Imprint { period, list, due_at, closed_at, .. } = self.imprint;
        Month {
            period,
            list: Some((list.quarter, list.version)),
            due_at: Some(due_at),
            closed_at,
            lines: self.projects.iter().cloned().map(Line::from).collect(),
            waiting: 0,
        }
    }
}

/// Only what a document prints of its cities: for a table of many months.
#[derive(Deserialize)]
pub struct Outline {
    /// All together.
    pub whole: super::printed::Told,
    /// Every city.
    pub cities: Vec<super::printed::Group>,
}

impl Outline {
    /// Reads stored bytes.
    ///
    /// # Errors
    /// As [`Document::read`].
    pub fn read(bytes: &str) -> Result<Self> {
        Ok(serde_json::from_str(bytes).context("a published bulletin's document")?)
    }
}

impl From<&Line> for Row {
    fn from(line: &Line) -> Self {
        let Measured {
            project_id,
            division,
            class,
            stage,
            nature,
            industry,
            chain_id,
            parent_id,
            planned_start,
            actual_start,
            enrolled,
            total,
            annual_plan,
            ytd,
            cumulative,
            light,
        } = line.measured.clone();
        let (light_zh, light_en) = line.why.clone().map(|why| (why.zh, why.en)).unzip();
        Self {
            project_id,
            name: line.name.clone(),
            unit: line.unit.clone(),
            division,
            class,
            stage,
            nature,
            industry,
            chain_id,
            parent_id,
            planned_start,
            actual_start,
            enrolled,
            total_investment_yuan: total,
            annual_plan_yuan: annual_plan,
            ytd_investment_yuan: ytd,
            cumulative_investment_yuan: cumulative,
            light,
            light_zh,
            light_en,
            report: line.duty,
            reporter: line.reporter.clone(),
        }
    }
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        let measured = Measured {
            project_id: row.project_id,
            division: row.division,
            class: row.class,
            stage: row.stage,
            nature: row.nature,
            industry: row.industry,
            chain_id: row.chain_id,
            parent_id: row.parent_id,
            planned_start: row.planned_start,
            actual_start: row.actual_start,
            enrolled: row.enrolled,
            total: row.total_investment_yuan,
            annual_plan: row.annual_plan_yuan,
            ytd: row.ytd_investment_yuan,
            cumulative: row.cumulative_investment_yuan,
            light: row.light,
        };
        let why = row.light_zh.zip(row.light_en).map(|(zh, en)| Why { zh, en });
        Self { measured, name: row.name, unit: row.unit, why, duty: row.report, reporter: row.reporter }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::ListRef;
    use super::super::printed::tests::{five, sheet};
    use super::*;
    use crate::features::supervised::{Cause, State};
    use crate::kernel::calendar::{Period, Quarter};
    use crate::kernel::instant::Instant;
    use serde_json::Value;

    fn imprint() -> Imprint {
        let at = |text| Instant::parse(text).unwrap();
        Imprint {
            period: Period::parse("2026-09").unwrap(),
            version: 1,
            number: "通报〔2026〕9号".to_owned(),
            reason: None,
            foreword: Some("总体平稳。\n第二段".to_owned()),
            published_at: at("2026-10-14T01:00:00Z"),
            publisher: "张".to_owned(),
            list: ListRef { quarter: Quarter::parse("2026Q2").unwrap(), version: 2 },
            due_at: at("2026-10-13T15:59:59.999999Z"),
            closed_at: None,
            months: 9,
            previous: None,
        }
    }

    fn task() -> TaskRow {
        TaskRow {
            task_id: 7,
            project_id: 2,
            project: "乙".to_owned(),
            division: DivisionCode::parse("370100").unwrap(),
            cause: Cause::RedLight,
            text: "连续两个月红灯".to_owned(),
            owner: None,
            due_on: "2026-10-09".parse().unwrap(),
            state: State::Open,
            overdue: true,
        }
    }

    #[test]
    fn a_document_without_a_task_is_the_one_that_it_was_before_there_were_tasks() {
        let bytes = Document::new(imprint(), sheet(&five()), &five(), Vec::new()).bytes().unwrap();
        assert!(!bytes.contains("\"tasks\""), "{bytes}");
        assert_eq!(Document::read(&bytes).unwrap().bytes().unwrap(), bytes);
    }

    #[test]
    fn the_bytes_read_back_to_the_same_document_and_the_same_lines() {
        let mut lines = five();
        lines[1].why =
            Some(Why { zh: "落后 30 个百分点".to_owned(), en: "30 points behind".to_owned() });
        lines[1].reporter = Some("李".to_owned());
        let document = Document::new(imprint(), sheet(&lines), &lines, vec![task()]);
        let bytes = document.bytes().unwrap();
        let read = Document::read(&bytes).unwrap();
        assert_eq!(read.bytes().unwrap(), bytes);
        assert_eq!((read.month().lines, &read.sheet, &read.imprint), (lines, &document.sheet, &imprint()));
        let value: Value = serde_json::from_str(&bytes).unwrap();
        assert_eq!((&value["schema"], &value["whole"]["completion_rate"]), (&SCHEMA.into(), &"60.0".into()));
        assert_eq!(value["cities"][0]["ranks"]["completion_rate"], 2);
        assert!(bytes.starts_with(r#"{"chains":"#), "members in the order of their names");
        assert_eq!(
            (&value["tasks"][0]["state"], &value["tasks"][0]["due_on"]),
            (&"open".into(), &"2026-10-09".into())
        );
        assert_eq!(Outline::read(&bytes).unwrap().cities, document.sheet.cities);
    }

    #[test]
    fn another_schema_and_an_unknown_member_of_a_project_are_no_bulletin() {
        let bytes = Document::new(imprint(), sheet(&five()), &five(), Vec::new()).bytes().unwrap();
        assert!(Document::read(&bytes.replace(SCHEMA, "groundwork-list/1")).is_err());
        assert!(Document::read(&bytes.replace(r#""enrolled":null"#, r#""enrolled":null,"x":1"#)).is_err());
    }
}
