//! A report that saves itself: what an officer typed is there when she comes back, whether she pressed a button or not.

use crate::demonstration::Demonstration;
use crate::kit::{Browser, View};
use fantoccini::Locator;

async fn type_into(browser: &Browser, name: &str, text: &str) {
    let field = browser.client.find(Locator::Css(&format!("[name={name}]"))).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// What the form says about itself.
async fn saved(browser: &Browser) -> String {
    browser.client.find(Locator::Id("saved")).await.unwrap().text().await.unwrap()
}

async fn says(browser: &Browser, beginning: &str) {
    for _ in 0..100 {
        if saved(browser).await.starts_with(beginning) {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the form says {:?}", saved(browser).await);
}

#[actix_web::test]
async fn what_was_typed_is_kept_without_a_button_and_what_cannot_be_is_told_beside_the_form() {
    let (site, browser) = (Demonstration::start(), Browser::open(View::PHONE).await);
    site.sign_in(&browser, "jinan").await;
    let form = site.at("/projects/1/report?period=2026-09");
    browser.goto(&form).await;
    says(&browser, "填写后会自动保存").await;
    type_into(&browser, "progress_text", "桩基完成").await;
    says(&browser, "草稿已于").await;
    type_into(&browser, "ytd_investment_yuan", "12,34").await;
    says(&browser, "未保存：").await;
    browser.goto(&form).await;
    let kept = browser.client.find(Locator::Css("[name=progress_text]")).await.unwrap();
    assert_eq!(kept.prop("value").await.unwrap().as_deref(), Some("桩基完成"));
    let faults = browser.axe().await;
    assert!(faults.is_empty(), "{faults:?}");
}
