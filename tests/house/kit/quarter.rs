//! A quarter's list in any of its states, made through the rooms' own deeds.

use groundwork::features::lists::{self, Deciding, ListState, Nominating, Opening, Publishing, Version};
use groundwork::features::projects::{self, Class, Facts, Nature, Source, Stage};
use groundwork::kernel::calendar::{Quarter, local_date};
use groundwork::kernel::division::DivisionCode;
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::web::Caller;

use super::TestApp;

/// Everything a nomination needs, for a project of this name and place worth `wan` 万元.
pub fn facts(name: &str, division: &str, wan: i64) -> Facts {
    Facts {
        unit: Some(format!("{name}有限公司")),
        class: Some(Class::Implementation),
        nature: Some(Nature::New),
        stage: Some(Stage::Negotiating),
        total_investment: Money::from_wan(wan),
        annual_plan: Money::from_wan(wan / 4),
        planned_start: Some(PlanDate::parse("2026-05").unwrap()),
        planned_finish: Some(PlanDate::parse("2028-09").unwrap()),
        scope_text: Some("建设厂房8.6万平方米，购置设备420台（套）。".to_owned()),
        responsible_unit: Some("市工业和信息化局".to_owned()),
        responsible_person: Some("王工".to_owned()),
        ..Facts::named(name, DivisionCode::parse(division).unwrap())
    }
}

/// The list 2026Q3 of an installation.
pub struct Quarterly<'a> {
    app: &'a TestApp,
}

impl<'a> Quarterly<'a> {
    /// Whose list.
    pub const QUARTER: &'static str = "2026Q3";
    /// The number it is published under.
    pub const NUMBER: &'static str = "鲁工信清单〔2026〕3号";

    /// Opened, with this target.
    pub fn opened(app: &'a TestApp, target: i32) -> Self {
        let new = Opening {
            quarter: quarter(),
            target,
            nominate_by: "2026-10-10".parse().unwrap(),
            publish_by: "2026-10-20".parse().unwrap(),
        };
        app.context.db.write_now(|conn| lists::open(conn, &machine(), &new, app.clock.now())).unwrap();
        Self { app }
    }

    /// Enters a project; it stands on no list yet.
    pub fn enter(&self, facts: Facts) -> i64 {
        let (now, source) = (self.app.clock.now(), Source::person("test"));
        let today = local_date(now, self.app.context.zone);
        let made = self
            .app
            .context
            .db
            .write_now(|conn| projects::create(conn, &machine(), facts, &source, now, today));
        made.unwrap().id
    }

    /// Enters a project and nominates it.
    pub fn nominated(&self, facts: Facts) -> i64 {
        let project_id = self.enter(facts);
        let new = Nominating { project_id, section: None, class: None };
        let now = self.app.clock.now();
        let at = (now, local_date(now, self.app.context.zone));
        self.app.context.db.write_now(|conn| lists::nominate(conn, &machine(), quarter(), &new, at)).unwrap();
        project_id
    }

    /// Closes the collecting.
    pub fn review(&self) {
        let now = self.app.clock.now();
        let done =
            self.app.context.db.write_now(|conn| {
                lists::move_to(conn, &machine(), quarter(), ListState::Reviewing, None, now)
            });
        done.unwrap();
    }

    /// Accepts everything that waits.
    pub fn accept_all(&self) {
        let now = self.app.clock.now();
        let done = self.app.context.db.write_now(|conn| {
            let accept = Deciding::ACCEPT;
            for entry in lists::list(conn, &machine().scope, quarter())?.entries {
                lists::decide(conn, &machine(), quarter(), entry.project_id, entry.version, &accept, now)?;
            }
            Ok(())
        });
        done.unwrap();
    }

    /// Publishes what was accepted.
    pub fn publish(&self) -> Version {
        let now = self.app.clock.now();
        let today = local_date(now, self.app.context.zone);
        let new = Publishing { number: Self::NUMBER.to_owned(), reason: Some("按实有项目".to_owned()) };
        let db = &self.app.context.db;
        db.write_now(|conn| lists::publish(conn, &machine(), quarter(), &new, now, today)).unwrap()
    }

    /// All the way: these projects, published.
    pub fn published(app: &'a TestApp, projects: impl IntoIterator<Item = Facts>) -> (Self, Version) {
        let list = Self::opened(app, 3);
        for facts in projects {
            list.nominated(facts);
        }
        list.review();
        list.accept_all();
        let version = list.publish();
        (list, version)
    }
}

fn quarter() -> Quarter {
    Quarter::parse(Quarterly::QUARTER).unwrap()
}

fn machine() -> Caller {
    Caller::command_line(DivisionCode::parse("370000").unwrap())
}
