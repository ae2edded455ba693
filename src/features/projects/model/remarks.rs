//! What the facts say against each other. A contradiction is refused with every field it touches; what only looks odd
//! is remarked and never blocks. Dates are compared at their real precision: `2026` is not before `2026-05`.

use super::{Facts, Warning};
use crate::kernel::error::FieldError;
use crate::kernel::message::Message;
use crate::kernel::money::{Money, Unit};
use crate::kernel::plan_date::PlanDate;
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// Microdegrees that a project in China lies within, generously.
const CHINA_LNG: RangeInclusive<i64> = 73_000_000..=136_000_000;
const CHINA_LAT: RangeInclusive<i64> = 3_000_000..=54_000_000;
/// Microdegrees of the globe.
const LNG: RangeInclusive<i64> = -180_000_000..=180_000_000;
const LAT: RangeInclusive<i64> = -90_000_000..=90_000_000;

/// What cannot be true; empty when all may be.
pub fn contradictions(facts: &Facts) -> Vec<FieldError> {
    let mut refused = Vec::new();
    for (first, second) in dates_in_order(facts) {
        if let ((_, Some(early)), (_, Some(late))) = (first, second)
            && late.is_before(early)
        {
            let message = Message::new("projects-dates-order").with("first", early).with("second", late);
            refused.push(FieldError::new(first.0, message.clone()));
            refused.push(FieldError::new(second.0, message));
        }
    }
    for (field, money) in money(facts) {
        if money < Money::ZERO {
            refused.push(FieldError::new(field, "projects-amount-negative"));
        } else if money > Money::ENTRY_LIMIT {
            let limit = Money::ENTRY_LIMIT.yuan() / Unit::Yi.yuan();
            refused
                .push(FieldError::new(field, Message::new("projects-amount-too-large").with("limit", limit)));
        }
    }
    for (field, e6, globe) in [("lng", facts.lng_e6, LNG), ("lat", facts.lat_e6, LAT)] {
        if e6.is_some_and(|e6| !globe.contains(&e6)) {
            refused.push(FieldError::new(field, "projects-position-range"));
        }
    }
    refused
}

/// What a person should look at; empty when nothing is odd.
pub fn oddities(facts: &Facts, today: NaiveDate) -> Vec<Warning> {
    let mut odd = Vec::new();
    for (field, date) in [
        ("actual_start", &facts.actual_start),
        ("actual_finish", &facts.actual_finish),
        ("in_production_on", &facts.in_production_on),
    ] {
        if let Some(date) = date.as_ref().filter(|date| date.first_day() > today) {
            odd.push(Warning::new(field, Message::new("projects-date-future").with("date", date)));
        }
    }
    if facts.total_investment == Some(Money::ZERO) {
        odd.push(Warning::new("total_investment_yuan", "projects-total-zero"));
    }
    for (field, id, part) in [
        ("annual_plan_yuan", "projects-plan-above-total", facts.annual_plan),
        ("cumulative_investment_yuan", "projects-cumulative-above-total", facts.cumulative_investment),
    ] {
        if let (Some(part), Some(total)) = (part, facts.total_investment)
            && part > total
        {
            let message = Message::new(id).with("part", part.wan_text()).with("total", total.wan_text());
            odd.push(Warning::new(field, message));
        }
    }
    if let (Some(ytd), Some(cumulative)) = (facts.ytd_investment, facts.cumulative_investment)
        && ytd > cumulative
    {
        odd.push(Warning::new("ytd_investment_yuan", "projects-ytd-above-cumulative"));
    }
    match (facts.lng_e6, facts.lat_e6) {
        (Some(lng), Some(lat)) if !CHINA_LNG.contains(&lng) || !CHINA_LAT.contains(&lat) => {
            odd.push(Warning::new("lng", "projects-position-abroad"));
        }
        (Some(_), None) => odd.push(Warning::new("lat", "projects-position-half")),
        (None, Some(_)) => odd.push(Warning::new("lng", "projects-position-half")),
        _ => {}
    }
    odd
}

type NamedDate<'a> = (&'static str, Option<&'a PlanDate>);

/// Pairs of dates of which the first comes first.
fn dates_in_order(facts: &Facts) -> [(NamedDate<'_>, NamedDate<'_>); 3] {
    let start = ("actual_start", facts.actual_start.as_ref());
    [
        (("planned_start", facts.planned_start.as_ref()), ("planned_finish", facts.planned_finish.as_ref())),
        (start, ("actual_finish", facts.actual_finish.as_ref())),
        (start, ("in_production_on", facts.in_production_on.as_ref())),
    ]
}

