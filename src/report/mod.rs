//! What is handed over: the report and the annotated pictures. Knows no network and no window.

mod annotate;
mod field_row;
mod file_name;
mod json;
mod row;

pub use annotate::{AnnotateError, annotated_png};
pub use field_row::{FieldCorrectionRow, FieldRow};
pub use file_name::safe_file_name;
pub use json::{BillsSummary, Report, WriteError, can_write};
pub use row::{Row, RowError, Status};
