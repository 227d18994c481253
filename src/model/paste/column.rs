//! A pasted table with a heading: which of its columns holds the IDs.

use super::to_half_width;

/// Headings of an ID column, lower case without spaces and quotes.
const HEADINGS: [&str; 14] = [
    "id",
    "ids",
    "invoiceid",
    "invoice_id",
    "invoiceids",
    "invoice",
    "票据id",
    "发票id",
    "票据编号",
    "发票编号",
    "编号",
    "票据",
    "发票",
    "单据id",
];

/// What the first line of a text names.
pub(super) enum Heading {
    /// A list with a word above it.
    Alone,
    /// A table; the IDs stand in the column at `index`.
    Column { separator: u8, index: usize },
}

impl Heading {
    /// The heading of `text`, where its first line is one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let line = to_half_width(text.lines().next()?);
        let Some(separator) = [b'\t', b',', b';']
            .into_iter()
            .find(|&separator| line.contains(char::from(separator)))
        else {
            return is_id_heading(&line).then_some(Self::Alone);
        };
        let index = line.split(char::from(separator)).position(is_id_heading)?;
        Some(Self::Column { separator, index })
    }
}

/// The cells of the column at `index` below the heading, with the line each stands on.
pub(super) fn cells(text: &str, separator: u8, index: usize) -> Vec<(usize, String)> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(true)
        .from_reader(text.as_bytes())
        .into_records()
        .filter_map(Result::ok)
        .map(|record| {
            let line = record.position().map_or(0, csv::Position::line) as usize;
            let cell = record.get(index).unwrap_or_default();
            (line, to_half_width(cell).into_owned())
        })
        .collect()
}

fn is_id_heading(cell: &str) -> bool {
    let cell: String = cell
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '“' | '”'))
        .flat_map(char::to_lowercase)
        .collect();
    HEADINGS.contains(&cell.as_str())
}
