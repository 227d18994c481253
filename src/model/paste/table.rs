//! A pasted table: its cells, which row is its heading, and which column holds IDs. Cells are ranges of the cleaned text,
//! so that whatever a cell is taken for, nothing in it can get lost.

use std::ops::Range;

use super::shape::shapes;
use super::token;
use crate::model::BillKey;

/// Rows looked through for a heading.
const HEADING_WITHIN: usize = 40;
/// Bytes of a heading.
const MAX_NAME: usize = 120;
/// Rows by which a column is judged.
const SAMPLE_ROWS: usize = 2000;
/// Lines that a quoted cell may span.
const MAX_CELL_LINES: usize = 200;
/// A column whose cells hold IDs in fewer than one of so many is none of IDs.
const LEAST_SHARE: usize = 4;
/// How a column of bills ranks.
const BILLS: u8 = 2;
/// Columns that a table may have to be offered for choice.
const MAX_COLUMNS: usize = 200;

/// The cells of one record.
pub(super) type TableRow = Vec<Range<usize>>;

/// Rows of cells between the same separators.
#[derive(Debug)]
pub(super) struct PastedTable {
    pub rows: Vec<TableRow>,
    /// The row that names columns.
    pub heading: Option<usize>,
}

/// How well a heading names a column of invoice IDs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    /// It names something else's ID: a bill's.
    Other,
    /// It may name the invoice, its number or an ID of anything.
    Weak,
    /// It names the invoice and its ID.
    Strong,
}

impl PastedTable {
    /// The text as a table with a heading that may name IDs, or else as one with more columns than one, cut as most of
    /// its rows agree.
    pub fn of(text: &str) -> Option<Self> {
        let tables = [b'\t', b',', b';', b'|'].map(|separator| Self::cut(text, separator));
        let named = tables.iter().enumerate();
        let named = named.filter(|(_, it)| it.heading.is_some());
        let best = named.max_by_key(|(index, it)| (it.agreeing(), usize::MAX - index));
        let best = best.map(|(index, _)| index);
        let plain = || {
            let regular = tables.iter().enumerate().filter(|(_, it)| it.is_regular());
            let best = regular.max_by_key(|(index, it)| (it.agreeing(), usize::MAX - index));
            best.map(|(index, _)| index)
        };
        let index = best.or_else(plain)?;
        tables.into_iter().nth(index)
    }

    fn cut(text: &str, separator: u8) -> Self {
        let mut table = Self {
            rows: Vec::new(),
            heading: None,
        };
        if !text.as_bytes().contains(&separator) {
            return table;
        }
        let mut at = 0;
        while at < text.len() {
            let (row, next) = row(text, at, separator);
            at = next;
            table.rows.push(row);
        }
        let mut first = table.rows.iter().take(HEADING_WITHIN);
        table.heading = first.position(|row| {
            row.len() > 1 && row.iter().any(|cell| naming(&text[cell.clone()]).is_some())
        });
        table
    }

    /// Rows with as many cells as the heading, or as the first row with any.
    fn agreeing(&self) -> usize {
        let first = || self.rows.iter().find(|row| row.len() > 1);
        let model = self.heading.and_then(|it| self.rows.get(it)).or_else(first);
        let cells = model.map_or(0, Vec::len);
        self.rows.iter().filter(|row| row.len() == cells).count()
    }

    /// Whether nearly all rows have the same number of cells, more than one.
    fn is_regular(&self) -> bool {
        let filled = self.rows.iter().filter(|row| !row.is_empty()).count();
        let agreeing = self.agreeing();
        filled > 1 && 10 * agreeing >= 9 * filled
    }

    /// The number of its columns.
    pub fn columns(&self) -> usize {
        let heading = self.heading.and_then(|it| self.rows.get(it));
        let widest = || self.rows.iter().map(Vec::len).max().unwrap_or(0);
        heading.map_or_else(widest, Vec::len).min(MAX_COLUMNS)
    }

