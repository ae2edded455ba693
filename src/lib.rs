//! Groundwork (奠基): a province's quarterly list of key manufacturing projects, kept as a document that can be
//! trusted. The map of the house, one sentence a room; arrows run downwards only (tests/house/imports.rs checks):
//!
//! - [`kernel`]: what the field's words mean (money, dates, codes, quarters), without any database or page.
//! - [`draw`]: SVG that page and print share.
//! - [`sheet`]: workbooks in and out, knowing no feature.

pub mod kernel;
