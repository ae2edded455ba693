//! The figures of a month as a bulletin prints them: whole numbers, amounts in yuan, rates with their one digit. Made
//! from a month's lines, kept in the document, read back from it; page, paper, workbook and API show these and nothing
//! else, and the check recomputes them from the lines.

use super::model::Line;
use crate::features::indicators::{
    self, Dimension, Figures, Indicator, Lights, Measured, Moment, competition,
};
use crate::features::updates::{Tally, tallies};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::money::Money;
use crate::kernel::ratio::Ratio;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// By what a bulletin groups.
pub const GROUPED: [Dimension; 4] =
    [Dimension::City, Dimension::Class, Dimension::Industry, Dimension::Chain];

/// What is said of a set of projects. A rate is null where there is nothing to divide by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Told {
    /// Projects; a bundle is one.
    pub count: i64,
    /// The parts in place of their bundles.
    pub split_count: i64,
    /// 实施类
    pub implementation: i64,
    /// 准备类
    pub preparation: i64,
    /// 开工 or later.
    pub started: i64,
    /// Of these, 实施类.
    pub started_implementation: i64,
    /// Starts planned for the year.
    pub planned_new: i64,
    /// Of these, started.
    pub started_new: i64,
    /// 签约 or later.
    pub signed: i64,
    /// Started and entered in the statistics system.
    pub enrolled: i64,
    /// Without a plan for the year; the completion rate leaves them out.
    pub without_plan: i64,
    /// 总投资
    #[schema(value_type = i64)]
    pub total_investment_yuan: Money,
    /// 年度计划投资
    #[schema(value_type = i64)]
    pub annual_plan_yuan: Money,
    /// 年度累计完成投资
    #[schema(value_type = i64)]
    pub ytd_investment_yuan: Money,
    /// 累计完成投资
    #[schema(value_type = i64)]
    pub cumulative_investment_yuan: Money,
    /// Done this year by the projects that have a plan: what the completion rate divides.
    #[schema(value_type = i64)]
    pub ytd_of_planned_yuan: Money,
    /// In percent with one digit: definition a, of all implementation projects.
    pub start_rate: Option<String>,
    /// Definition b, of the starts planned for the year.
    pub start_rate_new: Option<String>,
    /// Of the year's plan.
    pub completion_rate: Option<String>,
    /// Percentage points ahead of the share of the year that is over; behind it below zero.
    pub progress_gap_pp: Option<String>,
    /// Of what has started.
    pub enrolment_rate: Option<String>,
    /// By the colour of their lights.
    pub lights: Lights,
    /// What rests (停缓建) and shows no light; bulletins without one do not have the member.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unlit: i64,
    /// By how their reports stand; each obligation counts.
    pub reports: Tally,
    /// On time of what has fallen due.
    pub on_time_rate: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(count: &i64) -> bool {
    *count == 0
}

/// A group's places among its like; ties share one and leave the next ones out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulletinRanks)]
#[expect(clippy::struct_field_names, reason = "each is named after the figure that is ranked")]
pub struct Places {
    /// By the completion rate.
    pub completion_rate: Option<u32>,
    /// By the start rate, definition a.
    pub start_rate: Option<u32>,
    /// By the rate of reports on time.
    pub on_time_rate: Option<u32>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = BulletinGroup)]
pub struct Group {
    /// A code, an id or a word; null for what has none.
    pub key: Option<String>,
    /// What is said of it.
    #[serde(flatten)]
    pub told: Told,
    /// Its places; null for the group without a key.
    pub ranks: Places,
}

/// A month's table. The groups of each kind add up to the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// All together.
    pub whole: Told,
    /// Every city, also the one without a project.
    pub cities: Vec<Group>,
    /// 实施类, 准备类.
    pub classes: Vec<Group>,
    /// 所属产业
    pub industries: Vec<Group>,
    /// 产业链
    pub chains: Vec<Group>,
}

