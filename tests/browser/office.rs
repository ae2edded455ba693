//! The report workbook in the hands of a real spreadsheet program: LibreOffice opens it, saves it again in its own way,
//! and what comes back says what it said before, or exactly what was typed into it.

use crate::demonstration::Demonstration;
use crate::kit::{Browser, View};
use fantoccini::Locator;
use regex::Regex;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Has LibreOffice open a file and save it as another kind; where that lies.
fn saved_as(kind: &str, file: &Path) -> PathBuf {
    let profile = tempfile::tempdir().unwrap();
    let target = file.parent().unwrap().join(kind);
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", kind, "--outdir"])
        .args([target.as_os_str(), file.as_os_str()])
        .output()
        .unwrap_or_else(|e| panic!("LibreOffice does not start (tests/run browser installs it): {e}"));
    let saved = target.join(file.file_stem().unwrap()).with_extension(kind);
    assert!(saved.exists(), "{}", String::from_utf8_lossy(&done.stderr));
    saved
}

/// Fetches a file as the person who is signed in.
async fn fetched(browser: &Browser, url: &str) -> Vec<u8> {
    let cookies = browser.client.get_all_cookies().await.unwrap();
    let cookies: Vec<String> = cookies.iter().map(|one| format!("{}={}", one.name(), one.value())).collect();
    let request = reqwest::Client::new().get(url).header("cookie", cookies.join("; "));
    request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap().to_vec()
}

/// Sends a workbook on the page of the month; the counts of the preview: changed, unchanged, error.
async fn sent(site: &Demonstration, browser: &Browser, file: &Path) -> [u64; 3] {
    browser.goto(&site.at("/updates?period=2026-09")).await;
    let input = browser.client.find(Locator::Css("#workbook input[type=file]")).await.unwrap();
    input.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.client.find(Locator::Css("#workbook form button")).await.unwrap().click().await.unwrap();
    browser.client.wait().for_element(Locator::Css("#preview .kpis")).await.unwrap();
    let mut counts = [0; 3];
    for (count, word) in counts.iter_mut().zip(["changed", "unchanged", "error"]) {
        let tile = format!(".kpis a[href$='only={word}']");
        let text = browser.client.find(Locator::Css(&tile)).await.unwrap().text().await.unwrap();
        *count = text.trim().parse().unwrap();
    }
    counts
}

#[actix_web::test]
async fn what_libreoffice_saves_again_says_what_it_said_and_what_is_typed_there_is_reported() {
    let (site, browser) = (Demonstration::start(), Browser::open(View::DESKTOP).await);
    site.sign_in(&browser, "qingdao").await;
    browser.goto(&site.at("/updates?period=2026-09")).await;
    let workbook = fetched(&browser, &site.at("/updates/workbook?period=2026-09")).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reports.xlsx");
    std::fs::write(&file, workbook).unwrap();

    let [changed, rows, wrong] = sent(&site, &browser, &saved_as("xlsx", &file)).await;
    assert_eq!((changed, wrong), (0, 0), "saved again it says nothing new");
    assert!(rows > 0);

    // Typed into LibreOffice's own file, which LibreOffice then saves for the province.
    let own = saved_as("fods", &file);
    let text = std::fs::read_to_string(&own).unwrap();
    let amount = Regex::new(r#"office:value="(\d{5,})""#).unwrap();
    let amounts: Vec<&str> =
        amount.captures_iter(&text).map(|found| found.get(1).unwrap().as_str()).collect();
    // What was done since the start stands twice in its row: as of last time, and in the open cell.
    let is_twice = |one: &&&str| amounts.iter().filter(|other| other == one).count() == 2;
    let before = (*amounts.iter().find(is_twice).expect("an amount that stands twice")).to_owned();
    let after = (before.parse::<u64>().unwrap() + 1).to_string();
    let typed = text.replace(&format!("office:value=\"{before}\""), &format!("office:value=\"{after}\""));
    std::fs::write(&own, typed).unwrap();
    let [changed, unchanged, wrong] = sent(&site, &browser, &saved_as("xlsx", &own)).await;
    assert_eq!((changed, unchanged, wrong), (1, rows - 1, 0), "{before} became {after}");
    browser.screenshot("workbook_preview").await;
    let faults = browser.axe().await;
    assert!(faults.is_empty(), "{faults:?}");
}
