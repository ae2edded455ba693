//! One connection type over two engines, and the pool's manager. The engine is chosen by the address's scheme and by
//! nothing else: diesel's derived `establish` tries each engine in turn, loses the reason, and can quietly create a
//! SQLite file named after an unreachable Postgres. This file and its two neighbours are the only ones that look
//! inside the connection.

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

/// A connection to either engine; queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// Postgres.
    Pg(PgConnection),
    /// SQLite, the embedded default.
    Sqlite(SqliteConnection),
}

/// Which engine an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// `postgres://…` or `postgresql://…`
    Postgres,
    /// `sqlite://path`
    Sqlite,
}

/// A database address whose scheme is known.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    engine: Engine,
    text: String,
}

impl DatabaseUrl {
    /// Takes `sqlite:///absolute/path`, `sqlite://relative/path`, `postgres://…`, `postgresql://…`.
    ///
    /// # Errors
    /// A sentence for the administrator when the scheme is another or the path is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self { engine: Engine::Postgres, text: text.to_owned() });
        }
        match text.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() => Ok(Self { engine: Engine::Sqlite, text: path.to_owned() }),
            _ => Err(format!(
                "the database address {:?} is not understood: write sqlite:///absolute/path or postgres://user@host/name",
                redacted(text)
            )),
        }
    }

    /// The engine behind the address.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The file of a SQLite database.
    pub fn sqlite_path(&self) -> Option<&std::path::Path> {
        (self.engine == Engine::Sqlite).then(|| std::path::Path::new(&self.text))
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&redacted(&self.text))
    }
}

/// An address without the password it may carry.
fn redacted(text: &str) -> String {
    match (text.find("://"), text.find('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}://…{}", &text[..scheme], &text[at..]),
        _ => text.to_owned(),
    }
}

/// Opens connections for the r2d2 pool.
#[derive(Debug)]
pub struct Manager(pub DatabaseUrl);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        connect(&self.0).map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

/// One connection, its engine's settings applied.
pub fn connect(url: &DatabaseUrl) -> Result<Conn, ConnectionError> {
    match url.engine {
        Engine::Postgres => PgConnection::establish(&url.text).map(Conn::Pg),
        Engine::Sqlite => {
            let mut inner = SqliteConnection::establish(&url.text)?;
            // busy_timeout first: without it the switch to WAL itself fails when two processes start together.
            // FULL, because a published list must survive a power failure.
            inner
                .batch_execute(
                    "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; \
                     pragma foreign_keys = on;",
                )
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Conn::Sqlite(inner))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_engine_by_scheme_alone() {
        assert_eq!(DatabaseUrl::parse("postgres://u@h/d").unwrap().engine(), Engine::Postgres);
        assert_eq!(
            DatabaseUrl::parse("sqlite:///a/b.db").unwrap().sqlite_path().unwrap().to_str(),
            Some("/a/b.db")
        );
        for wrong in ["host=127.0.0.1 port=1 dbname=x", "sqlite://", "mysql://x", "groundwork.db"] {
            assert!(DatabaseUrl::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_never_reaches_a_message() {
        assert_eq!(redacted("mysql://me:secret@host/db"), "mysql://…@host/db");
        assert!(!format!("{:?}", DatabaseUrl::parse("postgres://me:secret@h/d").unwrap()).contains("secret"));
    }

    #[test]
    fn an_unreachable_postgres_says_so_and_creates_nothing() {
        let url = DatabaseUrl::parse("postgres://nobody@127.0.0.1:1/x").unwrap();
        let Err(error) = connect(&url) else { panic!("connected to nothing") };
        assert!(error.to_string().to_lowercase().contains("refused"), "{error}");
    }
}
