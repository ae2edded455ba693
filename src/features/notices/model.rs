//! What a notice says, to whom, and who has read it.

use super::about::{About, Kind};
use super::content::Content;
use crate::kernel::division::DivisionCode;
use crate::kernel::instant::Instant;
use serde::Serialize;

/// A notice to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub about: About,
    /// Whom it tells.
    pub division: DivisionCode,
    /// What.
    pub content: Content,
}

/// A notice as one reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// `notices.id`
    pub id: i64,
    /// What was given.
    pub notice: Notice,
    /// When.
    pub created_at: Instant,
    /// By whom, by name at that time.
    pub sender: String,
    /// When this reader confirmed it.
    pub read_at: Option<Instant>,
}

impl Received {
    /// Where what it is about can be seen.
    pub fn href(&self) -> String {
        let content = &self.notice.content;
        match (self.notice.about, content, content.version(), content.project_id()) {
            (_, Content::Cancellation { .. }, ..) => "/lists".to_owned(),
            (_, Content::Problem { problem_id, .. }, ..) => format!("/problems/{problem_id}"),
            (_, Content::Supervised { task_id, .. }, ..) => format!("/supervised/{task_id}"),
            (_, Content::Delay { project_id, .. }, ..) => format!("/projects/{project_id}/light"),
            (_, Content::Standstill { project_id, .. }, ..) => format!("/projects/{project_id}/suspension"),
            (About::Month(period), _, Some(version), _) => format!("/bulletins/{period}?version={version}"),
            (About::Month(period), ..) => format!("/updates?period={period}"),
            (About::List(quarter), _, Some(version), _) => format!("/lists/{quarter}/versions/{version}"),
            (About::List(quarter), _, None, Some(project)) => format!("/lists/{quarter}/entries/{project}"),
            (About::List(quarter), _, None, None) => format!("/lists/{quarter}"),
            (About::Project, ..) => "/projects".to_owned(),
        }
    }
}

/// One announcement with everybody it told: the notices that one deed gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// What it was about.
    pub kind: Kind,
    /// The version of the published list that it was about.
    pub version: Option<i32>,
    /// When.
    pub created_at: Instant,
    /// By whom.
    pub sender: String,
    /// Whom it told, in the order of codes.
    pub told: Vec<Told>,
}

impl Announcement {
    /// The places where nobody has confirmed something of it, in the order of codes.
    pub fn unread(&self) -> Vec<DivisionCode> {
        let silent = self.told.iter().filter(|told| told.receipts.is_empty());
        let mut places: Vec<DivisionCode> = silent.map(|told| told.division).collect();
        places.dedup();
        places
    }
}

/// One notice of an announcement and who has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `notices.id`
    pub notice_id: i64,
    /// Whom it told.
    pub division: DivisionCode,
    /// What.
    pub content: Content,
    /// Earliest first.
    pub receipts: Vec<Receipt>,
}

/// That somebody has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// By name at that time.
    pub reader: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub read_at: Instant,
}

#[cfg(test)]
mod tests;
