//! What comes from outside about people, parsed: the same rules for the form, the API and the command line.

use super::model::User;
use crate::kernel::division::Scope;
use crate::kernel::error::{Error, Result, kept};
use crate::kernel::message::Message;
use crate::kernel::role::Role;
use crate::kernel::text::required_line;
use crate::web::{Lang, check};
use serde::Deserialize;
use validator::{Validate, ValidateEmail};

/// Shortest password. Long and plain beats short and odd (NIST SP 800-63B asks for at least 8, and more without a
/// second factor).
pub const PASSWORD_MIN: usize = 10;

/// `POST /api/v1/session`
#[derive(Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// The account.
    #[validate(length(max = 254))]
    pub email: String,
    /// Bounded, since hashing costs.
    #[validate(length(max = 1024))]
    pub password: String,
}

impl SignInBody {
    /// Checks the bounds.
    pub fn checked(self) -> Result<Self> {
        check(&self)?;
        Ok(self)
    }
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Lower case.
    pub email: String,
    /// Shown name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Scope.
    pub scope: Scope,
    /// Language.
    pub lang: Lang,
}

impl NewUser {
    /// Parses the words of a form or a command, reporting every wrong field at once.
    pub fn parse(email: &str, name: &str, role: &str, scope: &str, lang: Option<&str>) -> Result<Self> {
        let mut wrong = Vec::new();
        let email = kept("email", parse_email(email), &mut wrong);
        let name = kept("name", parse_name(name), &mut wrong);
        let role = kept(
            "role",
            role.trim().parse::<Role>().map_err(|_| Message::new("accounts-role-unknown")),
            &mut wrong,
        );
        let scope = kept("scope", Scope::parse(scope), &mut wrong);
        let lang = kept(
            "lang",
            Lang::from_word(lang.unwrap_or("zh")).ok_or(Message::new("accounts-lang-unknown")),
            &mut wrong,
        );
        match (email, name, role, scope, lang) {
            (Some(email), Some(name), Some(role), Some(scope), Some(lang)) => {
                Ok(Self { email, name, role, scope, lang })
            }
            _ => Err(Error::Invalid(wrong)),
        }
    }

    /// The fields that differ from what stands, as the audit record names them.
    pub fn changes_of(&self, user: &User) -> Vec<crate::features::audit::Change> {
        use crate::features::audit::Change;
        let pairs = [
            ("email", user.email.clone(), self.email.clone()),
            ("name", user.name.clone(), self.name.clone()),
            ("role", user.role.to_string(), self.role.to_string()),
            ("scope", user.scope.to_text(), self.scope.to_text()),
            ("lang", user.lang.to_string(), self.lang.to_string()),
        ];
        pairs
            .into_iter()
            .filter(|(_, from, to)| from != to)
            .map(|(field, from, to)| Change::new(field, from, to))
            .collect()
    }
}

fn parse_email(text: &str) -> Result<String, Message> {
    let email = text.trim().to_lowercase();
    // Few mail servers take an address in other letters (RFC 6531).
    if email.len() <= 254 && email.is_ascii() && email.validate_email() {
        Ok(email)
    } else {
        Err("input-email".into())
    }
}

fn parse_name(text: &str) -> Result<String, Message> {
    required_line(text, 60)
}

/// A new password: long enough, not absurdly long.
pub fn parse_password(text: &str) -> Result<&str> {
    match text.chars().count() {
        PASSWORD_MIN..=200 => Ok(text),
        _ => {
            Err(Error::field("password", Message::new("accounts-password-length").with("min", PASSWORD_MIN)))
        }
    }
}
