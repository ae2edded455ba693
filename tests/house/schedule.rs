//! Jobs and their ticks: each once, whoever is faster; after a stop the newest alone; what fails undone and tried again.

use diesel::prelude::*;
use groundwork::context::Context;
use groundwork::db::Conn;
use groundwork::db::schema::{mail_switches, ticks};
use groundwork::features::reference::working_days;
use groundwork::kernel::calendar::CronLine;
use groundwork::kernel::error::{Error, Result};
use groundwork::kernel::instant::Instant;
use groundwork::kernel::paging::PageRequest;
use groundwork::outbox::switch;
use groundwork::schedule::{self, Job, Jobs, Shift, TickState};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::kit::TestApp;
use crate::updates::set;

/// Writes a row each time it runs, so that what it did can be counted; fails when it is told to.
struct Counting {
    fails: Arc<AtomicBool>,
    on_working_days: bool,
}

impl Job for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn on_working_days(&self) -> bool {
        self.on_working_days
    }

    fn run(&self, conn: &mut Conn, now: Instant) -> Result<Value> {
        switch(conn, false, Some("counted"), ("job", None), now)?;
        if self.fails.load(Ordering::Relaxed) { Err(Error::NotFound) } else { Ok(json!({ "at": now })) }
    }
}

/// A job with this line, and the switch that makes it fail.
fn counting(app: &TestApp, line: &str, on_working_days: bool) -> (Jobs, Arc<AtomicBool>) {
    let fails = Arc::new(AtomicBool::new(false));
    let job = Counting { fails: Arc::clone(&fails), on_working_days };
    let began = app.context.instance.created_at;
    let rules = (app.context.zone, Shift::After, working_days as fn(&mut Conn) -> _);
    (Jobs::new(vec![(Box::new(job), line)], rules, began).unwrap(), fails)
}

fn counted(ctx: &Context) -> i64 {
    let rows = mail_switches::table.filter(mail_switches::by_name.eq("job")).count();
    rows.get_result(&mut *ctx.db.connection().unwrap()).unwrap()
}

#[actix_web::test]
async fn a_job_runs_once_at_its_time_and_says_what_it_did() {
    let app = TestApp::new().await;
    let (jobs, _) = counting(&app, "30 10 * * *", false);
    assert_eq!(jobs.run(&app.context).await.unwrap(), [], "it is nine o'clock");
    set(&app, "2026-10-08T10:30:00");
    let ran = jobs.run(&app.context).await.unwrap();
    assert_eq!((ran.len(), ran[0].state, ran[0].missed), (1, TickState::Done, 0));
    assert_eq!(ran[0].due_at, app.clock.now());
    assert_eq!(jobs.run(&app.context).await.unwrap(), []);
    assert_eq!(counted(&app.context), 1);
    let kept = app.context.db.read_now(|conn| schedule::ticks(conn, None, PageRequest::new(None, None)?));
    let kept = kept.unwrap().items;
    assert!(kept[0].report.as_ref().unwrap().contains("2026-10-08T02:30:00Z"), "{kept:?}");
}

#[actix_web::test]
async fn of_several_programs_on_one_database_one_runs_the_tick() {
    let app = TestApp::new().await;
    set(&app, "2026-10-08T11:00:00");
    let replicas: Vec<Jobs> = (0..4).map(|_| counting(&app, "30 10 * * *", false).0).collect();
    let all = replicas.iter().map(|jobs| jobs.run(&app.context));
    let ran: usize =
        futures_util::future::join_all(all).await.into_iter().map(|ran| ran.unwrap().len()).sum();
    assert_eq!((ran, counted(&app.context)), (1, 1));
}

