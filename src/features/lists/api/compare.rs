//! Two lists compared, for programs, in the shape of the contract: the official change set in its four kinds, what
//! changed of what stayed, money and stages by group, and the sentences in the caller's language. Beyond the contract
//! it says what the two sides are, counts, and names what may be one project under two numbers.

use crate::context::Context;
use crate::features::lists::compare::item::Item;
use crate::features::lists::compare::model::{Change, Comparison, Gone, Kept};
use crate::features::lists::compare::same::Proposal;
use crate::features::lists::compare::sentences::sentences;
use crate::features::lists::compare::sides::{Asked, Compared, Side, Standing, read};
use crate::features::lists::compare::totals::{By, Shift, Sums, Totals, difference};
use crate::features::lists::compare::words::side;
use crate::features::lists::words::Words;
use crate::features::projects::{Class, SideState, Stage};
use crate::features::reference;
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::web::{ApiResult, Caller, Lang, Shell, query};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// What changed between two lists, two versions, or a list and the registry as it stands now, as far as the caller
/// may see both.
#[utoipa::path(
    get, path = "/api/v1/lists/{quarter}/compare", tag = "lists",
    params(
        ("quarter" = String, Path, example = "2026Q3", description = "One side; a list in work is compared as its draft"),
        ("with" = Option<String>, Query, example = "2026Q2", description = "The other side; `live` for the registry as it stands now; the published list before when absent. The older of the two sides is always `from`"),
        ("with_version" = Option<i32>, Query, description = "Of the other side; the newest when absent"),
        ("version" = Option<i32>, Query, description = "Of this list; the newest when absent"),
    ),
    responses(
        (status = 200, description = "What changed", body = CompareView),
        (status = 404, description = "A list or version is not there"),
        (status = 422, description = "A parameter cannot be read, both sides are the same list, or nothing was published before"),
    )
)]
pub async fn compare(
    ctx: Data<Context>,
    caller: Caller,
    shell: Shell,
    path: Path<String>,
    request: HttpRequest,
) -> ApiResult {
    let asked = Asked::of(super::quarter(&path)?, &query(&request)?)?;
    let (compared, book) =
        ctx.db.read(move |conn| Ok((read(conn, &caller.scope, asked)?, reference::book(conn)?))).await?;
    let words = Words { lang: shell.lang, book, province: ctx.province };
    Ok(HttpResponse::Ok().json(CompareView::of(&words, &compared)))
}

/// Two lists compared.
#[derive(Serialize, ToSchema)]
pub struct CompareView {
    from: SideView,
    to: SideView,
    counts: Counts,
    /// 增补
    added: Vec<ItemView>,
    /// 储备类→实施类
    to_implementation: Vec<KeptView>,
    /// 实施类→储备类
    to_preparation: Vec<KeptView>,
    /// 退出
    exited: Vec<GoneView>,
    /// The same class on both sides; `changes` may be empty.
    carried: Vec<KeptView>,
    /// Pairs of `exited` and `added` that may be one project; nothing is merged, the counts go by ids.
    suspected: Vec<SuspectView>,
    totals: CompareTotals,
    /// Ready to be pasted into a report.
    sentences: Vec<String>,
}

/// What one side is.
#[derive(Serialize, ToSchema)]
pub struct SideView {
    /// `published`, `draft` or `live`.
    kind: &'static str,
    /// In the caller's language.
    name: String,
    /// Null for the registry.
    quarter: Option<String>,
    version: Option<i32>,
    number: Option<String>,
    hash: Option<String>,
    /// Whether entries outside the caller's scope were left out.
    extract: bool,
}

/// The legend of three, and what stands behind it.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    added: usize,
    to_implementation: usize,
    to_preparation: usize,
    exited: usize,
    carried: usize,
    /// Kept in whatever class, and not as it was.
    changed: usize,
    suspected: usize,
}

/// A project on one side.
#[derive(Serialize, ToSchema)]
pub struct ItemView {
    project_id: i64,
    /// Null in a draft and in the registry.
    serial: Option<i32>,
    name: String,
    unit: Option<String>,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    section: Option<String>,
    #[schema(value_type = String)]
    class: Class,
    #[schema(value_type = Option<String>)]
    stage: Option<Stage>,
    #[schema(value_type = Option<i64>)]
    total_investment_yuan: Option<Money>,
    /// Whether it stands in `suspected`.
    suspected: bool,
}

