//! Who may do what: the contract's table of roles and deeds, in one place. Which *rows* a person may touch is her
//! scope's business (`db::within`); this table only says which kinds of deed her role knows at all.

use crate::text_enum;

text_enum! {
    /// The six roles.
    pub enum Role {
        /// Runs the system: people, reference data, settings. Enters no projects.
        Administrator = "administrator",
        /// Province: opens, reviews and publishes lists.
        Reviewer = "reviewer",
        /// Investment promotion: enters projects and leads.
        Officer = "officer",
        /// A city's officer: nominates and reports what is hers.
        City = "city",
        /// Reads, and receives the digest.
        Leader = "leader",
        /// Reads everything, writes nothing.
        Auditor = "auditor",
    }
}

/// A kind of deed that a role may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Read whatever lies in scope.
    Read,
    /// Create and edit projects, import workbooks.
    EditProjects,
    /// Register leads and follow them.
    Promote,
    /// Keep the attraction map: what chains consist of, and how strong they are.
    EditAtlas,
    /// Nominate for a list, withdraw a nomination.
    Nominate,
    /// Write and hand in monthly reports.
    WriteUpdates,
    /// Approve a monthly report that another person of the city wrote.
    ApproveUpdates,
    /// Accept or return monthly reports, close a month, let a city in again, let a project off.
    ReviewUpdates,
    /// Any decision about a monthly report; which one, the two above say.
    DecideUpdates,
    /// Remark on a record that lies in scope.
    Comment,
    /// 批示: have something done about a project.
    Instruct,
    /// Open, decide, publish a list.
    ManageLists,
    /// See to it that people are reminded: superiors, deputies, calls.
    Remind,
    /// People, reference data, settings.
    Administer,
    /// Read the audit record.
    ReadAudit,
}

impl Role {
    /// The contract's table.
    pub const fn may(self, deed: Deed) -> bool {
        match deed {
            Deed::Read => true,
            Deed::EditProjects | Deed::Promote | Deed::EditAtlas | Deed::Nominate => {
                matches!(self, Self::Reviewer | Self::Officer | Self::City)
            }
            Deed::WriteUpdates => matches!(self, Self::Officer | Self::City),
            Deed::ApproveUpdates => matches!(self, Self::City),
            Deed::DecideUpdates => matches!(self, Self::Reviewer | Self::City),
            Deed::Comment => {
                matches!(self, Self::Reviewer | Self::Officer | Self::City | Self::Leader)
            }
            Deed::Instruct => matches!(self, Self::Reviewer | Self::Leader),
            Deed::ReviewUpdates | Deed::ManageLists => matches!(self, Self::Reviewer),
            Deed::Remind => matches!(self, Self::Administrator | Self::Reviewer),
            Deed::Administer => matches!(self, Self::Administrator),
            Deed::ReadAudit => matches!(self, Self::Administrator | Self::Auditor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_contract_holds() {
        let who = |deed| {
            Role::ALL.iter().filter(|role| role.may(deed)).map(|role| role.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(who(Deed::EditProjects), ["reviewer", "officer", "city"]);
        assert_eq!(who(Deed::Promote), ["reviewer", "officer", "city"]);
        assert_eq!(who(Deed::EditAtlas), ["reviewer", "officer", "city"]);
        assert_eq!(who(Deed::Nominate), ["reviewer", "officer", "city"]);
        assert_eq!(who(Deed::WriteUpdates), ["officer", "city"]);
        assert_eq!(who(Deed::ApproveUpdates), ["city"]);
        assert_eq!(who(Deed::ReviewUpdates), ["reviewer"]);
        assert_eq!(who(Deed::DecideUpdates), ["reviewer", "city"]);
        assert_eq!(who(Deed::Comment), ["reviewer", "officer", "city", "leader"]);
        assert_eq!(who(Deed::Instruct), ["reviewer", "leader"]);
        assert_eq!(who(Deed::ManageLists), ["reviewer"]);
        assert_eq!(who(Deed::Remind), ["administrator", "reviewer"]);
        assert_eq!(who(Deed::Administer), ["administrator"]);
        assert_eq!(who(Deed::ReadAudit), ["administrator", "auditor"]);
        assert_eq!(who(Deed::Read).len(), 6);
    }
}
