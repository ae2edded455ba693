//! The words of a reminder: what is owed and until when, with what is known already, and where it is paid. Plain text: it
//! is read in any mail program, and on a telephone.

use super::model::debt::{Debt, DebtKind, Known};
use crate::features::lists::amount;
use crate::features::projects::stage_name;
use crate::features::reference::Book;
use crate::locales::Lang;
use crate::mail::Letter;
use chrono::NaiveDate;

/// Something that the reader owes, or somebody for whom she stands in.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// What.
    pub debt: &'a Debt,
    /// For whom she reads it.
    pub stands_in: Option<String>,
}

/// Somebody whose superior the reader is.
#[derive(Clone, Debug)]
pub struct Subordinate {
    /// Her name.
    pub name: String,
    /// How many debts she is late with.
    pub debts: usize,
    /// The day on which the oldest of them was due.
    pub oldest: NaiveDate,
    /// Her page, from the slash on; none where the reader may not open it.
    pub path: Option<String>,
}

/// The letter.
pub fn letter(
    lang: Lang,
    (name, today): (&str, NaiveDate),
    (lines, subordinates): (&[Line<'_>], &[Subordinate]),
    book: &Book,
    link: &dyn Fn(&str) -> String,
) -> Letter {
    let mut text = vec![lang.with("reminders-dear", "name", name.to_owned()), String::new()];
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let same = |line: &Line<'_>| (line.debt.kind, &line.debt.of) == (first.debt.kind, &first.debt.of);
        let (these, others) = rest.split_at(rest.iter().take_while(|line| same(line)).count());
        section(lang, these, (book, today), link, &mut text);
        rest = others;
    }
    if !subordinates.is_empty() {
        text.push(lang.t("reminders-subordinates"));
        for one in subordinates {
            let args = [
                ("name", one.name.clone()),
                ("count", one.debts.to_string()),
                ("days", (today - one.oldest).num_days().to_string()),
            ];
            text.push(format!("  - {}", lang.all("reminders-subordinate", &args)));
            text.extend(one.path.as_ref().map(|path| format!("    {}", link(path))));
        }
        text.push(String::new());
    }
    text.push("--".to_owned());
    text.push(lang.with("reminders-foot", "link", link("/reminders")));
    Letter {
        subject: subject(lang, today, lines, subordinates),
        text: text.join("\n") + "\n",
        ..Letter::default()
    }
}

/// The fact first: how much is late, or what is due next.
fn subject(lang: Lang, today: NaiveDate, lines: &[Line<'_>], subordinates: &[Subordinate]) -> String {
    let late = lines.iter().filter(|line| line.debt.due_on < today).count();
    let (id, args) = match (lines.iter().map(|line| line.debt.due_on).min(), late) {
        (None, _) => ("reminders-subject-superior", vec![("count", subordinates.len().to_string())]),
        (Some(_), late) if late > 0 => {
            ("reminders-subject-late", vec![("count", lines.len().to_string()), ("late", late.to_string())])
        }
        (Some(day), _) => {
            ("reminders-subject-due", vec![("count", lines.len().to_string()), ("day", day.to_string())])
        }
    };
    lang.all(id, &args)
}

/// What is owed of one kind for one month or quarter.
fn section(
    lang: Lang,
    lines: &[Line<'_>],
    (book, today): (&Book, NaiveDate),
    link: &dyn Fn(&str) -> String,
    text: &mut Vec<String>,
) {
    let Some(first) = lines.first() else { return };
    let args = [("of", first.debt.of.clone()), ("count", lines.len().to_string())];
    text.push(lang.all(first.debt.kind.heading(), &args));
    // Reports are all written on one page, so it is named once.
    let is_shared = first.debt.kind == DebtKind::Report;
    for line in lines {
        let debt = line.debt;
        let name = if debt.name.is_empty() { book.name(lang, debt.place) } else { debt.name.clone() };
        let days = (today - debt.due_on).num_days();
        let until = match days {
            ..0 => lang.with("reminders-until", "day", debt.due_on.to_string()),
            0 => lang.t("reminders-until-today"),
            _ => lang.all("reminders-late", &[("day", debt.due_on.to_string()), ("days", days.to_string())]),
        };
        let whom = line.stands_in.as_ref().map(|name| lang.with("reminders-stands-in", "name", name.clone()));
        let known = debt.known.iter().map(|known| words(lang, known));
        let said = std::iter::once(until).chain(whom).chain(known).collect::<Vec<_>>();
        text.push(format!("  - {name}{}{}", lang.t("colon"), said.join(&lang.t("reminders-comma"))));
        if !is_shared {
            text.push(format!("    {}", link(&debt.path)));
        }
    }
    if is_shared {
        text.push(format!("  {}", link(&first.debt.path)));
    }
    text.push(String::new());
}

fn words(lang: Lang, known: &Known) -> String {
    match known {
        Known::Cumulative(money) => lang.with("reminders-known-cumulative", "amount", amount(lang, *money)),
        Known::Stage(stage) => lang.render(&stage_name(*stage)),
        // The words of others stand in one line.
        Known::Words(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Known::Said(message) => lang.render(message),
    }
}
