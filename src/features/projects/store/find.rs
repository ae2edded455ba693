//! The filtered page of the registry. Everything it needs stands in `projects`, so its cost does not grow with
//! versions, amounts or reports.

use super::light::{NEWEST_COLOUR, colour_of};
use crate::db::schema::{industries, lists, nominations, projects};
use crate::db::{Backend, Conn, containing, within};
use crate::features::projects::filter::Filter;
use crate::features::projects::model::{Class, Nature, SideState, Stage};
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::kernel::paging::{PageRequest, Paged, Sort};
use crate::kernel::plan_date::PlanDate;
use crate::kernel::text::search_key;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

/// A line of the registry.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = projects)]
pub struct Row {
    /// `projects.id`
    pub id: i64,
    /// Its newest version.
    pub version: i64,
    /// As written.
    pub name: String,
    /// 项目单位
    pub unit: Option<String>,
    /// 项目代码
    pub project_code: Option<String>,
    /// County, city or the province.
    pub division: DivisionCode,
    /// `industries.code`
    pub industry: Option<String>,
    /// `chains.id`
    pub chain_id: Option<i64>,
    /// 建设性质
    pub nature: Option<Nature>,
    /// 实施类, 准备类
    pub class: Option<Class>,
    /// How far it has come.
    pub stage: Option<Stage>,
    /// Beside its stage.
    pub side_state: SideState,
    /// 计划开工
    pub planned_start: Option<PlanDate>,
    /// 计划竣工
    pub planned_finish: Option<PlanDate>,
    /// The adopted total.
    #[diesel(column_name = total_investment_yuan)]
    pub total_investment: Option<Money>,
    /// The bundle it is a part of.
    pub parent_id: Option<i64>,
    missing: String,
    /// When its newest version was recorded.
    pub updated_at: Instant,
}

impl Row {
    /// Contract names of the facts it lacks.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.missing.split(',').filter(|name| !name.is_empty())
    }
}

/// A page, and what all rows of the filter sum to.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rows of the page; its `total` counts parts of bundles too.
    pub page: Paged<Row>,
    /// Adopted totals of the whole filtered set. Parts of bundles are left out: their bundle already counts them.
    pub total_investment: Money,
}

/// The projects of `filter` that lie in `scope`.
pub fn find(conn: &mut Conn, scope: &Scope, filter: &Filter, sort: Sort, page: PageRequest) -> Result<Found> {
    let (total, sum): (i64, Money) = filtered(scope, filter)
        .select((
            count_star(),
            sql::<BigInt>(
                "cast(coalesce(sum(case when projects.parent_id is null then projects.total_investment_yuan \
                 else 0 end), 0) as bigint)",
            ),
        ))
        .first(conn)?;
    let rows = filtered(scope, filter)
        .order(sql::<Bool>(&order(sort)))
        .limit(page.per_page())
        .offset(page.offset())
        .select(Row::as_select())
        .load(conn)?;
    Ok(Found { page: Paged::new(rows, total, page), total_investment: sum })
}

/// `order by` with the id last, so that pages never overlap; what is not known comes last either way.
fn order(sort: Sort) -> String {
    let column = match sort.field {
        "name" => "projects.name".to_owned(),
        "total_investment_yuan" => "projects.total_investment_yuan".to_owned(),
        "stage" => by_stage(),
        "city" => "projects.division".to_owned(),
        "id" => "projects.id".to_owned(),
        _ => "projects.updated_at".to_owned(),
    };
    let direction = if sort.descending { "desc" } else { "asc" };
    format!("{column} {direction} nulls last, projects.id {direction}")
}

/// A stage's place in its order; the words themselves sort by alphabet.
fn by_stage() -> String {
    let whens = Stage::ALL.iter().enumerate().map(|(at, stage)| format!("when '{stage}' then {at}"));
    format!("case projects.stage {} end", whens.collect::<Vec<_>>().join(" "))
}

type Boxed<'a> = diesel::helper_types::IntoBoxed<'a, projects::table, Backend>;

fn filtered<'a>(scope: &Scope, filter: &'a Filter) -> Boxed<'a> {
    use projects as t;
    let mut query = t::table.into_boxed::<Backend>().filter(within("projects.division", scope));
    if let Some(cities) = Scope::of(filter.city.iter().copied()) {
        query = query.filter(within("projects.division", &cities));
    }
    if !filter.county.is_empty() {
        query = query.filter(t::division.eq_any(&filter.county));
    }
    query = match filter.side_state {
        Some(state) => query.filter(t::side_state.eq(state)),
        None if filter.ids.is_empty() => {
            query.filter(t::side_state.ne_all([SideState::Merged, SideState::Split, SideState::Voided]))
        }
        None => query,
    };
    if !filter.stage.is_empty() {
        query = query.filter(t::stage.eq_any(&filter.stage));
    }
    if let Some(class) = filter.class {
        query = query.filter(t::class.eq(class));
    }
    if let Some(nature) = filter.nature {
        query = query.filter(t::nature.eq(nature));
    }
    if let Some(industry) = &filter.industry {
        let codes = industries::table
            .filter(industries::code.eq(industry).or(industries::name_zh.eq(industry)))
            .select(industries::code.nullable());
        query = query.filter(t::industry.eq_any(codes));
    }
    if let Some(chain) = filter.chain {
        query = query.filter(t::chain_id.eq(chain));
    }
    if let Some(segment) = filter.segment {
        query = query.filter(t::segment_id.eq(segment));
    }
    if let Some(park) = filter.park {
        query = query.filter(t::park_id.eq(park));
    }
    if let Some(parent) = filter.parent {
        query = query.filter(t::parent_id.eq(parent));
    }
    if let Some(light) = filter.light {
        let colour = filter.light_month.map_or_else(|| NEWEST_COLOUR.to_owned(), colour_of);
        query = query.filter(sql::<Bool>(&format!("{colour} = '{light}'")));
        if let Some(before) = filter.light_since {
            query = query.filter(sql::<Bool>(&format!("{} <> '{light}'", colour_of(before))));
        }
    }
    if let Some(quarter) = filter.list {
        let published = lists::table.filter(lists::state.eq("published")).select(lists::quarter);
        let listed = nominations::table
            .filter(nominations::quarter.eq(quarter.to_string()))
            .filter(nominations::state.eq_any(["nominated", "returned", "accepted"]))
            // Once published, what was returned and never came back does not stand on the list.
            .filter(nominations::state.eq("accepted").or(nominations::quarter.ne_all(published)))
            .select(nominations::project_id);
        query = query.filter(t::id.eq_any(listed));
    }
    match filter.missing.as_deref() {
        Some("any") => query = query.filter(t::missing.ne("")),
        Some(field) => query = query.filter(t::missing.like(containing(&format!(",{field},"))).escape('\\')),
        None => {}
    }
    for word in filter.q.iter().flat_map(|q| search_key(q).split(' ').map(str::to_owned).collect::<Vec<_>>())
    {
        query = query.filter(t::search.like(containing(&word)).escape('\\'));
    }
    if !filter.ids.is_empty() {
        query = query.filter(t::id.eq_any(&filter.ids));
    }
    query
}
