//! One cell at a time: what each kind of column takes, refuses and remarks on.

use super::*;

fn read(raw: RawCell, kind: Kind) -> Option<(Value, Vec<&'static str>)> {
    parse(&raw, kind, Some(Unit::Wan), false, None)
        .map(|p| (p.value, p.remarks.iter().map(|(_, message, _)| message.id).collect()))
}

fn text(words: &str) -> RawCell {
    RawCell::Text(words.to_owned())
}

fn day(words: &str) -> (Value, Vec<&'static str>) {
    (Value::Date(PlanDate::parse(words).unwrap()), vec![])
}

#[test]
fn signs_for_nothing_are_empty_in_every_column() {
    for kind in [Kind::Text { max: 9 }, Kind::Money, Kind::Date, Kind::Integer] {
        for sign in ["-", "/", "—", " －－ ", "　"] {
            assert_eq!(read(text(sign), kind), None, "{sign} {kind:?}");
        }
    }
}

#[test]
fn amounts_are_exact_and_say_how_they_were_understood() {
    let money = |yuan| Value::Money(Money::from_yuan(yuan));
    assert_eq!(read(text("２５６，０００"), Kind::Money), Some((money(2_560_000_000), vec![])));
    assert_eq!(read(text("12.8亿"), Kind::Money), Some((money(1_280_000_000), vec!["sheet-unit-in-cell"])));
    assert_eq!(read(RawCell::Number(0.1 + 0.2), Kind::Money), Some((money(3_000), vec![])));
    assert_eq!(read(text("0.00005"), Kind::Money), Some((money(1), vec!["sheet-amount-rounded"])));
}

#[test]
fn vague_and_foreign_amounts_offer_to_keep_their_words() {
    for (words, code) in
        [("近百亿元", "kernel-amount-vague"), ("3.5亿美元", "kernel-amount-foreign-currency")]
    {
        let refused = parse(&text(words), Kind::Money, Some(Unit::Wan), false, None).unwrap();
        assert_eq!(refused.value, Value::Invalid);
        let (level, message, suggestion) = &refused.remarks[0];
        assert_eq!((*level, message.id), (Level::Error, code));
        assert_eq!(suggestion.as_ref().unwrap().fix, Fix::KeepText);
        let kept = parse(&text(words), Kind::Money, Some(Unit::Wan), false, Some(&Fix::KeepText)).unwrap();
        assert_eq!(kept.value, Value::Kept(words.to_owned()));
    }
}

#[test]
fn dates_come_as_serial_as_year_and_as_words() {
    assert_eq!(read(RawCell::Number(45597.0), Kind::Date), Some(day("2024-11-01")));
    assert_eq!(read(RawCell::Date(45597.75), Kind::Date), Some(day("2024-11-01")));
    assert_eq!(read(text("45597"), Kind::Date), Some(day("2024-11-01")));
    assert_eq!(read(RawCell::Number(2024.0), Kind::Date), Some(day("2024")));
    assert_eq!(read(RawCell::Number(202_405.0), Kind::Date), Some(day("2024-05")));
    let (value, remarks) = read(RawCell::Number(2024.1), Kind::Date).unwrap();
    assert_eq!(value, Value::Date(PlanDate::parse("2024-01").unwrap()));
    assert_eq!(remarks, ["sheet-date-month-unsure"]);
    let shifted = parse(&RawCell::Number(45597.0 - 1462.0), Kind::Date, None, true, None).unwrap();
    assert_eq!(shifted.value, Value::Date(PlanDate::parse("2024-11-01").unwrap()));
}

#[test]
fn a_duration_is_no_span_and_keeps_its_words() {
    let range = Kind::Range { start: "s", finish: "f" };
    assert_eq!(
        read(text("24个月"), range),
        Some((Value::Kept("24个月".into()), vec!["sheet-range-unreadable"]))
    );
    let ends = (PlanDate::parse("2023").unwrap(), PlanDate::parse("2025").unwrap());
    assert_eq!(read(text("2023—2025"), range), Some((Value::Range(ends.0, ends.1), vec![])));
}

#[test]
fn what_must_not_enter_is_an_error_at_the_cell() {
    let name = Kind::Text { max: 200 };
    for (raw, code) in [
        (text(&"长".repeat(10_000)), "kernel-text-too-long"),
        (text("甲\0乙"), "kernel-text-control"),
        (text("甲\u{202E}乙"), "kernel-text-invisible"),
        (RawCell::Number(913_700_000_000_000_000.0), "sheet-digits-lost"),
        (RawCell::Error("#REF!".into()), "sheet-cell-error"),
        (RawCell::Uncomputed, "sheet-formula-uncomputed"),
    ] {
        assert_eq!(read(raw, name), Some((Value::Invalid, vec![code])), "{code}");
    }
    let hidden = parse(&text("甲\u{202E}乙"), name, None, false, None).unwrap();
    assert_eq!(hidden.remarks[0].2.as_ref().unwrap().fix, Fix::Replace("甲乙".into()));
}

#[test]
fn a_formula_typed_as_text_stays_text() {
    assert_eq!(read(text("=1+1"), Kind::Text { max: 9 }), Some((Value::Text("=1+1".into()), vec![])));
}

#[test]
fn a_quotation_is_short_and_shows_what_was_hidden() {
    assert_eq!(quoted(&text("甲\u{202E}乙")), "甲\u{FFFD}乙");
    assert_eq!(quoted(&text(&"长".repeat(81))).chars().count(), 81);
}
