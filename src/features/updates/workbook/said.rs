//! What one row says: the figures of a report, and the problems in words. The same shape for the three sides of a merge.

use crate::features::problems::{Mention, ProblemKind};
use crate::features::projects::{Stage, stage_name};
use crate::features::updates::model::Figures;
use crate::features::updates::model::report::Update;
use crate::kernel::money::Money;
use crate::web::Lang;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The cells that are merged, under the contract's names.
pub const MERGED: [&str; 7] = [
    "stage",
    "cumulative_investment_yuan",
    "ytd_investment_yuan",
    "progress_text",
    "enrolled",
    "planned_finish",
    "problems",
];

/// One side of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Stage, money, progress, enrolment, finish.
    pub figures: Figures,
    /// What stands in the way, one line each.
    pub problems: Option<String>,
}

impl Said {
    /// What a form would begin with: the open or the returned report, else what stood last.
    pub fn standing(update: Option<&Update>, last: &Figures, lang: Lang) -> Self {
        match update {
            Some(update) => Self {
                figures: update.figures.clone(),
                problems: Some(lines(&update.problems, lang)).filter(|lines| !lines.is_empty()),
            },
            None => Self { figures: last.clone(), problems: None },
        }
    }

    /// A value, as programs read it.
    pub fn value(&self, field: &str) -> Value {
        let figures = &self.figures;
        match field {
            "stage" => json!(figures.stage),
            "cumulative_investment_yuan" => json!(figures.cumulative.map(Money::yuan)),
            "ytd_investment_yuan" => json!(figures.ytd.map(Money::yuan)),
            "progress_text" => json!(figures.progress_text),
            "enrolled" => json!(figures.enrolled),
            "planned_finish" => json!(figures.planned_finish),
            "problems" => json!(self.problems),
            _ => Value::Null,
        }
    }

    /// A value, as its cell spells it; empty where there is none.
    pub fn text(&self, field: &str, lang: Lang) -> String {
        let figures = &self.figures;
        let text = match field {
            "stage" => figures.stage.map(|stage: Stage| lang.render(&stage_name(stage))),
            "cumulative_investment_yuan" => figures.cumulative.map(Money::wan_exact),
            "ytd_investment_yuan" => figures.ytd.map(Money::wan_exact),
            "progress_text" => figures.progress_text.clone(),
            "enrolled" => figures.enrolled.map(|enrolled| lang.t(yes_or_no(enrolled))),
            "planned_finish" => figures.planned_finish.as_ref().map(ToString::to_string),
            "problems" => self.problems.clone(),
            _ => None,
        };
        text.unwrap_or_default()
    }

    /// Takes a value over from another side.
    pub fn take(&mut self, field: &str, from: &Self) {
        let (figures, other) = (&mut self.figures, &from.figures);
        match field {
            "stage" => figures.stage = other.stage,
            "cumulative_investment_yuan" => figures.cumulative = other.cumulative,
            "ytd_investment_yuan" => figures.ytd = other.ytd,
            "progress_text" => figures.progress_text.clone_from(&other.progress_text),
            "enrolled" => figures.enrolled = other.enrolled,
            "planned_finish" => figures.planned_finish.clone_from(&other.planned_finish),
            _ => self.problems.clone_from(&from.problems),
        }
    }

    /// The problems of a report; a line may name its kind before a colon. Since an empty cell says nothing, a word says
    /// that there is none any more.
    pub fn problems(&self) -> Vec<Mention> {
        let lines = self.problems.as_deref().unwrap_or_default().lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !is_none(line)).map(problem).collect()
    }
}

/// Whether a line is the word for none, in either language.
fn is_none(line: &str) -> bool {
    Lang::ALL.iter().any(|lang| lang.t("updates-sheet-none").eq_ignore_ascii_case(line))
}

/// The word for yes or no in a cell.
pub fn yes_or_no(yes: bool) -> &'static str {
    if yes { "updates-sheet-yes" } else { "updates-sheet-no" }
}

fn lines(problems: &[Mention], lang: Lang) -> String {
    let line = |problem: &Mention| match problem.kind {
        ProblemKind::Other => problem.text.clone(),
        kind => lang.all(
            "updates-sheet-problem-line",
            &[("kind", lang.t(&format!("problems-kind-{kind}"))), ("text", problem.text.clone())],
        ),
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn problem(line: &str) -> Mention {
    if let Some((head, text)) = line.split_once(['：', ':']) {
        let names = |kind: &ProblemKind| {
            Lang::ALL.iter().any(|lang| lang.t(&format!("problems-kind-{kind}")) == head.trim())
        };
        if let Some(kind) = ProblemKind::ALL.iter().copied().find(names) {
            return Mention { kind, text: text.trim().to_owned() };
        }
    }
    Mention { kind: ProblemKind::Other, text: line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_a_line_that_may_name_its_kind_in_either_language() {
        let problems = [
            Mention { kind: ProblemKind::Land, text: "二期用地：未批".to_owned() },
            Mention { kind: ProblemKind::Other, text: "其他：说明".to_owned() },
        ];
        for lang in [Lang::Zh, Lang::En] {
            let said = Said { problems: Some(lines(&problems[..1], lang)), ..Said::default() };
            assert_eq!(said.problems(), problems[..1]);
        }
        let none =
            ["无", " none ", "None"].map(|word| Said { problems: Some(word.into()), ..Said::default() });
        assert!(none.iter().all(|said| said.problems().is_empty()), "a word for none is no problem");
        let plain = Said { problems: Some("缺少资金\n\n 用地: 未批 ".to_owned()), ..Said::default() };
        let read = plain.problems();
        assert_eq!((read[0].kind, read[0].text.as_str()), (ProblemKind::Other, "缺少资金"));
        assert_eq!((read[1].kind, read[1].text.as_str()), (ProblemKind::Land, "未批"));
    }

    #[test]
    fn every_merged_cell_is_taken_over_and_told() {
        let full = Said {
            figures: Figures {
                stage: Some(Stage::Started),
                cumulative: Money::from_wan(12),
                ytd: Money::from_wan(3),
                progress_text: Some("主体封顶".to_owned()),
                enrolled: Some(true),
                planned_finish: crate::kernel::plan_date::PlanDate::parse("2027-06").ok(),
            },
            problems: Some("缺少资金".to_owned()),
        };
        let mut taken = Said::default();
        for field in MERGED {
            assert!(taken.value(field).is_null() && taken.text(field, Lang::Zh).is_empty(), "{field}");
            taken.take(field, &full);
            assert!(!full.text(field, Lang::Zh).is_empty(), "{field}");
        }
        assert_eq!(taken, full);
        let kept: Said = serde_json::from_str(&serde_json::to_string(&full).unwrap()).unwrap();
        assert_eq!(kept, full, "what is kept is read again");
    }
}
