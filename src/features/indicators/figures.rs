//! The figures of a set of projects: counts, sums, and the indicators made of them.

use super::definition::Indicator;
use super::lights::Lights;
use super::measured::Member;
use super::moment::Moment;
use crate::features::projects::Class;
use crate::kernel::error::{Error, Result};
use crate::kernel::money::Money;
use crate::kernel::ratio::Ratio;
use anyhow::anyhow;

/// Counts and sums at one moment. Everything but [`Figures::split_count`] takes a bundle once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// When.
    pub moment: Moment,
    /// Projects; a bundle is one.
    pub count: i64,
    /// 拆分口径: the parts in place of their bundles.
    pub split_count: i64,
    /// 实施类
    pub implementation: i64,
    /// 准备类
    pub preparation: i64,
    /// 开工 or later.
    pub started: i64,
    /// Of these, 实施类.
    pub started_implementation: i64,
    /// 计划新开工
    pub planned_new: i64,
    /// Of these, started.
    pub started_new: i64,
    /// 签约 or later.
    pub signed: i64,
    /// Started and 入统.
    pub enrolled: i64,
    /// Without a plan for the year: the completion rate leaves them out.
    pub without_plan: i64,
    /// 总投资
    pub total: Money,
    /// 年度计划投资
    pub annual_plan: Money,
    /// 年度累计完成投资
    pub ytd: Money,
    /// 累计完成投资
    pub cumulative: Money,
    /// Done this year by the projects that have a plan.
    pub ytd_of_planned: Money,
    /// By the colour of their lights, where a month is measured.
    pub lights: Lights,
}

/// An indicator's value with what it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Which.
    pub indicator: Indicator,
    /// Numerator and denominator, for a rate: counts, yuan or months. None for a difference of rates.
    pub operands: Option<(i64, i64)>,
    /// Exact; none without a denominator.
    pub value: Option<Ratio>,
}

impl Measure {
    /// In percent or points with one digit, half up: `80.0`. None without a denominator.
    pub fn text(&self) -> Option<String> {
        self.value.map(|value| value.percent(1))
    }
}

