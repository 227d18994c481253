//! Rows of a team's database, to and from the program's own types.

use std::sync::Arc;

use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::model::{
    Deed, Event, EventId, InvoiceId, Learned, SecondReview, Stamp, TicketState, UnreadableDeed,
    Verdict, batch_of,
};
use crate::store::{Record, StoreError};

pub(super) const SELECT_EVENTS_AFTER: &str = "SELECT uuid, at_utc_ms, offset_min, reviewer, invoice, base, kind, data, seq \
     FROM invoice_lens.event WHERE review = $1 AND seq > $2 ORDER BY seq";

pub(super) const SELECT_UNHEARD: &str = "SELECT uuid, at_utc_ms, offset_min, reviewer, invoice, base, kind, data, invoices \
     FROM invoice_lens.collision WHERE review = $1 AND reviewer = $2 AND NOT is_decided ORDER BY at_utc_ms";

pub(super) const SELECT_TICKETS: &str =
    "SELECT invoice, learned FROM invoice_lens.ticket WHERE review = $1 ORDER BY ord";

pub(super) const APPEND: &str =
    "SELECT invoice_lens.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

/// An event as a database has it.
pub(super) enum Found {
    Event(Event),
    /// Of a kind that only a newer program knows.
    Newer,
    /// It does not say what its kind has to: this program does not write such, and those functions of the database that
    /// take events in let none by. Whoever wrote it must not keep everybody else from the review.
    Unreadable,
}

impl Found {
    pub fn event(self) -> Option<Event> {
        match self {
            Self::Event(event) => Some(event),
            Self::Newer | Self::Unreadable => None,
        }
    }
}

pub(super) fn event(row: &Row) -> Result<Found, StoreError> {
    let Ok(data) = serde_json::from_str(column(row, 7)?) else {
        return Ok(Found::Unreadable);
    };
    let batch = batch_of(&data);
    let deed = match Deed::from_columns(column(row, 6)?, data) {
        Ok(deed) => deed,
        Err(UnreadableDeed::Newer(_)) => return Ok(Found::Newer),
        Err(UnreadableDeed::Damaged(_)) => return Ok(Found::Unreadable),
    };
    let Ok(invoice) = column::<Option<&str>>(row, 4)?
        .map(InvoiceId::new)
        .transpose()
    else {
        return Ok(Found::Unreadable);
    };
    Ok(Found::Event(Event {
        stamp: Stamp {
            id: column(row, 0)?,
            at_utc_ms: column(row, 1)?,
            offset_min: column(row, 2)?,
            batch,
        },
        reviewer: column::<&str>(row, 3)?.into(),
        invoice,
        base: column(row, 5)?,
        deed,
    }))
}

/// An invoice and what was learned of it; `None` where what stands there is no ID.
pub(super) fn ticket(row: &Row) -> Result<Option<(InvoiceId, Option<Learned>)>, StoreError> {
    let learned: Option<&str> = column(row, 1)?;
    // What was learned is learned again where another version of the program wrote it.
    let learned = learned.and_then(|text| serde_json::from_str(text).ok());
    Ok(id(column(row, 0)?).map(|id| (id, learned)))
}

/// An ID; `None` for a text that is none, which this program never writes.
pub(super) fn id(text: &str) -> Option<InvoiceId> {
    InvoiceId::new(text).ok()
}

/// The IDs in the first column.
pub(super) fn ids(rows: &[Row]) -> Result<Vec<InvoiceId>, StoreError> {
    let ids = rows.iter().map(|row| Ok(id(column(row, 0)?)));
    ids.filter_map(Result::transpose).collect()
}

/// A value, or a database that does not hold what it should.
pub(super) fn column<'a, T: tokio_postgres::types::FromSql<'a>>(
    row: &'a Row,
    column: usize,
) -> Result<T, StoreError> {
    row.try_get(column).map_err(|_unsaid| StoreError::Damaged)
}

/// An event with what it changes, as the database takes it.
pub(super) struct Written<'a> {
    pub event: &'a Event,
    pub kind: String,
    pub data: String,
    pub ids: Vec<&'a str>,
    pub touched: Vec<&'a str>,
    pub verdicts: Vec<Option<&'static str>>,
    pub ats: Vec<Option<i64>>,
    pub reviewers: Vec<Option<&'a str>>,
}

impl<'a> Written<'a> {
    pub fn of(record: &'a Record) -> Self {
        let (kind, mut data) = record.event.to_columns();
        leave_out_nul(&mut data);
        let ids = match &record.event.deed {
            Deed::Ids(ids) | Deed::SecondAsked(SecondReview::Share { invoices: ids, .. }) => {
                ids.iter().map(InvoiceId::as_str).collect()
            }
            _ => Vec::new(),
        };
        let states = || record.states.iter().map(|(_, state)| state);
        let judgements = || states().map(|state| state.judgement.as_deref());
        Self {
            event: &record.event,
            kind,
            data: data.to_string(),
            ids,
            touched: record.states.iter().map(|(id, _)| id.as_str()).collect(),
            verdicts: states().map(|it| it.verdict().map(Verdict::code)).collect(),
            ats: judgements().map(|it| Some(it?.at_utc_ms)).collect(),
            reviewers: judgements().map(|it| Some(&*it?.reviewer)).collect(),
        }
    }

    pub fn id(&self) -> EventId {
        self.event.stamp.id
    }

    pub fn base(&self) -> Option<Uuid> {
        self.event.base
    }

    pub fn invoice(&self) -> Option<&str> {
        self.event.invoice.as_ref().map(InvoiceId::as_str)
    }
}

/// PostgreSQL keeps every character but this one, which nobody sees.
fn leave_out_nul(data: &mut Value) {
    match data {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(leave_out_nul),
        Value::Object(members) => members.values_mut().for_each(leave_out_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The same as this user did it: whoever is let in is who judges.
pub(super) fn signed(mut record: Record, user: &Arc<str>) -> Record {
    if record.event.reviewer == *user {
        return record;
    }
    let typed = std::mem::replace(&mut record.event.reviewer, Arc::clone(user));
    for (_, state) in &mut record.states {
        sign(state, &record.event, &typed);
    }
    record
}

fn sign(state: &mut TicketState, event: &Event, typed: &Arc<str>) {
    if let Some(judgement) = &mut state.judgement
        && judgement.at_utc_ms == event.stamp.at_utc_ms
        && judgement.reviewer == *typed
    {
        Arc::make_mut(judgement).reviewer = Arc::clone(&event.reviewer);
    }
}
