//! The map's workbook: taken away and brought back it changes nothing; what is changed in it is taken sheet by sheet through the
//! deeds of page and API; what contradicts itself, or what stands, is told at its cell and leaves nothing behind.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::chains::{judge, three};
use crate::kit::{Answer, Cells, Client, TestApp};
use crate::updates::set;

const WORKBOOK: &str = "/api/v1/atlas/workbook";

async fn bring(who: &Client, bytes: &[u8], more: &[(&str, &str)]) -> Answer {
    who.upload(WORKBOOK, "map.xlsx", bytes, more).await
}

/// New, changed, unchanged, with an error.
fn counts(answer: &Value) -> [i64; 4] {
    ["new", "changed", "unchanged", "error"].map(|name| answer["counts"][name].as_i64().unwrap())
}

/// Cell and code of what was refused.
fn refused(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| (word(&error["field"]), word(&error["code"]))).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(cell, code)| ((*cell).to_owned(), (*code).to_owned())).collect()
}

/// A chain with everything that a map has: what supplies what, a judgement, an enterprise, a target tied to it, a park.
async fn a_map(who: &Client) -> [Value; 3] {
    let [anode, cell, pack] = three(who).await;
    judge(
        who,
        &anode,
        json!({ "place": "370400", "strength": "missing", "evidence": "本地没有企业", "source": "调研" }),
    )
    .await
    .must(201);
    let here = json!({ "name": "联泓新科", "place": "370481", "products": "碳酸酯", "positions": [{ "segment_id": cell["id"], "role": "leading" }] });
    let here = who.post_json("/api/v1/enterprises", &here).await.must(201).json();
    let target = json!({ "name": "科达利", "place": "370400", "segment_id": anode["id"], "reasons": "扩产\n北上", "land_mu": 120, "ties": [here["id"]] });
    who.post_json("/api/v1/targets", &target).await.must(201);
    let park = json!({ "name": "滕州锂电产业园", "place": "370481", "kind": "产业园", "land_mu": 800, "chains": [3], "lng": 117.15, "lat": 35.08 });
    who.post_json("/api/v1/parks", &park).await.must(201);
    who.patch_json("/api/v1/chains/3", 0, &json!({ "chief": "省工业和信息化厅" })).await.must(200);
    [anode, cell, pack]
}

#[actix_web::test]
async fn what_is_taken_away_and_brought_back_changes_nothing_in_either_language() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    a_map(&officer).await;
    for lang in ["zh-CN", "en"] {
        let book = officer.get(&format!("{WORKBOOK}?lang={lang}")).await.must(200);
        assert!(
            book.header("content-disposition").contains("atlas-2026"),
            "{}",
            book.header("content-disposition")
        );
        let again = bring(&officer, &book.bytes, &[]).await.must(200).json();
        let [new, changed, unchanged, error] = counts(&again);
        assert_eq!((new, changed, error), (0, 0, 0), "{again:#}");
        assert!(unchanged > 40, "chains, three segments, parks, and one of each other kind: {again:#}");
    }
    let one = officer.get(&format!("{WORKBOOK}?chain=3")).await.must(200);
    let mut cells = Cells::of(&one.bytes);
    assert_eq!(cells.front("环节").rows().len(), 2 + 1 + 3, "title, caption, header and three segments");
    officer.get(&format!("{WORKBOOK}?chain=999")).await.must(404);
    // The same from the command line.
    let file = app.beside("map.xlsx");
    let path = file.display().to_string();
    let output = app.command(&["export", "atlas", "--output", &path]);
    assert!(output.status.success(), "{output:?}");
    let output = app.command(&["import", "atlas", &path]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains("new 0 changed 0"), "{said}");
    let output = app.command(&["export", "atlas", "--chain", "999", "--output", &path]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
}

