//! A damaged review: it is set aside under another name, never deleted, and what can be read of its events, and of the
//! copies that are kept of it, is replayed into a new file in its place.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Row};

use crate::model::{Deed, Event, EventId, History, InvoiceId, Stamp};

use super::file::{lock, rows};
use super::limit::Limit;
use super::record::Record;
use super::{ReviewFile, StoreError, folder};

/// What the database and a writer may have left beside a file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What became of a damaged review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Events that the new file has.
    pub events: usize,
    /// Where the damaged one is now.
    pub kept_as: PathBuf,
}

/// Puts a whole review in the place of a damaged one. Fails, and leaves all as it is, where nothing can be read.
pub(super) fn salvage(path: &Path) -> Result<Recovered, StoreError> {
    let Some((held, lock_path)) = lock(path)? else {
        return Err(StoreError::Busy);
    };
    let recovered = salvage_locked(path);
    drop(fs::remove_file(lock_path));
    drop(held);
    recovered
}

fn salvage_locked(path: &Path) -> Result<Recovered, StoreError> {
    let found = Salvage::of(path);
    if found.is_nothing() && folder::has_no_header(path) {
        move_aside(path)?;
        return Err(StoreError::SetAside);
    }
    let platform = found.platform.clone().ok_or(StoreError::Damaged)?;
    let records = found.records()?;
    let fresh = with_ending(path, ".recovering");
    // Of an attempt that did not come to its end.
    remove(&fresh)?;
    let mut file = ReviewFile::create(&fresh, &platform)?;
    file.write(&records)?;
    drop(file);
    let kept_as = move_aside(path)?;
    fs::rename(&fresh, path)?;
    Ok(Recovered {
        events: records.len(),
        kept_as,
    })
}

/// Gives a file of which nothing can be read another name, which comes back; `None` where somebody has it at this moment.
pub(super) fn set_aside(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let Some((held, lock_path)) = lock(path)? else {
        return Ok(None);
    };
    let kept_as = move_aside(path);
    drop(fs::remove_file(lock_path));
    drop(held);
    kept_as.map(Some)
}

