//! What the page of a month shows besides: its lights, its reports, and whether its figures hold.

use super::{Cell, Head, Notice, Tile, cells};
use crate::features::bulletins::Frozen;
use crate::features::indicators::{Group, Indicator, Lights};
use crate::features::projects::Light;
use crate::features::statistics::monthly::{Monthly, Reports};
use crate::features::statistics::words::{NONE, Words};
use crate::features::updates::Tally;
use crate::kernel::calendar::Period;
use crate::web::Lang;

/// Where the definition of what came in time stands on the page.
pub const ON_TIME: &str = "on_time_rate";

/// The rates of a month's table.
const RATES: [Indicator; 5] = [
    Indicator::CompletionRate,
    Indicator::ProgressGap,
    Indicator::StartRate,
    Indicator::StartRateNew,
    Indicator::EnrolmentRate,
];

/// Counts and sums of a month's table.
const SUMS: [&str; 5] = [
    "indicators-count",
    "bulletins-column-started",
    "statistics-plan",
    "statistics-ytd",
    "indicators-cumulative",
];

impl Monthly {
    /// The reports of a group of a grouping; of everybody without a group.
    pub fn reports(&self, grouping: usize, group: Option<usize>) -> Reports {
        match group {
            Some(group) => self.groups[grouping][group],
            None => Reports { tally: self.whole, place: None },
        }
    }
}

/// The heads of the columns after the group's name.
pub fn heads(lang: Lang, plain: impl Fn(&str) -> Head, rate: impl Fn(&Indicator) -> Head) -> Vec<Head> {
    let punctual = Head {
        id: Some(ON_TIME.to_owned()),
        label: lang.t("updates-discipline"),
        tip: lang.t("updates-discipline-formula"),
    };
    let more = [plain("statistics-lights"), plain("statistics-reports"), punctual];
    SUMS.iter().map(|id| plain(id)).chain(RATES.iter().map(rate)).chain(more).collect()
}

/// A row's cells, in the order of the heads.
pub fn cells(words: Words<'_>, group: &Group, Reports { tally, place }: Reports) -> Vec<Cell> {
    let (lang, figures) = (words.lang, &group.figures);
    let plain = |label: &str, value: String, rank| cells::plain(words, label, value, rank);
    let [count, started, plan, ytd, cumulative] = SUMS;
    let sums = [
        plain(count, figures.count.to_string(), group.ranks.count),
        plain(started, figures.started.to_string(), None),
        plain(plan, figures.annual_plan.yi_text(1), None),
        plain(ytd, figures.ytd.yi_text(1), None),
        plain(cumulative, figures.cumulative.yi_text(1), None),
    ];
    let rates = RATES.iter().map(|indicator| cells::rate(words, group, *indicator));
    let reports = plain("statistics-reports", reports(lang, tally), None);
    let punctual = Cell {
        label: lang.t("updates-discipline"),
        value: tally.discipline().map_or(NONE.to_owned(), |rate| format!("{}%", rate.percent(1))),
        tip: lang.t("updates-discipline-formula"),
        note: cells::place(words, place),
    };
    let lights = plain("statistics-lights", lights(lang, &figures.lights), None);
    sums.into_iter().chain(rates).chain([lights, reports, punctual]).collect()
}

/// `红 3 · 黄 2 · 绿 10 · 未报 1`, those that there are.
fn lights(lang: Lang, lights: &Lights) -> String {
    let shown = [Light::Red, Light::Yellow, Light::Green, Light::Unreported];
    let said: Vec<String> = shown
        .iter()
        .filter(|colour| lights.of(**colour) > 0)
        .map(|colour| format!("{} {}", lang.word("light", colour.as_str()), lights.of(*colour)))
        .collect();
    if said.is_empty() { NONE.to_owned() } else { said.join(" · ") }
}

/// `按时 8 · 迟报 1`, those that there are.
fn reports(lang: Lang, tally: Tally) -> String {
    let counts = [
        ("updates-count-due", tally.due),
        ("updates-count-on-time", tally.on_time),
        ("updates-count-late", tally.late),
        ("updates-count-missing", tally.missing),
        ("updates-count-excused", tally.excused),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| format!("{} {count}", lang.t(id)))
        .collect();
    if said.is_empty() { NONE.to_owned() } else { said.join(" · ") }
}

/// Two more figures for the strip.
pub fn tiles(lang: Lang, monthly: &Monthly, whole: &Lights, rows: &str) -> [Tile; 2] {
    let Tally { on_time, late, missing, .. } = monthly.whole;
    let red = Tile {
        label: lang.t("statistics-red"),
        value: whole.red.to_string(),
        unit: lang.t("statistics-projects-unit"),
        href: format!("{rows}#red"),
        tip: lights(lang, whole),
        note: lights(lang, whole),
    };
    let punctual = Tile {
        label: lang.t("updates-discipline"),
        value: monthly.whole.discipline().map_or(NONE.to_owned(), |rate| format!("{}%", rate.percent(1))),
        unit: String::new(),
        href: format!("{rows}#unpunctual"),
        tip: lang.t("updates-discipline-formula"),
        note: format!("{on_time} ÷ {}", on_time + late + missing),
    };
    [red, punctual]
}

/// Whether the figures hold, what waits, and where the bulletin is.
pub fn notices(lang: Lang, period: Period, frozen: Option<&Frozen>, monthly: &Monthly) -> Vec<Notice> {
    let link = (format!("/bulletins/{period}"), lang.t("statistics-month-bulletin"));
    match frozen {
        Some(_) => vec![Notice::new("info", lang.t("statistics-month-published")).leading(link)],
        None if monthly.due_at.is_none() => vec![Notice::new("info", lang.t("statistics-month-nothing"))],
        None => {
            let mut notices = vec![Notice::new("info", lang.t("statistics-month-draft")).leading(link)];
            if monthly.waiting > 0 {
                let waiting = lang.with("bulletins-draft-waiting", "count", monthly.waiting);
                notices.push(Notice::new("warn", waiting));
            }
            notices
        }
    }
}
