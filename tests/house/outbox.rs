//! Letters that wait: posted with their deed, sent once, and whatever the way does to them, their row says how far they
//! came. The way is memory here, with the faults that a server has; a real server stands in `smtp`.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use groundwork::db::schema::letters;
use groundwork::kernel::division::Scope;
use groundwork::kernel::error::Error;
use groundwork::kernel::paging::PageRequest;
use groundwork::mail::Fault;
use groundwork::outbox::{self, Filter, Home, Listed, Report, State, Switch};

use crate::kit::TestApp;
use crate::kit::mail::{addressee, owe, owe_with, post_office, whole_letter};

fn province() -> Scope {
    Scope::parse("370000").unwrap()
}

fn all(app: &TestApp) -> Vec<Listed> {
    let page = PageRequest::new(None, Some(500)).unwrap();
    let mut found = app
        .context
        .db
        .read_now(|conn| outbox::find(conn, &province(), &Filter::default(), page))
        .unwrap()
        .items;
    found.reverse();
    found
}

fn states(app: &TestApp) -> Vec<State> {
    all(app).iter().map(|letter| letter.state).collect()
}

fn steps(app: &TestApp, id: i64) -> Vec<(State, Option<String>)> {
    let steps = app.context.db.read_now(|conn| outbox::steps(conn, id)).unwrap();
    steps.into_iter().map(|step| (step.state, step.said)).collect()
}

fn sql(app: &TestApp, text: &str) {
    app.context.db.connection().unwrap().batch_execute(text).unwrap();
}

#[actix_web::test]
async fn a_letter_is_posted_once_and_sent_once_and_its_ledger_tells_the_way() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    assert!(owe(&app, "debt:1", "li@sd.example"));
    assert!(!owe(&app, "debt:1", "li@sd.example"), "asking for it again is harmless");
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, ..Report::default() });
    assert_eq!(postman.run(&app.context).await.unwrap(), Report::default());
    let [(to, bytes)] = memory.letters().try_into().unwrap();
    assert_eq!(to, "li@sd.example");
    let letter = &all(&app)[0];
    let written = String::from_utf8(bytes).unwrap();
    assert!(written.contains(&format!("Message-ID: {}", letter.message_id)), "{written}");
    assert!(letter.message_id.starts_with("<debt.1."), "{}", letter.message_id);
    assert_eq!((letter.subject.as_str(), letter.attempts), ("催报 debt:1", 1));
    assert_eq!(letter.sent_at, Some(app.clock.now()));
    let told: Vec<State> = steps(&app, letter.id).into_iter().map(|(state, _)| state).collect();
    assert_eq!(told, [State::Queued, State::Handed, State::Sent]);
}

#[actix_web::test]
async fn a_deed_that_is_undone_tells_nobody() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    let now = app.clock.now();
    let to = addressee("李", "li@sd.example");
    let undone = app.context.db.write_now(|conn| {
        let new = outbox::New { key: "debt:1", kind: "debt", to: &to, fixed: None, at: now };
        outbox::post(conn, &new, outbox::Sender { instance: "x", domain: "y.example" }, now)?;
        Err::<(), _>(Error::NotFound)
    });
    assert!(undone.is_err());
    assert_eq!(postman.run(&app.context).await.unwrap(), Report::default());
    assert!(memory.letters().is_empty() && all(&app).is_empty());
}

#[actix_web::test]
async fn what_is_put_off_comes_again_later_under_the_same_id_and_what_is_refused_does_not() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for key in ["a", "b", "c"] {
        owe(&app, key, &format!("{key}@sd.example"));
    }
    memory.will([Fault::Later, Fault::Never, Fault::None]);
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, put_off: 1, failed: 1, ..Report::default() });
    assert_eq!(states(&app), [State::Queued, State::Failed, State::Sent]);
    let first = all(&app).remove(0);
    let wait = first.next_at.utc() - app.clock.now().utc();
    assert!(wait >= TimeDelta::minutes(1) && wait <= TimeDelta::seconds(76), "{wait}");
    assert_eq!(first.error.as_deref(), Some("451 4.7.1 try again"));
    assert_eq!(postman.run(&app.context).await.unwrap(), Report::default(), "its time has not come");
    app.clock.advance(TimeDelta::seconds(76));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    let again = all(&app).remove(0);
    assert_eq!((again.state, again.attempts, &again.message_id), (State::Sent, 2, &first.message_id));
}

