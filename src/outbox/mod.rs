//! Letters that wait: posted in the transaction of the deed that they tell of, handed over one by one, and what became of
//! each written down. Knows no feature. Rules:
//!
//! - a letter's key says what it is, once: posting it again is harmless, and its Message-ID follows from the key
//! - queued → claimed (by lease) → handed (committed before the content goes to the server) → sent, failed or unknown. A
//!   claim that ran out returns to the queue, since nothing has left; a handing-over that ran out is unknown, is shown, and
//!   is sent again only by a person or where the configuration says so
//! - sending happens outside every transaction; settling one letter and handing the next over share a commit
//! - whether a letter is still to be sent is asked of its [`Kind`] when it is written and once more when it is handed over
//! - a database that has never sent from here (a restored or copied one) holds its mail until somebody lets it in
//!
//! Tables: `letters letter_files letter_steps mail_switches mail_homes`.

mod handing;
mod home;
mod kind;
mod lane;
mod ledger;
mod model;
mod post;
mod postman;
mod round;
mod run;
mod store;
mod switch;

pub use home::{Home, let_in, move_in};
pub use kind::{Kind, Kinds};
pub use ledger::{
    Filter, Listed, Step, counts, find, hold, keep_failed, letter, oldest, resend, retry, steps,
};
pub use model::{By, Draft, Outcome, State, Waiting, backoff};
pub use post::{Addressee, New, Sender, post};
pub use postman::{Postman, domain};
pub use round::Report;
pub use store::{drop_waiting, keep_waiting};
pub use switch::{Switch, held, switch};
