//! People and their accounts, as the administrator and each person for herself run them.

use groundwork::kernel::role::Role;
use regex::Regex;
use serde_json::json;

use crate::kit::{Client, NewPerson, PASSWORD, TestApp};
use crate::sign_in::attempt;

const NEW_PASSWORD: &str = "泰山 sunrise 2026";

/// The fields of a person, with some changed.
fn fields<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("email", "wang@example.gov.cn"),
        ("name", "王工"),
        ("role", "city"),
        ("scope", "370700"),
        ("lang", "zh-CN"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    kept.chain(changed.iter().copied()).collect()
}

/// Adds the usual person and says where her page is.
async fn add(admin: &Client, changed: &[(&str, &str)]) -> String {
    admin.form("/people", &fields(changed)).await.must(303).header("location").to_owned()
}

/// The first match of a pattern's group on a page.
fn found(pattern: &str, text: &str) -> String {
    let captures = Regex::new(pattern).unwrap().captures(text).map(|captures| captures[1].to_owned());
    captures.unwrap_or_else(|| panic!("{pattern} is not in {text}"))
}

#[actix_web::test]
async fn the_administrator_adds_a_person_who_sets_her_password_through_a_link_that_works_once() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let page = add(&admin, &[]).await;
    assert!(admin.get("/people").await.must(200).text().contains("王工"));
    let shown = admin.form(&format!("{page}/link"), &[]).await.must(200).text();
    let link = found(r"http://[^/]+(/setup/[0-9a-f]{64})", &shown);
    assert!(!admin.get(&page).await.must(200).text().contains("/setup/"), "shown once");
    let wang = app.stranger();
    let passwords = [("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
    wang.get(&link).await.must(200);
    wang.form(&link, &[("password", "short"), ("password_again", "short")]).await.must(422);
    wang.form(&link, &[("password", NEW_PASSWORD), ("password_again", "another one")]).await.must(422);
    wang.form(&link, &passwords).await.must(303);
    wang.form(&link, &passwords).await.must(404);
    wang.get(&link).await.must(404);
    let wang = wang.sign_in("wang@example.gov.cn", NEW_PASSWORD).await;
    assert_eq!(wang.get("/api/v1/me").await.json()["scope"], json!(["370700"]));
}

#[actix_web::test]
async fn a_newer_link_ends_the_older_one_and_every_link_ends_after_a_week() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let page = add(&admin, &[]).await;
    let mut links = Vec::new();
    for _ in 0..2 {
        let shown = admin.form(&format!("{page}/link"), &[]).await.must(200).text();
        links.push(found(r"(/setup/[0-9a-f]{64})", &shown));
    }
    app.stranger().get(&links[0]).await.must(404);
    app.stranger().get(&links[1]).await.must(200);
    app.clock.advance(chrono::TimeDelta::days(7));
    app.stranger().get(&links[1]).await.must(404);
}

#[actix_web::test]
async fn every_wrong_field_of_a_person_is_named_at_once_and_what_was_typed_is_kept() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let long = "长".repeat(10_000);
    let wrong = [("email", "not an address"), ("name", long.as_str()), ("role", "king"), ("scope", "37")];
    let page = admin.form("/people", &fields(&wrong)).await.must(422).text();
    for field in ["email", "name", "role", "scope"] {
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field} is not named: {page}");
    }
    assert!(page.contains("not an address"));
    for (field, value) in [("name", "王\0工"), ("name", "王\u{202e}工"), ("scope", "110000"), ("lang", "fr")]
    {
        let page = admin.form("/people", &fields(&[(field, value)])).await.must(422).text();
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}={value:?}: {page}");
    }
    assert!(!admin.get("/people").await.text().contains("wang@example.gov.cn"), "nothing was made");
}

#[actix_web::test]
async fn an_address_has_one_account_whatever_the_case_of_its_letters() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    add(&admin, &[]).await;
    let page = admin.form("/people", &fields(&[("email", "WANG@example.gov.cn")])).await.must(422).text();
    assert!(page.contains("该邮箱已有账号"), "{page}");
}

