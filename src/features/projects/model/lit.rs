//! The light that a project shows (亮灯): a fact that the monthly reports compute and hand to the registry, with a
//! sentence for each reason in both languages, so that it reads later as it was computed.

use crate::kernel::calendar::Period;
use crate::text_enum;
use crate::web::Lang;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// 亮灯
    pub enum Light {
        /// 绿灯
        Green = "green",
        /// 黄灯
        Yellow = "yellow",
        /// 红灯
        Red = "red",
        /// 未报送: nothing was computed yet, or the month was not reported.
        Unreported = "unreported",
    }
}

/// Why a light has its colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LitReason {
    /// `start progress enrolment staleness`
    pub family: String,
    /// The family's own colour.
    pub colour: Light,
    /// One sentence, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Until which day a justified reason keeps it from counting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<NaiveDate>,
}

impl LitReason {
    /// In the reader's language.
    pub fn said(self, lang: Lang) -> String {
        if lang == Lang::Zh { self.zh } else { self.en }
    }
}

/// A light as of a month's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lit {
    /// Which month's.
    pub period: Period,
    /// The worst of its reasons' colours.
    pub colour: Light,
    /// The worst first.
    pub reasons: Vec<LitReason>,
}
