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

pub use actions::{add_user, count_strange, disable_user, invite_first_administrator, reset_password};
pub use api::Api as AccountsApi;
pub use input::NewUser;
pub use model::{SignInPolicy, User};
pub use store::{all_users, by_email, touch, users_within, who_is};
pub use tokens::create_token;

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    use Access::{May, Public};
    routes.get_asking("/sign-in", Public, &["next"], pages::sign_in_form);
    routes.post("/sign-in", Public, pages::sign_in);
    routes.post("/sign-out", May(Deed::Read), pages::sign_out);
    routes.get("/setup/{token}", Public, pages::setup_form);
    routes.post("/setup/{token}", Public, pages::setup);

    routes.get("/account", May(Deed::Read), pages::account);
    routes.post("/account/language", May(Deed::Read), pages::choose_lang);
    routes.post("/account/password", May(Deed::Read), pages::change_password);
    routes.post("/account/tokens", May(Deed::Read), pages::create_token);
    routes.post("/account/tokens/{id}/revoke", May(Deed::Read), pages::revoke_token);
    routes.post("/account/sessions/{id}/end", May(Deed::Read), pages::end_session);

    routes.get("/people", May(Deed::Administer), pages::people);
    routes.post("/people", May(Deed::Administer), pages::add_person);
    routes.get("/people/{id}", May(Deed::Administer), pages::person);
    routes.post("/people/{id}", May(Deed::Administer), pages::change_person);
    routes.post("/people/{id}/link", May(Deed::Administer), pages::link);

    routes.post("/api/v1/session", Public, api::sign_in);
    routes.delete("/api/v1/session", May(Deed::Read), api::sign_out);
    routes.get("/api/v1/me", May(Deed::Read), api::me);
}
