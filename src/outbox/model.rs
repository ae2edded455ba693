//! A letter that waits, as the rules see it. Pure.

use crate::kernel::canonical::hex;
use crate::kernel::instant::Instant;
use crate::locales::Lang;
use crate::mail::{Letter, Refusal};
use crate::text_enum;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

/// Who does something with a letter: name, and `users.id`.
pub type By<'a> = (&'a str, Option<i64>);

text_enum! {
    /// How far a letter has come.
    pub enum State {
        /// It waits for its time.
        Queued = "queued",
        /// Somebody is about to send it.
        Claimed = "claimed",
        /// Its content is on the way.
        Handed = "handed",
        /// The server has taken it.
        Sent = "sent",
        /// It will not be taken.
        Failed = "failed",
        /// Nobody knows whether it was taken.
        Unknown = "unknown",
        /// A person holds it back.
        Held = "held",
        /// There was nothing left to say.
        Dropped = "dropped",
    }
}

impl State {
    /// The Fluent id of its word.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Queued => "mail-state-queued",
            Self::Claimed => "mail-state-claimed",
            Self::Handed => "mail-state-handed",
            Self::Sent => "mail-state-sent",
            Self::Failed => "mail-state-failed",
            Self::Unknown => "mail-state-unknown",
            Self::Held => "mail-state-held",
            Self::Dropped => "mail-state-dropped",
        }
    }
}

/// A claimed letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Never reused.
    pub id: i64,
    /// What it is.
    pub key: String,
    /// Which [`super::Kind`] writes it.
    pub kind: String,
    /// `users.id` of the reader.
    pub user_id: Option<i64>,
    /// Her name as it was when it was posted.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// In which language it is written.
    pub lang: Lang,
    /// How often it was tried before.
    pub attempts: i32,
    /// `<…@…>`
    pub message_id: String,
    /// As it was approved, for a letter whose words are fixed.
    pub fixed: Option<Letter>,
}

/// What a kind writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The letter.
    pub letter: Letter,
    /// Where it can be stopped with one click; none for a duty.
    pub unsubscribe: Option<String>,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The state that it leads to.
    pub state: State,
    /// When it is tried again.
    pub next_at: Option<Instant>,
    /// What was said.
    pub said: Option<String>,
}

/// How often a letter is tried that the server puts off: over about two days.
pub const ATTEMPTS: i32 = 10;
/// Minutes to wait after each attempt; the last figure goes on.
const LADDER: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];

/// How long a letter waits after its so-manieth attempt (from 1): a rung of the ladder, and up to a quarter of it more, so
/// that letters that were put off together do not come back together. The same for the same letter and attempt.
pub fn backoff(key: &str, attempt: i32) -> TimeDelta {
    let rung = usize::try_from(attempt - 1).unwrap_or(0).min(LADDER.len() - 1);
    let seconds = LADDER[rung] * 60;
    let hash = Sha256::digest(format!("{key}/{attempt}"));
    let share = i64::from(u16::from_be_bytes([hash[0], hash[1]]));
    TimeDelta::seconds(seconds + seconds * share / (4 * i64::from(u16::MAX)))
}

impl Outcome {
    /// There was nothing left to say.
    pub const fn nothing_left() -> Self {
        Self { state: State::Dropped, next_at: None, said: None }
    }

    /// What follows from the attempt, the so-manieth of this letter. `resend` says that the configuration has letters sent
    /// again of which nobody knows.
    pub fn of(said: Result<(), Refusal>, (key, attempt): (&str, i32), resend: bool, now: Instant) -> Self {
        let again = |why: String| Self {
            state: State::Queued,
            next_at: Some(now.plus(backoff(key, attempt))),
            said: Some(why),
        };
        match said {
            Ok(()) => Self { state: State::Sent, next_at: None, said: None },
            // A server that cannot be reached says nothing of the letter, however long that lasts.
            Err(Refusal::Closed(why)) => again(why),
            Err(Refusal::Later(why)) if attempt < ATTEMPTS => again(why),
            Err(Refusal::Later(why) | Refusal::Never(why)) => {
                Self { state: State::Failed, next_at: None, said: Some(why) }
            }
            Err(Refusal::Unknown(why)) if resend && attempt < ATTEMPTS => again(why),
            Err(Refusal::Unknown(why)) => Self { state: State::Unknown, next_at: None, said: Some(why) },
        }
    }
}

/// The Message-ID that follows from a key, within an installation and a domain.
pub fn message_id(key: &str, instance: &str, domain: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let plain: String = key.chars().map(|letter| if is_plain(letter) { letter } else { '.' }).collect();
    let plain: String = plain.split('.').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".");
    let hash = hex(&Sha256::digest(format!("{instance}/{key}"))[..6]);
    format!("<{}.{hash}@{domain}>", plain.chars().take(120).collect::<String>().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        Instant::parse("2026-11-03T01:00:00Z").unwrap()
    }

    #[test]
    fn what_is_put_off_waits_longer_each_time_and_fails_in_the_end() {
        let waits: Vec<i64> = (1..=9).map(|attempt| backoff("x", attempt).num_minutes()).collect();
        for (wait, rung) in waits.iter().zip([1, 5, 15, 60, 180, 360, 720, 720, 720]) {
            assert!((rung..=rung + rung / 4 + 1).contains(wait), "{waits:?}");
        }
        assert_eq!(backoff("x", 3), backoff("x", 3));
        assert_ne!(backoff("x", 5), backoff("y", 5), "they do not come back together");
        let later = |attempt| Outcome::of(Err(Refusal::Later("451".into())), ("x", attempt), false, now());
        assert_eq!((later(1).state, later(1).next_at), (State::Queued, Some(now().plus(backoff("x", 1)))));
        assert_eq!((later(10).state, later(10).said), (State::Failed, Some("451".to_owned())));
        let closed = Outcome::of(Err(Refusal::Closed("refused".into())), ("x", 10), false, now());
        assert_eq!(closed.state, State::Queued, "an outage is no letter's fault");
    }

    #[test]
    fn what_is_refused_fails_at_once_and_what_nobody_knows_is_not_sent_again_by_itself() {
        let of = |said, resend| Outcome::of(Err(said), ("x", 1), resend, now()).state;
        assert_eq!(of(Refusal::Never("550".into()), true), State::Failed);
        assert_eq!(of(Refusal::Unknown("broken".into()), false), State::Unknown);
        assert_eq!(of(Refusal::Unknown("broken".into()), true), State::Queued);
        assert_eq!(Outcome::of(Ok(()), ("x", 1), false, now()).state, State::Sent);
    }

    #[test]
    fn a_message_id_follows_from_key_and_installation_and_is_one_word() {
        let id = message_id("reminder:12:2026-11-03", "a1", "sd.example");
        assert!(id.starts_with("<reminder.12.2026-11-03.") && id.ends_with("@sd.example>"), "{id}");
        assert_eq!(id, message_id("reminder:12:2026-11-03", "a1", "sd.example"));
        assert_ne!(id, message_id("reminder:12:2026-11-03", "b2", "sd.example"), "a copy is another one");
        let odd = message_id("通知:\r\n <x>", "a1", "sd.example");
        assert!(odd.is_ascii() && !odd.contains(['\r', '\n', ' ']), "{odd}");
        assert_ne!(odd, message_id("通报:\r\n <x>", "a1", "sd.example"));
    }
}
