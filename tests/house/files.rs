//! Files beside a record, told by the one that every quarter brings: the nomination sheet is printed, stamped, scanned
//! and sent back.

use diesel::prelude::*;
use groundwork::db::schema::attachments;
use groundwork::features::projects::{Class, Facts};
use groundwork::kernel::role::Role;
use groundwork::web::encode;
use std::fs;
use std::path::PathBuf;

use crate::kit::rooms::{PDF, scan_of};
use crate::kit::{Answer, Client, Quarterly, TestApp, facts};

const SCAN: &str = "/lists/2026Q3/nominations/scan";
const SHELF: &str = "/lists/2026Q3/notices";
const SHEET: &str = "/lists/2026Q3/nominations/print";

/// Every attachment: id, hash, name.
fn stored(app: &TestApp) -> Vec<(i64, String, String)> {
    let rows = attachments::table.order(attachments::id);
    let columns = (attachments::id, attachments::hash, attachments::file_name);
    app.context.db.read_now(|conn| Ok(rows.select(columns).load(conn)?)).unwrap()
}

/// Where the bytes of a hash lie.
fn place(app: &TestApp, hash: &str) -> PathBuf {
    app.context.files.join(&hash[..2]).join(hash)
}

async fn send(who: &Client, name: &str, bytes: &[u8]) -> Answer {
    who.upload(SCAN, name, bytes, &[]).await
}

async fn page(who: &Client, path: &str) -> String {
    who.get(path).await.must(200).text()
}

#[actix_web::test]
async fn a_stamped_scan_is_sent_listed_for_city_and_province_and_comes_back_byte_for_byte() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    let sent = send(&jinan, "申报表（盖章）.pdf", PDF).await.must(303);
    assert_eq!(sent.header("location"), "/lists/2026Q3/notices#scans");
    let [(id, hash, name)] = &stored(&app)[..] else { panic!("one file") };
    assert_eq!(name, "申报表（盖章）.pdf");
    assert_eq!(fs::read(place(&app, hash)).unwrap(), PDF);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    for reader in [&jinan, &reviewer] {
        let shelf = page(reader, SHELF).await;
        assert!(shelf.contains(&format!("href=\"/files/{id}\"")) && shelf.contains("济南"), "{shelf}");
        let got = reader.get(&format!("/files/{id}")).await.must(200);
        assert_eq!(got.bytes, PDF);
        assert_eq!(got.header("content-type"), "application/pdf");
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        let disposition = got.header("content-disposition");
        assert!(
            disposition.starts_with("attachment;") && disposition.contains(&encode(name)),
            "{disposition}"
        );
    }
}

#[actix_web::test]
async fn what_is_no_document_is_refused_whatever_it_calls_itself_and_nothing_is_kept() {
    let app = TestApp::configured(|config| config.limits.upload_bytes = 2048).await;
    Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    let program = send(&jinan, "申报表.pdf", b"MZ\x90\0\x03").await.must(422).text();
    assert!(program.contains("不是 PDF、JPEG 或 PNG"), "{program}");
    for page_in_disguise in [&b"<html><script>"[..], b"PK\x03\x04", b" %PDF-1.7"] {
        send(&jinan, "a.png", page_in_disguise).await.must(422);
    }
    let mut large = PDF.to_vec();
    large.resize(2049, b'x');
    send(&jinan, "a.pdf", &large).await.must(413);
    let deceiving = send(&jinan, "a\u{202E}fdp.exe", PDF).await.must(422).text();
    assert!(deceiving.contains("U+202E"), "{deceiving}");
    send(&jinan, "a.pdf", b"").await.must(422);
    assert!(stored(&app).is_empty());
    assert!(!app.context.files.exists(), "no byte was written");
    // A list that was never opened has no sheet.
    jinan.upload("/lists/2026Q4/nominations/scan", "a.pdf", PDF, &[]).await.must(404);
    assert!(stored(&app).is_empty());
}

