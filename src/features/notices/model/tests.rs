//! What is kept of a notice says its kind, is read again, and names a silent city once.

use super::*;

#[test]
fn what_is_kept_says_its_kind_and_is_read_again() {
    let content = Content::Return { project_id: 7, name: "甲".into(), reason: "补充批复".into() };
    let kept = serde_json::to_string(&content).unwrap();
    assert!(kept.starts_with(r#"{"kind":"return""#), "{kept}");
    assert_eq!(serde_json::from_str::<Content>(&kept).unwrap(), content);
    assert_eq!((content.kind(), content.project_id(), content.version()), (Kind::Return, Some(7), None));
}

#[test]
fn a_city_is_named_once_among_those_who_have_not_read() {
    let told = |notice_id, city: &str, read: bool| Told {
        notice_id,
        division: DivisionCode::parse(city).unwrap(),
        content: Content::Opening { nominate_by: "2026-10-10".parse().unwrap() },
        receipts: if read { vec![Receipt { reader: "张".into(), read_at: at() }] } else { vec![] },
    };
    let told = vec![told(1, "370100", true), told(2, "370200", false), told(3, "370200", false)];
    let announcement =
        Announcement { kind: Kind::Opening, version: None, created_at: at(), sender: String::new(), told };
    assert_eq!(announcement.unread(), [DivisionCode::parse("370200").unwrap()]);
}

fn at() -> Instant {
    Instant::parse("2026-10-08T01:00:00Z").unwrap()
}
