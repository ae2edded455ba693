//! What several sources say about one total (DESIGN, data decision 8). One statement is adopted; a source may correct
//! its own, but never overrules another: two sources with two figures are two rows and a warning, so that a total does
//! not flip with every workbook that comes in (华建铝业 was announced with 15 and with 21亿元).

use crate::kernel::instant::Instant;
use crate::kernel::money::Money;

/// A total as somebody stated it: a number, or words that are none (`近百亿元`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// In yuan.
    pub money: Option<Money>,
    /// The source's own words.
    pub text: Option<String>,
}

impl Figure {
    /// Whether nothing is stated.
    pub const fn is_empty(&self) -> bool {
        self.money.is_none() && self.text.is_none()
    }

    /// Whether both say the same: equal numbers, whatever the words, or without numbers equal words.
    pub fn agrees(&self, other: &Self) -> bool {
        self.money == other.money && (self.money.is_some() || self.text == other.text)
    }
}

/// One statement, kept for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// `amounts.id`
    pub id: i64,
    /// What is stated.
    pub figure: Figure,
    /// Who states it.
    pub source: String,
    /// When it reached us.
    pub recorded_at: Instant,
    /// The version with which it was adopted. Equal to `adopted_until` when it was decided against.
    pub adopted_from: Option<i64>,
    /// The version from which it no longer holds.
    pub adopted_until: Option<i64>,
}

impl Amount {
    /// Whether this is the project's total now.
    pub fn is_adopted(&self) -> bool {
        self.adopted_from.is_some() && self.adopted_until.is_none()
    }

    /// Whether nobody has decided about it yet.
    pub fn is_open(&self) -> bool {
        self.adopted_from.is_none()
    }

    /// Whether this was the total of that version.
    pub fn holds_at(&self, version: i64) -> bool {
        self.adopted_from.is_some_and(|from| from <= version)
            && self.adopted_until.is_none_or(|until| version < until)
    }
}

/// What becomes of a workbook's statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing new is said.
    Known,
    /// It becomes the total: there was none, or its own source corrects itself.
    Adopt,
    /// It stands beside the total of another source until somebody adopts one.
    KeepBeside,
}

/// Weighs what `source` states against what is on record.
pub fn weigh(amounts: &[Amount], source: &str, stated: &Figure) -> Verdict {
    let adopted = amounts.iter().find(|amount| amount.is_adopted());
    let own_last = amounts.iter().filter(|amount| amount.source == source).max_by_key(|amount| amount.id);
    let repeated = [adopted, own_last].into_iter().flatten().any(|amount| amount.figure.agrees(stated));
    match adopted {
        _ if repeated || stated.is_empty() => Verdict::Known,
        Some(adopted) if adopted.source != source => Verdict::KeepBeside,
        _ => Verdict::Adopt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yi(yi: i64) -> Figure {
        Figure { money: Some(Money::from_yuan(yi * 100_000_000)), text: None }
    }

    fn amount(id: i64, source: &str, figure: Figure, adopted: (Option<i64>, Option<i64>)) -> Amount {
        Amount {
            id,
            figure,
            source: source.into(),
            recorded_at: Instant::parse("2026-10-08T00:00:00Z").unwrap(),
            adopted_from: adopted.0,
            adopted_until: adopted.1,
        }
    }

    #[test]
    fn the_first_statement_is_adopted() {
        assert_eq!(weigh(&[], "潍坊", &yi(15)), Verdict::Adopt);
        assert_eq!(weigh(&[], "潍坊", &Figure::default()), Verdict::Known);
    }

    #[test]
    fn a_source_corrects_itself_and_never_another() {
        let known = [amount(1, "潍坊", yi(15), (Some(1), None))];
        assert_eq!(weigh(&known, "潍坊", &yi(16)), Verdict::Adopt);
        assert_eq!(weigh(&known, "发改委", &yi(21)), Verdict::KeepBeside);
        assert_eq!(weigh(&known, "发改委", &yi(15)), Verdict::Known);
    }

    #[test]
    fn the_same_workbooks_again_change_nothing() {
        let known = [amount(1, "潍坊", yi(15), (Some(1), None)), amount(2, "发改委", yi(21), (None, None))];
        assert_eq!(weigh(&known, "潍坊", &yi(15)), Verdict::Known);
        assert_eq!(weigh(&known, "发改委", &yi(21)), Verdict::Known);
    }

    #[test]
    fn a_source_that_was_decided_against_stays_decided_until_it_says_something_new() {
        let known =
            [amount(1, "潍坊", yi(15), (Some(1), Some(3))), amount(2, "发改委", yi(21), (Some(3), None))];
        assert_eq!(weigh(&known, "潍坊", &yi(15)), Verdict::Known);
        assert_eq!(weigh(&known, "潍坊", &yi(17)), Verdict::KeepBeside);
    }

    #[test]
    fn words_without_a_number_are_a_statement_too() {
        let words = |text: &str| Figure { money: None, text: Some(text.into()) };
        let known = [amount(1, "潍坊", words("近百亿元"), (Some(1), None))];
        assert_eq!(weigh(&known, "潍坊", &words("近百亿元")), Verdict::Known);
        assert_eq!(weigh(&known, "潍坊", &yi(98)), Verdict::Adopt);
        assert!(yi(15).agrees(&Figure { text: Some("15亿元".into()), ..yi(15) }));
    }

    #[test]
    fn a_total_holds_for_the_versions_between_adoption_and_the_next() {
        let once = amount(1, "潍坊", yi(15), (Some(1), Some(3)));
        assert!(once.holds_at(1) && once.holds_at(2) && !once.holds_at(3));
        let refused = amount(2, "发改委", yi(21), (Some(3), Some(3)));
        assert!(!refused.holds_at(3) && !refused.is_open() && !refused.is_adopted());
    }
}
