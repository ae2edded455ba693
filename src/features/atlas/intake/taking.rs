//! What the rows of a file have in common while they are taken: who brings them, the names that are known, and what earlier rows
//! have said, so that rows and sheets that contradict one another are told at their cells.

use super::line::Line;
use super::sheets::Sheet;
use crate::db::Conn;
use crate::features::chains::{self, Segment};
use crate::features::reference::{self, Book};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::kernel::message::Message;
use crate::kernel::text::name_key;
use crate::sheet::Level;
use crate::web::{Caller, Lang};
use chrono::NaiveDate;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

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

/// What a row said, by field, and where it stands.
struct Said {
    sheet: String,
    row: u32,
    cells: BTreeMap<&'static str, String>,
}

/// Whoever brings a file.
pub struct Taking<'a> {
    pub caller: &'a Caller,
    pub when: (Instant, NaiveDate),
    /// As they are after the rows that were taken.
    pub book: Book,
    /// Whether the keys of the file are ours.
    has_keys: bool,
    said: HashMap<(Sheet, String), Said>,
    segments: HashMap<i64, Vec<Segment>>,
}

impl<'a> Taking<'a> {
    pub fn new(
        conn: &mut Conn,
        caller: &'a Caller,
        when: (Instant, NaiveDate),
        has_keys: bool,
    ) -> Result<Self> {
        let book = reference::book(conn)?;
        Ok(Self { caller, when, book, has_keys, said: HashMap::new(), segments: HashMap::new() })
    }

    /// Reads the names anew, after a row that brought one.
    pub fn renew(&mut self, conn: &mut Conn) -> Result<()> {
        self.book = reference::book(conn)?;
        self.segments.clear();
        Ok(())
    }

    pub fn today(&self) -> NaiveDate {
        self.when.1
    }

    /// Id and version by which a row of ours knows what it is.
    pub fn key(&self, line: &Line<'_>) -> Option<(i64, i64)> {
        let (id, version) = line.text("key").split_once(':')?;
        let both = (id.parse().ok()?, version.parse().ok()?);
        self.has_keys.then_some(both)
    }

    /// Whether what a row would change is still as it was written out; else it is said.
    pub fn is_current(&self, line: &mut Line<'_>, version: i64) -> bool {
        let Some((_, taken)) = self.key(line).filter(|(_, taken)| *taken < version) else { return true };
        let message = Message::new("atlas-import-stale").with("taken", taken).with("version", version);
        line.say("name", Level::Error, message);
        false
    }

    /// Whether another row has said something else of the same thing; that is told at each cell, and so is the same twice.
    pub fn contradicts(&mut self, sheet: Sheet, name: &[&str], line: &mut Line<'_>) -> bool {
        let key = name.iter().map(|part| name_key(part)).collect::<Vec<_>>().join("\n");
        let cells: BTreeMap<&'static str, String> = line
            .filled()
            .filter(|(field, _)| !sheet.names(field) && !matches!(*field, "serial" | "key"))
            .map(|(field, text)| (field, text.trim().to_owned()))
            .collect();
        let (sheet_name, row) = line.place();
        let Some(before) = self.said.get(&(sheet, key.clone())) else {
            self.said.insert((sheet, key), Said { sheet: sheet_name, row, cells });
            return false;
        };
        if (&before.sheet, before.row) == (&sheet_name, row) {
            return false;
        }
        let place = |message: Message| message.with("sheet", &before.sheet).with("row", before.row);
        let mut differs = false;
        for (field, text) in &cells {
            let Some(other) = before.cells.get(field).filter(|other| name_key(other) != name_key(text))
            else {
                continue;
            };
            differs = true;
            line.say(
                field,
                Level::Error,
                place(Message::new("atlas-import-contradicts")).with("other", other),
            );
        }
        if !differs {
            line.say("name", Level::Note, place(Message::new("atlas-import-twice")));
        }
        differs
    }

    /// A city, or the province, by the words of a cell.
    pub fn city_or_province(&self, words: &str) -> Option<DivisionCode> {
        let province = self.caller.scope.first().province();
        let is_province = [Lang::Zh, Lang::En].iter().any(|lang| {
            [self.book.name(*lang, province), self.book.short_name(*lang, province)]
                .iter()
                .any(|name| name_key(name) == name_key(words))
        });
        if is_province { Some(province) } else { self.city(words) }
    }

