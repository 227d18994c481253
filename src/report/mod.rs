//! What is handed over: the report and the annotated pictures.

mod annotate;
mod file_name;

pub use annotate::{AnnotateError, annotated_png};
pub use file_name::safe_file_name;
