//! A kept connection to a mail server (RFC 5321), driven command by command, so that the sender knows how far a letter has
//! come when something goes wrong. The connection lives on a thread of its own: whoever waits for it waits so long and no
//! longer, even for a server that answers a byte a minute, which no timeout of a socket notices.

use super::{Envelope, Refusal};
use crate::config;
use anyhow::{Context as _, Result};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use std::io::ErrorKind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// Answers that a letter may wait for until its content is asked for: name, connection, greeting, EHLO, STARTTLS, EHLO, two
/// of AUTH, MAIL, RCPT, DATA.
const STEPS_TO_BEGIN: u32 = 11;
/// Answers for which the content may wait: its writing, and what the server says to it.
const STEPS_TO_HAND: u32 = 2;

/// What a server says that ends the connection, as it does with one that was quiet too long.
const CLOSING: u16 = 421;

/// A connection that is made when the first letter begins, and again when it broke.
pub struct Session {
    server: Server,
    step: Duration,
    /// The thread that holds the connection; none before the first letter and after one that did not answer.
    held: Option<Held>,
}

/// Everything that a connection needs.
#[derive(Clone)]
struct Server {
    host: String,
    port: u16,
    step: Duration,
    tls: Tls,
    credentials: Option<Credentials>,
}

#[derive(Clone)]
enum Tls {
    None,
    Starttls(TlsParameters),
    Implicit(TlsParameters),
}

struct Held {
    orders: Sender<Order>,
    answers: Receiver<Result<(), Refusal>>,
}

enum Order {
    Begin(Envelope),
    Hand(Vec<u8>),
}

impl Session {
    /// Reads the password and the certificate; calls nobody.
    pub(super) fn new(smtp: &config::Smtp) -> Result<Self> {
        let step = Duration::from_secs(smtp.timeout_seconds);
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
        let server = Server { host: smtp.host.clone(), port: smtp.port, step, tls, credentials };
        Ok(Self { server, step, held: None })
    }

    /// How long a letter may take.
    pub(super) fn patience(smtp: &config::Smtp) -> Duration {
        Duration::from_secs(smtp.timeout_seconds) * (STEPS_TO_BEGIN + STEPS_TO_HAND)
    }

    pub(super) fn begin(&mut self, envelope: &Envelope) -> Result<(), Refusal> {
        let held = self.held.get_or_insert_with(|| {
            let ((orders, taken), (said, answers)) = (channel(), channel());
            let server = self.server.clone();
            thread::spawn(move || serve(&server, &taken, &said));
            Held { orders, answers }
        });
        let order = Order::Begin(envelope.clone());
        ask(held, order, self.step * STEPS_TO_BEGIN).unwrap_or_else(|| {
            self.hang_up();
            Err(Refusal::Closed(format!("{}: no answer in time", self.server.host)))
        })
    }

    pub(super) fn hand(&mut self, bytes: Vec<u8>) -> Result<(), Refusal> {
        let Some(held) = self.held.as_mut() else {
            return Err(Refusal::Later(format!("{}: no letter was begun", self.server.host)));
        };
        ask(held, Order::Hand(bytes), self.step * STEPS_TO_HAND).unwrap_or_else(|| {
            self.hang_up();
            Err(Refusal::Unknown(format!("{}: no answer to the content in time", self.server.host)))
        })
    }

    /// Leaves the connection to its thread, which ends with its last order.
    pub(super) fn hang_up(&mut self) {
        self.held = None;
    }
}

/// The answer to an order; none when it does not come in time.
fn ask(held: &Held, order: Order, patience: Duration) -> Option<Result<(), Refusal>> {
    held.orders.send(order).ok()?;
    held.answers.recv_timeout(patience).ok()
}

/// Carries out orders on one connection until nobody asks any more.
fn serve(server: &Server, orders: &Receiver<Order>, answers: &Sender<Result<(), Refusal>>) {
    let mut connection: Option<SmtpConnection> = None;
    while let Ok(order) = orders.recv() {
        let answer = match order {
            Order::Begin(envelope) => begin(server, &mut connection, &envelope),
            Order::Hand(bytes) => hand(&mut connection, &bytes),
        };
        if answers.send(answer).is_err() {
            break;
        }
    }
    if let Some(mut connection) = connection {
        // A letter that was begun and not handed over is given up with the connection.
        connection.abort();
    }
}

