//! Each kind of debt as its reminder tells it, and that it is over with what pays it: problems, supervised tasks, standstills
//! to be reviewed, milestones; days that are worked before instead of after; facts that are missing; and the way from a
//! letter to the form. The 8th of October 2026 is a Thursday.

use groundwork::features::projects::{Facts, Stage};
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use serde_json::json;

use crate::kit::{Client, TestApp, alter, enter, facts};
use crate::reminders::{Sent, days, morning, name_of};
use crate::updates::{building, listed, set};

/// What a morning tells one of the readers.
async fn told(app: &TestApp, day: &str, reader: &str) -> Vec<Sent> {
    set(app, &format!("{day}T08:30:00"));
    morning(app).await.into_iter().filter(|one| one.to == reader).collect()
}

/// A project of 370100 whose milestones lie far off, its city's officer and the province's reviewer.
async fn a_project(app: &TestApp) -> (i64, Client, Client) {
    set(app, "2026-10-08T09:00:00");
    let id = enter(app, building("甲厂", "370100"));
    (id, app.person(Role::City, "370100").await, app.person(Role::Reviewer, "370000").await)
}

#[actix_web::test]
async fn a_problem_is_told_to_whoever_is_asked_until_it_is_solved() {
    let app = TestApp::new().await;
    let (id, city, reviewer) = a_project(&app).await;
    let [jinan, province] = [name_of(&city).await, name_of(&reviewer).await];
    let problems = format!("/api/v1/projects/{id}/problems");
    let raise =
        |text: &str, level: &str, due_on: &str| json!({ "text": text, "level": level, "due_on": due_on });
    city.post_json(&problems, &raise("用地未批", "city", "2026-10-20")).await.must(201);
    let theirs =
        city.post_json(&problems, &raise("能耗指标不足", "province", "2026-10-22")).await.must(201).json();
    let [letter] = <[Sent; 1]>::try_from(told(&app, "2026-10-20", &jinan).await).unwrap();
    assert!(
        letter.text.contains("【存在问题】待解决 1 项") && letter.text.contains("甲厂：今天到期，用地未批"),
        "{}",
        letter.text
    );
    assert!(!letter.text.contains("能耗"), "it is the province that is asked: {}", letter.text);
    let [letter] = <[Sent; 1]>::try_from(told(&app, "2026-10-22", &province).await).unwrap();
    assert!(
        letter.text.contains("能耗指标不足") && letter.text.contains(&format!("/problems/{}", theirs["id"])),
        "{}",
        letter.text
    );
    assert!(!letter.text.contains("用地"), "{}", letter.text);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let solved = json!({ "text": "已统筹安排", "state": "resolved" });
    reviewer.post_json(&format!("/api/v1/problems/{}/replies", theirs["id"]), &solved).await.must(200);
    assert_eq!(told(&app, "2026-10-23", &province).await, [], "it is solved");
    // The city's is late, and told every week.
    assert!(told(&app, "2026-10-30", &jinan).await[0].text.contains("用地未批"));
}

#[actix_web::test]
async fn a_supervised_task_is_told_until_it_is_answered_and_a_standstill_until_it_is_reviewed() {
    let app = TestApp::new().await;
    let (id, city, reviewer) = a_project(&app).await;
    let [jinan, province] = [name_of(&city).await, name_of(&reviewer).await];
    let task = json!({ "text": "说明停工原因", "due_on": "2026-10-20" });
    let task = reviewer.post_json(&format!("/api/v1/projects/{id}/supervised"), &task).await.must(201).json();
    let other = enter(&app, building("乙厂", "370100"));
    let still = json!({ "reason": "资金链断裂", "review_on": "2026-10-21" });
    city.post_json(&format!("/api/v1/projects/{other}/suspension"), &still).await.must(201);
    let [letter] = <[Sent; 1]>::try_from(told(&app, "2026-10-20", &jinan).await).unwrap();
    assert!(
        letter.text.contains("【督办事项】待答复 1 项")
            && letter.text.contains("甲厂：今天到期，说明停工原因"),
        "{}",
        letter.text
    );
    assert!(letter.text.contains(&format!("/supervised/{}", task["id"])), "{}", letter.text);
    let city = app.person(Role::City, "370100").await;
    let answer = json!({ "text": "设备改造，月底复工", "state": "answered" });
    let based = city.clone().with_header("If-Match", "\"1\"");
    based.post_json(&format!("/api/v1/supervised/{}/replies", task["id"]), &answer).await.must(200);
    let [letter] = <[Sent; 1]>::try_from(told(&app, "2026-10-21", &province).await).unwrap();
    assert!(
        letter.text.contains("【停缓建复审】1 项") && letter.text.contains("乙厂：今天到期，资金链断裂"),
        "{}",
        letter.text
    );
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let standing = reviewer.get(&format!("/api/v1/projects/{other}/suspension")).await.must(200).json();
    let based = reviewer.clone().with_header("If-Match", &format!("\"{}\"", standing["version"]));
    let resumes = json!({ "outcome": "resumes", "reason": "已复工" });
    let reviews = format!("/api/v1/projects/{other}/suspension/reviews");
    based.post_json(&reviews, &resumes).await.must(200);
    assert_eq!(days(&app, "2026-10", 22..=30).await, [], "both are dealt with");
}

