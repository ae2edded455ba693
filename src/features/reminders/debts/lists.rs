//! What is owed for a quarter's list: each city's nominations while they are collected, and the publication.

use super::Asked;
use crate::db::Conn;
use crate::features::lists::{self, ListState, effective_deadline};
use crate::features::reference;
use crate::features::reminders::model::debt::{Debt, DebtKind, Known, Whose};
use crate::kernel::error::Result;
use crate::kernel::message::Message;

/// A city owes its nominations until it has nominated something, also after the deadline: its people and their superiors hear
/// of it until the province goes on to the review without them, and only the reviewer can let the city in again. What was
/// sent back is owed again, in the review until the list is to be published.
pub fn nominations(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let (mut debts, book) = (Vec::new(), reference::book(conn)?);
    for listed in lists::lists(conn)?.into_iter().filter(|list| list.head.state != ListState::Published) {
        let head = listed.head;
        let deadline = effective_deadline(head.nominate_by, asked.days);
        let is_reviewed = head.state == ListState::Reviewing;
        let due_on = if is_reviewed { effective_deadline(head.publish_by, asked.days) } else { deadline };
        let is_over = asked.at.today() > deadline;
        let handed = lists::nominated(conn, asked.scope, head.quarter)?;
        for city in book.cities().filter(|city| asked.scope.covers(city.code)) {
            let (nominated, returned) = handed.get(&city.code).copied().unwrap_or_default();
            let is_let_in = lists::is_unlocked(conn, head.quarter, city.code, asked.at.now)?;
            if returned == 0 && (nominated > 0 || (is_reviewed && !is_let_in)) {
                continue;
            }
            let said = Message::new("reminders-known-nominations")
                .with("nominated", nominated)
                .with("returned", returned);
            let shut = (is_over && !is_let_in && returned == 0).then(|| "reminders-known-shut".into());
            debts.push(Debt {
                key: Debt::key_of(DebtKind::Nomination, &format!("{}:{}", head.quarter, city.code), due_on),
                kind: DebtKind::Nomination,
                due_on,
                since: None,
                place: city.code,
                whose: Whose::Place,
                name: String::new(),
                of: head.quarter.to_string(),
                known: std::iter::once(said).chain(shut).map(Known::Said).collect(),
                path: format!("/lists/{}", head.quarter),
            });
        }
    }
    Ok(debts)
}

/// The province owes a list until it is published.
pub fn publications(conn: &mut Conn, asked: Asked<'_>) -> Result<Vec<Debt>> {
    let place = asked.scope.first();
    if !asked.scope.is_whole_province() {
        return Ok(Vec::new());
    }
    let open = lists::lists(conn)?.into_iter().filter(|list| list.head.state != ListState::Published);
    let debt = |head: lists::Head| {
        let due_on = effective_deadline(head.publish_by, asked.days);
        Debt {
            key: Debt::key_of(DebtKind::Publication, &head.quarter.to_string(), due_on),
            kind: DebtKind::Publication,
            due_on,
            since: None,
            place,
            whose: Whose::Reviewers,
            name: String::new(),
            of: head.quarter.to_string(),
            known: Vec::new(),
            path: format!("/lists/{}", head.quarter),
        }
    };
    Ok(open.map(|listed| debt(listed.head)).collect())
}
