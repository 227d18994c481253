//! A review file: one `SQLite` database, which is the whole review once it is closed.

mod rows;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use crate::model::{Deed, Event, History, InvoiceId, Learned, TicketState};

use super::record::{Contents, Header, Record};
use super::{StoreError, schema};

/// How long a writer waits for somebody who copies the file at this moment.
const BUSY_LIMIT: Duration = Duration::from_secs(5);
/// How long a window that closes waits for somebody who looks at the file.
const FOLD_LIMIT: Duration = Duration::from_millis(200);

/// What may be done with an open review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Write,
    /// Another window writes to it.
    Elsewhere,
    /// A newer program wrote it, or the file is write-protected.
    ReadOnly,
}

/// An open review file. Dropping it folds what was written last into the one file.
pub struct ReviewFile {
    connection: Connection,
    path: PathBuf,
    access: Access,
    /// Held for as long as this window is the one that writes. Beside the file and not the file itself: closing any
    /// handle to a database takes away the database's own locks.
    lock: Option<(File, PathBuf)>,
}

impl ReviewFile {
    /// A new review for this platform. Fails where the file exists.
    pub fn create(path: &Path, platform: &str) -> Result<Self, StoreError> {
        drop(private(OpenOptions::new().write(true).create_new(true)).open(path)?);
        // One that is not finished is no review.
        Self::create_in(path, platform).inspect_err(|_error| drop(std::fs::remove_file(path)))
    }

    fn create_in(path: &Path, platform: &str) -> Result<Self, StoreError> {
        let lock = lock(path)?;
        let mut connection = Connection::open(path)?;
        prepare(&connection, path)?;
        let transaction = connection.transaction()?;
        schema::create(&transaction)?;
        transaction.execute("INSERT INTO about VALUES ('platform', ?1)", [platform])?;
        transaction.commit()?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            access: Access::Write,
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
            // A folder that is write-protected.
            Err(StoreError::ReadOnly) => return Self::open_to_read(path, Access::ReadOnly),
            Err(error) => return Err(error),
        };
        if lock.is_none() {
            return Self::open_to_read(path, Access::Elsewhere);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        match schema::check(&connection) {
            Ok(()) => {}
            Err(StoreError::Newer) => return Self::open_to_read(path, Access::ReadOnly),
            Err(error) => return Err(error),
        }
        if connection.is_readonly("main")? || has_newer_events(&connection)? {
            return Self::open_to_read(path, Access::ReadOnly);
        }
        prepare(&connection, path)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            access: Access::Write,
            lock,
        })
    }

    /// An existing one, to see how far it is: takes no right to write from anybody.
    pub(super) fn open_to_look(path: &Path) -> Result<Self, StoreError> {
        Self::open_to_read(path, Access::ReadOnly)
    }

    fn open_to_read(path: &Path, access: Access) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if !path.is_file() {
            return Err(StoreError::Missing);
        }
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_LIMIT)?;
        match schema::check(&connection) {
            Ok(()) | Err(StoreError::Newer) => {}
            Err(error) => return Err(error),
        }
        Ok(Self {
            connection,
            path: path.to_owned(),
            access,
            lock: None,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn access(&self) -> Access {
        self.access
    }

    pub fn header(&self) -> Result<Header, StoreError> {
        Ok(Header {
            platform: self.about("platform")?,
            place: self.about("place")?,
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

    /// How many invoices it has, and how many of them are judged.
    pub fn progress(&self) -> Result<(usize, usize), StoreError> {
        let sql = "SELECT count(*), count(verdict) FROM ticket";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (total, judged): (u32, u32) = self.connection.query_row(sql, [], read)?;
        Ok((total as usize, judged as usize))
    }

    /// Whether it is about exactly these IDs, in whatever order, or was when it began: others may have been added.
    pub fn is_about(&self, ids: &[InvoiceId]) -> Result<bool, StoreError> {
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
        // Another window may write at this moment: all is read as of one.
        let moment = self.connection.unchecked_transaction()?;
        let mut contents = Contents {
            newest: self.newest()?,
            header: self.header()?,
            history: self.history()?,
            ..Contents::default()
        };
        let mut query = self.connection.prepare(rows::SELECT_TICKETS)?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let ticket = rows::ticket(row)?;
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

    /// Every event, replayed.
    fn history(&self) -> Result<History, StoreError> {
        let mut history = History::default();
        let mut states = HashMap::new();
        // Those of a newer program are left to it.
        for event in self.events_after(0)? {
            let current = |id: &InvoiceId| states.get(id).cloned().unwrap_or_default();
            let changed = history.apply(&event, current);
            states.extend(changed);
        }
        Ok(history)
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
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        if rows::insert_event(&transaction, &record.event)? {
            if let Deed::Ids(ids) = &record.event.deed {
                let sql = "INSERT OR IGNORE INTO ticket (invoice) VALUES (?1)";
                let mut insert = transaction.prepare_cached(sql)?;
                for id in ids {
                    insert.execute([id.as_str()])?;
                }
            }
            for (id, state) in &record.states {
                rows::update_ticket(&transaction, id, state)?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// The file was taken away under the open review, which still has all of it: writes it to its place again.
    fn put_back(&mut self) -> Result<(), StoreError> {
        self.copy_to(&self.path)?;
        self.lock = lock(&self.path)?;
        self.connection = Connection::open(&self.path)?;
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

    /// Whether the database is whole.
    pub fn check(&self) -> Result<(), StoreError> {
        let said: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said == "ok" {
            Ok(())
        } else {
            Err(StoreError::Damaged)
        }
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

/// Writes last through a power cut from now on, and a reader never stops the writer where the file system allows it.
fn prepare(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY_LIMIT)?;
    let journal = if is_local(path) { "WAL" } else { "DELETE" };
    connection.pragma_update(None, "journal_mode", journal)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

/// Whether the file lies on a disk of this machine: a network drive has no memory that two programs could share.
#[cfg(target_os = "linux")]
fn is_local(path: &Path) -> bool {
    /// ext2 to ext4, XFS, Btrfs, tmpfs, overlayfs, F2FS, ZFS, bcachefs.
    const LOCAL: [u64; 8] = [
        0xEF53,
        0x5846_5342,
        0x9123_683E,
        0x0102_1994,
        0x794C_7630,
        0xF2F5_2010,
        0x2FC1_2FC1,
        0xCA45_1A4E,
    ];
    let kind = rustix::fs::statfs(path).map(|it| it.f_type);
    kind.is_ok_and(|kind| LOCAL.iter().any(|local| u64::try_from(kind) == Ok(*local)))
}

#[cfg(not(target_os = "linux"))]
fn is_local(_path: &Path) -> bool {
    false
}

/// The right to write to the review; `None` where another window has it.
pub(super) fn lock(path: &Path) -> Result<Option<(File, PathBuf)>, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push("-lock");
    let path = PathBuf::from(name);
    let file = private(OpenOptions::new().write(true).create(true).truncate(false)).open(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some((file, path))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Files of a review are their owner's alone.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
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
