//! Addresses around a filtered list. The whole state of a list lives in its URL (filters, order, page), so that it can
//! be sent to a colleague; every link of the page is that address with one thing changed. A room adds its own filters.

use super::shell::encode;
use crate::kernel::message::Message;
use crate::kernel::paging::{Paged, Sort};
use actix_web::HttpRequest;
use std::fmt::Write as _;

/// A list's address: path and query, without blank fields and without `lang`, which is remembered elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListUrl {
    path: String,
    pairs: Vec<(String, String)>,
}

impl ListUrl {
    /// The address that was asked for. A query that cannot be read counts as none; reading its filters refuses it.
    pub fn of(request: &HttpRequest) -> Self {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
        Self::new(request.path(), pairs)
    }

    /// From its parts.
    pub fn new(path: &str, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let pairs = pairs.into_iter().map(|(name, value)| (name, value.trim().to_owned()));
        let said = |(name, value): &(String, String)| !value.is_empty() && name != "lang";
        Self { path: path.to_owned(), pairs: pairs.filter(said).collect() }
    }

    /// The same query at another path: an export of what is shown.
    pub fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), pairs: self.pairs.clone() }
    }

    /// With `name` set to this value alone; a changed list begins at its first page again.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.without(name);
        changed.pairs.push((name.to_owned(), value.to_owned()));
        changed
    }

    /// Without `name`, and from the first page.
    pub fn without(&self, name: &str) -> Self {
        self.keeping(|(other, _)| other != name)
    }

    /// Without one of the values of `name`.
    pub fn without_value(&self, name: &str, value: &str) -> Self {
        self.keeping(|(other, its)| other != name || its != value)
    }

    fn keeping(&self, keep: impl Fn(&(String, String)) -> bool) -> Self {
        let pairs = self.pairs.iter().filter(|pair| pair.0 != "page" && keep(pair)).cloned().collect();
        Self { path: self.path.clone(), pairs }
    }

    /// Its values of `name`.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The text to put into an `href`.
    pub fn href(&self) -> String {
        let mut out = self.path.clone();
        for (index, (name, value)) in self.pairs.iter().enumerate() {
            let before = if index == 0 { '?' } else { '&' };
            let _ = write!(out, "{before}{}={}", encode(name), encode(value)); // writing to a String cannot fail
        }
        out
    }
}

/// A column's header that sorts when it is clicked.
#[derive(Clone, Debug)]
pub struct Heading {
    /// In the reader's language.
    pub label: String,
    /// Sorts by this column, or turns its order round; empty for a column that cannot sort.
    pub href: String,
    /// `aria-sort`: `ascending`, `descending` or `none`; empty for a column that cannot sort.
    pub order: &'static str,
    /// CSS class: `n` for numbers, `pin` for the column that stays.
    pub class: &'static str,
}

impl Heading {
    /// A column that only names what stands below it.
    pub const fn plain(label: String, class: &'static str) -> Self {
        Self { label, href: String::new(), order: "", class }
    }

    /// A column that sorts by `field`. The first click on a column of figures or dates (`largest_first`) sorts down.
    pub fn sorting(
        label: String,
        class: &'static str,
        field: &str,
        largest_first: bool,
        now: Sort,
        url: &ListUrl,
    ) -> Self {
        let (order, descend) = match now.field == field {
            true if now.descending => ("descending", false),
            true => ("ascending", true),
            false => ("none", largest_first),
        };
        let value = if descend { format!("-{field}") } else { field.to_owned() };
        Self { label, href: url.with("sort", &value).href(), order, class }
    }
}

/// A filter that is in force, with the address that lifts it.
#[derive(Clone, Debug)]
pub struct Chip {
    /// In the reader's language.
    pub label: String,
    /// The list without it.
    pub href: String,
}

/// The links below a list.
#[derive(Clone, Debug)]
pub struct Pager {
    /// Number of the first row shown, from 1; 0 of an empty page.
    pub first: i64,
    /// Number of the last row shown.
    pub last: i64,
    /// Rows on all pages.
    pub total: i64,
    /// Page numbers with their addresses; `None` stands for left-out numbers, an empty address for this page.
    pub pages: Vec<Option<(i64, String)>>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// Rows to a page that may be chosen; an empty address for the present choice.
    pub sizes: Vec<(i64, String)>,
}

