//! Leads: registered, answered in time, followed, signed, made a project; who was first; what is refused; and that the
//! reminders and the leaders' digest know of them.

use groundwork::features::accounts;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use serde_json::{Value, json};

use crate::digests::{issues, prepare, two_quarters};
use crate::kit::{Answer, Client, TestApp};
use crate::reminders::{days, morning};
use crate::updates::set;

const LEADS: &str = "/api/v1/leads";

pub async fn register(who: &Client, target: &str, place: &str) -> Value {
    let lead = json!({ "target": target, "place": place, "intended_investment_yuan": 100_000_000 });
    who.post_json(LEADS, &lead).await.must(201).json()
}

pub async fn tell(who: &Client, lead: &Value, body: Value) -> Answer {
    who.post_json(&format!("{LEADS}/{}/entries", lead["id"]), &body).await
}

async fn one(who: &Client, lead: &Value) -> Value {
    who.get(&format!("{LEADS}/{}", lead["id"])).await.must(200).json()
}

fn refused(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    errors.iter().map(|error| (word(&error["field"]), word(&error["code"]))).collect()
}

#[actix_web::test]
async fn a_lead_goes_from_a_name_to_a_project_and_every_step_says_what_was_done() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let lead = json!({ "target": "远山负极材料有限公司", "place": "370102", "intended_investment_yuan": 1_200_000_000,
        "scope_text": "年产5万吨负极材料", "source": "展会", "next_action": "寄资料", "next_on": "2026-10-12" });
    let lead = jinan.post_json(LEADS, &lead).await.must(201).json();
    assert_eq!(
        (&lead["status"], &lead["city"], &lead["owner_id"]),
        (&json!("identified"), &json!("370100"), &json!(jinan.id))
    );
    assert_eq!(
        lead["owed"],
        json!([{ "what": "response", "due_on": "2026-10-09" }, { "what": "action", "due_on": "2026-10-12" }])
    );
    // Whoever says that she has spoken to it has answered it.
    let told =
        tell(&jinan, &lead, json!({ "text": "电话对接", "status": "contacted" })).await.must(200).json();
    assert_eq!(
        (&told["entries"][0]["step"], &told["owed"][0]["what"]),
        (&json!("response"), &json!("assessment"))
    );
    assert_eq!(told["owed"][0]["due_on"], "2026-10-15", "a large one is judged within a week");
    tell(&jinan, &lead, json!({ "text": "符合方向", "step": "assessment", "next_action": null }))
        .await
        .must(200);
    let told = tell(&jinan, &lead, json!({ "text": "已反馈", "step": "feedback" })).await.must(200).json();
    assert_eq!(told["owed"], json!([{ "what": "report", "due_on": "2026-10-15" }]));
    assert_eq!((&told["next_action"], &told["next_on"]), (&Value::Null, &Value::Null));
    jinan.post_json(&format!("{LEADS}/{}/project", lead["id"]), &json!({})).await.must(409);
    tell(&jinan, &lead, json!({ "text": "签约", "status": "signed" })).await.must(200);
    let done = jinan.post_json(&format!("{LEADS}/{}/project", lead["id"]), &json!({})).await.must(201).json();
    assert_eq!(
        (&done["status"], &done["signed_on"], &done["owed"]),
        (&json!("converted"), &json!("2026-10-08"), &json!([]))
    );
    let project = jinan.get(&format!("/api/v1/projects/{}", done["project_id"])).await.must(200).json();
    assert_eq!((&project["unit"], &project["stage"]), (&json!("远山负极材料有限公司"), &json!("signed")));
    assert_eq!(
        (&project["county"], &project["total_investment_yuan"]),
        (&json!("370102"), &json!(1_200_000_000))
    );
    // It is over: nothing more is taken, and no other lead becomes the same project.
    tell(&jinan, &lead, json!({ "text": "再联系" })).await.must(409);
    tell(&jinan, &lead, json!({ "text": "再联系", "status": "lost" })).await.must(409);
    let other = register(&jinan, "沧澜风电", "370100").await;
    tell(&jinan, &other, json!({ "text": "签约", "status": "signed" })).await.must(200);
    let bound = json!({ "project_id": done["project_id"] });
    jinan.post_json(&format!("{LEADS}/{}/project", other["id"]), &bound).await.must(409);
    let unknown =
        jinan.post_json(&format!("{LEADS}/{}/project", other["id"]), &json!({ "project_id": 999 })).await;
    assert_eq!(refused(&unknown), [("project_id".into(), "leads-project-unknown".into())]);
    assert_eq!(one(&jinan, &other).await["status"], "signed");
}

