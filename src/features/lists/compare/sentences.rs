//! The shifts in words, ready to be pasted into a report: one sentence for each kind of shift, in the reader's
//! language. What did not happen is left out; where nothing happened at all, one sentence says so.
//!
//! - a project that stands on both sides counts once, whatever its class: its adjusted total, its stage, its dates
//! - a date is later or earlier only where that is certain at the precision people gave it
//! - plan and completion of the year are compared within one year only; from December to March they are other figures

use super::item::Item;
use super::model::{Comparison, Kept};
use super::sides::Compared;
use super::totals::{By, Shift, difference};
use super::words::{amount, side};
use crate::features::lists::model::Decision;
use crate::features::lists::words::Words;
use crate::features::projects::{Facts, Stage};
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use crate::kernel::plan_date::PlanDate;
use std::collections::BTreeMap;

/// How many places a sentence names at most.
const NAMED: usize = 5;

/// The sentences of a comparison, the whole first.
pub fn sentences(words: &Words, compared: &Compared) -> Vec<String> {
    let told = Told { words, compared, found: &compared.comparison };
    let mut all = Vec::new();
    if told.nothing_happened() {
        all.push(told.of_sides("compare-nothing", Vec::new()));
    } else {
        all.push(told.whole());
        all.extend(told.year());
        all.extend(told.added());
        all.extend(told.exited());
        all.extend(told.moved(&told.found.to_implementation, "compare-to-implementation"));
        all.extend(told.moved(&told.found.to_preparation, "compare-to-preparation"));
        all.extend(told.adjusted());
        all.extend(told.stages());
        all.extend(told.dates());
        all.extend(told.renamed());
        all.extend(told.places());
        all.extend(told.suspected());
    }
    if compared.is_extract() {
        all.push(words.lang.t("compare-extract-only"));
    }
    all
}

struct Told<'a> {
    words: &'a Words,
    compared: &'a Compared,
    found: &'a Comparison,
}

