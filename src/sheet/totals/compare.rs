//! Compares what totals and sections declare with the rows they stand for.

use super::super::cell::{Address, RawCell};
use super::super::header::Header;
use super::super::read::Row;
use super::super::remark::{Level, Remark, Suggestion};
use super::super::value::{Value, quoted};
use super::{Declared, DeclaredSum, Marker, MarkerKind};
use crate::kernel::message::Message;
use crate::kernel::money::{Money, Unit};

/// The sum of a money column; `None` beyond 64 bits.
pub(in super::super) fn sum(rows: &[Row], field: &str) -> Option<Money> {
    Money::sum(rows.iter().filter_map(|row| match row.cells.get(field)?.value {
        Value::Money(money) => Some(money),
        _ => None,
    }))
}

/// Compares every marker with its rows: what the sheet declares about all rows, and the differences found.
pub(in super::super) fn compare(
    markers: &[Marker],
    rows: &[Row],
    header: &Header,
    sheet: &str,
) -> (Declared, Vec<Remark>) {
    let mut declared = Declared::default();
    let mut remarks = Vec::new();
    for (index, marker) in markers.iter().enumerate() {
        let groups = groups(index, markers, rows);
        let fitting = groups.iter().find(|group| marker.differences(group).is_empty());
        if fitting.is_none()
            && let Some(group) = groups.first()
        {
            remarks.extend(marker.differences(group).into_iter().map(|d| d.remark(header, sheet)));
        }
        let about_all = fitting.or(groups.first()).is_some_and(|group| group.len() == rows.len());
        if about_all && matches!(marker.kind, MarkerKind::Total(_)) && declared == Declared::default() {
            declared.count = marker.count.map(|(_, count)| count);
            declared.sums = marker.sums.iter().map(|sum| (sum.field, sum.money)).collect();
        }
    }
    (declared, remarks)
}

/// The rows a marker may stand for, the likeliest first.
fn groups<'r>(index: usize, markers: &[Marker], rows: &'r [Row]) -> Vec<&'r [Row]> {
    let Some(marker) = markers.get(index) else { return Vec::new() };
    let (earlier, later) =
        (markers.get(..index).unwrap_or_default(), markers.get(index + 1..).unwrap_or_default());
    let between = |from: Option<u32>, to: Option<u32>| {
        let start = rows.partition_point(|row| from.is_some_and(|from| row.number <= from + 1));
        let end = rows.partition_point(|row| to.is_none_or(|to| row.number <= to));
        rows.get(start..end.max(start)).unwrap_or_default()
    };
    let last =
        |stops: &dyn Fn(&MarkerKind) -> bool| earlier.iter().rev().find(|m| stops(&m.kind)).map(|m| m.row);
    let next = |stops: &dyn Fn(&MarkerKind) -> bool| later.iter().find(|m| stops(&m.kind)).map(|m| m.row);
    match marker.kind {
        MarkerKind::Note => Vec::new(),
        MarkerKind::Section(level) => {
            vec![between(
                Some(marker.row),
                next(&|kind| matches!(kind, MarkerKind::Section(other) if *other <= level)),
            )]
        }
        MarkerKind::Total(rank) => {
            let total = |kind: &MarkerKind| matches!(kind, MarkerKind::Total(other) if *other >= rank);
            let section = |kind: &MarkerKind| matches!(kind, MarkerKind::Section(_));
            let any = |kind: &MarkerKind| total(kind) || section(kind);
            let mut places = vec![
                between(last(&any), Some(marker.row)),
                between(last(&total), Some(marker.row)),
                between(last(&section), Some(marker.row)),
                between(Some(marker.row), next(&any)),
                between(Some(marker.row), next(&total)),
            ];
            places.insert(if rank > 0 { 0 } else { places.len() }, rows);
            places.retain(|group| !group.is_empty());
            places
        }
    }
}

/// A declared number that the rows do not bear out.
struct Difference<'m> {
    at: Address,
    field: Option<&'static str>,
    declared: String,
    real: String,
    unit: Option<Unit>,
    label: &'m str,
}

impl Marker {
    fn differences(&self, rows: &[Row]) -> Vec<Difference<'_>> {
        let mut found = Vec::new();
        if let Some((at, count)) = self.count
            && count != rows.len() as u64
        {
            let (declared, real) = (count.to_string(), rows.len().to_string());
            found.push(Difference { at, field: None, declared, real, unit: None, label: &self.label });
        }
        for declared in &self.sums {
            let real = sum(rows, declared.field);
            if real.is_none_or(|real| !declared.is_borne_out_by(real)) {
                found.push(Difference {
                    at: declared.at,
                    field: Some(declared.field),
                    declared: declared.words.trim().to_owned(),
                    real: real.map(|real| in_unit(real, declared.unit)).unwrap_or_default(),
                    unit: Some(declared.unit),
                    label: &self.label,
                });
            }
        }
        found
    }
}

impl DeclaredSum {
    /// Equal, or rounded to the printed digits: one unit of the last digit is rounding, more is a mismatch.
    fn is_borne_out_by(&self, real: Money) -> bool {
        let off = i128::from(real.yuan()) - i128::from(self.money.yuan());
        let rounded = real.yuan() % self.step != 0;
        off == 0 || (rounded && off.abs() <= i128::from(self.step))
    }
}

/// An amount in a unit, without loss and without separators.
fn in_unit(money: Money, unit: Unit) -> String {
    match unit {
        Unit::Yuan => money.yuan().to_string(),
        Unit::Wan => money.wan_exact(),
        Unit::Yi => money.yi_text(8).replace(',', "").trim_end_matches('0').trim_end_matches('.').to_owned(),
    }
}

impl Difference<'_> {
    fn remark(self, header: &Header, sheet: &str) -> Remark {
        let column = self.field.and_then(|field| header.fields.get(field)).map(|head| head.text.as_str());
        let id = if self.unit.is_some() { "sheet-sum-differs" } else { "sheet-count-differs" };
        let mut message = Message::new(id)
            .with("total", self.label)
            .with("declared", &self.declared)
            .with("counted", &self.real);
        if let Some(unit) = self.unit {
            message = message.with("column", column.unwrap_or_default()).with_message("unit", unit.label());
        }
        Remark {
            sheet: sheet.to_owned(),
            cell: self.at,
            field: self.field,
            level: Level::Warning,
            message,
            value: quoted(&RawCell::Text(self.declared)),
            suggestion: self.unit.filter(|_| !self.real.is_empty()).map(|_| Suggestion::replace(&self.real)),
        }
    }
}
