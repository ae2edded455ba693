//! What the reviewers of the province hear of digests: that one waits for a list that is not published, that one waits for
//! their approval. Once each, the latter again while nobody does; and not at all when it no longer does.

use super::model::{State, is_approver};
use super::rules::Rules;
use super::store::{self, Issue};
use super::words::occasion_name;
use crate::db::Conn;
use crate::features::accounts::{self, User};
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::locales::Lang;
use crate::mail::Letter;
use crate::outbox::{Addressee, Draft, Kind, New, Waiting, post};
use chrono::NaiveDate;

/// What they hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// No list is published.
    Waiting,
    /// It can be approved; said again when it was prepared anew, for what was looked at is not what would be sent.
    Proposed,
    /// It still waits, so many days after it was due.
    Still(i64),
    /// The next one is due and nobody approved it.
    Dropped,
}

impl Word {
    const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Proposed => "proposed",
            Self::Still(_) => "still",
            Self::Dropped => "dropped",
        }
    }

    /// What is said again of an issue that waits for its approval: a day after it was due, after three, then every week. None
    /// before, and of one that goes by itself.
    pub fn again(issue: &Issue, today: NaiveDate) -> Option<Self> {
        let days = (today - issue.due_on).num_days();
        let rung = match days {
            ..1 => return None,
            1..3 => 1,
            3..7 => 3,
            _ => days / 7 * 7,
        };
        let waits = issue.state == State::Proposed && issue.goes_by_itself_at.is_none();
        waits.then_some(Self::Still(rung))
    }
}

/// Posts it to a reviewer, once for each state of an issue.
pub fn post_word(
    conn: &mut Conn,
    rules: &Rules,
    (word, issue): (Word, &Issue),
    user: &User,
    now: Instant,
) -> Result<()> {
    let to = Addressee {
        user_id: Some(user.id),
        name: user.name.clone(),
        address: user.email.clone(),
        division: user.scope.around(),
        lang: user.lang,
    };
    let of = format!("{}:{}:{}:{}", word.key(), issue.id, issue.revision, user.id);
    let key = match word {
        Word::Still(days) => format!("{}:{of}:{days}", DigestWord::NAME),
        Word::Waiting | Word::Proposed | Word::Dropped => format!("{}:{of}", DigestWord::NAME),
    };
    let letter = words(rules, user.lang, word, issue)?;
    let new = New { key: &key, kind: DigestWord::NAME, to: &to, fixed: Some(&letter), at: now };
    post(conn, &new, rules.sender(), now)?;
    Ok(())
}

fn words(rules: &Rules, lang: Lang, word: Word, issue: &Issue) -> Result<Letter> {
    let (subject, text) = match word {
        Word::Waiting => ("digests-word-waiting-subject", "digests-word-waiting"),
        Word::Proposed => ("digests-word-proposed-subject", "digests-word-proposed"),
        Word::Still(_) => ("digests-word-still-subject", "digests-word-still"),
        Word::Dropped => ("digests-word-dropped-subject", "digests-word-dropped"),
    };
    let of = occasion_name(lang, issue.occasion()?);
    let args = [
        ("of", of),
        ("day", issue.due_on.to_string()),
        ("link", rules.link(&format!("/digests/{}", issue.id))),
    ];
    Ok(Letter { subject: lang.all(subject, &args), text: lang.all(text, &args) + "\n", ..Letter::default() })
}

/// `digest-word`
#[derive(Clone, Copy, Debug)]
pub struct DigestWord;

impl DigestWord {
    /// Its word.
    pub const NAME: &'static str = "digest-word";

    fn still(conn: &mut Conn, letter: &Waiting) -> Result<bool> {
        let mut parts = letter.key.split(':').skip(1);
        let word = parts.next();
        let mut number = || parts.next().and_then(|number| number.parse::<i64>().ok());
        let (issue, revision) = (number(), number());
        let (Some(word), Some(issue), Some(reader)) = (word, issue, letter.user_id) else { return Ok(false) };
        let reviews = accounts::all_users(conn)?.iter().any(|user| user.id == reader && is_approver(user));
        let issue = store::one(conn, issue)?;
        let fits = match issue.state {
            State::Waiting => word == Word::Waiting.key(),
            State::Proposed => ["proposed", "still"].contains(&word) && revision == Some(issue.revision),
            State::Dropped => word == Word::Dropped.key(),
            State::Approved => false,
        };
        Ok(reviews && fits)
    }
}

impl Kind for DigestWord {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn is_due(&self, conn: &mut Conn, letter: &Waiting, _: Instant) -> Result<bool> {
        Self::still(conn, letter)
    }

    fn write(&self, conn: &mut Conn, letter: &Waiting, _: Instant) -> Result<Option<Draft>> {
        let draft = letter.fixed.clone().map(|letter| Draft { letter, unsubscribe: None });
        Ok(if Self::still(conn, letter)? { draft } else { None })
    }
}
