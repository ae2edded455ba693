//! Industries, chains and parks by the names people write.

use crate::features::reference::book::Book;
use crate::features::reference::model::{Chain, Industry, Park};
use crate::kernel::text::name_key;

impl Book {
    /// An industry by its code or by its name in either language; `新一代信息技术产业` is found too.
    pub fn industry(&self, text: &str) -> Option<&Industry> {
        let all = || self.industries.iter();
        all()
            .find(|one| one.code == text.trim() || one.name_zh == text.trim())
            .or_else(|| all().find(|one| bears(&one.name_zh, &one.name_en, text)))
    }

    /// A chain by its id or by its name in either language; `高端化工产业链` is found too.
    pub fn chain(&self, text: &str) -> Option<&Chain> {
        match text.trim().parse::<i64>() {
            Ok(id) => self.chains.iter().find(|chain| chain.id == id),
            Err(_) => self.chains.iter().find(|chain| bears(&chain.name_zh, &chain.name_en, text)),
        }
    }

    /// A park by its id or its exact name.
    pub fn park(&self, text: &str) -> Option<&Park> {
        let asked = name_key(text);
        match text.trim().parse::<i64>() {
            Ok(id) => self.parks.iter().find(|park| park.id == id),
            Err(_) => self.parks.iter().find(|park| name_key(&park.name) == asked),
        }
    }
}

fn bears(zh: &str, en: &str, asked: &str) -> bool {
    let asked = core(asked);
    !asked.is_empty() && (name_key(zh) == asked || name_key(en) == asked)
}

/// A name without what people lengthen it by: 产业链, 产业, 行业 at its end.
fn core(text: &str) -> String {
    let key = name_key(text);
    let short = ["产业链", "产业", "行业"].iter().find_map(|tail| key.strip_suffix(tail));
    short.map_or(key.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::features::reference::builtin::built_in_book;

    #[test]
    fn an_industry_is_found_by_code_and_by_name_in_either_language() {
        let book = built_in_book();
        for text in [
            "information_technology",
            "新一代信息技术",
            "新一代信息技术产业",
            "Next-generation information technology",
        ] {
            assert_eq!(book.industry(text).unwrap().code, "information_technology", "{text}");
        }
        assert_eq!(book.industry("元宇宙+").unwrap().code, "metaverse_plus");
        assert_eq!(book.industry("元宇宙").unwrap().code, "metaverse");
        assert_eq!(book.industry(""), None);
        assert_eq!(book.industry("产业"), None);
    }

    #[test]
    fn a_chain_and_a_park_are_found_by_id_and_by_name() {
        let book = built_in_book();
        for text in ["6", "高端化工", "高端化工产业链", "high-end chemicals"] {
            assert_eq!(book.chain(text).unwrap().id, 6, "{text}");
        }
        let park = book.park("莘县化工产业园").unwrap();
        assert_eq!(book.park(&park.id.to_string()), Some(park));
        assert_eq!(park.area_m2, Some(7_570_000));
    }
}
