//! Deeds of the bulletins: publishing a month, correcting what was published. One transaction each, from the measured
//! month to the numbered, hashed document, its audit record and what the cities are told.

mod publish;
mod tell;

pub use publish::{correct, next_number, publish};
