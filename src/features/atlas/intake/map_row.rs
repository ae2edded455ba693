//! One row of such a table, taken through the deeds of chains, enterprises, targets and parks.

use super::firms::told;
use super::line::Line;
use super::taking::{Did, Taking};
use super::words::{self, Position, Relation, is_name, several};
use crate::db::Conn;
use crate::features::carriers;
use crate::features::chains::{self, ChainBody, JudgeBody, Segment, SegmentBody, Strength};
use crate::features::enterprises::{self, EnterpriseBody, PositionBody};
use crate::features::reference::Book;
use crate::features::targets::{self, TargetBody};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::sheet::Level;

/// Whoever takes a row.
struct Taker<'t, 'a, 'l, 'r> {
    taking: &'t Taking<'a>,
    line: &'l mut Line<'r>,
}

/// Where a row lies.
struct Place {
    city: DivisionCode,
    /// A county of the city, or the city.
    at: DivisionCode,
    park: Option<i64>,
}

/// Takes a row of a chain's map; nothing follows from one whose cell is refused.
pub fn row(conn: &mut Conn, taking: &Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    Taker { taking, line }.take(conn)
}

/// The column that a refused field is about.
pub fn column(field: &str) -> &'static str {
    match field {
        "name_zh" | "segment_id" | "tier" => "node",
        "chain" => "chain",
        "place" => "city",
        "park_id" => "carrier",
        "evidence" | "reasons" => "relation",
        "source" => "source",
        _ => "enterprise",
    }
}

impl Taker<'_, '_, '_, '_> {
    fn say(&mut self, field: &'static str, level: Level, message: impl Into<Message>) {
        self.line.say(field, level, message);
    }

    /// Its words about how things stand, as evidence.
    fn words(&self) -> String {
        let parts =
            [self.line.text("relation"), self.line.text("note")].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n")
    }

    fn source(&self) -> Option<String> {
        self.line.given("source")
    }

    fn take(&mut self, conn: &mut Conn) -> Result<Option<Did>> {
        let book = &self.taking.book;
        let Some(place) = self.place(book) else { return Ok(None) };
        let position = match self.line.text("tier") {
            // Tables write a dash where there is none, which reads as an empty cell.
            "" => Some(Position::None),
            word => words::position(word),
        };
        match position {
            None => {
                let message = Message::new("atlas-import-tier").with("value", self.line.text("tier"));
                Ok(self.line.refuse("tier", message))
            }
            Some(Position::Carrier) => self.carrier(conn, book, &place).map(Some),
            Some(Position::None) => {
                self.say("tier", Level::Warning, "atlas-import-no-segment");
                Ok(Some(Did::Nothing))
            }
            Some(Position::Of(tier)) => {
                let (chain, mut did) = self.chain(conn, book)?;
                for name in several(self.line.text("node")) {
                    let (segment, made) = self.segment(conn, chain, (&name, tier))?;
                    did = did.max(made).max(self.on_segment(conn, &segment, &place)?);
                }
                Ok(Some(did))
            }
        }
    }

    fn place(&mut self, book: &Book) -> Option<Place> {
        let found = book.place(self.line.text("city"), None);
        let Some(city) = found.city else {
            let message = Message::new("atlas-import-city").with("value", self.line.text("city"));
            self.say("city", Level::Error, message);
            return None;
        };
        let carrier = self.line.text("carrier");
        let within = book.place(carrier, Some(city));
        if !carrier.is_empty() && within.county.is_none() && within.park.is_none() {
            self.say("carrier", Level::Note, Message::new("atlas-import-carrier").with("value", carrier));
        }
        Some(Place { city, at: within.county.or(found.county).unwrap_or(city), park: within.park })
    }

    fn chain(&self, conn: &mut Conn, book: &Book) -> Result<(i64, Did)> {
        let name = self.line.text("chain");
        let key = name_key(name);
        if let Some(chain) = book.chains.iter().find(|chain| name_key(&chain.name_zh) == key) {
            return Ok((chain.id, Did::Nothing));
        }
        let body = ChainBody { name_zh: Some(name.to_owned()), ..ChainBody::default() };
        Ok((chains::add(conn, self.taking.caller, body.checked(true)?, self.taking.when.0)?, Did::Made))
    }

    fn segment(
        &mut self,
        conn: &mut Conn,
        chain: i64,
        (name, tier): (&str, chains::Tier),
    ) -> Result<(Segment, Did)> {
        let key = name_key(name);
        let known = chains::segments(conn, chain)?.into_iter().find(|one| name_key(&one.name_zh) == key);
        if let Some(segment) = known {
            if segment.tier != tier {
                let stands = Message::new(segment.tier.name());
                let message = Message::new("atlas-import-other-tier").with_message("tier", stands);
                self.say("tier", Level::Warning, message);
            }
            return Ok((segment, Did::Nothing));
        }
        let body = SegmentBody { name_zh: Some(name.to_owned()), tier: Some(tier), ..SegmentBody::default() };
        let id = chains::link(conn, self.taking.caller, chain, body.checked(true)?, self.taking.when.0)?;
        Ok((chains::segment(conn, id)?, Did::Made))
    }

