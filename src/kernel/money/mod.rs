//! Money: whole yuan in an `i64`, and the three units people write. 万元 and 亿元 exist only at the edges, as text;
//! everything between is integer arithmetic, so a sum on a page equals the sum of its rows.
//!
//! [`parse_amount`] reads a cell or a form field, [`Unit::find_in`] a caption or a header.

mod amount;
mod refusal;
mod unit;

pub use amount::{Amount, parse_amount};
pub use refusal::AmountError;
pub use unit::Unit;

use super::ratio::{decimal_text, div_half_up};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

/// An amount in whole yuan (元), possibly negative (a difference). In JSON an integer, under names in `_yuan`.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    FromSqlRow,
    AsExpression,
)]
#[diesel(sql_type = BigInt)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The largest amount a cell or form may hold: 10^15 yuan, a thousand times the largest real project. Above
    /// that a unit was mistaken.
    pub const ENTRY_LIMIT: Self = Self(1_000_000_000_000_000);

    /// From whole yuan.
    pub const fn from_yuan(yuan: i64) -> Self {
        Self(yuan)
    }

    /// From whole 万元; `None` beyond 64 bits.
    pub fn from_wan(wan: i64) -> Option<Self> {
        wan.checked_mul(Unit::Wan.yuan()).map(Self)
    }

    /// In whole yuan.
    pub const fn yuan(self) -> i64 {
        self.0
    }

    /// The sum, `None` beyond 64 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, `None` beyond 64 bits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of all, `None` beyond 64 bits; nothing sums to zero.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Whole 万元 as lists show it, half up, with thousands separators: `1,234`. Without the unit.
    pub fn wan_text(self) -> String {
        decimal_text(div_half_up(self.0.into(), Unit::Wan.yuan().into()), 0, true)
    }

    /// 万元 without loss, for editing: decimals only where they exist, no separators: `61333688.49`. What
    /// [`parse_amount`] reads back to the same yuan.
    pub fn wan_exact(self) -> String {
        let text = decimal_text(self.0.into(), 4, false);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// As English prose says it, with exactly two decimals, half up: billions (`4.56`, `true`) from a hundred million
    /// yuan on, millions (`45.60`, `false`) below. Without the unit.
    pub fn short_scale(self) -> (String, bool) {
        let billions = self.0.unsigned_abs() >= Unit::Yi.yuan().unsigned_abs();
        let step = if billions { 10_000_000 } else { 10_000 };
        (decimal_text(div_half_up(self.0.into(), step), 2, true), billions)
    }

    /// 亿元 as summaries show it, with exactly `decimals` (at most 8) digits, half up, thousands separated. Without
    /// the unit.
    pub fn yi_text(self, decimals: u32) -> String {
        let decimals = decimals.min(8);
        let step = Unit::Yi.yuan() / 10_i64.pow(decimals);
        decimal_text(div_half_up(self.0.into(), step.into()), decimals, true)
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Money
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Money
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_show_wan_and_summaries_show_yi() {
        let total = Money::from_yuan(613_336_884_900);
        assert_eq!(total.wan_text(), "61,333,688");
        assert_eq!(total.wan_exact(), "61333688.49");
        assert_eq!(total.yi_text(2), "6,133.37");
        assert_eq!(total.yi_text(0), "6,133");
        assert_eq!(Money::ZERO.wan_text(), "0");
        assert_eq!(Money::ZERO.yi_text(1), "0.0");
    }

    #[test]
    fn half_is_rounded_up_and_a_difference_may_be_negative() {
        assert_eq!(Money::from_yuan(15_000).wan_text(), "2");
        assert_eq!(Money::from_yuan(-15_000).wan_text(), "-2");
        assert_eq!(Money::from_yuan(-4_999).wan_text(), "0", "no minus zero");
        assert_eq!(Money::from_yuan(-4_999).wan_exact(), "-0.4999");
        assert_eq!(Money::from_yuan(i64::MIN).wan_exact(), "-922337203685477.5808");
    }

    #[test]
    fn english_prose_speaks_of_billions_and_millions() {
        assert_eq!(Money::from_yuan(4_560_000_000).short_scale(), ("4.56".to_owned(), true));
        assert_eq!(Money::from_yuan(-100_000_000).short_scale(), ("-0.10".to_owned(), true));
        assert_eq!(Money::from_yuan(45_600_000).short_scale(), ("45.60".to_owned(), false));
    }

    #[test]
    fn a_sum_beyond_64_bits_is_none_and_not_a_wrong_number() {
        assert_eq!(Money::sum([Money(1), Money(2)]), Some(Money(3)));
        assert_eq!(Money::sum([]), Some(Money::ZERO));
        assert_eq!(Money::sum([Money(i64::MAX), Money(1)]), None);
        assert_eq!(Money::from_wan(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn editing_loses_nothing(yuan in 0i64..=1_000_000_000_000_000) {
            let read = parse_amount(&Money(yuan).wan_exact(), Some(Unit::Wan)).unwrap();
            prop_assert_eq!(read, Amount { money: Money(yuan), unit_in_cell: false, rounded: false });
        }

        #[test]
        fn shown_wan_is_within_half_a_wan(yuan in any::<i64>()) {
            let shown: i128 = Money(yuan).wan_text().replace(',', "").parse().unwrap();
            prop_assert!((shown * 10_000 - i128::from(yuan)).abs() <= 5_000);
        }
    }
}
