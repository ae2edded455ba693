//! What is owed about leads: the steps of the reply clock, and the next action that somebody has named.

use super::Asked;
use crate::db::Conn;
use crate::features::leads::{self, Owed, Owing, Step};
use crate::features::reminders::model::debt::{Debt, DebtKind, Known, Whose};
use crate::kernel::canonical;
use crate::kernel::error::Result;
use crate::kernel::message::Message;

pub fn owed(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    Ok(leads::owing(conn, asked.scope, (asked.leads, asked.days))?.into_iter().map(debt).collect())
}

fn debt(Owing { lead, what, due_on }: Owing) -> Debt {
    let (subject, known) = match (what, lead.next) {
        // Another action is another debt, also when it is due on the same day.
        (Owed::Action, Some((action, _))) => {
            let words: String = canonical::hash(&action).chars().take(12).collect();
            (format!("{}:{}:{words}", lead.id, what.word()), Known::Words(action))
        }
        _ => (format!("{}:{}", lead.id, what.word()), Known::Said(Message::new(asks(what)))),
    };
    Debt {
        key: Debt::key_of(DebtKind::Lead, &subject, due_on),
        kind: DebtKind::Lead,
        due_on,
        since: None,
        place: lead.division,
        whose: Whose::Promoter(lead.owner_id),
        name: lead.target,
        of: String::new(),
        known: vec![known],
        path: format!("/leads/{}", lead.id),
    }
}

/// The Fluent id of what is asked for.
const fn asks(what: Owed) -> &'static str {
    match what {
        Owed::Step(Step::Response) => "reminders-known-response",
        Owed::Step(Step::Assessment) => "reminders-known-assessment",
        Owed::Step(Step::Feedback) => "reminders-known-feedback",
        Owed::Report | Owed::Action => "reminders-known-lead-report",
    }
}
