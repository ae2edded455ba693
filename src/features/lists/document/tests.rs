//! The bytes of a published list, against a document written by hand.

use super::*;
use crate::features::lists::model::NominationState;
use crate::features::projects::{Facts, Nature, Project, Stage};
use crate::kernel::canonical::hash;
use crate::kernel::plan_date::PlanDate;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn entry(id: i64, division: &str, name: &str, class: Class) -> Entry {
    let facts = Facts {
        total_investment: Some(Money::from_yuan(1_200_000_000)),
        lng_e6: Some(117_120_001),
        nature: Some(Nature::New),
        stage: Some(Stage::Started),
        planned_start: Some(PlanDate::parse("2026-05").unwrap()),
        gb4754: vec!["C38".to_owned()],
        ..Facts::named(name, DivisionCode::parse(division).unwrap())
    };
    let at = instant("2026-09-01T00:00:00Z");
    let project = Project {
        id: id + 100,
        version: 3,
        facts,
        warnings: Vec::new(),
        missing: Vec::new(),
        amounts: Vec::new(),
        merged_into: None,
        reporter_id: None,
        light: None,
        created_at: at,
        updated_at: at,
    };
    Entry {
        id,
        project_id: id + 100,
        section: None,
        class,
        change: ChangeKind::Addition,
        state: NominationState::Accepted,
        carried: false,
        renewed: false,
        decision: Some(Decision::Accept),
        reason: None,
        into: Vec::new(),
        version: 2,
        nominated_by: None,
        decided_by: None,
        nominated_at: at,
        decided_at: Some(at),
        project,
    }
}

fn imprint() -> Imprint {
    Imprint {
        quarter: Quarter::parse("2026Q3").unwrap(),
        version: 1,
        number: "鲁工信清单〔2026〕3号".to_owned(),
        reason: None,
        target: 1,
        data_as_of: day("2026-09-30"),
        published_at: instant("2026-10-08T01:00:00Z"),
        publisher: "reviewer".to_owned(),
        previous: None,
        corrections: Vec::new(),
    }
}

fn bytes(entries: Vec<Entry>) -> String {
    Document::new(imprint(), &lines(entries), &[]).unwrap().bytes().unwrap()
}

/// Typed by hand after RFC 8785: members sorted by name, no spaces, Chinese as it is.
const TINY: &str = concat!(
    r#"{"data_as_of":"2026-09-30","entries":[{"change":"addition","class":"implementation","project":{"actual_finish":null,"#,
    r#""actual_start":null,"address":null,"annual_plan_yuan":null,"chain_id":null,"class":"implementation","#,
    r#""credit_code":null,"cumulative_investment_yuan":null,"division":"370102","gb4754":["C38"],"in_production_on":null,"industry":null,"#,
    r#""lat_e6":null,"lng_e6":117120001,"name":"Caf\u00e9 \"电池\"","nature":"new","parent_id":null,"park_id":null,"#,
    r#""planned_finish":null,"planned_start":"2026-05","project_code":null,"responsible_person":null,"#,
    r#""responsible_unit":null,"scope_text":null,"segment_id":null,"side_state":"active","sponsor_leader":null,"#,
    r#""stage":"started","stage_text":null,"total_investment_yuan":1200000000,"total_text":null,"unit":null,"#,
    r#""ytd_investment_yuan":null},"project_id":101,"project_version":3,"section":null,"serial":1}],"exits":[],"#,
    r#""number":"鲁工信清单〔2026〕3号","previous":null,"published_at":"2026-10-08T01:00:00Z","publisher":"reviewer","#,
    r#""quarter":"2026Q3","reason":null,"schema":"groundwork-list/1","target":1,"totals":{"by_city":[{"count":1,"#,
    r#""key":"370100","total_investment_yuan":1200000000}],"by_class":[{"count":1,"key":"implementation","#,
    r#""total_investment_yuan":1200000000}],"by_industry":[{"count":1,"key":null,"total_investment_yuan":1200000000}],"#,
    r#""count":1,"total_investment_yuan":1200000000},"version":1}"#,
);

#[test]
fn a_tiny_list_gives_the_bytes_written_by_hand() {
    // The name arrives decomposed (e + U+0301) and leaves composed.
    let given = bytes(vec![entry(1, "370102", "Cafe\u{301} \"电池\"", Class::Implementation)]);
    assert_eq!(given, TINY.replace(r"\u00e9", "é"));
    // Computed over the text above with another program.
    assert_eq!(hash(&given), "057d9a3f512b6de4bde0e4fc9ee50a8355da4621c71847270d572d1607aab230");
}

#[test]
fn the_hash_is_sha_256_in_hex() {
    assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn what_was_written_is_read_back_whole() {
    let written = lines(vec![
        entry(1, "370102", "甲", Class::Implementation),
        entry(2, "370200", "乙", Class::Preparation),
    ]);
    let place = DivisionCode::parse("370300").unwrap();
    let exits = [
        Exit::stood(7, "丙".to_owned(), Class::Preparation, place),
        Exit {
            decision: Some(Decision::Split),
            reason: Some("分两期实施".to_owned()),
            into: vec![1, 2],
            ..Exit::stood(8, "丁".to_owned(), Class::Implementation, place)
        },
    ];
    let text = Document::new(imprint(), &written, &exits).unwrap().bytes().unwrap();
    let read = Document::read(&text).unwrap();
    assert_eq!(read.bytes().unwrap(), text);
    assert_eq!(read.exits(), exits);
    assert_eq!(read.totals(), Totals::of(written.iter().map(Counted::from)).unwrap());
    assert_eq!(read.entries(), written);
}

#[test]
fn a_document_of_another_shape_is_not_read() {
    let text = bytes(vec![entry(1, "370102", "甲", Class::Implementation)]);
    assert!(Document::read(&text.replace("groundwork-list/1", "groundwork-list/2")).is_err());
    let more = text.replacen("\"exits\":[]", "\"exits\":[],\"more\":1", 1);
    assert_ne!(Document::read(&more).unwrap().bytes().unwrap(), more);
}

#[test]
fn a_figure_that_doubles_cannot_hold_is_refused_by_its_field() {
    let mut large = entry(1, "370102", "甲", Class::Implementation);
    large.project.facts.total_investment = Some(Money::from_yuan(1 << 53));
    let refused = Document::new(imprint(), &lines(vec![large]), &[]).unwrap().bytes();
    let Err(Error::Invalid(fields)) = refused else { panic!("{refused:?}") };
    assert_eq!(fields[0].message.id, "lists-figure-too-large");
}

proptest! {
    #[test]
    fn the_same_entries_in_any_order_give_the_same_bytes(
        rows in prop::collection::vec((0u8..5, any::<bool>(), "[a-c甲乙é]{1,4}"), 1..12),
        turn in 0usize..12,
    ) {
        let entries: Vec<Entry> = rows.iter().zip(1..).map(|((city, preparation, name), id)| {
            let class = if *preparation { Class::Preparation } else { Class::Implementation };
            entry(id, &format!("370{}00", city + 1), name, class)
        }).collect();
        let mut turned = entries.clone();
        turned.rotate_left(turn % entries.len());
        turned.reverse();
        prop_assert_eq!(bytes(entries), bytes(turned));
    }
}
