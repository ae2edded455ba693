//! What the words of a list are called for its reader: states, changes, groups, places, dates. One place, so that page,
//! paper and workbook say the same.

use super::deadlines::effective_deadline;
use super::document::SERIAL;
use super::edition::Edition;
use super::model::{ChangeKind, Decision, Entry, ListState, NominationState};
use super::official::Group;
use crate::features::projects::{FactWords, Facts, Stage};
use crate::features::reference::Book;
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::kernel::plan_date::PlanDate;
use crate::web::Lang;
use chrono::NaiveDate;
use serde_json::Value;
use std::cmp::Ordering;

/// The reader's language and the names of places and industries.
#[derive(Clone, Debug)]
pub struct Words {
    /// The reader's language.
    pub lang: Lang,
    /// Names.
    pub book: Book,
    /// Whose list it is.
    pub province: DivisionCode,
}

impl Words {
    /// `2026年三季度`
    pub fn quarter(&self, quarter: Quarter) -> String {
        self.lang.render(&quarter_name(quarter))
    }

    /// The document's title: `2026年三季度山东省重点制造业项目清单`
    pub fn title(&self, quarter: Quarter) -> String {
        let message = Message::new("lists-document-title").with_message("quarter", quarter_name(quarter));
        self.lang.render(&message.with("province", self.book.name(self.lang, self.province)))
    }

    /// What a group of rows is called, with its count.
    pub fn group(&self, group: Group<'_>, count: i64, extract: bool) -> String {
        let name = match group {
            Group::Whole if extract => self.lang.t("lists-sum-extract"),
            Group::Whole => self.lang.t("lists-sum-whole"),
            Group::Class(class) => self.lang.word("class", class.as_str()),
            Group::Section(heading) => heading.to_owned(),
            Group::City(city) => self.city(city),
        };
        self.lang.all("lists-group", &[("name", name), ("count", count.to_string())])
    }

    /// A city's name; what lies in none is the province's own.
    pub fn city(&self, city: Option<DivisionCode>) -> String {
        city.map_or_else(|| self.lang.t("lists-no-city"), |city| self.book.short_name(self.lang, city))
    }

    /// The county's own name, when it is known.
    pub fn county(&self, facts: &Facts) -> String {
        let county = facts.division.is_county().then_some(facts.division);
        county.map(|county| self.book.short_name(self.lang, county)).unwrap_or_default()
    }

    /// City and county as far as they are known: `济南市历下区`.
    pub fn place(&self, facts: &Facts) -> String {
        self.division(facts.division)
    }

    /// City and county that a code tells; what lies in none is the province's own.
    pub fn division(&self, code: DivisionCode) -> String {
        match code.city() {
            Some(_) => self.book.name(self.lang, code),
            None => self.lang.t("lists-no-city"),
        }
    }

    /// An industry's name.
    pub fn industry(&self, code: Option<&str>) -> String {
        code.map_or_else(|| self.lang.t("lists-no-industry"), |code| self.book.industry_name(self.lang, code))
    }

    /// A stage's name, empty when it is not known.
    pub fn stage(&self, stage: Option<Stage>) -> String {
        stage.map(|stage| self.lang.word("stage", stage.as_str())).unwrap_or_default()
    }

    /// The change against the list before.
    pub fn change(&self, change: ChangeKind) -> String {
        self.lang.t(match change {
            ChangeKind::Addition => "lists-change-addition",
            ChangeKind::ToImplementation => "lists-change-to-implementation",
            ChangeKind::ToPreparation => "lists-change-to-preparation",
            ChangeKind::Exit => "lists-change-exit",
            ChangeKind::Carried => "lists-change-carried",
        })
    }

    /// What is decided about a draft's entry; empty for a published one.
    pub fn state(&self, state: Option<NominationState>) -> String {
        state.map(|state| self.lang.t(state_text(state))).unwrap_or_default()
    }

    /// Where a nomination stands, in the words of the last decision where that says more than the state: 投产出列
    /// rather than 未采纳.
    pub fn entry_state(&self, entry: &Entry) -> String {
        match entry.decision.filter(|decision| decision.is_roll_over()) {
            Some(decision) => self.lang.t(decision_text(decision)),
            None if entry.is_untouched() => self.lang.t("lists-roll-waiting"),
            None => self.state(Some(entry.state)),
        }
    }

