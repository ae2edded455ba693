//! A form as its template needs it: groups of labelled controls that keep what the person typed, each with its hint and
//! its refusal. Which controls there are, and in which order, is decided here; reading them back is the room's `input`.

use super::words::{Words, control_of, typed};
use crate::features::projects::model::fields::values;
use crate::features::projects::model::{Class, Facts, Nature, Stage, enrolled_word};
use crate::features::reference::{Book, Chain, IndustryGroup};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::FieldError;
use crate::web::{Form, Lang};

/// What a choice stands for.
#[derive(Debug)]
pub struct Choice {
    /// Sent.
    pub value: String,
    /// Shown.
    pub label: String,
    /// Chosen now.
    pub selected: bool,
}

/// Choices under a common name; a blank name makes no group.
#[derive(Debug)]
pub struct Choices {
    /// In the reader's language.
    pub label: String,
    /// In their order.
    pub choices: Vec<Choice>,
}

/// What a person types into.
#[derive(Debug)]
pub enum Control {
    /// One line.
    Line,
    /// One short line; the keyboard it wants.
    Short(&'static str),
    /// Several lines.
    Area,
    /// One of these.
    Select(Vec<Choices>),
}

/// A control with everything around it.
#[derive(Debug)]
pub struct Field {
    /// Name and id of the control.
    pub name: &'static str,
    /// In the reader's language.
    pub label: String,
    /// Unit, form, example; blank for none.
    pub hint: String,
    /// Why the value was refused.
    pub error: Option<String>,
    /// As typed.
    pub value: String,
    /// Must be filled in.
    pub required: bool,
    /// What it is typed into.
    pub control: Control,
}

/// Controls under one heading.
#[derive(Debug)]
pub struct Group {
    /// In the reader's language.
    pub title: String,
    /// In their order.
    pub fields: Vec<Field>,
}

/// The heading, the fields below it.
const GROUPS: [(&str, &[&str]); 6] = [
    ("basic", &["name", "unit", "credit_code", "project_code", "scope_text"]),
    ("place", &["division", "address", "park_id", "lng", "lat"]),
    ("trade", &["industry", "gb4754", "chain_id", "segment_id"]),
    (
        "progress",
        &[
            "class",
            "nature",
            "stage",
            "planned_start",
            "planned_finish",
            "actual_start",
            "actual_finish",
            "in_production_on",
            "enrolled",
        ],
    ),
    (
        "money",
        &[
            "total_investment_wan",
            "total_text",
            "annual_plan_wan",
            "ytd_investment_wan",
            "cumulative_investment_wan",
        ],
    ),
    ("duty", &["responsible_unit", "responsible_person", "sponsor_leader"]),
];

/// What a form needs to be drawn.
pub struct Drawing<'a> {
    /// Names and language.
    pub words: Words<'a>,
    /// Places that this person may choose.
    pub scope: &'a Scope,
    /// Of the annual plan.
    pub year: i32,
    /// What was refused, by control.
    pub refused: &'a [FieldError],
}

