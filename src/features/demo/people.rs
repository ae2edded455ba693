//! The demonstration's people: one account a role, and one officer for each city.

use crate::context::Context;
use crate::features::accounts::{self, NewUser};
use crate::features::reference;
use crate::kernel::division::{DivisionCode, Scope};
use crate::kernel::error::{Error, Result};
use crate::kernel::role::Role;
use crate::web::{Caller, Lang};

/// An account of the demonstration.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its role.
    pub role: Role,
    /// Where it may look.
    pub scope: Scope,
    /// With which it signs in.
    pub email: String,
    caller: Caller,
}

impl Account {
    /// The person, as deeds want her.
    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }
}

/// Makes the accounts; the province's first, then the cities' in the order of their codes.
pub fn make(context: &Context, password: &str) -> Result<Vec<Account>> {
    let now = context.now();
    let province = context.province;
    let offices = [
        (Role::Administrator, "示例管理员", "admin"),
        (Role::Reviewer, "示例审核员", "reviewer"),
        (Role::Officer, "示例招商专员", "officer"),
        (Role::Leader, "示例领导", "leader"),
        (Role::Auditor, "示例审计员", "auditor"),
    ];
    let mut wanted: Vec<(Role, String, String, DivisionCode)> = offices
        .into_iter()
        .map(|(role, name, word)| (role, name.to_owned(), format!("{word}@demo.example"), province))
        .collect();
    let book = context.db.read_now(reference::book)?;
    for city in book.cities() {
        let word = city.name_en.to_lowercase().replace([' ', '\''], "");
        wanted.push((
            Role::City,
            format!("{}示例填报员", city.name_zh),
            format!("{word}@demo.example"),
            city.code,
        ));
    }
    let system = Caller::command_line(province);
    wanted
        .into_iter()
        .map(|(role, name, email, place)| {
            let scope = Scope::from(place);
            let new = NewUser { email: email.clone(), name, role, scope: scope.clone(), lang: Lang::Zh };
            let id = context.db.write_now(|conn| match accounts::by_email(conn, &email)? {
                Some(known) => Ok::<i64, Error>(known.id),
                None => accounts::add_user(conn, &system, &new, Some(password), now),
            })?;
            let NewUser { email, name, lang, .. } = new;
            let caller = Caller {
                id: Some(id),
                name,
                email: email.clone(),
                role,
                scope: scope.clone(),
                lang,
                session: None,
                request_id: None,
            };
            Ok(Account { role, scope, email, caller })
        })
        .collect()
}