    /// What a fact is called, by its contract name; `section` and `serial` are the list's own.
    pub fn field(&self, field: &str) -> String {
        match field {
            "section" => self.lang.t("lists-section"),
            SERIAL => self.lang.t("lists-column-serial"),
            fact => self.facts().label(fact),
        }
    }

    /// A fact as its reader sees it; a gap is said.
    pub fn value(&self, field: &str, value: &Value) -> String {
        let shown = if field == SERIAL { value.to_string() } else { self.facts().shown(field, value) };
        if shown.is_empty() { self.lang.t("lists-value-none") } else { shown }
    }

    const fn facts(&self) -> FactWords<'_> {
        FactWords { lang: self.lang, book: &self.book }
    }

    /// What the copy is: number and version of a published list, extract or whole; or that it is a draft.
    pub fn standing(&self, edition: &Edition) -> String {
        let Some(frozen) = edition.frozen() else { return self.lang.t("lists-standing-draft") };
        let args = [
            ("number", frozen.version.number.clone()),
            ("version", frozen.version.version.to_string()),
            ("day", frozen.version.data_as_of.to_string()),
        ];
        self.lang.all("lists-standing-published", &args)
    }

    /// That the copy is an extract, and of what; none when it is whole.
    pub fn extract(&self, edition: &Edition) -> Option<String> {
        if !edition.extract {
            return None;
        }
        let seen = edition.totals.count.to_string();
        Some(match edition.frozen() {
            None => self.lang.with("lists-extract-draft", "seen", seen),
            Some(frozen) => {
                let whole = [
                    ("seen", seen),
                    ("count", frozen.whole.count.to_string()),
                    ("total", frozen.whole.total_investment.wan_text()),
                ];
                self.lang.all("lists-extract", &whole)
            }
        })
    }

    /// A day with the working days that are left until it, or that have passed; where offices are closed on it, with
    /// the day to which it moves on and the days until then.
    pub fn deadline(&self, day: NaiveDate, today: NaiveDate) -> String {
        let calendar = self.book.working_days();
        let effective = effective_deadline(day, &calendar);
        let days = calendar.working_days_between(today, effective);
        let id = match today.cmp(&effective) {
            Ordering::Equal => "lists-deadline-today",
            Ordering::Less => "lists-deadline-left",
            // Only days off lie between: nothing to count yet.
            Ordering::Greater if days == 0 => "lists-deadline-gone",
            Ordering::Greater => "lists-deadline-passed",
        };
        let text = if effective == day {
            day.to_string()
        } else {
            let moved = [("day", day.to_string()), ("effective", effective.to_string())];
            self.lang.all("lists-deadline-moved", &moved)
        };
        self.lang.all(id, &[("day", text), ("days", days.abs().to_string())])
    }
}

/// `2026.05—2028.09`: planned start and finish as official tables write them.
pub fn years(facts: &Facts) -> String {
    let dotted = |date: &Option<PlanDate>| {
        date.as_ref().map_or_else(|| "…".to_owned(), |date| date.as_str().replace('-', "."))
    };
    match (&facts.planned_start, &facts.planned_finish) {
        (None, None) => String::new(),
        (start, finish) => format!("{}—{}", dotted(start), dotted(finish)),
    }
}

/// What a decision is called, where it says more than the state it leads to.
pub const fn decision_text(decision: Decision) -> &'static str {
    match decision {
        Decision::Continue => "lists-roll-continue",
        Decision::Graduate => "lists-roll-graduate",
        Decision::Drop => "lists-roll-drop",
        Decision::Merge => "lists-roll-merge",
        Decision::Split => "lists-roll-split",
        Decision::Accept => "lists-state-accepted",
        Decision::Return => "lists-state-returned",
        Decision::Decline => "lists-state-declined",
        Decision::Withdraw => "lists-state-withdrawn",
    }
}

/// A quarter in words.
pub fn quarter_name(quarter: Quarter) -> Message {
    Message::new("lists-quarter-name").with("year", quarter.year()).with("number", quarter.number())
}