impl Drawing<'_> {
    /// The form's groups with what was typed. With `reason` a change may say why.
    pub fn groups(&self, form: &Form, reason: bool) -> Vec<Group> {
        let mut groups: Vec<Group> = GROUPS
            .iter()
            .map(|(title, fields)| Group {
                title: self.words.lang.word("projects-group", title),
                fields: fields.iter().map(|name| self.field(name, form)).collect(),
            })
            .collect();
        if reason && let Some(last) = groups.last_mut() {
            last.fields.push(self.field("reason", form));
        }
        groups
    }

    /// One control.
    pub fn field(&self, name: &'static str, form: &Form) -> Field {
        let value = form.raw(name).to_owned();
        Field {
            name,
            label: self.label(name),
            hint: self.hint(name),
            error: self.error(name),
            required: name == "name",
            control: self.control(name, &value),
            value,
        }
    }

    /// The control's name in the reader's language.
    pub fn label(&self, name: &str) -> String {
        match name.strip_suffix("_wan") {
            Some(money) => self.words.label(&format!("{money}_yuan")),
            None => self.words.label(name),
        }
    }

    fn error(&self, name: &str) -> Option<String> {
        let refusal = self.refused.iter().find(|refusal| control_of(&refusal.field) == name)?;
        Some(self.words.lang.render(&refusal.message))
    }

    fn hint(&self, name: &str) -> String {
        let lang = self.words.lang;
        let id = match name {
            "name" => "projects-hint-name",
            "credit_code" => "projects-hint-credit_code",
            "project_code" => "projects-hint-project_code",
            "division" => "projects-hint-division",
            "lng" | "lat" => "projects-hint-location",
            "gb4754" => "projects-hint-gb4754",
            "total_investment_wan" => "projects-hint-wan",
            "total_text" => "projects-hint-total_text",
            "annual_plan_wan" => return lang.with("projects-hint-plan", "year", year_text(self.year)),
            "ytd_investment_wan" => return lang.with("projects-hint-ytd", "year", year_text(self.year)),
            "cumulative_investment_wan" => "projects-hint-cumulative",
            "planned_start" | "planned_finish" | "actual_start" | "actual_finish" | "in_production_on" => {
                "projects-hint-date"
            }
            "reason" => "projects-hint-reason",
            _ => return String::new(),
        };
        lang.t(id)
    }

    fn control(&self, name: &str, value: &str) -> Control {
        let Words { lang, book } = self.words;
        let blank = || single(vec![choice(String::new(), lang.t("projects-choose"), value)]);
        let with_blank = |groups: Vec<Choices>| Control::Select(blank().into_iter().chain(groups).collect());
        match name {
            "scope_text" | "gb4754" => Control::Area,
            "division" => with_blank(places(lang, book, self.scope, value)),
            "park_id" => {
                let parks = book.parks_in(self.scope);
                with_blank(single(
                    parks.map(|park| choice(park.id.to_string(), park.name.clone(), value)).collect(),
                ))
            }
            "industry" => with_blank(industries(lang, book, self.year, value)),
            "chain_id" => with_blank(single(chains(lang, book, value))),
            "segment_id" => with_blank(segments(lang, book, value)),
            "class" => {
                with_blank(single(worded(lang, "class", Class::ALL.iter().map(|one| one.as_str()), value)))
            }
            "nature" => {
                with_blank(single(worded(lang, "nature", Nature::ALL.iter().map(|one| one.as_str()), value)))
            }
            "stage" => {
                with_blank(single(worded(lang, "stage", Stage::ALL.iter().map(|one| one.as_str()), value)))
            }
            "enrolled" => {
                let answer = |yes: bool| choice(yes.to_string(), lang.t(enrolled_word(yes)), value);
                let unknown = choice(String::new(), lang.t("enrolled-unknown"), value);
                Control::Select(single(vec![unknown, answer(true), answer(false)]))
            }
            "lng"
            | "lat"
            | "total_investment_wan"
            | "annual_plan_wan"
            | "ytd_investment_wan"
            | "cumulative_investment_wan" => Control::Short("decimal"),
            "planned_start" | "planned_finish" | "actual_start" | "actual_finish" | "in_production_on" => {
                Control::Short("text")
            }
            _ => Control::Line,
        }
    }
}

/// A year in a sentence, not a figure with a thousands separator.
fn year_text(year: i32) -> String {
    year.to_string()
}

/// Choices without a common name.
pub fn single(choices: Vec<Choice>) -> Vec<Choices> {
    vec![Choices { label: String::new(), choices }]
}

/// A choice; selected when its value stands in the control.
pub fn choice(value: String, label: String, now: &str) -> Choice {
    Choice { selected: value == now, value, label }
}

/// Choices of a pinned word, named by the texts under `prefix`.
pub fn worded(lang: Lang, prefix: &str, words: impl Iterator<Item = &'static str>, now: &str) -> Vec<Choice> {
    words.map(|word| choice(word.to_owned(), lang.word(prefix, word), now)).collect()
}

/// The chains in use.
pub fn chains(lang: Lang, book: &Book, now: &str) -> Vec<Choice> {
    let active = book.chains.iter().filter(|chain| chain.active);
    active.map(|chain| choice(chain.id.to_string(), book.chain_name(lang, chain.id), now)).collect()
}

/// The segments that stand, under their chains.
pub fn segments(lang: Lang, book: &Book, now: &str) -> Vec<Choices> {
    let of_chain = |chain: &Chain| {
        let those = book.segments.iter().filter(|segment| segment.active && segment.chain_id == chain.id);
        let choices: Vec<Choice> = those
            .map(|segment| choice(segment.id.to_string(), book.segment_name(lang, segment.id), now))
            .collect();
        (!choices.is_empty()).then(|| Choices { label: book.chain_name(lang, chain.id), choices })
    };
    book.chains.iter().filter(|chain| chain.active).filter_map(of_chain).collect()
}

/// The industries of a year's plan, in their groups.
pub fn industries(lang: Lang, book: &Book, year: i32, now: &str) -> Vec<Choices> {
    let of_group = |group: &IndustryGroup| Choices {
        label: lang.word("reference-group", group.as_str()),
        choices: book
            .industries_in(year)
            .filter(|industry| industry.group == *group)
            .map(|industry| choice(industry.code.clone(), book.industry_name(lang, &industry.code), now))
            .collect(),
    };
    IndustryGroup::ALL.iter().map(of_group).filter(|group| !group.choices.is_empty()).collect()
}

