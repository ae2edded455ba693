//! The figures of capacity that a name speaks of (`30万吨`, `10GWp`, `12英寸`): what often stays when a project is
//! renamed, and what tells two phases of one project apart when nothing else does. For comparing names only.

use unicode_normalization::UnicodeNormalization;

/// A figure with its measure. Equal only as written: `30万吨` and `300千吨` are not recognised as one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Capacity {
    /// `30`, `1.5`; without thousands separators.
    pub number: String,
    /// `万吨`, `gwp`; lower case.
    pub measure: String,
}

impl Capacity {
    /// Figure and measure together.
    pub fn text(&self) -> String {
        format!("{}{}", self.number, self.measure)
    }
}

/// What may stand before a measure: `万吨`, `百万台`.
const MAGNITUDES: &str = "十百千万亿";
/// Chinese measures, the longer first where one begins another.
const MEASURES: [&str; 24] = [
    "英寸", "平方", "立方", "兆瓦", "千瓦", "公里", "公斤", "吨", "台", "套", "辆", "件", "米", "亩", "只",
    "片", "条", "升", "个", "颗", "块", "支", "瓦", "箱",
];
/// Latin ones.
const LETTERS: [&str; 15] =
    ["gwp", "gwh", "gw", "mwp", "mwh", "mw", "kwh", "kw", "kt", "t", "mm", "nm", "km", "kg", "l"];

/// The figures of a name, sorted, each once. A number inside a word (`CR929`, `SN1`), a year, a phase or a bare
/// number is no capacity.
pub fn capacities(name: &str) -> Vec<Capacity> {
    let chars: Vec<char> =
        name.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && *c != ',').collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = run(&chars, at, |c| c.is_ascii_digit() || c == '.');
        let in_a_word = at.checked_sub(1).is_some_and(|before| chars[before].is_ascii_alphabetic());
        if let Some(measure) = measure(&chars[end..]).filter(|_| !in_a_word) {
            let number = chars[at..end].iter().collect::<String>();
            found.push(Capacity { number: number.trim_end_matches('.').to_owned(), measure });
        }
        at = end;
    }
    found.sort();
    found.dedup();
    found
}

/// The end of the characters of one kind from `start` on.
fn run(chars: &[char], start: usize, of_kind: impl Fn(char) -> bool) -> usize {
    chars[start..].iter().position(|c| !of_kind(*c)).map_or(chars.len(), |length| start + length)
}

/// The measure at the beginning of what follows a number.
fn measure(rest: &[char]) -> Option<String> {
    let letters: String = rest[..run(rest, 0, |c| c.is_ascii_alphabetic())].iter().collect();
    if !letters.is_empty() {
        return LETTERS.contains(&letters.as_str()).then_some(letters);
    }
    let begins = |rest: &[char], word: &str| word.chars().enumerate().all(|(i, c)| rest.get(i) == Some(&c));
    (0..=run(rest, 0, |c| MAGNITUDES.contains(c))).find_map(|at| {
        let word = MEASURES.iter().find(|word| begins(&rest[at..], word))?;
        Some(rest[..at].iter().collect::<String>() + word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> Vec<String> {
        capacities(name).iter().map(Capacity::text).collect()
    }

    #[test]
    fn the_figures_of_real_names_are_found() {
        assert_eq!(told("华鲁恒升20万吨/年二元酸项目"), ["20万吨"]);
        assert_eq!(told("欧达年产10GWp光伏组件+1GW/2GWh智慧储能系统"), ["1gw", "10gwp", "2gwh"]);
        assert_eq!(told("年产１，０００万台（套）电机"), ["1000万台"]);
        assert_eq!(told("300mm硅片 12英寸生产线"), ["12英寸", "300mm"]);
        assert_eq!(told("5千瓦电堆"), ["5千瓦"]);
    }

    #[test]
    fn years_phases_models_and_bare_numbers_are_none() {
        for name in ["2024年扩建", "电池2期", "CR929客机", "芯片SN1项目", "3号车间", "5G基站", "MEB工厂"]
        {
            assert!(told(name).is_empty(), "{name}: {:?}", told(name));
        }
    }
}
