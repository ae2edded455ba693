//! `/healthz`: the process answers. `/readyz`: it can also work, that is, the database answers and its schema is whole, and
//! when a job ran last. `/metrics`: figures of the queue and the jobs for a collector, in Prometheus' text format; they are
//! counts alone and name nobody.

use crate::context::Context;
use crate::db;
use crate::features::operations::{Standing, standing};
use crate::kernel::division::Scope;
use crate::kernel::error::Error;
use crate::kernel::instant::Instant;
use crate::outbox::{Postman, State, Switch};
use crate::schedule;
use crate::web::{Access, ApiResult, Routes};
use actix_web::HttpResponse;
use actix_web::web::{Data, block};
use serde_json::json;
use std::fmt::Write as _;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/healthz", Access::Anonymous, alive);
    routes.get("/readyz", Access::Anonymous, ready);
    routes.get("/metrics", Access::Anonymous, metrics);
}

async fn alive() -> ApiResult {
    Ok(HttpResponse::Ok().json(json!({ "status": "alive" })))
}

async fn ready(ctx: Data<Context>) -> ApiResult {
    let unavailable = |error: Error| Error::Unavailable(error.to_string());
    // Outside a transaction: the question makes sure that its table is there, which Postgres refuses in a reading one.
    let asked = ctx.db.clone();
    let pending = block(move || db::pending(&mut *asked.connection()?)).await;
    let pending = pending.map_err(|error| Error::Unavailable(error.to_string()))?;
    let pending = pending.map_err(|error| Error::Unavailable(error.to_string()))?;
    if !pending.is_empty() {
        return Err(Error::Unavailable(format!("migrations to run: {}", pending.join(", "))).into());
    }
    let (last, _) = ctx.db.read(schedule::health).await.map_err(unavailable)?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ready", "last_tick": last })))
}

async fn metrics(ctx: Data<Context>, postman: Data<Postman>) -> ApiResult {
    let (now, scope) = (ctx.now(), Scope::from(ctx.province));
    let stands = ctx.db.read(move |conn| standing(conn, &postman, &scope, now)).await?;
    let text = exposition(&stands, now);
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}

/// The figures as Prometheus reads them.
fn exposition(stands: &Standing, now: Instant) -> String {
    let mut text = String::new();
    // Writing into a string does not fail.
    let mut say = |name: &str, help: &str, lines: &[(String, i64)]| {
        let _ = writeln!(text, "# HELP groundwork_{name} {help}\n# TYPE groundwork_{name} gauge");
        for (label, value) in lines {
            let _ = writeln!(text, "groundwork_{name}{label} {value}");
        }
    };
    let letters = State::ALL.iter().map(|state| (format!("{{state=\"{state}\"}}"), stands.count(*state)));
    say("letters", "Letters in each state.", &letters.collect::<Vec<_>>());
    let waits = stands.oldest.map_or(0, |since| (now.utc() - since.utc()).num_seconds().max(0));
    say("letters_oldest_seconds", "How long the oldest letter waits that is due.", &[(String::new(), waits)]);
    let held = i64::from(stands.switch != Switch::Open);
    say("mail_held", "1 while no letter leaves.", &[(String::new(), held)]);
    let last = stands.last_tick.map_or(0, |at| at.utc().timestamp());
    say("last_tick_timestamp_seconds", "When a job ran last; 0 for never.", &[(String::new(), last)]);
    say("ticks_failing", "Ticks that failed and are tried again.", &[(String::new(), stands.failing)]);
    text
}
