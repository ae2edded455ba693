//! Which columns a registry workbook may have and under which headers they come: the spellings collected from real
//! tables (`data/header_aliases.csv`), the headers of our own exports in both languages, and the facts that the
//! collection lacks. Two rules:
//!
//! - a date whose header says 计划 or 实际 has a column of its own; one that says neither is settled row by row
//! - 项目类别, 项目类型, 建设性质 and 建设阶段 are used for each other in real tables, so they only name *words to
//!   place*; the words themselves decide (see `words.rs`)

use super::super::export::KEY_HEADER;
use crate::sheet::{Column, Kind};

/// Collected spellings; source: DOMAIN.md §3, gathered from the tables named in `data/SOURCES.md`.
const COLLECTED: &str = include_str!("../data/header_aliases.csv");

const NAME: Kind = Kind::Text { max: 200 };
const LINE: Kind = Kind::Text { max: 200 };
const PROSE: Kind = Kind::Multiline { max: 4_000 };
const SPAN: Kind = Kind::Range { start: "planned_start", finish: "planned_finish" };

/// Field, kind, our own spellings (the first one names the field in sentences). Collected spellings of the same
/// field follow.
#[rustfmt::skip]
const FIELDS: &[(&str, Kind, &[&str])] = &[
    ("key", LINE, &[KEY_HEADER]),
    ("serial", Kind::Serial, &["序号", "No."]),
    ("name", NAME, &["项目名称", "Project name", "项目全称"]),
    ("unit", LINE, &["建设单位", "Project unit", "实施企业", "实施主体", "投资主体", "投资单位", "投资方", "企业名称",
        "申报单位", "申报企业", "项目主体"]),
    ("credit_code", LINE, &["统一社会信用代码", "Credit code"]),
    ("project_code", LINE, &["项目代码", "Project code"]),
    ("city", LINE, &["所在市", "City", "所在市州", "地市", "设区市", "城市", "地级市", "所在城市", "所在地市", "所属地市",
        "市别", "市州"]),
    ("county", LINE, &["所在县（市、区）", "County", "所在县", "县（市、区）", "区县", "县区", "县市区", "所在县市区", "所在县区",
        "所属区县", "所属县区", "所属县（市、区）", "区（县）"]),
    ("location", LINE, &["建设地点", "Address", "详细地址"]),
    ("park", LINE, &["承载园区", "Park", "所在园区", "所属园区"]),
    ("industry", LINE, &["所属产业", "Industry", "产业", "所属产业领域"]),
    ("gb4754", LINE, &["国民经济行业", "GB/T 4754", "行业代码", "国民经济行业代码", "国民经济行业分类"]),
    ("chain", LINE, &["所属产业链", "Chain", "产业链", "标志性产业链"]),
    ("category", LINE, &["项目类别", "Class"]),
    ("project_type", LINE, &["建设性质", "Nature"]),
    ("stage", LINE, &["项目阶段", "Stage"]),
    ("total_investment", Kind::Money, &["总投资", "Total investment", "计划总投资", "投资总额", "总投资金额", "总投资规模"]),
    ("annual_plan", Kind::Money, &["年度计划投资", "Plan of the year", "当年计划投资"]),
    ("ytd_investment", Kind::Money, &["年度累计完成投资", "Done this year", "本年累计完成投资", "当年累计完成投资",
        "年内完成投资", "本年完成投资", "年度完成投资"]),
    ("cumulative_investment", Kind::Money, &["累计完成投资", "Done since the start", "自开工累计完成投资",
        "开工以来累计完成投资", "项目累计完成投资"]),
    ("year_range", SPAN, &["建设起止年限", "Years"]),
    ("planned_start", Kind::Date, &["计划开工时间", "Planned start", "计划开工", "计划开工日期", "计划开工年月",
        "预计开工时间", "拟开工时间"]),
    ("planned_finish", Kind::Date, &["计划竣工时间", "Planned finish", "计划竣工", "计划竣工日期", "计划完工时间",
        "计划竣工年月", "预计竣工时间", "拟竣工时间"]),
    ("actual_start", Kind::Date, &["实际开工时间", "Actual start", "实际开工", "实际开工日期"]),
    ("actual_finish", Kind::Date, &["实际竣工时间", "Actual finish", "实际竣工", "实际竣工日期", "实际完工时间"]),
    ("start", Kind::Date, &["开工时间", "Start", "开工日期", "开工年月"]),
    ("finish", Kind::Date, &["竣工时间", "Finish", "竣工日期", "完工时间", "竣工年月"]),
    ("in_production_on", Kind::Date, &["投产时间", "In production on", "投产日期", "实际投产时间"]),
    ("enrolled", LINE, &["是否入统", "In statistics", "是否列统", "是否纳统", "是否入库（统计）", "是否纳入统计", "是否统计入库",
        "是否统计入库纳统", "是否入统纳统", "是否列统入库", "入统情况", "列统情况", "纳统情况", "统计入库情况", "入统", "列统", "纳统"]),
    ("content", PROSE, &["建设规模及内容", "Scope of works"]),
    ("responsible_unit", LINE, &["责任单位", "Responsible unit"]),
    ("responsible_person", LINE, &["责任人", "Responsible person", "项目责任人", "项目负责人"]),
    ("sponsor_leader", LINE, &["包保领导", "Sponsoring leader", "包联领导", "包保责任人", "挂包领导"]),
    // Recognised, so that they are taken for nothing else; the registry has no place for them, which is said.
    ("annual_goal", PROSE, &["年度目标", "Goal of the year"]),
    ("remarks", PROSE, &["备注", "Remarks"]),
];