    /// The rows below the heading.
    pub fn below(&self) -> &[TableRow] {
        let first = self.heading.map_or(0, |heading| heading + 1);
        self.rows.get(first..).unwrap_or_default()
    }

    /// What the heading calls a column; empty without one.
    pub fn name<'a>(&self, text: &'a str, column: usize) -> &'a str {
        let heading = self.heading.and_then(|it| self.rows.get(it));
        let cell = heading.and_then(|row| row.get(column));
        cell.map_or("", |cell| text[cell.clone()].trim_matches(is_around))
    }

    /// The column that holds the IDs, by its heading and by what stands below it.
    pub fn id_column(&self, text: &str) -> Option<usize> {
        let heading = self.rows.get(self.heading?)?;
        let has_shapes = (0..heading.len()).any(|column| self.counts(text, column).1 > 0);
        let rank = |(column, cell): (usize, &Range<usize>)| {
            let naming = naming(&text[cell.clone()])?;
            let (filled, shaped, plain) = self.counts(text, column);
            let is_enough = |count: usize| count > 0 && count * LEAST_SHARE >= filled;
            let tier = match naming {
                // Few invoices are some all the same.
                Naming::Strong if shaped > 0 || is_enough(plain) => 4,
                Naming::Weak if is_enough(shaped) => 3,
                Naming::Other if is_enough(shaped) => BILLS,
                Naming::Other if !has_shapes && is_enough(self.bill_numbers(text, column)) => BILLS,
                Naming::Weak if is_enough(plain) => 1,
                _ => return None,
            };
            Some(((tier, shaped, plain), column))
        };
        let ranked = heading.iter().enumerate().filter_map(rank);
        // Of two alike the first.
        let best = ranked.rev().max_by_key(|(rank, _)| *rank);
        let names = |naming_sought: Naming| {
            let is_it =
                move |cell: &Range<usize>| naming(&text[cell.clone()]) == Some(naming_sought);
            heading.iter().position(is_it)
        };
        match best {
            Some(((tier, ..), _)) if tier > BILLS => best.map(|(_, column)| column),
            // The invoices' column is empty: what another column holds are not invoices.
            _ => names(Naming::Strong).or(best.map(|(_, column)| column)),
        }
    }

    /// Whether the heading says that a column is one of bills.
    pub fn has_bills(&self, text: &str, column: usize) -> bool {
        let heading = self.heading.and_then(|it| self.rows.get(it));
        let cell = heading.and_then(|row| row.get(column));
        cell.is_some_and(|cell| names_bills(&text[cell.clone()]))
    }

    /// Cells of a column below the heading that hold a bill's number.
    fn bill_numbers(&self, text: &str, column: usize) -> usize {
        let sample = self.below().iter().take(SAMPLE_ROWS);
        let cells = sample.filter_map(|row| row.get(column));
        let is_number = |token: &str| matches!(BillKey::new(token), Some(BillKey::Number(_)));
        let holds_some =
            |cell: &&Range<usize>| token::tokens(&text[(*cell).clone()]).any(is_number);
        cells.filter(holds_some).count()
    }

    /// Whether it has rows with their heading beside them, and none above.
    pub fn is_sideways(&self, text: &str) -> bool {
        let heading = self.heading.and_then(|it| self.rows.get(it));
        let has_columns = || {
            let is_above = heading.is_some_and(|row| !is_sideways(text, row));
            is_above && self.id_column(text).is_some()
        };
        self.rows.iter().any(|row| is_sideways(text, row)) && !has_columns()
    }

    /// Of a column below the heading: cells with anything in them, with the shape of an ID, with what may be one.
    pub fn counts(&self, text: &str, column: usize) -> (usize, usize, usize) {
        let (mut filled, mut shaped, mut plain) = (0, 0, 0);
        let sample = self.below().iter().take(SAMPLE_ROWS);
        for cell in sample.filter_map(|row| row.get(column)) {
            let cell = &text[cell.clone()];
            let mut tokens = token::tokens(cell).peekable();
            if tokens.peek().is_none() {
                continue;
            }
            filled += 1;
            if shapes(cell).next().is_some() {
                shaped += 1;
            } else if tokens.any(|token| token::id(token).is_some()) {
                plain += 1;
            }
        }
        (filled, shaped, plain)
    }
}

