//! Things that tests need, with every field filled in so that a test names only what it is about.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use groundwork::db::{Db, schema::users};
use groundwork::features::accounts::{NewUser, add_user};
use groundwork::kernel::division::{DivisionCode, Scope};
use groundwork::kernel::instant::Instant;
use groundwork::kernel::role::Role;
use groundwork::web::{Caller, Lang};
use std::sync::LazyLock;

use diesel::prelude::*;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse 电池";

/// The same as argon2id at its cheapest: the hash carries its own cost, so signing in stays the real path and fast.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    cheap.hash_password(PASSWORD.as_bytes()).unwrap().to_string()
});

/// An account to be made.
pub struct NewPerson {
    /// What she may do.
    pub role: Role,
    /// Where; codes with commas.
    pub scope: &'static str,
    /// Before the `@`; unique in a test.
    pub name: String,
}

impl NewPerson {
    /// Her address.
    pub fn email(&self) -> String {
        format!("{}@example.gov.cn", self.name)
    }

    /// Makes her account through the room's own deed; she signs in with [`PASSWORD`].
    pub fn insert(&self, db: &Db, now: Instant) -> i64 {
        let new = NewUser {
            email: self.email(),
            name: self.name.clone(),
            role: self.role,
            scope: Scope::parse(self.scope).unwrap(),
            lang: Lang::Zh,
        };
        let machine = Caller::command_line(DivisionCode::parse("370000").unwrap());
        db.write_now(|conn| {
            let id = add_user(conn, &machine, &new, None, now)?;
            diesel::update(users::table.find(id)).set(users::password_hash.eq(&*HASH)).execute(conn)?;
            Ok(id)
        })
        .unwrap()
    }
}
