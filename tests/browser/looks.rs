//! Every page as people see it: both languages, light and dark, a desk and a phone. axe finds nothing, nothing runs
//! out of the page, and a picture of each lies in `target/screenshots` for a person to look at.

use crate::demonstration::Demonstration;
use crate::kit::{Browser, View};

/// The pages of the reviewer's walk, with the name of their picture.
const PAGES: &[(&str, &str)] = &[
    ("overview", "/"),
    ("projects", "/projects?per_page=200"),
    ("projects_none", "/projects?q=没有这样的项目"),
    ("projects_as_of", "/projects?as_of=2026-08-15"),
    ("project", "/projects/1"),
    ("project_new", "/projects/new"),
    ("project_edit", "/projects/1/edit"),
    ("imports", "/imports"),
    ("lists", "/lists"),
    ("review", "/lists/2026Q3"),
    ("review_as_of", "/lists/2026Q3?as_of=2026-10-04"),
    ("entry", "/lists/2026Q3/entries/1"),
    ("list_notices", "/lists/2026Q3/notices"),
    ("published", "/lists/2026Q2"),
    ("corrected", "/lists/2026Q1"),
    ("superseded", "/lists/2026Q1/versions/1"),
    ("correct", "/lists/2026Q2/corrections?project=1"),
    ("print", "/lists/2026Q2/print"),
    ("compare", "/lists/2026Q2/compare"),
    ("updates", "/updates"),
    ("report_sheet", "/updates/1/print"),
    ("project_reports", "/projects/1/updates"),
    ("reports_ledger", "/updates/ledger"),
    ("plans", "/plans"),
    ("supervised", "/supervised"),
    ("supervised_task", "/supervised/1"),
    ("suspended", "/suspended"),
    ("reporters", "/updates/reporters"),
    ("suspension", "/projects/1/suspension"),
    ("bulletins", "/bulletins"),
    ("bulletin", "/bulletins/2026-08"),
    ("bulletin_draft", "/bulletins/2026-09"),
    ("bulletin_none", "/bulletins/2026-10"),
    ("bulletin_print", "/bulletins/2026-08/print"),
    ("digests", "/digests"),
    ("digest", "/digests/1"),
    ("digest_letter", "/digests/1/copies/4"),
    ("digest_stop", "/mail/stop/altered"),
    ("problems", "/problems"),
    ("atlas", "/atlas"),
    ("atlas_tiles", "/atlas?metric=count&view=tiles"),
    ("atlas_points", "/atlas?metric=count"),
    ("atlas_city", "/atlas?place=370400"),
    ("atlas_workbook", "/atlas/workbook"),
    ("atlas_editions", "/atlas/3/editions"),
    ("atlas_edit", "/atlas/3/segments/8/edit"),
    ("visits", "/visits"),
    ("visit_new", "/visits/new"),
    ("leads_board", "/leads/board"),
    ("leads_weekly", "/leads/weekly"),
    ("atlas_empty", "/atlas/1"),
    ("atlas_panorama", "/atlas/3?place=370400"),
    ("atlas_present", "/atlas/3?place=370400&view=present"),
    ("atlas_gaps", "/atlas/3?place=370400&view=gaps"),
    ("atlas_targets", "/atlas/3?place=370400&view=targets"),
    ("atlas_carriers", "/atlas/3?place=370400&view=carriers"),
    ("atlas_segment", "/atlas/3/segments/8?place=370400&target=1"),
    ("leads", "/leads"),
    ("leads_none", "/leads?q=nobody"),
    ("lead", "/leads/1"),
    ("lead_edit", "/leads/1/edit"),
    ("lights", "/lights"),
    ("light", "/projects/1/light"),
    ("problem", "/problems/2"),
    ("statistics", "/statistics"),
    ("statistics_month", "/statistics?period=2026-08"),
    ("statistics_rows", "/statistics?period=2026-08&by=city&key=370100"),
    ("statistics_live", "/statistics?list=live&by=stage,class"),
    ("account", "/account"),
    ("api_docs", "/api/docs"),
    ("not_found", "/projects/999999"),
];

