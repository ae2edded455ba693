//! What the attraction map is made of beside chains: enterprises that are here, targets, and what parks can offer.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::chains::{refused, three};
use crate::kit::{Client, TestApp};
use crate::updates::set;

const ENTERPRISES: &str = "/api/v1/enterprises";
const TARGETS: &str = "/api/v1/targets";
const PARKS: &str = "/api/v1/parks";

/// Real by every check digit, and nobody's name beside it.
const CODE: &str = "91330100799655058B";

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

async fn found(who: &Client, path: &str) -> Vec<String> {
    names(&who.get(path).await.must(200).json())
}

fn codes(refused: &[(String, String)]) -> Vec<(&str, &str)> {
    refused.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect()
}

#[actix_web::test]
async fn an_enterprise_stands_on_many_segments_each_with_a_role_and_where_that_is_known_from() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, _] = three(&officer).await;
    let city = app.person(Role::City, "370400").await;
    let body = json!({ "name": "滕州某新材料有限公司", "place": "370481", "products": "石墨负极", "credit_code": CODE,
        "source": "走访记录", "verified_on": "2026-09-01",
        "positions": [{ "segment_id": anode["id"], "role": "leading", "source": "年报" },
                      { "segment_id": cell["id"], "role": "participating", "verified_on": "2026-01-02" }] });
    let made = city.post_json(ENTERPRISES, &body).await.must(201).json();
    assert_eq!((&made["city"], &made["stale"]), (&json!("370400"), &json!(false)));
    let roles: Vec<(&Value, &Value)> =
        made["positions"].as_array().unwrap().iter().map(|one| (&one["role"], &one["stale"])).collect();
    // In the order in which the segments were entered.
    assert_eq!(roles, [(&json!("participating"), &json!(true)), (&json!("leading"), &json!(false))]);
    for (query, count) in [
        (format!("?segment={}", anode["id"]), 1),
        ("?chain=3&role=leading".to_owned(), 1),
        ("?chain=3&role=core".to_owned(), 0),
        ("?q=%E6%BB%95%E5%B7%9E".to_owned(), 1),
        ("?q=%E7%9F%B3%E5%A2%A8".to_owned(), 1),
        ("?city=370400".to_owned(), 1),
        ("?city=370200".to_owned(), 0),
    ] {
        assert_eq!(found(&officer, &format!("{ENTERPRISES}{query}")).await.len(), count, "{query}");
    }
    // Another city neither lists nor finds it.
    let other = app.person(Role::City, "370200").await;
    let path = format!("{ENTERPRISES}/{}", made["id"]);
    assert!(found(&other, ENTERPRISES).await.is_empty());
    other.get(&path).await.must(404);
    other.patch_json(&path, 1, &json!({ "note": "x" })).await.must(404);
    // Said anew: what is left out stays, who was too late hears what stands.
    let gone = city.patch_json(&path, 1, &json!({ "active": false, "positions": [] })).await.must(200).json();
    assert_eq!((&gone["version"], &gone["products"]), (&json!(2), &json!("石墨负极")));
    assert_eq!((&gone["positions"], &gone["verified_on"]), (&json!([]), &json!("2026-10-08")));
    let late = city.patch_json(&path, 1, &json!({ "note": "x" })).await.must(409).json();
    assert_eq!(late["current"]["active"], false);
    assert!(found(&city, ENTERPRISES).await.is_empty());
    assert_eq!(found(&city, &format!("{ENTERPRISES}?active=all")).await.len(), 1);
    let trail = app.person(Role::Auditor, "370000").await;
    let trail = trail.get(&format!("/api/v1/audit?subject_kind=enterprise&subject_id={}", made["id"])).await;
    let trail = trail.must(200).json();
    assert_eq!(trail["items"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn an_enterprise_twice_a_strange_segment_and_a_park_elsewhere_are_named_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let city = app.person(Role::City, "370400").await;
    let first = json!({ "name": "滕州某新材料有限公司", "place": "370481", "credit_code": CODE });
    city.post_json(ENTERPRISES, &first).await.must(201);
    let other = app.person(Role::City, "370200").await;
    let park = json!({ "name": "某园", "place": "370202" });
    let park = other.post_json(PARKS, &park).await.must(201).json();
    for (body, wrong) in [
        (json!({ "name": "滕州某新材料 有限公司" }), vec![("name", "enterprises-name-known")]),
        (json!({ "name": "另一名称", "credit_code": CODE }), vec![("credit_code", "enterprises-code-known")]),
        (
            json!({ "name": "x", "place": "370202", "park_id": 99999 }),
            vec![("place", "enterprises-place-unknown"), ("park_id", "enterprises-park-unknown")],
        ),
        (json!({ "name": "x", "place": "370000" }), vec![("place", "enterprises-place-unknown")]),
        (json!({ "name": "x", "park_id": park["id"] }), vec![("park_id", "enterprises-park-elsewhere")]),
        (
            json!({ "name": "x", "positions": [{ "segment_id": 4711, "role": "core" }] }),
            vec![("positions[0].segment_id", "enterprises-segment-unknown")],
        ),
        (json!({ "name": "x", "verified_on": "2999-01-01" }), vec![("verified_on", "chains-verified-ahead")]),
    ] {
        let answer = city.post_json(ENTERPRISES, &body).await;
        assert_eq!(codes(&refused(&answer)), wrong, "{body}");
    }
    assert_eq!(found(&city, ENTERPRISES).await.len(), 1);
    // Both are told on both engines; whose they are, only to whoever sees it.
    let both = json!({ "name": "滕州某新材料有限公司", "credit_code": CODE, "place": "370202" });
    let answer = other.post_json(ENTERPRISES, &both).await;
    let wrong = refused(&answer);
    assert_eq!(
        codes(&wrong),
        [("name", "enterprises-name-taken"), ("credit_code", "enterprises-code-taken")]
    );
    let code_alone = json!({ "name": "另一名称", "credit_code": CODE, "place": "370202" });
    assert!(
        !other.post_json(ENTERPRISES, &code_alone).await.text().contains("滕州某新材料"),
        "she may not know whose it is"
    );
    for (q, count) in [("%00", 422), ("%25", 200), ("---", 200)] {
        let answer = city.get(&format!("{ENTERPRISES}?q={q}")).await.must(count);
        assert!(count == 422 || answer.json()["total"] == 0, "{q} is in no name");
    }
    city.get(&format!("{ENTERPRISES}?role=boss")).await.must(422);
    let province = app.person(Role::Officer, "370000").await;
    let placeless = province.post_json(ENTERPRISES, &json!({ "name": "y" })).await;
    assert_eq!(
        codes(&refused(&placeless)),
        [("place", "enterprises-place-unknown")],
        "no city of the province is named"
    );
}

#[actix_web::test]
async fn the_provinces_targets_are_everybodys_to_read_and_a_citys_are_its_own() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, _] = three(&officer).await;
    let [zaozhuang, qingdao] =
        [app.person(Role::City, "370400").await, app.person(Role::City, "370200").await];
    let of =
        |name: &str, segment: &Value| json!({ "name": name, "segment_id": segment["id"], "reasons": "补链" });
    let wide = officer.post_json(TARGETS, &of("某甲", &anode)).await.must(201).json();
    let own = zaozhuang.post_json(TARGETS, &of("某乙", &anode)).await.must(201).json();
    assert_eq!((&wide["place"], &own["place"]), (&json!("370000"), &json!("370400")));
    assert_eq!((&own["priority"], &own["status"]), (&json!("medium"), &json!("open")));
    assert_eq!(found(&officer, TARGETS).await, ["某乙", "某甲"]);
    assert_eq!(found(&qingdao, TARGETS).await, ["某甲"]);
    qingdao.get(&format!("{TARGETS}/{}", own["id"])).await.must(404);
    zaozhuang.patch_json(&format!("{TARGETS}/{}", wide["id"]), 1, &json!({ "home": "x" })).await.must(403);
    // One of a name for a segment on a list; on another list, or for another segment, it is another entry.
    let twice = refused(&zaozhuang.post_json(TARGETS, &of("某 乙", &anode)).await);
    assert_eq!(codes(&twice), [("name", "targets-known")]);
    zaozhuang.post_json(TARGETS, &of("某乙", &cell)).await.must(201);
    qingdao.post_json(TARGETS, &of("某乙", &anode)).await.must(201);
    let path = format!("{TARGETS}/{}", own["id"]);
    let dropped = json!({ "status": "dropped", "priority": "low", "land_mu": 120 });
    let dropped = zaozhuang.patch_json(&path, 1, &dropped).await.must(200).json();
    assert_eq!(
        (&dropped["status"], &dropped["land_mu"], &dropped["reasons"]),
        (&json!("dropped"), &json!(120), &json!("补链"))
    );
    zaozhuang.patch_json(&path, 1, &json!({ "home": "x" })).await.must(409);
    for (query, count) in
        [("?status=open", 3), ("?status=dropped", 1), ("?city=370400", 2), ("?chain=3", 4), ("?chain=4", 0)]
    {
        assert_eq!(found(&officer, &format!("{TARGETS}{query}")).await.len(), count, "{query}");
    }
    // Ties are to enterprises that she sees.
    let elsewhere = json!({ "name": "青岛某公司", "place": "370202" });
    let elsewhere = qingdao.post_json(ENTERPRISES, &elsewhere).await.must(201).json();
    let tied =
        json!({ "name": "某丙", "segment_id": anode["id"], "reasons": "x", "ties": [elsewhere["id"]] });
    assert_eq!(
        codes(&refused(&zaozhuang.post_json(TARGETS, &tied).await)),
        [("ties", "targets-tie-unknown")]
    );
    let tied = officer.post_json(TARGETS, &tied).await.must(201).json();
    assert_eq!(tied["ties"], json!([elsewhere["id"]]));
    let seen = zaozhuang.get(&format!("{TARGETS}/{}", tied["id"])).await.must(200).json();
    assert_eq!(seen["ties"], json!([]), "whom it is tied to elsewhere is not hers to know");
    // What the province has tied to her target elsewhere is in her way as little as she sees it, and stays.
    let hers = json!({ "ties": [elsewhere["id"]] });
    officer.patch_json(&path, 2, &hers).await.must(200);
    zaozhuang.patch_json(&path, 3, &json!({ "ties": [], "home": "外省" })).await.must(200);
    assert_eq!(officer.get(&path).await.must(200).json()["ties"], json!([elsewhere["id"]]));
    let many: Vec<i64> = (1..=201).collect();
    let many = refused(&zaozhuang.patch_json(&path, 4, &json!({ "ties": many })).await);
    assert_eq!(codes(&many), [("ties", "targets-ties-many")]);
    let strange = json!({ "name": "某丁", "segment_id": 4711, "reasons": "x", "place": "370402" });
    let strange = refused(&officer.post_json(TARGETS, &strange).await);
    assert_eq!(
        codes(&strange),
        [("place", "targets-place-unknown"), ("segment_id", "targets-segment-unknown")]
    );
}