/// With what lies beside it.
fn move_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let kept_as = free_name(path);
    fs::rename(path, &kept_as)?;
    for ending in BESIDE {
        match fs::rename(with_ending(path, ending), with_ending(&kept_as, ending)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(kept_as)
}

/// Whether what can be read of a damaged file is about exactly these IDs of this platform.
pub(super) fn is_about(path: &Path, platform: &str, ids: &[InvoiceId]) -> bool {
    let found = Salvage::of(path);
    let wanted: HashSet<&InvoiceId> = ids.iter().collect();
    found.platform.as_deref() == Some(platform)
        && found.all_ids().into_iter().collect::<HashSet<_>>() == wanted
}

/// Whether neither of it nor of its copies anything can be read.
pub(super) fn is_nothing_left(path: &Path) -> bool {
    Salvage::of(path).is_nothing()
}

/// A name beside the file that no file has; its ending is not that of a review.
fn free_name(path: &Path) -> PathBuf {
    let numbered = (2..).map(|number| with_ending(path, &format!(".damaged-{number}")));
    let mut names = std::iter::once(with_ending(path, ".damaged")).chain(numbered);
    let free = names.find(|name| !name.exists());
    free.unwrap_or_else(|| with_ending(path, ".damaged"))
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Takes a file away if it is there.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// What can be read of a review and of its copies.
#[derive(Default)]
struct Salvage {
    platform: Option<String>,
    /// Each once: those of copies first, which are the older ones, then in the order of the damaged file.
    events: Vec<Event>,
    known: HashSet<EventId>,
    /// Of the table of invoices, in its order.
    ids: Vec<InvoiceId>,
    /// There are events that only a newer program could write again.
    has_newer: bool,
}

impl Salvage {
    fn of(path: &Path) -> Self {
        let mut found = Self::default();
        let mut copies = folder::copies(path);
        copies.sort();
        for file in copies.iter().map(PathBuf::as_path).chain([path]) {
            if let Err(error) = found.read(file) {
                log::warn!("of {} no more can be read: {error}", file.display());
            }
        }
        found
    }

    fn is_nothing(&self) -> bool {
        self.platform.is_none() && self.events.is_empty() && self.ids.is_empty() && !self.has_newer
    }

    fn read(&mut self, path: &Path) -> Result<(), StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        let limit = Limit::of(&mut connection)?;
        let _within = limit.begin();
        self.read_events(&connection);
        self.read_ids(&connection);
        let sql = "SELECT value FROM about WHERE name = 'platform'";
        let platform = connection.query_row(sql, [], |row| row.get(0))?;
        self.platform = Some(platform);
        Ok(())
    }

    /// From the front up to the damage, and from the back.
    fn read_events(&mut self, connection: &Connection) {
        let mut read = BTreeMap::new();
        let columns = "SELECT uuid, at_utc_ms, offset_min, reviewer, invoice, base, kind, data, seq FROM event";
        for order in ["seq", "seq DESC"] {
            let sql = format!("{columns} ORDER BY {order}");
            let took = self.read_rows(connection, &sql, &mut read);
            if took.is_ok() {
                break;
            }
        }
        for event in read.into_values() {
            if self.known.insert(event.stamp.id) {
                self.events.push(event);
            }
        }
    }

    fn read_rows(
        &mut self,
        connection: &Connection,
        sql: &str,
        read: &mut BTreeMap<i64, Event>,
    ) -> Result<(), rusqlite::Error> {
        let mut query = connection.prepare(sql)?;
        let mut found = query.query([])?;
        while let Some(row) = found.next()? {
            let seq: i64 = row.get(8)?;
            if read.contains_key(&seq) {
                break;
            }
            match rows::event(row) {
                Ok(Some(event)) => {
                    read.insert(seq, event);
                }
                Ok(None) => self.has_newer = true,
                // This one alone is lost.
                Err(error) => log::debug!("an event cannot be read: {error}"),
            }
        }
        Ok(())
    }

    fn read_ids(&mut self, connection: &Connection) {
        let id = |row: &Row<'_>| row.get::<_, String>(0);
        let Ok(mut query) = connection.prepare("SELECT invoice FROM ticket ORDER BY ord") else {
            return;
        };
        let Ok(found) = query.query_map([], id) else {
            return;
        };
        let ids = found.map_while(Result::ok);
        let ids: Vec<InvoiceId> = ids.filter_map(|text| InvoiceId::new(&text).ok()).collect();
        if ids.len() >= self.ids.len() {
            self.ids = ids;
        }
    }

    /// All that are named anywhere, each once.
    fn all_ids(&self) -> Vec<&InvoiceId> {
        let mut seen = HashSet::new();
        let in_events = self.events.iter().flat_map(named_in);
        self.ids
            .iter()
            .chain(in_events)
            .filter(|id| seen.insert((*id).clone()))
            .collect()
    }

    /// The events with what is true after each, to be written in this order.
    fn records(self) -> Result<Vec<Record>, StoreError> {
        if self.has_newer {
            return Err(StoreError::Newer);
        }
        if self.events.is_empty() {
            return Err(StoreError::Damaged);
        }
        let added = self.events.iter().flat_map(|event| match &event.deed {
            Deed::Ids(ids) => ids.as_slice(),
            _ => &[],
        });
        let added: HashSet<&InvoiceId> = added.collect();
        let missing = self.all_ids().into_iter().filter(|id| !added.contains(id));
        let missing: Vec<InvoiceId> = missing.cloned().collect();
        let mut records = Vec::new();
        if !missing.is_empty() {
            // What added them is lost.
            records.push(Record::of_ids(missing, Stamp::now(), "".into()));
        }
        let mut history = History::default();
        let mut now = HashMap::new();
        for event in self.events {
            let current = |id: &InvoiceId| now.get(id).cloned().unwrap_or_default();
            let states = history.apply(&event, current);
            now.extend(states.iter().cloned());
            records.push(Record { event, states });
        }
        Ok(records)
    }
}

/// The invoices that an event adds or is about.
fn named_in(event: &Event) -> Vec<&InvoiceId> {
    match &event.deed {
        Deed::Ids(ids) => ids.iter().collect(),
        Deed::Accepted(accepted) => accepted.iter().map(|it| &it.invoice).collect(),
        _ => event.invoice.iter().collect(),
    }
}
