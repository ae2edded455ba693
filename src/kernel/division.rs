//! Places as GB/T 2260 codes and the scopes made of them. Two digits province, two city, two county; zeros stand for
//! "the whole". Because a place's code begins with that of the place around it, "inside" is a prefix, and for SQL a
//! range of text. Which codes exist, and which province this is, is data (`reference`), not code.

use super::message::Message;
use super::text::fold_width;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Six digits, not beginning with zero. Well-formed, not necessarily in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = Text)]
pub struct DivisionCode([u8; 6]);

impl DivisionCode {
    /// Exactly six ASCII digits.
    pub fn parse(text: &str) -> Result<Self, Message> {
        match <[u8; 6]>::try_from(text.as_bytes()) {
            Ok(digits) if digits.iter().all(u8::is_ascii_digit) && digits[0] != b'0' => Ok(Self(digits)),
            _ => Err(Message::new("kernel-division-format").with("value", text)),
        }
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        // The field holds ASCII digits only, so the empty alternative is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The province it lies in (or is).
    pub fn province(self) -> Self {
        let [a, b, ..] = self.0;
        Self([a, b, b'0', b'0', b'0', b'0'])
    }

    /// The city it lies in (or is); `None` for a province.
    pub fn city(self) -> Option<Self> {
        let [a, b, c, d, ..] = self.0;
        (!self.is_province()).then_some(Self([a, b, c, d, b'0', b'0']))
    }

    /// A province: `370000`.
    pub fn is_province(self) -> bool {
        self.0.ends_with(b"0000")
    }

    /// A city: `370100`.
    pub fn is_city(self) -> bool {
        self.0.ends_with(b"00") && !self.is_province()
    }

    /// A county, district or zone: `370102`.
    pub fn is_county(self) -> bool {
        !self.0.ends_with(b"00")
    }

    /// Whether `other` is this place or lies inside it.
    pub fn contains(self, other: Self) -> bool {
        other.0.starts_with(self.significant())
    }

    /// The inclusive text range of every code inside: `370100` to `370199`; a county is its own range. For
    /// `BETWEEN` on a text column.
    pub fn range(self) -> (String, String) {
        let mut last = self.0;
        last[self.significant().len()..].fill(b'9');
        (self.to_string(), Self(last).to_string())
    }

    /// The digits before the zeros that stand for "the whole".
    fn significant(&self) -> &[u8] {
        let length = if self.is_province() {
            2
        } else if self.is_city() {
            4
        } else {
            6
        };
        &self.0[..length]
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for DivisionCode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for DivisionCode {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("expected a division code of six digits"))
    }
}

impl<DB: Backend> ToSql<Text, DB> for DivisionCode
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for DivisionCode
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        Self::parse(&text).map_err(|_| format!("{text:?} is no division code").into())
    }
}

/// The places whose rows a person may see and write: at least one, sorted, none inside another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope(Vec<DivisionCode>);

impl Scope {
    /// The scope of these places; `None` of none, because an empty scope would be neither all nor a person's own.
    pub fn of(places: impl IntoIterator<Item = DivisionCode>) -> Option<Self> {
        let mut places: Vec<DivisionCode> = places.into_iter().collect();
        // A place sorts directly before what lies inside it, and what lies inside follows without a gap.
        places.sort_unstable();
        places.dedup_by(|next, kept| kept.contains(*next));
        (!places.is_empty()).then_some(Self(places))
    }

    /// From codes separated by commas (full-width ones too) or spaces: `370100,370200`.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let folded = fold_width(text).replace('、', ",");
        let words = folded.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
        let places = words.map(DivisionCode::parse).collect::<Result<Vec<_>, _>>()?;
        Self::of(places).ok_or_else(|| Message::new("kernel-scope-empty"))
    }

    /// As [`Scope::parse`] reads it.
    pub fn to_text(&self) -> String {
        self.0.iter().map(DivisionCode::as_str).collect::<Vec<_>>().join(",")
    }

    /// The places, sorted.
    pub fn places(&self) -> &[DivisionCode] {
        &self.0
    }

    /// The place, where it is one alone: what is hers without being named.
    pub fn only(&self) -> Option<DivisionCode> {
        match self.places() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The first place: where records about a person are filed.
    pub fn first(&self) -> DivisionCode {
        self.0[0]
    }

    /// Whether `place` is one of these places or lies inside one.
    pub fn covers(&self, place: DivisionCode) -> bool {
        self.0.iter().any(|mine| mine.contains(place))
    }

    /// Whether a whole province is in it: the people of the province's own offices.
    pub fn is_whole_province(&self) -> bool {
        self.0.iter().any(|place| place.is_province())
    }

    /// The smallest division around all the places: where what belongs to the whole scope is filed.
    pub fn around(&self) -> DivisionCode {
        let first = self.first();
        let candidates = [Some(first), first.city(), Some(first.province())];
        let holds_all = |place: &DivisionCode| self.0.iter().all(|other| place.contains(*other));
        candidates.into_iter().flatten().find(holds_all).unwrap_or(first.province())
    }

    /// One inclusive text range for each place, for SQL.
    pub fn ranges(&self) -> Vec<(String, String)> {
        self.0.iter().map(|place| place.range()).collect()
    }
}

