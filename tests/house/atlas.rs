//! The attraction map: what is missing where and who works on it, how much of a chain is there, who could fill a segment and
//! which park fits.

use groundwork::features::projects::Stage;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::chains::{CHAIN, judge, three};
use crate::kit::{Client, TestApp, enter, facts, publish_quarter};
use crate::updates::set;

const ZAOZHUANG: &str = "370400";

async fn gaps(who: &Client, query: &str) -> Value {
    who.get(&format!("/api/v1/chains/{CHAIN}/gaps{query}")).await.must(200).json()
}

/// Segment, place, strength, how many cover it, whether nobody works on it.
pub fn told(gaps: &Value) -> Vec<(String, String, String, usize, bool)> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let line = |gap: &Value| {
        let covers = gap["covered_by"].as_array().unwrap().len();
        let working = gap["nobody_working"].as_bool().unwrap();
        (word(&gap["segment"]["name"]), word(&gap["place"]), word(&gap["strength"]), covers, working)
    };
    gaps["items"].as_array().unwrap().iter().map(line).collect()
}

fn gap(segment: &str, strength: &str, covers: usize, nobodys: bool) -> (String, String, String, usize, bool) {
    (segment.to_owned(), ZAOZHUANG.to_owned(), strength.to_owned(), covers, nobodys)
}

fn rate(gaps: &Value, place: &str) -> Value {
    let all = gaps["coverage"].as_array().unwrap();
    all.iter().find(|one| one["place"] == place).unwrap()["rate"].clone()
}

async fn judged(who: &Client, segment: &Value, strength: &str) {
    judge(who, segment, json!({ "strength": strength, "evidence": "走访" })).await.must(201);
}

