//! The one scoping function. Every query that can show a row to a person passes its division column through
//! [`within`]; list, detail, search, count, export, map and workbook therefore agree on what exists. A row outside is
//! simply not there: its id answers "not found".

use crate::kernel::division::Scope;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::sql_types::Bool;

/// The rows whose `column` (`table.column`, holding a division code) lies inside `scope`, as a filter.
///
/// Codes are compared as ranges of text, so that an index on the column serves both engines; they are six digits by
/// construction and therefore safe to write into the statement. An empty scope sees nothing.
pub fn within(column: &'static str, scope: &Scope) -> SqlLiteral<Bool> {
    let ranges: Vec<String> = scope
        .ranges()
        .into_iter()
        .map(|(low, high)| format!("{column} between '{low}' and '{high}'"))
        .collect();
    match ranges.as_slice() {
        [] => sql("1 = 0"),
        some => sql(&format!("({})", some.join(" or "))),
    }
}