#[actix_web::test]
async fn whoever_registers_an_enterprise_first_goes_on_and_the_second_city_learns_only_that_it_is_taken() {
    let app = TestApp::new().await;
    let [jinan, qingdao] = [app.person(Role::City, "370100").await, app.person(Role::City, "370200").await];
    let officer = app.person(Role::Officer, "370000").await;
    let first = register(&jinan, "云帆医药有限公司", "370100").await;
    let again = json!({ "target": " 云帆医药 有限公司", "place": "370102" });
    assert_eq!(
        refused(&jinan.post_json(LEADS, &again).await),
        [("target".into(), "leads-known-already".into())]
    );
    let second = register(&qingdao, "云帆医药有限公司", "370200").await;
    assert_eq!(
        (&second["taken"], &second["owed"], &second["rivals"]),
        (&json!(true), &json!([]), &Value::Null)
    );
    let page = qingdao.get(&format!("/leads/{}", second["id"])).await.must(200).text();
    assert!(page.contains("已有其他市在先登记") && !page.contains("济南"), "{page}");
    let waits = tell(&qingdao, &second, json!({ "text": "对接", "status": "contacted" })).await;
    assert_eq!((waits.status, &waits.json()["code"]), (409, &json!("leads-taken")));
    qingdao.get(&format!("{LEADS}/{}", first["id"])).await.must(404);
    // The province sees both, from either side; the first city is told nothing either.
    assert_eq!(one(&officer, &second).await["rivals"], json!([{ "id": first["id"], "city": "370100" }]));
    assert_eq!(one(&officer, &first).await["rivals"], json!([{ "id": second["id"], "city": "370200" }]));
    assert_eq!(one(&jinan, &first).await["rivals"], Value::Null);
    assert!(officer.get(&format!("/leads/{}", first["id"])).await.must(200).text().contains("青岛"));
    // Once the first has ended, the second goes on, and the first one that comes back waits behind it.
    tell(&jinan, &first, json!({ "text": "企业选了外省", "status": "lost" })).await.must(200);
    tell(&qingdao, &second, json!({ "text": "对接", "status": "contacted" })).await.must(200);
    let anew = register(&jinan, "云帆医药有限公司", "370100").await;
    assert_eq!(anew["taken"], true);
    // Two open leads of one city for one enterprise cannot be.
    let back = tell(&jinan, &first, json!({ "text": "又回来了", "status": "identified" })).await;
    assert_eq!(refused(&back), [("target".into(), "leads-known-already".into())]);
}

