//! The figures of a digest: those of the reader's places beside the province's, and the cities in their order.

use super::Teller;
use crate::features::digests::paper::{Bar, Bars, Block, Cell, Figures, Line};
use crate::features::digests::part::{City, Standing};
use crate::features::indicators::{Figures as Measures, Indicator};
use crate::features::lists::amount;
use crate::kernel::money::Money;
use crate::kernel::ratio::Ratio;
use std::cmp::Ordering;

impl Teller<'_> {
    /// The figures of the reader's places; `changes` is what the second column is called where there is one.
    pub(super) fn figures(&self, changes: Option<String>) -> Vec<Block> {
        let Some(hers) = self.part.hers() else { return Vec::new() };
        let province = self.part.own.as_ref().and(self.part.province.as_ref());
        let own = self.place().unwrap_or_else(|| self.lang.t("digests-province"));
        let has_changes = changes.is_some();
        let heads =
            std::iter::once(own).chain(changes).chain(province.map(|_| self.lang.t("digests-province")));
        let beside = |name: &str,
                      note: String,
                      [own, all]: [&str; 2],
                      cell: &dyn Fn(&Standing) -> (String, String)| {
            let (value, change) = cell(hers);
            let at = |words: String, path: &str| Cell { words, href: self.link(path) };
            let change = has_changes.then(|| at(change, &self.compare_path()));
            let others = province.map(|province| at(cell(province).0, all));
            let cells = std::iter::once(at(value, own)).chain(change).chain(others).collect();
            Line { name: self.lang.t(name), note, cells }
        };
        let (list, own, all) =
            (self.list_path(), self.statistics_path(self.own_city()), self.statistics_path(None));
        // What a month measures are the projects that owed a report, so their rows stand in its statistics.
        let list = if self.part.ground.bulletin.is_some() { &own } else { &list };
        let (list, statistics) = ([list.as_str(), list], [own.as_str(), &all]);
        let now = &hers.now;
        let (start, completion) = (now.measure(Indicator::StartRate), now.measure(Indicator::CompletionRate));
        let money = |pick: fn(&Measures) -> Money, which: usize, yearly: bool| {
            move |one: &Standing| {
                if !one.known.get(which).is_some_and(|known| *known) {
                    return (self.lang.t("digests-not-reported"), String::new());
                }
                let before = one.before.as_ref().filter(|_| !yearly || self.part.is_same_year());
                let change = before.and_then(|before| pick(&one.now).checked_sub(pick(before)));
                (
                    amount(self.lang, pick(&one.now)),
                    change.map(|change| self.money_change(change)).unwrap_or_default(),
                )
            }
        };
        let rate = |indicator: Indicator, yearly: bool| {
            move |one: &Standing| {
                let value = one.now.measure(indicator);
                let before = one.before.as_ref().filter(|_| !yearly || self.part.is_same_year());
                let was = before.and_then(|before| before.measure(indicator).value);
                let change = value.value.zip(was).and_then(|(is, was)| is.checked_sub(was));
                let text =
                    value.text().map_or_else(|| self.lang.t("digests-no-rate"), |text| format!("{text}%"));
                (text, change.map(|change| self.points(change)).unwrap_or_default())
            }
        };
        let count = |one: &Standing| {
            let change = one.before.as_ref().map(|before| self.count_change(one.now.count - before.count));
            (self.counted("digests-projects", one.now.count as usize), change.unwrap_or_default())
        };
        let classes = [
            ("implementation", now.implementation.to_string()),
            ("preparation", now.preparation.to_string()),
        ];
        let lines = vec![
            beside("digests-count", self.with("digests-classes", &classes), list, &count),
            beside("digests-total", String::new(), list, &money(|of| of.total, 0, false)),
            beside("digests-plan", String::new(), statistics, &money(|of| of.annual_plan, 1, true)),
            beside("digests-done", String::new(), statistics, &money(|of| of.ytd, 2, true)),
            beside(
                "digests-completion",
                self.completion_note(hers, completion.value),
                statistics,
                &rate(Indicator::CompletionRate, true),
            ),
            beside(
                "digests-start",
                self.start_note(start.operands),
                statistics,
                &rate(Indicator::StartRate, false),
            ),
        ];
        vec![Block::Figures(Figures { heads: heads.collect(), lines })]
    }

    /// How it stands against the year, and what it leaves out.
    fn completion_note(&self, hers: &Standing, rate: Option<Ratio>) -> String {
        let mut said = Vec::new();
        let gap = hers.now.measure(Indicator::ProgressGap).value;
        match (rate, gap) {
            (Some(_), Some(gap)) => {
                let time = hers.now.moment.time_progress().percent(1);
                let (id, points) = match gap.percent(1) {
                    text if text == "0.0" => ("digests-time-even", text),
                    text => match text.strip_prefix('-') {
                        Some(behind) => ("digests-time-behind", behind.to_owned()),
                        None => ("digests-time-ahead", text),
                    },
                };
                said.push(self.with(id, &[("time", time), ("points", points)]));
            }
            _ => said.push(self.lang.t("digests-no-plan")),
        }
        if rate.is_some() && !hers.known[2] {
            said.push(self.lang.t("digests-none-done"));
        }
        if hers.now.without_plan > 0 && rate.is_some() {
            said.push(self.counted("digests-without-plan", hers.now.without_plan as usize));
        }
        self.joined(&said)
    }

    fn start_note(&self, operands: Option<(i64, i64)>) -> String {
        match operands {
            Some((started, all)) if all > 0 => {
                self.with("digests-start-of", &[("started", started.to_string()), ("all", all.to_string())])
            }
            _ => self.lang.t("digests-no-implementation"),
        }
    }

    fn money_change(&self, change: Money) -> String {
        match (change.cmp(&Money::ZERO), Money::ZERO.checked_sub(change)) {
            (Ordering::Equal, _) => self.lang.t("digests-unchanged"),
            // The sign stands before the unit in both languages.
            (Ordering::Less, Some(less)) => format!("-{}", amount(self.lang, less)),
            _ => format!("+{}", amount(self.lang, change)),
        }
    }

    pub(super) fn count_change(&self, change: i64) -> String {
        if change == 0 { self.lang.t("digests-unchanged") } else { format!("{change:+}") }
    }

    /// `+3.2 个百分点`
    pub(super) fn points(&self, change: Ratio) -> String {
        let text = change.percent(1);
        if text == "0.0" {
            return self.lang.t("digests-unchanged");
        }
        let sign = if text.starts_with('-') { "" } else { "+" };
        self.with("digests-points", &[("points", format!("{sign}{text}"))])
    }

    /// The cities in their order.
    pub(super) fn ranking(&self) -> Vec<Block> {
        if self.part.cities.is_empty() {
            return Vec::new();
        }
        let rows = self.part.cities.iter().map(|city| self.bar(city)).collect();
        let heads = ["digests-place", "digests-city", "digests-completion", "digests-more"];
        let mut blocks = vec![self.heading("digests-ranking")];
        blocks.extend(self.own_place());
        blocks.push(Block::Bars(Bars { heads: heads.map(|id| self.lang.t(id)), rows }));
        blocks
    }

    /// Where the reader's city stands, so that she need not look for it.
    fn own_place(&self) -> Option<Block> {
        let mut own = self.part.cities.iter().filter(|city| city.is_own);
        let (Some(city), None) = (own.next(), own.next()) else { return None };
        let among = self.part.cities.iter().filter(|city| city.place.is_some()).count();
        let args = [
            ("city", self.place_of(city.code)),
            ("place", city.place?.to_string()),
            ("among", among.to_string()),
        ];
        Some(Block::Say(self.with("digests-own-place", &args)))
    }

    fn bar(&self, city: &City) -> Bar {
        let rate = city.figures.measure(Indicator::CompletionRate).value;
        let value = match rate {
            Some(rate) => format!("{}%", rate.percent(1)),
            None if city.figures.count == 0 => self.lang.t("digests-no-project"),
            None => self.lang.t("digests-no-plan-short"),
        };
        let projects = Some(self.counted("digests-projects", city.figures.count as usize));
        let moved = city.place.zip(city.before).map(|(is, was)| match is.cmp(&was) {
            Ordering::Less => self.counted("digests-up", (was - is) as usize),
            Ordering::Greater => self.counted("digests-down", (is - was) as usize),
            Ordering::Equal => self.lang.t("digests-same-place"),
        });
        Bar {
            place: city.place.map_or_else(|| "-".to_owned(), |place| place.to_string()),
            name: self.place_of(city.code),
            value,
            share: rate.map_or(0, |rate| (rate.basis_points() + 50) / 100),
            more: self.joined(&projects.into_iter().chain(moved).collect::<Vec<_>>()),
            href: self.link(&self.statistics_path(Some(city.code))),
            is_own: city.is_own,
        }
    }
}
