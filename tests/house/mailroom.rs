//! The administrator's view of the mail: the ledger, a letter with its way, sending again, holding back, the switch, a test
//! letter to herself; and the commands of the machine.

use groundwork::kernel::role::Role;
use groundwork::mail::{Fault, Letter};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

use crate::kit::mail::{owe, owe_in, owe_with, post_office};
use crate::kit::{Client, Database, TestApp};

const OUTBOX: &str = "/api/v1/mail/outbox";

async fn letters(who: &Client, query: &str) -> Vec<Value> {
    let found = who.get(&format!("{OUTBOX}{query}")).await.must(200).json();
    found["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn the_ledger_tells_every_letter_and_what_became_of_it_and_a_person_sends_again() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for key in ["a", "b", "c"] {
        owe(&app, key, &format!("{key}@sd.example"));
    }
    memory.will([Fault::Never, Fault::TakenUnsaid, Fault::None]);
    postman.run(&app.context).await.unwrap();
    let administrator = app.person(Role::Administrator, "370000").await;
    let auditor = app.person(Role::Auditor, "370000").await;
    let all = letters(&auditor, "").await;
    let told: Vec<(&str, &str)> =
        all.iter().map(|one| (one["key"].as_str().unwrap(), one["state"].as_str().unwrap())).collect();
    assert_eq!(told, [("c", "sent"), ("b", "unknown"), ("a", "failed")], "the newest first");
    assert_eq!(all[2]["error"], "550 5.1.1 no such mailbox");
    assert_eq!(letters(&auditor, "?state=failed").await.len(), 1);
    assert_eq!(letters(&auditor, "?q=b@sd").await[0]["key"], "b");
    assert_eq!(letters(&auditor, "?q=B@SD").await[0]["key"], "b", "large or small");
    assert_eq!(letters(&auditor, "?q=%25").await.len(), 0, "a sign is a sign");
    let wrong = auditor.get(&format!("{OUTBOX}?state=lost")).await.must(422).json();
    assert_eq!(wrong["errors"][0]["code"], "mail-state-word");

    let page = administrator.get("/mail").await.must(200).text();
    for said in ["结果不明 1", "发送失败 1", "550 5.1.1 no such mailbox", "正常发信"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let english = administrator.get("/mail?state=unknown&lang=en").await.must(200).text();
    assert!(english.contains("Unknown 1") && !english.contains("no such mailbox"), "{english}");
    let (unknown, sent) = (all[1]["id"].to_string(), all[0]["id"].to_string());
    let one = administrator.get(&format!("/mail/{unknown}")).await.must(200).text();
    assert!(one.contains("请于今日报送") && one.contains("结果不明") && one.contains("重新发送"), "{one}");
    assert!(!auditor.get(&format!("/mail/{unknown}")).await.must(200).text().contains("重新发送</button>"));
    administrator.form(&format!("/mail/{unknown}/retry"), &[]).await.must(303);
    let refused = administrator.form(&format!("/mail/{sent}/retry"), &[]).await.must(409).text();
    assert!(refused.contains("目前的状态是“已送达服务器”，不能重新发送"), "{refused}");
    let code = administrator.post_json(&format!("{OUTBOX}/{sent}/retry"), &json!({})).await.must(409).json();
    assert_eq!(code["code"], "mail-retry-state");
    postman.run(&app.context).await.unwrap();
    let whole = auditor.get(&format!("{OUTBOX}/{unknown}")).await.must(200).json();
    let steps: Vec<&str> =
        whole["steps"].as_array().unwrap().iter().map(|step| step["state"].as_str().unwrap()).collect();
    assert_eq!(steps, ["queued", "handed", "unknown", "queued", "handed", "sent"]);
    assert!(whole["steps"][3]["by"].as_str().unwrap().starts_with("administrator-"), "{whole}");
    assert_eq!(whole["text"], "请于今日报送。");
    let audit = auditor.get("/audit").await.must(200).text();
    assert!(audit.contains("重新发送邮件"), "{audit}");
}

#[actix_web::test]
async fn what_failed_is_sent_again_all_at_once_when_its_reason_is_mended_and_only_in_ones_own_places() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    for (key, place) in [("a", "370100"), ("b", "370200"), ("c", "370100"), ("d", "370100")] {
        owe_in(&app, key, place);
    }
    memory.will([Fault::Never, Fault::Never, Fault::Never, Fault::TakenUnsaid]);
    postman.run(&app.context).await.unwrap();
    let jinan = app.person(Role::Administrator, "370100").await;
    let page = jinan.get("/mail?state=failed").await.must(200).text();
    assert!(page.contains("全部重新发送（2）"), "{page}");
    assert!(!jinan.get("/mail").await.text().contains("全部重新发送"), "only beside what failed");
    let auditor = app.person(Role::Auditor, "370100").await;
    assert!(!auditor.get("/mail?state=failed").await.text().contains("全部重新发送"));
    jinan.form("/mail/retries", &[]).await.must(303);
    let states = |all: &[Value]| -> Vec<String> {
        all.iter().rev().map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    };
    let administrator = app.person(Role::Administrator, "370000").await;
    let stands = states(&letters(&administrator, "").await);
    assert_eq!(stands, ["queued", "failed", "queued", "unknown"], "what nobody knows is asked one by one");
    let again = administrator.post_json("/api/v1/mail/retries", &json!({})).await.must(200).json();
    assert_eq!(again["count"], 1);
    let none = administrator.post_json("/api/v1/mail/retries", &json!({})).await.must(200).json();
    assert_eq!(none["count"], 0);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 3);
    let audit = administrator.get("/api/v1/audit").await.must(200).json();
    let deeds = audit["items"].as_array().unwrap().iter().filter(|one| one["deed"] == "mail.retry");
    assert_eq!(deeds.count(), 3, "one for each letter");
}

