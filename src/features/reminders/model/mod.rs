//! What is owed, on which days its people are told, and who reads it. Pure.

pub mod debt;
pub mod ladder;
pub mod ladders;
pub mod people;
pub mod plan;
