//! Pasted text → invoice IDs: takes whatever people copy and says what it took from where, and what it left out and why.
//!
//! The text is cleaned first ([`clean`]). IDs are found by their shape ([`shape`]), whatever touches them; where a text
//! says that IDs stand (a column, a key, a line of its own), other tokens are IDs as well ([`token`]). Where it says that
//! bills stand, the same pieces are bills; a bill's number alone on its line is one, too. Each piece with the shape of an ID
//! is taken, as an invoice or as a bill, repeated, or left out with its line and its reason: none of them vanishes.

use super::{BillKey, InvoiceId};
pub use clean::clean;
use clean::without_escapes;
use collector::{Collector, Seen};

mod clean;
mod collector;
mod json;
mod secret;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod token;

/// Stands between two lists in one text, as a form feed does between pages.
pub const LIST_END: char = '\u{c}';

/// Most rejected or repeated entries that are kept to be shown; the counts go on.
const MAX_SHOWN: usize = 500;
/// Longest piece of a rejected text that is kept to be shown, in characters.
const MAX_SHOWN_CHARS: usize = 60;

/// What was found in a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasteReport {
    /// Unique IDs in the order of their first appearance.
    pub ids: Vec<InvoiceId>,
    /// Unique bills in the order of their first appearance, by number or by ID.
    pub bills: Vec<BillKey>,
    /// Lines that hold anything at all.
    pub lines: usize,
    pub repeated_count: usize,
    /// The first of the repeated IDs.
    pub repeated: Vec<Reject>,
    pub rejected_count: usize,
    /// The first of the texts that gave no ID.
    pub rejected: Vec<Reject>,
    pub source: PasteSource,
    /// Columns that hold what may be IDs, where the text is a table.
    pub columns: Vec<PasteColumn>,
}

/// Where in a text its IDs were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PasteSource {
    /// Wherever they stood.
    #[default]
    Text,
    /// In values of a JSON document.
    Json,
    /// Beside a heading that names them.
    Row,
    /// In one column of a table.
    Column {
        column: PasteColumn,
        /// Rows of the table, and those of them with an ID in the column.
        rows: usize,
        rows_with_ids: usize,
    },
}

/// A column of a pasted table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasteColumn {
    /// Counted from 0.
    pub index: usize,
    /// As its heading says; empty where there is none.
    pub name: String,
}

/// A piece of the text that gave no new ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Counted from 1.
    pub line: usize,
    pub text: String,
    pub why: RejectReason,
}

/// Why a piece of a text gave no new ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RejectReason {
    /// It is no ID.
    NotAnId,
    /// It is there already.
    Repeated,
    /// It looks like an ID and stands in another column than those taken.
    OtherColumn,
    /// It looks like an ID and stands under a key that is not for IDs.
    OtherField,
    /// A spreadsheet rounded the number: the digits that are gone cannot be told.
    Rounded,
    /// It is part of a token or another secret. Its text is not kept.
    Secret,
}

impl PasteReport {
    /// Reads `text`; never fails, as what is not understood is reported piece by piece.
    pub fn parse(text: &str) -> Self {
        Self::read(text, None)
    }

    /// The same with the IDs in this column of the table, counted from 0, whatever its heading says.
    pub fn parse_column(text: &str, column: usize) -> Self {
        Self::read(text, Some(column))
    }

    /// Lists behind one another are each read for themselves: what heads a column in one says nothing of the next.
    fn read(text: &str, column: Option<usize>) -> Self {
        let mut report = Self::default();
        let mut seen = Seen::default();
        let mut first_line = 1;
        for list in text.split(LIST_END) {
            let list = without_escapes(clean(list));
            let mut collector = Collector::new(&list, report, seen, first_line);
            collector.read(column);
            first_line += collector.lines() - 1;
            (report, seen) = collector.into_parts();
        }
        let is_filled = |list: &&str| !list.trim().is_empty();
        if text.split(LIST_END).filter(is_filled).count() > 1 {
            (report.source, report.columns) = (PasteSource::Text, Vec::new());
        }
        report.ids = seen.ids.into_iter().collect();
        report.bills = seen.bills.into_iter().collect();
        report
    }
}

fn keep(list: &mut Vec<Reject>, line: usize, text: &str, why: RejectReason) {
    if list.len() < MAX_SHOWN {
        let text = shown(text);
        list.push(Reject { line, text, why });
    }
}

/// A piece of text on one line, cut where it gets long.
fn shown(text: &str) -> String {
    let one_line = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.trim()
        .chars()
        .map(one_line)
        .take(MAX_SHOWN_CHARS)
        .collect()
}
