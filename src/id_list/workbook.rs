//! Workbooks of spreadsheets (`.xlsx`, `.xls`) as text: a line a row, a tab between cells, so that a table is read in one
//! way whoever wrote it. Cells come one by one: a sheet with two cells far apart takes no memory for those between.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};
use zip::ZipArchive;

use crate::model::paste::{LIST_END, OTHER_SHEET, PasteReport};

use super::{IdList, IdListError};

/// Bytes that the parts of a workbook unpack to, as it says itself.
const MAX_UNPACKED: u64 = 512 << 20;
/// Bytes of all sheets as text.
const MAX_TEXT: usize = 24 << 20;
/// Bytes within which the part with shared texts says how many it has.
const MAX_HEAD: u64 = 4096;
/// From here on a number has more digits than a spreadsheet keeps.
const EXACT_BELOW: f64 = 1e15;

/// Whether these are the first bytes of a workbook: a zip archive, or a compound file.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// The sheet with the most IDs as text, with the others behind it that hold any. Takes as much memory as the file asks for:
/// for files from outside, see [`super::WorkbookReader`].
pub fn read(bytes: &[u8]) -> Result<IdList, IdListError> {
    let read = || {
        if bytes.starts_with(b"PK") {
            read_xlsx(bytes)
        } else {
            read_xls(bytes)
        }
    };
    // The reader is not ours, and files are made to do harm.
    let sheets = catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_panic| Err(IdListError::Workbook("the reader failed".to_owned())))?;
    let count = |(name, text): (String, String)| (PasteReport::parse(&text).ids.len(), name, text);
    let mut sheets: Vec<(usize, String, String)> = sheets.into_iter().map(count).collect();
    // The first of those with as many.
    let best = (0..sheets.len()).rev().max_by_key(|at| sheets[*at].0);
    let best = best.ok_or_else(|| IdListError::Workbook("no sheet".to_owned()))?;
    let (_, sheet, mut text) = sheets.remove(best);
    for (_, name, rows) in sheets.iter().filter(|(ids, ..)| *ids > 0) {
        let name = name.replace(char::is_control, " ");
        text.extend(['\n', LIST_END]);
        text.push(OTHER_SHEET);
        text.extend([&*name, "\n", rows]);
    }
    Ok(IdList {
        text,
        sheet: Some(sheet),
    })
}

fn failed(error: impl std::fmt::Display) -> IdListError {
    let text: String = error.to_string().chars().take(160).collect();
    IdListError::Workbook(text)
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<(String, String)>, IdListError> {
    check_unpacked(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let (mut sheets, mut left) = (Vec::new(), MAX_TEXT);
    for name in workbook.sheet_names() {
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else {
            // A chart or a macro has a name and no cells.
            continue;
        };
        let mut text = SheetText::within(left);
        while let Some(cell) = cells.next_cell().map_err(failed)? {
            let value = match cell.get_value() {
                DataRef::Int(number) => number.to_string(),
                DataRef::Float(number) => number_text(*number),
                DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    text.clone()
                }
                DataRef::SharedString(text) => (*text).to_owned(),
                DataRef::DateTime(time) => date_text(time),
                DataRef::Bool(_) | DataRef::Error(_) | DataRef::Empty => continue,
            };
            text.put(cell.get_position(), &value)?;
        }
        left = text.left();
        sheets.push((name, text.text));
    }
    Ok(sheets)
}

fn read_xls(bytes: &[u8]) -> Result<Vec<(String, String)>, IdListError> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(failed)?;
    let (mut sheets, mut left) = (Vec::new(), MAX_TEXT);
    for name in workbook.sheet_names() {
        let Ok(range) = workbook.worksheet_range(&name) else {
            continue;
        };
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut text = SheetText::within(left);
        for (row, column, value) in range.used_cells() {
            let value = match value {
                Data::Int(number) => number.to_string(),
                Data::Float(number) => number_text(*number),
                Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                    text.clone()
                }
                Data::DateTime(time) => date_text(time),
                _ => continue,
            };
            let place = (first_row + row as u32, first_column + column as u32);
            text.put(place, &value)?;
        }
        left = text.left();
        sheets.push((name, text.text));
    }
    Ok(sheets)
}

