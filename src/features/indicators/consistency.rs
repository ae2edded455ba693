//! Recomputing what somebody says: sums, rates, counts, ranks, gaps. Published tables contain errors (DOMAIN section 5:
//! 64 ÷ 76 printed as 83%), and a leader who finds one believes no other number, so everything is recomputed before it
//! leaves the house. Rules:
//!
//! - what is counted is exact: a count, and a sum of counts or of yuan, agrees or does not
//! - a rate or an amount agrees when the recomputed one, rounded half up, has the printed digits; one unit of the last
//!   printed digit is rounding, more is a mismatch. The distance is measured to the recomputed figure with one digit
//!   behind the point at least, because 83 is not "one off" 84.2
//! - a difference of rates is computed on the fractions, not on their printed digits

use super::printed::Printed;
use super::ranking::competition;
use crate::kernel::message::Message;
use crate::kernel::ratio::Ratio;

/// What is said about something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it is about, for the sentence: `济南市 · 开工率`.
    pub about: Message,
    /// What is said.
    pub said: Said,
}

/// Something that can be recomputed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The parts make the whole.
    Sum {
        /// What is added up.
        parts: Vec<Printed>,
        /// What is said to come out.
        whole: Printed,
        /// Whether the figures are exact (counts, yuan) or were rounded when they were printed.
        exact: bool,
    },
    /// One figure is so many percent of another.
    Rate {
        /// The numerator.
        part: Printed,
        /// The denominator.
        whole: Printed,
        /// In percent; none where no rate is given, because there is nothing to divide by.
        printed: Option<Printed>,
    },
    /// So many there are.
    Count {
        /// How many there are.
        counted: i64,
        /// How many are said to be.
        said: i64,
    },
    /// These are the places of those values, the greatest first.
    Rank {
        /// What is ranked.
        values: Vec<Option<Ratio>>,
        /// The places.
        ranks: Vec<Option<u32>>,
    },
    /// A completion rate is so many points ahead of the time (behind it, below zero).
    Gap {
        /// The completion rate.
        completion: Ratio,
        /// Months of the year that are over.
        months: u32,
        /// In points.
        printed: Printed,
    },
}

/// What recomputing says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same.
    Agrees,
    /// One unit of the last printed digit apart.
    Rounding {
        /// As it was said.
        said: String,
        /// As it comes out.
        computed: String,
    },
    /// Wrong.
    Mismatch {
        /// As it was said.
        said: String,
        /// As it comes out.
        computed: String,
    },
}

/// A claim that was recomputed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub about: Message,
    /// Whether it holds.
    pub verdict: Verdict,
}

impl Finding {
    /// Whether it must not be published.
    pub const fn is_mismatch(&self) -> bool {
        matches!(self.verdict, Verdict::Mismatch { .. })
    }

    /// The finding as a sentence.
    pub fn sentence(&self) -> Message {
        let about = |id| Message::new(id).with_message("about", self.about.clone());
        match &self.verdict {
            Verdict::Agrees => about("indicators-agrees"),
            Verdict::Rounding { said, computed } => {
                about("indicators-rounding").with("said", said).with("computed", computed)
            }
            Verdict::Mismatch { said, computed } => {
                about("indicators-mismatch").with("said", said).with("computed", computed)
            }
        }
    }
}

/// Recomputes every claim, one finding for each, in their order.
pub fn check(claims: &[Claim]) -> Vec<Finding> {
    claims.iter().map(|claim| Finding { about: claim.about.clone(), verdict: claim.said.verdict() }).collect()
}

/// What stands where there is no figure.
const NONE: &str = "—";

impl Said {
    fn verdict(&self) -> Verdict {
        match self {
            Self::Count { counted, said } => exactly(said.to_string(), counted.to_string()),
            Self::Sum { parts, whole, exact } => sum(parts, *whole, *exact),
            Self::Rate { part, whole, printed } => match (part.over(*whole), printed) {
                (Some(rate), Some(printed)) => to_the_digit(rate, *printed, "%"),
                (rate, printed) => exactly(
                    printed.map_or(NONE.to_owned(), |printed| format!("{printed}%")),
                    rate.map_or(NONE.to_owned(), |rate| format!("{}%", rate.percent(1))),
                ),
            },
            Self::Rank { values, ranks } => exactly(places(ranks), places(&competition(values))),
            Self::Gap { completion, months, printed } => {
                match completion.checked_sub(Ratio::of_year(*months)) {
                    Some(gap) => to_the_digit(gap, *printed, ""),
                    None => exactly(printed.to_string(), NONE.to_owned()),
                }
            }
        }
    }
}

/// For what has no digits to round.
fn exactly(said: String, computed: String) -> Verdict {
    if said == computed { Verdict::Agrees } else { Verdict::Mismatch { said, computed } }
}

fn sum(parts: &[Printed], whole: Printed, exact: bool) -> Verdict {
    let Some(sum) = Printed::sum(parts) else { return exactly(whole.to_string(), NONE.to_owned()) };
    let agrees = if exact { sum.is(whole) } else { sum.rounded(whole.decimals()).is(whole) };
    let (said, computed) = (whole.to_string(), sum.to_string());
    if agrees {
        Verdict::Agrees
    } else if !exact && whole.is_within_a_unit_of(sum) {
        Verdict::Rounding { said, computed }
    } else {
        Verdict::Mismatch { said, computed }
    }
}

