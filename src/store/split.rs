//! A review split by whole pages into several files, one for each reviewer. Each is a review by itself, with everything
//! that happened to its invoices under the same names, so that merging them later finds what is new.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Deed, Event, EventId, InvoiceId, Learned, Stamp, TicketState};

use super::folder::ENDING;
use super::record::{Contents, Record};
use super::replay::{Replay, read_with_events};
use super::{ReviewFile, StoreError, salvage};

/// Why a review is not split.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    #[error("the review cannot be read: {0}")]
    Review(#[from] StoreError),
    /// Pages stay whole, and no part is empty.
    #[error("there are {pages} pages")]
    TooFew { pages: usize },
    #[error("{}: {error}", path.display())]
    Part { path: PathBuf, error: StoreError },
}

/// Writes the parts into this folder and returns where they are, each with the number of its invoices. The review stays
/// as it is. Either all parts are there afterwards or none.
pub fn split(
    review: &Path,
    into: usize,
    folder: &Path,
) -> Result<Vec<(PathBuf, usize)>, SplitError> {
    let file = ReviewFile::open_to_look(review)?;
    fs::create_dir_all(folder).map_err(|error| SplitError::Part {
        path: folder.to_owned(),
        error: error.into(),
    })?;
    file.check_known()?;
    let (contents, events) = read_with_events(&file)?;
    drop(file);
    let parts = parts(&contents, into)?;
    let stem = review.file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    let name = |nr: usize| folder.join(format!("{stem}-{nr}-of-{into}.{ENDING}"));
    let paths: Vec<PathBuf> = (1..=into).map(name).collect();
    let refused = |path: &Path, error| SplitError::Part {
        path: path.to_owned(),
        error,
    };
    if let Some(path) = paths.iter().find(|path| path.exists()) {
        return Err(refused(path, StoreError::Exists));
    }
    for (nr, (path, ids)) in paths.iter().zip(&parts).enumerate() {
        if let Err(error) = write(path, ids, &contents, &events) {
            for path in &paths[..=nr] {
                if let Err(error) = salvage::remove(path) {
                    log::warn!("what was begun of a part stays: {error}");
                }
            }
            return Err(refused(path, error));
        }
    }
    let counts = parts.iter().map(Vec::len);
    Ok(paths.into_iter().zip(counts).collect())
}

/// The invoices of each part: pages in the order in which they are first met, about as many invoices in each.
fn parts(contents: &Contents, into: usize) -> Result<Vec<Vec<InvoiceId>>, SplitError> {
    let page =
        |(id, learned): &(InvoiceId, Learned)| Some((id.clone(), learned.page()?.to_owned()));
    let page_of: HashMap<InvoiceId, String> = contents.learned.iter().filter_map(page).collect();
    let mut pages: Vec<Vec<InvoiceId>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for id in &contents.ids {
        // One whose page is not known is alone.
        let at = page_of.get(id).map_or(pages.len(), |page| {
            *known.entry(page.as_str()).or_insert(pages.len())
        });
        match pages.get_mut(at) {
            Some(siblings) => siblings.push(id.clone()),
            None => pages.push(vec![id.clone()]),
        }
    }
    if into == 0 || pages.len() < into {
        return Err(SplitError::TooFew { pages: pages.len() });
    }
    let mut left = contents.ids.len();
    let mut pages_left = pages.len();
    let mut pages = pages.into_iter();
    let mut parts = Vec::with_capacity(into);
    for parts_left in (1..=into).rev() {
        let share = left.div_ceil(parts_left);
        let mut part: Vec<InvoiceId> = Vec::new();
        // The last takes all that is left; those before it leave a page for each that comes.
        while parts_left == 1 || part.is_empty() || (part.len() < share && pages_left >= parts_left)
        {
            let Some(siblings) = pages.next() else {
                break;
            };
            pages_left -= 1;
            part.extend(siblings);
        }
        left -= part.len();
        parts.push(part);
    }
    Ok(parts)
}

fn write(
    path: &Path,
    ids: &[InvoiceId],
    contents: &Contents,
    events: &[Event],
) -> Result<(), StoreError> {
    let mut file = ReviewFile::create(path, &contents.header.platform)?;
    file.write(&records(ids, contents, events))?;
    let of_it: HashSet<&InvoiceId> = ids.iter().collect();
    let learned = contents.learned.iter();
    let learned: Vec<(InvoiceId, Learned)> = learned
        .filter(|(id, _)| of_it.contains(id))
        .cloned()
        .collect();
    file.learn(&learned)?;
    file.check()
}

fn records(ids: &[InvoiceId], contents: &Contents, events: &[Event]) -> Vec<Record> {
    let of_it: HashSet<&InvoiceId> = ids.iter().collect();
    let mut begins = events
        .iter()
        .filter(|event| matches!(event.deed, Deed::Ids(_)));
    let reviewer: Arc<str> = begins
        .next()
        .map(|it| Arc::clone(&it.reviewer))
        .unwrap_or_default();
    let mut replay = Replay::default();
    replay.take(Record::of_ids(ids.to_vec(), Stamp::now(), Arc::clone(&reviewer)).event);
    for event in events {
        if belongs(event, &of_it, &replay.known) {
            replay.take(event.clone());
        }
    }
    let wanted: HashMap<&InvoiceId, &TicketState> = contents
        .states
        .iter()
        .map(|(id, state)| (id, state))
        .collect();
    let untouched = TicketState::default();
    for id in ids {
        // What was taken back may rest on what happened to others.
        let wanted = wanted.get(id).copied().unwrap_or(&untouched);
        for event in replay.lacking(id, wanted, &reviewer) {
            replay.take(event);
        }
    }
    replay.records
}

/// Whether an event goes with these invoices: it is about one of them or about the whole review, or takes back one that
/// is.
fn belongs(event: &Event, ids: &HashSet<&InvoiceId>, known: &HashSet<EventId>) -> bool {
    match &event.deed {
        // Each part has one of its own.
        Deed::Ids(_) => false,
        Deed::Accepted(accepted) => accepted.iter().any(|it| ids.contains(&it.invoice)),
        Deed::Undone(other) | Deed::Redone(other) => known.contains(other),
        _ => event.invoice.as_ref().is_none_or(|id| ids.contains(id)),
    }
}
