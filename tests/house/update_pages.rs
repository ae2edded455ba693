//! The month on one page: one table for many projects, one submit, errors at their rows; decisions below it. Everything
//! here is a plain form, so it works without a script.

use groundwork::features::projects::Facts;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};

use crate::kit::rooms::hidden;
use crate::kit::{Client, TestApp, facts};
use crate::updates::{building, listed, set};

const PAGE: &str = "/updates?period=2026-10";

/// The fields of a row, as the page sends them: stage, cumulative, year-to-date, progress.
fn row(id: i64, cumulative: &str, ytd: &str, progress: &str) -> Vec<(String, String)> {
    [
        ("project".to_owned(), id.to_string()),
        (format!("stage-{id}"), "under_construction".to_owned()),
        (format!("cumulative-{id}"), cumulative.to_owned()),
        (format!("ytd-{id}"), ytd.to_owned()),
        (format!("progress-{id}"), progress.to_owned()),
    ]
    .to_vec()
}

async fn post(who: &Client, deed: &str, rows: &[Vec<(String, String)>]) -> crate::kit::Answer {
    let mut fields = vec![("period", "2026-10"), ("deed", deed)];
    fields.extend(rows.iter().flatten().map(|(name, value)| (name.as_str(), value.as_str())));
    who.form("/updates", &fields).await
}

/// The codes of the flags beside a row's reason, as the page sends them on.
fn asked(page: &str, id: i64) -> (String, String) {
    let name = format!("seen-{id}");
    let value = hidden(page, &name);
    (name, value)
}

async fn reports(who: &Client, id: i64) -> Vec<Value> {
    let shown = who.get(&format!("/api/v1/projects/{id}/updates")).await.must(200).json();
    shown["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn the_table_begins_with_last_times_values_in_both_languages() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370102"), building("乙厂", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let page = jinan.get(PAGE).await.must(200).text();
    assert!(page.contains("甲厂") && !page.contains("乙厂"), "{page}");
    assert!(
        page.contains(&format!("name=\"cumulative-{}\"", ids[0])) && page.contains("value=\"1200\""),
        "{page}"
    );
    assert!(page.contains("上次：1,200") && page.contains("2026-11-06 23:59"), "{page}");
    let english = jinan.get("/updates?period=2026-10&lang=en").await.must(200).text();
    assert!(english.contains("Last: 1,200") && english.contains("1 report is owed"), "{english}");
    let leader = app.person(Role::Leader, "370000").await;
    let read = leader.get(PAGE).await.must(200).text();
    assert!(!read.contains("action=\"/updates\"") && read.contains("济南市"), "{read}");
}

#[actix_web::test]
async fn what_changed_is_submitted_and_a_row_with_a_fault_stays_with_what_was_typed() {
    let app = TestApp::new().await;
    let names = ["甲厂", "乙厂", "丙厂", "丁厂"];
    let ids = listed(&app, names.map(|name| building(name, "370100")).to_vec());
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let rows = [
        row(ids[0], "１，２３４．５", "734.5", "主体封顶"),
        row(ids[1], "1,100", "600", ""),
        row(ids[2], "12,34", "700", ""),
        row(ids[3], "1200", "700", ""),
    ];
    let page = post(&jinan, "changed", &rows).await.must(422).text();
    let taken = &reports(&jinan, ids[0]).await[0];
    assert_eq!(
        taken["cumulative_investment_yuan"], 12_345_000,
        "full-width digits and separators are figures"
    );
    assert!(reports(&jinan, ids[1]).await.is_empty() && reports(&jinan, ids[3]).await.is_empty());
    assert!(page.contains("由 1,200 万元降为 1,100 万元"), "{page}");
    assert!(page.contains(&format!("name=\"why-{}\"", ids[1])), "the reason is asked for at its row: {page}");
    assert!(
        page.contains("value=\"12,34\"") && page.contains("value=\"1,100\""),
        "nothing typed is lost: {page}"
    );
    assert!(!page.contains("甲厂"), "what went through is gone: {page}");
    let mut explained = row(ids[1], "1,100", "600", "");
    explained.push((format!("why-{}", ids[1]), "上月误报".to_owned()));
    explained.push(asked(&page, ids[1]));
    let mut same = row(ids[3], "1200", "700", "");
    same.push((format!("same-{}", ids[3]), "on".to_owned()));
    post(&jinan, "changed", &[explained, same]).await.must(303);
    let flagged = &reports(&jinan, ids[1]).await[0];
    assert_eq!(
        flagged["justifications"],
        json!({ "cumulative_investment_yuan": "上月误报", "ytd_investment_yuan": "上月误报" })
    );
    assert_eq!(reports(&jinan, ids[3]).await[0]["no_change"], true);
}

#[actix_web::test]
async fn one_button_says_of_all_other_rows_that_nothing_moved() {
    let app = TestApp::new().await;
    let ids = listed(&app, ["甲厂", "乙厂", "丙厂"].map(|name| building(name, "370100")).to_vec());
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let rows =
        [row(ids[0], "1300", "800", "封顶"), row(ids[1], "1200", "700", ""), row(ids[2], "1200", "700", "")];
    post(&jinan, "rest_same", &rows).await.must(303);
    let said = [reports(&jinan, ids[0]).await, reports(&jinan, ids[1]).await, reports(&jinan, ids[2]).await];
    assert_eq!(said.map(|items| items[0]["no_change"].clone()), [false, true, true]);
    let page = jinan.get(PAGE).await.must(200).text();
    assert!(page.contains("本月没有待报送的项目") && page.contains("100.0%"), "{page}");
}

#[actix_web::test]
async fn another_citys_row_in_a_form_is_refused_and_remembered() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let rows = [row(ids[0], "1300", "800", ""), row(ids[1], "1300", "800", "")];
    let page = post(&jinan, "changed", &rows).await.must(422).text();
    assert!(!page.contains("乙厂"), "{page}");
    let qingdao = app.person(Role::City, "370200").await;
    assert!(reports(&qingdao, ids[1]).await.is_empty());
    let auditor = app.person(Role::Auditor, "370000").await;
    assert!(auditor.get("/api/v1/audit").await.must(200).text().contains("update.refuse"));
}

