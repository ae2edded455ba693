//! Letters and the ways on which they leave; knows no table and no feature. Rules:
//!
//! - a [`Letter`] is what one person reads: subject, a text that stands alone, the same as HTML, attachments. Whoever sends
//!   it adds the [`Frame`]: from whom, under which Message-ID, and what machines are told
//! - a [`Line`] takes one letter at a time, in two steps: [`Line::begin`] up to the point at which the server waits for the
//!   content, and [`Line::hand`]. Between them the sender writes down that the letter is being handed over; what fails
//!   before has reached nobody, and only what fails in the second step without an answer is [`Refusal::Unknown`]
//! - nothing waits for ever: every order to a server has its time, whatever the server does

mod folder;
mod letter;
mod line;
mod memory;
mod smtp;

pub use letter::{Attachment, Frame, Letter, Unsubscribe, mailbox};
pub use line::{Envelope, Line, Refusal, Transport};
pub use memory::{Fault, Memory};
