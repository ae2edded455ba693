//! Reminders as people get them: on which days, what they say, to whom, and that they stop when what is owed is here. The
//! list is published on 8 October 2026; October's reports are due on Friday, 6 November.

use chrono::TimeDelta;
use diesel::prelude::*;
use groundwork::db::schema::{letter_items, letters};
use groundwork::kernel::role::Role;
use groundwork::mail::{Memory, Transport};
use groundwork::outbox::{self, State};
use groundwork::schedule::TickState;
use serde_json::json;

use crate::kit::{Client, TestApp, facts};
use crate::updates::{building, listed, send, set};

/// A letter as the ledger keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Looks at the clock and takes what is due to the line; what was sent.
pub async fn morning(app: &TestApp) -> Vec<Sent> {
    let ran = app.jobs.run(&app.context).await.unwrap();
    assert!(ran.iter().all(|ran| ran.state == TickState::Done), "{ran:?}");
    deliver(app).await
}

pub async fn deliver(app: &TestApp) -> Vec<Sent> {
    let newest = sent(app).len();
    app.postman.on(Transport::Memory(Memory::default())).run(&app.context).await.unwrap();
    sent(app).split_off(newest)
}

fn sent(app: &TestApp) -> Vec<Sent> {
    let rows: Vec<(String, String, Option<String>)> = letters::table
        .filter(letters::state.eq(State::Sent).and(letters::kind.eq("reminder")))
        .order((letters::sent_at, letters::id))
        .select((letters::name, letters::subject, letters::body_text))
        .load(&mut *app.context.db.connection().unwrap())
        .unwrap();
    rows.into_iter().map(|(to, subject, text)| Sent { to, subject, text: text.unwrap_or_default() }).collect()
}

/// How far each reminder has come.
pub fn states(app: &TestApp) -> Vec<State> {
    let all = letters::table.filter(letters::kind.eq("reminder")).order(letters::id).select(letters::state);
    all.load(&mut *app.context.db.connection().unwrap()).unwrap()
}

/// The days of a month on which letters were sent, with how many.
pub async fn days(app: &TestApp, month: &str, days: std::ops::RangeInclusive<u32>) -> Vec<(u32, usize)> {
    let mut all = Vec::new();
    for day in days {
        set(app, &format!("{month}-{day:02}T08:30:00"));
        let sent = morning(app).await.len();
        if sent > 0 {
            all.push((day, sent));
        }
    }
    all
}

pub async fn id_of(who: &Client) -> i64 {
    who.get("/api/v1/me").await.must(200).json()["id"].as_i64().unwrap()
}

pub async fn name_of(who: &Client) -> String {
    who.get("/api/v1/me").await.must(200).json()["name"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn who_owes_is_told_before_on_and_after_the_day_and_then_every_week() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100"), building("乙", "370100")]);
    app.person(Role::City, "370100").await;
    // Three days before Friday the 6th, on it; the day after is a Saturday and three days after a Monday, so of these two
    // the newer is told: nobody is named above her, so she is told herself. From then on every week.
    assert_eq!(days(&app, "2026-11", 1..=30).await, [(3, 1), (6, 1), (9, 1), (16, 1), (23, 1), (30, 1)]);
}

#[actix_web::test]
async fn a_letter_says_all_that_is_owed_with_what_is_known_and_where_it_is_handed_in() {
    let app = TestApp::new().await;
    let all = vec![building("甲厂", "370100"), building("乙厂", "370100"), building("丙厂", "370200")];
    let ids = listed(&app, all);
    let jinan = name_of(&app.person(Role::City, "370100").await).await;
    let qingdao = name_of(&app.person(Role::City, "370200").await).await;
    set(&app, "2026-11-03T08:30:00");
    let sent = morning(&app).await;
    let of = |name: &str| sent.iter().find(|letter| letter.to == name).cloned().unwrap();
    let link = &app.context.public_url;
    assert_eq!(of(&jinan).subject, "2 项待办，最近 2026-11-06 到期");
    assert_eq!(
        of(&jinan).text,
        format!(
            "{jinan}，您好：\n\n\
             【月度报送】2026-10，2 个项目待报：\n\
             \u{20} - 甲厂：2026-11-06 前，在建，累计完成投资 1,200万元\n\
             \u{20} - 乙厂：2026-11-06 前，在建，累计完成投资 1,200万元\n\
             \u{20} {link}/updates?period=2026-10\n\n\
             --\n\
             这是工作催办，不能退订。外出期间可指定代理人代收：\n{link}/reminders\n"
        )
    );
    // The ledger says of each letter which debts it tells, and on which of their days.
    let auditor = app.person(Role::Auditor, "370000").await;
    let found = auditor.get(&format!("/api/v1/mail/outbox?q={jinan}")).await.must(200).json();
    let id = found["items"][0]["id"].as_i64().unwrap();
    let whole = auditor.get(&format!("/api/v1/mail/outbox/{id}")).await.must(200).json();
    let items: Vec<(&str, &str)> = whole["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["debt"].as_str().unwrap(), item["rung"].as_str().unwrap()))
        .collect();
    let debts = [ids[0], ids[1]].map(|id| format!("report:2026-10:{id}:2026-11-06"));
    assert_eq!(items, [(debts[0].as_str(), "before-3"), (&debts[1], "before-3")]);
    let page = auditor.get(&format!("/mail/{id}")).await.must(200).text();
    assert!(page.contains(&debts[0]) && page.contains("before-3"), "{page}");
    let other = of(&qingdao).text;
    assert!(other.contains("丙厂") && !other.contains("甲厂"), "{other}");
    assert_eq!(sent.len(), 2);
}

#[actix_web::test]
async fn what_is_paid_is_not_told_any_more_also_between_planning_and_sending() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    app.person(Role::City, "370100").await;
    set(&app, "2026-11-03T08:30:00");
    app.jobs.run(&app.context).await.unwrap();
    // Planned, and not yet sent: the first is handed in.
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, ids[0], json!({ "period": "2026-10", "no_change": true })).await.must(201);
    let sent = deliver(&app).await;
    assert!(sent[0].text.contains("乙厂") && !sent[0].text.contains("甲厂"), "{sent:?}");
    set(&app, "2026-11-06T08:30:00");
    app.jobs.run(&app.context).await.unwrap();
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, ids[1], json!({ "period": "2026-10", "no_change": true })).await.must(201);
    assert_eq!(deliver(&app).await, [], "nothing is left to say");
    let dropped: i64 = letters::table
        .filter(letters::state.eq(State::Dropped))
        .count()
        .get_result(&mut *app.context.db.connection().unwrap())
        .unwrap();
    assert_eq!(dropped, 2, "both people of the city had one");
    assert_eq!(days(&app, "2026-11", 7..=30).await, []);
}

