//! The rooms. Each knocks only on rooms named above it here, and only at their `mod.rs`.

pub mod audit;

pub mod accounts;

pub mod reference;

pub mod chains;

pub mod enterprises;

pub mod targets;

pub mod carriers;

pub mod files;

pub mod comments;

pub mod notices;

pub mod projects;

pub mod indicators;

pub mod imports;

pub mod problems;

pub mod lights;

pub mod supervised;
pub mod suspended;

pub mod updates;

pub mod lists;

pub mod plans;

pub mod bulletins;

pub mod statistics;

pub mod leads;

pub mod visits;

pub mod atlas;

pub mod reminders;

pub mod digests;

pub mod mailroom;

pub mod operations;
pub mod overview;

pub mod demo;