#[actix_web::test]
async fn the_reviewer_sees_what_was_flagged_with_its_reason_and_decides_on_the_same_page() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let mut fell = row(ids[0], "1100", "600", "");
    fell.push((format!("why-{}", ids[0]), "上月误报".to_owned()));
    let told =
        post(&jinan, "changed", &[fell.clone(), row(ids[1], "1250", "750", "")]).await.must(422).text();
    fell.push(asked(&told, ids[0]));
    post(&jinan, "changed", &[fell]).await.must(303);
    let page = reviewer.get(PAGE).await.must(200).text();
    assert!(page.contains("由 1,200 万元降为 1,100 万元") && page.contains("说明：上月误报"), "{page}");
    let first = reports(&reviewer, ids[0]).await[0]["id"].to_string();
    let accept = [("version", "1"), ("decision", "accept")];
    reviewer.form(&format!("/updates/{first}/decision"), &accept).await.must(303);
    let second = reports(&reviewer, ids[1]).await[0]["id"].to_string();
    let back = [("version", "1"), ("decision", "return"), ("reason", "请补充形象进度")];
    reviewer.form(&format!("/updates/{second}/decision"), &back).await.must(303);
    let shown = jinan.get(&format!("/api/v1/projects/{}", ids[0])).await.must(200).json();
    assert_eq!(shown["cumulative_investment_yuan"], 11_000_000);
    let page = jinan.get(PAGE).await.must(200).text();
    assert!(page.contains("乙厂") && page.contains("请补充形象进度"), "{page}");
}

#[actix_web::test]
async fn a_row_that_waits_for_approval_is_left_alone_unless_it_says_something_else() {
    let app = TestApp::configured(|config| config.updates.sign_off = true).await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let [writer, approver] = [app.person(Role::City, "370100").await, app.person(Role::City, "370100").await];
    let rows = [row(ids[0], "1300", "800", "封顶")];
    post(&writer, "changed", &rows).await.must(303);
    let page = approver.get(PAGE).await.must(200).text();
    assert!(
        page.contains("待本市审核") && page.contains("同意上报") && page.contains("value=\"1300\""),
        "{page}"
    );
    post(&approver, "rest_same", &rows).await.must(303);
    let first = &reports(&writer, ids[0]).await[0];
    assert_eq!((&first["version"], &first["no_change"]), (&json!(1), &json!(false)), "{first}");
    let id = first["id"].to_string();
    let approve = [("version", "1"), ("decision", "approve")];
    approver.form(&format!("/updates/{id}/decision"), &approve).await.must(303);
    assert!(reports(&writer, ids[0]).await[0]["handed_at"].is_string());
}