impl Sheet {
    /// Counts, adds up, divides and ranks.
    ///
    /// # Errors
    /// When a sum leaves 64 bits.
    pub fn of(lines: &[Line], moment: Moment, cities: &[DivisionCode]) -> Result<Self> {
        let rows: Vec<Measured> = lines.iter().map(|line| line.measured.clone()).collect();
        let measured = indicators::Bulletin::of(&rows, moment, &GROUPED, cities)?;
        let whole = tallies(lines.iter().map(|line| ((), line.duty))).remove(&()).unwrap_or_default();
        let mut groupings = measured.groupings.into_iter().map(|grouping| {
            let by = grouping.by;
            let reports = tallies(lines.iter().map(|line| (by.key(&line.measured), line.duty)));
            groups(grouping, &reports)
        });
        let mut next = || groupings.next().unwrap_or_default();
        Ok(Self {
            whole: Told::of(&measured.whole, whole),
            cities: next(),
            classes: next(),
            industries: next(),
            chains: next(),
        })
    }

    /// The groups of one kind; none of a kind that a bulletin does not have.
    pub fn groups(&self, by: Dimension) -> &[Group] {
        match by {
            Dimension::City => &self.cities,
            Dimension::Class => &self.classes,
            Dimension::Industry => &self.industries,
            Dimension::Chain => &self.chains,
            Dimension::Stage | Dimension::Nature => &[],
        }
    }
}

fn groups(grouping: indicators::Grouping, reports: &BTreeMap<Option<String>, Tally>) -> Vec<Group> {
    let tally = |key: &Option<String>| reports.get(key).copied().unwrap_or_default();
    let competing =
        |group: &indicators::Group| group.key.as_ref().and_then(|_| tally(&group.key).discipline());
    let punctual = competition(&grouping.groups.iter().map(competing).collect::<Vec<_>>());
    let group = |(group, on_time_rate): (indicators::Group, Option<u32>)| Group {
        told: Told::of(&group.figures, tally(&group.key)),
        ranks: Places {
            completion_rate: group.ranks.completion_rate,
            start_rate: group.ranks.start_rate,
            on_time_rate,
        },
        key: group.key,
    };
    grouping.groups.into_iter().zip(punctual).map(group).collect()
}

impl Told {
    /// As it is printed.
    pub fn of(figures: &Figures, reports: Tally) -> Self {
        let text = |indicator| figures.measure(indicator).text();
        Self {
            count: figures.count,
            split_count: figures.split_count,
            implementation: figures.implementation,
            preparation: figures.preparation,
            started: figures.started,
            started_implementation: figures.started_implementation,
            planned_new: figures.planned_new,
            started_new: figures.started_new,
            signed: figures.signed,
            enrolled: figures.enrolled,
            without_plan: figures.without_plan,
            total_investment_yuan: figures.total,
            annual_plan_yuan: figures.annual_plan,
            ytd_investment_yuan: figures.ytd,
            cumulative_investment_yuan: figures.cumulative,
            ytd_of_planned_yuan: figures.ytd_of_planned,
            start_rate: text(Indicator::StartRate),
            start_rate_new: text(Indicator::StartRateNew),
            completion_rate: text(Indicator::CompletionRate),
            progress_gap_pp: text(Indicator::ProgressGap),
            enrolment_rate: text(Indicator::EnrolmentRate),
            lights: figures.lights,
            unlit: figures.count - figures.lights.count(),
            on_time_rate: reports.discipline().map(|rate| rate.percent(1)),
            reports,
        }
    }

    /// The completion rate exactly.
    pub fn completion(&self) -> Option<Ratio> {
        Ratio::of(self.ytd_of_planned_yuan.yuan(), self.annual_plan_yuan.yuan())
    }

