//! The forms of a segment: how strong it is in a place, an enterprise that stands on it, a target that could fill it. Each has
//! a page of its own and comes back with what was typed where something was refused.

use crate::context::Context;
use crate::features::chains::Strength;
use crate::features::enterprises::Role;
use crate::features::reference::{self, Book};
use crate::features::targets::Priority;
use crate::kernel::error::{Error, FieldError};
use crate::web::{
    Caller, Control, Field, Form, Lang, PageResult, Refused, Select, Shell, html_with_status, query, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/atlas/templates/form.html")]
pub(super) struct FormPage {
    pub shell: Shell,
    pub title: String,
    /// The chain and the segment, each with its page.
    pub crumbs: Vec<(String, String)>,
    pub action: String,
    pub back: String,
    /// On which the form goes on; empty for what is new.
    pub version: String,
    pub rows: Vec<Row>,
    pub errors: Vec<(String, String, String)>,
}

/// A row of a form.
pub(super) enum Row {
    Field(Field),
    Select(Select),
}

/// Which form.
#[derive(Clone, Copy)]
pub(super) enum What {
    Judge,
    Enterprise,
    Target,
}

impl What {
    const fn word(self) -> &'static str {
        match self {
            Self::Judge => "judge",
            Self::Enterprise => "enterprises",
            Self::Target => "targets",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Judge => "atlas-form-judge",
            Self::Enterprise => "atlas-form-enterprise",
            Self::Target => "atlas-form-target",
        }
    }
}

/// GET /atlas/{chain}/segments/{segment}/judge
pub async fn judge_form(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    request: HttpRequest,
) -> PageResult {
    begun(&ctx, caller, shell, (What::Judge, path.into_inner()), &request).await
}

/// GET /atlas/{chain}/segments/{segment}/enterprises
pub async fn enterprise_form(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    request: HttpRequest,
) -> PageResult {
    begun(&ctx, caller, shell, (What::Enterprise, path.into_inner()), &request).await
}

/// GET /atlas/{chain}/segments/{segment}/targets
pub async fn target_form(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    request: HttpRequest,
) -> PageResult {
    begun(&ctx, caller, shell, (What::Target, path.into_inner()), &request).await
}

/// A form that nobody has filled in, but for what its address says.
async fn begun(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    form: (What, (i64, i64)),
    request: &HttpRequest,
) -> PageResult {
    let asked = query(request)?;
    shown(ctx, caller, shell, form, (asked, (StatusCode::OK, Vec::new()))).await
}

pub(super) async fn shown(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (what, (chain, segment)): (What, (i64, i64)),
    (typed, (status, errors)): (Form, Refused),
) -> PageResult {
    let book = ctx.db.read(reference::book).await?;
    let is_its = book.segment(segment).is_some_and(|one| one.chain_id == chain);
    if !is_its {
        return Err(Error::NotFound.into());
    }
    let lang = shell.lang;
    let filled = Filled { lang, caller: &caller, book: &book, typed: &typed, errors: &errors };
    let rows = match what {
        What::Judge => filled.judging(),
        What::Enterprise => filled.enterprise(),
        What::Target => filled.target(),
    };
    let page = format!("/atlas/{chain}/segments/{segment}");
    let form = FormPage {
        title: lang.t(what.title()),
        crumbs: vec![
            (format!("/atlas/{chain}"), book.chain_name(lang, chain)),
            (page.clone(), book.segment_name(lang, segment)),
        ],
        action: format!("{page}/{}", what.word()),
        back: page,
        version: String::new(),
        rows,
        errors: summary(lang, &errors, label),
        shell,
    };
    Ok(html_with_status(status, &form))
}

/// What a form is filled with.
struct Filled<'a> {
    lang: Lang,
    caller: &'a Caller,
    book: &'a Book,
    typed: &'a Form,
    errors: &'a [FieldError],
}

