//! The page's form as the same body. Fields are called as in the API, except money, which people write in 万元
//! (`total_investment_wan`); a refusal always carries the API's name.

use super::body::Body;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::money::{Unit, parse_amount};
use crate::kernel::plan_date::PlanDate;
use crate::kernel::text::fold_width;
use crate::kernel::text_enum::UnknownWord;
use crate::web::{Form, Given};
use std::str::FromStr;

/// Reads a posted form. A field that did not come keeps what stands; a blank one empties it.
///
/// # Errors
/// [`Error::Invalid`] with every field that cannot be read.
pub fn from_form(form: &Form) -> Result<Body> {
    let mut reader = Reader { form, wrong: Vec::new() };
    let body = Body {
        name: form.has("name").then(|| form.raw("name").to_owned()),
        unit: reader.text("unit"),
        credit_code: reader.text("credit_code"),
        project_code: reader.text("project_code"),
        city: reader.read("city", DivisionCode::parse),
        county: reader.read("county", DivisionCode::parse),
        park_id: reader.read("park_id", id),
        address: reader.text("address"),
        lng: reader.read("lng", degrees),
        lat: reader.read("lat", degrees),
        industry: reader.text("industry"),
        gb4754: form.has("gb4754").then(|| words(form.raw("gb4754"))),
        chain_id: reader.read("chain_id", id),
        segment_id: reader.read("segment_id", id),
        nature: reader.read("nature", word),
        class: reader.read("class", word),
        stage: reader.read("stage", word),
        stage_text: reader.text("stage_text"),
        total_investment_yuan: reader.wan("total_investment_yuan", "total_investment_wan"),
        total_text: reader.text("total_text"),
        annual_plan_yuan: reader.wan("annual_plan_yuan", "annual_plan_wan"),
        ytd_investment_yuan: reader.wan("ytd_investment_yuan", "ytd_investment_wan"),
        cumulative_investment_yuan: reader.wan("cumulative_investment_yuan", "cumulative_investment_wan"),
        planned_start: reader.read("planned_start", PlanDate::parse_loose),
        planned_finish: reader.read("planned_finish", PlanDate::parse_loose),
        actual_start: reader.read("actual_start", PlanDate::parse_loose),
        actual_finish: reader.read("actual_finish", PlanDate::parse_loose),
        in_production_on: reader.read("in_production_on", PlanDate::parse_loose),
        enrolled: reader.read("enrolled", yes_or_no),
        scope_text: reader.text("scope_text"),
        parent_id: reader.read("parent_id", id),
        side_state: reader.read("side_state", word).flatten(),
        responsible_unit: reader.text("responsible_unit"),
        responsible_person: reader.text("responsible_person"),
        sponsor_leader: reader.text("sponsor_leader"),
        justifications: Default::default(),
        reason: form.text("reason").map(str::to_owned),
    };
    if reader.wrong.is_empty() { Ok(body) } else { Err(Error::Invalid(reader.wrong)) }
}

type Read<T> = std::result::Result<T, Message>;

struct Reader<'a> {
    form: &'a Form,
    wrong: Vec<FieldError>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> Given<String> {
        self.form.has(name).then(|| self.form.text(name).map(str::to_owned))
    }

    fn read<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Read<T>) -> Given<T> {
        self.read_as(name, name, read)
    }

    /// Reads the field `posted` and complains under `name`.
    fn read_as<T>(&mut self, name: &'static str, posted: &str, read: impl Fn(&str) -> Read<T>) -> Given<T> {
        if !self.form.has(posted) {
            return None;
        }
        let Some(text) = self.form.text(posted) else { return Some(None) };
        Some(read(text).map_err(|message| self.wrong.push(FieldError::new(name, message))).ok())
    }

    fn wan(&mut self, name: &'static str, posted: &str) -> Given<i64> {
        self.read_as(name, posted, |text| {
            parse_amount(text, Some(Unit::Wan))
                .map(|amount| amount.money.yuan())
                .map_err(|refusal| refusal.message(text, Some(Unit::Wan)))
        })
    }
}

fn id(text: &str) -> Read<i64> {
    fold_width(text).parse().map_err(|_| "input-whole-number".into())
}

fn yes_or_no(text: &str) -> Read<bool> {
    text.parse()
        .map_err(|_| Message::new("projects-word-unknown").with("value", text).with("allowed", "true false"))
}

fn degrees(text: &str) -> Read<f64> {
    let number = fold_width(text).parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| "projects-position-range".into())
}

fn word<T: FromStr<Err = UnknownWord>>(text: &str) -> Read<T> {
    text.parse().map_err(|unknown: UnknownWord| {
        Message::new("projects-word-unknown").with("value", text).with("allowed", unknown.allowed.join(" "))
    })
}

/// Codes with commas, semicolons or spaces between.
fn words(text: &str) -> Vec<String> {
    let separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '\u{3001}');
    fold_width(text).split(separator).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::model::Stage;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn people_write_wan_and_loose_dates() {
        let body = from_form(&form(&[
            ("total_investment_wan", "１２，８００.5"),
            ("planned_start", "2026年三季度"),
            ("gb4754", "C2922、C2641；C3352"),
            ("stage", "signed"),
            ("unit", ""),
            ("enrolled", "true"),
        ]))
        .unwrap();
        assert_eq!(body.total_investment_yuan, Some(Some(128_005_000)));
        assert_eq!(body.planned_start.flatten().unwrap().as_str(), "2026Q3");
        assert_eq!(body.gb4754.unwrap(), ["C2922", "C2641", "C3352"]);
        assert_eq!(body.stage, Some(Some(Stage::Signed)));
        assert_eq!((body.unit, body.address), (Some(None), None));
        assert_eq!(body.enrolled, Some(Some(true)));
    }

    #[test]
    fn every_field_that_cannot_be_read_is_refused_under_the_apis_name() {
        let posted = form(&[
            ("total_investment_wan", "近百亿元"),
            ("planned_finish", "不久"),
            ("park_id", "x"),
            ("lng", "东经"),
            ("stage", "done"),
            ("enrolled", "maybe"),
        ]);
        let Error::Invalid(wrong) = from_form(&posted).unwrap_err() else { panic!("another error") };
        let mut fields: Vec<_> = wrong.iter().map(|one| one.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            ["enrolled", "lng", "park_id", "planned_finish", "stage", "total_investment_yuan"]
        );
    }
}
