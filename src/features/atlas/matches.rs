//! Who could fill a segment, and which park fits: the reader's targets and the parks of the province in the order of their
//! scores.

use super::ground::Ground;
use super::model::matching::{AroundPark, AroundTarget, Score, leader, park, target};
use crate::config;
use crate::db::Conn;
use crate::features::carriers::{self, Carrier};
use crate::features::leads::Status;
use crate::features::targets::{self, Target};
use crate::kernel::degrees::kilometres;
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::text::name_key;
use chrono::NaiveDate;

/// Something with its score.
#[derive(Debug)]
pub struct Fit<T> {
    /// What fits.
    pub of: T,
    /// How well, and why.
    pub score: Score,
}

/// Targets and parks, the best of each first.
#[derive(Debug)]
pub struct Best {
    /// Who could fill the segment.
    pub targets: Vec<Fit<Target>>,
    /// Where.
    pub parks: Vec<Fit<Carrier>>,
}

/// The targets of a segment that are still wanted, for a place; of all that the reader may see without one.
pub fn targets(
    rule: &config::Atlas,
    ground: &Ground,
    (segment, place): (i64, Option<DivisionCode>),
    today: NaiveDate,
) -> Vec<Fit<Target>> {
    let is_here = |division: DivisionCode| place.is_none_or(|place| place.contains(division));
    let beside: Vec<i64> = ground
        .supply
        .iter()
        .filter_map(|(from, to)| match segment {
            one if one == *from => Some(*to),
            one if one == *to => Some(*from),
            _ => None,
        })
        .collect();
    let neighbours = ground
        .enterprises
        .iter()
        .filter(|one| is_here(one.division))
        .filter(|one| one.positions.iter().any(|position| beside.contains(&position.segment_id)))
        .count();
    let on_list = |of: &&Target| {
        let is_wanted = of.segment_id == segment && of.status == targets::Status::Open;
        // The province's list is for every place.
        is_wanted && place.is_none_or(|place| of.division.contains(place) || place.contains(of.division))
    };
    let fit = |of: &Target| {
        let ties: Vec<String> = of.ties.iter().filter_map(|id| ground.tied.get(id).cloned()).collect();
        let around = AroundTarget { ties: &ties, neighbours, contact: contact(ground, of) };
        let score = target(&rule.weights, of, around, (rule.stale_days, today));
        Fit { of: of.clone(), score }
    };
    let mut found: Vec<Fit<Target>> = ground.targets.iter().filter(on_list).map(fit).collect();
    found.sort_by_key(|fit| (fit.score.rank(), fit.of.id));
    found
}

/// The lead that has come farthest for the same enterprise.
fn contact(ground: &Ground, of: &Target) -> Option<(i64, &'static str)> {
    let key = name_key(&of.name);
    let same = ground.leads.iter().filter(|lead| {
        let same_code = lead.credit_code.is_some() && lead.credit_code == of.credit_code;
        lead.target_id == Some(of.id) || same_code || name_key(&lead.target) == key
    });
    let farthest = same.map(|lead| lead.status).max()?;
    Some((if farthest == Status::Identified { 50 } else { 100 }, farthest.name()))
}

/// The parks of a place for the chain, and for what a target would need.
///
/// # Errors
/// When they cannot be read.
pub fn parks(
    conn: &mut Conn,
    rule: &config::Atlas,
    ground: &Ground,
    (target, place): (Option<&Target>, Option<DivisionCode>),
    today: NaiveDate,
) -> Result<Vec<Fit<Carrier>>> {
    let seat = |code: DivisionCode| {
        let place = ground.book.division(code).or_else(|| ground.book.division(code.city()?))?;
        place.lng_e6.zip(place.lat_e6)
    };
    let of_park = |id: i64| ground.book.parks.iter().find(|park| park.id == id);
    let leader = leader(&ground.enterprises);
    let carriers = carriers::carriers(conn, &ground.book)?;
    let position = |carrier: &Carrier| carrier.offer.position.or_else(|| seat(carrier.park.division));
    let leader_at = leader.and_then(|leader| {
        let park = leader.park_id.and_then(of_park);
        let park = park.and_then(|park| carriers.iter().find(|carrier| carrier.park.id == park.id));
        Some((leader.name.as_str(), park.and_then(position).or_else(|| seat(leader.division))?))
    });
    let fit = |carrier: &Carrier| {
        let in_park = ground.enterprises.iter().filter(|one| one.park_id == Some(carrier.park.id)).count();
        let around = AroundPark {
            neighbours: in_park,
            leads: carrier.offer.chains.contains(&ground.chain),
            land: (carrier.offer.land_mu, target.and_then(|target| target.land_mu)),
            energy: (carrier.offer.energy_tce, target.and_then(|target| target.energy_tce)),
            leader: leader_at.zip(position(carrier)).map(|((name, from), to)| (name, kilometres(from, to))),
            verified_on: carrier.offer.verified_on,
        };
        let score = park(&rule.weights, around, (rule.stale_days, today));
        Fit { of: carrier.clone(), score }
    };
    // Elsewhere she would be told that nobody is there whom she cannot see.
    let hers = ground.places();
    let is_hers = |park: DivisionCode| hers.iter().any(|place| place.contains(park));
    let is_there = |carrier: &&Carrier| {
        is_hers(carrier.park.division) && place.is_none_or(|place| place.contains(carrier.park.division))
    };
    let mut found: Vec<Fit<Carrier>> = carriers.iter().filter(is_there).map(fit).collect();
    found.sort_by_key(|fit| (fit.score.rank(), fit.of.park.id));
    Ok(found)
}
