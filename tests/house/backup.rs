//! A backup is taken while others write, and is restored into an empty database of either engine: every row, every photo,
//! what was published with its guards, and nothing where something is wrong.

use groundwork::db::copy;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output};

use crate::kit::rooms::png;
use crate::kit::{Database, TestApp};
use crate::month_statistics::october;
use crate::updates::set;

/// Runs the program on another database than the test's own.
fn on(database: &Database, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundwork"));
    command.envs(database.environment());
    command.args(["--database-url", &database.url()]).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// What is each installation's own: which one it is, and from where it sends.
const OWN: [&str; 2] = ["tables/instance.jsonl", "tables/mail_homes.jsonl"];

/// Every table's rows with the names of their columns, sorted, without the row that says which installation it is; and
/// how long each attachment is.
fn parts(backup: &Path) -> Vec<(String, Vec<String>)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(backup).unwrap()).unwrap();
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.starts_with("tables/") && !OWN.contains(&name.as_str()) {
            parts.push((name, rows(&String::from_utf8(bytes).unwrap())));
        } else if name.starts_with("files/") {
            parts.push((name, vec![bytes.len().to_string()]));
        }
    }
    parts.sort();
    parts
}

fn rows(part: &str) -> Vec<String> {
    let mut lines = part.lines();
    let columns: Vec<String> = serde_json::from_str(lines.next().unwrap()).unwrap();
    let row = |line: &str| {
        let values: Vec<Value> = serde_json::from_str(line).unwrap();
        let named: BTreeMap<&String, Value> = columns.iter().zip(values).collect();
        serde_json::to_string(&named).unwrap()
    };
    let mut rows: Vec<String> = lines.map(row).collect();
    rows.sort();
    rows
}

/// An installation with a published list, reports, a bulletin, a photo and an import.
async fn lived_in() -> (TestApp, Vec<i64>) {
    let app = TestApp::new().await;
    let ids = october(&app).await;
    let jinan = app.person(Role::City, "370100").await;
    let photos = format!("/api/v1/projects/{}/photos", ids[1]);
    jinan.upload(&photos, "工地.png", &png(8, 4), &[("period", "2026-10")]).await.must(201);
    let workbook = "项目名称,总投资（万元）\n铝箔项目,近百亿元\n";
    jinan.upload("/api/v1/imports", "a.csv", workbook.as_bytes(), &[("kind", "projects")]).await.must(201);
    set(&app, "2026-11-10T09:00:00");
    let reviewer = app.person(Role::Reviewer, "370000").await;
    reviewer.post_json("/api/v1/bulletins/2026-10/publish", &json!({})).await.must(200);
    (app, ids)
}

#[actix_web::test]
async fn what_is_restored_on_either_engine_is_what_was_backed_up() {
    let (app, _) = lived_in().await;
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first.zip");
    let output = app.command(&["backup", first.to_str().unwrap()]);
    assert!(output.status.success() && said(&output).contains("1 个附件"), "{}", said(&output));
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&first).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "nobody else on the machine reads it");
    }
    let whole = parts(&first);
    assert!(whole.iter().any(|(name, rows)| name == "tables/bulletins.jsonl" && rows.len() == 1));

    let mut others = vec![Database::empty_sqlite()];
    others.extend(Database::empty_postgres());
    for (place, other) in others.iter().enumerate() {
        let output = on(other, &["restore", first.to_str().unwrap()]);
        assert!(output.status.success(), "{}", said(&output));
        let check = on(other, &["check"]);
        assert!(check.status.success(), "guards, hashes, attachments, keys: {}", said(&check));
        let again = folder.path().join(format!("again-{place}.zip"));
        assert!(on(other, &["backup", again.to_str().unwrap()]).status.success());
        for (restored, backed_up) in parts(&again).iter().zip(&whole) {
            assert_eq!(restored, backed_up, "every row and every photo");
        }
        assert_eq!(parts(&again).len(), whole.len());
        // Numbers go on after those that were restored, and it is another installation.
        let added = on(
            other,
            &[
                "user",
                "add",
                "--email",
                "neu@example.org",
                "--name",
                "新",
                "--role",
                "leader",
                "--scope",
                "370000",
            ],
        );
        assert!(added.status.success(), "{}", said(&added));
        let full = on(other, &["restore", first.to_str().unwrap()]);
        assert!(
            !full.status.success() && said(&full).contains("restore into an empty database"),
            "{}",
            said(&full)
        );
    }
}