fn begin(server: &Server, kept: &mut Option<SmtpConnection>, envelope: &Envelope) -> Result<(), Refusal> {
    // A server may end a connection that was quiet: then the letter gets a fresh one.
    let was_kept = kept.is_some();
    match commands(server, kept, envelope) {
        Err(Trouble::Broken(_)) if was_kept => commands(server, kept, envelope),
        said => said,
    }
    .map_err(|trouble| match trouble {
        Trouble::Closed(why) => Refusal::Closed(why),
        Trouble::Broken(why) | Trouble::Later(why) => Refusal::Later(why),
        Trouble::Never(why) => Refusal::Never(why),
    })
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

fn commands(server: &Server, kept: &mut Option<SmtpConnection>, envelope: &Envelope) -> Result<(), Trouble> {
    let connection = match kept {
        Some(connection) => connection,
        None => kept.insert(connect(server).map_err(|error| Trouble::Closed(refused(server, &error)))?),
    };
    // A sender that is refused is a matter of the installation and not of the letter: it waits until that is mended.
    let sender = connection.command(Mail::new(Some(envelope.from.clone()), Vec::new()));
    let reader = sender.map_err(|error| (error, false)).and_then(|_| {
        connection.command(Rcpt::new(envelope.to.clone(), Vec::new())).map_err(|error| (error, true))
    });
    let content = reader.and_then(|_| connection.command(Data).map_err(|error| (error, false)));
    let Err((error, is_about_the_reader)) = content else { return Ok(()) };
    let said = told(&error);
    let is_over = error.status().is_none_or(|code| u16::from(code) == CLOSING);
    if is_over {
        *kept = None;
        return Err(Trouble::Broken(said));
    }
    // The connection is still good for the next letter, if the server lets this one be forgotten.
    if connection.command(Rset).is_err() {
        *kept = None;
    }
    Err(if error.is_permanent() && is_about_the_reader { Trouble::Never(said) } else { Trouble::Later(said) })
}

fn connect(server: &Server) -> Result<SmtpConnection, Error> {
    let (name, timeout) = (ClientId::default(), Some(server.step));
    let address = (server.host.as_str(), server.port);
    let implicit = match &server.tls {
        Tls::Implicit(parameters) => Some(parameters),
        Tls::None | Tls::Starttls(_) => None,
    };
    let mut connection = SmtpConnection::connect(address, timeout, &name, implicit, None)?;
    if let Tls::Starttls(parameters) = &server.tls {
        connection.starttls(parameters, &name)?;
    }
    if let Some(credentials) = &server.credentials {
        connection.auth(DEFAULT_MECHANISMS, credentials)?;
    }
    Ok(connection)
}

fn hand(kept: &mut Option<SmtpConnection>, bytes: &[u8]) -> Result<(), Refusal> {
    let Some(connection) = kept else { return Err(Refusal::Later("no letter was begun".to_owned())) };
    let said = match std::str::from_utf8(bytes) {
        Ok(text) => connection.command(content(text)),
        Err(_) => connection.message(bytes),
    };
    let Err(error) = said else { return Ok(()) };
    let said = told(&error);
    if error.status().is_none() {
        *kept = None;
        return Err(Refusal::Unknown(said));
    }
    Err(if error.is_permanent() { Refusal::Never(said) } else { Refusal::Later(said) })
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

/// Why there is no connection. What TLS refuses is a matter of the configuration, and its reason names the server.
fn refused(server: &Server, error: &Error) -> String {
    let is_encrypted = !matches!(server.tls, Tls::None);
    match of_the_line(error) {
        Some(cause) if is_encrypted && cause.kind() == ErrorKind::InvalidData => {
            format!("{}: no TLS that can be trusted: {cause}", server.host)
        }
        _ => told(error),
    }
}

/// What happened, in the words of the server or of the line.
fn told(error: &Error) -> String {
    match of_the_line(error).map(std::io::Error::kind) {
        // What a socket says when its time is over.
        Some(ErrorKind::WouldBlock | ErrorKind::TimedOut) => "no answer in time".to_owned(),
        _ => error.to_string(),
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

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn a_letter_ends_with_a_dot_by_itself_and_no_line_of_it_is_taken_for_that() {
        assert_eq!(content("a: b\r\n\r\n.\r\n..c\r\nd.\r\n"), "a: b\r\n\r\n..\r\n...c\r\nd.\r\n.\r\n");
        assert_eq!(content("no end"), "no end\r\n.\r\n");
    }
}
