//! What a report says of each invoice of a review: the same for the window and for the command line.

use crate::engine::FailureKind;
use crate::locale::Locale;
use crate::report::{PagePlace, ReadingRow, Row, RowError, Status};

use super::printed::{Printed, ValueKind, Wanted, printed};
use super::reading::{self, is_without_date};
use super::{Entry, Stage};

/// A value that is not among what was read, where the region was read in parts or hardly at all.
const NOT_READ: &str = "not_read";

/// The report's row of one invoice, as far as it is known.
pub fn row(entry: &Entry, place: Option<PagePlace>, locale: &Locale) -> Row {
    let error = entry
        .failure
        .as_ref()
        .filter(|failure| failure.kind != FailureKind::DataFile)
        .map(|failure| row_error(failure.kind, locale));
    let mut row = Row::new(entry.id.clone(), status(entry), error);
    if let Some(invoice) = &entry.invoice {
        row = row.with_invoice(invoice);
        if let (Some(facts), Some(located)) = (&entry.facts, &entry.located) {
            row = row.with_picture(invoice, facts, located);
        }
    }
    let region = entry.located.as_ref().and_then(|it| it.region.as_ref());
    let fields_error = entry.fields_failure().map(|it| row_error(it.kind, locale));
    row.learned = entry.learned();
    row.with_place(place)
        .with_particulars(&entry.particulars)
        .with_fields_error(fields_error)
        .with_findings(entry.findings(), locale)
        .with_reading(reading_row(entry))
        .with_ticket(&entry.ticket, region.map(|region| region.page))
}

fn row_error(kind: FailureKind, locale: &Locale) -> RowError {
    RowError {
        code: kind.code(),
        message: locale.failure(kind.code()),
    }
}

/// What was read in its region.
fn reading_row(entry: &Entry) -> Option<ReadingRow> {
    let Some(text) = entry.text.as_ref().filter(|it| it.has_print()) else {
        return entry.read_before.as_deref().cloned();
    };
    let Some(region) = entry.located.as_ref().and_then(|it| it.in_picture) else {
        // It was read, and there is no region to which lines could belong.
        return Some(ReadingRow::default());
    };
    let lines = reading::texts_in(text, &region);
    let fields = entry.particulars.fields.as_deref();
    let is_whole = reading::is_read_whole(text, &region);
    let is_there = |value: Option<String>, kind| {
        let wanted = Wanted::of(&value?, kind)?;
        let code = match printed(&lines, &wanted) {
            // It may be among what was not read.
            Printed::No if !is_whole || is_without_date(&lines, kind) => NOT_READ,
            found => found.code(),
        };
        Some(code.into())
    };
    Some(ReadingRow {
        number: is_there(reading::number(&entry.id, fields), ValueKind::Number),
        amount: is_there(reading::amount(fields), ValueKind::Amount),
        date: is_there(reading::date(fields), ValueKind::Date),
        lines,
    })
}

/// How an invoice ended, or that it has not.
pub(super) fn status(entry: &Entry) -> Status {
    match entry.stage {
        Stage::Ready => Status::Ready,
        Stage::NotFound => Status::NotFound,
        Stage::NoPicture => Status::NoPicture,
        Stage::Failed => Status::Failed,
        Stage::Waiting | Stage::Linked | Stage::Loading => Status::NotChecked,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::EngineEvent;
    use crate::model::{
        Field, FieldName, FieldValue, Fields, InvoiceNr, InvoiceType, PageText, TextLine,
    };
    use crate::review::Library;
    use crate::review::fixtures::{facts, library_on};

    const NR: InvoiceNr = InvoiceNr(0);

    fn line(top: f32, text: Option<&str>) -> TextLine {
        let bottom = top + 20.0;
        TextLine {
            corners: [[200.0, top], [400.0, top], [400.0, bottom], [200.0, bottom]],
            text: text.map(Into::into),
            turned: None,
        }
    }

    /// Number, amount and date of the report.
    fn told(library: &mut Library, lines: Vec<TextLine>) -> [Option<String>; 3] {
        let text = PageText {
            size: facts().size,
            is_read: true,
            lines,
            look: None,
        };
        library.apply(&EngineEvent::PictureRead {
            invoices: vec![NR],
            text: Arc::new(text),
        });
        let row = library.get(NR).and_then(reading_row).expect("it was read");
        [row.number, row.amount, row.date].map(|it| it.map(Into::into))
    }

    #[test]
    fn what_may_be_among_what_was_not_read_is_not_called_missing() {
        let mut library = library_on([("page.jpg", [100.0, 100.0, 900.0, 700.0])].into_iter());
        library.apply(&EngineEvent::Thumbnail {
            invoices: vec![NR],
            facts: facts(),
            raster: None,
        });
        let field = |name, value: &str| Field {
            name,
            value: FieldValue::Text(value.to_owned()),
        };
        let fields = Fields {
            kind: InvoiceType::Train,
            entries: vec![
                field(FieldName::Number, "34752871"),
                field(FieldName::Total, "686.0"),
                field(FieldName::Date, "2026-10-23"),
            ],
        };
        library.apply(&EngineEvent::FieldsCame(vec![(NR, Arc::new(fields))]));
        let whole = vec![
            line(200.0, Some("¥686.00")),
            line(230.0, Some("No 34752B71")),
            line(260.0, Some("2026年11月02日")),
        ];
        let some = |codes: [&str; 3]| codes.map(|it| Some(it.to_owned()));
        let expected = some(["nearly", "printed", "not_printed"]);
        assert_eq!(told(&mut library, whole.clone()), expected);
        let in_parts = [whole.clone(), vec![line(290.0, None)]].concat();
        let expected = some(["nearly", "printed", "not_read"]);
        assert_eq!(told(&mut library, in_parts), expected);
        let expected = some(["not_read", "printed", "not_read"]);
        assert_eq!(
            told(&mut library, whole[..1].to_vec()),
            expected,
            "too little"
        );
    }
}
