//! A review file: one `SQLite` database, which is the whole review once it is closed.

mod disk;
pub(super) mod rows;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use crate::model::{Deed, Event, History, InvoiceId, Learned, TicketState};

use disk::BUSY_LIMIT;
pub(super) use disk::{lock, prepare, private};

use super::limit::Limit;
use super::record::{Contents, Header, Record};
use super::{StoreError, schema};

/// How long a window that closes waits for somebody who looks at the file.
const FOLD_LIMIT: Duration = Duration::from_millis(200);

/// What may be done with an open review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Write,
    /// Another window writes to it.
    Elsewhere,
    /// A newer program wrote it.
    Newer,
    /// The file or its folder may not be written.
    Protected,
}

/// An open review file. Dropping it folds what was written last into the one file.
pub struct ReviewFile {
    connection: Connection,
    path: PathBuf,
    access: Access,
    limit: Limit,
    /// Held for as long as this window is the one that writes. Beside the file and not the file itself: closing any
    /// handle to a database takes away the database's own locks.
    lock: Option<(File, PathBuf)>,
}

impl ReviewFile {
    /// A new review for this platform. Fails where the file exists.
    pub fn create(path: &Path, platform: &str) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists);
        }
        // Before there is a file: an empty one without somebody who makes it would be a damaged one.
        let lock = lock(path)?;
        drop(private(OpenOptions::new().write(true).create_new(true)).open(path)?);
        // One that is not finished is no review.
        Self::create_in(path, platform, lock).inspect_err(|_error| drop(std::fs::remove_file(path)))
    }

    fn create_in(
        path: &Path,
        platform: &str,
        lock: Option<(File, PathBuf)>,
    ) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        prepare(&connection, path)?;
        let transaction = connection.transaction()?;
        schema::create(&transaction)?;
        transaction.execute("INSERT INTO about VALUES ('platform', ?1)", [platform])?;
        transaction.commit()?;
        let limit = Limit::of(&mut connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            access: Access::Write,
            limit,
            lock,
        })
    }

    /// An existing one; only to look at where another window has it, or where a newer program wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Missing);
        }
        let lock = match lock(path) {
            Ok(lock) => lock,
            Err(StoreError::ReadOnly) => return Self::open_to_read(path, Access::Protected),
            Err(error) => return Err(error),
        };
        if lock.is_none() {
            return Self::open_to_read(path, Access::Elsewhere);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        let limit = Limit::of(&mut connection)?;
        let within = limit.begin();
        match schema::check(&connection) {
            Ok(()) => {}
            Err(StoreError::Newer) => return Self::open_to_read(path, Access::Newer),
            Err(error) => return Err(error),
        }
        if has_newer_events(&connection)? {
            return Self::open_to_read(path, Access::Newer);
        }
        if connection.is_readonly("main")? {
            return Self::open_to_read(path, Access::Protected);
        }
        prepare(&connection, path)?;
        drop(within);
        Ok(Self {
            connection,
            path: path.to_owned(),
            access: Access::Write,
            limit,
            lock,
        })
    }

    /// The same for whoever is of no use without the right to write.
    pub fn open_to_write(path: &Path) -> Result<Self, StoreError> {
        let file = Self::open(path)?;
        file.may_write().map(|()| file)
    }

    /// Why nothing can be written to it, if so.
    pub(super) fn may_write(&self) -> Result<(), StoreError> {
        match self.access {
            Access::Write => Ok(()),
            Access::Elsewhere => Err(StoreError::Busy),
            Access::Newer => Err(StoreError::Newer),
            Access::Protected => Err(StoreError::ReadOnly),
        }
    }

    /// An existing one, to see how far it is: takes no right to write from anybody.
    pub(super) fn open_to_look(path: &Path) -> Result<Self, StoreError> {
        Self::open_to_read(path, Access::Protected)
    }

    fn open_to_read(path: &Path, access: Access) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if !path.is_file() {
            return Err(StoreError::Missing);
        }
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_LIMIT)?;
        let limit = Limit::of(&mut connection)?;
        let within = limit.begin();
        match schema::check(&connection) {
            Ok(()) | Err(StoreError::Newer) => {}
            Err(error) => return Err(error),
        }
        drop(within);
        Ok(Self {
            connection,
            path: path.to_owned(),
            access,
            limit,
            lock: None,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn access(&self) -> Access {
        self.access
    }

    /// Fails where there is something in it that only a newer program understands.
    pub(super) fn check_known(&self) -> Result<(), StoreError> {
        let _within = self.limit.begin();
        schema::check(&self.connection)?;
        if has_newer_events(&self.connection)? {
            return Err(StoreError::Newer);
        }
        Ok(())
    }

    pub fn header(&self) -> Result<Header, StoreError> {
        Ok(Header {
            platform: self.about("platform")?,
            place: self.about("place")?,
            intake: self.about("intake")?,
        })
    }

    fn about(&self, name: &str) -> Result<String, StoreError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT value FROM about WHERE name = ?1")?;
        let mut rows = query.query([name])?;
        let value = rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok(value.unwrap_or_default())
    }

    fn set_about(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO about VALUES (?1, ?2)";
        self.connection
            .prepare_cached(sql)?
            .execute([name, value])?;
        Ok(())
    }

    /// Remembers where the reviewer is.
    pub fn set_place(&self, place: &str) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return Ok(());
        }
        self.set_about("place", place)
    }

    /// Remembers what of its lists is no invoice of its own.
    pub fn set_intake(&self, intake: &str) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return Ok(());
        }
        self.set_about("intake", intake)
    }

    /// How many invoices it has, and how many of them are judged.
    pub fn progress(&self) -> Result<(usize, usize), StoreError> {
        let _within = self.limit.begin();
        let sql = "SELECT count(*), count(verdict) FROM ticket";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (total, judged): (u32, u32) = self.connection.query_row(sql, [], read)?;
        Ok((total as usize, judged as usize))
    }

    /// Whether it is about exactly these IDs, in whatever order, or was when it began: others may have been added.
    pub fn is_about(&self, ids: &[InvoiceId]) -> Result<bool, StoreError> {
        let _within = self.limit.begin();
        let (count, _) = self.progress()?;
        if count != ids.len() && self.begun_with()? != Some(ids.len()) {
            return Ok(false);
        }
        let sql = "SELECT 1 FROM ticket WHERE invoice = ?1";
        let mut query = self.connection.prepare_cached(sql)?;
        for id in ids {
            if !query.exists([id.as_str()])? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many IDs it had at first.
    fn begun_with(&self) -> Result<Option<usize>, StoreError> {
        let sql =
            "SELECT json_array_length(data) FROM event WHERE kind = 'ids/1' ORDER BY seq LIMIT 1";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut found = query.query([])?;
        let count: Option<u32> = found.next()?.map(|row| row.get(0)).transpose()?;
        Ok(count.map(|count| count as usize))
    }

    /// All that it says.
    pub fn contents(&self) -> Result<Contents, StoreError> {
        let _within = self.limit.begin();
        // Another window may write at this moment: all is read as of one.
        let moment = self.connection.unchecked_transaction()?;
        let (history, mut replayed) = self.history()?;
        let mut contents = Contents {
            newest: self.newest()?,
            header: self.header()?,
            history,
            ..Contents::default()
        };
        let mut query = self.connection.prepare(rows::SELECT_TICKETS)?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let mut ticket = rows::ticket(row)?;
            if let Some(replayed) = replayed.remove(&ticket.id) {
                ticket.state.wrong_fields = replayed.wrong_fields;
                ticket.state.opinions = replayed.opinions;
            }
            if ticket.state != TicketState::default() {
                contents.states.push((ticket.id.clone(), ticket.state));
            }
            if let Some(learned) = ticket.learned {
                contents.learned.push((ticket.id.clone(), learned));
            }
            contents.ids.push(ticket.id);
        }
        drop(found);
        drop(query);
        moment.commit()?;
        Ok(contents)
    }

    /// Every event, replayed, and what is true after them where more of it is than has columns of its own.
    fn history(&self) -> Result<(History, HashMap<InvoiceId, TicketState>), StoreError> {
        let mut history = History::default();
        let mut states: HashMap<InvoiceId, TicketState> = HashMap::new();
        // Those of a newer program are left to it.
        for event in self.events_after(0)? {
            let current = |id: &InvoiceId| states.get(id).cloned().unwrap_or_default();
            let changed = history.apply(&event, current);
            states.extend(changed);
        }
        states.retain(|_, it| it.wrong_fields.is_some() || it.opinions.is_some());
        states.shrink_to_fit();
        Ok((history, states))
    }

    /// How far the events go that are in the file now.
    pub fn newest(&self) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(max(seq), 0) FROM event";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// The events that were added behind this one, in their order.
    pub fn events_after(&self, seq: i64) -> Result<Vec<Event>, StoreError> {
        let mut query = self.connection.prepare_cached(rows::SELECT_EVENTS_AFTER)?;
        let mut found = query.query([seq])?;
        let mut events = Vec::new();
        while let Some(row) = found.next()? {
            events.extend(rows::event(row)?);
        }
        Ok(events)
    }

    /// Writes an event and what is true afterwards; both are on the disk once this returns. An event that is there
    /// already is left as it is.
    pub fn append(&mut self, record: &Record) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return Err(StoreError::ReadOnly);
        }
        if !self.path.is_file() {
            self.put_back()?;
        }
        self.write(std::slice::from_ref(record))
    }

    /// All of them or none.
    pub(super) fn write(&mut self, records: &[Record]) -> Result<(), StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for record in records {
            rows::insert(&transaction, record)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The file was taken away under the open review, which still has all of it: writes it to its place again.
    fn put_back(&mut self) -> Result<(), StoreError> {
        self.copy_to(&self.path)?;
        self.lock = lock(&self.path)?;
        self.connection = Connection::open(&self.path)?;
        self.limit = Limit::of(&mut self.connection)?;
        prepare(&self.connection, &self.path)
    }

    /// Becomes the one that writes, if no other window does any more; whether it is.
    pub fn take_over(&mut self) -> Result<bool, StoreError> {
        if self.access != Access::Elsewhere {
            return Ok(self.access == Access::Write);
        }
        let other = Self::open(&self.path)?;
        if other.access != Access::Write {
            return Ok(false);
        }
        *self = other;
        Ok(true)
    }

    /// Keeps what was learned about invoices.
    pub fn learn(&mut self, learned: &[(InvoiceId, Learned)]) -> Result<(), StoreError> {
        if self.access != Access::Write {
            return Ok(());
        }
        let transaction = self.connection.transaction()?;
        {
            let sql = "UPDATE ticket SET learned = ?2 WHERE invoice = ?1";
            let mut update = transaction.prepare_cached(sql)?;
            for (id, learned) in learned {
                let text = serde_json::to_string(learned).unwrap_or_default();
                update.execute(params![id.as_str(), text])?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Makes the one file the whole review, which can be looked at without a file beside it.
    fn fold(&self) -> Result<(), StoreError> {
        self.connection.busy_timeout(FOLD_LIMIT)?;
        self.connection
            .pragma_update(None, "journal_mode", "DELETE")?;
        Ok(())
    }

    /// Takes what was written last into the one file as far as nobody looks at it, and goes on writing beside it.
    pub(super) fn checkpoint(&self) -> Result<(), StoreError> {
        let sql = "PRAGMA wal_checkpoint(PASSIVE)";
        Ok(self.connection.query_row(sql, [], |_row| Ok(()))?)
    }

    /// Whether the database is whole.
    pub fn check(&self) -> Result<(), StoreError> {
        let said: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        (said == "ok").then_some(()).ok_or(StoreError::Damaged)
    }

    /// Copies the review as it is now, while it may be written to.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        drop(private(OpenOptions::new().write(true).create(true).truncate(true)).open(path)?);
        let mut copy = Connection::open(path)?;
        let backup = rusqlite::backup::Backup::new(&self.connection, &mut copy)?;
        backup.run_to_completion(1_000, Duration::ZERO, None)?;
        drop(backup);
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        Ok(())
    }
}

impl Drop for ReviewFile {
    fn drop(&mut self) {
        if let Some((lock, path)) = self.lock.take() {
            if let Err(error) = self.fold() {
                // Somebody looks at it at this moment; nothing is lost, it is two files more.
                log::debug!("a review is not folded: {error}");
            }
            // Before it is unlocked: a name that is taken away later could be somebody else's lock by then.
            drop(std::fs::remove_file(path));
            drop(lock);
        }
    }
}

fn has_newer_events(connection: &Connection) -> Result<bool, StoreError> {
    let mut query = connection.prepare("SELECT DISTINCT kind FROM event")?;
    let mut found = query.query([])?;
    while let Some(row) = found.next()? {
        let kind: String = row.get(0)?;
        if !Deed::is_known(&kind) {
            return Ok(true);
        }
    }
    Ok(false)
}
