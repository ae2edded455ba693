//! Where a command may print. Everything else logs.

use std::fmt::Display;
use std::io::Write;

/// A line of the command's answer, on stdout. A closed pipe ends the talking, not the deed.
pub fn line(text: impl Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// What went wrong, on stderr.
pub fn error(text: &impl Display) {
    let _ = writeln!(std::io::stderr(), "groundwork: {text}");
}

/// The house's error as a person at the machine reads it: every refused field on a line of its own.
pub fn refusal(error_found: &crate::kernel::error::Error) {
    use crate::kernel::error::Error;
    let lang = crate::web::Lang::Zh;
    match error_found {
        Error::Invalid(fields) => {
            for field in fields {
                error(&format!("{}: {}", field.field, lang.render(&field.message)));
            }
        }
        Error::Conflict(why) | Error::Forbidden(why) | Error::Malformed(why) => error(&lang.render(why)),
        other => error(&format!("{other:#}")),
    }
}
