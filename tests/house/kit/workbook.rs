//! A workbook in somebody else's hands: read with another program than wrote it, changed as people change workbooks,
//! written again.

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};

/// The same file with further parts in its container: a macro, a reference to another file.
pub fn with_parts(bytes: &[u8], names: &[&str]) -> Vec<u8> {
    let mut book = zip::ZipWriter::new_append(Cursor::new(bytes.to_vec())).unwrap();
    for name in names {
        book.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        book.write_all(b"not looked at").unwrap();
    }
    book.finish().unwrap().into_inner()
}

/// The cells of a workbook, sheet by sheet, hidden ones included.
#[derive(Clone)]
pub struct Cells {
    sheets: Vec<(String, Vec<Vec<Data>>)>,
}

impl Cells {
    /// Reads the file.
    pub fn of(bytes: &[u8]) -> Self {
        let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
        let names = book.sheet_names();
        let sheets = names.into_iter().map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let (height, width) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
            let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
            let rows = (0..height).map(|row| (0..width).map(|column| cell(row, column)).collect()).collect();
            (name, rows)
        });
        Self { sheets: sheets.collect() }
    }

    /// Puts a sheet in front: what follows is about it.
    pub fn front(&mut self, name: &str) -> &mut Self {
        let at = self.sheets.iter().position(|(sheet, _)| sheet == name).unwrap();
        self.sheets[..=at].rotate_right(1);
        self
    }

    /// A workbook of such sheets.
    pub fn typed(sheets: &[(&str, &[&[&str]])]) -> Self {
        let cell = |text: &&str| if text.is_empty() { Data::Empty } else { Data::String((*text).to_owned()) };
        let row = |row: &&[&str]| row.iter().map(cell).collect();
        let sheet = |(name, rows): &(&str, &[&[&str]])| ((*name).to_owned(), rows.iter().map(row).collect());
        Self { sheets: sheets.iter().map(sheet).collect() }
    }

    /// The first sheet's rows.
    pub fn rows(&mut self) -> &mut Vec<Vec<Data>> {
        &mut self.sheets[0].1
    }

    /// The number of the header row: the first in which this header stands.
    pub fn header(&mut self, header: &str) -> (usize, usize) {
        let at = |row: &Vec<Data>| row.iter().position(|cell| *cell == *header);
        self.rows().iter().enumerate().find_map(|(row, cells)| Some((row, at(cells)?))).unwrap()
    }

    /// The row of a project, and the column of a header.
    pub fn place(&mut self, project: &str, header: &str) -> (usize, usize) {
        let (_, column) = self.header(header);
        let is_its = |row: &Vec<Data>| row.iter().any(|cell| *cell == *project);
        (self.rows().iter().position(is_its).unwrap(), column)
    }

    /// What stands there.
    pub fn get(&mut self, project: &str, header: &str) -> Data {
        let (row, column) = self.place(project, header);
        self.rows()[row][column].clone()
    }

    /// Types into a cell.
    pub fn set(&mut self, project: &str, header: &str, value: impl Into<Data>) -> &mut Self {
        let (row, column) = self.place(project, header);
        self.rows()[row][column] = value.into();
        self
    }

    /// Says something else about the file as a whole.
    pub fn set_property(&mut self, name: &str, value: &str) -> &mut Self {
        let rows = &mut self.sheets.iter_mut().find(|(name, _)| name == "_groundwork").unwrap().1;
        rows.iter_mut().find(|row| row[0] == *name).unwrap()[1] = Data::String(value.to_owned());
        self
    }

    /// Leaves only the first sheet, under another name.
    pub fn only_sheet(&mut self, name: &str) -> &mut Self {
        self.sheets.truncate(1);
        name.clone_into(&mut self.sheets[0].0);
        self
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, rows) in &self.sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap().set_hidden(name.starts_with('_'));
            for (row, cells) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(cells) {
                    match cell {
                        Data::Empty => {}
                        Data::Float(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                        Data::Int(number) => drop(sheet.write_number(row, column, *number as f64).unwrap()),
                        other => drop(sheet.write_string(row, column, other.to_string()).unwrap()),
                    }
                }
            }
        }
        book.save_to_buffer().unwrap()
    }
}

/// The sheets of a workbook by name, as rows of text.
pub fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let rows = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
            (name, rows)
        })
        .collect()
}