#[actix_web::test]
async fn a_change_of_role_or_scope_ends_her_sessions_and_is_remembered_with_both_sides() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let me = jinan.get("/api/v1/me").await.json();
    let same = [("email", me["email"].as_str().unwrap()), ("name", "李工"), ("scope", "370100")];
    let page = format!("/people/{}", jinan.id);
    admin.form(&page, &fields(&same)).await.must(303);
    jinan.get("/api/v1/me").await.must(200);
    let more = [same[0], same[1], ("scope", "370100,370200")];
    admin.form(&page, &fields(&more)).await.must(303);
    jinan.get("/api/v1/me").await.must(401);
    let path = format!("/api/v1/audit?subject_kind=user&subject_id={}", jinan.id);
    let records = admin.get(&path).await.json();
    let newest = &records["items"][0];
    assert_eq!(newest["deed"], "user.change");
    assert_eq!(newest["changes"], json!([{ "field": "scope", "from": "370100", "to": "370100,370200" }]));
    admin.form(&page, &fields(&more)).await.must(303);
    assert_eq!(admin.get(&path).await.json()["total"], records["total"], "no difference, no record");
}

#[actix_web::test]
async fn a_disabled_person_is_out_at_once_with_her_tokens_and_can_be_let_in_again() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let jinan = app.person(Role::City, "370100").await;
    let email = jinan.get("/api/v1/me").await.json()["email"].as_str().unwrap().to_owned();
    let made = jinan.form("/account/tokens", &[("name", "同步")]).await.must(200).text();
    let token = app.stranger().with_token(&found("<code>([0-9a-f]{64})</code>", &made));
    token.get("/api/v1/me").await.must(200);
    let facts = fields(&[("email", &email), ("scope", "370100")]);
    let page = format!("/people/{}", jinan.id);
    let disabled: Vec<_> = facts.iter().copied().chain([("disabled", "true")]).collect();
    admin.form(&page, &disabled).await.must(303);
    jinan.get("/api/v1/me").await.must(401);
    token.get("/api/v1/me").await.must(401);
    assert_eq!(attempt(&app.stranger(), &email, PASSWORD).await.status, 401);
    admin.form(&page, &facts).await.must(303);
    assert_eq!(attempt(&app.stranger(), &email, PASSWORD).await.status, 200);
    token.get("/api/v1/me").await.must(200);
}

#[actix_web::test]
async fn the_administrator_cannot_shut_herself_out() {
    let app = TestApp::new().await;
    let admin = app.person(Role::Administrator, "370000").await;
    let me = admin.get("/api/v1/me").await.json();
    let page = format!("/people/{}", admin.id);
    let email = me["email"].as_str().unwrap();
    let own = fields(&[("email", email), ("scope", "370000"), ("role", "administrator")]);
    let shut: Vec<_> = own.iter().copied().chain([("disabled", "true")]).collect();
    admin.form(&page, &shut).await.must(422);
    admin.form(&page, &fields(&[("email", email), ("scope", "370000"), ("role", "auditor")])).await.must(422);
    admin.get("/people").await.must(200);
}

#[actix_web::test]
async fn an_administrator_of_one_city_grants_and_reaches_nothing_beyond_it() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::Administrator, "370100").await;
    let qingdao = app.person(Role::City, "370200").await;
    let both = app.person(Role::City, "370100,370200").await;
    for other in [&qingdao, &both] {
        jinan.get(&format!("/people/{}", other.id)).await.must(404);
        jinan.form(&format!("/people/{}", other.id), &fields(&[("scope", "370100")])).await.must(404);
        jinan.form(&format!("/people/{}/link", other.id), &[]).await.must(404);
    }
    let page = jinan.form("/people", &fields(&[("scope", "370100,370200")])).await.must(422).text();
    assert!(page.contains("370200 不在您自己的管理范围内"), "{page}");
}

