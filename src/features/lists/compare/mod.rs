//! What changed from one list to another (DOMAIN section 19, "quarter comparison in words"). A folder, because five
//! things stand apart: which two sides are meant and what one reader sees of them ([`sides`]), what changed between
//! the [`item`]s on them ([`model`], with [`totals`]), which of what left and entered may be one project ([`same`]),
//! the words that go into a report ([`sentences`], [`words`]), and the workbook ([`workbook`]). The middle ones are
//! pure.
//!
//! - any two lists or versions of lists, and a list against the registry as it stands now
//! - a reader with a scope of her own compares her extracts, and is told so
//! - figures differ by what they are, rates by percentage points (个百分点), never by per cent of themselves

pub mod item;
pub mod model;
pub mod same;
pub mod sentences;
pub mod sides;
pub mod totals;
pub mod words;
pub mod workbook;
