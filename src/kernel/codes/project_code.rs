//! 项目代码, the number of a project on the approval platform (GB/T 40058-2021; 发改投资〔2020〕1439号, in force
//! 2020-11-01): `YYMM-RRRRRR-DD-TT-NNNNNC` with a check digit. Codes issued up to 2020 have the same shape,
//! `YYYY-RRRRRR-II-TT-NNNNNN`, and none. The first group always tells which.

use super::{CodeCheck, groups};
use crate::kernel::division::DivisionCode;
use crate::kernel::message::Message;

/// The digits in each of the five groups.
const SHAPE: [usize; 5] = [4, 6, 2, 2, 6];

/// YYMM of the first codes of the new form, November 2020.
const FIRST_NEW: &str = "2011";

/// Checks a project code. `division` is where the project stands, if that is known; `known` answers whether six
/// digits are a code of GB/T 2260. Separators may be any dash or spaces, but they must be there. Warnings: check
/// digit, a new code older than its form, an unknown region, a region of another city.
pub fn check_project_code(
    text: &str,
    division: Option<DivisionCode>,
    known: impl Fn(&str) -> bool,
) -> Result<CodeCheck, Message> {
    let groups = groups(text);
    let well_formed = groups.iter().map(String::len).eq(SHAPE)
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    let (true, [time, region, ..]) = (well_formed, groups.as_slice()) else {
        return Err(Message::new("kernel-project-code-format").with("value", text.trim()));
    };
    let code = groups.join("-");
    let about = |id| Message::new(id).with("value", &code);
    let mut warnings = Vec::new();
    match form(time) {
        Some(Form::New) => {
            let digits = groups.concat();
            let (body, found) = digits.split_at(digits.len() - 1);
            let expected = check_digit(body);
            if expected.to_string() != found {
                let message = about("kernel-project-code-check-digit");
                warnings.push(message.with("expected", expected).with("found", found));
            }
            if time.as_str() < FIRST_NEW {
                warnings.push(about("kernel-project-code-early"));
            }
        }
        Some(Form::Old) => {}
        None => return Err(about("kernel-project-code-time").with("group", time)),
    }
    if !known(region) {
        warnings.push(about("kernel-project-code-region-unknown").with("region", region));
    }
    if let Some(division) = division
        && !same_city(region, division)
    {
        let message = about("kernel-project-code-region-other");
        warnings.push(message.with("region", region).with("division", division));
    }
    Ok(CodeCheck { code, warnings })
}

enum Form {
    New,
    Old,
}

/// A first group that ends in a month is new (`2011` and `2012` are November and December 2020); one of the years
/// 2015 to 2020 ends in 15 to 20, which is no month.
fn form(time: &str) -> Option<Form> {
    if ("01"..="12").contains(&&time[2..]) {
        Some(Form::New)
    } else {
        ("2015"..="2020").contains(&time).then_some(Form::Old)
    }
}

/// Whether the code's region, taken as the city around it, and the project's place lie one inside the other. A code
/// issued by the province fits every place of the province.
fn same_city(region: &str, division: DivisionCode) -> bool {
    // A region that begins with zero is no place at all.
    let Ok(region) = DivisionCode::parse(region) else { return false };
    let around = region.city().unwrap_or(region.province());
    around.contains(division) || division.contains(region)
}

