//! A report that saves itself: what an officer typed is there when she comes back, whether she pressed a button or not.

use crate::demonstration::Demonstration;
use crate::kit::{Browser, View};
use fantoccini::Locator;

async fn type_into(browser: &Browser, name: &str, text: &str) {
    let field = browser.client.find(Locator::Css(&format!("[name={name}]"))).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// What the form says about itself; found and read at once, for saving puts another element in its place.
async fn saved(browser: &Browser) -> String {
    let script = "return document.getElementById('saved').innerText";
    browser.client.execute(script, Vec::new()).await.unwrap().as_str().unwrap().trim().to_owned()
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

/// Signs out behind the page's back, as twelve hours do.
async fn sign_out_elsewhere(browser: &Browser) {
    browser.client.delete_all_cookies().await.unwrap();
}

#[actix_web::test]
async fn what_is_being_typed_stays_on_the_page_when_nothing_can_be_saved_any_more() {
    let (site, browser) = (Demonstration::start(), Browser::open(View::PHONE).await);
    site.sign_in(&browser, "jinan").await;
    let form = site.at("/projects/1/report?period=2026-09");
    browser.goto(&form).await;
    type_into(&browser, "progress_text", "桩基完成").await;
    says(&browser, "草稿已于").await;
    sign_out_elsewhere(&browser).await;
    type_into(&browser, "progress_text", "桩基完成，开始钢构").await;
    says(&browser, "未能自动保存").await;
    assert_eq!(browser.client.current_url().await.unwrap().as_str(), form, "she is led nowhere");
    let typed = browser.client.find(Locator::Css("[name=progress_text]")).await.unwrap();
    assert_eq!(typed.prop("value").await.unwrap().as_deref(), Some("桩基完成，开始钢构"));
    // Each further key is another try, and it says so again.
    let script = "document.getElementById('saved').lastChild.data = ''";
    browser.client.execute(script, Vec::new()).await.unwrap();
    typed.send_keys("。").await.unwrap();
    says(&browser, "未能自动保存").await;
}

#[actix_web::test]
async fn two_people_at_one_report_see_both_sides_and_nobody_is_overwritten() {
    let (site, browser) = (Demonstration::start(), Browser::open(View::PHONE).await);
    site.sign_in(&browser, "jinan").await;
    let form = site.at("/projects/1/report?period=2026-09");
    browser.goto(&form).await;
    // Her colleague of the province, who may report for any city, was faster.
    let other = Browser::open(View::DESKTOP).await;
    site.sign_in(&other, "officer").await;
    other.goto(&form).await;
    type_into(&other, "progress_text", "省里代填").await;
    says(&other, "草稿已于").await;

    for words in ["桩基完成", "桩基完成，开始钢构"] {
        type_into(&browser, "progress_text", words).await;
        says(&browser, "未保存：您打开之后").await;
    }
    browser.client.find(Locator::Css("button[value=draft]")).await.unwrap().click().await.unwrap();
    let sides = browser.client.wait().for_element(Locator::Id("sides")).await.unwrap().text().await.unwrap();
    assert!(sides.contains("省里代填") && sides.contains("桩基完成，开始钢构"), "{sides}");
    let faults = browser.axe().await;
    assert!(faults.is_empty(), "{faults:?}");
    browser.screenshot("report_sides").await;
    browser.client.find(Locator::Css("button[value=draft]")).await.unwrap().click().await.unwrap();
    browser.client.wait().for_element(Locator::Css(".notice.ok")).await.unwrap();
    says(&browser, "草稿已于").await;
}
