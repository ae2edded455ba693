//! A kept connection to a mail server (RFC 5321), driven command by command, so that the sender knows how far a letter has
//! come when something goes wrong. Every phase has its time as a whole: a server that answers a byte a minute, which no
//! timeout of a socket notices, is left as one is that says nothing.

use super::{Envelope, Refusal};
use crate::config;
use anyhow::{Context as _, Result};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use std::fmt::Display;
use std::io::ErrorKind;
use std::time::Duration;
use tokio::time::timeout;

/// Phases until a letter's content is asked for, at most: MAIL, RCPT and DATA on a kept connection that breaks then; greeting
/// with EHLO, STARTTLS, AUTH, MAIL, RCPT and DATA on a new one; and RSET.
const PHASES_TO_BEGIN: u32 = 10;
/// Times of a phase that the content may take: its writing, and what the server says to it.
const PHASES_TO_HAND: u32 = 2;

/// What a server says that ends the connection, as it does with one that was quiet too long.
const CLOSING: u16 = 421;

/// A connection that is made when the first letter begins, and again when it broke.
pub struct Session {
    server: Server,
    /// None before the first letter and after one that broke it.
    kept: Option<AsyncSmtpConnection>,
}

/// Everything that a connection needs.
struct Server {
    host: String,
    port: u16,
    /// How long a phase may take.
    patience: Duration,
    tls: Tls,
    credentials: Option<Credentials>,
}

enum Tls {
    None,
    Starttls(TlsParameters),
    Implicit(TlsParameters),
}

/// What went wrong before the content.
enum Trouble {
    /// There is no connection to be had.
    Closed(String),
    /// The connection is no use any more.
    Broken(String),
    /// The server refuses for now.
    Later(String),
    /// The server refuses the reader.
    Never(String),
}

impl Session {
    /// Reads the password and the certificate; calls nobody.
    pub(super) fn new(smtp: &config::Smtp) -> Result<Self> {
        let parameters = || -> Result<TlsParameters> {
            let mut builder = TlsParameters::builder(smtp.host.clone());
            if let Some(file) = smtp.ca_file() {
                let pem = std::fs::read(file)
                    .with_context(|| format!("the certificate {} cannot be read", file.display()))?;
                let certificate = Certificate::from_pem(&pem)
                    .with_context(|| format!("{} is no certificate in PEM", file.display()))?;
                builder = builder.add_root_certificate(certificate);
            }
            builder.build().context("TLS for the mail server")
        };
        let tls = match smtp.tls.as_str() {
            "starttls" => Tls::Starttls(parameters()?),
            "implicit" => Tls::Implicit(parameters()?),
            _ => Tls::None,
        };
        let credentials = smtp.password()?.map(|password| Credentials::new(smtp.user.clone(), password));
        let patience = Duration::from_secs(smtp.timeout_seconds);
        let server = Server { host: smtp.host.clone(), port: smtp.port, patience, tls, credentials };
        Ok(Self { server, kept: None })
    }

    /// How long a letter may take.
    pub(super) fn patience(smtp: &config::Smtp) -> Duration {
        Duration::from_secs(smtp.timeout_seconds) * (PHASES_TO_BEGIN + PHASES_TO_HAND)
    }

    pub(super) async fn begin(&mut self, envelope: &Envelope) -> Result<(), Refusal> {
        // A server may end a connection that was quiet: then the letter gets a fresh one.
        let was_kept = self.kept.is_some();
        let mut said = self.commands(envelope).await;
        if was_kept && matches!(said, Err(Trouble::Broken(_))) {
            said = self.commands(envelope).await;
        }
        said.map_err(|trouble| match trouble {
            Trouble::Closed(why) => Refusal::Closed(why),
            Trouble::Broken(why) | Trouble::Later(why) => Refusal::Later(why),
            Trouble::Never(why) => Refusal::Never(why),
        })
    }

    async fn commands(&mut self, envelope: &Envelope) -> Result<(), Trouble> {
        let patience = self.server.patience;
        let mut connection = match self.kept.take() {
            Some(connection) => connection,
            None => self.server.connect().await.map_err(Trouble::Closed)?,
        };
        let to = &mut connection;
        // A sender that is refused is a matter of the installation and not of the letter: it waits until that is mended.
        let mut said = command(to, Mail::new(Some(envelope.from.clone()), Vec::new()), patience).await;
        let mut is_about_the_reader = false;
        if said.is_ok() {
            said = command(to, Rcpt::new(envelope.to.clone(), Vec::new()), patience).await;
            is_about_the_reader = said.is_err();
        }
        if said.is_ok() {
            said = command(to, Data, patience).await;
        }
        let Err(fault) = said else {
            self.kept = Some(connection);
            return Ok(());
        };
        if fault.is_over() {
            return Err(Trouble::Broken(fault.said));
        }
        // The connection is still good for the next letter, if the server lets this one be forgotten.
        if command(to, Rset, patience).await.is_ok() {
            self.kept = Some(connection);
        }
        let is_never = fault.is_permanent && is_about_the_reader;
        Err(if is_never { Trouble::Never(fault.said) } else { Trouble::Later(fault.said) })
    }