/// The places of a scope: each city heads its counties; the province itself keeps what nobody has assigned yet.
fn places(lang: Lang, book: &Book, scope: &Scope, now: &str) -> Vec<Choices> {
    let mut groups: Vec<Choices> = Vec::new();
    for place in book.divisions_in(scope) {
        let label = if place.code.is_province() {
            lang.t("projects-division-province")
        } else {
            book.short_name(lang, place.code)
        };
        let city = place.code.city().map_or_else(String::new, |city| book.short_name(lang, city));
        let choice = choice(place.code.to_string(), label, now);
        match groups.last_mut() {
            Some(group) if group.label == city => group.choices.push(choice),
            _ => groups.push(Choices { label: city, choices: vec![choice] }),
        }
    }
    groups
}

/// What the controls hold for these facts.
pub fn typed_facts(facts: &Facts) -> Form {
    let place = ("division".to_owned(), facts.division.to_string());
    let others = values(facts)
        .into_iter()
        .filter(|(field, _)| control_of(field) != "division")
        .map(|(field, value)| (control_of(field).to_owned(), typed(field, &value)));
    Form::from_pairs(others.chain([place]))
}

/// The form as the room's input reads it: the one choice of a place as city and county.
pub fn with_place(form: &Form) -> Form {
    let others = form
        .names()
        .filter(|name| *name != "division")
        .flat_map(|name| form.all(name).iter().map(move |value| (name.to_owned(), value.clone())));
    let code = form.text("division").and_then(|text| DivisionCode::parse(text).ok());
    let part = |name: &str, code: Option<DivisionCode>| {
        (name.to_owned(), code.map(|code| code.to_string()).unwrap_or_default())
    };
    let place = form.has("division").then(|| {
        [
            part("city", code.and_then(DivisionCode::city)),
            part("county", code.filter(|code| code.is_county())),
        ]
    });
    Form::from_pairs(others.chain(place.into_iter().flatten()))
}

/// Anchor, field and sentence of each refused control, once, in the order of the refusals.
pub fn summary(words: Words<'_>, refused: &[FieldError]) -> Vec<(String, String, String)> {
    let mut entries: Vec<(String, String, String)> = Vec::new();
    for refusal in refused {
        let anchor = control_of(&refusal.field);
        if !entries.iter().any(|(other, ..)| other == anchor) {
            let label = words.label(&refusal.field);
            entries.push((anchor.to_owned(), label, words.lang.render(&refusal.message)));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::input::from_form;
    use crate::kernel::money::Money;
    use crate::kernel::plan_date::PlanDate;

    fn in_lixia() -> Facts {
        Facts::named("项目", DivisionCode::parse("370102").unwrap())
    }

    fn read_back(form: &Form, base: &Facts) -> Facts {
        from_form(&with_place(form)).unwrap().apply(base, &Book::default()).unwrap()
    }

    #[test]
    fn what_the_form_shows_is_read_back_without_loss() {
        let whole = Facts {
            unit: Some("甲公司".into()),
            lng_e6: Some(117_123_456),
            lat_e6: Some(36_650_001),
            gb4754: vec!["C2922".into(), "C2641".into()],
            nature: Some(Nature::New),
            class: Some(Class::Preparation),
            stage: Some(Stage::UnderConstruction),
            planned_start: Some(PlanDate::parse("2026Q3").unwrap()),
            planned_finish: Some(PlanDate::parse("2028").unwrap()),
            scope_text: Some("一行\n二行".into()),
            total_investment: Some(Money::from_yuan(613_336_884_901)),
            annual_plan: Some(Money::from_yuan(1)),
            parent_id: Some(7),
            enrolled: Some(false),
            ..in_lixia()
        };
        assert_eq!(read_back(&typed_facts(&whole), &in_lixia()), whole);
    }

    #[test]
    fn a_place_is_chosen_once_and_read_as_city_and_county() {
        let moved = |code: &str| {
            read_back(&Form::from_pairs([("division".to_owned(), code.to_owned())]), &in_lixia())
                .division
                .to_string()
        };
        assert_eq!([moved("370202"), moved("370200"), moved("370000")], ["370202", "370200", "370000"]);
    }

    #[test]
    fn the_summary_names_each_control_once() {
        let book = Book::default();
        let refused = ["city", "county"].map(|field| FieldError::new(field, "input-required"));
        let entries = summary(Words { lang: Lang::Zh, book: &book }, &refused);
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].0, "division");
    }
}
