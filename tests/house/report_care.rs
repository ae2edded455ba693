//! What a form must not lose: words typed while somebody else was faster, problems that do not fit on it, a submission
//! that waits for its second name, the photos that went up with a report.

use groundwork::kernel::role::Role;
use regex::Regex;
use serde_json::{Value, json};

use crate::kit::{Answer, Client, TestApp, rooms};
use crate::updates::{building, decide, listed, send, set};

fn address(id: i64) -> String {
    format!("/projects/{id}/report?period=2026-10")
}

async fn post(who: &Client, id: i64, deed: &str, typed: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("period", "2026-10"), ("deed", deed), ("stage", "under_construction")];
    fields.extend_from_slice(typed);
    who.form(&format!("/projects/{id}/report"), &fields).await
}

async fn newest(who: &Client, id: i64) -> Value {
    let shown = who.get(&format!("/api/v1/projects/{id}/updates")).await.must(200).json();
    shown["items"][0].clone()
}

/// The version that the page's form carries.
fn version(page: &str) -> String {
    Regex::new("name=\"version\" value=\"([^\"]*)\"").unwrap().captures(page).unwrap()[1].to_owned()
}

async fn one_project(sign_off: bool) -> (TestApp, i64, Client, Client) {
    let app = TestApp::configured(|config| config.updates.sign_off = sign_off).await;
    let id = listed(&app, vec![building("甲厂", "370100")])[0];
    set(&app, "2026-11-02T09:00:00");
    let (writer, colleague) =
        (app.person(Role::City, "370100").await, app.person(Role::City, "370100").await);
    (app, id, writer, colleague)
}

#[actix_web::test]
async fn a_form_that_came_too_late_shows_both_sides_and_never_overwrites_by_itself() {
    let (_app, id, writer, colleague) = one_project(false).await;
    let begun = version(&writer.get(&address(id)).await.must(200).text());
    post(&colleague, id, "draft", &[("progress_text", "钢构安装"), ("ytd_investment_yuan", "800")])
        .await
        .must(303);
    let itself = writer.clone().with_header("X-Fragment", "1");
    let mut carried = begun;
    for _ in 0..2 {
        // The form goes on typing with what the answer brought: the second time is refused like the first.
        let typed = [("progress_text", "主体封顶"), ("version", carried.as_str())];
        let page = post(&itself, id, "draft", &typed).await.must(409).text();
        assert!(page.contains("未保存：您打开之后"), "{page}");
        carried = version(&page);
    }
    assert_eq!(newest(&writer, id).await["progress_text"], "钢构安装");

    let typed = [("progress_text", "主体封顶"), ("ytd_investment_yuan", "700"), ("problem-0", "缺水")];
    let mut pressed = typed.to_vec();
    pressed.push(("version", &carried));
    let page = post(&writer, id, "draft", &pressed).await.must(409).text();
    let table = &page[page.find("id=\"sides\"").unwrap()..page.find("id=\"report\"").unwrap()];
    for said in ["主体封顶", "钢构安装", "700", "800", "其他：缺水"] {
        assert!(table.contains(said), "{said}: {table}");
    }
    let by = newest(&writer, id).await["writer"].as_str().unwrap().to_owned();
    assert!(
        table.contains(&by) && !table.contains("阶段"),
        "who wrote what stands, and no field that is alike: {table}"
    );
    assert!(page.contains("value=\"缺水\"") && version(&page) == "1", "{page}");
    // Who has seen both sides decides.
    let mut decided = typed.to_vec();
    decided.push(("version", "1"));
    post(&writer, id, "draft", &decided).await.must(303);
    assert_eq!(newest(&writer, id).await["progress_text"], "主体封顶");
}

