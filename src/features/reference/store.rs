//! SQL of the reference data: everything is read at once into a [`Book`]. Rows are written by `builtin` and `actions`
//! through the derived forms of their model.

use super::book::Book;
use super::model::{Division, StageWord};
use crate::db::Conn;
use crate::db::schema::{chains, divisions, gb4754_divisions, industries, parks, stage_words};
use crate::kernel::error::Result;
use diesel::prelude::*;

/// Everything, in six small reads.
pub fn book(conn: &mut Conn) -> Result<Book> {
    let all_divisions: Vec<Division> = divisions::table.order(divisions::code).load(conn)?;
    let words: Vec<StageWord> = stage_words::table.order(stage_words::word).load(conn)?;
    Ok(Book {
        divisions: all_divisions.into_iter().map(|one| (one.code, one)).collect(),
        industries: industries::table.order((industries::position, industries::code)).load(conn)?,
        chains: chains::table.order((chains::position, chains::id)).load(conn)?,
        parks: parks::table.order((parks::division, parks::name)).load(conn)?,
        gb4754: gb4754_divisions::table.order(gb4754_divisions::code).load(conn)?,
        stage_words: words.into_iter().map(|one| (one.word.clone(), one)).collect(),
    })
}
