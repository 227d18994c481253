//! A whole review written to another file, where its own cannot be written to: from what the window has in memory, and
//! from what can still be read of the old file.

#[cfg(test)]
#[path = "rescue_tests.rs"]
mod tests;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::model::{
    Deed, Event, FindingCode, FindingSet, Ignoring, InvoiceId, Learned, Stamp, TicketState,
};

use super::folder::ENDING;
use super::record::{Header, Record};
use super::replay::Replay;
use super::{ReviewFile, StoreError, salvage};

/// How long the old file may take to say what it has: a disk that is gone may not answer at all.
const READ_LIMIT: Duration = Duration::from_secs(10);

/// A review as the window has it.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    pub header: Header,
    /// The file that it was kept in until now.
    pub old: Option<PathBuf>,
    /// All of its invoices in their order, with what is true of each.
    pub tickets: Vec<(InvoiceId, TicketState)>,
    pub learned: Vec<(InvoiceId, Learned)>,
    /// What was done and is not in the old file, in order.
    pub unsaved: Vec<Event>,
    /// Kinds of findings that say nothing in it.
    pub ignored: FindingSet,
    pub reviewer: Arc<str>,
}

/// The file that a typed text means: a folder gets the name of `proposed`, a name without one its folder, and its ending
/// is that of a review. `None` where nothing was typed.
pub fn file_meant(typed: &str, proposed: &Path) -> Option<PathBuf> {
    // Windows puts quotes around a path that is copied.
    let typed = typed.trim().trim_matches('"').trim();
    if typed.is_empty() {
        return None;
    }
    let mut path = PathBuf::from(typed);
    if path.is_relative()
        && let Some(folder) = proposed.parent()
    {
        path = folder.join(path);
    }
    if path.is_dir()
        && let Some(name) = proposed.file_name()
    {
        path.push(name);
    }
    if path.extension().is_none_or(|it| it != ENDING) {
        path = salvage::with_ending(&path, &format!(".{ENDING}"));
    }
    Some(path)
}

/// Writes all of it to a file that is not there yet. Once this returns, it would survive a power cut.
pub fn save_elsewhere(whole: Whole, to: &Path) -> Result<(), StoreError> {
    if whole.old.as_deref() == Some(to) {
        return Err(StoreError::Exists);
    }
    let mut file = ReviewFile::create(to, &whole.header.platform)?;
    let written = write(&mut file, whole);
    drop(file);
    if written.is_err() {
        // Half a review is none.
        for ending in ["", "-wal", "-shm", "-journal"] {
            if let Err(error) = salvage::remove(&salvage::with_ending(to, ending)) {
                log::warn!("what was begun of the other file stays: {error}");
            }
        }
    }
    written
}

fn write(file: &mut ReviewFile, whole: Whole) -> Result<(), StoreError> {
    let earlier = whole.old.clone().map(events_of).unwrap_or_default();
    let (header, learned) = (whole.header.clone(), whole.learned.clone());
    file.write(&records(whole, earlier))?;
    file.learn(&learned)?;
    file.set_place(&header.place)?;
    file.set_intake(&header.intake)?;
    file.check()
}

/// All events of a file, or none where it cannot be read, or not soon.
fn events_of(path: PathBuf) -> Vec<Event> {
    let (tell, told) = channel();
    let read = move || {
        let events = ReviewFile::open_to_look(&path).and_then(|file| file.events_after(0));
        drop(tell.send(events));
    };
    if thread::Builder::new().spawn(read).is_err() {
        return Vec::new();
    }
    match told.recv_timeout(READ_LIMIT) {
        Ok(Ok(events)) => events,
        Ok(Err(error)) => {
            log::warn!("nothing is taken over from the old file: {error}");
            Vec::new()
        }
        Err(_) => {
            log::warn!("nothing is taken over from the old file: it does not answer");
            Vec::new()
        }
    }
}

/// Everything that happened, as far as it is known, and then what is true although nothing of that says so.
fn records(whole: Whole, earlier: Vec<Event>) -> Vec<Record> {
    let named = |event: &Event| match &event.deed {
        Deed::Ids(ids) => ids.clone(),
        _ => Vec::new(),
    };
    let added: HashSet<InvoiceId> = earlier.iter().flat_map(named).collect();
    let ids = whole.tickets.iter().map(|(id, _)| id);
    let missing: Vec<InvoiceId> = ids.filter(|id| !added.contains(*id)).cloned().collect();
    let mut replay = Replay::default();
    for event in earlier {
        replay.take(event);
    }
    if !missing.is_empty() {
        let record = Record::of_ids(missing, Stamp::now(), Arc::clone(&whole.reviewer));
        replay.take(record.event);
    }
    for event in whole.unsaved {
        replay.take(event);
    }
    for &finding in FindingCode::ALL {
        let ignored = whole.ignored.has(finding);
        if replay.history.ignored().has(finding) != ignored {
            let deed = Deed::Ignored(Ignoring { finding, ignored });
            replay.take(Event {
                stamp: Stamp::now(),
                reviewer: Arc::clone(&whole.reviewer),
                invoice: None,
                base: None,
                deed,
            });
        }
    }
    for (id, wanted) in &whole.tickets {
        for event in replay.lacking(id, wanted, &whole.reviewer) {
            replay.take(event);
        }
    }
    replay.records
}
