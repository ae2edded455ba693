//! The table as csv: UTF-8 with a byte-order mark, because Chinese Excel reads it as GB18030 otherwise, and an
//! apostrophe before every text that a spreadsheet would run as a formula.

use super::{Entry, FORMULA_STARTS, Table};
use crate::kernel::error::Result;
use ::csv::{QuoteStyle, Terminator, WriterBuilder};
use anyhow::Context;

/// Title, captions, header, rows and notes, one record each.
pub fn to_csv(table: &Table) -> Result<Vec<u8>> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer = WriterBuilder::new()
        .flexible(true)
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(&mut bytes);
    let lines = |texts: &[String]| texts.iter().map(|text| vec![guarded(text)]).collect::<Vec<_>>();
    let mut records = lines(std::slice::from_ref(&table.title));
    records.extend(lines(&table.captions));
    let keys = table.key_header.as_ref();
    records.push(
        keys.into_iter().chain(table.columns.iter().map(|c| &c.header)).map(|text| guarded(text)).collect(),
    );
    records.extend(table.rows.iter().map(|line| {
        let key = keys.map(|_| guarded(&line.key));
        key.into_iter().chain(line.cells.iter().map(field)).collect()
    }));
    records.extend(lines(&table.notes));
    for record in records {
        writer.write_record(&record).context("csv record")?;
    }
    writer.flush().context("csv end")?;
    drop(writer);
    Ok(bytes)
}

fn field(entry: &Entry) -> String {
    match entry {
        Entry::Empty => String::new(),
        Entry::Text(text) => guarded(text),
        Entry::Integer(number) => number.to_string(),
        Entry::MoneyWan(money) => money.wan_exact(),
        Entry::Date(day) => day.to_string(),
    }
}

/// Also guards a text that already looks guarded, so that reading takes away exactly what was put there.
fn guarded(text: &str) -> String {
    let bare = text.trim_start_matches('\'');
    if bare.starts_with(FORMULA_STARTS) { format!("'{text}") } else { text.to_owned() }
}