/// A small file may unpack to a large one.
fn check_unpacked(bytes: &[u8]) -> Result<(), IdListError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(failed)?;
        let size = part.size();
        unpacked = unpacked.saturating_add(size);
        if shared_texts(part) > size {
            return Err(IdListError::TooLarge);
        }
    }
    if unpacked > MAX_UNPACKED {
        return Err(IdListError::TooLarge);
    }
    Ok(())
}

/// How many texts the part with shared ones says that it has; the reader makes room for all of them at once.
fn shared_texts(part: impl Read) -> u64 {
    let mut head = Vec::new();
    if part.take(MAX_HEAD).read_to_end(&mut head).is_err() {
        return 0;
    }
    let head = String::from_utf8_lossy(&head);
    if !head.contains("sst") {
        return 0;
    }
    let counts = head.split("ount=").skip(1).filter_map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']);
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        // What is no number that fits is too many.
        (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
    });
    counts.max().unwrap_or(0)
}

/// A sheet on its way to a text; cells come row by row.
#[derive(Default)]
struct SheetText {
    text: String,
    row: u32,
    column: u32,
    most: usize,
}

impl SheetText {
    fn within(most: usize) -> Self {
        Self {
            most,
            ..Self::default()
        }
    }

    fn left(&self) -> usize {
        self.most.saturating_sub(self.text.len())
    }

    fn put(&mut self, (row, column): (u32, u32), value: &str) -> Result<(), IdListError> {
        let lines = row.saturating_sub(self.row) as usize;
        if lines > 0 {
            self.column = 0;
        }
        let tabs = column.saturating_sub(self.column) as usize;
        if self.text.len() + lines + tabs + value.len() > self.most {
            return Err(IdListError::TooLarge);
        }
        self.text.extend(std::iter::repeat_n('\n', lines));
        self.text.extend(std::iter::repeat_n('\t', tabs));
        (self.row, self.column) = (row, column);
        if value.contains(['\t', '\n', '\r', '"']) {
            self.text.push('"');
            self.text
                .push_str(&value.replace('"', "\"\"").replace('\t', " "));
            self.text.push('"');
        } else {
            self.text.push_str(value);
        }
        Ok(())
    }
}

/// Whole numbers without a point. One that has lost digits as a spreadsheet shows it, so that nobody takes it for whole.
fn number_text(number: f64) -> String {
    if number.abs() >= EXACT_BELOW {
        return format!("{number:E}").replace('E', "E+");
    }
    number.to_string()
}

