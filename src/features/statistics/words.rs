//! What groups, figures and sources are called for their reader. One place, so that page, workbook and API say the
//! same.

use super::source::{Source, Statistics};
use crate::features::indicators::{Dimension, Indicator, Measure, Unit};
use crate::features::lists::list_state;
use crate::features::reference::Book;
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use crate::web::Lang;

/// What stands where there is no figure.
pub const NONE: &str = "—";

/// The reader's language and the names of places and industries.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The reader's.
    pub lang: Lang,
    /// The province's.
    pub book: &'a Book,
}

impl Words<'_> {
    /// A group's name.
    pub fn group(&self, by: Dimension, key: Option<&str>) -> String {
        let Some(key) = key else {
            return self.lang.t(if by == Dimension::City {
                "statistics-no-city"
            } else {
                "statistics-no-key"
            });
        };
        match by {
            Dimension::City => self.city(DivisionCode::parse(key).ok()).unwrap_or_else(|| key.to_owned()),
            Dimension::Stage | Dimension::Class | Dimension::Nature => self.lang.word(by.as_str(), key),
            Dimension::Industry => self.book.industry_name(self.lang, key),
            Dimension::Chain => {
                key.parse().map_or_else(|_| key.to_owned(), |id| self.book.chain_name(self.lang, id))
            }
        }
    }

    /// A place's own name.
    pub fn city(&self, code: Option<DivisionCode>) -> Option<String> {
        code.map(|code| self.book.short_name(self.lang, code))
    }

    /// By what a table is grouped.
    pub fn dimension(&self, by: Dimension) -> String {
        self.lang.t(match by {
            Dimension::City => "statistics-by-city",
            Dimension::Stage => "statistics-by-stage",
            Dimension::Class => "statistics-by-class",
            Dimension::Industry => "statistics-by-industry",
            Dimension::Chain => "statistics-by-chain",
            Dimension::Nature => "statistics-by-nature",
        })
    }

    /// An indicator's name with its letter, where two share it.
    pub fn name(&self, indicator: Indicator) -> String {
        let definition = indicator.definition();
        let name = self.lang.t(definition.name);
        match definition.letter {
            Some(letter) => {
                self.lang.all("statistics-lettered", &[("name", name), ("letter", letter.to_owned())])
            }
            None => name,
        }
    }

    /// 个百分点, where the figure does not carry its unit.
    pub fn unit(&self, measure: &Measure) -> String {
        match measure.indicator.definition().unit {
            Unit::Points if measure.value.is_some() => self.lang.t("statistics-points"),
            Unit::Points | Unit::Percent => String::new(),
        }
    }

    /// Both together: `15.0 个百分点`.
    pub fn value(&self, measure: &Measure) -> String {
        [figure(measure), self.unit(measure)].join(" ").trim_end().to_owned()
    }

    /// The formula, then numerator and denominator by name with their figures: what hovering tells.
    pub fn explanation(&self, measure: &Measure) -> String {
        let definition = measure.indicator.definition();
        let formula = self.lang.t(definition.formula);
        if measure.operands.is_none() {
            return formula;
        }
        let args = [
            ("formula", formula),
            ("numerator", self.lang.t(definition.numerator)),
            ("denominator", self.lang.t(definition.denominator)),
            ("operands", operands(measure)),
        ];
        self.lang.all("statistics-explained", &args)
    }

    /// `2026年三季度`
    pub fn quarter(&self, quarter: Quarter) -> String {
        let parts = [("year", quarter.year().to_string()), ("number", quarter.number().to_string())];
        self.lang.all("statistics-quarter", &parts)
    }

    /// `2026年9月`
    pub fn month(&self, period: Period) -> String {
        let parts = [("year", period.year().to_string()), ("month", period.month().to_string())];
        self.lang.all("bulletins-month", &parts)
    }

    /// What was measured, as a heading.
    pub fn title(&self, source: &Source) -> String {
        match source {
            Source::Published { quarter, .. } => {
                self.lang.with("statistics-of-list", "quarter", self.quarter(*quarter))
            }
            Source::Draft { quarter, state } => {
                let parts = [("quarter", self.quarter(*quarter)), ("state", self.lang.t(list_state(*state)))];
                self.lang.all("statistics-of-draft", &parts)
            }
            Source::Live => self.lang.t("statistics-of-registry"),
            Source::Month { period, .. } => {
                self.lang.with("statistics-of-month", "month", self.month(*period))
            }
        }
    }

    /// Number and version, the day of the facts, how much of the year was over.
    pub fn standing(&self, statistics: &Statistics) -> String {
        let moment = statistics.moment;
        let day = [
            ("day", moment.as_of.to_string()),
            ("months", moment.months().to_string()),
            ("progress", moment.time_progress().percent(1)),
        ];
        let day = self.lang.all("statistics-as-of", &day);
        match &statistics.source {
            Source::Published { version, .. } => {
                let parts = [
                    ("number", version.number.clone()),
                    ("version", version.version.to_string()),
                    ("day", day),
                ];
                self.lang.all("statistics-of-version", &parts)
            }
            Source::Month { frozen: Some(frozen), .. } => {
                let imprint = &frozen.imprint;
                let parts = [
                    ("number", imprint.number.clone()),
                    ("version", imprint.version.to_string()),
                    ("day", day),
                ];
                self.lang.all("statistics-of-version", &parts)
            }
            Source::Month { frozen: None, .. } => self.lang.with("statistics-month-now", "day", day),
            Source::Draft { .. } | Source::Live => day,
        }
    }
}

/// `80.0%`, `15.0` of points, or "—".
pub fn figure(measure: &Measure) -> String {
    match (measure.text(), measure.indicator.definition().unit) {
        (None, _) => NONE.to_owned(),
        (Some(text), Unit::Percent) => format!("{text}%"),
        (Some(text), Unit::Points) => text,
    }
}

/// `84 ÷ 106`, amounts in 亿元; empty for a difference of rates.
pub fn operands(measure: &Measure) -> String {
    let shown = |number: i64| {
        if measure.indicator.is_money() { Money::from_yuan(number).yi_text(2) } else { number.to_string() }
    };
    measure.operands.map(|(part, whole)| format!("{} ÷ {}", shown(part), shown(whole))).unwrap_or_default()
}
