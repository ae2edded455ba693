//! What the rooms of a month refuse, each refusal provoked through the API or the page: it names the field or says why,
//! and nothing has changed afterwards. What a story of its own provokes (late, closed, foreign, stale) stands there.

use diesel::prelude::*;
use groundwork::db::schema::{projects, users};
use groundwork::features::projects::SideState;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::rooms::{bomb, png};
use crate::kit::{Answer, Client, TestApp, alter};
use crate::lights::rules;
use crate::updates::{building, decide, listed, send, set};

/// `field code` of each refused field, or the code of the whole.
fn refused(answer: &Answer) -> String {
    let body = answer.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    let fields = errors.iter().map(|error| format!("{} {}", text(&error["field"]), text(&error["code"])));
    let fields = fields.collect::<Vec<_>>().join(", ");
    let said = if fields.is_empty() { text(&body["code"]) } else { fields };
    format!("{} {said}", answer.status)
}

async fn october(divisions: &[&'static str]) -> (TestApp, Vec<i64>, Client, Client) {
    let app = TestApp::new().await;
    let names = ["甲", "乙", "丙"];
    let facts = names.iter().zip(divisions).map(|(name, place)| building(name, place)).collect();
    let ids = listed(&app, facts);
    set(&app, "2026-11-02T09:00:00");
    let people = (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    (app, ids, people.0, people.1)
}

async fn reports(who: &Client, id: i64) -> Value {
    who.get(&format!("/api/v1/projects/{id}/updates")).await.must(200).json()["items"].clone()
}

#[actix_web::test]
async fn a_report_that_cannot_be_is_refused_at_its_field() {
    let (app, ids, jinan, _) = october(&["370100", "370100"]).await;
    let many: Vec<Value> = (0..21).map(|number| json!(format!("问题{number}"))).collect();
    let nothing = "/api/v1/updates/no-change";
    for (body, said) in [
        (
            json!({ "cumulative_investment_yuan": 1_000_000_000_000_001_i64 }),
            "cumulative_investment_yuan updates-amount-too-large",
        ),
        (json!({ "ytd_investment_yuan": -1 }), "ytd_investment_yuan updates-amount-negative"),
        (json!({ "problems": many }), "problems updates-problems-many"),
    ] {
        let mut body = body;
        body["period"] = json!("2026-10");
        assert_eq!(refused(&send(&jinan, ids[0], body).await), format!("422 {said}"));
    }
    let none = jinan.post_json(nothing, &json!({ "period": "2026-10", "project_ids": [] })).await;
    assert_eq!(refused(&none), "422 project_ids updates-no-change-count");
    let form = [("period", "2026-10"), ("deed", "submit"), ("stage", "飞行"), ("progress_text", "x")];
    let page = jinan.form(&format!("/projects/{}/report", ids[0]), &form).await.must(422).text();
    assert!(page.contains("没有这个阶段"), "{page}");
    alter(&app, ids[1], |facts| facts.side_state = SideState::Voided);
    let gone = send(&jinan, ids[1], json!({ "period": "2026-10", "no_change": true })).await;
    assert_eq!(refused(&gone), "409 updates-project-gone");
    assert_eq!(reports(&jinan, ids[0]).await, json!([]), "nothing was written");
}

#[actix_web::test]
async fn a_decision_that_does_not_follow_is_refused_and_the_report_stays_as_it_is() {
    let app = TestApp::configured(|config| config.updates.sign_off = true).await;
    let ids = listed(&app, vec![building("甲", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, colleague, reviewer) = (
        app.person(Role::City, "370100").await,
        app.person(Role::City, "370100").await,
        app.person(Role::Reviewer, "370000").await,
    );
    let sent = send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201).json();
    let accept = json!({ "decision": "accept" });
    assert_eq!(
        decide(&reviewer, &sent, accept.clone()).await.status,
        404,
        "the province does not see it yet"
    );
    let own = decide(&app.person(Role::Reviewer, "370100").await, &sent, accept).await;
    assert_eq!(
        refused(&own),
        "403 error-province-only",
        "a reviewer of one city does not accept for the province"
    );
    let approved = decide(&colleague, &sent, json!({ "decision": "approve" })).await.must(200).json();
    let again = decide(&colleague, &approved, json!({ "decision": "approve" })).await;
    assert_eq!(refused(&again), "409 updates-approve-needless");
    let path = format!("/updates/{}/decision", sent["id"]);
    let version = approved["version"].to_string();
    let word =
        reviewer.form(&path, &[("version", &version), ("decision", "vielleicht")]).await.must(422).text();
    assert!(word.contains("没有这种审核决定"), "{word}");
    assert_eq!(reports(&reviewer, ids[0]).await[0]["state"], "submitted");
}

#[actix_web::test]
async fn what_is_the_provinces_own_is_refused_to_a_reviewer_of_one_city() {
    let (app, _, jinan, reviewer) = october(&["370100"]).await;
    jinan.get("/updates?period=2026-10").await.must(200);
    set(&app, "2026-11-10T09:00:00");
    let of_city = app.person(Role::Reviewer, "370100").await;
    let close = "/api/v1/obligations/2026-10/close";
    assert_eq!(refused(&of_city.post_json(close, &json!({})).await), "403 updates-province-only");
    let page = app.person(Role::City, "370100").await.get("/updates?period=2026-10").await.must(200).text();
    assert!(page.contains("已过") && !page.contains("已关闭"), "past its day and still open: {page}");
    drop(reviewer);
}

#[actix_web::test]
async fn a_photo_beyond_the_twelfth_is_refused_and_a_damaged_one_before_it() {
    let (_, ids, jinan, _) = october(&["370100"]).await;
    let photos = format!("/api/v1/projects/{}/photos", ids[0]);
    let whole = png(8, 4);
    let torn = jinan.upload(&photos, "a.png", &whole[..whole.len() / 2], &[("period", "2026-10")]).await;
    assert_eq!(refused(&torn), "422 file files-photo-damaged");
    let huge = jinan.upload(&photos, "a.png", &bomb(), &[("period", "2026-10")]).await;
    assert_eq!(refused(&huge), "422 file files-photo-large");
    let form = format!("/projects/{}/report/photo", ids[0]);
    let page = jinan.upload(&form, "a.png", &bomb(), &[("period", "2026-10")]).await;
    assert!(page.status == 422 && page.text().contains("像素"), "{}", page.text());
    for number in 0..12 {
        let name = format!("{number}.png");
        jinan.upload(&photos, &name, &png(8, 4 + number), &[("period", "2026-10")]).await.must(201);
    }
    let more = jinan.upload(&photos, "13.png", &png(8, 40), &[("period", "2026-10")]).await;
    assert_eq!(refused(&more), "422 file updates-one-photos-many");
    let all = jinan.get(&format!("{photos}?period=2026-10")).await.must(200).json();
    let void = format!("/projects/{}/report/photo/{}/void", ids[0], all["items"][0]["id"]);
    let why = [("period", "2026-10"), ("reason", "拍错项目")];
    jinan.form(&void, &why).await.must(303);
    let twice = jinan.form(&void, &why).await.must(409).text();
    assert!(twice.contains("该附件已经作废，没有改动"), "{twice}");
}

#[actix_web::test]
async fn rules_and_delays_that_cannot_be_are_refused_and_the_ones_that_hold_go_on_holding() {
    let (app, ids, jinan, reviewer) = october(&["370100", "370100"]).await;
    let administrator = app.person(Role::Administrator, "370000").await;
    let mut wrong = rules("2026-12");
    wrong["start_red_months"] = json!(1);
    wrong["progress_slack"] = json!("blue");
    wrong["valid_until"] = json!("2026-11");
    let answer = administrator.post_json("/api/v1/light-rules", &wrong).await;
    assert_eq!(
        refused(&answer),
        "422 valid_until lights-rules-until, start_red_months lights-rules-figure, progress_slack lights-rules-slack"
    );
    assert_eq!(
        refused(&jinan.get("/api/v1/light-suspensions?state=x").await),
        "422 state lights-state-unknown"
    );
    assert_eq!(refused(&jinan.get("/api/v1/supervised?state=x").await), "422 state supervised-state-unknown");

    let ask = |id: i64| format!("/api/v1/projects/{id}/light-suspensions");
    let delay = json!({ "family": "progress", "until": "2026-12-31", "reason": "汛期停工" });
    alter(&app, ids[1], |facts| facts.side_state = SideState::Exited);
    assert_eq!(refused(&jinan.post_json(&ask(ids[1]), &delay).await), "409 lights-project-gone");
    let asked = jinan.post_json(&ask(ids[0]), &delay).await.must(201).json();
    let (path, page) = (
        format!("/api/v1/light-suspensions/{}/decision", asked["id"]),
        format!("/lights/suspensions/{}/decision", asked["id"]),
    );
    let based = |who: &Client, version: i64| who.clone().with_header("If-Match", &format!("\"{version}\""));
    let early = based(&reviewer, 1).post_json(&path, &json!({ "decision": "end", "reason": "x" })).await;
    assert_eq!(refused(&early), "409 lights-decide-state", "what does not hold is not ended");
    let word = reviewer.form(&page, &[("version", "1"), ("decision", "x")]).await.must(422).text();
    assert!(word.contains("没有这种审核决定"), "{word}");
    // Who asked and has become a reviewer since does not decide her own case.
    let turned = diesel::update(users::table.find(jinan.id))
        .set((users::role.eq("reviewer"), users::scope.eq("370000")));
    app.context.db.write_now(|conn| Ok(turned.execute(conn)?)).unwrap();
    let own = based(&jinan.again().await, 1).post_json(&path, &json!({ "decision": "approve" })).await;
    assert_eq!(refused(&own), "403 lights-decide-own");
    let stands = reviewer.get("/api/v1/light-suspensions").await.must(200).json();
    assert_eq!(stands["items"][0]["state"], "asked");
}

#[actix_web::test]
async fn a_year_of_no_plans_and_of_too_many_is_refused() {
    let (app, ids, jinan, _) = october(&["370100"]).await;
    for count in [0, 1001] {
        let one = json!({ "project_id": ids[0], "annual_plan_yuan": 1 });
        let items: Vec<Value> = std::iter::repeat_n(one, count).collect();
        let answer = jinan.post_json("/api/v1/plans/2027", &json!({ "items": items })).await;
        assert_eq!(refused(&answer), "422 items plans-many");
    }
    let version: i64 = app
        .context
        .db
        .read_now(|conn| Ok(projects::table.find(ids[0]).select(projects::version).first(conn)?))
        .unwrap();
    assert_eq!(version, 1, "nothing was written");
}

#[actix_web::test]
async fn a_city_is_let_in_again_only_as_a_city_and_until_a_time_to_come() {
    let (_, _, jinan, reviewer) = october(&["370100"]).await;
    jinan.get("/updates?period=2026-10").await.must(200);
    let unlock = |city: &str, until: &str| json!({ "city": city, "until": until, "reason": "x" });
    let path = "/api/v1/obligations/2026-10/unlocks";
    for (body, said) in [
        (unlock("370102", "2026-11-20"), "city updates-unlock-city"),
        (unlock("320100", "2026-11-20"), "city updates-unlock-city"),
        (unlock("370100", "2026-11-01"), "until updates-unlock-past"),
    ] {
        assert_eq!(refused(&reviewer.post_json(path, &body).await), format!("422 {said}"));
    }
    let ledger = reviewer.get("/api/v1/obligations?period=2026-10").await.must(200).json();
    assert_eq!(ledger["unlocks"], json!([]));
}

#[actix_web::test]
async fn a_plan_of_what_a_city_has_nominated_is_the_provinces_to_change() {
    let app = TestApp::new().await;
    let id = crate::lists::nominated(&app, "2026Q3", "2026Q2", "370102");
    let jinan = app.person(Role::City, "370100").await;
    let body = json!({ "items": [{ "project_id": id, "annual_plan_yuan": 10_000 }] });
    assert_eq!(refused(&jinan.post_json("/api/v1/plans/2026", &body).await), "409 projects-locked");
    let officer = app.person(Role::Officer, "370000").await;
    officer.post_json("/api/v1/plans/2026", &body).await.must(200);
}

#[actix_web::test]
async fn a_bulletin_whose_sum_no_reader_could_read_exactly_is_not_published() {
    let app = TestApp::new().await;
    let names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
    let ids = listed(&app, names.iter().map(|name| building(name, "370100")).collect());
    set(&app, "2026-10-20T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    for id in &ids {
        let path = format!("/api/v1/projects/{id}");
        let version = officer.get(&path).await.must(200).json()["version"].as_i64().unwrap();
        // Each is allowed; the sum of ten is beyond 2^53, which a reader of JSON takes for another number.
        let body = json!({ "total_investment_yuan": 950_000_000_000_000_i64 });
        officer.patch_json(&path, version, &body).await.must(200);
    }
    set(&app, "2026-11-16T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let body = json!({});
    let answer = reviewer.post_json("/api/v1/bulletins/2026-10/publish", &body).await;
    assert_eq!(refused(&answer), "422 total_investment_yuan bulletins-figure-too-large");
    let draft = reviewer.get("/api/v1/bulletins/2026-10").await.must(200).json();
    assert_eq!((&draft["state"], &draft["number"]), (&json!("draft"), &Value::Null));
}

#[actix_web::test]
async fn a_month_of_lights_that_is_none_and_a_decision_of_nobodys_word_are_refused() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    for path in ["/api/v1/projects", "/projects"] {
        let answer = reviewer.get(&format!("{path}?light=red&light_month=October")).await;
        assert_eq!(answer.status, 422, "{path}");
        let field = if path.starts_with("/api") { refused(&answer) } else { answer.text() };
        assert!(field.contains("light_month") || field.contains("October"), "{field}");
    }
    let page = reviewer.form("/updates/decisions", &[("period", "2026-10"), ("decision", "praise")]).await;
    assert_eq!(page.status, 422);
    let body = json!({ "decision": "praise", "updates": [] });
    let answer = reviewer.post_json("/api/v1/updates/decisions", &body).await;
    assert_eq!(refused(&answer), "422 decision input-type");
}
