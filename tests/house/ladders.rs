//! On which days people are told is data: what was entered for a due day holds for it, what is due before keeps its days,
//! and what is refused names its field. October's reports are due on Friday, 6 November, November's on Monday, 7 December.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::TestApp;
use crate::reminders::{days, morning};
use crate::updates::{building, listed, set};

/// A ladder of which the days before vary.
pub fn ladder(from: &str, before: Value) -> Value {
    json!({
        "valid_from": from, "before_days": before, "on_the_day": true, "after_days": [], "superior_days": 0,
        "repeat_days": 0, "milestone_days": 0, "source": "鲁发改〔2026〕9号"
    })
}

#[actix_web::test]
async fn what_is_due_from_a_day_on_is_told_on_the_days_that_were_entered_for_it() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲厂", "370100")]);
    app.person(Role::City, "370100").await;
    set(&app, "2026-11-02T08:30:00");
    assert!(morning(&app).await.is_empty());
    let administrator = app.person(Role::Administrator, "370000").await;
    let body = ladder("2026-11-20", json!([3, 5]));
    let entered = administrator.post_json("/api/v1/reminder-ladders", &body).await.must(201).json();
    assert_eq!((&entered["before_days"], &entered["valid_until"]), (&json!([5, 3]), &Value::Null));
    // The calendar and the command read the same days.
    let foreseen = administrator.get("/api/v1/mail/preview").await.must(200).json();
    let foreseen: Vec<&str> =
        foreseen["items"].as_array().unwrap().iter().filter_map(|one| one["day"].as_str()).collect();
    let of_december: Vec<&&str> = foreseen.iter().filter(|day| day.starts_with("2026-12")).collect();
    let weekly = ["2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"];
    let told = ["2026-12-02", "2026-12-04", weekly[0], weekly[1], weekly[2], weekly[3]];
    assert_eq!(of_december, told.iter().collect::<Vec<_>>(), "{foreseen:?}");
    // October's are due before it: as configured, three days before, on the day, and late every week.
    let november = days(&app, "2026-11", 3..=30).await;
    assert_eq!(november, [(3, 1), (6, 1), (9, 1), (16, 1), (23, 1), (30, 1)]);
    // November's: five days before, three, on the day, and never again; October's go on every week.
    let december = days(&app, "2026-12", 1..=31).await;
    assert_eq!(december, [(2, 1), (4, 1), (7, 1), (14, 1), (21, 1), (28, 1)]);
}

#[actix_web::test]
async fn a_ladder_that_was_withdrawn_holds_no_more_and_stays_to_be_read() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T08:30:00");
    let jinan = app.person(Role::City, "370100").await;
    let administrator = app.person(Role::Administrator, "370000").await;
    let body = ladder("2026-11-02", json!([4]));
    let id = administrator.post_json("/api/v1/reminder-ladders", &body).await.must(201).json()["id"].clone();
    let withdrawal = format!("/api/v1/reminder-ladders/{id}/withdrawal");
    let reason = json!({ "reason": "误录" });
    jinan.post_json(&withdrawal, &reason).await.must(403);
    administrator.post_json(&withdrawal, &json!({ "reason": " " })).await.must(422);
    let withdrawn = administrator.post_json(&withdrawal, &reason).await.must(200).json();
    assert_eq!(withdrawn["withdraw_reason"], "误录");
    administrator.post_json(&withdrawal, &reason).await.must(409);
    administrator.post_json("/api/v1/reminder-ladders/999/withdrawal", &reason).await.must(404);
    let all = administrator.get("/api/v1/reminder-ladders").await.must(200).json();
    let items = all["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["id"], &items[1]["id"]), (2, &id, &Value::Null));
    assert_eq!(days(&app, "2026-11", 2..=6).await, [(3, 1), (6, 1)], "as configured");
}