/// Whether a row is a heading with its IDs beside it: `票据ID  ID01…  ID02…`.
pub(super) fn is_sideways(text: &str, row: &TableRow) -> bool {
    let Some((first, others)) = row.split_first() else {
        return false;
    };
    let filled = || {
        others
            .iter()
            .filter(|it| token::tokens(&text[(*it).clone()]).next().is_some())
    };
    let holds_id = |cell: &Range<usize>| {
        let cell = &text[cell.clone()];
        shapes(cell).next().is_some() || token::tokens(cell).all(|it| token::id(it).is_some())
    };
    let is_shaped = |cell: &Range<usize>| shapes(&text[cell.clone()]).next().is_some();
    let names_ids = naming(&text[first.clone()]).is_some_and(|it| it > Naming::Other);
    names_ids && filled().any(is_shaped) && filled().all(holds_id)
}

/// Whether a text alone on its line is a heading of IDs.
pub(super) fn is_heading(text: &str) -> bool {
    naming(text).is_some()
}

/// Whether a heading names bills: their numbers or their IDs.
pub(super) fn names_bills(text: &str) -> bool {
    naming(text) == Some(Naming::Other)
}

/// Whether words of a line name bills, and nothing names invoices.
pub(super) fn speaks_of_bills(line: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
    has(&[
        "单据",
        "單據",
        "报销单",
        "報銷單",
        "借款单",
        "申请单",
        "两单",
    ]) && !has(&["发票号", "订单", "運單", "运单"])
}

/// Where bills stand on a line that begins with a name of theirs: `单据编号: B24000123`.
pub(super) fn after_name_of_bills(line: &str) -> Option<usize> {
    let at = line.find([':', '\t', ',', ' '])?;
    // What names invoices too says by itself where those are.
    let of_both = ["票据", "发票", "nvoice"]
        .iter()
        .any(|it| line.contains(it));
    (!of_both && names_bills(&line[..at])).then_some(at + 1)
}

/// How a cell names IDs, if it does.
fn naming(cell: &str) -> Option<Naming> {
    // Longer texts are no headings, and an ID is none.
    if cell.len() > MAX_NAME || shapes(cell).next().is_some() {
        return None;
    }
    let mut depth = 0_i32;
    let word: String = cell
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = (depth - 1).max(0),
                _ => return depth == 0 && c.is_alphanumeric(),
            }
            false
        })
        .flat_map(char::to_lowercase)
        .collect();
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    // What stands nearest to the end counts: 发票关联单据ID is the bill's, 报销单发票ID the invoice's.
    let last = |parts: &[&str]| parts.iter().filter_map(|part| word.rfind(part)).max();
    let invoice = last(&[
        "票据",
        "发票",
        "票據",
        "發票",
        "电子票",
        "数电票",
        "invoice",
        "ticket",
    ]);
    let bill = last(&["单据", "报销单", "申请单", "借款单", "单号", "bill", "flow"]);
    let (of_invoice, of_bill) = (invoice.is_some(), bill > invoice);
    let of_others = has(&[
        "快递", "运单", "订单", "物流", "流水", "交易", "合同", "workflow", "overflow", "waybill",
    ]);
    let of_part = has(&["抬头", "文件", "附件", "明细", "title", "file", "item"]);
    let has_id = has_id(&word);
    let is_id = has_id || has(&["编号", "编码", "标识"]);
    match word.as_str() {
        "id" | "ids" | "票据" | "发票" | "invoice" | "invoices" | "编号" => {
            Some(Naming::Weak)
        }
        _ if of_bill && has_id => Some(Naming::Other),
        _ if of_bill && !of_others && is_numbered(&word) => Some(Naming::Other),
        _ if of_invoice && has_id && !of_part => Some(Naming::Strong),
        _ if of_invoice && is_id => Some(Naming::Weak),
        _ => None,
    }
}

