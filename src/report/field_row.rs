//! What OCR read of an invoice and what reviewers put right of it, in the shape of the report's format.

use serde::Serialize;

use crate::model::{Field, FieldCorrection, FieldName};

/// An entry of `fields`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldRow {
    /// One of the names that the format has, or the platform's own label.
    pub name: String,
    /// Whether `name` is the platform's label.
    pub is_label: bool,
    /// An amount without its sign, a date as `2024-10-16`, a flag as `true` or `false`.
    pub value: String,
    /// As people write it: `¥171.00`; `null` for a flag.
    pub text: Option<String>,
}

/// An entry of `field_corrections`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldCorrectionRow {
    pub name: String,
    pub is_label: bool,
    pub read: String,
    /// `null` where the field was only marked as wrong.
    pub right: Option<String>,
}

impl From<&Field> for FieldRow {
    fn from(field: &Field) -> Self {
        Self {
            name: field.name.code().to_owned(),
            is_label: is_label(&field.name),
            value: field.value.plain().to_owned(),
            text: field.value.text().map(std::borrow::Cow::into_owned),
        }
    }
}

impl From<&FieldCorrection> for FieldCorrectionRow {
    fn from(correction: &FieldCorrection) -> Self {
        Self {
            name: correction.field.code().to_owned(),
            is_label: is_label(&correction.field),
            read: correction.read.clone(),
            right: correction.right.clone(),
        }
    }
}

fn is_label(name: &FieldName) -> bool {
    name.label().is_some()
}
