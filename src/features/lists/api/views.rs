//! The contract's shapes of a list. One shape serves the list in work and the published one; what only one of them has
//! is null in the other.

use crate::features::lists::counting::{Remark, RemarkCode};
use crate::features::lists::document::Correction;
use crate::features::lists::model::{
    ChangeKind, Decision, Entry, Exit, Head, ListState, NominationState, PublishedEntry, Version,
};
use crate::features::lists::store::{Listed, LiveList, Published, Unlock};
use crate::features::lists::totals::{Meters, Tally, Totals};
use crate::features::projects::{Class, Facts, values};
use crate::kernel::calendar::Quarter;
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::web::Lang;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// A list among lists.
#[derive(Serialize, ToSchema)]
pub struct Summary {
    #[schema(value_type = String, example = "2026Q3")]
    quarter: Quarter,
    #[schema(value_type = String)]
    state: ListState,
    target: i32,
    nominate_by: NaiveDate,
    publish_by: NaiveDate,
    /// Of the newest published version, as everything below.
    version: Option<i32>,
    number: Option<String>,
    hash: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Instant>,
    data_as_of: Option<NaiveDate>,
}

impl From<Listed> for Summary {
    fn from(Listed { head, newest }: Listed) -> Self {
        let Head { quarter, state, target, nominate_by, publish_by, .. } = head;
        Self {
            quarter,
            state,
            target,
            nominate_by,
            publish_by,
            version: newest.as_ref().map(|version| version.version),
            published_at: newest.as_ref().map(|version| version.published_at),
            data_as_of: newest.as_ref().map(|version| version.data_as_of),
            hash: newest.as_ref().map(|version| version.hash.clone()),
            number: newest.map(|version| version.number),
        }
    }
}

/// A list with its entries.
#[derive(Serialize, ToSchema)]
pub struct ListView {
    #[serde(flatten)]
    summary: Summary,
    /// The past day that was asked for; null for now.
    pub as_of: Option<NaiveDate>,
    /// Why the published list departs from its target.
    reason: Option<String>,
    publisher: Option<String>,
    previous_hash: Option<String>,
    /// Whether entries outside the reader's scope were left out.
    extract: bool,
    /// Of the entries given; in work, of those accepted so far.
    totals: TotalsView,
    /// Of the whole published document; null while the list is in work.
    whole: Option<TotalsView>,
    /// The nominations against the target; null once published.
    meters: Option<MetersView>,
    entries: Vec<EntryView>,
    /// What stood on the list before and does not on this one.
    exits: Vec<ExitView>,
    /// What this version says otherwise than the version it corrects.
    #[schema(value_type = Vec<Object>)]
    corrections: Vec<Correction>,
    /// What the rules against counting twice remark; empty once published.
    remarks: Vec<RemarkView>,
    /// The cities that were let in again; empty once published.
    unlocks: Vec<Unlock>,
}

impl ListView {
    /// Of a list in work, with what is remarked about it.
    pub fn in_work(list: LiveList, remarks: Vec<Remark>, lang: Lang) -> Self {
        let remarks = remarks.into_iter().map(|remark| RemarkView::of(remark, lang)).collect();
        Self { remarks, ..Self::from(list) }
    }

    /// The version; 0 while the list is in work.
    pub fn version(&self) -> i32 {
        self.summary.version.unwrap_or_default()
    }
}

impl From<LiveList> for ListView {
    fn from(list: LiveList) -> Self {
        Self {
            summary: Summary::from(Listed { head: list.head, newest: None }),
            as_of: None,
            reason: None,
            publisher: None,
            previous_hash: None,
            extract: false,
            totals: TotalsView::from(&list.meters.accepted),
            whole: None,
            meters: Some(MetersView::from(&list.meters)),
            entries: list.entries.into_iter().map(EntryView::from).collect(),
            exits: list.exits.into_iter().map(ExitView::from).collect(),
            corrections: Vec::new(),
            remarks: Vec::new(),
            unlocks: list.unlocks,
        }
    }
}

impl From<Published> for ListView {
    fn from(list: Published) -> Self {
        let Version { reason, publisher, previous_hash, .. } = list.version.clone();
        Self {
            summary: Summary::from(Listed { head: list.head, newest: Some(list.version) }),
            as_of: None,
            reason,
            publisher: Some(publisher),
            previous_hash,
            extract: list.extract,
            totals: TotalsView::from(&list.totals),
            whole: Some(TotalsView::from(&list.whole)),
            meters: None,
            entries: list.entries.into_iter().map(EntryView::from).collect(),
            exits: list.exits.into_iter().map(ExitView::from).collect(),
            corrections: list.corrections,
            remarks: Vec::new(),
            unlocks: Vec::new(),
        }
    }
}

/// A remark about one entry.
#[derive(Serialize, ToSchema)]
pub struct RemarkView {
    project_id: i64,
    /// `bundle_and_part owner_changed same_code suspected_twin increase correction_undone`
    #[schema(value_type = String)]
    code: RemarkCode,
    message: String,
    /// The other entries it is about.
    others: Vec<i64>,
    /// The reason that settled it, and whose.
    reason: Option<String>,
    justified_by: Option<String>,
}

