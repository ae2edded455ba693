//! The leaders' digest of the last published quarter: prepared six weeks after the quarter's end from its list, and waiting
//! for a reviewer who looks at it.

use crate::config::Config;
use crate::context::Context;
use crate::features::{digests, lists};
use crate::kernel::calendar::start_of_day;
use crate::kernel::error::Result;
use crate::outbox;
use chrono::{Days, TimeDelta};

/// Prepares it, once.
pub fn tell(context: &Context, config: &Config) -> Result<()> {
    // The months of that time are not part of the story.
    let mut config = config.clone();
    config.digest.monthly = false;
    let rules = digests::Rules::new(context, &config, &outbox::domain(&config.mail)?);
    context.db.write_now(|conn| {
        if !digests::is_empty(conn)? {
            return Ok(());
        }
        let published = lists::lists(conn)?.into_iter().find(|list| list.newest.is_some());
        let Some(list) = published else { return Ok(()) };
        let day = start_of_day(list.head.quarter.last_day() + Days::new(45), context.zone);
        digests::prepare(conn, &rules, day.plus(TimeDelta::hours(9)).min(context.now()))?;
        Ok(())
    })
}