#[actix_web::test]
async fn a_gap_is_nobodys_until_a_lead_is_followed_and_counts_when_it_is_signed_or_its_project_is_on_the_list()
 {
    let app = TestApp::new().await;
    set(&app, "2026-09-10T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, pack] = three(&officer).await;
    let city = app.person(Role::City, ZAOZHUANG).await;
    assert_eq!(gaps(&city, "").await["items"], json!([]), "what nobody has judged is no gap");
    judged(&city, &anode, "missing").await;
    judged(&city, &cell, "weak").await;
    judged(&city, &pack, "strong").await;
    let first = gaps(&city, "").await;
    assert_eq!(told(&first), [gap("负极材料", "missing", 0, true), gap("电芯", "weak", 0, true)]);
    // (0 + 0.4 + 1) / 3
    assert_eq!(rate(&first, ZAOZHUANG), "46.7");
    // An enterprise that stands there covers the gap and works on nothing.
    let here = json!({ "name": "枣庄某电芯有限公司", "place": "370403",
        "positions": [{ "segment_id": cell["id"], "role": "main" }] });
    city.post_json("/api/v1/enterprises", &here).await.must(201);
    let lead = json!({ "target": "某负极企业", "segment_id": anode["id"] });
    let lead = city.post_json("/api/v1/leads", &lead).await.must(201).json();
    assert_eq!(lead["chain_id"], CHAIN, "a segment says which chain it is of");
    let followed = gaps(&city, "").await;
    assert_eq!(told(&followed), [gap("负极材料", "missing", 1, false), gap("电芯", "weak", 1, true)]);
    assert_eq!(rate(&followed, ZAOZHUANG), "46.7", "a lead in talks does not count");
    let signed = json!({ "text": "已签约", "status": "signed" });
    city.post_json(&format!("/api/v1/leads/{}/entries", lead["id"]), &signed).await.must(200);
    let after = gaps(&city, "").await;
    let cover = &after["items"][0]["covered_by"][0];
    assert_eq!(
        (&cover["kind"], &cover["name"], &cover["counts"]),
        (&json!("lead"), &json!("某负极企业"), &json!(true))
    );
    // (0.2 + 0.4 + 1) / 3
    assert_eq!(rate(&after, ZAOZHUANG), "53.3");
    // It becomes a project, which keeps the segment, and counts again when it stands on a published list.
    let became = city.post_json(&format!("/api/v1/leads/{}/project", lead["id"]), &json!({})).await.must(201);
    let project = became.json()["project_id"].as_i64().unwrap();
    let read = city.get(&format!("/api/v1/projects/{project}")).await.must(200).json();
    assert_eq!((&read["segment_id"], &read["chain_id"]), (&anode["id"], &json!(CHAIN)));
    let became = gaps(&city, "").await;
    assert_eq!(
        told(&became)[0],
        gap("负极材料", "missing", 1, false),
        "until it stands on a list, what was signed counts"
    );
    assert_eq!(rate(&became, ZAOZHUANG), "53.3");
    let (anode_id, cell_id) = (anode["id"].as_i64().unwrap(), cell["id"].as_i64().unwrap());
    let listed = |name: &str, place: &str, segment| {
        let mut facts = facts(name, place, 10_000);
        (facts.chain_id, facts.segment_id, facts.stage) = (Some(CHAIN), Some(segment), Some(Stage::Started));
        facts
    };
    let there = enter(&app, listed("枣庄负极材料项目", "370402", anode_id));
    let elsewhere = enter(&app, listed("青岛电芯项目", "370202", cell_id));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    publish_quarter(&reviewer, "2026Q3", "鲁工信清单〔2026〕3号", &[there, elsewhere]).await;
    let published = gaps(&city, "").await;
    assert_eq!(published["list"], "2026Q3");
    assert_eq!(told(&published)[0], gap("负极材料", "missing", 2, false));
    assert_eq!(published["items"][0]["covered_by"][0]["kind"], "project");
    assert_eq!(rate(&published, ZAOZHUANG), "53.3");
    // The end of each quarter since somebody judged it: nothing is told of the time before.
    set(&app, "2026-10-08T09:00:00");
    let city = app.person(Role::City, ZAOZHUANG).await;
    judged(&city, &anode, "ordinary").await;
    let later = gaps(&city, "").await;
    let trend = &later["coverage"][0]["trend"];
    assert_eq!(
        trend,
        &json!([{ "quarter": "2026Q3", "rate": "53.3" }, { "quarter": "2026Q4", "rate": "76.7" }])
    );
}

#[actix_web::test]
async fn a_city_sees_its_own_gaps_the_province_all_of_them_and_its_own_judgement_beside() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let [zaozhuang, qingdao] =
        [app.person(Role::City, ZAOZHUANG).await, app.person(Role::City, "370200").await];
    judged(&zaozhuang, &anode, "missing").await;
    judged(&qingdao, &anode, "weak").await;
    judge(&officer, &anode, json!({ "place": "370000", "strength": "weak", "evidence": "全省摸底" }))
        .await
        .must(201);
    let places = |gaps: &Value| told(gaps).into_iter().map(|(_, place, ..)| place).collect::<Vec<_>>();
    let whole = gaps(&officer, "").await;
    assert_eq!(places(&whole), [ZAOZHUANG, "370000", "370200"], "what is missing comes first");
    assert_eq!(whole["coverage"].as_array().unwrap().len(), 17);
    assert_eq!(places(&gaps(&officer, "?place=370200").await), ["370200"]);
    assert_eq!(places(&gaps(&zaozhuang, "").await), [ZAOZHUANG]);
    for place in ["370000", "370200"] {
        zaozhuang.get(&format!("/api/v1/chains/{CHAIN}/gaps?place={place}")).await.must(404);
    }
    // A lead of Qingdao covers Qingdao's gap and the province's, and is nothing to Zaozhuang.
    let lead = json!({ "target": "某企业", "segment_id": anode["id"] });
    qingdao.post_json("/api/v1/leads", &lead).await.must(201);
    let nobodys = |gaps: &Value| told(gaps).into_iter().map(|(.., nobodys)| nobodys).collect::<Vec<_>>();
    assert_eq!(nobodys(&gaps(&officer, "").await), [true, false, false]);
    assert_eq!(nobodys(&gaps(&zaozhuang, "").await), [true]);
    // Who comes second with the same enterprise waits, and works on nothing.
    zaozhuang.post_json("/api/v1/leads", &lead).await.must(201);
    assert_eq!(nobodys(&gaps(&zaozhuang, "").await), [true]);
    // Of the province a city sees what it has judged, and nothing that would be made of her own rows.
    let page = zaozhuang.get(&format!("/atlas/{CHAIN}?place=370000")).await.must(200).text();
    assert!(page.contains("这里只列省级自身的判断") && !page.contains("本地企业 0 家"), "{page}");
    let page = zaozhuang
        .get(&format!("/atlas/{CHAIN}/segments/{}?place=370000", anode["id"]))
        .await
        .must(200)
        .text();
    assert!(page.contains("这里只列省级自身的判断") && !page.contains("暂无：没有企业"), "{page}");
    let county = app.person(Role::City, "370403").await;
    assert!(!county.get("/atlas").await.must(200).text().contains("都有项目或线索在跟进"));
    officer.get("/api/v1/chains/4711/gaps").await.must(404);
    officer.get(&format!("/api/v1/chains/{CHAIN}/gaps?place=x")).await.must(422);
}