impl Filled<'_> {
    fn field(&self, name: &'static str, control: Control, required: bool) -> Row {
        let field = Field {
            name,
            label: self.lang.t(label(name)),
            hint: String::new(),
            required,
            control,
            value: String::new(),
            error: None,
        };
        Row::Field(field.back(self.lang, Some(self.typed), self.errors))
    }

    fn select(
        &self,
        name: &'static str,
        required: bool,
        choices: impl IntoIterator<Item = (String, String)>,
        stands: &str,
    ) -> Row {
        let typed = Some(self.typed).filter(|form| form.has(name));
        let select = (name, self.lang.t(label(name)), required);
        Row::Select(Select::back(select, choices, stands, (self.lang, typed, self.errors)))
    }

    /// The places of the caller that a judgement or a list may be of.
    fn cities(&self) -> Row {
        let offered = self.book.divisions_in(&self.caller.scope).filter(|one| !one.code.is_county());
        let choices = offered.map(|one| (one.code.to_string(), self.book.name(self.lang, one.code)));
        self.select("place", true, choices, &self.only())
    }

    fn only(&self) -> String {
        self.caller.scope.only().map(|only| only.to_string()).unwrap_or_default()
    }

    fn judging(&self) -> Vec<Row> {
        let strengths = Strength::ALL.iter().map(|one| (one.to_string(), self.lang.t(one.name())));
        vec![
            self.cities(),
            self.select("strength", true, strengths, ""),
            self.field("evidence", Control::Text, true),
            self.field("source", Control::Line, false),
            self.field("verified_on", Control::Day, false),
        ]
    }

    fn enterprise(&self) -> Vec<Row> {
        let offered = self.book.divisions_in(&self.caller.scope).filter(|one| one.code.city().is_some());
        let places = offered.map(|one| (one.code.to_string(), self.book.name(self.lang, one.code)));
        let parks = self.book.parks_in(&self.caller.scope);
        let parks = parks.map(|park| (park.id.to_string(), park.name.clone()));
        let roles = Role::ALL.iter().map(|one| (one.to_string(), self.lang.t(one.name())));
        vec![
            self.field("name", Control::Line, true),
            self.select("place", true, places, &self.only()),
            self.select("role", true, roles, Role::Main.as_str()),
            self.field("products", Control::Line, false),
            self.field("credit_code", Control::Short, false),
            self.select("park_id", false, parks, ""),
            self.field("source", Control::Line, false),
            self.field("verified_on", Control::Day, false),
        ]
    }

    fn target(&self) -> Vec<Row> {
        let priorities = Priority::ALL.iter().map(|one| (one.to_string(), self.lang.t(one.name())));
        vec![
            self.field("name", Control::Line, true),
            self.cities(),
            self.select("priority", true, priorities, Priority::Medium.as_str()),
            self.field("reasons", Control::Text, true),
            self.field("home", Control::Line, false),
            self.field("products", Control::Line, false),
            self.field("credit_code", Control::Short, false),
            self.field("land_mu", Control::Figure, false),
            self.field("energy_tce", Control::Figure, false),
            self.field("source", Control::Line, false),
            self.field("verified_on", Control::Day, false),
        ]
    }
}

/// The Fluent id of a field's name.
pub(super) fn label(field: &str) -> &'static str {
    match field {
        "name_zh" => "atlas-field-name-zh",
        "name_en" => "atlas-field-name-en",
        "tier" => "atlas-tier",
        "function" => "atlas-function",
        "parent_id" => "atlas-segment-parent",
        "position" => "atlas-field-position",
        "supplies" => "atlas-field-supplies",
        "note" => "atlas-segment-note",
        "active" => "atlas-field-active",
        "status" => "atlas-field-status",
        "chief" => "atlas-fact-chief",
        "leader" => "atlas-fact-leader",
        "policies" => "atlas-fact-policies",
        "leading" => "atlas-field-leading",
        "chains" => "atlas-field-chains",
        "conditions" => "atlas-field-conditions",
        "lng" => "atlas-field-lng",
        "lat" => "atlas-field-lat",
        "place" => "atlas-field-place",
        "strength" => "atlas-field-strength",
        "evidence" => "atlas-field-evidence",
        "source" => "atlas-field-source",
        "verified_on" => "atlas-field-verified",
        "role" => "atlas-field-role",
        "products" => "atlas-field-products",
        "credit_code" => "atlas-field-credit-code",
        "park_id" => "atlas-field-park",
        "priority" => "atlas-field-priority",
        "reasons" => "atlas-field-reasons",
        "home" => "atlas-field-home",
        "land_mu" => "atlas-field-land",
        "energy_tce" => "atlas-field-energy",
        _ => "atlas-field-name",
    }
}
