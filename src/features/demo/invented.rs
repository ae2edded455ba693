//! Two hundred invented projects, each computed from its number alone: the same demonstration on every machine. A
//! project has a starting stage and a pace, so that its whole history over the quarters follows from the number too.

use super::catalogue::{FIRST, GIVEN, LINES, Line, SECOND, SURNAMES};
use crate::features::projects::{Class, Facts, Nature, SideState, Stage};
use crate::features::reference::Book;
use crate::kernel::calendar::Quarter;
use crate::kernel::codes::check_project_code;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use anyhow::anyhow;
use chrono::{Datelike, Months, NaiveDate};

/// How many projects there are.
pub const PROJECTS: usize = 200;

/// Whole projects' totals in 万元, from a workshop to a base.
const TOTALS_WAN: [i64; 17] = [
    12_000, 18_500, 26_000, 32_000, 41_000, 56_000, 63_500, 78_000, 85_000, 102_000, 120_000, 156_000,
    203_000, 268_000, 350_000, 520_000, 860_000,
];

/// How many of the projects lie in each city, in the order of the cities' codes; the sum is [`PROJECTS`].
const SHARES: [usize; 16] = [22, 21, 14, 10, 9, 19, 18, 15, 9, 11, 7, 16, 9, 8, 7, 5];

/// What of a year's plan is done, in percent of what the calendar would want.
const PACES: [i64; 11] = [105, 96, 84, 100, 78, 98, 102, 90, 100, 95, 50];

/// How many quarters of the story, past and to come, a plan looks ahead.
const FORESEEN: usize = 12;
/// The stages a project walks through in the demonstration.
const WALK: [Stage; 9] = [
    Stage::Planned,
    Stage::Reserved,
    Stage::Negotiating,
    Stage::Signed,
    Stage::Filed,
    Stage::Started,
    Stage::UnderConstruction,
    Stage::Completed,
    Stage::InProduction,
];

/// One invented project, before any quarter has touched it.
pub struct Invented {
    number: usize,
    line: &'static Line,
    place: DivisionCode,
    city_name: String,
    county_name: String,
}

impl Invented {
    /// The project with this number, from 0; cities take turns, larger ones more often.
    pub fn new(number: usize, book: &Book) -> Result<Self> {
        let cities: Vec<_> = book.cities().collect();
        let city = cities
            .get(city_of(number) % cities.len().max(1))
            .copied()
            .ok_or_else(|| anyhow!("reference data have no cities"))?;
        let counties: Vec<_> = book.counties_of(city.code).collect();
        let county = counties.get(number * 5 % counties.len().max(1)).copied().unwrap_or(city);
        Ok(Self {
            number,
            line: &LINES[number * 11 % LINES.len()],
            place: county.code,
            city_name: city.name_zh.trim_end_matches('市').to_owned(),
            county_name: county.name_zh.clone(),
        })
    }

    /// The city whose officer nominates it.
    pub fn place(&self) -> DivisionCode {
        self.place
    }

    /// Quarters (0 = the oldest) after which it is entered: most from the start, ten more each quarter.
    pub fn enters_in(&self) -> usize {
        if self.number < PROJECTS - 30 { 0 } else { 1 + (self.number - (PROJECTS - 30)) / 10 }
    }

    /// Whether it produces since an earlier quarter: such a project leaves the list, not the registry.
    pub fn has_left(&self, index: usize) -> bool {
        index > 0 && WALK[self.step(index - 1)] >= Stage::InProduction
    }

    /// Whether its record still has gaps that keep it from being nominated.
    fn has_gaps(&self) -> bool {
        self.number % 23 == 22
    }

    fn step(&self, quarter: usize) -> usize {
        let start = self.number * 3 % 7;
        let pace = [1, 2, 1, 0, 1][self.number % 5];
        (start + quarter * pace / if pace == 2 { 1 } else { 2 }).min(WALK.len() - 1)
    }

