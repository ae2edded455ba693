//! The forms of a segment: how strong it is in a place, an enterprise that stands on it, a target that could fill it. Each has
//! a page of its own and comes back with what was typed where something was refused.

use crate::context::Context;
use crate::features::chains::{self, JudgeBody, Strength};
use crate::features::enterprises::{self, EnterpriseBody, PositionBody, Role};
use crate::features::reference::{self, Book};
use crate::features::targets::{self, Priority, TargetBody};
use crate::kernel::calendar::local_date;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{
    Caller, Control, Field, Form, Lang, PageResult, Refused, Select, Shell, html_with_status, query,
    redirect_with, refused, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/atlas/templates/form.html")]
struct FormPage {
    shell: Shell,
    title: String,
    /// The chain and the segment, each with its page.
    crumbs: Vec<(String, String)>,
    action: String,
    back: String,
    rows: Vec<Row>,
    errors: Vec<(String, String, String)>,
}

/// A row of a form.
enum Row {
    Field(Field),
    Select(Select),
}

/// Which form.
#[derive(Clone, Copy)]
enum What {
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

async fn shown(
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
fn label(field: &str) -> &'static str {
    match field {
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

/// POST /atlas/{chain}/segments/{segment}/judge
pub async fn judge(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (segment, now, by) = (path.1, ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let done = match judging(&form) {
        Ok(new) => ctx.db.write(move |conn| chains::judge(conn, &by, segment, new, when)).await,
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, (What::Judge, path.into_inner()), (form, done)).await
}

fn judging(form: &Form) -> Result<chains::Judging> {
    let body = JudgeBody {
        place: form.place("place")?,
        strength: form.word("strength", "atlas-strength-unknown")?,
        evidence: form.raw("evidence").to_owned(),
        source: form.text("source").map(str::to_owned),
        verified_on: form.text("verified_on").map(str::to_owned),
    };
    body.checked()
}

/// POST /atlas/{chain}/segments/{segment}/enterprises
pub async fn enterprise(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (now, by) = (ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let done = match entering(&form, path.1) {
        Ok(new) => ctx.db.write(move |conn| enterprises::add(conn, &by, new, when).map(|_| ())).await,
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, (What::Enterprise, path.into_inner()), (form, done)).await
}

fn entering(form: &Form, segment_id: i64) -> Result<enterprises::Entering> {
    let text = |name: &str| form.text(name).map(str::to_owned);
    let role = form.word("role", "enterprises-role-unknown")?;
    let verified_on = text("verified_on");
    let position =
        PositionBody { segment_id, role, source: text("source"), verified_on: verified_on.clone() };
    let body = EnterpriseBody {
        name: Some(form.raw("name").to_owned()),
        place: form.place("place")?,
        products: Some(text("products")),
        credit_code: Some(text("credit_code")),
        park_id: Some(form.number("park_id")?),
        source: Some(text("source")),
        verified_on,
        positions: Some(vec![position]),
        ..EnterpriseBody::default()
    };
    body.checked(true)
}

/// POST /atlas/{chain}/segments/{segment}/targets
pub async fn target(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<(i64, i64)>,
    form: Form,
) -> PageResult {
    let (now, by) = (ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let done = match aiming(&form, path.1) {
        Ok(new) => ctx.db.write(move |conn| targets::add(conn, &by, new, when).map(|_| ())).await,
        Err(error) => Err(error),
    };
    done_or_back(&ctx, caller, shell, (What::Target, path.into_inner()), (form, done)).await
}

fn aiming(form: &Form, segment_id: i64) -> Result<targets::Aiming> {
    let text = |name: &str| form.text(name).map(str::to_owned);
    let body = TargetBody {
        segment_id: Some(segment_id),
        name: Some(form.raw("name").to_owned()),
        place: form.place("place")?,
        priority: form.word("priority", "targets-priority-unknown")?,
        reasons: Some(form.raw("reasons").to_owned()),
        home: Some(text("home")),
        products: Some(text("products")),
        credit_code: Some(text("credit_code")),
        land_mu: Some(form.number("land_mu")?),
        energy_tce: Some(form.number("energy_tce")?),
        source: Some(text("source")),
        verified_on: text("verified_on"),
        ..TargetBody::default()
    };
    body.checked(true)
}

/// On to the segment, or back to the form with what was refused.
async fn done_or_back(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (what, (chain, segment)): (What, (i64, i64)),
    (form, done): (Form, Result<()>),
) -> PageResult {
    match done {
        Ok(()) => {
            let place = form.text("place").map(|place| format!("?place={place}"));
            // An enterprise may sit in a county; the page is about its city.
            let place = place.filter(|_| !matches!(what, What::Enterprise)).unwrap_or_default();
            let to = format!("/atlas/{chain}/segments/{segment}{place}");
            Ok(redirect_with(&to, shell.lang, &Message::new("atlas-saved")))
        }
        Err(error) => {
            let refused = refused(error, "place")?;
            shown(ctx, caller, shell, (what, (chain, segment)), (form, refused)).await
        }
    }
}