#[actix_web::test]
async fn a_fault_in_a_field_does_not_hide_that_somebody_else_was_faster() {
    let (_app, id, writer, colleague) = one_project(false).await;
    post(&colleague, id, "draft", &[("progress_text", "钢构安装")]).await.must(303);
    let typed = [("progress_text", "主体封顶"), ("ytd_investment_yuan", "12,34"), ("version", "")];
    let page = post(&writer, id, "submit", &typed).await.must(422).text();
    assert_eq!(version(&page), "", "she has not seen what stands now");
    let mended = [("progress_text", "主体封顶"), ("ytd_investment_yuan", "750"), ("version", "")];
    post(&writer, id, "submit", &mended).await.must(409);
    assert_eq!(newest(&writer, id).await["state"], "draft");
}

#[actix_web::test]
async fn what_was_typed_is_still_there_when_a_colleague_has_handed_the_report_in() {
    let (_app, id, writer, colleague) = one_project(false).await;
    post(&colleague, id, "submit", &[("progress_text", "钢构安装")]).await.must(303);
    let page = post(&writer, id, "submit", &[("progress_text", "主体封顶")]).await.must(409).text();
    assert!(
        page.contains("已经上报，不能修改") && page.contains("主体封顶") && page.contains("钢构安装"),
        "{page}"
    );
    assert!(!page.contains("name=\"stage\""), "{page}");
}

#[actix_web::test]
async fn no_change_is_not_taken_for_a_form_in_which_something_was_changed() {
    let (_app, id, writer, _) = one_project(false).await;
    let changed = [("cumulative_investment_yuan", "1,300"), ("problem-0", "缺水")];
    let page = post(&writer, id, "no_change", &changed).await.must(422).text();
    assert!(page.contains("选择了“本月无变化”") && page.contains("value=\"1,300\""), "{page}");
    assert!(newest(&writer, id).await.is_null());
    let same =
        [("cumulative_investment_yuan", "1,200"), ("ytd_investment_yuan", "７００"), ("problem-0", "缺水")];
    post(&writer, id, "no_change", &same).await.must(303);
    let said = newest(&writer, id).await;
    assert_eq!((&said["no_change"], &said["problems"][0]["text"]), (&json!(true), &json!("缺水")));
}

#[actix_web::test]
async fn a_report_that_tells_more_problems_than_a_form_begins_with_keeps_them_all() {
    let (_app, id, writer, _) = one_project(false).await;
    let five = ["甲", "乙", "丙", "丁", "戊"];
    send(&writer, id, json!({ "period": "2026-10", "draft": true, "problems": five })).await.must(201);
    let page = writer.get(&address(id)).await.must(200).text();
    let lines = Regex::new("name=\"(problem-[0-9]+)\"[^>]* value=\"([^\"]*)\"").unwrap();
    let lines: Vec<(&str, &str)> = lines
        .captures_iter(&page)
        .map(|line| (line.get(1).unwrap().as_str(), line.get(2).unwrap().as_str()))
        .collect();
    assert_eq!(lines.len(), 6, "and one line for another: {page}");
    post(&writer, id, "draft", &lines).await.must(303);
    assert_eq!(newest(&writer, id).await["problems"].as_array().unwrap().len(), 5);
    let long = "长".repeat(1001);
    let page = post(&writer, id, "draft", &[("problem-1", &long)]).await.must(422).text();
    assert!(page.contains("href=\"#problem-1\"") && page.contains("id=\"problem-1-e\""), "{page}");
}

#[actix_web::test]
async fn what_waits_for_its_second_name_does_not_save_itself_as_a_draft() {
    let (_app, id, writer, _) = one_project(true).await;
    let page = writer.get(&address(id)).await.must(200).text();
    assert!(page.contains("data-draft=") && page.contains("inputmode=\"decimal\""), "{page}");
    post(&writer, id, "submit", &[("ytd_investment_yuan", "750")]).await.must(303);
    let page = writer.get(&address(id)).await.must(200).text();
    assert!(!page.contains("data-draft=") && page.contains("保存草稿即撤回本次提交"), "{page}");
    assert!(page.contains("value=\"750\""), "{page}");
}

