//! A person's browser or program: keeps the session, fills in the CSRF token, and reads answers.

use actix_web::http::header::HeaderMap;
use actix_web::test::TestRequest;
use groundwork::web::{SESSION_COOKIE, encode};
use serde_json::Value;
use std::fmt::Write as _;
use std::net::SocketAddr;

use super::{PASSWORD, TestApp};

/// Where requests come from when nobody says otherwise.
const HOME: &str = "192.0.2.10:50000";
const BOUNDARY: &str = "the-house-tests-its-own-parts";

/// Somebody who calls; cloning opens a second window of the same browser.
#[derive(Clone)]
pub struct Client {
    app: TestApp,
    peer: SocketAddr,
    headers: Vec<(String, String)>,
    session: Option<String>,
    /// What unsafe requests repeat; empty without a session.
    pub csrf: String,
    /// `users.id`; 0 for a stranger.
    pub id: i64,
}

impl Client {
    /// Nobody yet.
    pub(super) fn stranger(app: &TestApp) -> Self {
        Self {
            app: app.clone(),
            peer: HOME.parse().unwrap(),
            headers: Vec::new(),
            session: None,
            csrf: String::new(),
            id: 0,
        }
    }

    /// Signs in through the API, as the browser of a person does through the page.
    pub async fn sign_in(mut self, email: &str, password: &str) -> Self {
        let body = serde_json::json!({ "email": email, "password": password });
        let answer = self.post_json("/api/v1/session", &body).await.must(200);
        self.session = Some(answer.cookie(SESSION_COOKIE).unwrap());
        let body = answer.json();
        body["csrf_token"].as_str().unwrap().clone_into(&mut self.csrf);
        self.id = body["user"]["id"].as_i64().unwrap();
        self
    }

    /// The same person on another device.
    pub async fn again(&self) -> Self {
        let email = self.get("/api/v1/me").await.must(200).json()["email"].as_str().unwrap().to_owned();
        Self::stranger(&self.app).sign_in(&email, PASSWORD).await
    }

    /// The same person without proof that the request came from our own page.
    pub fn without_csrf(mut self) -> Self {
        self.csrf.clear();
        self
    }

    /// The same caller with one more header on every request.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same caller as a program with a token.
    pub fn with_token(self, token: &str) -> Self {
        self.with_header("Authorization", &format!("Bearer {token}"))
    }

    /// The same caller at another address.
    pub fn at_address(mut self, ip: &str) -> Self {
        self.peer.set_ip(ip.parse().unwrap());
        self
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None).await
    }

    /// POST of a JSON body.
    pub async fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(("application/json", body.to_string().into_bytes()))).await
    }

    /// PATCH of a JSON body, based on a version.
    pub async fn patch_json(&self, path: &str, if_match: i64, body: &Value) -> Answer {
        let based = self.clone().with_header("If-Match", &format!("\"{if_match}\""));
        based.send("PATCH", path, Some(("application/json", body.to_string().into_bytes()))).await
    }

    /// POST of an HTML form, as the page would send it: the CSRF token travels in the body.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = ("csrf", self.csrf.as_str());
        let pairs: Vec<String> = std::iter::once(&token)
            .chain(fields)
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        self.in_page()
            .send("POST", path, Some(("application/x-www-form-urlencoded", pairs.join("&").into_bytes())))
            .await
    }

    /// POST of a file with text fields beside it, from a page or to the API.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
        let mut body = Vec::new();
        let token = ("csrf", self.csrf.as_str());
        let in_page = !path.starts_with("/api/");
        for (field, value) in in_page.then_some(&token).into_iter().chain(fields) {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let caller = if in_page { self.in_page() } else { self.clone() };
        caller.send("POST", path, Some((&kind, body))).await
    }

    /// Anything else: a method, a path, a body of some kind. Unsafe requests carry the token as a header.
    pub async fn send(&self, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let mut request = TestRequest::with_uri(path).method(method.parse().unwrap()).peer_addr(self.peer);
        if let Some(session) = &self.session {
            request = request.insert_header(("Cookie", format!("{SESSION_COOKIE}={session}")));
        }
        if !self.csrf.is_empty() && method != "GET" {
            request = request.insert_header(("X-CSRF-Token", self.csrf.clone()));
        }
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        if let Some((kind, bytes)) = body {
            request = request.insert_header(("Content-Type", kind)).set_payload(bytes);
        }
        let answer = self.app.answer(request).await;
        assert!(answer.status != 500, "{method} {path} broke:\n{}", super::app::log_tail());
        answer
    }

    /// A page sends no header of its own: the token is in the body.
    fn in_page(&self) -> Self {
        self.clone().without_csrf()
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// 200, 404 …
    pub status: u16,
    /// As sent.
    pub headers: HeaderMap,
    /// As sent.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Goes on only with this status; otherwise shows what came.
    #[track_caller]
    pub fn must(self, status: u16) -> Self {
        if self.status != status {
            let mut shown = String::new();
            let _ = write!(shown, "expected {status}, got {}: ", self.status);
            panic!("{shown}{:?}\n{}", self.headers.get("location"), self.text());
        }
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A header, empty when it did not come.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a cookie that was set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.get_all("set-cookie").map(|value| value.to_str().unwrap());
        set.filter_map(|cookie| cookie.strip_prefix(name)?.strip_prefix('=')?.split(';').next())
            .map(str::to_owned)
            .next_back()
    }
}
