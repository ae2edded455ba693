//! Rates as exact fractions. A rate is computed on integers and rounded once, half up, when it is shown (DOMAIN §5):
//! `90.0% − 75%` is subtracted as fractions, not as two rounded numbers. No denominator, no rate: the page shows "—".

use std::cmp::Ordering;

/// A fraction in lowest terms, above or below zero. Exists only with a denominator above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    part: i64,
    whole: i64,
}

impl Ratio {
    /// `part ÷ whole`. `None` when there is nothing to divide by (`whole` is zero or negative).
    pub fn of(part: i64, whole: i64) -> Option<Self> {
        Self::reduced(part.into(), whole.into())
    }

    /// `months` of twelve: 序时进度 at a month's end.
    pub fn of_year(months: u32) -> Self {
        let divisor = gcd(months.into(), 12) as i64;
        Self { part: i64::from(months) / divisor, whole: 12 / divisor }
    }

    fn reduced(part: i128, whole: i128) -> Option<Self> {
        if whole <= 0 {
            return None;
        }
        let divisor = gcd(part.unsigned_abs(), whole.unsigned_abs()) as i128;
        Some(Self { part: i64::try_from(part / divisor).ok()?, whole: i64::try_from(whole / divisor).ok()? })
    }

    /// The difference, e.g. 超(欠)时序进度. `None` when its exact terms leave 64 bits, which amounts in yuan against
    /// twelfths of a year cannot.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let (a, b) = (i128::from(self.part), i128::from(self.whole));
        let (c, d) = (i128::from(other.part), i128::from(other.whole));
        Self::reduced(a * d - c * b, b * d)
    }

    /// In percent (or, for a difference, percentage points) with exactly `decimals` (at most 6) digits, half up away
    /// from zero, without the sign `%`: `47.5`. Never `-0.0`.
    pub fn percent(self, decimals: u32) -> String {
        let decimals = decimals.min(6);
        let unit = 10_i128.pow(decimals);
        decimal_text(div_half_up(i128::from(self.part) * 100 * unit, self.whole.into()), decimals, false)
    }

    /// In hundredths of a percent, half up. For storing and comparing with thresholds, not for further rounding.
    pub fn basis_points(self) -> i64 {
        div_half_up(i128::from(self.part) * 10_000, self.whole.into()).clamp(i64::MIN.into(), i64::MAX.into())
            as i64
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.part) * i128::from(other.whole);
        left.cmp(&(i128::from(other.part) * i128::from(self.whole)))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `part ÷ whole` in percent, rounded once, half up: `percent_half_up(84, 106, 1)` is `79.2`. `None` = show "—".
pub fn percent_half_up(part: i64, whole: i64, decimals: u32) -> Option<String> {
    Ratio::of(part, whole).map(|ratio| ratio.percent(decimals))
}

/// `part ÷ whole` in hundredths of a percent, half up. `None` = no denominator.
pub fn basis_points(part: i64, whole: i64) -> Option<i64> {
    Ratio::of(part, whole).map(Ratio::basis_points)
}

/// Division rounded half up away from zero (四舍五入, as a spreadsheet does). `by` is above zero.
pub(super) fn div_half_up(value: i128, by: i128) -> i128 {
    let (quotient, rest) = (value / by, (value % by).abs());
    quotient + if rest >= by - rest { value.signum() } else { 0 }
}

/// `scaled` is a number times 10^`decimals`; written with that many digits after the point.
pub(super) fn decimal_text(scaled: i128, decimals: u32, grouped: bool) -> String {
    let unit = 10_u128.pow(decimals);
    let (whole, rest) = (scaled.unsigned_abs() / unit, scaled.unsigned_abs() % unit);
    let sign = if scaled < 0 { "-" } else { "" };
    let whole = if grouped { group_thousands(&whole.to_string()) } else { whole.to_string() };
    match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:0width$}", width = decimals as usize),
    }
}

fn group_thousands(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn percent(part: i64, whole: i64) -> String {
        percent_half_up(part, whole, 1).unwrap()
    }

    #[test]
    fn the_check_figures_of_published_lists_come_out() {
        assert_eq!(percent(1531, 1914), "80.0");
        assert_eq!(percent(84, 106), "79.2");
        assert_eq!(percent(3, 6), "50.0");
        assert_eq!(percent(206, 255), "80.8");
        assert_eq!(percent(64, 76), "84.2");
        assert_eq!(percent(20_788, 43_768), "47.5");
        assert_eq!(percent(9, 12), "75.0");
    }

    #[test]
    fn half_is_rounded_up_and_only_once() {
        assert_eq!(percent_half_up(1, 8, 1).unwrap(), "12.5");
        assert_eq!(percent_half_up(1, 8, 0).unwrap(), "13");
        assert_eq!(percent_half_up(12_445, 100_000, 1).unwrap(), "12.4", "12.445 is not 12.45 and then 12.5");
        assert_eq!(basis_points(12_445, 100_000), Some(1245));
    }

    #[test]
    fn without_a_denominator_there_is_no_rate() {
        assert_eq!(percent_half_up(0, 0, 1), None);
        assert_eq!(basis_points(5, 0), None);
        assert_eq!(Ratio::of(1, -1), None);
    }

    #[test]
    fn the_gap_to_the_time_progress_is_exact() {
        let gap = |part, whole, months| {
            Ratio::of(part, whole).unwrap().checked_sub(Ratio::of_year(months)).unwrap().percent(1)
        };
        assert_eq!(gap(900, 1000, 9), "15.0");
        assert_eq!(gap(966, 1000, 9), "21.6");
        assert_eq!(gap(56, 100, 6), "6.0");
        assert_eq!(gap(30, 100, 5), "-11.7");
        assert_eq!(gap(49_999, 100_000, 6), "0.0", "no minus zero");
    }

    proptest! {
        #[test]
        fn order_and_difference_agree(a in -1_000_000i64..1_000_000, b in 1i64..1_000_000, c in -1_000_000i64..1_000_000, d in 1i64..1_000_000) {
            let (one, other) = (Ratio::of(a, b).unwrap(), Ratio::of(c, d).unwrap());
            let gap = one.checked_sub(other).unwrap();
            prop_assert_eq!(gap.cmp(&Ratio::of(0, 1).unwrap()), one.cmp(&other));
        }

        #[test]
        fn rounding_misses_by_at_most_half(value in any::<i64>(), by in 1i64..1_000_000_007) {
            let rounded = div_half_up(value.into(), by.into());
            prop_assert!((rounded * i128::from(by) - i128::from(value)).abs() * 2 <= i128::from(by));
            prop_assert_eq!(div_half_up(-i128::from(value), by.into()), -rounded);
        }
    }
}
