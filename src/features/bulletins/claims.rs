//! What a bulletin is about to say, as claims that can be recomputed: its document is taken as it will be printed, and
//! every count, sum, rate, gap and rank is computed again from the projects in it. A publication with a mismatch is
//! refused, so that nobody has to find the error in print.

use super::document::Document;
use super::model::{Line, moment_of};
use super::printed::{GROUPED, Group, Places, Told};
use crate::features::indicators::{
    self, Claim, Dimension, Finding, Printed, Said, about, group_name, groups_by,
};
use crate::features::updates::Tally;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::ratio::Ratio;

/// A whole number that is said of every group, and by what text it is called.
type Number = (&'static str, fn(&Told) -> i64);

const NUMBERS: [Number; 26] = [
    ("indicators-count", |told| told.count),
    ("bulletins-split-count", |told| told.split_count),
    ("bulletins-implementation", |told| told.implementation),
    ("bulletins-preparation", |told| told.preparation),
    ("indicators-of-started", |told| told.started),
    ("indicators-of-started-implementation", |told| told.started_implementation),
    ("indicators-per-planned-new", |told| told.planned_new),
    ("indicators-of-started-new", |told| told.started_new),
    ("indicators-per-signed", |told| told.signed),
    ("indicators-of-enrolled", |told| told.enrolled),
    ("bulletins-without-plan", |told| told.without_plan),
    ("indicators-total", |told| told.total_investment_yuan.yuan()),
    ("indicators-annual-plan", |told| told.annual_plan_yuan.yuan()),
    ("indicators-ytd", |told| told.ytd_investment_yuan.yuan()),
    ("indicators-cumulative", |told| told.cumulative_investment_yuan.yuan()),
    ("indicators-per-plan", |told| told.ytd_of_planned_yuan.yuan()),
    ("bulletins-column-green", |told| told.lights.green),
    ("bulletins-column-yellow", |told| told.lights.yellow),
    ("bulletins-column-red", |told| told.lights.red),
    ("bulletins-column-unreported", |told| told.lights.unreported),
    ("bulletins-unlit", |told| told.unlit),
    ("updates-count-due", |told| told.reports.due),
    ("updates-count-on-time", |told| told.reports.on_time),
    ("updates-count-late", |told| told.reports.late),
    ("bulletins-column-missing", |told| told.reports.missing),
    ("updates-count-excused", |told| told.reports.excused),
];

/// Refuses a document whose figures do not come out of its own projects, one sentence for each; answers how many were
/// recomputed.
///
/// # Errors
/// [`Error::Invalid`] on `figures`.
pub fn must_add_up(document: &Document) -> Result<usize> {
    let findings = indicators::check(&claims(document)?);
    let wrong: Vec<FieldError> = findings
        .iter()
        .filter(|finding| finding.is_mismatch())
        .map(|finding| FieldError::new("figures", Finding::sentence(finding)))
        .collect();
    if wrong.is_empty() { Ok(findings.len()) } else { Err(Error::Invalid(wrong)) }
}

/// Everything that the document says and that can be recomputed.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn claims(document: &Document) -> Result<Vec<Claim>> {
    let (lines, sheet) = (document.month().lines, &document.sheet);
    let moment = moment_of(document.imprint.period);
    let cities: Vec<DivisionCode> =
        sheet.cities.iter().filter_map(|city| DivisionCode::parse(city.key.as_deref()?).ok()).collect();
    let fresh = super::printed::Sheet::of(&lines, moment, &cities)?;
    let months = document.imprint.months;
    let whole = || Message::new("indicators-whole");
    let mut claims =
        vec![count(about(whole(), "indicators-of-months"), i64::from(moment.months()), months.into())];
    claims.extend(numbers(&whole(), &fresh.whole, &sheet.whole));
    claims.extend(rates(&whole(), &sheet.whole, months));
    for by in GROUPED {
        claims.extend(of_grouping(by, (fresh.groups(by), sheet.groups(by)), &sheet.whole, months));
    }
    claims.push(ledger(&lines, &sheet.whole.reports));
    Ok(claims)
}

