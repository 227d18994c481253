//! What is said of a team's review until its server has it: a file on this machine, its owner's alone, that survives the
//! window, and out of which the next window sends what this one could not.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use sha1::{Digest as _, Sha1};
use uuid::Uuid;

use crate::model::{
    Deed, Event, EventId, InvoiceId, Judgement, Stamp, TicketState, Verdict, batch_of,
};
use crate::store::file::{lock, prepare, private};
use crate::store::record::Record;
use crate::store::{StoreError, folder, salvage};

use super::DatabaseAddress;

const ENDING: &str = "outbox";
/// Windows of one person on one review at once.
const WINDOWS: usize = 16;
const TABLE: &str = "CREATE TABLE IF NOT EXISTS waiting (\
    nr INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, record TEXT NOT NULL) STRICT";
const SEAT_TABLE: &str = "CREATE TABLE IF NOT EXISTS seat (uuid BLOB NOT NULL) STRICT";

/// Of one window, which alone writes to it.
pub(super) struct Outbox {
    connection: Connection,
    path: PathBuf,
    /// Where this window sits: a window that was killed is followed by the next one, which holds on to what it held.
    pub seat: Uuid,
    _lock: (File, PathBuf),
}

/// An event as the file has it, with what its sending needs.
#[derive(Serialize, Deserialize)]
struct KeptEvent {
    id: EventId,
    at_utc_ms: i64,
    offset_min: i16,
    reviewer: Arc<str>,
    invoice: Option<InvoiceId>,
    base: Option<EventId>,
    kind: String,
    data: serde_json::Value,
    states: Vec<KeptState>,
}

/// What is true of an invoice after it.
#[derive(Serialize, Deserialize)]
struct KeptState {
    invoice: InvoiceId,
    verdict: Option<Verdict>,
    reviewer: Option<Arc<str>>,
    at_utc_ms: Option<i64>,
}

impl Outbox {
    /// The file of this window for this review, and what earlier windows left in theirs: it is in this one then.
    pub fn open(
        folder: &Path,
        address: &DatabaseAddress,
    ) -> Result<(Self, Vec<Record>), StoreError> {
        folder::make(folder)?;
        let name = URL_SAFE_NO_PAD.encode(Sha1::digest(address.to_string()));
        let mut own: Option<Self> = None;
        for nr in 1..=WINDOWS {
            let path = folder.join(format!("{name}-{nr}.{ENDING}"));
            if own.is_some() && !path.exists() {
                continue;
            }
            // Another window has it.
            let Some(lock) = lock(&path)? else {
                continue;
            };
            let found = Self::begin(path, lock)?;
            match &own {
                None => own = Some(found),
                Some(own) => own.take_over(found)?,
            }
        }
        let own = own.ok_or(StoreError::Busy)?;
        let waiting = own.waiting()?;
        Ok((own, waiting))
    }

    fn begin(path: PathBuf, lock: (File, PathBuf)) -> Result<Self, StoreError> {
        private(OpenOptions::new().write(true).create(true).truncate(false)).open(&path)?;
        let connection = Connection::open(&path)?;
        prepare(&connection, &path)?;
        connection.execute(TABLE, [])?;
        connection.execute(SEAT_TABLE, [])?;
        let known: Option<[u8; 16]> = connection
            .query_row("SELECT uuid FROM seat", [], |row| row.get(0))
            .optional()?;
        let seat = known.map_or_else(Uuid::now_v7, Uuid::from_bytes);
        if known.is_none() {
            connection.execute("INSERT INTO seat VALUES (?1)", [seat.as_bytes()])?;
        }
        Ok(Self {
            connection,
            path,
            seat,
            _lock: lock,
        })
    }

    fn take_over(&self, other: Self) -> Result<(), StoreError> {
        for record in other.waiting()? {
            self.keep(&record)?;
        }
        other.connection.execute("DELETE FROM waiting", [])?;
        other.close();
        Ok(())
    }

    fn waiting(&self) -> Result<Vec<Record>, StoreError> {
        let mut query = self
            .connection
            .prepare("SELECT record FROM waiting ORDER BY nr")?;
        let texts = query.query_map([], |row| row.get::<_, String>(0))?;
        let mut records = Vec::new();
        for text in texts {
            let kept: KeptEvent =
                serde_json::from_str(&text?).map_err(|_unsaid| StoreError::Damaged)?;
            records.push(kept.record()?);
        }
        Ok(records)
    }

    /// Once this returns, it would survive a power cut.
    pub fn keep(&self, record: &Record) -> Result<(), StoreError> {
        let text =
            serde_json::to_string(&KeptEvent::of(record)).map_err(|_unsaid| StoreError::Disk)?;
        let sql = "INSERT OR IGNORE INTO waiting (uuid, record) VALUES (?1, ?2)";
        let id = record.event.stamp.id;
        self.connection
            .prepare_cached(sql)?
            .execute(params![id.as_bytes(), text])?;
        Ok(())
    }

