//! What the parts of a comparison are called for its reader, for page, workbook and sentences alike.

use super::model::Gone;
use super::same::Proposal;
use super::sides::{Compared, Side, Standing};
use super::totals::{By, Shift};
use crate::features::lists::words::{Words, decision_text, quarter_name};
use crate::features::projects::Stage;
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::kernel::money::Money;
use crate::kernel::ratio::Ratio;
use crate::web::Lang;
use std::cmp::Ordering;

/// `2026年二季度清单`, with its version where that is not the newest or where the other side is the same list.
pub fn side(compared: &Compared, side: &Side) -> Message {
    let same_list = compared.from.quarter == compared.to.quarter && !compared.is_live();
    let message = match &side.standing {
        Standing::Live => return "compare-side-live".into(),
        Standing::Draft => Message::new("compare-side-draft"),
        Standing::Published(version, newest) if same_list || !newest => {
            Message::new("compare-side-version").with("version", version.version)
        }
        Standing::Published(..) => Message::new("compare-side-list"),
    };
    message.with_message("quarter", quarter_name(side.quarter))
}

/// An amount in prose: `45.6亿元`, `CNY 4.56 billion`; small ones in 万元 and millions.
pub fn amount(lang: Lang, money: Money) -> String {
    let (english, large) = money.short_scale();
    let figure = match (lang, large) {
        (Lang::En, _) => english,
        (Lang::Zh, true) => money.yi_text(1),
        (Lang::Zh, false) => money.wan_text(),
    };
    lang.with(if large { "compare-amount-large" } else { "compare-amount-small" }, "amount", figure)
}

/// A change as `▲ ▼ —` with its figure: the class of the style sheet, which draws the sign, and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// `up`, `down` or `flat`.
    pub class: &'static str,
    /// `+4`, `-0.5`; empty when nothing changed.
    pub text: String,
}

impl Delta {
    /// Of a count.
    pub fn count(change: i64) -> Self {
        Self::of(change.cmp(&0), format!("{change:+}"))
    }

    /// Of money, in 亿元 with two decimals.
    pub fn yi(change: Money) -> Self {
        let sign = if change.yuan() > 0 { "+" } else { "" };
        Self::of(change.cmp(&Money::ZERO), format!("{sign}{}", change.yi_text(2)))
    }

    /// Of a rate, in percentage points with one decimal; none where one side has no rate.
    pub fn points(lang: Lang, before: Option<Ratio>, after: Option<Ratio>) -> Option<Self> {
        let change = after?.checked_sub(before?)?;
        let basis = change.basis_points();
        let sign = if basis > 0 { "+" } else { "" };
        let text = lang.with("compare-points", "points", format!("{sign}{}", change.percent(1)));
        Some(Self::of(basis.cmp(&0), text))
    }

    fn of(order: Ordering, text: String) -> Self {
        match order {
            Ordering::Greater => Self { class: "up", text },
            Ordering::Less => Self { class: "down", text },
            Ordering::Equal => Self { class: "flat", text: String::new() },
        }
    }
}

/// What became of a project that left: the decision with its reason, or what the registry says.
pub fn fate(words: &Words, compared: &Compared, gone: &Gone) -> String {
    let lang = words.lang;
    let fate = &gone.fate;
    let mut parts = Vec::new();
    if let Some(decision) = fate.decision {
        parts.push(lang.t(decision_text(decision)));
    }
    match fate.side_state {
        Some(state) => parts.push(lang.word("side_state", state.as_str())),
        None if compared.is_live() => parts.push(lang.t("compare-fate-not-there")),
        None => {}
    }
    if !fate.into.is_empty() {
        let named = |id: &i64| {
            let kept = compared.comparison.kept().map(|kept| &kept.after);
            let found = kept.chain(&compared.comparison.added).find(|item| item.project_id == *id);
            found.map_or_else(|| format!("#{id}"), |item| item.facts.name.clone())
        };
        let names = fate.into.iter().map(named).collect::<Vec<_>>();
        parts.push(lang.with("compare-fate-into", "names", names.join(&lang.t("lists-comma"))));
    }
    parts.extend(fate.reason.clone());
    if parts.is_empty() { lang.t("compare-fate-unknown") } else { parts.join(&lang.t("compare-semicolon")) }
}

impl By {
    /// `按市`
    pub const fn title(self) -> &'static str {
        match self {
            Self::Class => "compare-by-class-title",
            Self::City => "compare-by-city-title",
            Self::Chain => "compare-by-chain-title",
            Self::Industry => "compare-by-industry-title",
        }
    }

    /// What one of its groups is called.
    pub fn name(self, words: &Words, shift: &Shift) -> String {
        let key = shift.key.as_deref();
        match self {
            Self::Class => words.lang.word("class", key.unwrap_or_default()),
            Self::City => words.city(key.and_then(|key| DivisionCode::parse(key).ok())),
            Self::Chain => match key.and_then(|key| key.parse().ok()) {
                Some(id) => words.book.chain_name(words.lang, id),
                None => words.lang.t("compare-no-chain"),
            },
            Self::Industry => words.industry(key),
        }
    }
}

/// A stage's name; the unknown one is called so.
pub fn stage_name(words: &Words, stage: Option<Stage>) -> String {
    if stage.is_none() { words.lang.t("compare-no-stage") } else { words.stage(stage) }
}

/// What speaks for and against a suspected pair, one sentence each.
pub fn suspicion(lang: Lang, proposal: &Proposal) -> (Vec<String>, Vec<String>) {
    let reasons = proposal.reasons.iter().map(|reason| lang.render(&reason.message()));
    let against = proposal.against.iter().map(|doubt| lang.render(&doubt.message()));
    (reasons.collect(), against.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_changes_in_percentage_points_and_never_in_per_cent() {
        let points = |before, after| Delta::points(Lang::Zh, before, after);
        let change = points(Ratio::of(50, 100), Ratio::of(60, 100)).unwrap();
        assert_eq!((change.class, change.text.as_str()), ("up", "+10.0个百分点"), "not +20%");
        assert_eq!(points(Ratio::of(3, 4), Ratio::of(1, 2)).unwrap().text, "-25.0个百分点");
        assert_eq!(points(Ratio::of(1, 2), Ratio::of(2, 4)).unwrap().class, "flat");
        assert_eq!(points(Ratio::of(1, 0), Ratio::of(1, 2)), None);
    }

    #[test]
    fn amounts_are_said_in_the_units_of_their_language() {
        let money = Money::from_yuan(4_560_000_000);
        assert_eq!(amount(Lang::Zh, money), "45.6亿元");
        assert_eq!(amount(Lang::En, money), "CNY 4.56 billion");
        assert_eq!(amount(Lang::Zh, Money::from_yuan(35_000_000)), "3,500万元");
        assert_eq!(amount(Lang::En, Money::from_yuan(35_000_000)), "CNY 35.00 million");
    }

    #[test]
    fn a_change_carries_its_sign() {
        assert_eq!(Delta::count(4), Delta { class: "up", text: "+4".to_owned() });
        assert_eq!(Delta::count(-4).text, "-4");
        assert_eq!(
            Delta::yi(Money::from_yuan(-150_000_000)),
            Delta { class: "down", text: "-1.50".to_owned() }
        );
        assert_eq!(Delta::yi(Money::ZERO), Delta { class: "flat", text: String::new() });
    }
}
