//! A laid-out digest as a letter: text, HTML and the attached list.

use super::paper::{Block, Paper, text};
use crate::locales::Lang;
use crate::mail::{Attachment, Letter};
use crate::web::page;
use askama::Template;

#[derive(Template)]
#[template(path = "features/digests/templates/letter.html")]
struct Html<'a> {
    paper: &'a Paper,
    /// What the first column of figures is called.
    measure: String,
    /// What stands where there is nothing to hold a figure against.
    none: String,
}

/// The letter, to the byte.
pub fn letter(lang: Lang, paper: &Paper, file: Attachment) -> Letter {
    let html = Html { paper, measure: lang.t("digests-measure"), none: lang.t("digests-not-compared") };
    Letter { subject: paper.subject.clone(), text: text(paper), html: Some(page(&html)), files: vec![file] }
}
