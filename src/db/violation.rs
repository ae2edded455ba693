//! Reads which uniqueness a refused insert ran into. Postgres names the index; SQLite names table and columns. Our
//! unique indexes are called `table__column` so that both say the same.

use diesel::result::{DatabaseErrorKind, Error};

/// `users__email` when the error is a unique violation of that index, on either engine.
pub fn unique_violation(error: &Error) -> Option<String> {
    let Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) = error else { return None };
    if let Some(name) = info.constraint_name() {
        return Some(name.to_owned());
    }
    // "UNIQUE constraint failed: nominations.quarter, nominations.project_id"
    let (_, columns) = info.message().split_once(": ")?;
    let mut parts = columns.split(", ").filter_map(|column| column.split_once('.'));
    let (table, first) = parts.next()?;
    let mut name = format!("{table}__{first}");
    for (_, column) in parts {
        name.push_str("__");
        name.push_str(column);
    }
    Some(name)
}