/// ISO 7064 MOD 11,10 (GB/T 17710) over the first 19 digits.
fn check_digit(body: &str) -> u32 {
    let product = body.bytes().fold(10, |product, digit| {
        let sum = (product + u32::from(digit - b'0')) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::message::Arg;
    use proptest::prelude::*;

    const KNOWN: [&str; 6] = ["370000", "370100", "370104", "370481", "370828", "371121"];

    fn check(text: &str, division: Option<&str>) -> Result<CodeCheck, Message> {
        let division = division.map(|code| DivisionCode::parse(code).unwrap());
        check_project_code(text, division, |code| KNOWN.contains(&code))
    }

    fn warnings(text: &str, division: Option<&str>) -> Vec<&'static str> {
        check(text, division).unwrap().warnings.iter().map(|warning| warning.id).collect()
    }

    /// The kept vectors are comma-separated with the code first, the verdict second, the computed digit last.
    #[test]
    fn the_collected_codes_are_judged_as_recorded() {
        let file = include_str!("../testdata/project_code_vectors.csv");
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file.as_bytes());
        let mut seen = 0;
        for row in rows.records().map(Result::unwrap) {
            let [code, verdict, digit] = [&row[0], &row[1], &row[2]];
            let mut expected = Vec::new();
            if verdict.starts_with("invalid check digit") {
                expected.push("kernel-project-code-check-digit");
            }
            if verdict.contains("not in GB/T 2260") {
                expected.push("kernel-project-code-region-unknown");
            }
            assert_eq!(warnings(code, None), expected, "{code}");
            assert_eq!(check(code, None).unwrap().code, code);
            if !digit.is_empty() {
                let digits = code.replace('-', "");
                assert_eq!(check_digit(&digits[..19]).to_string(), digit, "{code}");
            }
            seen += 1;
        }
        assert_eq!(seen, 7);
    }

    #[test]
    fn a_wrong_check_digit_is_told_with_the_right_one() {
        let checked = check("2306-370100-04-01-123456", None).unwrap();
        assert_eq!(
            checked.warnings[0].args[1..],
            [("expected", Arg::Text("0".into())), ("found", Arg::Text("6".into()))]
        );
        assert!(warnings("2306-370100-04-01-123450", None).is_empty());
    }

    #[test]
    fn any_dash_or_space_separates_the_groups() {
        for text in
            [" ２３０５－371121－04－01－122324 ", "2305–371121–04–01–122324", "2305 371121 04 01 122324"]
        {
            assert_eq!(check(text, None).unwrap().code, "2305-371121-04-01-122324", "{text}");
        }
    }

    #[test]
    fn another_shape_is_an_error() {
        for text in [
            "",
            "23053711210401122324",
            "2305-371121-04-01-12232",
            "2305-371121-04-01-12232A",
            "2305-371121-0401-122324",
            "项目代码",
        ] {
            assert_eq!(check(text, None).unwrap_err().id, "kernel-project-code-format", "{text}");
        }
    }

    #[test]
    fn the_first_group_tells_the_form() {
        assert!(matches!(form("2011"), Some(Form::New)) && matches!(form("2012"), Some(Form::New)));
        assert!(matches!(form("2015"), Some(Form::Old)) && matches!(form("2020"), Some(Form::Old)));
        for time in ["2013", "2014", "2021", "2113", "2300"] {
            let code = format!("{time}-371121-04-01-122324");
            assert_eq!(check(&code, None).unwrap_err().id, "kernel-project-code-time", "{time}");
        }
        assert!(warnings("2010-371121-04-01-122324", None).contains(&"kernel-project-code-early"));
        assert!(!warnings("2011-371121-04-01-122324", None).contains(&"kernel-project-code-early"));
    }

    #[test]
    fn a_region_of_another_city_is_a_warning() {
        let code = "2305-371121-04-01-122324";
        for place in ["371121", "371102", "371100", "370000"] {
            assert!(warnings(code, Some(place)).is_empty(), "{place}");
        }
        for place in ["370104", "370100", "410000"] {
            assert_eq!(warnings(code, Some(place)), ["kernel-project-code-region-other"], "{place}");
        }
        assert!(warnings("2018-370000-33-03-047024", Some("370104")).is_empty(), "issued by the province");
    }

    proptest! {
        #[test]
        fn exactly_one_check_digit_fits_and_every_single_slip_is_seen(body in "23(0[1-9]|1[0-2])[1-9][0-9]{14}", at in 4usize..19, slip in 1u8..10) {
            let right = format!("{body}{}", check_digit(&body));
            let mut wrong = right.clone().into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + slip) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            let split = |d: &str| format!("{}-{}-{}-{}-{}", &d[..4], &d[4..10], &d[10..12], &d[12..14], &d[14..]);
            let warned = |d: &str| warnings(&split(d), None).contains(&"kernel-project-code-check-digit");
            prop_assert!(!warned(&right) && warned(&wrong));
        }
    }
}
