//! What a project is in a year, and what its plan could be. Pure, and computed on whole yuan and months.

use crate::features::projects::{Facts, Stage};
use crate::kernel::calendar::{Period, period_of};
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::text_enum;

text_enum! {
    /// What a project is in a year.
    pub enum Course {
        /// 续建: it started in an earlier year.
        Continued = "continued",
        /// 新开工: it is to start in the year, or should have started before.
        NewStart = "new_start",
        /// 前期: its start lies beyond the year, or is not known.
        Preparing = "preparing",
        /// 已竣工: nothing is left to be built.
        Finished = "finished",
    }
}

/// A plan as it could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What the project is in the year.
    pub course: Course,
    /// What it was in the year before, where that is something else: 新开工 becomes 续建.
    pub was: Option<Course>,
    /// The plan; none where nothing can be proposed.
    pub plan: Option<Money>,
    /// How it came about, or why there is none.
    pub why: Message,
}

/// What a project is in `year`, by what is known of it now.
pub fn course(facts: &Facts, year: i32) -> Course {
    if facts.stage.is_some_and(|stage| stage >= Stage::Completed) {
        return Course::Finished;
    }
    let started = facts.stage.is_some_and(Stage::is_started);
    let actual = facts.actual_start.as_ref().map(|start| start.last_day());
    match (started, actual, &facts.planned_start) {
        (true, Some(day), _) if period_of(day).year() >= year => Course::NewStart,
        (true, ..) => Course::Continued,
        (false, _, Some(planned)) if planned.year() <= year => Course::NewStart,
        (false, ..) => Course::Preparing,
    }
}

/// Proposes the plan of `year`; the year's investment in `facts` is that of `now`.
pub fn propose(facts: &Facts, year: i32, now: i32) -> Proposal {
    let course = course(facts, year);
    let before = self::course(facts, year - 1);
    // What was done in a year that runs is a part of its plan.
    let of_year = facts.ytd_investment.filter(|_| year == now).unwrap_or(Money::ZERO);
    let (plan, why) = spread(facts, course, year, of_year);
    Proposal { course, was: Some(before).filter(|was| *was != course), plan, why }
}