impl RemarkView {
    /// In the reader's language.
    pub fn of(remark: Remark, lang: Lang) -> Self {
        let (reason, justified_by) = remark.justified.unzip();
        Self {
            project_id: remark.project_id,
            code: remark.code,
            message: lang.render(&remark.message),
            others: remark.others,
            reason,
            justified_by,
        }
    }
}

/// Counts and sums.
#[derive(Serialize, ToSchema)]
pub struct TotalsView {
    count: i64,
    #[schema(value_type = i64)]
    total_investment_yuan: Money,
    by_city: Vec<Value>,
    by_industry: Vec<Value>,
    by_class: Vec<Value>,
}

impl From<&Totals> for TotalsView {
    fn from(totals: &Totals) -> Self {
        Self {
            count: totals.count,
            total_investment_yuan: totals.total_investment,
            by_city: groups("city", &totals.by_city),
            by_industry: groups("industry", &totals.by_industry),
            by_class: groups("class", &totals.by_class),
        }
    }
}

/// `{city: "370100", count, total_investment_yuan}` and so on.
fn groups(key: &str, tallies: &[Tally]) -> Vec<Value> {
    let group = |tally: &Tally| json!({ key: tally.key, "count": tally.count, "total_investment_yuan": tally.total_investment });
    tallies.iter().map(group).collect()
}

/// How the work stands.
#[derive(Serialize, ToSchema)]
pub struct MetersView {
    target: i32,
    /// Nominations by state.
    #[schema(value_type = Object)]
    states: Map<String, Value>,
    waiting: TotalsView,
    accepted: TotalsView,
}

impl From<&Meters> for MetersView {
    fn from(meters: &Meters) -> Self {
        Self {
            target: meters.target,
            states: meters.by_state.iter().map(|(state, count)| (state.to_string(), json!(count))).collect(),
            waiting: TotalsView::from(&meters.waiting),
            accepted: TotalsView::from(&meters.accepted),
        }
    }
}

/// One entry.
#[derive(Serialize, ToSchema)]
pub struct EntryView {
    project_id: i64,
    /// 1…n once published.
    serial: Option<i32>,
    section: Option<String>,
    #[schema(value_type = String)]
    class: Class,
    #[schema(value_type = String)]
    change: ChangeKind,
    #[schema(value_type = String)]
    state: NominationState,
    /// Whether it came over from the published list before.
    carried: bool,
    /// Why it was decided so; null in a published list, whose document keeps no reasons.
    reason: Option<String>,
    /// Of a list in work; a published list's document does not keep it, so there these members are left out.
    #[serde(flatten)]
    work: Option<WorkView>,
    /// Of the nomination, for If-Match; once published, of the project whose facts are frozen.
    version: i64,
    /// The facts as `GET /projects/{id}` names them; frozen once published.
    #[schema(value_type = Object)]
    project: Map<String, Value>,
}

/// How a nomination came and what was decided about it.
#[derive(Serialize, ToSchema)]
pub struct WorkView {
    /// The last decision: `accept return decline withdraw continue graduate drop merge split`; null while it waits.
    #[schema(value_type = Option<String>)]
    decision: Option<Decision>,
    /// The projects that a merged or split one lives on in.
    into: Vec<i64>,
    nominated_by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    nominated_at: Instant,
    decided_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Instant>,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        Self {
            project_id: entry.project_id,
            serial: None,
            section: entry.section,
            class: entry.class,
            change: entry.change,
            state: entry.state,
            carried: entry.carried,
            reason: entry.reason,
            work: Some(WorkView {
                decision: entry.decision,
                into: entry.into,
                nominated_by: entry.nominated_by,
                nominated_at: entry.nominated_at,
                decided_by: entry.decided_by,
                decided_at: entry.decided_at,
            }),
            version: entry.version,
            project: facts(entry.project_id, entry.project.version, &entry.project.facts),
        }
    }
}

impl From<PublishedEntry> for EntryView {
    fn from(entry: PublishedEntry) -> Self {
        Self {
            project_id: entry.project_id,
            serial: Some(entry.serial),
            section: entry.section,
            class: entry.class,
            change: entry.change,
            state: NominationState::Accepted,
            carried: entry.change != ChangeKind::Addition,
            reason: None,
            work: None,
            version: entry.project_version,
            project: facts(entry.project_id, entry.project_version, &entry.facts),
        }
    }
}

fn facts(id: i64, version: i64, facts: &Facts) -> Map<String, Value> {
    let identity = [("id", json!(id)), ("version", json!(version))];
    identity.into_iter().chain(values(facts)).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What left the list.
#[derive(Serialize, ToSchema)]
pub struct ExitView {
    project_id: i64,
    name: String,
    #[schema(value_type = String)]
    class: Class,
    #[schema(value_type = String)]
    change: ChangeKind,
    #[schema(value_type = Option<String>)]
    city: Option<DivisionCode>,
    /// `graduate drop merge split`, or `decline`; null where nobody decided about it by name.
    #[schema(value_type = Option<String>)]
    decision: Option<Decision>,
    reason: Option<String>,
    /// The projects that it lives on in.
    into: Vec<i64>,
}

impl From<Exit> for ExitView {
    fn from(exit: Exit) -> Self {
        Self {
            project_id: exit.project_id,
            name: exit.name,
            class: exit.class,
            change: ChangeKind::Exit,
            city: exit.division.city(),
            decision: exit.decision,
            reason: exit.reason,
            into: exit.into,
        }
    }
}
