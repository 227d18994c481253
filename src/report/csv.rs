//! The report as a CSV that spreadsheets open by a double click: a byte order mark, and no cell that they would compute.

use std::io::{self, Write};

use crate::locale::Locale;

use super::cell::{Cell, Column};
use super::picture::RowPicture;
use super::row::Row;
use super::writer::RowWriter;

/// Without it, Excel takes UTF-8 for the system's own encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Stands before a text that a spreadsheet would compute.
const GUARD: char = '\'';

pub struct CsvWriter<W: Write> {
    out: W,
    locale: &'static Locale,
    rows: usize,
}

impl<W: Write> CsvWriter<W> {
    pub fn begin(mut out: W, locale: &'static Locale) -> io::Result<Self> {
        let headings = Column::ALL.map(|column| Cell::Text(column.heading(locale)));
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        line(&mut out, &headings)?;
        Ok(Self {
            out,
            locale,
            rows: 0,
        })
    }
}

impl<W: Write + Send> RowWriter for CsvWriter<W> {
    fn row(&mut self, row: &Row, _picture: RowPicture<'_>) -> io::Result<()> {
        self.rows += 1;
        let cells = Column::ALL.map(|column| column.cell(self.rows, row, self.locale));
        line(&mut self.out, &cells)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

fn line(out: &mut impl Write, cells: &[Cell]) -> io::Result<()> {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        match cell {
            Cell::Empty => {}
            Cell::Number(number) => write!(out, "{number}")?,
            // What parses as a number computes nothing.
            Cell::Amount(_, text) => out.write_all(text.as_bytes())?,
            Cell::Text(text) => out.write_all(quoted(&guarded(text)).as_bytes())?,
        }
    }
    out.write_all(b"\r\n")
}

/// A text that a spreadsheet shows and does not compute (OWASP, "CSV injection"). [`unguarded`] gives it back.
fn guarded(text: &str) -> String {
    if is_computed(text) || text.starts_with(GUARD) {
        return format!("{GUARD}{text}");
    }
    text.to_owned()
}

/// What [`guarded`] was given.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix(GUARD)
        .filter(|rest| is_computed(rest) || rest.starts_with(GUARD))
        .unwrap_or(text)
}

fn is_computed(text: &str) -> bool {
    const BEGINS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    text.trim_start_matches(' ').starts_with(BEGINS)
}

fn quoted(text: &str) -> String {
    let needs_it = text.contains([',', ';', '"', '\n', '\r']) || text.trim() != text;
    if needs_it {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::model::{Reason, Verdict};
    use crate::report::fixtures;

    fn written(rows: &[Row], lang: Lang) -> String {
        let mut out = Vec::new();
        let mut writer = CsvWriter::begin(&mut out, Locale::shared(lang)).expect("written");
        for row in rows {
            writer.row(row, RowPicture::NotAsked).expect("written");
        }
        Box::new(writer).finish().expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn it_begins_with_a_mark_and_headings_in_its_language() {
        let text = written(&fixtures::rows(), Lang::ZhCn);
        assert!(text.starts_with("\u{feff}序号,票据 ID,"), "{text}");
        assert_eq!(text.matches("\r\n").count(), 4);
        assert!(written(&[], Lang::En).starts_with("\u{feff}No.,Invoice ID,"));
    }

    #[test]
    fn nothing_is_computed_and_everything_comes_back() {
        for text in [
            "=1+1",
            "+86 10 1234",
            "-2",
            "@SUM(A1)",
            "  =HYPERLINK(\"http://a.example\")",
            "＝1",
            "'=1",
            "'quoted'",
            "\n=1",
            "plain, \"quoted\"",
        ] {
            let guarded = guarded(text);
            assert!(!is_computed(&guarded), "{guarded:?}");
            assert_eq!(unguarded(&guarded), text);
        }
        assert_eq!(guarded("发票"), "发票");
    }

    #[test]
    fn texts_of_a_person_keep_to_their_cell() {
        let mut rows = fixtures::rows();
        rows.truncate(1);
        rows[0].note = "=cmd|' /C calc'!A0,\"x\"\nsecond".to_owned();
        let own = Reason::Other("-1".to_owned());
        rows[0].verdict = Some(Verdict::Wrong(Some(own)));
        let text = written(&rows, Lang::En);
        assert!(
            text.contains(",Wrong,'-1,\"'=cmd|' /C calc'!A0,\"\"x\"\"\nsecond\","),
            "{text}"
        );
    }
}