#[actix_web::test]
async fn her_own_password_is_changed_with_the_old_one_and_ends_her_other_sessions() {
    let app = TestApp::new().await;
    let here = app.person(Role::City, "370100").await;
    let email = here.get("/api/v1/me").await.json()["email"].as_str().unwrap().to_owned();
    let elsewhere = app.stranger().sign_in(&email, PASSWORD).await;
    let wrong = [("old_password", "guess"), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
    let page = here.form("/account/password", &wrong).await.must(422).text();
    assert!(page.contains("原密码不正确") && !page.contains(NEW_PASSWORD), "{page}");
    let right = [("old_password", PASSWORD), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
    here.form("/account/password", &right).await.must(303);
    here.get("/account").await.must(200);
    elsewhere.get("/api/v1/me").await.must(401);
    assert_eq!(attempt(&app.stranger(), &email, PASSWORD).await.status, 401);
    assert_eq!(attempt(&app.stranger(), &email, NEW_PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn a_session_left_open_is_no_way_to_guess_the_password() {
    let app = TestApp::configured(|config| config.sign_in.per_account = 2).await;
    let jinan = app.person(Role::City, "370100").await;
    let guess = [("old_password", "guess"), ("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)];
    for status in [422, 422, 429] {
        jinan.form("/account/password", &guess).await.must(status);
    }
}

#[actix_web::test]
async fn she_sees_her_sessions_and_ends_the_one_she_left_open_and_nobody_elses() {
    let app = TestApp::new().await;
    let here = app.person(Role::City, "370100").await;
    let email = here.get("/api/v1/me").await.json()["email"].as_str().unwrap().to_owned();
    let elsewhere = app.stranger().at_address("198.51.100.7").sign_in(&email, PASSWORD).await;
    let page = here.get("/account").await.must(200).text();
    assert!(page.contains("198.51.100.7"), "{page}");
    let end = found("(/account/sessions/[0-9]+/end)", &page);
    app.person(Role::City, "370100").await.form(&end, &[]).await.must(404);
    here.form(&end, &[]).await.must(303);
    elsewhere.get("/api/v1/me").await.must(401);
    here.form(&end, &[]).await.must(404);
}

#[actix_web::test]
async fn a_token_is_shown_once_acts_as_her_and_ends_by_a_click_or_by_its_date() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    for (name, days) in [("", "30"), ("同步", "0"), ("同步", "3651"), ("同步", "soon")] {
        jinan.form("/account/tokens", &[("name", name), ("days", days)]).await.must(422);
    }
    let made = jinan.form("/account/tokens", &[("name", "同步"), ("days", "30")]).await.must(200).text();
    let secret = found("<code>([0-9a-f]{64})</code>", &made);
    let page = jinan.get("/account").await.must(200).text();
    assert!(page.contains("同步") && !page.contains(&secret));
    let program = app.stranger().with_token(&secret);
    assert_eq!(program.get("/api/v1/me").await.must(200).json()["id"], jinan.id);
    app.clock.advance(chrono::TimeDelta::days(30));
    program.get("/api/v1/me").await.must(401);
    let email = NewPerson { role: Role::City, scope: "370100", name: "second".into() };
    email.insert(&app.context.db, app.clock.now());
    let second = app.stranger().sign_in(&email.email(), PASSWORD).await;
    let made = second.form("/account/tokens", &[("name", "导出")]).await.must(200).text();
    let program = app.stranger().with_token(&found("<code>([0-9a-f]{64})</code>", &made));
    let revoke = found("(/account/tokens/[0-9]+/revoke)", &second.get("/account").await.text());
    app.person(Role::City, "370100").await.form(&revoke, &[]).await.must(404);
    program.get("/api/v1/me").await.must(200);
    second.form(&revoke, &[]).await.must(303);
    program.get("/api/v1/me").await.must(401);
}

#[actix_web::test]
async fn the_language_of_an_account_is_the_language_of_its_pages() {
    let app = TestApp::new().await;
    let jinan = app.person(Role::City, "370100").await;
    assert!(jinan.get("/account").await.text().contains("我的账号"));
    jinan.form("/account/language", &[("lang", "en")]).await.must(303);
    assert!(jinan.get("/account").await.text().contains("My account"));
    jinan.form("/account/language", &[("lang", "fr")]).await.must(422);
}
