//! The list for everybody: nothing of it while it is switched off, and nothing but the chosen columns when it is on.

use groundwork::config::{Config, Sources};
use groundwork::features::projects::Facts;
use groundwork::kernel::role::Role;

use crate::kit::{Quarterly, TestApp, facts};
use crate::open_data::faults;

const PAGES: [&str; 3] = ["/public/lists", "/public/lists/2026Q3", "/public/lists/2026Q3.oc4ids.json"];

fn with_everything() -> Facts {
    Facts {
        credit_code: Some("91370000163100123X".to_owned()),
        project_code: Some("2605-370102-04-01-123456".to_owned()),
        address: Some("经十路1号".to_owned()),
        sponsor_leader: Some("李市长".to_owned()),
        ..facts("济南甲", "370102", 123_456)
    }
}

async fn switched_on(columns: &'static [&'static str]) -> TestApp {
    let app = TestApp::configured(|config| {
        config.public.list_page = true;
        if !columns.is_empty() {
            config.public.columns = columns.iter().map(|column| (*column).to_owned()).collect();
        }
    })
    .await;
    Quarterly::published(&app, [with_everything(), facts("青岛乙", "370202", 7)]);
    app
}

#[actix_web::test]
async fn while_it_is_off_there_is_nothing_for_anybody() {
    let app = TestApp::new().await;
    Quarterly::published(&app, [facts("济南甲", "370100", 10)]);
    let leader = app.person(Role::Leader, "370000").await;
    for path in PAGES {
        app.stranger().get(path).await.must(404);
        leader.get(path).await.must(404);
    }
}

#[actix_web::test]
async fn everybody_reads_the_chosen_columns_and_nothing_else() {
    let app = switched_on(&[]).await;
    let page = app.stranger().get(PAGES[1]).await.must(200);
    let text = page.text();
    for shown in ["济南甲", "济南市", "实施类", "洽谈", "123,456", Quarterly::NUMBER, "青岛乙"]
    {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    let data = app.stranger().get(PAGES[2]).await.must(200);
    assert_eq!(faults(&data.json()), [""; 0]);
    let hidden = [
        "王工",
        "李市长",
        "济南甲有限公司",
        "91370000163100123X",
        "2605-370102",
        "经十路",
        "历下区",
        "市工业和信息化局",
        "购置设备",
        "30864",
    ];
    for secret in hidden {
        assert!(!text.contains(secret), "{secret}: {text}");
        assert!(!data.text().contains(secret), "{secret}: {}", data.text());
    }
    for inner in ["<form", "<script", "href=\"/projects", "href=\"/lists", "/sign-in"] {
        assert!(!text.contains(inner), "{inner}: {text}");
    }
    let index = app.stranger().get(PAGES[0]).await.must(200).text();
    assert!(index.contains("/public/lists/2026Q3") && index.contains(Quarterly::NUMBER));
}

#[actix_web::test]
async fn other_columns_are_shown_when_they_are_chosen() {
    let app =
        switched_on(&["unit", "name", "county", "scope_text", "responsible_unit", "planned_start"]).await;
    let text = app.stranger().get(PAGES[1]).await.must(200).text();
    for shown in ["济南甲有限公司", "历下区", "购置设备", "市工业和信息化局", "2026-05"]
    {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert!(!text.contains("123,456") && !text.contains("亿元"), "no amount, and no sum of them: {text}");
    let data = app.stranger().get(PAGES[2]).await.must(200).json();
    assert!(data["projects"][0].get("budget").is_none(), "{data}");
}

#[actix_web::test]
async fn it_speaks_both_languages_and_may_be_kept_by_anybody() {
    let app = switched_on(&[]).await;
    let english = app.stranger().get(&format!("{}?lang=en", PAGES[1])).await.must(200).text();
    assert!(english.contains("Jinan") && english.contains("lang=\"en\""), "{english}");
    let page = app.stranger().get(PAGES[1]).await.must(200);
    assert_eq!(page.header("cache-control"), "public, max-age=300");
    assert_eq!(page.header("vary").to_lowercase(), "accept-encoding", "it is the same for everybody");
    let leader = app.person(Role::Leader, "370000").await;
    let hers = leader.get(PAGES[1]).await.must(200);
    assert_eq!(hers.bytes, page.bytes);
    let known = app.stranger().with_header("If-None-Match", page.header("etag"));
    known.get(PAGES[1]).await.must(304);
}

#[actix_web::test]
async fn only_what_is_published_is_there() {
    let app = TestApp::configured(|config| config.public.list_page = true).await;
    let list = Quarterly::opened(&app, 1);
    list.nominated(facts("济南甲", "370100", 10));
    for path in &PAGES[1..] {
        app.stranger().get(path).await.must(404);
    }
    assert!(!app.stranger().get(PAGES[0]).await.must(200).text().contains("2026Q3"));
    app.stranger().get("/public/lists/2026Q9").await.must(404);
    app.stranger().get("/public/lists/nonsense").await.must(404);
}

#[test]
fn a_column_that_tells_persons_or_does_not_exist_is_an_error_of_the_configuration() {
    let load = |columns: &str| {
        let text = format!("[public]\ncolumns = {columns}\n");
        Config::load(&Sources { file: Some(("site.toml".to_owned(), text)), ..Sources::default() })
    };
    assert!(load("[\"name\", \"unit\"]").is_ok());
    for (columns, path) in [
        ("[\"name\", \"responsible_person\"]", "public.columns[1]"),
        ("[\"sponsor_leader\", \"name\"]", "public.columns[0]"),
        ("[\"name\", \"name\"]", "public.columns[1]"),
        ("[\"city\"]", "public.columns"),
    ] {
        let refused = load(columns).unwrap_err().to_string();
        assert!(refused.contains(path), "{columns}: {refused}");
    }
}