#[actix_web::test]
async fn what_was_sent_is_sent_once_more_by_a_person_alone_under_the_same_id() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    let words =
        Letter { subject: "简报".into(), text: "请于今日报送。".into(), ..Letter::default() };
    owe_with(&app, "a", ("李", "a@sd.example"), Some(&words));
    let administrator = app.person(Role::Administrator, "370000").await;
    let auditor = app.person(Role::Auditor, "370000").await;
    let id = letters(&auditor, "").await[0]["id"].to_string();
    let early = administrator.post_json(&format!("{OUTBOX}/{id}/resend"), &json!({})).await.must(409).json();
    assert_eq!(early["code"], "mail-resend-state", "it waits");
    postman.run(&app.context).await.unwrap();
    assert!(administrator.get(&format!("/mail/{id}")).await.text().contains("再发一次"));
    assert!(!auditor.get(&format!("/mail/{id}")).await.text().contains("再发一次"));
    auditor.post_json(&format!("{OUTBOX}/{id}/resend"), &json!({})).await.must(403);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 0, "nothing goes twice by itself");
    administrator.form(&format!("/mail/{id}/resend"), &[]).await.must(303);
    administrator.form(&format!("/mail/{id}/resend"), &[]).await.must(409);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
    let ids: Vec<String> = memory
        .letters()
        .into_iter()
        .map(|(_, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned()
        })
        .collect();
    assert_eq!((ids.len(), &ids[0]), (2, &ids[1]));
    let records = auditor.get("/api/v1/audit").await.must(200).json();
    assert_eq!(records["items"][0]["deed"], "mail.resend");
    // As mail programs show it: its words, in a frame that may do nothing.
    let framed = auditor.get(&format!("/mail/{id}/html")).await.must(200);
    assert!(framed.header("content-security-policy").ends_with("sandbox"), "no script, no way out");
    assert!(framed.text().contains("<pre>请于今日报送。</pre>"), "{}", framed.text());
    // What is written when it leaves says something else each time.
    owe(&app, "b", "b@sd.example");
    postman.run(&app.context).await.unwrap();
    let written = letters(&auditor, "").await[0]["id"].to_string();
    let refused = administrator.post_json(&format!("{OUTBOX}/{written}/resend"), &json!({})).await.must(409);
    assert_eq!(refused.json()["code"], "mail-resend-written");
}

#[actix_web::test]
async fn a_letter_is_held_back_alone_and_all_mail_with_a_reason() {
    let app = TestApp::new().await;
    let (postman, memory, _) = post_office(&app);
    owe(&app, "a", "li@sd.example");
    let administrator = app.person(Role::Administrator, "370000").await;
    let id = letters(&administrator, "").await[0]["id"].to_string();
    let held = administrator.post_json(&format!("{OUTBOX}/{id}/hold"), &json!({})).await.must(200).json();
    assert_eq!(held["state"], "held");
    let again = administrator.form(&format!("/mail/{id}/hold"), &[]).await.must(409).text();
    assert!(again.contains("只有待发的邮件可以暂扣"), "{again}");
    postman.run(&app.context).await.unwrap();
    assert!(memory.letters().is_empty());
    administrator.post_json(&format!("{OUTBOX}/{id}/retry"), &json!({})).await.must(200);

    let switch = "/api/v1/mail/switch";
    let without = administrator.post_json(switch, &json!({ "state": "held" })).await.must(422).json();
    assert_eq!(without["errors"][0]["field"], "reason");
    let page =
        administrator.form("/mail/switch", &[("state", "held"), ("reason", " ")]).await.must(422).text();
    assert!(page.contains("href=\"#reason\""), "{page}");
    let unknown = administrator.post_json(switch, &json!({ "state": "off" })).await.must(422).json();
    assert_eq!(unknown["errors"][0]["code"], "mail-switch-unknown");
    let city = app.person(Role::Administrator, "370100").await;
    let theirs = json!({ "state": "held", "reason": "x" });
    assert_eq!(city.post_json(switch, &theirs).await.must(403).json()["code"], "error-province-only");
    administrator.form("/mail/switch", &[("state", "held"), ("reason", "演练")]).await.must(303);
    assert!(postman.run(&app.context).await.unwrap().held);
    let stands = administrator.get(switch).await.must(200).json();
    assert_eq!((&stands["state"], &stands["reason"]), (&json!("held"), &json!("演练")));
    let page = administrator.get("/mail").await.must(200).text();
    assert!(page.contains("暂停全部发信。原因：演练") && page.contains("恢复发信"), "{page}");
    administrator.post_json(switch, &json!({ "state": "open" })).await.must(200);
    // Whoever opens what is open does nothing, and nothing is remembered.
    let thrown = || async {
        let all = administrator.get("/api/v1/audit?per_page=100").await.must(200).text();
        all.matches("mail.switch").count()
    };
    let before = thrown().await;
    administrator.post_json(switch, &json!({ "state": "open" })).await.must(200);
    assert_eq!(thrown().await, before);
    assert_eq!(postman.run(&app.context).await.unwrap().sent, 1);
}

