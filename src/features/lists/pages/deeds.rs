//! Deeds done on a list's page, each from its form to the sentence that tells it was done.

use super::posted::Posted;
use crate::features::lists::actions;
use crate::features::lists::batch::{self, Chosen};
use crate::features::lists::input::{
    CancelBody, DecideBody, Deciding, JustifyBody, PublishBody, StateBody, UnlockBody, UnlockEndBody, ids,
};
use crate::features::lists::model::{Decision, ListState};
use crate::features::reference;
use crate::kernel::error::{Error, FieldError, Result};
use crate::kernel::message::Message;
use crate::web::{Form, PageResult, redirect_with};

/// POST /lists/{quarter}/nominations
pub async fn nominate(posted: Posted) -> PageResult {
    let deed = async {
        let chosen = projects(&posted.form)?;
        let all = posted.write(move |conn, doer| {
            batch::nominate_all(conn, &doer.caller, doer.quarter, &chosen, (doer.now, doer.today))
        });
        Ok(Message::new("lists-nominated").with("count", all.await?))
    };
    let done = deed.await;
    posted.finish(done).await
}

/// POST /lists/{quarter}/decisions
pub async fn decide(posted: Posted) -> PageResult {
    let deed = async {
        let (chosen, new) = decision(&posted.form)?;
        let told = match new.decision {
            Decision::Accept => "lists-accepted",
            Decision::Return => "lists-returned",
            Decision::Decline => "lists-declined",
            Decision::Withdraw => "lists-withdrawn",
            Decision::Continue => "lists-continued",
            Decision::Graduate => "lists-graduated",
            Decision::Drop => "lists-dropped",
            Decision::Merge => "lists-merged",
            Decision::Split => "lists-split",
        };
        let all = posted.write(move |conn, doer| {
            batch::decide_all(conn, &doer.caller, doer.quarter, &chosen, &new, doer.now)
        });
        Ok(Message::new(told).with("count", all.await?))
    };
    let done = deed.await;
    posted.finish(done).await
}

/// POST /lists/{quarter}/state
pub async fn move_to(posted: Posted) -> PageResult {
    let deed = async {
        let (state, reason) = StateBody::of_form(&posted.form)?.checked()?;
        let moved = posted.write(move |conn, doer| {
            actions::move_to(conn, &doer.caller, doer.quarter, state, reason, doer.now)
        });
        Ok(Message::new(match moved.await?.state {
            ListState::Reviewing => "lists-moved-reviewing",
            ListState::Collecting | ListState::Published => "lists-moved-collecting",
        }))
    };
    let done = deed.await;
    posted.finish(done).await
}

/// POST /lists/{quarter}/publish
pub async fn publish(posted: Posted) -> PageResult {
    let deed = async {
        let number = posted.form.raw("number").to_owned();
        let reason = posted.form.text("publish-reason").map(str::to_owned);
        let new = PublishBody { number, reason }.checked()?;
        let version = posted.write(move |conn, doer| {
            actions::publish(conn, &doer.caller, doer.quarter, &new, doer.now, doer.today)
        });
        Ok(Message::new("lists-published").with("number", version.await?.number))
    };
    // The page has another reason, that of a decision; and what the whole list refuses stands with this form.
    let done = deed.await.map_err(|error| renamed(error, "reason", "publish-reason"));
    posted.finish(done).await
}

/// POST /lists/{quarter}/unlocks
pub async fn unlock(posted: Posted) -> PageResult {
    let (zone, lang) = (posted.ctx.zone, posted.shell.lang);
    let deed = async {
        let new = UnlockBody::of_form(&posted.form).checked(zone)?;
        let unlocked = posted.write(move |conn, doer| {
            let unlock = actions::unlock(conn, &doer.caller, doer.quarter, &new, doer.now)?;
            Ok((unlock, reference::book(conn)?))
        });
        let (unlock, book) = unlocked.await?;
        let city = book.short_name(lang, unlock.city);
        Ok(Message::new("lists-unlocked").with("city", city).with("until", unlock.until.local_text(zone)))
    };
    let done = deed.await.map_err(|error| renamed(error, "reason", "unlock-reason"));
    posted.finish(done).await
}

/// POST /lists/{quarter}/unlocks/end
pub async fn end_unlock(posted: Posted) -> PageResult {
    let lang = posted.shell.lang;
    let deed = async {
        let new = UnlockEndBody::of_form(&posted.form).checked()?;
        let city = new.city;
        let ended = posted.write(move |conn, doer| {
            actions::end_unlock(conn, &doer.caller, doer.quarter, &new, doer.now)?;
            reference::book(conn)
        });
        Ok(Message::new("lists-unlock-ended").with("city", ended.await?.short_name(lang, city)))
    };
    let done = deed.await;
    posted.finish(done).await
}