#[actix_web::test]
async fn a_broken_connection_costs_its_own_letter_alone() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for key in ["a", "b", "c"] {
        owe(&app, key, "li@sd.example");
    }
    memory.will([Fault::BreaksBefore]);
    postman.run(&app.context).await.unwrap();
    assert_eq!(states(&app), [State::Queued, State::Sent, State::Sent]);
}

#[actix_web::test]
async fn a_letter_of_which_nobody_knows_is_shown_and_sent_again_by_a_person_alone() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "li@sd.example");
    memory.will([Fault::TakenUnsaid]);
    assert_eq!(postman.run(&app.context).await.unwrap().unknown, 1);
    app.clock.advance(TimeDelta::days(3));
    assert_eq!(postman.run(&app.context).await.unwrap(), Report::default());
    let letter = all(&app).remove(0);
    assert_eq!(letter.state, State::Unknown);
    let now = app.clock.now();
    let again = app
        .context
        .db
        .write_now(|conn| outbox::retry(conn, &province(), letter.id, ("管理员", None), now))
        .unwrap();
    assert_eq!(again.state, State::Queued);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    let ids: Vec<bool> = memory
        .letters()
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&letter.message_id))
        .collect();
    assert_eq!(ids, [true, true], "twice, and recognisable as the same");
    let told: Vec<State> = steps(&app, letter.id).into_iter().map(|(state, _)| state).collect();
    let unknown = [State::Queued, State::Handed, State::Unknown];
    assert_eq!(told[..3], unknown, "its past stays readable");
    assert_eq!(told[3..], [State::Queued, State::Handed, State::Sent]);
    let sent =
        app.context.db.write_now(|conn| outbox::retry(conn, &province(), letter.id, ("管理员", None), now));
    assert!(matches!(sent, Err(Error::Conflict(_))), "what was sent is not sent again");
}

#[actix_web::test]
async fn where_the_configuration_says_so_it_is_sent_again_by_itself() {
    let app = TestApp::configured(|config| config.mail.unknown = "resend".to_owned()).await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "li@sd.example");
    memory.will([Fault::LostUnsaid]);
    postman.run(&app.context).await.unwrap();
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    assert_eq!(memory.letters().len(), 1);
}

#[actix_web::test]
async fn nothing_is_sent_about_what_was_paid_also_in_the_last_moment() {
    let app = TestApp::new().await;
    let (postman, memory, debts) = post_office(&app);
    for key in ["a", "b", "c"] {
        owe(&app, key, "li@sd.example");
    }
    debts.pay("a");
    debts.paid_meanwhile.lock().unwrap().insert("b".to_owned());
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, dropped: 2, ..Report::default() });
    assert_eq!(states(&app), [State::Dropped, State::Dropped, State::Sent]);
    assert_eq!(memory.letters().len(), 1);
}

#[actix_web::test]
async fn a_sender_that_was_killed_leaves_claims_that_return_and_one_letter_of_which_nobody_knows() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for key in ["a", "b"] {
        owe(&app, key, "li@sd.example");
    }
    let lease = "lease = 'gone', lease_until = '2020-01-01 00:00:00'";
    sql(&app, &format!("update letters set state = 'claimed', {lease} where key = 'a'"));
    sql(&app, &format!("update letters set state = 'handed', {lease} where key = 'b'"));
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, unknown: 1, ..Report::default() });
    assert_eq!(states(&app), [State::Sent, State::Unknown]);
    assert_eq!(memory.letters().len(), 1);
    // A lease that still runs is another sender's.
    owe(&app, "c", "li@sd.example");
    let runs = "state = 'handed', lease = 'other', lease_until = '2999-01-01 00:00:00'";
    sql(&app, &format!("update letters set {runs} where key = 'c'"));
    assert_eq!(postman.run(&app.context).await.unwrap(), Report::default());
    assert_eq!(states(&app)[2], State::Handed);
}

#[actix_web::test]
async fn mail_that_is_held_waits_and_leaves_when_it_is_let_go() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "li@sd.example");
    let now = app.clock.now();
    let throw = |is_held: bool| {
        let why = is_held.then_some("演练");
        app.context.db.write_now(|conn| outbox::switch(conn, is_held, why, ("管理员", None), now)).unwrap();
    };
    throw(true);
    assert_eq!(postman.run(&app.context).await.unwrap(), Report { held: true, ..Report::default() });
    let stands = app.context.db.read_now(|conn| postman.stands(conn)).unwrap();
    assert_eq!(stands, Switch::Held(now, Some("演练".to_owned()), Some("管理员".to_owned())));
    assert!(memory.letters().is_empty());
    throw(false);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
}

