//! The lights against figures worked out by hand: 序时进度 is 8.33 points a month (August 66.7, September 75, October
//! 83.3).

use super::*;

fn rules() -> Rules {
    Rules {
        valid_from: None,
        valid_until: None,
        start_months: (1, 3),
        progress_points: (10, 30),
        progress_slack: Light::Green,
        enrolment_months: (1, 3),
        unreported_months: 3,
    }
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

fn date(text: &str) -> Option<PlanDate> {
    PlanDate::parse(text).ok()
}

fn months(from: &str, until: &str) -> BTreeSet<Period> {
    std::iter::successors(Some(period(from)), |month| Some(month.next()))
        .take_while(|month| *month <= period(until))
        .collect()
}

/// Being built, entered, reported for `reported`; of a plan of 1000 万元 so much is done.
fn building(ytd: i64, reported: &str) -> Situation {
    Situation {
        started: true,
        completed: false,
        planned_start: date("2026-03"),
        actual_start: date("2026-03"),
        enrolled: Some(true),
        year: 2026,
        annual_plan: Money::from_wan(1000),
        ytd: Money::from_wan(ytd),
        last_report: Some(period(reported)),
        owed: months("2026-01", "2026-12"),
        excused: BTreeSet::new(),
    }
}

/// Not started, reported for `reported`.
fn waiting(planned: &str, reported: &str) -> Situation {
    Situation {
        started: false,
        planned_start: date(planned),
        actual_start: None,
        enrolled: None,
        annual_plan: None,
        ytd: None,
        ..building(0, reported)
    }
}

/// The family and the colour that decide.
fn shows(rules: &Rules, situation: &Situation, at: &str) -> (Family, Light) {
    let worst = light(rules, situation, &[], period(at)).remove(0);
    (worst.family, worst.colour)
}

#[test]
fn progress_is_green_on_time_yellow_from_ten_points_behind_and_red_above_thirty() {
    for (ytd, colour) in [
        (750, Light::Green),
        (749, Light::Green),  // 0.1 points behind: left open, green by the setting
        (651, Light::Green),  // 9.9
        (650, Light::Yellow), // 10.0
        (450, Light::Yellow), // 30.0
        (449, Light::Red),    // 30.1
        (0, Light::Red),
        (1200, Light::Green),
    ] {
        let found = light(&rules(), &building(ytd, "2026-09"), &[], period("2026-09"));
        let progress = found.iter().find(|finding| finding.family == Family::Progress).unwrap();
        assert_eq!(progress.colour, colour, "{ytd}");
    }
}

#[test]
fn what_practice_leaves_open_is_a_setting() {
    let strict = Rules { progress_slack: Light::Yellow, ..rules() };
    assert_eq!(shows(&strict, &building(749, "2026-09"), "2026-09"), (Family::Progress, Light::Yellow));
    assert_eq!(shows(&strict, &building(750, "2026-09"), "2026-09").1, Light::Green);
}

#[test]
fn the_comparison_is_exact_and_only_the_shown_figure_is_rounded() {
    // 65.01% against 75% is 9.99 behind: shown as 10.0, and not yet ten.
    let situation = Situation {
        annual_plan: Some(Money::from_yuan(10_000)),
        ytd: Some(Money::from_yuan(6_501)),
        ..building(0, "2026-09")
    };
    let found = light(&rules(), &situation, &[], period("2026-09"));
    let progress = found.iter().find(|finding| finding.family == Family::Progress).unwrap();
    assert_eq!(progress.colour, Light::Green);
    let sentence = progress.why.sentence();
    assert_eq!(sentence.id, "lights-why-progress-behind");
    assert!(sentence.args.contains(&("gap", crate::kernel::message::Arg::Text("10.0".to_owned()))));
}

#[test]
fn a_start_is_yellow_when_its_month_is_missed_and_red_after_three() {
    for (planned, colour) in [
        ("2026-10", Light::Green),
        ("2026-09", Light::Yellow),
        ("2026-08", Light::Yellow),
        ("2026-07", Light::Red),
        ("2026Q3", Light::Yellow),
        ("2026Q2", Light::Red), // its last month is June: June, July, August, September
        ("2026", Light::Green),
    ] {
        let found = light(&rules(), &waiting(planned, "2026-09"), &[], period("2026-09"));
        let start = found.iter().find(|finding| finding.family == Family::Start).unwrap();
        assert_eq!(start.colour, colour, "{planned}");
    }
    let missed = light(&rules(), &waiting("2026-08", "2026-09"), &[], period("2026-09")).remove(0);
    assert_eq!(missed.why, Why::StartMissed { planned: date("2026-08").unwrap(), months: 2 });
}

#[test]
fn enrolment_is_yellow_a_month_after_the_start_and_red_after_more_than_two() {
    for (start, colour) in [
        ("2026-09", Light::Green),
        ("2026-08", Light::Yellow),
        ("2026-07", Light::Yellow),
        ("2026-06", Light::Red),
    ] {
        let situation = Situation { actual_start: date(start), enrolled: None, ..building(800, "2026-09") };
        let found = light(&rules(), &situation, &[], period("2026-09"));
        let enrolment = found.iter().find(|finding| finding.family == Family::Enrolment).unwrap();
        assert_eq!(enrolment.colour, colour, "{start}");
    }
}

#[test]
fn not_to_report_is_never_green_and_hides_no_red() {
    assert_eq!(shows(&rules(), &building(800, "2026-09"), "2026-10"), (Family::Staleness, Light::Unreported));
    assert_eq!(
        shows(&rules(), &building(600, "2026-09"), "2026-10").1,
        Light::Unreported,
        "yellow is milder"
    );
    // 44% against 75% in September.
    assert_eq!(shows(&rules(), &building(440, "2026-08"), "2026-09"), (Family::Progress, Light::Red));
    assert_eq!(shows(&rules(), &building(1000, "2026-06"), "2026-09"), (Family::Staleness, Light::Red));
    let never =
        Situation { last_report: None, owed: months("2026-09", "2026-12"), ..building(800, "2026-09") };
    assert_eq!(shows(&rules(), &never, "2026-09"), (Family::Staleness, Light::Unreported));
    assert_eq!(shows(&rules(), &never, "2026-11"), (Family::Staleness, Light::Red));
}

/// Let off from these months, and owing all others of the year.
fn let_off(months_off: &[&str], reported: &str) -> Situation {
    let excused: BTreeSet<Period> = months_off.iter().map(|text| period(text)).collect();
    let owed = months("2026-01", "2026-12").difference(&excused).copied().collect();
    Situation { owed, excused, ..building(900, reported) }
}

#[test]
fn a_month_that_it_was_let_off_from_is_neither_unreported_nor_one_of_those_in_a_row() {
    let off = let_off(&["2026-10"], "2026-09");
    let findings = light(&rules(), &off, &[], period("2026-10"));
    assert!(findings.iter().all(|finding| finding.colour == Light::Green), "{findings:?}");
    assert!(findings.iter().any(|finding| finding.why == Why::Excused { period: period("2026-10") }));
    // November and December are two in a row, October is none of them: red only in January.
    assert_eq!(shows(&rules(), &off, "2026-12").1, Light::Unreported);
    assert_eq!(
        shows(&rules(), &let_off(&["2026-10", "2026-11"], "2026-09"), "2026-12"),
        (Family::Staleness, Light::Unreported)
    );
    let never = Situation { last_report: None, owed: months("2026-11", "2026-12"), ..off };
    assert_eq!(shows(&rules(), &never, "2026-12").1, Light::Unreported, "two of three");
    // It was let off and reported all the same.
    let findings = light(&rules(), &let_off(&["2026-09"], "2026-09"), &[], period("2026-09"));
    assert!(findings.iter().any(|finding| finding.why == Why::Reported { period: period("2026-09") }));
}

#[test]
fn to_be_let_off_from_a_month_makes_nothing_of_the_months_before_it() {
    // July, August and September were owed and are missing; October was let off.
    let off = let_off(&["2026-10"], "2026-06");
    assert_eq!(shows(&rules(), &off, "2026-09"), (Family::Staleness, Light::Red));
    let october = light(&rules(), &off, &[], period("2026-10")).remove(0);
    assert_eq!((october.colour, october.why), (Light::Red, Why::Unreported { months: 3 }));
    assert_eq!(shows(&rules(), &let_off(&["2026-10"], "2026-08"), "2026-10").1, Light::Unreported);
}

#[test]
fn months_in_which_nothing_was_owed_are_not_held_against_it() {
    // Reported for March, off the list for two quarters, back on it.
    let back = Situation { owed: months("2026-10", "2026-12"), ..building(900, "2026-03") };
    let october = light(&rules(), &back, &[], period("2026-10")).remove(0);
    assert_eq!((october.colour, october.why), (Light::Unreported, Why::Unreported { months: 1 }));
    assert_eq!(shows(&rules(), &back, "2026-12").1, Light::Red);
    let next = forecast(&rules(), &back, &[], period("2026-12"));
    assert!(next.iter().any(|finding| finding.why == Why::Unreported { months: 4 }), "January will be owed");
}

#[test]
fn what_is_completed_or_has_no_plan_is_not_judged_by_progress() {
    let completed = Situation { completed: true, ..building(0, "2026-09") };
    assert_eq!(shows(&rules(), &completed, "2026-09").1, Light::Green);
    let without = Situation { annual_plan: None, ..building(0, "2026-09") };
    assert_eq!(shows(&rules(), &without, "2026-09").1, Light::Green);
    let nothing = Situation { annual_plan: Some(Money::ZERO), ..building(0, "2026-09") };
    assert_eq!(shows(&rules(), &nothing, "2026-09").1, Light::Green, "nothing is divided by zero");
}

#[test]
fn the_forecast_is_the_next_month_by_the_same_rules_if_nothing_further_is_reported() {
    // 55% done. September: 75 - 55 = 20 points behind, yellow. October: 83.3 - 55 = 28.3, still yellow, but unreported.
    let situation = building(550, "2026-09");
    assert_eq!(shows(&rules(), &situation, "2026-09"), (Family::Progress, Light::Yellow));
    let next = forecast(&rules(), &situation, &[], period("2026-09"));
    assert_eq!((next[0].family, next[0].colour), (Family::Staleness, Light::Unreported));
    assert_eq!((next[1].family, next[1].colour), (Family::Progress, Light::Yellow));
    // 50% done: 83.3 - 50 = 33.3 in October, red.
    let next = forecast(&rules(), &building(500, "2026-09"), &[], period("2026-09"));
    assert_eq!((next[0].family, next[0].colour), (Family::Progress, Light::Red));
    // Planned for July: two months missed in August, three in September.
    let next = forecast(&rules(), &waiting("2026-07", "2026-08"), &[], period("2026-08"));
    assert_eq!((next[0].family, next[0].colour), (Family::Start, Light::Red));
    // A new year has a plan of its own: December's figures say nothing about January.
    let next = forecast(&rules(), &building(100, "2026-12"), &[], period("2026-12"));
    assert!(next.iter().all(|finding| finding.family != Family::Progress));
}

#[test]
fn rules_hold_for_their_months_and_the_newer_ones_win() {
    let first = Rules { valid_until: Some(period("2026-12")), ..rules() };
    let second = Rules { valid_from: Some(period("2026-07")), progress_points: (5, 20), ..rules() };
    let all = [first.clone(), second.clone()];
    assert_eq!(in_force(&all, period("2026-06")), Some(&first));
    assert_eq!(in_force(&all, period("2026-07")), Some(&second));
    assert_eq!(in_force(&all, period("2027-01")), Some(&second));
    assert_eq!(in_force(&all[..1], period("2027-01")), None);
}
