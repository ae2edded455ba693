//! `[mail]`: how letters leave.

use super::sources::Problem;
use anyhow::Context as _;
use serde::Deserialize;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// `[mail]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Mail {
    pub transport: String,
    pub folder: PathBuf,
    pub home: PathBuf,
    pub from: String,
    pub bounce: String,
    pub per_run: i64,
    pub per_person: i64,
    pub unknown: String,
    pub smtp: Smtp,
}

/// `[mail.smtp]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains each key")]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub tls: String,
    pub ca_file: String,
    pub user: String,
    pub password_file: String,
    pub timeout_seconds: u64,
    pub connections: usize,
}

impl Mail {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let words = [
            ("mail.transport", &self.transport, &["folder", "smtp"][..]),
            ("mail.unknown", &self.unknown, &["ask", "resend"]),
            ("mail.smtp.tls", &self.smtp.tls, &["none", "starttls", "implicit"]),
        ];
        for (path, word, known) in words {
            if !known.contains(&word.as_str()) {
                problems.push(Problem::new(path, format!("expected {}", known.join(", "))));
            }
        }
        // Few servers take an address in other letters (RFC 6531); as a reader's it is refused, too.
        let from = self.from.parse::<lettre::message::Mailbox>().ok();
        if !from.is_some_and(|from| from.email.to_string().is_ascii()) {
            let why = "expected an address in Latin letters, or a name with such an address in <…>";
            problems.push(Problem::new("mail.from", why));
        }
        if !self.bounce.is_empty()
            && (!self.bounce.is_ascii() || self.bounce.parse::<lettre::Address>().is_err())
        {
            problems.push(Problem::new("mail.bounce", "expected an address in Latin letters, or nothing"));
        }
        if self.folder.as_os_str().is_empty() {
            problems.push(Problem::new("mail.folder", "expected a folder, such as var/mail"));
        }
        if !(1..=100_000).contains(&self.per_run) {
            problems.push(Problem::new("mail.per_run", "expected 1 to 100000"));
        }
        if !(1..=1000).contains(&self.per_person) {
            problems.push(Problem::new("mail.per_person", "expected 1 to 1000"));
        }
        if self.smtp.host.trim().is_empty() {
            problems.push(Problem::new("mail.smtp.host", "expected a host name or an address"));
        }
        if !(1..=600).contains(&self.smtp.timeout_seconds) {
            problems.push(Problem::new("mail.smtp.timeout_seconds", "expected 1 to 600"));
        }
        if !(1..=8).contains(&self.smtp.connections) {
            problems.push(Problem::new("mail.smtp.connections", "expected 1 to 8"));
        }
        if self.smtp.user.is_empty() != self.smtp.password_file.is_empty() {
            problems.push(Problem::new("mail.smtp.password_file", "expected together with mail.smtp.user"));
        }
        if self.smtp.tls == "none" && !self.smtp.user.is_empty() && !self.smtp.is_this_machine() {
            let why = "expected starttls or implicit: without TLS a password goes to this machine alone";
            problems.push(Problem::new("mail.smtp.tls", why));
        }
        problems
    }
}

impl Smtp {
    /// Whether letters are handed to this machine, such as to a relay, and pass no network on the way.
    fn is_this_machine(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// The certificate of a private authority.
    pub fn ca_file(&self) -> Option<&Path> {
        (!self.ca_file.is_empty()).then(|| Path::new(&self.ca_file))
    }

    /// The password, read afresh; none without a name to sign in with.
    ///
    /// # Errors
    /// When its file cannot be read or has no first line.
    pub fn password(&self) -> anyhow::Result<Option<String>> {
        if self.user.is_empty() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&self.password_file)
            .with_context(|| format!("mail.smtp.password_file: {} cannot be read", self.password_file))?;
        let line = text.lines().next().filter(|line| !line.is_empty());
        let line =
            line.with_context(|| format!("mail.smtp.password_file: {} is empty", self.password_file))?;
        Ok(Some(line.to_owned()))
    }
}
