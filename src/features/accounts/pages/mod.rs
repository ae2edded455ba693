//! The pages of this room: signing in, one's own account, the administrator's list of people.

mod account;
mod people;
mod sign_in;

pub use account::{account, change_password, choose_lang, create_token, end_session, revoke_token};
pub use people::{add_person, change_person, link, people, person};
pub use sign_in::{setup, setup_form, sign_in, sign_in_form, sign_out};

use crate::kernel::error::FieldError;
use crate::web::{Form, Lang};

/// A form as it is shown: the words in its fields, and what was refused.
#[derive(Default)]
struct Filled {
    form: Form,
    errors: Vec<FieldError>,
}

impl Filled {
    /// With these words and nothing refused.
    fn with<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { form: Form::from_pairs(pairs), errors: Vec::new() }
    }

    fn refused(form: Form, errors: Vec<FieldError>) -> Self {
        Self { form, errors }
    }

    fn value(&self, name: &str) -> &str {
        self.form.raw(name)
    }

    /// What is wrong with a field, empty when nothing is.
    fn error(&self, lang: Lang, field: &str) -> String {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map_or_else(String::new, |error| lang.render(&error.message))
    }

    fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }
}