    /// A city by the words of a cell.
    pub fn city(&self, words: &str) -> Option<DivisionCode> {
        DivisionCode::parse(words)
            .ok()
            .filter(|code| code.is_city())
            .or_else(|| self.book.place(words, None).city)
    }

    /// City and county by the words of their cells, the county inside the city; refused at its cell.
    pub fn county(&self, line: &mut Line<'_>) -> Option<DivisionCode> {
        let words = line.text("city");
        let Some(city) = self.city(words) else {
            return line.refuse("city", Message::new("atlas-import-city").with("value", words));
        };
        let county = line.text("county");
        if county.is_empty() {
            return Some(self.book.place(words, None).county.unwrap_or(city));
        }
        match self.book.place(county, Some(city)).county {
            Some(code) => Some(code),
            None => line.refuse("county", Message::new("atlas-import-county").with("value", county)),
        }
    }

    /// A chain by its name, switched off ones too; refused at its cell.
    pub fn chain(&self, line: &mut Line<'_>) -> Option<i64> {
        let words = line.text("chain");
        let key = name_key(words);
        let names =
            |one: &&reference::Chain| [&one.name_zh, &one.name_en].iter().any(|name| name_key(name) == key);
        match self.book.chains.iter().find(names) {
            Some(chain) => Some(chain.id),
            None => line.refuse("chain", Message::new("atlas-import-chain-unknown").with("value", words)),
        }
    }

    /// The segments of a chain.
    pub fn segments(&mut self, conn: &mut Conn, chain: i64) -> Result<&[Segment]> {
        Ok(match self.segments.entry(chain) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(chains::segments(conn, chain)?),
        })
    }

    /// A segment of a chain by its name.
    pub fn segment_named(&mut self, conn: &mut Conn, chain: i64, name: &str) -> Result<Option<Segment>> {
        let key = name_key(name);
        let is_it = |one: &&Segment| name_key(&one.name_zh) == key || name_key(&one.name_en) == key;
        Ok(self.segments(conn, chain)?.iter().find(is_it).cloned())
    }

    /// The segment that the cells of a row name; refused at the one that is wrong.
    pub fn segment(&mut self, conn: &mut Conn, line: &mut Line<'_>) -> Result<Option<Segment>> {
        let Some(chain) = self.chain(line) else { return Ok(None) };
        let words = line.text("segment");
        if let Some(segment) = self.segment_named(conn, chain, words)? {
            return Ok(Some(segment));
        }
        let chain = line.text("chain");
        let message = Message::new("atlas-import-segment-unknown").with("value", words).with("chain", chain);
        Ok(line.refuse("segment", message))
    }
}

/// What a word of a cell means: a code, or its name in either language.
pub fn word<T: Copy + 'static>(
    all: &[T],
    code: fn(T) -> &'static str,
    name: fn(T) -> &'static str,
    text: &str,
) -> Option<T> {
    let key = name_key(text);
    let is_it = |one: &T| {
        name_key(code(*one)) == key
            || [Lang::Zh, Lang::En].iter().any(|lang| name_key(&lang.t(name(*one))) == key)
    };
    all.iter().copied().find(is_it)
}

/// Words that a cell may hold: what they mean, their codes, the Fluent ids of their names.
pub type Words<T> = (&'static [T], fn(T) -> &'static str, fn(T) -> &'static str);

/// The same for a cell that may be empty, refused where nobody knows its word.
pub fn word_in<T: Copy + 'static>(
    line: &mut Line<'_>,
    field: &'static str,
    (all, code, name): Words<T>,
) -> Result<Option<T>, ()> {
    let text = line.text(field);
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(found) = word(all, code, name, text) {
        return Ok(Some(found));
    }
    let known: Vec<String> = all.iter().map(|one| Lang::Zh.t(name(*one))).collect();
    let message = Message::new("atlas-import-word").with("value", text).with("known", known.join("/"));
    line.say(field, Level::Error, message);
    Err(())
}