fn spread(facts: &Facts, course: Course, year: i32, of_year: Money) -> (Option<Money>, Message) {
    match course {
        Course::Finished => return (None, "plans-why-finished".into()),
        Course::Preparing => return (None, "plans-why-preparing".into()),
        Course::Continued | Course::NewStart => {}
    }
    let Some(total) = facts.total_investment else { return (None, "plans-why-no-total".into()) };
    let Some(finish) = &facts.planned_finish else { return (None, "plans-why-no-finish".into()) };
    let (Some(january), Some(december)) = (Period::new(year, 1), Period::new(year, 12)) else {
        return (None, "plans-why-no-finish".into());
    };
    let all = facts.cumulative_investment.unwrap_or(Money::ZERO);
    // Where the whole is not known, nothing is known to be done before.
    let done = all.checked_sub(of_year).unwrap_or(all).max(Money::ZERO);
    let left = total.yuan() - done.yuan();
    if left <= 0 {
        return (None, Message::new("plans-why-all-done").with("done", done.wan_text()));
    }
    let starts = facts.planned_start.as_ref().filter(|_| course == Course::NewStart);
    let first = starts.map_or(january, |start| period_of(start.last_day()).max(january));
    // What should be finished already is all to be done in the year.
    let last = period_of(finish.last_day()).max(first);
    let months = last.months_since(first) + 1;
    let in_year = last.min(december).months_since(first) + 1;
    // Whole 万元, half up: as people write plans. Far below 128 bits.
    let exact = i128::from(left) * i128::from(in_year);
    let wan = (exact * 2 / (i128::from(months) * 10_000) + 1) / 2;
    let plan = i64::try_from(wan).ok().and_then(Money::from_wan);
    let why = Message::new("plans-why")
        .with("left", Money::from_yuan(left).wan_text())
        .with("first", first)
        .with("last", last)
        .with("months", months)
        .with("in_year", in_year);
    (plan, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::plan_date::PlanDate;

    fn date(text: &str) -> Option<PlanDate> {
        PlanDate::parse(text).ok()
    }

    /// 1 亿元, 4000 万元 done, being built since May 2026, to be finished in June 2028.
    fn building() -> Facts {
        Facts {
            stage: Some(Stage::UnderConstruction),
            total_investment: Money::from_wan(10_000),
            cumulative_investment: Money::from_wan(4000),
            planned_start: date("2026-05"),
            actual_start: date("2026-05"),
            planned_finish: date("2028-06"),
            ..Facts::named("甲", DivisionCode::parse("370100").unwrap())
        }
    }

    fn wan(proposal: &Proposal) -> Option<String> {
        proposal.plan.map(Money::wan_text)
    }

    #[test]
    fn what_started_this_year_goes_on_next_year_and_what_is_left_is_spread_over_its_months() {
        // 6000 left over 18 months, 12 of them in 2027: 4000.
        let next = propose(&building(), 2027, 2026);
        assert_eq!((next.course, next.was), (Course::Continued, Some(Course::NewStart)));
        assert_eq!(wan(&next).as_deref(), Some("4,000"));
        // Of 2028 six months: all 6000, if nothing more is done before.
        assert_eq!(wan(&propose(&building(), 2028, 2026)).as_deref(), Some("6,000"));
        assert_eq!(propose(&building(), 2028, 2026).was, None, "it went on before");
    }

    #[test]
    fn of_the_year_that_runs_what_was_done_in_it_is_a_part_of_its_plan() {
        // All 4000 were done this year; the whole 10 000 belong to it when it is to be finished in December.
        let now = Facts {
            ytd_investment: Money::from_wan(4000),
            planned_start: date("2026-01"),
            actual_start: date("2026-01"),
            planned_finish: date("2026-12"),
            ..building()
        };
        assert_eq!(wan(&propose(&now, 2026, 2026)).as_deref(), Some("10,000"));
        // 1000 of them: 7000 were left in January, spread over 24 months, half of them this year.
        let longer = Facts {
            ytd_investment: Money::from_wan(1000),
            planned_start: date("2025-05"),
            actual_start: date("2025-05"),
            planned_finish: date("2027-12"),
            ..building()
        };
        assert_eq!(wan(&propose(&longer, 2026, 2026)).as_deref(), Some("3,500"));
        assert_eq!(wan(&propose(&longer, 2027, 2026)).as_deref(), Some("6,000"), "next year it is done");
    }

    #[test]
    fn where_the_whole_is_not_known_no_more_than_the_total_is_proposed() {
        let unknown = Facts {
            cumulative_investment: None,
            ytd_investment: Money::from_wan(500),
            planned_start: date("2026-01"),
            actual_start: date("2026-01"),
            planned_finish: date("2026-12"),
            ..building()
        };
        assert_eq!(wan(&propose(&unknown, 2026, 2026)).as_deref(), Some("10,000"));
    }

    #[test]
    fn a_new_start_counts_from_its_month() {
        // 10 000 over July 2027 to June 2028, six of twelve months in 2027: 5000.
        let new = Facts {
            stage: Some(Stage::Filed),
            cumulative_investment: None,
            planned_start: date("2027-07"),
            actual_start: None,
            ..building()
        };
        let next = propose(&new, 2027, 2026);
        assert_eq!((next.course, next.was), (Course::NewStart, Some(Course::Preparing)));
        assert_eq!(wan(&next).as_deref(), Some("5,000"));
        assert_eq!(propose(&new, 2026, 2026).course, Course::Preparing);
        // Planned for 2026 and not started: it is to start in 2027 from January on; 10 000 × 12 ÷ 18.
        let slipped = Facts { planned_start: date("2026-03"), ..new };
        assert_eq!(wan(&propose(&slipped, 2027, 2026)).as_deref(), Some("6,667"));
    }

    #[test]
    fn where_nothing_can_be_proposed_it_says_why() {
        let told = |facts: Facts| {
            let proposal = propose(&facts, 2027, 2026);
            assert_eq!(proposal.plan, None);
            proposal.why.id
        };
        assert_eq!(told(Facts { stage: Some(Stage::Completed), ..building() }), "plans-why-finished");
        assert_eq!(told(Facts { planned_finish: None, ..building() }), "plans-why-no-finish");
        assert_eq!(told(Facts { total_investment: None, ..building() }), "plans-why-no-total");
        assert_eq!(
            told(Facts { cumulative_investment: Money::from_wan(10_000), ..building() }),
            "plans-why-all-done"
        );
        let early =
            Facts { stage: Some(Stage::Signed), planned_start: None, actual_start: None, ..building() };
        assert_eq!(told(early), "plans-why-preparing");
        // Overdue: all that is left belongs to the year.
        let overdue = Facts { planned_finish: date("2026-08"), ..building() };
        assert_eq!(wan(&propose(&overdue, 2027, 2026)).as_deref(), Some("6,000"));
    }
}
