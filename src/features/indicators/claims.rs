//! What a list is about to say, as claims that can be recomputed: its own totals against its entries, and every figure
//! of its bulletin against the others. A publication with a mismatch is refused, so that nobody has to find the error
//! in print.

use super::bulletin::{Bulletin, Dimension, Group, Grouping};
use super::consistency::{Claim, Said};
use super::definition::Indicator;
use super::figures::Figures;
use super::measured::Measured;
use super::moment::Moment;
use super::printed::Printed;
use crate::kernel::error::Result;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::ratio::Ratio;

/// What a document states about its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Entries.
    pub count: i64,
    /// Their total investment.
    pub total: Money,
    /// The same in groups.
    pub groups: Vec<(Dimension, Vec<StatedGroup>)>,
}

/// One group of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedGroup {
    /// A code or a word; none for what has none.
    pub key: Option<String>,
    /// Entries.
    pub count: i64,
    /// Their total investment.
    pub total: Money,
}

/// Everything that a list says about `rows` and that can be recomputed: `stated` by the document, and the figures and
/// ranks of its bulletin by city, class, industry and stage.
///
/// # Errors
/// As [`Figures::of`].
pub fn claims(rows: &[Measured], moment: Moment, stated: &Stated) -> Result<Vec<Claim>> {
    let mut claims = of_document(rows, stated);
    let by = [Dimension::City, Dimension::Class, Dimension::Industry, Dimension::Stage];
    let bulletin = Bulletin::of(rows, moment, &by, &[])?;
    claims.extend(of_figures("indicators-whole".into(), &bulletin.whole));
    for grouping in &bulletin.groupings {
        claims.extend(of_grouping(&bulletin.whole, grouping));
    }
    Ok(claims)
}

/// Counts every entry once, as the document does: also the parts of a bundle that were nominated beside it.
fn of_document(rows: &[Measured], stated: &Stated) -> Vec<Claim> {
    let entries = |rows: &[&Measured]| -> Vec<Printed> {
        rows.iter().map(|row| yuan(row.total.unwrap_or_default())).collect()
    };
    let whole = || Message::new("indicators-whole");
    let all: Vec<&Measured> = rows.iter().collect();
    let mut claims = vec![
        count(about(whole(), "indicators-count"), rows.len() as i64, stated.count),
        sum(about(whole(), "indicators-total"), entries(&all), yuan(stated.total)),
    ];
    for (by, groups) in &stated.groups {
        let counts = groups.iter().map(|group| Printed::whole(group.count)).collect();
        let totals = groups.iter().map(|group| yuan(group.total)).collect();
        claims.push(sum(about(groups_by(*by), "indicators-count"), counts, Printed::whole(stated.count)));
        claims.push(sum(about(groups_by(*by), "indicators-total"), totals, yuan(stated.total)));
        for group in groups {
            let its: Vec<&Measured> = rows.iter().filter(|row| by.key(row) == group.key).collect();
            let name = || group_name(*by, group.key.as_deref());
            claims.push(count(about(name(), "indicators-count"), its.len() as i64, group.count));
            claims.push(sum(about(name(), "indicators-total"), entries(&its), yuan(group.total)));
        }
    }
    claims
}

/// The rates of one set as they will be printed.
fn of_figures(name: Message, figures: &Figures) -> Vec<Claim> {
    let claim = |indicator: &Indicator| {
        let measure = figures.measure(*indicator);
        let printed = measure.text().and_then(|text| Printed::parse(&text));
        let about = about(name.clone(), indicator.definition().name);
        let said = match measure.operands {
            Some((part, whole)) => {
                Said::Rate { part: Printed::whole(part), whole: Printed::whole(whole), printed }
            }
            None => Said::Gap {
                completion: figures.measure(Indicator::CompletionRate).value?,
                months: figures.moment.months(),
                printed: printed?,
            },
        };
        Some(Claim { about, said })
    };
    Indicator::ALL.iter().filter_map(claim).collect()
}

