//! The report as a workbook: a sheet with what adds up, and one with a row for each invoice, its picture beside it. Rows
//! are on the disk as soon as they are written; pictures stay in memory until the end.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, Format as Style, FormatAlign, Image, ObjectMovement, Workbook, Worksheet, XlsxError,
};

use crate::locale::Locale;
use crate::model::Verdict;

use super::cell::{Cell, Column, text_of};
use super::head::Head;
use super::picture::{Jpeg, RowPicture};
use super::row::Row;
use super::said::said;
use super::writer::RowWriter;

/// Its number among paper sizes (ECMA-376 part 1, 18.3.1.63).
const A4: u8 = 9;
/// Size of a picture's cell in pixels.
const PICTURE_WIDTH: u32 = 176;
const PICTURE_HEIGHT: u32 = 112;
/// Between a picture and its cell's border.
const PICTURE_MARGIN: u32 = 3;
/// More pictures make a workbook that office programs take minutes to open; an HTML report has no such limit.
const MAX_PICTURES: usize = 10_000;
/// The column of pictures stands behind all others.
const PICTURE_COLUMN: u16 = Column::ALL.len() as u16;
/// The sheet of rows; the one with counts is before it.
const ROWS_SHEET: usize = 1;

pub struct XlsxWriter<W: Write + Send> {
    workbook: Workbook,
    out: W,
    locale: &'static Locale,
    styles: Styles,
    rows: u32,
    pictures: usize,
    with_pictures: bool,
}

struct Styles {
    heading: Style,
    normal: Style,
    amount: Style,
    wrapped: Style,
    wrong: Style,
    unsure: Style,
}

impl Styles {
    fn new() -> Self {
        let normal = Style::new().set_align(FormatAlign::Top);
        Self {
            heading: Style::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E8_ECF1)),
            amount: normal.clone().set_num_format("#,##0.00"),
            wrapped: normal.clone().set_text_wrap(),
            wrong: normal
                .clone()
                .set_background_color(Color::RGB(0x00FB_D9D9))
                .set_font_color(Color::RGB(0x008A_1010)),
            unsure: normal
                .clone()
                .set_background_color(Color::RGB(0x00FF_EFC2))
                .set_font_color(Color::RGB(0x0066_4A00)),
            normal,
        }
    }

    fn of(&self, column: Column, row: &Row) -> &Style {
        match (column, &row.verdict) {
            (Column::Verdict, Some(Verdict::Wrong(_))) => &self.wrong,
            (Column::Verdict, Some(Verdict::Unsure)) => &self.unsure,
            (Column::Findings | Column::Note | Column::Status | Column::FileName, _) => {
                &self.wrapped
            }
            _ => &self.normal,
        }
    }
}

impl<W: Write + Send> XlsxWriter<W> {
    pub fn begin(
        out: W,
        head: &Head,
        locale: &'static Locale,
        with_pictures: bool,
    ) -> io::Result<Self> {
        let styles = Styles::new();
        let mut workbook = Workbook::new();
        let summary = workbook.add_worksheet();
        summary_sheet(summary, head, locale, &styles).map_err(failed)?;
        let sheet = workbook
            .add_worksheet_with_constant_memory()
            .map_err(failed)?;
        rows_sheet(sheet, locale, &styles, with_pictures).map_err(failed)?;
        Ok(Self {
            workbook,
            out,
            locale,
            styles,
            rows: 0,
            pictures: 0,
            with_pictures,
        })
    }

    fn write_row(&mut self, row: &Row, picture: RowPicture<'_>) -> Result<(), XlsxError> {
        self.rows += 1;
        let (nr, locale) = (self.rows, self.locale);
        let sheet = self.workbook.worksheet_from_index(ROWS_SHEET)?;
        let is_shown = matches!(picture, RowPicture::Jpeg(_)) && self.pictures < MAX_PICTURES;
        if is_shown {
            // Before its cells: a row that is written cannot be changed.
            sheet.set_row_height_pixels(nr, PICTURE_HEIGHT)?;
        }
        for (index, column) in (0..).zip(Column::ALL) {
            let style = self.styles.of(column, row);
            match column.cell(nr as usize, row, locale) {
                Cell::Empty => {}
                Cell::Number(number) => {
                    sheet.write_number_with_format(nr, index, number, style)?;
                }
                Cell::Amount(amount, _) => {
                    sheet.write_number_with_format(nr, index, amount, &self.styles.amount)?;
                }
                // A text is a text, whatever it begins with, and however many digits it has.
                Cell::Text(text) => {
                    sheet.write_string_with_format(nr, index, text, style)?;
                }
            }
        }
        match picture {
            RowPicture::NotAsked => {}
            RowPicture::Jpeg(jpeg) if is_shown => {
                self.pictures += 1;
                insert(sheet, nr, jpeg, row.id.as_str())?;
            }
            RowPicture::Jpeg(_) => {
                let text = locale.with("picture-too-many", &[("count", MAX_PICTURES.into())]);
                sheet.write_string_with_format(nr, PICTURE_COLUMN, text, &self.styles.wrapped)?;
            }
            RowPicture::Missing(why) => {
                let text = text_of(why);
                sheet.write_string_with_format(nr, PICTURE_COLUMN, text, &self.styles.wrapped)?;
            }
        }
        Ok(())
    }
}

