//! Two years of reminders with sixteen cities, in which nothing goes smoothly: people report early, late, between planning
//! and sending, or never; the program is down for days; two programs run at once; one of them dies in mid-send; the mail
//! server puts off, breaks, and takes letters without saying so. After every day the model below, which knows nothing of
//! the product's planner, says what should have been told to whom, and the ledger has to explain every copy that left.
//! Problems and leads are owed beside the reports (`matters`), and the leaders' digests go their way (`leaders`).
//!
//! The seed is printed with a failure; `GROUNDWORK_SEED` runs that one, `GROUNDWORK_SEEDS` so many more.

mod leaders;
mod matters;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use diesel::prelude::*;
use groundwork::app::Application;
use groundwork::db::schema::{letter_items, letter_steps, letters};
use groundwork::features::projects::{Facts, Stage};
use groundwork::features::reference::{self, HolidayKind};
use groundwork::kernel::calendar::{WorkingDays, local_date};
use groundwork::kernel::error::Error;
use groundwork::kernel::instant::Instant;
use groundwork::kernel::money::Money;
use groundwork::kernel::plan_date::PlanDate;
use groundwork::kernel::role::Role;
use groundwork::mail::{Fault, Memory, Transport};
use groundwork::outbox::State;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

use leaders::Leaders;
use matters::Pays;

use crate::kit::{CITIES, Client, TestApp, facts};
use crate::reminders::id_of;
use crate::six_months::lasting;
use crate::updates::{listed, set};

/// The first day and the day after the last.
const SPAN: (&str, &str) = ("2026-11-01", "2028-11-01");
/// A month is closed so many days after its reports are due.
const CLOSED_AFTER: i64 = 32;

/// Something that is owed, as the model knows it.
#[derive(Debug)]
struct Debt {
    key: String,
    city: usize,
    /// What its line in a letter begins with: the project, the problem's words, the enterprise.
    name: String,
    /// What its line asks for, where the same name may owe something else.
    asks: String,
    /// Of a report.
    period: String,
    due_on: NaiveDate,
    since: NaiveDate,
    /// On which day and in which part of it she pays it; never where there is none.
    acts: Option<(NaiveDate, usize)>,
    pays: Pays,
    /// When it was paid, or its month closed.
    paid_at: Option<Instant>,
    /// Rungs, and whether it was the superior who was told.
    told: BTreeSet<(String, bool)>,
}

/// A city's officer, her deputy, the days on which she is away, and her superior.
struct City {
    client: Client,
    officer: i64,
    deputy: i64,
    away: Vec<(NaiveDate, NaiveDate)>,
    head: i64,
    project: i64,
    done: i64,
}

struct World {
    app: TestApp,
    /// Two programs on its database, each with connections of its own; now and then one of them is started anew.
    programs: [Application; 2],
    seed: u64,
    /// Decides what people do, and so draws the same for a seed whatever becomes of a letter.
    chance: StdRng,
    /// Decides what becomes of letters; how often it draws depends on which of two senders was faster.
    luck: StdRng,
    days: WorkingDays,
    cities: Vec<City>,
    reviewer: Client,
    leaders: Leaders,
    debts: Vec<Debt>,
    memory: Memory,
    /// The days on which reminders were planned.
    mornings: Vec<NaiveDate>,
    seen: usize,
    /// Debt, rung and reader of everything that should have been told.
    expected: BTreeSet<(String, String, i64)>,
    /// The same of everything that a letter was posted for, and the last of its rows that was looked at.
    told: (BTreeSet<(String, String, i64)>, i64),
    /// Who was handed a letter on which day.
    had: BTreeMap<(String, NaiveDate), BTreeSet<String>>,
}

