//! What a page says when it shows a past day, and how its links stay there.

use crate::features::projects::as_of::When;
use crate::web::Lang;

/// A page's moment, finished for its template.
#[derive(Clone, Debug)]
pub struct Past {
    /// Said at the top while a past day is shown.
    pub notice: Option<String>,
    /// The same page now.
    pub now: String,
    /// Appended to addresses of the registry and of records: `?as_of=2026-08-15`, empty for now.
    pub query: String,
    /// The day as a date field holds it; blank for now.
    pub day: String,
}

impl Past {
    /// Of this moment; `now` is the address of the same page without it.
    pub fn of(lang: Lang, when: When, now: String) -> Self {
        let day = when.past_day().map(|day| day.to_string());
        Self {
            notice: day.as_ref().map(|day| lang.with("projects-as-of-notice", "day", day)),
            now,
            query: when.query(),
            day: day.unwrap_or_default(),
        }
    }

    /// Whether it is a past day.
    pub const fn is_past(&self) -> bool {
        self.notice.is_some()
    }
}
