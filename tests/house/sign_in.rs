//! Signing in, sessions, tokens and links: what proves who somebody is, and when it stops doing so.

use chrono::TimeDelta;
use groundwork::features::accounts;
use groundwork::kernel::role::Role;
use groundwork::web::SESSION_COOKIE;
use serde_json::json;

use crate::kit::{Answer, Client, NewPerson, PASSWORD, TestApp, log};

/// A try with this password; whatever comes of it.
pub async fn attempt(client: &Client, email: &str, password: &str) -> Answer {
    client.post_json("/api/v1/session", &json!({ "email": email, "password": password })).await
}

/// An account that signs in with [`PASSWORD`], and has not yet.
fn insert(app: &TestApp, name: &str) -> String {
    let person = NewPerson { role: Role::City, scope: "370100", name: name.to_owned() };
    person.insert(&app.context.db, app.clock.now());
    person.email()
}

/// What an answer says, without what differs from request to request.
fn said(answer: &Answer) -> (u16, serde_json::Value) {
    let mut body = answer.json();
    body["request_id"].take();
    (answer.status, body)
}

#[actix_web::test]
async fn a_session_begins_with_the_right_password_and_ends_with_signing_out() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    let me = jinan.get("/api/v1/me").await.must(200).json();
    assert_eq!((me["role"].as_str(), me["scope"].clone()), (Some("city"), json!(["370100"])));
    jinan.delete("/api/v1/session").await.must(204);
    jinan.get("/api/v1/me").await.must(401);
}

#[actix_web::test]
async fn an_unknown_account_a_disabled_one_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::new().await;
    let known = insert(&app, "known");
    let gone = insert(&app, "gone");
    let (machine, now) = (groundwork::web::Caller::command_line(app.context.province), app.clock.now());
    app.context.db.write_now(|conn| accounts::disable_user(conn, &machine, &gone, now)).unwrap();
    let stranger = app.stranger();
    let wrong = said(&attempt(&stranger, &known, "wrong password").await);
    assert_eq!(wrong.0, 401);
    assert_eq!(wrong, said(&attempt(&stranger, "nobody@example.gov.cn", PASSWORD).await));
    assert_eq!(wrong, said(&attempt(&stranger, &gone, PASSWORD).await));
}

