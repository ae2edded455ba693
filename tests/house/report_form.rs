//! One project's report on a page of its own: last time's values, a draft that only its city sees, photos without their
//! place, and the sheet that is printed, signed and scanned.

use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::rooms::hidden;
use crate::kit::{Answer, Client, TestApp, rooms};
use crate::updates::{building, decide, listed, send, set};

fn address(id: i64) -> String {
    format!("/projects/{id}/report?period=2026-10")
}

/// Posts the form with these fields over the ones of a project that is being built.
async fn post(who: &Client, id: i64, deed: &str, typed: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("period", "2026-10"), ("deed", "draft"), ("stage", "under_construction")];
    fields.extend_from_slice(typed);
    if deed != "draft" {
        fields.push(("deed", deed));
    }
    who.form(&format!("/projects/{id}/report"), &fields).await
}

async fn reports(who: &Client, id: i64) -> Vec<Value> {
    let shown = who.get(&format!("/api/v1/projects/{id}/updates")).await.must(200).json();
    shown["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn the_form_begins_with_last_times_values_and_a_refused_one_with_what_was_typed() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370102")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let page = jinan.get(&address(ids[0])).await.must(200).text();
    assert!(page.contains("上次：1,200") && page.contains("name=\"cumulative_investment_yuan\""), "{page}");
    assert!(page.contains("单位：万元") && page.contains("2026-11-06 23:59"), "{page}");
    let english = jinan.get(&format!("{}&lang=en", address(ids[0]))).await.must(200).text();
    assert!(english.contains("Last: 1,200") && english.contains("Keep as a draft"), "{english}");

    let fell =
        [("cumulative_investment_yuan", "１，１００"), ("ytd_investment_yuan", "600"), ("problem-0", "缺水")];
    let refused = post(&jinan, ids[0], "submit", &fell).await.must(422).text();
    assert!(refused.contains("由 1,200 万元降为 1,100 万元"), "{refused}");
    assert!(refused.contains("value=\"１，１００\"") && refused.contains("value=\"缺水\""), "{refused}");
    assert!(refused.contains("name=\"why-cumulative_investment_yuan\""), "{refused}");
    assert!(reports(&jinan, ids[0]).await.is_empty());
    let bad =
        post(&jinan, ids[0], "submit", &[("ytd_investment_yuan", "12,34"), ("planned_finish", "明年")]).await;
    let bad = bad.must(422).text();
    assert!(
        bad.contains("href=\"#ytd_investment_yuan\"") && bad.contains("href=\"#planned_finish\""),
        "{bad}"
    );

    let mut explained = fell.to_vec();
    explained.push(("why-cumulative_investment_yuan", "上月误报"));
    explained.push(("why-ytd_investment_yuan", "上月误报"));
    post(&jinan, ids[0], "submit", &explained).await.must(422);
    let asked = hidden(&refused, "seen");
    explained.push(("seen", &asked));
    post(&jinan, ids[0], "submit", &explained).await.must(303);
    let said = &reports(&jinan, ids[0]).await[0];
    assert_eq!(said["justifications"]["cumulative_investment_yuan"], "上月误报");
    assert_eq!(said["problems"][0]["text"], "缺水");
    let done = jinan.get(&address(ids[0])).await.must(200).text();
    assert!(done.contains("已经上报，不能修改") && !done.contains("name=\"stage\""), "{done}");
    post(&jinan, ids[0], "no_change", &[]).await.must(409);
}

