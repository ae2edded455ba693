//! The product itself, as `groundwork demo` serves it: the built program, an own folder, a free port.

use crate::kit::Browser;
use fantoccini::Locator;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Password of every account of the demonstration under test.
pub const PASSWORD: &str = "a story's password";

const PROGRAM: &str = env!("CARGO_BIN_EXE_groundwork");

/// A running demonstration; dropping it ends the program.
pub struct Demonstration {
    origin: String,
    program: Child,
    _folder: tempfile::TempDir,
}

impl Demonstration {
    /// Starts it and waits until it has told its address. Filling takes far longer than most stories, so that each begins
    /// with a copy of what the first one has filled.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&filled(), folder.path());
        let (program, origin) = serve(folder.path());
        Self { origin, program, _folder: folder }
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// How many projects the person sees, as the registry's page says it.
    pub async fn total(&self, browser: &Browser) -> u64 {
        browser.goto(&self.at("/projects")).await;
        let heading = browser.client.wait().for_element(Locator::Css("#list h2")).await.unwrap();
        let text = heading.text().await.unwrap();
        let digits: String =
            text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or_else(|_| panic!("no count in {text:?}"))
    }

    /// Signs a person in the way she does it: types, Tab, types, Enter.
    pub async fn sign_in(&self, browser: &Browser, who: &str) {
        browser.goto(&self.at("/sign-in")).await;
        let email = browser.client.find(Locator::Id("email")).await.unwrap();
        email.send_keys(&format!("{who}@demo.example\t{PASSWORD}\n")).await.unwrap();
        browser.client.wait().for_element(Locator::Css(".top nav")).await.unwrap();
    }
}

/// The program on a folder, and the address that it tells once it is filled.
fn serve(folder: &Path) -> (Child, String) {
    let mut program = Command::new(PROGRAM)
        .args(["demo", "--listen", "127.0.0.1:0", "--password", PASSWORD, "--data"])
        .arg(folder)
        .env("GROUNDWORK__LOG__FILTER", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().expect("piped")).lines();
    let origin = lines.map_while(Result::ok).find(|line| line.starts_with("http://"));
    (program, origin.expect("the demonstration tells its address"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A folder that this very program has filled, for all stories of all processes; another build fills another one. Stories
/// run one after another, so nobody fills it twice at once.
fn filled() -> PathBuf {
    let built = std::fs::metadata(PROGRAM).unwrap();
    let age = built.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let name = format!("demonstration-{}-{}", built.len(), age.as_nanos());
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !place.exists() {
        let part = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let (mut program, _) = serve(part.path());
        program.kill().and_then(|()| program.wait()).unwrap();
        std::fs::rename(part.keep(), &place).unwrap();
    }
    place
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        if let Err(error) = self.program.kill().and_then(|()| self.program.wait()) {
            eprintln!("the demonstration {} could not be ended: {error}", self.program.id());
        }
    }
}
