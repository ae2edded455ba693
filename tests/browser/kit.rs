//! What a story stands on: a Chromium of its own (own driver, own profile, gone afterwards even if the story fails),
//! a site on a free port, axe, and a picture of the whole page for the person who looks.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, web};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How a reader looks at a page.
#[derive(Clone, Copy)]
pub struct View {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Whether the reader's system prefers dark colours.
    pub dark: bool,
    /// What the browser sends as `Accept-Language`.
    pub language: &'static str,
}

impl View {
    /// An office desktop, light, Chinese.
    pub const DESKTOP: Self = Self { width: 1280, height: 800, dark: false, language: "zh-CN" };
    /// A phone, upright.
    pub const PHONE: Self = Self { width: 390, height: 844, ..Self::DESKTOP };

    /// The same in dark colours.
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

/// What axe finds wrong.
#[derive(serde::Deserialize)]
pub struct Violation {
    /// axe's name of the rule.
    pub id: String,
    /// What to do about it.
    pub help: String,
    /// Where: selectors.
    pub targets: Vec<String>,
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} at {}", self.id, self.help, self.targets.join(", "))
    }
}

/// A Chromium with nobody's cookies.
pub struct Browser {
    /// For everything that a story does itself: find, click, type.
    pub client: Client,
    view: View,
    driver: Driver,
    http: reqwest::Client,
}

impl Browser {
    /// Starts a Chromium that looks at pages as `view` says.
    pub async fn open(view: View) -> Self {
        let driver = Driver::start();
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            // Chromium ends when its driver does, however that came about.
            "--remote-debugging-pipe".to_owned(),
            format!("--accept-lang={}", view.language),
            format!("--user-data-dir={}", driver.profile.path().display()),
        ];
        if is_root() {
            arguments.push("--no-sandbox".to_owned()); // Chromium refuses to sandbox for root
        }
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": arguments }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.origin)
            .await
            .unwrap_or_else(|e| {
                panic!("chromedriver could not start Chromium (tests/run browser installs both): {e}")
            });
        let browser = Self { client, view, driver, http: reqwest::Client::new() };
        browser.dress(view.dark).await;
        browser.size(view.height).await;
        browser
    }

    /// Lets the reader's system prefer dark or light colours from now on, also on the page that is open.
    pub async fn dress(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Opens a page.
    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|e| panic!("{url}: {e}"));
    }

    /// The value of a JavaScript expression on the page.
    pub async fn value(&self, expression: &str) -> Value {
        self.client
            .execute(&format!("return {expression}"), Vec::new())
            .await
            .unwrap_or_else(|e| panic!("{expression}: {e}"))
    }

    /// Everything axe finds wrong on the page. It is brought in through the driver, so it works under our CSP.
    pub async fn axe(&self) -> Vec<Violation> {
        let script = std::fs::read_to_string(axe()).unwrap_or_else(|e| panic!("{}: {e}", axe().display()));
        self.client.execute(&script, Vec::new()).await.unwrap();
        self.axe_again(json!({})).await
    }

    /// What axe finds wrong in the colours alone, on a page that [`Self::axe`] has been through and that was dressed
    /// anew since: no other rule of axe's looks at a colour.
    pub async fn axe_of_colours(&self) -> Vec<Violation> {
        let rules = ["color-contrast", "link-in-text-block"];
        self.axe_again(json!({ "runOnly": { "type": "rule", "values": rules } })).await
    }

    async fn axe_again(&self, options: Value) -> Vec<Violation> {
        let run = "const done = arguments[arguments.length - 1]; axe.run(document, arguments[0]).then(\
            r => done({ violations: r.violations.map(v => ({ id: v.id, help: v.help, \
                        targets: v.nodes.map(n => n.target.join(' ')) })), checked: r.passes.length + r.violations.length }), \
            e => done({ error: String(e) }))";
        let result = self.client.execute_async(run, vec![options]).await.unwrap();
        assert!(
            result["checked"].as_u64().is_some_and(|checked| checked > 0),
            "axe checked nothing: {result}"
        );
        serde_json::from_value(result["violations"].clone()).unwrap()
    }

    /// A picture of the whole page, `NAME.png` in `target/screenshots`; answers where it lies.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let whole = self.value("document.documentElement.scrollHeight").await.as_u64().unwrap_or_default();
        self.size(u32::try_from(whole).unwrap().max(self.view.height)).await;
        let picture = self.client.screenshot().await.unwrap();
        self.size(self.view.height).await;
        let folder = screenshots();
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, picture).unwrap();
        path
    }

    async fn size(&self, height: u32) {
        let metrics =
            json!({ "width": self.view.width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// A command of the DevTools protocol, for what WebDriver cannot say.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let session = self.client.session_id().await.unwrap().expect("a session");
        let url = format!("{}/session/{session}/goog/cdp/execute", self.driver.origin);
        let body = json!({ "cmd": command, "params": parameters });
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        let (status, answer) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert!(status.is_success(), "{command}: {answer}");
        answer["value"].clone()
    }
}

/// The chromedriver of one browser; dropping it ends both.
struct Driver {
    process: Child,
    origin: String,
    profile: tempfile::TempDir,
}

impl Driver {
    /// Starts chromedriver on a port of its own choice, which it prints.
    fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("chromedriver does not start (tests/run browser installs it): {e}"));
        let lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once("successfully on port ")?.1.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says on which port it listens");
        let profile = tempfile::tempdir().unwrap();
        Self { process, origin: format!("http://127.0.0.1:{port}"), profile }
    }

    /// Asks chromedriver to close its Chromium and to end.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(self.origin.trim_start_matches("http://"))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        stream.read(&mut [0; 16]).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let asked = self.shut_down();
        let patience = Instant::now() + Duration::from_secs(5);
        while asked.is_ok() && Instant::now() < patience {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // It did not listen; nothing more can be done about a failure here than to say it.
        if let Err(e) = self.process.kill().and_then(|()| self.process.wait()) {
            eprintln!("chromedriver {} could not be ended: {e}", self.process.id());
        }
    }
}

/// A site on a free port of this machine, for as long as the story runs.
pub struct Site {
    /// Without the trailing slash.
    pub origin: String,
    handle: ServerHandle,
}

impl Site {
    /// Serves fixed pages (path, HTML, or CSS where the path says so) under the product's strict CSP.
    pub fn of_pages(pages: &'static [(&'static str, &'static str)]) -> Self {
        let server = HttpServer::new(move || {
            pages.iter().fold(App::new(), |app, (path, html)| {
                let page = move || async move {
                    let is_style = path.ends_with(".css");
                    HttpResponse::Ok()
                        .content_type(if is_style { "text/css" } else { "text/html; charset=utf-8" })
                        .insert_header(("Content-Security-Policy", "default-src 'self'"))
                        .body(*html)
                };
                app.route(path, web::get().to(page))
            })
        })
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
        let origin = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { origin, handle }
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.handle.stop(false)); // the order is given at once, only its end is not waited for
    }
}

/// Where `tests/run` put axe.
fn axe() -> PathBuf {
    setting("GROUNDWORK_AXE")
        .unwrap_or_else(|| panic!("GROUNDWORK_AXE names no axe.min.js; tests/run browser fetches it"))
}

fn screenshots() -> PathBuf {
    setting("GROUNDWORK_SCREENSHOTS")
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/target/screenshots").into())
}

fn setting(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