#[actix_web::test]
async fn a_milestone_that_comes_near_is_told_once_and_not_when_it_has_happened() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T09:00:00");
    let planned = |name: &str| Facts {
        stage: Some(Stage::Filed),
        planned_start: Some(PlanDate::parse("2026-10-30").unwrap()),
        planned_finish: Some(PlanDate::parse("2028-12").unwrap()),
        ..facts(name, "370100", 10_000)
    };
    let [first, second] = [enter(&app, planned("甲厂")), enter(&app, planned("乙厂"))];
    let jinan = name_of(&app.person(Role::City, "370100").await).await;
    alter(&app, first, |facts| {
        (facts.stage, facts.actual_start) = (Some(Stage::Started), PlanDate::parse("2026-10").ok());
    });
    let [letter] = <[Sent; 1]>::try_from(told(&app, "2026-10-15", &jinan).await).unwrap();
    assert!(letter.text.contains("【节点临近】1 项") && letter.text.contains("乙厂"), "{}", letter.text);
    assert!(letter.text.contains("计划 2026-10-30 开工") && !letter.text.contains("甲厂"), "{}", letter.text);
    let link = format!("/projects/{second}/report?period=2026-10");
    assert!(letter.text.contains(&link), "its form of the month: {}", letter.text);
    assert_eq!(days(&app, "2026-10", 16..=29).await, [], "once");
}

#[actix_web::test]
async fn where_days_off_are_told_before_and_not_after_the_friday_comes_before_the_sunday() {
    let app = TestApp::configured(|config| config.schedule.working_days = "before".to_owned()).await;
    let (id, city, _) = a_project(&app).await;
    let jinan = name_of(&city).await;
    // Three days before Wednesday the 21st is a Sunday.
    let problem = json!({ "text": "用地未批", "due_on": "2026-10-21" });
    city.post_json(&format!("/api/v1/projects/{id}/problems"), &problem).await.must(201);
    let mut told_on = Vec::new();
    for day in 12..=21 {
        if !told(&app, &format!("2026-10-{day}"), &jinan).await.is_empty() {
            told_on.push(day);
        }
    }
    assert_eq!(told_on, [16, 21]);
}

#[actix_web::test]
async fn a_project_of_which_nothing_is_known_is_told_by_its_name_and_the_link_leads_to_its_form_after_sign_in()
 {
    let app = TestApp::new().await;
    let bare = Facts { stage: None, cumulative_investment: None, ..building("甲厂", "370100") };
    listed(&app, vec![Facts { stage: Some(Stage::Planned), ..bare }]);
    let jinan = app.person(Role::City, "370100").await;
    let email = jinan.get("/api/v1/me").await.must(200).json()["email"].as_str().unwrap().to_owned();
    let name = name_of(&jinan).await;
    let [letter] = <[Sent; 1]>::try_from(told(&app, "2026-11-03", &name).await).unwrap();
    let line = letter.text.lines().find(|line| line.contains("甲厂")).unwrap();
    assert_eq!(line, "  - 甲厂：2026-11-06 前，谋划", "no empty place for what is not known");
    // A stranger with the letter in her hand: she signs in and stands before the form.
    let link = letter.text.lines().map(str::trim).find(|line| line.contains("/updates?period=")).unwrap();
    let path = link.strip_prefix(&app.context.public_url).unwrap();
    let stranger = app.stranger();
    let door = stranger.get(path).await.must(303).header("location").to_owned();
    let page = stranger.get(&door).await.must(200).text();
    assert!(page.contains("name=\"next\" value=\"/updates?period=2026-10\""), "{page}");
    let fields = [("email", email.as_str()), ("password", crate::kit::PASSWORD), ("next", path)];
    assert_eq!(stranger.form("/sign-in", &fields).await.must(303).header("location"), path);
    let again = app.person(Role::City, "370100").await;
    assert!(again.get(path).await.must(200).text().contains("name=\"cumulative-"));
}