impl Pager {
    /// Rows to a page that a reader may choose.
    pub const SIZES: [i64; 3] = [50, 100, 200];

    /// Fewest rows that may be chosen: a list no longer than this needs no choice.
    pub const fn smallest(&self) -> i64 {
        Self::SIZES[0]
    }

    /// Which rows are shown, in a sentence.
    pub fn shown(&self) -> Message {
        Message::new("listing-shown")
            .with("first", self.first)
            .with("last", self.last)
            .with("total", self.total)
    }

    /// The links of this page of the list at `url`.
    pub fn of<T>(paged: &Paged<T>, url: &ListUrl) -> Self {
        let (page, pages) = (paged.page, paged.pages());
        let to = |number: i64| url.with("page", &number.to_string()).href();
        let before = (page - 1) * paged.per_page;
        let shown = paged.items.len() as i64;
        let mut links = Vec::new();
        let mut last = 0;
        for number in (1..=pages).filter(|n| *n == 1 || *n == pages || (n - page).abs() <= 2) {
            if number > last + 1 {
                links.push(None);
            }
            last = number;
            links.push(Some((number, if number == page { String::new() } else { to(number) })));
        }
        Self {
            first: if shown == 0 { 0 } else { before + 1 },
            last: if shown == 0 { 0 } else { before + shown },
            total: paged.total,
            pages: links,
            previous: (page > 1 && page <= pages).then(|| to(page - 1)),
            next: (page < pages).then(|| to(page + 1)),
            sizes: Self::SIZES
                .iter()
                .map(|size| {
                    let chosen = *size == paged.per_page;
                    let href =
                        if chosen { String::new() } else { url.with("per_page", &size.to_string()).href() };
                    (*size, href)
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::paging::PageRequest;

    fn url(query: &str) -> ListUrl {
        ListUrl::new("/projects", serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap())
    }

    #[test]
    fn one_thing_changes_and_the_list_begins_at_its_first_page() {
        let list = url("city=370100&city=370200&q=&lang=en&page=3");
        assert_eq!(list.href(), "/projects?city=370100&city=370200&page=3");
        assert_eq!(list.without_value("city", "370100").href(), "/projects?city=370200");
        assert_eq!(
            list.with("q", "电 池").href(),
            "/projects?city=370100&city=370200&q=%E7%94%B5%20%E6%B1%A0"
        );
        assert_eq!(list.without("city").href(), "/projects");
        assert_eq!(
            list.at("/projects/export.csv").href(),
            "/projects/export.csv?city=370100&city=370200&page=3"
        );
        assert_eq!(list.values("city").collect::<Vec<_>>(), ["370100", "370200"]);
    }

    #[test]
    fn a_click_on_the_sorting_column_turns_the_order_round() {
        let down = Sort { field: "total", descending: true };
        let of = |field, now| {
            let heading = Heading::sorting(String::new(), "n", field, true, now, &url(""));
            (heading.order, heading.href)
        };
        assert_eq!(of("total", down), ("descending", "/projects?sort=total".into()));
        assert_eq!(of("updated", down), ("none", "/projects?sort=-updated".into()));
        let up = Sort { descending: false, ..down };
        assert_eq!(of("total", up), ("ascending", "/projects?sort=-total".into()));
    }

    #[test]
    fn the_links_name_the_neighbours_and_both_ends() {
        let request = PageRequest::new(Some(6), Some(50)).unwrap();
        let pager = Pager::of(&Paged::new(vec![(); 50], 900, request), &url("page=6"));
        let numbers: Vec<i64> = pager.pages.iter().map(|link| link.as_ref().map_or(0, |(n, _)| *n)).collect();
        assert_eq!(numbers, [1, 0, 4, 5, 6, 7, 8, 0, 18]);
        assert_eq!((pager.first, pager.last), (251, 300));
        assert_eq!(pager.next.as_deref(), Some("/projects?page=7"));
        assert_eq!(pager.sizes[0], (50, String::new()));
        assert_eq!(pager.sizes[2], (200, "/projects?per_page=200".into()));
    }

    #[test]
    fn an_empty_list_has_one_page_and_no_neighbours() {
        let pager = Pager::of(&Paged::<()>::new(vec![], 0, PageRequest::default()), &url(""));
        assert_eq!((pager.first, pager.last, pager.pages.len()), (0, 0, 1));
        assert!(pager.previous.is_none() && pager.next.is_none());
    }
}
