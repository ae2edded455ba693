//! Who reads a letter: the person herself, the one who stands in for her while she is away, or her superior. Nobody reads
//! of what lies outside her scope.

use super::debt::{Debt, Whose};
use crate::features::accounts::User;
use crate::kernel::role::{Deed, Role};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How a person stands among the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whom is told when she is late.
    pub superior: Option<i64>,
    /// Who reads her letters while she is away.
    pub deputy: Option<i64>,
    /// From which day to which she is away, both included.
    pub away: Option<(NaiveDate, NaiveDate)>,
}

impl Standing {
    /// Whether she is away on a day.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        self.away.is_some_and(|(from, until)| (from..=until).contains(&day))
    }
}

/// Everybody who may sign in.
#[derive(Clone, Debug, Default)]
pub struct People {
    users: BTreeMap<i64, User>,
    standings: BTreeMap<i64, Standing>,
}

impl People {
    /// Of all accounts; whoever may not sign in gets no letter.
    pub fn new(users: Vec<User>, standings: BTreeMap<i64, Standing>) -> Self {
        let users = users.into_iter().filter(|user| user.disabled_at.is_none());
        Self { users: users.map(|user| (user.id, user)).collect(), standings }
    }

    /// All of them, by id.
    pub fn all(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// One of them.
    pub fn get(&self, id: i64) -> Option<&User> {
        self.users.get(&id)
    }

    /// What she is called; nothing for whoever has left.
    pub fn name(&self, id: i64) -> String {
        self.get(id).map(|user| user.name.clone()).unwrap_or_default()
    }

    /// How she stands.
    pub fn standing(&self, id: i64) -> Option<&Standing> {
        self.standings.get(&id)
    }

    /// Whose debt it is.
    pub fn owers(&self, debt: &Debt) -> Vec<i64> {
        let named = match debt.whose {
            Whose::Reporter(id) => id.map(|id| (id, Deed::WriteUpdates)),
            Whose::Promoter(id) => Some((id, Deed::Promote)),
            Whose::Place | Whose::Reviewers => None,
        };
        if let Some((id, deed)) = named
            && self.may_read(id, debt)
            && self.get(id).is_some_and(|user| user.role.may(deed))
        {
            return vec![id];
        }
        let these = |role: Role, whole: bool| -> Vec<i64> {
            let theirs = self.users.values().filter(|user| user.role == role);
            let theirs = theirs.filter(|user| user.scope.covers(debt.place));
            theirs.filter(|user| user.scope.is_whole_province() == whole).map(|user| user.id).collect()
        };
        let city = match debt.whose {
            Whose::Reporter(_) | Whose::Promoter(_) | Whose::Place => these(Role::City, false),
            Whose::Reviewers => Vec::new(),
        };
        // A city without anybody who could do it is the province's concern: no debt is nobody's.
        if city.is_empty() { these(Role::Reviewer, true) } else { city }
    }

    /// Who reads what is meant for a person on a day: herself, or her deputy while she is away. A deputy who is away
    /// herself, has left, or may not see what it is about, does not stand in.
    pub fn reader(&self, id: i64, debt: &Debt, today: NaiveDate) -> i64 {
        let deputy =
            self.standing(id).filter(|standing| standing.is_away(today)).and_then(|away| away.deputy);
        let is_there = |deputy: &i64| {
            self.may_read(*deputy, debt) && !self.standing(*deputy).is_some_and(|one| one.is_away(today))
        };
        deputy.filter(is_there).unwrap_or(id)
    }

    /// Her superior, where one is named who may see what it is about.
    pub fn superior(&self, id: i64, debt: &Debt) -> Option<i64> {
        let superior = self.standing(id).and_then(|standing| standing.superior);
        superior.filter(|superior| *superior != id && self.may_read(*superior, debt))
    }

    fn may_read(&self, id: i64, debt: &Debt) -> bool {
        self.users.get(&id).is_some_and(|user| user.scope.covers(debt.place))
    }
}