#[actix_web::test]
async fn a_name_keeps_no_path_and_ends_as_the_file_is() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    let picture = b"\x89PNG\r\n\x1A\n....";
    for (at, (sent, kept)) in
        [("../../etc/passwd", "passwd.png"), ("/扫描/表.PNG", "表.PNG"), ("run.exe", "run.exe.png")]
            .into_iter()
            .enumerate()
    {
        let bytes = [&picture[..], &[at as u8]].concat();
        send(&jinan, sent, &bytes).await.must(303);
        assert_eq!(stored(&app).last().unwrap().2, kept);
    }
}

#[actix_web::test]
async fn a_file_lies_where_its_sheet_lies_and_is_not_there_for_another_city() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let file = format!("/files/{}", scan_of(&app, "2026Q3", "370200"));
    for (role, scope, status) in [
        (Role::City, "370200", 200),
        (Role::Leader, "370200", 200),
        (Role::Auditor, "370000", 200),
        (Role::City, "370100", 404),
        (Role::City, "370202", 404),
        (Role::Reviewer, "370100", 404),
    ] {
        app.person(role, scope).await.get(&file).await.must(status);
    }
    let jinan = app.person(Role::City, "370100").await;
    assert!(!page(&jinan, SHELF).await.contains(&file));
    jinan.get("/files/x").await.must(404);
    // Nor may she send one for another city; who only reads sends none.
    jinan.upload(SCAN, "a.pdf", PDF, &[("city", "370200")]).await.must(404);
    app.person(Role::Leader, "370100").await.upload(SCAN, "a.pdf", PDF, &[]).await.must(403);
    assert_eq!(stored(&app).len(), 1);
    // The province sends one in a city's name, and whoever answers for several says for which.
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.upload(SCAN, "b.pdf", PDF, &[("city", "370300")]).await.must(303);
    let both = app.person(Role::City, "370100,370200").await;
    both.upload(SCAN, "b.pdf", PDF, &[]).await.must(422);
    both.upload(SCAN, "b.pdf", PDF, &[("city", "370100")]).await.must(303);
    assert_eq!(stored(&app).len(), 3);
}

#[actix_web::test]
async fn a_wrong_scan_is_voided_with_a_reason_and_stays_readable() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, "a.pdf", PDF).await.must(303);
    let twice = send(&jinan, "b.pdf", PDF).await.must(422).text();
    assert!(twice.contains("a.pdf"), "it says under which name the file is there: {twice}");
    let id = stored(&app)[0].0;
    let void = format!("{SCAN}/{id}/void");
    jinan.form(&void, &[("reason", " ")]).await.must(422);
    let qingdao = app.person(Role::City, "370200").await;
    qingdao.form(&void, &[("reason", "x")]).await.must(404);
    jinan.form(&void, &[("reason", "盖错了章")]).await.must(303);
    jinan.form(&void, &[("reason", "再作废一次")]).await.must(409);
    let shelf = page(&jinan, SHELF).await;
    assert!(shelf.contains("盖错了章") && !shelf.contains("再作废一次"), "{shelf}");
    jinan.get(&format!("/files/{id}")).await.must(200);
    // The right one may then be sent, even the same again.
    send(&jinan, "c.pdf", PDF).await.must(303);
    let auditor = app.person(Role::Auditor, "370000").await;
    let record = auditor.get("/api/v1/audit?subject_kind=nomination_sheet").await.must(200).text();
    assert!(record.contains("file.void") && record.contains("盖错了章"), "{record}");
    let shown = page(&auditor, "/audit").await;
    assert!(shown.contains("作废附件") && shown.contains("申报表 2026Q3/370100"), "{shown}");
}

