//! A bulletin that says what its projects say passes; whatever is altered in it is named.

use super::super::document::Document;
use super::super::printed::tests::{five, sheet};
use super::*;
use serde_json::{Value, json};

fn bytes() -> Value {
    let lines = five();
    let imprint = json!({ "period": "2026-09", "version": 1, "number": "通报〔2026〕9号", "reason": null,
        "foreword": null, "published_at": "2026-10-14T01:00:00Z", "publisher": "张",
        "list": { "quarter": "2026Q2", "version": 1 }, "due_at": "2026-10-13T15:59:59Z", "closed_at": null,
        "months": 9, "previous": null });
    let document = Document::new(serde_json::from_value(imprint).unwrap(), sheet(&lines), &lines, Vec::new());
    serde_json::from_str(&document.bytes().unwrap()).unwrap()
}

/// What is wrong with the document after a change: the sentences' ids with what was said and what comes out.
fn wrong(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut value = bytes();
    change(&mut value);
    match must_add_up(&Document::read(&value.to_string()).unwrap()) {
        Ok(recomputed) => {
            assert!(recomputed > 300, "counts, sums, rates and ranks of four groupings: {recomputed}");
            Vec::new()
        }
        Err(Error::Invalid(fields)) => {
            assert!(
                fields.iter().all(|one| one.field == "figures" && one.message.id == "indicators-mismatch")
            );
            fields.into_iter().map(|one| format!("{:?}", one.message.args)).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_bulletin_that_says_what_its_projects_say_has_no_mismatch() {
    assert_eq!(wrong(|_| ()), [""; 0]);
}

#[test]
fn one_wrong_figure_of_each_kind_is_found() {
    for (place, figure) in [
        ("/whole/count", json!(6)),
        ("/whole/completion_rate", json!("60.2")),
        ("/whole/progress_gap_pp", json!("-14.0")),
        ("/whole/progress_gap_pp", Value::Null),
        ("/whole/on_time_rate", Value::Null),
        ("/cities/0/completion_rate", json!("51.0")),
        ("/cities/0/ranks/completion_rate", json!(1)),
        ("/cities/3/ranks/on_time_rate", json!(3)),
        ("/cities/2/completion_rate", json!("0.0")),
        ("/cities/0/lights/red", json!(0)),
        ("/cities/1/reports/on_time", json!(2)),
        ("/cities/3/ytd_of_planned_yuan", json!(1)),
        ("/classes/0/annual_plan_yuan", json!(1)),
        ("/projects/2/annual_plan_yuan", json!(5_000_000)),
        ("/projects/1/light", json!("green")),
        ("/projects/1/report", json!("on_time")),
        ("/projects/4/division", json!("370202")),
        ("/months", json!(8)),
    ] {
        let found = wrong(|value| *value.pointer_mut(place).unwrap() = figure.clone());
        assert!(!found.is_empty(), "{place} said {figure}");
    }
}

#[test]
fn a_group_that_is_forgotten_or_invented_is_found() {
    assert!(!wrong(|value| drop(value["cities"].as_array_mut().unwrap().remove(0))).is_empty());
    let invented = |value: &mut Value| {
        let copy = value["industries"][0].clone();
        value["industries"].as_array_mut().unwrap().push(copy);
        value["industries"][1]["key"] = json!("x");
    };
    assert!(!wrong(invented).is_empty());
}

#[test]
fn the_sentence_names_the_group_the_figure_and_both_numbers() {
    let found = wrong(|value| value["cities"][0]["completion_rate"] = json!("51.0"));
    assert_eq!(found.len(), 1, "{found:#?}");
    for word in ["370100", "indicators-completion-rate", "51.0%", "50.0%"] {
        assert!(found[0].contains(word), "{word}: {found:#?}");
    }
}
