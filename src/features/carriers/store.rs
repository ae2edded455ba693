//! SQL of what parks offer. Parks are reference data that everybody reads, and so is what they offer.

use super::model::{Carrier, Offer};
use crate::db::schema::{carrier_chains as leads, carriers as t};
use crate::db::{Conn, nested, unique_violation};
use crate::features::reference::Book;
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::web::Caller;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    park_id: i64,
    version: i64,
    land_mu: Option<i64>,
    energy_tce: Option<i64>,
    leading_industries: Option<String>,
    conditions: Option<String>,
    lng_e6: Option<i64>,
    lat_e6: Option<i64>,
    source: Option<String>,
    verified_on: NaiveDate,
    author: String,
}

fn offer(row: Row, chains: Vec<i64>) -> Offer {
    Offer {
        version: row.version,
        land_mu: row.land_mu,
        energy_tce: row.energy_tce,
        leading: row.leading_industries,
        chains,
        conditions: row.conditions,
        position: row.lng_e6.zip(row.lat_e6),
        source: row.source,
        verified_on: Some(row.verified_on),
        author: row.author,
    }
}

/// Every park that stands, with what it offers, by its place and name.
///
/// # Errors
/// When they cannot be read.
pub fn carriers(conn: &mut Conn, book: &Book) -> Result<Vec<Carrier>> {
    let rows: Vec<Row> = t::table.select(Row::as_select()).load(conn)?;
    let mut of: HashMap<i64, Vec<i64>> = HashMap::new();
    let all = leads::table.order(leads::chain_id).select((leads::park_id, leads::chain_id));
    for (park, chain) in all.load::<(i64, i64)>(conn)? {
        of.entry(park).or_default().push(chain);
    }
    let mut offers: HashMap<i64, Offer> = rows
        .into_iter()
        .map(|row| {
            let chains = of.remove(&row.park_id).unwrap_or_default();
            (row.park_id, offer(row, chains))
        })
        .collect();
    let standing = book.parks.iter().filter(|park| park.active);
    let carrier = |park: &crate::features::reference::Park| Carrier {
        park: park.clone(),
        offer: offers.remove(&park.id).unwrap_or_default(),
    };
    Ok(standing.map(carrier).collect())
}

/// A park, with what it offers.
///
/// # Errors
/// [`Error::NotFound`] also for one that was given up.
pub fn one(conn: &mut Conn, book: &Book, id: i64) -> Result<Carrier> {
    carriers(conn, book)?.into_iter().find(|one| one.park.id == id).ok_or(Error::NotFound)
}

/// Writes what a park offers that still has this version of it; `false` when it has another one.
///
/// # Errors
/// When it cannot be written.
pub fn keep(conn: &mut Conn, caller: &Caller, park: i64, is: &Offer, now: Instant) -> Result<bool> {
    let Some(verified_on) = is.verified_on else { return Err(Error::field("verified_on", "input-required")) };
    let values = (
        t::version.eq(is.version + 1),
        t::land_mu.eq(is.land_mu),
        t::energy_tce.eq(is.energy_tce),
        t::leading_industries.eq(&is.leading),
        t::conditions.eq(&is.conditions),
        t::lng_e6.eq(is.position.map(|(lng, _)| lng)),
        t::lat_e6.eq(is.position.map(|(_, lat)| lat)),
        t::source.eq(&is.source),
        t::verified_on.eq(verified_on),
        t::author.eq(&caller.name),
        t::written_by.eq(caller.id),
        t::written_at.eq(now),
    );
    if is.version == 0 {
        let insert = |conn: &mut Conn| {
            diesel::insert_into(t::table).values((t::park_id.eq(park), values)).execute(conn)
        };
        match nested(conn, insert) {
            Ok(_) => {}
            Err(error) if unique_violation(&error).is_some() => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    } else {
        let row = t::table.filter(t::park_id.eq(park).and(t::version.eq(is.version)));
        if diesel::update(row).set(values).execute(conn)? != 1 {
            return Ok(false);
        }
    }
    diesel::delete(leads::table.filter(leads::park_id.eq(park))).execute(conn)?;
    for chain in &is.chains {
        let values = (leads::park_id.eq(park), leads::chain_id.eq(chain));
        diesel::insert_into(leads::table).values(values).execute(conn)?;
    }
    Ok(true)
}
