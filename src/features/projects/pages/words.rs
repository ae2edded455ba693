//! How a fact reads, and how it is typed. One place for both, so that record, history, form and the three sides of a
//! stale edit cannot name or write a fact in two ways. Facts arrive as [`values`](super::super::model::fields::values)
//! gives them: contract names with JSON values.

use crate::features::projects::model::enrolled_word;
use crate::features::reference::Book;
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use crate::web::Lang;
use serde_json::Value;

/// The reader's language and the names of places, industries and chains.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The reader's.
    pub lang: Lang,
    /// The province's.
    pub book: &'a Book,
}

impl Words<'_> {
    /// The field's name: `总投资`.
    pub fn label(&self, field: &str) -> String {
        self.lang.word("projects-field", field)
    }

    /// The fact as a reader sees it, money with its unit; empty for a gap.
    pub fn shown(&self, field: &str, value: &Value) -> String {
        match (field, value) {
            (_, Value::Null) => String::new(),
            ("city" | "county", Value::String(code)) => match DivisionCode::parse(code) {
                Ok(code) => self.book.name(self.lang, code),
                Err(_) => code.clone(),
            },
            ("industry", Value::String(code)) => self.book.industry_name(self.lang, code),
            ("nature" | "class" | "stage" | "side_state", Value::String(word)) => self.lang.word(field, word),
            ("enrolled", Value::Bool(enrolled)) => self.lang.t(enrolled_word(*enrolled)),
            ("chain_id", Value::Number(id)) => {
                id.as_i64().map_or_else(String::new, |id| self.book.chain_name(self.lang, id))
            }
            ("segment_id", Value::Number(id)) => {
                id.as_i64().map_or_else(String::new, |id| self.book.segment_name(self.lang, id))
            }
            ("park_id", Value::Number(id)) => match self.book.park(&id.to_string()) {
                Some(park) => park.name.clone(),
                None => id.to_string(),
            },
            ("gb4754", Value::Array(codes)) => {
                let named = codes.iter().filter_map(Value::as_str).map(|code| self.trade(code));
                named.collect::<Vec<_>>().join(&self.lang.t("projects-list-comma"))
            }
            (money, Value::Number(yuan)) if money.ends_with("_yuan") => {
                let money = Money::from_yuan(yuan.as_i64().unwrap_or_default());
                self.lang.with("projects-unit-wan", "amount", money.wan_text())
            }
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// `C2922` with the name of its division.
    fn trade(&self, code: &str) -> String {
        match self.book.gb4754(code) {
            None => code.to_owned(),
            Some(division) if self.lang == Lang::Zh => format!("{code} {}", division.name_zh),
            Some(division) => format!("{code} {}", division.name_en),
        }
    }
}

/// The control of the form that a fact is typed into: amounts are typed in 万元, a place is chosen once.
pub fn control_of(field: &str) -> &str {
    match field {
        "city" | "county" => "division",
        "total_investment_yuan" => "total_investment_wan",
        "annual_plan_yuan" => "annual_plan_wan",
        "ytd_investment_yuan" => "ytd_investment_wan",
        "cumulative_investment_yuan" => "cumulative_investment_wan",
        other => other,
    }
}

/// The fact as that control holds it, without loss.
pub fn typed(field: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        Value::Number(yuan) if field.ends_with("_yuan") => {
            yuan.as_i64().map_or_else(String::new, |yuan| Money::from_yuan(yuan).wan_exact())
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_shown_is_rounded_and_what_is_typed_is_not() {
        let words = Words { lang: Lang::Zh, book: &Book::default() };
        let yuan = json!(613_336_884_900_i64);
        assert!(words.shown("total_investment_yuan", &yuan).starts_with("61,333,688"));
        assert_eq!(typed("total_investment_yuan", &yuan), "61333688.49");
        assert_eq!(
            words.shown("stage", &json!("under_construction")),
            Lang::Zh.t("stage-under_construction")
        );
        assert_eq!(words.shown("unit", &Value::Null), "");
    }

    #[test]
    fn a_place_and_an_amount_are_typed_into_their_controls() {
        assert_eq!(
            ["city", "county", "annual_plan_yuan", "name"].map(control_of),
            ["division", "division", "annual_plan_wan", "name"]
        );
        assert_eq!(typed("gb4754", &json!(["C2922", "C2641"])), "C2922\nC2641");
        assert_eq!(typed("lng", &json!(117.214)), "117.214");
    }
}
