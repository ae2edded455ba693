//! The two doors to the database: [`Db::read`] and [`Db::write`]. Both run on a blocking thread and hold one pooled
//! connection for one transaction; neither is ever held across network traffic. Rules:
//!
//! - a write is one IMMEDIATE transaction and is never retried silently: a person re-checks
//! - writes take turns before they take a connection, in the order in which they came: SQLite writes one at a time in any
//!   case, and whoever waits inside it for a lock, or for a connection that waiting writers hold, may wait in vain
//! - SQL is written once, against [`Conn`]; only this folder looks at which engine is behind it
//! - a refused uniqueness is an answer: [`unique_violation`] says which one

#[expect(missing_docs, reason = "diesel's derive writes undocumented items")]
mod conn;
pub mod copy;
mod guards;
mod instance;
mod like;
mod migrate;
mod orphans;
pub mod schema;
mod scope;
mod transaction;
mod violation;

pub use conn::{Conn, DatabaseUrl, Engine, MultiBackend as Backend};
pub use guards::missing_guards;
pub use instance::{Instance, demonstration, instance};
pub use like::containing;
pub use migrate::{down, newest, pending, up, up_to};
pub use orphans::{Orphans, orphans};
pub use scope::within;
pub use transaction::{alone, attempt, keep, nested};
pub use violation::unique_violation;

use crate::kernel::error::{Error, Result};
use anyhow::Context as _;
use diesel::r2d2::{Pool, PooledConnection};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The database, shared by handlers, jobs and commands. Cloning shares the pool.
#[derive(Clone)]
pub struct Db {
    pool: Pool<conn::Manager>,
    /// One turn on SQLite; on Postgres as many as leave a connection to readers.
    turns: Arc<Semaphore>,
}

impl Db {
    /// Opens the pool. A SQLite file's folder is made when it is missing.
    ///
    /// # Errors
    /// When the database cannot be reached; the engine's own reason is kept.
    pub fn open(url: &DatabaseUrl, connections: u32) -> anyhow::Result<Self> {
        if let Some(folder) = url.sqlite_path().and_then(std::path::Path::parent) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("the database folder {} cannot be made", folder.display()))?;
        }
        // One connection by hand first: the pool would retry for its whole timeout and then hide the reason.
        drop(conn::connect(url).with_context(|| format!("the database {url:?} cannot be opened"))?);
        let pool = Pool::builder()
            .max_size(connections)
            .connection_timeout(Duration::from_secs(5))
            // A server may have gone since; a file has not, and asking it costs as much as a small query.
            .test_on_check_out(url.engine() == Engine::Postgres)
            .build(conn::Manager(url.clone()))
            .with_context(|| format!("the database {url:?} cannot be opened"))?;
        let turns = match url.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => connections.saturating_sub(1).max(1) as usize,
        };
        Ok(Self { pool, turns: Arc::new(Semaphore::new(turns)) })
    }

    /// Runs queries that change nothing, all on one snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        blocking(move || db.read_now(work)).await
    }

    /// Runs one deed when its turn has come: everything in `work` is committed together or not at all.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|error| Error::Unavailable(error.to_string()))?;
        let db = self.clone();
        blocking(move || {
            let done = db.write_now(work);
            drop(turn);
            done
        })
        .await
    }

    /// [`Db::write`] on the calling thread, which is one that may wait: it takes its turn with the others.
    pub async fn write_here<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let turn = self.turns.acquire().await;
        let _turn = turn.map_err(|error| Error::Unavailable(error.to_string()))?;
        self.write_now(work)
    }

    /// [`Db::read`] for commands and tests, on the calling thread.
    pub fn read_now<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        transaction::snapshot(&mut *self.connection()?, work)
    }

    /// [`Db::write`] for commands and tests, on the calling thread.
    pub fn write_now<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        transaction::immediate(&mut *self.connection()?, work)
    }

    /// Brings the schema up; see [`up`].
    pub fn migrate(&self) -> anyhow::Result<Vec<String>> {
        up(&mut *self.pool.get()?)
    }

    /// A connection outside any transaction, for what manages transactions itself (migrations, tests).
    pub fn connection(&self) -> Result<PooledConnection<conn::Manager>> {
        self.pool.get().map_err(|error| Error::Unavailable(error.to_string()))
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    actix_web::web::block(work).await.map_err(|error| Error::Unavailable(error.to_string()))?
}