#[actix_web::test]
async fn a_return_without_its_reason_is_told_at_the_row_and_what_came_back_is_where_its_writer_goes_on() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let mut fell = row(ids[0], "1100", "600", "停工");
    fell.push((format!("why-{}", ids[0]), "上月误报".to_owned()));
    let told = post(&jinan, "changed", std::slice::from_ref(&fell)).await.must(422).text();
    assert!(told.contains("value=\"上月误报\""), "what was said before it was asked for stays: {told}");
    fell.push(asked(&told, ids[0]));
    post(&jinan, "changed", &[fell]).await.must(303);
    let update = reports(&reviewer, ids[0]).await[0]["id"].to_string();
    let decision = format!("/updates/{update}/decision");
    let blank = [("period", "2026-10"), ("version", "1"), ("decision", "return"), ("reason", " ")];
    let page = reviewer.form(&decision, &blank).await.must(422).text();
    assert!(page.contains(&format!("id=\"re{update}\"")) && page.contains("退回时请写明理由"), "{page}");
    let stale = [("period", "2026-10"), ("version", "7"), ("decision", "accept")];
    let page = reviewer.form(&decision, &stale).await.must(422).text();
    assert!(page.contains(&format!("href=\"#u{update}\"")), "{page}");
    let back = [("period", "2026-10"), ("version", "1"), ("decision", "return"), ("reason", "请附凭证")];
    reviewer.form(&decision, &back).await.must(303);

    let page = jinan.get(PAGE).await.must(200).text();
    assert!(page.contains("value=\"1100\"") && page.contains("value=\"停工\""), "{page}");
    assert!(page.contains("请附凭证") && page.contains("value=\"上月误报\""), "{page}");
    let mut again = row(ids[0], "1100", "600", "停工");
    again.push((format!("why-{}", ids[0]), "上月误报".to_owned()));
    post(&jinan, "rest_same", std::slice::from_ref(&again)).await.must(303);
    assert_eq!(reports(&jinan, ids[0]).await.len(), 1, "what came back is not sent again as it was");
    again.pop();
    again.push((format!("why-{}", ids[0]), "上月误报，凭证已附".to_owned()));
    post(&jinan, "changed", &[again]).await.must(303);
    assert_eq!(reports(&jinan, ids[0]).await[0]["state"], "submitted");
}

#[actix_web::test]
async fn the_province_closes_a_month_lets_a_city_in_again_and_a_project_off_on_the_page() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370200")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let month = ("period", "2026-10");
    let early = reviewer.form("/updates/close", &[month]).await.must(422).text();
    assert!(early.contains("截止之前不能关闭本月"), "{early}");
    let (first, second) = (ids[0].to_string(), ids[1].to_string());
    let blank = reviewer.form("/updates/excuses", &[month, ("project", &first), ("reason", " ")]).await;
    assert!(blank.must(422).text().contains("href=\"#month\""));
    reviewer.form("/updates/excuses", &[month, ("project", &first), ("reason", "厂房火灾")]).await.must(303);
    let gone = [month, ("project", "999999"), ("reason", "x")];
    reviewer.form("/updates/excuses", &gone).await.must(404);
    let page = reviewer.get(PAGE).await.must(200).text();
    let owing = page.split("id=\"owing\"").nth(1).unwrap();
    assert!(owing.contains("乙厂") && !owing.contains("甲厂"), "{owing}");
    assert!(
        !jinan.get(PAGE).await.must(200).text().contains("id=\"owing\""),
        "a city does nothing to a month"
    );

    set(&app, "2026-11-10T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.form("/updates/close", &[month]).await.must(303);
    let again = reviewer.form("/updates/close", &[month]).await.must(422).text();
    assert!(again.contains("已经关闭"), "{again}");
    let wrong = [month, ("city", "370200"), ("until", "昨天"), ("reason", "系统故障")];
    let typed = reviewer.form("/updates/unlocks", &wrong).await.must(422).text();
    assert!(typed.contains("“昨天”不是日期或时间") && typed.contains("value=\"系统故障\""), "{typed}");
    let right = [month, ("city", "370200"), ("until", "2026-11-12"), ("reason", "系统故障")];
    reviewer.form("/updates/unlocks", &right).await.must(303);
    let page = reviewer.get(PAGE).await.must(200).text();
    assert!(page.contains("青岛市 2026-11-12 23:59"), "{page}");
    let qingdao = app.person(Role::City, "370200").await;
    let late = json!({ "period": "2026-10", "no_change": true });
    qingdao.post_json(&format!("/api/v1/projects/{second}/updates"), &late).await.must(201);
}

