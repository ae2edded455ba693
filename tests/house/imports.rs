//! Who may know whom. The arrows of the house run one way, or a change in one room shakes all of them; prose cannot
//! hold that, so this reads every path that the product's code names, `use` lines and inline paths alike, comments
//! and unit tests left out, and checks it against the tables below (DESIGN.md, "Who may import whom").

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::paths_of;
use crate::source::{Source, product_sources, room};

/// The rooms below the features, each with the rooms it may know; each knows only rooms above it in this list.
const ROOMS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("locales", &["kernel"]),
    ("config", &["kernel"]),
    ("db", &["kernel", "config"]),
    ("context", &["kernel", "config", "db"]),
    ("sheet", &["kernel", "config", "locales"]),
    ("draw", &["kernel", "config", "locales"]),
    ("web", &["kernel", "config", "locales"]),
    ("mail", &["kernel", "config", "locales"]),
    ("outbox", &["kernel", "config", "locales", "db", "context", "mail"]),
    ("schedule", &["kernel", "config", "locales", "db", "context", "mail", "outbox"]),
];

/// A feature may know every room above and the features before it in this list, at their face only.
#[rustfmt::skip]
const FEATURES: &[&str] = &[
    "audit", "accounts", "reference", "chains", "enterprises", "targets", "carriers", "files", "comments", "notices", "projects", "indicators", "imports", "problems", "lights", "supervised", "suspended", "updates",
    "lists", "plans", "bulletins", "statistics", "leads", "visits", "atlas", "reminders", "digests", "mailroom", "overview", "operations", "demo",
];

/// The places where everything is put together; nobody knows them.
const COMPOSITION: &[&str] = &["lib", "main", "app", "cli"];

/// Inside a feature: which file may name which. Files of other names are free but for circles.
const INSIDE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("input", &["model"]),
    ("store", &["model", "input"]),
    ("actions", &["model", "input", "store"]),
    ("sheet", &["model", "input", "store", "actions"]),
    ("jobs", &["model", "input", "store", "actions"]),
    ("pages", &["model", "input", "store", "actions", "sheet"]),
    ("api", &["model", "input", "store", "actions", "sheet"]),
];

/// Macros that stand at the root of the crate, and the room they come from.
const ROOT_MACROS: &[(&str, &str)] = &[("text_enum", "kernel")];

#[test]
fn every_arrow_of_the_house_runs_the_right_way() {
    let wrong = findings(&product_sources());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_of_rooms_is_itself_without_a_circle() {
    for (place, (room, known)) in ROOMS.iter().enumerate() {
        for other in *known {
            assert!(
                ROOMS[..place].iter().any(|(above, _)| above == other),
                "{room} knows {other}, which is not above"
            );
        }
    }
}

#[test]
fn every_kind_of_wrong_arrow_is_found() {
    for (file, text, complaint) in [
        ("src/kernel/money.rs", "use crate::db::Conn;", "kernel may not know db"),
        ("src/sheet/write.rs", "fn f() { crate::db::open(); }", "sheet may not know db"),
        (
            "src/sheet/mod.rs",
            "use crate::{kernel::money::Money, features::lists};",
            "sheet may not know features/lists",
        ),
        ("src/mail/mod.rs", "pub use super::outbox::post;", "mail may not know outbox"),
        ("src/web/mod.rs", "use crate::app::App;", "web may not know app"),
        (
            "src/features/audit/mod.rs",
            "use crate::features::lists;",
            "features/audit may not know features/lists",
        ),
        ("src/features/lists/store.rs", "use crate::features::projects::store::find;", "at its face"),
        (
            "src/features/lists/api.rs",
            "use crate::features::projects; fn f() { projects::model::x() }",
            "at its face",
        ),
        ("src/features/lists/pages.rs", "use super::api::View;", "pages may not know api"),
        ("src/features/lists/api/write.rs", "use super::super::pages::Form;", "api may not know pages"),
        (
            "src/features/lists/store.rs",
            "fn f() { let a = super::actions::publish; }",
            "store may not know actions",
        ),
        ("src/features/lists/model.rs", "use super::publish;", "its own face"),
        ("src/kernel/x.rs", "use crate::attic::Box;", "attic has no place in the table"),
    ] {
        let found = findings(&[Source::parse(file, text)]);
        assert!(
            found.len() == 1 && found[0].contains(complaint),
            "{file}: {text}\nwanted {complaint:?}, got {found:#?}"
        );
    }
}

#[test]
fn two_files_that_know_each_other_are_a_circle() {
    let found = findings(&[
        Source::parse("src/features/lists/roll.rs", "use super::serial::next;"),
        Source::parse("src/features/lists/serial.rs", "fn f() { super::count::all() }"),
        Source::parse("src/features/lists/count.rs", "use crate::features::lists::roll::Roll;"),
    ]);
    assert!(found.len() == 1 && found[0].contains("circle"), "{found:#?}");
}

#[test]
fn right_arrows_comments_and_unit_tests_are_left_in_peace() {
    let fine = "//! crate::app\nuse crate::{kernel::money::Money, db::{self, Conn}, features::projects::{self, Project}};\n\
                use super::{model::List, store};\n/* crate::cli */ fn f() { let s = \"crate::app::x\"; store::all(); \
                projects::publish(); }\n#[cfg(test)]\nmod tests { use super::super::pages::x; use crate::app; }";
    let found = findings(&[Source::parse("src/features/lists/actions.rs", fine)]);
    assert!(found.is_empty(), "{found:#?}");
}

/// Everything wrong with `sources`, in sentences.
fn findings(sources: &[Source]) -> Vec<String> {
    let mut wrong = BTreeSet::new();
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        for path in paths_of(source) {
            if let Err(why) = judge(source, &path) {
                wrong.insert(format!("{}: crate::{}: {why}", source.name, path.join("::")));
            }
            if let Some(other) = file_of(sources, &path)
                && !source.is_face
                && other != source.module
            {
                arrows.entry(source.module.join("::")).or_default().insert(other.join("::"));
            }
        }
    }
    wrong.into_iter().chain(circle(&arrows)).collect()
}