/// A project that left, with why as far as it is known.
#[derive(Serialize, ToSchema)]
pub struct GoneView {
    #[serde(flatten)]
    item: ItemView,
    /// `graduate drop merge split decline`
    decision: Option<String>,
    reason: Option<String>,
    /// The projects that it lives on in.
    into: Vec<i64>,
    /// Against the registry: what became of the record; null when it no longer lies in the caller's scope.
    #[schema(value_type = Option<String>)]
    side_state: Option<SideState>,
}

/// A project on both sides.
#[derive(Serialize, ToSchema)]
pub struct KeptView {
    project_id: i64,
    /// As it is called on the newer side.
    name: String,
    from_serial: Option<i32>,
    to_serial: Option<i32>,
    changes: Vec<ChangeView>,
}

/// A fact under its contract name, old and new.
#[derive(Serialize, ToSchema)]
pub struct ChangeView {
    field: &'static str,
    from: Value,
    to: Value,
}

/// Two projects that may be one.
#[derive(Serialize, ToSchema)]
pub struct SuspectView {
    /// Of `exited`.
    exited_id: i64,
    /// Of `added`.
    added_id: i64,
    /// What speaks for it.
    reasons: Vec<SaidView>,
    /// What speaks against it.
    against: Vec<SaidView>,
}

/// A reason.
#[derive(Serialize, ToSchema)]
pub struct SaidView {
    code: &'static str,
    message: String,
}

/// Both sides counted and summed, whole and by group; each group carries its own key beside the three figures.
#[derive(Serialize, ToSchema)]
pub struct CompareTotals {
    from: SumsView,
    to: SumsView,
    change: SumsView,
    by_city: Vec<Value>,
    by_chain: Vec<Value>,
    by_industry: Vec<Value>,
    by_class: Vec<Value>,
}

/// Figures of one side, or their difference.
#[derive(Serialize, ToSchema)]
pub struct SumsView {
    count: i64,
    #[schema(value_type = i64)]
    total_investment_yuan: Money,
    #[schema(value_type = i64)]
    annual_plan_yuan: Money,
    #[schema(value_type = i64)]
    ytd_investment_yuan: Money,
    /// At 开工 or further on.
    started: i64,
    /// Counts by stage; `unknown` for what has none.
    #[schema(value_type = Object)]
    stages: Map<String, Value>,
}

impl CompareView {
    fn of(words: &Words, compared: &Compared) -> Self {
        let Comparison { added, to_implementation, to_preparation, exited, carried, suspected, totals } =
            &compared.comparison;
        let found = &compared.comparison;
        let kept = |kept: &Vec<Kept>| kept.iter().map(KeptView::of).collect::<Vec<_>>();
        let entered = added.iter().enumerate();
        let left = exited.iter().enumerate();
        Self {
            from: SideView::of(words, compared, &compared.from),
            to: SideView::of(words, compared, &compared.to),
            counts: Counts {
                added: added.len(),
                to_implementation: to_implementation.len(),
                to_preparation: to_preparation.len(),
                exited: exited.len(),
                carried: carried.len(),
                changed: found.changed().count(),
                suspected: suspected.len(),
            },
            added: entered.map(|(at, item)| ItemView::of(item, found.suspicion_of_added(at))).collect(),
            to_implementation: kept(to_implementation),
            to_preparation: kept(to_preparation),
            exited: left.map(|(at, gone)| GoneView::of(gone, found.suspicion_of_exited(at))).collect(),
            carried: kept(carried),
            suspected: suspected.iter().map(|one| SuspectView::of(words.lang, found, one)).collect(),
            totals: CompareTotals::of(totals),
            sentences: sentences(words, compared),
        }
    }
}

impl SideView {
    fn of(words: &Words, compared: &Compared, one: &Side) -> Self {
        let version = one.version();
        Self {
            kind: match one.standing {
                Standing::Published(..) => "published",
                Standing::Draft => "draft",
                Standing::Live => "live",
            },
            name: words.lang.render(&side(compared, one)),
            quarter: (!matches!(one.standing, Standing::Live)).then(|| one.quarter.to_string()),
            version: version.map(|version| version.version),
            number: version.map(|version| version.number.clone()),
            hash: version.map(|version| version.hash.clone()),
            extract: one.extract,
        }
    }
}

