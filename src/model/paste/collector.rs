//! Gathers the pieces of one cleaned list into a report, whatever notation it is in.

use std::borrow::Cow;
use std::ops::Range;

use indexmap::IndexSet;

use super::clean::clean;
use super::json::{self, JsonPlace};
use super::secret::is_secret;
use super::shape::{bill_numbers, shapes};
use super::table::{self, PastedTable};
use super::{MAX_SHOWN, PasteColumn, PasteReport, PasteSource, Reject, RejectReason, shown, token};
use crate::model::bill::is_number;
use crate::model::{BillKey, InvoiceId};

/// Gathers pieces of a cleaned text into a report.
pub(super) struct Collector<'a> {
    text: &'a str,
    /// Where lines begin.
    lines: Vec<usize>,
    /// The number of the first of them.
    first_line: usize,
    /// Of another sheet than the one that is read its name.
    sheet: String,
    report: PasteReport,
    seen: Seen,
}

/// What was found so far, in the order of its first appearance.
#[derive(Default)]
pub(super) struct Seen {
    pub ids: IndexSet<InvoiceId>,
    pub bills: IndexSet<BillKey>,
}

impl Seen {
    fn len(&self) -> usize {
        self.ids.len() + self.bills.len()
    }
}

impl<'a> Collector<'a> {
    /// Goes on with the report and the IDs of the lists before.
    pub fn new(text: &'a str, mut report: PasteReport, seen: Seen, first_line: usize) -> Self {
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
            sheet: String::new(),
            report,
            seen,
        }
    }

    /// How many lines the text has, empty ones included.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    pub fn into_parts(self) -> (PasteReport, Seen) {
        (self.report, self.seen)
    }

    pub fn read(&mut self, column: Option<usize>) {
        if column.is_none()
            && let Some(values) = json::values(self.text)
        {
            return self.take_values(&values);
        }
        match PastedTable::of(self.text) {
            Some(table) => self.take_table(&table, column),
            None => self.take_lines(),
        }
    }

    /// Counted from 1.
    fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at) + self.first_line - 1
    }

    /// Every line for itself: the shapes in it, or the one token that it is. Below a first line that names bills, or behind
    /// a name of bills on the same line, they are bills.
    fn take_lines(&mut self) {
        let mut is_start = true;
        let mut are_bills = false;
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
            are_bills |= is_start && table::names_bills(line);
            is_start = false;
            if are_bills && !heads {
                self.take_bills(start, line, true);
                continue;
            }
            if let Some(named) = table::after_name_of_bills(line) {
                self.take_bills(start + named, &line[named..], true);
                continue;
            }
            if self.take_shapes(start..end) {
                self.take_bills_beside(start, line);
                continue;
            }
            if heads {
                continue;
            }
            let mut tokens = token::tokens(line).peekable();
            let are_all = tokens.peek().is_some() && token::tokens(line).all(is_number);
            if are_all || table::speaks_of_bills(line) && bill_numbers(line).next().is_some() {
                for number in bill_numbers(line) {
                    self.take_bill(start, &line[number]);
                }
                continue;
            }
            match (tokens.next(), tokens.next()) {
                (Some(token), None) if token::id(token).is_some() => self.take(start, token),
                (Some(_), _) => self.leave(start, line, token::not_an_id(line)),
                (None, _) => {}
            }
        }
    }

    /// Numbers of bills on a line with IDs. One says where those are from; where there is nothing but IDs and several
    /// bills, they are wanted too.
    fn take_bills_beside(&mut self, start: usize, line: &str) {
        let numbers: Vec<Range<usize>> = bill_numbers(line).collect();
        let is_known = |token: &str| is_number(token) || shapes(token).next().is_some();
        let are_wanted = numbers.len() > 1 && token::tokens(line).all(is_known);
        for number in numbers {
            if are_wanted {
                self.take_bill(start, &line[number]);
            } else {
                self.leave(start, &line[number], RejectReason::BesideAnId);
            }
        }
    }

    fn take_table(&mut self, table: &PastedTable, column: Option<usize>) {
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
            Some(index) => self.take_column(table, named(index), table.has_bills(self.text, index)),
            None if is_sideways => self.take_rows(table),
            None => self.take_lines(),
        }
    }

    /// The cells of one column; what looks like an ID elsewhere is left out.
    fn take_column(&mut self, table: &PastedTable, column: PasteColumn, are_bills: bool) {
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
            if are_bills {
                self.take_bills(cell.start, text, !is_heading_again);
            } else {
                self.take_all(cell.start, text, !is_heading_again);
            }
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
    fn take_rows(&mut self, table: &PastedTable) {
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
        let stand_in = |place: JsonPlace| values.iter().filter(move |value| value.place == place);
        let are_named = stand_in(JsonPlace::ForIds).any(holds_id);
        // A request has an ID as well: what has no shape is one only where nothing else has.
        let are_perhaps = !are_named
            && (stand_in(JsonPlace::Perhaps).any(is_shaped)
                || !stand_in(JsonPlace::Other).any(is_shaped));
        let is_told_apart = are_named || are_perhaps && stand_in(JsonPlace::Perhaps).any(holds_id);
        // Beside invoices a bill says where they are from; alone it stands for its invoices.
        let are_bills = !are_named
            && !stand_in(JsonPlace::Perhaps)
                .chain(stand_in(JsonPlace::Other))
                .any(is_shaped);
        // Among IDs with their shape, what has that of a bill's number is one.
        let are_mixed = values.iter().any(is_shaped);
        let mut done = 0;
        for value in values {
            self.take_shapes(done..value.range.start);
            done = value.range.end;
            let text = self.value(value);
            let text = clean(&text);
            let is_word = matches!(&*text, "null" | "true" | "false");
            if value.place == JsonPlace::ForBills && are_bills {
                self.take_bills(value.range.start, &text, !is_word);
                continue;
            }
            let is_for_ids = match value.place {
                JsonPlace::ForIds => true,
                JsonPlace::Perhaps => are_perhaps,
                JsonPlace::Other | JsonPlace::ForBills | JsonPlace::Key => false,
            };
            if is_for_ids && are_mixed && is_number(text.trim()) {
                self.take_bill(value.range.start, text.trim());
            } else if is_for_ids {
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

    /// All bills of a text that stands in a place for them: shapes, but for those that only an invoice has, or else any
    /// other tokens that are some.
    fn take_bills(&mut self, at: usize, text: &str, reports: bool) {
        let mut is_any = false;
        let (mut line, mut counted) = (self.line_of(at), 0);
        for piece in shapes(text) {
            is_any = true;
            line += text[counted..piece.start].matches('\n').count();
            counted = piece.start;
            let found = &text[piece.clone()];
            if is_secret(text, piece.start) || is_secret(self.text, at) {
                self.leave_on(line, "…", RejectReason::Secret);
            } else if found.contains(':') {
                self.take_on(line, found);
            } else {
                self.take_bill_on(line, found);
            }
        }
        if is_any {
            return;
        }
        for token in token::tokens(text) {
            if token::id(token).is_some() && BillKey::new(token).is_some() {
                is_any = true;
                self.take_bill(at, token);
            }
        }
        if !is_any && reports && token::tokens(text).next().is_some() {
            self.leave(at, text, token::not_an_id(text));
        }
    }

    /// What looks like an ID on another sheet, which has this name, is repeated, or left out.
    pub fn leave_sheet(&mut self, name: &str) {
        self.sheet = shown(name);
        for piece in shapes(self.text) {
            let (at, text) = (piece.start, &self.text[piece]);
            if is_secret(self.text, at) {
                self.leave(at, "…", RejectReason::Secret);
            } else if InvoiceId::new(text).is_ok_and(|id| self.seen.ids.contains(&id)) {
                self.repeated(self.line_of(at), text);
            } else {
                self.report.on_other_sheets += 1;
                self.leave(at, text, RejectReason::OtherSheet);
            }
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
        if !self.seen.ids.insert(id) {
            self.repeated(line, piece);
        }
    }

    fn take_bill(&mut self, at: usize, piece: &str) {
        self.take_bill_on(self.line_of(at), piece);
    }

    fn take_bill_on(&mut self, line: usize, piece: &str) {
        let Some(bill) = BillKey::new(piece) else {
            return self.leave_on(line, piece, RejectReason::NotAnId);
        };
        if !self.seen.bills.insert(bill) {
            self.repeated(line, piece);
        }
    }

    fn repeated(&mut self, line: usize, piece: &str) {
        self.report.repeated_count += 1;
        if self.report.repeated.len() < MAX_SHOWN {
            let reject = self.reject(line, piece, RejectReason::Repeated);
            self.report.repeated.push(reject);
        }
    }

    fn leave(&mut self, at: usize, piece: &str, why: RejectReason) {
        self.leave_on(self.line_of(at), piece, why);
    }

    fn leave_on(&mut self, line: usize, piece: &str, why: RejectReason) {
        self.report.rejected_count += 1;
        if self.report.rejected.len() < MAX_SHOWN {
            let reject = self.reject(line, piece, why);
            self.report.rejected.push(reject);
        }
    }

    fn reject(&self, line: usize, piece: &str, why: RejectReason) -> Reject {
        Reject {
            line,
            text: shown(piece),
            why,
            sheet: self.sheet.clone(),
        }
    }
}
