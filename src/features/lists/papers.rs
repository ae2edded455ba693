//! The document as sheets of paper: what print page and workbook say alike. 附件1 is the list, the change set follows
//! (`attachments`), each with its heading, its title and its table.

use super::attachments::{ExitRow, arrange_exits, attachments};
use super::document::{Correction, SERIAL};
use super::edition::Edition;
use super::model::{ChangeKind, Exit};
use super::official::{Row, arrange};
use super::words::{Words, decision_text};
use crate::kernel::error::Result;
use crate::web::Lang;

/// One attachment, to be printed on paper of its own.
pub struct Paper<'a> {
    /// `附件2`
    pub heading: String,
    /// `2026年三季度山东省重点制造业项目清单（增补项目）`
    pub title: String,
    /// What a sheet of a workbook is called: `增补项目`.
    pub name: String,
    /// The table.
    pub body: Body<'a>,
}

/// What an attachment lists.
pub enum Body<'a> {
    /// The list itself; its serials are its own.
    List(Vec<Row<'a>>),
    /// What entered or moved, numbered from 1, the serial on the list beside.
    Change(Vec<Row<'a>>),
    /// What left.
    Exits(Vec<ExitRow<'a>>),
    /// What this version says otherwise than the one it corrects.
    Corrections(Vec<CorrectionRow>),
}

/// One corrected fact, in words.
pub struct CorrectionRow {
    /// On the list, as it stands now.
    pub list_serial: i32,
    /// The project.
    pub name: String,
    /// Whether it says only that the line has another serial, because others have moved.
    pub is_serial: bool,
    /// What the fact is called.
    pub field: String,
    /// As it was printed.
    pub from: String,
    /// As it is right.
    pub to: String,
}

/// The whole document as one reader has it.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn papers<'a>(words: &Words, edition: &'a Edition) -> Result<Vec<Paper<'a>>> {
    let quarter = edition.head.quarter;
    let heading = |number: usize| words.lang.with("papers-attachment", "number", number);
    let mut papers = vec![Paper {
        heading: heading(1),
        title: words.title(quarter),
        name: quarter.to_string(),
        body: Body::List(arrange(&edition.entries)?),
    }];
    for one in attachments(edition.changes, &edition.entries, &edition.exits) {
        let name = words.lang.t(kind_text(one.kind));
        let title = [("title", words.title(quarter)), ("kind", name.clone())];
        papers.push(Paper {
            heading: heading(one.number),
            title: words.lang.all("papers-title", &title),
            name,
            body: match one.kind {
                ChangeKind::Exit => Body::Exits(arrange_exits(one.exits)),
                _ => Body::Change(arrange(one.entries)?),
            },
        });
    }
    let corrections = edition.frozen().map(|frozen| corrections(words, edition, &frozen.corrections));
    if let Some(rows) = corrections.filter(|rows| !rows.is_empty()) {
        let name = words.lang.t("papers-corrections");
        let title = [("title", words.title(quarter)), ("kind", name.clone())];
        papers.push(Paper {
            heading: heading(edition.changes.next_number()),
            title: words.lang.all("papers-title", &title),
            name,
            body: Body::Corrections(rows),
        });
    }
    Ok(papers)
}

/// Why the version corrects the one before, for the attachment that says what.
pub fn correction_reason(lang: Lang, edition: &Edition) -> Option<String> {
    let reason = edition.frozen()?.version.reason.as_ref()?;
    Some(lang.with("papers-correction-reason", "reason", reason))
}

/// The corrections that a reader sees: the facts by serial, then the new serials.
pub fn corrections(words: &Words, edition: &Edition, corrections: &[Correction]) -> Vec<CorrectionRow> {
    let row = |one: &Correction| {
        let line = edition.entries.iter().find(|line| line.project_id == one.project_id)?;
        Some(CorrectionRow {
            list_serial: line.serial,
            name: line.facts.name.clone(),
            is_serial: one.field == SERIAL,
            field: words.field(&one.field),
            from: words.value(&one.field, &one.from),
            to: words.value(&one.field, &one.to),
        })
    };
    corrections.iter().filter_map(row).collect()
}

/// How a project left: 投产出列, 退出, 合并, 拆分; not nominated again when nobody decided about it by name.
pub fn way_out(lang: Lang, exit: &Exit) -> String {
    lang.t(exit.decision.map_or("papers-exit-unnamed", decision_text))
}

/// What a merged or split project lives on in: by the names on this list, by number what does not stand on it or is
/// not the reader's to see. Only what is frozen here is told, so that the same version always says the same.
pub fn lives_on_in(lang: Lang, edition: &Edition, exit: &Exit) -> String {
    let name = |id: &i64| {
        let found = edition.entries.iter().find(|entry| entry.project_id == *id);
        found.map_or_else(|| lang.with("papers-project", "id", id), |entry| entry.facts.name.clone())
    };
    exit.into.iter().map(name).collect::<Vec<_>>().join(&lang.t("papers-and"))
}

const fn kind_text(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Addition => "papers-additions",
        ChangeKind::ToImplementation => "papers-to-implementation",
        ChangeKind::ToPreparation => "papers-to-preparation",
        ChangeKind::Exit => "papers-exits",
        ChangeKind::Carried => "lists-change-carried",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::lists::attachments::ChangeSet;
    use crate::features::lists::edition::Standing;
    use crate::features::lists::model::{Decision, Head, ListState, PublishedEntry};
    use crate::features::lists::totals::Totals;
    use crate::features::projects::{Class, Facts};
    use crate::kernel::calendar::Quarter;
    use crate::kernel::division::DivisionCode;
    use std::collections::BTreeMap;

    fn jinan() -> DivisionCode {
        DivisionCode::parse("370100").unwrap()
    }

    fn with_project(project_id: i64, name: &str) -> Edition {
        let entry = PublishedEntry {
            serial: 1,
            project_id,
            project_version: 1,
            section: None,
            class: Class::Implementation,
            change: ChangeKind::Carried,
            facts: Facts::named(name, jinan()),
        };
        let day = "2026-10-08".parse().unwrap();
        Edition {
            head: Head {
                quarter: Quarter::parse("2026Q3").unwrap(),
                state: ListState::Reviewing,
                target: 1,
                nominate_by: day,
                publish_by: day,
                revision: 1,
            },
            standing: Standing::Draft(BTreeMap::new()),
            entries: vec![entry],
            exits: Vec::new(),
            changes: ChangeSet::default(),
            extract: false,
            totals: Totals::default(),
        }
    }

    #[test]
    fn what_left_says_how_and_in_which_projects_it_lives_on() {
        let edition = with_project(7, "合并后项目");
        let stood = Exit::stood(1, "旧项目".to_owned(), Class::Implementation, jinan());
        assert_eq!(way_out(Lang::Zh, &stood), "未再申报");
        assert_eq!(lives_on_in(Lang::Zh, &edition, &stood), "");
        let split = Exit { decision: Some(Decision::Split), into: vec![7, 8], ..stood };
        assert_eq!(way_out(Lang::Zh, &split), "拆分");
        // Number 8 stands elsewhere, or is another city's: its name is not told here.
        assert_eq!(lives_on_in(Lang::Zh, &edition, &split), "合并后项目、项目编号 8");
    }
}
