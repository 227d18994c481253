//! What is handed over: the report in its formats and pictures beside it. Knows no network and no window.

mod annotate;
mod catching;
mod cell;
mod csv;
mod field_row;
mod file_name;
#[cfg(test)]
mod fixtures;
mod head;
mod html;
mod json;
mod output;
mod picture;
mod row;
mod said;
mod second;
mod table;
pub mod words;
mod writer;
mod xlsx;

pub use annotate::{AnnotateError, annotated_png, png};
pub use catching::{CatchRate, TestFigures};
pub use cell::Column;
pub use csv::unguarded;
pub use field_row::{FieldCorrectionRow, FieldRow};
pub use file_name::FileNames;
pub use head::{
    BillsSummary, FindingAgreement, Head, ReasonCount, Reconciliation, ReviewFigures,
    SampleFigures, Scope, Summary,
};
pub use json::VERSION;
pub use output::{Output, WriteError, can_write};
pub use picture::{Jpeg, RowPicture, crop, excerpt, whole};
pub use row::{PagePlace, ReadingRow, Row, RowError, Status};
pub use said::{Section, said};
pub use second::{Disagreement, Opinion, SecondFigures, SecondRow};
pub use table::table;
pub use writer::{Format, ReportFile, RowWriter};
