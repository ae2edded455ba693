//! The one door into the outbox: a letter is posted in the transaction of the deed that it tells of.

use super::model::{State, message_id};
use crate::db::schema::{letter_files as files, letter_steps as steps, letters as t};
use crate::db::{Conn, nested, unique_violation};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::locales::Lang;
use crate::mail::Letter;
use diesel::prelude::*;

/// Who reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// `users.id`
    pub user_id: Option<i64>,
    /// Her name.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// Where she belongs: whose administrators see the letter.
    pub division: DivisionCode,
    /// In which language.
    pub lang: Lang,
}

/// A letter to be posted.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What it is: `reminder:12:2026-11-03`. Posted once, however often it is asked for.
    pub key: &'a str,
    /// Which kind writes it.
    pub kind: &'static str,
    /// To whom.
    pub to: &'a Addressee,
    /// Its words where they are fixed, such as those that a reviewer approved.
    pub fixed: Option<&'a Letter>,
    /// Not before.
    pub at: Instant,
}

/// Where letters come from: the installation, and the domain of the sender's address.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// `instance.id`
    pub instance: &'a str,
    /// The sender's domain.
    pub domain: &'a str,
}

/// Posts a letter; its id, or none where it was posted before.
///
/// # Errors
/// When the database does not answer.
pub fn post(conn: &mut Conn, new: &New<'_>, from: Sender<'_>, now: Instant) -> Result<Option<i64>> {
    let values = (
        t::key.eq(new.key),
        t::kind.eq(new.kind),
        t::user_id.eq(new.to.user_id),
        t::name.eq(&new.to.name),
        t::address.eq(&new.to.address),
        t::division.eq(new.to.division),
        t::lang.eq(new.to.lang),
        t::is_fixed.eq(new.fixed.is_some()),
        t::subject.eq(new.fixed.map(|letter| letter.subject.as_str()).unwrap_or_default()),
        t::body_text.eq(new.fixed.map(|letter| letter.text.as_str())),
        t::body_html.eq(new.fixed.and_then(|letter| letter.html.as_deref())),
        t::state.eq(State::Queued),
        t::attempts.eq(0),
        t::next_at.eq(new.at),
        t::message_id.eq(message_id(new.key, from.instance, from.domain)),
        t::created_at.eq(now),
    );
    let inserted = nested(conn, |conn| {
        diesel::insert_into(t::table).values(values).returning(t::id).get_result::<i64>(conn)
    });
    let id = match inserted {
        Ok(id) => id,
        Err(error) if unique_violation(&error).is_some() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    for file in new.fixed.map_or(&[][..], |letter| letter.files.as_slice()) {
        let values = (
            files::letter_id.eq(id),
            files::name.eq(&file.name),
            files::media_type.eq(&file.media_type),
            files::bytes.eq(&file.bytes),
        );
        diesel::insert_into(files::table).values(values).execute(conn)?;
    }
    let step = (steps::letter_id.eq(id), steps::at.eq(now), steps::state.eq(State::Queued));
    diesel::insert_into(steps::table).values(step).execute(conn)?;
    Ok(Some(id))
}
