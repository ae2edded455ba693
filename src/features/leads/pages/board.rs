//! GET /leads/board: the open leads as cards, a column for each status, those first whose next day comes first.

use super::{class, owed_text};
use crate::config;
use crate::context::Context;
use crate::features::leads::clock::Clock;
use crate::features::leads::model::{Lead, Status};
use crate::features::leads::store;
use crate::features::reference;
use crate::kernel::calendar::local_date;
use crate::web::{Caller, PageResult, Shell, html};
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "features/leads/templates/board.html")]
struct BoardPage {
    shell: Shell,
    columns: Vec<Column>,
}

/// A status with its leads.
struct Column {
    /// Its word, where its list is, and its class.
    name: String,
    href: String,
    class: &'static str,
    cards: Vec<Card>,
}

/// A lead as a card.
struct Card {
    id: i64,
    target: String,
    place: String,
    owner: String,
    next: String,
    /// What is late, in words; blank for nothing.
    late: String,
}

/// GET /leads/board
pub async fn board(
    ctx: Data<Context>,
    rule: Data<config::Leads>,
    caller: Caller,
    shell: Shell,
) -> PageResult {
    let (book, mut leads) =
        ctx.db.read(move |conn| Ok((reference::book(conn)?, store::alive(conn, &caller.scope)?))).await?;
    let (days, today, lang) = (book.working_days(), local_date(ctx.now(), ctx.zone), shell.lang);
    let clock = Clock { rule: &rule, days: &days };
    let next_day = |lead: &Lead| lead.next.as_ref().map_or(NaiveDate::MAX, |(_, day)| *day);
    leads.sort_by_key(|lead| (next_day(lead), lead.id));
    let card = |lead: &Lead| {
        let longest = clock.owed(lead).into_iter().min_by_key(|(_, due_on)| *due_on);
        let late = longest.filter(|(_, due_on)| *due_on < today).map(|owed| owed_text(lang, owed, today));
        Card {
            id: lead.id,
            target: lead.target.clone(),
            place: book.short_name(lang, lead.division),
            owner: lead.owner.clone(),
            next: lead.next.as_ref().map(|(what, day)| format!("{day} {what}")).unwrap_or_default(),
            late: late.unwrap_or_default(),
        }
    };
    let column = |status: &Status| Column {
        name: lang.t(status.name()),
        href: format!("/leads?status={status}"),
        class: class(*status),
        cards: leads.iter().filter(|lead| lead.status == *status).map(card).collect(),
    };
    let columns = Status::ALL.iter().filter(|status| status.is_open()).map(column).collect();
    Ok(html(&BoardPage { shell, columns }))
}
