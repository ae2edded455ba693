//! The leaders in those two years. A quarter's list is published on some day or never; its digest, and each month's, is
//! prepared when its day and its list have come, waits for a reviewer who takes her time, and is overtaken by the next one
//! when she takes too long. Each leader gets what was approved once, with the hash of its list, and nothing else; one of
//! them has enough at last.

use chrono::{Datelike, NaiveDate, TimeDelta};
use diesel::prelude::*;
use groundwork::db::schema::{digests, letters, list_versions};
use groundwork::features::digests::{DigestKind, State as Issue};
use groundwork::kernel::calendar::{Quarter, local_date, period_of, quarter_of};
use groundwork::kernel::instant::Instant;
use groundwork::kernel::role::Role;
use groundwork::outbox::State;
use rand::RngExt;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

use super::{World, day};
use crate::kit::{Client, TestApp, publish_quarter};
use crate::reminders::id_of;
use crate::six_months::lasting;

/// Of which kind, and of which quarter or month.
type Occasion = (DigestKind, String);

/// On this day one of them has enough.
const ENOUGH: &str = "2028-03-14";

pub struct Leaders {
    readers: Vec<i64>,
    /// The one who has enough.
    tired: Client,
    tired_id: i64,
    has_enough: bool,
    /// When the list of a quarter will be published that has not been; never where there is none.
    lists: BTreeMap<Quarter, Option<NaiveDate>>,
    published: BTreeSet<Quarter>,
    /// What was approved, and who was to get it.
    approved: BTreeMap<Occasion, BTreeSet<i64>>,
    overtaken: usize,
}

impl Leaders {
    /// Two of the province and one of a city; the first list is published.
    pub async fn of(app: &TestApp) -> Self {
        let mut readers = Vec::new();
        for place in ["370000", "370200"] {
            readers.push(app.person(Role::Leader, place).await.id);
        }
        let tired = lasting(app, Role::Leader, "370000").await;
        let tired_id = id_of(&tired).await;
        readers.push(tired_id);
        let first = Quarter::parse("2026Q3").unwrap();
        Self {
            readers,
            tired,
            tired_id,
            has_enough: false,
            lists: BTreeMap::new(),
            published: BTreeSet::from([first]),
            approved: BTreeMap::new(),
            overtaken: 0,
        }
    }
}

impl World {
    /// The day after so many working days, by the plain rule.
    pub fn working_day_after(&self, mut day: NaiveDate, mut left: i32) -> NaiveDate {
        while left > 0 {
            day = day.succ_opt().unwrap();
            left -= i32::from(self.works(day));
        }
        day
    }

    /// The day on which the digest of what ends on a day is due, as the configuration says it.
    fn digest_due(&self, kind: DigestKind, last: NaiveDate) -> NaiveDate {
        self.working_day_after(last, if kind == DigestKind::Quarterly { 21 } else { 10 })
    }

    /// What the reviewer should find today: of each kind the last one that is due.
    fn at_hand(&self, today: NaiveDate) -> Vec<Occasion> {
        let since = local_date(self.app.context.instance.created_at, self.app.context.zone);
        let ended = |kind| match kind {
            DigestKind::Quarterly => quarter_of(today).first_day().pred_opt().unwrap(),
            DigestKind::Monthly => today.with_day(1).unwrap().pred_opt().unwrap(),
        };
        let first_day = |kind, last| match kind {
            DigestKind::Quarterly => quarter_of(last).first_day(),
            DigestKind::Monthly => last.with_day(1).unwrap(),
        };
        let named = |kind, last| match kind {
            DigestKind::Quarterly => quarter_of(last).to_string(),
            DigestKind::Monthly => period_of(last).to_string(),
        };
        let mut all = Vec::new();
        for kind in [DigestKind::Quarterly, DigestKind::Monthly] {
            let last = ended(kind);
            let before = first_day(kind, last).pred_opt().unwrap();
            if self.digest_due(kind, last) <= today {
                all.push((kind, named(kind, last)));
            } else if (since..=today).contains(&self.digest_due(kind, before)) {
                all.push((kind, named(kind, before)));
            }
        }
        all
    }

