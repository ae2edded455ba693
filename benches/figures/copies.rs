//! Copies of published lists against a static file, in the same run: as JSON, as a page, as a workbook, packed and
//! known. Then the same with forty quarters of published history in the database.

use super::measure::Measure;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use diesel::connection::SimpleConnection;
use groundwork::app::{Application, service};

const TIMES: u32 = 2000;
const JSON: &str = "/api/v1/lists/2026Q2";
const PAGE: &str = "/lists/2026Q2";
const WORKBOOK: &str = "/lists/2026Q2/export.xlsx";

/// Prints CPU time a request beside a static file's, then the ratio under history.
pub async fn copies_beside_a_file(application: &Application, token: &str) {
    let service = init_service(service(application)).await;
    let bearer = format!("Bearer {token}");
    let get = |path: &str| TestRequest::get().uri(path).insert_header(("authorization", bearer.clone()));
    macro_rules! measured {
        ($name:expr, $request:expr) => {{
            let mut measure = Measure::start($name);
            let mut bytes = 0;
            for _ in 0..TIMES {
                let response = call_service(&service, $request.to_request()).await;
                assert!(response.status().is_success() || response.status() == 304, "{}", $name);
                bytes = read_body(response).await.len();
            }
            let figure = measure.cpu_ms(TIMES);
            println!("{}", measure.stop(TIMES, bytes));
            figure
        }};
    }
    let page = read_body(call_service(&service, get(PAGE).to_request()).await).await;
    let page = String::from_utf8_lossy(&page).into_owned();
    let (_, css) = page.split_once("href=\"/static/app.").expect("a style sheet");
    let css = format!("/static/app.{}", css.split('"').next().expect("its address"));
    let known = call_service(&service, get(PAGE).to_request()).await;
    let tag = known.headers().get("etag").expect("a tag").clone();

    measured!("static file, app.css", TestRequest::get().uri(&css));
    measured!("who is calling, /api/v1/me", get("/api/v1/me"));
    let before = [
        measured!("copy of the list, JSON", get(JSON)),
        measured!("copy of the list, page", get(PAGE)),
        measured!("copy of the list, xlsx", get(WORKBOOK)),
    ];
    measured!("copy of the list, JSON packed", get(JSON).insert_header(("accept-encoding", "gzip")));
    measured!("copy of the list, page packed", get(PAGE).insert_header(("accept-encoding", "gzip")));
    measured!("copy of the list, page known: 304", get(PAGE).insert_header(("if-none-match", tag.clone())));

    let mut conn = application.context.db.connection().expect("a connection");
    conn.batch_execute(FORTY_QUARTERS).expect("a longer past");
    drop(conn);
    let after = [
        measured!("the same with 40 quarters, JSON", get(JSON)),
        measured!("the same with 40 quarters, page", get(PAGE)),
        measured!("the same with 40 quarters, xlsx", get(WORKBOOK)),
    ];
    let ratio: f64 = after.iter().sum::<f64>() / before.iter().sum::<f64>();
    println!("{:<42}{:>12.2}", "copies, 40 quarters / 4, CPU", ratio);
}

/// Forty published quarters before the demonstration's own, each with the entries and the document of 2026Q2.
const FORTY_QUARTERS: &str = "
    create temp table past as
      with recursive n(i) as (select 0 union all select i + 1 from n where i < 39)
      select (2010 + i / 4) || 'Q' || (1 + i % 4) as quarter from n;
    insert into lists (quarter, state, target, nominate_by, publish_by, revision, opened_at)
      select past.quarter, 'collecting', target, nominate_by, publish_by, revision, opened_at
      from lists, past where lists.quarter = '2026Q2';
    insert into list_entries select past.quarter, version, serial, project_id, project_version, section, class, change,
      division, name, unit, project_code, industry, nature, stage, total_investment_yuan, annual_plan_yuan,
      ytd_investment_yuan, cumulative_investment_yuan, planned_start, planned_finish, scope_text, responsible_unit,
      responsible_person from list_entries, past where list_entries.quarter = '2026Q2' and version = 1;
    insert into list_versions (quarter, version, number, reason, data_as_of, publisher, published_by, published_at,
      document, hash, previous_hash) select past.quarter, version, number || past.quarter, reason, data_as_of,
      publisher, published_by, published_at, document, hash, previous_hash from list_versions, past
      where list_versions.quarter = '2026Q2' and version = 1;
    update lists set state = 'published' where quarter in (select quarter from past);
";
