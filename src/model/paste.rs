//! Pasted text → invoice IDs: takes whatever people copy and says what it took from where, and what it left out and why.
//!
//! The text is cleaned first ([`clean`]). IDs are found by their shape ([`shape`]), whatever touches them; where a text
//! says that IDs stand (a column, a key, a line of its own), other tokens are IDs as well ([`token`]). Each piece with the
//! shape of an ID is taken, repeated, or left out with its line and its reason: none of them vanishes.

use std::borrow::Cow;
use std::ops::Range;

use indexmap::IndexSet;

use super::{BillKey, InvoiceId};
pub use clean::clean;
use clean::without_escapes;
use json::Place;
use secret::is_secret;
use shape::shapes;
use table::Table;

mod clean;
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
        let mut seen = IndexSet::new();
        let mut first_line = 1;
        for list in text.split(LIST_END) {
            let list = without_escapes(clean(list));
            let mut collector = Collector::new(&list, report, seen, first_line);
            collector.read(column);
            first_line += collector.lines.len() - 1;
            (report, seen) = (collector.report, collector.seen);
        }
        let is_filled = |list: &&str| !list.trim().is_empty();
        if text.split(LIST_END).filter(is_filled).count() > 1 {
            (report.source, report.columns) = (PasteSource::Text, Vec::new());
        }
        report.ids = seen.into_iter().collect();
        report
    }
}

/// Gathers pieces of a cleaned text into a report.
struct Collector<'a> {
    text: &'a str,
    /// Where lines begin.
    lines: Vec<usize>,
    /// The number of the first of them.
    first_line: usize,
    report: PasteReport,
    seen: IndexSet<InvoiceId>,
}

