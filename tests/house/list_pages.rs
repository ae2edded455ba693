//! The pages of the quarterly list: what each person sees in each state, and that a refused deed changes nothing and
//! says where to look.

use chrono::TimeDelta;
use groundwork::features::projects::{Class, Facts};
use groundwork::kernel::role::Role;
use groundwork::web::encode;
use serde_json::json;
use std::fmt::Write as _;

use crate::kit::{Answer, Client, Quarterly, TestApp, facts};

const PAGE: &str = "/lists/2026Q3";
/// One quarter may stand on one page: raw bytes of the page that shows 200 rows.
const BUDGET: usize = 250 * 1024;

/// What follows `before` in the page, up to `after`.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split_once(before).unwrap_or_else(|| panic!("{before:?} is not on the page:\n{page}")).1;
    rest.split_once(after).unwrap().0
}

/// The value of a project's check box: project and version as the page shows them.
fn chosen(page: &str, project: i64) -> String {
    format!("{project}:{}", between(page, &format!("value=\"{project}:"), "\""))
}

async fn page(who: &Client, path: &str) -> String {
    who.get(path).await.must(200).text()
}

/// The note that the redirect carries.
fn note(answer: &Answer) -> String {
    answer.cookie("groundwork_flash").unwrap_or_default()
}

#[actix_web::test]
async fn the_reviewer_opens_a_quarter_and_a_refused_form_keeps_what_was_typed() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let empty = page(&reviewer, "/lists").await;
    assert!(empty.contains("value=\"2026Q4\""), "the quarter of today is suggested: {empty}");
    // The first working days of 2027: no notice is known yet, so 1 January counts like any Friday.
    assert!(empty.contains("value=\"2027-01-14\"") && empty.contains("value=\"2027-01-28\""), "{empty}");
    let bad = [("quarter", "2026Q3"), ("target", "many"), ("nominate_by", "2026-10-10"), ("publish_by", "")];
    let refused = reviewer.form("/lists", &bad).await.must(422).text();
    assert!(refused.contains("value=\"many\"") && refused.contains("href=\"#target\""), "{refused}");
    let good = [
        ("quarter", "2026Q3"),
        ("target", "200"),
        ("nominate_by", "2026-10-10"),
        ("publish_by", "2026-10-20"),
    ];
    let opened = reviewer.form("/lists", &good).await.must(303);
    assert_eq!(opened.header("location"), PAGE);
    assert!(note(&opened).contains(&encode("2026年三季度")));
    reviewer.form("/lists", &good).await.must(409);
    let jinan = app.person(Role::City, "370100").await;
    let shelf = page(&jinan, "/lists").await;
    assert!(shelf.contains("2026年三季度") && !shelf.contains("id=\"open\""), "{shelf}");
    jinan.form("/lists", &good).await.must(403);
}

#[actix_web::test]
async fn a_list_opened_without_days_gets_them_in_working_days_over_the_holidays() {
    let app = TestApp::new().await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let opened = reviewer.post_json("/api/v1/lists", &json!({ "quarter": "2026Q3", "target": 200 })).await;
    let list = opened.must(201).json();
    // 1 to 7 October are off, Saturday 10 October is worked.
    assert_eq!(
        (&list["nominate_by"], &list["publish_by"]),
        (&"2026-10-20".into(), &"2026-11-03".into()),
        "{list}"
    );
    assert!(page(&reviewer, PAGE).await.contains("2026-10-20（还有 9 个工作日）"));
    // A form that leaves one day open gets that one; the other stays as it was typed.
    let half = [("quarter", "2026Q4"), ("target", "200"), ("nominate_by", "2027-01-09"), ("publish_by", "")];
    reviewer.form("/lists", &half).await.must(303);
    let list = reviewer.get("/api/v1/lists/2026Q4").await.must(200).json();
    assert_eq!((&list["nominate_by"], &list["publish_by"]), (&"2027-01-09".into(), &"2027-01-28".into()));
    // What is typed and is no day is refused, blank in JSON too.
    for day in ["", "2026-10-32"] {
        let body = json!({ "quarter": "2027Q1", "target": 200, "nominate_by": day });
        let refused = reviewer.post_json("/api/v1/lists", &body).await.must(422).json();
        assert_eq!(refused["errors"][0]["field"], "nominate_by", "{refused}");
    }
}