#[actix_web::test]
async fn mail_that_is_held_while_it_leaves_stops_after_the_letter_that_is_on_its_way() {
    let app = TestApp::new().await;
    let (postman, memory, debts) = post_office(&app);
    for at in 0..3 {
        owe(&app, &format!("debt:{at}"), &format!("li{at}@sd.example"));
    }
    let now = app.clock.now();
    debts.when_asked("debt:1", move |conn| outbox::switch(conn, true, Some("发错了"), ("管理员", None), now));
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!((report.sent, report.held, memory.letters().len()), (2, true, 2));
    assert_eq!(states(&app), [State::Sent, State::Sent, State::Queued]);
    assert_eq!(postman.run(&app.context).await.unwrap(), Report { held: true, ..Report::default() });
}

#[actix_web::test]
async fn a_server_that_twice_says_nothing_is_given_no_third_letter() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for at in 0..4 {
        owe(&app, &format!("debt:{at}"), &format!("li{at}@sd.example"));
    }
    memory.will([Fault::TakenUnsaid, Fault::LostUnsaid]);
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!((report.unknown, report.sent), (2, 0));
    assert_eq!(states(&app), [State::Unknown, State::Unknown, State::Queued, State::Queued]);
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 2);
}

#[actix_web::test]
async fn a_letter_goes_where_its_reader_is_now() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    let reader = app.person(groundwork::kernel::role::Role::City, "370100").await;
    owe(&app, "debt:1", "old@sd.example");
    sql(&app, &format!("update letters set user_id = {}", reader.id));
    let me = reader.get("/api/v1/me").await.must(200).json();
    postman.run(&app.context).await.unwrap();
    assert_eq!(memory.letters()[0].0, me["email"].as_str().unwrap());
    assert_eq!(all(&app)[0].address, me["email"].as_str().unwrap(), "the ledger says where it went");
}

#[actix_web::test]
async fn a_copy_of_the_database_elsewhere_mails_nobody_until_it_is_let_in() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "li@sd.example");
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = Home::of("sqlite:///copy.db", &folder.path().join("home")).unwrap();
    let copy = postman.at_home(elsewhere.clone());
    assert!(copy.run(&app.context).await.unwrap().held);
    assert_eq!(app.context.db.read_now(|conn| copy.stands(conn)).unwrap(), Switch::Elsewhere);
    assert!(memory.letters().is_empty());
    let now = app.clock.now();
    app.context.db.write_now(|conn| outbox::let_in(conn, &elsewhere, Some("管理员"), now)).unwrap();
    assert_eq!(copy.run(&app.context).await.unwrap().sent, 1);
}

#[actix_web::test]
async fn a_database_that_is_brought_back_from_before_in_its_own_place_mails_nobody_until_it_is_let_in() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "debt:1", "li@sd.example");
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    // As last night's copy of it: it does not know that the letter was sent.
    sql(
        &app,
        "delete from letter_steps where state <> 'queued'; update letters set state = 'queued', attempts = 0",
    );
    assert_eq!(postman.run(&app.context).await.unwrap(), Report { held: true, ..Report::default() });
    let stands = || app.context.db.read_now(|conn| postman.stands(conn)).unwrap();
    assert_eq!(stands(), Switch::Elsewhere);
    owe(&app, "debt:2", "li@sd.example");
    owe(&app, "debt:3", "li@sd.example");
    assert!(postman.run(&app.context).await.unwrap().held, "also when the ledger has grown past it again");
    assert_eq!(memory.letters().len(), 1);
    let now = app.clock.now();
    app.context.db.write_now(|conn| outbox::let_in(conn, postman.home(), Some("管理员"), now)).unwrap();
    assert_eq!(stands(), Switch::Open);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 3);
}