/// The same backup with one part changed.
fn altered(backup: &Path, target: &Path, part: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(backup).unwrap()).unwrap();
    let mut written = zip::ZipWriter::new(std::fs::File::create(target).unwrap());
    for place in 0..archive.len() {
        let mut old = archive.by_index(place).unwrap();
        let (name, mut bytes) = (old.name().unwrap().into_owned(), Vec::new());
        old.read_to_end(&mut bytes).unwrap();
        written.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        written.write_all(&if name == part { change(bytes) } else { bytes }).unwrap();
    }
    written.finish().unwrap();
}

#[actix_web::test]
async fn a_damaged_backup_and_one_of_a_newer_program_restore_nothing() {
    let (app, _) = lived_in().await;
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("good.zip"), folder.path().join("bad.zip"));
    assert!(app.command(&["backup", good.to_str().unwrap()]).status.success());
    let twice = app.command(&["backup", good.to_str().unwrap()]);
    assert!(!twice.status.success() && said(&twice).contains("exists already"), "{}", said(&twice));

    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let newer = |bytes: Vec<u8>| {
        let mut manifest: Value = serde_json::from_slice(&bytes).unwrap();
        manifest["schema"] = json!("20990101000001");
        serde_json::to_vec(&manifest).unwrap()
    };
    let renamed = |bytes: Vec<u8>| text(bytes).replacen("济南甲", "济南丁", 1).into_bytes();
    for (part, change, why) in [
        ("tables/projects.jsonl", &renamed as &dyn Fn(Vec<u8>) -> Vec<u8>, "the part of projects is damaged"),
        ("manifest.json", &newer, "use a newer one"),
    ] {
        altered(&good, &bad, part, change);
        let empty = Database::empty();
        let output = on(&empty, &["restore", bad.to_str().unwrap()]);
        assert!(!output.status.success() && said(&output).contains(why), "{}", said(&output));
        let left = on(&empty, &["restore", good.to_str().unwrap()]);
        assert!(left.status.success(), "nothing of the bad one is in the way: {}", said(&left));
    }
    std::fs::write(&bad, b"no backup at all").unwrap();
    let output = on(&Database::empty(), &["restore", bad.to_str().unwrap()]);
    assert!(!output.status.success() && said(&output).contains("is no backup that can be restored"));
}

#[actix_web::test]
async fn a_lost_photo_is_named_and_the_rest_is_backed_up_all_the_same() {
    let (app, _) = lived_in().await;
    let shelf = std::fs::read_dir(app.context.files.as_ref()).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_dir_all(shelf).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("a.zip");
    let output = app.command(&["backup", target.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("无法读取，未列入备份"), "{}", said(&output));
    assert!(on(&Database::empty(), &["restore", target.to_str().unwrap()]).status.success());
}

#[actix_web::test]
async fn every_table_of_the_program_is_in_a_backup_each_after_those_it_points_at() {
    let app = TestApp::new().await;
    let mut there: Vec<String> =
        app.context.db.read_now(copy::tables).unwrap().into_iter().map(|table| table.name).collect();
    let place = |name: &str| there.iter().position(|table| table == name).unwrap();
    assert!(place("projects") < place("updates") && place("lists") < place("list_versions"));
    there.sort();
    let known = regex::Regex::new(r"table! \{\s+(\w+)").unwrap();
    let mut known: Vec<String> =
        known.captures_iter(crate::kit::SCHEMA).map(|found| found[1].to_owned()).collect();
    known.sort();
    assert_eq!(there, known);
}
