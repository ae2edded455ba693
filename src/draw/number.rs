//! How numbers are written in SVG paths. Each number is formatted by itself and then joined: shortening `0.5` to `.5`
//! by replacing text in the finished path would also turn `10.5` into `1.5` and move cities off the page.

/// `tenths` of a pixel as the shortest SVG number.
pub fn short(tenths: i32) -> String {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match (size / 10, size % 10) {
        (0, 0) => "0".to_owned(),
        (whole, 0) => format!("{sign}{whole}"),
        (0, tenth) => format!("{sign}.{tenth}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

/// Appends a number to path data, apart from the one before it: by its minus sign, else by a space.
pub fn push(path: &mut String, tenths: i32) {
    let number = short(tenths);
    let after_number = path.ends_with(|c: char| c.is_ascii_digit());
    if after_number && !number.starts_with('-') {
        path.push(' ');
    }
    path.push_str(&number);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_as_short_as_svg_allows() {
        for (tenths, expected) in [
            (5, ".5"),
            (-5, "-.5"),
            (105, "10.5"),
            (-105, "-10.5"),
            (200, "20"),
            (0, "0"),
            (-30, "-3"),
            (1, ".1"),
        ] {
            assert_eq!(short(tenths), expected);
        }
    }

    #[test]
    fn neighbours_stay_apart() {
        let mut path = "M".to_owned();
        for tenths in [105, 5, -5, 0, -200] {
            push(&mut path, tenths);
        }
        assert_eq!(path, "M10.5 .5-.5 0-20");
    }

    proptest! {
        #[test]
        fn a_written_number_reads_back(tenths in -100_000i32..100_000) {
            let read: f64 = short(tenths).parse().expect("an SVG number is a decimal number");
            prop_assert!((read * 10.0 - f64::from(tenths)).abs() < 1e-6);
        }
    }
}