#[actix_web::test]
async fn an_administrator_of_a_city_sees_the_letters_of_her_own_people() {
    let app = TestApp::new().await;
    owe_in(&app, "jinan", "370102");
    owe_in(&app, "qingdao", "370200");
    let jinan = app.person(Role::Administrator, "370100").await;
    let seen = letters(&jinan, "").await;
    assert_eq!((seen.len(), &seen[0]["key"]), (1, &json!("jinan")));
    assert!(!jinan.get("/mail").await.must(200).text().contains("qingdao"));
}

#[actix_web::test]
async fn a_test_letter_to_oneself_shows_whether_mail_arrives() {
    let app = TestApp::new().await;
    let administrator = app.person(Role::Administrator, "370000").await;
    let to = administrator.form("/mail/test", &[]).await.must(303).header("location").to_owned();
    let waiting = administrator.get(&to).await.must(200).text();
    assert!(waiting.contains("待发") && waiting.contains("说明发信设置正确"), "{waiting}");
    administrator.form("/mail/test", &[]).await.must(409);
    let output = app.command(&["run-due", "--now", &app.clock.now().to_string()]);
    let done: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(done["letters"]["sent"], 1, "{done}");
    let folder = app.mail_folder();
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(Result::unwrap).collect();
    assert_eq!(files.len(), 1);
    let text = std::fs::read_to_string(files[0].path()).unwrap();
    assert!(text.contains("Auto-Submitted: auto-generated") && text.contains("List-Id: <test."), "{text}");
    assert!(administrator.get(&to).await.must(200).text().contains("已送达服务器"));
}

#[actix_web::test]
async fn a_restored_database_holds_its_mail_until_it_is_released() {
    let app = TestApp::new().await;
    app.person(Role::Administrator, "370000").await;
    owe(&app, "a", "li@sd.example");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.zip");
    assert!(app.command(&["backup", file.to_str().unwrap()]).status.success());
    let copy = Database::empty();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_groundwork"));
        command.envs(copy.environment());
        command.args(["--database-url", &copy.url()]).args(arguments).output().unwrap()
    };
    let due = || -> Value {
        let output = run(&["run-due", "--now", &app.clock.now().to_string()]);
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert!(run(&["restore", file.to_str().unwrap()]).status.success());
    assert_eq!(
        due()["letters"],
        json!({ "sent": 0, "put_off": 0, "failed": 0, "unknown": 0, "dropped": 0, "held": true })
    );
    assert!(run(&["mail", "release"]).status.success());
    let done = due();
    assert_eq!((&done["letters"]["held"], &done["letters"]["failed"]), (&json!(false), &json!(1)), "{done}");
    assert!(run(&["mail", "hold", "演练"]).status.success());
    assert_eq!(due()["letters"]["held"], true);
}

#[actix_web::test]
async fn the_running_program_sends_by_itself_and_stops_when_it_is_told() {
    let app = TestApp::new().await;
    let administrator = app.person(Role::Administrator, "370000").await;
    administrator.form("/mail/test", &[]).await.must(303);
    let mut program = app.program(&["serve"]);
    let mut server = program.env("GROUNDWORK__SERVER__LISTEN", "127.0.0.1:0").spawn().unwrap();
    let begun = Instant::now();
    while letters(&administrator, "").await[0]["state"] != "sent" {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", letters(&administrator, "").await);
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(std::fs::read_dir(app.mail_folder()).unwrap().count(), 1);
    let asked = std::process::Command::new("kill").args(["-TERM", &server.id().to_string()]).status();
    assert!(asked.unwrap().success());
    assert!(server.wait().unwrap().success(), "it ends of itself");
}