fn date_text(time: &ExcelDateTime) -> String {
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::model::InvoiceId;

    #[expect(clippy::format_push_string, reason = "a few small parts")]
    /// A workbook of these sheets, each with a name and its rows in `SpreadsheetML`.
    fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut part = |name: &str, text: &str| {
            let options = SimpleFileOptions::default();
            zip.start_file(name, options).expect("a part");
            zip.write_all(text.as_bytes()).expect("memory");
        };
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let (mut names, mut links) = (String::new(), String::new());
        for (number, (name, rows)) in (1..).zip(sheets) {
            names += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
            links += &format!(
                "<Relationship Id=\"r{number}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
            let sheet =
                format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
            part(&format!("xl/worksheets/sheet{number}.xml"), &sheet);
        }
        part(
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{names}</sheets></workbook>"
            ),
        );
        part(
            "xl/_rels/workbook.xml.rels",
            &format!("<Relationships xmlns=\"{package}\">{links}</Relationships>"),
        );
        part(
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"w\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        );
        zip.finish().expect("memory").into_inner()
    }

    fn text_cell(place: &str, text: &str) -> String {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    }

    fn row(number: u32, cells: &[String]) -> String {
        format!("<row r=\"{number}\">{}</row>", cells.concat())
    }

    #[test]
    fn the_sheet_with_ids_is_read_as_a_table() {
        let table = [
            row(2, &[text_cell("B2", "金额"), text_cell("C2", "票据ID")]),
            row(
                3,
                &[
                    "<c r=\"B3\"><v>171</v></c>".to_owned(),
                    text_cell("C3", "ID01xO4jZjprrx"),
                ],
            ),
            row(4, &[text_cell("C4", "5-sbyDJSOI0800\nID01xO4jZjprry")]),
            row(
                6,
                &["<c r=\"C6\"><v>24442000000074288816</v></c>".to_owned()],
            ),
        ];
        let bytes = xlsx(&[
            ("说明", &row(1, &[text_cell("A1", "无")])),
            ("十一月", &table.concat()),
        ]);
        let list = read(&bytes).expect("a workbook");
        assert_eq!(list.sheet.as_deref(), Some("十一月"));
        let report = PasteReport::parse(&list.text);
        let ids: Vec<&str> = report.ids.iter().map(InvoiceId::as_str).collect();
        assert_eq!(ids, ["ID01xO4jZjprrx", "5-sbyDJSOI0800", "ID01xO4jZjprry"]);
        let [rounded] = &report.rejected[..] else {
            panic!("{:?}", report.rejected);
        };
        assert_eq!(rounded.why, crate::model::paste::RejectReason::Rounded);
        assert_eq!(
            rounded.line, 7,
            "one more than its row, as a cell has two lines"
        );
    }

    #[test]
    fn cells_far_apart_take_no_room_between() {
        let far = row(1_048_576, &[text_cell("XFD1048576", "ID01xO4jZjprrx")]);
        let list = read(&xlsx(&[("a", &far)])).expect("a workbook");
        assert_eq!(PasteReport::parse(&list.text).ids.len(), 1);
    }

    #[test]
    fn more_shared_texts_than_the_part_has_room_for_are_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(b"<sst count=\"4000000000\" uniqueCount=\"4000000000\"></sst>")
            .expect("memory");
        let bytes = zip.finish().expect("memory").into_inner();
        assert_eq!(read(&bytes), Err(IdListError::TooLarge));
    }

    #[test]
    fn damaged_workbooks_are_told() {
        let whole = xlsx(&[("a", &row(1, &[text_cell("A1", "ID01xO4jZjprrx")]))]);
        for cut in (8..whole.len()).step_by(97) {
            let result = read(&whole[..cut]);
            assert!(result.is_err(), "{cut}");
        }
        for bytes in [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"] {
            assert!(matches!(read(bytes), Err(IdListError::Workbook(_))));
        }
    }

    #[test]
    fn numbers_that_lost_digits_look_like_it() {
        assert_eq!(number_text(171.0), "171");
        assert_eq!(number_text(171.5), "171.5");
        assert_eq!(number_text(123_456_789_012_345.0), "123456789012345");
        assert_eq!(
            number_text(24_442_000_000_074_288_816.0),
            "2.444200000007429E+19"
        );
    }

    #[test]
    fn a_workbook_of_before_2007_is_read() {
        let list = read(include_bytes!("ids.xls")).expect("a workbook");
        let report = PasteReport::parse(&list.text);
        let ids: Vec<&str> = report.ids.iter().map(InvoiceId::as_str).collect();
        assert_eq!(ids, ["ID01xO4jZjprrx", "5-sbyDJSOI0800"]);
        assert_eq!(list.sheet.as_deref(), Some("报销"));
    }

    #[test]
    fn what_other_sheets_hold_stands_behind_as_left_out() {
        let bytes = xlsx(&[
            ("十月", &row(1, &[text_cell("A1", "5-sbyDJSOI0800")])),
            ("空", ""),
            (
                "十一月",
                &(row(1, &[text_cell("A1", "ID01xO4jZjprrx")])
                    + &row(2, &[text_cell("A2", "ID01xO4jZjprry")])),
            ),
        ]);
        let list = read(&bytes).expect("a workbook");
        assert_eq!(list.sheet.as_deref(), Some("十一月"));
        let report = PasteReport::parse(&list.text);
        assert_eq!((report.ids.len(), report.on_other_sheets), (2, 1));
        let [left] = &report.rejected[..] else {
            panic!("{:?}", report.rejected);
        };
        assert_eq!((&*left.sheet, left.line), ("十月", 1));
    }
}