/// The groups add up to the whole, and stand where their values put them.
fn of_grouping(whole: &Figures, grouping: &Grouping) -> Vec<Claim> {
    let Grouping { by, groups } = grouping;
    type Added = (&'static str, fn(&Figures) -> i64);
    let added: [Added; 6] = [
        ("indicators-count", |figures| figures.count),
        ("indicators-of-started", |figures| figures.started),
        ("indicators-total", |figures| figures.total.yuan()),
        ("indicators-annual-plan", |figures| figures.annual_plan.yuan()),
        ("indicators-ytd", |figures| figures.ytd.yuan()),
        ("indicators-cumulative", |figures| figures.cumulative.yuan()),
    ];
    let mut claims: Vec<Claim> = added
        .iter()
        .map(|(what, of)| {
            let parts = groups.iter().map(|group| Printed::whole(of(&group.figures))).collect();
            sum(about(groups_by(*by), what), parts, Printed::whole(of(whole)))
        })
        .collect();
    for group in groups {
        claims.extend(of_figures(group_name(*by, group.key.as_deref()), &group.figures));
    }
    type Ranked = (&'static str, fn(&Figures) -> Option<Ratio>, fn(&Group) -> Option<u32>);
    let ranked: [Ranked; 4] = [
        (
            "indicators-completion-rate",
            |figures| figures.measure(Indicator::CompletionRate).value,
            |group| group.ranks.completion_rate,
        ),
        (
            "indicators-start-rate",
            |figures| figures.measure(Indicator::StartRate).value,
            |group| group.ranks.start_rate,
        ),
        ("indicators-total", |figures| Ratio::of(figures.total.yuan(), 1), |group| group.ranks.total),
        ("indicators-count", |figures| Ratio::of(figures.count, 1), |group| group.ranks.count),
    ];
    let competing: Vec<&Group> = groups.iter().filter(|group| group.key.is_some()).collect();
    claims.extend(ranked.iter().map(|(what, value, place)| Claim {
        about:
            Message::new("indicators-ranking").with_message("by", groups_by(*by)).with_message("what", *what),
        said: Said::Rank {
            values: competing.iter().map(|group| value(&group.figures)).collect(),
            ranks: competing.iter().map(|group| place(group)).collect(),
        },
    }));
    claims
}

fn yuan(money: Money) -> Printed {
    Printed::whole(money.yuan())
}

fn count(about: Message, counted: i64, said: i64) -> Claim {
    Claim { about, said: Said::Count { counted, said } }
}

fn sum(about: Message, parts: Vec<Printed>, whole: Printed) -> Claim {
    Claim { about, said: Said::Sum { parts, whole, exact: true } }
}

/// One figure of somebody, for a claim: `济南市的开工率`.
pub fn about(whose: Message, what: &'static str) -> Message {
    Message::new("indicators-about").with_message("whose", whose).with_message("what", what)
}

/// A dimension's groups together.
pub fn groups_by(by: Dimension) -> Message {
    Message::new(match by {
        Dimension::City => "indicators-by-city",
        Dimension::Stage => "indicators-by-stage",
        Dimension::Class => "indicators-by-class",
        Dimension::Industry => "indicators-by-industry",
        Dimension::Chain => "indicators-by-chain",
        Dimension::Nature => "indicators-by-nature",
    })
}

/// One group, by its code: names are the reader's and need the province's data.
pub fn group_name(by: Dimension, key: Option<&str>) -> Message {
    let key = key.map_or_else(
        || Message::new("indicators-no-key"),
        |key| Message::new("indicators-key").with("key", key),
    );
    Message::new("indicators-group").with_message("by", groups_by(by)).with_message("key", key)
}

#[cfg(test)]
mod tests {
    use super::super::consistency::check;
    use super::super::measured::tests::row;
    use super::*;
    use crate::features::projects::Stage;
    use crate::kernel::division::DivisionCode;

    fn rows() -> Vec<Measured> {
        let at = |id, city: &str, stage, yuan| Measured {
            division: DivisionCode::parse(city).unwrap(),
            total: Some(Money::from_yuan(yuan)),
            annual_plan: Some(Money::from_yuan(yuan / 4)),
            ytd: Some(Money::from_yuan(yuan / 5)),
            ..row(id, stage)
        };
        vec![
            at(1, "370100", Stage::Started, 1000),
            at(2, "370100", Stage::Signed, 300),
            at(3, "370202", Stage::Filed, 500),
            Measured { parent_id: Some(3), ..at(4, "370202", Stage::Filed, 200) },
        ]
    }

    fn stated() -> Stated {
        let group = |key: &str, count, yuan| StatedGroup {
            key: Some(key.to_owned()),
            count,
            total: Money::from_yuan(yuan),
        };
        let cities = vec![group("370100", 2, 1300), group("370200", 2, 700)];
        Stated { count: 4, total: Money::from_yuan(2000), groups: vec![(Dimension::City, cities)] }
    }

    fn wrong(stated: &Stated) -> Vec<Message> {
        let moment = Moment { year: 2026, as_of: "2026-09-30".parse().unwrap() };
        let found = check(&claims(&rows(), moment, stated).unwrap());
        assert!(found.len() > 60, "sums, rates and ranks of four groupings: {}", found.len());
        found.into_iter().filter(|finding| finding.is_mismatch()).map(|finding| finding.sentence()).collect()
    }

    #[test]
    fn a_list_that_says_what_its_entries_say_has_no_mismatch() {
        assert_eq!(wrong(&stated()), []);
    }

    #[test]
    fn a_wrong_sum_a_wrong_count_and_a_forgotten_group_are_found() {
        assert_eq!(
            wrong(&Stated { count: 5, ..stated() }).len(),
            2,
            "against the entries and against the cities"
        );
        let mut shifted = stated();
        shifted.groups[0].1[0].total = Money::from_yuan(1299);
        assert_eq!(wrong(&shifted).len(), 2, "the city itself, and the sum of the cities");
        let mut forgotten = stated();
        forgotten.groups[0].1.pop();
        assert_eq!(wrong(&forgotten).len(), 2, "count and money of the cities no longer make the whole");
    }
}
