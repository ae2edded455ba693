//! One row of such a table, taken through the deeds of chains, enterprises, targets and parks.

use super::words::{self, Position, Relation, is_name, several};
use crate::db::Conn;
use crate::features::chains::{self, ChainBody, JudgeBody, Segment, SegmentBody, Strength};
use crate::features::enterprises::{self, Enterprise, EnterpriseBody, PositionBody};
use crate::features::reference::{self, Book};
use crate::features::targets::{self, TargetBody};
use crate::features::{carriers, enterprises::Filter};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::sheet::{Address, Level, Reading, Remark, Row, Value};
use crate::web::Caller;
use chrono::NaiveDate;

/// What a row did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Did {
    /// It said what was known.
    Nothing,
    /// It changed what was there.
    Changed,
    /// It brought something that was not there.
    Made,
}

/// Whoever takes a row.
pub struct Taker<'a> {
    caller: &'a Caller,
    reading: &'a Reading,
    row: &'a Row,
    when: (Instant, NaiveDate),
    remarks: Vec<Remark>,
}

/// Where a row lies.
struct Place {
    city: DivisionCode,
    /// A county of the city, or the city.
    at: DivisionCode,
    park: Option<i64>,
}

impl<'a> Taker<'a> {
    pub const fn new(
        caller: &'a Caller,
        reading: &'a Reading,
        row: &'a Row,
        when: (Instant, NaiveDate),
    ) -> Self {
        Self { caller, reading, row, when, remarks: Vec::new() }
    }

    /// Whether a cell of it cannot be read.
    pub const fn row_has_error(&self) -> bool {
        self.row.has_error
    }

    /// What was said of its cells.
    pub fn remarks(&mut self) -> Vec<Remark> {
        std::mem::take(&mut self.remarks)
    }

    /// A sentence at the cell of a column.
    pub fn remark(&self, field: &'static str, level: Level, message: impl Into<Message>) -> Remark {
        let column = if self.reading.columns.contains_key(field) { field } else { "node" };
        let cell =
            self.reading.address(self.row, column).unwrap_or_else(|| Address::new(self.row.number - 1, 0));
        Remark {
            sheet: self.reading.sheet.clone(),
            cell,
            field: Some(column),
            level,
            message: message.into(),
            value: self.text(column).to_owned(),
            suggestion: None,
        }
    }

    /// What a deed refused, at the cell that it is about.
    pub fn refused(&self, error: FieldError) -> Remark {
        let field = match error.field.as_str() {
            "name_zh" | "segment_id" | "tier" => "node",
            "chain" => "chain",
            "place" => "city",
            "park_id" => "carrier",
            "evidence" | "reasons" => "relation",
            "source" => "source",
            _ => "enterprise",
        };
        self.remark(field, Level::Error, error.message)
    }

    fn say(&mut self, field: &'static str, level: Level, message: impl Into<Message>) {
        let remark = self.remark(field, level, message);
        self.remarks.push(remark);
    }

