//! Digests in care: the whole letter in both languages, the month with what changed since the reader's last, missing facts,
//! stopping with one click, and what will come.

use diesel::prelude::*;
use groundwork::db::schema::letters;
use groundwork::features::digests;
use groundwork::features::projects::Light;
use groundwork::kernel::role::Role;
use regex::Regex;
use serde_json::{Value, json};

use crate::digests::{DIGESTS, post_office, prepare, rules, shine, two_quarters, written};
use crate::kit::{Client, Quarterly, TestApp, facts};
use crate::leads::{register, tell};
use crate::month_statistics::october;
use crate::updates::set;

pub fn from_base64(text: &str) -> Vec<u8> {
    let value = |sign: u8| match sign {
        b'A'..=b'Z' => Some(u32::from(sign - b'A')),
        b'a'..=b'z' => Some(u32::from(sign - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(sign - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for six in text.bytes().filter_map(value) {
        (bits, held) = ((bits << 6 | six) & 0xFFFF, held + 6);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xFF) as u8);
        }
    }
    bytes
}

/// The issue of a period with what it sends.
pub async fn issue(who: &Client, period: &str) -> Value {
    let all = who.get(DIGESTS).await.must(200).json();
    let found =
        all["items"].as_array().unwrap().iter().find(|issue| issue["period"] == period).unwrap().clone();
    who.get(&format!("{DIGESTS}/{}", found["id"])).await.must(200).json()
}

pub fn part<'a>(issue: &'a Value, reader: &Client, part: &str) -> &'a str {
    let copies = issue["copies"].as_array().unwrap();
    copies.iter().find(|copy| copy["user_id"] == reader.id).unwrap()[part].as_str().unwrap()
}

async fn approve(who: &Client, issue: &Value) {
    let based = who.clone().with_header("If-Match", &format!("\"{}\"", issue["revision"]));
    based.post_json(&format!("{DIGESTS}/{}/approve", issue["id"]), &json!({})).await.must(200);
}

/// Compares a letter with the one that is kept beside the tests; `GROUNDWORK_KEEP_LETTERS` keeps it anew.
fn must_be_kept(name: &str, letter: &str) {
    let plain = Regex::new("/mail/stop/[0-9]+-[0-9a-f]{64}").unwrap().replace_all(letter, "/mail/stop/TOKEN");
    let plain = Regex::new("\\b[0-9a-f]{64}\\b").unwrap().replace_all(&plain, "HASH").into_owned();
    let file = format!("{}/tests/data/digests/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("GROUNDWORK_KEEP_LETTERS").is_some() {
        std::fs::write(&file, &plain).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept == plain, "{name} is no longer the letter that is kept:\n{plain}");
}

