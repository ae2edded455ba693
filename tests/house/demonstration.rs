//! The demonstration shows what the program is for: nothing in it contradicts the program's own rules.

use groundwork::features::{demo, lists, reference};
use groundwork::kernel::division::{DivisionCode, Scope};
use groundwork::kernel::role::Role;

use crate::kit::{PASSWORD, TestApp};

#[actix_web::test]
async fn its_correction_stays_corrected_and_its_deadlines_are_days_on_which_offices_are_open() {
    let app = TestApp::new().await;
    demo::fill(&app.context, &app.config, PASSWORD).unwrap();
    let scope = Scope::from(DivisionCode::parse("370000").unwrap());
    let db = &app.context.db;
    let told = db.read_now(lists::lists).unwrap();
    assert_eq!(told.len(), 4);
    let days = db.read_now(reference::working_days).unwrap();
    for list in &told {
        for day in [list.head.nominate_by, list.head.publish_by] {
            assert!(days.is_working(day), "{}: {day}", list.head.quarter);
        }
    }
    let corrected = told.iter().find(|list| list.newest.as_ref().is_some_and(|newest| newest.version == 2));
    let quarter = corrected.unwrap().head.quarter;
    let total = |quarter, project: i64| {
        let list = db.read_now(|conn| lists::published(conn, &scope, quarter, None)).unwrap();
        let line = list.entries.iter().find(|line| line.project_id == project).unwrap();
        line.facts.total_investment.unwrap()
    };
    let version = db.read_now(|conn| lists::published(conn, &scope, quarter, None)).unwrap();
    let project = version.corrections[0].project_id;
    let first = db.read_now(|conn| lists::published(conn, &scope, quarter, Some(1))).unwrap();
    let wrong = first.entries.iter().find(|line| line.project_id == project).unwrap();
    assert_ne!(wrong.facts.total_investment, Some(total(quarter, project)));
    let next = quarter.next();
    assert_eq!(total(next, project), total(quarter, project), "the quarter after keeps the right figure");
    let working = told[0].head.quarter;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let list = reviewer.get(&format!("/api/v1/lists/{working}")).await.must(200).json();
    let remarks = list["remarks"].as_array().unwrap();
    assert!(remarks.iter().all(|remark| remark["code"] != "correction_undone"), "{remarks:#?}");
}
