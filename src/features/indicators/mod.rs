//! Every figure with its formula and its denominator, the ranks made of them, and the check that runs before anything
//! is published (DOMAIN sections 5 and 7). Pure: no tables, no routes, no clock. Rules of this room:
//!
//! - a rate is an exact fraction of whole numbers, rounded once, half up, when it is shown; without a denominator there
//!   is none: null for programs, "—" for people
//! - every rate names its denominator, because the trade uses two start rates and rarely says which one
//! - counts and sums take a bundle once; its parts count in the split count only (口径 stands beside every count)
//! - time progress is that of the list's own day, never of today
//! - places of equal value share a rank and leave the next ones out: 1, 2, 2, 4; what has no value has no rank

mod bulletin;
mod claims;
mod consistency;
mod definition;
mod figures;
mod lights;
mod measured;
mod moment;
mod printed;
mod ranking;

pub use bulletin::{Bulletin, Dimension, Group, Grouping, Ranks};
pub use claims::{Stated, StatedGroup, about, claims, group_name, groups_by};
pub use consistency::{Claim, Finding, Said, Verdict, check};
pub use definition::{Definition, Indicator, Unit};
pub use figures::{Figures, Measure};
pub use lights::Lights;
pub use measured::{Measured, Member, members, started_not_enrolled};
pub use moment::Moment;
pub use printed::Printed;
pub use ranking::competition;
