//! Groundwork (奠基): a province's quarterly list of key manufacturing projects, kept as a document that can be
//! trusted. The map of the house, one sentence a room; arrows run downwards only (tests/house/imports.rs checks):
//!
//! - [`kernel`]: what the field's words mean (money, dates, codes, quarters), without any database or page.
//! - [`locales`]: the texts in both languages, and the one place where a message becomes a sentence.
//! - [`config`]: typed sections; every mistake named by its path.
//! - [`db`]: two doors, read and write, on SQLite or Postgres.
//! - [`mail`]: letters and the ways on which they leave, knowing no table.
//! - [`outbox`]: letters that wait, and what became of each.
//! - [`schedule`]: jobs that run by themselves, each tick once.
//! - [`sheet`]: workbooks in and out, knowing no feature.
//! - [`draw`]: SVG that page and print share, knowing no feature.
//! - [`web`]: the HTTP kit: routes with their guards, callers, forms, faces of an error, the page's shell.
//! - [`features`]: the rooms, in the order in which they may know each other.
//! - [`context`]: what handlers and commands receive.
//! - [`app`]: the composition root.
//! - [`cli`]: one file a command.

pub mod app;
pub mod cli;
pub mod config;
pub mod context;
pub mod db;
pub mod draw;
pub mod features;
pub mod kernel;
pub mod locales;
pub mod mail;
pub mod outbox;
pub mod schedule;
pub mod sheet;
pub mod web;
