//! Transactions over both engines. A SQLite transaction that reads first and writes later fails at once when another
//! writer came between, whatever the busy timeout; so every writing transaction begins IMMEDIATE and waits its turn.

use super::conn::Conn;
use crate::kernel::error::{Error, Result};
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error as DieselError;
use diesel::sql_types::{Array, BigInt, Text};
use diesel::{Connection, RunQueryDsl};

type Manager = <Conn as Connection>::TransactionManager;

/// Runs `work` in one write transaction: committed when it returns `Ok`, undone when it returns `Err` or panics.
/// Keep it outermost; inside it, [`nested`] makes savepoints.
pub(super) fn immediate<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE")?,
        Conn::Pg(inner) => AnsiTransactionManager::begin_transaction(inner)?,
    }
    finish(conn, work)
}

/// Runs `work` in a read transaction, so that all its queries see the same state.
pub(super) fn snapshot<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Sqlite(inner) => AnsiTransactionManager::begin_transaction(inner)?,
        Conn::Pg(inner) => {
            AnsiTransactionManager::begin_transaction_sql(
                inner,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            )?;
        }
    }
    finish(conn, work)
}

/// Runs `work` in a savepoint of the surrounding transaction: for an insert whose violation is an answer.
pub fn nested<T>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, DieselError>,
) -> Result<T, DieselError> {
    Manager::begin_transaction(conn)?;
    match work(conn) {
        Ok(value) => Manager::commit_transaction(conn).map(|()| value),
        Err(error) => {
            Manager::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

/// Runs one of several deeds of a transaction: what it wrote is undone when it is refused, and the others stand.
///
/// # Errors
/// As `work`.
pub fn attempt<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    Manager::begin_transaction(conn)?;
    match work(conn) {
        Ok(value) => {
            Manager::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            Manager::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

/// Keeps a row as it is until the transaction ends, while others may do the same: whoever wants to change it waits. On
/// SQLite a writer is alone in any case. The names are the program's own, never a person's.
///
/// # Errors
/// When the database does not answer.
pub fn keep(conn: &mut Conn, (table, column): (&'static str, &'static str), key: &str) -> Result<()> {
    if let Conn::Pg(inner) = conn {
        let sql = format!("select 1 from {table} where {column} = $1 for share");
        diesel::sql_query(sql).bind::<Text, _>(key).execute(inner)?;
    }
    Ok(())
}

/// Keeps rows for this transaction alone until it ends: whoever else asks for one of them waits. Whoever is about to change
/// several rows of a table keeps them first: they are taken in the order of their ids, so that of two who want the same
/// rows in different orders neither holds what the other waits for. On SQLite a writer is alone in any case. The table's
/// name is the program's own.
///
/// # Errors
/// When the database does not answer.
pub fn alone(conn: &mut Conn, table: &'static str, ids: &[i64]) -> Result<()> {
    if let Conn::Pg(inner) = conn {
        // Rows that refer to them may still be written.
        let sql = format!("select 1 from {table} where id = any($1) order by id for no key update");
        diesel::sql_query(sql).bind::<Array<BigInt>, _>(ids).execute(inner)?;
    }
    Ok(())
}

fn finish<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match work(conn) {
        Ok(value) => {
            Manager::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            // A failed rollback must not hide why we roll back; the pool discards the broken connection.
            if let Err(rollback) = Manager::rollback_transaction(conn) {
                tracing::error!(%rollback, "rollback failed");
            }
            Err(error)
        }
    }
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            other => Self::Unexpected(other.into()),
        }
    }
}