#[actix_web::test]
async fn a_draft_saves_itself_while_its_writer_types_and_a_colleagues_draft_is_not_overwritten() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, colleague) = (app.person(Role::City, "370100").await, app.person(Role::City, "370100").await);
    let itself = jinan.clone().with_header("X-Fragment", "1");
    post(&itself, ids[0], "draft", &[("progress_text", "封顶")]).await.must(303);
    // A second time with the version of the first: what she typed meanwhile is not stale to herself.
    post(&itself, ids[0], "draft", &[("progress_text", "主体封顶"), ("version", "1")]).await.must(303);
    let page = jinan.get(&address(ids[0])).await.must(200).text();
    assert!(page.contains("主体封顶") && page.contains("草稿已于 2026-11-02 09:0"), "{page}");
    assert!(page.contains("name=\"version\" value=\"2\""), "{page}");
    let wrong = post(&itself, ids[0], "draft", &[("ytd_investment_yuan", "x")]).await.must(422).text();
    assert!(wrong.contains("id=\"saved\"") && wrong.contains("未保存："), "{wrong}");
    let other = post(&colleague, ids[0], "draft", &[("progress_text", "别的")]).await.must(409).text();
    assert!(other.contains("别的") && other.contains("主体封顶"), "both sides are before her: {other}");
    assert_eq!(reports(&jinan, ids[0]).await[0]["progress_text"], "主体封顶");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert!(reports(&reviewer, ids[0]).await.is_empty(), "the province sees no draft");
    post(&jinan, ids[0], "no_change", &[]).await.must(303);
    assert_eq!(reports(&jinan, ids[0]).await[0]["no_change"], true);
}

#[actix_web::test]
async fn what_came_back_is_where_the_form_goes_on_and_another_citys_project_is_not_there() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    post(&jinan, ids[0], "submit", &[("cumulative_investment_yuan", "1300"), ("ytd_investment_yuan", "800")])
        .await
        .must(303);
    let sent = reports(&jinan, ids[0]).await[0].clone();
    decide(&reviewer, &sent, json!({ "decision": "return", "reason": "请附凭证" })).await.must(200);
    let page = jinan.get(&address(ids[0])).await.must(200).text();
    assert!(page.contains("退回理由：请附凭证") && page.contains("value=\"1300\""), "{page}");
    jinan.get(&address(ids[1])).await.must(404);
    post(&jinan, ids[1], "submit", &[]).await.must(404);
    let audit = app.person(Role::Auditor, "370000").await.get("/api/v1/audit").await.must(200).text();
    assert_eq!(audit.matches("update.refuse").count(), 2, "both attempts are remembered: {audit}");
}

#[actix_web::test]
async fn a_photo_is_kept_as_our_own_picture_and_what_is_none_is_refused() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, colleague) = (app.person(Role::City, "370100").await, app.person(Role::City, "370100").await);
    let photos = format!("/api/v1/projects/{}/photos", ids[0]);
    let month = [("period", "2026-10")];
    let sent = jinan.upload(&photos, "现场.png", &rooms::png(2400, 1200), &month).await.must(201).json();
    assert_eq!((&sent["name"], sent["hash"].as_str().unwrap().len()), (&json!("现场.jpg"), 64));
    let file = format!("/files/{}", sent["id"]);
    let kept = colleague.get(&file).await.must(200);
    let picture = image::load_from_memory(&kept.bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (1600, 800));
    assert_eq!(kept.header("content-type"), "image/jpeg");
    app.person(Role::City, "370200").await.get(&file).await.must(404);
    let listed = colleague.get(&format!("{photos}?period=2026-10")).await.must(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);

    let none = jinan.upload(&photos, "现场.jpg", b"%PDF-1.7 no photo", &month).await.must(422).json();
    assert_eq!(
        (&none["errors"][0]["field"], &none["errors"][0]["code"]),
        (&json!("file"), &json!("files-photo-kind"))
    );
    let again = jinan.upload(&photos, "现场.png", &rooms::png(2400, 1200), &month).await;
    assert_eq!(again.must(422).json()["errors"][0]["code"], "files-attached-already");
    app.person(Role::City, "370200")
        .await
        .upload(&photos, "a.png", &rooms::png(8, 8), &month)
        .await
        .must(404);

    let page = jinan.get(&address(ids[0])).await.must(200).text();
    assert!(page.contains(&format!("<img src=\"{file}\"")), "{page}");
    let void = format!("/projects/{}/report/photo/{}/void", ids[0], sent["id"]);
    jinan.form(&void, &[("period", "2026-10"), ("reason", " ")]).await.must(422);
    jinan.form(&void, &[("period", "2026-10"), ("reason", "拍错项目")]).await.must(303);
    let left = colleague.get(&format!("{photos}?period=2026-10")).await.must(200).json();
    assert!(left["items"].as_array().unwrap().is_empty());
    colleague.get(&file).await.must(200);
}

