//! The map as a workbook with a sheet for each kind, as its reader sees it: what she changes in it comes back through the same
//! door, and what she leaves changes nothing.

use super::sheets::{KEY_HEADER, Sheet};
use crate::db::Conn;
use crate::features::carriers::{self, Carrier};
use crate::features::chains::{self, Judgement, Segment};
use crate::features::enterprises::{self, Enterprise};
use crate::features::reference::{self, Book};
use crate::features::targets::{self, Target};
use crate::kernel::degrees::degrees;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::instant::Instant;
use crate::sheet::write::{Entry, Heading, Line, Table, to_xlsx_book};
use crate::web::Lang;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// Who takes the workbook, and of what.
pub struct Taker<'a> {
    /// What she may see.
    pub scope: &'a Scope,
    /// Her language.
    pub lang: Lang,
    /// Of one chain; all of them without it.
    pub chain: Option<i64>,
    /// `instance.id`, by which its keys are known again.
    pub instance: &'a str,
    /// Marks the file as invented.
    pub demonstration: bool,
    /// When.
    pub now: Instant,
}

/// What the file is called that was taken on a day.
pub fn file_name(lang: Lang, day: NaiveDate) -> String {
    format!("{}-{day}.xlsx", lang.t("atlas-title"))
}

/// The workbook.
///
/// # Errors
/// [`Error::NotFound`] for a chain that is none.
pub fn workbook(conn: &mut Conn, taker: &Taker<'_>) -> Result<Vec<u8>> {
    let book = reference::book(conn)?;
    if taker.chain.is_some_and(|id| !book.chains.iter().any(|chain| chain.id == id)) {
        return Err(Error::NotFound);
    }
    let told = Told::read(conn, taker, &book)?;
    let tables: Vec<Table> = Sheet::ALL.iter().map(|sheet| told.table(*sheet)).collect();
    let (first, more) = tables.split_first().ok_or(Error::NotFound)?;
    to_xlsx_book(first, more)
}

/// Everything that is written, read once.
struct Told<'a> {
    taker: &'a Taker<'a>,
    book: &'a Book,
    cards: Vec<(i64, chains::Card)>,
    segments: Vec<Segment>,
    supply: HashMap<i64, Vec<i64>>,
    parks: Vec<Carrier>,
    enterprises: Vec<Enterprise>,
    targets: Vec<Target>,
    tied: HashMap<i64, String>,
    judgements: Vec<Judgement>,
}

impl<'a> Told<'a> {
    fn read(conn: &mut Conn, taker: &'a Taker<'a>, book: &'a Book) -> Result<Self> {
        let wanted = |id: i64| taker.chain.is_none_or(|chain| chain == id);
        let (mut cards, mut segments, mut supply) = (Vec::new(), Vec::new(), HashMap::<i64, Vec<i64>>::new());
        for chain in book.chains.iter().filter(|chain| wanted(chain.id)) {
            cards.push((chain.id, chains::card(conn, chain.id)?));
            segments.extend(chains::segments(conn, chain.id)?);
            for (from, to) in chains::supply(conn, chain.id)? {
                supply.entry(from).or_default().push(to);
            }
        }
        let ids: Vec<i64> = segments.iter().map(|segment| segment.id).collect();
        let whose = (taker.scope, taker.scope.first().province());
        // The newest comes last, and stands.
        let standing: BTreeMap<(i64, DivisionCode), Judgement> = chains::judgements(conn, whose, &ids)?
            .into_iter()
            .map(|one| ((one.segment_id, one.division), one))
            .collect();
        let of =
            enterprises::Filter { chain: taker.chain, with_gone: true, ..enterprises::Filter::default() };
        let targets = targets::everywhere(
            conn,
            taker.scope,
            &targets::Filter { chain: taker.chain, ..targets::Filter::default() },
        )?;
        let ties: Vec<i64> = targets.iter().flat_map(|target| target.ties.iter().copied()).collect();
        Ok(Self {
            taker,
            book,
            cards,
            supply,
            parks: carriers::carriers(conn, book)?,
            enterprises: enterprises::everywhere(conn, taker.scope, &of)?,
            tied: enterprises::names(conn, taker.scope, &ties)?,
            targets,
            judgements: ids
                .iter()
                .flat_map(|id| standing.iter().filter(move |((segment, _), _)| segment == id))
                .map(|(_, one)| one.clone())
                .collect(),
            segments,
        })
    }

