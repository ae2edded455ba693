//! Why a cell is not an amount. Each reason has its own sentence, because each wants another deed: to fill in, to
//! keep the words as text, to name the currency, to move the figure to another column.

use super::super::message::Message;
use super::{Money, Unit};

/// The reason, without the cell's words; [`AmountError::message`] puts them in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Nothing, or a sign for nothing (`-`, `/`, `—`, 无, 待定). A gap, for most columns no fault.
    Empty,
    /// A guess or a range: `近百亿元`, `10亿元左右`, `5-8亿元`.
    Vague,
    /// Another currency, as its ISO 4217 code. Never converted silently.
    ForeignCurrency {
        /// ISO 4217.
        currency: &'static str,
    },
    /// A quantity or a rate: `2000万件`, `30万吨/年`, `50%`.
    Quantity,
    /// Below zero.
    Negative,
    /// Above [`Money::ENTRY_LIMIT`].
    TooLarge,
    /// A bare number in a column whose unit is not known.
    NoUnit,
    /// Anything else.
    NotANumber,
}

impl AmountError {
    /// The sentence for a cell or field that holds `value` where an amount in `expected` should be.
    pub fn message(&self, value: &str, expected: Option<Unit>) -> Message {
        let message = Message::new(self.id()).with("value", value.trim());
        let unit = expected.map_or(Message::new("kernel-unit-any"), Unit::label);
        match self {
            Self::Empty | Self::Vague | Self::Quantity | Self::NotANumber => {
                message.with_message("unit", unit)
            }
            Self::ForeignCurrency { currency } => {
                message.with_message("unit", unit).with("currency", currency)
            }
            Self::TooLarge => message.with_message("unit", unit).with("limit", Money::ENTRY_LIMIT.yi_text(0)),
            Self::Negative | Self::NoUnit => message,
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Empty => "kernel-amount-empty",
            Self::Vague => "kernel-amount-vague",
            Self::ForeignCurrency { .. } => "kernel-amount-foreign-currency",
            Self::Quantity => "kernel-amount-quantity",
            Self::Negative => "kernel-amount-negative",
            Self::TooLarge => "kernel-amount-too-large",
            Self::NoUnit => "kernel-amount-no-unit",
            Self::NotANumber => "kernel-amount-not-a-number",
        }
    }
}

/// The foreign currency that `text` (half-width, lower case) names. `¥` is yuan here, `$` US dollars.
pub(super) fn foreign_currency(text: &str) -> Option<&'static str> {
    const NAMES: [(&str, &[&str]); 11] = [
        ("HKD", &["港元", "港币", "hkd", "hk$"]),
        ("TWD", &["台币", "twd", "nt$"]),
        ("SGD", &["新加坡元", "新元", "sgd"]),
        ("AUD", &["澳元", "aud", "a$"]),
        ("CAD", &["加元", "cad", "c$"]),
        ("EUR", &["欧元", "eur", "€"]),
        ("JPY", &["日元", "日圆", "jpy"]),
        ("KRW", &["韩元", "韩币", "krw", "₩"]),
        ("GBP", &["英镑", "gbp", "£"]),
        ("CHF", &["瑞士法郎", "瑞郎", "chf"]),
        // Last, because the other dollars contain its sign.
        ("USD", &["美元", "美金", "usd", "$"]),
    ];
    NAMES.iter().find(|(_, names)| names.iter().any(|name| text.contains(name))).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::message::Arg;

    #[test]
    fn the_sentence_carries_the_cells_words_and_the_expected_unit() {
        let message = AmountError::Vague.message(" 近百亿元 ", Some(Unit::Wan));
        assert_eq!(message.id, "kernel-amount-vague");
        assert_eq!(
            message.args,
            [
                ("value", Arg::Text("近百亿元".into())),
                ("unit", Arg::Message(Message::new("kernel-unit-wan")))
            ]
        );
    }

    #[test]
    fn each_currency_is_told_by_its_own_name() {
        for (text, code) in
            [("us$5", "USD"), ("hk$5", "HKD"), ("3亿日元", "JPY"), ("3亿新台币", "TWD"), ("€3", "EUR")]
        {
            assert_eq!(foreign_currency(text), Some(code));
        }
        assert_eq!(foreign_currency("¥3亿元人民币"), None);
    }
}