impl ItemView {
    fn of(item: &Item, suspicion: Option<&Proposal>) -> Self {
        let facts = &item.facts;
        Self {
            project_id: item.project_id,
            serial: item.serial,
            name: facts.name.clone(),
            unit: facts.unit.clone(),
            city: facts.division.city(),
            section: item.section.clone(),
            class: item.class,
            stage: facts.stage,
            total_investment_yuan: facts.total_investment,
            suspected: suspicion.is_some(),
        }
    }
}

impl GoneView {
    fn of(gone: &Gone, suspicion: Option<&Proposal>) -> Self {
        Self {
            item: ItemView::of(&gone.item, suspicion),
            decision: gone.fate.decision.map(|decision| decision.to_string()),
            reason: gone.fate.reason.clone(),
            into: gone.fate.into.clone(),
            side_state: gone.fate.side_state,
        }
    }
}

impl KeptView {
    fn of(kept: &Kept) -> Self {
        let change = |change: &Change| ChangeView {
            field: change.field,
            from: change.from.clone(),
            to: change.to.clone(),
        };
        Self {
            project_id: kept.after.project_id,
            name: kept.after.facts.name.clone(),
            from_serial: kept.before.serial,
            to_serial: kept.after.serial,
            changes: kept.changes.iter().map(change).collect(),
        }
    }
}

impl SuspectView {
    fn of(lang: Lang, found: &Comparison, proposal: &Proposal) -> Self {
        let said = |message: Message| SaidView { code: message.id, message: lang.render(&message) };
        Self {
            exited_id: found.exited[proposal.before].item.project_id,
            added_id: found.added[proposal.after].project_id,
            reasons: proposal.reasons.iter().map(|reason| said(reason.message())).collect(),
            against: proposal.against.iter().map(|doubt| said(doubt.message())).collect(),
        }
    }
}

impl CompareTotals {
    fn of(totals: &Totals) -> Self {
        let group = |by: By, shift: &Shift| {
            let key = match by {
                By::Chain => json!(shift.key.as_ref().and_then(|id| id.parse::<i64>().ok())),
                By::City | By::Class | By::Industry => json!(shift.key),
            };
            let name = match by {
                By::City => "city",
                By::Chain => "chain_id",
                By::Industry => "industry",
                By::Class => "class",
            };
            let [from, to, change] = SumsView::three(shift);
            json!({ name: key, "from": from, "to": to, "change": change })
        };
        let groups = |by, shifts: &[Shift]| shifts.iter().map(|shift| group(by, shift)).collect();
        let [from, to, change] = SumsView::three(&totals.whole);
        Self {
            from,
            to,
            change,
            by_city: groups(By::City, &totals.by_city),
            by_chain: groups(By::Chain, &totals.by_chain),
            by_industry: groups(By::Industry, &totals.by_industry),
            by_class: groups(By::Class, &totals.by_class),
        }
    }
}

impl SumsView {
    /// Before, after, difference.
    fn three(shift: &Shift) -> [Self; 3] {
        let Shift { before, after, .. } = shift;
        let change = Self {
            count: shift.count(),
            total_investment_yuan: shift.total(),
            annual_plan_yuan: difference(before.annual_plan, after.annual_plan),
            ytd_investment_yuan: difference(before.ytd, after.ytd),
            started: after.started() - before.started(),
            stages: stages(
                before.stages().zip(after.stages()).map(|((stage, old), (_, new))| (stage, new - old)),
            ),
        };
        [Self::of(before), Self::of(after), change]
    }

    fn of(sums: &Sums) -> Self {
        Self {
            count: sums.count,
            total_investment_yuan: sums.total,
            annual_plan_yuan: sums.annual_plan,
            ytd_investment_yuan: sums.ytd,
            started: sums.started(),
            stages: stages(sums.stages()),
        }
    }
}

fn stages(counts: impl Iterator<Item = (Option<Stage>, i64)>) -> Map<String, Value> {
    let named = |(stage, count): (Option<Stage>, i64)| {
        (stage.map_or_else(|| "unknown".to_owned(), |stage| stage.to_string()), json!(count))
    };
    counts.map(named).collect()
}
