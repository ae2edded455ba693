//! Each flag against figures on both sides of its border.

use super::*;

fn wan(wan: i64) -> Option<Money> {
    Money::from_wan(wan)
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

fn date(text: &str) -> Option<PlanDate> {
    PlanDate::parse(text).ok()
}

fn figures(stage: Stage, cumulative: i64) -> Figures {
    Figures { stage: Some(stage), cumulative: wan(cumulative), ..Figures::default() }
}

fn month(period_text: &str, stage: Stage, cumulative: i64) -> Month {
    Month { period: period(period_text), stage: Some(stage), cumulative: wan(cumulative) }
}

/// Codes of what is flagged in September 2026.
fn codes(said: &Figures, before: &Before<'_>) -> Vec<&'static str> {
    let flags = flags(said, before, period("2026-09"));
    flags.iter().map(|flag| flag.sentence().id.trim_start_matches("updates-flag-")).collect()
}

fn building(cumulative: i64) -> Before<'static> {
    Before { last: figures(Stage::UnderConstruction, cumulative), total: wan(12_000), ..Before::default() }
}

#[test]
fn an_ordinary_month_is_not_flagged() {
    assert!(codes(&figures(Stage::UnderConstruction, 5_000), &building(4_000)).is_empty());
    assert!(codes(&Figures::default(), &Before::default()).is_empty());
}

#[test]
fn what_fell_and_what_exceeds_the_total_is_flagged_with_its_figures() {
    let said = figures(Stage::UnderConstruction, 3_999);
    assert_eq!(codes(&said, &building(4_000)), ["cumulative-fell"]);
    let flag = flags(&said, &building(4_000), period("2026-09")).remove(0);
    assert_eq!(flag, Flag::CumulativeFell { from: wan(4_000).unwrap(), to: wan(3_999).unwrap() });
    assert_eq!(flag.field(), "cumulative_investment_yuan");
    assert_eq!(codes(&figures(Stage::UnderConstruction, 12_001), &building(9_000)), ["above-total"]);
    assert!(codes(&figures(Stage::UnderConstruction, 12_000), &building(9_000)).is_empty());
}

#[test]
fn a_month_of_more_than_a_third_of_the_total_is_flagged() {
    // A third of 12 000 is 4 000.
    assert!(codes(&figures(Stage::UnderConstruction, 5_000), &building(1_000)).is_empty());
    assert_eq!(codes(&figures(Stage::UnderConstruction, 5_001), &building(1_000)), ["month-of-total"]);
}

#[test]
fn a_month_above_five_times_the_mean_before_is_flagged() {
    let months = [
        month("2026-05", Stage::UnderConstruction, 100),
        month("2026-06", Stage::UnderConstruction, 150),
        month("2026-08", Stage::UnderConstruction, 400),
    ];
    // 300 in three months is 100 a month; five times that is 500.
    let before = Before { months: &months, ..building(400) };
    assert!(codes(&figures(Stage::UnderConstruction, 900), &before).is_empty());
    assert_eq!(codes(&figures(Stage::UnderConstruction, 901), &before), ["month-above-mean"]);
    // Nothing was done for three months: anything is more than five times that.
    let still = ["2026-06", "2026-07", "2026-08"].map(|text| month(text, Stage::UnderConstruction, 500));
    let idle = Before { months: &still, ..building(500) };
    assert_eq!(codes(&figures(Stage::UnderConstruction, 501), &idle), ["month-above-mean"]);
    // One month has no mean.
    let before = Before { months: &months[..1], ..building(100) };
    assert!(codes(&figures(Stage::UnderConstruction, 901), &before).is_empty());
}

#[test]
fn a_start_that_should_have_been_is_flagged_when_its_last_day_is_over() {
    let before = |planned| Before { planned_start: date(planned), ..Before::default() };
    let filed = figures(Stage::Filed, 0);
    for (planned, flagged) in
        [("2026-09", true), ("2026Q3", true), ("2026", false), ("2026-10", false), ("2026-09-30", true)]
    {
        assert_eq!(codes(&filed, &before(planned)) == ["start-passed"], flagged, "{planned}");
    }
    assert!(codes(&figures(Stage::Started, 0), &before("2026-05")).is_empty());
    assert_eq!(codes(&Figures::default(), &before("2026-05")), ["start-passed"], "no stage is no start");
}

#[test]
fn a_stage_that_went_back_is_flagged() {
    let before = building(4_000);
    assert_eq!(codes(&figures(Stage::Started, 4_000), &before), ["stage-back"]);
}

#[test]
fn two_quarters_without_a_change_are_flagged() {
    let still = |from: &str| {
        vec![
            month("2026-01", Stage::Filed, 0),
            month(from, Stage::Started, 500),
            month("2026-08", Stage::Started, 500),
        ]
    };
    let last = Before { last: figures(Stage::Started, 500), ..Before::default() };
    let said = figures(Stage::Started, 500);
    let months = still("2026-03");
    let before = Before { months: &months, ..last.clone() };
    assert_eq!(codes(&said, &before), ["unchanged"]);
    assert_eq!(flags(&said, &before, period("2026-09")), [Flag::Unchanged { since: period("2026-03") }]);
    let months = still("2026-04");
    assert!(codes(&said, &Before { months: &months, ..last }).is_empty(), "five months");
    let done = [month("2025-01", Stage::Completed, 500)];
    let before = Before { months: &done, last: figures(Stage::Completed, 500), ..Before::default() };
    assert!(codes(&figures(Stage::Completed, 500), &before).is_empty(), "nothing more is to come");
}

#[test]
fn enrolled_before_the_start_is_flagged() {
    let said = Figures { enrolled: Some(true), ..figures(Stage::Filed, 0) };
    assert_eq!(codes(&said, &Before::default()), ["enrolled-not-started"]);
    let said = Figures { enrolled: Some(true), ..figures(Stage::Started, 0) };
    assert!(codes(&said, &Before::default()).is_empty());
}

#[test]
fn a_finish_that_moved_is_flagged_and_one_said_more_exactly_is_not() {
    let finish = |text| Figures { planned_finish: date(text), ..Figures::default() };
    let before = Before { last: finish("2027"), ..Before::default() };
    assert_eq!(codes(&finish("2028-06"), &before), ["finish-moved"]);
    assert_eq!(codes(&finish("2026-12"), &before), ["finish-moved"]);
    assert!(codes(&finish("2027-09"), &before).is_empty());
    assert!(codes(&Figures::default(), &before).is_empty());
}

#[test]
fn a_flag_reads_the_same_after_it_was_stored() {
    let flag = Flag::FinishMoved { from: date("2027").unwrap(), to: date("2028Q2").unwrap() };
    let stored = serde_json::to_string(&flag).unwrap();
    assert_eq!(stored, r#"{"flag":"finish_moved","from":"2027","to":"2028Q2"}"#);
    assert_eq!(serde_json::from_str::<Flag>(&stored).unwrap(), flag);
}
