//! Visits: entered with who was there and what came of it, counted per city and per leader, each figure with its rows; and a
//! target that has landed because its lead became a project.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::chains::{refused, three};
use crate::kit::{Client, TestApp};
use crate::leads::{register, tell};
use crate::updates::set;

const VISITS: &str = "/api/v1/visits";

fn visit(kind: &str, day: &str, place: &str, leader: &str) -> Value {
    json!({ "kind": kind, "visited_on": day, "place": place, "target": "科达利", "leader": leader,
        "people": "市招商局等5人", "result": "约定下月来访" })
}

#[actix_web::test]
async fn visits_are_counted_per_city_and_leader_and_each_figure_leads_to_its_rows() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    for (kind, day, place, leader) in [
        ("outbound", "2026-09-01", "370100", "王副市长"),
        ("outbound", "2026-09-20", "370100", "王副市长"),
        ("inbound", "2026-09-21", "370100", ""),
        ("outbound", "2026-09-22", "370200", "赵副市长"),
        ("inbound", "2026-10-01", "370000", "王副市长"),
    ] {
        officer.post_json(VISITS, &visit(kind, day, place, leader)).await.must(201);
    }
    let figures =
        officer.get(&format!("{VISITS}/figures?from=2026-09-01&to=2026-09-30")).await.must(200).json();
    let expected = json!({
        "places": [{ "place": "370100", "outbound": 2, "inbound": 1 }, { "place": "370200", "outbound": 1, "inbound": 0 }],
        "leaders": [{ "leader": "王副市长", "outbound": 2, "inbound": 0 }, { "leader": "赵副市长", "outbound": 1, "inbound": 0 }],
    });
    assert_eq!(figures, expected);
    let page = officer.get("/visits?from=2026-09-01&to=2026-09-30").await.must(200).text();
    let links = regex::Regex::new(r#"href="(/visits\?[^"]*kind=[^"]*)">(\d+)</a>"#).unwrap();
    let links: Vec<(String, usize)> = links
        .captures_iter(&page)
        .map(|found| (found[1].replace("&#38;", "&"), found[2].parse().unwrap()))
        .collect();
    assert_eq!(links.len(), 8, "two for each place and leader: {page}");
    for (href, count) in links {
        let rows = officer.get(&href.replace("/visits", VISITS)).await.must(200).json();
        assert_eq!(rows["total"], count, "{href}");
    }
    let jinan = app.person(Role::City, "370100").await;
    let hers = jinan.get(VISITS).await.must(200).json();
    assert_eq!(hers["total"], 3);
    let english = jinan.get("/visits?lang=en").await.must(200).text();
    assert!(english.contains("Visits: 3") && english.contains("Outbound"), "{english}");
    assert!(jinan.get("/visits?city=370200").await.must(200).text().contains("没有符合条件的记录"));
}

