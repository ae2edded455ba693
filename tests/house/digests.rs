//! The leaders' digests: prepared once from what is published, looked at and approved to the byte, stopped with one click.
//!
//! - 济南甲: 700 of 2500 万元 on the list of 2026Q2, 2000 on that of 2026Q3; 济南乙 left; 青岛丙: 700 of 2500, red in September
//!   and not in June; 烟台丁 entered, red in September

use chrono::TimeDelta;
use diesel::prelude::*;
use groundwork::db::schema::digest_copies;
use groundwork::features::digests::{self, Report, Rules};
use groundwork::features::projects::{self, Light, Lit, LitReason};
use groundwork::kernel::calendar::Period;
use groundwork::kernel::money::Money;
use groundwork::kernel::role::Role;
use groundwork::mail::{Memory, Transport};
use groundwork::outbox;
use regex::Regex;
use serde_json::{Value, json};

use crate::kit::mail::MailServer;
use crate::kit::{Client, TestApp, alter, enter, facts, publish_quarter, sheets};
use crate::statistics::{group, told};
use crate::updates::{building, set};

pub const DIGESTS: &str = "/api/v1/digests";

pub fn rules(app: &TestApp) -> Rules {
    Rules::new(&app.context, &app.config, app.postman.domain())
}

/// What the daily job does.
pub fn prepare(app: &TestApp) -> Report {
    let (rules, now) = (rules(app), app.clock.now());
    app.context.db.write_now(|conn| digests::prepare(conn, &rules, now)).unwrap()
}

/// A sender that keeps what the house's own kinds write.
pub fn post_office(app: &TestApp) -> (outbox::Postman, Memory) {
    let memory = Memory::default();
    (app.postman.on(Transport::Memory(memory.clone())), memory)
}

/// Stores the light of a project for a month, as its report would.
pub fn shine(app: &TestApp, id: i64, month: &str, colour: Light) {
    let reason = LitReason {
        family: "progress".to_owned(),
        colour,
        zh: "完成 28.0%，比序时进度慢 47.0 个百分点".to_owned(),
        en: "28.0% done, 47.0 points behind the time".to_owned(),
        suspended_until: None,
    };
    let lit = Lit { period: Period::parse(month).unwrap(), colour, reasons: vec![reason] };
    app.context.db.write_now(|conn| projects::shine(conn, id, &lit, app.clock.now())).unwrap();
}

/// Two quarters as the file's text says; 甲, 乙, 丙, 丁.
pub async fn two_quarters(app: &TestApp) -> [i64; 4] {
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let [first, second, third] = [("济南甲", "370102"), ("济南乙", "370112"), ("青岛丙", "370202")]
        .map(|(name, place)| enter(app, building(name, place)));
    publish_quarter(&reviewer, "2026Q2", "鲁工信清单〔2026〕2号", &[first, second, third]).await;
    alter(app, first, |facts| {
        facts.cumulative_investment = Money::from_wan(2500);
        facts.ytd_investment = Money::from_wan(2000);
    });
    let fourth = enter(app, facts("烟台丁", "370602", 10_000));
    publish_quarter(&reviewer, "2026Q3", "鲁工信清单〔2026〕3号", &[first, third, fourth]).await;
    shine(app, first, "2026-06", Light::Green);
    shine(app, third, "2026-06", Light::Green);
    shine(app, first, "2026-09", Light::Green);
    shine(app, third, "2026-09", Light::Red);
    shine(app, fourth, "2026-09", Light::Red);
    let qingdao = app.person(Role::City, "370200").await;
    let problem = json!({ "text": "二期用地未批", "kind": "land", "level": "province" });
    qingdao.post_json(&format!("/api/v1/projects/{third}/problems"), &problem).await.must(201);
    [first, second, third, fourth]
}

/// The same, and it is the day after the quarterly digest is due.
async fn due(app: &TestApp) -> [i64; 4] {
    let ids = two_quarters(app).await;
    set(app, "2026-11-09T09:00:00");
    ids
}

