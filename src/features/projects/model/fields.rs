//! The facts under the names and in the forms of the contract. One table, so that the API's answer, the three sides
//! of a stale edit, the history's differences and the audit record cannot disagree about a field.

use super::Facts;
use crate::kernel::degrees::degrees;
use crate::kernel::money::Money;
use serde_json::{Map, Value, json};

/// Every fact with its contract name, in the contract's order. Money in yuan, positions in decimal degrees.
pub fn values(facts: &Facts) -> Vec<(&'static str, Value)> {
    let yuan = |money: Option<Money>| json!(money.map(Money::yuan));
    let degrees = |e6: Option<i64>| json!(e6.map(degrees));
    vec![
        ("name", json!(facts.name)),
        ("unit", json!(facts.unit)),
        ("credit_code", json!(facts.credit_code)),
        ("project_code", json!(facts.project_code)),
        ("city", json!(facts.division.city())),
        ("county", json!(facts.division.is_county().then_some(facts.division))),
        ("park_id", json!(facts.park_id)),
        ("address", json!(facts.address)),
        ("lng", degrees(facts.lng_e6)),
        ("lat", degrees(facts.lat_e6)),
        ("industry", json!(facts.industry)),
        ("gb4754", json!(facts.gb4754)),
        ("chain_id", json!(facts.chain_id)),
        ("segment_id", json!(facts.segment_id)),
        ("nature", json!(facts.nature)),
        ("class", json!(facts.class)),
        ("stage", json!(facts.stage)),
        ("stage_text", json!(facts.stage_text)),
        ("total_investment_yuan", yuan(facts.total_investment)),
        ("total_text", json!(facts.total_text)),
        ("annual_plan_yuan", yuan(facts.annual_plan)),
        ("ytd_investment_yuan", yuan(facts.ytd_investment)),
        ("cumulative_investment_yuan", yuan(facts.cumulative_investment)),
        ("planned_start", json!(facts.planned_start)),
        ("planned_finish", json!(facts.planned_finish)),
        ("actual_start", json!(facts.actual_start)),
        ("actual_finish", json!(facts.actual_finish)),
        ("in_production_on", json!(facts.in_production_on)),
        ("enrolled", json!(facts.enrolled)),
        ("scope_text", json!(facts.scope_text)),
        ("parent_id", json!(facts.parent_id)),
        ("side_state", json!(facts.side_state)),
        ("responsible_unit", json!(facts.responsible_unit)),
        ("responsible_person", json!(facts.responsible_person)),
        ("sponsor_leader", json!(facts.sponsor_leader)),
    ]
}

/// The facts as one JSON object.
pub fn object(facts: &Facts) -> Map<String, Value> {
    values(facts).into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Whether the fact with this contract name is not known. An unknown name is empty.
pub fn is_empty(facts: &Facts, field: &str) -> bool {
    values(facts).into_iter().find(|(name, _)| *name == field).is_none_or(|(_, value)| blank(&value))
}

/// Whether the contract knows a fact by this name.
pub fn is_field(facts: &Facts, name: &str) -> bool {
    values(facts).iter().any(|(field, _)| *field == name)
}

/// What differs from `old` to `new`: field, before, after.
pub fn differences(old: &Facts, new: &Facts) -> Vec<(&'static str, Value, Value)> {
    values(old)
        .into_iter()
        .zip(values(new))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| (field, before, after))
        .collect()
}

/// Every known fact as a difference from nothing: what a new record states.
pub fn stated(facts: &Facts) -> Vec<(&'static str, Value, Value)> {
    values(facts)
        .into_iter()
        .filter(|(_, value)| !blank(value))
        .map(|(field, value)| (field, Value::Null, value))
        .collect()
}

fn blank(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::division::DivisionCode;

    fn county() -> Facts {
        Facts::named("项目", DivisionCode::parse("370102").unwrap())
    }

    #[test]
    fn a_county_names_its_city_too() {
        let object = object(&county());
        assert_eq!(object["city"], "370100");
        assert_eq!(object["county"], "370102");
        let city = Facts { division: DivisionCode::parse("370100").unwrap(), ..county() };
        assert!(is_empty(&city, "county") && !is_empty(&city, "city"));
    }

    #[test]
    fn a_difference_names_field_before_and_after() {
        let changed =
            Facts { total_investment: Some(Money::from_yuan(5)), lng_e6: Some(117_214_000), ..county() };
        assert_eq!(
            differences(&county(), &changed),
            [("lng", Value::Null, json!(117.214)), ("total_investment_yuan", Value::Null, json!(5))]
        );
        assert!(differences(&changed, &changed).is_empty());
    }

    #[test]
    fn a_new_record_states_only_what_is_known() {
        let fields: Vec<_> = stated(&county()).into_iter().map(|(field, ..)| field).collect();
        assert_eq!(fields, ["name", "city", "county", "side_state"]);
    }
}
