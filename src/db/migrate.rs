//! Brings the schema up, with the migrations that the program carries inside. Two folders, twins by name; a newer
//! schema than this program knows is refused rather than guessed at.

use super::conn::Conn;
use anyhow::{Result, anyhow, bail};
use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Serialises several replicas that start together; any constant that nobody else uses.
const POSTGRES_LOCK: &str = "select pg_advisory_lock(7470001)";
const POSTGRES_UNLOCK: &str = "select pg_advisory_unlock(7470001)";

/// Runs what is missing and returns the names of what was run.
///
/// # Errors
/// When the schema is newer than this program, or a migration fails (it is then undone).
pub fn up(conn: &mut Conn) -> Result<Vec<String>> {
    match conn {
        Conn::Sqlite(inner) => run(inner, SQLITE),
        Conn::Pg(inner) => {
            inner.batch_execute(POSTGRES_LOCK)?;
            let done = run(inner, POSTGRES);
            inner.batch_execute(POSTGRES_UNLOCK)?;
            done
        }
    }
}

/// The version of the newest migration that was run; none in a database without a schema.
///
/// # Errors
/// When the database does not answer.
pub fn newest(conn: &mut Conn) -> Result<Option<String>> {
    let applied = match conn {
        Conn::Sqlite(inner) => inner.applied_migrations(),
        Conn::Pg(inner) => inner.applied_migrations(),
    };
    let applied = applied.map_err(|error| anyhow!("{error}"))?;
    Ok(applied.iter().map(ToString::to_string).max())
}

/// Brings a database without a schema up to this version and no further: the one in which a backup was made.
///
/// # Errors
/// When this program does not know the version, or a migration fails.
pub fn up_to(conn: &mut Conn, version: &str) -> Result<()> {
    match conn {
        Conn::Sqlite(inner) => run_to(inner, SQLITE, version),
        Conn::Pg(inner) => run_to(inner, POSTGRES, version),
    }
}

fn run_to<C, DB>(conn: &mut C, migrations: EmbeddedMigrations, version: &str) -> Result<()>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let all = diesel::migration::MigrationSource::<DB>::migrations(&migrations);
    let mut all = all.map_err(|error| anyhow!("{error}"))?;
    all.sort_by_key(|migration| migration.name().version().to_string());
    let Some(last) = all.iter().position(|migration| migration.name().version().to_string() == version)
    else {
        bail!(
            "the backup was made in the schema {version}, which this program does not know: use a newer one"
        );
    };
    let steps: Vec<_> = all.iter().take(last + 1).collect();
    for step in steps {
        conn.run_migration(step).map_err(|error| anyhow!("{error}"))?;
    }
    Ok(())
}

/// Undoes every migration, newest first. For tests: downgrade is not supported, restore is.
pub fn down(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(inner) => inner.revert_all_migrations(SQLITE).map(drop),
        Conn::Pg(inner) => inner.revert_all_migrations(POSTGRES).map(drop),
    }
    .map_err(|error| anyhow!("{error}"))
}

/// Names of the migrations that are still to run.
pub fn pending(conn: &mut Conn) -> Result<Vec<String>> {
    let pending = match conn {
        Conn::Sqlite(inner) => {
            inner.pending_migrations(SQLITE).map(|all| all.iter().map(|m| m.name().to_string()).collect())
        }
        Conn::Pg(inner) => {
            inner.pending_migrations(POSTGRES).map(|all| all.iter().map(|m| m.name().to_string()).collect())
        }
    };
    pending.map_err(|error| anyhow!("{error}"))
}

fn run<C, DB>(conn: &mut C, migrations: EmbeddedMigrations) -> Result<Vec<String>>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let known: Vec<String> = diesel::migration::MigrationSource::<DB>::migrations(&migrations)
        .map_err(|error| anyhow!("{error}"))?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    for applied in conn.applied_migrations().map_err(|error| anyhow!("{error}"))? {
        if !known.contains(&applied.to_string()) {
            bail!(
                "the database has migration {applied}, which this program does not know: it was written by a newer \
                 version; start that version, or restore a backup made with this one"
            );
        }
    }
    let done = conn.run_pending_migrations(migrations).map_err(|error| anyhow!("{error}"))?;
    Ok(done.iter().map(ToString::to_string).collect())
}
