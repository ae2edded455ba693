//! The form that registers an enterprise, and the same form filled with what is known of it.

use super::{chains, label};
use crate::context::Context;
use crate::features::accounts::{self, User};
use crate::features::leads::input::LeadBody;
use crate::features::leads::model::Lead;
use crate::features::leads::{actions, store};
use crate::features::reference::{self, Book, Park, SegmentName};
use crate::kernel::calendar::local_date;
use crate::kernel::error::FieldError;
use crate::kernel::message::Message;
use crate::kernel::role::Deed;
use crate::web::{
    Caller, Control, Field, Form, Lang, PageResult, Refused, Select, Shell, html_with_status, query,
    redirect_with, refused, summary,
};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "features/leads/templates/form.html")]
struct FormPage {
    shell: Shell,
    title: String,
    action: String,
    back: String,
    version: Option<i64>,
    target: Field,
    places: Select,
    chains: Select,
    segments: Select,
    parks: Select,
    owners: Select,
    /// The target that it came from.
    target_id: String,
    /// The rest, in their order.
    fields: Vec<Field>,
    scope_text: Field,
    errors: Vec<(String, String, String)>,
}

/// GET /leads/new
pub async fn new_form(ctx: Data<Context>, caller: Caller, shell: Shell, request: HttpRequest) -> PageResult {
    let asked = query(&request)?;
    let mut begun: Vec<(String, String)> =
        asked.names().map(|name| (name.to_owned(), asked.raw(name).to_owned())).collect();
    let typed = (!begun.is_empty()).then(|| {
        // What is not said by the address is hers, as on an empty form.
        begun.extend(caller.id.map(|id| ("owner_id".to_owned(), id.to_string())));
        let place = caller.scope.only().filter(|_| !asked.has("place"));
        begun.extend(place.map(|only| ("place".to_owned(), only.to_string())));
        Form::from_pairs(begun)
    });
    shown(&ctx, caller, shell, (None, typed), (StatusCode::OK, Vec::new())).await
}

/// GET /leads/{id}/edit
pub async fn edit_form(ctx: Data<Context>, caller: Caller, shell: Shell, id: Path<i64>) -> PageResult {
    shown(&ctx, caller, shell, (Some(id.into_inner()), None), (StatusCode::OK, Vec::new())).await
}

async fn shown(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    (id, typed): (Option<i64>, Option<Form>),
    (status, errors): Refused,
) -> PageResult {
    let scope = caller.scope.clone();
    let (lead, people, book) = ctx
        .db
        .read(move |conn| {
            let lead = id.map(|id| store::one(conn, &scope, id)).transpose()?;
            Ok((lead, accounts::users_within(conn, &scope)?, reference::book(conn)?))
        })
        .await?;
    let asked = Asked {
        lang: shell.lang,
        caller: &caller,
        book: &book,
        lead: lead.as_ref(),
        typed: typed.as_ref(),
        errors: &errors,
    };
    let page = FormPage {
        title: lead.as_ref().map_or_else(|| shell.t("leads-new"), |lead| lead.target.clone()),
        action: id.map_or_else(|| "/leads/new".to_owned(), |id| format!("/leads/{id}/edit")),
        back: id.map_or_else(|| "/leads".to_owned(), |id| format!("/leads/{id}")),
        version: lead.as_ref().map(|lead| lead.version),
        target: asked.field("target", "", Control::Line, |lead| Some(lead.target.clone())),
        places: asked.places(),
        chains: asked.chains(),
        segments: asked.segments(),
        target_id: asked.target_id(),
        parks: asked.parks(),
        owners: asked.owners(&people),
        scope_text: asked.field("scope_text", "", Control::Text, |lead| lead.scope_text.clone()),
        fields: asked.fields(id.is_none()),
        errors: summary(shell.lang, &errors, label),
        shell,
    };
    Ok(html_with_status(status, &page))
}

/// What a form is filled with.
struct Asked<'a> {
    lang: Lang,
    caller: &'a Caller,
    book: &'a Book,
    lead: Option<&'a Lead>,
    typed: Option<&'a Form>,
    errors: &'a [FieldError],
}

