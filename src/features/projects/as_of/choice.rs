//! The filters and orders of the registry over projects in memory. The live registry says the same in SQL
//! (`store/find.rs`); a test holds the two against each other, and a filter that is added there does not compile here
//! until it is answered.

use crate::features::projects::filter::Filter;
use crate::features::projects::model::lit::Light;
use crate::features::projects::model::stage::missing;
use crate::features::projects::model::{Facts, SideState};
use crate::features::projects::store::{Stored, search_text};
use crate::features::reference::Book;
use crate::kernel::division::Scope;
use crate::kernel::money::Money;
use crate::kernel::paging::Sort;
use crate::kernel::text::search_key;
use std::cmp::Ordering;

/// Those of `all` that the filter means, in this order.
pub fn chosen(all: Vec<Stored>, filter: &Filter, sort: Sort, book: &Book) -> Vec<Stored> {
    let mut chosen: Vec<Stored> = all.into_iter().filter(|one| takes(filter, one, book)).collect();
    chosen.sort_by(|a, b| order(sort, a, b));
    chosen
}

/// Adopted totals; parts of bundles are left out, because their bundle counts them. None beyond 64 bits.
pub fn sum(chosen: &[Stored]) -> Option<Money> {
    let whole = chosen.iter().filter(|one| one.facts.parent_id.is_none());
    Money::sum(whole.filter_map(|one| one.facts.total_investment))
}

fn takes(filter: &Filter, one: &Stored, book: &Book) -> bool {
    let Filter {
        city,
        county,
        stage,
        class,
        nature,
        industry,
        chain,
        segment,
        park,
        parent,
        side_state,
        light,
        // Refused beside a past day, as is a list: they have a history of their own.
        light_month: _,
        light_since: _,
        list: _,
        missing,
        q,
        ids,
    } = filter;
    let facts = &one.facts;
    let living = !matches!(facts.side_state, SideState::Merged | SideState::Split | SideState::Voided);
    Scope::of(city.iter().copied()).is_none_or(|cities| cities.covers(facts.division))
        && (county.is_empty() || county.contains(&facts.division))
        && side_state.map_or(living || !ids.is_empty(), |state| facts.side_state == state)
        && (stage.is_empty() || facts.stage.is_some_and(|its| stage.contains(&its)))
        && is(*class, facts.class)
        && is(*nature, facts.nature)
        && industry.as_ref().is_none_or(|asked| in_industry(facts, asked, book))
        && is(*chain, facts.chain_id)
        && is(*segment, facts.segment_id)
        && is(*park, facts.park_id)
        && is(*parent, facts.parent_id)
        && light.is_none_or(|light| light == Light::Unreported)
        && missing.as_deref().is_none_or(|field| lacks(facts, field))
        && q.as_ref().is_none_or(|q| says(facts, q, book))
        && (ids.is_empty() || ids.contains(&one.id))
}

fn is<T: PartialEq>(asked: Option<T>, its: Option<T>) -> bool {
    asked.is_none() || asked == its
}

/// By code or Chinese name.
fn in_industry(facts: &Facts, asked: &str, book: &Book) -> bool {
    let Some(its) = facts.industry.as_deref() else { return false };
    book.industries.iter().any(|one| one.code == its && (one.code == asked || one.name_zh == asked))
}

fn lacks(facts: &Facts, field: &str) -> bool {
    let lacking = missing(facts);
    if field == "any" { !lacking.is_empty() } else { lacking.contains(&field) }
}

fn says(facts: &Facts, q: &str, book: &Book) -> bool {
    let text = search_text(facts, book);
    search_key(q).split(' ').all(|word| text.contains(word))
}

/// The id comes last, so that pages never overlap; what is not known comes last either way.
fn order(sort: Sort, a: &Stored, b: &Stored) -> Ordering {
    let turned = |order: Ordering| if sort.descending { order.reverse() } else { order };
    let by = match sort.field {
        "name" => turned(a.facts.name.cmp(&b.facts.name)),
        "total_investment_yuan" => {
            unknown_last(sort.descending, a.facts.total_investment, b.facts.total_investment)
        }
        "stage" => unknown_last(sort.descending, a.facts.stage, b.facts.stage),
        "city" => turned(a.facts.division.cmp(&b.facts.division)),
        "id" => Ordering::Equal,
        _ => turned(a.updated_at.cmp(&b.updated_at)),
    };
    by.then_with(|| turned(a.id.cmp(&b.id)))
}