/// What the two years' notices of the State Council are taken to say: weeks off, and the weekends that are worked for them.
const OFF: [(&str, i64); 9] = [
    ("2027-01-01", 3),
    ("2027-02-05", 8),
    ("2027-04-03", 3),
    ("2027-05-01", 5),
    ("2027-09-30", 7),
    ("2027-12-31", 3),
    ("2028-01-25", 8),
    ("2028-05-01", 5),
    ("2028-10-01", 7),
];
const WORKED: [&str; 8] = [
    "2027-01-30",
    "2027-02-14",
    "2027-05-08",
    "2027-09-26",
    "2027-10-09",
    "2028-01-22",
    "2028-02-05",
    "2028-10-14",
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Enters them, as the administrator would.
fn declare(app: &TestApp) {
    use groundwork::db::schema::holidays as h;
    let off = OFF.iter().flat_map(|(from, days)| day(from).iter_days().take(usize::try_from(*days).unwrap()));
    let off = off.map(|day| (day, HolidayKind::Holiday));
    let days: Vec<_> = off.chain(WORKED.map(|worked| (day(worked), HolidayKind::Makeup))).collect();
    let written = app.context.db.write_now(|conn| {
        for (day, kind) in &days {
            let named = (h::name_zh.eq("节"), h::name_en.eq("Days off"), h::active.eq(true));
            diesel::insert_into(h::table).values((h::day.eq(day), h::kind.eq(kind), named)).execute(conn)?;
        }
        Ok(days.len())
    });
    assert!(written.unwrap() > 50);
}

impl World {
    async fn new(seed: u64) -> Self {
        let app = TestApp::configured(|config| {
            // Supervised tasks and milestones have their own debts and their own tests.
            config.supervised.red_months = 60;
            config.reminders.milestone_days = 0;
        })
        .await;
        let mut chance = StdRng::seed_from_u64(seed);
        let begun = |code: &'static str| Facts {
            stage: Some(Stage::UnderConstruction),
            actual_start: PlanDate::parse("2025-11").ok(),
            cumulative_investment: Money::from_wan(1000),
            ytd_investment: Money::from_wan(100),
            enrolled: Some(true),
            ..facts(&format!("{code}厂"), code, 900_000)
        };
        let projects = listed(&app, CITIES.into_iter().map(begun).collect());
        let reviewer = lasting(&app, Role::Reviewer, "370000").await;
        let mut heads = Vec::new();
        for _ in 0..4 {
            heads.push(app.person(Role::Reviewer, "370000").await.id);
        }
        let mut cities = Vec::new();
        for (at, code) in CITIES.into_iter().enumerate() {
            let client = lasting(&app, Role::City, code).await;
            let deputy = app.person(Role::Officer, code).await.id;
            let (officer, head) = (id_of(&client).await, heads[at % 4]);
            let administrator = app.person(Role::Administrator, "370000").await;
            let fields = [("superior", head.to_string())];
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            administrator.form(&format!("/reminders/people/{officer}"), &fields).await.must(303);
            // Every third is away for some weeks of each year.
            let away =
                [day("2026-12-01"), day("2027-08-01")].into_iter().filter(|_| at % 3 == 0).map(|from| {
                    let from = from + TimeDelta::days(chance.random_range(0..30));
                    (from, from + TimeDelta::days(chance.random_range(3..25)))
                });
            let away = away.collect();
            cities.push(City { client, officer, deputy, away, head, project: projects[at], done: 1000 });
        }
        declare(&app);
        let days = app.context.db.read_now(reference::working_days).unwrap();
        let (memory, leaders) = (Memory::default(), Leaders::of(&app).await);
        let (debts, had) = (Vec::new(), BTreeMap::new());
        let programs = [program(&app), program(&app)];
        Self {
            app,
            programs,
            seed,
            chance,
            luck: StdRng::seed_from_u64(seed.wrapping_add(1 << 32)),
            days,
            cities,
            reviewer,
            leaders,
            debts,
            memory,
            mornings: Vec::new(),
            seen: 0,
            expected: BTreeSet::new(),
            told: (BTreeSet::new(), 0),
            had,
        }
    }

    /// Whether offices work, by the plain rule.
    fn works(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.days.makeup.contains(&day) || !(weekend || self.days.holidays.contains(&day))
    }

    fn working_from(&self, mut day: NaiveDate) -> NaiveDate {
        while !self.works(day) {
            day = day.succ_opt().unwrap();
        }
        day
    }

    /// The reports of a month that is over.
    fn owe(&mut self, first_of_next: NaiveDate) {
        let last = first_of_next.pred_opt().unwrap();
        let period = last.format("%Y-%m").to_string();
        let due_on = self.working_day_after(last, 5);
        for (city, code) in CITIES.into_iter().enumerate() {
            let offset = match self.chance.random_range(0..100) {
                0..60 => Some(self.chance.random_range(-4..=0)),
                60..93 => Some(self.chance.random_range(1..28)),
                _ => None,
            };
            let slot = self.chance.random_range(0..3);
            let acts = offset.map(|offset| (due_on + TimeDelta::days(offset), slot));
            self.debts.push(Debt {
                key: format!("report:{period}:{}:{due_on}", self.cities[city].project),
                city,
                name: format!("{code}厂"),
                asks: String::new(),
                period: period.clone(),
                due_on,
                since: first_of_next,
                acts,
                pays: Pays::Report,
                paid_at: None,
                told: BTreeSet::new(),
            });
        }
    }

    /// The newest rung of a debt on a day for the person or for her superior, counted by hand: −3, 0, +1, +3 to the superior,
    /// then every week to both.
    fn rung(&self, debt: &Debt, today: NaiveDate, to_superior: bool) -> Option<String> {
        let mut rungs: Vec<(i64, String)> = [(-3, "before-3"), (0, "due"), (1, "after-1"), (3, "superior-3")]
            .map(|(offset, name)| (offset, name.to_owned()))
            .to_vec();
        rungs.extend((1..=14).map(|week| 3 + 7 * week).map(|days| (days, format!("again-{days}"))));
        let tells = |name: &str| {
            let is_superior = name.starts_with("superior");
            if to_superior { is_superior || name.starts_with("again") } else { !is_superior }
        };
        let placed = rungs
            .into_iter()
            .filter(|(_, name)| tells(name))
            .map(|(offset, name)| (self.working_from(debt.due_on + TimeDelta::days(offset)), name));
        let mut over: Vec<String> = placed.filter(|(day, _)| *day <= today).map(|(_, name)| name).collect();
        over.pop()
    }

    /// What this morning's planning has to tell.
    fn expect(&mut self, today: NaiveDate) {
        if !self.works(today) {
            return;
        }
        for at in 0..self.debts.len() {
            let debt = &self.debts[at];
            if debt.paid_at.is_some() || debt.since > today {
                continue;
            }
            let city = &self.cities[debt.city];
            let is_away = city.away.iter().any(|(from, until)| (*from..=*until).contains(&today));
            let reader = if is_away { city.deputy } else { city.officer };
            for (reader, to_superior) in [(reader, false), (city.head, true)] {
                let debt = &self.debts[at];
                let Some(rung) = self.rung(debt, today, to_superior) else { continue };
                if debt.told.contains(&(rung.clone(), to_superior)) {
                    continue;
                }
                self.expected.insert((debt.key.clone(), rung.clone(), reader));
                self.debts[at].told.insert((rung, to_superior));
            }
        }
    }

    /// After the morning's planning: everything that should have been told by today has its letter.
    fn compare(&mut self, today: NaiveDate) {
        let conn = &mut *self.app.context.db.connection().unwrap();
        let rows: Vec<(i64, String, String, i64)> = letter_items::table
            .filter(letter_items::id.gt(self.told.1))
            .order(letter_items::id)
            .select((letter_items::id, letter_items::debt, letter_items::rung, letter_items::reader_id))
            .load(conn)
            .unwrap();
        for (id, debt, rung, reader) in rows {
            self.told.1 = id;
            self.told.0.insert((debt, rung, reader));
        }
        let missing: Vec<_> = self.expected.difference(&self.told.0).collect();
        assert!(missing.is_empty(), "seed {}: by {today} nobody was told {missing:?}", self.seed);
    }

    /// Those report, or do what else they owe, whose hour it is.
    async fn pay(&mut self, today: NaiveDate, slot: usize) {
        for at in 0..self.debts.len() {
            let debt = &self.debts[at];
            let is_hers = debt.acts.is_some_and(|(day, hers)| day <= today && hers == slot);
            if debt.paid_at.is_some() || !is_hers || debt.since > today {
                continue;
            }
            if debt.pays != Pays::Report {
                self.act(at, today).await;
                continue;
            }
            let (city, period) = (debt.city, debt.period.clone());
            self.cities[city].done += 10;
            let City { client, project, done, .. } = &self.cities[city];
            let month: i64 = period[5..].parse().unwrap();
            let said = json!({ "period": period, "cumulative_investment_yuan": done * 10_000,
                "ytd_investment_yuan": (100 + month * 10) * 10_000, });
            client.post_json(&format!("/api/v1/projects/{project}/updates"), &said).await.must(201);
            self.debts[at].paid_at = Some(self.app.clock.now());
        }
    }

    /// The reviewer closes a month.
    async fn close(&mut self, today: NaiveDate) {
        let late = |debt: &&Debt| {
            let is_over = today > debt.due_on + TimeDelta::days(CLOSED_AFTER);
            debt.pays == Pays::Report && debt.paid_at.is_none() && is_over
        };
        let months: BTreeSet<String> =
            self.debts.iter().filter(late).map(|debt| debt.period.clone()).collect();
        for period in months {
            let path = format!("/api/v1/obligations/{period}/close");
            self.reviewer.post_json(&path, &json!({})).await.must(200);
            let now = self.app.clock.now();
            let of_it = |debt: &&mut Debt| debt.period == period && debt.paid_at.is_none();
            for debt in self.debts.iter_mut().filter(of_it) {
                debt.paid_at = Some(now);
            }
        }
    }

    /// Two programs take letters to the line at once; now and then one of them dies.
    async fn deliver(&mut self, today: NaiveDate) {
        let faults: Vec<Fault> = (0..self.luck.random_range(0..6)).map(|_| self.fault()).collect();
        self.memory.will(faults);
        self.restart();
        let [one, other] = &self.programs;
        futures_util::future::join(run(one, &self.memory), run(other, &self.memory)).await;
        self.check(today);
    }

    /// Now and then one of the programs is started anew.
    fn restart(&mut self) {
        if self.luck.random_range(0..8) == 0 {
            let which = self.luck.random_range(0..self.programs.len());
            self.programs[which] = program(&self.app);
        }
    }

    /// A last day on which nothing new goes wrong: what a dead sender had claimed is found, and what was put off leaves.
    async fn come_to_rest(&mut self, today: NaiveDate) {
        for hour in 9..24 {
            set(&self.app, &format!("{today}T{hour:02}:00:00"));
            run(&self.programs[0], &self.memory).await;
            self.check(today);
        }
    }

    fn fault(&mut self) -> Fault {
        const ALL: [Fault; 16] = [
            Fault::None,
            Fault::Later,
            Fault::Closed,
            Fault::BreaksBefore,
            Fault::TakenUnsaid,
            Fault::LostUnsaid,
            Fault::DiesBefore,
            Fault::None,
            Fault::DiesAfter,
            Fault::None,
            Fault::None,
            Fault::Later,
            Fault::Closed,
            Fault::BreaksBefore,
            Fault::TakenUnsaid,
            Fault::LostUnsaid,
        ];
        ALL[self.luck.random_range(0..ALL.len())]
    }

    /// Every copy that has left since: whose it is, that she had no other today, and that nothing in it was paid.
    fn check(&mut self, today: NaiveDate) {
        let seed = self.seed;
        let copies = self.memory.letters();
        for (to, bytes) in &copies[self.seen..] {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
            if id.starts_with("<digest.") {
                self.check_digest(&id, to);
            }
            if !id.starts_with("<reminder.") {
                continue;
            }
            let conn = &mut *self.app.context.db.connection().unwrap();
            let row: (i64, Option<String>) = letters::table
                .filter(letters::message_id.eq(&id))
                .select((letters::id, letters::body_text))
                .first(conn)
                .unwrap_or_else(|error| panic!("seed {seed}: {id} to {to} is not in the ledger: {error}"));
            let hers = self.had.entry((to.clone(), today)).or_default();
            hers.insert(id.clone());
            assert_eq!(hers.len(), 1, "seed {seed}: {to} got more than one letter on {today}: {hers:?}");
            let words = row.1.unwrap_or_default();
            for section in words.split("【月度报送】").skip(1) {
                let period = &section[..7];
                let paid = self.debts.iter().filter(|debt| debt.period == period && debt.paid_at.is_some());
                for debt in paid {
                    let told = section.contains(&format!("- {}", debt.name));
                    assert!(!told, "seed {seed}: {to} was told of {} on {today}, which was paid", debt.key);
                }
            }
            // A weekly entry is followed by the next one, which is told in the same words.
            let named = |debt: &&Debt| match debt.pays {
                Pays::Report => false,
                Pays::Problem(_) => true,
                Pays::Lead(..) => !debt.asks.is_empty(),
            };
            for debt in self.debts.iter().filter(named).filter(|debt| debt.paid_at.is_some()) {
                let told = words.lines().any(|line| line.contains(&debt.name) && line.contains(&debt.asks));
                assert!(!told, "seed {seed}: {to} was told of {} on {today}, which was paid", debt.key);
            }
        }
        self.seen = copies.len();
    }

    /// A person sends again what nobody knows about.
    fn retry(&mut self) {
        let (conn, seed) = (&mut *self.app.context.db.connection().unwrap(), self.seed);
        let unknown: Vec<i64> = letters::table
            .filter(letters::state.eq(State::Unknown))
            .select(letters::id)
            .load(conn)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let now = self.app.clock.now();
        for id in unknown {
            if self.luck.random_range(0..4) == 0 {
                let scope = groundwork::kernel::division::Scope::parse("370000").unwrap();
                self.app
                    .context
                    .db
                    .write_now(|conn| groundwork::outbox::retry(conn, &scope, id, ("李", None), now))
                    .unwrap();
            }
        }
    }

    /// In the end: what was told is what should have been, and the ledger explains every copy.
    fn settle(&self) {
        let (conn, seed) = (&mut *self.app.context.db.connection().unwrap(), self.seed);
        type Row = (String, String, i64, State, i64);
        let rows: Vec<Row> = letter_items::table
            .inner_join(letters::table)
            .select((
                letter_items::debt,
                letter_items::rung,
                letter_items::reader_id,
                letters::state,
                letters::id,
            ))
            .load(conn)
            .unwrap();
        let told: BTreeSet<(String, String, i64)> =
            rows.iter().map(|(debt, rung, reader, ..)| (debt.clone(), rung.clone(), *reader)).collect();
        let missing: Vec<_> = self.expected.difference(&told).collect();
        // What was put off into days off was dropped and told anew; in between her deputy may have begun or ended to read it.
        let is_told_anew = |(debt, rung, reader): &&(String, String, i64)| {
            let city = self.cities.iter().find(|city| [city.officer, city.deputy].contains(reader));
            let Some(city) = city else { return false };
            let other = if *reader == city.officer { city.deputy } else { city.officer };
            let of = |reader: i64| rows.iter().find(|row| (&row.0, &row.1, row.2) == (debt, rung, reader));
            // Of the two letters one was dropped: nobody was told twice.
            of(*reader).zip(of(other)).is_some_and(|(one, other)| [one.3, other.3].contains(&State::Dropped))
        };
        let odd: Vec<_> = told.difference(&self.expected).filter(|one| !is_told_anew(one)).collect();
        assert!(missing.is_empty(), "seed {seed}: nobody was told {missing:?}");
        let of_odd = || rows.iter().filter(|row| odd.iter().any(|one| one.0 == row.0)).collect::<Vec<_>>();
        assert!(odd.is_empty(), "seed {seed}: nobody should have been told {odd:?}, of {:?}", of_odd());
        assert_eq!(rows.len(), told.len(), "seed {seed}: something was told twice");
        let paid: BTreeSet<&str> =
            self.debts.iter().filter(|debt| debt.paid_at.is_some()).map(|debt| debt.key.as_str()).collect();
        for (debt, rung, reader, state, letter) in &rows {
            let city = self.cities.iter().find(|city| [city.officer, city.deputy].contains(reader));
            let hers = |other: i64| {
                other == *reader || city.is_some_and(|city| [city.officer, city.deputy].contains(&other))
            };
            let is_later = |other: &&Row| other.0 == *debt && hers(other.2) && other.4 > *letter;
            let ended = || -> NaiveDate {
                let last: Option<Instant> = letter_steps::table
                    .filter(letter_steps::letter_id.eq(letter))
                    .select(diesel::dsl::max(letter_steps::at))
                    .get_result(&mut *self.app.context.db.connection().unwrap())
                    .unwrap();
                local_date(last.unwrap(), self.app.context.zone)
            };
            let fine = match state {
                State::Sent | State::Unknown | State::Failed | State::Queued => true,
                // What a letter did not say any more was paid, or another one said it, or would have, had the story gone on:
                // the next morning, or the one after it, when she had a letter in that one already.
                State::Dropped => {
                    let (ended, mornings) = (ended(), &self.mornings);
                    paid.contains(debt.as_str())
                        || rows.iter().any(|row| is_later(&row))
                        || mornings.iter().filter(|morning| **morning > ended).count() < 2
                }
                _ => false,
            };
            assert!(
                fine,
                "seed {seed}: {debt} {rung} to {reader} ends as {state} in letter {letter} on {}",
                ended()
            );
        }
        let mut copies: BTreeMap<String, usize> = BTreeMap::new();
        for (_, bytes) in self.memory.letters() {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
            *copies.entry(id).or_default() += 1;
        }
        for (id, count) in &copies {
            let states: Vec<State> = letter_steps::table
                .inner_join(letters::table)
                .filter(letters::message_id.eq(id))
                .order(letter_steps::id)
                .select(letter_steps::state)
                .load(conn)
                .unwrap();
            let of = |state| states.iter().filter(|one| **one == state).count();
            assert!(of(State::Handed) >= *count, "seed {seed}: {id} left {count} times: {states:?}");
            assert!(*count == 1 || of(State::Unknown) + 1 >= *count, "seed {seed}: {id} twice: {states:?}");
        }
        // A letter of which it is said that it was sent has left.
        let sent: Vec<String> = letters::table
            .filter(letters::state.eq(State::Sent))
            .select(letters::message_id)
            .load(conn)
            .unwrap();
        assert!(sent.iter().all(|id| copies.contains_key(id)), "seed {seed}: sent, and never left");
        self.settle_digests();
        self.settle_matters();
        let moved = |debt: &&Debt| {
            let weekday = debt.due_on.weekday();
            let is_weekend = matches!(weekday, Weekday::Sat | Weekday::Sun);
            is_weekend == self.works(debt.due_on) && !debt.told.is_empty()
        };
        let moved = self.debts.iter().filter(moved).count();
        assert!(moved > 5, "seed {seed}: only {moved} debts were due on a holiday or a worked weekend");
        assert!(copies.len() > 300, "seed {seed}: only {} letters: the story tells nothing", copies.len());
    }
}

