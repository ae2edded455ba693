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

#[actix_web::test]
async fn nine_projects_are_reported_with_the_keyboard_alone_in_forty_strokes_or_fewer_in_both_languages() {
    // One city for each language: a month is reported once.
    let site = Demonstration::start();
    for (who, language, done) in
        [("dongying", "zh", "本月没有待报送的项目"), ("taian", "en", "No report is owed")]
    {
        let browser = Browser::open(View::DESKTOP).await;
        site.sign_in(&browser, who).await;
        browser.goto(&site.at(&format!("/updates?period=2026-09&lang={language}"))).await;
        let owed = rows(&browser).await;
        assert_eq!(owed, 9, "{who}");
        let mut keys = Keyboard { browser: &browser, pressed: 0 };
        let mut changed = 0;
        // She goes down the column of the whole investment; where there is some, she adds to it and to the year's.
        for _ in 0..owed {
            let stands = browser.value("document.activeElement.value").await;
            if changed < 2 && !stands.as_str().unwrap().is_empty() {
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
        assert_eq!(changed, 2, "{who}");
        keys.chord(Key::Control, Key::Enter).await;
        browser.client.wait().for_element(Locator::Css("#report .empty")).await.unwrap();
        let page = browser.client.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
        assert!(page.contains(done), "{page}");
        eprintln!("{who}: {} keys for {owed} projects", keys.pressed);
        assert!(keys.pressed <= 40, "{who} pressed {} keys", keys.pressed);
    }
}
