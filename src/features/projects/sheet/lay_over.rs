//! A row laid over the record it speaks of. An empty cell erases nothing, a place that only repeats a wider one takes
//! nothing away, and what a person has to decide is not decided by a workbook: a stage goes back only with a reason, so
//! it stays, a warning says so, and the rest of the row is taken. A stage that moves on without the facts it requires
//! is taken (the registry is permissive, and lists what a record lacks), with a warning that names them.

use super::super::model::amounts::{Figure, Verdict, weigh};
use super::super::model::fields::differences;
use super::super::model::stage::{gate, stage_name};
use super::super::model::{Facts, Project, Stage};
use super::columns::label_of;
use super::row::SheetRow;
use crate::kernel::message::Message;
use crate::sheet::Level;

/// A row and its record together.
#[derive(Debug)]
pub struct LaidOver {
    /// What the record would be. The total is the one that the row states, where it says something new; whether it is
    /// adopted or stands beside another source's is the registry's decision.
    pub facts: Facts,
    /// What deserves a look, by the contract's name of the fact.
    pub remarks: Vec<(&'static str, Level, Message)>,
}

/// Lays `row`, which `source` sent, over `record`. `base` is what stood there when the row was exported, if the record
/// has changed since: what the row only repeats of it is not said again, and what both have changed is pointed out.
pub fn lay_over(record: &Project, row: &SheetRow, base: Option<&Facts>, source: &str) -> LaidOver {
    let news = base.map(|base| SheetRow { facts: news(&row.facts, base), ..row.clone() });
    let row = news.as_ref().unwrap_or(row);
    let mut out = LaidOver { facts: filled(&record.facts, &row.facts), remarks: Vec::new() };
    out.stage(record, row);
    out.total(record, row, source);
    if let Some(base) = base {
        let since: Vec<&str> =
            differences(base, &record.facts).into_iter().map(|(field, ..)| field).collect();
        let ours = differences(&record.facts, &out.facts).into_iter().map(|(field, ..)| field);
        let both = ours.filter(|field| since.contains(field));
        out.remarks.extend(both.map(|field| (field, Level::Warning, "projects-sheet-changed-since".into())));
    }
    out
}

/// What a row says beyond what it was exported with.
fn news(row: &Facts, base: &Facts) -> Facts {
    fn new<T: Clone + PartialEq + Default>(row: &T, base: &T) -> T {
        if row == base { T::default() } else { row.clone() }
    }
    Facts {
        name: new(&row.name, &base.name),
        unit: new(&row.unit, &base.unit),
        credit_code: new(&row.credit_code, &base.credit_code),
        project_code: new(&row.project_code, &base.project_code),
        division: if row.division == base.division { row.division.province() } else { row.division },
        address: new(&row.address, &base.address),
        park_id: new(&row.park_id, &base.park_id),
        industry: new(&row.industry, &base.industry),
        gb4754: new(&row.gb4754, &base.gb4754),
        chain_id: new(&row.chain_id, &base.chain_id),
        nature: new(&row.nature, &base.nature),
        class: new(&row.class, &base.class),
        stage: new(&row.stage, &base.stage),
        stage_text: new(&row.stage_text, &base.stage_text),
        planned_start: new(&row.planned_start, &base.planned_start),
        planned_finish: new(&row.planned_finish, &base.planned_finish),
        actual_start: new(&row.actual_start, &base.actual_start),
        actual_finish: new(&row.actual_finish, &base.actual_finish),
        in_production_on: new(&row.in_production_on, &base.in_production_on),
        scope_text: new(&row.scope_text, &base.scope_text),
        responsible_unit: new(&row.responsible_unit, &base.responsible_unit),
        responsible_person: new(&row.responsible_person, &base.responsible_person),
        sponsor_leader: new(&row.sponsor_leader, &base.sponsor_leader),
        enrolled: new(&row.enrolled, &base.enrolled),
        total_investment: new(&row.total_investment, &base.total_investment),
        total_text: new(&row.total_text, &base.total_text),
        annual_plan: new(&row.annual_plan, &base.annual_plan),
        ytd_investment: new(&row.ytd_investment, &base.ytd_investment),
        cumulative_investment: new(&row.cumulative_investment, &base.cumulative_investment),
        ..row.clone()
    }
}

/// Every stated fact over the recorded one, without stage and total, which have rules of their own.
fn filled(record: &Facts, row: &Facts) -> Facts {
    let over = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
    Facts {
        name: if row.name.is_empty() { record.name.clone() } else { row.name.clone() },
        unit: over(&row.unit, &record.unit),
        credit_code: over(&row.credit_code, &record.credit_code),
        project_code: over(&row.project_code, &record.project_code),
        division: if row.division.contains(record.division) { record.division } else { row.division },
        address: over(&row.address, &record.address),
        park_id: row.park_id.or(record.park_id),
        industry: over(&row.industry, &record.industry),
        gb4754: if row.gb4754.is_empty() { record.gb4754.clone() } else { row.gb4754.clone() },
        chain_id: row.chain_id.or(record.chain_id),
        nature: row.nature.or(record.nature),
        class: row.class.or(record.class),
        planned_start: row.planned_start.clone().or_else(|| record.planned_start.clone()),
        planned_finish: row.planned_finish.clone().or_else(|| record.planned_finish.clone()),
        actual_start: row.actual_start.clone().or_else(|| record.actual_start.clone()),
        actual_finish: row.actual_finish.clone().or_else(|| record.actual_finish.clone()),
        in_production_on: row.in_production_on.clone().or_else(|| record.in_production_on.clone()),
        scope_text: over(&row.scope_text, &record.scope_text),
        responsible_unit: over(&row.responsible_unit, &record.responsible_unit),
        responsible_person: over(&row.responsible_person, &record.responsible_person),
        sponsor_leader: over(&row.sponsor_leader, &record.sponsor_leader),
        enrolled: row.enrolled.or(record.enrolled),
        annual_plan: row.annual_plan.or(record.annual_plan),
        ytd_investment: row.ytd_investment.or(record.ytd_investment),
        cumulative_investment: row.cumulative_investment.or(record.cumulative_investment),
        ..record.clone()
    }
}

impl LaidOver {
    fn stage(&mut self, record: &Project, row: &SheetRow) {
        let (old, new) = (record.facts.stage, row.facts.stage);
        let words = || row.facts.stage_text.clone();
        match (old, new) {
            // Words without a stage (a plan, or unknown) explain an empty stage and no other.
            (None, None) => self.facts.stage_text = words().or_else(|| record.facts.stage_text.clone()),
            (Some(_), None) => {}
            (Some(old), Some(new)) if old == new => {
                self.facts.stage_text = words().or_else(|| record.facts.stage_text.clone());
            }
            // One phase says nothing about a whole that is further on.
            (Some(old), Some(new)) if row.speaks_of_a_phase && old > new => {}
            (_, Some(stage)) => {
                if old.is_some_and(|old| stage < old) {
                    self.warn_of_stage(Message::new("projects-sheet-stage-back"), stage);
                    return;
                }
                self.facts.stage = Some(stage);
                self.facts.stage_text = words();
                let refused = gate(&record.facts, &self.facts, None);
                let lacks: Vec<&str> = refused.iter().map(|error| label_of(&error.field)).collect();
                if !lacks.is_empty() {
                    let message = Message::new("projects-sheet-stage-lacks").with("fields", lacks.join("、"));
                    self.warn_of_stage(message, stage);
                }
            }
        }
    }

