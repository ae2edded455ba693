//! Rows of the sheets of chains, segments and strengths.

use super::line::Line;
use super::sheets::Sheet;
use super::taking::{Did, Taking, word_in};
use super::words::several;
use crate::db::Conn;
use crate::features::chains::{
    self, ChainBody, Function, JudgeBody, Judgement, Segment, SegmentBody, Strength, Tier,
};
use crate::kernel::error::Result;
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::sheet::Level;

/// Whether a segment stands, by the word of its cell.
#[derive(Clone, Copy)]
enum Active {
    Yes,
    No,
}

impl Active {
    const ALL: [Self; 2] = [Self::Yes, Self::No];

    const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Yes => "atlas-sheet-active",
            Self::No => "atlas-sheet-inactive",
        }
    }
}

/// Whether something is in use; none for an empty cell.
pub fn active(line: &mut Line<'_>) -> Result<Option<bool>, ()> {
    let found = word_in(line, "active", (&Active::ALL, Active::code, Active::name))?;
    Ok(found.map(|one| matches!(one, Active::Yes)))
}

/// A chain and its card.
pub fn chain(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let name = line.text("name");
    if taking.contradicts(Sheet::Chains, &[name], line) {
        return Ok(None);
    }
    let mut body = ChainBody {
        chief: line.given("chief").map(Some),
        leader: line.given("leader").map(Some),
        policies: line.given("policies").map(Some),
        ..ChainBody::default()
    };
    let key = name_key(name);
    let keyed = taking.key(line).map(|(id, _)| id);
    let is_it = |one: &&crate::features::reference::Chain| {
        keyed == Some(one.id) || name_key(&one.name_zh) == key || name_key(&one.name_en) == key
    };
    let Some(known) = taking.book.chains.iter().find(is_it).cloned() else {
        (body.name_zh, body.name_en) = (Some(name.to_owned()), line.given("name_en"));
        chains::add(conn, taking.caller, body.checked(true)?, taking.when.0)?;
        return Ok(Some(Did::Made));
    };
    let others = [("name", &known.name_zh), ("name_en", &known.name_en)];
    for (field, stands) in others {
        let text = line.text(field);
        if !text.is_empty()
            && name_key(text) != name_key(stands)
            && !(field == "name" && name_key(text) == name_key(&known.name_en))
        {
            line.say(
                field,
                Level::Warning,
                Message::new("atlas-import-name-elsewhere").with("stands", stands),
            );
        }
    }
    let (new, card) = (body.checked(false)?, chains::card(conn, known.id)?);
    if new.clone().on(&card) == card {
        return Ok(Some(Did::Nothing));
    }
    if !taking.is_current(line, card.version) {
        return Ok(None);
    }
    chains::tell(conn, taking.caller, (known.id, card.version), new, taking.when.0)?;
    Ok(Some(Did::Changed))
}

fn known(conn: &mut Conn, taking: &mut Taking<'_>, line: &Line<'_>, chain: i64) -> Result<Option<Segment>> {
    if let Some((id, _)) = taking.key(line) {
        let keyed = taking.segments(conn, chain)?.iter().find(|one| one.id == id).cloned();
        if keyed.is_some() {
            return Ok(keyed);
        }
    }
    taking.segment_named(conn, chain, line.text("name"))
}

/// A segment, without what it is tied to.
pub fn segment(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let Some(chain) = taking.chain(line) else { return Ok(None) };
    if taking.contradicts(Sheet::Segments, &[&chain.to_string(), line.text("name")], line) {
        return Ok(None);
    }
    let tier = word_in(line, "tier", (Tier::ALL, Tier::as_str, Tier::name));
    let function = word_in(line, "function", (Function::ALL, Function::as_str, Function::name));
    let (Ok(tier), Ok(function), Ok(active)) = (tier, function, active(line)) else { return Ok(None) };
    let position = line.whole("position").map(|position| i32::try_from(position).unwrap_or(i32::MAX));
    let body = SegmentBody {
        name_zh: line.given("name"),
        name_en: line.given("name_en"),
        tier,
        function: function.map(Some),
        position,
        note: line.given("note").map(Some),
        active,
        ..SegmentBody::default()
    };
    let Some(stands) = known(conn, taking, line, chain)? else {
        chains::link(conn, taking.caller, chain, body.checked(true)?, taking.when.0)?;
        return Ok(Some(Did::Made));
    };
    let new = body.checked(false)?;
    if new.clone().on(&stands) == stands {
        return Ok(Some(Did::Nothing));
    }
    if !taking.is_current(line, stands.version) {
        return Ok(None);
    }
    chains::relink(conn, taking.caller, (stands.id, stands.version), new, taking.when.0)?;
    Ok(Some(Did::Changed))
}

