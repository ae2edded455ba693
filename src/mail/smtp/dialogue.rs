//! What is said on a connection that is made: a letter is named, its content handed over, or the letter forgotten.

use crate::mail::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::response::Response;
use std::fmt::Display;
use std::time::Duration;
use tokio::time::timeout;

/// Times of a phase that the content may take: its writing, and what the server says to it.
pub(super) const PHASES_TO_HAND: u32 = 2;

/// What a server says that ends the connection, as it does with one that was quiet too long.
const CLOSING: u16 = 421;

/// What is said of a server that takes too long.
pub(super) const LATE: &str = "no answer in time";

/// What came back in place of a yes.
pub(super) struct Fault {
    /// The server's answer; none when it was the line, or too late.
    pub code: Option<u16>,
    pub is_permanent: bool,
    pub said: String,
}

impl Fault {
    /// Whether the connection is no use any more.
    pub fn is_over(&self) -> bool {
        self.code.is_none_or(|code| code == CLOSING)
    }
}

/// Why a letter's content was not asked for.
pub(super) struct Refused {
    pub fault: Fault,
    pub is_about_the_reader: bool,
    /// The server asks for a content all the same: on this connection nothing else can be said.
    pub awaits_content: bool,
}

impl Refused {
    const fn sender(fault: Fault) -> Self {
        Self { fault, is_about_the_reader: false, awaits_content: false }
    }
}

/// A connection that takes letters.
pub(super) struct Connection {
    line: AsyncSmtpConnection,
    /// How long a phase may take.
    patience: Duration,
    /// Whether the server takes several commands in one piece (PIPELINING, RFC 2920).
    takes_several: bool,
}

impl Connection {
    /// On a line that was opened, to a server that offers this.
    pub fn new(line: AsyncSmtpConnection, offers: &Response, patience: Duration) -> Self {
        let takes_several = offers.message().any(|offer| offer.trim().eq_ignore_ascii_case("PIPELINING"));
        Self { line, patience, takes_several }
    }

    /// Says from whom and to whom a letter goes, until its content is asked for.
    pub async fn name(&mut self, envelope: &Envelope) -> Result<(), Refused> {
        let from = Mail::new(Some(envelope.from.clone()), Vec::new());
        let to = Rcpt::new(envelope.to.clone(), Vec::new());
        if self.takes_several {
            return self.name_at_once(format!("{from}{to}{Data}")).await;
        }
        self.command(from).await.map_err(Refused::sender)?;
        let reader = |fault| Refused { is_about_the_reader: true, ..Refused::sender(fault) };
        self.command(to).await.map_err(reader)?;
        self.command(Data).await.map_err(Refused::sender)
    }

    /// The three commands in one piece: one wait for the server in place of three. Each has its answer all the same, and the
    /// first that is no yes is the letter's.
    async fn name_at_once(&mut self, commands: String) -> Result<(), Refused> {
        let patience = self.patience;
        let from = self.command(commands).await;
        if from.as_ref().is_err_and(Fault::is_over) {
            return from.map_err(Refused::sender);
        }
        let to = in_time(self.line.read_response(), patience).await;
        if to.as_ref().is_err_and(Fault::is_over) {
            return to.map_err(Refused::sender);
        }
        let data = in_time(self.line.read_response(), patience).await;
        let awaits_content = data.is_ok();
        let refused = |fault, is_about_the_reader| Refused { fault, is_about_the_reader, awaits_content };
        from.map_err(|fault| refused(fault, false))?;
        to.map_err(|fault| refused(fault, true))?;
        data.map_err(Refused::sender)
    }

    /// Hands the content over.
    pub async fn content(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let patience = self.patience * PHASES_TO_HAND;
        match std::str::from_utf8(bytes) {
            Ok(text) => in_time(self.line.command(content(text)), patience).await,
            Err(_) => in_time(self.line.message(bytes), patience).await,
        }
    }

    /// Has the server forget a letter that was named.
    pub async fn forget(&mut self) -> Result<(), Fault> {
        self.command(Rset).await
    }

    /// Takes leave.
    pub async fn quit(&mut self) {
        // Whatever it answers, the letters are through.
        let _ = timeout(self.patience, self.line.quit()).await;
    }

    async fn command<C: Display>(&mut self, command: C) -> Result<(), Fault> {
        in_time(self.line.command(command), self.patience).await
    }
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

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn a_letter_ends_with_a_dot_by_itself_and_no_line_of_it_is_taken_for_that() {
        assert_eq!(content("a: b\r\n\r\n.\r\n..c\r\nd.\r\n"), "a: b\r\n\r\n..\r\n...c\r\nd.\r\n.\r\n");
        assert_eq!(content("no end"), "no end\r\n.\r\n");
    }
}
