//! `/healthz`: the process answers. `/readyz`: it can also work, that is, the database answers and its schema is whole.

use crate::context::Context;
use crate::db;
use crate::kernel::error::Error;
use crate::web::{Access, ApiResult, Routes};
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/healthz", Access::Anonymous, alive);
    routes.get("/readyz", Access::Anonymous, ready);
}

async fn alive() -> ApiResult {
    Ok(HttpResponse::Ok().json(json!({ "status": "alive" })))
}

async fn ready(ctx: Data<Context>) -> ApiResult {
    let pending = ctx.db.read(|conn| db::pending(conn).map_err(Error::Unexpected)).await;
    match pending {
        Ok(pending) if pending.is_empty() => Ok(HttpResponse::Ok().json(json!({ "status": "ready" }))),
        Ok(pending) => Err(Error::Unavailable(format!("migrations to run: {}", pending.join(", "))).into()),
        Err(error) => Err(Error::Unavailable(error.to_string()).into()),
    }
}
