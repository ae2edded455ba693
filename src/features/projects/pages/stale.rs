//! 409: somebody saved first. The page shows, for each field on which the two disagree, what stood when the person
//! began, what she typed and what stands now. Each choice carries the value that the form would have sent, so
//! choosing is simply sending the form again on top of the present version.

use super::request::year;
use super::words::{Words, control_of, typed};
use crate::context::Context;
use crate::features::projects::model::fields::values;
use crate::features::projects::registry::{history, project};
use crate::features::reference;
use crate::kernel::message::Message;
use crate::web::{Caller, Form, PageResult, Shell, html_with_status};
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "features/projects/templates/stale.html")]
struct StalePage {
    shell: Shell,
    action: String,
    back: String,
    /// The present version, on which the choice builds.
    version: i64,
    explain: String,
    fields: Vec<Disputed>,
    /// What goes along unasked: the same on all sides, or touched by one side only.
    kept: Vec<(String, String)>,
}

/// A field that base, yours and current do not agree on.
struct Disputed {
    name: String,
    label: String,
    sides: Vec<Side>,
}

struct Side {
    heading: String,
    shown: String,
    value: String,
    selected: bool,
}

/// Base, yours and current, as the registry's refusal states them: contract names with their values.
pub type Sides = [Value; 3];

/// The page, with status 409.
pub async fn page(
    ctx: &Context,
    caller: &Caller,
    shell: Shell,
    id: i64,
    form: &Form,
    sides: Sides,
) -> PageResult {
    let (scope, year) = (caller.scope.clone(), year(ctx));
    let (book, present, newest) = ctx
        .db
        .read(move |conn| {
            let newest = history(conn, &scope, id, year)?.into_iter().next();
            Ok((reference::book(conn)?, project(conn, &scope, id, year)?, newest))
        })
        .await?;
    let words = Words { lang: shell.lang, book: &book };
    let order = values(&present.facts).into_iter().map(|(field, _)| field);
    let fields = disputed(words, form, &sides, ctx.province.as_str(), order);
    let asked = |name: &str| fields.iter().any(|field| field.name == name);
    let kept = form
        .names()
        .filter(|name| !["csrf", "version"].contains(name) && !asked(name))
        .map(|name| (name.to_owned(), form.raw(name).to_owned()))
        .collect();
    let explain = Message::new("projects-stale-explain")
        .with("who", newest.and_then(|newest| newest.actor).unwrap_or_default())
        .with("when", present.updated_at.local_text(ctx.zone))
        .with("version", present.version)
        .with("count", fields.len());
    let url = format!("/projects/{id}");
    let page = StalePage {
        action: format!("{url}/edit"),
        back: url,
        version: present.version,
        explain: shell.lang.render(&explain),
        fields,
        kept,
        shell,
    };
    Ok(html_with_status(StatusCode::CONFLICT, &page))
}

/// The controls that somebody else changed meanwhile and that now differ from what was typed. Where the person had
/// left the old value alone, the present one is proposed; where both changed it, nothing is.
fn disputed<'a>(
    words: Words<'_>,
    form: &Form,
    sides: &Sides,
    province: &str,
    order: impl Iterator<Item = &'a str>,
) -> Vec<Disputed> {
    let headings = ["projects-stale-base", "projects-stale-yours", "projects-stale-current"];
    let mut fields: Vec<Disputed> = Vec::new();
    for field in order {
        let control = control_of(field);
        if !form.has(control) || fields.iter().any(|known| known.name == control) {
            continue;
        }
        let facts = sides.each_ref().map(|side| fact(side, field));
        let [base, yours, current] = &facts;
        if current == base || yours == current {
            continue;
        }
        let proposed = (yours == base).then_some(2);
        let side = |at: usize| {
            let (name, value) = &facts[at];
            // Rounded as lists show them, two amounts that differ could read alike.
            let shown = match value {
                Value::Number(_) if name.ends_with("_yuan") => {
                    words.lang.with("projects-unit-wan", "amount", typed(name, value))
                }
                _ => words.shown(name, value),
            };
            Side {
                heading: words.lang.t(headings[at]),
                shown: if shown.is_empty() { words.lang.t("projects-unknown") } else { shown },
                value: if control == "division" && value.is_null() {
                    province.to_owned()
                } else {
                    typed(name, value)
                },
                selected: proposed == Some(at),
            }
        };
        fields.push(Disputed {
            name: control.to_owned(),
            label: words.label(if control == "division" { "division" } else { field }),
            sides: (0..facts.len()).map(side).collect(),
        });
    }
    fields
}

/// The field of one side; a place is its county, or its city where no county is known.
fn fact<'a>(side: &'a Value, field: &'a str) -> (&'a str, &'a Value) {
    match field {
        "city" | "county" if !side["county"].is_null() => ("county", &side["county"]),
        "city" | "county" => ("city", &side["city"]),
        other => (other, &side[other]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::reference::Book;
    use crate::web::Lang;
    use serde_json::json;

    fn asked(base: Value, yours: Value, current: Value) -> Vec<(String, Vec<String>, Option<usize>)> {
        let book = Book::default();
        let words = Words { lang: Lang::Zh, book: &book };
        let names = ["unit", "total_investment_wan", "division"];
        let form = Form::from_pairs(names.map(|name| (name.to_owned(), String::new())));
        let order = ["unit", "city", "county", "total_investment_yuan", "parent_id"].into_iter();
        disputed(words, &form, &[base, yours, current], "370000", order)
            .into_iter()
            .map(|field| {
                let chosen = field.sides.iter().position(|side| side.selected);
                (field.name, field.sides.into_iter().map(|side| side.value).collect(), chosen)
            })
            .collect()
    }

    fn total(yuan: i64) -> Value {
        json!({ "total_investment_yuan": yuan, "parent_id": yuan })
    }

    #[test]
    fn a_field_that_only_one_side_touched_is_not_asked_about() {
        assert!(asked(total(1), total(2), total(1)).is_empty(), "only yours");
        assert!(asked(total(1), total(2), total(2)).is_empty(), "both the same");
    }

    #[test]
    fn where_only_the_other_changed_the_present_value_is_proposed() {
        let fields = asked(total(10_000), total(10_000), total(20_000));
        assert_eq!(
            fields,
            [("total_investment_wan".into(), vec!["1".into(), "1".into(), "2".into()], Some(2))]
        );
    }

    #[test]
    fn where_both_changed_it_the_person_must_choose() {
        let fields = asked(total(10_000), total(15_001), total(20_000));
        assert_eq!(
            fields,
            [("total_investment_wan".into(), vec!["1".into(), "1.5001".into(), "2".into()], None)]
        );
    }

    #[test]
    fn a_place_is_asked_once_and_the_province_is_a_place() {
        let place = |city: Value, county: Value| json!({ "city": city, "county": county });
        let fields = asked(
            place(json!("370100"), Value::Null),
            place(json!("370100"), json!("370102")),
            place(Value::Null, Value::Null),
        );
        assert_eq!(
            fields,
            [("division".into(), vec!["370100".into(), "370102".into(), "370000".into()], None)]
        );
    }
}
