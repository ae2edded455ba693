//! Accounts as the rules see them.

use crate::kernel::division::Scope;
use crate::kernel::instant::Instant;
use crate::kernel::role::Role;
use crate::web::Lang;
use chrono::TimeDelta;

/// An account.
#[derive(Clone, Debug)]
pub struct User {
    /// Never reused.
    pub id: i64,
    /// Lower case.
    pub email: String,
    /// Shown name.
    pub name: String,
    /// What kinds of deed.
    pub role: Role,
    /// On which rows.
    pub scope: Scope,
    /// Language of pages and letters.
    pub lang: Lang,
    /// Since when she may not sign in.
    pub disabled_at: Option<Instant>,
    /// Whether a password has been set.
    pub has_password: bool,
    /// When the account was made.
    pub created_at: Instant,
}

impl User {
    /// Whether everything this person may touch lies within `scope`: whose account an administrator of `scope` sees.
    pub fn lies_within(&self, scope: &Scope) -> bool {
        self.scope.places().iter().all(|place| scope.covers(*place))
    }
}

/// How many failures are allowed, and how long a session lives; from the configuration.
#[derive(Clone, Copy, Debug)]
pub struct SignInPolicy {
    /// Failures of one account within the window.
    pub per_account: i64,
    /// Failures from one address within the window.
    pub per_address: i64,
    /// The window.
    pub window: TimeDelta,
    /// Silence after which a session ends.
    pub idle: TimeDelta,
    /// Age at which a session ends in any case.
    pub lifetime: TimeDelta,
}

impl SignInPolicy {
    /// From the configured figures.
    pub fn new(config: &crate::config::Config) -> Self {
        Self {
            per_account: config.sign_in.per_account,
            per_address: config.sign_in.per_address,
            window: TimeDelta::minutes(config.sign_in.window_minutes),
            idle: TimeDelta::hours(config.session.idle_hours),
            lifetime: TimeDelta::days(config.session.lifetime_days),
        }
    }
}

/// How long a set-up or invitation link works.
pub const INVITATION_LIFETIME: TimeDelta = TimeDelta::days(7);

/// How often the last use of a session or token is written down; more often would make reads into writes.
pub const SEEN_RESOLUTION: TimeDelta = TimeDelta::minutes(5);
