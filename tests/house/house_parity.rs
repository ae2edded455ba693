//! The two engines hold the same house: `src/db/schema.rs` is one schema, the migrations are two. Each engine that is
//! there is migrated and described in the same words; SQLite always, Postgres when the run has one.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use groundwork::db::{DatabaseUrl, Db, down, pending, up};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

use crate::kit::{Database, SCHEMA};

/// One column: its table, its name, its kind of value, whether it may be empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

/// One index: what it is called, over which columns, whether it refuses doubles, whether it covers only some rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    columns: String,
    #[diesel(sql_type = Bool)]
    is_unique: bool,
    #[diesel(sql_type = Bool)]
    partial: bool,
}

/// What an engine holds.
#[derive(Debug, PartialEq, Eq)]
struct House {
    columns: BTreeSet<Column>,
    indexes: BTreeSet<Index>,
}

const SQLITE_COLUMNS: &str = "select m.name as place, c.name as name, lower(c.type) as kind, \
    c.\"notnull\" = 0 as nullable from sqlite_master m join pragma_table_info(m.name) c \
    where m.type = 'table' and m.name not like 'sqlite%' and m.name not like '\\_\\_%' escape '\\'";
const SQLITE_INDEXES: &str = "select m.name as place, i.name as name, i.\"unique\" as is_unique, i.partial as partial, \
    (select group_concat(name) from (select name from pragma_index_info(i.name) order by seqno)) as columns \
    from sqlite_master m join pragma_index_list(m.name) i \
    where m.type = 'table' and m.name not like '\\_\\_%' escape '\\' and i.origin <> 'pk'";
const POSTGRES_COLUMNS: &str = "select table_name::text as place, column_name::text as name, \
    data_type::text as kind, is_nullable = 'YES' as nullable from information_schema.columns \
    where table_schema = 'public' and table_name not like '\\_\\_%'";
const POSTGRES_INDEXES: &str = "select t.relname::text as place, n.relname::text as name, i.indisunique as is_unique, \
    i.indpred is not null as partial, array_to_string(array(select a.attname from unnest(i.indkey::int[]) with \
    ordinality k(number, place) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number \
    order by k.place), ',') as columns \
    from pg_index i join pg_class t on t.oid = i.indrelid join pg_class n on n.oid = i.indexrelid \
    join pg_namespace s on s.oid = t.relnamespace \
    where s.nspname = 'public' and not i.indisprimary and t.relname not like '\\_\\_%'";

/// Reads what an engine holds, past our own code.
fn house_of(database: &Database) -> House {
    let url = database.url();
    let (columns, indexes): (Vec<Column>, Vec<Index>) = if let Some(file) = url.strip_prefix("sqlite://") {
        let mut conn = SqliteConnection::establish(file).unwrap();
        let columns = diesel::sql_query(SQLITE_COLUMNS).load(&mut conn).unwrap();
        (columns, diesel::sql_query(SQLITE_INDEXES).load(&mut conn).unwrap())
    } else {
        let mut conn = PgConnection::establish(&url).unwrap();
        let columns = diesel::sql_query(POSTGRES_COLUMNS).load(&mut conn).unwrap();
        (columns, diesel::sql_query(POSTGRES_INDEXES).load(&mut conn).unwrap())
    };
    let columns = columns.into_iter().map(|column| Column { kind: word(&column.kind), ..column }).collect();
    House { columns, indexes: indexes.into_iter().collect() }
}

/// A kind of value in the schema's words. SQLite's `integer` holds 64 bits, so the two integers are one kind here.
fn word(kind: &str) -> String {
    match kind {
        "integer" | "bigint" | "smallint" => "whole number",
        "text" => "Text",
        "timestamp" | "timestamp without time zone" => "Timestamp",
        "boolean" => "Bool",
        "date" => "Date",
        "blob" | "bytea" => "Binary",
        other => panic!("{other} is used on neither engine so far: say here what it is in src/db/schema.rs"),
    }
    .to_owned()
}

/// The columns that the program believes in.
fn believed() -> BTreeSet<Column> {
    let table = Regex::new(r"table! \{\s+(\w+) \([^)]*\) \{([^}]*)\}").unwrap();
    let column = Regex::new(r"(\w+) -> (Nullable<)?(\w+)").unwrap();
    let mut columns = BTreeSet::new();
    for found in table.captures_iter(SCHEMA) {
        for inner in column.captures_iter(&found[2]) {
            let kind = match &inner[3] {
                "BigInt" | "Integer" | "SmallInt" => "whole number",
                other => other,
            };
            columns.insert(Column {
                place: found[1].to_owned(),
                name: inner[1].to_owned(),
                kind: kind.to_owned(),
                nullable: inner.get(2).is_some(),
            });
        }
    }
    columns
}

/// The engines of this run, each with nothing in it.
fn engines() -> Vec<Database> {
    std::iter::once(Database::empty_sqlite()).chain(Database::empty_postgres()).collect()
}

fn open(database: &Database) -> Db {
    Db::open(&DatabaseUrl::parse(&database.url()).unwrap(), 1).unwrap()
}

#[test]
fn sqlite_and_where_the_run_has_one_postgres_hold_the_tables_and_columns_of_the_schema() {
    let believed = believed();
    assert!(believed.len() > 50, "the schema was read");
    for database in engines() {
        open(&database).migrate().unwrap();
        let held = house_of(&database).columns;
        let missing: Vec<_> = believed.difference(&held).collect();
        let unknown: Vec<_> = held.difference(&believed).collect();
        assert!(missing.is_empty(), "{}: in the schema only: {missing:#?}", database.url());
        assert!(unknown.is_empty(), "{}: in the database only: {unknown:#?}", database.url());
    }
}

#[test]
fn where_the_run_has_a_postgres_both_engines_have_the_same_indexes_and_on_sqlite_alone_they_are_named_right()
{
    let houses: Vec<House> = engines()
        .iter()
        .map(|database| {
            open(database).migrate().unwrap();
            house_of(database)
        })
        .collect();
    for index in houses[0].indexes.iter().filter(|index| index.is_unique) {
        let told = format!("{}__{}", index.place, index.columns.replace(',', "__"));
        assert_eq!(index.name, told, "db::unique_violation tells a unique index by its name");
    }
    for other in &houses[1..] {
        assert_eq!(houses[0].indexes, other.indexes);
    }
}

#[test]
fn migrations_go_up_and_down_and_up_again_to_the_same_house() {
    for database in engines() {
        let db = open(&database);
        let names = db.migrate().unwrap();
        let before = house_of(&database);
        assert!(db.migrate().unwrap().is_empty(), "nothing is left to run");
        down(&mut db.connection().unwrap()).unwrap();
        assert!(house_of(&database).columns.is_empty(), "down leaves nothing behind");
        assert_eq!(pending(&mut db.connection().unwrap()).unwrap().len(), names.len());
        assert_eq!(up(&mut db.connection().unwrap()).unwrap(), names);
        assert_eq!(house_of(&database), before);
    }
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_as_it_is() {
    for database in engines() {
        let db = open(&database);
        db.migrate().unwrap();
        let newer = "insert into __diesel_schema_migrations (version) values ('99991231000000')";
        db.connection().unwrap().batch_execute(newer).unwrap();
        let before: BTreeMap<String, i64> = Database::row_counts(&db);
        let error = db.migrate().unwrap_err().to_string();
        assert!(error.contains("99991231000000") && error.contains("newer"), "{error}");
        assert_eq!(Database::row_counts(&db), before);
    }
}
