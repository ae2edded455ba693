//! How an installation runs, for whoever administers it: jobs with their next runs, a line that is tried out and written,
//! what waits and what failed; the calendar of what will be sent; and the figures for a collector.

use chrono::Datelike as _;
use groundwork::kernel::role::Role;
use groundwork::mail::{Memory, Transport};
use serde_json::{Value, json};

use crate::kit::TestApp;
use crate::updates::{building, listed, set};

#[actix_web::test]
async fn an_administrator_tries_a_line_out_writes_it_and_takes_it_back() {
    let app = TestApp::new().await;
    let administrator = app.person(Role::Administrator, "370000").await;
    let page = administrator.get("/operations").await.must(200).text();
    for said in ["催办提醒", "value=\"30 8 * * *\"", "2026-10-09 08:30", "2026-10-12 08:30", "还没有执行记录"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("2026-10-11 08:30"), "a Sunday");
    let tried = administrator.get("/operations?job=reminders&line=0+9+*+*+1").await.must(200).text();
    assert!(
        tried.contains("尚未保存")
            && tried.contains("2026-10-12 09:00")
            && tried.contains("2026-11-09 09:00")
    );
    let api = "/api/v1/operations/jobs/reminders";
    for (line, why) in [
        ("* * * * * *", "应为五段"),
        ("* * * * *", "执行过于频繁"),
        ("0 8 30 2 *", "永远不会执行"),
        ("61 8 * * *", "无法识别"),
        ("30 8 1 * 1", "同时写了"),
    ] {
        let refused =
            administrator.form("/operations/jobs/reminders", &[("line", line)]).await.must(422).text();
        assert!(refused.contains(why) && refused.contains(line), "{line}: {refused}");
        let code = administrator.post_json(api, &json!({ "line": line })).await.must(422).json();
        assert_eq!(code["errors"][0]["field"], "line");
    }
    let written = administrator.post_json(api, &json!({ "line": "0 9 * * 1" })).await.must(200).json();
    assert_eq!(
        (&written["line"], &written["next"][0]),
        (&json!("0 9 * * 1"), &json!("2026-10-12T01:00:00Z"))
    );
    administrator.form("/operations/jobs/reminders", &[("line", "")]).await.must(303);
    let stands = administrator.get("/api/v1/operations").await.must(200).json();
    assert_eq!(stands["jobs"][0]["line"], "30 8 * * *");
    let city = app.person(Role::Administrator, "370100").await;
    city.post_json(api, &json!({ "line": "0 9 * * 1" })).await.must(403);
    administrator.post_json("/api/v1/operations/jobs/nothing", &json!({ "line": "" })).await.must(404);
}

#[actix_web::test]
async fn what_waits_what_failed_and_what_ran_is_told_to_people_and_to_a_collector() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100")]);
    app.person(Role::City, "370100").await;
    set(&app, "2026-11-03T08:30:00");
    app.jobs.run(&app.context).await.unwrap();
    let auditor = app.person(Role::Auditor, "370000").await;
    let stands = auditor.get("/api/v1/operations").await.must(200).json();
    assert_eq!((&stands["depth"], &stands["oldest_waiting"]), (&json!(1), &json!("2026-11-03T00:30:00Z")));
    assert_eq!(stands["ticks"][0]["due_at"], "2026-11-03T00:30:00Z");
    let page = auditor.get("/operations?lang=en").await.must(200).text();
    assert!(
        page.contains("Letters that wait") && page.contains("2026-11-03 08:30") && !page.contains("Save<"),
        "{page}"
    );
    app.clock.advance(chrono::TimeDelta::minutes(10));
    let metrics = app.stranger().get("/metrics").await.must(200).text();
    for line in [
        "groundwork_letters{state=\"queued\"} 1",
        "groundwork_letters_oldest_seconds 600",
        "groundwork_mail_held 0",
        "groundwork_last_tick_timestamp_seconds 1793665800",
        "groundwork_ticks_failing 0",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    let ready = app.stranger().get("/readyz").await.must(200).json();
    assert_eq!(ready["last_tick"], "2026-11-03T00:30:00Z");
}

