//! Every sentence stands once, in two languages, and is said by somebody. A message id is a string literal, so the
//! compiler cannot hold it; these rules read the texts with Fluent's own parser and the ids out of our tokens:
//!
//! - a literal in the place of an id (see [`CALLS`], and `t("…")` in templates) must be an id that exists;
//! - so must every other kebab-case literal of the code whose first word begins an id: a match arm that answers
//!   `"imports-amount-vague"` is checked although no call stands around it ([`NOT_IDS`] lists what only looks like one);
//! - an id is used when some literal of code or template equals it, when another text refers to it, or when it begins
//!   with a prefix of [`BUILT`], whose ids are put together from a pinned word.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use regex::Regex;

use crate::fluent::{Texts, parse, texts_of};
use crate::source::{Source, files, is_mark, is_word, product_sources, read, root, shown, string_value};

/// Where a literal is an id: the call's name, what stands before its `::` (nothing: any), and which argument.
const CALLS: &[(&str, Option<&str>, usize)] = &[
    ("new", Some("Message"), 0),
    ("new", Some("FieldError"), 1),
    ("field", Some("Error"), 1),
    ("conflict", Some("Error"), 0),
    ("forbidden", Some("Error"), 0),
    ("with_message", None, 1),
    ("t", None, 0),
];

/// Prefixes of ids that code builds from a pinned word, with who does it. The prefix must stand in the code as a
/// literal of its own or before a `{`.
const BUILT: &[(&str, &str)] = &[
    ("deed-", "the audit page, from a record's deed"),
    ("subject-", "the audit page, from a record's subject"),
    ("role-", "pages of people, from the word of the role"),
    ("imports-outcome-", "the import preview, from a row's outcome"),
    ("reference-kind-", "pages of reference data, from the kind's word"),
    ("reference-field-", "pages of reference data, from a field's name"),
    ("reference-group-", "pages of reference data, from an industry's group"),
    ("reference-level-", "pages of reference data, from a division's level"),
    ("reference-holiday-", "pages of reference data, from what a day is declared to be"),
    ("notices-kind-", "pages of notices and receipts, from a notice's kind"),
    ("stage-", "pages and exports, from a stage's word"),
    ("class-", "pages and exports, from a class's word"),
    ("nature-", "pages and exports, from a nature's word"),
    ("light-", "the registry's filters, from the word of the light"),
    ("problems-state-", "the page of a project, from the state of a problem"),
    ("problems-kind-", "pages and report workbooks, from the kind of a problem"),
    ("problems-level-", "pages of problems, from the level that is asked"),
    ("mail-kind-", "pages of the mail room, from the kind of a letter"),
    ("mail-weekday-", "the mail room's calendar, from a day's number in its week"),
    ("operations-job-", "pages of operations, from a job's name"),
    ("operations-state-", "pages of operations, from the state of a tick"),
    ("reminders-kind-", "the page of reminders, from the kind of a debt"),
    ("side_state-", "pages and exports, from a side state's word"),
    ("projects-field-", "pages of the registry, from a fact's name"),
    ("atlas-count-", "the page of the map's workbook, from what rows did"),
    ("atlas-level-", "the page of the map's workbook, from the weight of a remark"),
    ("atlas-fact-", "the page of a chain, from what its card says"),
    ("atlas-segment-", "the page of a segment, from what is known of it"),
    ("atlas-component-", "pages of the map, from a component of a score"),
    ("projects-group-", "pages of the registry, from a group of facts"),
];

/// Kebab-case literals that begin like an id and are something else (a header, a cookie), with what they are.
const NOT_IDS: &[(&str, &str)] =
    &[("stage-words", "a kind of reference data"), ("stage-word", "a subject of the audit record")];

