//! A remark.

use crate::kernel::instant::Instant;

/// A remark on a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// `comments.id`
    pub id: i64,
    /// Who wrote it; none when the command line did.
    pub author_id: Option<i64>,
    /// By name at that time.
    pub author: String,
    /// What it says; none when its author took it back.
    pub body: Option<String>,
    /// When it was written.
    pub at: Instant,
    /// When its author took it back.
    pub voided_at: Option<Instant>,
}

impl Comment {
    /// Whether this person may take it back: her own, once.
    pub fn is_own_of(&self, person: Option<i64>) -> bool {
        person.is_some() && self.author_id == person && self.voided_at.is_none()
    }
}
