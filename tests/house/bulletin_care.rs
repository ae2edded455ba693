//! What keeps a bulletin right: it never changes, the database itself refuses; the check finds what somebody altered
//! behind the guards; a correction is a next version and the one before stays; what comes late changes the month and not
//! the bulletin; of two publications at once one is done.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use groundwork::features::bulletins::{self, Publishing};
use groundwork::features::updates::At;
use groundwork::kernel::calendar::Period;
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::error::Error;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use serde_json::{Value, json};
use std::sync::{Arc, Barrier};

use crate::bulletins::{API, publish};
use crate::kit::{Client, TestApp};
use crate::month_statistics::{accepted, october};
use crate::updates::set;

fn run(app: &TestApp, statement: &str) -> QueryResult<()> {
    app.context.db.connection().unwrap().batch_execute(statement)
}

fn faults(app: &TestApp) -> Vec<String> {
    let found = app.context.db.read_now(bulletins::verify).unwrap();
    found.iter().map(|message| message.id.to_owned()).collect()
}

/// October published; who did it, and the bulletin.
async fn published(app: &TestApp) -> (Client, Value) {
    october(app).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let bulletin = publish(&reviewer, json!({ "foreword": "总体平稳。" })).await.must(200).json();
    (reviewer, bulletin)
}

async fn correct(who: &Client, body: Value) -> crate::kit::Answer {
    who.post_json(&format!("{API}/corrections"), &body).await
}