    fn table(&self, sheet: Sheet) -> Table {
        let lang = self.taker.lang;
        let heading = |one: &super::sheets::Defined| {
            Heading::new(one.header(lang).to_owned(), one.width.unwrap_or(12.0))
        };
        let rows = match sheet {
            Sheet::Chains => self.chains(),
            Sheet::Segments => self.segments(),
            Sheet::Parks => self.parks(),
            Sheet::Enterprises => self.enterprises(),
            Sheet::Positions => self.positions(),
            Sheet::Targets => self.targets(),
            Sheet::Strengths => self.strengths(),
        };
        let serial = |(number, (key, cells)): (i64, (String, Vec<Entry>))| Line {
            key,
            cells: std::iter::once(Entry::Integer(number)).chain(cells).collect(),
            is_subtotal: false,
        };
        let mark = self.taker.demonstration.then(|| lang.t("projects-export-demonstration"));
        Table {
            sheet: sheet.title(lang).to_owned(),
            title: format!("{}{}{}", lang.t("atlas-title"), lang.t("colon"), sheet.title(lang)),
            captions: mark.into_iter().chain([lang.t("atlas-workbook-caption")]).collect(),
            columns: sheet.defined().map(heading).collect(),
            rows: (1..).zip(rows).map(serial).collect(),
            notes: Vec::new(),
            footer: lang.t("atlas-title"),
            key_header: sheet.has_keys().then(|| KEY_HEADER.to_owned()),
            properties: vec![
                ("instance".to_owned(), self.taker.instance.to_owned()),
                ("kind".to_owned(), "atlas".to_owned()),
            ],
            created: self.taker.now,
        }
    }

    fn word(&self, id: &str) -> Entry {
        Entry::Text(self.taker.lang.t(id))
    }

    fn active(&self, active: bool) -> Entry {
        self.word(if active { "atlas-sheet-active" } else { "atlas-sheet-inactive" })
    }

    /// The Chinese names: by them rows find their way back, whatever the language of the headers.
    fn segment(&self, id: i64) -> [Entry; 2] {
        let chain = self.book.segment(id).map(|one| one.chain_id).unwrap_or_default();
        [self.chain(chain), Entry::Text(self.book.segment_name(Lang::Zh, id))]
    }

    fn chain(&self, id: i64) -> Entry {
        Entry::Text(self.book.chain_name(Lang::Zh, id))
    }

    fn place(&self, place: DivisionCode) -> Entry {
        Entry::Text(self.book.name(Lang::Zh, place))
    }

    fn city(&self, place: DivisionCode) -> [Entry; 2] {
        let county = Some(place).filter(|place| place.is_county());
        let name = |code: Option<DivisionCode>| {
            code.map_or(Entry::Empty, |code| Entry::Text(self.book.short_name(Lang::Zh, code)))
        };
        [name(place.city()), name(county)]
    }

    fn chains(&self) -> Vec<(String, Vec<Entry>)> {
        let row = |(id, card): &(i64, chains::Card)| {
            let cells = vec![
                self.chain(*id),
                Entry::Text(self.book.chain_name(Lang::En, *id)),
                text(card.chief.clone()),
                text(card.leader.clone()),
                text(card.policies.clone()),
            ];
            (format!("{id}:{}", card.version), cells)
        };
        self.cards.iter().map(row).collect()
    }

    fn segments(&self) -> Vec<(String, Vec<Entry>)> {
        let name = |id: i64| self.book.segment_name(Lang::Zh, id);
        let row = |one: &Segment| {
            let supplies = self.supply.get(&one.id).map_or(&[][..], Vec::as_slice);
            let cells = vec![
                self.chain(one.chain_id),
                Entry::Text(one.name_zh.clone()),
                Entry::Text(one.name_en.clone()),
                self.word(one.tier.name()),
                one.function.map_or(Entry::Empty, |function| self.word(function.name())),
                text(one.parent_id.map(name)),
                Entry::Integer(one.position.into()),
                several(supplies.iter().map(|id| name(*id))),
                text(one.note.clone()),
                self.active(one.active),
            ];
            (format!("{}:{}", one.id, one.version), cells)
        };
        self.segments.iter().map(row).collect()
    }

