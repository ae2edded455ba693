//! Editions of a chain: kept once for each state, never altered, and held against one another in words; of judgements a reader
//! sees hers.

use diesel::connection::SimpleConnection as _;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::chains::{judge, three};
use crate::kit::{Client, TestApp};

const EDITIONS: &str = "/api/v1/chains/3/editions";

fn sentences(all: &Value) -> Vec<String> {
    all.as_array().unwrap().iter().map(|one| one["sentence"].as_str().unwrap().to_owned()).collect()
}

async fn since(who: &Client) -> Vec<String> {
    sentences(&who.get(EDITIONS).await.must(200).json()["since"])
}

#[actix_web::test]
async fn an_edition_is_kept_once_and_the_next_says_what_is_new_in_it() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let empty = officer.post_json(EDITIONS, &json!({})).await.must(409).json();
    assert_eq!(empty["code"], "chains-edition-empty");
    let [anode, cell, pack] = three(&officer).await;
    let at =
        |place: &str, strength: &str| json!({ "place": place, "strength": strength, "evidence": "调研" });
    judge(&officer, &anode, at("370400", "missing")).await.must(201);
    let first = officer.post_json(EDITIONS, &json!({ "note": "首版" })).await.must(201).json();
    assert_eq!(
        (&first["name"], &first["note"], &first["difference"]),
        (&json!("1.0"), &json!("首版"), &json!([]))
    );
    assert_eq!(first["document"]["segments"].as_array().unwrap().len(), 3);
    let same = officer.post_json(EDITIONS, &json!({})).await.must(409).json();
    assert_eq!(same["code"], "chains-edition-same");
    assert_eq!(since(&officer).await, [""; 0]);

    judge(&officer, &anode, at("370400", "weak")).await.must(201);
    judge(&officer, &cell, at("370100", "strong")).await.must(201);
    officer.patch_json("/api/v1/chains/3", 0, &json!({ "leader": "联泓新科" })).await.must(200);
    let path = format!("/api/v1/segments/{}", pack["id"]);
    officer.patch_json(&path, 1, &json!({ "name_zh": "电池包", "tier": "midstream" })).await.must(200);
    let path = format!("/api/v1/segments/{}", cell["id"]);
    officer.patch_json(&path, 1, &json!({ "supplies": [] })).await.must(200);
    let expected = [
        "链主：无 → 联泓新科",
        "环节改名：PACK/应用 → 电池包",
        "电池包 的位置：下游 → 中游",
        "不再有供应关系：电芯 → 电池包",
        "济南市，电芯：无 → 强",
        "枣庄市，负极材料：缺 → 弱",
    ];
    assert_eq!(since(&officer).await, expected);
    let second = officer.post_json(EDITIONS, &json!({})).await.must(201).json();
    assert_eq!((&second["name"], sentences(&second["difference"]).len()), (&json!("2.0"), 6));
    let back = officer.get(&format!("{EDITIONS}/1?from=2&lang=en")).await.must(200).json();
    assert!(
        sentences(&back["difference"]).contains(&"Segment renamed: Packs → Packs".to_owned())
            || back["difference"].as_array().unwrap().len() == 6
    );
    let page = officer.get("/atlas/3/editions?lang=zh-CN").await.must(200).text();
    for said in ["2.0", "1.0 首版", "枣庄市，负极材料：缺 → 弱", first["hash"].as_str().unwrap()]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    officer.form("/atlas/3/editions", &[("note", "")]).await.must(409);
    officer.get(&format!("{EDITIONS}/3")).await.must(404);
    // A city's reader sees of it what is hers.
    let zaozhuang = app.person(Role::City, "370400").await;
    let hers = zaozhuang.get(&format!("{EDITIONS}/2")).await.must(200).json();
    assert!(!hers.to_string().contains("370100") && hers.to_string().contains("370400"), "{hers:#}");
    assert_eq!(sentences(&hers["difference"]).len(), 5);
    zaozhuang.post_json(EDITIONS, &json!({})).await.must(403);
    assert!(!zaozhuang.get("/atlas/3/editions").await.must(200).text().contains("定为新版</button>"));
}

#[actix_web::test]
async fn an_edition_is_not_altered_not_even_past_the_program() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    three(&officer).await;
    officer.post_json(EDITIONS, &json!({})).await.must(201);
    for sql in [
        "update chain_editions set note = 'x'",
        "delete from chain_editions",
        "insert into chain_editions (chain_id, number, document, hash, author, written_at) \
         values (3, 7, '{}', 'x', 'x', '2026-10-08 00:00:00')",
    ] {
        let done = app.context.db.connection().unwrap().batch_execute(sql);
        let refused = done.unwrap_err().to_string();
        assert!(refused.contains("edition of a chain"), "{sql}: {refused}");
    }
    assert!(app.command(&["check"]).status.success());
}
