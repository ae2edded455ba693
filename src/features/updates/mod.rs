//! The monthly reports (月度调度): every project on the current list owes one for each month. Rules of this room:
//!
//! - who owes is fixed when the month is over, and how an obligation stands is computed from instants that are written
//!   down: due, handed in, returned
//! - what is unusual about a report needs a reason and stays visible; only what cannot be is refused
//! - a light follows from rules that are data, and says why it has its colour

mod model;

pub use model::flags::{Before, Flag, Month, flags};
pub use model::ledger::{Tally, tallies};
pub use model::lights::{Family, Finding, Rules, Situation, Why, forecast, in_force, light};
pub use model::obligation::{Attempt, Terms, standing};
pub use model::{Figures, ObligationState, UpdateState};
