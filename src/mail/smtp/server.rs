//! Where letters go: reaching the server, with TLS and password as configured.

use super::dialogue::{Connection, LATE};
use crate::config;
use anyhow::{Context as _, Result};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::Ehlo;
use lettre::transport::smtp::extension::ClientId;
use std::io::ErrorKind;
use std::time::Duration;
use tokio::time::timeout;

/// Everything that a connection needs.
pub(super) struct Server {
    pub host: String,
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

impl Server {
    /// Reads the password and the certificate; calls nobody.
    pub fn new(smtp: &config::Smtp) -> Result<Self> {
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
        Ok(Self { host: smtp.host.clone(), port: smtp.port, patience, tls, credentials })
    }

    /// A connection that takes letters, or why there is none.
    pub async fn connect(&self) -> Result<Connection, String> {
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
        // lettre keeps of what a server offers only what it uses itself: the server is asked again (RFC 5321, 4.1.4).
        let offers = self.phase(connection.command(Ehlo::new(name))).await?;
        Ok(Connection::new(connection, &offers, self.patience))
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
