//! One project in the words of the standard. The closed code lists (status, type, milestone status) and the roles of
//! parties are those of OC4IDS 0.9.5; relationships beside rehabilitation and the like (parent, part, mergedInto …) are
//! our own, which its open list allows.

use super::Publication;
use crate::features::lists::model::{Decision, Exit, PublishedEntry};
use crate::features::projects::{Facts, Nature, SideState, Stage};
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use chrono::Datelike;
use serde_json::{Value, json};

/// A project that stands on the list.
pub(super) fn listed(on: &Publication<'_>, entry: &PublishedEntry) -> Value {
    let facts = &entry.facts;
    let id = on.id(entry.project_id);
    json!({
        "id": id,
        "updated": on.updated,
        "language": language(on),
        "identifiers": [identifier("GB/T 40058", facts.project_code.as_deref())],
        "title": facts.name,
        "description": facts.scope_text,
        "status": status(facts),
        "type": facts.nature.and_then(kind),
        // The standard's sectors are those of public works; factories come nearest to this one.
        "sector": ["economy"],
        "additionalClassifications": classifications(on, facts),
        "publicAuthority": {
            "name": facts.responsible_unit,
            "id": facts.responsible_unit.as_ref().map(|_| format!("{id}-authority")),
        },
        "budget": { "amount": value(facts.total_investment) },
        "period": on.period(facts.planned_start.as_ref(), facts.planned_finish.as_ref()),
        "implementationPeriod": on.period(facts.actual_start.as_ref(), facts.actual_finish.as_ref()),
        "completion": { "endDate": facts.actual_finish.as_ref().and_then(|date| on.end(date)) },
        "locations": [location(on, facts)],
        "parties": parties(facts, &id),
        "forecasts": forecasts(on, facts),
        "metrics": metrics(on, facts),
        "milestones": milestones(on, facts),
        "relatedProjects": relations(on, entry),
        "documents": documents(on),
    })
}

/// A project that left the list: its name and place are all that the document keeps of it.
pub(super) fn exited(on: &Publication<'_>, exit: &Exit) -> Value {
    let relationship = match exit.decision {
        Some(Decision::Merge) => "mergedInto",
        _ => "splitInto",
    };
    let into = exit.into.iter().map(|project| relation(on, *project, relationship));
    json!({
        "id": on.id(exit.project_id),
        "updated": on.updated,
        "language": language(on),
        "title": exit.name,
        // 投产出列 leaves with honour: the works run. Everything else is no project of the list any more.
        "status": if exit.decision == Some(Decision::Graduate) { "maintenance" } else { "cancelled" },
        "sector": ["economy"],
        "locations": [{ "id": exit.division, "description": on.words.division(exit.division), "gazetteer": gazetteer(exit.division) }],
        "relatedProjects": into.collect::<Vec<_>>(),
        "documents": documents(on),
    })
}

fn language(on: &Publication<'_>) -> &'static str {
    on.words.lang.as_str().split('-').next().unwrap_or_default()
}

/// DOMAIN section 14.
const fn status(facts: &Facts) -> Option<&'static str> {
    if matches!(
        facts.side_state,
        SideState::Exited | SideState::Merged | SideState::Split | SideState::Voided
    ) {
        return Some("cancelled");
    }
    let Some(stage) = facts.stage else { return None };
    Some(match stage {
        Stage::Planned | Stage::Reserved => "identification",
        Stage::Negotiating | Stage::Signed | Stage::Filed => "preparation",
        Stage::Started | Stage::UnderConstruction => "implementation",
        Stage::Completed => "completion",
        Stage::InProduction | Stage::AtCapacity => "maintenance",
    })
}

/// A lease builds nothing: the standard has no word for it.
const fn kind(nature: Nature) -> Option<&'static str> {
    match nature {
        Nature::New => Some("construction"),
        Nature::Extension => Some("expansion"),
        Nature::Rebuild | Nature::Renovation => Some("rehabilitation"),
        Nature::Lease => None,
    }
}

fn identifier(scheme: &str, id: Option<&str>) -> Value {
    id.map_or(Value::Null, |id| json!({ "scheme": scheme, "id": id }))
}

/// Whole yuan.
fn value(money: Option<Money>) -> Value {
    money.map_or(Value::Null, |money| json!({ "amount": money.yuan(), "currency": "CNY" }))
}

fn classifications(on: &Publication<'_>, facts: &Facts) -> Vec<Value> {
    let own = facts.industry.iter().map(|code| {
        let name = on.words.industry(Some(code.as_str()));
        json!({ "scheme": "groundwork-industry", "id": code, "description": name })
    });
    let national = facts.gb4754.iter().map(|code| json!({ "scheme": "GB/T 4754-2017", "id": code }));
    own.chain(national).collect()
}

fn gazetteer(division: DivisionCode) -> Value {
    json!({ "scheme": "GB/T 2260", "identifiers": [division] })
}

fn location(on: &Publication<'_>, facts: &Facts) -> Value {
    let degrees = |microdegrees: i64| microdegrees as f64 / 1e6;
    let point = facts
        .lng_e6
        .zip(facts.lat_e6)
        .map(|(lng, lat)| json!({ "type": "Point", "coordinates": [degrees(lng), degrees(lat)] }));
    let address = facts.address.as_ref().map(|street| {
        json!({
            "streetAddress": street,
            "locality": facts.division.city().map(|city| on.words.city(Some(city))),
            "region": on.words.book.name(on.words.lang, on.ctx.province),
        })
    });
    json!({
        "id": facts.division,
        "description": on.words.division(facts.division),
        "geometry": point,
        "gazetteer": gazetteer(facts.division),
        "address": address,
    })
}