    fn on_segment(&mut self, conn: &mut Conn, segment: &Segment, place: &Place) -> Result<Did> {
        let cell = several(self.line.text("enterprise"));
        let (names, others): (Vec<String>, Vec<String>) = cell.into_iter().partition(|name| is_name(name));
        if !others.is_empty() {
            self.say("enterprise", Level::Note, "atlas-import-unnamed");
        }
        let relation = match words::relation(self.line.text("relation")) {
            Some(relation) => relation,
            None if self.line.text("relation").is_empty() => Relation::Here,
            None => {
                let message = Message::new("atlas-import-relation").with("value", self.line.text("relation"));
                self.say("relation", Level::Warning, message);
                return Ok(Did::Nothing);
            }
        };
        if relation == Relation::Gap {
            return self.missing(conn, segment, place);
        }
        let mut did = Did::Nothing;
        for name in &names {
            did = did.max(match relation {
                Relation::Here => self.here(conn, name, segment, place)?,
                _ => self.coming(conn, name, segment, place)?,
            });
        }
        Ok(did)
    }

    /// A judgement of its city, unless somebody has judged it already: what a person has said since is not undone.
    fn missing(&mut self, conn: &mut Conn, segment: &Segment, place: &Place) -> Result<Did> {
        let whose = (&self.taking.caller.scope, self.taking.caller.scope.first().province());
        let all = chains::judgements(conn, whose, &[segment.id])?;
        if let Some(stands) = all.into_iter().rev().find(|one| one.division == place.city) {
            if stands.strength != Strength::Missing {
                let strength = Message::new(stands.strength.name());
                let message = Message::new("atlas-import-judged").with_message("strength", strength);
                self.say("relation", Level::Warning, message);
            }
            return Ok(Did::Nothing);
        }
        let body = JudgeBody {
            place: Some(place.city),
            strength: Some(Strength::Missing),
            evidence: self.words(),
            source: self.source(),
            verified_on: None,
        };
        chains::judge(conn, self.taking.caller, segment.id, body.checked()?, self.taking.when)?;
        Ok(Did::Made)
    }

    fn here(&self, conn: &mut Conn, name: &str, segment: &Segment, place: &Place) -> Result<Did> {
        let role = words::role(self.line.text("relation"), self.line.text("note"));
        let here = PositionBody {
            segment_id: segment.id,
            role: Some(role),
            source: self.source(),
            verified_on: None,
        };
        let Some(known) = enterprises::named(conn, &self.taking.caller.scope, name)? else {
            let body = EnterpriseBody {
                name: Some(name.to_owned()),
                place: Some(place.at),
                park_id: Some(place.park),
                note: Some(Some(self.words()).filter(|words| !words.is_empty())),
                source: Some(self.source()),
                positions: Some(vec![here]),
                ..EnterpriseBody::default()
            };
            enterprises::add(conn, self.taking.caller, body.checked(true)?, self.taking.when)?;
            return Ok(Did::Made);
        };
        if known.division.city() != Some(place.city) {
            return Err(Error::field("place", Message::new("atlas-import-other-city").with("name", name)));
        }
        if known.positions.iter().any(|position| position.segment_id == segment.id) {
            return Ok(Did::Nothing);
        }
        let stands = known.positions.iter().map(told);
        let body = EnterpriseBody {
            positions: Some(stands.chain([here]).collect()),
            verified_on: Some(known.verified_on.to_string()),
            ..EnterpriseBody::default()
        };
        enterprises::amend(
            conn,
            self.taking.caller,
            (known.id, known.version),
            body.checked(false)?,
            self.taking.when,
        )?;
        Ok(Did::Changed)
    }

    fn coming(&self, conn: &mut Conn, name: &str, segment: &Segment, place: &Place) -> Result<Did> {
        let asked = targets::Filter {
            segment: Some(segment.id),
            place: Some(place.city),
            ..targets::Filter::default()
        };
        let key = name_key(name);
        let known = targets::everywhere(conn, &self.taking.caller.scope, &asked)?;
        if known.iter().any(|one| name_key(&one.name) == key) {
            return Ok(Did::Nothing);
        }
        let body = TargetBody {
            segment_id: Some(segment.id),
            place: Some(place.city),
            name: Some(name.to_owned()),
            reasons: Some(self.words()),
            source: Some(self.source()),
            ..TargetBody::default()
        };
        targets::add(conn, self.taking.caller, body.checked(true)?, self.taking.when)?;
        Ok(Did::Made)
    }

    /// A park by the name that stands in the place of an enterprise.
    fn carrier(&mut self, conn: &mut Conn, book: &Book, place: &Place) -> Result<Did> {
        let mut did = Did::Nothing;
        for name in several(self.line.text("enterprise")).into_iter().filter(|name| is_name(name)) {
            let key = name_key(&name);
            if book.parks.iter().any(|park| name_key(&park.name) == key) {
                continue;
            }
            let body = carriers::ParkBody {
                name: Some(name),
                place: Some(place.at),
                source: Some(self.source()),
                ..carriers::ParkBody::default()
            };
            let (new, offering) = body.checked(true)?;
            let new = new.ok_or_else(|| Error::field("name", "input-required"))?;
            carriers::add(conn, self.taking.caller, (new, offering), self.taking.when)?;
            did = Did::Made;
        }
        Ok(did)
    }
}
