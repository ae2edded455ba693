//! What else is owed in those two years: problems with a day, which somebody solves, late or at last, and leads, whose reply
//! clock goes from step to step and then from week to week, until nothing comes of them.

use chrono::{Datelike, NaiveDate, TimeDelta};
use rand::RngExt;
use serde_json::json;
use std::collections::BTreeSet;

use super::{Debt, World};

/// Every so-manieth city follows leads.
const PROMOTES: usize = 4;
/// Days from raising a problem by which it is solved at the latest.
const SOLVED_WITHIN: i64 = 75;

/// What pays a debt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pays {
    /// The report of the month.
    Report,
    /// A reply that solves it.
    Problem(i64),
    /// An entry that takes this step of the lead, or the next weekly one.
    Lead(i64, usize),
}

/// A step of the reply clock: its word, what its reminder asks for, and how it is told that it was taken.
const STEPS: [(&str, &str); 3] =
    [("response", "请响应企业"), ("assessment", "请完成研判"), ("feedback", "请向企业反馈")];

impl World {
    /// On some days a city raises a problem, or registers an enterprise.
    pub async fn raise(&mut self, today: NaiveDate) {
        for city in 0..self.cities.len() {
            if self.chance.random_range(0..120) == 0 {
                self.raise_problem(city, today).await;
            }
            let follows = |debt: &Debt| {
                debt.city == city && debt.paid_at.is_none() && matches!(debt.pays, Pays::Lead(..))
            };
            let is_free = city % PROMOTES == 0 && !self.debts.iter().any(follows);
            if is_free && self.chance.random_range(0..20) == 0 {
                let target = format!("{today}来{city}企业");
                let lead = json!({ "target": target, "place": super::CITIES[city] });
                let lead = self.cities[city].client.post_json("/api/v1/leads", &lead).await.must(201).json();
                self.owe_step((city, lead["id"].as_i64().unwrap(), 0), target, today);
            }
        }
    }

    async fn raise_problem(&mut self, city: usize, today: NaiveDate) {
        let due_on = today + TimeDelta::days(self.chance.random_range(1..40));
        let text = format!("{today}第{city}号难题");
        let project = self.cities[city].project;
        let problem = json!({ "text": text, "kind": "land", "level": "city", "due_on": due_on });
        let path = format!("/api/v1/projects/{project}/problems");
        let problem = self.cities[city].client.post_json(&path, &problem).await.must(201).json();
        let id = problem["id"].as_i64().unwrap();
        let solved = today + TimeDelta::days(self.chance.random_range(1..SOLVED_WITHIN));
        let slot = self.chance.random_range(0..3);
        self.debts.push(Debt {
            key: format!("problem:{id}:{due_on}"),
            city,
            name: text,
            asks: String::new(),
            period: String::new(),
            due_on,
            since: today,
            acts: Some((solved, slot)),
            pays: Pays::Problem(id),
            paid_at: None,
            told: BTreeSet::new(),
        });
    }

    /// What is owed next about a lead, as office document 江府办函〔2024〕37号 says: an answer in one working day, a judgement in
    /// three more, word of it in a week, then an entry a week.
    fn owe_step(&mut self, (city, lead, step): (usize, i64, usize), target: String, today: NaiveDate) {
        let due_on = match step {
            0 => self.working_day_after(today, 1),
            1 => self.working_day_after(today, 3),
            _ => today + TimeDelta::days(7),
        };
        let (word, asks) = STEPS.get(step).copied().unwrap_or(("report", ""));
        let acts = match self.chance.random_range(0..100) {
            0..70 => due_on - TimeDelta::days(self.chance.random_range(0..2)),
            _ => due_on + TimeDelta::days(self.chance.random_range(1..15)),
        };
        let slot = self.chance.random_range(0..3);
        self.debts.push(Debt {
            key: format!("lead:{lead}:{word}:{due_on}"),
            city,
            name: target,
            asks: asks.to_owned(),
            period: String::new(),
            due_on,
            since: today,
            acts: Some((acts.max(today.succ_opt().unwrap()), slot)),
            pays: Pays::Lead(lead, step),
            paid_at: None,
            told: BTreeSet::new(),
        });
    }

    /// Pays a debt that is no report; a lead then owes its next step, or nothing comes of it.
    pub async fn act(&mut self, at: usize, today: NaiveDate) {
        let (city, pays, target) = {
            let debt = &self.debts[at];
            (debt.city, debt.pays.clone(), debt.name.clone())
        };
        let client = self.cities[city].client.clone();
        match pays {
            Pays::Report => {}
            Pays::Problem(id) => {
                let said = json!({ "text": "已协调解决", "state": "resolved" });
                client.post_json(&format!("/api/v1/problems/{id}/replies"), &said).await.must(200);
                self.debts[at].paid_at = Some(self.app.clock.now());
            }
            Pays::Lead(id, step) => {
                let is_over = step >= STEPS.len() && self.chance.random_range(0..4) == 0;
                let entry = match STEPS.get(step) {
                    Some((word, _)) => json!({ "text": "已办", "step": word }),
                    None if is_over => json!({ "text": "选了外省", "status": "lost" }),
                    None => json!({ "text": "本周进展" }),
                };
                client.post_json(&format!("/api/v1/leads/{id}/entries"), &entry).await.must(200);
                self.debts[at].paid_at = Some(self.app.clock.now());
                if !is_over {
                    self.owe_step((city, id, step + 1), target, today);
                }
            }
        }
    }

    /// In the end: the story told of problems and of every step of the clock, not of reports alone.
    pub fn settle_matters(&self) {
        let told = |is: &dyn Fn(&Pays) -> bool| {
            let those = self.debts.iter().filter(|debt| is(&debt.pays));
            those.map(|debt| debt.told.len()).sum::<usize>()
        };
        let problems = told(&|pays| matches!(pays, Pays::Problem(_)));
        let steps: Vec<usize> = (0..=STEPS.len())
            .map(|step| told(&|pays| matches!(pays, Pays::Lead(_, at) if (*at).min(STEPS.len()) == step)))
            .collect();
        let year = self.mornings.iter().filter(|day| day.year() == 2027).count();
        let all = (problems, &steps, year);
        assert!(problems > 50 && steps.iter().all(|count| *count > 5), "seed {}: {all:?}", self.seed);
    }
}
