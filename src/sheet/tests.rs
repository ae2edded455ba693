//! The room as a whole: the acceptance workbooks, hostile files, and tables that come back as they were written.

mod acceptance;
mod hostile;
mod round_trip;
mod shapes;

use super::*;
use crate::kernel::error::Error;
use crate::kernel::message::Message;
use rust_xlsxwriter::{Workbook, XlsxError};

/// The columns of a project list, with the header spellings of the reference data.
fn project_columns() -> Vec<Column> {
    let aliases = include_str!("../../tests/data/header_aliases.csv");
    let of = |field: &str| -> Vec<String> {
        aliases
            .lines()
            .filter_map(|line| line.split_once(','))
            .filter(|(f, _)| *f == field)
            .map(|(_, h)| h.to_owned())
            .collect()
    };
    let words = Kind::Text { max: 200 };
    let column = |field: &'static str, kind| Column::new(field, kind, of(field));
    vec![
        column("serial", Kind::Serial),
        column("name", words).required(),
        column("unit", words),
        column("city", words),
        column("county", words),
        column("location", words),
        column("total_investment", Kind::Money),
        column("annual_plan", Kind::Money),
        column("annual_goal", Kind::Multiline { max: 2_000 }),
        column("year_range", Kind::Range { start: "planned_start", finish: "planned_finish" }),
        column("start", Kind::Date),
        column("finish", Kind::Date),
        column("content", Kind::Multiline { max: 4_000 }),
        column("stage", words),
        column("project_code", words),
        column("credit_code", words),
        column("remarks", Kind::Multiline { max: 2_000 }),
    ]
}

/// Opens and reads with the project columns and without fixes.
fn read_projects(bytes: &[u8]) -> Vec<Reading> {
    read(&open(bytes, &Limits::default()).unwrap(), &project_columns(), &Fixes::new()).unwrap()
}

/// A workbook made by `fill`.
fn workbook(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).unwrap();
    book.save_to_buffer().unwrap()
}

/// One sheet of texts and numbers (what parses as a number is one).
fn sheet_of(rows: &[&[&str]]) -> Vec<u8> {
    workbook(|book| {
        let sheet = book.add_worksheet();
        for (r, row) in (0..).zip(rows) {
            for (c, text) in (0..).zip(*row) {
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(r, c, number)?,
                    Err(_) => sheet.write_string(r, c, *text)?,
                };
            }
        }
        Ok(())
    })
}

fn refusal(result: crate::kernel::error::Result<impl std::fmt::Debug>) -> Message {
    match result.unwrap_err() {
        Error::Invalid(mut fields) => fields.remove(0).message,
        other => panic!("{other}"),
    }
}

/// `cell level code` of each remark.
fn told(reading: &Reading) -> Vec<String> {
    reading.remarks.iter().map(|r| format!("{} {} {}", r.cell, r.level, r.message.id)).collect()
}