#[actix_web::test]
async fn a_park_says_what_it_can_offer_and_lies_where_its_city_is() {
    let app = TestApp::new().await;
    let [city, other] = [app.person(Role::City, "370400").await, app.person(Role::City, "370200").await];
    let new = json!({ "name": "枣庄某产业园", "place": "370481", "land_mu": 300, "energy_tce": 12000, "chains": [3],
        "leading": "锂电、高端装备", "lng": 117.15, "lat": 35.08 });
    let park = city.post_json(PARKS, &new).await.must(201).json();
    assert_eq!((&park["version"], &park["kind"], &park["chains"]), (&json!(1), &json!("园区"), &json!([3])));
    assert_eq!((&park["lng"], &park["stale"]), (&json!(117.15), &json!(false)));
    // Parks are reference data: everybody reads them, and only whose place it is says what they offer.
    assert!(
        found(&other, &format!("{PARKS}?city=370400&per_page=100"))
            .await
            .contains(&"枣庄某产业园".to_owned())
    );
    assert_eq!(found(&other, &format!("{PARKS}?chain=3")).await, ["枣庄某产业园"]);
    let path = format!("{PARKS}/{}", park["id"]);
    assert_eq!(other.get(&path).await.must(200).json()["land_mu"], 300);
    other.patch_json(&path, 1, &json!({ "land_mu": 1 })).await.must(404);
    let offered =
        city.patch_json(&path, 1, &json!({ "land_mu": 250, "leading": null })).await.must(200).json();
    assert_eq!(
        (&offered["land_mu"], &offered["leading"], &offered["energy_tce"]),
        (&json!(250), &Value::Null, &json!(12000))
    );
    city.patch_json(&path, 1, &json!({ "land_mu": 1 })).await.must(409);
    for (body, wrong) in [
        (
            json!({ "lng": 35.08, "lat": 117.15 }),
            vec![("lng", "carriers-outside"), ("lat", "carriers-outside")],
        ),
        (
            json!({ "lng": 120.38, "lat": 36.07 }),
            vec![("lng", "carriers-outside"), ("lat", "carriers-outside")],
        ),
        (json!({ "lng": 117.15, "lat": 35.08, "datum": "GCJ-02" }), vec![("datum", "carriers-datum")]),
        (json!({ "chains": [4711] }), vec![("chains", "carriers-chain-unknown")]),
        (json!({ "name": "别名" }), vec![("name", "carriers-elsewhere")]),
    ] {
        let answer = city.patch_json(&path, 2, &body).await;
        assert_eq!(codes(&refused(&answer)), wrong, "{body}");
    }
    assert_eq!(city.get(&path).await.must(200).json()["version"], 2);
    let again = refused(&city.post_json(PARKS, &new).await);
    assert_eq!(again[0].0, "name", "one of a name");
    // Of a park of the built-in set nothing was said yet.
    let built_in =
        city.get(&format!("{PARKS}?q=%E8%8E%98%E5%8E%BF")).await.must(200).json()["items"][0].clone();
    assert_eq!((&built_in["version"], &built_in["stale"]), (&json!(0), &json!(true)));
    let liaocheng = app.person(Role::City, "371500").await;
    let said = json!({ "land_mu": 40 });
    liaocheng.patch_json(&format!("{PARKS}/{}", built_in["id"]), 0, &said).await.must(200);
}