impl<W: Write + Send> RowWriter for XlsxWriter<W> {
    fn row(&mut self, row: &Row, picture: RowPicture<'_>) -> io::Result<()> {
        self.write_row(row, picture).map_err(failed)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let sheet = self.workbook.worksheet_from_index(ROWS_SHEET);
        let sheet = sheet.map_err(failed)?;
        let last = PICTURE_COLUMN - u16::from(!self.with_pictures);
        sheet.autofilter(0, 0, self.rows, last).map_err(failed)?;
        if self.pictures > 0 {
            // The last row is written a second time, without its cells, where it has a height of its own: rust_xlsxwriter
            // 0.102, `flush_last_row`. Office programs repair or refuse such a sheet. An empty row behind it ends that;
            // it can go when `no_row_is_written_twice` passes without it.
            sheet
                .write_blank(self.rows + 1, 0, &Style::new())
                .map_err(failed)?;
        }
        self.workbook
            .save_to_writer(&mut self.out)
            .map_err(failed)?;
        self.out.flush()
    }
}

/// A floating picture that moves and grows with its cell: what stands *in* a cell other office programs do not show.
fn insert(sheet: &mut Worksheet, row: u32, jpeg: &Jpeg, alt: &str) -> Result<(), XlsxError> {
    let image = Image::new_from_buffer(&jpeg.bytes)?
        .set_scale_to_size(
            PICTURE_WIDTH - 2 * PICTURE_MARGIN,
            PICTURE_HEIGHT - 2 * PICTURE_MARGIN,
            true,
        )
        .set_object_movement(ObjectMovement::MoveAndSizeWithCells)
        .set_alt_text(alt);
    sheet.insert_image_with_offset(row, PICTURE_COLUMN, &image, PICTURE_MARGIN, PICTURE_MARGIN)?;
    Ok(())
}

fn rows_sheet(
    sheet: &mut Worksheet,
    locale: &Locale,
    styles: &Styles,
    with_pictures: bool,
) -> Result<(), XlsxError> {
    sheet.set_name(locale.with("report-sheet-rows", &[]))?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_paper_size(A4);
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    for (index, column) in (0..).zip(Column::ALL) {
        sheet.set_column_width(index, column.width())?;
    }
    if with_pictures {
        sheet.set_column_width_pixels(PICTURE_COLUMN, PICTURE_WIDTH)?;
    }
    for (index, column) in (0..).zip(Column::ALL) {
        sheet.write_string_with_format(0, index, column.heading(locale), &styles.heading)?;
    }
    if with_pictures {
        let heading = locale.with("column-picture", &[]);
        sheet.write_string_with_format(0, PICTURE_COLUMN, heading, &styles.heading)?;
    }
    Ok(())
}

fn summary_sheet(
    sheet: &mut Worksheet,
    head: &Head,
    locale: &Locale,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(locale.with("report-sheet-summary", &[]))?;
    sheet.set_column_width(0, 44)?;
    sheet.set_column_width(1, 52)?;
    let mut at = 0;
    for (label, value) in [
        ("report-made", head.generated_here()),
        ("report-scope", scope(head, locale)),
    ] {
        sheet.write_string(at, 0, locale.with(label, &[]))?;
        sheet.write_string(at, 1, value)?;
        at += 1;
    }
    for section in said(head, locale) {
        at += 1;
        sheet.write_string_with_format(at, 0, section.heading, &styles.heading)?;
        sheet.write_string_with_format(at, 1, "", &styles.heading)?;
        for (label, value) in section.lines {
            at += 1;
            sheet.write_string_with_format(at, 0, label, &styles.wrapped)?;
            // What is counted can be counted on.
            match value.replace(',', "").parse::<u32>() {
                Ok(count) => {
                    let style = styles.normal.clone().set_align(FormatAlign::Left);
                    sheet.write_number_with_format(at, 1, count, &style)?
                }
                Err(_text) => {
                    sheet.write_string_with_format(at, 1, text_of(&value), &styles.wrapped)?
                }
            };
        }
        at += 1;
    }
    Ok(())
}