/// Something that is written to a leader of a place: a month's issue, due on the first working day; it and her.
pub async fn written_to(app: &TestApp, scope: &'static str) -> (i64, i64) {
    let leader = app.person(Role::Leader, scope).await;
    let mut config = app.config.clone();
    config.digest.monthly_working_day = 1;
    let (rules, now) = (Rules::new(&app.context, &config, app.postman.domain()), app.clock.now());
    app.context.db.write_now(|conn| digests::prepare(conn, &rules, now)).unwrap();
    (issues(&leader).await[0]["id"].as_i64().unwrap(), leader.id)
}

/// Every issue, the newest first.
pub async fn issues(who: &Client) -> Vec<Value> {
    who.get(DIGESTS).await.must(200).json()["items"].as_array().unwrap().clone()
}

/// The quarterly issue with what it sends.
async fn quarterly(who: &Client) -> Value {
    let all = issues(who).await;
    let issue = all.iter().find(|issue| issue["kind"] == "quarterly" && issue["state"] != "dropped").unwrap();
    who.get(&format!("{DIGESTS}/{}", issue["id"])).await.must(200).json()
}

fn copy_to(issue: &Value, reader: &Client) -> (String, String, String) {
    let copy = issue["copies"].as_array().unwrap().iter().find(|copy| copy["user_id"] == reader.id).unwrap();
    ["subject", "text", "html"].map(|part| copy[part].as_str().unwrap().to_owned()).into()
}

/// Text and HTML of the letter that is kept for a reader, with the key that is hers.
pub fn written(app: &TestApp, issue: &Value, reader: &Client) -> (String, String) {
    let of_hers = digest_copies::digest_id.eq(issue["id"].as_i64().unwrap());
    let of_hers = digest_copies::table.filter(of_hers.and(digest_copies::user_id.eq(reader.id)));
    let both = of_hers.select((digest_copies::body_text, digest_copies::body_html));
    both.first(&mut *app.context.db.connection().unwrap()).unwrap()
}

async fn approve(who: &Client, issue: &Value) -> crate::kit::Answer {
    let based = who.clone().with_header("If-Match", &format!("\"{}\"", issue["revision"]));
    based.post_json(&format!("{DIGESTS}/{}/approve", issue["id"]), &json!({})).await
}

#[actix_web::test]
async fn without_a_published_list_it_waits_and_the_reviewers_hear_so_once() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    set(&app, "2026-11-03T09:00:00");
    app.person(Role::Leader, "370000").await;
    app.person(Role::Reviewer, "370100").await;
    let (postman, memory) = post_office(&app);
    assert_eq!(prepare(&app), Report::default(), "the day has not come");
    set(&app, "2026-11-09T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert_eq!(prepare(&app), Report { waiting: 1, ..Report::default() });
    prepare(&app);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1, "of the whole province, and once");
    let bytes = String::from_utf8(memory.letters().remove(0).1).unwrap();
    assert!(bytes.contains("List-Id: <digest-word.") && !bytes.contains("List-Unsubscribe"), "{bytes}");
    let [waiting] = <[Value; 1]>::try_from(issues(&reviewer).await).unwrap();
    assert_eq!((&waiting["state"], &waiting["hash"]), (&json!("waiting"), &Value::Null));
    assert_eq!(approve(&reviewer, &waiting).await.must(409).json()["code"], "digests-approve-state");
    let page = reviewer.get("/digests").await.must(200).text();
    assert!(page.contains("等待清单发布") && page.contains("2026年三季度"), "{page}");

    // The list comes later; the next look prepares it.
    let ids = two_quarters(&app).await;
    let done = prepare(&app);
    assert_eq!((done.prepared, done.copies), (1, 1), "{done:?} {ids:?}");
    let [proposed] = <[Value; 1]>::try_from(issues(&reviewer).await).unwrap();
    assert_eq!((&proposed["id"], &proposed["state"]), (&waiting["id"], &json!("proposed")));
    assert_eq!(proposed["hash"].as_str().unwrap().len(), 64);
    assert_eq!(
        postman.run(&app.context).await.unwrap().sent,
        2,
        "both reviewers of the province: look and approve"
    );
}

