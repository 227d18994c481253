//! What is said of a pasted text: the IDs, where they were, and every piece that gave none.

use serde::{Deserialize, Serialize};

use crate::model::{BillKey, InvoiceId};

/// What was found in a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasteReport {
    /// Unique IDs in the order of their first appearance.
    pub ids: Vec<InvoiceId>,
    /// Unique bills in the order of their first appearance, by number or by ID.
    pub bills: Vec<BillKey>,
    /// Lines that hold anything at all.
    pub lines: usize,
    pub repeated_count: usize,
    /// The first of the repeated IDs.
    pub repeated: Vec<Reject>,
    pub rejected_count: usize,
    /// The first of the texts that gave no ID.
    pub rejected: Vec<Reject>,
    /// How many of the rejected are on other sheets of a workbook than the one that was read.
    pub on_other_sheets: usize,
    pub source: PasteSource,
    /// Columns that hold what may be IDs, where the text is a table.
    pub columns: Vec<PasteColumn>,
}

/// Where in a text its IDs were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PasteSource {
    /// Wherever they stood.
    #[default]
    Text,
    /// In values of a JSON document.
    Json,
    /// Beside a heading that names them.
    Row,
    /// In one column of a table.
    Column {
        column: PasteColumn,
        /// Rows of the table, and those of them with an ID in the column.
        rows: usize,
        rows_with_ids: usize,
    },
}

/// A column of a pasted table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasteColumn {
    /// Counted from 0.
    pub index: usize,
    /// As its heading says; empty where there is none.
    pub name: String,
}

/// A piece of the text that gave no new ID.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Counted from 1.
    pub line: usize,
    pub text: String,
    pub why: RejectReason,
    /// Where it is on another sheet, that one's name; lines are counted anew on each.
    pub sheet: String,
}

/// Why a piece of a text gave no new ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// It is no ID.
    NotAnId,
    /// It is there already.
    Repeated,
    /// It looks like an ID and stands in another column than those taken.
    OtherColumn,
    /// It looks like an ID and stands under a key that is not for IDs.
    OtherField,
    /// It looks like an ID and is on another sheet of the workbook.
    OtherSheet,
    /// It looks like the number of a bill and stands beside an invoice's ID.
    BesideAnId,
    /// A spreadsheet rounded the number: the digits that are gone cannot be told.
    Rounded,
    /// It is part of a token or another secret. Its text is not kept.
    Secret,
}