/// The groups are those of the projects, each says what its projects say, they add up to the whole, and they stand where
/// their values put them.
fn of_grouping(
    by: Dimension,
    (fresh, printed): (&[Group], &[Group]),
    whole: &Told,
    months: u32,
) -> Vec<Claim> {
    let mut claims =
        vec![count(about(groups_by(by), "bulletins-groups"), fresh.len() as i64, printed.len() as i64)];
    for group in printed {
        let name = || group_name(by, group.key.as_deref());
        match fresh.iter().find(|other| other.key == group.key) {
            Some(other) => claims.extend(numbers(&name(), &other.told, &group.told)),
            None => claims.push(count(about(name(), "indicators-count"), 0, group.told.count.max(1))),
        }
        claims.extend(rates(&name(), &group.told, months));
    }
    claims.extend(NUMBERS.iter().map(|(what, of)| {
        let parts = printed.iter().map(|group| Printed::whole(of(&group.told))).collect();
        let said = Said::Sum { parts, whole: Printed::whole(of(whole)), exact: true };
        Claim { about: about(groups_by(by), what), said }
    }));
    claims.extend(places(by, printed));
    claims
}

fn numbers<'a>(name: &'a Message, fresh: &'a Told, printed: &'a Told) -> impl Iterator<Item = Claim> + 'a {
    NUMBERS.iter().map(|(what, of)| count(about(name.clone(), what), of(fresh), of(printed)))
}

/// The rates of one set against the numbers printed beside them.
fn rates(name: &Message, told: &Told, months: u32) -> Vec<Claim> {
    let rate = |what, part, whole, printed: &Option<String>| Claim {
        about: about(name.clone(), what),
        said: Said::Rate {
            part: Printed::whole(part),
            whole: Printed::whole(whole),
            printed: printed.as_deref().and_then(Printed::parse),
        },
    };
    let Tally { on_time, late, missing, .. } = told.reports;
    let (plan, done) = (told.annual_plan_yuan.yuan(), told.ytd_of_planned_yuan.yuan());
    let gap = told.progress_gap_pp.as_deref().and_then(Printed::parse);
    let mut claims = vec![
        rate("indicators-start-rate", told.started_implementation, told.implementation, &told.start_rate),
        rate("indicators-start-rate-new", told.started_new, told.planned_new, &told.start_rate_new),
        rate("indicators-completion-rate", done, plan, &told.completion_rate),
        rate("indicators-enrolment-rate", told.enrolled, told.started, &told.enrolment_rate),
        rate("updates-discipline", on_time, on_time + late + missing, &told.on_time_rate),
    ];
    claims.push(match (told.completion(), gap) {
        (Some(completion), Some(printed)) => Claim {
            about: about(name.clone(), "indicators-progress-gap"),
            said: Said::Gap { completion, months, printed },
        },
        // Without a completion rate there is no gap, and with one there is.
        (completion, _) => {
            let whole = i64::from(completion.is_some());
            rate("indicators-progress-gap", 0, whole, &told.progress_gap_pp)
        }
    });
    let Told { lights, unlit, count: projects, .. } = told;
    let shown = [lights.green, lights.yellow, lights.red, lights.unreported, *unlit];
    let parts = shown.map(Printed::whole).to_vec();
    let said = Said::Sum { parts, whole: Printed::whole(*projects), exact: true };
    claims.push(Claim { about: about(name.clone(), "bulletins-lights"), said });
    claims
}

/// Each ranking against the rates that are ranked; what has no key competes with nobody.
fn places(by: Dimension, groups: &[Group]) -> Vec<Claim> {
    type Ranked = (&'static str, fn(&Told) -> Option<Ratio>, fn(&Places) -> Option<u32>);
    let ranked: [Ranked; 3] = [
        ("indicators-completion-rate", Told::completion, |ranks| ranks.completion_rate),
        ("indicators-start-rate", Told::start, |ranks| ranks.start_rate),
        ("updates-discipline", |told| told.reports.discipline(), |ranks| ranks.on_time_rate),
    ];
    let value =
        |group: &Group, of: fn(&Told) -> Option<Ratio>| group.key.as_ref().and_then(|_| of(&group.told));
    let claim = |(what, of, place): &Ranked| Claim {
        about: Message::new("indicators-ranking")
            .with_message("by", groups_by(by))
            .with_message("what", *what),
        said: Said::Rank {
            values: groups.iter().map(|group| value(group, *of)).collect(),
            ranks: groups.iter().map(|group| place(&group.ranks)).collect(),
        },
    };
    ranked.iter().map(claim).collect()
}

/// The ledger of the whole counts each project that owed a report once.
fn ledger(lines: &[Line], told: &Tally) -> Claim {
    let Tally { due, on_time, late, missing, excused } = told;
    let parts = [due, on_time, late, missing, excused].map(|number| Printed::whole(*number)).to_vec();
    let said = Said::Sum { parts, whole: Printed::whole(lines.len() as i64), exact: true };
    Claim { about: about("indicators-whole".into(), "bulletins-obligations"), said }
}

fn count(about: Message, counted: i64, said: i64) -> Claim {
    Claim { about, said: Said::Count { counted, said } }
}

#[cfg(test)]
mod tests;
