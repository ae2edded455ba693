//! Pages of a long list: which one is asked for, in which order, and how the answer is wrapped. The same limits for
//! pages and API, so that no address can ask for everything at once.

use super::error::{Error, FieldError, Result};
use super::message::Message;
use serde::Serialize;

/// A page of a list. Made by [`PageRequest::new`], so its numbers are in range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    page: i64,
    per_page: i64,
}

impl PageRequest {
    /// Rows to a page when nobody says.
    pub const DEFAULT_PER_PAGE: i64 = 50;
    /// The most rows one page may have.
    pub const MAX_PER_PAGE: i64 = 500;

    /// The page asked for, counted from 1 (the first when `None`); refuses numbers out of range by their field.
    pub fn new(page: Option<i64>, per_page: Option<i64>) -> Result<Self> {
        let request = Self { page: page.unwrap_or(1), per_page: per_page.unwrap_or(Self::DEFAULT_PER_PAGE) };
        let mut refusals = Vec::new();
        // The upper bound keeps `offset` within 64 bits.
        if !(1..=i64::from(u32::MAX)).contains(&request.page) {
            refusals.push(FieldError::new(
                "page",
                Message::new("kernel-page-number").with("value", request.page),
            ));
        }
        if !(1..=Self::MAX_PER_PAGE).contains(&request.per_page) {
            let message = Message::new("kernel-page-size");
            let message = message.with("value", request.per_page).with("limit", Self::MAX_PER_PAGE);
            refusals.push(FieldError::new("per_page", message));
        }
        if refusals.is_empty() { Ok(request) } else { Err(Error::Invalid(refusals)) }
    }

    /// Counted from 1.
    pub const fn page(self) -> i64 {
        self.page
    }

    /// Rows to a page; SQL's `LIMIT`.
    pub const fn per_page(self) -> i64 {
        self.per_page
    }

    /// Rows before this page; SQL's `OFFSET`.
    pub const fn offset(self) -> i64 {
        (self.page - 1) * self.per_page
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { page: 1, per_page: Self::DEFAULT_PER_PAGE }
    }
}

/// One page of a list, in the contract's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Paged<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Rows on all pages together.
    pub total: i64,
    /// Which page, from 1.
    pub page: i64,
    /// Rows to a page.
    pub per_page: i64,
}

impl<T> Paged<T> {
    /// The answer to `request`.
    pub fn new(items: Vec<T>, total: i64, request: PageRequest) -> Self {
        Self { items, total, page: request.page, per_page: request.per_page }
    }

    /// The page that `request` asks for of rows that are all at hand.
    pub fn cut(all: Vec<T>, request: PageRequest) -> Self {
        let total = all.len() as i64;
        let rows = all.into_iter().skip(request.offset() as usize).take(request.per_page() as usize);
        Self::new(rows.collect(), total, request)
    }

    /// How many pages there are; an empty list has one empty page.
    pub fn pages(&self) -> i64 {
        let begun = i64::from(self.total % self.per_page > 0);
        (self.total / self.per_page + begun).max(1)
    }

    /// The same page with each row turned into something else, e.g. a stored row into its view.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Paged<U> {
        let items = self.items.into_iter().map(turn).collect();
        Paged { items, total: self.total, page: self.page, per_page: self.per_page }
    }
}

/// The order of a list. The field is one of the list's own, never the caller's text, so it may choose a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// One of the allowed names.
    pub field: &'static str,
    /// From high to low.
    pub descending: bool,
}

impl Sort {
    /// From `field` or `-field`; anything outside `allowed` is refused with the names that are possible.
    pub fn parse(text: &str, allowed: &[&'static str]) -> Result<Self, Message> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        match allowed.iter().find(|field| **field == name) {
            Some(field) => Ok(Self { field, descending }),
            None => {
                Err(Message::new("kernel-sort-field").with("value", name).with("allowed", allowed.join(" ")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(page: Option<i64>, per_page: Option<i64>) -> Vec<String> {
        match PageRequest::new(page, per_page).unwrap_err() {
            Error::Invalid(refusals) => refusals.into_iter().map(|refusal| refusal.field).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn without_numbers_the_first_fifty_are_meant() {
        assert_eq!(PageRequest::new(None, None).unwrap(), PageRequest::default());
        assert_eq!(PageRequest::new(Some(3), Some(200)).unwrap().offset(), 400);
    }

    #[test]
    fn numbers_out_of_range_are_refused_by_their_field() {
        assert_eq!(refused(Some(0), None), ["page"]);
        assert_eq!(refused(None, Some(501)), ["per_page"]);
        assert_eq!(refused(Some(i64::MAX), Some(-1)), ["page", "per_page"]);
    }

    #[test]
    fn the_last_page_may_be_short_and_an_empty_list_has_one_page() {
        let pages = |total| Paged::<u8>::new(Vec::new(), total, PageRequest::default()).pages();
        assert_eq!([0, 1, 50, 51, 200].map(pages), [1, 1, 1, 2, 4]);
    }

    #[test]
    fn a_page_has_the_contracts_shape() {
        let page = Paged::new(vec![1], 1, PageRequest::default()).map(|n| n + 1);
        let json = serde_json::to_value(page).unwrap();
        assert_eq!(json, serde_json::json!({ "items": [2], "total": 1, "page": 1, "per_page": 50 }));
    }

    #[test]
    fn a_list_is_sorted_by_its_own_fields_only() {
        let allowed = ["name", "updated_at"];
        assert_eq!(Sort::parse("-updated_at", &allowed), Ok(Sort { field: "updated_at", descending: true }));
        assert_eq!(Sort::parse("name", &allowed), Ok(Sort { field: "name", descending: false }));
        for text in ["", "-", "password", "--name", "name desc"] {
            assert_eq!(Sort::parse(text, &allowed).unwrap_err().id, "kernel-sort-field", "{text:?}");
        }
    }
}