/// Whether `source` may name `path` (absolute, without `crate`).
fn judge(source: &Source, path: &[String]) -> Result<(), String> {
    let here = source.room();
    let there = match ROOT_MACROS.iter().find(|(name, _)| path.first().is_some_and(|first| first == name)) {
        Some((_, home)) => (*home).to_owned(),
        None => room(path),
    };
    if here == there {
        return inside(source, path);
    }
    if COMPOSITION.contains(&here.as_str()) || there == "features" && path.len() == 1 {
        return Ok(());
    }
    let known: Vec<String> = if let Some((_, known)) = ROOMS.iter().find(|(name, _)| *name == here) {
        known.iter().map(|name| (*name).to_owned()).collect()
    } else if let Some(place) = FEATURES.iter().position(|name| here == format!("features/{name}")) {
        let above = FEATURES[..place].iter().map(|name| format!("features/{name}"));
        ROOMS.iter().map(|(name, _)| (*name).to_owned()).chain(above).collect()
    } else if here == "features" {
        return Ok(()); // features/mod.rs only lists them
    } else {
        return Err(format!("{here} has no place in the table of tests/house/imports.rs"));
    };
    let feature = there.strip_prefix("features/");
    let placed = ROOMS.iter().any(|(name, _)| *name == there)
        || COMPOSITION.contains(&there.as_str())
        || feature.is_some_and(|name| FEATURES.contains(&name));
    if !placed {
        Err(format!("{there} has no place in the table of tests/house/imports.rs"))
    } else if !known.contains(&there) {
        Err(format!("{here} may not know {there}"))
    } else if feature.is_some() && path.get(2).is_some_and(|name| is_inner_file(name)) {
        Err(format!("knock on {there} at its face: crate::features::{}::NAME", feature.unwrap_or_default()))
    } else {
        Ok(())
    }
}

/// The arrows inside one feature; other rooms only mind circles.
fn inside(source: &Source, path: &[String]) -> Result<(), String> {
    let (Some(feature), Some(here)) =
        (source.room().strip_prefix("features/").map(str::to_owned), source.module.get(2))
    else {
        return Ok(());
    };
    let Some(there) = path.get(2) else { return Ok(()) };
    match INSIDE.iter().find(|(name, _)| name == here) {
        _ if here == there => Ok(()),
        Some((_, known)) if is_inner_file(there) && !known.contains(&there.as_str()) => {
            Err(format!("{here} may not know {there}"))
        }
        Some(_) if path.len() == 3 && !is_inner_file(there) && !is_module_of(&feature, there) => {
            Err(format!("name the file of {there}; a file that asks its own face goes in a circle"))
        }
        _ => Ok(()),
    }
}

fn is_inner_file(name: &str) -> bool {
    INSIDE.iter().any(|(file, _)| *file == name)
}

fn is_module_of(feature: &str, name: &str) -> bool {
    let folder = crate::source::root().join("src/features").join(feature);
    folder.join(format!("{name}.rs")).is_file() || folder.join(name).is_dir()
}

/// The file that `path` leads to, unless it is a face: faces re-export, so arrows through them are no circles.
fn file_of<'a>(sources: &'a [Source], path: &[String]) -> Option<&'a [String]> {
    let known =
        |module: &[String]| sources.iter().find(|source| !module.is_empty() && source.module == module);
    let source = (1..=path.len()).rev().find_map(|length| known(&path[..length]))?;
    (!source.is_face).then_some(&source.module)
}

/// The first circle of arrows, if there is one.
fn circle(arrows: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    fn walk(
        at: &str,
        arrows: &BTreeMap<String, BTreeSet<String>>,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<String> {
        if let Some(start) = way.iter().position(|step| step == at) {
            return Some(format!("circle: {} -> {at}", way[start..].join(" -> ")));
        }
        if !done.insert(at.to_owned()) {
            return None;
        }
        way.push(at.to_owned());
        let found = arrows.get(at).into_iter().flatten().find_map(|next| walk(next, arrows, way, done));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    arrows.keys().find_map(|start| walk(start, arrows, &mut Vec::new(), &mut done))
}
