//! The month: first what changed since the reader's last digest, then the month as its bulletin tells it.

use super::{Teller, occasion_name};
use crate::features::digests::model::{DigestKind, Last, Occasion, Told, level_of};
use crate::features::digests::paper::{Block, Cell, Figures, Item, Line};
use crate::features::projects::Light;
use crate::kernel::calendar::local_date;
use crate::kernel::instant::Instant;
use crate::kernel::ratio::Ratio;

impl Teller<'_> {
    pub(super) fn monthly(&self) -> Vec<Block> {
        let mut blocks = vec![self.heading("digests-since")];
        match self.part.last {
            None => blocks.push(self.say("digests-first")),
            Some(Last { told, at, .. }) => blocks.extend(self.since(told, *at)),
        }
        if self.part.ground.bulletin.is_some() {
            blocks.push(self.heading("digests-figures"));
            blocks.extend(self.figures(None));
            blocks.extend(self.ranking());
        }
        blocks.extend(self.red(None));
        blocks.extend(self.problems());
        blocks
    }

    /// What the reader was told last, what it is now, and the names behind the difference.
    fn since(&self, told: &Told, at: Instant) -> Vec<Block> {
        let occasion = [DigestKind::Quarterly, DigestKind::Monthly]
            .into_iter()
            .find_map(|kind| Occasion::of(kind, &told.of));
        let of = occasion.map_or_else(|| told.of.clone(), |occasion| occasion_name(self.lang, occasion));
        let day = local_date(at, self.part.ground.at.zone);
        let mut blocks =
            vec![Block::Say(self.with("digests-since-of", &[("of", of), ("day", day.to_string())]))];
        let now = self.part.told();
        let line = |name: &str, cells: [String; 3], href: String| Line {
            name: self.lang.t(name),
            note: String::new(),
            cells: cells
                .into_iter()
                .enumerate()
                .map(|(at, words)| Cell {
                    words,
                    href: if at == 0 { self.link(&href) } else { String::new() },
                })
                .collect(),
        };
        let count = |is: i64, was: i64| [is.to_string(), self.count_change(is - was), was.to_string()];
        let mut lines = vec![line("digests-count", count(now.count, told.count), self.list_path())];
        let rate = |told: &Told| told.completion.and_then(|(done, plan)| Ratio::of(done, plan));
        if let Some((is, was)) = rate(&now).zip(rate(told)).filter(|_| now.year == told.year) {
            let change = is.checked_sub(was).map(|change| self.points(change)).unwrap_or_default();
            let cells = [format!("{}%", is.percent(1)), change, format!("{}%", was.percent(1))];
            let href = self.statistics_path(self.own_city());
            lines.push(line("digests-completion", cells, href));
        }
        if let Some((is, was)) = now.red.as_ref().zip(told.red.as_ref()) {
            lines.push(line("digests-red", count(is.len() as i64, was.len() as i64), self.red_path()));
        }
        let problems = count(now.problems.len() as i64, told.problems.len() as i64);
        let level = level_of(self.part.scope);
        lines.push(line("digests-problems", problems, format!("/problems?level={level}&state=unsolved")));
        let heads = ["digests-now", "digests-change", "digests-then"].map(|id| self.lang.t(id));
        blocks.push(Block::Figures(Figures { heads: heads.into(), lines }));
        if rate(&now).is_none() || rate(told).is_none() || now.year != told.year {
            blocks.push(self.say("digests-since-no-rate"));
        }
        blocks.extend(self.no_longer_red(told, &now));
        blocks
    }

    fn no_longer_red(&self, told: &Told, now: &Told) -> Vec<Block> {
        let (Some(was), Some(is)) = (&told.red, &now.red) else {
            return vec![self.say("digests-since-no-lights")];
        };
        let (list, lights) = (&self.part.ground.list, &self.part.ground.lights);
        // Without a light nobody knows whether it has recovered.
        let has_recovered = |id: &&i64| {
            let colour = lights.of.get(id).map(|lit| lit.colour);
            matches!(colour, Some(Light::Green | Light::Yellow))
        };
        let gone: Vec<&i64> = was.iter().filter(|id| !is.contains(id)).collect();
        let unknown = gone.iter().filter(|id| !has_recovered(id)).count();
        let gone = gone.into_iter().filter(has_recovered).filter_map(|id| {
            let entry = list.entries.iter().find(|entry| entry.project_id == *id)?;
            self.part.scope.covers(entry.facts.division).then(|| {
                let place = self.place_of(entry.facts.division);
                let name = super::cut(&entry.facts.name);
                Item {
                    name: self.with("digests-named", &[("name", name), ("place", place)]),
                    href: self.link(&format!("/projects/{id}")),
                    ..Item::default()
                }
            })
        });
        let items: Vec<Item> = gone.collect();
        let unknown = (unknown > 0).then(|| Block::Say(self.counted("digests-red-without-light", unknown)));
        if items.is_empty() {
            return unknown.into_iter().collect();
        }
        let all = items.len();
        let said = Block::Count(self.counted("digests-no-longer-red", all), self.link(&self.red_path()));
        let shown = items.into_iter().take(super::MOST).collect();
        std::iter::once(said).chain(self.items(shown, all, &self.red_path())).chain(unknown).collect()
    }
}
