//! Finished copies of published lists: the bytes of a copy are those of the first making, nobody gets somebody else's,
//! and whatever changes is seen at once.

use diesel::connection::SimpleConnection;
use flate2::read::GzDecoder;
use groundwork::kernel::role::Role;
use std::io::Read;

use crate::kit::{Answer, Client, Quarterly, TestApp, facts};

const VIEW: &str = "/api/v1/lists/2026Q3";
const PAGE: &str = "/lists/2026Q3";
/// Everything of a published list that is kept.
const KEPT: [&str; 6] = [
    VIEW,
    "/api/v1/lists/2026Q3/versions/1",
    "/api/v1/lists/2026Q3/export.json",
    "/lists/2026Q3/export.xlsx",
    "/lists/2026Q3/export.oc4ids.json",
    PAGE,
];

async fn published() -> TestApp {
    let app = TestApp::new().await;
    Quarterly::published(&app, [facts("济南甲", "370102", 10), facts("青岛乙", "370200", 20)]);
    app
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    assert_eq!(answer.header("content-encoding"), "gzip");
    let mut plain = Vec::new();
    GzDecoder::new(&answer.bytes[..]).read_to_end(&mut plain).unwrap();
    plain
}

fn knowing(who: &Client, answer: &Answer) -> Client {
    who.clone().with_header("If-None-Match", answer.header("etag"))
}

#[actix_web::test]
async fn a_copy_is_what_was_made_first_plain_and_packed_and_costs_nothing_when_it_is_known() {
    let app = published().await;
    let leader = app.person(Role::Leader, "370000").await;
    for path in KEPT {
        let made = leader.get(path).await.must(200);
        let kept = leader.get(path).await.must(200);
        assert_eq!(made.bytes, kept.bytes, "{path}");
        assert_eq!(made.header("etag"), kept.header("etag"), "{path}");
        assert!(made.header("etag").starts_with('"'), "{path}: strong");
        assert_eq!(made.header("cache-control"), "private, no-cache");
        let vary = kept.header("vary").to_lowercase();
        assert!(vary.contains("accept-encoding") && vary.contains("cookie"), "{path}: {vary}");

        let packed = leader.clone().with_header("Accept-Encoding", "gzip").get(path).await.must(200);
        assert_eq!(unpacked(&packed), kept.bytes, "{path}");
        assert_ne!(packed.header("etag"), kept.header("etag"), "two encodings are two representations");
        for known in [&kept, &packed] {
            let unchanged = knowing(&leader, known).get(path).await.must(304);
            assert!(unchanged.bytes.is_empty());
            assert_eq!(unchanged.header("etag"), kept.header("etag"));
        }
        let head = leader.send("HEAD", path, None).await.must(200);
        assert_eq!(head.header("etag"), kept.header("etag"), "{path}");
        assert_eq!(head.header("content-type"), kept.header("content-type"));
    }
    let name = leader.get("/lists/2026Q3/export.xlsx").await;
    assert!(name.header("content-disposition").contains("2026Q3-v1.xlsx"));
}

#[actix_web::test]
async fn without_a_shelf_everything_is_served_all_the_same() {
    let app = TestApp::configured(|config| config.cache.published_megabytes = 0).await;
    Quarterly::published(&app, [facts("济南甲", "370102", 10)]);
    let leader = app.person(Role::Leader, "370000").await;
    for path in KEPT {
        let first = leader.get(path).await.must(200);
        assert_eq!(first.bytes, leader.get(path).await.must(200).bytes, "{path}");
        knowing(&leader, &first).get(path).await.must(304);
    }
}

