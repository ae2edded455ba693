//! What a bulletin says in its reader's language: names of groups, figures as they are written, the sentences above the
//! table. One place, so that page, paper and workbook say the same.

use super::edition::Edition;
use super::printed::{Group, Told};
use super::tasks::TaskRow;
use crate::features::indicators::Dimension;
use crate::features::projects::Light;
use crate::features::reference::Book;
use crate::features::supervised::{State, state_name};
use crate::features::updates::ObligationState;
use crate::kernel::calendar::Period;
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use crate::web::Lang;
use chrono_tz::Tz;

/// What stands where there is no figure.
pub const NONE: &str = "—";
/// How many places count as the front and as the back of a ranking.
const ENDS: usize = 3;

/// The reader's language, the names of places, the zone in which hours are told.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The reader's.
    pub lang: Lang,
    /// The province's.
    pub book: &'a Book,
    /// The business zone.
    pub zone: Tz,
}

impl Words<'_> {
    /// `2026年9月`
    pub fn month(&self, period: Period) -> String {
        let parts = [("year", period.year().to_string()), ("month", period.month().to_string())];
        self.lang.all("bulletins-month", &parts)
    }

    /// The document's title.
    pub fn title(&self, period: Period) -> String {
        self.lang.with("bulletins-title-of", "month", self.month(period))
    }

    /// A group's name.
    pub fn group(&self, by: Dimension, key: Option<&str>) -> String {
        let Some(key) = key else {
            return self.lang.t(if by == Dimension::City { "updates-no-city" } else { "indicators-no-key" });
        };
        match by {
            Dimension::City => DivisionCode::parse(key)
                .map_or_else(|_| key.to_owned(), |code| self.book.short_name(self.lang, code)),
            Dimension::Industry => self.book.industry_name(self.lang, key),
            Dimension::Chain => {
                key.parse().map_or_else(|_| key.to_owned(), |id| self.book.chain_name(self.lang, id))
            }
            Dimension::Stage | Dimension::Class | Dimension::Nature => self.lang.word(by.as_str(), key),
        }
    }

    /// By what is grouped.
    pub fn dimension(&self, by: Dimension) -> String {
        self.lang.t(match by {
            Dimension::City => "indicators-by-city",
            Dimension::Stage => "indicators-by-stage",
            Dimension::Class => "indicators-by-class",
            Dimension::Industry => "indicators-by-industry",
            Dimension::Chain => "indicators-by-chain",
            Dimension::Nature => "indicators-by-nature",
        })
    }

    /// Where a project lies, with its county.
    pub fn place(&self, division: DivisionCode) -> String {
        self.book.name(self.lang, division)
    }

    /// A light's word.
    pub fn light(&self, light: Light) -> String {
        self.lang.word("light", light.as_str())
    }

    /// How a report stands, in a word.
    pub fn duty(&self, state: ObligationState) -> String {
        self.lang.t(match state {
            ObligationState::Due => "updates-count-due",
            ObligationState::OnTime => "updates-count-on-time",
            ObligationState::Late => "updates-count-late",
            ObligationState::Missing => "updates-count-missing",
            ObligationState::Excused => "updates-count-excused",
        })
    }

    /// The number with its version; that nothing holds yet, of a month without a bulletin.
    pub fn standing(&self, edition: &Edition) -> String {
        match &edition.frozen {
            Some(frozen) => {
                let parts = [
                    ("number", frozen.imprint.number.clone()),
                    ("version", frozen.imprint.version.to_string()),
                ];
                self.lang.all("bulletins-standing", &parts)
            }
            None => self.lang.t("bulletins-standing-draft"),
        }
    }

    /// That the reader sees a part, and which.
    pub fn extract(&self, edition: &Edition) -> Option<String> {
        let id = match &edition.frozen {
            _ if !edition.is_extract => return None,
            Some(_) => "bulletins-extract",
            None => "bulletins-extract-draft",
        };
        Some(self.lang.t(id))
    }

    /// The sentences in front of the table.
    pub fn summary(&self, edition: &Edition) -> Vec<String> {
        let (told, moment) = (&edition.sheet.whole, edition.month.moment());
        let projects = [
            ("day", moment.as_of.to_string()),
            ("count", told.count.to_string()),
            ("implementation", told.implementation.to_string()),
            ("preparation", told.preparation.to_string()),
            ("started", told.started.to_string()),
            ("start_rate", percent(told.start_rate.as_ref())),
            ("start_operands", format!("{} ÷ {}", told.started_implementation, told.implementation)),
            ("start_rate_new", percent(told.start_rate_new.as_ref())),
            ("new_operands", format!("{} ÷ {}", told.started_new, told.planned_new)),
            ("enrolment_rate", percent(told.enrolment_rate.as_ref())),
        ];
        let money = [
            ("plan", yi(told.annual_plan_yuan)),
            ("ytd", yi(told.ytd_investment_yuan)),
            ("cumulative", yi(told.cumulative_investment_yuan)),
            ("rate", percent(told.completion_rate.as_ref())),
            ("operands", completion_operands(told)),
            ("time", moment.time_progress().percent(1)),
            ("gap", self.gap(told)),
            ("without", told.without_plan.to_string()),
        ];
        let lights = [
            ("green", told.lights.green.to_string()),
            ("yellow", told.lights.yellow.to_string()),
            ("red", told.lights.red.to_string()),
            ("unreported", told.lights.unreported.to_string()),
        ];
        let reports = told.reports;
        let fallen_due = reports.on_time + reports.late + reports.missing;
        let punctual = [
            ("owed", (fallen_due + reports.due + reports.excused).to_string()),
            ("on_time", reports.on_time.to_string()),
            ("late", reports.late.to_string()),
            ("missing", reports.missing.to_string()),
            ("excused", reports.excused.to_string()),
            ("rate", percent(told.on_time_rate.as_ref())),
            ("operands", format!("{} ÷ {fallen_due}", reports.on_time)),
        ];
        let sentences = [
            self.lang.all("bulletins-summary-projects", &projects),
            self.lang.all("bulletins-summary-money", &money),
            self.lang.all("bulletins-summary-lights", &lights),
            self.lang.all("bulletins-summary-reports", &punctual),
        ];
        let unlit = (told.unlit > 0).then(|| self.lang.with("bulletins-summary-unlit", "count", told.unlit));
        let tasks = self.tasks(&edition.tasks);
        sentences.into_iter().chain(unlit).chain(tasks).chain(self.ends(&edition.sheet.cities)).collect()
    }

    /// How many tasks there are and how far they have come, where there is one.
    fn tasks(&self, tasks: &[TaskRow]) -> Option<String> {
        let count = |keep: &dyn Fn(&&TaskRow) -> bool| tasks.iter().filter(keep).count().to_string();
        let parts = [
            ("count", tasks.len().to_string()),
            ("open", count(&|task| task.state == State::Open)),
            ("overdue", count(&|task| task.overdue)),
            ("answered", count(&|task| task.state == State::Answered)),
            ("closed", count(&|task| task.state == State::Closed)),
        ];
        (!tasks.is_empty()).then(|| self.lang.all("bulletins-summary-tasks", &parts))
    }

    /// Who leads and who lags, once there are enough cities for both.
    fn ends(&self, cities: &[Group]) -> Option<String> {
        let mut ranked: Vec<(u32, &Group)> =
            cities.iter().filter_map(|city| Some((city.ranks.completion_rate?, city))).collect();
        if ranked.len() <= 2 * ENDS {
            return None;
        }
        ranked.sort_by_key(|(place, _)| *place);
        let named = |(_, city): &(u32, &Group)| {
            let name = self.group(Dimension::City, city.key.as_deref());
            let parts = [("name", name), ("rate", percent(city.told.completion_rate.as_ref()))];
            self.lang.all("bulletins-summary-city", &parts)
        };
        let join = |part: &[(u32, &Group)]| {
            let names: Vec<String> = part.iter().map(named).collect();
            names.join(&self.lang.t("bulletins-comma"))
        };
        let parts = [("first", join(&ranked[..ENDS])), ("last", join(&ranked[ranked.len() - ENDS..]))];
        Some(self.lang.all("bulletins-summary-ends", &parts))
    }

    /// Ahead of the time, behind it, or with it.
    fn gap(&self, told: &Told) -> String {
        let Some(points) = &told.progress_gap_pp else { return self.lang.t("bulletins-gap-none") };
        match points.strip_prefix('-') {
            Some(behind) => self.lang.with("bulletins-gap-behind", "points", behind),
            None if points == "0.0" => self.lang.t("bulletins-gap-even"),
            None => self.lang.with("bulletins-gap-ahead", "points", points),
        }
    }
}

