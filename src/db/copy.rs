//! Every row of a database as text that both engines read back: what a backup is made of. Tables and columns come from the
//! engine's catalogue, so a table that a migration adds is in the next backup without being named here.
//!
//! A row is a JSON array in the order of the table's columns. Instants are written as diesel stores them on SQLite
//! (`2026-10-08 01:00:37.695116`), bytes as hex digits, flags as `true` and `false`, on either engine.

use super::conn::Conn;
use super::orphans::pairs;
use crate::kernel::error::Result;
use anyhow::{Context as _, anyhow};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are read at once.
const PAGE: usize = 1000;

/// What the engines write in ways of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Flag,
    Instant,
    Bytes,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    kind: Kind,
    /// As the engine declares it.
    declared: String,
}

/// A table of the catalogue.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Whether its rows point at rows of the same table: then they are only whole together.
    pub points_at_itself: bool,
    columns: Vec<Column>,
}

impl Table {
    /// The names of its columns, in the order of a row.
    pub fn columns(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }
}

#[derive(QueryableByName)]
struct Declared {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

const SQLITE: &str = "select m.name as place, c.name as name, lower(c.type) as kind from sqlite_master m \
    join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' \
    and m.name <> '__diesel_schema_migrations' order by m.name, c.cid";
const POSTGRES: &str = "select c.table_name::text as place, c.column_name::text as name, c.data_type::text as kind \
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name) \
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' \
    and c.table_name <> '__diesel_schema_migrations' order by c.table_name, c.ordinal_position";

/// Every table, each after those that its rows point at.
///
/// # Errors
/// When the catalogue cannot be read, or tables point at each other in a circle.
pub fn tables(conn: &mut Conn) -> Result<Vec<Table>> {
    let catalogue = match conn {
        Conn::Sqlite(_) => SQLITE,
        Conn::Pg(_) => POSTGRES,
    };
    let mut left: BTreeMap<String, Table> = BTreeMap::new();
    for Declared { place, name, kind } in diesel::sql_query(catalogue).load::<Declared>(conn)? {
        let column = Column { name, kind: kind_of(&kind), declared: kind };
        let new = || Table { name: place.clone(), points_at_itself: false, columns: Vec::new() };
        left.entry(place.clone()).or_insert_with(new).columns.push(column);
    }
    let mut parents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for pair in pairs(conn)? {
        if pair.place != pair.parent {
            parents.entry(pair.place).or_default().insert(pair.parent);
        } else if let Some(table) = left.get_mut(&pair.place) {
            table.points_at_itself = true;
        }
    }
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let waits =
            |name: &String| parents.get(name).is_some_and(|all| all.iter().any(|one| left.contains_key(one)));
        let ready: Vec<String> = left.keys().filter(|name| !waits(name)).cloned().collect();
        if ready.is_empty() {
            return Err(anyhow!("tables point at each other: {:?}", left.keys()).into());
        }
        ordered.extend(ready.iter().filter_map(|name| left.remove(name)));
    }
    Ok(ordered)
}

fn kind_of(declared: &str) -> Kind {
    match declared {
        "boolean" | "bool" => Kind::Flag,
        "blob" | "bytea" => Kind::Bytes,
        other if other.starts_with("timestamp") => Kind::Instant,
        _ => Kind::Plain,
    }
}

/// Hands every row of a table to `each`, as one line of JSON.
///
/// # Errors
/// When the database or `each` fails.
pub fn each_row(
    conn: &mut Conn,
    table: &Table,
    mut each: impl FnMut(&str) -> anyhow::Result<()>,
) -> Result<()> {
    let (select, order) = match conn {
        Conn::Sqlite(_) => (expressions(table, sqlite_out, "json_array({})"), "rowid"),
        Conn::Pg(_) => (expressions(table, postgres_out, "json_build_array({})::text"), "ctid"),
    };
    for page in 0.. {
        let sql = format!(
            "select {select} as line from {} order by {order} limit {PAGE} offset {}",
            table.name,
            page * PAGE
        );
        let lines: Vec<Line> = diesel::sql_query(sql).load(conn)?;
        for Line { line } in &lines {
            let mut values: Vec<Value> = serde_json::from_str(line).context("a row as JSON")?;
            for (value, column) in values.iter_mut().zip(&table.columns) {
                written_alike(value, column.kind);
            }
            each(&serde_json::to_string(&values).context("a row as JSON")?)?;
        }
        if lines.len() < PAGE {
            break;
        }
    }
    Ok(())
}

fn expressions(table: &Table, out: fn(&Column) -> String, around: &str) -> String {
    let columns: Vec<String> = table.columns.iter().map(out).collect();
    around.replace("{}", &columns.join(", "))
}

fn sqlite_out(column: &Column) -> String {
    let name = &column.name;
    match column.kind {
        Kind::Bytes => format!("case when \"{name}\" is null then null else lower(hex(\"{name}\")) end"),
        _ => format!("\"{name}\""),
    }
}

fn postgres_out(column: &Column) -> String {
    let name = &column.name;
    match column.kind {
        Kind::Bytes => format!("encode(\"{name}\", 'hex')"),
        Kind::Instant => format!("to_char(\"{name}\", 'YYYY-MM-DD HH24:MI:SS.US')"),
        _ => format!("\"{name}\""),
    }
}

