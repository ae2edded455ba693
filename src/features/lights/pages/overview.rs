//! /lights: what waits for the province's word, the rules as they hold and held, and the form for new ones.

use super::{Choice, SuspensionView, field_name};
use crate::config;
use crate::context::Context;
use crate::features::lights::input::FIGURE_FIELDS;
use crate::features::lights::model::{Rules, in_force};
use crate::features::lights::shine::standing;
use crate::features::lights::store::{self, Filter, RuleSet};
use crate::features::lights::suspension::{Decision, State};
use crate::features::projects::Light;
use crate::features::reference;
use crate::kernel::calendar::{Period, local_date, period_of};
use crate::kernel::error::FieldError;
use crate::kernel::paging::PageRequest;
use crate::kernel::role::Deed;
use crate::web::listing::{ListUrl, Pager};
use crate::web::{Caller, Control, Field, Form, Lang, PageResult, Shell, html_with_status, query, summary};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

#[derive(Template)]
#[template(path = "features/lights/templates/overview.html")]
struct OverviewPage {
    shell: Shell,
    suspensions: Vec<SuspensionView>,
    total: i64,
    pager: Pager,
    may_decide: bool,
    heads: Vec<String>,
    sets: Vec<SetView>,
    may_enter: bool,
    fields: Vec<Field>,
    slacks: Vec<Choice>,
    errors: Vec<(String, String, String)>,
}

