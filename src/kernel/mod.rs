//! The words of the field as types: time, money, divisions, codes, plan dates, texts. Imports nothing of ours,
//! knows no page, no table and no workbook, and is therefore tested by plain unit tests.

pub mod calendar;
pub mod canonical;
pub mod codes;
pub mod degrees;
pub mod division;
pub mod error;
pub mod instant;
pub mod message;
pub mod money;
pub mod paging;
pub mod plan_date;
pub mod ratio;
pub mod role;
pub mod text;
pub mod text_enum;
