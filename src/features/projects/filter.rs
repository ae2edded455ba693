//! Which projects a reader asks for. The filters live in the address, the same for page and API, so that a view can
//! be sent to a colleague; a filter that nobody knows is refused by the route instead of quietly showing everything.

use super::model::lit::Light;
use super::model::{Class, Nature, SideState, Stage};
use crate::kernel::calendar::{Period, Quarter};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::kernel::paging::{PageRequest, Sort};
use crate::web::{Form, Names};

/// What is asked for; nothing is asked by default, and then every living record is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Inside one of these cities.
    pub city: Vec<DivisionCode>,
    /// Filed under exactly one of these places: a county; or a city or the province, for what is not yet assigned
    /// further down.
    pub county: Vec<DivisionCode>,
    /// At one of these stages.
    pub stage: Vec<Stage>,
    /// 实施类, 准备类
    pub class: Option<Class>,
    /// 建设性质
    pub nature: Option<Nature>,
    /// Code or Chinese name.
    pub industry: Option<String>,
    /// `chains.id`
    pub chain: Option<i64>,
    /// `segments.id`
    pub segment: Option<i64>,
    /// `parks.id`
    pub park: Option<i64>,
    /// Parts of this bundle.
    pub parent: Option<i64>,
    /// Records in this side state; without it merged, split and voided ones are left out.
    pub side_state: Option<SideState>,
    /// 亮灯
    pub light: Option<Light>,
    /// Of which month the light is; the newest where none is named.
    pub light_month: Option<Period>,
    /// Only those that did not have this light in that month.
    pub light_since: Option<Period>,
    /// Nominated for, or accepted on, this quarter's list.
    pub list: Option<Quarter>,
    /// Lacking this fact; `any` for some fact.
    pub missing: Option<String>,
    /// Words that all occur in name, unit, code, address or place.
    pub q: Option<String>,
    /// Only these.
    pub ids: Vec<i64>,
}

/// Names that may stand in the address.
pub const NAMES: Names = &[
    "city",
    "county",
    "stage",
    "class",
    "nature",
    "industry",
    "chain",
    "segment",
    "park",
    "parent",
    "side_state",
    "light",
    "light_month",
    "light_since",
    "list",
    "missing",
    "q",
    "ids",
    "sort",
    "page",
    "per_page",
    "as_of",
];

/// What the registry may be sorted by.
pub const SORTS: &[&str] = &["updated_at", "name", "total_investment_yuan", "stage", "city", "id"];

/// Longest search.
const Q_MAX: usize = 100;

/// Filter, order and page of a query string.
///
/// # Errors
/// [`Error::Invalid`] naming each filter that has a value that cannot be.
pub fn read(form: &Form) -> Result<(Filter, Sort, PageRequest)> {
    let mut wrong: Vec<FieldError> = Vec::new();
    let filter = Filter {
        city: several(form, "city", division, &mut wrong),
        county: several(form, "county", division, &mut wrong),
        stage: several(form, "stage", word, &mut wrong),
        class: one(form, "class", word, &mut wrong),
        nature: one(form, "nature", word, &mut wrong),
        industry: form.text("industry").map(str::to_owned),
        chain: one(form, "chain", number, &mut wrong),
        segment: one(form, "segment", number, &mut wrong),
        park: one(form, "park", number, &mut wrong),
        parent: one(form, "parent", number, &mut wrong),
        side_state: one(form, "side_state", word, &mut wrong),
        light: one(form, "light", word, &mut wrong),
        light_month: one(form, "light_month", Period::parse, &mut wrong),
        light_since: one(form, "light_since", Period::parse, &mut wrong),
        list: one(form, "list", Quarter::parse, &mut wrong),
        missing: one(form, "missing", fact, &mut wrong),
        q: one(form, "q", search, &mut wrong),
        ids: several(form, "ids", number, &mut wrong),
    };
    let sort = one(form, "sort", |text| Sort::parse(text, SORTS), &mut wrong);
    let page = form.page();
    match page {
        Ok(page) if wrong.is_empty() => {
            Ok((filter, sort.unwrap_or(Sort { field: "updated_at", descending: true }), page))
        }
        Ok(_) => Err(Error::Invalid(wrong)),
        Err(Error::Invalid(more)) => Err(Error::Invalid(wrong.into_iter().chain(more).collect())),
        Err(other) => Err(other),
    }
}

type Read<T> = std::result::Result<T, Message>;

fn one<T>(
    form: &Form,
    name: &'static str,
    parse: impl Fn(&str) -> Read<T>,
    wrong: &mut Vec<FieldError>,
) -> Option<T> {
    let text = form.text(name)?;
    parse(text).map_err(|message| wrong.push(FieldError::new(name, message))).ok()
}

/// Repeated, or with commas between.
fn several<T>(
    form: &Form,
    name: &'static str,
    parse: impl Fn(&str) -> Read<T>,
    wrong: &mut Vec<FieldError>,
) -> Vec<T> {
    let words = form.all(name).iter().flat_map(|value| value.split(','));
    let words = words.map(str::trim).filter(|word| !word.is_empty());
    words
        .filter_map(|word| parse(word).map_err(|message| wrong.push(FieldError::new(name, message))).ok())
        .collect()
}

fn division(text: &str) -> Read<DivisionCode> {
    DivisionCode::parse(text)
}

fn word<T: std::str::FromStr<Err = crate::kernel::text_enum::UnknownWord>>(text: &str) -> Read<T> {
    text.parse().map_err(|unknown: crate::kernel::text_enum::UnknownWord| {
        Message::new("projects-word-unknown").with("value", text).with("allowed", unknown.allowed.join(" "))
    })
}

fn number(text: &str) -> Read<i64> {
    text.parse().map_err(|_| "input-whole-number".into())
}

/// A fact's contract name; letters only, because it is looked for inside a column.
fn fact(text: &str) -> Read<String> {
    let name = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if name { Ok(text.to_owned()) } else { Err(Message::new("projects-fact-unknown").with("value", text)) }
}

fn search(text: &str) -> Read<String> {
    crate::kernel::text::clean_line(text, Q_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(query: &str) -> Form {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        Form::from_pairs(pairs)
    }

    fn refused(query: &str) -> Vec<String> {
        match read(&form(query)).unwrap_err() {
            Error::Invalid(fields) => fields.into_iter().map(|field| field.field).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_filter_of_the_contract_is_read() {
        let query =
            "city=370100&stage=signed,filed&class=preparation&light=red&list=2026Q3&q=锂电&sort=-name&page=2";
        let (filter, sort, page) = read(&form(query)).unwrap();
        assert_eq!(filter.stage, [Stage::Signed, Stage::Filed]);
        assert_eq!(filter.light, Some(Light::Red));
        assert_eq!(filter.list.unwrap().to_string(), "2026Q3");
        assert_eq!((sort.field, sort.descending, page.page()), ("name", true, 2));
    }

    #[test]
    fn a_blank_field_of_the_filter_form_asks_for_nothing() {
        assert_eq!(read(&form("city=&stage=&q=+&ids=")).unwrap().0, Filter::default());
    }

    #[test]
    fn a_value_that_cannot_be_is_refused_by_its_name_with_all_other_faults() {
        assert_eq!(
            refused("city=济南&stage=done&sort=secret&per_page=9999"),
            ["city", "stage", "sort", "per_page"]
        );
        assert_eq!(refused("missing=a%25b"), ["missing"]);
    }
}
