//! Rules that keep the house readable and that no compiler checks. Each says what to do instead.

use proc_macro2::{TokenStream, TokenTree};

use crate::source::{Source, files, is_mark, is_word, product_sources, read, root, shown};

const LONGEST_FILE: usize = 400;
/// One `table!` for each table, kept from diesel's own print: cutting it up would only hide it.
const MAY_BE_LONG: &[&str] = &["src/db/schema.rs"];

#[test]
fn every_file_opens_by_saying_why_it_exists() {
    let silent: Vec<String> = rust_files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    assert!(silent.is_empty(), "open with `//!` and the reason for the file: {silent:#?}");
}

#[test]
fn no_file_is_longer_than_a_reader_holds_in_mind() {
    let long: Vec<String> = rust_files()
        .into_iter()
        .filter(|(name, text)| text.lines().count() > LONGEST_FILE && !MAY_BE_LONG.contains(&name.as_str()))
        .map(|(name, text)| format!("{name}: {} lines, at most {LONGEST_FILE}", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "make it a folder of acts: {long:#?}");
}

#[test]
fn only_db_knows_which_engine_it_speaks_to() {
    let wrong: Vec<String> = product_sources()
        .iter()
        .filter(|source| source.room() != "db")
        .flat_map(|source| {
            engine_forks(&source.code).into_iter().map(|line| format!("{}:{line}", source.name))
        })
        .collect();
    assert!(wrong.is_empty(), "an engine's dialect belongs into src/db: {wrong:#?}");
}

#[test]
fn a_fork_between_the_engines_is_recognised() {
    for wrong in [
        "fn f(conn: &mut Conn) { match conn { _ => {} } }",
        "fn f() { if let Conn::Sqlite(c) = x {} }",
        "use Conn::Pg;",
    ] {
        assert_eq!(engine_forks(&Source::parse("src/web/x.rs", wrong).code).len(), 1, "{wrong}");
    }
    let fine = "/// match conn, Conn::Sqlite\nfn f() -> &'static str { \"match conn\" }";
    assert!(engine_forks(&Source::parse("src/web/x.rs", fine).code).is_empty());
}

#[test]
fn a_lint_is_expected_with_a_reason_and_never_allowed() {
    let allowed = lines_with(&["src", "tests", "benches"], &[&["#[", "allow("], &["#![", "allow("]]);
    assert!(allowed.is_empty(), "write #[expect(…, reason = …)]: {allowed:#?}");
}

#[test]
fn no_test_is_put_aside() {
    let ignored = lines_with(&["src", "tests"], &[&["#[", "ignore"]]);
    assert!(
        ignored.is_empty(),
        "a test that does not run proves nothing: mend it or remove it: {ignored:#?}"
    );
}

/// A path of one machine in a text means that it works on that machine only.
#[test]
fn no_text_names_a_path_of_somebodys_machine() {
    let paths: &[&[&str]] = &[&["/tmp", "/"], &["/work", "/"], &["/root", "/"], &["/home", "/"]];
    let named = lines_with(&["src", "docs", "config", "README.md", "CHANGELOG.md"], paths);
    assert!(named.is_empty(), "use a relative path or a setting: {named:#?}");
}

/// The two engines must walk the same road, or one of them cannot be upgraded.
#[test]
fn migrations_come_in_twins_that_go_up_and_down() {
    let [sqlite, postgres] = ["migrations/sqlite", "migrations/postgres"].map(migrations);
    assert_eq!(sqlite, postgres, "the same folders on both sides, in the same order");
    for folder in ["migrations/sqlite", "migrations/postgres"] {
        for name in &sqlite {
            for step in ["up.sql", "down.sql"] {
                assert!(
                    root().join(folder).join(name).join(step).is_file(),
                    "{folder}/{name}/{step} is missing"
                );
            }
        }
    }
}

fn rust_files() -> Vec<(String, String)> {
    files("src", &[".rs"]).iter().map(|path| (shown(path), read(path))).collect()
}

/// Names of the migrations of one engine; none while there is no database.
fn migrations(folder: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root().join(folder)) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Lines of the files in `places` that hold one of `words`. A word comes in pieces, so that no rule finds itself.
fn lines_with(places: &[&str], words: &[&[&str]]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|pieces| pieces.concat()).collect();
    let mut found = Vec::new();
    for place in places {
        let paths = if root().join(place).is_file() {
            vec![root().join(place)]
        } else {
            files(place, &[".rs", ".md", ".toml", ".html", ".txt", ".subject", ".ftl", ".css", ".js", ".csv"])
        };
        for path in paths {
            // Lossy, because one of the sample tables is GB18030 on purpose.
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            for (number, line) in text.lines().enumerate() {
                if words.iter().any(|word| line.contains(word)) {
                    found.push(format!("{}:{}: {}", shown(&path), number + 1, line.trim()));
                }
            }
        }
    }
    found
}

/// Lines where code tells the engines apart: `match conn`, `Conn::Sqlite`, `Conn::Pg`.
fn engine_forks(code: &TokenStream) -> Vec<usize> {
    let all: Vec<TokenTree> = code.clone().into_iter().collect();
    let mut found = Vec::new();
    for (i, token) in all.iter().enumerate() {
        let variant = is_word(Some(token), "Conn")
            && is_mark(all.get(i + 1), ':')
            && ["Sqlite", "Pg"].iter().any(|engine| is_word(all.get(i + 3), engine));
        if variant || is_word(Some(token), "match") && is_word(all.get(i + 1), "conn") {
            found.push(token.span().start().line);
        }
        if let TokenTree::Group(group) = token {
            found.extend(engine_forks(&group.stream()));
        }
    }
    found
}
