//! The quarter: headline figures with their change, what entered and left, the cities' order, red lights, what moved most,
//! what waits for the reader's level, how the promotion of leads goes.

use super::{MOST, Teller, cut};
use crate::features::digests::paper::{Block, Item};
use crate::features::digests::part::Moves;
use crate::features::lists::{Gone, Kept, amount, decision_text};
use crate::features::projects::{Facts, Stage, stage_name};
use crate::kernel::money::Money;

/// The most of those that moved.
const MOVERS: usize = 5;

impl Teller<'_> {
    pub(super) fn quarterly(&self) -> Vec<Block> {
        let mut blocks = vec![self.heading("digests-figures")];
        match &self.part.ground.before {
            None => {
                blocks.extend(self.figures(None));
                blocks.push(self.say("digests-nothing-before"));
            }
            Some(before) => {
                let last = self.list_name(before.list.head.quarter);
                let args = [("list", last)];
                blocks.extend(self.figures(Some(self.with("digests-against", &args))));
                if !self.part.is_same_year() {
                    blocks.push(Block::Say(self.with("digests-other-year", &args)));
                }
            }
        }
        if let Some(moves) = &self.part.moves {
            blocks.extend(self.entered_and_left(moves));
        }
        blocks.extend(self.ranking());
        let unknown = self.part.ground.before.as_ref().map(|before| {
            let month = super::month_name(self.lang, before.lights.period);
            Block::Say(self.with("digests-red-unknown", &[("month", month)]))
        });
        let is_known = self.part.ground.before.as_ref().is_some_and(|before| before.lights.are_known());
        blocks.extend(self.red(unknown.filter(|_| !is_known)));
        if let Some(moves) = &self.part.moves {
            blocks.extend(self.movers(moves));
        }
        blocks.extend(self.problems());
        blocks.extend(self.pipeline());
        blocks
    }

    pub(super) fn compare_path(&self) -> String {
        let ground = self.part.ground;
        let (list, version) = (ground.list.head.quarter, ground.list.version.version);
        let with =
            ground.before.as_ref().map(|before| (before.list.head.quarter, before.list.version.version));
        let with = with.map(|(quarter, version)| format!("&with={quarter}&with_version={version}"));
        format!("/lists/{list}/compare?version={version}{}", with.unwrap_or_default())
    }

    /// In the four kinds of the official change set.
    fn entered_and_left(&self, moves: &Moves<'_>) -> Vec<Block> {
        let mut blocks = vec![self.heading("digests-moves")];
        if let Some(before) = &self.part.ground.before {
            let all = &before.comparison;
            let args = [
                ("added", all.added.len().to_string()),
                ("left", all.exited.len().to_string()),
                ("up", all.to_implementation.len().to_string()),
                ("down", all.to_preparation.len().to_string()),
            ];
            blocks.push(Block::Count(
                self.with("digests-moves-province", &args),
                self.link(&self.compare_path()),
            ));
        }
        if self.part.is_scoped() {
            let args = [("added", moves.added.len().to_string()), ("left", moves.exited.len().to_string())];
            blocks.push(Block::Count(self.with("digests-moves-own", &args), self.link(&self.compare_path())));
        }
        let named = |facts: &Facts| {
            let place = self.place_of(facts.division);
            self.with("digests-named", &[("name", cut(&facts.name)), ("place", place)])
        };
        let item = |id: i64, name: String, note: String| Item {
            name,
            note,
            href: self.link(&format!("/projects/{id}")),
            is_marked: false,
        };
        let added: Vec<Item> = moves
            .added
            .iter()
            .take(MOST)
            .map(|one| {
                let total =
                    one.facts.total_investment.map(|money| amount(self.lang, money)).unwrap_or_default();
                let name = self.with("digests-entered", &[("name", named(&one.facts))]);
                item(one.project_id, name, total)
            })
            .collect();
        let left: Vec<Item> = moves
            .exited
            .iter()
            .take(MOST)
            .map(|gone| {
                let name = self.with("digests-left", &[("name", named(&gone.item.facts))]);
                item(gone.item.project_id, name, self.fate(gone))
            })
            .collect();
        blocks.extend(self.items(added, moves.added.len(), &self.compare_path()));
        blocks.extend(self.items(left, moves.exited.len(), &self.compare_path()));
        for (id, kept) in [("digests-to-implementation", &moves.up), ("digests-to-preparation", &moves.down)]
        {
            let name = |one: &Kept| self.with(id, &[("name", named(&one.after.facts))]);
            let items = kept.iter().take(MOST);
            let items = items.map(|one| item(one.after.project_id, name(one), String::new())).collect();
            blocks.extend(self.items(items, kept.len(), &self.compare_path()));
        }
        blocks
    }

    /// Why, or else what was decided about it.
    fn fate(&self, gone: &Gone) -> String {
        let decision = || gone.fate.decision.map(|decision| self.lang.t(decision_text(decision)));
        gone.fate.reason.as_deref().map(cut).or_else(decision).unwrap_or_default()
    }

    fn movers(&self, moves: &Moves<'_>) -> Vec<Block> {
        let mut blocks = vec![self.heading("digests-movers")];
        if moves.done.is_empty() && moves.forward.is_empty() && moves.back.is_empty() {
            blocks.push(self.say("digests-no-movers"));
            return blocks;
        }
        if !moves.done.is_empty() {
            blocks.push(self.say("digests-most-done"));
            let items = moves.done.iter().take(MOVERS).map(|(kept, done)| self.done(kept, *done)).collect();
            blocks.push(Block::Items(items));
        }
        for (id, kept, is_marked) in
            [("digests-forward", &moves.forward, false), ("digests-back", &moves.back, true)]
        {
            if !kept.is_empty() {
                blocks.push(Block::Count(self.counted(id, kept.len()), self.link(&self.compare_path())));
                let items = kept.iter().take(MOVERS).map(|kept| self.stage(kept, is_marked)).collect();
                blocks.extend(self.items(items, kept.len(), &self.compare_path()));
            }
        }
        blocks
    }

    fn kept(&self, kept: &Kept, note: String, is_marked: bool) -> Item {
        let facts = &kept.after.facts;
        let place = self.place_of(facts.division);
        Item {
            name: self.with("digests-named", &[("name", cut(&facts.name)), ("place", place)]),
            note,
            href: self.link(&format!("/projects/{}", kept.after.project_id)),
            is_marked,
        }
    }

    fn done(&self, kept: &Kept, done: Money) -> Item {
        let whole = kept.after.facts.cumulative_investment.unwrap_or_default();
        let args = [("done", amount(self.lang, done)), ("whole", amount(self.lang, whole))];
        self.kept(kept, self.with("digests-done-since", &args), false)
    }

    fn stage(&self, kept: &Kept, is_marked: bool) -> Item {
        let name = |stage: Option<Stage>| {
            stage.map(|stage| self.lang.render(&stage_name(stage))).unwrap_or_default()
        };
        let args = [("from", name(kept.before.facts.stage)), ("to", name(kept.after.facts.stage))];
        self.kept(kept, self.with("digests-stage", &args), is_marked)
    }
}