    pub(super) async fn hand(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let Some(mut connection) = self.kept.take() else {
            return Err(Refusal::Later(format!("{}: no letter was begun", self.server.host)));
        };
        let patience = self.server.patience * PHASES_TO_HAND;
        let said = match std::str::from_utf8(bytes) {
            Ok(text) => command(&mut connection, content(text), patience).await,
            Err(_) => in_time(connection.message(bytes), patience).await,
        };
        match said {
            Err(fault) if fault.code.is_none() => return Err(Refusal::Unknown(fault.said)),
            _ => self.kept = Some(connection),
        }
        said.map_err(
            |fault| {
                if fault.is_permanent { Refusal::Never(fault.said) } else { Refusal::Later(fault.said) }
            },
        )
    }

    /// Takes leave of the server.
    pub(super) async fn close(&mut self) {
        if let Some(mut connection) = self.kept.take() {
            // Whatever it answers, the letters are through.
            let _ = timeout(self.server.patience, connection.quit()).await;
        }
    }

    /// Leaves without a word, which gives a letter up that was begun.
    pub(super) fn hang_up(&mut self) {
        self.kept = None;
    }
}

impl Server {
    /// A connection that takes letters, or why there is none.
    async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        let name = ClientId::default();
        let implicit = match &self.tls {
            Tls::Implicit(parameters) => Some(parameters.clone()),
            Tls::None | Tls::Starttls(_) => None,
        };
        let address = (self.host.as_str(), self.port);
        let connected = AsyncSmtpConnection::connect_tokio1(address, None, &name, implicit, None);
        let mut connection = self.phase(connected).await?;
        if let Tls::Starttls(parameters) = &self.tls {
            self.phase(connection.starttls(parameters.clone(), &name)).await?;
        }
        if let Some(credentials) = &self.credentials {
            self.phase(connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(connection)
    }

    async fn phase<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, String> {
        match timeout(self.patience, work).await {
            Ok(done) => done.map_err(|error| self.refused(&error)),
            Err(_) => Err(LATE.to_owned()),
        }
    }

    /// Why there is no connection. What TLS refuses is a matter of the configuration, and its reason names the server.
    fn refused(&self, error: &Error) -> String {
        let is_encrypted = !matches!(self.tls, Tls::None);
        match of_the_line(error) {
            Some(cause) if is_encrypted && cause.kind() == ErrorKind::InvalidData => {
                format!("{}: no TLS that can be trusted: {cause}", self.host)
            }
            _ => error.to_string(),
        }
    }
}

/// What is said of a server that takes too long.
const LATE: &str = "no answer in time";

/// What came back in place of a yes.
struct Fault {
    /// The server's answer; none when it was the line, or too late.
    code: Option<u16>,
    is_permanent: bool,
    said: String,
}

impl Fault {
    /// Whether the connection is no use any more.
    fn is_over(&self) -> bool {
        self.code.is_none_or(|code| code == CLOSING)
    }
}

async fn command<C: Display>(
    to: &mut AsyncSmtpConnection,
    command: C,
    patience: Duration,
) -> Result<(), Fault> {
    in_time(to.command(command), patience).await
}

/// The answer to a command. A connection on which none came in time is in the middle of something and no use any more.
async fn in_time<T>(answer: impl Future<Output = Result<T, Error>>, patience: Duration) -> Result<(), Fault> {
    match timeout(patience, answer).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Fault {
            code: error.status().map(u16::from),
            is_permanent: error.is_permanent(),
            said: error.to_string(),
        }),
        Err(_) => Err(Fault { code: None, is_permanent: false, said: LATE.to_owned() }),
    }
}

/// A letter with its end, as one piece: lettre writes the end by itself, and the system keeps back such a crumb until the
/// server has acknowledged the rest, which takes its 40 ms (RFC 896 beside RFC 1122, 4.2.3.2). A dot that begins a line is
/// doubled (RFC 5321, 4.5.2).
fn content(letter: &str) -> String {
    let mut whole = String::with_capacity(letter.len() + 64);
    for line in letter.split_inclusive('\n') {
        if line.starts_with('.') {
            whole.push('.');
        }
        whole.push_str(line);
    }
    whole.push_str(if whole.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" });
    whole
}

/// What the line itself said, where it was the line.
fn of_the_line(error: &Error) -> Option<&std::io::Error> {
    let mut cause = std::error::Error::source(error);
    while let Some(at) = cause {
        if let Some(line) = at.downcast_ref() {
            return Some(line);
        }
        cause = at.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn a_letter_ends_with_a_dot_by_itself_and_no_line_of_it_is_taken_for_that() {
        assert_eq!(content("a: b\r\n\r\n.\r\n..c\r\nd.\r\n"), "a: b\r\n\r\n..\r\n...c\r\nd.\r\n.\r\n");
        assert_eq!(content("no end"), "no end\r\n.\r\n");
    }
}
