//! The promotion of leads: how many stand where, and how many were signed in the quarter. Nothing is said where there is none.

use super::Teller;
use crate::features::digests::paper::{Block, Item};
use crate::features::leads::Line;
use crate::features::lists::{amount, quarter_name};
use crate::kernel::money::Money;

impl Teller<'_> {
    pub(super) fn pipeline(&self) -> Vec<Block> {
        let pipeline = self.part.pipeline;
        if pipeline.lines.is_empty() {
            return Vec::new();
        }
        let open: i64 = pipeline.lines.iter().map(|line| line.count).sum();
        let quarter = self.part.ground.occasion.month().quarter();
        let day = self.part.ground.at.today().to_string();
        let count = |id: &str, count: i64, named: (&'static str, String), path: &str| {
            Block::Count(self.with(id, &[("count", count.to_string()), named]), self.link(path))
        };
        let some = pipeline.lines.iter().filter(|line| line.count > 0);
        let signed = ("quarter", self.lang.render(&quarter_name(quarter)));
        vec![
            self.heading("digests-pipeline"),
            count("digests-pipeline-open", open, ("day", day.clone()), "/leads?status=open"),
            Block::Items(some.map(|line| self.step(line)).collect()),
            count("digests-pipeline-signed", pipeline.signed, signed, &format!("/leads?signed={quarter}")),
            count("digests-pipeline-converted", pipeline.converted, ("day", day), "/leads?status=converted"),
        ]
    }

    fn step(&self, line: &Line) -> Item {
        let args = [("name", self.lang.t(line.status.name())), ("count", line.count.to_string())];
        let intended = [("amount", amount(self.lang, line.intended))];
        Item {
            name: self.with("digests-pipeline-step", &args),
            note: if line.intended > Money::ZERO {
                self.with("digests-pipeline-intended", &intended)
            } else {
                String::new()
            },
            href: self.link(&format!("/leads?status={}", line.status)),
            is_marked: false,
        }
    }
}
