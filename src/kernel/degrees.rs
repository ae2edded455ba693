//! Places on the globe in degrees, kept in millionths of one: a step of ten centimetres, and no float in what is stored.

/// Mean radius of the earth in kilometres (IUGG).
const RADIUS_KM: f64 = 6371.0088;
/// Millionths in a degree.
const STEP: f64 = 1e6;

/// In millionths, rounded; none for what is not on the globe.
pub fn microdegrees(degrees: f64) -> Option<i64> {
    (degrees.abs() <= 180.0).then(|| (degrees * STEP).round() as i64)
}

/// In degrees.
pub fn degrees(microdegrees: i64) -> f64 {
    microdegrees as f64 / STEP
}

/// How far two places lie apart on the great circle, in whole kilometres; each is longitude and latitude in millionths.
pub fn kilometres(from: (i64, i64), to: (i64, i64)) -> i64 {
    let radians = |(lng, lat): (i64, i64)| (degrees(lng).to_radians(), degrees(lat).to_radians());
    let ((lng_a, lat_a), (lng_b, lat_b)) = (radians(from), radians(to));
    // Haversine: exact also for places that lie close together.
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let share = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half(lng_b - lng_a);
    (2.0 * RADIUS_KM * share.sqrt().min(1.0).asin()).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_kept_to_ten_centimetres_and_what_is_not_on_the_globe_is_none() {
        assert_eq!(microdegrees(117.214), Some(117_214_000));
        assert_eq!(microdegrees(36.637_000_4), Some(36_637_000));
        assert_eq!((microdegrees(180.1), microdegrees(f64::NAN)), (None, None));
        assert!((degrees(117_214_000) - 117.214).abs() < 1e-9);
    }

    #[test]
    fn distances_are_those_of_the_map() {
        // A degree of latitude; the seats of Jinan and Qingdao; a place and itself.
        assert_eq!(kilometres((117_000_000, 36_000_000), (117_000_000, 37_000_000)), 111);
        assert_eq!(kilometres((117_119_999, 36_651_216), (120_382_640, 36_067_108)), 299);
        assert_eq!(kilometres((117_000_000, 36_000_000), (117_000_000, 36_000_000)), 0);
    }
}
