//! A database of its own for every test. Migrating and filling takes longer than most tests, so it is done once for a build
//! on a template, which each test copies, also in a process of its own: a file on SQLite, `create database … template …` on
//! Postgres (whose template stays: the server is thrown away as a whole).

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::{BigInt, Bool};
use diesel::{Connection, PgConnection, RunQueryDsl};
use groundwork::app::Application;
use groundwork::config::{Config, Sources};
use groundwork::db::Db;
use regex::Regex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::time::SystemTime;
use tempfile::TempDir;

use super::clock::TestClock;

/// The tables that the program knows.
pub const SCHEMA: &str = include_str!("../../../src/db/schema.rs");

/// A server's address on which databases may be made and dropped; `tests/run postgres` sets it.
static POSTGRES: LazyLock<Option<String>> =
    LazyLock::new(|| std::env::var_os("GROUNDWORK_TEST_POSTGRES").map(|url| url.into_string().unwrap()));

/// An empty place for a database, gone when the test ends.
pub enum Database {
    /// A file in a folder of its own.
    Sqlite(TempDir),
    /// A name on the server, and a folder for what lies beside it.
    Postgres { server: &'static str, name: String, folder: TempDir },
}

impl Database {
    /// A migrated database with the built-in reference data.
    pub fn filled() -> Self {
        match &*POSTGRES {
            None => {
                static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(sqlite_template);
                let copy = Self::empty();
                std::fs::write(copy.file(), &*TEMPLATE).unwrap();
                copy
            }
            Some(server) => {
                static TEMPLATE: OnceLock<String> = OnceLock::new();
                let template = TEMPLATE.get_or_init(|| postgres_template(server));
                let name = fresh_name();
                on_server(server, &format!("create database {name} template {template}"));
                Self::Postgres { server, name, folder: tempfile::tempdir().unwrap() }
            }
        }
    }

    /// Nothing in it, not even a schema.
    pub fn empty() -> Self {
        Self::empty_postgres().unwrap_or_else(Self::empty_sqlite)
    }

    /// A file, whatever this run is about.
    pub fn empty_sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// Nothing where there is no server.
    pub fn empty_postgres() -> Option<Self> {
        let server = POSTGRES.as_ref()?;
        let name = fresh_name();
        on_server(server, &format!("create database {name}"));
        Some(Self::Postgres { server, name, folder: tempfile::tempdir().unwrap() })
    }

    /// How many rows each table has: equal before and after means that nothing was written.
    pub fn row_counts(db: &Db) -> BTreeMap<String, i64> {
        let tables = Regex::new(r"table! \{\s+(\w+)").unwrap();
        let names: Vec<String> = tables.captures_iter(SCHEMA).map(|found| found[1].to_owned()).collect();
        db.read_now(|conn| {
            names
                .into_iter()
                .map(|table| {
                    let count = sql::<BigInt>(&format!("(select count(*) from {table})"));
                    Ok((table, diesel::select(count).get_result(conn)?))
                })
                .collect()
        })
        .unwrap()
    }

    /// As `database.url` takes it.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(_) => format!("sqlite://{}", self.file()),
            Self::Postgres { server, name, .. } => {
                let (host, _) = server.rsplit_once('/').unwrap();
                format!("{host}/{name}")
            }
        }
    }

    /// The configuration of a test: the defaults, this database, and few threads.
    pub fn config(&self) -> Config {
        let mut config =
            Config::load(&Sources { database_url: Some(self.url()), ..Sources::default() }).unwrap();
        config.database.connections = 4;
        config.files.folder = self.files();
        config.mail.folder = self.beside("mail");
        config
    }

    /// The folder of its attachments.
    pub fn files(&self) -> PathBuf {
        self.beside("files")
    }

    /// A place beside it.
    pub fn beside(&self, name: &str) -> PathBuf {
        let (Self::Sqlite(folder) | Self::Postgres { folder, .. }) = self;
        folder.path().join(name)
    }

    /// What commands are told so that they find what lies beside it.
    pub fn environment(&self) -> [(&'static str, PathBuf); 2] {
        [("GROUNDWORK__FILES__FOLDER", self.files()), ("GROUNDWORK__MAIL__FOLDER", self.beside("mail"))]
    }

    /// What a first start does to a database. The last connection closes with the pool, so that the file is whole
    /// and the server will copy it.
    fn migrate(&self) {
        let mut config = self.config();
        config.database.connections = 1;
        Application::open(config, TestClock::new().clock(), false).unwrap();
    }

    fn file(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.path().join("groundwork.db").to_str().unwrap().to_owned(),
            Self::Postgres { .. } => unreachable!("a Postgres database is no file"),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { server, name, .. } = self {
            on_server(server, &format!("drop database {name} with (force)"));
        }
    }
}

/// What belongs to this build: the template of another one has another schema.
fn build() -> String {
    let built = std::env::current_exe().and_then(std::fs::metadata).and_then(|file| file.modified()).unwrap();
    format!("{:x}", built.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos())
}

/// The bytes of the build's template, made by whoever comes first; of two who come at once one keeps what she made.
fn sqlite_template() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let kept = folder.join(format!("template-{}.db", build()));
    std::fs::read(&kept).unwrap_or_else(|_| {
        // Those of older builds; whoever still wants one makes it again.
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let is_template = |file: &PathBuf| file.extension().is_some_and(|end| end == "db");
        files.filter(is_template).for_each(|file| drop(std::fs::remove_file(file)));
        let template = Database::empty_sqlite();
        template.migrate();
        let bytes = std::fs::read(template.file()).unwrap();
        let part = kept.with_extension(fresh_name());
        std::fs::write(&part, &bytes).and_then(|()| std::fs::rename(&part, &kept)).unwrap();
        bytes
    })
}

/// The name of the build's template on a server; whoever comes while it is made waits.
fn postgres_template(server: &'static str) -> String {
    let name = format!("template_{}", build());
    let mut conn = PgConnection::establish(server).unwrap();
    conn.batch_execute("select pg_advisory_lock(20261128)").unwrap();
    let is_there = sql::<Bool>(&format!("exists (select from pg_database where datname = '{name}')"));
    if !diesel::select(is_there).get_result::<bool>(&mut conn).unwrap() {
        let made = Database::empty_postgres().unwrap();
        made.migrate();
        let Database::Postgres { name: as_made, .. } = &made else { unreachable!("asked for on a server") };
        // Only what is whole gets the name; the other is dropped with nothing behind it.
        conn.batch_execute(&format!("create database {name} template {as_made}")).unwrap();
    }
    name
}

/// Unique on a server that many test processes share, one after the other too: numbers of processes come again, and a
/// template stays.
fn fresh_name() -> String {
    static RUN: LazyLock<u64> = LazyLock::new(rand::random);
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("house_{:x}_{}", *RUN, COUNT.fetch_add(1, Ordering::Relaxed))
}

fn on_server(server: &str, statement: &str) {
    PgConnection::establish(server).unwrap().batch_execute(statement).unwrap();
}
