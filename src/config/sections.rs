//! The sections of the configuration as types. Each says itself what values are impossible; what a key means stands
//! beside it in `config/default.toml`.

use super::sources::Problem;
use serde::Deserialize;
use std::net::IpAddr;

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Server {
    pub listen: String,
    pub public_url: String,
    pub trusted_proxies: Vec<String>,
    pub secure_cookies: bool,
    pub workers: usize,
    pub stop_seconds: u64,
}

impl Server {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.listen.parse::<std::net::SocketAddr>().is_err() {
            problems.push(Problem::new("server.listen", "expected address:port, such as 127.0.0.1:8080"));
        }
        if !(self.public_url.is_empty() || self.public_url.starts_with("http")) {
            problems.push(Problem::new("server.public_url", "expected http://… or https://…"));
        }
        for proxy in &self.trusted_proxies {
            if proxy.parse::<IpAddr>().is_err() {
                problems.push(Problem::new("server.trusted_proxies", format!("{proxy:?} is no address")));
            }
        }
        problems
    }

    /// The reverse proxies whose forwarded address is believed.
    pub fn proxies(&self) -> Vec<IpAddr> {
        self.trusted_proxies.iter().filter_map(|proxy| proxy.parse().ok()).collect()
    }
}

/// `[database]`
#[derive(Clone, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Database {
    pub url: String,
    pub connections: u32,
}

impl Database {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| self.url.starts_with(scheme)) {
            problems
                .push(Problem::new("database.url", "expected sqlite://path or postgres://user@host/name"));
        }
        if !(1..=100).contains(&self.connections) {
            problems.push(Problem::new("database.connections", "expected 1 to 100"));
        }
        problems
    }
}

/// The address may carry a password.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("connections", &self.connections).finish_non_exhaustive()
    }
}

/// `[files]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Files {
    pub folder: std::path::PathBuf,
}

impl Files {
    pub(super) fn problems(&self) -> Vec<Problem> {
        if self.folder.as_os_str().is_empty() {
            return vec![Problem::new("files.folder", "expected a folder, such as var/files")];
        }
        Vec::new()
    }
}

/// `[business]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Business {
    pub zone: String,
    pub province: String,
}

impl Business {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.zone.parse::<chrono_tz::Tz>().is_err() {
            problems.push(Problem::new("business.zone", "expected an IANA name such as Asia/Shanghai"));
        }
        if !(self.province.len() == 6
            && self.province.ends_with("0000")
            && self.province.bytes().all(|b| b.is_ascii_digit()))
        {
            problems.push(Problem::new(
                "business.province",
                "expected a province's division code such as 370000",
            ));
        }
        problems
    }

    /// The zone; checked when the configuration was loaded.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.zone.parse().unwrap_or(chrono_tz::Asia::Shanghai)
    }
}

/// `[lists]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Lists {
    pub nominate_working_days: i32,
    pub publish_working_days: i32,
}

impl Lists {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !(1..=250).contains(&self.nominate_working_days) {
            problems.push(Problem::new("lists.nominate_working_days", "expected 1 to 250"));
        }
        if !(self.nominate_working_days..=250).contains(&self.publish_working_days) {
            let expected = "expected 250 at most, and not less than lists.nominate_working_days";
            problems.push(Problem::new("lists.publish_working_days", expected));
        }
        problems
    }
}

/// `[session]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Session {
    pub idle_hours: i64,
    pub lifetime_days: i64,
}

impl Session {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, value) in
            [("session.idle_hours", self.idle_hours), ("session.lifetime_days", self.lifetime_days)]
        {
            if !(1..=1000).contains(&value) {
                problems.push(Problem::new(path, "expected 1 to 1000"));
            }
        }
        problems
    }
}

/// `[sign_in]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct SignIn {
    pub per_account: i64,
    pub per_address: i64,
    pub window_minutes: i64,
}

impl SignIn {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let values = [
            ("sign_in.per_account", self.per_account),
            ("sign_in.per_address", self.per_address),
            ("sign_in.window_minutes", self.window_minutes),
        ];
        for (path, value) in values {
            if !(1..=100_000).contains(&value) {
                problems.push(Problem::new(path, "expected 1 to 100000"));
            }
        }
        problems
    }
}

/// `[limits]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Limits {
    pub body_bytes: usize,
    pub upload_bytes: usize,
}

impl Limits {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, value) in
            [("limits.body_bytes", self.body_bytes), ("limits.upload_bytes", self.upload_bytes)]
        {
            if !(1_024..=1_073_741_824).contains(&value) {
                problems.push(Problem::new(path, "expected 1024 to 1073741824 bytes"));
            }
        }
        problems
    }
}

/// `[cache]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Cache {
    pub published_megabytes: usize,
}

impl Cache {
    pub(super) fn problems(&self) -> Vec<Problem> {
        if self.published_megabytes <= 4096 {
            return Vec::new();
        }
        vec![Problem::new("cache.published_megabytes", "expected 0 to 4096")]
    }

    /// The limit in bytes.
    pub const fn published_bytes(&self) -> usize {
        self.published_megabytes * 1_048_576
    }
}

/// `[public]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Public {
    pub list_page: bool,
    pub columns: Vec<String>,
}

impl Public {
    /// What may be shown to everybody. Persons, codes of firms, addresses and how far the money has got are not among
    /// them, and no setting brings them in.
    pub const COLUMNS: [&'static str; 13] = [
        "name",
        "unit",
        "city",
        "county",
        "industry",
        "class",
        "nature",
        "stage",
        "total_investment_yuan",
        "planned_start",
        "planned_finish",
        "scope_text",
        "responsible_unit",
    ];

    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            if !Self::COLUMNS.contains(&column.as_str()) {
                let what = format!("{column:?} cannot be shown; expected {}", Self::COLUMNS.join(", "));
                problems.push(Problem::new(format!("public.columns[{place}]"), what));
            } else if self.columns[..place].contains(column) {
                problems.push(Problem::new(
                    format!("public.columns[{place}]"),
                    format!("{column:?} stands twice"),
                ));
            }
        }
        if !self.columns.iter().any(|column| column == "name") {
            problems.push(Problem::new("public.columns", "expected \"name\" among them"));
        }
        problems
    }
}

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Log {
    pub format: String,
    pub filter: String,
}

impl Log {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !["text", "json"].contains(&self.format.as_str()) {
            problems.push(Problem::new("log.format", "expected \"text\" or \"json\""));
        }
        if self.filter.parse::<tracing_subscriber::filter::Targets>().is_err() {
            problems.push(Problem::new("log.filter", "expected error, warn, info, debug or target=level, …"));
        }
        problems
    }
}