    /// The server has it.
    pub fn sent(&self, id: EventId) -> Result<(), StoreError> {
        let sql = "DELETE FROM waiting WHERE uuid = ?1";
        self.connection
            .prepare_cached(sql)?
            .execute([id.as_bytes()])?;
        Ok(())
    }

    /// Lets go of it, and of its file where nothing waits in it.
    pub fn close(self) {
        let is_empty = self.waiting().is_ok_and(|it| it.is_empty());
        drop(self.connection);
        if !is_empty {
            return;
        }
        for ending in ["", "-wal", "-shm", "-journal", "-lock"] {
            if let Err(error) = salvage::remove(&salvage::with_ending(&self.path, ending)) {
                log::warn!("an empty outbox stays: {error}");
            }
        }
    }
}

impl KeptEvent {
    fn of(record: &Record) -> Self {
        let event = &record.event;
        let (kind, data) = event.to_columns();
        let state = |(id, state): &(InvoiceId, TicketState)| KeptState {
            invoice: id.clone(),
            verdict: state.verdict().cloned(),
            reviewer: state.judgement.as_ref().map(|it| Arc::clone(&it.reviewer)),
            at_utc_ms: state.judgement.as_ref().map(|it| it.at_utc_ms),
        };
        Self {
            id: event.stamp.id,
            at_utc_ms: event.stamp.at_utc_ms,
            offset_min: event.stamp.offset_min,
            reviewer: Arc::clone(&event.reviewer),
            invoice: event.invoice.clone(),
            base: event.base,
            kind,
            data,
            states: record.states.iter().map(state).collect(),
        }
    }

    fn record(self) -> Result<Record, StoreError> {
        let batch = batch_of(&self.data);
        let deed = Deed::from_columns(&self.kind, self.data);
        let deed = deed.map_err(|_unsaid| StoreError::Newer)?;
        let offset_min = self.offset_min;
        let newest = Some(self.id);
        let states = self.states.into_iter().map(|it| {
            let judgement = it.verdict.map(|verdict| {
                Arc::new(Judgement {
                    verdict,
                    on: None,
                    reviewer: it.reviewer.unwrap_or_default(),
                    at_utc_ms: it.at_utc_ms.unwrap_or_default(),
                    offset_min,
                })
            });
            let state = TicketState {
                judgement,
                newest,
                ..TicketState::default()
            };
            (it.invoice, state)
        });
        Ok(Record {
            states: states.collect(),
            event: Event {
                stamp: Stamp {
                    id: self.id,
                    at_utc_ms: self.at_utc_ms,
                    offset_min,
                    batch,
                },
                reviewer: self.reviewer,
                invoice: self.invoice,
                base: self.base,
                deed,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> DatabaseAddress {
        let text = "postgres://li@db.example/audit?review=March";
        text.parse().expect("an address")
    }

    fn record(nr: usize) -> Record {
        let invoice = InvoiceId::new(&format!("ID01test{nr:04}")).expect("an ID");
        let event = Event {
            stamp: Stamp {
                batch: Some(Stamp::now().id),
                ..Stamp::now()
            },
            reviewer: "li".into(),
            invoice: Some(invoice.clone()),
            base: Some(Stamp::now().id),
            deed: Deed::Judged {
                verdict: Verdict::Unsure,
                on: None,
            },
        };
        let state = TicketState::default().after(&event).expect("a verdict");
        Record {
            states: vec![(invoice, state)],
            event,
        }
    }

    #[test]
    fn what_a_window_left_is_the_next_ones() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Outbox::open(folder.path(), &address()).expect("opened");
        let records = [record(0), record(1), record(2)];
        let (first, none) = open();
        assert!(none.is_empty());
        for record in &records[..2] {
            first.keep(record).expect("kept");
            first.keep(record).expect("kept once");
        }
        first.sent(records[0].event.stamp.id).expect("sent");
        // Another window at the same time has its own.
        let (second, none) = open();
        assert!(none.is_empty());
        second.keep(&records[2]).expect("kept");
        assert_ne!(first.seat, second.seat);
        let seat = first.seat;
        // Both are killed.
        drop((first, second));
        let (third, waiting) = open();
        assert_eq!(third.seat, seat, "it holds on to what the first held");
        let events: Vec<_> = waiting.iter().map(|it| it.event.clone()).collect();
        let wanted: Vec<_> = records[1..].iter().map(|it| it.event.clone()).collect();
        assert_eq!(events, wanted);
        assert_eq!(waiting[0].states, records[1].states);
        for record in &waiting {
            third.sent(record.event.stamp.id).expect("sent");
        }
        third.close();
        let (fourth, none) = open();
        assert!(none.is_empty(), "each once");
        fourth.close();
    }

    #[cfg(unix)]
    #[test]
    fn it_is_its_owners_alone() {
        use std::fs;
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("outbox");
        let (outbox, _) = Outbox::open(&folder, &address()).expect("opened");
        outbox.keep(&record(0)).expect("kept");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for entry in fs::read_dir(&folder).expect("read") {
            let path = entry.expect("a file").path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}
