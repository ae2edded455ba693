//! Deeds of this room: who gets in, and who is there at all.

mod people;
mod session;

pub use people::{
    accept_invitation, add_user, change_user, disable_user, invite, invite_first_administrator,
    reset_password,
};
pub use session::{change_own_password, choose_lang, count_strange, end_session, sign_in, sign_out};
