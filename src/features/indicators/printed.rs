//! A figure as a table prints it: its digits, and how many of them stand behind the point. Whether a printed figure is
//! right can only be said to the digit that it was printed with.

use crate::kernel::ratio::Ratio;
use std::fmt;

/// Printed digits. `47.60` and `47.6` are different: the first claims a digit more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    scaled: i64,
    decimals: u32,
}

impl Printed {
    /// From `1,457.5`, `47.6%` or `-27`. None of anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().trim_end_matches('%').replace(',', "");
        let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let is_number =
            !digits.is_empty() && digits.bytes().chain(rest.bytes()).all(|byte| byte.is_ascii_digit());
        let decimals = u32::try_from(rest.len()).ok().filter(|decimals| is_number && *decimals <= 6)?;
        Some(Self { scaled: format!("{whole}{rest}").parse().ok()?, decimals })
    }

    /// A whole number: a count, or yuan.
    pub const fn whole(number: i64) -> Self {
        Self { scaled: number, decimals: 0 }
    }

    /// Digits behind the point.
    pub const fn decimals(self) -> u32 {
        self.decimals
    }

    /// `self ÷ whole`, exactly. None without a denominator.
    pub fn over(self, whole: Self) -> Option<Ratio> {
        let decimals = self.decimals.max(whole.decimals);
        Ratio::of(i64::try_from(self.at(decimals)).ok()?, i64::try_from(whole.at(decimals)).ok()?)
    }

    /// What is printed as a percentage, as the fraction that it stands for.
    pub fn as_percentage(self) -> Option<Ratio> {
        Ratio::of(self.scaled, 100 * 10_i64.pow(self.decimals))
    }

    /// In units of the last of `decimals` digits, which are not fewer than its own.
    pub(super) fn at(self, decimals: u32) -> i128 {
        i128::from(self.scaled) * 10_i128.pow(decimals.saturating_sub(self.decimals))
    }

    /// Whether both are the same number, whatever digits they are printed with.
    pub(super) fn is(self, other: Self) -> bool {
        let decimals = self.decimals.max(other.decimals);
        self.at(decimals) == other.at(decimals)
    }

    /// Whether it and `other` lie at most one unit of its own last digit apart.
    pub(super) fn is_within_a_unit_of(self, other: Self) -> bool {
        let decimals = self.decimals.max(other.decimals);
        let unit = 10_i128.pow(decimals - self.decimals);
        (self.at(decimals) - other.at(decimals)).abs() <= unit
    }

    /// The sum of all, with the digits of the most exact.
    pub(super) fn sum(parts: &[Self]) -> Option<Self> {
        let decimals = parts.iter().map(|part| part.decimals).max().unwrap_or_default();
        let sum: i128 = parts.iter().map(|part| part.at(decimals)).sum();
        Some(Self { scaled: i64::try_from(sum).ok()?, decimals })
    }

    /// Rounded half up to `decimals` digits; as it is when it has no more.
    pub(super) fn rounded(self, decimals: u32) -> Self {
        let Some(surplus) = self.decimals.checked_sub(decimals).filter(|surplus| *surplus > 0) else {
            return self;
        };
        let unit = 10_i64.pow(surplus);
        let (quotient, rest) = (self.scaled / unit, (self.scaled % unit).abs());
        let up = if rest * 2 >= unit { self.scaled.signum() } else { 0 };
        Self { scaled: quotient + up, decimals }
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(self.decimals);
        let sign = if self.scaled < 0 { "-" } else { "" };
        let (whole, rest) = (self.scaled.unsigned_abs() / unit, self.scaled.unsigned_abs() % unit);
        match self.decimals {
            0 => write!(f, "{sign}{whole}"),
            digits => write!(f, "{sign}{whole}.{rest:0width$}", width = digits as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn printed(text: &str) -> Printed {
        Printed::parse(text).unwrap()
    }

    #[test]
    fn figures_are_read_as_tables_print_them() {
        assert_eq!(printed("1,457.5").to_string(), "1457.5");
        assert_eq!((printed("83%"), printed("-0.04").to_string()), (Printed::whole(83), "-0.04".to_owned()));
        assert_eq!(printed("47.60").decimals(), 2);
        for text in ["", "—", "近百", "1.2.3", "%", "-", "1.23456789", ".5"] {
            assert_eq!(Printed::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_unit_is_one_of_the_last_printed_digit() {
        assert!(printed("47.6").is_within_a_unit_of(printed("47.5")));
        assert!(!printed("47.6").is_within_a_unit_of(printed("47.4")));
        assert!(printed("83").is_within_a_unit_of(printed("83.9")));
        assert!(!printed("83").is_within_a_unit_of(printed("84.2")));
    }

    #[test]
    fn amounts_of_different_digits_add_up_and_divide() {
        assert_eq!(Printed::sum(&[printed("781.6"), printed("476.25")]).unwrap().to_string(), "1257.85");
        assert_eq!(printed("207.88").over(printed("437.68")).unwrap().percent(1), "47.5");
        assert_eq!(printed("629.0").over(printed("647.4")).unwrap().percent(1), "97.2");
        assert_eq!(printed("1").over(printed("0.0")), None);
        assert_eq!(printed("90.0").as_percentage(), Ratio::of(9, 10));
    }

    proptest! {
        #[test]
        fn rounding_moves_by_half_a_unit_at_most(scaled in -10_000_000i64..10_000_000, decimals in 0u32..4) {
            let exact = Printed { scaled, decimals: 4 };
            let rounded = exact.rounded(decimals);
            let unit = 10_i128.pow(4 - decimals);
            prop_assert!((rounded.at(4) - exact.at(4)).abs() * 2 <= unit);
            prop_assert_eq!(printed(&rounded.to_string()), rounded);
        }
    }
}