/// A set of rules in words.
struct SetView {
    valid: String,
    /// Header and sentence of each family.
    figures: Vec<(String, String)>,
    source: String,
    /// Who and when.
    entered: String,
    /// Class and word.
    state: (&'static str, String),
    /// Why it was withdrawn.
    why: String,
    /// Which one this reader may withdraw.
    withdraws: Option<i64>,
}

/// What was refused: the form, and which row it was about.
#[derive(Default)]
pub(super) struct Back {
    pub form: Form,
    pub errors: Vec<FieldError>,
    /// The suspension whose decision was refused.
    pub about: Option<i64>,
    /// Where the links of the summary lead, where it is no field.
    pub anchor: Option<String>,
}

impl Back {
    /// Each refusal as a link to its field, or to the row that it is about.
    fn summary(&self, lang: Lang) -> Vec<(String, String, String)> {
        let mut entries = summary(lang, &self.errors, field_name);
        if let Some(row) = &self.anchor {
            for (anchor, ..) in &mut entries {
                row.clone_into(anchor);
            }
        }
        entries
    }
}

/// GET /lights
pub async fn overview(
    ctx: Data<Context>,
    seed: Data<config::Lights>,
    caller: Caller,
    shell: Shell,
    request: HttpRequest,
) -> PageResult {
    let page = query(&request)?.page()?;
    render(&ctx, &seed, caller, shell, page, (StatusCode::OK, Back::default())).await
}

/// The page, after a deed that was refused.
pub(super) async fn render(
    ctx: &Context,
    seed: &config::Lights,
    caller: Caller,
    shell: Shell,
    page: PageRequest,
    (status, refused): (StatusCode, Back),
) -> PageResult {
    let (lang, scope) = (shell.lang, caller.scope.clone());
    let (found, sets, book) = ctx
        .db
        .read(move |conn| {
            let found = store::find(conn, &scope, Filter::default(), page)?;
            Ok((found, store::rule_sets(conn)?, reference::book(conn)?))
        })
        .await?;
    let pager = Pager::of(&found, &ListUrl::new("/lights", []));
    let (total, may_decide) = (found.total, caller.may_for_province(Deed::ReviewUpdates));
    let today = local_date(ctx.now(), ctx.zone);
    let suspensions = found.items.into_iter().map(|one| {
        let (state, is_own) = (one.state, one.asked_by.is_some() && one.asked_by == caller.id);
        let ran_out = one.ran_out(today);
        let mut view = SuspensionView::new(ctx, lang, &book, one);
        if may_decide && !is_own && !ran_out {
            view.deeds = deeds(lang, state);
        }
        if refused.about == Some(view.id) {
            refused.form.raw("reason").clone_into(&mut view.typed);
        }
        view
    });
    let current = period_of(today);
    let may_enter = caller.may(Deed::Administer);
    let in_hand = rules_in_hand(&sets, seed, current);
    let page = OverviewPage {
        suspensions: suspensions.collect(),
        total,
        pager,
        may_decide,
        heads: heads(lang).to_vec(),
        sets: all_sets(ctx, lang, &sets, (seed, current, may_enter)),
        may_enter,
        fields: fields(lang, &refused, &in_hand, current),
        slacks: slacks(lang, &refused.form, &in_hand),
        errors: refused.summary(lang),
        shell,
    };
    Ok(html_with_status(status, &page))
}

fn deeds(lang: Lang, state: State) -> Vec<(&'static str, String)> {
    let named = |decision: &Decision| {
        let id = match decision {
            Decision::Approve => "lights-approve",
            Decision::Decline => "lights-decline",
            Decision::End => "lights-end",
        };
        (decision.as_str(), lang.t(id))
    };
    Decision::ALL.iter().filter(|decision| decision.follows(state).is_some()).map(named).collect()
}

/// The rules that hold now: what a new set is written over.
fn rules_in_hand(sets: &[RuleSet], seed: &config::Lights, current: Period) -> Rules {
    in_force(&standing(sets, seed), current).cloned().unwrap_or_else(|| Rules::from(seed))
}

fn heads(lang: Lang) -> [String; 4] {
    ["lights-family-start", "lights-family-progress", "lights-family-enrolment", "lights-family-staleness"]
        .map(|id| lang.t(id))
}

/// Every set, those that begin last first, the configuration's at the end.
fn all_sets(
    ctx: &Context,
    lang: Lang,
    sets: &[RuleSet],
    (seed, current, may_enter): (&config::Lights, Period, bool),
) -> Vec<SetView> {
    let seeded = Rules::from(seed);
    let in_hand = rules_in_hand(sets, seed, current);
    let view = |rules: &Rules| SetView {
        valid: valid(lang, rules),
        figures: heads(lang).into_iter().zip(sentences(lang, rules)).collect(),
        source: lang.t("lights-seed"),
        entered: String::new(),
        state: if *rules == in_hand {
            ("ok", lang.t("lights-rules-hold"))
        } else {
            ("none", lang.t("lights-rules-rest"))
        },
        why: String::new(),
        withdraws: None,
    };
    let entered = sets.iter().map(|set| {
        let begins = set.rules.valid_from.is_some_and(|from| from >= current);
        let plain = SetView {
            source: set.source.clone(),
            entered: format!("{} {}", set.author, set.created_at.local_text(ctx.zone)),
            withdraws: (may_enter && begins && set.withdrawn.is_none()).then_some(set.id),
            ..view(&set.rules)
        };
        match &set.withdrawn {
            Some((at, who, why)) => SetView {
                state: ("none", lang.t("lights-rules-withdrawn")),
                why: format!("{who} {} {why}", at.local_text(ctx.zone)),
                ..plain
            },
            None => plain,
        }
    });
    entered.chain([view(&seeded)]).collect()
}

fn valid(lang: Lang, rules: &Rules) -> String {
    let from = rules.valid_from.map_or_else(|| lang.t("lights-valid-always"), |from| from.to_string());
    match rules.valid_until {
        Some(until) => format!("{from} – {until}"),
        None => format!("{from} –"),
    }
}

fn sentences(lang: Lang, rules: &Rules) -> [String; 4] {
    let pair = |id, (yellow, red): (i64, i64)| {
        lang.all(id, &[("yellow", yellow.to_string()), ("red", red.to_string())])
    };
    let slack = lang.word("light", rules.progress_slack.as_str());
    let progress = [
        ("yellow", rules.progress_points.0.to_string()),
        ("red", rules.progress_points.1.to_string()),
        ("slack", slack),
    ];
    [
        pair("lights-rule-start", rules.start_months),
        lang.all("lights-rule-progress", &progress),
        pair("lights-rule-enrolment", rules.enrolment_months),
        lang.with("lights-rule-staleness", "red", rules.unreported_months),
    ]
}

/// The fields of the form, filled with the rules that hold or with what was typed.
fn fields(lang: Lang, refused: &Back, rules: &Rules, current: Period) -> Vec<Field> {
    let typed = Some(&refused.form).filter(|form| form.has("valid_from"));
    let field = |name: &'static str, hint: &str, required: bool, value: String, control: Control| {
        let (label, error) = (lang.t(field_name(name)), None);
        let hint = if hint.is_empty() { String::new() } else { lang.t(hint) };
        Field { name, label, hint, required, control, value, error }.back(lang, typed, &refused.errors)
    };
    let figures = [
        rules.start_months.0,
        rules.start_months.1,
        rules.progress_points.0,
        rules.progress_points.1,
        rules.enrolment_months.0,
        rules.enrolment_months.1,
        rules.unreported_months,
    ];
    let mut fields = vec![
        field("valid_from", "lights-field-from-hint", true, current.to_string(), Control::Short),
        field("valid_until", "lights-field-until-hint", false, String::new(), Control::Short),
    ];
    let figures = FIGURE_FIELDS.into_iter().zip(figures);
    fields.extend(
        figures.map(|((name, _), figure)| field(name, "", true, figure.to_string(), Control::Figure)),
    );
    fields.push(field("source", "lights-source-hint", true, String::new(), Control::Line));
    fields
}

fn slacks(lang: Lang, form: &Form, rules: &Rules) -> Vec<Choice> {
    let chosen = form.text("progress_slack").unwrap_or_else(|| rules.progress_slack.as_str());
    [Light::Green, Light::Yellow]
        .map(|light| (light.as_str(), lang.word("light", light.as_str()), light.as_str() == chosen))
        .to_vec()
}