#[actix_web::test]
async fn two_scopes_never_share_a_copy_nor_a_tag() {
    let app = published().await;
    let province = app.person(Role::Leader, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let qingdao = app.person(Role::City, "370200").await;
    for path in KEPT {
        let whole = province.get(path).await.must(200);
        if path.ends_with("/export.json") {
            continue; // an extract as json names its reader and the minute: it is made anew each time
        }
        let own = jinan.get(path).await.must(200);
        assert_ne!(own.header("etag"), whole.header("etag"), "{path}");
        knowing(&qingdao, &own).get(path).await.must(200);
        knowing(&qingdao, &whole).get(path).await.must(200);
        if !path.ends_with("xlsx") {
            let (own, others) = (own.text(), qingdao.get(path).await.must(200).text());
            assert!(own.contains("济南甲") && !own.contains("青岛乙"), "{path}");
            assert!(others.contains("青岛乙") && !others.contains("济南甲"), "{path}");
        }
    }
    app.stranger().get(VIEW).await.must(401);
    let known = province.get(VIEW).await;
    knowing(&app.stranger(), &known).get(VIEW).await.must(401);
}

#[actix_web::test]
async fn the_page_around_a_copy_is_each_readers_own() {
    let app = published().await;
    let [one, other] = [app.person(Role::Leader, "370000").await, app.person(Role::Reviewer, "370000").await];
    let mine = one.get(PAGE).await.must(200);
    let hers = knowing(&other, &mine).get(PAGE).await.must(200);
    assert!(mine.text().contains("leader-") && mine.text().contains(&one.csrf));
    assert!(
        hers.text().contains("reviewer-") && !hers.text().contains(&one.csrf),
        "never somebody else's token"
    );
    let table = |page: &Answer| {
        let text = page.text();
        let (_, rest) = text.split_once("<tbody>").unwrap();
        rest.split_once("</tbody>").unwrap().0.to_owned()
    };
    assert_eq!(table(&mine), table(&hers), "what lasts is the same");
    let again = one.again().await;
    knowing(&again, &mine).get(PAGE).await.must(200);
    let english = one.get(&format!("{PAGE}?lang=en")).await.must(200);
    assert!(english.text().contains("<html lang=\"en\""));
    assert_ne!(english.header("etag"), mine.header("etag"));
}

/// Version 2 as another process writes it: the same document again, under a number of its own.
fn corrected(app: &TestApp) {
    const SECOND: &str = "
        insert into list_entries select quarter, 2, serial, project_id, project_version, section, class, change,
          division, name, unit, project_code, industry, nature, stage, total_investment_yuan, annual_plan_yuan,
          ytd_investment_yuan, cumulative_investment_yuan, planned_start, planned_finish, scope_text,
          responsible_unit, responsible_person from list_entries where version = 1;
        insert into list_versions (quarter, version, number, reason, data_as_of, publisher, published_by,
          published_at, document, hash, previous_hash) select quarter, 2, number, '更正', data_as_of, publisher,
          published_by, published_at, document, hash, previous_hash from list_versions where version = 1;
        update lists set revision = revision + 1;";
    app.context.db.connection().unwrap().batch_execute(SECOND).unwrap();
}

#[actix_web::test]
async fn a_new_version_is_seen_at_once_and_the_old_one_says_that_it_is_superseded() {
    let app = published().await;
    let leader = app.person(Role::Leader, "370000").await;
    let (before, page) = (leader.get(VIEW).await.must(200), leader.get(PAGE).await.must(200));
    let first = format!("{PAGE}/versions/1");
    assert!(!leader.get(&first).await.must(200).text().contains("class=\"notice warn\""));
    corrected(&app);
    let after = knowing(&leader, &before).get(VIEW).await.must(200);
    assert_eq!((before.json()["version"].as_i64(), after.json()["version"].as_i64()), (Some(1), Some(2)));
    knowing(&leader, &page).get(PAGE).await.must(200);
    assert!(leader.get(&first).await.must(200).text().contains("class=\"notice warn\""), "superseded");
    assert_eq!(leader.get(&format!("{VIEW}/versions/1")).await.must(200).json()["version"], 1);
    leader.get(&format!("{VIEW}/versions/3")).await.must(404);
}

#[actix_web::test]
async fn a_place_that_is_renamed_has_its_new_name_at_once() {
    let app = published().await;
    let leader = app.person(Role::Leader, "370000").await;
    let admin = app.person(Role::Administrator, "370000").await;
    let before = leader.get(PAGE).await.must(200);
    assert!(before.text().contains("历下区"));
    let renamed = [("name_zh", "历下新城"), ("name_en", "Lixia"), ("active", "true")];
    admin.form("/reference/divisions/370102", &renamed).await.must(303);
    let after = knowing(&leader, &before).get(PAGE).await.must(200).text();
    assert!(after.contains("历下新城") && !after.contains("历下区"));
}

#[actix_web::test]
async fn a_workbook_names_its_own_reader_and_the_day() {
    let app = published().await;
    let [one, other] = [app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370000").await];
    let path = "/lists/2026Q3/export.xlsx";
    let first = one.get(path).await.must(200);
    assert_ne!(first.bytes, knowing(&other, &first).get(path).await.must(200).bytes);
    app.clock.advance(chrono::TimeDelta::hours(2));
    assert_eq!(first.bytes, one.get(path).await.must(200).bytes, "the same day");
    app.clock.advance(chrono::TimeDelta::hours(9));
    knowing(&one, &first).get(path).await.must(304);
}

#[actix_web::test]
async fn what_is_in_work_is_never_kept() {
    let app = TestApp::new().await;
    let list = Quarterly::opened(&app, 1);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    let count = async || reviewer.get(VIEW).await.must(200).json()["entries"].as_array().unwrap().len();
    assert_eq!(count().await, 0);
    list.nominated(facts("济南甲", "370100", 10));
    assert_eq!(count().await, 1);
    assert_eq!(reviewer.get(VIEW).await.header("etag"), "");
    reviewer.get("/lists/2026Q3/export.oc4ids.json").await.must(404);
}

#[actix_web::test]
async fn another_document_under_the_same_number_after_a_restore_is_never_answered_by_the_old_copy() {
    let app = published().await;
    let leader = app.person(Role::Leader, "370000").await;
    let mut known = Vec::new();
    for path in KEPT {
        known.push((path, leader.get(path).await.must(200)));
    }
    // As a restored database has it: quarter, version and revision are the same, the document is another.
    let disarm = if app.on_postgres() {
        "drop trigger list_versions_are_final on list_versions;"
    } else {
        "drop trigger list_versions_are_final_update;"
    };
    let restored = format!(
        "{disarm} update list_versions set document = replace(document, '济南甲', '济南新'), hash = '{}';",
        "0123456789abcdef".repeat(4)
    );
    app.context.db.connection().unwrap().batch_execute(&restored).unwrap();
    for (path, before) in known {
        let after = knowing(&leader, &before).get(path).await.must(200);
        assert_ne!(before.header("etag"), after.header("etag"), "{path}");
        if !path.ends_with("xlsx") {
            assert!(after.text().contains("济南新") && !after.text().contains("济南甲\""), "{path}");
        }
    }
}
