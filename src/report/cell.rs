//! The columns of a report that is a table, and what stands in each cell: the same in every format.

use serde_json::Value;

use crate::locale::Locale;
use crate::model::{FieldName, InvoiceType, Severity, Verdict};
use crate::redact::redact;

use super::row::{Row, RowError, Status};
use super::words;

/// Most characters of a text; a workbook's cell takes no more than 32,767.
const MAX_CHARS: usize = 30_000;

/// A column, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Position,
    Id,
    Status,
    Bill,
    Kind,
    Code,
    Number,
    Date,
    Total,
    Tax,
    Buyer,
    Seller,
    FileName,
    /// Which of the page's invoices it is: `2/3`.
    OnPage,
    Verdict,
    Reason,
    Note,
    Reviewer,
    Judged,
    Sheet,
    Findings,
    Iou,
    /// What reviewers put right of what OCR read.
    Corrections,
    /// What a second reviewer said.
    Second,
    /// Where OCR put it, in pixels of its page: left, top, right, bottom.
    Region,
    /// Where a reviewer put it instead.
    CorrectedRegion,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// Of money, with the digits in which it came.
    Amount(f64, String),
}

impl Column {
    pub const ALL: [Self; 26] = [
        Self::Position,
        Self::Id,
        Self::Status,
        Self::Bill,
        Self::Kind,
        Self::Code,
        Self::Number,
        Self::Date,
        Self::Total,
        Self::Tax,
        Self::Buyer,
        Self::Seller,
        Self::FileName,
        Self::OnPage,
        Self::Verdict,
        Self::Reason,
        Self::Note,
        Self::Reviewer,
        Self::Judged,
        Self::Sheet,
        Self::Findings,
        Self::Iou,
        Self::Corrections,
        Self::Second,
        Self::Region,
        Self::CorrectedRegion,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Id => "id",
            Self::Status => "status",
            Self::FileName => "file",
            Self::OnPage => "on-page",
            Self::Verdict => "verdict",
            Self::Reason => "reason",
            Self::Note => "note",
            Self::Reviewer => "reviewer",
            Self::Judged => "judged",
            Self::Sheet => "sheet",
            Self::Findings => "findings",
            Self::Iou => "iou",
            Self::Corrections => "corrections",
            Self::Second => "second",
            Self::Region => "region",
            Self::CorrectedRegion => "corrected-region",
            Self::Bill => "bill",
            Self::Kind => "kind",
            Self::Code => "code",
            Self::Number => "number",
            Self::Date => "date",
            Self::Total => "total",
            Self::Tax => "tax",
            Self::Buyer => "buyer",
            Self::Seller => "seller",
        }
    }

    pub fn heading(self, locale: &Locale) -> String {
        locale.with(&format!("column-{}", self.key()), &[])
    }

    /// Width in a workbook, in characters.
    pub fn width(self) -> f64 {
        match self {
            Self::Position | Self::OnPage | Self::Iou | Self::Sheet => 7.0,
            Self::Verdict | Self::Status | Self::Reviewer => 11.0,
            Self::Kind | Self::Code | Self::Date | Self::Total | Self::Tax => 13.0,
            Self::Id | Self::Reason | Self::Bill => 19.0,
            Self::Number | Self::Judged | Self::Region | Self::CorrectedRegion => 24.0,
            Self::FileName | Self::Note | Self::Corrections | Self::Second => 26.0,
            Self::Buyer | Self::Seller => 30.0,
            Self::Findings => 44.0,
        }
    }

    /// What stands here of the row with this number, counted from 1.
    pub fn cell(self, position: usize, row: &Row, locale: &Locale) -> Cell {
        let text = |text: &str| match text_of(text) {
            text if text.is_empty() => Cell::Empty,
            text => Cell::Text(text),
        };
        let maybe = |it: Option<&str>| it.map_or(Cell::Empty, text);
        match self {
            Self::Position => Cell::Number(position as f64),
            Self::Id => text(row.id.as_str()),
            Self::Status => text(&status(row, locale)),
            Self::Bill => maybe(row.bill.as_deref()),
            Self::Kind => {
                let kind = row.kind.as_deref().and_then(InvoiceType::from_code);
                maybe(kind.map(|it| words::ticket_type(&it, locale)).as_deref())
            }
            Self::Code => maybe(field(row, &FieldName::Code)),
            Self::Number => maybe(field(row, &FieldName::Number)),
            Self::Date => maybe(field(row, &FieldName::Date)),
            Self::Total => amount(field(row, &FieldName::Total)),
            Self::Tax => amount(field(row, &FieldName::Tax)),
            Self::Buyer => maybe(field(row, &FieldName::Buyer)),
            Self::Seller => maybe(field(row, &FieldName::Seller)),
            Self::Corrections => text(&corrections(row, locale)),
            Self::Second => maybe(row.second.as_ref().map(|it| it.text(locale)).as_deref()),
            Self::Region => region(row.region.as_ref().map(|it| &it.page)),
            Self::CorrectedRegion => region(row.corrected_region.as_ref()),
            Self::FileName => maybe(row.file_name.as_deref()),
            Self::OnPage => maybe(on_page(row).as_deref()),
            Self::Verdict => maybe(
                row.verdict
                    .as_ref()
                    .map(|it| words::verdict(it, locale))
                    .as_deref(),
            ),
            Self::Reason => {
                let given = row.verdict.as_ref().and_then(Verdict::reason);
                maybe(given.map(|it| words::reason(it, locale)).as_deref())
            }
            Self::Note => text(&row.note),
            Self::Reviewer => maybe(row.reviewer.as_deref()),
            Self::Judged => maybe(row.judged_there.as_deref()),
            Self::Sheet if row.accepted_by_sheet => text(&locale.with("cell-yes", &[])),
            Self::Sheet => Cell::Empty,
            Self::Findings => text(&findings(row)),
            Self::Iou => {
                let iou = row.corrected_iou.as_ref().and_then(Value::as_f64);
                iou.map_or(Cell::Empty, Cell::Number)
            }
        }
    }
}

