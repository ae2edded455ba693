//! Reminders where people and days stand in each other's way: a late deputy, a superior who has left, deadlines before a
//! weekend, letters that were put off into one, nominations that were sent back.

use diesel::connection::SimpleConnection as _;
use groundwork::kernel::role::Role;
use groundwork::mail::{Fault, Memory, Transport};
use groundwork::outbox::State;
use serde_json::json;

use crate::kit::{Client, Quarterly, TestApp, facts};
use crate::reminders::{Sent, deliver, id_of, morning, name_of, states};
use crate::updates::{building, listed, send, set};

/// How a person stands, as whoever sees to it writes it down.
async fn stand(by: &Client, who: &Client, fields: &[(&str, String)]) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    by.form(&format!("/reminders/people/{}", id_of(who).await), &fields).await.must(303);
}

fn to<'a>(sent: &'a [Sent], name: &str) -> Vec<&'a Sent> {
    sent.iter().filter(|letter| letter.to == name).collect()
}

#[actix_web::test]
async fn whoever_is_late_does_not_hear_of_herself_in_the_place_of_her_superior() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100")]);
    let (late, chief) = (app.person(Role::City, "370100").await, app.person(Role::Officer, "370100").await);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    stand(&reviewer, &late, &[("superior", id_of(&chief).await.to_string())]).await;
    let away = [
        ("deputy", id_of(&late).await.to_string()),
        ("away_from", "2026-11-01".to_owned()),
        ("away_until", "2026-11-30".to_owned()),
    ];
    stand(&reviewer, &chief, &away).await;
    let (late, chief) = (name_of(&late).await, name_of(&chief).await);
    // Due on Friday, 6 November: on Monday she is told what Saturday would have said, her chief what Monday says.
    set(&app, "2026-11-09T08:30:00");
    let monday = morning(&app).await;
    assert_eq!((monday.len(), to(&monday, &late).len(), to(&monday, &chief).len()), (2, 1, 1), "{monday:?}");
    assert!(to(&monday, &late)[0].text.contains("甲"), "{monday:?}");
    assert!(to(&monday, &chief)[0].text.contains(&format!("{late}：1 项逾期")), "{monday:?}");
}

#[actix_web::test]
async fn a_superior_whose_letter_was_dropped_hears_of_the_rung_although_her_people_have() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100")]);
    let jinan = app.person(Role::City, "370100").await;
    let head = app.person(Role::Reviewer, "370000").await;
    stand(&head, &jinan, &[("superior", id_of(&head).await.to_string())]).await;
    let (head, head_id) = (name_of(&head).await, head.id);
    set(&app, "2026-11-09T08:30:00");
    assert_eq!(to(&morning(&app).await, &head).len(), 1);
    // A week later both are to hear of the same rung, and hers is lost on the way.
    set(&app, "2026-11-16T08:30:00");
    app.jobs.run(&app.context).await.unwrap();
    let drop = format!("update letters set state = 'dropped' where state = 'queued' and user_id = {head_id}");
    app.context.db.connection().unwrap().batch_execute(&drop).unwrap();
    let monday = deliver(&app).await;
    assert_eq!((monday.len(), to(&monday, &head).len()), (1, 0), "{monday:?}");
    set(&app, "2026-11-17T08:30:00");
    let tuesday = morning(&app).await;
    assert_eq!((tuesday.len(), to(&tuesday, &head).len()), (1, 1), "{tuesday:?}");
}

#[actix_web::test]
async fn what_is_put_off_into_a_day_off_is_told_on_the_next_working_day() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100")]);
    app.person(Role::City, "370100").await;
    set(&app, "2026-11-06T08:30:00");
    app.jobs.run(&app.context).await.unwrap();
    let memory = Memory::default();
    memory.will([Fault::Later]);
    app.postman.on(Transport::Memory(memory)).run(&app.context).await.unwrap();
    set(&app, "2026-11-07T03:00:00");
    assert_eq!(deliver(&app).await, [], "Saturday");
    assert_eq!(states(&app), [State::Dropped]);
    set(&app, "2026-11-09T08:30:00");
    assert_eq!(morning(&app).await.len(), 1, "Monday");
}

