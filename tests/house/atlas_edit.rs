//! What is known of the map is changed on its pages: with what stands, on the version that was seen, and back with what was typed.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::chains::three;
use crate::kit::{Client, TestApp};

/// What a form is filled with: each field's name and value, as a browser would send it back.
fn filled(page: &str) -> Vec<(String, String)> {
    let main = &page[page.find("<form class=\"f\"").unwrap()..];
    let unescaped = |text: &str| text.replace("&quot;", "\"").replace("&amp;", "&").replace("&#34;", "\"");
    let input =
        regex::Regex::new(r#"<input[^>]*\bname="([^"]+)"[^>]*?(?:\bvalue="([^"]*)")?[^>]*>"#).unwrap();
    let mut fields = Vec::new();
    for tag in input.find_iter(main).map(|found| found.as_str()) {
        let of = |name: &str| {
            let attribute = regex::Regex::new(&format!(r#"\b{name}="([^"]*)""#)).unwrap();
            attribute.captures(tag).map(|found| unescaped(&found[1])).unwrap_or_default()
        };
        fields.push((of("name"), of("value")));
    }
    let area = regex::Regex::new(r#"(?s)<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>"#).unwrap();
    fields.extend(area.captures_iter(main).map(|found| (found[1].to_owned(), unescaped(&found[2]))));
    let select = regex::Regex::new(r#"(?s)<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>"#).unwrap();
    let chosen = regex::Regex::new(r#"<option value="([^"]*)" selected"#).unwrap();
    for found in select.captures_iter(main) {
        let value = chosen.captures(&found[2]).map(|value| value[1].to_owned()).unwrap_or_default();
        fields.push((found[1].to_owned(), value));
    }
    fields.retain(|(name, _)| name != "csrf");
    fields
}

/// Opens a form, changes some of its fields, and sends it.
async fn change(who: &Client, path: &str, new: &[(&str, &str)]) -> crate::kit::Answer {
    let mut fields = filled(&who.get(path).await.must(200).text());
    for (name, value) in new {
        match fields.iter_mut().find(|(field, _)| field == name) {
            Some(field) => (*value).clone_into(&mut field.1),
            None => panic!("{path} has no field {name}: {fields:?}"),
        }
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.form(path, &fields).await
}

#[actix_web::test]
async fn each_thing_of_the_map_is_changed_on_its_page_and_what_is_left_alone_stays() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, cell, pack] = three(&officer).await;
    let one = json!({ "name": "联泓新科", "place": "370481", "products": "碳酸酯", "note": "旧", "positions": [{ "segment_id": cell["id"], "role": "leading" }] });
    let one = officer.post_json("/api/v1/enterprises", &one).await.must(201).json();
    let path = format!("/atlas/enterprises/{}/edit", one["id"]);
    change(&officer, &path, &[("products", "碳酸酯、EVA"), ("note", "")]).await.must(303);
    let is = officer.get(&format!("/api/v1/enterprises/{}", one["id"])).await.must(200).json();
    assert_eq!(
        (&is["products"], &is["note"], &is["place"]),
        (&json!("碳酸酯、EVA"), &Value::Null, &json!("370481"))
    );
    assert_eq!(is["positions"][0]["role"], "leading", "where it stands is not on the form");

    let target = json!({ "name": "科达利", "place": "370400", "segment_id": anode["id"], "reasons": "扩产", "land_mu": 120 });
    let target = officer.post_json("/api/v1/targets", &target).await.must(201).json();
    let path = format!("/atlas/targets/{}/edit", target["id"]);
    let done = change(&officer, &path, &[("status", "dropped"), ("land_mu", "90")]).await.must(303);
    assert_eq!(done.header("location"), format!("/atlas/3/segments/{}", anode["id"]));
    let is = officer.get(&format!("/api/v1/targets/{}", target["id"])).await.must(200).json();
    assert_eq!(
        (&is["status"], &is["land_mu"], &is["reasons"]),
        (&json!("dropped"), &json!(90), &json!("扩产"))
    );

    let park =
        json!({ "name": "滕州锂电园", "place": "370481", "land_mu": 800, "lng": 117.15, "lat": 35.08 });
    let park = officer.post_json("/api/v1/parks", &park).await.must(201).json();
    let path = format!("/atlas/parks/{}/edit", park["id"]);
    change(&officer, &path, &[("land_mu", "650"), ("chains", "新能源装备；高端装备")]).await.must(303);
    let is = officer.get(&format!("/api/v1/parks/{}", park["id"])).await.must(200).json();
    assert_eq!(
        (&is["land_mu"], &is["lng"], is["chains"].as_array().unwrap().len()),
        (&json!(650), &json!(117.15), 2)
    );
    let unknown = change(&officer, &path, &[("chains", "没有的链"), ("land_mu", "1")]).await.must(422).text();
    assert!(unknown.contains("href=\"#chains\"") && unknown.contains("没有的链"), "{unknown}");
    change(&officer, &path, &[("lng", "东经117度")]).await.must(422);

    change(&officer, "/atlas/3/edit", &[("chief", "省工业和信息化厅")]).await.must(303);
    assert!(officer.get("/atlas/3").await.must(200).text().contains("省工业和信息化厅"));
    let path = format!("/atlas/3/segments/{}/edit", cell["id"]);
    change(&officer, &path, &[("name_zh", "电芯制造"), ("supplies", "")]).await.must(303);
    let round =
        change(&officer, &format!("/atlas/3/segments/{}/edit", pack["id"]), &[("supplies", "负极材料")])
            .await;
    assert_eq!(round.status, 303, "no circle any more: {}", round.text());
    let round = change(&officer, &path, &[("supplies", "PACK/应用")]).await.must(422).text();
    assert!(round.contains("href=\"#supplies\"") && round.contains("→"), "{round}");
    change(&officer, &path, &[("supplies", "没有的环节")]).await.must(422);
    let new = [("name_zh", "隔膜"), ("tier", "upstream"), ("supplies", "电芯制造")];
    change(&officer, "/atlas/3/segments/new", &new).await.must(303);
    let chain = officer.get("/api/v1/chains/3").await.must(200).json();
    let of = |name: &str| {
        chain["segments"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
    };
    assert_eq!(of("隔膜")["supplies"], json!([cell["id"]]));
    let nameless = change(&officer, "/atlas/3/segments/new", &[("tier", "upstream")]).await.must(422).text();
    assert!(nameless.contains("href=\"#name_zh\""), "{nameless}");
    officer.get(&format!("/atlas/1/segments/{}/edit", cell["id"])).await.must(404);
}

#[actix_web::test]
async fn a_form_goes_on_from_what_was_seen_and_a_city_changes_what_is_hers() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = three(&officer).await;
    let one = json!({ "name": "甲公司", "place": "370481" });
    let one = officer.post_json("/api/v1/enterprises", &one).await.must(201).json();
    let path = format!("/atlas/enterprises/{}/edit", one["id"]);
    let seen = filled(&officer.get(&path).await.must(200).text());
    change(&officer, &path, &[("products", "隔膜")]).await.must(303);
    let seen: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let late = officer.form(&path, &seen).await.must(409).text();
    assert!(late.contains("刚被别人改过") && late.contains("甲公司"), "{late}");
    let zaozhuang = app.person(Role::City, "370400").await;
    change(&zaozhuang, &path, &[("note", "已核实")]).await.must(303);
    let jinan = app.person(Role::City, "370100").await;
    jinan.get(&path).await.must(404);
    jinan.form("/atlas/3/edit", &[("chief", "x"), ("version", "0")]).await.must(403);
    let of_province =
        json!({ "name": "乙公司", "place": "370000", "segment_id": anode["id"], "reasons": "x" });
    let of_province = officer.post_json("/api/v1/targets", &of_province).await.must(201).json();
    let path = format!("/atlas/targets/{}/edit", of_province["id"]);
    jinan.form(&path, &[("name", "乙公司"), ("reasons", "y"), ("version", "1")]).await.must(403);
    let page = jinan.get("/atlas/3").await.must(200).text();
    assert!(
        !page.contains("/atlas/3/edit\"") && !page.contains("segments/new"),
        "what is the province's is not offered"
    );
    assert!(officer.get("/atlas/3").await.must(200).text().contains("/atlas/3/edit\""));
}