    /// Everything known of it at the end of `quarter`, the `index`-th of the story (0 = the oldest).
    pub fn facts(&self, quarter: Quarter, index: usize, book: &Book) -> Result<Facts> {
        let stage = WALK[self.step(index)];
        let n = self.number;
        let capacity = self.line.capacities[n % 4].to_string();
        let mu = (60 + n % 9 * 45).to_string();
        let company = format!(
            "{}{}{}{}有限公司（演示）",
            self.city_name,
            FIRST[n % FIRST.len()],
            SECOND[n % SECOND.len()],
            self.line.trade
        );
        let phase = if n % 6 == 5 { "（一期）" } else { "" };
        let total = Money::from_wan(TOTALS_WAN[n % TOTALS_WAN.len()] + (n as i64 % 10) * 100)
            .ok_or_else(|| anyhow!("an invented total is too large"))?;
        let started = stage.is_started();
        let planned_start = self.planned_start(quarter, index);
        let plan = 20 + n as i64 % 20;
        let this_year = plan * i64::from(quarter.number()) * PACES[n % PACES.len()] / 400;
        let before = if index == 0 { 5 } else { 5 + plan } + n as i64 % 15;
        let done = if stage >= Stage::Completed { 100 } else { (before + this_year).min(97) };
        let industry = book
            .industry(self.line.industry)
            .ok_or_else(|| anyhow!("reference data lack the industry {}", self.line.industry))?;
        let chain = book.chain(self.line.chain).map(|chain| chain.id);
        let gaps = self.has_gaps();
        Ok(Facts {
            name: format!("{}{}{}", self.county_name, self.line.project.replace("{n}", &capacity), phase),
            unit: Some(company),
            credit_code: None,
            project_code: (stage >= Stage::Filed).then(|| self.code()),
            division: self.place,
            address: Some(format!("{}示范产业园{}号地块", self.county_name, 1 + n % 30)),
            park_id: None,
            lng_e6: None,
            lat_e6: None,
            industry: Some(industry.code.clone()),
            gb4754: vec![self.line.gb4754.to_owned()],
            chain_id: chain,
            segment_id: None,
            nature: Some([Nature::New, Nature::New, Nature::Extension, Nature::Renovation][n % 4]),
            class: Some(if stage >= Stage::Filed { Class::Implementation } else { Class::Preparation }),
            stage: Some(stage),
            stage_text: None,
            planned_start: Some(month_of(planned_start)?),
            planned_finish: (!gaps)
                .then(|| month_of(planned_start + Months::new(14 + (n % 12) as u32)))
                .transpose()?,
            actual_start: self.reached(Stage::Started, quarter, index)?,
            actual_finish: self.reached(Stage::Completed, quarter, index)?,
            in_production_on: self.reached(Stage::InProduction, quarter, index)?,
            scope_text: Some(self.line.scope.replace("{n}", &capacity).replace("{mu}", &mu)),
            parent_id: None,
            side_state: SideState::Active,
            responsible_unit: Some(format!("{}工业和信息化局", self.county_name)),
            responsible_person: (!gaps)
                .then(|| format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[n % GIVEN.len()])),
            sponsor_leader: None,
            // One in eleven has broken ground and is not yet counted: what lights and statistics are to show.
            enrolled: started.then_some(!n.is_multiple_of(11)),
            total_investment: Some(total),
            total_text: None,
            annual_plan: (stage >= Stage::Filed).then(|| share(total, plan)),
            ytd_investment: started.then(|| share(total, this_year)),
            cumulative_investment: started.then(|| share(total, done)),
        })
    }

    /// A well-formed project code of December 2099: no real project has one, and its check digit is right.
    fn code(&self) -> String {
        let stem = format!("9912-{}-89-01-{:05}", self.place, self.number);
        let right = |code: &String| {
            check_project_code(code, None, |_| true).is_ok_and(|code| code.warnings.is_empty())
        };
        (0..10).map(|digit| format!("{stem}{digit}")).find(right).unwrap_or(stem)
    }

    /// The month in which a stage was reached, once it was; the same in every later quarter.
    fn reached(&self, stage: Stage, quarter: Quarter, index: usize) -> Result<Option<PlanDate>> {
        let Some(position) = WALK.iter().position(|step| *step == stage) else { return Ok(None) };
        let Some(first) = (0..=index).find(|index| self.step(*index) >= position) else { return Ok(None) };
        let begun = back(quarter, index - first).first_day();
        // What was already behind it when the story begins lies a quarter back for each stage.
        let before = (self.step(first) - position) as u32 * 3;
        month_of(begun - Months::new(before)).map(Some)
    }

    /// Fixed when the project entered: a plan does not move by itself. Near the actual start where there is one; some
    /// start late, and some that were planned never do.
    fn planned_start(&self, quarter: Quarter, index: usize) -> NaiveDate {
        let oldest = back(quarter, index).first_day();
        let started = WALK.iter().position(|step| *step == Stage::Started).unwrap_or(0);
        if let Some(ahead) = self.step(0).checked_sub(started) {
            return oldest - Months::new(ahead as u32 * 3);
        }
        let late = if self.number.is_multiple_of(7) { 5 } else { self.number as u32 % 2 };
        match (1..FORESEEN).find(|quarter| self.step(*quarter) >= started) {
            Some(quarters) => oldest + Months::new(quarters as u32 * 3 + 1) - Months::new(late),
            None if late > 1 => oldest + Months::new(6),
            None => oldest + Months::new(14 + (self.number % 9) as u32),
        }
    }
}