/// What a segment is a part of and what it supplies, once all of them are there.
pub fn ties(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let Some(chain) = taking.chain(line) else { return Ok(None) };
    let Some(stands) = known(conn, taking, line, chain)? else { return Ok(None) };
    let mut named = |field: &'static str, line: &mut Line<'_>| -> Result<Option<Vec<i64>>> {
        let mut ids = Vec::new();
        for name in several(line.text(field)) {
            let Some(one) = taking.segment_named(conn, chain, &name)? else {
                let message = Message::new("atlas-import-segment-unknown").with("value", name);
                line.say(field, Level::Error, message.with("chain", line.text("chain")));
                return Ok(None);
            };
            ids.push(one.id);
        }
        Ok(Some(ids))
    };
    let (Some(supplies), Some(parent)) = (named("supplies", line)?, named("parent", line)?) else {
        return Ok(None);
    };
    let before = chains::supplied_by(&chains::supply(conn, chain)?, stands.id);
    let mut ids = supplies;
    ids.sort_unstable();
    ids.dedup();
    let supplies = (!ids.is_empty() && ids != before).then_some(ids);
    let parent = parent.first().copied().filter(|parent| stands.parent_id != Some(*parent));
    if supplies.is_none() && parent.is_none() {
        return Ok(Some(Did::Nothing));
    }
    let body = SegmentBody { supplies, parent_id: parent.map(Some), ..SegmentBody::default() };
    chains::relink(conn, taking.caller, (stands.id, stands.version), body.checked(false)?, taking.when.0)?;
    Ok(Some(Did::Changed))
}

/// How strong a segment is in a place. What a person has said of later facts is not undone.
pub fn strength(conn: &mut Conn, taking: &mut Taking<'_>, line: &mut Line<'_>) -> Result<Option<Did>> {
    let Some(segment) = taking.segment(conn, line)? else { return Ok(None) };
    let words = line.text("place");
    let Some(place) = taking.city_or_province(words) else {
        return Ok(line.refuse("place", Message::new("atlas-import-city").with("value", words)));
    };
    if taking.contradicts(Sheet::Strengths, &[&segment.id.to_string(), place.as_str()], line) {
        return Ok(None);
    }
    let Ok(Some(strength)) = word_in(line, "strength", (Strength::ALL, Strength::as_str, Strength::name))
    else {
        return Ok(None);
    };
    let body = JudgeBody {
        place: Some(place),
        strength: Some(strength),
        evidence: line.text("evidence").to_owned(),
        source: line.given("source"),
        verified_on: line.given("verified_on"),
    };
    let new = body.checked()?;
    let whose = (&taking.caller.scope, taking.caller.scope.first().province());
    let all = chains::judgements(conn, whose, &[segment.id])?;
    let stands = all.into_iter().rev().find(|one| one.division == place);
    if let Some(stands) = &stands {
        let is_same = |one: &Judgement| {
            (one.strength, &one.evidence) == (new.strength, &new.evidence)
                && new.source.as_ref().is_none_or(|source| Some(source) == one.source.as_ref())
                && new.verified_on.is_none_or(|day| day == one.verified_on)
        };
        if is_same(stands) {
            return Ok(Some(Did::Nothing));
        }
        if new.verified_on.is_some_and(|day| day < stands.verified_on) {
            let args = Message::new("atlas-import-judged-later").with("day", stands.verified_on.to_string());
            let strength = Message::new(stands.strength.name());
            line.say("strength", Level::Warning, args.with_message("strength", strength));
            return Ok(Some(Did::Nothing));
        }
    }
    chains::judge(conn, taking.caller, segment.id, new, taking.when)?;
    Ok(Some(if stands.is_some() { Did::Changed } else { Did::Made }))
}
