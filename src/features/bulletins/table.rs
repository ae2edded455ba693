//! The table of a bulletin for people: one list of columns, from which page, paper and workbook take their cells, so
//! that a figure reads the same everywhere.

use super::printed::{Places, Told};
use super::words::{percent, shown, yi};
use crate::features::indicators::Indicator;
use crate::kernel::money::Money;
use crate::web::Lang;

/// A column of the table.
pub struct Column {
    head: &'static str,
    /// Which of two definitions of the same name it is.
    letter: Option<&'static str>,
    /// Whether paper, which is narrow, has it too.
    pub on_paper: bool,
    /// What stands in it.
    pub figure: Figure,
}

/// How a column's cell is made.
pub enum Figure {
    /// A count.
    Number(fn(&Told) -> i64),
    /// An amount.
    Amount(fn(&Told) -> Money),
    /// A rate in percent, or points, with one digit.
    Rate(fn(&Told) -> Option<&String>, Unit),
    /// A place among the others.
    Place(fn(Places) -> Option<u32>),
}

/// What a rate is counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `%`
    Percent,
    /// 个百分点
    Points,
}

impl Column {
    /// The header in the reader's language.
    pub fn name(&self, lang: Lang) -> String {
        let name = lang.t(self.head);
        match self.letter {
            Some(letter) => lang.all("bulletins-lettered", &[("name", name), ("letter", letter.to_owned())]),
            None => name,
        }
    }

    /// The cell as people read it, amounts in 亿元.
    pub fn text(&self, told: &Told, places: Places) -> String {
        match &self.figure {
            Figure::Number(of) => of(told).to_string(),
            Figure::Amount(of) => yi(of(told)),
            Figure::Rate(of, Unit::Percent) => percent(of(told)),
            Figure::Rate(of, Unit::Points) => shown(of(told)),
            Figure::Place(of) => shown(of(places)),
        }
    }
}

const fn column(head: &'static str, on_paper: bool, figure: Figure) -> Column {
    Column { head, letter: None, on_paper, figure }
}

const fn lettered(indicator: Indicator, figure: Figure) -> Column {
    let definition = indicator.definition();
    Column { head: definition.name, letter: definition.letter, on_paper: true, figure }
}

/// The columns, from left to right.
pub const COLUMNS: [Column; 23] = [
    column("indicators-count", true, Figure::Number(|told| told.count)),
    column("bulletins-column-started", false, Figure::Number(|told| told.started)),
    column("indicators-annual-plan", true, Figure::Amount(|told| told.annual_plan_yuan)),
    column("indicators-ytd", true, Figure::Amount(|told| told.ytd_investment_yuan)),
    column("indicators-cumulative", false, Figure::Amount(|told| told.cumulative_investment_yuan)),
    column(
        "indicators-completion-rate",
        true,
        Figure::Rate(|told| told.completion_rate.as_ref(), Unit::Percent),
    ),
    column("bulletins-column-gap", true, Figure::Rate(|told| told.progress_gap_pp.as_ref(), Unit::Points)),
    column("bulletins-column-completion-place", true, Figure::Place(|places| places.completion_rate)),
    lettered(Indicator::StartRate, Figure::Rate(|told| told.start_rate.as_ref(), Unit::Percent)),
    column("bulletins-column-start-place", true, Figure::Place(|places| places.start_rate)),
    lettered(Indicator::StartRateNew, Figure::Rate(|told| told.start_rate_new.as_ref(), Unit::Percent)),
    column(
        "indicators-enrolment-rate",
        true,
        Figure::Rate(|told| told.enrolment_rate.as_ref(), Unit::Percent),
    ),
    column("bulletins-column-green", false, Figure::Number(|told| told.lights.green)),
    column("bulletins-column-yellow", true, Figure::Number(|told| told.lights.yellow)),
    column("bulletins-column-red", true, Figure::Number(|told| told.lights.red)),
    column("bulletins-column-unreported", true, Figure::Number(|told| told.lights.unreported)),
    column("updates-count-due", false, Figure::Number(|told| told.reports.due)),
    column("updates-count-on-time", false, Figure::Number(|told| told.reports.on_time)),
    column("updates-count-late", true, Figure::Number(|told| told.reports.late)),
    column("bulletins-column-missing", true, Figure::Number(|told| told.reports.missing)),
    column("updates-count-excused", false, Figure::Number(|told| told.reports.excused)),
    column("updates-discipline", true, Figure::Rate(|told| told.on_time_rate.as_ref(), Unit::Percent)),
    column("bulletins-column-on-time-place", true, Figure::Place(|places| places.on_time_rate)),
];