#[actix_web::test]
async fn last_times_reason_stands_in_the_row_and_answers_what_it_answered_then_and_nothing_new() {
    let app = TestApp::new().await;
    let late = Facts { planned_start: PlanDate::parse("2026-09").ok(), ..facts("甲厂", "370100", 9_000) };
    let ids = listed(&app, vec![late]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let id = ids[0];
    let stage = facts("甲厂", "370100", 9_000).stage.unwrap();
    let fields = |cumulative: &str, why: &str| {
        let mut fields = row(id, cumulative, cumulative, "");
        fields[1].1 = stage.to_string();
        fields.push((format!("why-{id}"), why.to_owned()));
        fields
    };
    let told = post(&jinan, "rest_same", &[fields("100", "用地手续未完成")]).await.must(422).text();
    let mut answered = fields("100", "用地手续未完成");
    answered.push(asked(&told, id));
    post(&jinan, "rest_same", &[answered]).await.must(303);
    set(&app, "2026-12-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let page = jinan.get("/updates?period=2026-11").await.must(200).text();
    assert!(page.contains("value=\"用地手续未完成\""), "{page}");
    let november = |deed: &'static str, rows: Vec<(String, String)>| {
        let jinan = jinan.clone();
        async move {
            let mut all = vec![("period", "2026-11"), ("deed", deed)];
            all.extend(rows.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            jinan.form("/updates", &all).await
        }
    };
    // A jump of 8000 of 9000 is news: the old reason does not answer it.
    let page = november("changed", fields("8000", "用地手续未完成")).await.must(422).text();
    assert!(page.contains("超过总投资 9,000 万元的三分之一"), "{page}");
    november("rest_same", fields("100", "用地手续未完成")).await.must(303);
    let said = &reports(&jinan, id).await[0];
    assert_eq!((&said["period"], &said["no_change"]), (&json!("2026-11"), &json!(true)));
    assert_eq!(said["justifications"], json!({ "stage": "用地手续未完成" }));
}

/// What the single form says beside the four columns of the table.
fn whole(period: &str) -> Value {
    json!({ "period": period, "enrolled": true, "planned_finish": "2028-06", "cumulative_investment_yuan": 13_000_000,
        "ytd_investment_yuan": 8_000_000, "progress_text": "封顶", "problems": [{ "kind": "land", "text": "缺地" }],
        "justifications": { "planned_finish": "设计变更" } })
}

fn is_whole(report: &Value) {
    assert_eq!(
        (&report["enrolled"], &report["planned_finish"]),
        (&json!(true), &json!("2028-06")),
        "{report}"
    );
    assert_eq!(report["problems"][0]["text"], "缺地", "{report}");
}

#[actix_web::test]
async fn what_the_single_form_kept_goes_up_with_the_table_and_is_not_lost_in_it() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let (jinan, reviewer) =
        (app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await);
    let mut draft = whole("2026-10");
    draft["draft"] = json!(true);
    for id in &ids {
        jinan.post_json(&format!("/api/v1/projects/{id}/updates"), &draft).await.must(201);
    }
    // One row goes up as it stands, one with another figure in a column.
    let rows = ids.iter().zip(["1300", "1310"]).map(|(id, cumulative)| {
        let mut row = row(*id, cumulative, "800", "封顶");
        row.push((format!("version-{id}"), "1".to_owned()));
        row.push((format!("why-{id}"), "设计变更".to_owned()));
        row
    });
    let rows: Vec<_> = rows.collect();
    post(&jinan, "changed", &rows).await.must(303);
    for id in &ids {
        is_whole(&reports(&jinan, *id).await[0]);
    }
    // What came back and is corrected in one column keeps the rest, too.
    let sent = reports(&reviewer, ids[0]).await[0]["id"].to_string();
    let back = [("period", "2026-10"), ("version", "2"), ("decision", "return"), ("reason", "请核对")];
    reviewer.form(&format!("/updates/{sent}/decision"), &back).await.must(303);
    let mut again = row(ids[0], "1320", "800", "封顶");
    again.push((format!("why-{}", ids[0]), "设计变更".to_owned()));
    post(&jinan, "changed", &[again]).await.must(303);
    let newest = &reports(&jinan, ids[0]).await[0];
    assert_eq!(
        (&newest["state"], &newest["cumulative_investment_yuan"]),
        (&json!("submitted"), &json!(13_200_000))
    );
    is_whole(newest);
}

#[actix_web::test]
async fn a_report_that_waits_for_a_signature_keeps_what_the_table_does_not_show() {
    let app = TestApp::configured(|config| config.updates.sign_off = true).await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    jinan.post_json(&format!("/api/v1/projects/{}/updates", ids[0]), &whole("2026-10")).await.must(201);
    let mut shown = row(ids[0], "1300", "800", "封顶");
    shown.push((format!("version-{}", ids[0]), "1".to_owned()));
    post(&jinan, "rest_same", &[shown]).await.must(303);
    let report = &reports(&jinan, ids[0]).await[0];
    assert_eq!(report["version"], 1, "nobody touched it: {report}");
    is_whole(report);
}

#[actix_web::test]
async fn a_colleagues_draft_is_not_overwritten_by_a_page_that_did_not_know_it() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let [first, second] = [app.person(Role::City, "370100").await, app.person(Role::City, "370100").await];
    let mut draft = whole("2026-10");
    draft["draft"] = json!(true);
    // The first has opened the table; then the second begins a draft.
    let draft_of = format!("/api/v1/projects/{}/updates", ids[0]);
    second.post_json(&draft_of, &draft).await.must(201);
    let blind = first.post_json(&draft_of, &draft).await.must(409).json();
    assert_eq!(blind["code"], "updates-open-by-another", "nor by a program that names no version");
    let rows = [row(ids[0], "1200", "700", ""), row(ids[1], "1200", "700", "")];
    let page = post(&first, "rest_same", &rows).await.must(422).text();
    assert!(page.contains(&format!("href=\"#p{}\"", ids[0])), "{page}");
    let kept = &reports(&second, ids[0]).await[0];
    assert_eq!((&kept["state"], &kept["version"]), (&json!("draft"), &json!(1)));
    is_whole(kept);
    assert_eq!(reports(&second, ids[1]).await[0]["no_change"], true, "the other row went up");
    let nothing = json!({ "period": "2026-10", "project_ids": [ids[0]] });
    let answer = first.post_json("/api/v1/updates/no-change", &nothing).await.must(200).json();
    assert_eq!(answer["items"][0]["errors"][0]["code"], "updates-open-by-another", "{answer}");
    is_whole(&reports(&second, ids[0]).await[0]);
}

