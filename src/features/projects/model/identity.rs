//! Is it the same project? A name is no identity: projects are renamed from list to list, get detail in brackets,
//! and two phases of one project are called nearly the same. So a match is made only where it is beyond doubt; where
//! it is likely, the record says so and a person decides. Never merged silently.

use super::Facts;
use crate::kernel::division::DivisionCode;
use crate::kernel::money::Money;
use crate::kernel::text::{name_key, phase_of};
use std::collections::BTreeSet;

/// How much two names must have in common to be suspected: the share of equal pairs of characters (Dice), in
/// hundredths. Low, because unit and place already agree when names are compared at all.
const ALIKE: usize = 50;

/// What a project is recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `projects.id`; 0 for what is not yet recorded.
    pub id: i64,
    /// As people wrote it.
    pub name: String,
    /// See [`name_key`].
    pub name_key: String,
    /// The unit's key.
    pub unit_key: Option<String>,
    /// The city, when it is known.
    pub city: Option<DivisionCode>,
    /// Canonical.
    pub project_code: Option<String>,
    /// The adopted total.
    pub total: Option<Money>,
    /// The bundle it is a part of.
    pub parent_id: Option<i64>,
}

/// What became of a search for a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is this one.
    Same(i64),
    /// It is new; these records look like it.
    New(Vec<i64>),
}

impl Identity {
    /// What `facts` are recognised by.
    pub fn of(id: i64, facts: &Facts) -> Self {
        Self {
            id,
            name: facts.name.clone(),
            name_key: name_key(&facts.name),
            unit_key: unit_key(facts.unit.as_deref()),
            city: facts.division.city(),
            project_code: facts.project_code.clone(),
            total: facts.total_investment,
            parent_id: facts.parent_id,
        }
    }

    fn same_phase(&self, other: &Self) -> bool {
        phase_of(&self.name) == phase_of(&other.name)
    }

    /// Equal, or one of them not known: a row that comes without a city is the record that has since been given one.
    fn compatible_city(&self, other: &Self) -> bool {
        compatible(self.city.as_ref(), other.city.as_ref())
    }

    fn compatible_unit(&self, other: &Self) -> bool {
        compatible(self.unit_key.as_ref(), other.unit_key.as_ref())
    }

    fn same_unit(&self, other: &Self) -> bool {
        self.unit_key.is_some() && self.unit_key == other.unit_key
    }

    fn same_code(&self, other: &Self) -> bool {
        self.project_code.is_some() && self.project_code == other.project_code
    }

    fn same_name(&self, other: &Self) -> bool {
        self.name_key == other.name_key
    }

    /// A bundle and its parts look alike by nature.
    fn related(&self, other: &Self) -> bool {
        let inside = |part: &Self, whole: &Self| part.parent_id.is_some() && part.parent_id == Some(whole.id);
        inside(self, other)
            || inside(other, self)
            || self.parent_id.is_some() && self.parent_id == other.parent_id
    }
}

/// The key by which two spellings of a unit are compared.
pub fn unit_key(unit: Option<&str>) -> Option<String> {
    unit.map(name_key).filter(|key| !key.is_empty())
}

/// Which of `known` the row is: by its hidden key, else by its project code, else by one and only one record with the
/// same name and phase, compatible city and unit. Otherwise it is new, with those that look like it.
///
/// One filing may cover several projects, so a code that several records carry decides only together with the name,
/// and a code never joins two phases.
pub fn same_project(row: &Identity, hidden_key: Option<i64>, known: &[Identity]) -> Match {
    if let Some(id) = hidden_key.filter(|id| known.iter().any(|other| other.id == *id)) {
        return Match::Same(id);
    }
    let by_code: Vec<&Identity> =
        known.iter().filter(|other| row.same_code(other) && row.same_phase(other)).collect();
    if let Some(id) = only(&by_code)
        .or_else(|| only(&by_code.iter().copied().filter(|other| row.same_name(other)).collect::<Vec<_>>()))
    {
        return Match::Same(id);
    }
    let two_codes = |other: &Identity| {
        row.project_code.is_some() && other.project_code.is_some() && !row.same_code(other)
    };
    let by_name: Vec<&Identity> = known
        .iter()
        .filter(|other| {
            row.same_name(other)
                && row.same_phase(other)
                && row.compatible_city(other)
                && row.compatible_unit(other)
                && !two_codes(other)
        })
        .collect();
    only(&by_name).map_or_else(|| Match::New(suspects(row, known)), Match::Same)
}

/// Records that may be the same project as `row`: the same code; the same name in a compatible place or unit; or, with
/// the same unit, place and phase, an equal total or a name half of which is the same.
pub fn suspects(row: &Identity, known: &[Identity]) -> Vec<i64> {
    known
        .iter()
        .filter(|other| other.id != row.id && !row.related(other))
        .filter(|other| {
            let same_place = row.compatible_city(other) && row.same_phase(other);
            row.same_code(other)
                || row.same_name(other)
                    && (row.compatible_city(other) && row.compatible_unit(other) || row.same_unit(other))
                || same_place
                    && row.same_unit(other)
                    && (row.total.is_some() && row.total == other.total
                        || Pairs::of(&row.name_key).alike(&Pairs::of(&other.name_key)))
        })
        .map(|other| other.id)
        .collect()
}

fn only(found: &[&Identity]) -> Option<i64> {
    match found {
        [one] => Some(one.id),
        _ => None,
    }
}

fn compatible<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// The pairs of neighbouring characters of a key: what two names have in common whatever stands between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs(BTreeSet<(char, char)>);

