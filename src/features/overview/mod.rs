//! The first page: how many, how much, where, and what waits for whoever looks. Rules of this room:
//!
//! - it owns no table; it counts what the registry and the lists hold, within the reader's scope
//! - every number is a link to its rows, and every rate names its denominator
//! - counted is what the registry lists: everything but merged, split and voided records. Money leaves the parts of a
//!   bundle out, as the registry's own sum does; the page says so

mod model;
mod pages;
mod store;
mod waiting;

use crate::kernel::role::Deed;
use crate::web::{Access, Routes};

/// The addresses of this room.
pub fn routes(routes: &mut Routes) {
    routes.get_asking("/", Access::May(Deed::Read), &["view"], pages::overview);
}
