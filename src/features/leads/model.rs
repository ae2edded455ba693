//! A lead, what was done about it, which step may follow which, and who was first.

use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use crate::kernel::money::Money;
use crate::text_enum;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

text_enum! {
    /// How far it has come, in its order; the last one is where it ends without a project.
    pub enum Status {
        /// Somebody has heard of it.
        Identified = "identified",
        /// 对接: the enterprise has been spoken to.
        Contacted = "contacted",
        /// 考察: it has come, or was visited.
        Visiting = "visiting",
        /// 洽谈
        Negotiating = "negotiating",
        /// 签约
        Signed = "signed",
        /// It has become a project.
        Converted = "converted",
        /// It will not come.
        Lost = "lost",
    }
}

impl Status {
    /// Whether somebody still has to do something about it.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Converted | Self::Lost)
    }

    /// The Fluent id of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identified => "leads-status-identified",
            Self::Contacted => "leads-status-contacted",
            Self::Visiting => "leads-status-visiting",
            Self::Negotiating => "leads-status-negotiating",
            Self::Signed => "leads-status-signed",
            Self::Converted => "leads-status-converted",
            Self::Lost => "leads-status-lost",
        }
    }

    /// Whether a person may move it from here to `next`. Talks may begin anew, and what was lost may come back; a project
    /// is made of a signed lead by a deed of its own, and is the end of it.
    pub fn leads_to(self, next: Self) -> bool {
        match (self, next) {
            (Self::Converted, _) | (_, Self::Converted) => false,
            (Self::Lost, next) => next == Self::Identified,
            (from, next) => from != next,
        }
    }
}

text_enum! {
    /// A step of the reply clock.
    pub enum Step {
        /// 响应
        Response = "response",
        /// 研判
        Assessment = "assessment",
        /// 反馈
        Feedback = "feedback",
    }
}

/// A lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Never reused.
    pub id: i64,
    /// Rises with every change.
    pub version: i64,
    /// Where it would come.
    pub division: DivisionCode,
    /// The enterprise.
    pub target: String,
    /// 统一社会信用代码, canonical.
    pub credit_code: Option<String>,
    /// `chains.id`
    pub chain_id: Option<i64>,
    /// `segments.id`: the segment that it would fill.
    pub segment_id: Option<i64>,
    /// `targets.id`: the target that it came from.
    pub target_id: Option<i64>,
    /// `parks.id`
    pub park_id: Option<i64>,
    /// Where it was heard of.
    pub source: Option<String>,
    /// What it would build.
    pub scope_text: Option<String>,
    /// How much it would invest.
    pub intended: Option<Money>,
    /// How far it has come.
    pub status: Status,
    /// Who follows it.
    pub owner_id: i64,
    /// Her name.
    pub owner: String,
    /// What is to be done next, and by when.
    pub next: Option<(String, NaiveDate)>,
    /// The days on which the steps of the reply clock were taken.
    pub taken: Taken,
    /// When it was signed.
    pub signed_on: Option<NaiveDate>,
    /// What it has become.
    pub project_id: Option<i64>,
    /// Who registered it, by name at that time.
    pub registrar: String,
    /// When.
    pub registered_at: Instant,
    /// From which day on the reply clock runs.
    pub began_on: NaiveDate,
    /// When it came into its status.
    pub moved_at: Instant,
    /// Whether another city was first with the same enterprise.
    pub is_taken: bool,
}

/// When the steps of the reply clock were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// 响应
    pub response: Option<NaiveDate>,
    /// 研判
    pub assessment: Option<NaiveDate>,
    /// 反馈
    pub feedback: Option<NaiveDate>,
    /// The day of the last entry.
    pub spoke: NaiveDate,
}

/// Something that was done about a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The step of the reply clock that it was.
    pub step: Option<Step>,
    /// The status it was moved to.
    pub status: Option<Status>,
    /// In words.
    pub text: String,
    /// By name at that time.
    pub author: String,
    /// When.
    pub at: Instant,
}

/// A registration of an enterprise, as far as it matters who was first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The lead's.
    pub id: i64,
    /// The city.
    pub city: DivisionCode,
    /// What its name comes down to.
    pub key: String,
    /// Its code.
    pub credit_code: Option<String>,
}

