//! The words of the field as types: time, money, divisions, codes, plan dates, texts. Imports nothing of ours,
//! knows no page, no table and no workbook, and is therefore tested by plain unit tests.

pub mod error;
pub mod instant;
pub mod message;
pub mod text_enum;
