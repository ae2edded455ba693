//! Against counting twice (DOMAIN section 2.4, 明政办〔2006〕95号 and practice): a project counts once, at its first
//! signing; an increase of capital counts only the increase; a new owner makes a new project; of a bundle either the
//! whole counts or its parts. What looks like a breach is remarked on the review sheet and before publication until a
//! reason settles it; it never blocks, because a list may well name a bundle beside its parts (口径 says what counts).
//! A reason is about two entries, or about one alone, and holds for no others: who joins a settled remark later is asked
//! about anew, and what was settled stays so.

use super::model::{ChangeKind, Entry, NominationState};
use crate::features::projects::{Identity, Nature};
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::text_enum;
use std::collections::{BTreeMap, BTreeSet};

text_enum! {
    /// Which rule a remark is about.
    pub enum RemarkCode {
        /// A bundle and a part of it both stand on the list.
        BundleAndPart = "bundle_and_part",
        /// Another unit than on the list before: by the rule a new project.
        OwnerChanged = "owner_changed",
        /// Two entries carry one project code.
        SameCode = "same_code",
        /// Two entries look like one project; the first signing counts.
        SuspectedTwin = "suspected_twin",
        /// An extension of what the same unit builds: only the increase counts.
        Increase = "increase",
        /// The list before was corrected, the registry was not: this list would say the wrong thing again.
        CorrectionUndone = "correction_undone",
    }
}

/// A remark about one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The entry.
    pub project_id: i64,
    /// Its name.
    pub name: String,
    /// Which rule.
    pub code: RemarkCode,
    /// The other entries it is about.
    pub others: Vec<i64>,
    /// In a sentence.
    pub message: Message,
    /// Reason and author, once somebody has settled it.
    pub justified: Option<(String, String)>,
}

/// Which two entries a reason is about; of one alone, both are that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair(i64, i64);

impl Pair {
    /// Of two, in whichever order: the order of a list's entries may turn with a class or a section.
    pub fn of(one: i64, other: i64) -> Self {
        Self(one.min(other), one.max(other))
    }

    /// The lower id and the higher.
    pub const fn ids(self) -> (i64, i64) {
        (self.0, self.1)
    }
}

/// Reason and author by rule and pair.
pub type Reasons = BTreeMap<(RemarkCode, Pair), (String, String)>;

impl Remark {
    /// Every pair that it is about.
    pub fn pairs(&self) -> Vec<Pair> {
        if self.others.is_empty() {
            return vec![Pair::of(self.project_id, self.project_id)];
        }
        self.others.iter().map(|other| Pair::of(self.project_id, *other)).collect()
    }

    /// What `reasons` leave of a remark without others: itself, settled or not.
    pub fn settled_by(mut self, reasons: &Reasons) -> Self {
        let alone = Pair::of(self.project_id, self.project_id);
        self.justified = reasons.get(&(self.code, alone)).cloned();
        self
    }
}

/// What the rules remark about the entries that stand on the list or still wait to, in the order of the entries; where
/// reasons settle a part of one, each part on its own, the open one first. `units` are the units as they stood on the
/// list before, by project.
pub fn remarks(entries: &[Entry], units: &BTreeMap<i64, Option<String>>, reasons: &Reasons) -> Vec<Remark> {
    let standing: Vec<&Entry> = entries
        .iter()
        .filter(|entry| matches!(entry.state, NominationState::Nominated | NominationState::Accepted))
        .collect();
    let identities: Vec<Identity> =
        standing.iter().map(|entry| Identity::of(entry.project_id, &entry.project.facts)).collect();
    let mut found = Vec::new();
    for (at, (entry, own)) in standing.iter().zip(&identities).enumerate() {
        let (id, facts) = (entry.project_id, &entry.project.facts);
        let others = |wanted: &dyn Fn(&Entry, &Identity) -> bool| -> Vec<(i64, String)> {
            let beside = standing.iter().zip(&identities).filter(|(_, other)| other.id != id);
            beside
                .filter(|(entry, other)| wanted(entry, other))
                .map(|(entry, _)| (entry.project_id, entry.project.facts.name.clone()))
                .collect()
        };
        let mut remark = |code: RemarkCode, message: Message, others: Vec<(i64, String)>| {
            let settled_by = |other: i64| reasons.get(&(code, Pair::of(id, other))).cloned();
            let about: BTreeSet<Option<(String, String)>> = if others.is_empty() {
                [settled_by(id)].into()
            } else {
                others.iter().map(|(other, _)| settled_by(*other)).collect()
            };
            for justified in about {
                let (ids, names): (Vec<i64>, Vec<&str>) = others
                    .iter()
                    .filter(|(other, _)| settled_by(*other) == justified)
                    .map(|(other, name)| (*other, name.as_str()))
                    .unzip();
                found.push(Remark {
                    project_id: id,
                    name: facts.name.clone(),
                    code,
                    message: message.clone().with("name", &facts.name).with("others", names.join(", ")),
                    others: ids,
                    justified,
                });
            }
        };
        let parts = others(&|other, _| other.project.facts.parent_id == Some(id));
        if !parts.is_empty() {
            remark(RemarkCode::BundleAndPart, Message::new("lists-remark-bundle-and-part"), parts);
        }
        if let Some(Some(before)) = units.get(&id)
            && let Some(now) = &facts.unit
            && name_key(before) != name_key(now)
        {
            let message = Message::new("lists-remark-owner-changed").with("before", before).with("now", now);
            remark(RemarkCode::OwnerChanged, message, Vec::new());
        }
        // Each pair is remarked once, at the later of the two.
        let earlier = |other: &Identity| identities.iter().take(at).any(|one| one.id == other.id);
        let same_code = others(&|_, other| {
            own.project_code.is_some() && own.project_code == other.project_code && earlier(other)
        });
        if !same_code.is_empty() {
            remark(RemarkCode::SameCode, Message::new("lists-remark-same-code"), same_code.clone());
        }
        let suspects: Vec<i64> =
            entry.project.warnings.iter().flat_map(|warning| warning.suspects.iter().copied()).collect();
        let twins = others(&|_, other| {
            suspects.contains(&other.id) && earlier(other) && !same_code.iter().any(|(id, _)| *id == other.id)
        });
        if !twins.is_empty() {
            remark(RemarkCode::SuspectedTwin, Message::new("lists-remark-suspected-twin"), twins);
        }
        let enlarged = others(&|other, identity| {
            own.unit_key.is_some()
                && own.unit_key == identity.unit_key
                && other.project.facts.nature != Some(Nature::Extension)
        });
        let is_new_extension =
            facts.nature == Some(Nature::Extension) && entry.change == ChangeKind::Addition;
        if is_new_extension && !enlarged.is_empty() {
            remark(RemarkCode::Increase, Message::new("lists-remark-increase"), enlarged);
        }
    }
    found
}

#[cfg(test)]
mod tests;