    /// The start rate (a) exactly.
    pub fn start(&self) -> Option<Ratio> {
        Ratio::of(self.started_implementation, self.implementation)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::features::bulletins::model::moment_of;
    use crate::features::projects::{Class, Facts, Light, Stage};
    use crate::features::updates::ObligationState::{self, Late, Missing, OnTime};
    use crate::kernel::calendar::Period;

    /// A project of a city: started or not, plan and done of the year in 万元, its light, its report.
    pub fn line(
        id: i64,
        place: &str,
        started: bool,
        (plan, ytd): (i64, i64),
        (light, duty): (Light, ObligationState),
    ) -> Line {
        let stage = if started { Stage::UnderConstruction } else { Stage::Filed };
        let facts = Facts {
            stage: Some(stage),
            total_investment: Money::from_wan(plan * 4),
            annual_plan: Money::from_wan(plan),
            ytd_investment: Money::from_wan(ytd),
            cumulative_investment: Money::from_wan(ytd * 2),
            ..Facts::named("项目", DivisionCode::parse(place).unwrap())
        };
        let measured =
            Measured { light: Some(light), ..Measured::of(id, Some(Class::Implementation), &facts) };
        Line { measured, name: format!("项目{id}"), unit: None, why: None, duty, reporter: None }
    }

    /// Five projects in three cities, computed by hand in the tests below.
    pub fn five() -> Vec<Line> {
        use Light::{Green, Red, Unreported, Yellow};
        vec![
            line(1, "370102", true, (1000, 750), (Green, OnTime)),
            line(2, "370112", false, (1000, 250), (Red, Late)),
            line(3, "370202", true, (400, 200), (Yellow, OnTime)),
            line(4, "370602", true, (0, 0), (Unreported, Missing)),
            line(5, "370602", false, (600, 600), (Green, OnTime)),
        ]
    }

    pub fn sheet(lines: &[Line]) -> Sheet {
        let cities = ["370100", "370200", "370300", "370600"].map(|code| DivisionCode::parse(code).unwrap());
        Sheet::of(lines, moment_of(Period::parse("2026-09").unwrap()), &cities).unwrap()
    }

    #[test]
    fn a_months_table_is_what_a_person_computes() {
        let sheet = sheet(&five());
        let whole = &sheet.whole;
        // 1800 of 3000: 60.0, and 75 of the year are over.
        assert_eq!(
            (whole.count, whole.started, whole.annual_plan_yuan),
            (5, 3, Money::from_wan(3000).unwrap())
        );
        assert_eq!(whole.ytd_of_planned_yuan, Money::from_wan(1800).unwrap());
        assert_eq!(whole.completion_rate.as_deref(), Some("60.0"));
        assert_eq!(
            (whole.progress_gap_pp.as_deref(), whole.start_rate.as_deref()),
            (Some("-15.0"), Some("60.0"))
        );
        assert_eq!(whole.lights, Lights { green: 2, yellow: 1, red: 1, unreported: 1 });
        assert_eq!(whole.reports, Tally { due: 0, on_time: 3, late: 1, missing: 1, excused: 0 });
        assert_eq!((whole.on_time_rate.as_deref(), whole.without_plan), (Some("60.0"), 1));
        // 济南 1000 of 2000, 青岛 200 of 400: both 50.0 and second; 烟台 600 of 600 first; 淄博 has nothing to divide by.
        let told: Vec<_> = sheet
            .cities
            .iter()
            .map(|city| {
                (city.key.as_deref(), city.told.completion_rate.as_deref(), city.ranks.completion_rate)
            })
            .collect();
        assert_eq!(
            told,
            [
                (Some("370100"), Some("50.0"), Some(2)),
                (Some("370200"), Some("50.0"), Some(2)),
                (Some("370300"), None, None),
                (Some("370600"), Some("100.0"), Some(1)),
            ]
        );
        let punctual: Vec<_> = sheet.cities.iter().map(|city| city.ranks.on_time_rate).collect();
        assert_eq!(punctual, [Some(2), Some(1), None, Some(2)], "half of 济南 and half of 烟台 on time");
    }

    #[test]
    fn a_bundle_counts_once_for_its_light_and_each_of_its_reports_for_the_ledger() {
        let mut lines = five();
        lines[1].measured.parent_id = Some(1);
        let sheet = sheet(&lines);
        assert_eq!((sheet.whole.count, sheet.whole.lights.count(), sheet.whole.split_count), (4, 4, 4));
        assert_eq!(sheet.whole.reports.late, 1, "the part reports for itself");
    }
}