    fn warn_of_stage(&mut self, message: Message, stage: Stage) {
        self.remarks.push(("stage", Level::Warning, message.with_message("stage", stage_name(stage))));
    }

    fn total(&mut self, record: &Project, row: &SheetRow, source: &str) {
        let stated = Figure { money: row.facts.total_investment, text: row.facts.total_text.clone() };
        match weigh(&record.amounts, source, &stated) {
            Verdict::Known => return,
            Verdict::Adopt => {}
            Verdict::KeepBeside => {
                let message = Message::new("projects-sheet-total-beside").with("source", source);
                self.remarks.push(("total_investment_yuan", Level::Warning, message));
            }
        }
        // Words alone do not take a number away.
        if stated.money.is_some() || record.facts.total_investment.is_none() {
            (self.facts.total_investment, self.facts.total_text) = (stated.money, stated.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::model::amounts::Amount;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::instant::Instant;
    use crate::kernel::money::Money;
    use crate::sheet::Address;
    use std::collections::BTreeMap;

    fn place(code: &str) -> DivisionCode {
        DivisionCode::parse(code).unwrap()
    }

    fn now() -> Instant {
        Instant::parse("2026-10-08T01:00:00Z").unwrap()
    }

    fn record(facts: Facts) -> Project {
        let figure = Figure { money: facts.total_investment, text: facts.total_text.clone() };
        let adopted = Amount {
            id: 1,
            figure,
            source: "济南市".into(),
            recorded_at: now(),
            adopted_from: Some(1),
            adopted_until: None,
        };
        Project {
            id: 7,
            version: 1,
            amounts: if adopted.figure.is_empty() { Vec::new() } else { vec![adopted] },
            facts,
            warnings: Vec::new(),
            missing: Vec::new(),
            merged_into: None,
            reporter_id: None,
            light: None,
            created_at: now(),
            updated_at: now(),
        }
    }

    fn row(facts: Facts) -> SheetRow {
        SheetRow {
            sheet: "Sheet1".into(),
            number: 2,
            key: None,
            facts,
            cells: BTreeMap::new(),
            name_cell: Address::new(1, 0),
            speaks_of_a_phase: false,
            has_error: false,
        }
    }

    fn facts(place: DivisionCode) -> Facts {
        Facts::named("铝箔项目", place)
    }

    fn ids(laid: &LaidOver) -> Vec<&'static str> {
        laid.remarks.iter().map(|(_, _, message)| message.id).collect()
    }

    #[test]
    fn empty_cells_and_wider_places_take_nothing_away() {
        let whole = Facts {
            unit: Some("甲公司".into()),
            stage: Some(Stage::Signed),
            total_investment: Some(Money::from_yuan(5)),
            scope_text: Some("厂房".into()),
            ..facts(place("370102"))
        };
        for wider in ["370000", "370100", "370102"] {
            let laid = lay_over(&record(whole.clone()), &row(facts(place(wider))), None, "济南市");
            assert_eq!(laid.facts, whole, "{wider}");
            assert!(laid.remarks.is_empty());
        }
        let moved = lay_over(&record(whole), &row(facts(place("370112"))), None, "济南市");
        assert_eq!(moved.facts.division, place("370112"));
    }

    #[test]
    fn a_stage_moves_on_with_a_warning_of_what_it_lacks_and_never_back() {
        let at = |stage| Facts { stage, ..facts(place("370100")) };
        let on = lay_over(&record(at(Some(Stage::Signed))), &row(at(Some(Stage::Started))), None, "济南市");
        assert_eq!((on.facts.stage, ids(&on)), (Some(Stage::Started), vec!["projects-sheet-stage-lacks"]));
        let back = lay_over(&record(at(Some(Stage::Started))), &row(at(Some(Stage::Signed))), None, "济南市");
        assert_eq!((back.facts.stage, ids(&back)), (Some(Stage::Started), vec!["projects-sheet-stage-back"]));
        let phase = SheetRow { speaks_of_a_phase: true, ..row(at(Some(Stage::UnderConstruction))) };
        let whole = lay_over(&record(at(Some(Stage::InProduction))), &phase, None, "济南市");
        assert_eq!((whole.facts.stage, ids(&whole)), (Some(Stage::InProduction), vec![]));
    }

    #[test]
    fn words_for_an_empty_stage_explain_no_other() {
        let plan = Facts { stage_text: Some("计划三季度开工".into()), ..facts(place("370100")) };
        let empty = lay_over(&record(facts(place("370100"))), &row(plan.clone()), None, "济南市");
        assert_eq!(empty.facts.stage_text.as_deref(), Some("计划三季度开工"));
        let started = Facts { stage: Some(Stage::Started), ..facts(place("370100")) };
        assert_eq!(lay_over(&record(started.clone()), &row(plan), None, "济南市").facts, started);
    }

    #[test]
    fn a_total_is_corrected_by_its_own_source_and_stands_beside_anothers() {
        let total = |yuan| Facts { total_investment: Some(Money::from_yuan(yuan)), ..facts(place("370100")) };
        let own = lay_over(&record(total(5)), &row(total(6)), None, "济南市");
        assert_eq!((own.facts.total_investment, ids(&own)), (Some(Money::from_yuan(6)), vec![]));
        let other = lay_over(&record(total(5)), &row(total(6)), None, "山东省");
        assert_eq!(ids(&other), ["projects-sheet-total-beside"]);
        let words = Facts { total_text: Some("近百亿元".into()), ..facts(place("370100")) };
        assert_eq!(
            lay_over(&record(total(5)), &row(words), None, "济南市").facts.total_investment,
            Some(Money::from_yuan(5))
        );
    }

    #[test]
    fn what_an_exported_row_only_repeats_does_not_undo_what_others_have_changed_since() {
        let with = |unit: &str, scope: &str| Facts {
            unit: Some(unit.into()),
            scope_text: Some(scope.into()),
            ..facts(place("370100"))
        };
        let (base, now) = (with("甲公司", "厂房"), record(with("乙公司", "厂房")));
        let edited = lay_over(&now, &row(with("甲公司", "厂房及仓库")), Some(&base), "济南市");
        assert_eq!(edited.facts, with("乙公司", "厂房及仓库"));
        assert!(edited.remarks.is_empty());
        let both = lay_over(&now, &row(with("丙公司", "厂房")), Some(&base), "济南市");
        assert_eq!(both.facts.unit.as_deref(), Some("丙公司"));
        assert_eq!(ids(&both), ["projects-sheet-changed-since"]);
    }
}
