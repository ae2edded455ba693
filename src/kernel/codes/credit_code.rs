//! 统一社会信用代码 (GB 32100-2015): 18 characters in parts 1+1+6+9+1. The ninth to seventeenth are the organization code,
//! which has a check character of its own (GB 11714). Early pilot codes are legal and fail the last check, so a
//! failed check is a warning; a letter that never occurs is an error.

use super::{CodeCheck, groups};
use crate::kernel::message::Message;

/// The characters in the order of their values: no I, O, S, V, Z.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Weights of the organization code's eight characters.
const ORGANIZATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Checks a unified social credit code; spaces and dashes inside are dropped, letters may be small. Warnings name
/// the check that fails and the character it should be.
pub fn check_credit_code(text: &str) -> Result<CodeCheck, Message> {
    let code = groups(text).concat();
    let length = code.chars().count();
    if length != 18 {
        return Err(Message::new("kernel-credit-code-length")
            .with("value", text.trim())
            .with("length", length));
    }
    let about = |id| Message::new(id).with("value", &code);
    for (at, c) in code.chars().enumerate() {
        let id = match c {
            'I' | 'O' | 'S' | 'V' | 'Z' => "kernel-credit-code-letter",
            _ if !ALPHABET.contains(c) || ((2..8).contains(&at) && !c.is_ascii_digit()) => {
                "kernel-credit-code-character"
            }
            _ => continue,
        };
        return Err(about(id).with("position", at + 1).with("letter", c));
    }
    let mut warnings = Vec::new();
    let mut compare = |id, expected: char, found: &str| {
        if !found.starts_with(expected) {
            warnings.push(about(id).with("expected", expected).with("found", found));
        }
    };
    compare("kernel-credit-code-organization-digit", organization_check(&code[8..16]), &code[16..17]);
    compare("kernel-credit-code-check-digit", check(&code[..17]), &code[17..]);
    Ok(CodeCheck { code, warnings })
}

/// C18 = (31 − Σ value × 3^i mod 31) mod 31, written in the alphabet.
fn check(body: &str) -> char {
    let (sum, _) = body.chars().fold((0, 1), |(sum, weight), c| {
        let value = ALPHABET.find(c).unwrap_or_default();
        ((sum + value * weight) % 31, weight * 3 % 31)
    });
    char::from(ALPHABET.as_bytes()[(31 - sum) % 31])
}

/// C9 = 11 − Σ value × weight mod 11, with 10 written X and 11 written 0; A counts 10, Z 35.
fn organization_check(body: &str) -> char {
    let sum: u32 =
        body.chars().zip(ORGANIZATION_WEIGHTS).map(|(c, w)| c.to_digit(36).unwrap_or_default() * w).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + digit as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::message::Arg;
    use proptest::prelude::*;

    fn warnings(text: &str) -> Vec<&'static str> {
        check_credit_code(text).unwrap().warnings.iter().map(|warning| warning.id).collect()
    }

    #[test]
    fn the_collected_codes_are_judged_as_recorded() {
        let file = include_str!("../testdata/credit_code_vectors.csv");
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file.as_bytes());
        let mut seen = 0;
        for row in rows.records().map(Result::unwrap) {
            let (code, verdict) = (&row[0], &row[2]);
            seen += 1;
            if verdict.starts_with("invalid character") {
                assert_eq!(check_credit_code(code).unwrap_err().id, "kernel-credit-code-letter", "{code}");
                continue;
            }
            let checked = check_credit_code(code).unwrap();
            assert_eq!(checked.code, code);
            if verdict.starts_with("valid") {
                assert_eq!(checked.warnings, [], "{code}");
                continue;
            }
            let last = checked.warnings.last().unwrap();
            assert_eq!(last.id, "kernel-credit-code-check-digit", "{code}");
            if let Some((_, computed)) = verdict.split_once("computed ") {
                let expected = Arg::Text(computed.trim_end_matches(')').into());
                assert!(last.args.contains(&("expected", expected)), "{code}: {last:?}");
            }
        }
        assert_eq!(seen, 9);
    }

    #[test]
    fn each_check_is_told_apart() {
        assert_eq!(warnings("914403001922038217"), ["kernel-credit-code-check-digit"]);
        let other_organization = format!("91440300192203822{}", check("91440300192203822"));
        assert_eq!(warnings(&other_organization), ["kernel-credit-code-organization-digit"]);
    }

    #[test]
    fn a_letter_that_never_occurs_is_named_with_its_place() {
        let refusal = check_credit_code("91440300192203821O").unwrap_err();
        assert_eq!(
            refusal.args[1..],
            [("position", Arg::Text("18".into())), ("letter", Arg::Text("O".into()))]
        );
        for letter in ['I', 'O', 'S', 'V', 'Z'] {
            let code = format!("91440300192203821{letter}");
            assert_eq!(check_credit_code(&code).unwrap_err().id, "kernel-credit-code-letter");
        }
        assert_eq!(check_credit_code("9144030A1922038216").unwrap_err().id, "kernel-credit-code-character");
        assert_eq!(check_credit_code("91440300192203821。").unwrap_err().id, "kernel-credit-code-character");
    }

    #[test]
    fn small_and_full_width_letters_are_understood_and_the_length_is_told() {
        assert_eq!(check_credit_code(" 91110000 802100433ｂ ").unwrap().code, "91110000802100433B");
        let refusal = check_credit_code("9144030019220382").unwrap_err();
        assert_eq!(
            (refusal.id, &refusal.args[1]),
            ("kernel-credit-code-length", &("length", Arg::Text("16".into())))
        );
    }

    proptest! {
        #[test]
        fn every_single_slip_is_seen(region in "[0-9]{6}", organization in "[0-9A-HJ-NP-RTUW-Y]{8}", at in 0usize..17, slip in 1usize..31) {
            let body = format!("91{region}{organization}{}", organization_check(&organization));
            let right = format!("{body}{}", check(&body));
            prop_assert!(warnings(&right).is_empty());
            let mut wrong = right.into_bytes();
            let value = ALPHABET.find(char::from(wrong[at])).unwrap();
            wrong[at] = ALPHABET.as_bytes()[(value + slip) % 31];
            let judged = check_credit_code(&String::from_utf8(wrong).unwrap());
            prop_assert!(judged.map_or(true, |checked| !checked.warnings.is_empty()));
        }
    }
}
