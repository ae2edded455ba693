//! Chains: who says what they consist of, what is refused by name, and how strong a segment is in a place.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::{Answer, Client, TestApp};
use crate::updates::set;

const CHAINS: &str = "/api/v1/chains";

/// A chain of the reference data, in no use yet.
pub const CHAIN: i64 = 3;

async fn chain(who: &Client, id: i64) -> Value {
    who.get(&format!("{CHAINS}/{id}")).await.must(200).json()
}

pub async fn link(who: &Client, chain: i64, body: Value) -> Answer {
    who.post_json(&format!("{CHAINS}/{chain}/segments"), &body).await
}

async fn relink(who: &Client, segment: &Value, body: Value) -> Answer {
    let version = segment["version"].as_i64().unwrap();
    who.patch_json(&format!("/api/v1/segments/{}", segment["id"]), version, &body).await
}

pub async fn judge(who: &Client, segment: &Value, body: Value) -> Answer {
    who.post_json(&format!("/api/v1/segments/{}/strengths", segment["id"]), &body).await
}

pub fn refused(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    errors.iter().map(|error| (word(&error["field"]), word(&error["code"]))).collect()
}

fn pair(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

/// The lithium battery's way from material to cell to pack.
pub async fn three(who: &Client) -> [Value; 3] {
    let pack = json!({ "name_zh": "PACK/应用", "name_en": "Packs", "tier": "downstream" });
    let pack = link(who, CHAIN, pack).await.must(201).json();
    let cell =
        json!({ "name_zh": "电芯", "name_en": "Cells", "tier": "midstream", "supplies": [pack["id"]] });
    let cell = link(who, CHAIN, cell).await.must(201).json();
    let anode = json!({ "name_zh": "负极材料", "name_en": "Anode material", "tier": "upstream",
        "function": "raw_material", "supplies": [cell["id"]] });
    let anode = link(who, CHAIN, anode).await.must(201).json();
    [anode, cell, pack]
}

#[actix_web::test]
async fn a_chain_is_told_link_by_link_in_the_provinces_name_and_read_by_everybody_in_her_language() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, pack] = three(&officer).await;
    let told = json!({ "chief": "省工业和信息化厅", "leader": "联泓新科" });
    let told = officer.patch_json(&format!("{CHAINS}/{CHAIN}"), 0, &told).await.must(200).json();
    assert_eq!((&told["version"], &told["leader"]), (&json!(1), &json!("联泓新科")));
    let late = json!({ "leader": "别家" });
    officer.patch_json(&format!("{CHAINS}/{CHAIN}"), 0, &late).await.must(409);
    let city = app.person(Role::City, "370400").await;
    let read = chain(&city, CHAIN).await;
    let names: Vec<&Value> =
        read["segments"].as_array().unwrap().iter().map(|segment| &segment["name"]).collect();
    assert_eq!(names, ["负极材料", "电芯", "PACK/应用"], "upstream first");
    assert_eq!(read["segments"][0]["supplies"], json!([cell["id"]]));
    let english = city.get(&format!("{CHAINS}/{CHAIN}?lang=en")).await.must(200).json();
    assert_eq!(english["segments"][0]["name"], "Anode material");
    let all = city.get(CHAINS).await.must(200).json();
    let line = all["items"].as_array().unwrap().iter().find(|line| line["id"] == CHAIN).unwrap();
    assert_eq!(line["segment_count"], 3);
    // What a city may not say of a chain.
    link(&city, CHAIN, json!({ "name_zh": "隔膜", "tier": "upstream" })).await.must(403);
    relink(&city, &pack, json!({ "note": "x" })).await.must(403);
    // Switched off, it keeps its name and does not count.
    let off = relink(&officer, &anode, json!({ "active": false })).await.must(200).json();
    assert_eq!((&off["active"], &off["version"]), (&json!(false), &json!(2)));
    let all = city.get(CHAINS).await.must(200).json();
    let line = all["items"].as_array().unwrap().iter().find(|line| line["id"] == CHAIN).unwrap();
    assert_eq!(line["segment_count"], 2);
    relink(&officer, &anode, json!({ "note": "x" })).await.must(409);
}

