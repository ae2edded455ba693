//! The last afternoon before the reports are due: the officers of sixteen cities hand in the reports of all their
//! projects at the same moment, two hundred of them, month after month. Every one must be taken: a report that is lost
//! or answered with a lock ends the bench. On SQLite, and on Postgres when GROUNDWORK_BENCH_POSTGRES names a server on
//! which a database may be made.

use super::measure::Measure;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use diesel::connection::SimpleConnection;
use futures_util::future::join_all;
use groundwork::app::{Application, service};
use groundwork::config::{Config, Sources};
use groundwork::db::{DatabaseUrl, Db};
use groundwork::features::{accounts, demo};
use groundwork::kernel::division::{DivisionCode, Scope};
use groundwork::kernel::instant::{Clock, Instant};
use groundwork::kernel::role::Role;
use groundwork::web::{Caller, Lang};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A day on which the demonstration has reported the last quarter of the year before, and nothing since.
const DAY: &str = "2027-03-29T01:00:00Z";
/// The months since, each reported after the one before it.
const MONTHS: [&str; 2] = ["2027-01", "2027-02"];
/// The month that is reported one after another.
const NEXT: &str = "2027-03";

/// Prints wall and CPU time of one report among two hundred at once, on each engine.
pub async fn two_hundred_reports_at_once() {
    let clock = &Clock::starting_at(Instant::parse(DAY).expect("an instant"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    on_engine(
        ("of 200 reports at once, one, SQLite", "one monthly report, durable, SQLite"),
        format!("sqlite://{}/b.db", folder.path().display()),
        clock,
    )
    .await;
    match std::env::var_os("GROUNDWORK_BENCH_POSTGRES").and_then(|server| server.into_string().ok()) {
        Some(server) => {
            let name = format!("groundwork_bench_{}", std::process::id());
            on_server(&server, &format!("create database {name}"));
            let (address, _) = server.rsplit_once('/').expect("a database in the address");
            on_engine(
                ("of 200 reports at once, one, Postgres", "one monthly report, durable, Postgres"),
                format!("{address}/{name}"),
                clock,
            )
            .await;
            on_server(&server, &format!("drop database {name} with (force)"));
        }
        None => println!("on Postgres: not measured, GROUNDWORK_BENCH_POSTGRES names no server"),
    }
}

fn on_server(server: &str, sql: &str) {
    let url = DatabaseUrl::parse(server).expect("an address");
    let db = Db::open(&url, 1).expect("the server");
    db.connection().expect("a connection").batch_execute(sql).expect("a database");
}

async fn on_engine((name, alone): (&'static str, &'static str), url: String, clock: &Clock) {
    let sources = Sources { database_url: Some(url), ..Sources::default() };
    let config = Config::load(&sources).expect("defaults");
    let application = Application::open(config, clock.clone(), true).expect("an application");
    demo::fill(&application.context, &application.config, "a bench password").expect("the demonstration");
    let service = init_service(service(&application)).await;
    let reviewer = super::reviewer_token(&application);
    let all = TestRequest::get().uri("/api/v1/projects?per_page=200");
    let all = all.insert_header(("authorization", format!("Bearer {reviewer}"))).to_request();
    let all: Value =
        serde_json::from_slice(&read_body(call_service(&service, all).await).await).expect("JSON");
    let projects: Vec<(i64, String)> =
        all["items"].as_array().expect("projects").iter().map(project).collect();
    assert_eq!(projects.len(), 200);
    let officers = officers(&application, &projects);

    let mut measure = Measure::start(name);
    for month in MONTHS {
        let body = json!({ "period": month, "justifications": reasons(), "progress_text": "按计划推进" });
        let reports = projects.iter().map(|(id, city)| {
            let request = TestRequest::post().uri(&format!("/api/v1/projects/{id}/updates"));
            let bearer = ("authorization", format!("Bearer {}", officers[city]));
            call_service(&service, request.insert_header(bearer).set_json(&body).to_request())
        });
        for answer in join_all(reports).await {
            let status = answer.status();
            assert_eq!(status, 201, "{:?}", read_body(answer).await);
        }
    }
    println!("{}", measure.stop(200 * MONTHS.len() as u32, 0));
    // What was answered is there: nothing was lost.
    for (id, _) in &projects {
        let request = TestRequest::get().uri(&format!("/api/v1/projects/{id}/updates"));
        let request = request.insert_header(("authorization", format!("Bearer {reviewer}")));
        let body = read_body(call_service(&service, request.to_request()).await).await;
        let all: Value = serde_json::from_slice(&body).expect("JSON");
        let kept = |month: &&&str| {
            all["items"].as_array().expect("reports").iter().any(|one| one["period"] == ***month)
        };
        assert_eq!(MONTHS.iter().filter(kept).count(), MONTHS.len(), "project {id}");
    }

    // One after another, each durable before the next is asked for.
    let mut measure = Measure::start(alone);
    for (id, city) in &projects {
        let body = json!({ "period": NEXT, "justifications": reasons(), "progress_text": "按计划推进" });
        let request = TestRequest::post().uri(&format!("/api/v1/projects/{id}/updates"));
        let bearer = ("authorization", format!("Bearer {}", officers[city]));
        let answer = call_service(&service, request.insert_header(bearer).set_json(&body).to_request()).await;
        assert_eq!(answer.status(), 201, "{:?}", read_body(answer).await);
    }
    println!("{}", measure.stop(200, 0));
}

fn project(item: &Value) -> (i64, String) {
    (item["id"].as_i64().expect("an id"), item["city"].as_str().expect("a city").to_owned())
}

/// A reason for whatever may be unusual about an invented project; those that nothing asks for are let go.
fn reasons() -> Value {
    let fields = ["stage", "enrolled", "cumulative_investment_yuan", "ytd_investment_yuan", "planned_finish"];
    fields.into_iter().map(|field| (field.to_owned(), json!("已与企业核实"))).collect()
}

/// A token of one officer for each city.
fn officers(application: &Application, projects: &[(i64, String)]) -> BTreeMap<String, String> {
    let (context, now) = (&application.context, application.context.now());
    let machine = Caller::command_line(context.province);
    let mut officers = BTreeMap::new();
    for (_, city) in projects {
        officers.entry(city.clone()).or_insert_with(|| {
            let scope = Scope::from(DivisionCode::parse(city).expect("a city"));
            let email = format!("officer-{city}@example.gov.cn");
            let new =
                accounts::NewUser { email, name: city.clone(), role: Role::City, scope, lang: Lang::Zh };
            let token = context.db.write_now(|conn| {
                let id = accounts::add_user(conn, &machine, &new, None, now)?;
                accounts::create_token(conn, &machine, id, "bench", None, now)
            });
            token.expect("a token")
        });
    }
    officers
}
