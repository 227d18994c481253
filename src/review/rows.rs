//! What a report says of each invoice of a review: the same for the window and for the command line.

use crate::engine::FailureKind;
use crate::locale::Locale;
use crate::report::{PagePlace, ReadingRow, Row, RowError, Status};

use super::printed::{ValueKind, printed};
use super::{Entry, Stage, reading};

/// The report's row of one invoice, as far as it is known.
pub fn row(entry: &Entry, place: Option<PagePlace>, locale: &Locale) -> Row {
    let error = entry
        .failure
        .as_ref()
        .filter(|failure| failure.kind != FailureKind::DataFile)
        .map(|failure| RowError {
            code: failure.kind.code(),
            message: locale.failure(failure.kind.code()),
        });
    let mut row = Row::new(entry.id.clone(), status(entry), error);
    if let Some(invoice) = &entry.invoice {
        row = row.with_invoice(invoice);
        if let (Some(facts), Some(located)) = (&entry.facts, &entry.located) {
            row = row.with_picture(invoice, facts, located);
        }
    }
    let region = entry.located.as_ref().and_then(|it| it.region.as_ref());
    row.learned = entry.learned();
    row.with_place(place)
        .with_particulars(&entry.particulars)
        .with_findings(entry.findings(), locale)
        .with_reading(reading_row(entry))
        .with_ticket(&entry.ticket, region.map(|region| region.page))
}

/// What was read in its region.
fn reading_row(entry: &Entry) -> Option<ReadingRow> {
    let Some(text) = entry.text.as_ref().filter(|it| it.is_read) else {
        return entry.read_before.as_deref().cloned();
    };
    let region = entry.located.as_ref()?.in_picture?;
    let lines = reading::texts_in(text, &region);
    let fields = entry.particulars.fields.as_deref();
    let is_there = |value: Option<String>, kind| {
        value.map(|value| printed(&lines, &value, kind).code().into())
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