#[actix_web::test]
async fn a_row_that_was_overtaken_shows_what_stands_and_nobody_presses_it_away_unseen() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let [first, second] = [app.person(Role::City, "370100").await, app.person(Role::City, "370100").await];
    let mut draft = whole("2026-10");
    draft["draft"] = json!(true);
    for id in &ids {
        second.post_json(&format!("/api/v1/projects/{id}/updates"), &draft).await.must(201);
    }
    // In the first row nothing was typed, in the second a figure.
    let rows = [row(ids[0], "1200", "700", ""), row(ids[1], "1250", "750", "")];
    let page = post(&first, "rest_same", &rows).await.must(422).text();
    let of = |id: i64| page.split(&format!("id=\"p{id}\"")).nth(1).unwrap().split("</tr>").next().unwrap();
    let untouched = of(ids[0]);
    assert!(untouched.contains("value=\"1300\"") && untouched.contains("value=\"封顶\""), "{untouched}");
    assert!(!untouched.contains("value=\"1200\"") && untouched.contains("正在填写"), "{untouched}");
    let typed = of(ids[1]);
    assert!(typed.contains("value=\"1250\"") && typed.contains("现已填为“1,300”"), "{typed}");
    assert!(typed.contains("现已填为“封顶”") && typed.contains("value=\"1\""), "{typed}");
    assert_eq!(typed.matches("现已填为").count(), 3, "not at the stage, which nobody has changed: {typed}");
    // She presses again, as the page now stands: the colleague's draft is left to the colleague, her own figure goes up
    // with what the table does not show.
    let shown = |id: i64, cumulative: &str, ytd: &str, progress: &str| {
        let mut row = row(id, cumulative, ytd, progress);
        row.push((format!("version-{id}"), "1".to_owned()));
        row.push((format!("why-{id}"), "设计变更".to_owned()));
        row
    };
    let rows = [shown(ids[0], "1300", "800", "封顶"), shown(ids[1], "1250", "750", "")];
    post(&first, "rest_same", &rows).await.must(303);
    let kept = &reports(&second, ids[0]).await[0];
    assert_eq!((&kept["state"], &kept["version"]), (&json!("draft"), &json!(1)), "{kept}");
    let sent = &reports(&second, ids[1]).await[0];
    assert_eq!(
        (&sent["state"], &sent["cumulative_investment_yuan"]),
        (&json!("submitted"), &json!(12_500_000))
    );
    is_whole(sent);
}