    fn text(&self, field: &str) -> &'a str {
        match self.row.cells.get(field).map(|cell| &cell.value) {
            Some(Value::Text(text) | Value::Kept(text)) => text,
            _ => "",
        }
    }

    /// Its words about how things stand, as evidence.
    fn words(&self) -> String {
        let parts = [self.text("relation"), self.text("note")].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n")
    }

    fn source(&self) -> Option<String> {
        Some(self.text("source").to_owned()).filter(|text| !text.is_empty())
    }

    /// Takes it.
    pub fn take(&mut self, conn: &mut Conn) -> Result<Did> {
        let book = reference::book(conn)?;
        let Some(place) = self.place(&book) else { return Ok(Did::Nothing) };
        let position = match self.text("tier") {
            // Tables write a dash where there is none, which reads as an empty cell.
            "" => Some(Position::None),
            word => words::position(word),
        };
        match position {
            None => {
                let message = Message::new("atlas-import-tier").with("value", self.text("tier"));
                self.say("tier", Level::Error, message);
                Ok(Did::Nothing)
            }
            Some(Position::Carrier) => self.carrier(conn, &book, &place),
            Some(Position::None) => {
                self.say("tier", Level::Warning, "atlas-import-no-segment");
                Ok(Did::Nothing)
            }
            Some(Position::Of(tier)) => {
                let (chain, mut did) = self.chain(conn, &book)?;
                for name in several(self.text("node")) {
                    let (segment, made) = self.segment(conn, chain, (&name, tier))?;
                    did = did.max(made).max(self.on_segment(conn, &segment, &place)?);
                }
                Ok(did)
            }
        }
    }

    fn place(&mut self, book: &Book) -> Option<Place> {
        let found = book.place(self.text("city"), None);
        let Some(city) = found.city else {
            let message = Message::new("atlas-import-city").with("value", self.text("city"));
            self.say("city", Level::Error, message);
            return None;
        };
        let carrier = self.text("carrier");
        let within = book.place(carrier, Some(city));
        if !carrier.is_empty() && within.county.is_none() && within.park.is_none() {
            self.say("carrier", Level::Note, Message::new("atlas-import-carrier").with("value", carrier));
        }
        Some(Place { city, at: within.county.or(found.county).unwrap_or(city), park: within.park })
    }

    fn chain(&self, conn: &mut Conn, book: &Book) -> Result<(i64, Did)> {
        let name = self.text("chain");
        let key = name_key(name);
        if let Some(chain) = book.chains.iter().find(|chain| name_key(&chain.name_zh) == key) {
            return Ok((chain.id, Did::Nothing));
        }
        let body = ChainBody { name_zh: Some(name.to_owned()), ..ChainBody::default() };
        Ok((chains::add(conn, self.caller, body.checked(true)?, self.when.0)?, Did::Made))
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
        let id = chains::link(conn, self.caller, chain, body.checked(true)?, self.when.0)?;
        Ok((chains::segment(conn, id)?, Did::Made))
    }

    fn on_segment(&mut self, conn: &mut Conn, segment: &Segment, place: &Place) -> Result<Did> {
        let cell = several(self.text("enterprise"));
        let (names, others): (Vec<String>, Vec<String>) = cell.into_iter().partition(|name| is_name(name));
        if !others.is_empty() {
            self.say("enterprise", Level::Note, "atlas-import-unnamed");
        }
        let relation = match words::relation(self.text("relation")) {
            Some(relation) => relation,
            None if self.text("relation").is_empty() => Relation::Here,
            None => {
                let message = Message::new("atlas-import-relation").with("value", self.text("relation"));
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
        let whose = (&self.caller.scope, self.caller.scope.first().province());
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
        chains::judge(conn, self.caller, segment.id, body.checked()?, self.when)?;
        Ok(Did::Made)
    }

    fn here(&self, conn: &mut Conn, name: &str, segment: &Segment, place: &Place) -> Result<Did> {
        let role = words::role(self.text("relation"), self.text("note"));
        let position = |segment_id, role, source, verified_on| PositionBody {
            segment_id,
            role: Some(role),
            source,
            verified_on,
        };
        let here = position(segment.id, role, self.source(), None);
        let Some(known) = self.known(conn, name)? else {
            let body = EnterpriseBody {
                name: Some(name.to_owned()),
                place: Some(place.at),
                park_id: Some(place.park),
                note: Some(Some(self.words()).filter(|words| !words.is_empty())),
                source: Some(self.source()),
                positions: Some(vec![here]),
                ..EnterpriseBody::default()
            };
            enterprises::add(conn, self.caller, body.checked(true)?, self.when)?;
            return Ok(Did::Made);
        };
        if known.division.city() != Some(place.city) {
            return Err(Error::field("place", Message::new("atlas-import-other-city").with("name", name)));
        }
        if known.positions.iter().any(|position| position.segment_id == segment.id) {
            return Ok(Did::Nothing);
        }
        let stands = known.positions.iter().map(|one| {
            position(one.segment_id, one.role, one.source.clone(), Some(one.verified_on.to_string()))
        });
        let body = EnterpriseBody {
            positions: Some(stands.chain([here]).collect()),
            verified_on: Some(known.verified_on.to_string()),
            ..EnterpriseBody::default()
        };
        enterprises::amend(conn, self.caller, (known.id, known.version), body.checked(false)?, self.when)?;
        Ok(Did::Changed)
    }

    fn known(&self, conn: &mut Conn, name: &str) -> Result<Option<Enterprise>> {
        let key = name_key(name);
        let asked = Filter { with_gone: true, q: Some(name.to_owned()), ..Filter::default() };
        let all = enterprises::everywhere(conn, &self.caller.scope, &asked)?;
        Ok(all.into_iter().find(|one| name_key(&one.name) == key))
    }

    fn coming(&self, conn: &mut Conn, name: &str, segment: &Segment, place: &Place) -> Result<Did> {
        let asked = targets::Filter {
            segment: Some(segment.id),
            place: Some(place.city),
            ..targets::Filter::default()
        };
        let key = name_key(name);
        let known = targets::everywhere(conn, &self.caller.scope, &asked)?;
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
        targets::add(conn, self.caller, body.checked(true)?, self.when)?;
        Ok(Did::Made)
    }

    /// A park by the name that stands in the place of an enterprise.
    fn carrier(&mut self, conn: &mut Conn, book: &Book, place: &Place) -> Result<Did> {
        let mut did = Did::Nothing;
        for name in several(self.text("enterprise")).into_iter().filter(|name| is_name(name)) {
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
            carriers::add(conn, self.caller, (new, offering), self.when)?;
            did = Did::Made;
        }
        Ok(did)
    }
}