#[actix_web::test]
async fn one_person_gets_no_more_than_her_fill_on_a_day_and_one_run_hands_over_no_more_than_its_own() {
    let few =
        |config: &mut groundwork::config::Config| (config.mail.per_person, config.mail.per_run) = (2, 3);
    let app = TestApp::configured(few).await;
    let (postman, memory, _) = post_office(&app);
    for (key, address) in [("a", "li"), ("b", "li"), ("c", "li"), ("d", "wang"), ("e", "wang")] {
        owe(&app, key, &format!("{address}@sd.example"));
    }
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 2, put_off: 1, ..Report::default() }, "three were looked at");
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 2);
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    assert_eq!(memory.letters().len(), 5);
}

#[actix_web::test]
async fn two_senders_at_once_send_each_letter_once() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for number in 0..120 {
        owe(&app, &format!("n:{number}"), &format!("p{number}@sd.example"));
    }
    let (first, second) =
        futures_util::future::join(postman.run(&app.context), postman.run(&app.context)).await;
    assert_eq!(first.unwrap().sent + second.unwrap().sent, 120);
    let mut readers: Vec<String> = memory.letters().into_iter().map(|(to, _)| to).collect();
    readers.sort();
    readers.dedup();
    assert_eq!((readers.len(), memory.letters().len()), (120, 120));
}

#[actix_web::test]
async fn senders_that_want_the_same_letters_never_wait_for_one_another_in_vain() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for number in 0..100 {
        owe(&app, &format!("n:{number}"), &format!("p{number}@sd.example"));
    }
    // Again and again they claim what is due, half of it at a time, find the server closed, and put all of it back.
    for _ in 0..40 {
        app.clock.advance(TimeDelta::minutes(2));
        memory.will([Fault::Closed; 6]);
        let runs = (0..3).map(|_| postman.run(&app.context));
        for run in futures_util::future::join_all(runs).await {
            run.unwrap();
        }
    }
    assert_eq!(states(&app), [State::Queued; 100]);
}

#[actix_web::test]
async fn a_sender_that_waited_for_a_letter_asks_again_whether_it_is_due() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "a@sd.example");
    // Another sender holds the letter, and puts it off.
    let mut other = app.context.db.connection().unwrap();
    let begin = if app.config.database.url.starts_with("sqlite") { "begin immediate" } else { "begin" };
    other.batch_execute(begin).unwrap();
    let later = app.clock.now().plus(TimeDelta::minutes(1));
    diesel::update(letters::table).set(letters::next_at.eq(later)).execute(&mut *other).unwrap();
    let (sender, context) = (postman.clone(), app.context.clone());
    let run = actix_web::rt::spawn(async move { sender.run(&context).await.unwrap() });
    actix_web::rt::time::sleep(std::time::Duration::from_millis(400)).await;
    other.batch_execute("commit").unwrap();
    assert_eq!(run.await.unwrap(), Report::default(), "it was put off meanwhile");
    assert!(memory.letters().is_empty());
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
}

#[actix_web::test]
async fn a_letter_that_cannot_be_sent_as_it_is_fails_with_its_reason_and_holds_up_no_other() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for (key, address) in [
        ("a", "li@sd.example\r\nRCPT TO:<all@sd.example>"),
        ("b", "李@sd.example"),
        ("c", "nobody"),
        ("d", "li@sd.example"),
    ] {
        owe(&app, key, address);
    }
    let mut torn = whole_letter();
    torn.files[0].media_type = "no type".to_owned();
    owe_with(&app, "e", ("李", "li@sd.example"), Some(&torn));
    sql(&app, "update letters set kind = 'gone' where key = 'd'");
    owe_with(&app, "f", ("李\r\nBcc: all@sd.example", "li@sd.example"), Some(&whole_letter()));
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, failed: 5, ..Report::default() });
    let reasons: Vec<String> = all(&app).into_iter().filter_map(|letter| letter.error).collect();
    for (reason, word) in
        reasons.iter().zip(["no e-mail address", "few mail servers", "no e-mail address", "kind", "media"])
    {
        assert!(reason.contains(word), "{reason}");
    }
    let bytes = memory.letters().remove(0).1;
    let head = String::from_utf8(bytes).unwrap().split("\r\n\r\n").next().unwrap().to_owned();
    assert!(!head.to_lowercase().lines().any(|line| line.starts_with("bcc")), "{head}");
}