#[actix_web::test]
async fn what_a_visit_cannot_be_is_refused_by_name_and_a_change_is_based_on_what_stands() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let lead = register(&jinan, "科达利", "370100").await;
    let qingdao = app.person(Role::City, "370200").await;
    let theirs = register(&qingdao, "多氟多", "370200").await;
    let body = |change: Value| {
        let mut body = visit("outbound", "2026-10-07", "370100", "王副市长");
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    for (change, field, code) in [
        (json!({ "visited_on": "2026-10-09" }), "visited_on", "visits-ahead"),
        (json!({ "visited_on": "上周" }), "visited_on", "visits-day"),
        (json!({ "place": "370200" }), "place", "visits-place-unknown"),
        (json!({ "place": "370102" }), "place", "visits-place-unknown"),
        (json!({ "people": " " }), "people", "text-empty"),
        (json!({ "lead_id": theirs["id"] }), "lead_id", "visits-lead-unknown"),
    ] {
        let answer = jinan.post_json(VISITS, &body(change.clone())).await;
        let told = refused(&answer);
        assert_eq!(told.len(), 1, "{change}");
        assert_eq!(told[0].0, field, "{change}");
        assert!(told[0].1 == code || field == "people", "{change}: {told:?}");
    }
    for asked in ["from=x", "from=2026-10-08&to=2026-10-01", "kind=both", "city=1"] {
        jinan.get(&format!("{VISITS}?{asked}")).await.must(422);
    }
    let one = jinan.post_json(VISITS, &body(json!({ "lead_id": lead["id"] }))).await.must(201).json();
    let path = format!("{VISITS}/{}", one["id"]);
    jinan.patch_json(&path, 1, &json!({ "result": "签了意向书" })).await.must(200);
    jinan.patch_json(&path, 1, &json!({ "result": "没有结果" })).await.must(409);
    qingdao.get(&path).await.must(404);
    // On the page: a new one that begins with its lead, and one that was refused comes back as it was typed.
    let form =
        jinan.get(&format!("/visits/new?lead_id={}&target=%E7%A7%91%E8%BE%BE%E5%88%A9", lead["id"])).await;
    let form = form.must(200).text();
    assert!(form.contains(r#"value="科达利""#) && form.contains("2026-10-08"), "{form}");
    let typed = [
        ("kind", "inbound"),
        ("visited_on", "2026-12-01"),
        ("place", "370100"),
        ("target", "科达利"),
        ("people", "总经理"),
        ("result", "看了园区"),
    ];
    let back = jinan.form("/visits/new", &typed).await.must(422).text();
    assert!(back.contains("href=\"#visited_on\"") && back.contains("看了园区"), "{back}");
    let mut fine = typed;
    fine[1].1 = "2026-10-08";
    jinan.form("/visits/new", &fine).await.must(303);
    let edit = format!("/visits/{}/edit", one["id"]);
    assert!(jinan.get(&edit).await.must(200).text().contains("签了意向书"));
    let stale = [&fine[..], &[("version", "1")]].concat();
    assert!(jinan.form(&edit, &stale).await.must(409).text().contains("刚被别人改过"));
    let page = jinan.get("/visits").await.must(200).text();
    assert!(page.contains(&format!("href=\"/leads/{}\"", lead["id"])), "{page}");
}

#[actix_web::test]
async fn a_target_whose_lead_becomes_a_project_has_landed() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let target = json!({ "name": "科达利", "place": "370000", "segment_id": anode["id"], "reasons": "扩产" });
    let target = officer.post_json("/api/v1/targets", &target).await.must(201).json();
    let zaozhuang = app.person(Role::City, "370400").await;
    let lead = json!({ "target": "科达利", "place": "370400", "segment_id": anode["id"], "target_id": target["id"] });
    let lead = zaozhuang.post_json("/api/v1/leads", &lead).await.must(201).json();
    let status = async |who: &Client| {
        who.get(&format!("/api/v1/targets/{}", target["id"])).await.must(200).json()["status"].clone()
    };
    tell(&zaozhuang, &lead, json!({ "text": "签约", "status": "signed" })).await.must(200);
    assert_eq!(status(&zaozhuang).await, "open", "a signature is not a project");
    let path = format!("/api/v1/leads/{}/project", lead["id"]);
    zaozhuang.post_json(&path, &json!({})).await.must(201);
    assert_eq!(status(&zaozhuang).await, "landed", "also on the province's list");
    let audit = app.person(Role::Auditor, "370000").await.get("/api/v1/audit").await.must(200).json();
    assert!(audit.to_string().contains("target.land"), "{audit:#}");
}

#[actix_web::test]
async fn a_week_of_leads_is_told_on_one_sheet_and_open_ones_stand_on_a_board_by_how_far_they_have_come() {
    let app = TestApp::new().await;
    set(&app, "2026-10-05T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let followed = register(&jinan, "科达利", "370100").await;
    let quiet = register(&jinan, "多氟多", "370100").await;
    let over = register(&jinan, "杉杉", "370100").await;
    set(&app, "2026-10-13T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let said = json!({ "text": "对方来看了园区", "status": "visiting", "next_action": "寄送方案", "next_on": "2026-10-20" });
    tell(&jinan, &followed, said).await.must(200);
    tell(&jinan, &over, json!({ "text": "选了外省", "status": "lost" })).await.must(200);
    let sheet = jinan.get("/leads/weekly").await.must(200).text();
    for told in [
        "2026-10-12 – 2026-10-18",
        "对方来看了园区",
        "2026-10-20 寄送方案",
        "选了外省",
        "本周无进展",
        "多氟多",
    ] {
        assert!(sheet.contains(told), "{told}: {sheet}");
    }
    assert!(sheet.find("科达利").unwrap() < sheet.find("多氟多").unwrap(), "by place and number");
    let before = jinan.get("/leads/weekly?week=2026-10-07").await.must(200).text();
    assert!(before.contains("2026-10-05 – 2026-10-11") && !before.contains("对方来看了园区"), "{before}");
    jinan.get("/leads/weekly?week=x").await.must(422);
    let qingdao = app.person(Role::City, "370200").await;
    assert!(qingdao.get("/leads/weekly").await.must(200).text().contains("这一周没有在跟进的线索"));
    let board = jinan.get("/leads/board").await.must(200).text();
    let column =
        |name: &str| board.find(&format!(">{name}</a>")).unwrap_or_else(|| panic!("{name}: {board}"));
    let card = |id: &Value| board.find(&format!("href=\"/leads/{id}\"")).unwrap();
    assert!(column("考察") < card(&followed["id"]) || column("来访") < card(&followed["id"]), "{board}");
    assert!(card(&quiet["id"]) < card(&followed["id"]), "an earlier status stands before");
    assert!(!board.contains("杉杉"), "what is over stands on no board");
    assert!(qingdao.get("/leads/board?lang=en").await.must(200).text().contains("Board of leads"));
}
