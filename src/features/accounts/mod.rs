//! People: who they are, what they may touch, how they prove it. Rules of this room:
//!
//! - a password is kept as argon2id only; a session or API token as SHA-256 only; neither is ever logged or echoed
//! - sessions live in a table, so that one can be ended from outside
//! - failed sign-ins are counted per account and per address before the password is looked at; an unknown account and
//!   a wrong password get the same answer after the same work
//! - the first administrator comes through a one-time link printed at the first start
//!
//! Tables: `users sessions api_tokens invitations sign_in_attempts`.

mod actions;
mod api;
mod cookie;
mod input;
mod model;
mod pages;
mod secret;
mod store;
mod tokens;

pub use actions::{add_user, disable_user, invite_first_administrator, reset_password};
pub use input::NewUser;
pub use model::{SignInPolicy, User};
pub use store::{all_users, by_email, touch, who_is};
pub use tokens::create_token;

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::{May, Public};
    routes.get("/sign-in", Public, pages::sign_in_form);
    routes.post("/sign-in", Public, pages::sign_in);
    routes.post("/sign-out", May(Deed::Read), pages::sign_out);
    routes.get("/setup/{token}", Public, pages::setup_form);
    routes.post("/setup/{token}", Public, pages::setup);

    routes.post("/api/v1/session", Public, api::sign_in);
    routes.delete("/api/v1/session", May(Deed::Read), api::sign_out);
    routes.get("/api/v1/me", May(Deed::Read), api::me);
}
