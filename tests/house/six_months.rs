//! Six months in the life of sixteen cities: some report in time and some late, some say nothing, some get a report
//! back, some are let in again after the month was closed, some work offline and meet what a colleague has typed
//! meanwhile. A week of holidays moves a deadline. Every month the ledger says exactly what happened, and in the end the
//! registry holds exactly what was reported.

use calamine::Data;
use groundwork::features::accounts;
use groundwork::features::projects::{Facts, Stage};
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use groundwork::web::Caller;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::kit::{CITIES, Cells, Client, TestApp, enter, facts, publish_quarter};
use crate::updates::{decide, send, set};

/// Each month with a morning before it is due, one after it is due again for whoever got something back, and the day on
/// which it is due.
const MONTHS: [(&str, &str, &str, &str); 6] = [
    ("2026-05", "2026-06-02", "2026-06-22", "2026-06-05"),
    ("2026-06", "2026-07-02", "2026-07-20", "2026-07-07"),
    ("2026-07", "2026-08-03", "2026-08-20", "2026-08-07"),
    ("2026-08", "2026-09-02", "2026-09-18", "2026-09-07"),
    // The National Day: offices open again on Thursday, 8 October, and on Saturday the 10th.
    ("2026-09", "2026-10-08", "2026-10-26", "2026-10-13"),
    ("2026-10", "2026-11-02", "2026-11-20", "2026-11-06"),
];
/// Projects of each city.
const EACH: usize = 2;

/// What a city does in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Reports,
    SaysThatNothingMoved,
    ReportsLate,
    SaysNothing,
    MendsInTime,
    MendsTooLate,
    WorksOffline,
    IsLetInAgain,
}

impl Does {
    fn of(city: usize, month: usize) -> Self {
        use Does::*;
        const ALL: [Does; 8] = [
            Reports,
            SaysThatNothingMoved,
            ReportsLate,
            SaysNothing,
            MendsInTime,
            MendsTooLate,
            WorksOffline,
            IsLetInAgain,
        ];
        ALL[(city + 3 * month) % ALL.len()]
    }

    /// On time, late, missing.
    fn tally(self) -> [usize; 3] {
        match self {
            Self::Reports | Self::SaysThatNothingMoved | Self::MendsInTime | Self::WorksOffline => {
                [EACH, 0, 0]
            }
            Self::ReportsLate | Self::MendsTooLate | Self::IsLetInAgain => [0, EACH, 0],
            Self::SaysNothing => [0, 0, EACH],
        }
    }

    /// Whether something was done on the sites.
    fn moves(self) -> bool {
        !matches!(self, Self::SaysThatNothingMoved | Self::SaysNothing)
    }
}

/// A city's people and projects, with what they have reported so far, in 万元.
struct City {
    officer: Client,
    colleague: Client,
    projects: Vec<i64>,
    names: Vec<String>,
    done: Vec<i64>,
}

/// Somebody who calls for half a year without signing in anew.
pub async fn lasting(app: &TestApp, role: Role, scope: &'static str) -> Client {
    let person = app.person(role, scope).await;
    let machine = Caller::command_line(DivisionCode::parse("370000").unwrap());
    let (id, now) = (person.id, app.clock.now());
    let token = app
        .context
        .db
        .write_now(|conn| accounts::create_token(conn, &machine, id, "story", None, now))
        .unwrap();
    app.stranger().with_token(&token)
}

async fn cities(app: &TestApp) -> Vec<City> {
    let mut cities = Vec::new();
    for (at, code) in CITIES.into_iter().enumerate() {
        let names: Vec<String> = (0..EACH).map(|number| format!("{code}项目{number}")).collect();
        let project = |name: &String| {
            let begun = Facts {
                stage: Some(Stage::UnderConstruction),
                actual_start: PlanDate::parse("2026-02").ok(),
                cumulative_investment: Money::from_wan(1000 + at as i64),
                ytd_investment: Money::from_wan(100),
                enrolled: Some(true),
                ..facts(name, code, 90_000)
            };
            enter(app, begun)
        };
        cities.push(City {
            officer: lasting(app, Role::City, code).await,
            colleague: lasting(app, Role::City, code).await,
            projects: names.iter().map(project).collect(),
            done: vec![1000 + at as i64; EACH],
            names,
        });
    }
    cities
}

impl City {
    /// So much was done on each site this month.
    fn build(&mut self, month: usize) {
        for (number, done) in self.done.iter_mut().enumerate() {
            *done += 10 * (month as i64 + 1) + number as i64;
        }
    }

