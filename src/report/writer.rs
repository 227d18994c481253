//! What every format of reports has in common: rows are handed over one by one, whatever becomes of them.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use crate::locale::Locale;

use super::csv::CsvWriter;
use super::head::Head;
use super::html::HtmlWriter;
use super::json::JsonWriter;
use super::output::{Output, WriteError};
use super::picture::RowPicture;
use super::row::Row;
use super::xlsx::XlsxWriter;

/// Takes the rows of a report in their order.
pub trait RowWriter: Send {
    fn row(&mut self, row: &Row, picture: RowPicture<'_>) -> io::Result<()>;
    /// Writes what stands behind the rows.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Xlsx,
    Html,
    Csv,
    Json,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Html, Self::Csv, Self::Json];

    /// The ending of its files' names.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The format that a file's name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        let is_it = |format: &Self| format.ending().eq_ignore_ascii_case(ending);
        Self::ALL.into_iter().find(is_it)
    }

    /// Whether it shows pictures.
    pub fn has_pictures(self) -> bool {
        matches!(self, Self::Xlsx | Self::Html)
    }
}

/// A report on its way into its file.
pub struct ReportFile {
    writer: Box<dyn RowWriter>,
    output: Output,
    file: File,
}

impl ReportFile {
    /// Begins a report that is to take the place of `path`.
    pub fn create(
        path: &Path,
        format: Format,
        head: &Head,
        locale: &'static Locale,
        with_pictures: bool,
    ) -> Result<Self, WriteError> {
        let (output, file) = Output::create(path)?;
        let out = BufWriter::new(file.try_clone()?);
        let writer: Box<dyn RowWriter> = match format {
            Format::Json => Box::new(JsonWriter::begin(out, head)?),
            Format::Csv => Box::new(CsvWriter::begin(out, locale)?),
            Format::Html => Box::new(HtmlWriter::begin(out, head, locale)?),
            Format::Xlsx => Box::new(XlsxWriter::begin(out, head, locale, with_pictures)?),
        };
        Ok(Self {
            writer,
            output,
            file,
        })
    }

    pub fn row(&mut self, row: &Row, picture: RowPicture<'_>) -> Result<(), WriteError> {
        Ok(self.writer.row(row, picture)?)
    }

    pub fn finish(self) -> Result<(), WriteError> {
        self.writer.finish()?;
        self.output.finish(self.file)
    }
}