#[actix_web::test]
async fn what_one_ladder_repeated_does_not_silence_the_next_one() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲厂", "370100")]);
    app.person(Role::City, "370100").await;
    set(&app, "2026-11-02T08:30:00");
    let administrator = app.person(Role::Administrator, "370000").await;
    let mut often = ladder("2026-11-02", json!([]));
    often["repeat_days"] = json!(3);
    let id = administrator.post_json("/api/v1/reminder-ladders", &often).await.must(201).json()["id"].clone();
    // Due on Friday the 6th, then every three days: the 9th, the 12th, the 15th (told on Monday the 16th), the 18th.
    assert_eq!(days(&app, "2026-11", 2..=18).await, [(6, 1), (9, 1), (12, 1), (16, 1), (18, 1)]);
    let administrator = app.person(Role::Administrator, "370000").await;
    let why = json!({ "reason": "太密" });
    administrator.post_json(&format!("/api/v1/reminder-ladders/{id}/withdrawal"), &why).await.must(200);
    // As configured again: three days late, then every week; each of these days is told as its own.
    assert_eq!(days(&app, "2026-11", 19..=30).await, [(19, 1), (23, 1), (30, 1)]);
}

#[actix_web::test]
async fn days_that_cannot_be_are_refused_at_their_field_and_nothing_is_entered() {
    let app = TestApp::new().await;
    set(&app, "2026-11-02T09:00:00");
    let administrator = app.person(Role::Administrator, "370000").await;
    let refused = |body: Value| {
        let administrator = administrator.clone();
        async move {
            let answer = administrator.post_json("/api/v1/reminder-ladders", &body).await.must(422).json();
            let fields = answer["errors"].as_array().unwrap().iter();
            fields.map(|one| (one["field"].clone(), one["code"].clone())).collect::<Vec<_>>()
        }
    };
    let mut wrong = ladder("2026-11-01", json!([0]));
    wrong["valid_until"] = json!("2026-10-31");
    wrong["after_days"] = json!([3, 91]);
    wrong["superior_days"] = json!(3);
    wrong["repeat_days"] = json!(91);
    wrong["source"] = json!(" ");
    let fields = refused(wrong).await;
    let named: Vec<&str> = fields.iter().map(|(field, _)| field.as_str().unwrap()).collect();
    let expected =
        ["valid_from", "valid_until", "before_days", "after_days", "superior_days", "repeat_days", "source"];
    assert_eq!(named, expected);
    let mut silent = ladder("2026-11-02", json!([]));
    silent["on_the_day"] = json!(false);
    assert_eq!(refused(silent).await, [(json!("before_days"), json!("reminders-ladder-silent"))]);
    let unreadable = refused(ladder("2026-13-01", json!([1]))).await;
    assert_eq!(unreadable, [(json!("valid_from"), json!("reminders-day"))]);
    let all = administrator.get("/api/v1/reminder-ladders").await.must(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1, "the configuration's alone");
}

#[actix_web::test]
async fn the_page_reads_figures_as_people_type_them_and_keeps_what_it_refuses() {
    let app = TestApp::new().await;
    set(&app, "2026-11-02T09:00:00");
    let administrator = app.person(Role::Administrator, "370000").await;
    let typed = |before: &'static str, repeat: &'static str| {
        [
            ("valid_from", "2026-12-01"),
            ("before_days", before),
            ("on_the_day", "1"),
            ("after_days", ""),
            ("superior_days", "５"),
            ("repeat_days", repeat),
            ("milestone_days", "0"),
            ("source", "惯例"),
        ]
    };
    let page = administrator.form("/reminders/ladders", &typed("1、a", "x")).await.must(422).text();
    assert!(
        page.contains("1、a") && page.contains("before_days-e") && page.contains("repeat_days-e"),
        "{page}"
    );
    administrator.form("/reminders/ladders", &typed("１，7 3、3", "7")).await.must(303);
    let all = administrator.get("/api/v1/reminder-ladders").await.must(200).json();
    let newest = &all["items"][0];
    assert_eq!((&newest["before_days"], &newest["superior_days"]), (&json!([7, 3, 1]), &json!(5)));
    let page = administrator.get("/reminders/ladders").await.must(200).text();
    assert!(page.contains("到期前 7、3、1 天") && page.contains("惯例"), "{page}");
    let withdrawal = format!("/reminders/ladders/{}/withdrawal", newest["id"]);
    administrator.form(&withdrawal, &[("reason", "")]).await.must(422);
    administrator.form(&withdrawal, &[("reason", "误录")]).await.must(303);
    let leader = app.person(Role::Leader, "370000").await;
    let page = leader.get("/reminders/ladders").await.must(200).text();
    assert!(
        page.contains("误录") && !page.contains("name=\"valid_from\""),
        "read by everybody, entered by one"
    );
}