#[actix_web::test]
async fn a_deadline_moves_with_the_calendar_that_the_administrator_keeps() {
    let app = TestApp::new().await;
    Quarterly::opened(&app, 200); // nominations until Saturday 2026-10-10
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let admin = app.person(Role::Administrator, "370000").await;
    assert!(page(&reviewer, PAGE).await.contains("2026-10-10（还有 2 个工作日）"));
    let off = [("kind", "makeup"), ("name_zh", "国庆节调休"), ("name_en", "Make-up for National Day")];
    admin.form("/reference/holidays/2026-10-10", &off).await.must(303);
    let moved = "2026-10-10 为休息日，顺延至 2026-10-12（还有 2 个工作日）";
    let text = page(&reviewer, PAGE).await;
    assert!(text.contains(moved), "{text}");
    let text = page(&reviewer, "/lists/2026Q3?lang=en").await;
    assert!(text.contains("2026-10-10 is a day off, moved on to 2026-10-12 (2 working days left)"), "{text}");
    // Monday 12 October is the last day still; she has to sign in again, and so on the day after.
    app.clock.advance(TimeDelta::days(4));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    assert!(!page(&reviewer, PAGE).await.contains("已过截止日"));
    app.clock.advance(TimeDelta::days(1));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let text = page(&reviewer, PAGE).await;
    assert!(text.contains("顺延至 2026-10-12（已过 1 个工作日）") && text.contains("已过截止日"), "{text}");
}

#[actix_web::test]
async fn a_city_nominates_what_is_complete_and_is_led_to_what_lacks() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 200);
    let ready = [list.enter(facts("甲", "370100", 10)), list.enter(facts("乙", "370102", 20))];
    let gaps = list.enter(Facts { unit: None, ..facts("丙", "370100", 30) });
    list.enter(facts("青岛的", "370200", 40));
    let jinan = app.person(Role::City, "370100").await;
    let desk = page(&jinan, PAGE).await;
    assert!(desk.contains(&format!("/projects/{gaps}/edit#unit")), "{desk}");
    assert!(!desk.contains("青岛的"));
    assert!(desk.contains("2026-10-10（还有 2 个工作日）"));

    let [one, two] = ready.map(|id| id.to_string());
    let lacking = gaps.to_string();
    let to = format!("{PAGE}/nominations");
    let refused = jinan.form(&to, &[("project", &one), ("project", &lacking)]).await.must(422).text();
    assert!(refused.contains("“丙”") && refused.contains("没有任何改动"), "{refused}");
    assert!(page(&jinan, PAGE).await.contains("已申报（0）"), "one that lacks stops all");
    jinan.form(&to, &[]).await.must(422);
    jinan.form(&to, &[("project", &one), ("project", &two)]).await.must(303);
    let desk = page(&jinan, PAGE).await;
    assert!(desk.contains("已申报（2）"));

    let withdraw = chosen(&desk, ready[0]);
    jinan
        .form(&format!("{PAGE}/decisions"), &[("chosen", &withdraw), ("decision", "withdraw")])
        .await
        .must(303);
    let desk = page(&jinan, PAGE).await;
    assert!(desk.contains("已撤回") && desk.contains(&format!("name=\"only\" value=\"{one}\"")), "{desk}");
    jinan.form(&format!("{PAGE}/state"), &[("state", "reviewing")]).await.must(403);
}