#[actix_web::test]
async fn the_province_sees_a_citys_photo_once_its_report_has_gone_up_and_not_before() {
    let app = TestApp::configured(|config| config.updates.sign_off = true).await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (writer, approver, reviewer) = (
        app.person(Role::City, "370100").await,
        app.person(Role::City, "370100").await,
        app.person(Role::Reviewer, "370000").await,
    );
    let photos = format!("/api/v1/projects/{}/photos", ids[0]);
    let sent = writer.upload(&photos, "a.png", &rooms::png(8, 4), &[("period", "2026-10")]).await;
    let file = format!("/files/{}", sent.must(201).json()["id"]);
    let wrong = writer.upload(&photos, "b.png", &rooms::png(8, 6), &[("period", "2026-10")]).await;
    let wrong = wrong.must(201).json()["id"].to_string();
    let void = format!("/projects/{}/report/photo/{wrong}/void", ids[0]);
    writer.form(&void, &[("period", "2026-10"), ("reason", "拍错项目")]).await.must(303);
    let items = |answer: Value| answer["items"].as_array().unwrap().len();
    let all = format!("{photos}?period=2026-10");
    post(&writer, ids[0], "no_change", &[]).await.must(303);
    approver.get(&file).await.must(200);
    reviewer.get(&file).await.must(404);
    assert_eq!(items(reviewer.get(&all).await.must(200).json()), 0, "nobody has signed it");
    let report = reports(&writer, ids[0]).await[0].clone();
    decide(&approver, &report, json!({ "decision": "approve" })).await.must(200);
    reviewer.get(&file).await.must(200);
    assert_eq!(items(reviewer.get(&all).await.must(200).json()), 1);
    reviewer.get(&format!("/files/{wrong}")).await.must(404);
    writer.get(&format!("/files/{wrong}")).await.must(200);
}

/// Last time's and this time's cumulative investment on a printed sheet.
fn cumulative(page: &str) -> Vec<String> {
    let row = page.split("<tbody>").nth(1).unwrap().split("<tr>").nth(2).unwrap();
    let cells =
        row.split("<td").skip(1).map(|cell| cell.split('>').nth(1).unwrap().split('<').next().unwrap());
    cells.map(str::to_owned).collect()
}

#[actix_web::test]
async fn a_printed_sheet_shows_what_its_writer_saw_whatever_went_up_or_came_back_since() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    set(&app, "2026-12-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let say = |period: &str, wan: i64| json!({ "period": period, "cumulative_investment_yuan": wan * 10_000, "ytd_investment_yuan": 7_000_000 });
    let sheet = |update: &Value| {
        let (jinan, path) = (jinan.clone(), format!("/updates/{}/print", update["id"]));
        async move { cumulative(&jinan.get(&path).await.must(200).text()) }
    };
    // November goes up first and is accepted; October is made up for, and was 1200 before both.
    let november = send(&jinan, ids[0], say("2026-11", 1300)).await.must(201).json();
    decide(&reviewer, &november, json!({ "decision": "accept" })).await.must(200);
    let october = send(&jinan, ids[0], say("2026-10", 1250)).await.must(201).json();
    assert_eq!(sheet(&october).await, ["1,200", "1,250"]);
    decide(&reviewer, &october, json!({ "decision": "return", "reason": "请核对" })).await.must(200);
    assert_eq!(sheet(&october).await, ["1,200", "1,250"]);
    // December is written upon November's 1300; that November comes back afterwards changes nothing.
    let november = send(&jinan, ids[1], say("2026-11", 1300)).await.must(201).json();
    set(&app, "2026-12-02T15:00:00");
    let december = send(&jinan, ids[1], say("2026-12", 1400)).await.must(201).json();
    decide(&reviewer, &november, json!({ "decision": "return", "reason": "请核对" })).await.must(200);
    assert_eq!(sheet(&december).await, ["1,300", "1,400"]);
}
