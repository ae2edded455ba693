//! Gates. The registry is permissive: a record may lack almost everything, and what it lacks is listed on it. A
//! *change* of stage is strict: moving on names the facts that the new stage requires, moving back needs a reason.
//! A gate is a set of required facts, never a role.

use super::fields::is_empty;
use super::{Facts, SideState, Stage};
use crate::kernel::error::FieldError;
use crate::kernel::message::Message;

/// What a nomination needs (CONTRACT, Gates), in the order of a list's columns.
const NOMINATION: [&str; 12] = [
    "name",
    "unit",
    "city",
    "class",
    "nature",
    "stage",
    "total_investment_yuan",
    "planned_start",
    "planned_finish",
    "scope_text",
    "responsible_unit",
    "responsible_person",
];

impl Stage {
    /// 开工 or later.
    pub fn is_started(self) -> bool {
        self >= Self::Started
    }

    /// The facts that a project of this stage must have. Before signing none: a 谋划 or 储备 project may lack code,
    /// amount and dates. From 备案 on the project code, since the filing is what gives it.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Planned | Self::Reserved | Self::Negotiating => &[],
            Self::Signed => &["unit"],
            Self::Filed => &["unit", "project_code"],
            Self::Started | Self::UnderConstruction => &["unit", "project_code", "actual_start"],
            Self::Completed => &["unit", "project_code", "actual_start", "actual_finish"],
            Self::InProduction | Self::AtCapacity => {
                &["unit", "project_code", "actual_start", "actual_finish", "in_production_on"]
            }
        }
    }

    /// The field that keeps the day on which a project reached this stage, where there is one.
    pub const fn date_field(self) -> Option<&'static str> {
        match self {
            Self::Started => Some("actual_start"),
            Self::Completed => Some("actual_finish"),
            Self::InProduction => Some("in_production_on"),
            _ => None,
        }
    }
}

/// The facts that a nomination still needs, under their contract names.
pub fn missing_for_nomination(facts: &Facts) -> Vec<&'static str> {
    NOMINATION.into_iter().filter(|field| is_empty(facts, field)).collect()
}

/// Everything the record lacks: for a nomination, then for its own stage.
pub fn missing(facts: &Facts) -> Vec<&'static str> {
    let mut lacks = missing_for_nomination(facts);
    for field in facts.stage.map_or(&[][..], Stage::required) {
        if is_empty(facts, field) && !lacks.contains(field) {
            lacks.push(field);
        }
    }
    lacks
}

/// What a person's change from `old` to `new` still needs; empty when it may go on. With a `reason` the project code
/// may be missing (a filing of another kind), and only with one may a stage go back or a side state change.
pub fn gate(old: &Facts, new: &Facts, reason: Option<&str>) -> Vec<FieldError> {
    let mut refused = side_state_gate(old, new, reason);
    if old.stage == new.stage {
        return refused;
    }
    match new.stage {
        Some(stage) if old.stage.is_none_or(|old| stage > old) => {
            refused.extend(
                stage
                    .required()
                    .iter()
                    .filter(|field| is_empty(new, field) && (**field != "project_code" || reason.is_none()))
                    .map(|field| {
                        let id = if *field == "project_code" {
                            "projects-stage-needs-code"
                        } else {
                            "projects-stage-needs"
                        };
                        FieldError::new(*field, Message::new(id).with_message("stage", stage_name(stage)))
                    }),
            );
        }
        _ if reason.is_none() => refused.push(FieldError::new("reason", "projects-stage-back-reason")),
        _ => {}
    }
    refused
}

/// Merging and splitting are decided on a list; the other side states are set by hand, with a reason.
fn side_state_gate(old: &Facts, new: &Facts, reason: Option<&str>) -> Vec<FieldError> {
    if old.side_state == new.side_state {
        return Vec::new();
    }
    let mut refused = Vec::new();
    if matches!(new.side_state, SideState::Merged | SideState::Split) {
        refused.push(FieldError::new("side_state", "projects-side-state-by-list"));
    }
    if reason.is_none() {
        refused.push(FieldError::new("reason", "projects-side-state-reason"));
    }
    refused
}