fn back(quarter: Quarter, quarters: usize) -> Quarter {
    (0..quarters).fold(quarter, |quarter, _| quarter.previous())
}

/// Which city, by position: neighbours in number lie in different cities.
fn city_of(number: usize) -> usize {
    let turn = number * 7 % PROJECTS;
    let ends = SHARES.iter().scan(0, |end, share| {
        *end += share;
        Some(*end)
    });
    ends.take_while(|end| *end <= turn).count()
}

fn share(total: Money, percent: i64) -> Money {
    // Whole 万元, as people report.
    Money::from_yuan(total.yuan() / 1_000_000 * percent * 10_000)
}

fn month_of(day: NaiveDate) -> Result<PlanDate> {
    let text = format!("{}-{:02}", day.year(), day.month());
    PlanDate::parse(&text).map_err(|_| anyhow!("{text} is no month").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::reference::built_in_book;

    fn all() -> (Book, Vec<Invented>) {
        let book = built_in_book();
        let projects = (0..PROJECTS).map(|number| Invented::new(number, &book).unwrap()).collect();
        (book, projects)
    }

    #[test]
    fn no_real_company_ever_gets_an_invented_fact() {
        let (book, projects) = all();
        for project in &projects {
            let facts = project.facts(Quarter::parse("2026Q3").unwrap(), 3, &book).unwrap();
            assert!(facts.unit.unwrap().ends_with("有限公司（演示）"));
            assert!(facts.credit_code.is_none());
            assert!(
                facts.project_code.is_none_or(|code| code.starts_with("9912-")),
                "a code of the year 2099"
            );
        }
    }

    #[test]
    fn every_city_has_its_share() {
        let (book, projects) = all();
        let counts =
            book.cities().map(|city| projects.iter().filter(|p| city.code.contains(p.place())).count());
        assert_eq!(counts.collect::<Vec<_>>(), SHARES);
    }

    #[test]
    fn a_projects_past_is_the_same_seen_from_any_later_quarter() {
        let (book, projects) = all();
        for project in &projects {
            let (mut quarter, mut known) = (Quarter::parse("2025Q4").unwrap(), Vec::new());
            for index in 0..4 {
                let facts = project.facts(quarter, index, &book).unwrap();
                known.push((facts.planned_start, facts.stage, facts.actual_start));
                quarter = quarter.next();
            }
            for pair in known.windows(2) {
                assert_eq!(pair[0].0, pair[1].0, "the plan stays");
                assert!(pair[0].1 <= pair[1].1, "the stage never goes back");
                assert!(pair[0].2.is_none() || pair[0].2 == pair[1].2, "the actual start stays");
            }
        }
    }
}