    /// The list of each quarter that is over is published on its day.
    pub async fn publish(&mut self, today: NaiveDate) {
        let over = Quarter::parse(&quarter_of(today).previous().to_string()).unwrap();
        if !self.leaders.published.contains(&over) && !self.leaders.lists.contains_key(&over) {
            let last = over.last_day();
            let chance = &mut self.chance;
            let on =
                (chance.random_range(0..8) > 0).then(|| last + TimeDelta::days(chance.random_range(20..75)));
            self.leaders.lists.insert(over, on);
        }
        let is_due = |on: &Option<NaiveDate>| on.is_some_and(|on| on <= today);
        let due: Vec<Quarter> =
            self.leaders.lists.iter().filter(|(_, on)| is_due(on)).map(|(quarter, _)| *quarter).collect();
        for quarter in due {
            let projects: Vec<i64> = self.cities.iter().map(|city| city.project).collect();
            let number = format!("鲁工信清单〔{}〕{}号", quarter.last_day().year(), quarter);
            publish_quarter(&self.reviewer, &quarter.to_string(), &number, &projects).await;
            self.leaders.lists.insert(quarter, None);
            self.leaders.published.insert(quarter);
        }
    }

    /// After the morning's run: what is at hand stands as it should, and the reviewer approves some of it.
    pub async fn approve(&mut self, today: NaiveDate) {
        if !self.works(today) {
            return;
        }
        let seed = self.seed;
        for occasion in self.at_hand(today) {
            // What was approved a moment ago has the others prepared anew.
            let all = self.issues();
            let found = all.iter().filter(|(_, of, ..)| *of == occasion);
            let Some((id, _, state, revision)) = found.max_by_key(|(id, ..)| *id) else {
                panic!("seed {seed}: {occasion:?} was due by {today} and is not there");
            };
            let is_listed = occasion.0 == DigestKind::Monthly
                || self.leaders.published.contains(&Quarter::parse(&occasion.1).unwrap());
            let expected = match (self.leaders.approved.contains_key(&occasion), is_listed) {
                (true, _) => Issue::Approved,
                (false, true) => Issue::Proposed,
                (false, false) => Issue::Waiting,
            };
            assert_eq!(*state, expected, "seed {seed}: {occasion:?} on {today}");
            if expected == Issue::Proposed && self.chance.random_range(0..100) < 12 {
                let based = self.reviewer.clone().with_header("If-Match", &format!("\"{revision}\""));
                based.post_json(&format!("/api/v1/digests/{id}/approve"), &json!({})).await.must(200);
                let mut readers: BTreeSet<i64> = self.leaders.readers.iter().copied().collect();
                if self.leaders.has_enough {
                    readers.remove(&self.leaders.tired_id);
                }
                self.leaders.approved.insert(occasion, readers);
            }
        }
        self.leaders.overtaken =
            self.issues().iter().filter(|(_, _, state, _)| *state == Issue::Dropped).count();
    }

    /// One of them stops it, on a page of hers.
    pub async fn have_enough(&mut self, today: NaiveDate) {
        if today >= day(ENOUGH) && !self.leaders.has_enough {
            self.leaders.tired.form("/digests/choice", &[("state", "off")]).await.must(303);
            self.leaders.has_enough = true;
        }
    }

    fn issues(&self) -> Vec<(i64, Occasion, Issue, i64)> {
        let conn = &mut *self.app.context.db.connection().unwrap();
        let rows: Vec<(i64, DigestKind, String, Issue, i64)> = digests::table
            .select((digests::id, digests::kind, digests::period, digests::state, digests::revision))
            .order(digests::id)
            .load(conn)
            .unwrap();
        rows.into_iter()
            .map(|(id, kind, period, state, revision)| (id, (kind, period), state, revision))
            .collect()
    }