#[actix_web::test]
async fn what_is_changed_in_it_is_taken_and_what_has_changed_since_is_refused_at_its_cell() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let [anode, ..] = a_map(&officer).await;
    let book = officer.get(WORKBOOK).await.must(200).bytes;
    let mut cells = Cells::of(&book);
    cells.front("企业").set("联泓新科", "产品", "碳酸酯、EVA".to_owned());
    cells.front("环节").set("负极材料", "英文名称", "Anodes".to_owned());
    cells.front("载体园区").set("滕州锂电产业园", "可供用地（亩）", 650.0);
    cells.front("环节强弱").set("负极材料", "强弱", "弱".to_owned());
    let told = bring(&officer, &cells.bytes(), &[("dry_run", "true")]).await.must(200).json();
    assert_eq!((counts(&told)[1], &told["applied"]), (4, &json!(false)), "{told:#}");
    let told = bring(&officer, &cells.bytes(), &[]).await.must(200).json();
    assert_eq!((counts(&told)[0], counts(&told)[1], &told["applied"]), (0, 4, &json!(true)), "{told:#}");
    let chain = officer.get("/api/v1/chains/3").await.must(200).json();
    let of = |id: &Value| {
        chain["segments"].as_array().unwrap().iter().find(|one| one["id"] == *id).unwrap().clone()
    };
    assert_eq!(of(&anode["id"])["name_en"], "Anodes");
    assert_eq!(of(&anode["id"])["strengths"][0]["strength"], "weak");
    let here = officer.get("/api/v1/enterprises").await.must(200).json()["items"][0].clone();
    assert_eq!(
        (&here["products"], &here["positions"][0]["role"]),
        (&json!("碳酸酯、EVA"), &json!("leading"))
    );
    // The workbook of before says something else of what has changed since.
    let mut cells = Cells::of(&book);
    cells.front("企业").set("联泓新科", "产品", "改性塑料".to_owned());
    let (row, column) = cells.front("企业").place("联泓新科", "企业");
    let cell = format!("企业!{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1);
    let late = bring(&officer, &cells.bytes(), &[]).await;
    assert!(refused(&late).contains(&(cell, "atlas-import-stale".to_owned())), "{}", late.text());
    let same = officer.get("/api/v1/enterprises").await.must(200).json()["items"][0].clone();
    assert_eq!(same["products"], "碳酸酯、EVA", "nothing was changed");
}

/// A workbook of a new chain.
fn new_chain() -> Vec<(&'static str, Vec<Vec<&'static str>>)> {
    vec![
        ("产业链", vec![vec!["产业链", "链长"], vec!["机器人", "省工业和信息化厅"]]),
        (
            "环节",
            vec![
                vec!["产业链", "环节", "位置", "供应环节", "功能"],
                vec!["机器人", "减速器", "上游", "整机", "生产设备"],
                vec!["机器人", "整机", "下游", "", ""],
            ],
        ),
        (
            "企业",
            vec![
                vec!["企业", "市", "县区", "统一社会信用代码"],
                vec!["甲机器人公司", "济南市", "历下区", ""],
            ],
        ),
        (
            "企业环节",
            vec![vec!["企业", "产业链", "环节", "角色"], vec!["甲机器人公司", "机器人", "整机", "龙头"]],
        ),
        (
            "环节强弱",
            vec![
                vec!["产业链", "环节", "地区", "强弱", "依据"],
                vec!["机器人", "减速器", "济南", "缺", "全部外购"],
            ],
        ),
        (
            "目标企业",
            vec![
                vec!["产业链", "环节", "地区", "目标企业", "理由", "本地关联企业", "优先级"],
                vec!["机器人", "减速器", "济南市", "乙减速器公司", "产能北移", "甲机器人公司", "重点"],
            ],
        ),
        (
            "载体园区",
            vec![
                vec!["园区", "市", "主导产业链", "经度", "纬度"],
                vec!["济南机器人园", "济南市", "机器人", "117.10", "36.65"],
            ],
        ),
    ]
}

fn bytes(sheets: &[(&'static str, Vec<Vec<&'static str>>)]) -> Vec<u8> {
    let rows: Vec<Vec<&[&str]>> =
        sheets.iter().map(|(_, rows)| rows.iter().map(Vec::as_slice).collect()).collect();
    let typed: Vec<(&str, &[&[&str]])> =
        sheets.iter().zip(&rows).map(|((name, _), rows)| (*name, rows.as_slice())).collect();
    Cells::typed(&typed).bytes()
}