/// A task in words.
pub struct TaskView {
    /// `supervised_tasks.id`
    pub id: i64,
    /// What is to be done.
    pub text: String,
    /// Whose.
    pub project: String,
    /// Where it lay.
    pub place: String,
    /// Who is to answer.
    pub owner: String,
    /// By when.
    pub due_on: String,
    /// Class and word.
    pub state: (&'static str, String),
}

impl TaskView {
    /// In the reader's language.
    pub fn new(words: Words<'_>, task: &TaskRow) -> Self {
        let state = match task.state {
            State::Open if task.overdue => ("bad", "supervised-overdue"),
            State::Open => ("warn", state_name(task.state)),
            State::Answered => ("info", state_name(task.state)),
            State::Closed => ("ok", state_name(task.state)),
        };
        Self {
            id: task.task_id,
            text: task.text.clone(),
            project: task.project.clone(),
            place: words.place(task.division),
            owner: task.owner.clone().unwrap_or_default(),
            due_on: task.due_on.to_string(),
            state: (state.0, words.lang.t(state.1)),
        }
    }
}

/// `60.0%`
pub fn percent(rate: Option<&String>) -> String {
    rate.map_or_else(|| NONE.to_owned(), |rate| format!("{rate}%"))
}

/// Points, or a place.
pub fn shown<T: ToString>(figure: Option<T>) -> String {
    figure.map_or_else(|| NONE.to_owned(), |figure| figure.to_string())
}

/// 亿元 with two digits.
pub fn yi(money: Money) -> String {
    money.yi_text(2)
}

/// What the completion rate divides, in 亿元.
pub fn completion_operands(told: &Told) -> String {
    format!("{} ÷ {}", yi(told.ytd_of_planned_yuan), yi(told.annual_plan_yuan))
}
