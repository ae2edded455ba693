//! What each indicator is: its name, its formula, and what stands above and below the line, in the reader's words.
//! A rate without its denominator means nothing: of two start rates in use one divides by every building project, the
//! other by the starts planned for the year (DOMAIN section 5).

use crate::text_enum;

text_enum! {
    /// A figure that is computed from several others. The words are the API's.
    pub enum Indicator {
        /// 开工率 (a): started of all 实施类.
        StartRate = "start_rate",
        /// 开工率 (b): started of 计划新开工.
        StartRateNew = "start_rate_new",
        /// 投资完成率
        CompletionRate = "completion_rate",
        /// 序时进度
        TimeProgress = "time_progress",
        /// 超(欠)时序进度
        ProgressGap = "progress_gap_pp",
        /// 入统率
        EnrolmentRate = "enrolment_rate",
        /// 签约开工转化率
        SignedToStarted = "signed_to_started",
    }
}

/// What the number is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `%`
    Percent,
    /// 个百分点: a rate differs from another in points, never in percent.
    Points,
}

/// An indicator in words: ids of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Short enough for a table's head.
    pub name: &'static str,
    /// The whole formula as a sentence.
    pub formula: &'static str,
    /// What is divided.
    pub numerator: &'static str,
    /// 口径: by what it is divided.
    pub denominator: &'static str,
    /// Which of two definitions of the same name it is.
    pub letter: Option<&'static str>,
    /// What the number is counted in.
    pub unit: Unit,
}

impl Indicator {
    /// Its words.
    pub const fn definition(self) -> Definition {
        match self {
            Self::StartRate => Definition {
                name: "indicators-start-rate",
                formula: "indicators-start-rate-formula",
                numerator: "indicators-of-started-implementation",
                denominator: "indicators-per-implementation",
                letter: Some("a"),
                unit: Unit::Percent,
            },
            Self::StartRateNew => Definition {
                name: "indicators-start-rate-new",
                formula: "indicators-start-rate-new-formula",
                numerator: "indicators-of-started-new",
                denominator: "indicators-per-planned-new",
                letter: Some("b"),
                unit: Unit::Percent,
            },
            Self::CompletionRate => Definition {
                name: "indicators-completion-rate",
                formula: "indicators-completion-rate-formula",
                numerator: "indicators-of-ytd",
                denominator: "indicators-per-plan",
                letter: None,
                unit: Unit::Percent,
            },
            Self::TimeProgress => Definition {
                name: "indicators-time-progress",
                formula: "indicators-time-progress-formula",
                numerator: "indicators-of-months",
                denominator: "indicators-per-year",
                letter: None,
                unit: Unit::Percent,
            },
            Self::ProgressGap => Definition {
                name: "indicators-progress-gap",
                formula: "indicators-progress-gap-formula",
                numerator: "indicators-completion-rate",
                denominator: "indicators-per-plan",
                letter: None,
                unit: Unit::Points,
            },
            Self::EnrolmentRate => Definition {
                name: "indicators-enrolment-rate",
                formula: "indicators-enrolment-rate-formula",
                numerator: "indicators-of-enrolled",
                denominator: "indicators-per-started",
                letter: None,
                unit: Unit::Percent,
            },
            Self::SignedToStarted => Definition {
                name: "indicators-signed-to-started",
                formula: "indicators-signed-to-started-formula",
                numerator: "indicators-of-started",
                denominator: "indicators-per-signed",
                letter: None,
                unit: Unit::Percent,
            },
        }
    }

    /// Whether it divides one figure by another; the gap to the time subtracts two rates.
    pub const fn has_operands(self) -> bool {
        !matches!(self, Self::ProgressGap)
    }

    /// Whether numerator and denominator are amounts in yuan.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::CompletionRate)
    }
}
