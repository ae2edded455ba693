//! One project's report for a month, whole: the form with last time's values and a draft that saves itself, the photos of
//! the site, and the sheet that is printed, signed, stamped and comes back as a scan.

mod attach;
mod history;
mod input;
mod papers;
mod photos_api;
mod print;
mod show;
mod sides;
mod submit;
mod view;

pub use attach::{attach, void};
pub use history::history;
pub use photos_api::{Api, list as photos, send as send_photo};
pub use print::print;
pub use show::show;
pub use submit::submit;
