//! The triggers that refuse to change what was published. Whoever drops one may leave data that still agree with
//! themselves, so `groundwork check` asks for the triggers too. Which ones there must be, the migration says itself.

use super::conn::Conn;
use crate::kernel::error::Result;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::BTreeSet;

/// The migrations that declare guards.
const SQLITE_MIGRATIONS: [&str; 5] = [
    include_str!("../../migrations/sqlite/2026-11-23-000005_lists/up.sql"),
    include_str!("../../migrations/sqlite/2026-11-25-000006_roll_over/up.sql"),
    include_str!("../../migrations/sqlite/2026-11-26-000010_list_care/up.sql"),
    include_str!("../../migrations/sqlite/2026-11-26-000015_bulletins/up.sql"),
    include_str!("../../migrations/sqlite/2026-11-28-000030_editions/up.sql"),
];
const POSTGRES_MIGRATIONS: [&str; 5] = [
    include_str!("../../migrations/postgres/2026-11-23-000005_lists/up.sql"),
    include_str!("../../migrations/postgres/2026-11-25-000006_roll_over/up.sql"),
    include_str!("../../migrations/postgres/2026-11-26-000010_list_care/up.sql"),
    include_str!("../../migrations/postgres/2026-11-26-000015_bulletins/up.sql"),
    include_str!("../../migrations/postgres/2026-11-28-000030_editions/up.sql"),
];

const SQLITE_CATALOGUE: &str = "select name from sqlite_master where type = 'trigger'";
/// A disabled trigger guards nothing.
const POSTGRES_CATALOGUE: &str =
    "select tgname::text as name from pg_trigger where not tgisinternal and tgenabled <> 'D'";

#[derive(QueryableByName)]
struct Trigger {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Names of the guards that are gone or switched off.
pub fn missing_guards(conn: &mut Conn) -> Result<Vec<&'static str>> {
    let (migrations, catalogue) = match conn {
        Conn::Sqlite(_) => (SQLITE_MIGRATIONS, SQLITE_CATALOGUE),
        Conn::Pg(_) => (POSTGRES_MIGRATIONS, POSTGRES_CATALOGUE),
    };
    let there: BTreeSet<String> =
        diesel::sql_query(catalogue).load::<Trigger>(conn)?.into_iter().map(|trigger| trigger.name).collect();
    let declared: BTreeSet<&str> = migrations.into_iter().flat_map(declared).collect();
    Ok(declared.into_iter().filter(|name| !there.contains(*name)).collect())
}

fn declared(migration: &'static str) -> impl Iterator<Item = &'static str> {
    migration.lines().filter_map(|line| line.strip_prefix("create trigger ")?.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_migrations_declare_guards_for_lists_their_work_and_bulletins() {
        for migrations in [SQLITE_MIGRATIONS, POSTGRES_MIGRATIONS] {
            let names: Vec<&str> = migrations.into_iter().flat_map(declared).collect();
            let tables =
                ["list_versions_", "list_entries_", "lists_", "nominations_", "nomination_versions_"];
            for table in tables.into_iter().chain(["list_moves_", "bulletins_", "chain_editions_"]) {
                assert!(names.iter().any(|name| name.starts_with(table)), "{table}");
            }
        }
    }
}
