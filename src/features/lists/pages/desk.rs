//! The nominator's desk: what of hers stands on the list, what she may still nominate and what that lacks. Everybody
//! who may not decide sees her part of an unpublished list here, too, without the forms.

use super::cycle::Cycle;
use super::parts::{EntryView, HeadView, row_errors};
use super::scans::{self, Scans};
use super::{Asked, Refused};
use crate::context::Context;
use crate::draw::meter::meter;
use crate::features::lists::model::{ListState, NominationState};
use crate::features::lists::store::{self, LiveList};
use crate::features::lists::words::Words;
use crate::features::lists::words::state_text;
use crate::features::projects::{Project, missing_for_nomination};
use crate::kernel::error::Result;
use crate::kernel::role::Deed;
use crate::web::{Caller, PageResult, Shell, html_with_status};
use askama::Template;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "features/lists/templates/desk.html")]
struct DeskPage {
    shell: Shell,
    head: HeadView,
    /// Anchor and sentence of every row that refused.
    errors: Vec<(String, String)>,
    /// Label and count of each state that occurs.
    counts: Vec<(String, i64)>,
    /// The bar against the target and its figures; only for whoever sees the whole list.
    meter: Option<(String, String)>,
    entries: Vec<EntryView>,
    may_nominate: bool,
    may_withdraw: bool,
    desk: Option<Candidates>,
    /// For whoever may end the collecting.
    may_move: bool,
    /// The stamped nomination sheets; none on the page of a past day.
    scans: Option<Scans>,
    /// The cities that were let in again.
    cycle: Cycle,
}

/// What may still be nominated.
struct Candidates {
    /// The search word as typed.
    q: String,
    /// Address that ticks every ready one.
    tick_all: String,
    ready: Vec<Candidate>,
    gaps: Vec<Candidate>,
    /// Said when there are more than one page shows.
    more: Option<String>,
}

struct Candidate {
    id: i64,
    name: String,
    city: String,
    class: String,
    stage: String,
    total: String,
    /// What lacks: contract name and label.
    missing: Vec<(&'static str, String)>,
    ticked: bool,
}

/// The list that the desk shows.
pub(super) struct Shown {
    pub live: LiveList,
    /// The day that is over, when it is one: then nothing can be done.
    pub past: Option<NaiveDate>,
}

/// Shows the desk.
pub(super) async fn render(
    ctx: &Context,
    caller: Caller,
    shell: Shell,
    words: Words,
    Shown { live, past }: Shown,
    asked: Asked,
    refused: Refused,
) -> PageResult {
    let collects = live.head.state == ListState::Collecting;
    let may_nominate = caller.may(Deed::Nominate) && past.is_none();
    let desk = if may_nominate && collects {
        Some(candidates(ctx, &caller, &words, &asked, &refused).await?)
    } else {
        None
    };
    let (scope, quarter) = (caller.scope.clone(), asked.quarter);
    let files = ctx.db.read(move |conn| scans::files_of(conn, &scope, quarter)).await?;
    let whole = caller.scope.is_whole_province();
    use NominationState::{Accepted, Nominated, Returned};
    let count_of = |state| live.entries.iter().filter(|entry| entry.state == state).count() as i64;
    let counts = NominationState::ALL
        .iter()
        .map(|state| (shell.lang.t(state_text(*state)), count_of(*state)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let standing = count_of(Nominated) + count_of(Accepted);
    let against_target = || {
        let figures = [("count", standing.to_string()), ("target", live.head.target.to_string())];
        (meter(standing, live.head.target.into()), shell.lang.all("lists-against-target", &figures))
    };
    let page = DeskPage {
        head: HeadView::of(ctx, &words, &live.head).on(&words, past),
        errors: row_errors(shell.lang, &refused, &[]),
        counts,
        meter: whole.then(against_target),
        entries: live.entries.iter().map(|entry| EntryView::of(&words, entry, &refused, ctx.zone)).collect(),
        may_nominate,
        may_withdraw: may_nominate
            && live
                .entries
                .iter()
                .any(|entry| matches!(entry.state, Nominated | Returned) && !entry.is_untouched()),
        desk,
        scans: past.is_none().then(|| Scans::of(ctx, &caller, &words, quarter, &files)),
        may_move: whole && caller.may(Deed::ManageLists) && past.is_none(),
        cycle: Cycle::of(ctx, &caller, &words, &live, Vec::new(), &refused).in_the_past(past.is_some()),
        shell,
    };
    Ok(html_with_status(refused.status(), &page))
}

async fn candidates(
    ctx: &Context,
    caller: &Caller,
    words: &Words,
    asked: &Asked,
    refused: &Refused,
) -> Result<Candidates> {
    let (scope, quarter) = (caller.scope.clone(), asked.quarter);
    let q = asked.filter.raw("q").trim().to_owned();
    let keyword = q.to_lowercase();
    let (projects, total) =
        ctx.db.read(move |conn| store::candidates(conn, &scope, quarter, &keyword)).await?;
    let shown = projects.len() as i64;
    let more = (shown < total).then(|| {
        words.lang.all("lists-candidates-more", &[("shown", shown.to_string()), ("total", total.to_string())])
    });
    let tick_all = asked.filter.has("tick");
    let all = projects.iter().map(|project| {
        let ticked = tick_all || refused.form.all("project").contains(&project.id.to_string());
        candidate(words, project, ticked)
    });
    let (ready, gaps) = all.partition(|candidate| candidate.missing.is_empty());
    Ok(Candidates { q, tick_all: asked.url.with("tick", "all").href(), ready, gaps, more })
}

fn candidate(words: &Words, project: &Project, ticked: bool) -> Candidate {
    let facts = &project.facts;
    let lang = words.lang;
    Candidate {
        id: project.id,
        name: facts.name.clone(),
        city: words.city(facts.division.city()),
        class: facts.class.map(|class| lang.word("class", class.as_str())).unwrap_or_default(),
        stage: words.stage(facts.stage),
        total: facts.total_investment.map(|total| total.wan_text()).unwrap_or_default(),
        missing: missing_for_nomination(facts)
            .into_iter()
            .map(|field| (field, lang.word("projects-field", field)))
            .collect(),
        ticked,
    }
}