/// Who answers for it, and whose money builds it. Persons are not told.
fn parties(facts: &Facts, id: &str) -> Vec<Value> {
    let authority = facts
        .responsible_unit
        .as_ref()
        .map(|name| json!({ "id": format!("{id}-authority"), "name": name, "roles": ["publicAuthority"] }));
    let unit = facts.unit.as_ref().map(|name| {
        let code = facts.credit_code.as_deref();
        json!({
            "id": code.map_or_else(|| format!("{id}-unit"), |code| format!("CN-USCC-{code}")),
            "name": name,
            "identifier": identifier("CN-USCC", code),
            "roles": ["buyer"],
        })
    });
    authority.into_iter().chain(unit).collect()
}

fn metric(id: &str, title: String, period: Value, amount: Option<Money>) -> Value {
    if amount.is_none() {
        return Value::Null;
    }
    json!({ "id": id, "title": title, "observations": [{ "id": "1", "period": period, "value": value(amount) }] })
}

/// What is planned.
fn forecasts(on: &Publication<'_>, facts: &Facts) -> [Value; 2] {
    let whole = on.period(facts.planned_start.as_ref(), facts.planned_finish.as_ref());
    let year = PlanDate::parse(&on.edition.head.quarter.year().to_string()).ok();
    let year = on.period(year.as_ref(), year.as_ref());
    [
        metric("totalInvestment", on.words.lang.t("lists-column-total"), whole, facts.total_investment),
        metric("annualPlan", on.words.lang.t("lists-column-annual-plan"), year, facts.annual_plan),
    ]
}

/// What was done by the day whose facts the list tells.
fn metrics(on: &Publication<'_>, facts: &Facts) -> [Value; 2] {
    let day = PlanDate::from_day(on.data_as_of).ok();
    let new_year = PlanDate::parse(&format!("{}-01-01", on.data_as_of.year())).ok();
    let this_year = on.period(new_year.as_ref(), day.as_ref());
    let so_far = on.period(facts.actual_start.as_ref(), day.as_ref());
    [
        metric("yearToDateInvestment", on.words.lang.t("lists-column-ytd"), this_year, facts.ytd_investment),
        metric(
            "cumulativeInvestment",
            on.words.lang.t("lists-column-cumulative"),
            so_far,
            facts.cumulative_investment,
        ),
    ]
}

fn milestones(on: &Publication<'_>, facts: &Facts) -> [Value; 3] {
    let milestone = |id: &str, title: &str, due: Option<&PlanDate>, met: Option<&PlanDate>| {
        if due.is_none() && met.is_none() {
            return Value::Null;
        }
        let is_late = due.is_some_and(|due| due.last_day() < on.data_as_of);
        let status = if met.is_some() {
            "met"
        } else if is_late {
            "notMet"
        } else {
            "scheduled"
        };
        json!({
            "id": id,
            "title": on.words.lang.t(title),
            "type": "delivery",
            "dueDate": due.and_then(|date| on.end(date)),
            "dateMet": met.and_then(|date| on.end(date)),
            "status": status,
        })
    };
    [
        milestone("start", "open-data-start", facts.planned_start.as_ref(), facts.actual_start.as_ref()),
        milestone("finish", "open-data-finish", facts.planned_finish.as_ref(), facts.actual_finish.as_ref()),
        milestone("production", "open-data-production", None, facts.in_production_on.as_ref()),
    ]
}

fn relation(on: &Publication<'_>, project: i64, relationship: &str) -> Value {
    json!({
        "id": format!("{relationship}-{project}"),
        "scheme": "oc4ids",
        "identifier": on.id(project),
        "relationship": relationship,
    })
}

/// A bundle and its parts; what was merged into it or split off into it.
fn relations(on: &Publication<'_>, entry: &PublishedEntry) -> Vec<Value> {
    let own = entry.project_id;
    let parent = entry.facts.parent_id.map(|parent| relation(on, parent, "parent"));
    let parts = on.edition.entries.iter().filter(|other| other.facts.parent_id == Some(own));
    let parts = parts.map(|part| relation(on, part.project_id, "part"));
    let from = on.edition.exits.iter().filter(|exit| exit.into.contains(&own)).map(|exit| {
        let how = if exit.decision == Some(Decision::Merge) { "mergedFrom" } else { "splitFrom" };
        relation(on, exit.project_id, how)
    });
    parent.into_iter().chain(parts).chain(from).collect()
}

/// The list that says all this, with its number and hash.
fn documents(on: &Publication<'_>) -> Value {
    let Some(frozen) = on.edition.frozen() else { return Value::Null };
    json!([{
        "id": "list",
        "title": on.words.title(on.edition.head.quarter),
        "description": format!("{} SHA-256: {}", frozen.version.number, frozen.version.hash),
        "url": on.list_url,
        "datePublished": on.updated,
        "format": "text/html",
        "language": language(on),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_status_and_what_left_is_cancelled() {
        let mut facts = Facts::named("项目", DivisionCode::parse("370100").unwrap());
        assert_eq!(status(&facts), None);
        let told = Stage::ALL.iter().map(|stage| {
            facts.stage = Some(*stage);
            status(&facts).unwrap()
        });
        let expected = [
            "identification",
            "identification",
            "preparation",
            "preparation",
            "preparation",
            "implementation",
            "implementation",
            "completion",
            "maintenance",
            "maintenance",
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        facts.side_state = SideState::Exited;
        assert_eq!(status(&facts), Some("cancelled"));
    }
}