/// Whether a lower-case heading says that numbers stand below it.
fn is_numbered(word: &str) -> bool {
    let ends = ["编号", "编码", "单号", "号码", "号", "code", "number", "no"];
    let word = word.strip_suffix('s').unwrap_or(word);
    ends.iter().any(|end| word.ends_with(end))
}

/// Whether a lower-case heading says `id`, and not within another word: paid, provider.
fn has_id(word: &str) -> bool {
    word.match_indices("id").any(|(at, _)| {
        let (before, after) = (&word[..at], &word[at + 2..]);
        let after = after.strip_prefix('s').unwrap_or(after);
        let is_within = ["pa", "va", "vo", "inval", "gu"]
            .iter()
            .any(|it| before.ends_with(it));
        !after.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_within
    })
}

/// What may stand around a heading's words without belonging to them.
fn is_around(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '*')
}

/// The record that begins at `start`, and where the next one does. Quoted cells may hold separators and line ends; a quote
/// that is not closed as it should be is a character like any other.
fn row(text: &str, start: usize, separator: u8) -> (TableRow, usize) {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let blanks = bytes[at..].iter().take_while(|byte| **byte == b' ').count();
        let open = at + blanks + 1;
        let is_quoted = bytes.get(open - 1) == Some(&b'"');
        if let Some(close) = is_quoted
            .then(|| end_of_quoted(text, open, separator))
            .flatten()
        {
            cells.push(open..close);
            at = close + 1;
            at += bytes[at..].iter().take_while(|byte| **byte == b' ').count();
        } else {
            let is_end = |byte: &u8| *byte == separator || *byte == b'\n';
            let length = bytes[at..].iter().position(is_end);
            let end = length.map_or(bytes.len(), |length| at + length);
            cells.push(at..end);
            at = end;
        }
        match bytes.get(at) {
            Some(byte) if *byte == separator => at += 1,
            // Behind the line's end, or the text's.
            _ => break,
        }
    }
    let is_blank = |cell: &Range<usize>| text[cell.clone()].trim().is_empty();
    if cells.iter().all(is_blank) {
        cells.clear();
    }
    (cells, (at + 1).min(text.len()))
}

/// Where the quoted cell that begins at `open` ends; `None` where it swallows rows, or is never closed.
fn end_of_quoted(text: &str, open: usize, separator: u8) -> Option<usize> {
    let close = closing_quote(text.as_bytes(), open, separator)?;
    let cell = &text[open..close];
    let is_one_line = !cell.contains('\n');
    let fits = || cell.matches('\n').count() <= MAX_CELL_LINES && !swallows_rows(cell, separator);
    (is_one_line || fits()).then_some(close)
}

/// Whether a cell of several lines holds whole rows: lines that are cut by the separator, an ID in one part and something
/// else in another.
fn swallows_rows(cell: &str, separator: u8) -> bool {
    cell.lines().any(|line| {
        let parts = line.split(char::from(separator));
        let parts = parts.filter(|part| !part.trim().is_empty());
        let (with, without): (Vec<&str>, Vec<&str>) =
            parts.partition(|part| shapes(part).next().is_some());
        let is_cut = with.len() + without.len() > 1;
        is_cut && (separator == b'\t' || !with.is_empty() && !without.is_empty())
    })
}

/// Where the cell that begins at `open` is closed: by a quote before a separator or the end of a line, of which two in a
/// row stand for one.
fn closing_quote(bytes: &[u8], open: usize, separator: u8) -> Option<usize> {
    let mut at = open;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) == Some(&b'"') {
            at += 2;
            continue;
        }
        let after = bytes[at + 1..].iter().find(|byte| **byte != b' ');
        return match after {
            None | Some(b'\n') => Some(at),
            Some(byte) if *byte == separator => Some(at),
            Some(_) => None,
        };
    }
}