    async fn report(&self, period: &str) -> Vec<Value> {
        let mut sent = Vec::new();
        for (project, done) in self.projects.iter().zip(&self.done) {
            let yuan = done * 10_000;
            let said = json!({ "period": period, "cumulative_investment_yuan": yuan, "ytd_investment_yuan": yuan / 2,
                "justifications": { "cumulative_investment_yuan": "进度加快" } });
            sent.push(send(&self.officer, *project, said).await.must(201).json());
        }
        sent
    }

    /// Takes the workbook away; meanwhile a colleague drafts another figure of the first project; what comes back says
    /// so, and the officer stands by hers.
    async fn work_offline(&self, code: &str, period: &str) {
        let take = format!("/api/v1/updates/workbook?period={period}&city={code}");
        let mut cells = Cells::of(&self.officer.get(&take).await.must(200).bytes);
        for (name, done) in self.names.iter().zip(&self.done) {
            cells.set(name, "累计完成投资（万元）", Data::Float(*done as f64));
            cells.set(name, "年度累计完成投资（万元）", Data::Float((done / 2) as f64));
            cells.set(name, "情况说明", "进度加快");
        }
        let draft = json!({ "period": period, "draft": true, "cumulative_investment_yuan": 77_770_000,
            "ytd_investment_yuan": 5_000_000 });
        send(&self.colleague, self.projects[0], draft).await.must(201);
        let fields = [("kind", "updates")];
        let import = self.officer.upload("/api/v1/imports", "调度.xlsx", &cells.bytes(), &fields).await;
        let import = import.must(201).json();
        assert_eq!(import["counts"]["changed"], EACH - 1, "{import}");
        let at = format!("/api/v1/imports/{}", import["id"]);
        self.officer.post_json(&format!("{at}/apply"), &json!({})).await.must(422);
        let settled = self.officer.post_json(&format!("{at}/conflicts"), &json!({ "take": "yours" })).await;
        assert_eq!(settled.must(200).json()["counts"]["changed"], EACH);
        self.officer.post_json(&format!("{at}/apply"), &json!({})).await.must(200);
        let again = self.officer.upload("/api/v1/imports", "调度.xlsx", &cells.bytes(), &fields).await;
        assert_eq!(again.must(201).json()["counts"]["changed"], 0, "the same workbook again");
    }
}

async fn returned(reviewer: &Client, reports: &[Value]) {
    for report in reports {
        let body = json!({ "decision": "return", "reason": "请核对本年完成投资" });
        decide(reviewer, report, body).await.must(200);
    }
}

/// What lies with the province is taken.
async fn accept_all(reviewer: &Client, cities: &[City]) {
    for project in cities.iter().flat_map(|city| &city.projects) {
        let all = reviewer.get(&format!("/api/v1/projects/{project}/updates")).await.must(200).json();
        for report in all["items"].as_array().unwrap().iter().filter(|report| report["state"] == "submitted")
        {
            decide(reviewer, report, json!({ "decision": "accept" })).await.must(200);
        }
    }
}

/// One month from its first open morning to its end.
async fn live(app: &TestApp, reviewer: &Client, cities: &mut [City], month: usize) {
    let (period, early, late, _) = MONTHS[month];
    set(app, &format!("{early}T09:00:00"));
    let mut late_again = Vec::new();
    for (at, city) in cities.iter_mut().enumerate() {
        let does = Does::of(at, month);
        if does.moves() {
            city.build(month);
        }
        match does {
            Does::Reports => drop(city.report(period).await),
            Does::SaysThatNothingMoved => {
                let body = json!({ "period": period, "project_ids": city.projects });
                let answer =
                    city.officer.post_json("/api/v1/updates/no-change", &body).await.must(200).json();
                let items = answer["items"].as_array().unwrap();
                assert!(items.iter().all(|item| item["update"]["state"] == "submitted"), "{answer}");
            }
            Does::MendsInTime => {
                returned(reviewer, &city.report(period).await).await;
                city.report(period).await;
            }
            Does::MendsTooLate => {
                returned(reviewer, &city.report(period).await).await;
                late_again.push(at);
            }
            Does::WorksOffline => city.work_offline(CITIES[at], period).await,
            Does::ReportsLate | Does::SaysNothing | Does::IsLetInAgain => {}
        }
    }
    set(app, &format!("{late}T09:00:00"));
    for (at, city) in cities.iter().enumerate() {
        if Does::of(at, month) == Does::ReportsLate || late_again.contains(&at) {
            city.report(period).await;
        }
    }
    reviewer.post_json(&format!("/api/v1/obligations/{period}/close"), &json!({})).await.must(200);
    for (at, city) in cities.iter().enumerate().filter(|(at, _)| Does::of(*at, month) == Does::IsLetInAgain) {
        let said = json!({ "period": period, "no_change": true });
        send(&city.officer, city.projects[0], said).await.must(409);
        let unlock =
            json!({ "city": CITIES[at], "until": format!("{late}T18:00:00+08:00"), "reason": "网络故障" });
        reviewer.post_json(&format!("/api/v1/obligations/{period}/unlocks"), &unlock).await.must(201);
        city.report(period).await;
    }
    accept_all(reviewer, cities).await;
}