#[actix_web::test]
async fn what_cannot_be_is_refused_at_its_field_and_nothing_is_entered() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let leader = app.person(Role::Leader, "370100").await;
    let elsewhere = app.person(Role::City, "370200").await;
    let wrong = json!({ "target": "甲", "place": "370200", "chain_id": 999, "park_id": 999, "owner_id": leader.id,
        "next_action": "拜访", "next_on": "2026-10-07" });
    let fields: Vec<String> =
        refused(&jinan.post_json(LEADS, &wrong).await).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["place", "chain_id", "park_id", "owner_id", "next_on"]);
    let other = json!({ "target": "甲", "owner_id": elsewhere.id });
    assert_eq!(
        refused(&jinan.post_json(LEADS, &other).await),
        [("owner_id".into(), "leads-owner-unknown".into())]
    );
    assert_eq!(
        refused(&jinan.post_json(LEADS, &json!({})).await),
        [("target".into(), "input-required".into())]
    );
    leader.post_json(LEADS, &json!({ "target": "甲" })).await.must(403);
    assert_eq!(jinan.get(LEADS).await.must(200).json()["total"], 0);
    let asked = jinan.get(&format!("{LEADS}?signed=spring")).await;
    assert_eq!(refused(&asked)[0].0, "signed");
    // One code is one enterprise, whatever it is called.
    let coded = |name: &str| json!({ "target": name, "credit_code": "914403001922038216" });
    let coded_once = jinan.post_json(LEADS, &coded("丙厂")).await.must(201).json();
    let again = jinan.post_json(LEADS, &coded("丙厂集团")).await;
    assert_eq!(refused(&again), [("credit_code".into(), "leads-known-already".into())]);
    tell(&jinan, &coded_once, json!({ "text": "不来了", "status": "lost" })).await.must(200);
    let asked = jinan.get(&format!("{LEADS}?status=dead")).await;
    assert_eq!(refused(&asked), [("status".into(), "leads-status-unknown".into())]);

    let lead = register(&jinan, "甲", "370100").await;
    for (body, code) in [
        (json!({ "text": " " }), "input-required"),
        (json!({ "text": "x", "next_action": "拜访" }), "leads-next-day-needed"),
        (json!({ "text": "x", "next_action": "拜访", "next_on": "2026-10-07" }), "leads-next-past"),
        (json!({ "text": "x", "next_on": "十月" }), "leads-next-day"),
    ] {
        assert_eq!(refused(&tell(&jinan, &lead, body).await)[0].1, code);
    }
    for status in ["identified", "converted"] {
        tell(&jinan, &lead, json!({ "text": "x", "status": status })).await.must(409);
    }
    // Two people at once: the second is told what has become of it.
    let path = format!("{LEADS}/{}", lead["id"]);
    let body = Some(("application/json", br#"{"source": "x"}"#.to_vec()));
    jinan.send("PATCH", &path, body).await.must(428);
    let amended = json!({ "source": "展会", "intended_investment_yuan": null });
    let amended = jinan.patch_json(&path, 1, &amended).await.must(200).json();
    assert_eq!((&amended["source"], &amended["intended_investment_yuan"]), (&json!("展会"), &Value::Null));
    let stale = jinan.patch_json(&path, 1, &json!({ "source": "商会" })).await.must(409).json();
    assert_eq!(stale["current"]["version"], 2);
    assert_eq!(one(&jinan, &lead).await["entries"], json!([]));
}

#[actix_web::test]
async fn the_forms_keep_what_was_typed_and_the_list_shows_how_many_stand_where() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    assert!(jinan.get("/leads").await.must(200).text().contains("没有符合条件的线索"));
    let id = jinan.id.to_string();
    let typed = [
        ("target", "青禾农机"),
        ("place", "370100"),
        ("intended_investment_yuan", "２３，０００"),
        ("owner_id", id.as_str()),
        ("next_action", "拜访"),
    ];
    let page = jinan.form("/leads/new", &typed).await.must(422).text();
    assert!(page.contains("value=\"青禾农机\"") && page.contains("有下一步就要有期限"), "{page}");
    let done = [typed.as_slice(), &[("next_on", "2026-10-20")]].concat();
    let made = jinan.form("/leads/new", &done).await.must(303);
    let path = made.header("location").to_owned();
    let page = jinan.get(&path).await.must(200).text();
    assert!(page.contains("23,000") && page.contains("响应企业：2026-10-09 前"), "{page}");
    let said =
        [("text", "已通话"), ("version", "1"), ("status", "contacted"), ("next_action", ""), ("next_on", "")];
    jinan.form(&format!("{path}/entries"), &said).await.must(303);
    let alone = [("text", "拜访过"), ("next_action", "再访"), ("next_on", "")];
    let page = jinan.form(&format!("{path}/entries"), &alone).await.must(422).text();
    assert!(
        page.contains("id=\"next_on-e\"") && page.contains("拜访过") && page.contains("value=\"再访\""),
        "{page}"
    );
    let stale = jinan.form(&format!("{path}/entries"), &said).await.must(409).text();
    assert!(stale.contains("已通话"), "what was typed is kept: {stale}");
    let edited =
        [("version", "2"), ("target", "青禾农机装备"), ("place", "370102"), ("owner_id", id.as_str())];
    jinan.form(&format!("{path}/edit"), &edited).await.must(303);
    let list = jinan.get("/leads?status=contacted&q=%E5%86%9C%E6%9C%BA").await.must(200).text();
    assert!(list.contains("青禾农机装备") && list.contains("已对接 1"), "{list}");
    let found = jinan.get(&format!("{LEADS}?q=%E5%86%9C%E6%9C%BA&per_page=1")).await.must(200).json();
    assert_eq!((&found["total"], &found["items"][0]["intended_investment_yuan"]), (&json!(1), &Value::Null));
}