/// The program as it is started on the database of the story.
fn program(app: &TestApp) -> Application {
    Application::open(app.config.clone(), app.clock.clock(), false).unwrap()
}

/// A program that takes letters to the line, unless it dies.
async fn run(program: &Application, memory: &Memory) {
    match program.postman.on(Transport::Memory(memory.clone())).run(&program.context).await {
        Ok(_) | Err(Error::Unavailable(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn two_years(seed: u64) {
    let mut world = World::new(seed).await;
    let mut today = day(SPAN.0);
    let mut down = 0;
    while today < day(SPAN.1) {
        if today.day() == 1 {
            world.owe(today);
        }
        let at = |time: &str| format!("{today}T{time}");
        if down > 0 {
            down -= 1;
        } else {
            if world.chance.random_range(0..100) < 4 {
                down = world.chance.random_range(1..6);
            }
            set(&world.app, &at("08:00:00"));
            world.put_away(today).await;
            world.publish(today).await;
            world.raise(today).await;
            world.pay(today, 0).await;
            set(&world.app, &at("08:31:00"));
            world.expect(today);
            if world.works(today) {
                world.mornings.push(today);
            }
            world.restart();
            let [one, other] = world.programs.clone();
            let both = (one.jobs.run(&one.context), other.jobs.run(&other.context));
            let (one, other) = futures_util::future::join(both.0, both.1).await;
            let ran: Vec<_> = one.unwrap().into_iter().chain(other.unwrap()).map(|ran| ran.job).collect();
            let once: BTreeSet<_> = ran.iter().collect();
            assert_eq!(ran.len(), once.len(), "seed {seed}: a tick ran twice on {today}");
            world.compare(today);
            world.approve(today).await;
            world.pay(today, 1).await;
            world.deliver(today).await;
            set(&world.app, &at("14:00:00"));
            world.pay(today, 2).await;
            world.close(today).await;
            world.retry();
            world.have_enough(today).await;
            world.deliver(today).await;
        }
        today = today.checked_add_days(Days::new(1)).unwrap();
    }
    world.come_to_rest(today).await;
    world.settle();
}

impl World {
    /// Whoever goes away today names her deputy.
    async fn put_away(&mut self, today: NaiveDate) {
        for city in &self.cities {
            let Some((from, until)) =
                city.away.iter().find(|(from, until)| (*from..=*until).contains(&today))
            else {
                continue;
            };
            let standing = (city.deputy, city.head, *from, *until);
            let id = city.officer;
            self.app
                .context
                .db
                .write_now(|conn| {
                    use groundwork::db::schema::person_standings as s;
                    let (deputy, head, from, until) = standing;
                    diesel::update(s::table.find(id))
                        .set((
                            s::deputy_id.eq(Some(deputy)),
                            s::superior_id.eq(Some(head)),
                            s::away_from.eq(Some(from)),
                            s::away_until.eq(Some(until)),
                        ))
                        .execute(conn)?;
                    Ok(())
                })
                .unwrap();
        }
    }
}

/// A figure that whoever runs the tests may name.
#[expect(clippy::disallowed_methods, reason = "the tests' own settings, not the program's")]
fn figure(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[actix_web::test]
async fn two_years_of_reminders_first_seed() {
    let (first, seeds) = (figure("GROUNDWORK_SEED").unwrap_or(1), figure("GROUNDWORK_SEEDS").unwrap_or(0));
    Box::pin(two_years(first)).await;
    for seed in 100..100 + seeds {
        Box::pin(two_years(seed)).await;
    }
}

#[actix_web::test]
async fn two_years_of_reminders_second_seed() {
    Box::pin(two_years(2)).await;
}

#[actix_web::test]
async fn two_years_of_reminders_third_seed() {
    Box::pin(two_years(3)).await;
}