#[actix_web::test]
async fn a_month_that_is_closed_or_has_not_begun_takes_neither_words_nor_photos() {
    let (app, id, writer, _) = one_project(false).await;
    let future = format!("/projects/{id}/report?period=2026-12");
    writer.get(&future).await.must(422);
    let photos = format!("/api/v1/projects/{id}/photos");
    let sent = writer.upload(&photos, "a.png", &rooms::png(8, 8), &[("period", "2026-12")]).await.must(422);
    assert_eq!(sent.json()["errors"][0]["field"], "period");
    set(&app, "2026-11-09T09:00:00");
    let writer = app.person(Role::City, "370100").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.post_json("/api/v1/obligations/2026-10/close", &json!({})).await.must(200);
    let page = writer.get(&address(id)).await.must(200).text();
    assert!(page.contains("已经截止关闭") && !page.contains("name=\"stage\""), "{page}");
    let page = post(&writer, id, "submit", &[("progress_text", "主体封顶")]).await.must(409).text();
    assert!(page.contains("主体封顶"), "what was typed is still to be read: {page}");
    writer.upload(&photos, "a.png", &rooms::png(8, 8), &[("period", "2026-10")]).await.must(409);
}

#[actix_web::test]
async fn a_photo_says_what_it_shows_keeps_no_place_and_stays_with_a_report_that_went_up() {
    let (app, id, writer, _) = one_project(false).await;
    let sent = rooms::photo_with_place(64, 32);
    assert!(sent.windows(6).any(|part| part == b"Exif\0\0") && sent.windows(3).any(|part| part == b"GPS"));
    let here = format!("/projects/{id}/report/photo");
    let month = ("period", "2026-10");
    let wrong = writer.upload(&here, "现场.jpg", b"MZ\x90\0", &[month]).await.must(422).text();
    assert!(wrong.contains("href=\"#photo-file\"") && wrong.contains("id=\"photo-file-e\""), "{wrong}");
    writer.upload(&here, "IMG_2034.jpg", &sent, &[month, ("caption", "1/2 号车间封顶")]).await.must(303);
    let page = writer.get(&address(id)).await.must(200).text();
    assert!(page.contains("alt=\"1-2 号车间封顶\""), "{page}");
    let file = Regex::new("<img src=\"(/files/([0-9]+))\"").unwrap().captures(&page).unwrap();
    let kept = writer.get(&file[1]).await.must(200).bytes;
    assert!(!kept.windows(4).any(|part| part == b"Exif" || part == b"GPS "), "no camera, no place");
    assert_eq!(image::load_from_memory(&kept).unwrap().width(), 32, "and it stands upright");

    let scan = format!("/projects/{id}/report/scan");
    let early = writer.upload(&scan, "盖章.pdf", rooms::PDF, &[month]).await.must(409).text();
    assert!(early.contains("上报之后才能上传"), "{early}");
    post(&writer, id, "submit", &[("ytd_investment_yuan", "750")]).await.must(303);
    let void = format!("{here}/{}/void", &file[2]);
    let reason = [month, ("reason", "拍错项目")];
    assert!(!writer.get(&address(id)).await.must(200).text().contains(&void));
    let fixed = writer.form(&void, &reason).await.must(409).text();
    assert!(fixed.contains("随报的照片不能作废"), "{fixed}");
    writer.upload(&scan, "盖章.pdf", rooms::PDF, &[month]).await.must(303);

    let reviewer = app.person(Role::Reviewer, "370000").await;
    let update = newest(&writer, id).await;
    let print = reviewer.get(&format!("/updates/{}/print", update["id"])).await.must(200).text();
    assert!(print.contains("alt=\"1-2 号车间封顶\""), "{print}");
    decide(&reviewer, &update, json!({ "decision": "return", "reason": "照片不符" })).await.must(200);
    writer.form(&void, &reason).await.must(303);
}
