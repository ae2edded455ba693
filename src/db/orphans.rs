//! Rows that point at nothing. The engines refuse them as they are written; a file that was edited from outside, or
//! with the checks switched off, may hold them all the same. Every foreign key that the schema declares is followed.

use super::conn::Conn;
use crate::kernel::error::Result;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// A foreign key with rows that point at nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphans {
    /// The table whose rows point.
    pub table: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The table in which nothing is found.
    pub parent: String,
    /// How many rows.
    pub rows: i64,
}

/// One column of a foreign key, as the engine's catalogue tells it.
#[derive(QueryableByName)]
pub(super) struct Pair {
    /// The table whose rows point.
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    name: String,
    /// Where they point.
    #[diesel(sql_type = Text)]
    pub parent: String,
    #[diesel(sql_type = Text)]
    column: String,
    #[diesel(sql_type = Text)]
    target: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

const SQLITE: &str = "select m.name as place, cast(f.id as text) as name, f.\"table\" as parent, \
    f.\"from\" as \"column\", f.\"to\" as target from sqlite_master m join pragma_foreign_key_list(m.name) f \
    where m.type = 'table' order by m.name, f.id, f.seq";
const POSTGRES: &str = "select c.conrelid::regclass::text as place, c.conname::text as name, \
    c.confrelid::regclass::text as parent, a.attname::text as \"column\", b.attname::text as target \
    from pg_constraint c cross join unnest(c.conkey, c.confkey) with ordinality k(own, other, place) \
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own \
    join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.other \
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace order by 1, 2, k.place";

/// Every foreign key that does not hold, by table.
pub fn orphans(conn: &mut Conn) -> Result<Vec<Orphans>> {
    let mut keys: BTreeMap<(String, String), Vec<Pair>> = BTreeMap::new();
    for pair in pairs(conn)? {
        keys.entry((pair.place.clone(), pair.name.clone())).or_default().push(pair);
    }
    let mut found = Vec::new();
    for ((table, _), pairs) in keys {
        let count: Count = diesel::sql_query(lost(&table, &pairs)).get_result(conn)?;
        if count.rows > 0 {
            let parent = pairs.first().map(|pair| pair.parent.clone()).unwrap_or_default();
            let columns = pairs.into_iter().map(|pair| pair.column).collect();
            found.push(Orphans { table, columns, parent, rows: count.rows });
        }
    }
    Ok(found)
}

/// Every column of every foreign key.
pub(super) fn pairs(conn: &mut Conn) -> Result<Vec<Pair>> {
    let catalogue = match conn {
        Conn::Sqlite(_) => SQLITE,
        Conn::Pg(_) => POSTGRES,
    };
    Ok(diesel::sql_query(catalogue).load(conn)?)
}

/// Counts the rows of `table` whose key is stated and found nowhere. The names come from the catalogue, not from people.
fn lost(table: &str, pairs: &[Pair]) -> String {
    let parent = pairs.first().map_or("", |pair| pair.parent.as_str());
    let stated: Vec<String> = pairs.iter().map(|pair| format!("c.{} is not null", pair.column)).collect();
    let same: Vec<String> =
        pairs.iter().map(|pair| format!("p.{} = c.{}", pair.target, pair.column)).collect();
    format!(
        "select count(*) as rows from {table} c where {} and not exists (select 1 from {parent} p where {})",
        stated.join(" and "),
        same.join(" and ")
    )
}
