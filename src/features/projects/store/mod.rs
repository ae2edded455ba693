//! SQL of the registry, one file an act. Reading what stands now never depends on how long a history is: `projects`
//! carries the newest row, and the money beside it is found by indexes on what still holds.

mod as_of;
mod attached;
mod brief;
mod find;
mod history;
mod light;
mod lock;
mod planned;
mod problems;
mod read;
mod rows;
mod write;

pub use as_of::stored_as_of;
pub use attached::{Attached, attached};
pub use brief::{Brief, briefs};
pub use find::{Found, Row, find};
pub use history::{Recorded, amounts_of, facts_at, history};
pub use light::{lights, lights_of, shine};
pub use lock::locked;
pub use planned::{Planned, planned};
pub use problems::open_problems;
pub use read::{Stored, candidates, has_parts, parent_of, stored, stored_many};
pub use write::{Say, Target, Written, point_to, record, search_text, submitted};
