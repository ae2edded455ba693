//! How long a digest gets: mail programs cut letters off at about 102 KB, and what is cut off cannot be read on a phone.

use groundwork::features::projects::{Class, Facts, Light, Stage};
use groundwork::kernel::money::Money;
use groundwork::kernel::role::Role;
use serde_json::json;

use crate::digest_care::{issue, part};
use crate::digests::{prepare, shine};
use crate::kit::{CITIES, Quarterly, TestApp, alter, enter, publish_quarter};
use crate::updates::{building, set};

#[actix_web::test]
async fn two_hundred_projects_stay_far_below_what_mail_programs_cut_off() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    let name = "年产一百万套新能源汽车高性能动力电池及智能化储能系统生产基地建设项目";
    let all = (0..200).map(|at| building(&format!("{name}{at}"), CITIES[at % 16]));
    Quarterly::published(&app, all);
    let everyone = app.person(Role::Reviewer, "370000").await;
    let entries = everyone.get("/api/v1/lists/2026Q3").await.must(200).json();
    for entry in entries["entries"].as_array().unwrap() {
        shine(&app, entry["project_id"].as_i64().unwrap(), "2026-09", Light::Red);
    }
    set(&app, "2026-11-09T09:00:00");
    let leader = app.person(Role::Leader, "370000").await;
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let issue = issue(&reviewer, "2026Q3").await;
    let html = part(&issue, &leader, "html");
    assert!(html.contains("红灯200个") && html.contains("另有 190 个"), "{html}");
    assert!(html.len() < 60_000, "{}", html.len());
}

#[actix_web::test]
async fn a_digest_with_every_section_full_stays_below_what_mail_programs_cut_off() {
    let app = TestApp::configured(|config| config.digest.monthly = false).await;
    let long =
        "年产一百万套新能源汽车高性能动力电池及智能化储能系统生产基地与配套设施建设项目（一期二期合并）";
    let made = |at: usize| building(&format!("{long}{at}"), CITIES[at % 16]);
    let ids: Vec<i64> = (0..60)
        .map(|at| {
            let is_preparation = (12..24).contains(&at);
            let class = if is_preparation { Class::Preparation } else { Class::Implementation };
            let stage = if at < 48 { Stage::UnderConstruction } else { Stage::Started };
            enter(&app, Facts { class: Some(class), stage: Some(stage), ..made(at) })
        })
        .collect();
    let reviewer = app.person(Role::Reviewer, "370000").await;
    publish_quarter(&reviewer, "2026Q2", "鲁工信清单〔2026〕2号", &ids).await;
    for (at, id) in ids.iter().enumerate().skip(12) {
        alter(&app, *id, |facts| match at {
            12..24 => facts.class = Some(Class::Implementation),
            24..36 => facts.class = Some(Class::Preparation),
            36..48 => facts.stage = Some(Stage::Filed),
            _ => {
                facts.stage = Some(Stage::UnderConstruction);
                facts.cumulative_investment = Money::from_wan(9000 + at as i64);
            }
        });
    }
    let new: Vec<i64> = (60..72).map(|at| enter(&app, made(at))).collect();
    let wanted = [&ids[12..], &new].concat();
    publish_quarter(&reviewer, "2026Q3", "鲁工信清单〔2026〕3号", &wanted).await;
    for id in &wanted {
        shine(&app, *id, "2026-06", Light::Green);
        shine(&app, *id, "2026-09", Light::Red);
        let text =
            format!("{}{id}", "二期用地指标未落实、环评批复未取得、银行贷款未到位，需省级协调。".repeat(3));
        let problem = json!({ "text": text, "kind": "land", "level": "province", "due_on": "2026-12-01" });
        reviewer.post_json(&format!("/api/v1/projects/{id}/problems"), &problem).await.must(201);
    }
    set(&app, "2026-11-09T09:00:00");
    let [leader, english] =
        [app.person(Role::Leader, "370000").await, app.person(Role::Leader, "370000").await];
    english.form("/account/language", &[("lang", "en")]).await.must(303);
    let reviewer = app.person(Role::Reviewer, "370000").await;
    prepare(&app);
    let issue = issue(&reviewer, "2026Q3").await;
    let text = part(&issue, &leader, "text").replace('\n', "");
    for said in [
        "全省增补 12 个，退出 12 个，储备类转实施类 12 个，实施类转储备类 12 个",
        "亮红灯 60 个",
        "另有 50 个",
        "另有 2 个",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    for reader in [&leader, &english] {
        let html = part(&issue, reader, "html");
        assert!(html.len() < 100_000, "{}", html.len());
    }
}