/// A rate or a difference of rates against its printed percentage or points.
fn to_the_digit(value: Ratio, printed: Printed, sign: &str) -> Verdict {
    let shown = |decimals| Printed::parse(&value.percent(decimals));
    let (said, computed) =
        (format!("{printed}{sign}"), format!("{}{sign}", value.percent(printed.decimals().max(1))));
    if shown(printed.decimals()) == Some(printed) {
        Verdict::Agrees
    } else if shown(printed.decimals().max(1)).is_some_and(|computed| printed.is_within_a_unit_of(computed)) {
        Verdict::Rounding { said, computed }
    } else {
        Verdict::Mismatch { said, computed }
    }
}

/// Places as a table writes them beside each other.
fn places(ranks: &[Option<u32>]) -> String {
    let one = |rank: &Option<u32>| rank.map_or(NONE.to_owned(), |rank| rank.to_string());
    ranks.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        Printed::parse(text).unwrap()
    }

    fn verdict(said: Said) -> Verdict {
        let found = check(&[Claim { about: Message::new("indicators-start-rate"), said }]);
        found.into_iter().next().unwrap().verdict
    }

    fn rate(part: &str, whole: &str, said: &str) -> Verdict {
        verdict(Said::Rate { part: printed(part), whole: printed(whole), printed: Printed::parse(said) })
    }

    fn sum(parts: &[&str], whole: &str, exact: bool) -> Verdict {
        let parts = parts.iter().map(|part| printed(part)).collect();
        verdict(Said::Sum { parts, whole: printed(whole), exact })
    }

    fn wrong(said: &str, computed: &str) -> Verdict {
        Verdict::Mismatch { said: said.to_owned(), computed: computed.to_owned() }
    }

    #[test]
    fn rates_of_published_tables_agree_are_rounded_or_are_wrong() {
        for (part, whole, said) in
            [("1531", "1914", "80"), ("84", "106", "79.2"), ("3", "6", "50"), ("206", "255", "80.8")]
        {
            assert_eq!(rate(part, whole, said), Verdict::Agrees, "{part} ÷ {whole}");
        }
        let rounding = Verdict::Rounding { said: "47.6%".to_owned(), computed: "47.5%".to_owned() };
        assert_eq!(rate("207.88", "437.68", "47.6"), rounding);
        assert_eq!(rate("64", "76", "83%"), wrong("83%", "84.2%"));
    }

    #[test]
    fn without_a_denominator_a_rate_must_not_be_printed() {
        assert_eq!(rate("0", "0", "—"), Verdict::Agrees);
        assert_eq!(rate("0", "0", "100"), wrong("100%", "—"));
        assert_eq!(rate("1", "2", "—"), wrong("—", "50.0%"));
    }

    #[test]
    fn sums_of_counts_are_exact_and_sums_of_rounded_amounts_may_miss_by_a_unit() {
        assert_eq!(sum(&["1067", "226", "238"], "1531", true), Verdict::Agrees);
        assert_eq!(sum(&["781.6", "476.2", "199.7"], "1457.5", false), Verdict::Agrees);
        // The five sectors of the handbook add up to 65 where 64 is said; how they divide, it does not tell.
        assert_eq!(sum(&["21", "17", "12", "9", "6"], "64", true), wrong("64", "65"));
        let rounding = Verdict::Rounding { said: "1457.6".to_owned(), computed: "1457.5".to_owned() };
        assert_eq!(sum(&["781.6", "476.2", "199.7"], "1457.6", false), rounding);
        assert_eq!(sum(&["781.6", "476.2", "199.7"], "1457.7", false), wrong("1457.7", "1457.5"));
        assert_eq!(sum(&["0.44", "0.03"], "0.5", false), Verdict::Agrees, "0.47 is 0.5 to the printed digit");
    }

    #[test]
    fn a_gap_is_computed_on_the_fractions() {
        let gap = |completion: Option<Ratio>, months, said: &str| {
            verdict(Said::Gap { completion: completion.unwrap(), months, printed: printed(said) })
        };
        assert_eq!(gap(printed("90.0").as_percentage(), 9, "15"), Verdict::Agrees);
        assert_eq!(gap(printed("96.6").as_percentage(), 9, "21.6"), Verdict::Agrees);
        assert_eq!(gap(printed("56").as_percentage(), 6, "6"), Verdict::Agrees);
        assert_eq!(gap(printed("629.0").over(printed("647.4")), 10, "13.8"), Verdict::Agrees);
        assert_eq!(gap(printed("90").as_percentage(), 9, "17"), wrong("17", "15.0"));
    }

    #[test]
    fn counts_and_ranks_are_exact() {
        assert_eq!(verdict(Said::Count { counted: 106, said: 106 }), Verdict::Agrees);
        assert_eq!(verdict(Said::Count { counted: 105, said: 106 }), wrong("106", "105"));
        let rank = |ranks: [u32; 4]| {
            let values = [90, 80, 80, 70].map(|value| Ratio::of(value, 100)).to_vec();
            verdict(Said::Rank { values, ranks: ranks.map(Some).to_vec() })
        };
        assert_eq!(rank([1, 2, 2, 4]), Verdict::Agrees);
        assert_eq!(rank([1, 2, 2, 3]), wrong("1 2 2 3", "1 2 2 4"));
    }
}
