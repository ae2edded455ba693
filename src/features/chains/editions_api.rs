//! Editions of chains for programs.

use super::editions::{self, Difference, Document, difference};
use crate::context::Context;
use crate::features::reference::{self, Book};
use crate::kernel::error::{Error, Result, optional};
use crate::kernel::instant::Instant;
use crate::kernel::text::clean_text;
use crate::web::{ApiResult, Caller, Json, Lang, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

/// What the API document says of editions.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, keep, show))]
pub struct Api;

/// Longest note.
const NOTE: usize = 500;

/// `POST /api/v1/chains/{id}/editions`
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EditionBody {
    /// What is new in it, at most 500 characters.
    pub note: Option<String>,
}

impl EditionBody {
    /// Checks it.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn checked(self) -> Result<Option<String>> {
        let mut wrong = Vec::new();
        let note = optional("note", self.note, (clean_text, NOTE), &mut wrong);
        if wrong.is_empty() { Ok(note) } else { Err(Error::Invalid(wrong)) }
    }
}

/// All editions of a chain, and what has changed since the last one.
#[derive(Serialize, utoipa::ToSchema)]
struct EditionList {
    /// The newest first.
    items: Vec<HeadView>,
    /// What the next one would say anew.
    since: Vec<DifferenceView>,
}

/// An edition.
#[derive(Serialize, utoipa::ToSchema)]
struct HeadView {
    /// 1 is 1.0.
    number: i32,
    /// `1.0`
    name: String,
    note: Option<String>,
    /// SHA-256 of the whole document, 64 hex digits.
    hash: String,
    author: String,
    #[schema(value_type = String, format = DateTime)]
    written_at: Instant,
}

impl From<editions::Head> for HeadView {
    fn from(head: editions::Head) -> Self {
        Self {
            name: format!("{}.0", head.number),
            number: head.number,
            note: head.note,
            hash: head.hash,
            author: head.author,
            written_at: head.written_at,
        }
    }
}

/// An edition with what it holds, and how it differs from another one.
#[derive(Serialize, utoipa::ToSchema)]
struct EditionView {
    #[serde(flatten)]
    head: HeadView,
    /// What the caller sees of it: judgements of her places, and the province's own.
    #[schema(value_type = Object)]
    document: Document,
    /// Since the one before, or the one that was asked for.
    difference: Vec<DifferenceView>,
}

/// One difference.
#[derive(Serialize, utoipa::ToSchema)]
struct DifferenceView {
    /// `card added gone renamed moved function part supplies strength`
    kind: &'static str,
    /// In the language of the answer.
    sentence: String,
}

/// Differences in words.
fn views(lang: Lang, book: &Book, all: &[Difference]) -> Vec<DifferenceView> {
    let view = |one: &Difference| DifferenceView { kind: one.kind(), sentence: sentence(lang, book, one) };
    all.iter().map(view).collect()
}

/// A difference in words.
pub fn sentence(lang: Lang, book: &Book, one: &Difference) -> String {
    let name = |(zh, en): &(String, String)| if lang == Lang::Zh { zh.clone() } else { en.clone() };
    let none = || lang.t("chains-none");
    let text = |text: &Option<String>| text.clone().unwrap_or_else(none);
    let word = |id: Option<&'static str>| id.map_or_else(none, |id| lang.t(id));
    let (id, args) = match one {
        Difference::Card(field, was, is) => {
            let what = match *field {
                "chief" => "chains-chief",
                "leader" => "chains-leader",
                _ => "chains-policies",
            };
            ("chains-diff-card", vec![("what", lang.t(what)), ("from", text(was)), ("to", text(is))])
        }
        Difference::Added(segment) => ("chains-diff-added", vec![("segment", name(segment))]),
        Difference::Gone(segment) => ("chains-diff-gone", vec![("segment", name(segment))]),
        Difference::Renamed(was, is) => ("chains-diff-renamed", vec![("from", name(was)), ("to", name(is))]),
        Difference::Moved(segment, was, is) => (
            "chains-diff-moved",
            vec![("segment", name(segment)), ("from", lang.t(was.name())), ("to", lang.t(is.name()))],
        ),
        Difference::Function(segment, was, is) => (
            "chains-diff-function",
            vec![
                ("segment", name(segment)),
                ("from", word(was.map(|one| one.name()))),
                ("to", word(is.map(|one| one.name()))),
            ],
        ),
        Difference::Part(segment, was, is) => {
            let of = |part: &Option<(String, String)>| part.as_ref().map_or_else(none, name);
            ("chains-diff-part", vec![("segment", name(segment)), ("from", of(was)), ("to", of(is))])
        }
        Difference::Supplies(from, to, does) => (
            if *does { "chains-diff-supplies" } else { "chains-diff-supplies-no" },
            vec![("from", name(from)), ("to", name(to))],
        ),
        Difference::Strength(segment, place, was, is) => (
            "chains-diff-strength",
            vec![
                ("segment", name(segment)),
                ("place", book.name(lang, *place)),
                ("from", word(was.map(|one| one.name()))),
                ("to", word(is.map(|one| one.name()))),
            ],
        ),
    };
    lang.all(id, &args)
}

