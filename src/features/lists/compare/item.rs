//! A project on one side of a comparison, wherever that side comes from: a published list, a draft, the registry.

use crate::features::projects::{Class, Facts};

/// A project on one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// `projects.id`
    pub project_id: i64,
    /// 序号 of a published list.
    pub serial: Option<i32>,
    /// Class on this side.
    pub class: Class,
    /// Heading on a list.
    pub section: Option<String>,
    /// Its facts there; their `class` is this side's.
    pub facts: Facts,
}

impl Item {
    /// Of one side; the class there stands for the class that the registry proposes.
    pub fn new(
        project_id: i64,
        serial: Option<i32>,
        class: Class,
        section: Option<String>,
        facts: Facts,
    ) -> Self {
        Self { project_id, serial, class, section, facts: Facts { class: Some(class), ..facts } }
    }
}
