//! Pasted text → invoice IDs: takes whatever people copy and says what it took from where, and what it left out and why.
//!
//! The text is cleaned first ([`clean`]). IDs are found by their shape ([`shape`]), whatever touches them; where a text
//! says that IDs stand (a column, a key, a line of its own), other tokens are IDs as well ([`token`]). Where it says that
//! bills stand, the same pieces are bills; a bill's number alone on its line is one, too. Each piece with the shape of an ID
//! is taken, as an invoice or as a bill, repeated, or left out with its line and its reason: none of them vanishes.

pub use clean::clean;
use clean::without_escapes;
use collector::{Collector, Seen};
pub use intake::Intake;
pub use report::{PasteColumn, PasteReport, PasteSource, Reject, RejectReason};

#[cfg(test)]
mod bill_tests;
mod clean;
mod collector;
mod intake;
mod json;
mod report;
mod secret;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod token;

/// Stands between two lists in one text. Nobody sees it, and Unicode gave it up long ago, so that no text has it.
pub const LIST_END: char = '\u{206f}';
/// Begins a list that is another sheet of the workbook before it, with the sheet's name on the same line. What is on it
/// is left out. As invisible and unused as [`LIST_END`].
pub const OTHER_SHEET: char = '\u{206e}';

/// Most rejected or repeated entries that are kept to be shown; the counts go on.
const MAX_SHOWN: usize = 500;
/// Longest piece of a rejected text that is kept to be shown, in characters.
const MAX_SHOWN_CHARS: usize = 60;

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
        let (mut filled, mut sheets) = (0, Vec::new());
        for (index, list) in text.split(LIST_END).enumerate() {
            if let Some(sheet) = list.strip_prefix(OTHER_SHEET).filter(|_| index > 0) {
                sheets.push(sheet);
                continue;
            }
            filled += usize::from(!list.trim().is_empty());
            let list = without_escapes(clean(list));
            let mut collector = Collector::new(&list, report, seen, first_line);
            collector.read(column);
            first_line += collector.lines() - 1;
            (report, seen) = collector.into_parts();
        }
        for sheet in sheets {
            let (name, rows) = sheet.split_once('\n').unwrap_or((sheet, ""));
            let rows = clean(rows);
            let lines = report.lines;
            let mut collector = Collector::new(&rows, report, seen, 1);
            collector.leave_sheet(name);
            (report, seen) = collector.into_parts();
            report.lines = lines;
        }
        if filled > 1 {
            (report.source, report.columns) = (PasteSource::Text, Vec::new());
        }
        report.ids = seen.ids.into_iter().collect();
        report.bills = seen.bills.into_iter().collect();
        report
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
