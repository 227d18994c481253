//! Rows of a review file: events and tickets, to and from the program's own types.

use rusqlite::types::Type;
use rusqlite::{Error, Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::model::{
    Deed, Event, InvoiceId, Judgement, Learned, Reason, Stamp, TicketState, UnreadableDeed,
    Verdict, batch_of, plain_line,
};
use crate::store::Record;

pub const SELECT_EVENTS_AFTER: &str = "SELECT uuid, at_utc_ms, offset_min, reviewer, invoice, base, kind, data \
     FROM event WHERE seq > ?1 ORDER BY seq";

pub const SELECT_TICKETS: &str = "SELECT invoice, verdict, reason, judged_on, reviewer, at_utc_ms, offset_min, note, \
     corrected, newest, learned FROM ticket ORDER BY ord";

/// A row of the table of tickets.
pub struct TicketRow {
    pub id: InvoiceId,
    pub state: TicketState,
    pub learned: Option<Learned>,
}

/// `None` for an event of a kind that only a newer program knows.
pub fn event(row: &Row<'_>) -> Result<Option<Event>, Error> {
    let kind: String = row.get(6)?;
    let data: String = row.get(7)?;
    let data: serde_json::Value = serde_json::from_str(&data).map_err(|_unsaid| bad(7))?;
    let batch = batch_of(&data);
    let deed = match Deed::from_columns(&kind, data) {
        Ok(deed) => deed,
        Err(UnreadableDeed::Newer(_)) => return Ok(None),
        Err(UnreadableDeed::Damaged(_)) => return Err(bad(7)),
    };
    let invoice: Option<String> = row.get(4)?;
    Ok(Some(Event {
        stamp: Stamp {
            id: uuid(row, 0)?.ok_or_else(|| bad(0))?,
            at_utc_ms: row.get(1)?,
            offset_min: row.get(2)?,
            batch,
        },
        reviewer: row.get::<_, String>(3)?.into(),
        invoice: invoice.map(|text| id(&text, 4)).transpose()?,
        base: uuid(row, 5)?,
        deed,
    }))
}

pub fn ticket(row: &Row<'_>) -> Result<TicketRow, Error> {
    let code: Option<String> = row.get(1)?;
    let judgement = match code {
        Some(code) => Some(judgement(row, &code)?.into()),
        None => None,
    };
    // What was learned is learned again where another version of the program wrote it.
    let learned: Option<String> = row.get(10)?;
    Ok(TicketRow {
        id: id(&row.get::<_, String>(0)?, 0)?,
        state: TicketState {
            judgement,
            note: plain_line(&row.get::<_, String>(7)?, usize::MAX).into(),
            corrected: json(row, 8)?,
            // Found by going through the events.
            wrong_fields: None,
            opinions: None,
            newest: uuid(row, 9)?,
        },
        learned: learned.and_then(|text| serde_json::from_str(&text).ok()),
    })
}

fn judgement(row: &Row<'_>, code: &str) -> Result<Judgement, Error> {
    let reason: Option<Reason> = json(row, 2)?;
    let verdict = match code {
        "correct" => Verdict::Correct,
        "wrong" => Verdict::Wrong(reason),
        "unsure" => Verdict::Unsure,
        _ => return Err(bad(1)),
    };
    Ok(Judgement {
        verdict,
        on: json(row, 3)?,
        reviewer: row.get::<_, String>(4)?.into(),
        at_utc_ms: row.get(5)?,
        offset_min: row.get(6)?,
    })
}

/// Writes an event and what it changes, where it is not there yet.
pub fn insert(transaction: &Transaction<'_>, record: &Record) -> Result<(), Error> {
    if !insert_event(transaction, &record.event)? {
        return Ok(());
    }
    if let Deed::Ids(ids) = &record.event.deed {
        let sql = "INSERT OR IGNORE INTO ticket (invoice) VALUES (?1)";
        let mut insert = transaction.prepare_cached(sql)?;
        for id in ids {
            insert.execute([id.as_str()])?;
        }
    }
    for (id, state) in &record.states {
        update_ticket(transaction, id, state)?;
    }
    Ok(())
}

/// Whether it was new.
fn insert_event(transaction: &Transaction<'_>, event: &Event) -> Result<bool, Error> {
    let (kind, data) = event.to_columns();
    let sql = "INSERT OR IGNORE INTO event (uuid, at_utc_ms, offset_min, reviewer, invoice, kind, base, data) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let written = transaction.prepare_cached(sql)?.execute(params![
        event.stamp.id.as_bytes().as_slice(),
        event.stamp.at_utc_ms,
        event.stamp.offset_min,
        &*event.reviewer,
        event.invoice.as_ref().map(InvoiceId::as_str),
        kind,
        event.base.as_ref().map(|id| id.as_bytes().as_slice()),
        data.to_string(),
    ])?;
    Ok(written == 1)
}

fn update_ticket(
    transaction: &Transaction<'_>,
    id: &InvoiceId,
    state: &TicketState,
) -> Result<(), Error> {
    let judgement = state.judgement.as_deref();
    let verdict = judgement.map(|it| &it.verdict);
    let sql = "UPDATE ticket SET verdict = ?2, reason = ?3, judged_on = ?4, reviewer = ?5, at_utc_ms = ?6, \
         offset_min = ?7, note = ?8, corrected = ?9, newest = ?10 WHERE invoice = ?1";
    transaction.prepare_cached(sql)?.execute(params![
        id.as_str(),
        verdict.map(Verdict::code),
        verdict.and_then(Verdict::reason).map(text),
        judgement.and_then(|it| it.on.as_ref()).map(text),
        judgement.map(|it| &*it.reviewer),
        judgement.map(|it| it.at_utc_ms),
        judgement.map(|it| it.offset_min),
        &*state.note,
        state.corrected.as_ref().map(text),
        state.newest.as_ref().map(|id| id.as_bytes().as_slice()),
    ])?;
    Ok(())
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>, Error> {
    let text: Option<String> = row.get(column)?;
    let read = |text: String| serde_json::from_str(&text).map_err(|_unsaid| bad(column));
    text.map(read).transpose()
}

fn uuid(row: &Row<'_>, column: usize) -> Result<Option<Uuid>, Error> {
    let bytes: Option<Vec<u8>> = row.get(column)?;
    let read = |bytes: Vec<u8>| Uuid::from_slice(&bytes).map_err(|_unsaid| bad(column));
    bytes.map(read).transpose()
}

fn id(text: &str, column: usize) -> Result<InvoiceId, Error> {
    InvoiceId::new(text).map_err(|_unsaid| bad(column))
}

/// A column that does not hold what it should: the file is damaged.
fn bad(column: usize) -> Error {
    Error::InvalidColumnType(column, String::new(), Type::Text)
}