#[actix_web::test]
async fn a_server_that_is_closed_is_asked_once_and_no_other_letter_loses_an_attempt() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for key in ["a", "b", "c"] {
        owe(&app, key, &format!("{key}@sd.example"));
    }
    memory.will([Fault::None, Fault::Closed]);
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, put_off: 1, ..Report::default() });
    let letters = all(&app);
    assert_eq!(states(&app), [State::Sent, State::Queued, State::Queued]);
    assert_eq!(letters[1].error.as_deref(), Some("connection refused"));
    assert_eq!((letters[1].attempts, letters[2].attempts, &letters[2].error), (0, 0, &None));
    assert_eq!(letters[2].next_at, app.clock.now().plus(TimeDelta::minutes(1)));
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 2);
}

#[actix_web::test]
async fn an_outage_of_days_fails_no_letter() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "a@sd.example");
    memory.will([Fault::Closed; 40]);
    for _ in 0..40 {
        assert_eq!(postman.run(&app.context).await.unwrap().put_off, 1);
        app.clock.advance(TimeDelta::hours(2));
    }
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    assert_eq!(all(&app)[0].attempts, 1);
}

#[actix_web::test]
async fn a_letter_that_ends_its_sender_each_time_is_not_sent_again_for_ever() {
    let app = TestApp::configured(|config| config.mail.unknown = "resend".to_owned()).await;
    let (postman, _, _) = post_office(&app);
    for key in ["a", "b"] {
        owe(&app, key, &format!("{key}@sd.example"));
    }
    let lease = "state = 'handed', lease = 'gone', lease_until = '2020-01-01 00:00:00'";
    sql(&app, &format!("update letters set {lease}, attempts = 9 where key = 'a'"));
    sql(&app, &format!("update letters set {lease}, attempts = 10 where key = 'b'"));
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, unknown: 1, ..Report::default() });
    assert_eq!(states(&app), [State::Sent, State::Unknown]);
}

#[actix_web::test]
async fn what_a_kind_cannot_write_is_its_letters_own_trouble_and_is_tried_again() {
    let app = TestApp::new().await;
    let (postman, memory, debts) = post_office(&app);
    for key in ["a", "b"] {
        owe(&app, key, "li@sd.example");
    }
    debts.broken.lock().unwrap().insert("a".to_owned(), || Error::NotFound);
    let report = postman.run(&app.context).await.unwrap();
    assert_eq!(report, Report { sent: 1, put_off: 1, ..Report::default() });
    assert_eq!(all(&app)[0].error.as_deref(), Some("not found"));
    debts.broken.lock().unwrap().clear();
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    assert_eq!(memory.letters().len(), 2);
}

#[actix_web::test]
async fn what_was_taken_is_written_down_also_when_the_database_fails_at_the_next_letter() {
    let app = TestApp::new().await;
    let (postman, _, debts) = post_office(&app);
    for key in ["a", "b"] {
        owe(&app, key, "li@sd.example");
    }
    debts.broken.lock().unwrap().insert("b".to_owned(), || Error::Unavailable("gone".to_owned()));
    assert!(postman.run(&app.context).await.is_err());
    assert_eq!(states(&app), [State::Sent, State::Claimed], "the claim returns when its time is over");
    debts.broken.lock().unwrap().clear();
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
}

#[actix_web::test]
async fn a_letter_that_is_written_when_it_leaves_is_written_anew_each_time_and_a_fixed_one_never() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "li@sd.example");
    owe_with(&app, "b", ("李", "li@sd.example"), Some(&whole_letter()));
    memory.will([Fault::TakenUnsaid, Fault::TakenUnsaid]);
    postman.run(&app.context).await.unwrap();
    let now = app.clock.now();
    for letter in all(&app) {
        let again = |conn: &mut _| outbox::retry(conn, &province(), letter.id, ("管理员", None), now);
        app.context.db.write_now(again).unwrap();
    }
    // A person's retry begins to count anew; the server puts it off once.
    memory.will([Fault::Later]);
    postman.run(&app.context).await.unwrap();
    app.clock.advance(TimeDelta::minutes(2));
    postman.run(&app.context).await.unwrap();
    let words =
        |id: i64| app.context.db.read_now(|conn| outbox::letter(conn, &province(), id)).unwrap().1.unwrap();
    let letters = all(&app);
    assert_eq!(states(&app), [State::Sent, State::Sent]);
    assert_eq!(words(letters[0].id).text, "再次提醒：请于今日报送。");
    assert_eq!(words(letters[1].id), whole_letter());
}