impl<'a> Collector<'a> {
    /// Goes on with the report and the IDs of the lists before.
    fn new(
        text: &'a str,
        mut report: PasteReport,
        seen: IndexSet<InvoiceId>,
        first_line: usize,
    ) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(ends.map(|(at, _)| at + 1))
            .collect();
        let filled = text.lines().filter(|line| !line.trim().is_empty());
        report.lines += filled.count();
        Self {
            text,
            lines,
            first_line,
            report,
            seen,
        }
    }

    fn read(&mut self, column: Option<usize>) {
        if column.is_none()
            && let Some(values) = json::values(self.text)
        {
            return self.take_values(&values);
        }
        match Table::of(self.text) {
            Some(table) => self.take_table(&table, column),
            None => self.take_lines(),
        }
    }

    /// Counted from 1.
    fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at) + self.first_line - 1
    }

    /// Every line for itself: the shapes in it, or the one token that it is.
    fn take_lines(&mut self) {
        let mut is_start = true;
        for index in 0..self.lines.len() {
            let start = self.lines[index];
            let end = self
                .lines
                .get(index + 1)
                .map_or(self.text.len(), |next| next - 1);
            let line = &self.text[start..end];
            if line.trim().is_empty() {
                continue;
            }
            let heads = is_start && table::is_heading(line);
            is_start = false;
            if self.take_shapes(start..end) || heads {
                continue;
            }
            let mut tokens = token::tokens(line);
            match (tokens.next(), tokens.next()) {
                (Some(token), None) if token::id(token).is_some() => self.take(start, token),
                (Some(_), _) => self.leave(start, line, token::not_an_id(line)),
                (None, _) => {}
            }
        }
    }

    fn take_table(&mut self, table: &Table, column: Option<usize>) {
        let text = self.text;
        let is_one_of_ids = |column: &usize| {
            let (_, shaped, plain) = table.counts(text, *column);
            shaped + plain > 0
        };
        let offered: Vec<usize> = (0..table.columns()).filter(is_one_of_ids).collect();
        let named = |index: usize| PasteColumn {
            index,
            name: shown(table.name(text, index)),
        };
        let is_sideways = table.is_sideways(text);
        let chosen = column.or_else(|| table.id_column(text).filter(|_| !is_sideways));
        if offered.iter().any(|index| Some(*index) != chosen)
            && (chosen.is_some() || offered.len() > 1)
        {
            self.report.columns = offered.into_iter().map(named).collect();
        }
        match chosen {
            Some(index) => self.take_column(table, named(index)),
            None if is_sideways => self.take_rows(table),
            None => self.take_lines(),
        }
    }

    /// The cells of one column; what looks like an ID elsewhere is left out.
    fn take_column(&mut self, table: &Table, column: PasteColumn) {
        let (mut rows, mut rows_with_ids) = (0, 0);
        let mut done = 0;
        for row in table.below() {
            rows += usize::from(!row.is_empty());
            let Some(cell) = row.get(column.index).cloned() else {
                continue;
            };
            self.leave_shapes(done..cell.start, RejectReason::OtherColumn);
            done = cell.end;
            let text = &self.text[cell.clone()];
            let is_heading_again = table::is_heading(text);
            let before = self.seen.len() + self.report.repeated_count;
            self.take_all(cell.start, text, !is_heading_again);
            let after = self.seen.len() + self.report.repeated_count;
            rows_with_ids += usize::from(after > before);
        }
        self.leave_shapes(done..self.text.len(), RejectReason::OtherColumn);
        self.report.source = PasteSource::Column {
            column,
            rows,
            rows_with_ids,
        };
    }

    /// The rows whose first cell says that IDs stand beside it. Of other rows those that say something else are left out.
    fn take_rows(&mut self, table: &Table) {
        self.report.source = PasteSource::Row;
        for row in &table.rows {
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                continue;
            };
            let label = &self.text[first.clone()];
            let has_label = !label.trim().is_empty() && shapes(label).next().is_none();
            if table::is_sideways(self.text, row) {
                for cell in &row[1..] {
                    self.take_all(cell.start, &self.text[cell.clone()], true);
                }
            } else if has_label && row.len() > 1 {
                self.leave_shapes(first.start..last.end, RejectReason::OtherColumn);
            } else {
                self.take_shapes(first.start..last.end);
            }
        }
    }

    /// The values of a document. Where none stands in a place for IDs, those anywhere are taken.
    fn take_values(&mut self, values: &[json::Value]) {
        self.report.source = PasteSource::Json;
        let is_shaped = |value: &json::Value| shapes(&self.value(value)).next().is_some();
        let holds_id = |value: &json::Value| {
            let text = self.value(value);
            is_shaped(value) || token::tokens(&text).any(|token| token::id(token).is_some())
        };
        let stand_in = |place: Place| values.iter().filter(move |value| value.place == place);
        let are_named = stand_in(Place::ForIds).any(holds_id);
        // A request has an ID as well: what has no shape is one only where nothing else has.
        let are_perhaps = !are_named
            && (stand_in(Place::Perhaps).any(is_shaped) || !stand_in(Place::Other).any(is_shaped));
        let is_told_apart = are_named || are_perhaps && stand_in(Place::Perhaps).any(holds_id);
        let mut done = 0;
        for value in values {
            self.take_shapes(done..value.range.start);
            done = value.range.end;
            let text = self.value(value);
            let text = clean(&text);
            let is_word = matches!(&*text, "null" | "true" | "false");
            let is_for_ids = match value.place {
                Place::ForIds => true,
                Place::Perhaps => are_perhaps,
                Place::Other | Place::Key => false,
            };
            if is_for_ids {
                self.take_all(value.range.start, &text, !is_word);
            } else {
                self.take_or_leave(value.range.start, &text, is_told_apart);
            }
        }
        self.take_shapes(done..self.text.len());
    }

    /// The shapes in a value that is not in a place for IDs, left out where others are.
    fn take_or_leave(&mut self, at: usize, text: &str, leaves: bool) {
        let is_value_secret = is_secret(self.text, at);
        for piece in shapes(text) {
            match (is_value_secret || is_secret(text, piece.start), leaves) {
                (true, _) => self.leave(at, "…", RejectReason::Secret),
                (false, true) => self.leave(at, &text[piece], RejectReason::OtherField),
                (false, false) => self.take(at, &text[piece]),
            }
        }
    }

    fn value(&self, value: &json::Value) -> Cow<'a, str> {
        let text = &self.text[value.range.clone()];
        json::unescaped(text).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// All IDs of a text that stands in a place for them: shapes, or else any other tokens that are some.
    fn take_all(&mut self, at: usize, text: &str, reports: bool) {
        let mut is_any = false;
        let (mut line, mut counted) = (self.line_of(at), 0);
        for piece in shapes(text) {
            is_any = true;
            // Within a cell of several lines each has its own.
            line += text[counted..piece.start].matches('\n').count();
            counted = piece.start;
            if is_secret(text, piece.start) {
                self.leave_on(line, "…", RejectReason::Secret);
            } else {
                self.take_on(line, &text[piece]);
            }
        }
        if is_any {
            return;
        }
        for token in token::tokens(text) {
            if token::id(token).is_some() {
                is_any = true;
                self.take(at, token);
            }
        }
        if !is_any && reports && token::tokens(text).next().is_some() {
            self.leave(at, text, token::not_an_id(text));
        }
    }

    /// Takes what has the shape of an ID; whether there is any.
    fn take_shapes(&mut self, range: Range<usize>) -> bool {
        self.sort_shapes(range, None)
    }

    fn leave_shapes(&mut self, range: Range<usize>, why: RejectReason) {
        self.sort_shapes(range, Some(why));
    }

    /// Takes what has the shape of an ID, or leaves it out where there is a reason; whether there is any.
    fn sort_shapes(&mut self, range: Range<usize>, why: Option<RejectReason>) -> bool {
        let mut is_any = false;
        let start = range.start;
        for piece in shapes(&self.text[range]) {
            is_any = true;
            let (at, end) = (start + piece.start, start + piece.end);
            match why {
                _ if is_secret(self.text, at) => self.leave(at, "…", RejectReason::Secret),
                Some(why) => self.leave(at, &self.text[at..end], why),
                None => self.take(at, &self.text[at..end]),
            }
        }
        is_any
    }

    fn take(&mut self, at: usize, piece: &str) {
        self.take_on(self.line_of(at), piece);
    }

    fn take_on(&mut self, line: usize, piece: &str) {
        let Ok(id) = InvoiceId::new(piece) else {
            return self.leave_on(line, piece, RejectReason::NotAnId);
        };
        if !self.seen.insert(id) {
            self.report.repeated_count += 1;
            keep(
                &mut self.report.repeated,
                line,
                piece,
                RejectReason::Repeated,
            );
        }
    }

    fn leave(&mut self, at: usize, piece: &str, why: RejectReason) {
        self.leave_on(self.line_of(at), piece, why);
    }

    fn leave_on(&mut self, line: usize, piece: &str, why: RejectReason) {
        self.report.rejected_count += 1;
        keep(&mut self.report.rejected, line, piece, why);
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
