//! Through a real mail server (aiosmtpd on loopback): what it took is read back by Python's own parser, and each of its
//! faults leads to the state that the ledger should show.

use chrono::TimeDelta;
use groundwork::kernel::division::Scope;
use groundwork::kernel::paging::PageRequest;
use groundwork::mail::{Envelope, Refusal, Transport};
use groundwork::outbox::{self, Filter, Report, State};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::kit::TestApp;
use crate::kit::mail::{MailServer, owe, owe_with, post_office_at, whole_letter};

fn by_key(app: &TestApp, key: &str) -> outbox::Listed {
    let page = PageRequest::new(None, Some(500)).unwrap();
    let found = app
        .context
        .db
        .read_now(|conn| outbox::find(conn, &Scope::parse("370000").unwrap(), &Filter::default(), page))
        .unwrap();
    found.items.into_iter().find(|letter| letter.key == key).unwrap()
}

fn state(app: &TestApp, key: &str) -> State {
    by_key(app, key).state
}

#[actix_web::test]
async fn a_letter_arrives_whole_and_another_program_reads_it_back() {
    let app = TestApp::configured(|config| {
        config.mail.from = "奠基 重点项目平台 <groundwork@sd.example>".to_owned();
        config.mail.bounce = "bounces@sd.example".to_owned();
    })
    .await;
    let server = MailServer::start(&[]);
    let (postman, _) = post_office_at(&app, server.port, |_| ());
    let letter = whole_letter();
    owe_with(&app, "debt:1", ("李\n处长", "li@sd.example"), Some(&letter));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    let read = server.next();
    assert_eq!((&read["to"], &read["from"]), (&"li@sd.example".into(), &"bounces@sd.example".into()));
    let header = |name: &str| read["headers"][name][0].as_str().unwrap().to_owned();
    assert_eq!(header("subject"), letter.subject);
    assert_eq!(header("from"), "奠基 重点项目平台 <groundwork@sd.example>");
    assert_eq!(header("to"), "李 处长 <li@sd.example>");
    assert_eq!(header("message-id"), by_key(&app, "debt:1").message_id);
    assert_eq!(header("auto-submitted"), "auto-generated");
    assert_eq!(header("x-auto-response-suppress"), "All");
    assert_eq!(header("list-id"), "<debt.sd.example>");
    assert!(read["headers"].get("list-unsubscribe").is_none(), "a duty is paused, not unsubscribed from");
    let parts = read["parts"].as_array().unwrap();
    let kinds: Vec<&Value> = parts.iter().map(|part| &part["type"]).collect();
    assert_eq!(kinds, ["text/plain", "text/html", "text/csv"]);
    let text = |part: usize| parts[part]["text"].as_str().unwrap().replace("\r\n", "\n");
    assert_eq!(text(0), letter.text, "also the line that is a dot");
    assert_eq!(text(1), letter.html.unwrap());
    assert_eq!(
        (&parts[2]["file"], parts[2]["text"].as_str().unwrap().len()),
        (&"2026Q3-jinan.csv".into(), letter.files[0].bytes.len())
    );
    assert!(read["longest"].as_i64().unwrap() <= 998, "RFC 5322 lines");
}

#[actix_web::test]
async fn each_fault_of_a_server_leads_to_its_state_and_costs_no_other_letter() {
    each_fault(&[]).await;
}

#[actix_web::test]
async fn so_it_does_where_the_server_takes_several_commands_in_one_piece() {
    each_fault(&["--pipelining"]).await;
}