/// POST /lists/{quarter}/justifications
pub async fn justify(posted: Posted) -> PageResult {
    let deed = async {
        let unread = |_| Error::field("project_id", "input-whole-number");
        let project = posted.form.raw("project_id").parse::<i64>().map_err(unread)?;
        let new = JustifyBody::of_form(&posted.form)?.checked()?;
        let justified = posted.write(move |conn, doer| {
            actions::justify(conn, &doer.caller, doer.quarter, project, &new, doer.now)
        });
        justified.await?;
        Ok(Message::new("lists-justified"))
    };
    let done = deed.await;
    posted.finish(done).await
}

/// POST /lists/{quarter}/cancellation
pub async fn cancel(posted: Posted) -> PageResult {
    let deed = async {
        let reason = CancelBody::of_form(&posted.form).checked()?;
        let cancelled = posted
            .write(move |conn, doer| actions::cancel(conn, &doer.caller, doer.quarter, &reason, doer.now));
        cancelled.await
    };
    match deed.await {
        // There is no page of this list to come back to.
        Ok(()) => {
            let note = Message::new("lists-cancelled").with("quarter", posted.quarter());
            Ok(redirect_with("/lists", posted.shell.lang, &note))
        }
        Err(refused) => posted.finish(Err(refused)).await,
    }
}

/// Several forms of one page have a field of this name.
fn renamed(error: Error, from: &str, to: &str) -> Error {
    match error {
        Error::Invalid(mut fields) => {
            for field in fields.iter_mut().filter(|field| field.field == from) {
                to.clone_into(&mut field.field);
            }
            Error::Invalid(fields)
        }
        other => other,
    }
}

/// The projects of check boxes, or the one whose own button was pressed.
fn projects(form: &Form) -> Result<Vec<i64>> {
    let number = |text: &str| text.parse().map_err(|_| Error::field("chosen", "lists-batch-unreadable"));
    match form.text("only") {
        Some(only) => Ok(vec![number(only)?]),
        None => form.all("project").iter().map(|text| number(text)).collect(),
    }
}

/// What is decided about which: the button of one row (`accept:12:3`, with that row's reason) or the button below with
/// all ticked rows.
fn decision(form: &Form) -> Result<(Vec<Chosen>, Deciding)> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let unreadable = || Error::field("chosen", "lists-batch-unreadable");
    if let Some(one) = form.text("one") {
        let (word, chosen) = one.split_once(':').ok_or_else(unreadable)?;
        let chosen = Chosen::parse(chosen)?;
        let decision = word.parse().map_err(|_| unreadable())?;
        let reason = owned(form.text(&format!("reason-{}", chosen.project_id)));
        let into = ids(form.raw(&format!("into-{}", chosen.project_id)))?;
        let new = DecideBody { decision, reason, into, class: None }.checked();
        return Ok((vec![chosen], new.map_err(|error| at_row(error, chosen.project_id))?));
    }
    let chosen = form.all("chosen").iter().map(|text| Chosen::parse(text)).collect::<Result<_>>()?;
    Ok((chosen, DecideBody::of_form(form)?.checked()?))
}

/// A refusal of one row's own reason leads to that row.
fn at_row(error: Error, project_id: i64) -> Error {
    match error {
        Error::Invalid(fields) => Error::Invalid(
            fields
                .into_iter()
                .map(|field| FieldError::new(format!("project-{project_id}"), field.message))
                .collect(),
        ),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_button_of_a_row_decides_that_row_alone_with_its_own_reason() {
        let posted = form(&[
            ("one", "return:12:3"),
            ("reason-12", "投资额依据不足"),
            ("reason", "另一个理由"),
            ("chosen", "7:1"),
        ]);
        let (chosen, new) = decision(&posted).unwrap();
        assert_eq!(chosen, [Chosen { project_id: 12, version: 3 }]);
        assert_eq!((new.decision, new.reason.as_deref()), (Decision::Return, Some("投资额依据不足")));
    }

    #[test]
    fn the_buttons_below_decide_every_ticked_row() {
        let posted = form(&[("decision", "accept"), ("chosen", "7:1"), ("chosen", "8:2")]);
        assert_eq!(decision(&posted).unwrap().0.len(), 2);
        assert_eq!(projects(&form(&[("project", "3"), ("project", "4")])).unwrap(), [3, 4]);
        assert_eq!(projects(&form(&[("only", "9"), ("project", "4")])).unwrap(), [9]);
    }

    #[test]
    fn a_missing_reason_leads_to_the_row_that_needs_it() {
        let Err(Error::Invalid(fields)) = decision(&form(&[("one", "decline:12:3")])) else { panic!() };
        assert_eq!(fields[0].field, "project-12");
        for foreign in ["accept", "accept:1", "praise:1:2"] {
            assert!(decision(&form(&[("one", foreign)])).is_err(), "{foreign}");
        }
    }
}
