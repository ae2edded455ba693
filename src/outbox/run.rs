//! One run of the sender: what is due goes to the line, letter by letter. Whatever happens in between, a letter's row says
//! how far it has come: a sender that is killed leaves claims, which return to the queue, and of each of its lanes at most
//! one letter of which nobody knows.
//!
//! A run has a thread of its own, which its lanes share: while one waits for its server, another goes on, and what they have
//! to write down at the same moment is one commit.

use super::home::{look_back, mark};
use super::lane::Lane;
use super::postman::Postman;
use super::round::{Report, Round};
use super::store;
use super::switch::{Switch, held};
use crate::context::Context;
use crate::db::Conn;
use crate::kernel::error::{Error, Result};
use futures_util::future::join_all;

impl Postman {
    /// Hands over what is due, at most as many as configured, and says what became of it.
    ///
    /// # Errors
    /// When the database does not answer. What has left is written down, or is found by the next run.
    pub async fn run(&self, ctx: &Context) -> Result<Report> {
        let (now, resend, home) = (ctx.now(), self.resend(), self.home().clone());
        let looked = home.clone();
        let begin = move |conn: &mut Conn| {
            look_back(conn, &looked)?;
            store::recover(conn, resend, now)
        };
        let unknown = ctx.db.write(begin).await?;
        if ctx.db.read(move |conn| held(conn, &home)).await? != Switch::Open {
            return Ok(Report { unknown, held: true, ..Report::default() });
        }
        let (postman, context) = (self.clone(), ctx.clone());
        let round = actix_web::web::block(move || drive(Round::new(postman, context))).await;
        // A round that did not come to its end is found by the next run.
        let (report, done) = round.map_err(|error| Error::Unavailable(error.to_string()))??;
        let home = self.home().clone();
        ctx.db.read(move |conn| mark(conn, &home)).await?;
        done.map(|()| Report { unknown: unknown + report.unknown, ..report })
    }
}

/// Runs on a thread that may wait.
fn drive(round: Round) -> Result<(Report, Result<()>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::Unavailable(error.to_string()))?;
    let lanes = (0..round.postman.lanes()).map(|_| Lane::new(&round).run());
    let done = runtime.block_on(join_all(lanes));
    // A name that is still looked up ends by itself.
    runtime.shutdown_background();
    Ok((round.report(), done.into_iter().collect()))
}
