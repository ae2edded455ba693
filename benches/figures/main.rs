//! The figures the README claims: `cargo bench`. Prints one line a figure with wall time and CPU time a request,
//! measured in process on the demonstration's data, SQLite in a temporary folder with full durability; then starts
//! the program itself for its start-up time and resident memory. Numbers belong to the machine they were taken on;
//! ratios between lines of one run carry over. `cargo bench -- letters` measures the letters alone.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench may fail loudly and prints")]

mod ahead;
mod compare;
mod copies;
mod history;
mod letters;
mod measure;
mod months;
mod officers;
mod program;

use actix_web::test::{TestRequest, call_service, init_service, read_body};
use groundwork::app::{Application, service};
use groundwork::config::{Config, Sources};
use groundwork::features::{accounts, demo};
use groundwork::kernel::instant::{Clock, Instant};
use groundwork::web::Caller;
use measure::Measure;

/// The demonstration's day: 2026Q3 in review.
const AS_OF: &str = "2026-10-08T01:00:00Z";

#[actix_web::main]
async fn main() {
    if std::env::args().any(|argument| argument == "letters") {
        return letters::letters_beside_a_source_and_a_commit().await;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}/bench.db", folder.path().display());
    let config =
        Config::load(&Sources { database_url: Some(url.clone()), ..Sources::default() }).expect("defaults");
    let start = Instant::parse(AS_OF).expect("an instant");
    let clock = Clock::starting_at(start);
    let application = Application::open(config, clock.clone(), true).expect("an application");
    demo::fill(&application.context, &application.config, "a bench password").expect("the demonstration");

    let token = reviewer_token(&application);
    let service = init_service(service(&application)).await;
    let get =
        |path: &str| TestRequest::get().uri(path).insert_header(("authorization", format!("Bearer {token}")));
    macro_rules! answer {
        ($request:expr) => {{
            let response = call_service(&service, $request.to_request()).await;
            let status = response.status();
            let body = read_body(response).await;
            assert!(status.is_success() || status.is_redirection(), "{status}: {body:?}");
            body
        }};
    }

    println!("{}", Measure::heading());
    for (name, path, times) in [
        ("published list of 166, JSON", "/api/v1/lists/2026Q2", 300),
        ("published list of 166, page", "/lists/2026Q2", 300),
        ("200 projects, JSON", "/api/v1/projects?per_page=200", 300),
        ("200 projects, page", "/projects?per_page=200", 300),
        ("200 projects as of the day before, page", "/projects?per_page=200&as_of=2026-10-07", 300),
        ("filtered 20 of a city, page", "/projects?city=370100&per_page=20", 1000),
        ("filtered 20 of a city, JSON", "/api/v1/projects?city=370100&per_page=20", 1000),
        ("export of 200 projects, xlsx", "/projects/export.xlsx", 50),
        ("export of the list, xlsx", "/api/v1/lists/2026Q2/export.xlsx", 50),
    ] {
        let mut bytes = 0;
        let mut measure = Measure::start(name);
        for _ in 0..times {
            bytes = answer!(get(path)).len();
        }
        println!("{}", measure.stop(times, bytes));
    }

    let mut measure = Measure::start("one durable write (a new project)");
    for number in 0..300 {
        let body = serde_json::json!({ "name": format!("基准项目{number}号"), "city": "370100" });
        answer!(
            TestRequest::post()
                .uri("/api/v1/projects")
                .insert_header(("authorization", format!("Bearer {token}")))
                .set_json(body)
        );
    }
    println!("{}", measure.stop(300, 0));

    let workbook = answer!(get("/projects/export.xlsx?per_page=200"));
    let mut measure = Measure::start("import preview of that workbook");
    for _ in 0..10 {
        let (kind, body) = measure::multipart("projects", &workbook);
        answer!(
            TestRequest::post()
                .uri("/api/v1/imports")
                .insert_header(("authorization", format!("Bearer {token}")))
                .insert_header(("content-type", kind))
                .set_payload(body)
        );
    }
    println!("{}", measure.stop(10, workbook.len()));

    officers::two_hundred_reports_at_once().await;
    compare::two_lists_against_their_pages(&application, &token).await;
    copies::copies_beside_a_file(&application, &token).await;
    months::report_workbook_to_its_preview(&application, &token_of(&application, "officer")).await;
    months::statistics_over_ten_years(&application, &token).await;
    ahead::a_digest(&application);
    history::filtered_page_under_history(&application, &token).await;
    program::start_and_memory(&url);
    letters::letters_beside_a_source_and_a_commit().await;
    ahead::a_quarter_ahead(&application);
}

fn reviewer_token(application: &Application) -> String {
    token_of(application, "reviewer")
}

/// A token of the first account of a role.
fn token_of(application: &Application, role: &str) -> String {
    let (context, now) = (&application.context, application.context.now());
    let caller = Caller::command_line(context.province);
    context
        .db
        .write_now(|conn| {
            let users = accounts::all_users(conn)?;
            let user = users.iter().find(|user| user.role.as_str() == role).expect("an account of the role");
            accounts::create_token(conn, &caller, user.id, "bench", None, now)
        })
        .expect("a token")
}