impl Asked<'_> {
    fn field(
        &self,
        name: &'static str,
        hint: &'static str,
        control: Control,
        stands: impl Fn(&Lead) -> Option<String>,
    ) -> Field {
        let field = Field {
            name,
            label: self.lang.t(label(name)),
            hint: if hint.is_empty() { String::new() } else { self.lang.t(hint) },
            required: name == "target",
            control,
            value: self.lead.and_then(stands).unwrap_or_default(),
            error: None,
        };
        let standing = field.value.clone();
        let field = field.back(self.lang, self.typed, self.errors);
        // Somebody else may have changed it meanwhile: what stands is told beside what was typed.
        let differs = self.lead.is_some() && self.typed.is_some() && field.value.trim() != standing;
        if !differs {
            return field;
        }
        let stands = if standing.is_empty() { self.lang.t("leads-stands-empty") } else { standing };
        let hint = [field.hint.clone(), self.lang.with("leads-stands", "value", stands)];
        Field { hint: hint.join(" ").trim().to_owned(), ..field }
    }

    /// The next action belongs to what is told about a lead; a new one may begin with it.
    fn fields(&self, is_new: bool) -> Vec<Field> {
        let mut fields = vec![
            self.field("intended_investment_yuan", "leads-intended-hint", Control::Figure, |lead| {
                lead.intended.map(|money| money.wan_text())
            }),
            self.field("source", "leads-source-hint", Control::Line, |lead| lead.source.clone()),
            self.field("credit_code", "leads-credit-code-hint", Control::Short, |lead| {
                lead.credit_code.clone()
            }),
        ];
        if is_new {
            fields.push(self.field("next_action", "leads-next-hint", Control::Line, |_| None));
            fields.push(self.field("next_on", "", Control::Day, |_| None));
        }
        fields
    }

    fn select(
        &self,
        name: &'static str,
        stands: Option<String>,
        choices: impl IntoIterator<Item = (String, String)>,
    ) -> Select {
        let required = matches!(name, "place" | "owner_id");
        let form = (self.lang, self.typed, self.errors);
        Select::back(
            (name, self.lang.t(label(name)), required),
            choices,
            stands.as_deref().unwrap_or_default(),
            form,
        )
    }

    fn places(&self) -> Select {
        let only = self.caller.scope.only().map(|only| only.to_string());
        let stands = self.lead.map(|lead| lead.division.to_string()).or(only);
        let place = |code| (format!("{code}"), self.book.name(self.lang, code));
        let offered = self.book.divisions_in(&self.caller.scope).map(|one| place(one.code)).collect();
        let standing = self.lead.map(|lead| place(lead.division));
        self.select("place", stands, and_what_stands(offered, standing))
    }

    fn chains(&self) -> Select {
        let stands = self.lead.and_then(|lead| lead.chain_id).map(|id| id.to_string());
        let chains = chains(self.lang, self.book, None).into_iter().map(|(value, name, _)| (value, name));
        self.select("chain_id", stands, chains)
    }

    /// Each with its chain before it.
    fn segments(&self) -> Select {
        let name = |segment: &SegmentName| {
            let chain = self.book.chain_name(self.lang, segment.chain_id);
            let args = [("chain", chain), ("segment", self.book.segment_name(self.lang, segment.id))];
            (segment.id.to_string(), self.lang.all("leads-segment-of", &args))
        };
        let offered = self.book.segments.iter().filter(|segment| segment.active).map(name).collect();
        let id = self.lead.and_then(|lead| lead.segment_id);
        let standing = id.and_then(|id| self.book.segment(id)).map(name);
        self.select("segment_id", id.map(|id| id.to_string()), and_what_stands(offered, standing))
    }

    fn target_id(&self) -> String {
        let stands = self.lead.and_then(|lead| lead.target_id).map(|id| id.to_string());
        self.typed.map_or_else(|| stands.unwrap_or_default(), |form| form.raw("target_id").to_owned())
    }

    fn parks(&self) -> Select {
        let park = |park: &Park| (park.id.to_string(), park.name.clone());
        let offered = self.book.parks_in(&self.caller.scope).map(park).collect();
        let id = self.lead.and_then(|lead| lead.park_id);
        let standing = self.book.parks.iter().find(|park| Some(park.id) == id).map(park);
        self.select("park_id", id.map(|id| id.to_string()), and_what_stands(offered, standing))
    }

    /// Whoever may follow a lead, and whoever follows this one.
    fn owners(&self, people: &[User]) -> Select {
        let stands = self.lead.map(|lead| lead.owner_id).or(self.caller.id);
        let may = |user: &&User| user.disabled_at.is_none() && user.role.may(Deed::Promote);
        let offered =
            people.iter().filter(may).map(|user| (user.id.to_string(), user.name.clone())).collect();
        let standing = self.lead.map(|lead| (lead.owner_id.to_string(), lead.owner.clone()));
        let owners = and_what_stands(offered, standing);
        self.select("owner_id", stands.map(|id| id.to_string()), owners)
    }
}

/// With what stands, where it is not offered any more: saving must not empty it.
fn and_what_stands(
    mut offered: Vec<(String, String)>,
    stands: Option<(String, String)>,
) -> Vec<(String, String)> {
    offered.extend(stands.filter(|(value, _)| !offered.iter().any(|(one, _)| one == value)));
    offered
}

/// POST /leads/new
pub async fn register(ctx: Data<Context>, caller: Caller, shell: Shell, form: Form) -> PageResult {
    let (now, by) = (ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let registered = match LeadBody::of_form(&form).and_then(LeadBody::checked) {
        Ok(new) => ctx.db.write(move |conn| actions::register(conn, &by, &new, when)).await,
        Err(error) => Err(error),
    };
    let refused = match registered {
        Ok(lead) => {
            let path = format!("/leads/{}", lead.id);
            return Ok(redirect_with(&path, shell.lang, &Message::new("leads-registered-note")));
        }
        Err(error) => refused(error, "target")?,
    };
    shown(&ctx, caller, shell, (None, Some(form)), refused).await
}

/// POST /leads/{id}/edit
pub async fn amend(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    id: Path<i64>,
    form: Form,
) -> PageResult {
    let (id, now, by) = (id.into_inner(), ctx.now(), caller.clone());
    let when = (now, local_date(now, ctx.zone));
    let based = form.number("version")?.unwrap_or_default();
    let amended = match LeadBody::of_form(&form).and_then(LeadBody::checked) {
        Ok(new) => ctx.db.write(move |conn| actions::amend(conn, &by, (id, based), new, when)).await,
        Err(error) => Err(error),
    };
    let refused = match amended {
        Ok(_) => {
            let path = format!("/leads/{id}");
            return Ok(redirect_with(&path, shell.lang, &Message::new("leads-amended")));
        }
        Err(error) => refused(error, "target")?,
    };
    shown(&ctx, caller, shell, (Some(id), Some(form)), refused).await
}
