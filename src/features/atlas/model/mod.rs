//! The attraction map as it is computed: what is missing where, who works on it, who could fill it and which park fits. Pure.

pub mod gaps;
pub mod matching;