/// The ledger of a month says what each city did.
async fn ledger(reviewer: &Client, month: usize) {
    let (period, .., due) = MONTHS[month];
    let shown = reviewer.get(&format!("/api/v1/obligations?period={period}")).await.must(200).json();
    assert_eq!(shown["due_at"], format!("{due}T15:59:59.999999Z"), "{period}");
    let told: BTreeMap<&str, [u64; 3]> = shown["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let tally = ["on_time", "late", "missing"].map(|name| item[name].as_u64().unwrap());
            (item["city"].as_str().unwrap(), tally)
        })
        .collect();
    let lived: BTreeMap<&str, [u64; 3]> = CITIES
        .into_iter()
        .enumerate()
        .map(|(at, code)| (code, Does::of(at, month).tally().map(|count| count as u64)))
        .collect();
    assert_eq!(told, lived, "{period}");
}

/// The bulletin of a month tells of each city what the ledger tells; its hash.
async fn bulletin(reviewer: &Client, month: usize) -> Value {
    let (period, ..) = MONTHS[month];
    let path = format!("/api/v1/bulletins/{period}/publish");
    let bulletin = reviewer.post_json(&path, &json!({})).await.must(200).json();
    let groups = bulletin["groups"].as_array().unwrap();
    for (at, code) in CITIES.into_iter().enumerate() {
        let group = groups.iter().find(|group| group["key"] == code).unwrap();
        let told = ["on_time", "late", "missing"].map(|name| group["reports"][name].as_u64().unwrap());
        assert_eq!(told, Does::of(at, month).tally().map(|count| count as u64), "{period} {group}");
    }
    bulletin["hash"].clone()
}

#[actix_web::test]
async fn six_months_of_sixteen_cities_stand_in_the_ledger_as_they_were_lived_and_in_the_registry_as_reported()
{
    let app = TestApp::new().await;
    set(&app, "2026-04-20T09:00:00");
    let mut cities = cities(&app).await;
    let reviewer = lasting(&app, Role::Reviewer, "370000").await;
    let listed: Vec<i64> = cities.iter().flat_map(|city| city.projects.clone()).collect();
    publish_quarter(&reviewer, "2026Q1", "鲁工信清单〔2026〕1号", &listed).await;
    let mut published = Vec::new();
    for month in 0..MONTHS.len() {
        live(&app, &reviewer, &mut cities, month).await;
        ledger(&reviewer, month).await;
        published.push(bulletin(&reviewer, month).await);
    }
    for (month, hash) in published.iter().enumerate() {
        ledger(&reviewer, month).await; // later months have not rewritten it
        let (period, ..) = MONTHS[month];
        let again = reviewer.get(&format!("/api/v1/bulletins/{period}")).await.must(200).json();
        assert_eq!((&again["hash"], &again["version"]), (hash, &json!(1)), "nor the bulletin");
    }
    for (at, city) in cities.iter().enumerate() {
        for (project, done) in city.projects.iter().zip(&city.done) {
            let shown = reviewer.get(&format!("/api/v1/projects/{project}")).await.must(200).json();
            assert_eq!(shown["cumulative_investment_yuan"], done * 10_000, "{}: {shown}", CITIES[at]);
        }
        let lights =
            reviewer.get(&format!("/api/v1/projects/{}/lights", city.projects[0])).await.must(200).json();
        for light in lights["items"].as_array().unwrap() {
            // The list was published in April, for which everybody owed a report too: before the story.
            if light["period"] == "2026-04" {
                continue;
            }
            let month = MONTHS.iter().position(|(period, ..)| light["period"] == *period).unwrap();
            let silent = Does::of(at, month) == Does::SaysNothing;
            let mut reasons = light["reasons"].as_array().unwrap().iter();
            let unreported = reasons.any(|reason| reason["colour"] == "unreported");
            assert_eq!(unreported, silent, "{} {light}", CITIES[at]);
        }
    }
    assert!(app.command(&["check"]).status.success());
}