#[actix_web::test]
async fn a_new_chain_has_a_name_of_its_own() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let new =
        json!({ "name_zh": "枣庄锂电", "name_en": "Lithium batteries of Zaozhuang", "chief": "市领导" });
    let added = officer.post_json(CHAINS, &new).await.must(201).json();
    assert_eq!((&added["name"], &added["chief"]), (&json!("枣庄锂电"), &json!("市领导")));
    assert_eq!(officer.post_json(CHAINS, &new).await.status, 422, "one of a name");
    assert_eq!(refused(&officer.post_json(CHAINS, &json!({})).await)[0].0, "name_zh");
    let city = app.person(Role::City, "370400").await;
    city.post_json(CHAINS, &json!({ "name_zh": "别的链" })).await.must(403);
    // It can be chosen like any other.
    let lead = json!({ "target": "某企业", "place": "370400", "chain_id": added["id"] });
    city.post_json("/api/v1/leads", &lead).await.must(201);
}

#[actix_web::test]
async fn circles_strangers_and_names_that_are_there_are_refused_and_nothing_is_changed() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, pack] = three(&officer).await;
    let before = chain(&officer, CHAIN).await;
    let way = relink(&officer, &pack, json!({ "supplies": [anode["id"]] })).await;
    assert_eq!(refused(&way), pair("supplies", "chains-circle"));
    assert!(way.text().contains("PACK/应用 → 负极材料 → 电芯 → PACK/应用"), "in order: {}", way.text());
    let itself = relink(&officer, &cell, json!({ "supplies": [cell["id"]] })).await;
    assert_eq!(refused(&itself), pair("supplies", "chains-circle"));
    relink(&officer, &cell, json!({ "parent_id": anode["id"] })).await.must(200);
    let parts = relink(&officer, &anode, json!({ "parent_id": cell["id"] })).await;
    assert_eq!(refused(&parts), pair("parent_id", "chains-circle"));
    let other = json!({ "name_zh": "整车", "tier": "downstream" });
    let other = link(&officer, CHAIN + 1, other).await.must(201).json();
    let cell = chain(&officer, CHAIN).await["segments"][1].clone();
    for (field, body) in [
        ("supplies", json!({ "supplies": [other["id"]] })),
        ("parent_id", json!({ "parent_id": other["id"] })),
    ] {
        assert_eq!(refused(&relink(&officer, &cell, body).await), pair(field, "chains-other-chain"));
    }
    // The same name in other characters of the same meaning is the same segment.
    let again = link(&officer, CHAIN, json!({ "name_zh": "ＰＡＣＫ／应用", "tier": "upstream" })).await;
    assert_eq!(refused(&again), pair("name_zh", "chains-segment-named-already"));
    let renamed = relink(&officer, &cell, json!({ "name_zh": "负极材料" })).await;
    assert_eq!(refused(&renamed), pair("name_zh", "chains-segment-named-already"));
    assert_eq!(link(&officer, 999, json!({ "name_zh": "隔膜", "tier": "upstream" })).await.status, 404);
    let mut after = chain(&officer, CHAIN).await;
    assert_eq!(after["segments"][1]["parent_id"], anode["id"]);
    // But for the part that was taken, everything is as it was.
    (after["segments"][1]["parent_id"], after["segments"][1]["version"]) = (Value::Null, json!(1));
    assert_eq!(after, before);
}

