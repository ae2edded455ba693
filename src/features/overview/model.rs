//! What the first page says, computed from counted groups of projects. Pure, so that the sums can be checked by hand.

use crate::features::projects::{Class, Stage};
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use std::collections::BTreeMap;

/// Projects that agree in place, class and stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// County, city, or the province for what nobody has assigned yet.
    pub division: DivisionCode,
    /// 实施类 or 准备类, if said.
    pub class: Option<Class>,
    /// How far, if said.
    pub stage: Option<Stage>,
    /// How many.
    pub count: i64,
    /// Their adopted totals together.
    pub total: Money,
}

/// A count with its money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Projects.
    pub count: i64,
    /// Yuan.
    pub total: Money,
}

impl Sum {
    fn add(&mut self, cell: &Cell) {
        self.count += cell.count;
        // Totals are bounded at entry (10^15 yuan), so nine thousand of the largest would have to stand together.
        self.total = self.total.checked_add(cell.total).unwrap_or(self.total);
    }
}

/// The first page's figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// All of them.
    pub whole: Sum,
    /// 实施类
    pub implementation: i64,
    /// 准备类
    pub preparation: i64,
    /// 实施类 that have started: the numerator of 开工率 (a), whose denominator is [`Figures::implementation`].
    pub started: i64,
    /// By city, or by county within a single city; what is not assigned so far stands under the place around it.
    pub places: BTreeMap<DivisionCode, Sum>,
}

impl Figures {
    /// Adds up; `by_county` keeps counties apart.
    pub fn of(cells: &[Cell], by_county: bool) -> Self {
        let mut figures = Self::default();
        for cell in cells {
            figures.whole.add(cell);
            match cell.class {
                Some(Class::Implementation) => {
                    figures.implementation += cell.count;
                    if cell.stage.is_some_and(Stage::is_started) {
                        figures.started += cell.count;
                    }
                }
                Some(Class::Preparation) => figures.preparation += cell.count,
                None => {}
            }
            let place = if by_county { cell.division } else { cell.division.city().unwrap_or(cell.division) };
            figures.places.entry(place).or_default().add(cell);
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(place: &str, class: Option<Class>, stage: Option<Stage>, count: i64, wan: i64) -> Cell {
        let division = DivisionCode::parse(place).unwrap();
        Cell { division, class, stage, count, total: Money::from_wan(wan).unwrap() }
    }

    #[test]
    fn started_counts_only_what_is_to_be_built_this_year() {
        let (build, prepare) = (Some(Class::Implementation), Some(Class::Preparation));
        let figures = Figures::of(
            &[
                cell("370102", build, Some(Stage::Started), 2, 10),
                cell("370100", build, Some(Stage::Filed), 3, 20),
                cell("370200", prepare, Some(Stage::Started), 4, 30),
                cell("370000", None, None, 1, 0),
            ],
            false,
        );
        assert_eq!((figures.started, figures.implementation, figures.preparation), (2, 5, 4));
        assert_eq!(figures.whole, Sum { count: 10, total: Money::from_wan(60).unwrap() });
    }

    #[test]
    fn counties_count_for_their_city_unless_asked_apart() {
        let cells = [
            cell("370102", None, None, 1, 5),
            cell("370103", None, None, 2, 6),
            cell("370000", None, None, 1, 7),
        ];
        let counts = |by_county| -> Vec<(String, i64)> {
            Figures::of(&cells, by_county)
                .places
                .iter()
                .map(|(place, sum)| (place.to_string(), sum.count))
                .collect()
        };
        assert_eq!(counts(false), [("370000".into(), 1), ("370100".into(), 3)]);
        assert_eq!(counts(true).len(), 3);
    }
}