#[actix_web::test]
async fn a_damaged_file_is_refused_named_by_the_check_and_mended_by_sending_it_again() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    send(&jinan, "a.pdf", PDF).await.must(303);
    let (id, hash, _) = stored(&app).remove(0);
    let file = format!("/files/{id}");
    let check = || {
        let done = app.command(&["check"]);
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    assert_eq!(check().0, Some(0));
    fs::write(place(&app, &hash), b"%PDF-1.7 another").unwrap();
    let refused = jinan.get(&file).await.must(409).text();
    assert!(refused.contains("与上传时不一致"), "{refused}");
    let (code, said) = check();
    assert!(code == Some(1) && said.contains("a.pdf") && said.contains(&hash), "{said}");
    fs::remove_file(place(&app, &hash)).unwrap();
    let english = jinan.get(&format!("{file}?lang=en")).await.must(409).text();
    assert!(english.contains("no longer where they were stored"), "{english}");
    let (code, said) = check();
    assert!(code == Some(1) && said.contains("文件缺失"), "{said}");
    send(&jinan, "a.pdf", PDF).await.must(303);
    assert_eq!(jinan.get(&file).await.must(200).bytes, PDF);
    assert_eq!((check().0, stored(&app).len()), (Some(0), 1));
}

#[actix_web::test]
async fn the_nomination_sheet_prints_what_the_city_nominates_with_sums_signatures_and_the_place_for_the_seal()
{
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let jinan = app.person(Role::City, "370100").await;
    let empty = page(&jinan, SHEET).await;
    assert!(empty.contains("草稿：还没有申报任何项目"), "{empty}");
    list.nominated(facts("齿轮", "370102", 30_000));
    list.nominated(Facts { class: Some(Class::Preparation), ..facts("铝箔", "370103", 12_345) });
    list.nominated(facts("青岛船", "370202", 5));
    let sheet = page(&jinan, SHEET).await;
    for part in [
        "2026年三季度山东省重点制造业项目申报表（济南市）",
        "填报单位：济南市",
        "单位：万元",
        "合计（2个）",
        "42,345",
        "30,000",
        "12,345",
        "齿轮有限公司",
        "填表人：",
        "审核人：",
        "联系电话：",
        "济南市（盖章）",
    ] {
        assert!(sheet.contains(part), "{part} is not on the sheet: {sheet}");
    }
    assert!(!sheet.contains("青岛船") && !sheet.contains("草稿"), "{sheet}");
    let english = page(&jinan, &format!("{SHEET}?lang=en")).await;
    assert!(english.contains("Reporting office") && english.contains("(seal)"), "{english}");
    // The province prints any city's; a city only its own.
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let of_city = page(&reviewer, &format!("{SHEET}?city=370200")).await;
    assert!(
        of_city.contains("（青岛市）") && of_city.contains("青岛船") && !of_city.contains("齿轮"),
        "{of_city}"
    );
    let whole = page(&reviewer, SHEET).await;
    assert!(whole.contains("合计（3个）") && whole.contains("青岛市（1个）"), "{whole}");
    jinan.get(&format!("{SHEET}?city=370200")).await.must(404);
    jinan.get(&format!("{SHEET}?city=qingdao")).await.must(422);
    jinan.get("/lists/2026Q4/nominations/print").await.must(404);
}

#[actix_web::test]
async fn a_sheet_is_marked_as_a_draft_while_something_that_came_back_is_not_nominated_again() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    let project = list.nominated(facts("齿轮", "370102", 30_000));
    list.nominated(facts("铝箔", "370103", 12_345));
    list.review();
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let returned =
        [("one", format!("return:{project}:1")), (&format!("reason-{project}"), "补充批复".to_owned())];
    let returned: Vec<(&str, &str)> = returned.iter().map(|(name, value)| (*name, value.as_str())).collect();
    reviewer.form("/lists/2026Q3/decisions", &returned).await.must(303);
    let jinan = app.person(Role::City, "370100").await;
    let sheet = page(&jinan, SHEET).await;
    assert!(sheet.contains("还有 1 个项目被退回") && !sheet.contains("齿轮有限公司"), "{sheet}");
    jinan.form("/lists/2026Q3/nominations", &[("only", &project.to_string())]).await.must(303);
    assert!(!page(&jinan, SHEET).await.contains("草稿"));
}
