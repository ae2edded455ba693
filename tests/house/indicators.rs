//! The consistency check on what governments really printed (`tests/data/dispatch_statistics.csv`, compiled from the
//! dispatches of Shandong, Changzhou, Ordos and Jiangmen that its `source_id` names): every row that prints both
//! operands comes out to the printed digit, and a source's own slip is called what it is.

use groundwork::features::indicators::{Claim, Printed, Said, Verdict, check};
use groundwork::kernel::message::Message;
use groundwork::web::Lang;
use regex::Regex;
use std::collections::BTreeMap;

const TABLE: &str = include_str!("../data/dispatch_statistics.csv");

type Row = BTreeMap<String, String>;

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let header = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| named(record.unwrap())).collect()
}

fn figure(row: &Row, column: &str) -> Option<Printed> {
    Printed::parse(&row[column])
}

/// What the row claims, as far as it prints what it was computed from.
fn claims(row: &Row) -> Vec<(&'static str, Said)> {
    let mut claims = Vec::new();
    let rate = |part, whole, printed| Said::Rate { part, whole, printed: Some(printed) };
    let planned = figure(row, "projects_planned_start").or_else(|| figure(row, "projects_total"));
    if let (Some(started), Some(whole), Some(printed)) =
        (figure(row, "projects_started"), planned, figure(row, "start_rate_pct"))
    {
        claims.push(("start rate", rate(started, whole, printed)));
    }
    let (done, plan) = (figure(row, "invested_yi"), figure(row, "annual_plan_yi"));
    let completion = figure(row, "completion_rate_pct");
    if let (Some(done), Some(plan), Some(printed)) = (done, plan, completion) {
        claims.push(("completion rate", rate(done, plan, printed)));
    }
    let ahead = Regex::new(r"(?:超时序进度|领先时间进度|超时间进度)([0-9.]+)个百分点").unwrap();
    if let Some(found) = ahead.captures(&row["other"]) {
        let month = Regex::new(r"([0-9]+)月?$").unwrap();
        let exact = done.zip(plan).and_then(|(done, plan)| done.over(plan));
        let gap = Said::Gap {
            completion: exact.or_else(|| completion?.as_percentage()).unwrap(),
            months: month.captures(&row["period"]).unwrap()[1].parse().unwrap(),
            printed: Printed::parse(&found[1]).unwrap(),
        };
        claims.push(("gap", gap));
    }
    let share = Regex::new(r"项目([0-9]+)个\(([0-9.]+)%\)").unwrap();
    if let (Some(found), Some(whole)) = (share.captures(&row["other"]), figure(row, "projects_total")) {
        let [part, printed] = [&found[1], &found[2]].map(|text| Printed::parse(text).unwrap());
        claims.push(("share", rate(part, whole, printed)));
    }
    let split = Regex::new(r"新建([0-9]+),续建([0-9]+)").unwrap();
    if let (Some(found), Some(whole)) = (split.captures(&row["scope"]), figure(row, "projects_total")) {
        let parts = [&found[1], &found[2]].map(|text| Printed::parse(text).unwrap());
        claims.push(("sum", Said::Sum { parts: parts.to_vec(), whole, exact: true }));
    }
    claims
}

fn told(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Agrees => "agrees".to_owned(),
        Verdict::Rounding { said, computed } => format!("rounding: {said} for {computed}"),
        Verdict::Mismatch { said, computed } => format!("mismatch: {said} for {computed}"),
    }
}

#[test]
fn every_printed_row_with_both_operands_comes_out_to_the_printed_digit() {
    let mut verdicts = Vec::new();
    for row in rows() {
        for (what, said) in claims(&row) {
            let found = check(&[Claim { about: Message::new("indicators-start-rate"), said }]);
            verdicts.push(format!("{} {what} {}", row["row_id"], told(&found[0].verdict)));
        }
    }
    assert_eq!(
        verdicts,
        [
            "ST01 start rate agrees",
            "ST11 gap agrees",
            "ST21 gap agrees",
            "ST21 share agrees",
            "ST25 start rate agrees",
            "ST27 start rate agrees",
            "ST27 completion rate rounding: 47.6% for 47.5%",
            "ST27 sum agrees",
            "ST29 start rate agrees",
            "ST31 start rate agrees",
            "ST33 start rate agrees",
            "ST35 start rate agrees",
            "ST37 start rate agrees",
            "ST39 start rate agrees",
            "ST39 completion rate agrees",
            "ST39 gap agrees",
        ]
    );
}

#[test]
fn a_sources_own_error_is_said_in_a_sentence_in_both_languages() {
    let printed = |text| Printed::parse(text).unwrap();
    let said = Said::Rate { part: printed("64"), whole: printed("76"), printed: Some(printed("83%")) };
    let about = Message::new("indicators-start-rate");
    let found = &check(&[Claim { about, said }])[0];
    assert!(found.is_mismatch());
    assert_eq!(
        Lang::Zh.render(&found.sentence()),
        "开工率：写的是 83%，复算为 84.2%，两者不符，请核对后再发布。"
    );
    assert_eq!(
        Lang::En.render(&found.sentence()),
        "Start rate: says 83%, recomputed 84.2%; they do not agree. Check before publishing."
    );
}
