//! Monday morning: a city's officer reports her projects with the keyboard alone. Every key she presses is counted, from
//! the moment the page stands there until it says that everything is in.

use crate::demonstration::Demonstration;
use crate::kit::{Browser, View};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

/// The keys that were pressed.
struct Keyboard<'a> {
    browser: &'a Browser,
    pressed: usize,
}

impl Keyboard<'_> {
    async fn press(&mut self, keys: &[char]) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in keys {
            actions = actions.then(KeyAction::Down { value: *key }).then(KeyAction::Up { value: *key });
        }
        self.browser.client.perform_actions(actions).await.unwrap();
        self.pressed += keys.len();
    }

    async fn write(&mut self, text: &str) {
        self.press(&text.chars().collect::<Vec<_>>()).await;
    }

    /// Two keys at once count as two.
    async fn chord(&mut self, held: Key, key: Key) {
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held.into() })
            .then(KeyAction::Down { value: key.into() })
            .then(KeyAction::Up { value: key.into() })
            .then(KeyAction::Up { value: held.into() });
        self.browser.client.perform_actions(actions).await.unwrap();
        self.pressed += 2;
    }
}

async fn rows(browser: &Browser) -> usize {
    browser.client.find_all(Locator::Css("#report tbody tr")).await.unwrap().len()
}

async fn value_in_focus(browser: &Browser) -> i64 {
    let value = browser.value("document.activeElement.value").await;
    let digits: String = value.as_str().unwrap().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Reports nine projects: four figures change, of the rest nothing moved. `done` is what the page says at the end.
async fn nine_projects(language: &str, done: &str) {
    let (site, browser) = (Demonstration::start(), Browser::open(View::DESKTOP).await);
    site.sign_in(&browser, "dongying").await;
    browser.goto(&site.at(&format!("/updates?period=2026-09&lang={language}"))).await;
    let owed = rows(&browser).await;
    assert_eq!(owed, 9);
    let mut keys = Keyboard { browser: &browser, pressed: 0 };
    let mut changed = 0;
    // She goes down the column of the whole investment; where something is being built, she adds to it and to the year's.
    for _ in 0..owed {
        let stage = "document.activeElement.closest('tr').querySelector('select').value";
        if browser.value(stage).await == "under_construction" {
            let whole = value_in_focus(&browser).await + 10;
            keys.write(&whole.to_string()).await;
            keys.press(&[Key::Tab.into()]).await;
            let year = value_in_focus(&browser).await + 10;
            keys.write(&year.to_string()).await;
            changed += 1;
            if changed == 2 {
                break;
            }
            keys.chord(Key::Shift, Key::Tab).await;
        }
        keys.press(&[Key::Down.into()]).await;
    }
    assert_eq!(changed, 2);
    keys.chord(Key::Control, Key::Enter).await;
    browser.client.wait().for_element(Locator::Css("#report .empty, .errors")).await.unwrap();
    let page = browser.client.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
    assert!(page.contains(done), "{page}");
    eprintln!("{} keys for {owed} projects", keys.pressed);
    assert!(keys.pressed <= 40, "she pressed {} keys", keys.pressed);
}

#[actix_web::test]
async fn nine_projects_are_reported_in_forty_strokes_or_fewer_in_chinese() {
    nine_projects("zh", "本月没有待报送的项目").await;
}

#[actix_web::test]
async fn nine_projects_are_reported_in_forty_strokes_or_fewer_in_english() {
    nine_projects("en", "No report is owed for this month.").await;
}
