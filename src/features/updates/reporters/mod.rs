//! Whose report it is: each project has a reporter, the person who entered it unless somebody hands it over. What is
//! handed over takes the reports along that are still owed; what was handed in stays with whoever handed it in.

mod actions;
mod api;
mod page;
mod store;

pub use actions::assign;
pub use api::{Api, assign as api_assign, list as api_list};
pub use page::{assign as page_assign, show as page};