#[actix_web::test]
async fn the_calendar_foretells_what_is_then_sent() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370200")]);
    let names = [app.person(Role::City, "370100").await.id, app.person(Role::City, "370200").await.id];
    let administrator = app.person(Role::Administrator, "370000").await;
    let preview = "/api/v1/mail/preview?from=2026-11-01&to=2026-12-15";
    let told = administrator.get(preview).await.must(200).json();
    let of = |item: &Value| {
        let text = |name: &str| item[name].as_str().unwrap().to_owned();
        (text("day"), item["user_id"].as_i64().unwrap(), text("subject"), text("text"))
    };
    let foretold: Vec<_> = told["items"].as_array().unwrap().iter().map(of).collect();
    let days: Vec<&str> = foretold.iter().filter(|one| one.1 == names[0]).map(|one| one.0.as_str()).collect();
    // October's and, from December on, November's, due on Monday the 7th: on the 7th both are told in one letter.
    let expected = [
        "2026-11-03",
        "2026-11-06",
        "2026-11-09",
        "2026-11-16",
        "2026-11-23",
        "2026-11-30",
        "2026-12-04",
        "2026-12-07",
        "2026-12-08",
        "2026-12-10",
        "2026-12-14",
    ];
    assert_eq!(days, expected);
    let mut sent = Vec::new();
    let mut day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    while day <= chrono::NaiveDate::from_ymd_opt(2026, 12, 15).unwrap() {
        set(&app, &format!("{day}T08:30:00"));
        app.jobs.run(&app.context).await.unwrap();
        app.postman.on(Transport::Memory(Memory::default())).run(&app.context).await.unwrap();
        day = day.succ_opt().unwrap();
    }
    let administrator = app.person(Role::Administrator, "370000").await;
    let letters = administrator.get("/api/v1/mail/outbox?state=sent&per_page=200").await.must(200).json();
    for letter in letters["items"].as_array().unwrap().iter().rev() {
        let whole =
            administrator.get(&format!("/api/v1/mail/outbox/{}", letter["id"])).await.must(200).json();
        let key: Vec<&str> = letter["key"].as_str().unwrap().split(':').collect();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        sent.push((
            key[2].to_owned(),
            key[1].parse().unwrap(),
            text(&letter["subject"]),
            text(&whole["text"]),
        ));
    }
    let mut foretold = foretold;
    foretold.sort();
    sent.sort();
    assert_eq!(sent, foretold, "word for word");
}

#[actix_web::test]
async fn the_calendar_is_read_as_a_page_and_on_the_command_line_and_refuses_what_is_no_span() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲厂", "370100")]);
    let jinan = app.person(Role::City, "370100").await.id;
    let administrator = app.person(Role::Administrator, "370000").await;
    let page = administrator.get("/mail/calendar").await.must(200).text();
    let next_year = administrator.get("/mail/calendar?from=2026-11-01&to=2027-02-01").await.must(200).text();
    assert!(
        next_year.contains("2027 年的放假调休尚未录入") && !next_year.contains("2026 年的放假"),
        "{next_year}"
    );
    assert!(page.contains("2026-11-03 周二") && page.contains("1 项待办，最近 2026-11-06 到期"), "{page}");
    let letter = administrator.get(&format!("/mail/calendar/2026-11-03/{jinan}")).await.must(200).text();
    assert!(letter.contains("甲厂：2026-11-06 前"), "{letter}");
    administrator.get(&format!("/mail/calendar/2026-11-04/{jinan}")).await.must(404);
    administrator.get(&format!("/mail/calendar/9999-11-04/{jinan}")).await.must(404);
    for (query, field, code) in [
        ("from=2026-11-31", "from", "mail-calendar-day"),
        ("from=2026-11-03&to=2026-11-02", "to", "mail-calendar-order"),
        ("to=2028-11-02", "to", "mail-calendar-long"),
    ] {
        let refused = administrator.get(&format!("/api/v1/mail/preview?{query}")).await.must(422).json();
        assert_eq!(
            (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
            (&json!(field), &json!(code))
        );
        administrator.get(&format!("/mail/calendar?{query}")).await.must(422);
    }
    let auditor = app.person(Role::Auditor, "370200").await;
    let other = auditor.get("/api/v1/mail/preview").await.must(200).json();
    assert_eq!(other["items"], json!([]), "nobody of another city");
    let printed = app.command(&["mail", "preview", "--from", "2026-11-31"]);
    assert!(!printed.status.success());
    assert!(String::from_utf8_lossy(&printed.stderr).contains("--from \"2026-11-31\": expected a day"));
    let printed = app.command(&["mail", "preview", "--json"]);
    let told: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert!(told["items"].is_array() && told["from"].is_string(), "{told}");
}

#[actix_web::test]
async fn the_calendar_keeps_to_the_lines_of_the_jobs() {
    let app = TestApp::configured(|config| {
        config.digest.approval = "by_itself".to_owned();
        config.digest.by_itself_hours = 30;
    })
    .await;
    listed(&app, vec![building("甲厂", "370100")]);
    app.person(Role::City, "370100").await;
    app.person(Role::Leader, "370000").await;
    let administrator = app.person(Role::Administrator, "370000").await;
    let days = || async {
        let preview = "/api/v1/mail/preview?from=2026-11-01&to=2026-12-31";
        let told = administrator.get(preview).await.must(200).json();
        let of = |item: &Value| {
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            (text("kind"), text("day"))
        };
        told["items"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    let kind = |all: &[(String, String)], kind: &str| -> Vec<String> {
        all.iter().filter(|one| one.0 == kind).map(|one| one.1.clone()).collect()
    };
    let before = days().await;
    assert!(kind(&before, "reminder").len() > 5, "{before:?}");
    for day in kind(&before, "digest") {
        let day: chrono::NaiveDate = day.parse().unwrap();
        let is_weekend = matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun);
        assert!(!is_weekend, "it goes with a run of its job: {before:?}");
    }
    for job in ["reminders", "digests"] {
        let line = json!({ "line": "0 9 1 * *" });
        administrator.post_json(&format!("/api/v1/operations/jobs/{job}"), &line).await.must(200);
    }
    let after = days().await;
    for (_, day) in &after {
        assert!(["2026-11-02", "2026-12-01"].contains(&day.as_str()), "{after:?}");
    }
    assert!(!kind(&after, "reminder").is_empty() && !kind(&after, "digest").is_empty(), "{after:?}");
}
