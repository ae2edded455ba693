//! Mail that is still to come: every morning's reminders and the calendar of a quarter, with the 200 projects of 16 cities
//! and with a hundred times as many; and a leader's digest, made of the published list.

use super::measure::Measure;
use super::months::OWE;
use chrono::{Days, TimeDelta};
use diesel::connection::SimpleConnection;
use groundwork::app::Application;
use groundwork::features::digests;
use groundwork::features::reminders::Span;
use groundwork::kernel::calendar::local_date;
use groundwork::kernel::error::Error;
use groundwork::kernel::instant::Instant;
use groundwork::schedule::Job;

/// Days that are looked ahead.
const QUARTER: Days = Days::new(90);
/// A morning on which September's reports are owed and nobody was told today.
const MORNING: &str = "2026-10-08T01:00:00Z";
/// Six weeks after the quarter of the last published list.
const DIGEST: &str = "2026-08-17T02:00:00Z";

/// Prints what a leader's digest costs, with its text, its HTML and the workbook of the list.
pub fn a_digest(application: &Application) {
    let now = Instant::parse(DIGEST).expect("an instant");
    let (mut copies, mut times) = (0, 0);
    let mut measure = Measure::start("one leader's digest, prepared");
    while times < 10 {
        let undone: Result<(), Error> = application.context.db.write_now(|conn| {
            conn.batch_execute("delete from digest_copies; delete from digests").map_err(Error::from)?;
            let report = digests::prepare(conn, &application.digesting, now)?;
            copies += report.copies;
            Err(Error::NotFound) // so that the next one prepares it again
        });
        assert!(matches!(undone, Err(Error::NotFound)), "{undone:?}");
        times += 1;
    }
    assert!(copies > 0, "no copy was made");
    println!("{}", measure.stop(copies as u32, 0));
}

/// Prints what the calendar and a morning's letters cost, and how much more with a hundred times the projects.
pub fn a_quarter_ahead(application: &Application) {
    let now = Instant::parse(MORNING).expect("an instant");
    let mut before = Vec::new();
    for (factor, times) in [(1_u32, 10_u32), (100, 1)] {
        let mut conn = application.context.db.connection().expect("a connection");
        if factor == 1 {
            conn.batch_execute(TWO_HUNDRED).and_then(|()| conn.batch_execute(OWE)).expect("projects");
        } else {
            conn.batch_execute(HUNDREDFOLD).expect("projects");
        }
        drop(conn);
        for (place, (name, work)) in [
            ("a quarter of reminders foreseen", calendar as fn(&Application, Instant) -> usize),
            ("a morning's reminders planned and posted", morning),
        ]
        .into_iter()
        .enumerate()
        {
            let mut told = 0;
            let mut measure = Measure::start(name);
            for _ in 0..times {
                told = work(application, now);
            }
            let cpu = measure.cpu_ms(times);
            println!("{}", measure.stop(times, told));
            if factor == 1 {
                before.push(cpu);
            } else {
                println!("{:<42}{:>12.1}", "  with 100 times the projects, CPU times", cpu / before[place]);
            }
        }
    }
}

/// How many things the letters of a quarter will tell.
fn calendar(application: &Application, now: Instant) -> usize {
    let today = local_date(now, application.context.zone);
    let span = Span {
        runs: today.iter_days().take_while(|day| *day <= today + QUARTER).collect(),
        from: today,
        to: today + QUARTER,
    };
    let foretold = application
        .context
        .db
        .read_now(|conn| application.reminding.foretell(conn, now, span))
        .expect("letters");
    foretold.iter().map(|letter| letter.items).sum()
}

/// How many things a morning's letters tell; nothing of it stays.
fn morning(application: &Application, now: Instant) -> usize {
    let job = groundwork::features::reminders::Reminders::new(application.reminding.clone());
    let mut items = 0;
    let undone: Result<(), Error> = application.context.db.write_now(|conn| {
        let did = job.run(conn, now.plus(TimeDelta::minutes(1)))?;
        items = did["items"].as_u64().expect("a number of items");
        Err(Error::NotFound)
    });
    assert!(matches!(undone, Err(Error::NotFound)), "{undone:?}");
    usize::try_from(items).expect("a number of items")
}

/// The newest list gets projects of the registry until it has 200. What guards a published
/// list is taken away from this database for it.
const TWO_HUNDRED: &str = "
    drop trigger list_entries_are_sealed;
    insert into list_entries (quarter, version, serial, project_id, project_version, class, change, division, name,
        total_investment_yuan)
      select l.quarter, l.version, 10000 + p.id, p.id, p.version, 'implementation', 'carried', p.division, p.name, 1
      from projects p, (select quarter, version from list_versions order by quarter desc, version desc limit 1) l
      where not exists (select 1 from list_entries e where e.quarter = l.quarter and e.version = l.version
        and e.project_id = p.id)
      order by p.id limit 200 - (select count(*) from list_entries e
        where e.quarter = (select max(quarter) from list_versions)
        and e.version = (select max(version) from list_versions v where v.quarter = e.quarter));
";

/// Ninety-nine copies of every project, with its newest version, its place on the newest list and its obligations.
const HUNDREDFOLD: &str = "
    create temporary table n as
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 99) select i from n;
    create temporary table p as select projects.*, i from projects, n;
    update p set id = id + 100000 * i, submission = null;
    alter table p drop column i;
    insert into projects select * from p;
    create temporary table v as select v.*, i from project_versions v, n
      where v.version = (select version from projects where id = v.project_id)
        or exists (select 1 from list_entries e where e.project_id = v.project_id and e.project_version = v.version);
    update v set project_id = project_id + 100000 * i;
    alter table v drop column i;
    insert into project_versions select * from v;
    create temporary table e as select e.*, i from list_entries e, n
      where e.quarter = (select max(quarter) from list_versions);
    update e set project_id = project_id + 100000 * i, serial = serial + 100000 * i;
    alter table e drop column i;
    insert into list_entries select * from e;
    create temporary table o as select o.*, i from obligations o, n;
    update o set project_id = project_id + 100000 * i;
    alter table o drop column i;
    insert into obligations select * from o;
    drop table n; drop table p; drop table v; drop table e; drop table o;
";
