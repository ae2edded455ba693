//! One installation under test: its database, its clock, its service in process.

use actix_web::dev::{Service, ServiceResponse};
use actix_web::test::{self, TestRequest};
use groundwork::app::{Application, service};
use groundwork::config::Config;
use groundwork::context::Context;
use groundwork::db::Conn;
use groundwork::kernel::role::Role;
use groundwork::outbox::Postman;
use groundwork::schedule::Jobs;
use std::future::Future;
use std::io::Write;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::{Command, Output};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, Once};
use tracing_subscriber::fmt::format::FmtSpan;

use super::clock::TestClock;
use super::{Answer, Client, Database, NewPerson, PASSWORD};

type Ask = dyn Fn(TestRequest) -> Pin<Box<dyn Future<Output = Answer>>>;

/// Cloning shares it.
#[derive(Clone)]
pub struct TestApp {
    /// Time, in the test's hand.
    pub clock: TestClock,
    /// What the program's commands and handlers get.
    pub context: Context,
    /// How it was started.
    pub config: Config,
    /// Takes letters to the line; nothing leaves unless a test runs it.
    pub postman: Postman,
    /// What runs at its times; nothing runs unless a test looks at the clock.
    pub jobs: Jobs,
    ask: Rc<Ask>,
    database: Rc<Database>,
}

impl TestApp {
    /// With the default configuration.
    pub async fn new() -> Self {
        Self::configured(|_| ()).await
    }

    /// Which engine this run is about. Getting past the guards by raw SQL is the one thing that each spells in its own
    /// way.
    pub fn on_postgres(&self) -> bool {
        matches!(*self.context.db.connection().unwrap(), Conn::Pg(_))
    }

    /// With what `change` makes of the default configuration.
    pub async fn configured(change: impl FnOnce(&mut Config)) -> Self {
        keep_the_log();
        let database = Database::filled();
        let mut config = database.config();
        change(&mut config);
        let clock = TestClock::new();
        let application = Application::open(config.clone(), clock.clock(), false).unwrap();
        let running = Rc::new(test::init_service(service(&application)).await);
        let (context, postman, jobs) = (application.context, application.postman, application.jobs);
        let ask = Rc::new(move |request: TestRequest| -> Pin<Box<dyn Future<Output = Answer>>> {
            let running = running.clone();
            Box::pin(async move { read(running.call(request.to_request()).await.unwrap()).await })
        });
        Self { clock, context, config, postman, jobs, ask, database: Rc::new(database) }
    }

    /// A person with this role and scope, signed in.
    pub async fn person(&self, role: Role, scope: &'static str) -> Client {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let name = format!("{role}-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let person = NewPerson { role, scope, name };
        person.insert(&self.context.db, self.clock.now());
        self.stranger().sign_in(&person.email(), PASSWORD).await
    }

    /// Runs the program itself on this database, as a person at the machine would.
    pub fn command(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    /// The program on this database, not yet started.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundwork"));
        command.envs(self.database.environment());
        command.args(["--database-url", &self.database.url()]).args(arguments);
        command
    }

    /// A place for a file of the test, gone with it.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.database.beside(name)
    }

    /// Where letters are written to that leave by the program itself.
    pub fn mail_folder(&self) -> PathBuf {
        self.database.beside("mail")
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Client {
        Client::stranger(self)
    }

    pub(super) async fn answer(&self, request: TestRequest) -> Answer {
        (self.ask)(request).await
    }
}

async fn read(response: ServiceResponse<impl actix_web::body::MessageBody>) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, bytes: test::read_body(response).await.to_vec() }
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Everything that the program has logged in this process, at its most talkative.
pub fn log() -> String {
    String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned()
}

/// The last lines, for a failure.
pub(super) fn log_tail() -> String {
    let log = log();
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

fn keep_the_log() {
    struct Keep;
    impl Write for Keep {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            LOG.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let talkative = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        let talkative = talkative.with_span_events(FmtSpan::CLOSE);
        talkative.with_writer(|| Keep).init();
    });
}