#[actix_web::test]
async fn a_judgement_is_of_a_place_says_on_what_and_grows_stale() {
    let app = TestApp::new().await;
    set(&app, "2026-10-09T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let [zaozhuang, jinan] = [app.person(Role::City, "370400").await, app.person(Role::City, "370100").await];
    let weak = json!({ "strength": "weak", "evidence": "仅1家，年产能2万吨", "source": "市调查",
        "verified_on": "2026-05-01" });
    let judged = judge(&zaozhuang, &anode, weak).await.must(201).json();
    let [mine] = <[Value; 1]>::try_from(judged["strengths"].as_array().unwrap().clone()).unwrap();
    assert_eq!((&mine["place"], &mine["strength"]), (&json!("370400"), &json!("weak")));
    assert_eq!(mine["stale"], false, "161 days");
    let missing = json!({ "place": "370000", "strength": "missing", "evidence": "全省无规模产能" });
    judge(&officer, &anode, missing).await.must(201);
    judge(&zaozhuang, &anode, json!({ "place": "370000", "strength": "strong", "evidence": "x" }))
        .await
        .must(404);
    judge(&jinan, &anode, json!({ "place": "370400", "strength": "strong", "evidence": "x" }))
        .await
        .must(404);
    let seen = |read: &Value| -> Vec<(String, String)> {
        let all = read["segments"][0]["strengths"].as_array().unwrap().clone();
        let word = |one: &Value, part: &str| one[part].as_str().unwrap().to_owned();
        all.iter().map(|one| (word(one, "place"), word(one, "strength"))).collect()
    };
    let province = ("370000".to_owned(), "missing".to_owned());
    assert_eq!(
        seen(&chain(&jinan, CHAIN).await),
        std::slice::from_ref(&province),
        "another city's is its own"
    );
    let city = ("370400".to_owned(), "weak".to_owned());
    assert_eq!(seen(&chain(&zaozhuang, CHAIN).await), [province.clone(), city]);
    // A later one stands beside the earlier, which is not altered.
    let zaozhuang = app.person(Role::City, "370400").await;
    judge(&zaozhuang, &anode, json!({ "strength": "ordinary", "evidence": "新投产1家" })).await.must(201);
    let city = ("370400".to_owned(), "ordinary".to_owned());
    assert_eq!(seen(&chain(&officer, CHAIN).await), [province, city]);
    set(&app, "2027-04-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let read = chain(&officer, CHAIN).await;
    let stale = |at: usize| read["segments"][0]["strengths"][at]["stale"].clone();
    assert_eq!((stale(0), stale(1)), (json!(true), json!(true)), "181 days after they were looked at");
}

#[actix_web::test]
async fn a_judgement_that_cannot_be_is_refused_at_its_field() {
    let app = TestApp::new().await;
    set(&app, "2026-10-09T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let judged = |more: Value| {
        let mut body = json!({ "strength": "weak", "evidence": "x", "place": "370400" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (more, field, code) in [
        (json!({ "place": "370102" }), "place", "chains-place-county"),
        (json!({ "place": "371200" }), "place", "chains-place-unknown"),
        (json!({ "verified_on": "2026-10-10" }), "verified_on", "chains-verified-ahead"),
        (json!({ "verified_on": "去年" }), "verified_on", "chains-verified-day"),
        (json!({ "evidence": " " }), "evidence", "input-required"),
    ] {
        assert_eq!(refused(&judge(&officer, &anode, judged(more)).await), pair(field, code));
    }
    let odd = judge(&officer, &anode, judged(json!({ "strength": "very" }))).await;
    assert_eq!(refused(&odd)[0].0, "strength");
    assert_eq!(chain(&officer, CHAIN).await["segments"][0]["strengths"], json!([]));
    let leader = app.person(Role::Leader, "370000").await;
    judge(&leader, &anode, judged(json!({}))).await.must(403);
}

#[actix_web::test]
async fn a_project_belongs_to_a_segment_of_its_chain_and_to_no_other() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let other = json!({ "name_zh": "整车", "tier": "downstream" });
    let other = link(&officer, CHAIN + 1, other).await.must(201).json();
    let project = json!({ "name": "年产20万吨负极材料项目", "city": "370400", "segment_id": anode["id"] });
    let project = officer.post_json("/api/v1/projects", &project).await.must(201).json();
    assert_eq!(
        (&project["segment_id"], &project["chain_id"]),
        (&anode["id"], &json!(CHAIN)),
        "the segment says of which chain"
    );
    let path = format!("/api/v1/projects/{}", project["id"]);
    let version = project["version"].as_i64().unwrap();
    for (body, code) in [
        (json!({ "segment_id": other["id"] }), "projects-segment-other-chain"),
        (json!({ "chain_id": CHAIN + 1 }), "projects-segment-other-chain"),
        (json!({ "segment_id": 999 }), "projects-segment-unknown"),
    ] {
        assert_eq!(refused(&officer.patch_json(&path, version, &body).await), pair("segment_id", code));
    }
    let both = json!({ "chain_id": CHAIN + 1, "segment_id": other["id"] });
    officer.patch_json(&path, version, &both).await.must(200);
    let found = |segment: &Value| format!("/api/v1/projects?segment={}", segment["id"]);
    assert_eq!(officer.get(&found(&other)).await.must(200).json()["total"], 1);
    assert_eq!(officer.get(&found(&anode)).await.must(200).json()["total"], 0);
    // The form offers segments under their chains, and the record names the one that was chosen.
    let form = officer.get(&format!("/projects/{}/edit", project["id"])).await.must(200).text();
    assert!(form.contains(">负极材料") && form.contains(">整车"), "{form}");
    let page = officer.get(&format!("/projects/{}", project["id"])).await.must(200).text();
    assert!(page.contains("产业链环节") && page.contains("整车"), "{page}");
}