#[actix_web::test]
async fn leave_can_be_written_down_although_the_superior_has_left() {
    let app = TestApp::new().await;
    let (officer, chief) =
        (app.person(Role::City, "370100").await, app.person(Role::Officer, "370100").await);
    let deputy = app.person(Role::Officer, "370100").await;
    let administrator = app.person(Role::Administrator, "370000").await;
    stand(&administrator, &officer, &[("superior", id_of(&chief).await.to_string())]).await;
    let me = chief.get("/api/v1/me").await.must(200).json();
    let fields = [
        ("email", me["email"].as_str().unwrap()),
        ("name", me["name"].as_str().unwrap()),
        ("role", "officer"),
        ("scope", "370100"),
        ("lang", "zh-CN"),
        ("disabled", "on"),
    ];
    administrator.form(&format!("/people/{}", chief.id), &fields).await.must(303);
    let deputy = id_of(&deputy).await.to_string();
    let leave = [("deputy", deputy.as_str()), ("away_from", "2026-11-01"), ("away_until", "2026-11-10")];
    officer.form("/reminders", &leave).await.must(303);
    // Whoever has left cannot be named anew.
    let fields = [("superior", chief.id.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = format!("/reminders/people/{deputy}");
    administrator.form(&path, &fields).await.must(422);
}

#[actix_web::test]
async fn a_nomination_that_was_sent_back_is_owed_and_one_that_is_shut_out_is_not() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let project = list.enter(facts("甲", "370200", 9_000));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let qingdao = app.person(Role::City, "370200").await;
    app.person(Role::City, "370100").await;
    let nominating = json!({ "project_id": project });
    qingdao.post_json("/api/v1/lists/2026Q3/entries", &nominating).await.must(201);
    let listed = reviewer.get("/api/v1/lists/2026Q3").await.must(200).json();
    let day = |name: &str| listed[name].as_str().unwrap().to_owned();
    let name = name_of(&qingdao).await;
    list.review();
    let shown = reviewer.get("/api/v1/lists/2026Q3").await.must(200).json();
    let version = &shown["entries"][0]["version"];
    let based = reviewer.clone().with_header("If-Match", &format!("\"{version}\""));
    let back = json!({ "decision": "return", "reason": "请补充用地情况" });
    based.post_json(&format!("/api/v1/lists/2026Q3/entries/{project}/decision"), &back).await.must(200);
    set(&app, &format!("{}T08:30:00", day("publish_by")));
    let sent = morning(&app).await;
    let to_cities: Vec<&Sent> = sent.iter().filter(|one| one.text.contains("【清单申报】")).collect();
    assert_eq!(to_cities.len(), 1, "Jinan can nominate nothing any more: {sent:?}");
    assert_eq!(to_cities[0].to, name);
    assert!(to_cities[0].text.contains("已申报 1 个，退回 1 个"), "{sent:?}");
}

#[actix_web::test]
async fn nominations_that_were_missed_are_told_until_the_review_begins_without_the_city() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let (late, chief) = (app.person(Role::City, "370100").await, app.person(Role::Officer, "370100").await);
    stand(&reviewer, &late, &[("superior", id_of(&chief).await.to_string())]).await;
    let listed = reviewer.get("/api/v1/lists/2026Q3").await.must(200).json();
    let deadline: chrono::NaiveDate = listed["nominate_by"].as_str().unwrap().parse().unwrap();
    let (late, chief) = (name_of(&late).await, name_of(&chief).await);
    let mut told = Vec::new();
    for days in 0..=12 {
        let day = deadline + chrono::TimeDelta::days(days);
        set(&app, &format!("{day}T08:30:00"));
        for letter in morning(&app).await {
            // A superior reads one line for each person, and nothing else is owed here.
            if letter.to == chief || (letter.to == late && letter.text.contains("清单申报")) {
                told.push((days, letter.to == chief, letter.text.contains("申报已截止")));
            }
        }
    }
    let to_her: Vec<(i64, bool)> =
        told.iter().filter(|one| !one.1).map(|(days, _, is_shut)| (*days, *is_shut)).collect();
    assert_eq!(to_her.first(), Some(&(0, false)), "{told:?}");
    assert!(
        to_her.len() >= 3 && to_her[1..].iter().all(|one| one.1),
        "then it says that the deadline is over: {told:?}"
    );
    assert!(told.iter().any(|one| one.1), "and her superior hears of it: {told:?}");
    list.review();
    set(&app, &format!("{}T08:30:00", deadline + chrono::TimeDelta::days(19)));
    let after = morning(&app).await;
    assert!(!after.iter().any(|letter| letter.text.contains("清单申报")), "the province goes on: {after:?}");
}

#[actix_web::test]
async fn a_reminder_that_waits_is_read_before_it_leaves_and_says_nothing_of_what_was_paid() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    let jinan = app.person(Role::City, "370100").await;
    set(&app, "2026-11-03T08:30:00");
    app.jobs.run(&app.context).await.unwrap();
    let administrator = app.person(Role::Administrator, "370000").await;
    let waiting = administrator.get("/api/v1/mail/outbox").await.must(200).json();
    let letter = format!("/mail/{}", waiting["items"][0]["id"]);
    let read = administrator.get(&letter).await.must(200).text();
    assert!(read.contains("甲厂") && read.contains("乙厂") && read.contains("尚未发出"), "{read}");
    let person = administrator.get(&format!("/reminders/people/{}", jinan.id)).await.must(200).text();
    assert!(person.contains(&format!("href=\"{letter}\"")) && person.contains("尚未写成"), "{person}");
    let jinan = app.person(Role::City, "370100").await;
    let nothing = |id: i64| (id, json!({ "period": "2026-10", "no_change": true }));
    let (id, said) = nothing(ids[0]);
    send(&jinan, id, said).await.must(201);
    let read = administrator.get(&letter).await.must(200).text();
    assert!(!read.contains("甲厂") && read.contains("乙厂"), "{read}");
    let (id, said) = nothing(ids[1]);
    send(&jinan, id, said).await.must(201);
    let read = administrator.get(&letter).await.must(200).text();
    assert!(read.contains("此刻没有需要发出的内容"), "{read}");
    assert_eq!(states(&app), [State::Queued], "reading changes nothing");
}