/// What a list's state is called.
pub const fn list_state(state: ListState) -> &'static str {
    match state {
        ListState::Collecting => "lists-state-collecting",
        ListState::Reviewing => "lists-state-reviewing",
        ListState::Published => "lists-state-published",
    }
}

/// What a nomination's state is called.
pub const fn state_text(state: NominationState) -> &'static str {
    match state {
        NominationState::Nominated => "lists-state-nominated",
        NominationState::Accepted => "lists-state-accepted",
        NominationState::Returned => "lists-state-returned",
        NominationState::Declined => "lists-state-declined",
        NominationState::Withdrawn => "lists-state-withdrawn",
    }
}

/// How many of many names are said.
const NAMED: usize = 5;

/// The first few of some names, and how many more there are; nothing of none.
pub fn some_of(names: &[&str]) -> Option<Message> {
    let (first, rest) = names.split_first()?;
    let named =
        rest.iter().take(NAMED - 1).fold(Message::new("lists-named").with("name", first), |named, name| {
            Message::new("lists-named-next").with_message("named", named).with("name", name)
        });
    Some(match names.len().checked_sub(NAMED) {
        Some(more @ 1..) => Message::new("lists-named-more").with_message("named", named).with("count", more),
        _ => named,
    })
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::reference::{Holiday, HolidayKind};

    fn words() -> Words {
        let province = DivisionCode::parse("370000").unwrap();
        let holiday = |day: &str| Holiday {
            day: day.parse().unwrap(),
            kind: HolidayKind::Holiday,
            name_zh: "国庆节".to_owned(),
            name_en: "National Day".to_owned(),
            active: true,
        };
        let holidays = ["2026-10-05", "2026-10-06", "2026-10-07"].map(holiday).into();
        Words { lang: Lang::Zh, book: Book { holidays, ..Book::default() }, province }
    }

    #[test]
    fn the_planned_years_stand_as_official_tables_write_them() {
        let date = |text| Some(PlanDate::parse(text).unwrap());
        let mut facts = Facts::named("项目", DivisionCode::parse("370100").unwrap());
        assert_eq!(years(&facts), "");
        facts.planned_start = date("2026-05");
        assert_eq!(years(&facts), "2026.05—…");
        facts.planned_finish = date("2028");
        assert_eq!(years(&facts), "2026.05—2028");
    }

    #[test]
    fn a_deadline_says_how_many_working_days_are_left() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let told = |today| words().deadline(day("2026-10-09"), day(today));
        assert_eq!(told("2026-10-02"), "2026-10-09（还有 2 个工作日）");
        assert_eq!(told("2026-10-09"), "2026-10-09（今天）");
        assert_eq!(told("2026-10-11"), "2026-10-09（已过）");
        assert_eq!(told("2026-10-13"), "2026-10-09（已过 2 个工作日）");
    }

    #[test]
    fn a_deadline_on_a_day_off_says_where_it_moves_on_to() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let told = |today| words().deadline(day("2026-10-06"), day(today));
        assert_eq!(told("2026-10-06"), "2026-10-06 为休息日，顺延至 2026-10-08（还有 1 个工作日）");
        assert_eq!(told("2026-10-08"), "2026-10-06 为休息日，顺延至 2026-10-08（今天）");
    }

    #[test]
    fn of_many_names_the_first_five_are_said_and_the_others_counted() {
        let said = |lang: Lang, names: &[&str]| some_of(names).map(|named| lang.render(&named));
        assert_eq!(said(Lang::Zh, &[]), None);
        assert_eq!(said(Lang::Zh, &["甲"]).as_deref(), Some("甲"));
        let five = ["甲", "乙", "丙", "丁", "戊"];
        assert_eq!(said(Lang::Zh, &five).as_deref(), Some("甲、乙、丙、丁、戊"));
        let seven = [&five[..], &["己", "庚"]].concat();
        assert_eq!(said(Lang::Zh, &seven).as_deref(), Some("甲、乙、丙、丁、戊，另有 2 个"));
        assert_eq!(said(Lang::En, &seven).as_deref(), Some("甲, 乙, 丙, 丁, 戊 and 2 more"));
    }
}