/// The editions of a chain, and what has changed since the last one.
#[utoipa::path(
    get, path = "/api/v1/chains/{id}/editions", tag = "chains", params(("id" = i64, Path)),
    responses((status = 200, body = EditionList), (status = 404))
)]
pub async fn list(ctx: Data<Context>, caller: Caller, lang: Lang, id: Path<i64>) -> ApiResult {
    let id = id.into_inner();
    let list = ctx
        .db
        .read(move |conn| {
            let (book, present) = (reference::book(conn)?, editions::present(conn, &caller, id)?);
            let heads = editions::editions(conn, id)?;
            let since = match heads.first() {
                Some(last) => {
                    let last = editions::edition(conn, id, last.number)?.document.within(&caller.scope);
                    difference(&last, &present.within(&caller.scope))
                }
                None => Vec::new(),
            };
            Ok(EditionList {
                items: heads.into_iter().map(HeadView::from).collect(),
                since: views(lang, &book, &since),
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(list))
}

/// Keeps a chain as it is now under the next number.
#[utoipa::path(
    post, path = "/api/v1/chains/{id}/editions", tag = "chains", params(("id" = i64, Path)),
    request_body = EditionBody,
    responses(
        (status = 201, body = EditionView), (status = 404),
        (status = 409, description = "Nothing has changed since the last one, or there is nothing to keep"),
    )
)]
pub async fn keep(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    id: Path<i64>,
    body: Json<EditionBody>,
) -> ApiResult {
    let (id, note, now) = (id.into_inner(), body.0.checked()?, ctx.now());
    let view = ctx
        .db
        .write(move |conn| {
            let number = editions::keep(conn, &caller, (id, note), now)?;
            whole(conn, &caller, lang, (id, number, None))
        })
        .await?;
    Ok(HttpResponse::Created().json(view))
}

/// An edition with what it holds, and how it differs from the one before or from the one that is asked for.
#[utoipa::path(
    get, path = "/api/v1/chains/{id}/editions/{number}", tag = "chains",
    params(
        ("id" = i64, Path), ("number" = i32, Path),
        ("from" = Option<i32>, Query, description = "The number that it is held against"),
    ),
    responses((status = 200, body = EditionView), (status = 404))
)]
pub async fn show(
    ctx: Data<Context>,
    caller: Caller,
    lang: Lang,
    path: Path<(i64, i32)>,
    request: HttpRequest,
) -> ApiResult {
    let ((id, number), from) = (path.into_inner(), query(&request)?.number("from")?);
    let view = ctx.db.read(move |conn| whole(conn, &caller, lang, (id, number, from))).await?;
    Ok(HttpResponse::Ok().json(view))
}

fn whole(
    conn: &mut crate::db::Conn,
    caller: &Caller,
    lang: Lang,
    (id, number, from): (i64, i32, Option<i32>),
) -> Result<EditionView> {
    let book = reference::book(conn)?;
    let one = editions::edition(conn, id, number)?;
    let document = one.document.within(&caller.scope);
    let from = from.or(Some(number - 1).filter(|from| *from > 0));
    let told = match from {
        Some(from) => {
            difference(&editions::edition(conn, id, from)?.document.within(&caller.scope), &document)
        }
        None => Vec::new(),
    };
    Ok(EditionView { head: one.head.into(), document, difference: views(lang, &book, &told) })
}