#[actix_web::test]
async fn an_account_that_failed_too_often_is_refused_even_with_the_right_password_until_the_window_passes() {
    let app = TestApp::configured(|config| config.sign_in.per_account = 3).await;
    let email = insert(&app, "wang");
    let stranger = app.stranger();
    for _ in 0..3 {
        assert_eq!(attempt(&stranger, &email, "wrong password").await.status, 401);
    }
    let refused = attempt(&stranger, &email, PASSWORD).await.must(429);
    assert_eq!(refused.header("retry-after"), "900");
    assert_eq!(attempt(&stranger.clone().at_address("198.51.100.7"), &email, PASSWORD).await.status, 429);
    assert_eq!(attempt(&stranger, &insert(&app, "li"), PASSWORD).await.status, 200, "others are free");
    app.clock.advance(TimeDelta::minutes(15));
    assert_eq!(attempt(&stranger, &email, PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn an_address_that_failed_too_often_is_refused_whatever_account_it_names() {
    let app = TestApp::configured(|config| config.sign_in.per_address = 3).await;
    let email = insert(&app, "wang");
    let guesser = app.stranger().at_address("2001:db8:1:2::1");
    for name in ["a", "b", "c"] {
        let answer = attempt(&guesser, &format!("{name}@example.gov.cn"), "wrong password").await;
        assert_eq!(answer.status, 401);
    }
    let neighbour = app.stranger().at_address("2001:db8:1:2:ffff::9");
    assert_eq!(attempt(&neighbour, &email, PASSWORD).await.status, 429, "one /64 is one address");
    assert_eq!(attempt(&app.stranger().at_address("2001:db8:1:3::1"), &email, PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn tries_are_counted_before_the_password_is_looked_at_so_that_parallel_guesses_do_not_slip_through() {
    let app = TestApp::configured(|config| config.sign_in.per_account = 3).await;
    let email = insert(&app, "wang");
    let stranger = app.stranger();
    let guesses = (0..12).map(|_| attempt(&stranger, &email, "wrong password"));
    let statuses: Vec<u16> =
        futures_util::future::join_all(guesses).await.iter().map(|answer| answer.status).collect();
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    assert!(looked_at <= 3, "{statuses:?}");
    assert_eq!(attempt(&stranger, &email, PASSWORD).await.status, 429);
}

#[actix_web::test]
async fn signing_in_rightly_forgets_the_failures_before() {
    let app = TestApp::configured(|config| config.sign_in.per_account = 3).await;
    let email = insert(&app, "wang");
    for _ in 0..3 {
        attempt(&app.stranger(), &email, "wrong password").await.must(401);
        attempt(&app.stranger(), &email, "wrong password").await.must(401);
        attempt(&app.stranger(), &email, PASSWORD).await.must(200);
    }
}

#[actix_web::test]
async fn the_forwarded_address_is_believed_from_a_configured_proxy_only_and_only_its_last_word() {
    let proxy = "192.0.2.1";
    let app = TestApp::configured(|config| {
        config.sign_in.per_address = 1;
        config.server.trusted_proxies = vec![proxy.to_owned()];
    })
    .await;
    let status = async |peer: &str, forwarded: &str| {
        let client = app.stranger().at_address(peer).with_header("X-Forwarded-For", forwarded);
        attempt(&client, "nobody@example.gov.cn", "wrong password").await.status
    };
    assert_eq!(status("203.0.113.5", "198.51.100.1").await, 401);
    assert_eq!(status("203.0.113.5", "198.51.100.2").await, 429, "a stranger's word about itself");
    assert_eq!(status(proxy, "10.0.0.1, 198.51.100.3").await, 401);
    assert_eq!(status(proxy, "10.0.0.2, 198.51.100.4").await, 401, "another person behind the proxy");
    assert_eq!(status(proxy, "10.0.0.3, 198.51.100.4").await, 429, "what the caller wrote before it");
}

#[actix_web::test]
async fn a_session_ends_after_silence_and_in_any_case_after_its_lifetime() {
    let app = TestApp::new().await;
    let began = app.clock.now();
    let quiet = app.person(Role::City, "370100").await;
    let busy = app.person(Role::City, "370100").await;
    app.clock.advance(TimeDelta::hours(12) - TimeDelta::minutes(1));
    busy.get("/api/v1/me").await.must(200);
    app.clock.advance(TimeDelta::minutes(1));
    quiet.get("/api/v1/me").await.must(401);
    while app.clock.now().plus(TimeDelta::hours(11)) < began.plus(TimeDelta::days(14)) {
        busy.get("/api/v1/me").await.must(200);
        app.clock.advance(TimeDelta::hours(11));
    }
    busy.get("/api/v1/me").await.must(200);
    app.clock.advance(TimeDelta::hours(11));
    busy.get("/api/v1/me").await.must(401);
}

#[actix_web::test]
async fn a_page_sends_a_stranger_to_sign_in_and_brings_her_back() {
    let app = TestApp::new().await;
    let sent = app.stranger().get("/people?page=2").await.must(303);
    assert_eq!(sent.header("location"), "/sign-in?next=%2Fpeople%3Fpage%3D2");
    let email = insert(&app, "wang");
    let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", "/account")];
    assert_eq!(app.stranger().form("/sign-in", &fields).await.must(303).header("location"), "/account");
    let elsewhere = [fields[0], fields[1], ("next", "https://evil.example/")];
    assert_eq!(app.stranger().form("/sign-in", &elsewhere).await.must(303).header("location"), "/");
}

#[actix_web::test]
async fn the_page_says_the_same_of_an_unknown_account_as_of_a_wrong_password() {
    let app = TestApp::configured(|config| config.sign_in.per_account = 1).await;
    let email = insert(&app, "wang");
    let page = async |email: &str, password: &str, status: u16| {
        let answer = app.stranger().form("/sign-in", &[("email", email), ("password", password)]).await;
        answer.must(status).text().replace(email, "")
    };
    let unknown = page("nobody@example.gov.cn", "wrong password", 401).await;
    assert_eq!(unknown, page(&email, "wrong password", 401).await);
    assert!(unknown.contains("邮箱或密码不正确"), "{unknown}");
    assert!(page(&email, PASSWORD, 429).await.contains("15 分钟"));
}

#[actix_web::test]
async fn a_cookie_is_out_of_reach_of_scripts_and_other_sites_and_secure_where_that_is_configured() {
    for secure in [false, true] {
        let app = TestApp::configured(|config| config.server.secure_cookies = secure).await;
        let email = insert(&app, "wang");
        let answer = attempt(&app.stranger(), &email, PASSWORD).await.must(200);
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with(SESSION_COOKIE), "{cookie}");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
    }
}

#[actix_web::test]
async fn the_first_administrator_comes_through_a_link_that_works_once_and_only_while_there_is_no_account() {
    let app = TestApp::new().await;
    let now = app.clock.now();
    let link = || {
        let token = app.context.db.write_now(|conn| accounts::invite_first_administrator(conn, now));
        token.unwrap().map(|token| format!("/setup/{token}"))
    };
    let (lost, kept) = (link().unwrap(), link().unwrap());
    app.stranger().get(&lost).await.must(404);
    app.stranger().get("/setup/0123456789").await.must(404);
    let password = "泰山 sunrise 2026";
    let fields =
        |email| [("email", email), ("name", "管理员"), ("password", password), ("password_again", password)];
    let refused = app.stranger().form(&kept, &fields("no address")).await.must(422).text();
    assert!(refused.contains("管理员") && !refused.contains(password), "{refused}");
    app.stranger().form(&kept, &fields("first@example.gov.cn")).await.must(303);
    app.stranger().form(&kept, &fields("second@example.gov.cn")).await.must(404);
    assert_eq!(link(), None, "there is an account now");
    let me = app.stranger().sign_in("first@example.gov.cn", password).await.get("/api/v1/me").await.json();
    assert_eq!((&me["role"], &me["scope"]), (&json!("administrator"), &json!(["370000"])));
}

#[actix_web::test]
async fn a_first_link_that_waited_while_an_account_was_made_no_longer_works() {
    let app = TestApp::new().await;
    let now = app.clock.now();
    let token = app.context.db.write_now(|conn| accounts::invite_first_administrator(conn, now)).unwrap();
    insert(&app, "wang");
    let password = "泰山 sunrise 2026";
    let fields = [
        ("email", "late@example.gov.cn"),
        ("name", "迟到"),
        ("password", password),
        ("password_again", password),
    ];
    app.stranger().form(&format!("/setup/{}", token.unwrap()), &fields).await.must(404);
    assert_eq!(attempt(&app.stranger(), "late@example.gov.cn", password).await.status, 401);
}

#[actix_web::test]
async fn a_password_is_found_in_no_answer_and_in_no_log() {
    let app = TestApp::new().await;
    let email = insert(&app, "wang");
    let secret = "Kq7-not-to-be-seen-91";
    let mut said = String::new();
    said += &attempt(&app.stranger(), &email, secret).await.text();
    said += &app.stranger().form("/sign-in", &[("email", &email), ("password", secret)]).await.text();
    let wrong = json!({ "email": email, "password": secret, "colour": secret });
    said += &app.stranger().post_json("/api/v1/session", &wrong).await.must(422).text();
    let wrong = json!({ "email": email, "password": [secret] });
    said += &app.stranger().post_json("/api/v1/session", &wrong).await.must(422).text();
    let wrong = json!({ "email": email, "password": secret.repeat(100) });
    said += &app.stranger().post_json("/api/v1/session", &wrong).await.must(422).text();
    let jinan = app.stranger().sign_in(&email, PASSWORD).await;
    for (old, new, again) in [(secret, secret, secret), (PASSWORD, secret, ""), (PASSWORD, secret, secret)] {
        let fields = [("old_password", old), ("password", new), ("password_again", again)];
        said += &jinan.form("/account/password", &fields).await.text();
    }
    said += &app.stranger().sign_in(&email, secret).await.get("/account").await.text();
    assert!(!said.contains(secret), "answered: {said}");
    let log = log();
    assert!(log.contains("/api/v1/session"), "the log was kept");
    assert!(!log.contains(secret), "logged");
}

#[actix_web::test]
async fn every_refusal_under_api_is_a_problem_that_names_itself() {
    let app = TestApp::configured(|config| config.sign_in.per_account = 1).await;
    let (stranger, leader) = (app.stranger(), app.person(Role::Leader, "370000").await);
    let body = |bytes: usize| Some(("application/json", vec![b' '; bytes]));
    attempt(&stranger, "a@example.gov.cn", "wrong password").await.must(401);
    let refusals = [
        (400, stranger.send("POST", "/api/v1/session", body(3)).await),
        (401, stranger.get("/api/v1/me").await),
        (403, leader.get("/api/v1/audit").await),
        (404, leader.get("/api/v1/nowhere").await),
        (404, leader.get("/api/v1/imports/no-number").await),
        (405, leader.patch_json("/api/v1/me", 1, &json!({})).await),
        (413, stranger.send("POST", "/api/v1/session", body(2 << 20)).await),
        (415, stranger.upload("/api/v1/session", "a.xlsx", b"x", &[]).await),
        (422, stranger.post_json("/api/v1/session", &json!({ "email": 1 })).await),
        (429, attempt(&stranger, "a@example.gov.cn", "wrong password").await),
    ];
    for (status, answer) in refusals {
        let answer = answer.must(status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{status}");
        let problem = answer.json();
        assert_eq!(problem["status"], status);
        if status == 405 {
            assert_eq!(answer.header("allow"), "GET, HEAD");
        }
        for member in ["type", "title", "code", "detail", "request_id"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{status}: {problem}");
        }
    }
}