async fn each_fault(ways: &[&str]) {
    let app = TestApp::new().await;
    let server = MailServer::start(ways);
    let (postman, _) = post_office_at(&app, server.port, |_| ());
    let readers = [
        "a",
        "later-once",
        "b",
        "never",
        "c",
        "closed-once",
        "d",
        "full",
        "e",
        "busy-once",
        "f",
        "mute",
        "g",
        "torn",
        "h",
    ];
    for reader in readers {
        owe(&app, reader, &format!("{reader}@sd.example"));
    }
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!((report.failed, report.unknown), (2, 2), "{report:?}");
    for (reader, expected, said) in [
        ("later-once", State::Queued, "451"),
        ("never", State::Failed, "550"),
        ("full", State::Failed, "552"),
        ("busy-once", State::Queued, "452"),
        ("mute", State::Unknown, ""),
        ("torn", State::Unknown, ""),
    ] {
        let letter = by_key(&app, reader);
        assert_eq!(letter.state, expected, "{reader}: {letter:?}");
        assert!(letter.error.unwrap().contains(said), "{reader}");
    }
    for reader in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        assert_eq!(state(&app, reader), State::Sent, "{reader}");
    }
    app.clock.advance(TimeDelta::minutes(2));
    postman.run(&app.context).await.unwrap();
    for reader in ["later-once", "closed-once", "busy-once"] {
        assert_eq!(state(&app, reader), State::Sent, "{reader}");
    }
    let mut taken: Vec<String> =
        server.rest().iter().map(|letter| letter["to"].as_str().unwrap().to_owned()).collect();
    taken.sort();
    let expected = ["a", "b", "busy-once", "c", "closed-once", "d", "e", "f", "g", "h", "later-once", "mute"];
    assert_eq!(taken, expected.map(|reader| format!("{reader}@sd.example")), "none twice, none lost");
}

#[actix_web::test]
async fn a_mailbox_that_refuses_one_of_forty_readers_costs_that_letter_alone_and_one_connection_serves_them_all()
 {
    let app = TestApp::new().await;
    let server = MailServer::start(&["--tell", "--pipelining"]);
    let (postman, _) = post_office_at(&app, server.port, |smtp| smtp.connections = 1);
    for number in 0..40 {
        let name = if number == 23 { "never".to_owned() } else { format!("p{number}") };
        owe(&app, &format!("n:{number}"), &format!("{name}@sd.example"));
    }
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 39, failed: 1, ..Report::default() });
    let refused = by_key(&app, "n:23");
    assert_eq!(refused.state, State::Failed);
    assert!(refused.error.unwrap().contains("550"));
    let points = server.points();
    let count = |point: &str| points.iter().filter(|at| *at == point).count();
    assert_eq!((count("connected"), count("mail"), count("taken")), (1, 40, 39));
}

#[actix_web::test]
async fn many_letters_leave_on_as_many_connections_as_are_configured_and_each_once() {
    let app = TestApp::new().await;
    let server = MailServer::start(&["--tell"]);
    let (postman, _) = post_office_at(&app, server.port, |smtp| smtp.connections = 2);
    for number in 0..120 {
        owe(&app, &format!("n:{number}"), &format!("p{number}@sd.example"));
    }
    assert_eq!(postman.run(&app.context).await.unwrap(), Report { sent: 120, ..Report::default() });
    let points = server.points();
    let count = |point: &str| points.iter().filter(|at| *at == point).count();
    assert_eq!((count("connected"), count("taken")), (2, 120));
}

#[actix_web::test]
async fn of_letters_that_leave_at_once_one_that_cannot_be_written_down_costs_itself_alone() {
    let app = TestApp::new().await;
    let server = MailServer::start(&["--tell"]);
    let (postman, debts) = post_office_at(&app, server.port, |smtp| smtp.connections = 8);
    for number in 0..24 {
        owe(&app, &format!("n:{number}"), &format!("p{number}@sd.example"));
    }
    debts.when_asked("n:11", |_| Err(groundwork::kernel::error::Error::NotFound));
    assert_eq!(
        postman.run(&app.context).await.unwrap(),
        Report { sent: 23, put_off: 1, ..Report::default() }
    );
    assert_eq!(state(&app, "n:11"), State::Queued);
    let points = server.points();
    let count = |point: &str| points.iter().filter(|at| *at == point).count();
    assert_eq!((count("connected") >= 8, count("taken")), (true, 23), "{points:?}");
}

