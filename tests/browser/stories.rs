//! The main job of the product as people do it in a browser, from a city's workbook to a published list, with the
//! keyboard where a keyboard is enough.

use crate::demonstration::Demonstration;
use crate::kit::{Browser, View};
use fantoccini::Locator;

const WORKBOOK: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/workbooks/province_mixed_2026Q3.xlsx");

async fn text(browser: &Browser, css: &str) -> String {
    browser.client.wait().for_element(Locator::Css(css)).await.unwrap().text().await.unwrap()
}

async fn click(browser: &Browser, css: &str) {
    browser.client.wait().for_element(Locator::Css(css)).await.unwrap().click().await.unwrap();
}

/// Ticks each row with the space bar.
async fn tick(browser: &Browser, rows: Locator<'_>) {
    for row in browser.client.find_all(rows).await.unwrap() {
        row.send_keys(" ").await.unwrap();
    }
}

/// Decides about what is ticked: types the reason, presses Enter on the button.
async fn decide(browser: &Browser, decision: &str, why: &str) {
    let reason = browser.client.find(Locator::Css(".decide input[name=reason]")).await.unwrap();
    reason.send_keys(why).await.unwrap();
    let button = format!(".decide button[value={decision}]");
    browser.client.find(Locator::Css(&button)).await.unwrap().send_keys("\n").await.unwrap();
}

#[actix_web::test]
async fn an_officer_drops_a_workbook_mends_one_cell_and_applies_the_good_rows_once() {
    let (site, browser) = (Demonstration::start(), Browser::open(View::DESKTOP).await);
    site.sign_in(&browser, "officer").await;
    let before = site.total(&browser).await;

    let upload = || async {
        browser.goto(&site.at("/imports")).await;
        let file = browser.client.find(Locator::Css("input[type=file]")).await.unwrap();
        file.send_keys(WORKBOOK).await.unwrap();
        click(&browser, "form[enctype='multipart/form-data'] button").await;
        browser.client.wait().for_element(Locator::Css("td.err, th.err")).await.unwrap();
        browser.client.current_url().await.unwrap()
    };
    let preview_page = upload().await;
    let faults = browser.axe().await;
    assert!(faults.is_empty(), "{faults:?}");
    browser.screenshot("import_preview").await;
    let preview = text(&browser, "main").await;
    assert!(preview.contains("E4") && preview.contains("近百亿元"), "the bad cell is named: {preview}");
    assert_eq!(site.total(&browser).await, before, "looking at a workbook changes nothing");

    browser.goto(preview_page.as_str()).await;
    // The suggestion at E4 keeps the words and leaves the number empty.
    click(&browser, "td.err button.fix").await;
    let mended = Locator::XPath("//label[contains(., '3')]/input[@name='skip_bad_rows']");
    browser.client.wait().for_element(mended).await.unwrap().click().await.unwrap();
    click(&browser, "form[action$='/apply'] button").await;
    browser.client.wait().for_element(Locator::Css(".notice.ok")).await.unwrap();
    assert_eq!(site.total(&browser).await, before + 21, "twenty rows were good and one was mended");

    upload().await;
    browser.client.find(Locator::Css("[name=skip_bad_rows]")).await.unwrap().click().await.unwrap();
    click(&browser, "form[action$='/apply'] button").await;
    browser.client.wait().for_element(Locator::Css(".notice.ok")).await.unwrap();
    assert_eq!(site.total(&browser).await, before + 21, "the same workbook again changes nothing");
}

#[actix_web::test]
async fn a_reviewer_decides_many_at_once_and_publishes_with_the_keyboard() {
    let (site, browser) = (Demonstration::start(), Browser::open(View::DESKTOP).await);
    site.sign_in(&browser, "reviewer").await;
    browser.goto(&site.at("/lists/2026Q3")).await;
    tick(&browser, Locator::Css("tr:has(.badge.info) input[name=chosen]")).await;
    decide(&browser, "accept", "").await;
    let refusal = text(&browser, ".errors").await;
    assert!(refusal.contains("结转"), "what no city nominated again asks for a reason: {refusal}");
    decide(&browser, "accept", "项目继续推进，予以保留").await;
    browser.client.wait().for_element(Locator::Css(".notice.ok")).await.unwrap();
    let returned = "//tr[.//span[contains(@class, 'warn')] and contains(., '续列')]//input[@name='chosen']";
    tick(&browser, Locator::XPath(returned)).await;
    decide(&browser, "drop", "退回后没有重新申报").await;
    browser.client.wait().for_element(Locator::Css("#list .head .badge.ok")).await.unwrap();

    let number =
        browser.client.find(Locator::Css("#publish ~ form [name=number], [name=number]")).await.unwrap();
    number.send_keys("演示清单〔2026〕9号").await.unwrap();
    let reason = browser.client.find(Locator::Css("textarea")).await.unwrap();
    reason.send_keys("按审核结果发布\t\n").await.unwrap();
    browser.client.wait().for_element(Locator::Css("a[href$='export.json']")).await.unwrap();
    let page = text(&browser, "main").await;
    assert!(page.contains("演示清单〔2026〕9号"), "the published list carries its number: {page}");

    browser.goto(&site.at("/lists/2026Q3/print")).await;
    assert!(text(&browser, "body").await.contains("演示清单〔2026〕9号"));
}

#[actix_web::test]
async fn a_city_officer_sees_her_own_and_nothing_else() {
    let (site, browser) = (Demonstration::start(), Browser::open(View::DESKTOP).await);
    site.sign_in(&browser, "qingdao").await;
    browser.goto(&site.at("/projects?per_page=200")).await;
    let page = text(&browser, "main").await;
    assert!(page.contains("青岛市") && !page.contains("济南市"), "only her own city: {page}");
    browser.goto(&site.at("/lists/2026Q2")).await;
    let extract = text(&browser, "main").await;
    assert!(extract.contains("摘录") || extract.contains("节录"), "her copy is a marked extract: {extract}");
}