/// Where Chinese words are the business itself: what people write in cells, and the data that is built in.
/// Everything else says Chinese through a Fluent text.
const SPEAKS_CHINESE: &[&str] = &[
    r"^src/kernel/(money|plan_date|text|codes)(\.rs|/)",
    r"^src/sheet/",
    r"^src/features/[a-z]+/sheet(\.rs|/)",
    r"^src/features/demo/",
    r"^src/features/reference/(data|words)(\.rs|/)",
];

#[test]
fn both_languages_say_the_same_sentences_with_the_same_figures() {
    let wrong = differences(&texts_of("zh-CN"), &texts_of("en"));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_id_that_code_or_a_template_names_exists() {
    let texts = texts_of("zh-CN");
    let wrong: Vec<String> = product_sources()
        .iter()
        .flat_map(|source| unknown_in_code(source, &texts))
        .chain(templates().iter().flat_map(|(name, text)| unknown_in_template(name, text, &texts)))
        .collect();
    assert!(wrong.is_empty(), "no such text under src/locales: {wrong:#?}");
}

#[test]
fn every_deed_and_subject_of_the_audit_record_has_its_words() {
    let (texts, record) =
        (texts_of("zh-CN"), Regex::new(r#"Record::new\(\s*"([a-z_.]+)",\s*"([a-z_-]+)""#).unwrap());
    let (mut wrong, mut seen) = (BTreeSet::new(), 0);
    for source in product_sources() {
        let text = read(&root().join(&source.name));
        for found in record.captures_iter(&text) {
            let ids = [format!("deed-{}", found[1].replace('.', "-")), format!("subject-{}", &found[2])];
            wrong.extend(ids.into_iter().filter(|id| !texts.contains_key(id)));
            seen += 1;
        }
    }
    assert!(wrong.is_empty() && seen > 40, "{seen} records, without words: {wrong:#?}");
}

#[test]
fn every_text_is_said_by_somebody() {
    let mut said: BTreeSet<String> =
        product_sources().iter().flat_map(Source::strings).map(|(_, literal)| literal).collect();
    said.extend(templates().iter().flat_map(|(_, text)| template_literals(text)));
    let wrong = unsaid(&texts_of("zh-CN"), &said, BUILT);
    assert!(wrong.is_empty(), "remove the text, or name who builds its id in BUILT: {wrong:#?}");
}

#[test]
fn chinese_stands_in_texts_and_not_in_code_or_templates() {
    let may = SPEAKS_CHINESE.iter().map(|place| Regex::new(place).unwrap()).collect::<Vec<_>>();
    let mut wrong = Vec::new();
    for source in
        product_sources().iter().filter(|source| !may.iter().any(|place| place.is_match(&source.name)))
    {
        let chinese = source.strings().into_iter().filter(|(_, literal)| has_chinese(literal));
        wrong.extend(chinese.map(|(line, literal)| format!("{}:{line}: {literal}", source.name)));
    }
    for (name, text) in templates() {
        wrong.extend(
            without_comments(&text)
                .lines()
                .filter(|line| has_chinese(line))
                .map(|line| format!("{name}: {line}")),
        );
    }
    assert!(wrong.is_empty(), "make it a text under src/locales: {wrong:#?}");
}

#[test]
fn a_difference_between_the_languages_is_found() {
    let zh = parse("a-one = 共 { $count } 行\na-two = 好", "zh");
    assert!(differences(&zh, &parse("a-one = { $count } rows\na-two = Good", "en")).is_empty());
    assert_eq!(
        differences(&zh, &parse("a-one = { $number ->\n [one] row\n *[other] rows\n }", "en")).len(),
        2
    );
}

#[test]
fn an_id_that_does_not_exist_is_found_wherever_it_stands() {
    let texts = parse("imports-vague = { $value }?\nfield-total = Total", "en");
    for (wrong, count) in [
        ("fn f() { Message::new(\"imports-vage\") }", 1),
        ("fn f() { kernel::Message::new(\"elsewhere\") }", 1),
        ("fn f() { Error::field(\"total\", \"nowhere\") }", 1),
        ("fn f() { page.t(\"nothing\") }", 1),
        ("fn f() { m.with_message(\"field\", \"fields\") }", 1),
        ("fn f() -> &'static str { match x { A => \"imports-other\" } }", 1),
        ("fn f() { Message::new(\"imports-vague\").with(\"valeu\", 1) }", 1),
        ("fn f() { Message::new(\"imports-vague\").with(\"value\", 1); header(\"content-type\") }", 0),
        ("#[cfg(test)] mod tests { fn f() { Message::new(\"made-up\") } }", 0),
    ] {
        let found = unknown_in_code(&Source::parse("src/x.rs", wrong), &texts);
        assert_eq!(found.len(), count, "{wrong}: {found:#?}");
    }
    let page = "{# t(\"old\") #}<p class=\"imports-x\">{{ shell.t(\"imports-vage\") }} {{ shell.t(\"field-total\") }}</p>";
    assert_eq!(unknown_in_template("x.html", page, &texts).len(), 1);
}

#[test]
fn a_text_that_nobody_says_is_found() {
    let texts = parse(
        "stage-plan = 谋划\nused = { part } { -brand }\n-brand = 奠基\npart = 一部分\nlost = 无人用",
        "zh",
    );
    let said = BTreeSet::from(["used".to_owned(), "stage-{}".to_owned()]);
    assert_eq!(unsaid(&texts, &said, &[("stage-", "test")]), ["lost"]);
    assert_eq!(unsaid(&texts, &said, &[]), ["lost", "stage-plan"]);
    let stale = unsaid(&texts, &said, &[("stage-", "test"), ("role-", "nobody")]);
    assert_eq!(stale, ["lost", "role-* (in BUILT, but no code builds it or no text begins so)"]);
}

/// Ids or arguments that only one language has.
fn differences(zh: &Texts, en: &Texts) -> Vec<String> {
    let mut wrong = Vec::new();
    for id in zh.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
        match (zh.get(id), en.get(id)) {
            (Some(_), None) => wrong.push(format!("{id}: missing in en")),
            (None, Some(_)) => wrong.push(format!("{id}: missing in zh-CN")),
            (Some(a), Some(b)) if a.args != b.args => {
                wrong.push(format!("{id}: zh-CN takes {:?}, en takes {:?}", a.args, b.args));
            }
            _ => {}
        }
    }
    wrong
}

/// Ids that nobody says, and prefixes of `built` that have outlived their code or texts.
fn unsaid(texts: &Texts, said: &BTreeSet<String>, built: &[(&str, &str)]) -> Vec<String> {
    let referred: BTreeSet<&String> = texts.values().flat_map(|text| &text.refers_to).collect();
    let is_built = |id: &str| built.iter().any(|(prefix, _)| id.starts_with(prefix));
    let lost =
        texts.keys().filter(|id| !said.contains(*id) && !referred.contains(id) && !is_built(id)).cloned();
    let stale = built.iter().filter(|(prefix, _)| {
        let begun =
            // `Lang::word` takes the prefix without its hyphen.
            said.iter().any(|literal| literal == prefix.trim_end_matches('-') || literal == prefix || literal.starts_with(&format!("{prefix}{{")));
        !begun || !texts.keys().any(|id| id.starts_with(prefix))
    });
    lost.chain(
        stale.map(|(prefix, _)| format!("{prefix}* (in BUILT, but no code builds it or no text begins so)")),
    )
    .collect()
}

fn unknown_in_code(source: &Source, texts: &Texts) -> Vec<String> {
    let first_words: BTreeSet<&str> = texts.keys().filter_map(|id| Some(id.split_once('-')?.0)).collect();
    let kebab = Regex::new("^[a-z][a-z0-9]*(-[a-z0-9]+)+$").unwrap();
    let mut wrong = BTreeSet::new();
    for (line, literal) in source.strings() {
        let begins_like_an_id = kebab.is_match(&literal)
            && literal.split('-').next().is_some_and(|word| first_words.contains(word))
            && !NOT_IDS.iter().any(|(other, _)| *other == literal)
            && !BUILT.iter().any(|(prefix, _)| prefix.trim_end_matches('-') == literal);
        if begins_like_an_id && !texts.contains_key(&literal) {
            wrong.insert(format!("{}:{line}: {literal}", source.name));
        }
    }
    unknown_in_calls(&source.code, &source.name, texts, &mut wrong);
    wrong.into_iter().collect()
}

/// Literals in the place of an id, and the arguments given right behind `Message::new("…")`.
fn unknown_in_calls(code: &TokenStream, name: &str, texts: &Texts, wrong: &mut BTreeSet<String>) {
    let all: Vec<TokenTree> = code.clone().into_iter().collect();
    for (i, token) in all.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        unknown_in_calls(&group.stream(), name, texts, wrong);
        let line = group.span_open().start().line;
        for (call, owner, place) in CALLS {
            let owned = owner
                .is_none_or(|owner| i >= 4 && is_mark(all.get(i - 2), ':') && is_word(all.get(i - 4), owner));
            if !(i >= 1 && is_word(all.get(i - 1), call) && owned) {
                continue;
            }
            let Some(id) = literal_argument(group.stream(), *place) else { continue };
            let Some(text) = texts.get(&id) else {
                wrong.insert(format!("{name}:{line}: {id}"));
                continue;
            };
            for argument in chained_arguments(&all[i + 1..]).filter(|_| *owner == Some("Message")) {
                if !text.args.contains(&argument) {
                    wrong.insert(format!("{name}:{line}: {id} has no argument {argument}"));
                }
            }
        }
    }
}

/// The argument at `place` when it is one string literal.
fn literal_argument(arguments: TokenStream, place: usize) -> Option<String> {
    let all: Vec<TokenTree> = arguments.into_iter().collect();
    match all.split(|token| is_mark(Some(token), ',')).nth(place)? {
        [literal] => string_value(literal),
        _ => None,
    }
}

/// The names in `.with("name", …).with_message("name", …)…`.
fn chained_arguments(after: &[TokenTree]) -> impl Iterator<Item = String> {
    after.chunks_exact(3).map_while(|link| match link {
        [dot, with, TokenTree::Group(group)]
            if is_mark(Some(dot), '.')
                && ["with", "with_message"].iter().any(|name| is_word(Some(with), name)) =>
        {
            literal_argument(group.stream(), 0)
        }
        _ => None,
    })
}

fn unknown_in_template(name: &str, text: &str, texts: &Texts) -> Vec<String> {
    let call = Regex::new(r#"\bt\(\s*"([^"]*)""#).unwrap();
    let code = without_comments(text);
    let ids = call.captures_iter(&code).map(|found| found[1].to_owned());
    ids.filter(|id| !texts.contains_key(id)).map(|id| format!("{name}: {id}")).collect()
}

/// String literals inside `{{ … }}` and `{% … %}`.
fn template_literals(text: &str) -> Vec<String> {
    let block = Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}").unwrap();
    let literal = Regex::new(r#""([^"]*)""#).unwrap();
    let code = without_comments(text);
    block
        .find_iter(&code)
        .flat_map(|found| literal.captures_iter(found.as_str()).map(|c| c[1].to_owned()).collect::<Vec<_>>())
        .collect()
}

/// Askama's and HTML's comments taken out, the line breaks kept.
fn without_comments(text: &str) -> String {
    Regex::new(r"(?s)\{#.*?#\}|<!--.*?-->").unwrap().replace_all(text, "").into_owned()
}

/// Every template of the product, with its name.
fn templates() -> Vec<(String, String)> {
    files("src", &[".html", ".txt", ".subject"]).iter().map(|path| (shown(path), read(path))).collect()
}

fn has_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ffee}'))
}