#[actix_web::test]
async fn the_whole_letter_is_the_one_that_is_kept_in_both_languages() {
    let app = TestApp::new().await;
    two_quarters(&app).await;
    let jinan = app.person(Role::City, "370100").await;
    let lead = register(&jinan, "云帆医药", "370100").await;
    tell(&jinan, &lead, json!({ "text": "签约", "status": "signed" })).await.must(200);
    register(&jinan, "青禾农机", "370100").await;
    set(&app, "2026-11-09T09:00:00");
    let (chinese, english) =
        (app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370100").await);
    english.form("/account/language", &[("lang", "en")]).await.must(303);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    letters_are_kept(&issue(&reviewer, "2026Q3").await, [&chinese, &english]);
}

/// Of one who reads Chinese and one who reads English.
fn letters_are_kept(issue: &Value, [chinese, english]: [&Client; 2]) {
    let period = issue["period"].as_str().unwrap();
    for (reader, lang) in [(chinese, "zh-CN"), (english, "en")] {
        must_be_kept(&format!("{period}-{lang}.txt"), part(issue, reader, "text"));
        must_be_kept(&format!("{period}-{lang}.html"), part(issue, reader, "html"));
    }
}

#[actix_web::test]
async fn the_first_quarter_and_a_month_without_a_bulletin_say_what_is_missing() {
    let app = TestApp::new().await;
    Quarterly::published(&app, [facts("济南甲", "370102", 10_000)]);
    set(&app, "2026-11-16T09:00:00");
    let leader = app.person(Role::Leader, "370000").await;
    let county = app.person(Role::Leader, "370202").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let quarter = issue(&reviewer, "2026Q3").await;
    let text = part(&quarter, &leader, "text");
    for said in [
        "此前没有已发布的清单，本期不作比较",
        "2026年9月还没有亮灯记录，本期不列红灯",
        "目前没有待省级协调的问题",
    ] {
        assert!(text.replace('\n', "").contains(said), "{said}\n{text}");
    }
    let html = part(&quarter, &county, "html");
    for said in ["没有年度计划，不计算完成率", "没有实施类项目，不计算开工率", "目前没有待县级协调的问题"]
    {
        assert!(html.contains(said), "{said}\n{html}");
    }
    let empty = Regex::new("<t[dh][^>]*></t[dh]>").unwrap();
    assert!(!empty.is_match(html), "no cell is empty: {html}");
    assert!(!html.contains(">0万元<"), "what nobody has said is no nought: {html}");
    let month = issue(&reviewer, "2026-10").await;
    let text = part(&month, &leader, "text").replace('\n', "");
    for said in ["2026年10月的通报尚未发布", "这是您收到的第一期简报", "2026年10月亮红灯 1 个", "至今未开工"]
    {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[actix_web::test]
async fn the_month_tells_what_changed_since_the_readers_own_last_digest() {
    let app = TestApp::new().await;
    let ids = october(&app).await;
    let (old, english) = (app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370100").await);
    english.form("/account/language", &[("lang", "en")]).await.must(303);
    for (id, colour) in [(ids[0], Light::Red), (ids[1], Light::Green)] {
        shine(&app, id, "2026-09", colour);
    }
    set(&app, "2026-11-10T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    approve(&reviewer, &issue(&reviewer, "2026Q3").await).await;
    reviewer.post_json("/api/v1/bulletins/2026-10/publish", &json!({})).await.must(200);
    set(&app, "2026-11-16T09:00:00");
    let new = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let month = issue(&reviewer, "2026-10").await;
    let bulletin = reviewer.get("/api/v1/bulletins/2026-10").await.must(200).json();
    let text = part(&month, &old, "text");
    let flat = text.replace('\n', "");
    assert_eq!(part(&month, &old, "subject"), "【重点项目月报】2026年10月：完成率34.0%，红灯2个，新增2个");
    for said in [
        "上次：2026年三季度简报（2026-11-10 发送）",
        "不再亮红灯 1 个",
        "- 济南甲（济南市历下区）",
        "* 青岛丙（青岛市市南区）",
        bulletin["hash"].as_str().unwrap(),
        bulletin["number"].as_str().unwrap(),
        month["hash"].as_str().unwrap(),
        "54.0%",
    ] {
        assert!(flat.contains(said), "{said}\n{text}");
    }
    letters_are_kept(&month, [&old, &english]);
    let first = part(&month, &new, "text");
    assert!(first.contains("这是您收到的第一期简报") && !first.contains("不再亮红灯"), "{first}");
}

#[actix_web::test]
async fn one_click_stops_it_a_look_at_the_link_does_not_and_an_altered_link_is_none() {
    let app = TestApp::configured(|config| {
        config.digest.monthly = false;
        config.sign_in.per_address = 3;
    })
    .await;
    two_quarters(&app).await;
    set(&app, "2026-11-09T09:00:00");
    let [stops, keeps] = [app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370000").await];
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let quarter = issue(&reviewer, "2026Q3").await;
    let link = Regex::new("/mail/stop/[0-9a-f-]+").unwrap();
    assert!(
        !link.is_match(part(&quarter, &stops, "text")),
        "whoever approves a letter gets no key of its reader's"
    );
    let (written, _) = written(&app, &quarter, &stops);
    let link = link.find(&written).unwrap().as_str().to_owned();
    let stranger = app.stranger();
    for _ in 0..3 {
        let page = stranger.get(&link).await.must(200).text();
        assert!(
            page.contains("发送季报和月报。以后可以由本人登录")
                && page.contains(&format!("action=\"{link}\"")),
            "{page}"
        );
    }
    assert!(stops.get("/digests").await.must(200).text().contains("您会收到季报和月报"));
    approve(&reviewer, &quarter).await;
    // Whoever reads her letter in the mail room gets the letter, and not what stops it.
    let auditor = app.person(Role::Auditor, "370000").await;
    let queued = auditor.get("/api/v1/mail/outbox").await.must(200).json();
    let kind = |one: &&Value| one["kind"] == "digest";
    let key = Regex::new("/mail/stop/[0-9]").unwrap();
    for letter in queued["items"].as_array().unwrap().iter().filter(kind) {
        for path in ["/mail/{}", "/mail/{}/html", "/api/v1/mail/outbox/{}"] {
            let page = auditor.get(&path.replace("{}", &letter["id"].to_string())).await.must(200).text();
            assert!(page.contains("/mail/stop/…") && !key.is_match(&page), "{path}: {page}");
        }
    }

    // It is queued already; the mail program posts the link (RFC 8058).
    let body = ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click".to_vec());
    let at = |who: &Client, path: &str| {
        let (who, path, body) = (who.clone(), path.to_owned(), body.clone());
        async move { who.send("POST", &path, Some(body)).await }
    };
    let altered = format!("{}0", &link[..link.len() - 1]);
    let altered = if altered == link { format!("{}1", &link[..link.len() - 1]) } else { altered };
    let other = stranger.clone().at_address("192.0.2.77");
    for _ in 0..3 {
        let refused = at(&other, &altered).await.must(404).text();
        assert!(refused.contains("没有做任何更改"), "{refused}");
    }
    at(&other, &altered).await.must(429);
    assert!(stops.get("/digests").await.must(200).text().contains("您会收到季报和月报"), "nothing changed");
    let done = at(&stranger, &link).await.must(200).text();
    assert!(done.contains("已停止") && !done.contains("<form"), "{done}");
    at(&stranger, &link).await.must(200);
    let (postman, memory) = post_office(&app);
    let report = postman.run(&app.context).await.unwrap();
    let readers: Vec<String> = memory.letters().into_iter().map(|(to, _)| to).collect();
    assert_eq!(
        (readers.len(), report.dropped),
        (1, 3),
        "hers, and the words to the two reviewers: {readers:?}"
    );
    assert_eq!(readers[0], keeps.get("/api/v1/me").await.must(200).json()["email"].as_str().unwrap());
    let audit = app.person(Role::Auditor, "370000").await.get("/audit").await.must(200).text();
    assert_eq!(audit.matches("停止接收简报").count(), 1, "once, however often it is clicked: {audit}");

    assert!(stops.get("/digests").await.must(200).text().contains("停止接收简报。"));
    stops.form("/digests/choice", &[("state", "on")]).await.must(303);
    assert!(stops.get("/digests").await.must(200).text().contains("您会收到季报和月报"));
    stops.form("/digests/choice", &[("state", "maybe")]).await.must(422);
    reviewer.form("/digests/choice", &[("state", "off")]).await.must(404);
}

#[actix_web::test]
async fn what_a_leader_of_two_cities_reads_is_seen_by_nobody_of_one_of_them() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    two_quarters(&app).await;
    set(&app, "2026-11-09T09:00:00");
    let both = app.person(Role::Leader, "370100,370200").await;
    let [province, one] =
        [app.person(Role::Reviewer, "370000").await, app.person(Role::Reviewer, "370100").await];
    prepare(&app);
    let quarter = issue(&province, "2026Q3").await;
    assert!(part(&quarter, &both, "text").contains("青岛丙"), "she sees her second city, too");
    let seen = one.get(&format!("{DIGESTS}/{}", quarter["id"])).await.must(200).json();
    assert_eq!(seen["copies"], json!([]));
    one.get(&format!("/digests/{}/copies/{}", quarter["id"], both.id)).await.must(404);
    approve(&province, &quarter).await;
    let auditor = app.person(Role::Auditor, "370100").await;
    let mail = auditor.get("/api/v1/mail/outbox").await.must(200).json();
    assert_eq!(mail["items"], json!([]), "nor in the ledger of all mail");
}

#[actix_web::test]
async fn a_leader_who_was_moved_is_not_told_of_her_former_places() {
    let app = TestApp::new().await;
    october(&app).await;
    set(&app, "2026-11-10T09:00:00");
    let leader = app.person(Role::Leader, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    approve(&reviewer, &issue(&reviewer, "2026Q3").await).await;
    let administrator = app.person(Role::Administrator, "370000").await;
    let me = leader.get("/api/v1/me").await.must(200).json();
    let fields = [
        ("email", me["email"].as_str().unwrap()),
        ("name", me["name"].as_str().unwrap()),
        ("role", "leader"),
        ("scope", "370200"),
        ("lang", "zh-CN"),
    ];
    administrator.form(&format!("/people/{}", leader.id), &fields).await.must(303);
    set(&app, "2026-11-16T09:00:00");
    prepare(&app);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let month = issue(&reviewer, "2026-10").await;
    let text = part(&month, &leader, "text");
    assert!(text.contains("这是您收到的第一期简报") && !text.contains("上次："), "{text}");
}

#[actix_web::test]
async fn whoever_may_not_read_it_any_more_gets_none() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    two_quarters(&app).await;
    set(&app, "2026-11-09T09:00:00");
    let [leaves, moves] =
        [app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370100").await];
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    approve(&reviewer, &issue(&reviewer, "2026Q3").await).await;
    let administrator = app.person(Role::Administrator, "370000").await;
    for (person, role, scope, disabled) in
        [(&leaves, "leader", "370000", "on"), (&moves, "leader", "370200", "")]
    {
        let me = person.get("/api/v1/me").await.must(200).json();
        let fields = [
            ("email", me["email"].as_str().unwrap()),
            ("name", me["name"].as_str().unwrap()),
            ("role", role),
            ("scope", scope),
            ("lang", "zh-CN"),
            ("disabled", disabled),
        ];
        let fields: Vec<(&str, &str)> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        administrator.form(&format!("/people/{}", person.id), &fields).await.must(303);
    }
    let (postman, memory) = post_office(&app);
    postman.run(&app.context).await.unwrap();
    assert!(memory.letters().is_empty(), "{:?}", memory.letters().first().map(|(to, _)| to.clone()));
}

#[actix_web::test]
async fn the_letter_is_shown_in_a_frame_that_may_do_nothing_and_to_nobody_else() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    two_quarters(&app).await;
    set(&app, "2026-11-09T09:00:00");
    let leader = app.person(Role::Leader, "370000").await;
    let [reviewer, elsewhere] =
        [app.person(Role::Reviewer, "370000").await, app.person(Role::Reviewer, "370100").await];
    let city = app.person(Role::City, "370100").await;
    prepare(&app);
    let quarter = issue(&reviewer, "2026Q3").await;
    assert!(reviewer.get("/").await.must(200).text().contains("1 期领导简报待批准"));
    assert!(!elsewhere.get("/").await.must(200).text().contains("领导简报待批准"));
    let page = reviewer.get(&format!("/digests/{}", quarter["id"])).await.must(200);
    assert!(page.header("content-security-policy").contains("frame-src 'self'"));
    let copy = format!("/digests/{}/copies/{}", quarter["id"], leader.id);
    assert!(
        page.text().contains(&format!(
            "sandbox title=\"【重点项目季报】2026年三季度：完成率36.0%，红灯2个，新增2个\" src=\"{copy}\""
        )),
        "{}",
        page.text()
    );
    let letter = reviewer.get(&copy).await.must(200);
    assert_eq!(letter.text(), part(&quarter, &leader, "html"));
    let policy = letter.header("content-security-policy");
    for said in ["default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'self'", "sandbox"] {
        assert!(policy.contains(said), "{policy}");
    }
    assert!(
        !policy.contains("script-src")
            && !letter.text().contains("<script")
            && !letter.text().contains("src=")
    );
    assert!(
        !reviewer.get("/digests").await.must(200).header("content-security-policy").contains("frame-src")
    );
    for other in [&elsewhere, &city, &leader] {
        other.get(&copy).await.must(404);
        other.get(&format!("{copy}/file")).await.must(404);
        let seen = other.get(&format!("{DIGESTS}/{}", quarter["id"])).await.must(200).json();
        assert_eq!(seen["copies"], json!([]), "before it is sent it is the province's");
    }
    approve(&reviewer, &quarter).await;
    leader.get(&copy).await.must(200);
    city.get(&copy).await.must(404);
}

#[actix_web::test]
async fn what_will_come_is_foretold_and_nothing_is_written() {
    let app = TestApp::new().await;
    two_quarters(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    let ahead = |from: &str, to: &str| {
        let (rules, now) = (rules(&app), app.clock.now());
        let foretold = app.context.db.read_now(|conn| {
            let jobs = app.jobs.planned(conn, now, 100)?;
            let runs = &jobs.iter().find(|job| job.job == "digests").unwrap().next;
            digests::expected(conn, &rules, (from.parse().unwrap(), to.parse().unwrap(), runs), now)
        });
        foretold.unwrap()
    };
    let days: Vec<(String, String)> = ahead("2026-10-08", "2027-01-06")
        .into_iter()
        .map(|one| (one.day.to_string(), one.letter.subject))
        .collect();
    let subject = |of: &str| format!("【重点项目简报】{of}");
    assert_eq!(
        days,
        [
            ("2026-10-20".to_owned(), subject("2026年9月")),
            ("2026-11-04".to_owned(), subject("2026年三季度")),
            ("2026-11-13".to_owned(), subject("2026年10月")),
            ("2026-12-14".to_owned(), subject("2026年11月")),
        ]
    );
    set(&app, "2026-11-09T09:00:00");
    prepare(&app);
    let known = ahead("2026-11-09", "2026-11-12");
    let subjects: Vec<&str> = known.iter().map(|one| one.letter.subject.as_str()).collect();
    assert!(
        subjects.contains(&"【重点项目季报】2026年三季度：完成率36.0%，红灯2个，新增2个"),
        "{subjects:?}"
    );
    assert!(known.iter().all(|one| one.needs_approval && one.reader == leader.id));
}

#[actix_web::test]
async fn two_issues_that_are_open_at_once_are_held_each_against_the_one_that_left_before() {
    let app = TestApp::new().await;
    let ids = october(&app).await;
    let leader = app.person(Role::Leader, "370000").await;
    shine(&app, ids[0], "2026-09", Light::Red);
    set(&app, "2026-11-16T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let month = issue(&reviewer, "2026-10").await;
    assert!(part(&month, &leader, "text").contains("这是您收到的第一期简报"));
    approve(&reviewer, &issue(&reviewer, "2026Q3").await).await;
    // What was prepared does not know of it: it has been prepared anew, to be looked at once more.
    let based = reviewer.clone().with_header("If-Match", &format!("\"{}\"", month["revision"]));
    based.post_json(&format!("{DIGESTS}/{}/approve", month["id"]), &json!({})).await.must(409);
    assert_eq!(prepare(&app).prepared, 0);
    let anew = issue(&reviewer, "2026-10").await;
    let text = part(&anew, &leader, "text");
    assert!(text.contains("上次：2026年三季度简报") && !text.contains("第一期"), "{text}");
    // A light of the month that is another one now is read in the letter, too.
    shine(&app, ids[1], "2026-10", Light::Red);
    assert_eq!(prepare(&app).prepared, 1);
    assert_eq!(prepare(&app).prepared, 0);
}

#[actix_web::test]
async fn what_nobody_approves_is_said_again_until_somebody_does() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    two_quarters(&app).await;
    app.person(Role::Leader, "370000").await;
    let posted = || -> i64 {
        let words = letters::table.filter(letters::kind.eq("digest-word"));
        words.count().get_result(&mut *app.context.db.connection().unwrap()).unwrap()
    };
    let mut told_on = Vec::new();
    for day in 1..=30 {
        set(&app, &format!("2026-11-{day:02}T09:00:00"));
        let before = posted();
        prepare(&app);
        prepare(&app);
        // Of the province there is one reviewer.
        told_on.extend((before..posted()).map(|_| day));
    }
    assert_eq!(told_on, [4, 5, 7, 11, 18, 25], "due on the 4th: then, and 1, 3, 7, 14 and 21 days later");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    approve(&reviewer, &issue(&reviewer, "2026Q3").await).await;
    let (postman, memory) = post_office(&app);
    postman.run(&app.context).await.unwrap();
    let kinds: Vec<bool> = memory
        .letters()
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).contains("List-Id: <digest."))
        .collect();
    assert_eq!(kinds, [true], "the leader has it, and nothing more is said of it");
}