#[actix_web::test]
async fn a_superior_gets_one_line_for_each_of_her_people() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100"), building("乙", "370100"), building("丙", "370200")]);
    let (jinan, qingdao) = (app.person(Role::City, "370100").await, app.person(Role::City, "370200").await);
    let head = app.person(Role::Reviewer, "370000").await;
    for who in [&jinan, &qingdao] {
        let (path, superior) = (format!("/reminders/people/{}", id_of(who).await), id_of(&head).await);
        let fields = [("superior", superior.to_string()), ("deputy", String::new())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        head.form(&path, &fields).await.must(303);
    }
    let jinan_id = id_of(&jinan).await;
    let (jinan, qingdao, head) = (name_of(&jinan).await, name_of(&qingdao).await, name_of(&head).await);
    assert_eq!(days(&app, "2026-11", 1..=8).await, [(3, 2), (6, 2)]);
    set(&app, "2026-11-09T08:30:00");
    let monday = morning(&app).await;
    assert_eq!(
        monday.len(),
        3,
        "one day late was Saturday, three days late is today: they and their superior"
    );
    let monday: Vec<_> = monday.into_iter().filter(|letter| letter.to == head).collect();
    assert_eq!((monday.len(), monday[0].subject.as_str()), (1, "2 人有逾期未办事项"));
    for line in [format!("  - {jinan}：2 项逾期，最久 3 天"), format!("  - {qingdao}：1 项逾期，最久 3 天")]
    {
        assert!(monday[0].text.contains(&line), "{line}: {}", monday[0].text);
    }
    let link = format!("{}/reminders/people/{jinan_id}\n", app.context.public_url);
    assert!(monday[0].text.contains(&link), "{}", monday[0].text);
    assert!(!monday[0].text.contains("甲"), "one line a person, not her letters: {}", monday[0].text);
    assert_eq!(days(&app, "2026-11", 10..=16).await, [(16, 3)], "a week later all three");
}

