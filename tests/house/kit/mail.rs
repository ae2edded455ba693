//! Mail for tests: letters whose debts a test pays, and a real mail server on loopback that reads back what it took.

use groundwork::config;
use groundwork::db::Conn;
use groundwork::kernel::division::{DivisionCode, Scope};
use groundwork::kernel::error::{Error, Result};
use groundwork::kernel::instant::Instant;
use groundwork::kernel::paging::PageRequest;
use groundwork::locales::Lang;
use groundwork::mail::{Attachment, Letter, Memory, Transport};
use groundwork::outbox::{
    Addressee, Draft, Filter, Kind, Kinds, Listed, New, Postman, Sender, Waiting, find, post,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::TestApp;

/// What goes wrong, anew each time it is asked.
type Trouble = fn() -> Error;

/// What somebody does in the transaction in which a letter is asked about.
type Deed = Arc<dyn Fn(&mut Conn) -> Result<()> + Send + Sync>;

/// Letters of the kind `debt`: each is due until its key is paid.
#[derive(Clone, Default)]
pub struct Debts {
    paid: Arc<Mutex<BTreeSet<String>>>,
    /// Paid in the moment in which the letter is written.
    pub paid_meanwhile: Arc<Mutex<BTreeSet<String>>>,
    /// What happens instead of writing, by key.
    pub broken: Arc<Mutex<BTreeMap<String, Trouble>>>,
    meanwhile: Arc<Mutex<BTreeMap<String, Deed>>>,
}

impl Debts {
    pub fn pay(&self, key: &str) {
        self.paid.lock().unwrap().insert(key.to_owned());
    }

    /// Lets something happen when it is asked whether a letter is still due.
    pub fn when_asked(&self, key: &str, deed: impl Fn(&mut Conn) -> Result<()> + Send + Sync + 'static) {
        self.meanwhile.lock().unwrap().insert(key.to_owned(), Arc::new(deed));
    }

    fn is_paid(&self, key: &str) -> bool {
        self.paid.lock().unwrap().contains(key)
    }
}

impl Kind for Debts {
    fn name(&self) -> &'static str {
        "debt"
    }

    fn is_due(&self, conn: &mut Conn, letter: &Waiting, _: Instant) -> Result<bool> {
        let deed = self.meanwhile.lock().unwrap().get(&letter.key).cloned();
        deed.map_or(Ok(()), |deed| deed(conn))?;
        Ok(!self.is_paid(&letter.key))
    }

    fn write(&self, _: &mut Conn, letter: &Waiting, _: Instant) -> Result<Option<Draft>> {
        if let Some(error) = self.broken.lock().unwrap().get(&letter.key) {
            return Err(error());
        }
        if self.is_paid(&letter.key) {
            return Ok(None);
        }
        if self.paid_meanwhile.lock().unwrap().contains(&letter.key) {
            self.pay(&letter.key);
        }
        let text = if letter.attempts == 0 {
            "请于今日报送。"
        } else {
            "再次提醒：请于今日报送。"
        };
        let written =
            Letter { subject: format!("催报 {}", letter.key), text: text.into(), ..Letter::default() };
        let letter = letter.fixed.clone().unwrap_or(written);
        Ok(Some(Draft { letter, unsubscribe: None }))
    }
}

/// A sender that keeps its letters, and the debts that they are about.
pub fn post_office(app: &TestApp) -> (Postman, Memory, Debts) {
    let (memory, debts) = (Memory::default(), Debts::default());
    let kinds = Kinds::new(vec![Box::new(debts.clone())]);
    (app.postman.with(Transport::Memory(memory.clone()), kinds), memory, debts)
}

/// The same to a mail server, with a second for each of its answers.
pub fn post_office_at(app: &TestApp, port: u16, change: impl FnOnce(&mut config::Smtp)) -> (Postman, Debts) {
    let debts = Debts::default();
    let mut smtp = app.config.mail.smtp.clone();
    (smtp.host, smtp.port, smtp.timeout_seconds) = ("127.0.0.1".to_owned(), port, 1);
    change(&mut smtp);
    let kinds = Kinds::new(vec![Box::new(debts.clone())]);
    (app.postman.with(Transport::Smtp(Box::new(smtp)), kinds), debts)
}

/// Posts a letter of the kind `debt`; whether it is a new one.
pub fn owe(app: &TestApp, key: &str, address: &str) -> bool {
    owe_with(app, key, ("李", address), None)
}

