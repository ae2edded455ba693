//! What a digest says: the parts that quarter and month share. Every figure leads to its rows, every missing fact is a
//! sentence.

mod figures;
mod matters;
mod monthly;
mod pipeline;
mod quarterly;

use super::model::Occasion;
use super::paper::{Block, Paper};
use super::part::Part;
use super::rules::Rules;
use crate::features::indicators::Indicator;
use crate::features::lists::quarter_name;
use crate::kernel::calendar::{Period, Quarter, local_date};
use crate::kernel::division::DivisionCode;
use crate::locales::Lang;
use chrono::Datelike;

/// The most that is named of anything; the rest is counted.
const MOST: usize = 10;
/// Signs of somebody else's words.
const CUT: usize = 60;

/// A reader's letter about to be laid out.
pub struct Teller<'a> {
    /// Her language.
    pub lang: Lang,
    /// What she is told.
    pub part: &'a Part<'a>,
    /// How links begin.
    pub rules: &'a Rules,
    /// Name of the attached list.
    pub file: &'a str,
    /// Where she stops it.
    pub stop: &'a str,
}

/// What an occasion is called.
pub fn occasion_name(lang: Lang, occasion: Occasion) -> String {
    match occasion {
        Occasion::Quarter(quarter) => lang.render(&quarter_name(quarter)),
        Occasion::Month(period) => month_name(lang, period),
    }
}

/// `2026年10月`
pub fn month_name(lang: Lang, period: Period) -> String {
    let day = period.first_day();
    lang.all("digests-month-name", &[("year", day.year().to_string()), ("month", day.month().to_string())])
}