#[actix_web::test]
async fn a_reason_of_last_month_does_not_answer_what_happened_this_month_in_the_same_field() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100")]);
    let id = ids[0];
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    // 4800 in a month is more than a third of 10 000.
    let grown = json!({ "period": "2026-10", "cumulative_investment_yuan": 60_000_000, "ytd_investment_yuan": 55_000_000,
        "justifications": { "cumulative_investment_yuan": "设备集中到货付款" } });
    jinan.post_json(&format!("/api/v1/projects/{id}/updates"), &grown).await.must(201);
    set(&app, "2026-12-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let page = jinan.get("/updates?period=2026-11").await.must(200).text();
    assert!(!page.contains("设备集中到货付款"), "what happened once is over: {page}");
    let november = |rows: Vec<(String, String)>| {
        let jinan = jinan.clone();
        async move {
            let mut all = vec![("period", "2026-11"), ("deed", "changed")];
            all.extend(rows.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            jinan.form("/updates", &all).await
        }
    };
    // 600 for 6000: the old words are typed again, beside nothing that was asked.
    let mut fell = row(id, "600", "600", "");
    fell.push((format!("why-{id}"), "设备集中到货付款".to_owned()));
    let page = november(fell.clone()).await.must(422).text();
    assert!(page.contains("由 6,000 万元降为 600 万元"), "{page}");
    fell.push(asked(&page, id));
    november(fell).await.must(303);
}

#[actix_web::test]
async fn nothing_moved_said_of_many_does_not_throw_away_what_one_has_begun_about_one_of_them() {
    let app = TestApp::new().await;
    let ids = listed(&app, vec![building("甲厂", "370100"), building("乙厂", "370100")]);
    set(&app, "2026-11-02T09:00:00");
    let jinan = app.person(Role::City, "370100").await;
    let mut moved = whole("2026-10");
    moved["draft"] = json!(true);
    let told =
        json!({ "period": "2026-10", "draft": true, "problems": [{ "kind": "land", "text": "缺地" }] });
    for (id, draft) in ids.iter().zip([moved, told]) {
        jinan.post_json(&format!("/api/v1/projects/{id}/updates"), &draft).await.must(201);
    }
    let nothing = json!({ "period": "2026-10", "project_ids": ids });
    let answer = jinan.post_json("/api/v1/updates/no-change", &nothing).await.must(200).json();
    assert_eq!(answer["items"][0]["errors"][0]["code"], "updates-no-change-but-changed", "{answer}");
    is_whole(&reports(&jinan, ids[0]).await[0]);
    let sent = &reports(&jinan, ids[1]).await[0];
    assert_eq!((&sent["state"], &sent["no_change"]), (&json!("submitted"), &json!(true)));
    assert_eq!(sent["problems"][0]["text"], "缺地", "{sent}");
}