/// The same to somebody of a city.
pub fn owe_in(app: &TestApp, key: &str, division: &str) -> bool {
    let to = Addressee { division: place(division), ..addressee("李", "li@sd.example") };
    put(app, key, &to, None)
}

/// The same with a name and fixed words.
pub fn owe_with(app: &TestApp, key: &str, (name, address): (&str, &str), fixed: Option<&Letter>) -> bool {
    put(app, key, &addressee(name, address), fixed)
}

fn place(code: &str) -> DivisionCode {
    DivisionCode::parse(code).unwrap()
}

/// Somebody of the province.
pub fn addressee(name: &str, address: &str) -> Addressee {
    let (name, address) = (name.to_owned(), address.to_owned());
    Addressee { user_id: None, name, address, division: place("370000"), lang: Lang::Zh }
}

fn put(app: &TestApp, key: &str, to: &Addressee, fixed: Option<&Letter>) -> bool {
    let now = app.clock.now();
    let new = New { key, kind: "debt", to, fixed, at: now };
    let from = Sender { instance: &app.context.instance.id, domain: app.postman.domain() };
    app.context.db.write_now(|conn| post(conn, &new, from, now)).unwrap().is_some()
}

/// All letters of the province, the newest first.
pub fn ledger(app: &TestApp) -> Vec<Listed> {
    let (scope, filter) = (Scope::parse("370000").unwrap(), Filter::default());
    let page = |number| PageRequest::new(Some(number), Some(500)).unwrap();
    let read = |conn: &mut Conn| {
        let mut all = Vec::new();
        for number in 1.. {
            let found = find(conn, &scope, &filter, page(number))?.items;
            if found.is_empty() {
                break;
            }
            all.extend(found);
        }
        Ok(all)
    };
    app.context.db.read_now(read).unwrap()
}

/// A letter with HTML and a file.
pub fn whole_letter() -> Letter {
    Letter {
        subject: "【重点项目】2026Q3：红灯 9 个，1 市未报送，请于 11 月 6 日前办理完毕".to_owned(),
        text: "正文：济南市 3 个项目待报送。\n.\n点开头的行也要原样到达。\n".to_owned(),
        html: Some("<p>正文：济南市 <b>3</b> 个项目待报送。</p>".to_owned()),
        files: vec![Attachment {
            name: "2026Q3-jinan.csv".to_owned(),
            media_type: "text/csv".to_owned(),
            bytes: "项目,金额\r\n甲厂,1200\r\n".repeat(200).into_bytes(),
        }],
    }
}

const MISSING: &str = "python3-aiosmtpd is needed: run tests/run once, it installs it";

/// A real mail server (aiosmtpd); ends with the test.
pub struct MailServer {
    pub port: u16,
    process: Child,
    taken: Receiver<Value>,
}

impl MailServer {
    pub fn start(arguments: &[&str]) -> Self {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/house/kit/smtp_server.py");
        // Debian's own interpreter: aiosmtpd comes with its packages.
        let mut command = Command::new("/usr/bin/python3");
        command.arg(script).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap_or_else(|error| panic!("{MISSING}: {error}"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.next().and_then(|line| line.unwrap().parse().ok());
        let port = port.unwrap_or_else(|| panic!("{MISSING}"));
        let (said, taken) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(std::result::Result::ok) {
                if said.send(serde_json::from_str(&line).unwrap()).is_err() {
                    break;
                }
            }
        });
        Self { port, process, taken }
    }

    /// The next letter that it took.
    pub fn next(&self) -> Value {
        self.taken.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    /// What it says next, if it says anything within this time.
    pub fn within(&self, time: Duration) -> Option<Value> {
        self.taken.recv_timeout(time).ok()
    }

    /// The points that it told of since it was asked last, with `--tell`, letters left out.
    pub fn points(&self) -> Vec<String> {
        self.rest().iter().filter_map(|said| Some(said["at"].as_str()?.to_owned())).collect()
    }

    /// The letters that it took and that were not looked at yet.
    pub fn rest(&self) -> Vec<Value> {
        let mut rest = Vec::new();
        while let Ok(letter) = self.taken.recv_timeout(Duration::from_millis(300)) {
            rest.push(letter);
        }
        rest
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // Its own child, by its id.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
