//! 项目单位及名称: one column that holds the unit and the name together (DOMAIN §3, trap 6). Split only where the
//! boundary is clear, because a wrong cut invents a company; otherwise the whole stays the name and a warning asks.

/// Endings of a body's name.
const BODIES: [&str; 9] =
    ["公司", "集团", "厂", "研究院", "研究所", "合作社", "管委会", "中心", "(有限合伙)"];

/// The endings behind which a project's name may follow without any sign.
const LIMITED: [&str; 3] = ["有限责任公司", "股份有限公司", "有限公司"];

/// Whether a header says that unit and name share its column.
pub(super) fn is_shared(header: &str) -> bool {
    let header: String = header.split_whitespace().collect();
    header.contains("单位及名称") || header.contains("单位和名称") || header.contains("单位、名称")
}

/// Unit and name of a cell's own words (line breaks still in them), or nothing when the boundary is not clear.
pub(super) fn split(words: &str) -> Option<(String, String)> {
    let parts: Vec<&str> = words
        .split(['\n', '\r', '\t', '：', ':', '/', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [unit, name] if is_body(unit) && !is_body(name) => Some(((*unit).to_owned(), (*name).to_owned())),
        [whole] => behind_limited(whole),
        _ => None,
    }
}

fn is_body(text: &str) -> bool {
    let folded = crate::kernel::text::fold_width(text);
    BODIES.iter().any(|ending| folded.ends_with(ending))
}

/// `甲有限公司年产5万吨铝箔项目`, when exactly one company is named and a project follows.
fn behind_limited(whole: &str) -> Option<(String, String)> {
    let (at, ending) = LIMITED.iter().find_map(|ending| whole.find(ending).map(|at| (at, *ending)))?;
    let (unit, name) = whole.split_at_checked(at + ending.len())?;
    let name = name.trim_start_matches(['-', '—', '－', ' ', '　', ',', '，']);
    let clear = at > 0
        && name.chars().count() >= 4
        && !name.contains("公司")
        && !name.starts_with(['(', '（', ';', '；', '、', '的']);
    clear.then(|| (unit.trim().to_owned(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(words: &str) -> Option<(String, String)> {
        split(words)
    }

    #[test]
    fn a_line_break_or_a_colon_behind_a_body_is_a_clear_boundary() {
        for words in [
            "山东甲铝业有限公司\n年产5万吨铝箔项目",
            "山东甲铝业有限公司：年产5万吨铝箔项目",
            "山东甲铝业有限公司年产5万吨铝箔项目",
        ] {
            assert_eq!(
                parts(words),
                Some(("山东甲铝业有限公司".into(), "年产5万吨铝箔项目".into())),
                "{words}"
            );
        }
    }

    #[test]
    fn what_could_be_cut_in_two_places_is_not_cut() {
        for words in [
            "年产5万吨铝箔项目",
            "甲有限公司、乙有限公司铝箔项目",
            "甲集团铝箔项目",
            "甲有限公司（二期）项目扩建",
            "铝箔项目\n二期",
            "甲有限公司",
            "甲有限公司\n乙有限公司",
            "甲有限公司二期",
        ] {
            assert_eq!(parts(words), None, "{words}");
        }
    }

    #[test]
    fn only_a_header_that_says_so_shares_its_column() {
        assert!(is_shared("项目单位及名称") && is_shared("项目 单位\n及名称"));
        assert!(!is_shared("项目名称"));
    }
}