#[actix_web::test]
async fn after_a_stop_the_newest_missed_tick_runs_and_the_others_are_counted() {
    let app = TestApp::new().await;
    let (jobs, _) = counting(&app, "30 10 * * *", false);
    set(&app, "2026-10-12T09:00:00");
    let ran = jobs.run(&app.context).await.unwrap();
    assert_eq!((ran.len(), ran[0].missed), (1, 3), "8, 9 and 10 October were missed besides the 11th");
    assert_eq!(ran[0].due_at.to_string(), "2026-10-11T02:30:00Z");
    assert_eq!(counted(&app.context), 1);
}

#[actix_web::test]
async fn a_job_of_working_days_runs_on_the_first_one_after_a_weekend() {
    let app = TestApp::new().await;
    let (jobs, _) = counting(&app, "30 10 * * *", true);
    let mut days = Vec::new();
    for day in 8..=14 {
        set(&app, &format!("2026-10-{day:02}T12:00:00"));
        days.extend(jobs.run(&app.context).await.unwrap().iter().map(|ran| ran.due_at.to_string()));
    }
    // Saturday the 10th is worked for the holiday week, Sunday the 11th is not.
    let expected = ["08", "09", "10", "12", "13", "14"].map(|day| format!("2026-10-{day}T02:30:00Z"));
    assert_eq!(days, expected);
}

#[actix_web::test]
async fn what_fails_is_undone_says_why_and_is_tried_again_later() {
    let app = TestApp::new().await;
    let (jobs, fails) = counting(&app, "30 10 * * *", false);
    fails.store(true, Ordering::Relaxed);
    set(&app, "2026-10-08T10:30:00");
    let ran = jobs.run(&app.context).await.unwrap();
    assert_eq!(ran[0].state, TickState::Failed);
    assert!(ran[0].error.is_some());
    assert_eq!(counted(&app.context), 0, "what it did is undone");
    assert_eq!(jobs.run(&app.context).await.unwrap(), [], "not at once");
    set(&app, "2026-10-08T10:32:00");
    assert_eq!(jobs.run(&app.context).await.unwrap()[0].state, TickState::Failed);
    fails.store(false, Ordering::Relaxed);
    assert_eq!(jobs.run(&app.context).await.unwrap(), [], "and later each time");
    set(&app, "2026-10-08T10:40:00");
    let ran = jobs.run(&app.context).await.unwrap();
    assert_eq!((ran[0].state, ran[0].due_at.to_string().as_str()), (TickState::Done, "2026-10-08T02:30:00Z"));
    assert_eq!(counted(&app.context), 1);
    let (attempts, error): (i32, Option<String>) = ticks::table
        .select((ticks::attempts, ticks::error))
        .first(&mut *app.context.db.connection().unwrap())
        .unwrap();
    assert_eq!((attempts, error), (3, None));
    assert_eq!(jobs.run(&app.context).await.unwrap(), []);
}

#[actix_web::test]
async fn a_new_line_counts_from_when_it_was_written_and_can_be_taken_back() {
    let app = TestApp::new().await;
    let (jobs, _) = counting(&app, "30 10 * * *", false);
    let next = |count| {
        let now = app.clock.now();
        let planned = app.context.db.read_now(|conn| jobs.planned(conn, now, count)).unwrap();
        planned[0].next.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(next(2), ["2026-10-08T02:30:00Z", "2026-10-09T02:30:00Z"]);
    let write = |line: Option<&str>| {
        let (line, now) = (line.map(|line| CronLine::parse(line).unwrap()), app.clock.now());
        let by = ("李", None);
        app.context.db.write_now(|conn| schedule::change(conn, "counting", line.as_ref(), by, now)).unwrap();
    };
    // At noon, a line of eight o'clock: that of today lies before it was written.
    set(&app, "2026-10-08T12:00:00");
    jobs.run(&app.context).await.unwrap();
    write(Some("0 8 * * 1"));
    assert_eq!(jobs.run(&app.context).await.unwrap(), []);
    assert_eq!(next(5)[0], "2026-10-12T00:00:00Z", "Monday");
    write(None);
    assert_eq!(next(1), ["2026-10-09T02:30:00Z"]);
}