/// A stage's name in the reader's language.
pub const fn stage_name(stage: Stage) -> Message {
    Message::new(match stage {
        Stage::Planned => "stage-planned",
        Stage::Reserved => "stage-reserved",
        Stage::Negotiating => "stage-negotiating",
        Stage::Signed => "stage-signed",
        Stage::Filed => "stage-filed",
        Stage::Started => "stage-started",
        Stage::UnderConstruction => "stage-under_construction",
        Stage::Completed => "stage-completed",
        Stage::InProduction => "stage-in_production",
        Stage::AtCapacity => "stage-at_capacity",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::plan_date::PlanDate;

    fn facts(stage: Option<Stage>) -> Facts {
        Facts { stage, ..Facts::named("锂电池项目", DivisionCode::parse("370100").unwrap()) }
    }

    fn fields(old: &Facts, new: &Facts, reason: Option<&str>) -> Vec<String> {
        gate(old, new, reason).into_iter().map(|refusal| refusal.field).collect()
    }

    #[test]
    fn stages_follow_one_another_and_started_begins_at_the_ground_breaking() {
        assert!(Stage::ALL.is_sorted());
        let started: Vec<_> = Stage::ALL.iter().filter(|stage| stage.is_started()).collect();
        assert_eq!(started.len(), 5);
        assert_eq!(started[0].as_str(), "started");
    }

    #[test]
    fn a_later_stage_requires_whatever_an_earlier_one_does() {
        for pair in Stage::ALL.windows(2) {
            assert!(pair[0].required().iter().all(|field| pair[1].required().contains(field)), "{pair:?}");
        }
    }

    #[test]
    fn moving_on_names_the_facts_the_stage_requires() {
        let planned = facts(Some(Stage::Planned));
        assert_eq!(fields(&planned, &facts(Some(Stage::Negotiating)), None), [""; 0]);
        assert_eq!(fields(&planned, &facts(Some(Stage::Signed)), None), ["unit"]);
        assert_eq!(
            fields(&planned, &facts(Some(Stage::Started)), None),
            ["unit", "project_code", "actual_start"]
        );
        let ready = Facts {
            unit: Some("甲公司".into()),
            actual_start: Some(PlanDate::parse("2026-03").unwrap()),
            ..facts(Some(Stage::Started))
        };
        assert_eq!(fields(&planned, &ready, None), ["project_code"]);
        assert_eq!(fields(&planned, &ready, Some("由国家核准，代码待下达")), [""; 0]);
    }

    #[test]
    fn what_stays_at_its_stage_is_not_asked_again() {
        let gap = facts(Some(Stage::Started));
        let renamed = Facts { name: "新名称".into(), ..gap.clone() };
        assert_eq!(fields(&gap, &renamed, None), [""; 0]);
    }

    #[test]
    fn going_back_needs_a_reason() {
        let (started, filed) = (facts(Some(Stage::Started)), facts(Some(Stage::Filed)));
        assert_eq!(fields(&started, &filed, None), ["reason"]);
        assert_eq!(fields(&started, &facts(None), None), ["reason"]);
        assert_eq!(fields(&started, &filed, Some("误报开工")), [""; 0]);
    }

    #[test]
    fn a_side_state_needs_a_reason_and_merging_belongs_to_a_list() {
        let active = facts(None);
        let with = |side_state| Facts { side_state, ..active.clone() };
        assert_eq!(fields(&active, &with(SideState::Voided), None), ["reason"]);
        assert_eq!(fields(&active, &with(SideState::Voided), Some("重复录入")), [""; 0]);
        assert_eq!(fields(&active, &with(SideState::Merged), Some("合并")), ["side_state"]);
    }

    #[test]
    fn a_record_lists_what_a_nomination_and_its_stage_lack() {
        let province = Facts {
            stage: Some(Stage::Completed),
            ..Facts::named("项目", DivisionCode::parse("370000").unwrap())
        };
        assert!(missing_for_nomination(&province).contains(&"city"));
        assert!(!missing_for_nomination(&province).contains(&"stage"));
        let all = missing(&province);
        assert!(all.ends_with(&["project_code", "actual_start", "actual_finish"]), "{all:?}");
        assert_eq!(all.iter().filter(|field| **field == "unit").count(), 1);
    }
}