#[actix_web::test]
async fn many_decisions_with_one_stale_entry_decide_none_and_say_which() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 2);
    let ids = [list.nominated(facts("甲", "370100", 10)), list.nominated(facts("乙", "370200", 20))];
    list.review();
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let colleague = app.person(Role::Reviewer, "370000").await;
    let seen = page(&reviewer, PAGE).await;
    let [first, second] = ids.map(|id| chosen(&seen, id));
    let to = format!("{PAGE}/decisions");
    let decline = [("chosen", second.as_str()), ("decision", "decline"), ("reason", "投资额依据不足")];
    colleague.form(&to, &decline).await.must(303);

    let both = [("chosen", first.as_str()), ("chosen", second.as_str()), ("decision", "accept")];
    let stale = reviewer.form(&to, &both).await.must(409).text();
    let errors = between(&stale, "role=\"alert\"", "</div>");
    assert!(errors.contains("“乙”") && !errors.contains("“甲”"), "{errors}");
    assert!(errors.contains(&format!("#p{}", ids[1])), "the sentence leads to its row: {errors}");
    let now = page(&reviewer, PAGE).await;
    assert!(now.contains("待审核 1"), "nothing was decided: {now}");

    let fresh = [chosen(&now, ids[0]), chosen(&now, ids[1])];
    let both = [("chosen", fresh[0].as_str()), ("chosen", fresh[1].as_str()), ("decision", "accept")];
    let done = reviewer.form(&format!("{to}?city=370100"), &both).await.must(303);
    assert_eq!(done.header("location"), "/lists/2026Q3?city=370100", "the filters stay");
}

#[actix_web::test]
async fn a_row_is_decided_by_its_own_button_and_the_city_reads_why() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 1);
    let id = list.nominated(facts("甲", "370100", 10));
    list.review();
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let row = chosen(&page(&reviewer, PAGE).await, id);
    let to = format!("{PAGE}/decisions");
    let one = format!("return:{row}");
    let reason = format!("reason-{id}");
    let silent = reviewer.form(&to, &[("one", &one), (&reason, " ")]).await.must(422).text();
    assert!(between(&silent, "role=\"alert\"", "</div>").contains(&format!("#p{id}")), "{silent}");
    reviewer.form(&to, &[("one", &one), (&reason, "请补充备案证明")]).await.must(303);
    let jinan = app.person(Role::City, "370100").await;
    let desk = page(&jinan, PAGE).await;
    assert!(desk.contains("请补充备案证明") && desk.contains("已退回"), "{desk}");
    jinan.form(&format!("{PAGE}/nominations"), &[("only", &id.to_string())]).await.must(303);
    let again = chosen(&page(&reviewer, PAGE).await, id);
    jinan.form(&to, &[("one", &format!("accept:{again}"))]).await.must(403);
    reviewer.form(&to, &[("one", &format!("accept:{again}"))]).await.must(303);
}

#[actix_web::test]
async fn the_review_is_filtered_and_sorted_by_its_address() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 3);
    list.nominated(facts("小项目", "370100", 10));
    list.nominated(facts("大项目", "370200", 90));
    list.nominated(Facts { class: Some(Class::Preparation), ..facts("准备中的", "370200", 50) });
    list.review();
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let rows = async |query: &str| {
        let page = page(&reviewer, &format!("{PAGE}?{query}")).await;
        let names = page.split("<a id=\"n").skip(1).map(|row| between(row, ">", "</a>").to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(rows("").await, ["小项目", "大项目", "准备中的"], "the official order");
    assert_eq!(rows("sort=-total").await, ["大项目", "准备中的", "小项目"]);
    assert_eq!(rows("city=370200&class=implementation").await, ["大项目"]);
    assert_eq!(rows("state=accepted").await, [""; 0]);
    assert_eq!(rows(&format!("q={}", encode("准备"))).await, ["准备中的"]);
    reviewer.get(&format!("{PAGE}?sort=colour")).await.must(422);
    let ticked = page(&reviewer, &format!("{PAGE}?tick=all&city=370100")).await;
    assert_eq!(ticked.matches(" checked").count(), 1, "ticks what is shown and no more");
}

#[actix_web::test]
async fn publishing_off_target_asks_for_the_reason_at_its_field_and_then_freezes() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 5);
    list.nominated(facts("甲", "370100", 10));
    let late = list.nominated(facts("乙", "370200", 20));
    list.review();
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let to = format!("{PAGE}/publish");
    let number = ("number", Quarterly::NUMBER);
    let open = reviewer.form(&to, &[number]).await.must(409).text();
    assert!(open.contains("还有 2"), "the undecided are counted: {open}");
    list.accept_all();
    let refused = reviewer.form(&to, &[number]).await.must(422).text();
    assert!(refused.contains("id=\"publish-reason-e\"") && refused.contains(Quarterly::NUMBER), "{refused}");
    reviewer.form(&to, &[("number", ""), ("publish-reason", "实有项目不足")]).await.must(422);
    reviewer.form(&to, &[number, ("publish-reason", "实有项目不足")]).await.must(303);

    let published = page(&reviewer, PAGE).await;
    let api = reviewer.get("/api/v1/lists/2026Q3").await.must(200).json();
    assert!(published.contains(api["hash"].as_str().unwrap()), "the whole hash stands on the page");
    assert!(published.contains("实有项目不足") && published.contains("全省合计（2个）"), "{published}");
    let stale = format!("{late}:2");
    reviewer
        .form(&format!("{PAGE}/decisions"), &[("chosen", &stale), ("decision", "decline"), ("reason", "x")])
        .await;
    assert_eq!(reviewer.get("/api/v1/lists/2026Q3").await.must(200).json()["hash"], api["hash"]);
    reviewer.get(&format!("{PAGE}/versions/1")).await.must(200);
    reviewer.get(&format!("{PAGE}/versions/2")).await.must(404);
}

