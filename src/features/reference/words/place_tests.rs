//! Every place string of the real workbooks, and the traps of DOMAIN section 3.11.

use super::*;
use crate::features::reference::builtin::built_in_book;

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).unwrap()
}

/// `370800/370828/rest`, a dash for what is open.
fn read(words: &str, within: Option<&str>) -> String {
    let place = built_in_book().place(words, within.map(code));
    let shown = |code: Option<DivisionCode>| code.map_or("-".to_owned(), |code| code.to_string());
    format!("{}/{}/{}", shown(place.city), shown(place.county), place.rest.as_deref().unwrap_or("-"))
}

fn doubt(words: &str, within: Option<&str>) -> Option<Doubt> {
    built_in_book().place(words, within.map(code)).doubt
}

#[test]
fn a_city_and_a_county_are_read_from_one_cell() {
    for (words, expected) in [
        ("济宁市", "370800/-/-"),
        ("山东省济宁市", "370800/-/-"),
        ("济宁", "370800/-/-"),
        ("370828", "370800/370828/-"),
        ("济宁市金乡县", "370800/370828/-"),
        ("济宁市兖州区颜店镇", "370800/370812/颜店镇"),
        ("济宁市兖州", "370800/370812/-"),
        ("济宁市邹城", "370800/370883/-"),
        ("济阳区", "370100/370115/-"),
        ("莱芜区", "370100/370116/-"),
        ("东营区", "370500/370502/-"),
        ("东营", "370500/-/-"),
        ("平阴县东部产业新城", "370100/370124/东部产业新城"),
        ("Lixia District", "370100/370102/-"),
        ("Lixia District, Jinan", "370100/370102/-"),
        ("Linyi", "371300/-/-"),
        ("Linyi County", "371400/371424/-"),
    ] {
        assert_eq!(read(words, None), expected, "{words}");
        assert_eq!(doubt(words, None), None, "{words}");
    }
}

#[test]
fn a_county_column_is_read_inside_the_city_of_its_row() {
    for (words, city, expected) in [
        ("河东区郑旺镇", "371300", "371300/371312/郑旺镇"),
        ("临淄区辛店街道", "370300", "370300/370305/辛店街道"),
        ("高青化工产业园", "370300", "370300/370322/化工产业园"),
        ("利津经济开发区", "370500", "370500/370522/经济开发区"),
        ("利津循环经济产业园", "370500", "370500/370522/循环经济产业园"),
        ("莱西国际招商产业园", "370200", "370200/370285/国际招商产业园"),
        ("即墨区青岛汽车产业新城", "370200", "370200/370215/青岛汽车产业新城"),
        ("黄渤海新区(蓬莱)", "370600", "370600/370614/黄渤海新区(蓬莱)"),
        ("台儿庄区", "370400", "370400/370405/-"),
        ("市中区", "370400", "370400/370402/-"),
        ("市中区", "370100", "370100/370103/-"),
        ("兰山", "371300", "371300/371302/-"),
        ("岚山区虎山镇", "371100", "371100/371103/虎山镇"),
        ("章丘市", "370100", "370100/370114/-"),
        ("茌平县", "371500", "371500/371503/-"),
        ("Lanshan District", "371100", "371100/371103/-"),
    ] {
        assert_eq!(read(words, Some(city)), expected, "{words}");
        assert_eq!(doubt(words, Some(city)), None, "{words}");
    }
}

#[test]
fn a_zone_is_no_county_and_becomes_the_address() {
    for (words, city) in [
        ("济南新旧动能转换起步区", "370100"),
        ("济南新旧动能转换起步区孙耿片区", "370100"),
        ("烟台黄渤海新区", "370600"),
        ("烟台开发区", "370600"),
        ("临沂沂河新区", "371300"),
        ("潍坊滨海区", "370700"),
        ("枣庄高新区", "370400"),
        ("威海高区", "371000"),
        ("威海高新区", "371000"),
        ("临港区", "371000"),
        ("东营港经济开发区", "370500"),
        ("西海岸新区", "370200"),
        ("青岛开发区高端光电产业基地", "370200"),
        ("临沂高新区", "371300"),
    ] {
        assert_eq!(read(words, Some(city)), format!("{city}/-/{words}"));
        assert_eq!(doubt(words, Some(city)), Some(Doubt::NoCounty), "{words}");
    }
    assert_eq!(read("济南新旧动能转换起步区", None), "370100/-/济南新旧动能转换起步区");
}

#[test]
fn a_known_zone_is_found_by_its_usual_short_form() {
    let book = built_in_book();
    for (words, name) in [
        ("烟台开发区", "烟台经济技术开发区"),
        ("临沂高新区", "临沂高新技术产业开发区"),
        ("东营港经济开发区", "东营港经济开发区"),
        ("莘县化工产业园", "莘县化工产业园"),
    ] {
        let park = book.place(words, None).park;
        assert_eq!(park, book.park(name).map(|park| park.id), "{words}");
        assert!(park.is_some(), "{words}");
    }
    assert_eq!(book.place("青岛开发区高端光电产业基地", None).park, None);
}

#[test]
fn laiwu_became_part_of_jinan_and_the_county_stays_open() {
    let gone = Some(Doubt::Abolished { from: code("371200"), to: code("370100") });
    for words in ["莱芜市", "莱芜", "山东省莱芜市", "371200", "Laiwu"] {
        assert_eq!(read(words, None), "370100/-/-", "{words}");
        assert_eq!(doubt(words, None), gone, "{words}");
    }
    assert_eq!(read("莱芜市钢城区", None), "370100/370117/-");
    assert_eq!(doubt("莱芜市钢城区", None), gone);
    assert_eq!(read("钢城区", Some("371200")), "370100/370117/-", "an old city column");
}

#[test]
fn a_county_name_of_two_cities_needs_the_city() {
    assert_eq!(doubt("市中区", None), Some(Doubt::Ambiguous(vec![code("370103"), code("370402")])));
    assert_eq!(read("市中区", None), "-/-/-");
    assert_eq!(doubt("Lanshan District", None), Some(Doubt::Ambiguous(vec![code("371103"), code("371302")])));
    assert_eq!(read("兰山区", None), "371300/371302/-", "兰山 and 岚山 differ in Chinese");
}

#[test]
fn a_place_of_another_city_is_doubted_and_the_given_city_stays() {
    for (words, at) in [("金乡县", "370828"), ("青岛市黄岛区", "370200"), ("370828", "370828")] {
        assert_eq!(doubt(words, Some("370100")), Some(Doubt::Elsewhere(code(at))), "{words}");
        assert!(read(words, Some("370100")).starts_with("370100/-/"), "{words}");
    }
    assert_eq!(doubt("济南市金乡县", None), Some(Doubt::Elsewhere(code("370828"))));
}

#[test]
fn the_province_itself_and_unknown_words() {
    for words in ["", "山东省", "全省", "  "] {
        assert_eq!(built_in_book().place(words, None), Place::default(), "{words}");
    }
    for words in ["江苏省苏州市", "某地", "市中心", "999999"] {
        assert_eq!(doubt(words, None), Some(Doubt::Unknown), "{words}");
        assert_eq!(read(words, None), format!("-/-/{words}"));
    }
}