#[actix_web::test]
async fn whoever_follows_a_lead_is_reminded_of_the_reply_clock_and_of_her_next_action_until_it_is_done() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let me = jinan.get("/api/v1/me").await.must(200).json();
    let [email, owner] = ["email", "name"].map(|part| me[part].as_str().unwrap().to_owned());
    let lead =
        json!({ "target": "云帆医药", "place": "370100", "next_action": "送样品", "next_on": "2026-10-20" });
    let lead = jinan.post_json(LEADS, &lead).await.must(201).json();
    set(&app, "2026-10-09T08:30:00");
    let [letter] = <[_; 1]>::try_from(morning(&app).await).unwrap();
    assert!(
        letter.text.contains("招商线索")
            && letter.text.contains("云帆医药")
            && letter.text.contains("请响应企业"),
        "{}",
        letter.text
    );
    assert!(letter.text.contains(&format!("/leads/{}", lead["id"])), "{}", letter.text);
    let other = app.person(Role::City, "370100").await;
    tell(&other, &lead, json!({ "text": "已通话", "status": "contacted" })).await.must(200);
    // Judged by Tuesday the 13th, since Saturday the 10th is worked for the holidays: told three days before, then, and late.
    assert_eq!(days(&app, "2026-10", 10..=14).await, [(10, 1), (13, 1), (14, 1)]);
    let jinan = app.person(Role::City, "370100").await;
    tell(&jinan, &lead, json!({ "text": "符合", "step": "assessment" })).await.must(200);
    tell(&jinan, &lead, json!({ "text": "已送样品", "step": "feedback", "next_action": null }))
        .await
        .must(200);
    assert_eq!(
        days(&app, "2026-10", 15..=17).await,
        [],
        "the next one is due on the 21st, and the action is done"
    );
    // Whoever followed it has left: the city's others are told.
    let (by, now) = (Caller::command_line(app.context.province), app.clock.now());
    app.context.db.write_now(|conn| accounts::disable_user(conn, &by, &email, now)).unwrap();
    set(&app, "2026-10-21T08:30:00");
    let told: Vec<String> = morning(&app).await.into_iter().map(|letter| letter.to).collect();
    assert!(!told.is_empty() && !told.contains(&owner), "{told:?}");
}