#[actix_web::test]
async fn targets_and_parks_come_in_the_order_of_their_scores_each_with_what_it_is_made_of() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, _] = three(&officer).await;
    let city = app.person(Role::City, ZAOZHUANG).await;
    let leader = json!({ "name": "枣庄某电芯有限公司", "place": "370481",
        "positions": [{ "segment_id": cell["id"], "role": "leading" }] });
    let leader = city.post_json("/api/v1/enterprises", &leader).await.must(201).json();
    let target = |name: &str, more: Value| {
        let mut body = json!({ "name": name, "segment_id": anode["id"], "reasons": "补链" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let poor = city.post_json("/api/v1/targets", &target("某乙", json!({ "priority": "low" }))).await;
    let poor = poor.must(201).json();
    let best = json!({ "priority": "high", "ties": [leader["id"]], "land_mu": 200 });
    let best = city.post_json("/api/v1/targets", &target("某甲", best)).await.must(201).json();
    let given_up = city.post_json("/api/v1/targets", &target("某丙", json!({}))).await.must(201).json();
    let path = format!("/api/v1/targets/{}", given_up["id"]);
    city.patch_json(&path, 1, &json!({ "status": "dropped" })).await.must(200);
    let park = |name: &str, more: Value| {
        let mut body = json!({ "name": name, "place": "370481" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let near = park("滕州某园", json!({ "land_mu": 100, "chains": [CHAIN], "energy_tce": 500 }));
    let near = city.post_json("/api/v1/parks", &near).await.must(201).json();
    city.post_json("/api/v1/parks", &park("滕州另一园", json!({ "land_mu": 100 }))).await.must(201);
    let matches = format!("/api/v1/segments/{}/matches", anode["id"]);
    let found = city.get(&matches).await.must(200).json();
    let items = found["items"].as_array().unwrap();
    let targets: Vec<&Value> = items.iter().filter(|one| one.get("target").is_some()).collect();
    let ids: Vec<&Value> = targets.iter().map(|one| &one["target"]["id"]).collect();
    assert_eq!(ids, [&best["id"], &poor["id"]], "who was given up is no match");
    // ties 30·100 + one neighbour 20·20 + priority 20·100 + contact 0 + freshness 10·100, of 100
    assert_eq!(targets[0]["score"], 64);
    let reasons = targets[0]["reasons"].as_array().unwrap();
    let words: Vec<&str> = reasons.iter().map(|one| one["component"].as_str().unwrap()).collect();
    assert_eq!(words, ["ties", "neighbours", "priority", "contact", "freshness"]);
    assert_eq!(reasons[0]["sentence"], "与本地企业配套：枣庄某电芯有限公司。");
    let sum: i64 =
        reasons.iter().map(|one| one["value"].as_i64().unwrap() * one["weight"].as_i64().unwrap()).sum();
    assert_eq!(sum / 100, 64, "the score is nothing but what is shown");
    // 4 + 4 + 10
    assert_eq!(targets[1]["score"], 18);
    let parks: Vec<&Value> = items.iter().filter(|one| one.get("park").is_some()).collect();
    assert_eq!(parks[0]["park"]["id"], near["id"]);
    let for_target = city.get(&format!("{matches}?target={}", best["id"])).await.must(200).json();
    let first = &for_target["items"][0];
    assert_eq!(first["park"]["id"], near["id"]);
    let value = |component: &str| {
        let all = first["reasons"].as_array().unwrap();
        all.iter().find(|one| one["component"] == component).unwrap()["value"].clone()
    };
    assert_eq!(
        (value("land"), value("energy"), value("leading"), value("distance")),
        (json!(50), json!(100), json!(100), json!(100))
    );
    // Twice the same question, twice the same answer; and in English.
    assert_eq!(city.get(&matches).await.must(200).json(), found);
    let english = city.get(&format!("{matches}?lang=en")).await.must(200).json();
    assert_eq!(english["items"][0]["reasons"][3]["sentence"], "Nobody has spoken to it yet.");
    // Whoever has been spoken to is nearer.
    let lead = json!({ "target": "某乙", "segment_id": anode["id"], "target_id": poor["id"] });
    let lead = city.post_json("/api/v1/leads", &lead).await.must(201).json();
    let visited = json!({ "text": "已拜访", "status": "visiting" });
    city.post_json(&format!("/api/v1/leads/{}/entries", lead["id"]), &visited).await.must(200);
    let spoken = city.get(&matches).await.must(200).json();
    assert_eq!(spoken["items"][1]["score"], 38);
    city.get("/api/v1/segments/4711/matches").await.must(404);
    city.get(&format!("{matches}?target=4711")).await.must(404);
    city.get(&format!("{matches}?place=370200")).await.must(404);
}

#[actix_web::test]
async fn a_lead_names_a_segment_of_its_chain_and_a_target_that_she_may_see() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let [city, other] = [app.person(Role::City, ZAOZHUANG).await, app.person(Role::City, "370200").await];
    let hidden = json!({ "name": "某甲", "segment_id": anode["id"], "reasons": "补链" });
    let hidden = other.post_json("/api/v1/targets", &hidden).await.must(201).json();
    for (body, field, code) in [
        (json!({ "target": "x", "segment_id": 4711 }), "segment_id", "leads-segment-unknown"),
        (
            json!({ "target": "x", "segment_id": anode["id"], "chain_id": 1 }),
            "segment_id",
            "leads-segment-other-chain",
        ),
        (json!({ "target": "x", "target_id": hidden["id"] }), "target_id", "leads-target-unknown"),
    ] {
        let answer = city.post_json("/api/v1/leads", &body).await.must(422).json();
        assert_eq!(
            (&answer["errors"][0]["field"], &answer["errors"][0]["code"]),
            (&json!(field), &json!(code)),
            "{body}"
        );
    }
    // From the map the form comes filled.
    let form = city.get(&format!("/leads/new?target=%E6%9F%90%E4%B9%99&segment_id={}", anode["id"])).await;
    let form = form.must(200).text();
    assert!(
        form.contains("value=\"某乙\"")
            && form.contains(&format!("<option value=\"{}\" selected>", anode["id"])),
        "{form}"
    );
    assert!(form.contains("<option value=\"370400\" selected>"), "her own place stands in it");
    let sent = [
        ("target", "某乙"),
        ("place", ZAOZHUANG),
        ("segment_id", &anode["id"].to_string()),
        ("owner_id", &city.id.to_string()),
    ];
    let made = city.form("/leads/new", &sent).await.must(303);
    let page = city.get(made.header("location")).await.must(200).text();
    assert!(page.contains("负极材料") && page.contains("新能源装备"), "{page}");
    let found = city.get(&format!("/api/v1/leads?segment={}", anode["id"])).await.must(200).json();
    assert_eq!(found["total"], 1);
}

#[actix_web::test]
async fn the_pages_lead_from_what_is_missing_over_target_and_park_to_a_lead() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, _] = three(&officer).await;
    let city = app.person(Role::City, ZAOZHUANG).await;
    let page = format!("/atlas/{CHAIN}/segments/{}", anode["id"]);
    // Judged on a form, which comes back with what was typed where something is refused.
    let form = city.get(&format!("{page}/judge?place={ZAOZHUANG}&strength=missing")).await.must(200).text();
    assert!(form.contains("<option value=\"missing\" selected>"), "{form}");
    let blank = city.form(&format!("{page}/judge"), &[("place", ZAOZHUANG), ("strength", "missing")]).await;
    let blank = blank.must(422).text();
    assert!(
        blank.contains("href=\"#evidence\"") && blank.contains("<option value=\"missing\" selected>"),
        "{blank}"
    );
    let judged = [("place", ZAOZHUANG), ("strength", "missing"), ("evidence", "走访三家电芯企业")];
    let to = city.form(&format!("{page}/judge"), &judged).await.must(303);
    assert_eq!(to.header("location").split('&').next(), Some(format!("{page}?place={ZAOZHUANG}").as_str()));
    // The first list that an officer sees.
    let index = city.get("/atlas").await.must(200).text();
    assert!(
        index.contains("缺链且无人跟进：1 处")
            && index.contains(&format!("/leads/new?segment_id={}", anode["id"])),
        "{index}"
    );
    let province = officer.get("/atlas?view=tiles").await.must(200).text();
    assert!(
        province.contains("枣庄市：缺链弱链环节（处） 1") && province.contains("class=\"map tiles\""),
        "{province}"
    );
    let named = [
        ("name", "某负极企业"),
        ("place", ZAOZHUANG),
        ("priority", "high"),
        ("reasons", "为本地电芯配套"),
        ("land_mu", "120"),
    ];
    city.form(&format!("{page}/targets"), &named).await.must(303);
    assert_eq!(city.form(&format!("{page}/targets"), &named).await.status, 422, "one of a name");
    let here = [("name", "枣庄某电芯有限公司"), ("place", "370403"), ("role", "leading")];
    let of_cell = format!("/atlas/{CHAIN}/segments/{}/enterprises", cell["id"]);
    city.form(&of_cell, &here).await.must(303);
    assert_eq!(
        city.form(&of_cell, &[("name", "x"), ("place", "370202"), ("role", "core")]).await.status,
        422
    );
    let shown = city.get(&page).await.must(200).text();
    assert!(
        shown.contains("某负极企业") && shown.contains("匹配园区") && shown.contains("本地配套 0 × 30"),
        "{shown}"
    );
    let targets = city.get("/api/v1/targets").await.must(200).json();
    let target = targets["items"][0]["id"].to_string();
    let park = json!({ "name": "枣庄某产业园", "place": "370403", "land_mu": 200 });
    let park = city.post_json("/api/v1/parks", &park).await.must(201).json();
    let for_target = city.get(&format!("{page}?target={target}")).await.must(200).text();
    let begin = format!(
        "segment_id={}&#38;target_id={target}&#38;place={ZAOZHUANG}&#38;park_id={}",
        anode["id"], park["id"]
    );
    let plain = begin.replace("&#38;", "&amp;");
    assert!(for_target.contains(&begin) || for_target.contains(&plain), "{for_target}");
    assert!(for_target.contains("可供土地 200 亩，需要 120 亩。"), "{for_target}");
    // Every view of the chain, in both languages, and the graph with its lines.
    for view in ["panorama", "present", "gaps", "targets", "carriers"] {
        for lang in ["zh-CN", "en"] {
            let page = city.get(&format!("/atlas/{CHAIN}?view={view}&lang={lang}")).await.must(200).text();
            assert!(page.contains("aria-current=\"page\"") && page.len() < 100_000, "{view}");
        }
    }
    let graph = city.get(&format!("/atlas/{CHAIN}?lang=zh-CN")).await.must(200).text();
    assert!(
        graph.contains("class=\"seg miss\"")
            && graph.contains("<path class=\"miss\" d=\"M0 42C50 42 50 42 100 42\"/>"),
        "{graph}"
    );
    assert!(graph.contains("覆盖度 0.0%（已判断 1 个环节，未判断 2 个）"), "{graph}");
    // Somebody else's place, chain or segment is not there.
    for path in ["?place=370200", "?target=4711"] {
        city.get(&format!("{page}{path}")).await.must(404);
    }
    city.get(&format!("/atlas/1/segments/{}", anode["id"])).await.must(404);
    city.get("/atlas/4711").await.must(404);
    city.get(&format!("/atlas/1/segments/{}/judge", anode["id"])).await.must(404);
}

#[actix_web::test]
async fn a_project_that_produces_proposes_what_a_person_confirms() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let city = app.person(Role::City, ZAOZHUANG).await;
    judge(&city, &anode, json!({ "strength": "missing", "evidence": "走访", "verified_on": "2026-03-01" }))
        .await
        .must(201);
    let page = format!("/atlas/{CHAIN}/segments/{}", anode["id"]);
    let mut facts = facts("枣庄负极材料项目", "370402", 10_000);
    (facts.chain_id, facts.segment_id) = (Some(CHAIN), anode["id"].as_i64());
    facts.stage = Some(Stage::InProduction);
    let date = |text: &str| Some(groundwork::kernel::plan_date::PlanDate::parse(text).unwrap());
    (facts.actual_start, facts.actual_finish, facts.in_production_on) =
        (date("2025-05"), date("2026-08"), date("2026-09"));
    enter(&app, facts);
    let shown = city.get(&page).await.must(200).text();
    assert!(shown.contains("“枣庄负极材料项目”已投产，建议将本地该环节改判为“弱”。"), "{shown}");
    let strength = city.get(&format!("/api/v1/chains/{CHAIN}")).await.must(200).json();
    assert_eq!(strength["segments"][0]["strengths"][0]["strength"], "missing", "nothing changes by itself");
    let confirmed =
        json!({ "strength": "weak", "evidence": "枣庄负极材料项目已投产", "verified_on": "2026-09-20" });
    judge(&city, &anode, confirmed).await.must(201);
    assert!(
        !city.get(&page).await.must(200).text().contains("建议将本地该环节改判"),
        "it was looked at since"
    );
}

#[actix_web::test]
async fn what_nobody_has_looked_at_for_long_is_a_task_of_whose_place_it_is() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, _] = three(&officer).await;
    let [city, other] = [app.person(Role::City, ZAOZHUANG).await, app.person(Role::City, "370200").await];
    let old = json!({ "strength": "missing", "evidence": "走访", "verified_on": "2026-01-02" });
    judge(&city, &anode, old.clone()).await.must(201);
    judge(&city, &cell, old).await.must(201);
    judged(&city, &cell, "weak").await;
    let told = "招商图谱有 1 处强弱判断久未核实";
    assert!(
        city.get("/").await.must(200).text().contains(told),
        "the later judgement of the other one stands"
    );
    for somebody_else in [&other, &officer] {
        assert!(!somebody_else.get("/").await.must(200).text().contains("强弱判断久未核实"));
    }
    let map = city.get("/atlas").await.must(200).text();
    let again = format!("/atlas/{CHAIN}/segments/{}/judge?place={ZAOZHUANG}", anode["id"]);
    assert!(map.contains("久未核实：1 处") && map.contains(&again), "{map}");
    judged(&city, &anode, "missing").await;
    assert!(!city.get("/").await.must(200).text().contains("强弱判断久未核实"));
}