#[actix_web::test]
async fn the_database_itself_refuses_every_change_of_a_published_bulletin() {
    let app = TestApp::new().await;
    let (reviewer, bulletin) = published(&app).await;
    let version = |number: i32, written: &str| {
        format!(
            "insert into bulletins (period, version, number, publisher, published_at, document, hash) \
             values ('2026-10', {number}, '{written}', 'x', '2026-11-10 00:00:00', '{{}}', 'x')"
        )
    };
    let mut attempts = vec![
        "update bulletins set document = '{}'".to_owned(),
        "update bulletins set number = 'x'".to_owned(),
        "update bulletins set published_at = '2026-01-01 00:00:00'".to_owned(),
        "delete from bulletins".to_owned(),
        version(1, "通报〔2026〕1号"),
        version(3, "通报〔2026〕1号"),
        version(2, "x"),
    ];
    if app.on_postgres() {
        attempts.push("truncate bulletins".to_owned());
    } else {
        attempts.push(version(1, "通报〔2026〕1号").replacen("insert", "insert or replace", 1));
    }
    for attempt in attempts {
        let refused = run(&app, &attempt).expect_err(&attempt).to_string();
        assert!(refused.contains("never changes"), "{attempt}: {refused}");
    }
    assert_eq!(reviewer.get(API).await.must(200).json(), bulletin);
    assert_eq!(faults(&app), [""; 0]);
    let checked = app.command(&["check"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[actix_web::test]
async fn the_check_names_the_bulletin_that_somebody_altered_behind_the_guards() {
    let disarm = if TestApp::new().await.on_postgres() {
        "drop trigger bulletins_are_final on bulletins;"
    } else {
        "drop trigger bulletins_are_final_update; drop trigger bulletins_are_final_delete;"
    };
    for (tampering, expected) in [
        ("update bulletins set number = 'x'", vec!["bulletins-check-imprint"]),
        (
            "update bulletins set document = replace(document, '\"completion_rate\":\"54.0\"', '\"completion_rate\":\"64.0\"')",
            vec!["bulletins-check-hash", "bulletins-check-figures"],
        ),
        (
            "update bulletins set document = replace(document, '\"months\":10', '\"months\": 10')",
            vec!["bulletins-check-hash", "bulletins-check-not-canonical"],
        ),
        (
            "update bulletins set document = replace(document, 'groundwork-bulletin/1', 'other/1')",
            vec!["bulletins-check-hash", "bulletins-check-unreadable"],
        ),
        ("update bulletins set previous_hash = 'x'", vec!["bulletins-check-imprint"]),
    ] {
        let app = TestApp::new().await;
        published(&app).await;
        assert_eq!(faults(&app), [""; 0]);
        run(&app, disarm).unwrap();
        run(&app, tampering).unwrap();
        assert_eq!(faults(&app), expected, "{tampering}");
        let checked = app.command(&["check"]);
        let told = String::from_utf8_lossy(&checked.stdout).into_owned();
        assert!(!checked.status.success() && told.contains("2026-10 第 1 版通报"), "{told}");
        assert!(told.contains("bulletins_are_final"), "the missing guard is named too: {told}");
    }
}

#[actix_web::test]
async fn what_comes_late_changes_the_month_and_not_the_bulletin_until_a_correction_with_a_reason() {
    let app = TestApp::new().await;
    let ids = october(&app).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let first = publish(&reviewer, json!({ "foreword": "总体平稳。" })).await.must(200).json();
    let same = correct(&reviewer, json!({ "reason": "核对" })).await.must(409).json();
    assert_eq!(same["code"], "bulletins-correction-same");
    set(&app, "2026-11-12T09:00:00");
    let made_up = json!({ "period": "2026-10", "cumulative_investment_yuan": 14_000_000, "ytd_investment_yuan": 9_000_000 });
    accepted(&app, "370100", ids[1], made_up).await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert_eq!(reviewer.get(API).await.must(200).json(), first, "published is published");
    let statistics = "/api/v1/statistics?period=2026-10";
    let rate = async |path: &str| {
        reviewer.get(path).await.must(200).json()["whole"]["completion_rate"]["value"].clone()
    };
    assert_eq!(rate(statistics).await, "34.0");
    assert_eq!(rate(&format!("{statistics}&list=live")).await, "36.0", "what the reports say now");

    let unfounded = correct(&reviewer, json!({})).await.must(422).json();
    assert_eq!(unfounded["errors"][0]["field"], "reason");
    let stale = correct(&reviewer, json!({ "reason": "补报", "base": 2 })).await.must(409).json();
    assert_eq!(stale["code"], "bulletins-correction-superseded");
    correct(&app.person(Role::Leader, "370000").await, json!({ "reason": "x" })).await.must(403);
    let body = json!({ "reason": "济南乙补报", "base": 1 });
    let second = correct(&reviewer, body).await.must(200).json();
    assert_eq!(
        (&second["version"], &second["number"], &second["newest"]),
        (&json!(2), &first["number"], &json!(2))
    );
    assert_eq!(
        (&second["whole"]["completion_rate"], &second["reason"]),
        (&json!("36.0"), &json!("济南乙补报"))
    );
    assert_eq!((&second["foreword"], &second["previous_hash"]), (&json!("总体平稳。"), &first["hash"]));
    let old = reviewer.get(&format!("{API}?version=1")).await.must(200).json();
    assert_eq!((&old["hash"], &old["whole"], &old["newest"]), (&first["hash"], &first["whole"], &json!(2)));
    let superseded = reviewer.get("/bulletins/2026-10?version=1").await.must(200).text();
    assert!(superseded.contains("已被第 2 版更正") && !superseded.contains("/corrections"), "{superseded}");
    assert!(
        superseded.contains("period=2026-10&#38;version=1&#38;by=city&#38;key=370100#rows"),
        "{superseded}"
    );
    let statistics = reviewer.get("/statistics?period=2026-10&version=1").await.must(200).text();
    assert!(
        statistics.contains("href=\"/bulletins/2026-10?version=1\""),
        "its rows are its own: {statistics}"
    );
    let live = reviewer.get("/statistics?list=live&period=2026-10").await.must(200).text();
    assert!(live.contains("href=\"/updates?period=2026-10\""), "what stands now is not the bulletin: {live}");
    let page = reviewer.get("/bulletins/2026-10").await.must(200).text();
    assert!(page.contains("<del>34.0%</del>") && page.contains("<ins>36.0%</ins>"), "{page}");
    assert!(page.contains("济南乙补报"), "{page}");
    let jinan = app.person(Role::City, "370100").await;
    let told = jinan.get("/api/v1/notices").await.must(200).json();
    assert_eq!(told["items"][0]["kind"], "bulletin_correction");
    assert!(told["items"][0]["text"].as_str().unwrap().contains("济南乙补报"), "{told}");
    reviewer.get(&format!("{API}?version=3")).await.must(404);
    assert_eq!(faults(&app), [""; 0]);
    let emptied = correct(&reviewer, json!({ "reason": "前言有误", "foreword": "" })).await.must(200).json();
    assert_eq!((&emptied["version"], &emptied["foreword"]), (&json!(3), &Value::Null));
    let by_form = [("reason", "前言补充"), ("foreword", "稳中有进。"), ("base", "3")];
    reviewer.form("/bulletins/2026-10/corrections", &by_form).await.must(303);
    assert_eq!(reviewer.get(API).await.must(200).json()["foreword"], "稳中有进。");
    let without = [("reason", ""), ("foreword", "不丢的话"), ("base", "4")];
    let refused = reviewer.form("/bulletins/2026-10/corrections", &without).await.must(422).text();
    assert!(refused.contains("不丢的话") && refused.contains("更正须写明理由"), "{refused}");
    assert_eq!(faults(&app), [""; 0]);
    let unpublished =
        reviewer.post_json("/api/v1/bulletins/2026-11/corrections", &json!({ "reason": "x" })).await;
    assert_eq!(
        (unpublished.status, &unpublished.json()["code"]),
        (409, &json!("bulletins-correction-unpublished"))
    );
}

#[actix_web::test]
async fn of_two_publications_at_once_one_is_done_and_the_other_refused() {
    let app = TestApp::new().await;
    october(&app).await;
    let config = groundwork::config::Config::load(&groundwork::config::Sources::default()).unwrap();
    let start = Arc::new(Barrier::new(2));
    let outcomes: Vec<_> = [1, 2]
        .map(|copy| {
            let (context, config, start) = (app.context.clone(), config.clone(), start.clone());
            std::thread::spawn(move || {
                let at = At::of(&context, &config);
                let caller = Caller::command_line(DivisionCode::parse("370000").unwrap());
                let new = Publishing { number: Some(format!("通报〔2026〕{copy}号")), foreword: None };
                let period = Period::parse("2026-10").unwrap();
                start.wait();
                context.db.write_now(|conn| bulletins::publish(conn, &caller, period, &new, ("通报", &at)))
            })
        })
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let refused = outcomes.into_iter().find_map(Result::err).unwrap();
    assert!(
        matches!(&refused, Error::Conflict(why) if why.id == "bulletins-published-already"),
        "{refused:?}"
    );
    assert_eq!(faults(&app), [""; 0]);
    let told = app.person(Role::City, "370100").await.get("/api/v1/notices").await.must(200).json();
    let bulletins = told["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "bulletin");
    assert_eq!(bulletins.count(), 1, "a deed undone tells nobody");
}