#[actix_web::test]
async fn a_city_reads_a_marked_extract_with_the_whole_documents_hash() {
    let app = TestApp::new().await;
    let names = [("济南甲", "370100"), ("青岛乙", "370200"), ("青岛丙", "370211")];
    let (_, version) = Quarterly::published(&app, names.map(|(name, place)| facts(name, place, 10)));
    let qingdao = app.person(Role::City, "370200").await;
    for path in [PAGE.to_owned(), format!("{PAGE}/print"), format!("{PAGE}/versions/1")] {
        let page = page(&qingdao, &path).await;
        assert!(page.contains("青岛乙") && page.contains("青岛丙") && !page.contains("济南甲"), "{path}");
        assert!(page.contains("摘录") && page.contains("全文共 3 个项目"), "{path}");
        assert!(page.contains(&version.hash), "{path}");
        assert!(page.contains(">2<") && page.contains(">3<"), "serials are those of the whole: {path}");
    }
    let leader = app.person(Role::Leader, "370000").await;
    let whole = page(&leader, PAGE).await;
    assert!(whole.contains("济南甲") && !whole.contains("摘录"), "{whole}");
}

#[actix_web::test]
async fn who_only_reads_finds_no_form() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 1);
    list.nominated(facts("甲", "370100", 10));
    list.enter(facts("乙", "370100", 10));
    for role in [Role::Leader, Role::Auditor, Role::Administrator] {
        let reader = app.person(role, "370000").await;
        for path in ["/lists", PAGE] {
            let page = page(&reader, path).await;
            let forms = page.matches("method=\"post\"").count();
            let own = page.matches("action=\"/sign-out\"").count();
            assert_eq!(forms, own, "{role} {path}");
        }
    }
}

#[actix_web::test]
async fn what_people_typed_is_text_on_every_page() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 1);
    list.nominated(facts("<script>alert(1)</script>\"'&", "370100", 10));
    let reviewer = app.person(Role::Reviewer, "370000").await;
    for state in ["collecting", "reviewing", "published"] {
        for path in [PAGE.to_owned(), format!("{PAGE}/print")] {
            let page = page(&reviewer, &path).await;
            assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "{state} {path}");
        }
        match state {
            "collecting" => list.review(),
            "reviewing" => {
                list.accept_all();
                list.publish();
            }
            _ => {}
        }
    }
}

#[actix_web::test]
async fn two_hundred_projects_stand_on_one_page_within_the_budget() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 200);
    for number in 0..200 {
        let mut name = format!("年产{number}万吨高性能碳纤维及复合材料一体化生产基地建设项目");
        let _ = write!(name, "（{}期）", number % 3 + 1);
        list.nominated(facts(&name, &format!("37{:02}00", number % 11 + 1), 10_000 + number));
    }
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let measure = async |path: &str| {
        let page = page(&reviewer, path).await;
        let lost = (0..200).find(|number| !page.contains(&format!("年产{number}万吨")));
        assert_eq!(lost, None, "{path} shows every row");
        assert!(page.len() <= BUDGET, "{path}: {} bytes", page.len());
    };
    measure(PAGE).await;
    list.review();
    measure(PAGE).await;
    list.accept_all();
    list.publish();
    measure(PAGE).await;
    measure(&format!("{PAGE}/print")).await;
}
