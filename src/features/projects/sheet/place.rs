//! City, county and address of a row, from up to three columns. Rules:
//!
//! - a city that nobody knows is an error: whose row it is depends on it; everything finer only warns
//! - an abolished city is read as its successor, with a warning that offers the successor's code; the county stays open
//! - a row that names no city is read at home (the upload's city, or the sender's), and belongs there
//! - what is no division (a zone, a town) becomes the address, so that no word is lost

use crate::features::reference::{Book, Doubt, Place};
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;
use crate::sheet::{Address, Level, Suggestion};

/// The cells that speak of the place, with where they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// 所在市
    pub city: Option<(Address, String)>,
    /// 所在县（市、区）
    pub county: Option<(Address, String)>,
    /// 建设地点
    pub location: Option<(Address, String)>,
}

/// A remark on one of the three: field, cell, level, sentence, way out.
pub(super) type PlaceRemark = (&'static str, Address, Level, Message, Option<Suggestion>);

/// What the cells say.
#[derive(Debug)]
pub(super) struct Resolved {
    /// The finest division known, or home.
    pub division: DivisionCode,
    /// Words beyond the division.
    pub address: Option<String>,
    /// A park that the words name.
    pub park: Option<i64>,
    /// The cell of each stated fact.
    pub cells: Vec<(&'static str, Address)>,
    /// What deserves a look.
    pub remarks: Vec<PlaceRemark>,
}

/// Reads the three cells. `home` is where a row without a city belongs.
pub(super) fn resolve(words: &Words, book: &Book, home: DivisionCode) -> Resolved {
    let mut out =
        Resolved { division: home, address: None, park: None, cells: Vec::new(), remarks: Vec::new() };
    let mut city = None;
    let mut county = None;
    if let Some((at, text)) = &words.city {
        let place = book.place(text, None);
        out.cells.push(("city", *at));
        (city, county) = (place.city, place.county);
        out.doubt("city", *at, text, &place, book);
    }
    if let Some((at, text)) = &words.county {
        let place = read(text, city, home, book);
        out.cells.push(("county", *at));
        (city, county) = (city.or(place.city), county.or(place.county));
        out.doubt("county", *at, text, &place, book);
        out.keep(*at, text, &place);
    }
    if let Some((at, text)) = &words.location {
        let place = read(text, city, home, book);
        let settled = county.is_some() || words.city.is_some();
        (city, county) = (city.or(place.city), county.or(place.county));
        if words.city.is_none() && words.county.is_none() {
            out.cells.push(("city", *at));
        }
        // Below a city or county column this is an address, and an address need not name a division.
        if !settled || matches!(place.doubt, Some(Doubt::Elsewhere(_) | Doubt::Abolished { .. })) {
            out.doubt("location", *at, text, &place, book);
        }
        out.keep(*at, text, &place);
    }
    if let Some(stated) = county.or(city) {
        out.division = if stated.contains(home) { home } else { stated };
    }
    out
}

/// A place by itself; only what stays open is read at home. So a row that names another city is seen to do so.
fn read(text: &str, city: Option<DivisionCode>, home: DivisionCode, book: &Book) -> Place {
    match (city, home.city()) {
        (Some(city), _) => book.place(text, Some(city)),
        (None, Some(home)) => {
            let alone = book.place(text, None);
            if alone.city.is_some() { alone } else { book.place(text, Some(home)) }
        }
        (None, None) => book.place(text, None),
    }
}

impl Resolved {
    fn doubt(&mut self, field: &'static str, at: Address, words: &str, place: &Place, book: &Book) {
        let Some(doubt) = &place.doubt else { return };
        let level = match doubt {
            Doubt::NoCounty => Level::Note,
            _ if field == "city" && place.city.is_none() => Level::Error,
            _ => Level::Warning,
        };
        let suggestion = match doubt {
            Doubt::Abolished { to, .. } => Some(Suggestion::replace(to.to_string())),
            _ => None,
        };
        self.remarks.push((field, at, level, doubt.message(book, words), suggestion));
    }

    /// The words become the address where they say more than the division.
    fn keep(&mut self, at: Address, words: &str, place: &Place) {
        if place.rest.is_some() {
            self.address = Some(words.to_owned());
            self.cells.push(("address", at));
        }
        self.park = self.park.or(place.park);
    }
}