impl Claim {
    /// Whether both mean the same enterprise: two codes decide, and where one has none the name does.
    fn is_same(&self, other: &Self) -> bool {
        match (&self.credit_code, &other.credit_code) {
            (Some(one), Some(another)) => one == another,
            _ => self.key == other.key,
        }
    }

    fn is_rival(&self, other: &Self) -> bool {
        self.id != other.id && self.city != other.city && self.is_same(other)
    }
}

/// The claims of all cities, and which of them wait: whoever was first goes on, and whoever waits is in nobody's way.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    all: Vec<Claim>,
    taken: HashSet<i64>,
}

impl Claims {
    /// Of the leads that are open and have a city, the earliest claim first.
    pub fn new(all: Vec<Claim>) -> Self {
        let (mut by_code, mut by_key) =
            (HashMap::<&str, Vec<&Claim>>::new(), HashMap::<&str, Vec<&Claim>>::new());
        let mut taken = HashSet::new();
        for claim in &all {
            let code = claim.credit_code.as_deref();
            let of_code = code.and_then(|code| by_code.get(code)).into_iter().flatten();
            let mut before = of_code.chain(by_key.get(claim.key.as_str()).into_iter().flatten());
            if before.any(|first| first.is_rival(claim)) {
                taken.insert(claim.id);
                continue;
            }
            by_key.entry(&claim.key).or_default().push(claim);
            if let Some(code) = code {
                by_code.entry(code).or_default().push(claim);
            }
        }
        Self { all, taken }
    }

    /// Those of other cities for the same enterprise, the earliest first.
    pub fn rivals(&self, id: i64) -> Vec<&Claim> {
        let Some(own) = self.all.iter().find(|claim| claim.id == id) else { return Vec::new() };
        self.all.iter().filter(|other| other.is_rival(own)).collect()
    }

    /// Whether another city was first.
    pub fn is_taken(&self, id: i64) -> bool {
        self.taken.contains(&id)
    }

    /// Those that wait.
    pub const fn taken(&self) -> &HashSet<i64> {
        &self.taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_moves_among_its_open_states_may_be_lost_and_come_back_and_a_project_is_its_end() {
        use Status::{Contacted, Converted, Identified, Lost, Negotiating, Signed, Visiting};
        for (from, to) in [(Identified, Contacted), (Identified, Negotiating), (Negotiating, Visiting)] {
            assert!(from.leads_to(to), "{from} to {to}");
        }
        for open in [Identified, Contacted, Visiting, Negotiating, Signed] {
            assert!(open.is_open() && open.leads_to(Lost) && !open.leads_to(open), "{open}");
            assert!(!open.leads_to(Converted) && !Converted.leads_to(open), "{open}");
            assert_eq!(Lost.leads_to(open), open == Identified, "{open}");
        }
        assert!(!Converted.is_open() && !Lost.is_open() && !Converted.leads_to(Lost));
    }

    #[test]
    fn whoever_claimed_an_enterprise_first_goes_on_and_whoever_waits_is_in_nobodys_way() {
        let claim = |id, city: &str, key: &str, code: Option<&str>| Claim {
            id,
            city: DivisionCode::parse(city).unwrap(),
            key: key.to_owned(),
            credit_code: code.map(str::to_owned),
        };
        // In the order of their claims, whatever their numbers.
        let claims = Claims::new(vec![
            claim(9, "370100", "甲厂", Some("A")),
            claim(2, "370200", "甲厂股份", Some("A")),
            claim(3, "370300", "甲厂", None),
            claim(4, "370400", "甲厂", Some("B")),
            claim(5, "370100", "甲厂", None),
        ]);
        let waits = |id| claims.is_taken(id);
        assert!(
            !waits(9) && waits(2) && waits(3),
            "one code, whatever the name; one name, where a code is missing"
        );
        assert!(!waits(4), "two codes are two enterprises, and the third waits himself");
        // Its own city has claimed it; the fourth, whose code it may have, was before it.
        assert!(waits(5));
        let rivals = |id| claims.rivals(id).iter().map(|rival| rival.id).collect::<Vec<_>>();
        assert_eq!((rivals(9), rivals(4)), (vec![2, 3], vec![3, 5]));
        assert_eq!(rivals(7), [0_i64; 0]);
    }
}