    fn parks(&self) -> Vec<(String, Vec<Entry>)> {
        let row = |one: &Carrier| {
            let (park, offer) = (&one.park, &one.offer);
            let [city, county] = self.city(park.division);
            let (lng, lat) = offer.position.unzip();
            let place = |e6: Option<i64>| text(e6.map(|e6| format!("{:.6}", degrees(e6))));
            let cells = vec![
                Entry::Text(park.name.clone()),
                city,
                county,
                Entry::Text(park.kind.clone()),
                text(park.area_m2.map(|area| (area as f64 / 1e6).to_string())),
                whole(offer.land_mu),
                whole(offer.energy_tce),
                text(offer.leading.clone()),
                several(offer.chains.iter().map(|id| self.book.chain_name(Lang::Zh, *id))),
                text(offer.conditions.clone()),
                place(lng),
                place(lat),
                text(lng.map(|_| "CGCS2000".to_owned())),
                text(offer.source.clone()),
                text(offer.verified_on.map(|day| day.to_string())),
            ];
            (format!("{}:{}", park.id, offer.version), cells)
        };
        self.parks.iter().map(row).collect()
    }

    fn enterprises(&self) -> Vec<(String, Vec<Entry>)> {
        let park = |id: i64| self.book.parks.iter().find(|park| park.id == id).map(|park| park.name.clone());
        let row = |one: &Enterprise| {
            let [city, county] = self.city(one.division);
            let cells = vec![
                Entry::Text(one.name.clone()),
                text(one.credit_code.clone()),
                city,
                county,
                text(one.park_id.and_then(park)),
                text(one.products.clone()),
                text(one.note.clone()),
                text(one.source.clone()),
                Entry::Text(one.verified_on.to_string()),
                self.active(one.active),
            ];
            (format!("{}:{}", one.id, one.version), cells)
        };
        self.enterprises.iter().map(row).collect()
    }

    fn positions(&self) -> Vec<(String, Vec<Entry>)> {
        let of_chain = |id: i64| {
            self.taker
                .chain
                .is_none_or(|chain| self.book.segment(id).is_some_and(|one| one.chain_id == chain))
        };
        let mut rows = Vec::new();
        for one in self.enterprises.iter().filter(|one| one.active) {
            for position in one.positions.iter().filter(|position| of_chain(position.segment_id)) {
                let [chain, segment] = self.segment(position.segment_id);
                let cells = vec![
                    Entry::Text(one.name.clone()),
                    chain,
                    segment,
                    self.word(position.role.name()),
                    text(position.source.clone()),
                    Entry::Text(position.verified_on.to_string()),
                ];
                rows.push((String::new(), cells));
            }
        }
        rows
    }

    fn targets(&self) -> Vec<(String, Vec<Entry>)> {
        let row = |one: &Target| {
            let [chain, segment] = self.segment(one.segment_id);
            let ties = one.ties.iter().filter_map(|id| self.tied.get(id).cloned());
            let cells = vec![
                chain,
                segment,
                self.place(one.division),
                Entry::Text(one.name.clone()),
                text(one.credit_code.clone()),
                text(one.home.clone()),
                text(one.products.clone()),
                self.word(one.priority.name()),
                self.word(one.status.name()),
                Entry::Text(one.reasons.clone()),
                whole(one.land_mu),
                whole(one.energy_tce),
                several(ties),
                text(one.source.clone()),
                Entry::Text(one.verified_on.to_string()),
            ];
            (format!("{}:{}", one.id, one.version), cells)
        };
        self.targets.iter().map(row).collect()
    }

    fn strengths(&self) -> Vec<(String, Vec<Entry>)> {
        let row = |one: &Judgement| {
            let [chain, segment] = self.segment(one.segment_id);
            let cells = vec![
                chain,
                segment,
                self.place(one.division),
                self.word(one.strength.name()),
                Entry::Text(one.evidence.clone()),
                text(one.source.clone()),
                Entry::Text(one.verified_on.to_string()),
            ];
            (String::new(), cells)
        };
        self.judgements.iter().map(row).collect()
    }
}

fn text(text: Option<String>) -> Entry {
    text.map_or(Entry::Empty, Entry::Text)
}

fn whole(number: Option<i64>) -> Entry {
    number.map_or(Entry::Empty, Entry::Integer)
}

/// Several names in one cell.
fn several(names: impl Iterator<Item = String>) -> Entry {
    text(Some(names.collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty()))
}