impl Figures {
    /// Adds everything up.
    ///
    /// # Errors
    /// When a sum leaves 64 bits, which the limit of a single amount keeps away from any real list.
    pub fn of<'a>(members: impl IntoIterator<Item = &'a Member<'a>>, moment: Moment) -> Result<Self> {
        let mut figures = Self {
            moment,
            count: 0,
            split_count: 0,
            implementation: 0,
            preparation: 0,
            started: 0,
            started_implementation: 0,
            planned_new: 0,
            started_new: 0,
            signed: 0,
            enrolled: 0,
            without_plan: 0,
            total: Money::ZERO,
            annual_plan: Money::ZERO,
            ytd: Money::ZERO,
            cumulative: Money::ZERO,
            ytd_of_planned: Money::ZERO,
            lights: Lights::default(),
        };
        for member in members {
            figures.split_count += i64::from(member.is_leaf);
            if member.counts {
                figures.take(member)?;
            }
        }
        Ok(figures)
    }

    fn take(&mut self, member: &Member<'_>) -> Result<()> {
        let row = member.measured;
        let started = row.is_started();
        let planned_new = row.is_planned_start_of(self.moment.year);
        for (count, counts) in [
            (&mut self.count, true),
            (&mut self.implementation, row.is_implementation()),
            (&mut self.preparation, row.class == Some(Class::Preparation)),
            (&mut self.started, started),
            (&mut self.started_implementation, started && row.is_implementation()),
            (&mut self.planned_new, planned_new),
            (&mut self.started_new, started && planned_new),
            (&mut self.signed, row.is_signed()),
            (&mut self.enrolled, started && row.enrolled == Some(true)),
            (&mut self.without_plan, row.plan().is_none()),
        ] {
            *count += i64::from(counts);
        }
        if let Some(colour) = row.light {
            self.lights.add(colour);
        }
        for (sum, amount) in [
            (&mut self.total, row.total),
            (&mut self.annual_plan, row.annual_plan),
            (&mut self.ytd, row.ytd),
            (&mut self.cumulative, row.cumulative),
            (&mut self.ytd_of_planned, row.plan().and(row.ytd)),
        ] {
            let added = sum.checked_add(amount.unwrap_or_default());
            *sum = added.ok_or_else(|| Error::Unexpected(anyhow!("a sum of figures leaves 64 bits")))?;
        }
        Ok(())
    }

    /// One indicator.
    pub fn measure(&self, indicator: Indicator) -> Measure {
        let rate =
            |part, whole| Measure { indicator, operands: Some((part, whole)), value: Ratio::of(part, whole) };
        match indicator {
            Indicator::StartRate => rate(self.started_implementation, self.implementation),
            Indicator::StartRateNew => rate(self.started_new, self.planned_new),
            Indicator::CompletionRate => rate(self.ytd_of_planned.yuan(), self.annual_plan.yuan()),
            Indicator::TimeProgress => {
                let months = self.moment.months();
                let value = Some(self.moment.time_progress());
                Measure { indicator, operands: Some((i64::from(months), 12)), value }
            }
            Indicator::ProgressGap => {
                let completed = self.measure(Indicator::CompletionRate).value;
                let value = completed.and_then(|rate| rate.checked_sub(self.moment.time_progress()));
                Measure { indicator, operands: None, value }
            }
            Indicator::EnrolmentRate => rate(self.enrolled, self.started),
            Indicator::SignedToStarted => rate(self.started, self.signed),
        }
    }

    /// All of them, in their order.
    pub fn measures(&self) -> Vec<Measure> {
        Indicator::ALL.iter().map(|indicator| self.measure(*indicator)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::measured::tests::row;
    use super::super::measured::{Measured, members};
    use super::*;
    use crate::features::projects::Stage;
    use crate::kernel::plan_date::PlanDate;

    const MOMENT: &str = "2026-09-30";

    fn figures(rows: &[Measured]) -> Figures {
        Figures::of(&members(rows), Moment { year: 2026, as_of: MOMENT.parse().unwrap() }).unwrap()
    }

    fn shown(figures: &Figures, indicator: Indicator) -> String {
        figures.measure(indicator).text().unwrap_or_else(|| "—".to_owned())
    }

    #[test]
    fn the_check_figures_of_the_handbook_come_out() {
        let base = figures(&[]);
        let start = |started_implementation, implementation| {
            shown(&Figures { implementation, started_implementation, ..base }, Indicator::StartRate)
        };
        assert_eq!((start(1531, 1914), start(84, 106)), ("80.0".to_owned(), "79.2".to_owned()));
        let new = |started_new, planned_new| {
            shown(&Figures { planned_new, started_new, ..base }, Indicator::StartRateNew)
        };
        assert_eq!((new(3, 6), new(206, 255)), ("50.0".to_owned(), "80.8".to_owned()));
        let gap = |ytd: i64, plan: i64, as_of: &str| {
            let figures = Figures {
                ytd_of_planned: Money::from_yuan(ytd),
                annual_plan: Money::from_yuan(plan),
                moment: Moment { year: 2026, as_of: as_of.parse().unwrap() },
                ..base
            };
            (shown(&figures, Indicator::CompletionRate), shown(&figures, Indicator::ProgressGap))
        };
        assert_eq!(gap(20_788, 43_768, MOMENT), ("47.5".to_owned(), "-27.5".to_owned()));
        assert_eq!(gap(900, 1000, MOMENT).1, "15.0");
        assert_eq!(gap(966, 1000, MOMENT).1, "21.6");
        assert_eq!(gap(56, 100, "2026-06-30").1, "6.0");
        // 97.16 less 83.33 on the fractions; 97.2 less 83.3 would be 13.9.
        assert_eq!(gap(6290, 6474, "2026-10-31"), ("97.2".to_owned(), "13.8".to_owned()));
    }

    #[test]
    fn both_start_rates_name_their_own_denominator() {
        let planned = |id, stage, start: &str| Measured {
            planned_start: Some(PlanDate::parse(start).unwrap()),
            ..row(id, stage)
        };
        let rows = [
            planned(1, Stage::Started, "2026-03"),
            planned(2, Stage::Filed, "2026"),
            planned(3, Stage::UnderConstruction, "2025-04"),
            Measured { class: Some(Class::Preparation), ..planned(4, Stage::Signed, "2026") },
        ];
        let figures = figures(&rows);
        assert_eq!(figures.measure(Indicator::StartRate).operands, Some((2, 3)));
        assert_eq!(figures.measure(Indicator::StartRateNew).operands, Some((1, 2)));
        assert_eq!(figures.measure(Indicator::SignedToStarted).operands, Some((2, 4)));
        assert_ne!(
            Indicator::StartRate.definition().denominator,
            Indicator::StartRateNew.definition().denominator
        );
    }

    #[test]
    fn completion_is_that_of_the_projects_with_a_plan_and_says_how_many_lack_one() {
        let money = |plan: Option<i64>, ytd: i64| Measured {
            annual_plan: plan.map(Money::from_yuan),
            ytd: Some(Money::from_yuan(ytd)),
            ..row(1, Stage::Started)
        };
        let rows = [money(Some(100), 40), money(Some(300), 260), money(None, 77), money(Some(0), 5)];
        let rows: Vec<Measured> =
            rows.into_iter().zip(1..).map(|(row, project_id)| Measured { project_id, ..row }).collect();
        let figures = figures(&rows);
        assert_eq!(figures.measure(Indicator::CompletionRate).operands, Some((300, 400)));
        assert_eq!((figures.without_plan, figures.ytd), (2, Money::from_yuan(382)));
        assert_eq!(shown(&figures, Indicator::ProgressGap), "0.0");
    }

    #[test]
    fn of_nothing_there_is_no_rate_and_nothing_divides_by_zero() {
        let figures = figures(&[]);
        for indicator in Indicator::ALL {
            let expected = if *indicator == Indicator::TimeProgress { "75.0" } else { "—" };
            assert_eq!(shown(&figures, *indicator), expected, "{indicator}");
        }
    }

    #[test]
    fn a_sum_beyond_64_bits_is_an_error_and_never_wraps() {
        let huge = |id| Measured { total: Some(Money::from_yuan(i64::MAX)), ..row(id, Stage::Signed) };
        let moment = Moment { year: 2026, as_of: MOMENT.parse().unwrap() };
        assert!(Figures::of(&members(&[huge(1), huge(2)]), moment).is_err());
    }
}