fn region(corners: Option<&[Value; 4]>) -> Cell {
    corners.map_or(Cell::Empty, |corners| {
        let corners = corners.each_ref().map(Value::to_string);
        Cell::Text(corners.join(", "))
    })
}

/// What OCR read there.
fn field<'a>(row: &'a Row, name: &FieldName) -> Option<&'a str> {
    let mut fields = row.fields.iter().flatten();
    let field = fields.find(|it| !it.is_label && it.name == name.code());
    field.map(|it| it.value.as_str())
}

/// An amount as a number; as the text that it came as where it is none.
fn amount(text: Option<&str>) -> Cell {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Cell::Empty;
    };
    // More digits than a number keeps would be other ones.
    let number = text.parse::<f64>().ok();
    let number = number.filter(|it| it.is_finite() && text.len() <= 15);
    match number {
        Some(number) => Cell::Amount(number, text.to_owned()),
        None => Cell::Text(text_of(text)),
    }
}

/// `2/3`: the second of three invoices of its page; findings name others in the same way.
pub fn on_page(row: &Row) -> Option<String> {
    let (position, of) = row.page_position.zip(row.page_invoices)?;
    Some(format!("{position}/{of}"))
}

/// Each field that OCR read wrongly, with what is right.
pub fn corrections(row: &Row, locale: &Locale) -> String {
    let said = row.field_corrections.iter().map(|it| {
        let columns = Column::ALL.into_iter();
        let column = columns.into_iter().find(|column| column.key() == it.name);
        let name = match column.filter(|_| !it.is_label) {
            Some(column) => column.heading(locale),
            None if !it.is_label => locale.with(&format!("field-{}", it.name), &[]),
            None => it.name.clone(),
        };
        let right = it.right.clone();
        let right = right.unwrap_or_else(|| locale.with("report-right-unsaid", &[]));
        format!("{name}: {} → {right}", it.read)
    });
    said.collect::<Vec<_>>().join("; ")
}

/// A status with the reason of a failure, or why nobody looked.
pub fn status(row: &Row, locale: &Locale) -> String {
    let name = locale.with(&format!("outcome-{}", row.status.code()), &[]);
    match &row.error {
        Some(error) if row.status == Status::Failed => format!("{name}: {}", error.message),
        Some(RowError { code, message }) if row.status == Status::NotChecked => {
            format!("{name} ({code}): {message}")
        }
        _ => name,
    }
}

/// What was noticed, the worst first.
fn findings(row: &Row) -> String {
    let mut findings: Vec<_> = row.findings.iter().collect();
    findings.sort_by_key(|it| std::cmp::Reverse(it.severity));
    let shown = findings.iter().filter(|it| it.severity > Severity::Info);
    let messages: Vec<&str> = shown.map(|it| it.message.as_str()).collect();
    messages.join("; ")
}

/// A text from outside as it may be shown anywhere: no secrets, no characters that act instead of being seen, not without
/// end.
pub fn text_of(text: &str) -> String {
    let text = redact(text);
    let shown = text.chars().filter_map(|c| match c {
        '\n' => Some('\n'),
        '\t' | '\r' => Some(' '),
        c if c.is_control() => None,
        // They turn the direction of what is read, or stand for nothing.
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fffe}'
        | '\u{ffff}' => None,
        c => Some(c),
    });
    shown.take(MAX_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::report::fixtures;

    #[test]
    fn every_column_has_a_heading_in_both_languages() {
        for lang in Lang::ALL {
            let locale = Locale::shared(lang);
            for column in Column::ALL {
                assert!(!column.heading(locale).is_empty(), "{column:?}");
            }
            for row in fixtures::rows() {
                assert!(!status(&row, locale).is_empty());
            }
        }
    }

    #[test]
    fn what_acts_instead_of_being_seen_is_left_out() {
        assert_eq!(
            text_of("a\u{202e}b\0c\x1b[31m\td\re\nf\u{feff}"),
            "abc[31m d e\nf"
        );
        assert_eq!(text_of(&"票".repeat(99_999)).chars().count(), MAX_CHARS);
        assert_eq!(text_of("x?Signature=s3cret&y=1"), "x?Signature=…&y=1");
    }
}
