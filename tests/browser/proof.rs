//! The kit itself, proven: axe finds what is wrong and keeps quiet about what is right, a view is what it says, and
//! all of it under a strict content security policy.

use crate::kit::{Browser, Site, View};

const PAGES: &[(&str, &str)] = &[
    (
        "/clean",
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'><title>奠基</title>\
         <meta name='viewport' content='width=device-width'></head><body><main><h1>重点项目清单</h1>\
         <form><label for='q'>项目名称</label> <input id='q' name='q'></form></main></body></html>",
    ),
    (
        "/broken",
        "<!doctype html><html><head><meta charset='utf-8'><title>奠基</title></head><body><main><h1>清单</h1>\
         <form><input name='q'></form><img src='/none.png'></main></body></html>",
    ),
    (
        "/unreadable-in-the-evening",
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'><title>奠基</title>\
         <link rel='stylesheet' href='/evening.css'></head><body><main><h1>本季重点项目</h1></main></body></html>",
    ),
    ("/evening.css", "@media (prefers-color-scheme: dark) { body { background: #000; color: #333 } }"),
];

#[actix_web::test]
async fn axe_names_what_is_wrong_and_nothing_else() {
    let site = Site::of_pages(PAGES);
    let browser = Browser::open(View::DESKTOP).await;

    browser.goto(&site.at("/clean")).await;
    let found = browser.axe().await;
    assert!(found.is_empty(), "{found:#?}");

    browser.goto(&site.at("/broken")).await;
    let mut found: Vec<String> = browser.axe().await.into_iter().map(|violation| violation.id).collect();
    found.sort();
    assert_eq!(found, ["html-has-lang", "image-alt", "label"]);
}

#[actix_web::test]
async fn a_page_dressed_anew_is_judged_by_its_new_colours() {
    let site = Site::of_pages(PAGES);
    let browser = Browser::open(View::DESKTOP).await;
    browser.goto(&site.at("/unreadable-in-the-evening")).await;
    let by_day = browser.axe().await;
    assert!(by_day.is_empty(), "{by_day:#?}");

    browser.dress(true).await;
    let by_night: Vec<String> = browser.axe_of_colours().await.into_iter().map(|v| v.id).collect();
    assert_eq!(by_night, ["color-contrast"]);
}

#[actix_web::test]
async fn a_view_is_as_wide_as_dark_and_as_chinese_as_it_says() {
    let site = Site::of_pages(PAGES);
    let browser = Browser::open(View::PHONE.dark()).await;
    browser.goto(&site.at("/clean")).await;

    assert_eq!(browser.value("[innerWidth, innerHeight]").await, serde_json::json!([390, 844]));
    assert_eq!(browser.value("matchMedia('(prefers-color-scheme: dark)').matches").await, true);
    assert_eq!(browser.value("navigator.language").await, "zh-CN");
}

#[actix_web::test]
async fn a_screenshot_shows_the_whole_page() {
    let site = Site::of_pages(PAGES);
    let browser = Browser::open(View { height: 40, ..View::PHONE }).await;
    browser.goto(&site.at("/clean")).await;
    let whole = browser.value("document.documentElement.scrollHeight").await.as_u64().unwrap();
    assert!(whole > 40);

    let picture = std::fs::read(browser.screenshot("proof").await).unwrap();
    let edge = |at: usize| u64::from(u32::from_be_bytes(picture[at..at + 4].try_into().unwrap())); // PNG's IHDR
    assert_eq!((&picture[1..4], edge(16), edge(20)), (b"PNG".as_slice(), 390, whole));
    assert_eq!(browser.value("innerHeight").await, 40, "the view is as before");
}
