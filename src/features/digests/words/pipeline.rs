//! The promotion of leads: how many stand where, and how many were signed in the quarter. Nothing is said where there is none.

use super::Teller;
use crate::features::digests::paper::{Block, Item};
use crate::features::leads::Line;
use crate::features::lists::amount;
use crate::kernel::money::Money;

impl Teller<'_> {
    pub(super) fn pipeline(&self) -> Vec<Block> {
        let pipeline = self.part.pipeline;
        if pipeline.lines.is_empty() {
            return Vec::new();
        }
        let open: i64 = pipeline.lines.iter().map(|line| line.count).sum();
        let args = [
            ("open", open.to_string()),
            ("signed", pipeline.signed.to_string()),
            ("converted", pipeline.converted.to_string()),
            ("day", self.part.ground.at.today().to_string()),
        ];
        let some = pipeline.lines.iter().filter(|line| line.count > 0);
        vec![
            self.heading("digests-pipeline"),
            Block::Count(self.with("digests-pipeline-count", &args), self.link("/leads")),
            Block::Items(some.map(|line| self.step(line)).collect()),
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