/// What the administrator sees besides.
const ADMINISTRATION: &[(&str, &str)] = &[
    ("people", "/people"),
    ("person", "/people/2"),
    ("reference", "/reference"),
    ("audit", "/audit"),
    ("mail", "/mail"),
    ("mail_letter", "/mail/1"),
    ("mail_calendar", "/mail/calendar"),
    ("operations", "/operations"),
    ("operations_trial", "/operations?job=reminders&line=0+9+*+*+1"),
    ("reminders_people", "/reminders/people"),
    ("reminders_person", "/reminders/people/2"),
    ("reminders_ladders", "/reminders/ladders"),
    ("light_rules", "/lights"),
];

/// What a city's officer sees.
const CITY: &[(&str, &str)] = &[
    ("city_notices", "/notices"),
    ("city_reminders", "/reminders"),
    ("city_desk", "/lists/2026Q3"),
    ("city_print", "/lists/2026Q3/nominations/print"),
    ("city_extract", "/lists/2026Q2"),
    ("city_compare", "/lists/2026Q2/compare"),
    ("city_updates", "/updates"),
    ("city_report", "/projects/1/report?period=2026-09"),
    ("city_bulletin", "/bulletins/2026-08"),
    ("city_light", "/projects/1/light"),
    ("city_problems", "/problems?project=1"),
    ("city_atlas", "/atlas"),
    ("city_judge", "/atlas/3/segments/5/judge"),
    ("city_target", "/atlas/3/segments/5/targets"),
    ("city_enterprise", "/atlas/3/segments/5/enterprises"),
    ("city_leads", "/leads"),
    ("city_lead", "/leads/1"),
    ("city_lead_new", "/leads/new"),
];

/// Sheets for the printer may be wider than a phone.
const SHEETS: &[&str] = &["print", "city_print", "bulletin_print", "report_sheet"];

/// Letters as mail programs show them: no script runs in them, nor does axe.
const LETTERS: &[&str] = &["digest_letter"];

async fn look(site: &Demonstration, view: View, who: &str, pages: &[(&str, &str)], faults: &mut Vec<String>) {
    let browser = Browser::open(view).await;
    site.sign_in(&browser, who).await;
    for (language, switch) in [("zh", "lang=zh"), ("en", "lang=en")] {
        for (name, path) in pages {
            let joint = if path.contains('?') { '&' } else { '?' };
            browser.dress(false).await;
            browser.goto(&site.at(&format!("{path}{joint}{switch}"))).await;
            let page = format!("{name}_{language}_light_{}", view.width);
            let is_letter = LETTERS.contains(name);
            if !is_letter {
                faults.extend(browser.axe().await.iter().map(|violation| format!("{page}: {violation:?}")));
            }
            let wide = browser.value("document.documentElement.scrollWidth - innerWidth").await;
            if !SHEETS.contains(name) && wide.as_i64().is_none_or(|over| over > 0) {
                faults.push(format!("{page}: runs {wide} pixels out of the page"));
            }
            browser.screenshot(&page).await;
            // The same page in the evening: nothing but its colours is another, and these ask for no language.
            if language != "zh" {
                continue;
            }
            browser.dress(true).await;
            let page = format!("{name}_{language}_dark_{}", view.width);
            if !is_letter {
                let violations = browser.axe_of_colours().await;
                faults.extend(violations.iter().map(|violation| format!("{page}: {violation:?}")));
            }
            browser.screenshot(&page).await;
        }
    }
}

async fn walk(view: View) {
    let (site, mut faults) = (Demonstration::start(), Vec::new());
    look(&site, view, "reviewer", PAGES, &mut faults).await;
    look(&site, view, "admin", ADMINISTRATION, &mut faults).await;
    look(&site, view, "jinan", CITY, &mut faults).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[actix_web::test]
async fn every_page_can_be_read_by_everybody_at_a_desk() {
    walk(View::DESKTOP).await;
}

#[actix_web::test]
async fn every_page_can_be_read_by_everybody_on_a_phone() {
    walk(View::PHONE).await;
}
