//! What is measured of a project, and which projects count: a bundle (打包项目) counts once, its parts only where
//! somebody asks for the split count. 444 projects are 569 after splitting (DOMAIN section 2.4); both are said.

use crate::features::projects::{Class, Facts, Light, Nature, Stage};
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::kernel::ratio::Ratio;
use std::collections::BTreeSet;

/// The facts of one project that any indicator asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The project.
    pub project_id: i64,
    /// Where it lies.
    pub division: DivisionCode,
    /// On a list the list's class, in the registry the project's own.
    pub class: Option<Class>,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// 建设性质
    pub nature: Option<Nature>,
    /// `industries.code`
    pub industry: Option<String>,
    /// `chains.id`
    pub chain_id: Option<i64>,
    /// The bundle that it is a part of.
    pub parent_id: Option<i64>,
    /// 计划开工
    pub planned_start: Option<PlanDate>,
    /// 实际开工
    pub actual_start: Option<PlanDate>,
    /// 是否入统
    pub enrolled: Option<bool>,
    /// 总投资
    pub total: Option<Money>,
    /// 年度计划投资
    pub annual_plan: Option<Money>,
    /// 年度累计完成投资
    pub ytd: Option<Money>,
    /// 累计完成投资
    pub cumulative: Option<Money>,
    /// 亮灯, where a month is measured.
    pub light: Option<Light>,
}

impl Measured {
    /// Of a project with these facts. `class` is the class it is measured in: a published list keeps its own.
    pub fn of(project_id: i64, class: Option<Class>, facts: &Facts) -> Self {
        Self {
            project_id,
            division: facts.division,
            class,
            stage: facts.stage,
            nature: facts.nature,
            industry: facts.industry.clone(),
            chain_id: facts.chain_id,
            parent_id: facts.parent_id,
            planned_start: facts.planned_start.clone(),
            actual_start: facts.actual_start.clone(),
            enrolled: facts.enrolled,
            total: facts.total_investment,
            annual_plan: facts.annual_plan,
            ytd: facts.ytd_investment,
            cumulative: facts.cumulative_investment,
            light: None,
        }
    }

    /// 开工 or later.
    pub fn is_started(&self) -> bool {
        self.stage.is_some_and(Stage::is_started)
    }

    /// 签约 or later.
    pub fn is_signed(&self) -> bool {
        self.stage.is_some_and(|stage| stage >= Stage::Signed)
    }

    /// 实施类
    pub fn is_implementation(&self) -> bool {
        self.class == Some(Class::Implementation)
    }

    /// 计划新开工 of `year`: 实施类, the planned start lies in that year, and it had not begun before.
    pub fn is_planned_start_of(&self, year: i32) -> bool {
        let in_year = |date: &PlanDate| date.year() == year;
        let began_before = |date: &PlanDate| date.year() < year;
        self.is_implementation()
            && self.planned_start.as_ref().is_some_and(in_year)
            && !self.actual_start.as_ref().is_some_and(began_before)
    }

    /// What of its own plan is done; none without one.
    pub fn completion(&self) -> Option<Ratio> {
        Ratio::of(self.ytd.unwrap_or_default().yuan(), self.plan()?.yuan())
    }

    /// The plan of the year, where there is something planned.
    pub fn plan(&self) -> Option<Money> {
        self.annual_plan.filter(|plan| *plan > Money::ZERO)
    }
}

/// A project among those that are measured with it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Its facts.
    pub measured: &'a Measured,
    /// It is no part of a bundle that is measured too: counts, sums and rates take it.
    pub counts: bool,
    /// None of the others is a part of it: the split count takes it.
    pub is_leaf: bool,
}

/// What counts among `rows`. A part whose bundle is not measured stands for itself.
pub fn members(rows: &[Measured]) -> Vec<Member<'_>> {
    let here: BTreeSet<i64> = rows.iter().map(|row| row.project_id).collect();
    let bundles: BTreeSet<i64> = rows.iter().filter_map(|row| row.parent_id).collect();
    rows.iter()
        .map(|measured| {
            let Measured { project_id, parent_id, .. } = measured;
            Member {
                measured,
                counts: parent_id.is_none_or(|bundle| !here.contains(&bundle)),
                is_leaf: !bundles.contains(project_id),
            }
        })
        .collect()
}

/// 已开工未入统: what has broken ground and is not known to be entered in the statistics system, in the order of `rows`.
pub fn started_not_enrolled(rows: &[Measured]) -> Vec<i64> {
    let open = |member: &Member<'_>| {
        member.counts && member.measured.is_started() && member.measured.enrolled != Some(true)
    };
    members(rows).into_iter().filter(open).map(|member| member.measured.project_id).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A project of 济南 of the building class.
    pub fn row(project_id: i64, stage: Stage) -> Measured {
        let facts =
            Facts { stage: Some(stage), ..Facts::named("项目", DivisionCode::parse("370100").unwrap()) };
        Measured::of(project_id, Some(Class::Implementation), &facts)
    }

    fn date(text: &str) -> PlanDate {
        PlanDate::parse(text).unwrap()
    }

    #[test]
    fn a_bundle_counts_once_and_its_parts_in_the_split_count() {
        let part = |id| Measured { parent_id: Some(1), ..row(id, Stage::Signed) };
        let stray = Measured { parent_id: Some(99), ..row(4, Stage::Signed) };
        let rows = [row(1, Stage::Signed), part(2), part(3), stray, row(5, Stage::Signed)];
        let counted: Vec<_> =
            members(&rows).iter().filter(|one| one.counts).map(|one| one.measured.project_id).collect();
        let split: Vec<_> =
            members(&rows).iter().filter(|one| one.is_leaf).map(|one| one.measured.project_id).collect();
        assert_eq!((counted, split), (vec![1, 4, 5], vec![2, 3, 4, 5]));
    }

    #[test]
    fn planned_new_starts_lie_in_the_year_and_have_not_begun_before_it() {
        let of = |planned: &str, actual: Option<&str>| Measured {
            planned_start: Some(date(planned)),
            actual_start: actual.map(date),
            ..row(1, Stage::Started)
        };
        assert!(of("2026", None).is_planned_start_of(2026));
        assert!(of("2026-12-31", Some("2026-01")).is_planned_start_of(2026));
        assert!(!of("2025-12", None).is_planned_start_of(2026));
        assert!(!of("2026Q2", Some("2025")).is_planned_start_of(2026), "carried on from last year");
        let preparation = Measured { class: Some(Class::Preparation), ..of("2026", None) };
        assert!(!preparation.is_planned_start_of(2026));
    }

    #[test]
    fn what_nobody_has_said_to_be_enrolled_is_on_the_list_of_exceptions() {
        let said = |id, enrolled| Measured { enrolled, ..row(id, Stage::UnderConstruction) };
        let waiting = Measured { enrolled: Some(false), ..row(4, Stage::Filed) };
        let rows = [said(1, Some(true)), said(2, Some(false)), said(3, None), waiting];
        assert_eq!(started_not_enrolled(&rows), [2, 3]);
    }
}