impl From<DivisionCode> for Scope {
    fn from(place: DivisionCode) -> Self {
        Self(vec![place])
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let places = Vec::<DivisionCode>::deserialize(d)?;
        Self::of(places).ok_or_else(|| serde::de::Error::custom("expected at least one division code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).unwrap()
    }

    fn any_code() -> impl Strategy<Value = DivisionCode> {
        // Few digits, so that places inside one another are common.
        (1u8..3, 0u8..2, 0u8..3, 0u8..3).prop_map(|(a, b, c, d)| code(&format!("{a}{b}0{c}0{d}")))
    }

    #[test]
    fn six_digits_and_nothing_else() {
        for text in ["", "37010", "3701001", "37010a", "３７０１００", " 370100", "070100"] {
            assert_eq!(DivisionCode::parse(text).unwrap_err().id, "kernel-division-format", "{text:?}");
        }
    }

    #[test]
    fn a_county_knows_its_city_and_province() {
        let county = code("370102");
        assert!(county.is_county() && !county.is_city());
        assert_eq!(county.city(), Some(code("370100")));
        assert_eq!(county.province(), code("370000"));
        assert!(code("370100").is_city() && code("370000").is_province());
        assert_eq!(code("370000").city(), None);
    }

    #[test]
    fn a_range_holds_what_lies_inside() {
        let range = |text| code(text).range();
        assert_eq!(range("370000"), ("370000".into(), "379999".into()));
        assert_eq!(range("370100"), ("370100".into(), "370199".into()));
        assert_eq!(range("370102"), ("370102".into(), "370102".into()));
    }

    #[test]
    fn a_scope_is_sorted_and_drops_what_lies_inside_another() {
        let scope = Scope::parse("370202， 370100,370102、370200").unwrap();
        assert_eq!(scope.to_text(), "370100,370200");
        assert!(
            scope.covers(code("370202")) && !scope.covers(code("370000")) && !scope.covers(code("370302"))
        );
        assert!(!scope.is_whole_province());
        assert!(Scope::parse("370000,370100").unwrap().is_whole_province());
    }

    #[test]
    fn what_belongs_to_a_scope_is_filed_at_the_smallest_place_around_it() {
        for (scope, place) in [
            ("370102", "370102"),
            ("370100", "370100"),
            ("370102,370103", "370100"),
            ("370100,370200", "370000"),
            ("370000", "370000"),
        ] {
            assert_eq!(Scope::parse(scope).unwrap().around(), code(place), "{scope}");
        }
    }

    #[test]
    fn an_empty_or_broken_scope_is_refused() {
        assert_eq!(Scope::parse(" , ").unwrap_err().id, "kernel-scope-empty");
        assert_eq!(Scope::parse("370100,济南").unwrap_err().id, "kernel-division-format");
        assert!(serde_json::from_str::<Scope>("[]").is_err());
        assert_eq!(serde_json::to_string(&Scope::parse("370100").unwrap()).unwrap(), r#"["370100"]"#);
    }

    proptest! {
        #[test]
        fn inside_means_the_same_by_prefix_and_by_range(outer in any_code(), inner in any_code()) {
            let (low, high) = outer.range();
            let text = inner.to_string();
            prop_assert_eq!(outer.contains(inner), low <= text && text <= high);
        }

        #[test]
        fn reducing_a_scope_changes_nothing_it_covers(places in prop::collection::vec(any_code(), 1..8), place in any_code()) {
            let scope = Scope::of(places.clone()).unwrap();
            prop_assert_eq!(scope.covers(place), places.iter().any(|mine| mine.contains(place)));
            prop_assert_eq!(Scope::parse(&scope.to_text()).unwrap(), scope);
        }
    }
}