#[actix_web::test]
async fn two_looks_make_one_issue_and_the_numbers_are_those_of_the_published_list() {
    let app = TestApp::new().await;
    due(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert_eq!(prepare(&app).prepared, 2, "the quarter, and the month that nobody looked at in time");
    assert_eq!(prepare(&app), Report::default(), "everything is there");
    let issue = quarterly(&reviewer).await;
    assert_eq!(
        (&issue["period"], &issue["list"], &issue["revision"]),
        (&json!("2026Q3"), &json!("2026Q3"), &json!(1))
    );
    let (subject, text, html) = copy_to(&issue, &leader);
    assert_eq!(subject, "【重点项目季报】2026年三季度：完成率36.0%，红灯2个，新增2个");
    let list = reviewer.get("/api/v1/lists/2026Q3").await.must(200).json();
    let statistics = reviewer.get("/api/v1/statistics?list=2026Q3&version=1").await.must(200).json();
    let hash = list["hash"].as_str().unwrap();
    assert_eq!(json!(hash), issue["hash"]);
    let whole = &statistics["whole"];
    assert_eq!((&list["totals"]["count"], &whole["count"]), (&json!(3), &json!(3)));
    assert_eq!(told(whole, "completion_rate"), "36.0 27000000/75000000");
    for said in [
        hash,
        "36.0%",
        "+8.0 个百分点",
        "3.0亿元",
        "3 个",
        "增补 1 个，退出 1 个",
        "退出 济南乙（济南市历城区）",
        "资金未落实",
        "本期完成 1,300万元",
        "二期用地未批",
        "新增：完成 28.0%",
        "鲁工信清单〔2026〕3号",
        "2026Q3-v1.xlsx",
    ] {
        assert!(text.replace('\n', "").contains(said) || text.contains(said), "{said}\n{text}");
        assert!(html.contains(said), "{said}\n{html}");
    }
    for (city, rate) in [("370100", "80.0"), ("370200", "28.0"), ("370600", "0.0")] {
        assert!(told(group(&statistics, city), "completion_rate").starts_with(rate), "{city}");
        assert!(text.contains(&format!(" {rate}%")), "{city}\n{text}");
    }
    assert_eq!(html.matches("class=\"r\"").count(), 2, "a bar for each city that has done something");
    for line in text.lines().filter(|line| !line.starts_with('[')) {
        let columns: usize = line.chars().map(|sign| if sign > '\u{2000}' { 2 } else { 1 }).sum();
        assert!(columns <= 76, "{columns}: {line}");
    }
    let books = reviewer.get(&format!("/digests/{}/copies/{}/file", issue["id"], leader.id)).await.must(200);
    assert!(format!("{:?}", sheets(&books.bytes)).contains(hash));
}

#[actix_web::test]
async fn two_replicas_that_look_at_the_same_moment_make_one_issue() {
    let app = TestApp::new().await;
    due(&app).await;
    app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let now = app.clock.now();
    let replicas: Vec<_> = (0..4)
        .map(|_| {
            let (db, rules) = (app.context.db.clone(), rules(&app));
            std::thread::spawn(move || db.write_now(|conn| digests::prepare(conn, &rules, now)).unwrap())
        })
        .collect();
    let prepared: usize = replicas.into_iter().map(|replica| replica.join().unwrap().prepared).sum();
    let all = issues(&reviewer).await;
    let copies: Vec<usize> = all.iter().map(|issue| issue["copies"].as_array().unwrap().len()).collect();
    assert_eq!((prepared, copies), (2, vec![1, 1]), "the quarter and the month, a copy each: {all:?}");
}

#[actix_web::test]
async fn a_leader_of_a_city_sees_it_beside_the_province_and_no_project_of_another() {
    let app = TestApp::new().await;
    due(&app).await;
    let jinan = app.person(Role::Leader, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let issue = quarterly(&reviewer).await;
    let (subject, text, html) = copy_to(&issue, &jinan);
    assert_eq!(subject, "【重点项目季报】济南市2026年三季度：完成率80.0%，红灯0个");
    let flat = text.replace(['\n', ' '], "");
    for said in [
        "80.0%",
        "全省36.0%",
        ">1 济南市",
        "济南市第1位（3市可比）",
        "全省2个，其中新增2个",
        "其中本地增补0个，退出1个",
        "目前没有待市级协调的问题",
        "2026Q3-v1-extract.xlsx",
    ] {
        assert!(flat.contains(said) || text.contains(said), "{said}\n{text}");
    }
    for foreign in ["青岛丙", "烟台丁", "二期用地"] {
        assert!(!text.contains(foreign) && !html.contains(foreign), "{foreign}\n{text}");
    }
    let book = reviewer.get(&format!("/digests/{}/copies/{}/file", issue["id"], jinan.id)).await.must(200);
    let said = format!("{:?}", sheets(&book.bytes));
    assert!(said.contains("济南甲") && !said.contains("青岛丙"), "{said}");
    assert!(said.contains(issue["hash"].as_str().unwrap()), "the extract carries the whole list's hash");
}

#[actix_web::test]
async fn every_link_of_a_letter_opens_for_its_reader() {
    let app = TestApp::new().await;
    due(&app).await;
    let readers = [app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370100").await];
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let links = Regex::new("href=\"([^\"]+)\"").unwrap();
    for issue in issues(&reviewer).await {
        let issue = reviewer.get(&format!("{DIGESTS}/{}", issue["id"])).await.must(200).json();
        for reader in &readers {
            let (text, html) = written(&app, &issue, reader);
            let mut count = 0;
            for link in
                links.captures_iter(&html).map(|found| found[1].replace("&#38;", "&").replace("&amp;", "&"))
            {
                let path = link.strip_prefix(&app.context.public_url).unwrap_or_else(|| panic!("{link}"));
                reader.get(path).await.must(200);
                assert!(text.contains(&format!("] {link}\n")), "{link}\n{text}");
                count += 1;
            }
            assert!(count > if issue["kind"] == "quarterly" { 20 } else { 2 }, "{count}: {text}");
        }
    }
}

#[actix_web::test]
async fn what_is_approved_are_the_bytes_that_were_looked_at_and_each_reader_gets_them_once() {
    let app = TestApp::new().await;
    let ids = due(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let issue = quarterly(&reviewer).await;
    let (subject, text, html) = copy_to(&issue, &leader);
    // The registry moves on; the letter does not.
    alter(&app, ids[0], |facts| facts.ytd_investment = Money::from_wan(1));
    let without = reviewer.post_json(&format!("{DIGESTS}/{}/approve", issue["id"]), &json!({})).await;
    without.must(428);
    for other in [app.person(Role::Reviewer, "370100").await, leader.clone()] {
        approve(&other, &issue).await.must(403);
    }
    let approved = approve(&reviewer, &issue).await.must(200).json();
    assert_eq!(approved["state"], "approved");
    approve(&reviewer, &issue).await.must(409);
    prepare(&app);
    let (postman, _) = post_office(&app);
    let server = MailServer::start(&[]);
    let mut smtp = app.config.mail.smtp.clone();
    (smtp.host, smtp.port) = ("127.0.0.1".to_owned(), server.port);
    postman.on(Transport::Smtp(Box::new(smtp))).run(&app.context).await.unwrap();
    let taken: Vec<Value> =
        server.rest().into_iter().filter(|one| one["headers"]["subject"][0] == subject.as_str()).collect();
    let [letter] = <[Value; 1]>::try_from(taken).unwrap();
    let headers = &letter["headers"];
    assert_eq!(headers["list-unsubscribe-post"][0], "List-Unsubscribe=One-Click");
    let stop = headers["list-unsubscribe"][0].as_str().unwrap();
    let key = Regex::new("/mail/stop/[0-9]+-[0-9a-f]{64}").unwrap();
    assert!(
        key.is_match(stop) && !key.is_match(&html) && !key.is_match(&text),
        "the key is the reader's: {stop}"
    );
    let seen = |sent: String| key.replace_all(&sent, "/mail/stop/…").into_owned();
    let part = |kind: &str| {
        letter["parts"].as_array().unwrap().iter().find(|part| part["type"] == kind).cloned().unwrap()
    };
    let plain = |value: &Value| value["text"].as_str().unwrap().replace("\r\n", "\n").trim_end().to_owned();
    assert!(plain(&part("text/html")).contains(stop.trim_matches(['<', '>'])));
    assert_eq!(seen(plain(&part("text/plain"))), text.trim_end());
    assert_eq!(seen(plain(&part("text/html"))), html.trim_end());
    let book =
        letter["parts"].as_array().unwrap().iter().find(|part| part["file"] == "2026Q3-v1.xlsx").unwrap();
    let kept = reviewer.get(&format!("/digests/{}/copies/{}/file", issue["id"], leader.id)).await.must(200);
    let bytes = crate::digest_care::from_base64(book["base64"].as_str().unwrap());
    assert_eq!(bytes, kept.bytes);
    assert!(format!("{:?}", sheets(&bytes)).contains(issue["hash"].as_str().unwrap()));
    let audit = app.person(Role::Auditor, "370000").await.get("/audit").await.must(200).text();
    assert!(audit.contains("批准领导简报"), "{audit}");
    // She sees what she got.
    let own = leader.get(&format!("/digests/{}", issue["id"])).await.must(200).text();
    assert!(own.contains(&subject), "{own}");
}

#[actix_web::test]
async fn a_correction_before_the_approval_is_prepared_anew_and_one_after_it_sends_nothing() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    let ids = due(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let first = quarterly(&reviewer).await;
    let correct = |yuan: i64| {
        json!({ "reason": "金额有误",
            "changes": [{ "project_id": ids[0], "field": "total_investment_yuan", "to": yuan }] })
    };
    let corrections = "/api/v1/lists/2026Q3/corrections";
    reviewer.post_json(corrections, &correct(200_000_000)).await.must(200);
    // Before the next morning's look nobody sends the figures that were corrected.
    assert_eq!(approve(&reviewer, &first).await.must(409).json()["code"], "digests-approve-overtaken");
    assert_eq!(prepare(&app).prepared, 1);
    let second = quarterly(&reviewer).await;
    assert_eq!((&second["list_version"], &second["state"]), (&json!(2), &json!("proposed")));
    assert_ne!(second["hash"], first["hash"]);
    let states: Vec<Value> = issues(&reviewer).await.iter().map(|issue| issue["state"].clone()).collect();
    assert_eq!(states, [json!("proposed"), json!("dropped")]);
    assert_eq!(approve(&reviewer, &first).await.must(409).json()["code"], "digests-approve-state");
    let page = format!("/digests/{}", second["id"]);
    // Somebody else may read them now: the same version is prepared anew, and what was looked at is overtaken.
    let other = app.person(Role::Leader, "370200").await;
    assert_eq!(prepare(&app).copies, 2);
    assert_eq!(approve(&reviewer, &second).await.must(409).json()["code"], "digests-approve-overtaken");
    let refused = reviewer.form(&format!("{page}/approve"), &[("revision", "1")]).await.must(409).text();
    assert!(refused.contains("已重新编制") && refused.contains("value=\"2\""), "{refused}");
    reviewer.form(&format!("{page}/approve"), &[("revision", "2")]).await.must(303);
    let (postman, memory) = post_office(&app);
    postman.run(&app.context).await.unwrap();
    let digests = |memory: &Memory| {
        memory
            .letters()
            .iter()
            .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("List-Id: <digest."))
            .count()
    };
    assert_eq!(digests(&memory), 2, "{} {}", leader.id, other.id);
    reviewer.post_json(corrections, &correct(300_000_000)).await.must(200);
    assert_eq!(prepare(&app), Report::default());
    postman.run(&app.context).await.unwrap();
    assert_eq!(digests(&memory), 2, "no second letter by itself");
}

#[actix_web::test]
async fn where_it_is_so_configured_it_goes_by_itself_at_its_time_as_it_was_shown() {
    let app = TestApp::configured(|config| {
        config.digest.monthly = false;
        config.digest.approval = "by_itself".to_owned();
    })
    .await;
    due(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert_eq!(prepare(&app).went, 0);
    let issue = quarterly(&reviewer).await;
    assert_eq!(issue["goes_by_itself_at"], "2026-11-10T01:00:00Z");
    app.clock.advance(TimeDelta::hours(23));
    assert_eq!(prepare(&app).went, 0);
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(prepare(&app).went, 1);
    assert_eq!(prepare(&app), Report::default());
    let (postman, memory) = post_office(&app);
    postman.run(&app.context).await.unwrap();
    assert_eq!(memory.letters().len(), 1, "the word to the reviewer has nothing left to say");
    assert!(memory.letters()[0].0.starts_with("leader-"), "{}", leader.id);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let went = quarterly(&reviewer).await;
    assert_eq!((&went["state"], &went["approver"]), (&json!("approved"), &Value::Null));
    assert!(reviewer.get("/digests").await.must(200).text().contains("由系统自动批准"));
}
