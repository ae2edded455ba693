//! The list for everybody: read-only, the columns that the office has chosen, and only when it has switched the page
//! on (`[public]` of the configuration). Rules:
//!
//! - the newest version of what is published, nothing else; no session is looked at, so everybody reads the same
//! - columns come from a list that knows no persons; what is not chosen is taken out of the facts before anything is
//!   made of them, so that page and open data cannot tell more than was chosen
//! - the page stands alone: no menu of the inner pages, no form, no script

use super::copies::{self, Asked};
use super::edition::Edition;
use super::model::PublishedEntry;
use super::store::{self, Published};
use super::words::Words;
use super::{open_data, totals};
use crate::config::Public;
use crate::context::Context;
use crate::db::Conn;
use crate::features::projects::Facts;
use crate::features::reference;
use crate::kernel::calendar::{Quarter, local_date};
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::money::Money;
use crate::text_enum;
use crate::web::copies::{Copies, Sending};
use crate::web::{Form, Lang, PageResult, Shell, page, query};
use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// For a while, by whoever carries it.
const CACHE: &str = "public, max-age=300";

text_enum! {
    /// What may be shown to everybody.
    pub enum Column {
        /// 项目名称
        Name = "name",
        /// 项目单位
        Unit = "unit",
        /// 所在市
        City = "city",
        /// 所在县
        County = "county",
        /// 产业
        Industry = "industry",
        /// 类别
        Class = "class",
        /// 建设性质
        Nature = "nature",
        /// 阶段
        Stage = "stage",
        /// 总投资
        Total = "total_investment_yuan",
        /// 计划开工
        PlannedStart = "planned_start",
        /// 计划竣工
        PlannedFinish = "planned_finish",
        /// 建设规模及主要内容
        Scope = "scope_text",
        /// 责任单位
        ResponsibleUnit = "responsible_unit",
    }
}

impl Column {
    /// The chosen ones, in the order of the configuration, which has checked them.
    fn chosen(settings: &Public) -> Vec<Self> {
        settings.columns.iter().filter_map(|word| word.parse().ok()).collect()
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Name => "lists-column-name",
            Self::Unit => "lists-column-unit",
            Self::City => "lists-column-city",
            Self::County => "lists-column-county",
            Self::Industry => "public-column-industry",
            Self::Class => "lists-column-class",
            Self::Nature => "lists-column-nature",
            Self::Stage => "lists-column-stage",
            Self::Total => "public-column-total",
            Self::PlannedStart => "lists-column-planned-start",
            Self::PlannedFinish => "lists-column-planned-finish",
            Self::Scope => "lists-column-scope",
            Self::ResponsibleUnit => "lists-column-responsible-unit",
        }
    }

    fn is_figure(self) -> bool {
        self == Self::Total
    }

    fn cell(self, words: &Words, entry: &PublishedEntry) -> String {
        let facts = &entry.facts;
        match self {
            Self::Name => facts.name.clone(),
            Self::Unit => facts.unit.clone().unwrap_or_default(),
            Self::City => words.city(facts.division.city()),
            Self::County => words.county(facts),
            Self::Industry => {
                facts.industry.as_deref().map(|code| words.industry(Some(code))).unwrap_or_default()
            }
            Self::Class => words.lang.word("class", entry.class.as_str()),
            Self::Nature => {
                facts.nature.map(|nature| words.lang.word("nature", nature.as_str())).unwrap_or_default()
            }
            Self::Stage => words.stage(facts.stage),
            Self::Total => facts.total_investment.map(Money::wan_text).unwrap_or_default(),
            Self::PlannedStart => facts.planned_start.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::PlannedFinish => facts.planned_finish.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Scope => facts.scope_text.clone().unwrap_or_default(),
            Self::ResponsibleUnit => facts.responsible_unit.clone().unwrap_or_default(),
        }
    }
}