    /// A digest that leaves was approved, goes to somebody who wants it, and carries the hash of its list.
    pub fn check_digest(&self, message_id: &str, to: &str) {
        let (conn, seed) = (&mut *self.app.context.db.connection().unwrap(), self.seed);
        let (key, reader, words): (String, Option<i64>, Option<String>) = letters::table
            .filter(letters::message_id.eq(message_id))
            .select((letters::key, letters::user_id, letters::body_text))
            .first(conn)
            .unwrap_or_else(|error| {
                panic!("seed {seed}: {message_id} to {to} is not in the ledger: {error}")
            });
        let occasion = occasion_of(&key);
        let approved = self.leaders.approved.get(&occasion);
        let approved = approved.unwrap_or_else(|| panic!("seed {seed}: nobody approved {key}"));
        let reader = reader.unwrap();
        assert!(approved.contains(&reader), "seed {seed}: {key} was not for {to}");
        let is_tired = self.leaders.has_enough && reader == self.leaders.tired_id;
        assert!(!is_tired, "seed {seed}: {key} left although {to} had stopped it");
        let hashes: Vec<(Quarter, String)> =
            list_versions::table.select((list_versions::quarter, list_versions::hash)).load(conn).unwrap();
        let words = words.unwrap_or_default();
        let is_of =
            |quarter: &Quarter| occasion.0 == DigestKind::Monthly || quarter.to_string() == occasion.1;
        let carries = hashes.iter().any(|(quarter, hash)| is_of(quarter) && words.contains(hash));
        assert!(carries, "seed {seed}: {key} does not carry the hash of its list");
    }

    /// In the end: one letter for each leader and each issue that was approved, and no other.
    pub fn settle_digests(&self) {
        let (conn, seed) = (&mut *self.app.context.db.connection().unwrap(), self.seed);
        let rows: Vec<(String, Option<i64>, State, Option<Instant>)> = letters::table
            .filter(letters::kind.eq("digest"))
            .select((letters::key, letters::user_id, letters::state, letters::sent_at))
            .load(conn)
            .unwrap();
        let posted: Vec<(Occasion, i64)> =
            rows.iter().map(|(key, reader, ..)| (occasion_of(key), reader.unwrap())).collect();
        let once: BTreeSet<&(Occasion, i64)> = posted.iter().collect();
        assert_eq!(once.len(), posted.len(), "seed {seed}: a digest was posted twice");
        let approved = self.leaders.approved.iter();
        let wanted: BTreeSet<(Occasion, i64)> =
            approved.flat_map(|(of, readers)| readers.iter().map(|reader| (of.clone(), *reader))).collect();
        assert_eq!(
            posted.iter().cloned().collect::<BTreeSet<_>>(),
            wanted,
            "seed {seed}: who gets which digest"
        );
        for (key, reader, state, sent_at) in &rows {
            let is_tired = *reader == Some(self.leaders.tired_id) && *state == State::Dropped;
            let ended =
                matches!(state, State::Sent | State::Unknown | State::Queued | State::Failed) || is_tired;
            assert!(ended, "seed {seed}: {key} ends as {state}");
            assert_eq!(sent_at.is_some(), *state == State::Sent, "seed {seed}: {key}");
        }
        let sent = rows.iter().filter(|(_, _, state, _)| *state == State::Sent).count();
        let quarterly =
            self.leaders.approved.keys().filter(|(kind, _)| *kind == DigestKind::Quarterly).count();
        let told = (sent, quarterly, self.leaders.overtaken);
        assert!(
            sent > 30 && quarterly > 2 && self.leaders.overtaken > 0,
            "seed {seed}: the story tells nothing: {told:?} letters, quarters and lists overtaken"
        );
    }
}

/// Of a key such as `digest:quarterly:2026Q3:v1:12`.
fn occasion_of(key: &str) -> Occasion {
    let parts: Vec<&str> = key.split(':').collect();
    assert_eq!(parts.len(), 5, "{key}");
    (parts[1].parse().unwrap(), parts[2].to_owned())
}
