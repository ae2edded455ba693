//! Reading what people write in cells: names, places and stages in free text. These files speak Chinese, because the words
//! are the business itself; everything found is checked against the data in the [`Book`](super::book::Book).

mod names;
mod place;
mod stage;

pub use place::{Doubt, Place};
pub use stage::{StageKind, StageReading, stage_key};
