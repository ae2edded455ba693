//! The filtered page must not pay for the past: the same page is measured, then the history of every project is made
//! a hundred times as long, then the page is measured again.

use super::measure::Measure;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use diesel::connection::SimpleConnection;
use groundwork::app::{Application, service};

const PAGE: &str = "/api/v1/projects?city=370100&per_page=20&sort=-total_investment_yuan";
const TIMES: u32 = 1500;

/// Prints the ratio of CPU time a request, after to before.
pub async fn filtered_page_under_history(application: &Application, token: &str) {
    let service = init_service(service(application)).await;
    let mut figures = Vec::new();
    for lengthen in [false, true] {
        if lengthen {
            let mut conn = application.context.db.connection().expect("a connection");
            conn.batch_execute(LENGTHEN).expect("a longer history");
        }
        let measure = Measure::start("filtered page");
        for _ in 0..TIMES {
            let request =
                TestRequest::get().uri(PAGE).insert_header(("authorization", format!("Bearer {token}")));
            let response = call_service(&service, request.to_request()).await;
            assert!(response.status().is_success());
            read_body(response).await;
        }
        figures.push(measure.cpu_ms(TIMES));
    }
    println!("{:<42}{:>12.2}", "filtered page, 100 x history / 1 x, CPU", figures[1] / figures[0]);
}

/// Ninety-nine older copies of every version, of every amount, of every figure and of the audit record, under numbers
/// below the real ones, so that the newest version stays the newest.
const LENGTHEN: &str = "
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 99)
    insert into project_versions select project_id, version - 1000 * i, recorded_at, name, unit, credit_code,
      project_code, division, address, park_id, lng_e6, lat_e6, industry, gb4754, chain_id, segment_id, nature, class,
      stage, stage_text, planned_start, planned_finish, actual_start, actual_finish, in_production_on, scope_text,
      parent_id, side_state, responsible_unit, responsible_person, sponsor_leader, enrolled from project_versions, n;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 99)
    insert into amounts (project_id, kind, scope, yuan, currency, source, recorded_at, latest, adopted_from,
      adopted_until) select project_id, kind, scope, yuan, currency, source, recorded_at, false, 0 - i, 0 - i
      from amounts, n;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 99)
    insert into project_figures (id, project_id, period, cumulative_investment_yuan, ytd_investment_yuan, recorded_at)
      select id - 1000000 * i, project_id, '1990-01', cumulative_investment_yuan, ytd_investment_yuan, recorded_at
      from project_figures, n;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 99)
    insert into audit_records (at, actor, deed, subject_kind, subject_id, division, changes)
      select at, actor, deed, subject_kind, subject_id, division, changes from audit_records, n;
";