impl Teller<'_> {
    /// The letter.
    pub fn paper(&self) -> Paper {
        let blocks = match self.part.ground.occasion {
            Occasion::Quarter(_) => self.quarterly(),
            Occasion::Month(_) => self.monthly(),
        };
        let of = self.of();
        let (subject, title) = match self.part.ground.occasion {
            Occasion::Quarter(_) => ("digests-subject-quarterly", "digests-title-quarterly"),
            Occasion::Month(_) => ("digests-subject-monthly", "digests-title-monthly"),
        };
        let title = self.with(title, &[("of", of.clone())]);
        let (of, title) = match self.place() {
            None => (of, title),
            Some(place) => (
                self.with("digests-of-place", &[("of", of), ("place", place.clone())]),
                self.with("digests-title-place", &[("title", title), ("place", place)]),
            ),
        };
        Paper {
            lang: self.lang.as_str(),
            subject: self.with(subject, &[("of", of), ("facts", self.joined(&self.headline()))]),
            preheader: self.preheader(),
            title,
            under: self.under(),
            blocks: blocks.into_iter().chain(self.basis()).collect(),
            foot: vec![
                (self.lang.t("digests-foot-why"), String::new()),
                (self.lang.t("digests-foot-stop"), self.stop.to_owned()),
                (self.lang.t("digests-foot-all"), self.link("/digests")),
                (self.lang.t("digests-foot-links"), String::new()),
            ],
            links_title: self.lang.t("digests-links"),
        }
    }

    fn of(&self) -> String {
        occasion_name(self.lang, self.part.ground.occasion)
    }

    fn link(&self, path: &str) -> String {
        self.rules.link(path)
    }

    fn with(&self, id: &str, args: &[(&'static str, String)]) -> String {
        self.lang.all(id, args)
    }

    fn counted(&self, id: &str, count: usize) -> String {
        self.with(id, &[("count", count.to_string())])
    }

    fn joined(&self, parts: &[String]) -> String {
        parts.join(&self.lang.t("digests-comma"))
    }

    /// The reader's places by name; none for the whole province.
    fn place(&self) -> Option<String> {
        let name = |place: &DivisionCode| self.part.ground.book.name(self.lang, *place);
        let names: Vec<String> = self.part.scope.places().iter().map(name).collect();
        self.part.is_scoped().then(|| names.join(&self.lang.t("digests-and")))
    }

    /// `济南市`, and the county with its city.
    fn place_of(&self, code: DivisionCode) -> String {
        self.part.ground.book.name(self.lang, code)
    }

    fn list_path(&self) -> String {
        let list = &self.part.ground.list;
        format!("/lists/{}/versions/{}", list.head.quarter, list.version.version)
    }

    /// Where the figures of a city, or of all, are computed before one's eyes.
    fn statistics_path(&self, city: Option<DivisionCode>) -> String {
        let ground = self.part.ground;
        let of = match (ground.occasion, &ground.bulletin) {
            (Occasion::Month(period), Some(told)) => {
                format!("period={period}&version={}", told.frozen.imprint.version)
            }
            (Occasion::Month(period), None) => format!("period={period}"),
            (Occasion::Quarter(quarter), _) => {
                format!("list={quarter}&version={}", ground.list.version.version)
            }
        };
        let key = city.map(|city| format!("&key={city}")).unwrap_or_default();
        format!("/statistics?{of}&by=city{key}")
    }

    /// The one city that is the reader's.
    fn own_city(&self) -> Option<DivisionCode> {
        match self.part.scope.places() {
            [one] if one.is_city() => Some(*one),
            _ => None,
        }
    }

    /// Where the red lights stand.
    fn red_path(&self) -> String {
        let ground = self.part.ground;
        if let (Occasion::Month(_), Some(told)) = (ground.occasion, &ground.bulletin) {
            let imprint = &told.frozen.imprint;
            return format!("/bulletins/{}?version={}", imprint.period, imprint.version);
        }
        let (list, month) = (ground.list.head.quarter, ground.occasion.month());
        format!("/projects?list={list}&light=red&light_month={month}")
    }

    /// Where those stand that were not red when the list before was made; a month holds hers against her last digest, and
    /// marks them.
    fn newly_red_path(&self) -> String {
        let path = self.red_path();
        match (self.part.ground.occasion, &self.part.ground.before) {
            (Occasion::Quarter(_), Some(before)) => format!("{path}&light_since={}", before.lights.period),
            _ => path,
        }
    }

    /// Two figures that stand in every subject.
    fn headline(&self) -> Vec<String> {
        let hers = self.part.hers();
        let rate = hers.and_then(|hers| hers.now.measure(Indicator::CompletionRate).text());
        let mut said = Vec::new();
        match (rate, hers) {
            (Some(rate), _) => said.push(self.with("digests-fact-completion", &[("rate", rate)])),
            (None, Some(hers)) => said.push(self.counted("digests-fact-projects", hers.now.count as usize)),
            (None, None) => {}
        }
        match &self.part.red {
            Some(red) => {
                said.push(self.counted("digests-fact-red", red.len()));
                if red.iter().all(|one| one.is_new.is_some()) && !red.is_empty() {
                    let new = red.iter().filter(|one| one.is_new == Some(true)).count();
                    said.push(self.counted("digests-fact-new", new));
                }
            }
            None => said.push(self.lang.t("digests-fact-no-lights")),
        }
        said
    }

    fn preheader(&self) -> String {
        let mut said = self.headline();
        if let Some(moves) = &self.part.moves {
            let args = [("added", moves.added.len().to_string()), ("left", moves.exited.len().to_string())];
            said.push(self.with("digests-fact-moves", &args));
        }
        said.push(self.counted("digests-fact-problems", self.part.problems.len()));
        self.joined(&said)
    }

    /// What it is bound to.
    fn under(&self) -> Vec<String> {
        let ground = self.part.ground;
        let list = &ground.list;
        let args = [
            ("list", self.list_name(list.head.quarter)),
            ("number", list.version.number.clone()),
            ("version", list.version.version.to_string()),
            ("day", list.version.data_as_of.to_string()),
        ];
        let bound = |id: &str| self.with(id, &args);
        match (ground.occasion, &ground.bulletin) {
            (Occasion::Quarter(_), _) => vec![bound("digests-bound")],
            // The list says whose month it is; its own day is not the month's.
            (Occasion::Month(period), None) => {
                let month = [("month", month_name(self.lang, period))];
                vec![bound("digests-bound-month"), self.with("digests-no-bulletin", &month)]
            }
            (Occasion::Month(period), Some(told)) => {
                let imprint = &told.frozen.imprint;
                let args = [
                    ("number", imprint.number.clone()),
                    ("version", imprint.version.to_string()),
                    ("day", period.last_day().to_string()),
                ];
                vec![bound("digests-bound-month"), self.with("digests-bound-bulletin", &args)]
            }
        }
    }

    fn list_name(&self, quarter: Quarter) -> String {
        self.lang.render(&quarter_name(quarter))
    }

    fn heading(&self, id: &str) -> Block {
        Block::Heading(self.lang.t(id))
    }

    fn say(&self, id: &str) -> Block {
        Block::Say(self.lang.t(id))
    }

    /// What it is made of, with the hashes that prove it.
    fn basis(&self) -> Vec<Block> {
        let ground = self.part.ground;
        let list = &ground.list;
        let args = [
            ("list", self.list_name(list.head.quarter)),
            ("number", list.version.number.clone()),
            ("version", list.version.version.to_string()),
            ("day", local_date(list.version.published_at, ground.at.zone).to_string()),
            ("file", self.file.to_owned()),
        ];
        let mut blocks = vec![
            self.heading("digests-basis"),
            Block::Say(self.with("digests-basis-list", &args)),
            Block::Code(list.version.hash.clone()),
        ];
        if self.part.is_scoped() {
            blocks.push(self.say("digests-basis-extract"));
        }
        if let (Occasion::Month(_), Some(told)) = (ground.occasion, &ground.bulletin) {
            let args = [("number", told.frozen.imprint.number.clone())];
            blocks.push(Block::Say(self.with("digests-basis-bulletin", &args)));
            blocks.push(Block::Code(told.frozen.hash.clone()));
        }
        blocks
    }
}

/// Somebody's words in one line that is not too long.
fn cut(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(CUT) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