/// Fields that are recognised but not imported.
pub(super) const NOT_KEPT: [&str; 2] = ["annual_goal", "remarks"];

/// The columns of a registry workbook.
pub fn columns() -> Vec<Column> {
    let columns = FIELDS.iter().map(|&(field, kind, own)| {
        let mut spellings: Vec<&str> = own.to_vec();
        let collected = collected(field).filter(|header| !is_claimed_elsewhere(field, header));
        spellings.extend(collected.filter(|header| !own.contains(header)));
        let column = Column::new(field, kind, spellings);
        if field == "name" { column.required() } else { column }
    });
    columns.collect()
}

/// How sentences name a fact (by the contract's name): as the header that a workbook would give it.
pub(super) fn label_of(fact: &str) -> &str {
    let field = match fact {
        "scope_text" => "content",
        "class" => "category",
        "nature" => "project_type",
        other => other.strip_suffix("_yuan").or_else(|| other.strip_suffix("_id")).unwrap_or(other),
    };
    let own = FIELDS.iter().find(|(name, ..)| *name == field).and_then(|(.., own)| own.first());
    own.copied().unwrap_or(fact)
}

fn collected(field: &str) -> impl Iterator<Item = &'static str> {
    COLLECTED
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter_map(move |(of, header)| (of == field).then_some(header))
}

/// The collection files 计划开工 under the undecided start; its own words decide it.
fn is_claimed_elsewhere(field: &str, header: &str) -> bool {
    FIELDS.iter().any(|(other, _, own)| *other != field && own.contains(&header))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_collected_spelling_names_exactly_one_column() {
        let mut owners: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for column in columns() {
            for alias in column.aliases {
                owners.entry(alias).or_default().push(column.field);
            }
        }
        let contested: Vec<_> = owners.iter().filter(|(_, fields)| fields.len() > 1).collect();
        assert!(contested.is_empty(), "{contested:?}");
        for header in
            COLLECTED.lines().skip(1).filter_map(|line| line.split_once(',')).map(|(_, header)| header)
        {
            assert!(owners.contains_key(header), "{header}");
        }
        assert!(COLLECTED.lines().count() > 100);
    }

    #[test]
    fn a_header_that_says_planned_is_the_planned_date() {
        let owner = |header: &str| {
            columns()
                .into_iter()
                .find(|column| column.aliases.iter().any(|alias| alias == header))
                .map(|c| c.field)
        };
        assert_eq!(owner("计划开工"), Some("planned_start"));
        assert_eq!(owner("计划竣工"), Some("planned_finish"));
        assert_eq!(owner("开工时间"), Some("start"));
    }

    #[test]
    fn a_place_is_recognised_under_the_words_that_cities_use_for_it() {
        let owner = |header: &str| {
            columns().into_iter().find(|c| c.aliases.iter().any(|a| a == header)).map(|c| c.field)
        };
        for header in ["城市", "所在地市", "市别", "所在市"] {
            assert_eq!(owner(header), Some("city"), "{header}");
        }
        for header in ["县市区", "区县", "所属县区"] {
            assert_eq!(owner(header), Some("county"), "{header}");
        }
    }

    #[test]
    fn a_table_needs_the_name_of_the_project() {
        let required: Vec<_> =
            columns().into_iter().filter(|column| column.required).map(|column| column.field).collect();
        assert_eq!(required, ["name"]);
    }
}