#[actix_web::test]
async fn a_deputy_reads_for_whoever_is_away_and_nobody_reads_of_what_she_may_not_see() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲厂", "370100")]);
    let (she, deputy) = (app.person(Role::City, "370100").await, app.person(Role::Officer, "370100").await);
    let stranger = app.person(Role::City, "370200").await;
    let name = name_of(&she).await;
    let away = |deputy: i64, from: &'static str, until: &'static str| {
        let (who, deputy) = (she.clone(), deputy.to_string());
        async move {
            who.form("/reminders", &[("deputy", &deputy), ("away_from", from), ("away_until", until)]).await
        }
    };
    let wrong = away(id_of(&stranger).await, "2026-11-01", "2026-11-05").await.must(422).text();
    assert!(wrong.contains("此人无权查看其管辖范围"), "{wrong}");
    let order = away(id_of(&deputy).await, "2026-11-05", "2026-11-01").await.must(422).text();
    assert!(order.contains("早于开始日期") && order.contains("2026-11-05"), "what was typed stays: {order}");
    let nobody = she.form("/reminders", &[("away_from", "2026-11-01"), ("away_until", "2026-11-05")]).await;
    assert!(nobody.must(422).text().contains("外出期间须指定代理人"));
    away(id_of(&deputy).await, "2026-11-01", "2026-11-05").await.must(303);
    let deputy = name_of(&deputy).await;

    set(&app, "2026-11-03T08:30:00");
    let third = morning(&app).await;
    assert_eq!((third.len(), &third[0].to), (1, &deputy));
    assert!(third[0].text.contains(&format!("甲厂：2026-11-06 前，代 {name} 办理")), "{}", third[0].text);
    set(&app, "2026-11-06T08:30:00");
    let sixth = morning(&app).await;
    assert_eq!((sixth.len(), &sixth[0].to), (1, &name), "she is back");
}

#[actix_web::test]
async fn after_a_stop_the_newest_rung_alone_is_told_and_no_letter_leaves_on_a_day_off() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100")]);
    app.person(Role::City, "370100").await;
    // Nothing ran from the 3rd to Saturday the 7th.
    set(&app, "2026-11-07T10:00:00");
    assert_eq!(morning(&app).await, []);
    set(&app, "2026-11-09T08:30:00");
    assert_eq!(morning(&app).await.len(), 1);
    let rungs: Vec<String> = letter_items::table
        .select(letter_items::rung)
        .load(&mut *app.context.db.connection().unwrap())
        .unwrap();
    assert_eq!(rungs, ["superior-3"]);
}

#[actix_web::test]
async fn mail_that_was_held_for_days_comes_as_one_letter() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲", "370100"), building("乙", "370100")]);
    app.person(Role::City, "370100").await;
    let hold = |is_held| {
        let now = app.clock.now();
        app.context.db.write_now(|conn| outbox::switch(conn, is_held, None, ("李", None), now)).unwrap();
    };
    hold(true);
    assert_eq!(days(&app, "2026-11", 2..=9).await, []);
    hold(false);
    let sent = deliver(&app).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].text.contains("甲") && sent[0].text.contains("乙"));
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(deliver(&app).await, []);
}

#[actix_web::test]
async fn a_city_owes_its_nominations_and_the_province_its_list() {
    let app = TestApp::new().await;
    let list = crate::kit::Quarterly::opened(&app, 3);
    list.nominated(facts("甲", "370200", 9_000));
    app.person(Role::City, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let listed = reviewer.get("/api/v1/lists/2026Q3").await.must(200).json();
    let day = |name: &str| listed[name].as_str().unwrap().to_owned();
    set(&app, &format!("{}T08:30:00", day("nominate_by")));
    let sent = morning(&app).await;
    assert!(
        sent.iter().any(|one| one.text.contains("【清单申报】2026Q3：")
            && one.text.contains("济南市：今天到期，已申报 0 个，退回 0 个")),
        "{sent:?}"
    );
    set(&app, &format!("{}T08:30:00", day("publish_by")));
    let sent = morning(&app).await;
    let province = sent.iter().find(|one| one.text.contains("【清单发布】")).unwrap();
    assert!(province.text.contains("【清单发布】2026Q3："), "{province:?}");
}

#[actix_web::test]
async fn a_person_sees_what_she_owes_and_a_call_is_logged_beside_her_letters() {
    let app = TestApp::new().await;
    listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-03T08:30:00");
    let jinan = app.person(Role::City, "370100").await;
    morning(&app).await;
    let page = jinan.get("/reminders").await.must(200).text();
    assert!(
        page.contains("我的待办（1 项）") && page.contains("甲厂") && page.contains("2026-11-06"),
        "{page}"
    );
    let english = jinan.get("/reminders?lang=en").await.must(200).text();
    assert!(english.contains("What I owe (1)") && english.contains("Monthly report"), "{english}");

    let reviewer = app.person(Role::Reviewer, "370000").await;
    let path = format!("/reminders/people/{}", id_of(&jinan).await);
    reviewer.form(&format!("{path}/calls"), &[("said", "已电话催办，承诺今日报送")]).await.must(303);
    let empty = reviewer.form(&format!("{path}/calls"), &[("said", " ")]).await.must(422).text();
    assert!(empty.contains("通话内容"), "{empty}");
    assert!(reviewer.get(&path).await.must(200).text().contains("承诺今日报送"));
    let people = reviewer.get("/reminders/people").await.must(200).text();
    assert!(people.contains("2026-11-03 08:30"), "the last letter and the last call: {people}");
}
