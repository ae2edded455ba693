//! The rows of such a form.

use super::stands::Stands;
use super::{Thing, label};
use crate::features::atlas::pages::forms::Row;
use crate::features::chains::{Function, Tier};
use crate::features::reference::Book;
use crate::features::targets::{Priority, Status};
use crate::kernel::error::FieldError;
use crate::web::{Caller, Control, Field, Form, Lang, Select};

/// Of a thing.
pub fn rows(
    (lang, book, caller): (Lang, &Book, &Caller),
    thing: Thing,
    stands: &Stands,
    (typed, errors): (Option<&Form>, &[FieldError]),
) -> Vec<Row> {
    let filled = Filled { lang, book, caller, stands, typed, errors };
    match thing {
        Thing::Enterprise(_) => filled.enterprise(),
        Thing::Target(_) => filled.target(),
        Thing::Park(_) => filled.park(),
        Thing::Chain(_) => filled.chain(),
        Thing::Segment(..) | Thing::NewSegment(_) => filled.segment(),
    }
}

struct Filled<'a> {
    lang: Lang,
    book: &'a Book,
    caller: &'a Caller,
    stands: &'a Stands,
    typed: Option<&'a Form>,
    errors: &'a [FieldError],
}

impl Filled<'_> {
    fn field(&self, name: &'static str, control: Control, required: bool) -> Row {
        let (label, hint, value) = (self.lang.t(label(name)), String::new(), self.stands.value(name));
        let field = Field { name, label, hint, required, control, value, error: None };
        Row::Field(field.back(self.lang, self.typed, self.errors))
    }

    fn select(
        &self,
        name: &'static str,
        required: bool,
        choices: impl IntoIterator<Item = (String, String)>,
    ) -> Row {
        let select = (name, self.lang.t(label(name)), required);
        let back = (self.lang, self.typed, self.errors);
        Row::Select(Select::back(select, choices, &self.stands.value(name), back))
    }

    fn active(&self) -> Row {
        let both = [("yes", "atlas-sheet-active"), ("no", "atlas-sheet-inactive")];
        self.select("active", true, both.map(|(value, id)| (value.to_owned(), self.lang.t(id))))
    }

    fn verified(&self) -> [Row; 2] {
        [self.field("source", Control::Line, false), self.field("verified_on", Control::Day, false)]
    }

    fn enterprise(&self) -> Vec<Row> {
        let offered = self.book.divisions_in(&self.caller.scope).filter(|one| one.code.city().is_some());
        let places = offered.map(|one| (one.code.to_string(), self.book.name(self.lang, one.code)));
        let parks = self.book.parks_in(&self.caller.scope);
        let parks = parks.map(|park| (park.id.to_string(), park.name.clone()));
        let mut rows = vec![
            self.field("name", Control::Line, true),
            self.select("place", true, places),
            self.field("products", Control::Line, false),
            self.field("credit_code", Control::Short, false),
            self.select("park_id", false, parks),
            self.field("note", Control::Text, false),
        ];
        rows.extend(self.verified());
        rows.push(self.active());
        rows
    }

    fn target(&self) -> Vec<Row> {
        let priorities = Priority::ALL.iter().map(|one| (one.to_string(), self.lang.t(one.name())));
        let statuses = Status::ALL.iter().map(|one| (one.to_string(), self.lang.t(one.name())));
        let mut rows = vec![
            self.field("name", Control::Line, true),
            self.select("priority", true, priorities),
            self.select("status", true, statuses),
            self.field("reasons", Control::Text, true),
            self.field("home", Control::Line, false),
            self.field("products", Control::Line, false),
            self.field("credit_code", Control::Short, false),
            self.field("land_mu", Control::Figure, false),
            self.field("energy_tce", Control::Figure, false),
        ];
        rows.extend(self.verified());
        rows
    }

    fn park(&self) -> Vec<Row> {
        let mut rows = vec![
            self.field("land_mu", Control::Figure, false),
            self.field("energy_tce", Control::Figure, false),
            self.field("leading", Control::Line, false),
            self.field("chains", Control::Line, false),
            self.field("conditions", Control::Text, false),
            self.field("lng", Control::Short, false),
            self.field("lat", Control::Short, false),
        ];
        rows.extend(self.verified());
        rows
    }

    fn chain(&self) -> Vec<Row> {
        vec![
            self.field("chief", Control::Line, false),
            self.field("leader", Control::Line, false),
            self.field("policies", Control::Text, false),
        ]
    }

    fn segment(&self) -> Vec<Row> {
        let tiers = Tier::ALL.iter().map(|one| (one.to_string(), self.lang.t(one.name())));
        let functions = Function::ALL.iter().map(|one| (one.to_string(), self.lang.t(one.name())));
        let others = self.stands.others.iter().map(|(id, name)| (id.to_string(), name.clone()));
        vec![
            self.field("name_zh", Control::Line, true),
            self.field("name_en", Control::Line, false),
            self.select("tier", true, tiers),
            self.select("function", false, functions),
            self.select("parent_id", false, others),
            self.field("supplies", Control::Line, false),
            self.field("position", Control::Figure, false),
            self.field("note", Control::Text, false),
            self.active(),
        ]
    }
}
