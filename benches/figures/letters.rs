//! Letters on their way: how many a second reach Postfix's `smtp-sink` over kept connections, each with its fate settled
//! on disk, beside `smtp-source`, which hands the same number over and remembers nothing, and beside the bare durable
//! commit. The three take turns, so that all of them meet the same minutes of the machine.

use groundwork::app::Application;
use groundwork::config::{Config, Sources};
use groundwork::features::mailroom::TestLetter;
use groundwork::kernel::instant::{Clock, Instant};
use groundwork::locales::Lang;
use groundwork::mail::Letter;
use groundwork::outbox::{Addressee, New, post};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Moment};

/// How often the three take turns.
const ROUNDS: usize = 5;
/// Letters, or commits, of a turn.
const TURN: usize = 400;
/// Rounds after which the memory must have stopped growing.
const LATER: usize = 10;

/// Over how many connections, at most as many as may be configured.
const CONNECTIONS: [usize; 4] = [1, 2, 4, 8];

/// Prints how many a second, and the ratio.
pub async fn letters_beside_a_source_and_a_commit() {
    let Some(sink) = Sink::start() else {
        println!("letters: not measured, smtp-sink is not installed (Debian's package postfix)");
        return;
    };
    let folders = CONNECTIONS.map(|_| tempfile::tempdir().expect("a temporary folder"));
    let applications: Vec<Application> = CONNECTIONS
        .iter()
        .zip(&folders)
        .map(|(connections, folder)| application(folder.path(), (sink.port, *connections)))
        .collect();
    let (mut ours, mut sources, mut commits) = (vec![Vec::new(); CONNECTIONS.len()], Vec::new(), Vec::new());
    let mut number = 0;
    for _ in 0..ROUNDS {
        commits.push(timed(|| commit(&applications[0])));
        sources.push(timed(|| source(sink.port)));
        for (application, rates) in applications.iter().zip(&mut ours) {
            rates.push(send(application, &mut number).await);
        }
    }
    let (source, commit) = (median(sources), median(commits));
    println!("{:<42}{commit:>12.0}", "bare durable commits a second");
    println!("{:<42}{source:>12.0}", "letters a second of smtp-source, none settled");
    for (connections, rates) in CONNECTIONS.iter().zip(ours) {
        let rate = median(rates);
        let name = format!("  of ours, each settled, {connections} at once");
        println!("{name:<42}{rate:>12.0}{:>8.2} of the commits", rate / commit);
    }

    let application = &applications[0];
    let before = resident_kib();
    for _ in 0..LATER {
        send(application, &mut number).await;
    }
    println!("{:<42}{:>12}", "  KiB of memory that 4000 more add", resident_kib().saturating_sub(before));
}

/// An empty installation that sends to the sink.
fn application(folder: &std::path::Path, (port, connections): (u16, usize)) -> Application {
    let url = format!("sqlite://{}/letters.db", folder.display());
    let mut config =
        Config::load(&Sources { database_url: Some(url), ..Sources::default() }).expect("defaults");
    config.mail.transport = "smtp".into();
    config.mail.per_run = 100_000;
    config.mail.home = folder.join("home");
    (config.mail.smtp.host, config.mail.smtp.port) = ("127.0.0.1".to_owned(), port);
    config.mail.smtp.tls = "none".into();
    config.mail.smtp.connections = connections;
    let start = Instant::parse(super::AS_OF).expect("an instant");
    Application::open(config, Clock::starting_at(start), false).expect("an application")
}

/// Posts a turn's letters and takes them to the sink; how many a second went, the posting left out.
async fn send(application: &Application, number: &mut usize) -> f64 {
    let context = &application.context;
    let now = context.now();
    let letter = Letter {
        subject: "9月调度：3个项目待报送".to_owned(),
        text: "您有3个项目的9月进度待报送，请于10月9日18时前完成。\n".repeat(20),
        html: None,
        files: Vec::new(),
    };
    let instance = context.instance.id.clone();
    context
        .db
        .write_now(|conn| {
            for _ in 0..TURN {
                *number += 1;
                let to = Addressee {
                    user_id: None,
                    name: format!("济南联络员{number}"),
                    address: format!("officer{number}@jinan.example"),
                    division: context.province,
                    lang: Lang::Zh,
                };
                let key = format!("bench:{number}");
                let new = New { key: &key, kind: TestLetter::NAME, to: &to, fixed: Some(&letter), at: now };
                let from = groundwork::outbox::Sender { instance: &instance, domain: "groundwork.example" };
                post(conn, &new, from, now)?.expect("a new letter");
            }
            Ok(())
        })
        .expect("letters in the outbox");
    let begun = Moment::now();
    let report = application.postman.run(context).await.expect("a run");
    let rate = TURN as f64 / begun.elapsed().as_secs_f64();
    assert_eq!((report.sent, report.held), (TURN, false), "every letter is settled as sent: {report:?}");
    rate
}

/// Postfix's own source, over one kept connection, with letters of the same length.
fn source(port: u16) {
    let (count, length) = (TURN.to_string(), "2600");
    let run = Command::new(program("smtp-source").expect("smtp-source comes with smtp-sink"))
        .args([
            "-d",
            "-s",
            "1",
            "-m",
            &count,
            "-l",
            length,
            "-f",
            "a@groundwork.example",
            "-t",
            "b@jinan.example",
        ])
        .arg(format!("inet:127.0.0.1:{port}"))
        .status()
        .expect("smtp-source");
    assert!(run.success(), "smtp-source: {run}");
}

/// The least that can be made durable: one small row a commit, in the same database.
fn commit(application: &Application) {
    use diesel::connection::SimpleConnection;
    let mut conn = application.context.db.connection().expect("a connection");
    conn.batch_execute("create table if not exists bench_commits (id integer primary key)").expect("a table");
    for _ in 0..TURN {
        conn.batch_execute("begin immediate; insert into bench_commits default values; commit")
            .expect("a commit");
    }
}

/// A turn of this many a second.
fn timed(work: impl FnOnce()) -> f64 {
    let begun = Moment::now();
    work();
    TURN as f64 / begun.elapsed().as_secs_f64()
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("/proc");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("VmRSS");
    line.split_whitespace().nth(1).expect("a figure").parse().expect("kilobytes")
}

/// Where Debian puts it, which is not on everybody's path.
fn program(name: &str) -> Option<std::path::PathBuf> {
    ["/usr/sbin", "/usr/bin", "/usr/libexec/postfix"]
        .iter()
        .map(|folder| std::path::Path::new(folder).join(name))
        .find(|path| path.exists())
}

/// A mail server that takes everything and keeps nothing; dropping it ends it.
struct Sink {
    process: Child,
    port: u16,
}

impl Sink {
    /// Starts it on a free port; none where it is not installed.
    fn start() -> Option<Self> {
        let port =
            TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address").port();
        let process = Command::new(program("smtp-sink")?)
            // It does not run as root.
            .args(["-u", "nobody", &format!("inet:127.0.0.1:{port}"), "100"])
            .stdout(Stdio::null())
            .spawn()
            .expect("smtp-sink");
        let begun = Moment::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(5), "smtp-sink did not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(Self { process, port })
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.process.kill().and_then(|()| self.process.wait()).expect("our own child");
    }
}