impl Pairs {
    /// Of a [`name_key`].
    pub fn of(key: &str) -> Self {
        Self(key.chars().zip(key.chars().skip(1)).collect())
    }

    /// The share of equal pairs (Dice), in hundredths, cut off; nothing has nothing in common.
    pub fn share(&self, other: &Self) -> usize {
        let all = self.0.len() + other.0.len();
        (self.0.intersection(&other.0).count() * 2 * 100).checked_div(all).unwrap_or(0)
    }

    /// Whether two names are to be suspected: at least half of their pairs are equal.
    pub fn alike(&self, other: &Self) -> bool {
        self.share(other) >= ALIKE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: i64, name: &str, unit: Option<&str>, city: &str) -> Identity {
        let facts =
            Facts { unit: unit.map(str::to_owned), ..Facts::named(name, DivisionCode::parse(city).unwrap()) };
        Identity::of(id, &facts)
    }

    fn row(name: &str, unit: Option<&str>, city: &str) -> Identity {
        known(0, name, unit, city)
    }

    fn coded(identity: Identity, code: &str) -> Identity {
        Identity { project_code: Some(code.into()), ..identity }
    }

    const CODE: &str = "2305-371121-04-01-122324";

    #[test]
    fn the_hidden_key_wins_over_everything() {
        let registry = [known(7, "老名称", None, "370100")];
        assert_eq!(same_project(&row("新名称", None, "370200"), Some(7), &registry), Match::Same(7));
        assert_eq!(same_project(&row("新名称", None, "370200"), Some(8), &registry), Match::New(vec![]));
    }

    #[test]
    fn a_project_code_finds_a_renamed_project() {
        let registry = [coded(known(7, "高效组件项目", Some("甲公司"), "370800"), CODE)];
        let renamed = coded(row("高效电池组件制造基地", Some("甲公司"), "370800"), CODE);
        assert_eq!(same_project(&renamed, None, &registry), Match::Same(7));
        let second = coded(row("高效组件项目二期", Some("甲公司"), "370800"), CODE);
        assert_eq!(
            same_project(&second, None, &registry),
            Match::New(vec![7]),
            "another phase is asked about"
        );
    }

    #[test]
    fn one_filing_for_three_projects_decides_only_with_the_name() {
        let registry = ["一号厂房", "二号厂房"]
            .into_iter()
            .zip(1..)
            .map(|(name, id)| coded(known(id, name, None, "370100"), CODE))
            .collect::<Vec<_>>();
        assert_eq!(
            same_project(&coded(row("二号厂房", None, "370100"), CODE), None, &registry),
            Match::Same(2)
        );
        let third = same_project(&coded(row("三号厂房", None, "370100"), CODE), None, &registry);
        assert_eq!(third, Match::New(vec![1, 2]));
    }

    #[test]
    fn name_city_unit_and_phase_match_one_and_only_one() {
        let registry = [known(1, "年产30万吨（一期）PVC项目", Some("甲公司"), "370600")];
        let same = row("年产 30 万吨(一期)ＰＶＣ项目", Some("甲公司"), "370600");
        assert_eq!(same_project(&same, None, &registry), Match::Same(1));
        for other in [
            row("年产30万吨（二期）PVC项目", Some("甲公司"), "370600"),
            row("年产30万吨（一期）PVC项目", Some("乙公司"), "370600"),
            row("年产30万吨（一期）PVC项目", Some("甲公司"), "370700"),
        ] {
            assert!(matches!(same_project(&other, None, &registry), Match::New(_)), "{other:?}");
        }
        let twice = [registry[0].clone(), Identity { id: 2, ..registry[0].clone() }];
        assert_eq!(same_project(&same, None, &twice), Match::New(vec![1, 2]), "two are asked about");
    }

    #[test]
    fn a_row_without_city_or_unit_is_the_record_that_was_given_them_since() {
        let registry = [known(1, "双向拉伸薄膜项目", Some("甲公司"), "370700")];
        assert_eq!(same_project(&row("双向拉伸薄膜项目", None, "370000"), None, &registry), Match::Same(1));
    }

    #[test]
    fn two_different_codes_are_two_projects_whatever_they_are_called() {
        let registry = [coded(known(1, "薄膜项目", None, "370700"), CODE)];
        let other = coded(row("薄膜项目", None, "370700"), "2018-370481-33-03-047024");
        assert_eq!(same_project(&other, None, &registry), Match::New(vec![1]));
    }

    #[test]
    fn suspicion_asks_about_a_renamed_project_of_the_same_unit() {
        let registry = [known(1, "欧达新能源1GW储能系统及2GWh智慧储能系统生产基地", Some("欧达"), "370100")];
        let renamed = row("欧达新能源1GW储能系统+1GW/2GWh智慧储能系统生产基地", Some("欧达"), "370100");
        assert_eq!(suspects(&renamed, &registry), [1]);
        assert_eq!(suspects(&row("轮胎项目", Some("欧达"), "370100"), &registry), [0; 0]);
        let equal_total = |identity: Identity| Identity { total: Some(Money::from_yuan(5)), ..identity };
        let registry = registry.map(equal_total);
        assert_eq!(suspects(&equal_total(row("轮胎项目", Some("欧达"), "370100")), &registry), [1]);
    }

    #[test]
    fn phases_and_parts_are_no_duplicates() {
        let registry = [known(1, "动力电池项目一期", Some("甲公司"), "370100")];
        assert_eq!(suspects(&row("动力电池项目二期", Some("甲公司"), "370100"), &registry), [0; 0]);
        let part =
            Identity { parent_id: Some(1), ..row("动力电池项目一期", Some("甲公司"), "370100") };
        assert_eq!(suspects(&part, &registry), [0; 0]);
    }
}
