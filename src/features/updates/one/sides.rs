//! Both sides of a form that came too late: what its writer typed beside what stands now, field by field, so that she
//! decides which of them is kept and nothing that she typed is gone.

use super::view::{FieldView, Filled, ProblemLine};
use crate::features::updates::desk::Single;
use crate::kernel::money::{Unit, parse_amount};
use crate::web::{Form, Lang};

/// A field on which both differ.
pub struct Side {
    /// What it is called.
    pub label: String,
    /// As she typed it.
    pub yours: String,
    /// As it stands.
    pub stands: String,
}

/// Everything that the typed form and the report that stands differ in.
pub fn sides(one: &Single, form: &Form, lang: Lang) -> Vec<Side> {
    let untouched = Form::default();
    let (typed, stands) = (Filled::new(one, form, &[], lang), Filled::new(one, &untouched, &[], lang));
    let mut sides = Vec::new();
    for (yours, stands) in typed.fields().into_iter().zip(stands.fields()) {
        if !is_same(&yours, &stands) {
            let label = yours.label.clone();
            sides.push(Side { label, yours: yours.shown(), stands: stands.shown() });
        }
        let (why, given) = (yours.why.unwrap_or_default(), stands.why.unwrap_or_default());
        if why.trim() != given.trim() {
            let label = format!("{}{}{}", yours.label, lang.t("colon"), lang.t("updates-why"));
            sides.push(Side { label, yours: or_none(why), stands: or_none(given) });
        }
    }
    let (yours, stands) = (lines(&typed.problems(), lang), lines(&stands.problems(), lang));
    if yours != stands {
        sides.push(Side { label: lang.t("updates-one-problems"), yours, stands });
    }
    sides
}

/// Whether both say the same; 1,200 is 1200.
fn is_same(yours: &FieldView, stands: &FieldView) -> bool {
    let amount = |field: &FieldView| parse_amount(&field.value, Some(Unit::Wan)).ok().map(|read| read.money);
    let same_amount = yours.is_amount && amount(yours).is_some() && amount(yours) == amount(stands);
    same_amount || yours.value.trim() == stands.value.trim()
}

fn lines(problems: &[ProblemLine], lang: Lang) -> String {
    let told = problems.iter().filter(|line| !line.text.trim().is_empty());
    let line = |line: &ProblemLine| {
        let kind = line.kinds.iter().find(|(.., chosen)| *chosen).map(|(_, name, _)| name.as_str());
        format!("{}{}{}", kind.unwrap_or_default(), lang.t("colon"), line.text.trim())
    };
    or_none(told.map(line).collect::<Vec<_>>().join("\n"))
}

fn or_none(text: String) -> String {
    if text.is_empty() { "—".to_owned() } else { text }
}