#[actix_web::test]
async fn a_new_chain_goes_in_whole_whatever_the_order_of_its_sheets() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let mut sheets = new_chain();
    sheets.reverse();
    let told = bring(&officer, &bytes(&sheets), &[]).await.must(200).json();
    assert_eq!(counts(&told), [8, 0, 0, 0], "{told:#}");
    let chains = officer.get("/api/v1/chains").await.must(200).json();
    let robots = chains["items"].as_array().unwrap().iter().find(|one| one["name"] == "机器人").unwrap();
    let chain = officer.get(&format!("/api/v1/chains/{}", robots["id"])).await.must(200).json();
    let [gear, whole] = <[Value; 2]>::try_from(chain["segments"].as_array().unwrap().clone()).unwrap();
    assert_eq!((&gear["supplies"][0], &gear["function"]), (&whole["id"], &json!("equipment")));
    let gaps = officer.get(&format!("/api/v1/chains/{}/gaps", robots["id"])).await.must(200).json();
    assert_eq!(
        (&gaps["items"][0]["segment"]["id"], &gaps["items"][0]["nobody_working"]),
        (&gear["id"], &json!(true))
    );
    let matches = officer.get(&format!("/api/v1/segments/{}/matches", gear["id"])).await.must(200).json();
    assert!(matches.to_string().contains("甲机器人公司"), "the tie is told among the reasons: {matches:#}");
    let told = bring(&officer, &bytes(&sheets), &[]).await.must(200).json();
    assert_eq!(counts(&told), [0, 0, 8, 0], "the same again: {told:#}");
}

#[actix_web::test]
async fn sheets_that_contradict_one_another_are_told_at_their_cells_and_nothing_is_half_applied() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let with = |sheet: &str, row: Vec<&'static str>| {
        let mut sheets = new_chain();
        sheets.iter_mut().find(|(name, _)| *name == sheet).unwrap().1.push(row);
        bytes(&sheets)
    };
    for (sheet, row, expected) in [
        ("企业", vec!["甲机器人公司", "青岛市", "", ""], &[("企业!B3", "atlas-import-contradicts")][..]),
        ("企业", vec!["丙公司", "南京市", "", ""], &[("企业!B3", "atlas-import-city")]),
        ("企业", vec!["丙公司", "济南市", "市南区", ""], &[("企业!C3", "atlas-import-county")]),
        (
            "环节强弱",
            vec!["机器人", "减速器", "济南市", "强", "两家量产"],
            &[("环节强弱!D3", "atlas-import-contradicts"), ("环节强弱!E3", "atlas-import-contradicts")],
        ),
        (
            "环节强弱",
            vec!["机器人", "电机", "济南市", "强", "两家"],
            &[("环节强弱!B3", "atlas-import-segment-unknown")],
        ),
        (
            "环节强弱",
            vec!["无人机", "电机", "济南市", "强", "两家"],
            &[("环节强弱!A3", "atlas-import-chain-unknown")],
        ),
        (
            "环节强弱",
            vec!["机器人", "整机", "济南市", "很强", "两家"],
            &[("环节强弱!D3", "atlas-import-word")],
        ),
        (
            "企业环节",
            vec!["丁公司", "机器人", "整机", "核心"],
            &[("企业环节!A3", "atlas-import-enterprise-unknown")],
        ),
        (
            "目标企业",
            vec!["机器人", "整机", "济南市", "戊公司", "扩产", "丁公司", ""],
            &[("目标企业!F3", "atlas-import-enterprise-unknown")],
        ),
        (
            "载体园区",
            vec!["青岛机器人园", "青岛市", "机器人", "117.10", "36.65"],
            &[("载体园区!D3", "carriers-outside")],
        ),
        (
            "载体园区",
            vec!["青岛机器人园", "青岛市", "无人机", "", ""],
            &[("载体园区!C3", "atlas-import-chain-unknown")],
        ),
        (
            "环节",
            vec!["机器人", "控制器", "上游", "传感器", ""],
            &[("环节!D4", "atlas-import-segment-unknown")],
        ),
    ] {
        let answer = bring(&officer, &with(sheet, row.clone()), &[]).await;
        assert_eq!(refused(&answer), pairs(expected), "{sheet} {row:?}");
    }
    // A circle is refused with its way, and cannot be left out row by row: its segments are there already.
    let mut round = new_chain();
    round[1].1[2][3] = "减速器";
    for skip in ["false", "true"] {
        let answer = bring(&officer, &bytes(&round), &[("skip_bad_rows", skip)]).await;
        assert_eq!(refused(&answer), pairs(&[("环节!D3", "chains-circle")]));
        assert!(
            answer.text().contains("减速器 → 整机 → 减速器")
                || answer.text().contains("整机 → 减速器 → 整机")
        );
    }
    // One code under two names.
    let mut twice = new_chain();
    twice[2].1[1][3] = "91370481758346000X";
    let code = "91350100M000100Y43";
    twice[2].1[1][3] = code;
    twice[2].1.push(vec!["甲机器人有限公司", "济南市", "历下区", code]);
    assert_eq!(
        refused(&bring(&officer, &bytes(&twice), &[]).await),
        pairs(&[("企业!D3", "enterprises-code-known")])
    );
    let chains = officer.get("/api/v1/chains").await.must(200).json();
    assert!(!chains.to_string().contains("机器人"), "nothing of all this was kept");
    // Without its bad row the rest is taken.
    let bad = with("企业", vec!["丙公司", "南京市", "", ""]);
    let told = bring(&officer, &bad, &[("skip_bad_rows", "true")]).await.must(200).json();
    assert_eq!((counts(&told), &told["applied"]), ([8, 0, 0, 1], &json!(true)));
}

