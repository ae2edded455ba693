//! Comparing two lists must cost less than rendering them: the comparison of two quarters, and of a list with the
//! registry, measured beside the two published pages.

use super::measure::Measure;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use groundwork::app::{Application, service};
use groundwork::web::copies::Copies;

const TIMES: u32 = 300;

/// Prints the comparisons and the ratio of their CPU time to that of the two published pages, rendered each time: a kept
/// copy costs nearly nothing and would measure nothing.
pub async fn two_lists_against_their_pages(application: &Application, token: &str) {
    let without_shelf = Application { copies: Data::new(Copies::new(0)), ..application.clone() };
    let service = init_service(service(&without_shelf)).await;
    let mut figures = Vec::new();
    for (name, path) in [
        ("a published list rendered as a page", "/lists/2026Q2"),
        ("the one before rendered as a page", "/lists/2026Q1"),
        ("two published lists compared, JSON", "/api/v1/lists/2026Q2/compare?with=2026Q1"),
        ("two published lists compared, page", "/lists/2026Q2/compare?with=2026Q1"),
        ("a list compared with the registry, JSON", "/api/v1/lists/2026Q2/compare?with=live"),
    ] {
        let mut bytes = 0;
        let mut measure = Measure::start(name);
        for _ in 0..TIMES {
            let request =
                TestRequest::get().uri(path).insert_header(("authorization", format!("Bearer {token}")));
            let response = call_service(&service, request.to_request()).await;
            assert!(response.status().is_success());
            bytes = read_body(response).await.len();
        }
        figures.push(measure.cpu_ms(TIMES));
        println!("{}", measure.stop(TIMES, bytes));
    }
    let ratio = figures[2] / (figures[0] + figures[1]);
    println!("{:<42}{:>12.2}", "two lists compared / both rendered, CPU", ratio);
}