#[actix_web::test]
async fn the_leaders_digest_tells_how_the_promotion_goes_within_her_scope() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    two_quarters(&app).await;
    set(&app, "2026-10-09T09:00:00");
    let [jinan, qingdao] = [app.person(Role::City, "370100").await, app.person(Role::City, "370200").await];
    let lead = register(&jinan, "云帆医药", "370100").await;
    tell(&jinan, &lead, json!({ "text": "签约", "status": "signed" })).await.must(200);
    register(&jinan, "青禾农机", "370100").await;
    register(&qingdao, "云帆医药", "370200").await;
    set(&app, "2026-11-09T09:00:00");
    let [whole, city] = [app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370200").await];
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let issue = issues(&reviewer).await.into_iter().find(|one| one["kind"] == "quarterly").unwrap();
    let issue = reviewer.get(&format!("/api/v1/digests/{}", issue["id"])).await.must(200).json();
    let text = |reader: &Client| {
        let copies =
            issue["copies"].as_array().unwrap().iter().find(|copy| copy["user_id"] == reader.id).unwrap();
        copies["text"].as_str().unwrap().to_owned()
    };
    let told = text(&whole);
    assert!(
        told.contains("在跟线索 2 条") && told.contains("2026年三季度签约 0 条"),
        "each enterprise once: {told}"
    );
    assert!(told.contains("- 签约 1 条"), "{told}");
    assert!(!text(&city).contains("在跟线索"), "its only lead waits behind another city's: {}", text(&city));
    for rows in
        ["/leads?status=open", "/leads?status=signed", "/leads?signed=2026Q3", "/leads?status=converted"]
    {
        assert!(told.contains(rows), "{rows}: {told}");
        whole.get(rows).await.must(200);
    }
    assert_eq!(whole.get(&format!("{LEADS}?status=open")).await.must(200).json()["total"], 3);
    assert_eq!(whole.get(&format!("{LEADS}?signed=2026Q4")).await.must(200).json()["total"], 1);
}

#[actix_web::test]
async fn who_comes_back_or_calls_a_lead_by_another_name_comes_behind_and_whoever_waited_has_the_whole_clock()
{
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let [jinan, qingdao] = [app.person(Role::City, "370100").await, app.person(Role::City, "370200").await];
    let first = register(&jinan, "云帆医药", "370100").await;
    let second = register(&qingdao, "云帆医药", "370200").await;
    let old = register(&jinan, "旧线索", "370100").await;
    // Four days later the second one may go on, and has its day to answer from then.
    set(&app, "2026-10-12T09:00:00");
    let [jinan, qingdao] = [app.person(Role::City, "370100").await, app.person(Role::City, "370200").await];
    tell(&jinan, &first, json!({ "text": "选了外省", "status": "lost", "step": "response" })).await.must(200);
    assert_eq!(one(&jinan, &first).await["entries"][0]["step"], Value::Null, "giving up is no answer");
    set(&app, "2026-10-12T10:00:00");
    assert_eq!(one(&qingdao, &second).await["owed"][0]["due_on"], "2026-10-13");
    tell(&qingdao, &second, json!({ "text": "签约", "status": "signed" })).await.must(200);
    // It comes back, with the older number: behind whoever went on meanwhile.
    tell(&jinan, &first, json!({ "text": "又回来了", "status": "identified" })).await.must(200);
    assert_eq!(one(&jinan, &first).await["taken"], true);
    assert_eq!(one(&qingdao, &second).await["taken"], false);
    // So does an old lead that is given the name, and one that waits is made no project.
    tell(&jinan, &first, json!({ "text": "算了", "status": "lost" })).await.must(200);
    tell(&jinan, &old, json!({ "text": "签约", "status": "signed" })).await.must(200);
    jinan.patch_json(&format!("{LEADS}/{}", old["id"]), 2, &json!({ "target": "云帆医药" })).await.must(200);
    let waits = jinan.post_json(&format!("{LEADS}/{}/project", old["id"]), &json!({})).await.must(409).json();
    assert_eq!(waits["code"], "leads-taken");
    // What has become a project claims nothing any more: the next one goes on, from that day.
    set(&app, "2026-10-12T11:00:00");
    qingdao.post_json(&format!("{LEADS}/{}/project", second["id"]), &json!({})).await.must(201);
    assert_eq!(one(&jinan, &old).await["taken"], false);
    let next = register(&qingdao, "云帆医药", "370200").await;
    assert_eq!(
        next["taken"], true,
        "the same city may register its next undertaking, behind the one that goes on"
    );
}

