//! What such a form says, done.

use super::Thing;
use crate::db::Conn;
use crate::features::atlas::intake::several;
use crate::features::carriers::{self, ParkBody};
use crate::features::chains::{self, ChainBody, SegmentBody};
use crate::features::enterprises::{self, EnterpriseBody};
use crate::features::reference::{self, Book};
use crate::features::targets::{self, TargetBody};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::web::{Caller, Form};
use chrono::NaiveDate;

/// Does it, on the version that the form went on from.
///
/// # Errors
/// As the deeds of page and API: 403, 404, 409, 422.
pub fn deed(
    conn: &mut Conn,
    caller: &Caller,
    thing: Thing,
    form: &Form,
    when: (Instant, NaiveDate),
) -> Result<()> {
    let based = form.raw("version").parse().unwrap_or_default();
    match thing {
        Thing::Enterprise(id) => {
            let new = enterprise(form)?.checked(false)?;
            enterprises::amend(conn, caller, (id, based), new, when)
        }
        Thing::Target(id) => {
            let new = target(form)?.checked(false)?;
            targets::amend(conn, caller, (id, based), new, when)
        }
        Thing::Park(id) => {
            let book = reference::book(conn)?;
            let (_, new) = park(form, &book)?.checked(false)?;
            carriers::offer(conn, caller, (id, based), new, when)
        }
        Thing::Chain(id) => {
            let body = ChainBody {
                chief: Some(given(form, "chief")),
                leader: Some(given(form, "leader")),
                policies: Some(given(form, "policies")),
                ..ChainBody::default()
            };
            chains::tell(conn, caller, (id, based), body.checked(false)?, when.0)
        }
        Thing::Segment(chain, id) => {
            let new = segment(conn, form, chain)?.checked(false)?;
            chains::relink(conn, caller, (id, based), new, when.0).map(|_| ())
        }
        Thing::NewSegment(chain) => {
            let new = segment(conn, form, chain)?.checked(true)?;
            chains::link(conn, caller, chain, new, when.0).map(|_| ())
        }
    }
}

fn given(form: &Form, name: &str) -> Option<String> {
    form.text(name).map(str::to_owned)
}

fn enterprise(form: &Form) -> Result<EnterpriseBody> {
    Ok(EnterpriseBody {
        name: Some(form.raw("name").to_owned()),
        credit_code: Some(given(form, "credit_code")),
        place: form.place("place")?,
        park_id: Some(form.number("park_id")?),
        products: Some(given(form, "products")),
        note: Some(given(form, "note")),
        source: Some(given(form, "source")),
        verified_on: given(form, "verified_on"),
        active: Some(form.raw("active") != "no"),
        positions: None,
    })
}

fn target(form: &Form) -> Result<TargetBody> {
    Ok(TargetBody {
        name: Some(form.raw("name").to_owned()),
        credit_code: Some(given(form, "credit_code")),
        home: Some(given(form, "home")),
        products: Some(given(form, "products")),
        priority: form.word("priority", "targets-priority-unknown")?,
        status: form.word("status", "targets-status-unknown")?,
        reasons: Some(form.raw("reasons").to_owned()),
        land_mu: Some(form.number("land_mu")?),
        energy_tce: Some(form.number("energy_tce")?),
        source: Some(given(form, "source")),
        verified_on: given(form, "verified_on"),
        ..TargetBody::default()
    })
}

fn park(form: &Form, book: &Book) -> Result<ParkBody> {
    let chain = |name: &String| {
        let key = name_key(name);
        let found =
            book.chains.iter().find(|one| name_key(&one.name_zh) == key || name_key(&one.name_en) == key);
        let unknown = || Message::new("atlas-import-chain-unknown").with("value", name);
        found.map(|one| one.id).ok_or_else(|| Error::field("chains", unknown()))
    };
    Ok(ParkBody {
        land_mu: Some(form.number("land_mu")?),
        energy_tce: Some(form.number("energy_tce")?),
        leading: Some(given(form, "leading")),
        chains: Some(several(form.raw("chains")).iter().map(chain).collect::<Result<_>>()?),
        conditions: Some(given(form, "conditions")),
        lng: Some(degrees(form, "lng")?),
        lat: Some(degrees(form, "lat")?),
        source: Some(given(form, "source")),
        verified_on: given(form, "verified_on"),
        ..ParkBody::default()
    })
}

fn degrees(form: &Form, name: &str) -> Result<Option<f64>> {
    let text = form.text(name);
    text.map(|text| text.parse().map_err(|_| Error::field(name, "carriers-degrees"))).transpose()
}

fn segment(conn: &mut Conn, form: &Form, chain: i64) -> Result<SegmentBody> {
    let all = chains::segments(conn, chain)?;
    let supplied = |name: &String| {
        let key = name_key(name);
        let found = all.iter().find(|one| name_key(&one.name_zh) == key || name_key(&one.name_en) == key);
        let unknown = || Message::new("atlas-form-segment-unknown").with("value", name);
        found.map(|one| one.id).ok_or_else(|| Error::field("supplies", unknown()))
    };
    let position: Option<i64> = form.number("position")?;
    Ok(SegmentBody {
        name_zh: Some(form.raw("name_zh").to_owned()),
        name_en: given(form, "name_en"),
        tier: form.word("tier", "atlas-tier-unknown")?,
        function: Some(form.word("function", "atlas-function-unknown")?),
        parent_id: Some(form.number("parent_id")?),
        position: position.map(|position| i32::try_from(position).unwrap_or(i32::MAX)),
        note: Some(given(form, "note")),
        active: Some(form.raw("active") != "no"),
        supplies: Some(several(form.raw("supplies")).iter().map(supplied).collect::<Result<_>>()?),
    })
}