#[actix_web::test]
async fn tables_of_one_kind_go_in_as_offices_publish_them() {
    let app = TestApp::new().await;
    let officer = app.person(Role::Officer, "370000").await;
    let read =
        |name: &str| std::fs::read(format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    for (name, rows) in [("signature_chains_2023.csv", 11), ("parks.csv", 34)] {
        let told = bring(&officer, &read(name), &[]).await.must(200).json();
        let [new, changed, unchanged, error] = counts(&told);
        assert_eq!((new + unchanged, changed, error), (rows, 0, 0), "{name}: {told:#}");
        let told = bring(&officer, &read(name), &[]).await.must(200).json();
        assert_eq!(counts(&told), [0, 0, rows, 0], "{name}: {told:#}");
    }
}

#[actix_web::test]
async fn the_page_looks_first_and_keeps_nothing_and_a_city_brings_in_what_is_hers() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let officer = app.person(Role::Officer, "370000").await;
    let page = officer.get("/atlas/workbook").await.must(200).text();
    assert!(page.contains("导入工作簿") && page.contains("下载工作簿"), "{page}");
    let leader = app.person(Role::Leader, "370000").await;
    assert!(!leader.get("/atlas/workbook").await.must(200).text().contains("导入工作簿"));
    let send = |who: &Client, file: Vec<u8>, deed: &'static str| {
        let who = who.clone();
        async move { who.upload("/atlas/workbook", "图谱.xlsx", &file, &[("deed", deed)]).await }
    };
    let looked = send(&officer, bytes(&new_chain()), "check").await.must(200).text();
    assert!(looked.contains("只是检查，没有保存任何内容") && looked.contains("图谱.xlsx"), "{looked}");
    assert!(!officer.get("/api/v1/chains").await.text().contains("机器人"));
    let mut bad = new_chain();
    bad[2].1[1][1] = "南京市";
    let refused = send(&officer, bytes(&bad), "apply").await.must(422).text();
    assert!(refused.contains("企业!B2") && refused.contains("“南京市”不是本省的市"), "{refused}");
    let marked = send(&officer, bytes(&bad), "mark").await.must(200);
    let sheets = crate::kit::sheets(&marked.bytes);
    assert!(format!("{sheets:?}").contains("不是本省的市"), "the copy says why");
    let taken = send(&officer, bytes(&new_chain()), "apply").await.must(200).text();
    assert!(taken.contains("已导入"), "{taken}");
    let no_table = send(&officer, b"a,b\n1,2\n".to_vec(), "check").await.must(422).text();
    assert!(no_table.contains("href=\"#file\""), "{no_table}");
    // A city's officer brings in what lies in her city; what is the province's, or another city's, is refused at its cell.
    let jinan = app.person(Role::City, "370100").await;
    let mut hers = new_chain();
    hers.remove(0);
    hers[1].1.push(vec!["戊机器人公司", "济南市", "", ""]);
    hers[1].1.push(vec!["己机器人公司", "青岛市", "", ""]);
    let answer = bring(&jinan, &bytes(&hers), &[]).await;
    assert_eq!(crate::atlas_workbook::refused(&answer), pairs(&[("企业!B4", "enterprises-place-unknown")]));
    hers[1].1.pop();
    let told = bring(&jinan, &bytes(&hers), &[]).await.must(200).json();
    assert_eq!(counts(&told)[0], 1, "{told:#}");
    let book = jinan.get(WORKBOOK).await.must(200).bytes;
    let names = format!("{:?}", crate::kit::sheets(&book));
    assert!(names.contains("戊机器人公司") && names.contains("机器人"), "{names}");
}