#[actix_web::test]
async fn a_kept_connection_that_the_server_ended_is_made_anew_for_the_next_letter() {
    let app = TestApp::new().await;
    for ways in [&["--tell", "--idle", "0.2"][..], &["--tell", "--idle", "0.2", "--wordless"]] {
        let server = MailServer::start(ways);
        let mut smtp = app.config.mail.smtp.clone();
        (smtp.host, smtp.port, smtp.timeout_seconds) = ("127.0.0.1".to_owned(), server.port, 5);
        let mut line = Transport::Smtp(Box::new(smtp)).open().unwrap();
        let address = |name: &str| format!("{name}@sd.example").parse().unwrap();
        for name in ["li", "wang"] {
            let envelope = Envelope { from: address("groundwork"), to: address(name) };
            line.begin(&envelope).await.unwrap();
            line.hand("<x@sd.example>", b"Subject: x\r\n\r\nx\r\n".to_vec()).await.unwrap();
            let ended = std::iter::from_fn(|| server.within(Duration::from_secs(5)));
            ended.take_while(|said| said["at"] != "ended").for_each(drop);
            // Also the letter's own line has heard of it.
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

#[actix_web::test]
async fn a_server_that_asks_for_the_content_of_a_letter_whose_reader_it_refuses_gets_none() {
    let app = TestApp::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let careless = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        line.write_all(b"220 careless\r\n").unwrap();
        let mut heard = Vec::new();
        for said in BufReader::new(line.try_clone().unwrap()).lines().map_while(Result::ok) {
            let answer = match said.get(..4).unwrap_or_default() {
                "EHLO" => "250-careless\r\n250 PIPELINING\r\n",
                "RCPT" => "550 5.1.1 no such mailbox\r\n",
                "DATA" => "354 go on\r\n",
                _ => "250 OK\r\n",
            };
            heard.push(said);
            line.write_all(answer.as_bytes()).unwrap();
        }
        heard
    });
    let mut smtp = app.config.mail.smtp.clone();
    (smtp.host, smtp.port, smtp.timeout_seconds) = ("127.0.0.1".to_owned(), port, 5);
    let mut line = Transport::Smtp(Box::new(smtp)).open().unwrap();
    let address = |name: &str| format!("{name}@sd.example").parse().unwrap();
    let envelope = Envelope { from: address("groundwork"), to: address("li") };
    let said = line.begin(&envelope).await;
    assert!(matches!(&said, Err(Refusal::Never(why)) if why.contains("550")), "{said:?}");
    drop(line);
    let heard = careless.join().unwrap();
    let words: Vec<&str> = heard.iter().map(|said| &said[..4]).collect();
    assert_eq!(words, ["EHLO", "EHLO", "MAIL", "RCPT", "DATA"]);
}

#[actix_web::test]
async fn a_server_that_never_greets_or_answers_a_byte_at_a_time_is_left_in_time() {
    let app = TestApp::new().await;
    for drips in [false, true] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                if drips {
                    while stream.write_all(b"2").is_ok() {
                        std::thread::sleep(Duration::from_millis(200));
                    }
                }
                kept.push(stream);
            }
        });
        let (postman, _) = post_office_at(&app, port, |_| ());
        let key = format!("drips-{drips}");
        owe(&app, &key, "li@sd.example");
        let begun = Instant::now();
        let report = postman.run(&app.context).await.unwrap();
        assert_eq!((report.put_off, report.unknown), (1, 0), "nothing had left: {report:?}");
        assert!(begun.elapsed() < Duration::from_secs(14), "{:?}", begun.elapsed());
        let letter = by_key(&app, &key);
        assert_eq!(letter.state, State::Queued);
        assert!(letter.error.unwrap().contains("no answer in time"));
    }
}

#[actix_web::test]
async fn a_server_that_is_not_there_or_does_not_let_us_in_is_a_reason_to_wait() {
    let app = TestApp::new().await;
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (nobody, _) = post_office_at(&app, port, |_| ());
    owe(&app, "a", "li@sd.example");
    assert_eq!(nobody.run(&app.context).await.unwrap().put_off, 1);
    let lost = |smtp: &mut groundwork::config::Smtp| {
        (smtp.user, smtp.password_file) = ("groundwork".to_owned(), "/no/such/file".to_owned());
    };
    let (without, _) = post_office_at(&app, port, lost);
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(without.run(&app.context).await.unwrap().put_off, 1);
    let said = by_key(&app, "a").error.unwrap();
    assert!(said.contains("password_file") && said.contains("/no/such/file"), "{said}");
    let server = MailServer::start(&["--auth"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "wrong\n").unwrap();
    let with = |smtp: &mut groundwork::config::Smtp| {
        (smtp.user, smtp.password_file) = ("groundwork".to_owned(), file.display().to_string());
    };
    let (stranger, _) = post_office_at(&app, server.port, with);
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(stranger.run(&app.context).await.unwrap().put_off, 1);
    let said = by_key(&app, "a").error.unwrap();
    assert!(said.contains("535"), "{said}");
    std::fs::write(&file, "a word that is kept\n").unwrap();
    let (known, _) = post_office_at(&app, server.port, with);
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(known.run(&app.context).await.unwrap().sent, 1);
    assert_eq!(server.next()["to"], "li@sd.example");
}