/// The facts with nothing in them but what is chosen. Written the other way round, from nothing: a fact that the
/// registry gains tomorrow is not public until somebody writes it here.
fn reduced(facts: &Facts, columns: &[Column]) -> Facts {
    let shown = |column| columns.contains(&column);
    let division = match (shown(Column::County), shown(Column::City)) {
        (true, _) => facts.division,
        (false, true) => facts.division.city().unwrap_or_else(|| facts.division.province()),
        (false, false) => facts.division.province(),
    };
    Facts {
        unit: facts.unit.clone().filter(|_| shown(Column::Unit)),
        industry: facts.industry.clone().filter(|_| shown(Column::Industry)),
        nature: facts.nature.filter(|_| shown(Column::Nature)),
        stage: facts.stage.filter(|_| shown(Column::Stage)),
        total_investment: facts.total_investment.filter(|_| shown(Column::Total)),
        planned_start: facts.planned_start.clone().filter(|_| shown(Column::PlannedStart)),
        planned_finish: facts.planned_finish.clone().filter(|_| shown(Column::PlannedFinish)),
        scope_text: facts.scope_text.clone().filter(|_| shown(Column::Scope)),
        responsible_unit: facts.responsible_unit.clone().filter(|_| shown(Column::ResponsibleUnit)),
        ..Facts::named(&facts.name, division)
    }
}

/// A published version as everybody may have it. What left the list is not told: only why would make sense of it.
fn edition(found: Published, columns: &[Column]) -> Result<Edition> {
    let mut edition = Edition::published(found);
    for entry in &mut edition.entries {
        entry.facts = reduced(&entry.facts, columns);
    }
    edition.exits.clear();
    edition.totals = totals::Totals::of(edition.entries.iter().map(totals::Counted::from))?;
    Ok(edition)
}

#[derive(Template)]
#[template(path = "features/lists/templates/public.html")]
struct PublicPage {
    shell: Shell,
    title: String,
    /// Number, version, day of the facts.
    standing: String,
    hash: String,
    /// How many there are, and their sum where amounts are shown.
    shown: String,
    /// Heading of each column and whether it holds figures.
    columns: Vec<(String, bool)>,
    rows: Vec<(i32, Vec<(String, bool)>)>,
    /// Where the open data stand.
    data: String,
    other_lang: String,
}

#[derive(Template)]
#[template(path = "features/lists/templates/public_index.html")]
struct IndexPage {
    shell: Shell,
    /// Address, title and standing of each list, the newest first.
    lists: Vec<(String, String, String)>,
    other_lang: String,
}

/// GET /public/lists
pub async fn index(ctx: Data<Context>, settings: Data<Public>, request: HttpRequest) -> PageResult {
    must_be_on(&settings)?;
    let (lang, province) = (lang(&query(&request)?), ctx.province);
    let (listed, book) = ctx.db.read(|conn| Ok((store::lists(conn)?, reference::book(conn)?))).await?;
    let words = Words { lang, book, province };
    let lists = listed.into_iter().filter_map(|list| {
        let (quarter, newest) = (list.head.quarter, list.newest?);
        let standing =
            [("number", newest.number), ("day", local_date(newest.published_at, ctx.zone).to_string())];
        let address = format!("/public/lists/{quarter}?lang={}", short(lang));
        Some((address, words.title(quarter), lang.all("public-standing", &standing)))
    });
    let page = page(&IndexPage {
        lists: lists.collect(),
        other_lang: format!("/public/lists?lang={}", short(lang.other())),
        shell: Shell::of_nobody(lang, ctx.instance.demonstration),
    });
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, CACHE))
        .body(page))
}

/// GET /public/lists/{quarter}
pub async fn show(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    settings: Data<Public>,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    Ok(serve(&ctx, &shelf, &settings, &path, &request, "public_page", render).await?)
}

/// GET /public/lists/{quarter}.oc4ids.json
pub async fn data(
    ctx: Data<Context>,
    shelf: Data<Copies>,
    settings: Data<Public>,
    path: Path<String>,
    request: HttpRequest,
) -> PageResult {
    let make = |edition: Edition, words: Words, _: &[Column], ctx: &Context| {
        let uri = format!("{}/public/lists/{}.oc4ids.json", ctx.public_url, edition.head.quarter);
        open_data::package(&edition, &words, ctx, &uri)
    };
    Ok(serve(&ctx, &shelf, &settings, &path, &request, "public_data", make).await?)
}

/// Makes the bytes of an edition that is reduced to the chosen columns.
type Make = fn(Edition, Words, &[Column], &Context) -> Result<Vec<u8>>;