/// The same value in the same characters, whichever engine it comes from.
fn written_alike(value: &mut Value, kind: Kind) {
    match (kind, &*value) {
        (Kind::Flag, Value::Number(number)) => *value = Value::Bool(number.as_i64() != Some(0)),
        (Kind::Instant, Value::String(text)) => {
            // Diesel writes no fraction, or three digits of it, or six.
            let short = text.strip_suffix(".000000").or_else(|| {
                text.strip_suffix("000").filter(|short| short.len() == "2026-10-08 01:00:37.695".len())
            });
            if let Some(short) = short {
                *value = Value::String(short.to_owned());
            }
        }
        _ => {}
    }
}

/// Writes rows back, given as a JSON array of rows whose values stand in the order of `columns`. Guards must be off
/// ([`unguarded`]).
///
/// # Errors
/// When a column is not the table's, or the database refuses a row.
pub fn insert(conn: &mut Conn, table: &Table, columns: &[String], rows: &str) -> Result<()> {
    let known: Vec<&Column> = columns
        .iter()
        .map(|name| table.columns.iter().find(|column| column.name == *name))
        .collect::<Option<_>>()
        .ok_or_else(|| anyhow!("the table {} has other columns than {columns:?}", table.name))?;
    let names: Vec<String> = known.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let into = format!("insert into {} ({})", table.name, names.join(", "));
    match conn {
        Conn::Sqlite(inner) => {
            let values: Vec<String> = known.iter().enumerate().map(sqlite_in).collect();
            let sql = format!("{into} select {} from json_each(?)", values.join(", "));
            diesel::sql_query(sql).bind::<Text, _>(rows).execute(inner)?;
        }
        Conn::Pg(inner) => {
            let values: Vec<String> = known.iter().enumerate().map(postgres_in).collect();
            let sql = format!("{into} select {} from json_array_elements($1::json)", values.join(", "));
            diesel::sql_query(sql).bind::<Text, _>(rows).execute(inner)?;
        }
    }
    Ok(())
}

fn sqlite_in((place, column): (usize, &&Column)) -> String {
    let value = format!("json_extract(value, '$[{place}]')");
    if column.kind == Kind::Bytes { format!("unhex({value})") } else { value }
}

fn postgres_in((place, column): (usize, &&Column)) -> String {
    let value = format!("value ->> {place}");
    match column.kind {
        Kind::Bytes => format!("decode({value}, 'hex')"),
        _ => format!("({value})::{}", column.declared),
    }
}

/// How many rows a table has.
///
/// # Errors
/// When the database cannot be read.
pub fn count(conn: &mut Conn, table: &Table) -> Result<i64> {
    let count: Count =
        diesel::sql_query(format!("select count(*) as rows from {}", table.name)).get_result(conn)?;
    Ok(count.rows)
}

#[derive(QueryableByName)]
struct Trigger {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

/// Runs `work` with the triggers off that refuse what was published to be entered again, and with the next numbers after
/// the rows that it wrote. Only for an empty database that is filled from a backup, in one transaction.
///
/// # Errors
/// Those of `work`, and what the engine says.
pub fn unguarded<T>(
    conn: &mut Conn,
    tables: &[Table],
    work: impl FnOnce(&mut Conn) -> Result<T>,
) -> Result<T> {
    let mut triggers: Vec<Trigger> = Vec::new();
    match conn {
        Conn::Sqlite(inner) => {
            let catalogue = "select name, sql from sqlite_master where type = 'trigger' order by name";
            triggers = diesel::sql_query(catalogue).load(inner)?;
            // Whatever points at a row of the same table finds it when all are there.
            inner.batch_execute("pragma defer_foreign_keys = on")?;
            for Trigger { name, .. } in &triggers {
                inner.batch_execute(&format!("drop trigger {name}"))?;
            }
        }
        Conn::Pg(inner) => {
            for Table { name, .. } in tables {
                inner.batch_execute(&format!("alter table {name} disable trigger user"))?;
            }
        }
    }
    let done = work(conn)?;
    match conn {
        Conn::Sqlite(inner) => {
            for Trigger { sql, .. } in &triggers {
                inner.batch_execute(sql)?;
            }
        }
        Conn::Pg(inner) => {
            for table in tables {
                let name = &table.name;
                inner.batch_execute(&format!("alter table {name} enable trigger user"))?;
                if table.columns.iter().any(|column| column.name == "id" && column.declared == "bigint") {
                    let next =
                        format!("select setval(pg_get_serial_sequence('{name}', 'id'), max(id)) from {name}");
                    inner.batch_execute(&next)?;
                }
            }
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn alike(kind: Kind, value: Value) -> Value {
        let mut value = value;
        written_alike(&mut value, kind);
        value
    }

    #[test]
    fn both_engines_write_an_instant_and_a_flag_in_the_same_characters() {
        let instant = |text: &str| alike(Kind::Instant, json!(text));
        assert_eq!(instant("2026-10-08 01:00:37.000000"), "2026-10-08 01:00:37");
        assert_eq!(instant("2026-10-08 01:00:37.695000"), "2026-10-08 01:00:37.695");
        assert_eq!(instant("2026-10-08 01:00:37.695116"), "2026-10-08 01:00:37.695116");
        assert_eq!(instant("2026-10-08 01:00:37.695"), "2026-10-08 01:00:37.695");
        assert_eq!(instant("2026-10-08 01:00:37"), "2026-10-08 01:00:37");
        assert_eq!((alike(Kind::Flag, json!(1)), alike(Kind::Flag, json!(0))), (json!(true), json!(false)));
        assert_eq!(alike(Kind::Flag, Value::Null), Value::Null);
        assert_eq!(alike(Kind::Plain, json!("1000")), "1000", "what is no instant stays as it is");
    }
}