fn money(facts: &Facts) -> impl Iterator<Item = (&'static str, Money)> {
    [
        ("total_investment_yuan", facts.total_investment),
        ("annual_plan_yuan", facts.annual_plan),
        ("ytd_investment_yuan", facts.ytd_investment),
        ("cumulative_investment_yuan", facts.cumulative_investment),
    ]
    .into_iter()
    .filter_map(|(field, money)| Some((field, money?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::division::DivisionCode;

    fn facts() -> Facts {
        Facts::named("项目", DivisionCode::parse("370100").unwrap())
    }

    fn date(text: &str) -> PlanDate {
        PlanDate::parse(text).unwrap()
    }

    fn yuan(yuan: i64) -> Money {
        Money::from_yuan(yuan)
    }

    fn refused(facts: &Facts) -> Vec<String> {
        contradictions(facts).into_iter().map(|refusal| refusal.field).collect()
    }

    fn remarked(facts: &Facts) -> Vec<(&'static str, &'static str)> {
        let today = NaiveDate::from_ymd_opt(2026, 10, 8).unwrap();
        oddities(facts, today).into_iter().map(|warning| (warning.field, warning.message.id)).collect()
    }

    #[test]
    fn a_finish_before_its_start_is_refused_at_both_fields() {
        let wrong =
            Facts { planned_start: Some(date("2026")), planned_finish: Some(date("2025-12")), ..facts() };
        assert_eq!(refused(&wrong), ["planned_start", "planned_finish"]);
        let overlapping =
            Facts { planned_start: Some(date("2026-05")), planned_finish: Some(date("2026")), ..facts() };
        assert_eq!(refused(&overlapping), [""; 0]);
        let actual =
            Facts { actual_start: Some(date("2026-05")), in_production_on: Some(date("2026-04")), ..facts() };
        assert_eq!(refused(&actual), ["actual_start", "in_production_on"]);
    }

    #[test]
    fn negative_and_absurd_amounts_are_refused() {
        assert_eq!(refused(&Facts { annual_plan: Some(yuan(-1)), ..facts() }), ["annual_plan_yuan"]);
        let limit = Money::ENTRY_LIMIT.yuan();
        assert_eq!(
            refused(&Facts { total_investment: Some(yuan(limit + 1)), ..facts() }),
            ["total_investment_yuan"]
        );
        assert_eq!(refused(&Facts { total_investment: Some(yuan(limit)), ..facts() }), [""; 0]);
    }

    #[test]
    fn odd_amounts_are_remarked_and_not_refused() {
        let odd = Facts {
            total_investment: Some(yuan(0)),
            annual_plan: Some(yuan(1)),
            ytd_investment: Some(yuan(2)),
            cumulative_investment: Some(yuan(1)),
            ..facts()
        };
        assert!(refused(&odd).is_empty());
        assert_eq!(
            remarked(&odd),
            [
                ("total_investment_yuan", "projects-total-zero"),
                ("annual_plan_yuan", "projects-plan-above-total"),
                ("cumulative_investment_yuan", "projects-cumulative-above-total"),
                ("ytd_investment_yuan", "projects-ytd-above-cumulative"),
            ]
        );
    }

    #[test]
    fn what_is_said_to_have_happened_tomorrow_is_remarked() {
        assert_eq!(remarked(&Facts { actual_start: Some(date("2026-10")), ..facts() }), []);
        assert_eq!(
            remarked(&Facts { actual_start: Some(date("2026-11")), ..facts() }),
            [("actual_start", "projects-date-future")]
        );
    }

    #[test]
    fn a_position_lies_on_the_globe_and_mostly_in_china() {
        let at = |lng, lat| Facts { lng_e6: lng, lat_e6: lat, ..facts() };
        assert_eq!(refused(&at(Some(181_000_000), Some(36_000_000))), ["lng"]);
        assert_eq!(
            remarked(&at(Some(36_000_000), Some(117_000_000 / 2))),
            [("lng", "projects-position-abroad")]
        );
        assert_eq!(remarked(&at(Some(117_000_000), None)), [("lat", "projects-position-half")]);
        assert_eq!(remarked(&at(Some(117_000_000), Some(36_600_000))), []);
    }
}
