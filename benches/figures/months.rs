//! What the months cost: the province's report workbook from its upload to its preview, and the statistics of a month
//! when ten years of months lie behind it instead of three months.

use super::measure::{Measure, multipart};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Bytes;
use diesel::connection::SimpleConnection;
use groundwork::app::{Application, service};

/// A month with a published bulletin, and one whose reports still come in.
const PAGES: [(&str, &str); 4] = [
    ("statistics of a published month, JSON", "/api/v1/statistics?period=2026-08"),
    ("statistics of a published month, page", "/statistics?period=2026-08"),
    ("statistics of a month in work, JSON", "/api/v1/statistics?period=2026-09"),
    ("statistics of a month in work, page", "/statistics?period=2026-09"),
];
const TIMES: u32 = 50;

/// Prints the cost of the preview of the province's report workbook, once 200 projects owe the month.
pub async fn report_workbook_to_its_preview(application: &Application, token: &str) {
    application.context.db.connection().expect("a connection").batch_execute(OWE).expect("200 that owe");
    let service = init_service(service(application)).await;
    let bearer = ("authorization", format!("Bearer {token}"));
    let download = TestRequest::get().uri("/api/v1/updates/workbook?period=2026-09");
    let response = call_service(&service, download.insert_header(bearer.clone()).to_request()).await;
    assert!(response.status().is_success(), "{}", response.status());
    let workbook: Bytes = read_body(response).await;
    let mut measure = Measure::start("report workbook of 200 rows, preview");
    for _ in 0..10 {
        let (kind, body) = multipart("updates", &workbook);
        let upload = TestRequest::post().uri("/api/v1/imports").insert_header(bearer.clone());
        let upload = upload.insert_header(("content-type", kind)).set_payload(body).to_request();
        let response = call_service(&service, upload).await;
        assert!(response.status().is_success(), "{}", response.status());
        let answer: serde_json::Value = serde_json::from_slice(&read_body(response).await).expect("JSON");
        assert_eq!(answer["rows"].as_array().expect("rows").len(), 200);
    }
    println!("{}", measure.stop(10, workbook.len()));
}

/// Prints what the statistics of a month cost, and how much more they cost with ten years behind them.
pub async fn statistics_over_ten_years(application: &Application, token: &str) {
    let mut before = Vec::new();
    for lengthen in [false, true] {
        if lengthen {
            let mut conn = application.context.db.connection().expect("a connection");
            conn.batch_execute(LENGTHEN).expect("ten years of months");
        }
        let service = init_service(service(application)).await;
        for (place, (name, path)) in PAGES.into_iter().enumerate() {
            let mut bytes = 0;
            let mut measure = Measure::start(name);
            for _ in 0..TIMES {
                let get = TestRequest::get().uri(path);
                let get = get.insert_header(("authorization", format!("Bearer {token}"))).to_request();
                let response = call_service(&service, get).await;
                assert!(response.status().is_success());
                bytes = read_body(response).await.len();
            }
            let cpu = measure.cpu_ms(TIMES);
            if lengthen {
                println!("{:<42}{:>12.2}", "  with ten years behind it / without, CPU", cpu / before[place]);
            } else {
                before.push(cpu);
                println!("{}", measure.stop(TIMES, bytes));
            }
        }
    }
}

/// The list has fewer than 200 projects; others of the registry owe the month as well, until 200 do.
pub const OWE: &str = "
    insert into obligations (period, project_id, division)
      select '2026-09', p.id, p.division from projects p
      where not exists (select 1 from obligations o where o.period = '2026-09' and o.project_id = p.id)
      order by p.id limit 200 - (select count(*) from obligations where period = '2026-09');
";

/// A hundred and fourteen months before those of the demonstration, July 2016 to December 2025, each with the
/// obligations, accepted reports and lights of August 2026. The year of the months that are asked for stays as it is.
const LENGTHEN: &str = "
    create temporary table m as
      with recursive n(i) as (select 0 union all select i + 1 from n where i < 113)
      select strftime('%Y-%m', '2016-07-01', '+' || i || ' months') as period from n;
    insert into reporting_periods (period, due_at, quarter, list_version, opened_at)
      select m.period, p.due_at, p.quarter, p.list_version, p.opened_at from reporting_periods p, m
      where p.period = '2026-08';
    insert into obligations (period, project_id, division, reporter_id)
      select m.period, o.project_id, o.division, o.reporter_id from obligations o, m where o.period = '2026-08';
    insert into updates (project_id, period, version, state, stage, cumulative_investment_yuan, ytd_investment_yuan,
        progress_text, enrolled, planned_finish, problems, flags, justifications, no_change, writer, written_at, handed_at,
        decider, decided_at)
      select u.project_id, m.period, u.version, u.state, u.stage, u.cumulative_investment_yuan, u.ytd_investment_yuan,
        u.progress_text, u.enrolled, u.planned_finish, u.problems, u.flags, u.justifications, u.no_change, u.writer,
        u.written_at, u.handed_at, u.decider, u.decided_at
      from updates u, m where u.period = '2026-08' and u.state = 'accepted';
    insert into project_lights (project_id, period, colour, reasons, computed_at)
      select l.project_id, m.period, l.colour, l.reasons, l.computed_at from project_lights l, m
      where l.period = '2026-08';
    drop table m;
";
