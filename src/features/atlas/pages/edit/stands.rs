//! What stands of a thing of the map, as its form shows it.

use super::Thing;
use crate::db::Conn;
use crate::features::chains::{self, Segment};
use crate::features::reference::Book;
use crate::features::{carriers, enterprises, targets};
use crate::kernel::degrees::degrees;
use crate::kernel::error::{Error, Result};
use crate::kernel::role::Deed;
use crate::web::{Caller, Lang};

/// What stands.
pub struct Stands {
    /// On which the form goes on; 0 for what is new.
    pub version: i64,
    /// Where the form comes from and goes back to: address and name.
    pub from: Vec<(String, String)>,
    /// Value by field.
    values: Vec<(&'static str, String)>,
    /// The other segments of the chain, of a segment.
    pub others: Vec<(i64, String)>,
}

impl Stands {
    /// What stands of a field.
    pub fn value(&self, field: &str) -> String {
        let found = self.values.iter().find(|(name, _)| *name == field);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

/// What separates several names in one field.
pub const SEVERAL: &str = "\u{FF1B}";

/// Reads what stands.
///
/// # Errors
/// [`Error::NotFound`] also for what the caller may not see; [`Error::Forbidden`] for what is the province's to say.
pub fn stands(conn: &mut Conn, caller: &Caller, (lang, book): (Lang, &Book), thing: Thing) -> Result<Stands> {
    caller.must(Deed::EditAtlas)?;
    if matches!(thing, Thing::Chain(_) | Thing::Segment(..) | Thing::NewSegment(_)) {
        caller.must_for_province(Deed::EditAtlas)?;
    }
    match thing {
        Thing::Enterprise(id) => enterprise(conn, caller, (lang, book), id),
        Thing::Target(id) => target(conn, caller, (lang, book), id),
        Thing::Park(id) => park(conn, caller, book, id),
        Thing::Chain(id) => chain(conn, (lang, book), id),
        Thing::Segment(chain, id) => {
            let segment = chains::segment(conn, id)?;
            if segment.chain_id != chain {
                return Err(Error::NotFound);
            }
            let all = chains::segments(conn, chain)?;
            let supplies = chains::supplied_by(&chains::supply(conn, chain)?, id);
            Ok(a_segment((lang, book), &segment, &all, &supplies))
        }
        Thing::NewSegment(chain) => {
            must_be(book, chain)?;
            let others = chains::segments(conn, chain)?.into_iter().map(|one| (one.id, name(lang, &one)));
            let from = vec![chain_page((lang, book), chain)];
            Ok(Stands { version: 0, from, values: Vec::new(), others: others.collect() })
        }
    }
}

fn must_be(book: &Book, chain: i64) -> Result<()> {
    if book.chains.iter().any(|one| one.id == chain) { Ok(()) } else { Err(Error::NotFound) }
}

fn name(lang: Lang, segment: &Segment) -> String {
    if lang == Lang::Zh { segment.name_zh.clone() } else { segment.name_en.clone() }
}

fn chain_page((lang, book): (Lang, &Book), chain: i64) -> (String, String) {
    (format!("/atlas/{chain}"), book.chain_name(lang, chain))
}

/// The pages of a segment and of its chain.
fn segment_pages((lang, book): (Lang, &Book), segment: i64) -> Vec<(String, String)> {
    let Some(known) = book.segment(segment) else { return Vec::new() };
    let page = format!("/atlas/{}/segments/{segment}", known.chain_id);
    vec![chain_page((lang, book), known.chain_id), (page, book.segment_name(lang, segment))]
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn enterprise(conn: &mut Conn, caller: &Caller, words: (Lang, &Book), id: i64) -> Result<Stands> {
    let one = enterprises::one(conn, &caller.scope, id)?;
    let first = one.positions.first().map(|position| segment_pages(words, position.segment_id));
    let values = vec![
        ("name", one.name),
        ("place", one.division.to_string()),
        ("products", one.products.unwrap_or_default()),
        ("credit_code", one.credit_code.unwrap_or_default()),
        ("park_id", number(one.park_id)),
        ("note", one.note.unwrap_or_default()),
        ("source", one.source.unwrap_or_default()),
        ("verified_on", one.verified_on.to_string()),
        ("active", if one.active { "yes" } else { "no" }.to_owned()),
    ];
    Ok(Stands { version: one.version, from: first.unwrap_or_default(), values, others: Vec::new() })
}

fn target(conn: &mut Conn, caller: &Caller, words: (Lang, &Book), id: i64) -> Result<Stands> {
    let one = targets::one(conn, &caller.scope, id)?;
    let values = vec![
        ("name", one.name),
        ("priority", one.priority.to_string()),
        ("status", one.status.to_string()),
        ("reasons", one.reasons),
        ("home", one.home.unwrap_or_default()),
        ("products", one.products.unwrap_or_default()),
        ("credit_code", one.credit_code.unwrap_or_default()),
        ("land_mu", number(one.land_mu)),
        ("energy_tce", number(one.energy_tce)),
        ("source", one.source.unwrap_or_default()),
        ("verified_on", one.verified_on.to_string()),
    ];
    let from = segment_pages(words, one.segment_id);
    Ok(Stands { version: one.version, from, values, others: Vec::new() })
}

fn park(conn: &mut Conn, caller: &Caller, book: &Book, id: i64) -> Result<Stands> {
    let carriers::Carrier { park, offer } = carriers::one(conn, book, id)?;
    caller.must_cover(park.division)?;
    let (lng, lat) = offer.position.unzip();
    let place = |e6: Option<i64>| e6.map(|e6| degrees(e6).to_string()).unwrap_or_default();
    let chains: Vec<String> = offer.chains.iter().map(|id| book.chain_name(Lang::Zh, *id)).collect();
    let values = vec![
        ("land_mu", number(offer.land_mu)),
        ("energy_tce", number(offer.energy_tce)),
        ("leading", offer.leading.unwrap_or_default()),
        ("chains", chains.join(SEVERAL)),
        ("conditions", offer.conditions.unwrap_or_default()),
        ("lng", place(lng)),
        ("lat", place(lat)),
        ("source", offer.source.unwrap_or_default()),
        ("verified_on", offer.verified_on.map(|day| day.to_string()).unwrap_or_default()),
    ];
    let from = vec![("/atlas".to_owned(), park.name)];
    Ok(Stands { version: offer.version, from, values, others: Vec::new() })
}

fn chain(conn: &mut Conn, words: (Lang, &Book), id: i64) -> Result<Stands> {
    must_be(words.1, id)?;
    let card = chains::card(conn, id)?;
    let values = vec![
        ("chief", card.chief.unwrap_or_default()),
        ("leader", card.leader.unwrap_or_default()),
        ("policies", card.policies.unwrap_or_default()),
    ];
    Ok(Stands { version: card.version, from: vec![chain_page(words, id)], values, others: Vec::new() })
}

fn a_segment((lang, book): (Lang, &Book), of: &Segment, all: &[Segment], supplies: &[i64]) -> Stands {
    let supplied = all.iter().filter(|one| supplies.contains(&one.id)).map(|one| one.name_zh.clone());
    let values = vec![
        ("name_zh", of.name_zh.clone()),
        ("name_en", of.name_en.clone()),
        ("tier", of.tier.to_string()),
        ("function", of.function.map(|one| one.to_string()).unwrap_or_default()),
        ("parent_id", number(of.parent_id)),
        ("position", of.position.to_string()),
        ("supplies", supplied.collect::<Vec<_>>().join(SEVERAL)),
        ("note", of.note.clone().unwrap_or_default()),
        ("active", if of.active { "yes" } else { "no" }.to_owned()),
    ];
    let others = all.iter().filter(|one| one.id != of.id).map(|one| (one.id, name(lang, one))).collect();
    Stands { version: of.version, from: segment_pages((lang, book), of.id), values, others }
}