impl Told<'_> {
    fn nothing_happened(&self) -> bool {
        self.found.added.is_empty() && self.found.exited.is_empty() && self.found.changed().next().is_none()
    }

    fn say(&self, id: &str, args: &[(&'static str, String)]) -> String {
        self.words.lang.all(id, args)
    }

    fn t(&self, id: &str) -> String {
        self.words.lang.t(id)
    }

    fn amount(&self, money: Money) -> String {
        amount(self.words.lang, money)
    }

    /// `12个项目`
    fn projects(&self, count: usize) -> String {
        self.words.lang.with("compare-projects", "count", count)
    }

    fn of_sides(&self, id: &str, mut args: Vec<(&'static str, String)>) -> String {
        let name = |one| self.words.lang.render(&side(self.compared, one));
        args.push(("from", name(&self.compared.from)));
        args.push(("to", name(&self.compared.to)));
        self.say(id, &args)
    }

    fn whole(&self) -> String {
        let whole = &self.found.totals.whole;
        if self.compared.is_live() {
            let changed = self.found.changed().count().to_string();
            let args = vec![("projects", self.projects(whole.before.count as usize)), ("changed", changed)];
            return self.of_sides("compare-live-whole", args);
        }
        let count_change = match whole.count() {
            0 => self.t("compare-count-equal"),
            more @ 1.. => self.words.lang.with("compare-count-more", "count", more),
            fewer => self.words.lang.with("compare-count-fewer", "count", -fewer),
        };
        let args = vec![
            ("projects", self.projects(whole.after.count as usize)),
            ("count_change", count_change),
            ("total", self.amount(whole.after.total)),
            ("total_change", self.money_change(whole.total())),
        ];
        self.of_sides("compare-whole", args)
    }

    fn money_change(&self, change: Money) -> String {
        let size = self.amount(Money::from_yuan(change.yuan().abs()));
        match change.yuan() {
            0 => self.t("compare-money-equal"),
            1.. => self.words.lang.with("compare-money-more", "amount", size),
            _ => self.words.lang.with("compare-money-less", "amount", size),
        }
    }

    /// Plan and completion of the year, each where it is known.
    fn year(&self) -> Vec<String> {
        let Shift { before, after, .. } = &self.found.totals.whole;
        if self.compared.is_live() || self.compared.from.quarter.year() != self.compared.to.quarter.year() {
            return Vec::new();
        }
        let figures = [
            ("compare-plan", before.annual_plan, after.annual_plan),
            ("compare-done", before.ytd, after.ytd),
        ];
        let known =
            figures.iter().filter(|(_, before, after)| (*before, *after) != (Money::ZERO, Money::ZERO));
        let say = |(id, before, after): &(&str, Money, Money)| {
            let change = self.money_change(difference(*before, *after));
            self.say(id, &[("amount", self.amount(*after)), ("change", change)])
        };
        known.map(say).collect()
    }

    /// Count, sum and cities of some projects; nothing of none.
    fn group(&self, id: &str, items: &[&Item], more: Vec<(&'static str, String)>) -> Option<String> {
        if items.is_empty() {
            return None;
        }
        let total = items.iter().map(|item| item.facts.total_investment.unwrap_or_default());
        // The totals of the comparison were counted without leaving 64 bits, and this is a part of them.
        let total = Money::sum(total).unwrap_or_default();
        let mut args = vec![
            ("projects", self.projects(items.len())),
            ("total", self.amount(total)),
            ("where", self.cities(items)),
        ];
        args.extend(more);
        Some(self.say(id, &args))
    }

    /// `，其中济南市3个、青岛市2个`; nothing where no city is known.
    fn cities(&self, items: &[&Item]) -> String {
        let mut counts: BTreeMap<DivisionCode, usize> = BTreeMap::new();
        for city in items.iter().filter_map(|item| item.facts.division.city()) {
            *counts.entry(city).or_default() += 1;
        }
        let mut counts: Vec<(DivisionCode, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(city, count)| (std::cmp::Reverse(*count), *city));
        let id = if counts.len() > NAMED { "compare-where-most" } else { "compare-where" };
        counts.truncate(NAMED);
        let named = counts.iter().map(|(city, count)| {
            let args = [("place", self.words.city(Some(*city))), ("count", count.to_string())];
            self.say("compare-place", &args)
        });
        let named = named.collect::<Vec<_>>().join(&self.t("lists-comma"));
        if named.is_empty() { named } else { self.words.lang.with(id, "places", named) }
    }

    fn added(&self) -> Option<String> {
        let id = if self.compared.is_live() { "compare-live-added" } else { "compare-added" };
        self.group(id, &self.found.added.iter().collect::<Vec<_>>(), Vec::new())
    }

    fn exited(&self) -> Option<String> {
        let items: Vec<&Item> = self.found.exited.iter().map(|gone| &gone.item).collect();
        if self.compared.is_live() {
            return self.group("compare-live-exited", &items, Vec::new());
        }
        let of = |decision: Option<Decision>| {
            self.found.exited.iter().filter(|gone| gone.fate.decision == decision).count()
        };
        let kinds = [
            (of(Some(Decision::Graduate)), "compare-why-graduate"),
            (of(Some(Decision::Drop)), "compare-why-drop"),
            (of(Some(Decision::Merge)), "compare-why-merge"),
            (of(Some(Decision::Split)), "compare-why-split"),
            (of(Some(Decision::Decline)), "compare-why-decline"),
        ];
        let told: usize = kinds.iter().map(|(count, _)| count).sum();
        // Where some outcomes are told, the others are counted too: the kinds add up to the whole.
        let untold = (if told > 0 { items.len() - told } else { 0 }, "compare-why-unknown");
        let known = kinds.iter().chain([&untold]).filter(|(count, _)| *count > 0);
        let known: Vec<String> = known.map(|(count, id)| self.words.lang.with(id, "count", count)).collect();
        let why = if known.is_empty() {
            String::new()
        } else {
            self.words.lang.with("compare-why", "kinds", known.join(&self.t("lists-comma")))
        };
        self.group("compare-exited", &items, vec![("why", why)])
    }

    fn moved(&self, kept: &[Kept], id: &str) -> Option<String> {
        self.group(id, &kept.iter().map(|kept| &kept.after).collect::<Vec<_>>(), Vec::new())
    }

    fn adjusted(&self) -> Option<String> {
        let change = |kept: &Kept| {
            let (before, after) = (kept.before.facts.total_investment?, kept.after.facts.total_investment?);
            (before != after).then(|| difference(before, after))
        };
        let changes: Vec<Money> = self.found.kept().filter_map(change).collect();
        if changes.is_empty() {
            return None;
        }
        let up = changes.iter().filter(|change| change.yuan() > 0).count();
        let args = [
            ("projects", self.projects(changes.len())),
            ("up", up.to_string()),
            ("down", (changes.len() - up).to_string()),
            ("net", self.money_change(Money::sum(changes).unwrap_or_default())),
        ];
        Some(self.say("compare-adjusted", &args))
    }

    fn stages(&self) -> Vec<String> {
        let moves: Vec<(Stage, Stage)> = self
            .found
            .kept()
            .filter_map(|kept| Some((kept.before.facts.stage?, kept.after.facts.stage?)))
            .filter(|(before, after)| before != after)
            .collect();
        let forward = moves.iter().filter(|(before, after)| before < after).count();
        let reached =
            |stage: Stage| moves.iter().filter(|(before, after)| *before < stage && stage <= *after).count();
        let steps = [
            (reached(Stage::Started), "compare-reached-start"),
            (reached(Stage::Completed), "compare-reached-completion"),
            (reached(Stage::InProduction), "compare-reached-production"),
        ];
        let steps = steps.iter().filter(|(count, _)| *count > 0);
        let steps: Vec<String> = steps.map(|(count, id)| self.words.lang.with(id, "count", count)).collect();
        let steps = if steps.is_empty() {
            String::new()
        } else {
            self.words.lang.with("compare-reached", "steps", steps.join(&self.t("lists-comma")))
        };
        let mut told = Vec::new();
        if forward > 0 {
            told.push(self.say("compare-stages", &[("projects", self.projects(forward)), ("steps", steps)]));
        }
        if moves.len() > forward {
            told.push(self.counted("compare-stages-back", moves.len() - forward));
        }
        told
    }

    fn counted(&self, id: &str, count: usize) -> String {
        self.words.lang.with(id, "projects", self.projects(count))
    }

    fn dates(&self) -> Vec<String> {
        type Date = fn(&Facts) -> Option<&PlanDate>;
        let kinds: [(Date, &str, &str); 2] = [
            (|facts| facts.planned_start.as_ref(), "compare-start-later", "compare-start-earlier"),
            (|facts| facts.planned_finish.as_ref(), "compare-finish-later", "compare-finish-earlier"),
        ];
        let mut told = Vec::new();
        for (date, later, earlier) in kinds {
            let pairs: Vec<(&PlanDate, &PlanDate)> = self
                .found
                .kept()
                .filter_map(|kept| Some((date(&kept.before.facts)?, date(&kept.after.facts)?)))
                .collect();
            let late = pairs.iter().filter(|(before, after)| before.is_before(after)).count();
            let early = pairs.iter().filter(|(before, after)| after.is_before(before)).count();
            told.extend((late > 0).then(|| self.counted(later, late)));
            told.extend((early > 0).then(|| self.counted(earlier, early)));
        }
        told
    }

    fn renamed(&self) -> Option<String> {
        let renamed = |kept: &&Kept| kept.before.facts.name != kept.after.facts.name;
        let count = self.found.kept().filter(renamed).count();
        (count > 0).then(|| self.counted("compare-renamed", count))
    }

    /// Where the list grew and shrank, by city and by chain.
    fn places(&self) -> Vec<String> {
        if self.compared.is_live() {
            return Vec::new();
        }
        let totals = &self.found.totals;
        let by_city = self.shifts(By::City, &totals.by_city, ["compare-by-city", "compare-by-city-most"]);
        let by_chain =
            self.shifts(By::Chain, &totals.by_chain, ["compare-by-chain", "compare-by-chain-most"]);
        by_city.into_iter().chain(by_chain).collect()
    }

    fn shifts(&self, by: By, shifts: &[Shift], ids: [&str; 2]) -> Option<String> {
        // What has no chain yet is no chain that grew.
        let mut changed: Vec<&Shift> =
            shifts.iter().filter(|shift| shift.count() != 0 && shift.key.is_some()).collect();
        // Stable: of equal shifts the one of the smaller code stays first.
        changed.sort_by_key(|shift| std::cmp::Reverse(shift.count().abs()));
        let id = ids[usize::from(changed.len() > NAMED)];
        changed.truncate(NAMED);
        let named = changed.iter().map(|shift| {
            let id = if shift.count() > 0 { "compare-place-more" } else { "compare-place-fewer" };
            let args = [("place", by.name(self.words, shift)), ("count", shift.count().abs().to_string())];
            self.say(id, &args)
        });
        let named = named.collect::<Vec<_>>().join(&self.t("lists-comma"));
        (!named.is_empty()).then(|| self.words.lang.with(id, "places", named))
    }

    fn suspected(&self) -> Option<String> {
        let count = self.found.suspected.len();
        (count > 0).then(|| self.words.lang.with("compare-suspected", "count", count))
    }
}

#[cfg(test)]
mod tests;