fn unknown_last<T: Ord>(descending: bool, a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::projects::model::Stage;
    use crate::kernel::division::DivisionCode;
    use crate::kernel::instant::Instant;
    use std::collections::BTreeMap;

    fn one(id: i64, facts: Facts) -> Stored {
        let at = Instant::parse("2026-08-15T00:00:00Z").unwrap();
        Stored {
            id,
            version: 1,
            facts,
            amounts: Vec::new(),
            justifications: BTreeMap::new(),
            merged_into: None,
            reporter_id: None,
            light: None,
            created_at: at,
            updated_at: at,
        }
    }

    fn facts(name: &str, division: &str) -> Facts {
        Facts::named(name, DivisionCode::parse(division).unwrap())
    }

    fn ids(all: &[Stored], filter: &Filter, sort: &str) -> Vec<i64> {
        let sort = Sort::parse(sort, crate::features::projects::SORTS).unwrap();
        chosen(all.to_vec(), filter, sort, &Book::default()).iter().map(|one| one.id).collect()
    }

    #[test]
    fn what_is_not_known_comes_last_in_either_direction_and_ids_break_ties() {
        let worth =
            |yuan| Facts { total_investment: Some(Money::from_yuan(yuan)), ..facts("项目", "370100") };
        let all = [one(1, facts("项目", "370100")), one(2, worth(5)), one(3, worth(9)), one(4, worth(5))];
        let any = Filter::default();
        assert_eq!(ids(&all, &any, "total_investment_yuan"), [2, 4, 3, 1]);
        assert_eq!(ids(&all, &any, "-total_investment_yuan"), [3, 4, 2, 1]);
        assert_eq!(ids(&all, &any, "-id"), [4, 3, 2, 1]);
    }

    #[test]
    fn dead_records_are_left_out_unless_they_are_asked_for() {
        let voided = Facts { side_state: SideState::Voided, ..facts("误录", "370100") };
        let exited = Facts { side_state: SideState::Exited, ..facts("退出", "370100") };
        let all = [one(1, voided), one(2, exited), one(3, facts("在", "370100"))];
        assert_eq!(ids(&all, &Filter::default(), "id"), [2, 3]);
        assert_eq!(ids(&all, &Filter { ids: vec![1], ..Filter::default() }, "id"), [1]);
        let asked = Filter { side_state: Some(SideState::Voided), ..Filter::default() };
        assert_eq!(ids(&all, &asked, "id"), [1]);
    }

    #[test]
    fn a_city_holds_its_counties_and_a_county_filter_is_exact() {
        let all =
            [one(1, facts("市", "370100")), one(2, facts("区", "370102")), one(3, facts("外", "370200"))];
        let code = |text| vec![DivisionCode::parse(text).unwrap()];
        assert_eq!(ids(&all, &Filter { city: code("370100"), ..Filter::default() }, "id"), [1, 2]);
        assert_eq!(ids(&all, &Filter { county: code("370100"), ..Filter::default() }, "id"), [1]);
        let stage = Filter { stage: vec![Stage::Signed], ..Filter::default() };
        assert_eq!(ids(&all, &stage, "id"), [0; 0]);
    }

    #[test]
    fn parts_of_a_bundle_are_not_counted_twice() {
        let worth = |yuan, parent_id| Facts {
            total_investment: Some(Money::from_yuan(yuan)),
            parent_id,
            ..facts("项目", "370100")
        };
        let all = [one(1, worth(10, None)), one(2, worth(4, Some(1))), one(3, worth(6, Some(1)))];
        assert_eq!(sum(&all), Some(Money::from_yuan(10)));
        let most = [one(1, worth(i64::MAX, None)), one(2, worth(1, None))];
        assert_eq!(sum(&most), None);
    }
}