/// From the shelf of copies, made of the reduced edition when it is not there.
async fn serve(
    ctx: &Context,
    shelf: &Copies,
    settings: &Public,
    quarter: &str,
    request: &HttpRequest,
    form: &'static str,
    make: Make,
) -> Result<HttpResponse> {
    must_be_on(settings)?;
    let quarter = Quarter::parse(quarter).map_err(|_| Error::NotFound)?;
    let (lang, scope) = (lang(&query(request)?), Scope::from(ctx.province));
    let asked = Asked {
        form,
        quarter,
        version: None,
        scope: scope.clone(),
        lang: Some(lang),
        marks: format!("{}|{}|{}", settings.columns.join(","), ctx.public_url, ctx.instance.demonstration),
    };
    let wanted = copies::wanted(ctx, asked).await?.ok_or(Error::NotFound)?;
    let kind = if form == "public_page" { "text/html; charset=utf-8" } else { "application/json" };
    let sending = Sending { kind, cache: CACHE, vary: "", disposition: None };
    let tag = wanted.tag(&[]);
    if tag.is_known_to(request) {
        return Ok(sending.unchanged(request, &tag));
    }
    let (columns, context) = (Column::chosen(settings), ctx.clone());
    let made = move |conn: &mut Conn, version| {
        let edition = edition(store::published(conn, &scope, quarter, Some(version))?, &columns)?;
        let words = Words { lang, book: reference::book(conn)?, province: context.province };
        Ok((String::new(), make(edition, words, &columns, &context)?))
    };
    let copy = copies::obtain(ctx, shelf, &wanted, made).await?;
    Ok(sending.answer(request, &tag, &[&copy.body]))
}

fn render(edition: Edition, words: Words, columns: &[Column], ctx: &Context) -> Result<Vec<u8>> {
    let (lang, quarter) = (words.lang, edition.head.quarter);
    let frozen = edition.frozen().ok_or(Error::NotFound)?;
    let count = ("count", edition.totals.count.to_string());
    let total = ("total", edition.totals.total_investment.yi_text(1));
    let row = |entry: &PublishedEntry| {
        let cells = columns.iter().map(|column| (column.cell(&words, entry), column.is_figure()));
        (entry.serial, cells.collect())
    };
    let public = PublicPage {
        title: words.title(quarter),
        standing: words.standing(&edition),
        hash: frozen.version.hash.clone(),
        shown: if columns.contains(&Column::Total) {
            lang.all("lists-shown", &[count, total])
        } else {
            lang.all("public-shown", &[count])
        },
        columns: columns.iter().map(|column| (lang.t(column.label()), column.is_figure())).collect(),
        rows: edition.entries.iter().map(row).collect(),
        data: format!("/public/lists/{quarter}.oc4ids.json?lang={}", short(lang)),
        other_lang: format!("/public/lists/{quarter}?lang={}", short(lang.other())),
        shell: Shell::of_nobody(lang, ctx.instance.demonstration),
    };
    Ok(page(&public).into_bytes())
}

/// Nobody learns that there could be a page.
fn must_be_on(settings: &Public) -> Result<()> {
    if settings.list_page { Ok(()) } else { Err(Error::NotFound) }
}

/// By the address alone: what a cache may hand to anybody must not depend on who asks.
fn lang(query: &Form) -> Lang {
    query.text("lang").and_then(Lang::from_word).unwrap_or(Lang::Zh)
}

/// As `?lang=` writes it.
const fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::division::DivisionCode;

    #[test]
    fn the_configuration_knows_the_same_columns() {
        let words: Vec<&str> = Column::ALL.iter().map(|column| column.as_str()).collect();
        assert_eq!(words, Public::COLUMNS);
    }

    #[test]
    fn what_is_not_chosen_is_not_there() {
        let place = DivisionCode::parse("370102").unwrap();
        let facts = Facts {
            unit: Some("甲公司".to_owned()),
            responsible_person: Some("王工".to_owned()),
            sponsor_leader: Some("李市长".to_owned()),
            credit_code: Some("91370000163100123X".to_owned()),
            total_investment: Some(Money::from_yuan(5)),
            ..Facts::named("甲", place)
        };
        let whole = reduced(&facts, Column::ALL);
        assert_eq!(
            (&whole.responsible_person, &whole.sponsor_leader, &whole.credit_code),
            (&None, &None, &None)
        );
        assert_eq!((whole.unit.as_deref(), whole.division), (Some("甲公司"), place));
        let least = reduced(&facts, &[Column::Name]);
        assert_eq!(least, Facts::named("甲", DivisionCode::parse("370000").unwrap()));
        assert_eq!(reduced(&facts, &[Column::City]).division, DivisionCode::parse("370100").unwrap());
    }
}
