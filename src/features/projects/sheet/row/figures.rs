//! Codes, amounts and dates of a row: what has a form of its own.

use super::RowReader;
use crate::features::projects::model::Stage;
use crate::kernel::codes::{CodeCheck, check_credit_code, check_gb4754, check_project_code};
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use crate::sheet::{Address, Level, Value};

impl RowReader<'_> {
    pub(super) fn codes(&mut self) {
        let division = self.out.facts.division;
        let book = self.setting.book;
        let place = (!division.is_province()).then_some(division);
        let known = |code: &str| DivisionCode::parse(code).is_ok_and(|code| book.is_known(code));
        self.out.facts.project_code =
            self.code("project_code", |text| check_project_code(text, place, known));
        self.out.facts.credit_code = self.code("credit_code", check_credit_code);
        let Some((at, words)) = self.text("gb4754") else { return };
        let mut codes = Vec::new();
        for word in words.split([';', '；', ',', '，', '、', ' ']).filter(|word| !word.is_empty()) {
            match check_gb4754(word) {
                Ok(code) => codes.push(code),
                Err(_) => return self.unplaced("gb4754", at, &words),
            }
        }
        self.out.facts.gb4754 = codes;
        self.out.cells.insert("gb4754", at);
    }

    /// A wrong form is an error, a wrong check digit or region a warning (DOMAIN §11).
    fn code(
        &mut self,
        field: &'static str,
        check: impl Fn(&str) -> Result<CodeCheck, Message>,
    ) -> Option<String> {
        let (at, text) = self.text(field)?;
        self.out.cells.insert(field, at);
        match check(&text) {
            Ok(checked) => {
                for warning in checked.warnings {
                    self.remark(field, at, Level::Warning, warning, None);
                }
                Some(checked.code)
            }
            Err(message) => {
                self.remark(field, at, Level::Error, message, None);
                None
            }
        }
    }

    pub(super) fn money(&mut self) {
        if let Some(cell) = self.cell("total_investment") {
            self.out.cells.insert("total_investment_yuan", cell.address);
            match &cell.value {
                Value::Money(money) => self.out.facts.total_investment = Some(*money),
                Value::Kept(words) => self.out.facts.total_text = Some(words.clone()),
                _ => {}
            }
        }
        let plan = self.amount("annual_plan", "annual_plan_yuan");
        let ytd = self.amount("ytd_investment", "ytd_investment_yuan");
        let cumulative = self.amount("cumulative_investment", "cumulative_investment_yuan");
        let facts = &mut self.out.facts;
        (facts.annual_plan, facts.ytd_investment, facts.cumulative_investment) = (plan, ytd, cumulative);
    }

    fn amount(&mut self, field: &'static str, fact: &'static str) -> Option<Money> {
        let cell = self.cell(field)?;
        let Value::Money(money) = cell.value else { return None };
        self.out.cells.insert(fact, cell.address);
        Some(money)
    }

    /// Columns that say 计划 or 实际 fill their own fact. One that says neither is the actual date when the stage has
    /// been reached and the date is past, otherwise the planned one (DOMAIN §12).
    pub(super) fn dates(&mut self) {
        let (stage, today) = (self.out.facts.stage, self.setting.today);
        let past = |date: &PlanDate| date.first_day() <= today;
        let planned = (self.date("planned_start"), self.date("planned_finish"));
        let actual = (self.date("actual_start"), self.date("actual_finish"));
        self.settle("planned_start", planned.0);
        self.settle("planned_finish", planned.1);
        self.settle("actual_start", actual.0);
        self.settle("actual_finish", actual.1);
        let production = self.date("in_production_on");
        self.settle("in_production_on", production);
        if let Some((at, date)) = self.date("start") {
            let begun = stage.is_some_and(|stage| stage.is_started()) && past(&date);
            self.settle_undecided(if begun { "actual_start" } else { "planned_start" }, at, date);
        }
        if let Some((at, date)) = self.date("finish") {
            let done = stage.is_some_and(|stage| stage >= Stage::Completed) && past(&date);
            self.settle_undecided(if done { "actual_finish" } else { "planned_finish" }, at, date);
        }
    }

    /// A column of the fact's own knows better; a span of years knows less.
    fn settle_undecided(&mut self, fact: &'static str, at: Address, date: PlanDate) {
        if !self.reading.columns.contains_key(fact) {
            self.settle(fact, Some((at, date)));
        }
    }

    fn date(&self, field: &str) -> Option<(Address, PlanDate)> {
        let cell = self.cell(field)?;
        match &cell.value {
            Value::Date(date) => Some((cell.address, date.clone())),
            _ => None,
        }
    }

    fn settle(&mut self, fact: &'static str, stated: Option<(Address, PlanDate)>) {
        let Some((at, date)) = stated else { return };
        let facts = &mut self.out.facts;
        let slot = match fact {
            "planned_start" => &mut facts.planned_start,
            "planned_finish" => &mut facts.planned_finish,
            "actual_start" => &mut facts.actual_start,
            "actual_finish" => &mut facts.actual_finish,
            _ => &mut facts.in_production_on,
        };
        *slot = Some(date);
        self.out.cells.insert(fact, at);
    }
}