pub(super) fn scope(head: &Head, locale: &Locale) -> String {
    locale.with(&format!("scope-{}", head.scope.code()), &[])
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::locale::Lang;
    use crate::model::{InvoiceId, Reason};
    use crate::report::fixtures;
    use crate::report::picture::excerpt;

    fn written(rows: &[Row], picture: RowPicture<'_>, lang: Lang) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(bytes(rows, picture, lang))).expect("a workbook")
    }

    fn bytes(rows: &[Row], picture: RowPicture<'_>, lang: Lang) -> Vec<u8> {
        let mut out = Vec::new();
        let with_pictures = !matches!(picture, RowPicture::NotAsked);
        let head = fixtures::head(rows);
        let mut writer =
            XlsxWriter::begin(&mut out, &head, Locale::shared(lang), with_pictures).expect("begun");
        for row in rows {
            writer.row(row, picture).expect("written");
        }
        Box::new(writer).finish().expect("written");
        out
    }

    fn cell(book: &mut Xlsx<Cursor<Vec<u8>>>, row: u32, column: Column) -> Data {
        let name = book.sheet_names()[ROWS_SHEET].clone();
        let range = book.worksheet_range(&name).expect("the sheet");
        let index = Column::ALL.iter().position(|it| *it == column);
        let index = index.expect("a column") as u32;
        range.get_value((row, index)).cloned().unwrap_or_default()
    }

    #[test]
    fn a_number_of_twenty_digits_and_a_formula_stay_what_they_are() {
        let mut rows = fixtures::rows();
        let digits = "24312000000012345678";
        rows[0].id = InvoiceId::new(digits).expect("an ID");
        rows[0].note = "=HYPERLINK(\"http://a.example\",\"x\")\u{1b}\0".to_owned();
        rows[0].verdict = Some(Verdict::Wrong(Some(Reason::Other("@x".to_owned()))));
        rows[1].note = "票".repeat(40_000);
        let mut book = written(&rows, RowPicture::NotAsked, Lang::ZhCn);
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(cell(&mut book, 1, Column::Id), text(digits));
        let note = text("=HYPERLINK(\"http://a.example\",\"x\")");
        assert_eq!(cell(&mut book, 1, Column::Note), note);
        assert_eq!(cell(&mut book, 1, Column::Verdict), text("有误"));
        assert_eq!(cell(&mut book, 1, Column::Reason), text("@x"));
        assert_eq!(cell(&mut book, 3, Column::Position), Data::Float(3.0));
        assert_eq!(cell(&mut book, 0, Column::Id), text("票据 ID"));
        let name = book.sheet_names()[ROWS_SHEET].clone();
        let formulas = book.worksheet_formula(&name).expect("the sheet");
        assert!(formulas.used_cells().next().is_none());
    }

    #[test]
    fn pictures_float_above_cells_that_say_what_is_missing() {
        let rgba = [200, 210, 220, 255].repeat(300 * 200);
        let jpeg = excerpt((300, 200), &rgba, Some([20.0, 20.0, 200.0, 150.0]), None);
        let jpeg = jpeg.expect("encoded");
        let rows = fixtures::rows();
        let bytes = bytes(&rows, RowPicture::Jpeg(&jpeg), Lang::En);
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let names: Vec<String> = parts
            .file_names()
            .map(|it| it.expect("a name").into_owned())
            .collect();
        // The same picture is there once, whoever shows it.
        let media = names.iter().filter(|it| it.starts_with("xl/media/"));
        assert_eq!(media.count(), 1);
        let drawing = parts
            .by_name("xl/drawings/drawing1.xml")
            .expect("a drawing");
        let drawing = io::read_to_string(drawing).expect("a text");
        assert_eq!(
            drawing.matches("<xdr:twoCellAnchor").count(),
            3,
            "{drawing}"
        );
        assert!(!drawing.contains("editAs=\"absolute\""), "{drawing}");
        let mut book = written(&rows, RowPicture::Missing("The token is refused"), Lang::En);
        let name = book.sheet_names()[ROWS_SHEET].clone();
        let range = book.worksheet_range(&name).expect("the sheet");
        let said = range.get_value((2, PICTURE_COLUMN.into()));
        assert_eq!(said, Some(&Data::String("The token is refused".to_owned())));
    }

    #[test]
    fn no_row_is_written_twice() {
        let rgba = [200, 210, 220, 255].repeat(300 * 200);
        let jpeg = excerpt((300, 200), &rgba, None, None).expect("encoded");
        let rows = fixtures::rows();
        for picture in [RowPicture::Jpeg(&jpeg), RowPicture::NotAsked] {
            let bytes = bytes(&rows, picture, Lang::En);
            let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
            let sheet = parts.by_name("xl/worksheets/sheet2.xml").expect("a sheet");
            let sheet = io::read_to_string(sheet).expect("a text");
            for nr in 1..=rows.len() + 1 {
                let begins = sheet.matches(&format!("<row r=\"{nr}\"")).count();
                assert_eq!(begins, 1, "row {nr}: {sheet}");
            }
        }
    }

    #[test]
    fn the_summary_has_counts_that_are_numbers() {
        let mut book = written(&fixtures::rows(), RowPicture::NotAsked, Lang::En);
        let name = book.sheet_names()[0].clone();
        let range = book.worksheet_range(&name).expect("the sheet");
        let unique = range
            .rows()
            .find(|row| row[0] == Data::String("Different IDs".to_owned()));
        assert_eq!(unique.expect("a line")[1], Data::Float(3.0));
    }
}
