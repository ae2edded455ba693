//! What asks for the reader's attention: red lights with their reasons, and problems that wait for her level.

use super::{MOST, Teller, cut, month_name};
use crate::features::digests::model::level_of;
use crate::features::digests::paper::{Block, Item};
use crate::features::digests::part::Red;
use crate::features::problems::{Level, Problem};
use crate::locales::Lang;

impl Teller<'_> {
    /// The red lights; `unknown` is said where nobody knows which of them are new.
    pub(super) fn red(&self, unknown: Option<Block>) -> Vec<Block> {
        let ground = self.part.ground;
        let month = [("month", month_name(self.lang, ground.occasion.month()))];
        let mut blocks = vec![self.heading("digests-red")];
        let Some(red) = &self.part.red else {
            blocks.push(Block::Say(self.with("digests-no-lights", &month)));
            return blocks;
        };
        let [month] = month;
        let count = |words: String| Block::Count(words, self.link(&self.red_path()));
        blocks.push(count(self.with("digests-red-count", &[month, ("count", red.len().to_string())])));
        if self.part.unlit > 0 {
            blocks.push(Block::Say(self.counted("digests-unlit", self.part.unlit)));
        }
        let is_known = red.iter().all(|one| one.is_new.is_some());
        if is_known && !red.is_empty() {
            let new = red.iter().filter(|one| one.is_new == Some(true)).count();
            let path = self.newly_red_path();
            blocks.push(Block::Count(self.counted("digests-red-new", new), self.link(&path)));
        }
        if let Some(province) = self.part.own.as_ref().and(self.part.province.as_ref()) {
            let all = ("count", province.now.lights.red.to_string());
            blocks.push(count(match province.newly_red {
                Some(new) => self.with("digests-red-province-new", &[all, ("new", new.to_string())]),
                None => self.with("digests-red-province", &[all]),
            }));
        }
        blocks.extend(unknown.filter(|_| !is_known || red.is_empty()));
        let mut sorted: Vec<&Red> = red.iter().collect();
        sorted.sort_by_key(|one| one.is_new != Some(true));
        let items: Vec<Item> = sorted.iter().take(MOST).map(|one| self.red_item(one)).collect();
        blocks.extend(self.items(items, red.len(), &self.red_path()));
        blocks
    }

    fn red_item(&self, red: &Red) -> Item {
        let place = self.place_of(red.division);
        let name = self.with("digests-named", &[("name", cut(&red.name)), ("place", place)]);
        let is_new = red.is_new == Some(true);
        let why =
            red.why.as_ref().map(|(zh, en)| if self.lang == Lang::Zh { zh.clone() } else { en.clone() });
        let said: Vec<String> =
            is_new.then(|| self.lang.t("digests-newly-red")).into_iter().chain(why).collect();
        Item {
            name,
            note: said.join(&self.lang.t("colon")),
            href: self.link(&format!("/projects/{}", red.project_id)),
            is_marked: is_new,
        }
    }

    /// Things with what is left out of them.
    pub(super) fn items(&self, mut items: Vec<Item>, all: usize, path: &str) -> Option<Block> {
        if all > items.len() {
            let name = self.counted("digests-others", all - items.len());
            items.push(Item { name, href: self.link(path), ..Item::default() });
        }
        (!items.is_empty()).then_some(Block::Items(items))
    }

    /// What waits for the reader's level.
    pub(super) fn problems(&self) -> Vec<Block> {
        let level = level_of(self.part.scope);
        let (heading, none) = match level {
            Level::Province => ("digests-problems-province", "digests-no-problems-province"),
            Level::City => ("digests-problems-city", "digests-no-problems-city"),
            Level::County => ("digests-problems-county", "digests-no-problems-county"),
        };
        let mut blocks = vec![self.heading(heading)];
        let problems = self.part.problems;
        if problems.is_empty() {
            blocks.push(self.say(none));
            return blocks;
        }
        let args = [("count", problems.len().to_string()), ("day", self.part.ground.at.today().to_string())];
        let path = format!("/problems?level={level}&state=unsolved");
        blocks.push(Block::Count(self.with("digests-problems-count", &args), self.link(&path)));
        let items = problems.iter().take(MOST).map(|problem| self.problem(problem)).collect();
        blocks.extend(self.items(items, problems.len(), &path));
        blocks
    }

    fn problem(&self, problem: &Problem) -> Item {
        let place = self.place_of(problem.division);
        let whose = self.with("digests-named", &[("name", cut(&problem.project)), ("place", place)]);
        let kind = self.lang.word("problems-kind", problem.kind.as_str());
        let due = problem.due_on.map(|day| self.with("digests-problem-due", &[("day", day.to_string())]));
        let said: Vec<String> = [whose, kind].into_iter().chain(due).collect();
        Item {
            name: cut(&problem.text),
            note: self.joined(&said),
            href: self.link(&format!("/problems/{}", problem.id)),
            is_marked: false,
        }
    }
}
