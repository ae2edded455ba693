//! What the cities are told of a bulletin, within the deed itself: each its own rate, place and lights.

use crate::db::Conn;
use crate::features::bulletins::document::Document;
use crate::features::bulletins::printed::Group;
use crate::features::notices::{self, About, Content, MonthTold, Notice};
use crate::kernel::division::DivisionCode;
use crate::kernel::error::Result;
use crate::kernel::instant::Instant;
use crate::web::Caller;

/// Every city hears that a version was published. The first is the publication; each later one corrects it and says why.
pub fn published(conn: &mut Conn, caller: &Caller, document: &Document, now: Instant) -> Result<()> {
    let imprint = &document.imprint;
    for city in &document.sheet.cities {
        let Some(division) = city.key.as_deref().and_then(|key| DivisionCode::parse(key).ok()) else {
            continue;
        };
        let told = told(document, city);
        let content = match &imprint.reason {
            None => Content::Bulletin { told },
            Some(reason) => Content::BulletinCorrection { reason: reason.clone(), told },
        };
        let notice = Notice { about: About::Month(imprint.period), division, content };
        notices::announce(conn, caller, &notice, now)?;
    }
    Ok(())
}

fn told(document: &Document, city: &Group) -> MonthTold {
    let (imprint, figures) = (&document.imprint, &city.told);
    MonthTold {
        version: imprint.version,
        number: imprint.number.clone(),
        count: figures.count,
        completion_rate: figures.completion_rate.clone(),
        place: city.ranks.completion_rate,
        red: figures.lights.red,
        late: figures.reports.late + figures.reports.missing,
    }
}
