//! Signing in, sessions, tokens and links: what proves who somebody is, and when it stops doing so.

use chrono::TimeDelta;
use groundwork::features::accounts;
use groundwork::kernel::role::Role;
use groundwork::web::SESSION_COOKIE;
use serde_json::json;

use crate::kit::{Answer, Client, NewPerson, PASSWORD, TestApp};

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