#[actix_web::test]
async fn a_step_is_taken_once_with_those_before_it_and_a_note_is_none() {
    let app = TestApp::new().await;
    set(&app, "2026-10-12T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let lead = register(&jinan, "甲厂", "370100").await;
    let owed = |answer: Answer| {
        let owed = answer.must(200).json()["owed"][0].clone();
        (owed["what"].as_str().unwrap().to_owned(), owed["due_on"].as_str().unwrap().to_owned())
    };
    let note = tell(&jinan, &lead, json!({ "text": "电话无人接听" })).await;
    assert_eq!(owed(note), ("response".into(), "2026-10-13".into()));
    let form = jinan.get(&format!("/leads/{}", lead["id"])).await.must(200).text();
    assert!(!form.contains("<option value=\"response\" selected"), "nothing is said for her: {form}");
    let both =
        tell(&jinan, &lead, json!({ "text": "已对接并研判", "status": "contacted", "step": "assessment" }))
            .await;
    assert_eq!(owed(both), ("feedback".into(), "2026-10-19".into()));
    set(&app, "2026-10-13T08:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let again = tell(&jinan, &lead, json!({ "text": "再研判", "step": "assessment" })).await;
    assert_eq!(owed(again), ("feedback".into(), "2026-10-19".into()), "the day that it was taken first");
    tell(&jinan, &lead, json!({ "text": "签约", "status": "signed", "step": "feedback" })).await.must(200);
    let back =
        tell(&jinan, &lead, json!({ "text": "对方反悔", "status": "negotiating" })).await.must(200).json();
    assert_eq!(back["signed_on"], Value::Null);
}

#[actix_web::test]
async fn a_lead_stays_in_its_city_and_becomes_a_project_that_is_alive_there() {
    let app = TestApp::new().await;
    set(&app, "2026-10-12T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let officer = app.person(Role::Officer, "370000").await;
    let lead = register(&jinan, "甲厂", "370100").await;
    let path = format!("{LEADS}/{}", lead["id"]);
    let moved = officer.patch_json(&path, 1, &json!({ "place": "370200" })).await;
    assert_eq!(refused(&moved), [("place".into(), "leads-place-moved".into())]);
    jinan.patch_json(&path, 1, &json!({ "place": "370102" })).await.must(200);
    // A county's officer learns that her city has it, and no more.
    let county = app.person(Role::City, "370104").await;
    let known = county.post_json(LEADS, &json!({ "target": "甲厂" })).await;
    assert_eq!(refused(&known), [("target".into(), "leads-known-already".into())]);
    county.get(&path).await.must(404);
    tell(&jinan, &lead, json!({ "text": "签约", "status": "signed" })).await.must(200);
    let elsewhere = json!({ "name": "青岛项目", "city": "370200" });
    let elsewhere = officer.post_json("/api/v1/projects", &elsewhere).await.must(201).json();
    let convert = format!("{path}/project");
    let refusal = officer.post_json(&convert, &json!({ "project_id": elsewhere["id"] })).await;
    assert_eq!(refused(&refusal), [("project_id".into(), "leads-project-unknown".into())]);
    // A refused form keeps what was typed, and what is to be done next.
    let next = json!({ "text": "x", "next_action": "送批复", "next_on": "2026-10-20" });
    tell(&jinan, &lead, next).await.must(200);
    let id = elsewhere["id"].to_string();
    let page =
        jinan.form(&format!("/leads/{}/project", lead["id"]), &[("project_id", &id)]).await.must(422).text();
    assert!(page.contains(&format!("value=\"{id}\"")) && page.contains("value=\"送批复\""), "{page}");
    // The owner has left: what she has to do with it is asked only of whoever changes that.
    let version = one(&jinan, &lead).await["version"].as_i64().unwrap();
    let email = jinan.get("/api/v1/me").await.json()["email"].as_str().unwrap().to_owned();
    let (by, now) = (Caller::command_line(app.context.province), app.clock.now());
    app.context.db.write_now(|conn| accounts::disable_user(conn, &by, &email, now)).unwrap();
    officer.patch_json(&path, version, &json!({ "source": "商会" })).await.must(200);
}
