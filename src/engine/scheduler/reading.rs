//! What is read in pictures when there is nothing else to do: nearest to what is looked at first, each picture once,
//! however many invoices show it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Scheduler;
use crate::engine::jobs::{Job, PictureNr};
use crate::engine::{EngineEvent, Failure};
use crate::model::{InvoiceNr, PageText};

/// Where every picture is to be read, no more is fetched while so many wait.
const MAX_WAITING: usize = 16;

#[derive(Debug, Default)]
pub(super) struct ReadingDesk {
    /// Lines of a picture that are read at most; none: nothing is read.
    most_lines: usize,
    reads_all: bool,
    /// Decoded and not read yet, by number. One whose file is gone waits until it is there again.
    unread: BTreeSet<(InvoiceNr, PictureNr)>,
    /// Their files, where every picture is to be read.
    files: HashMap<PictureNr, Arc<[u8]>>,
    under_way: Option<PictureNr>,
    read: HashMap<PictureNr, Arc<PageText>>,
}

impl ReadingDesk {
    pub fn new(most_lines: usize, reads_all: bool) -> Self {
        Self {
            most_lines,
            reads_all,
            ..Self::default()
        }
    }

    pub fn clear(&mut self) {
        *self = Self::new(self.most_lines, self.reads_all);
    }

    /// Whether enough waits to be read.
    pub fn is_full(&self) -> bool {
        self.most_lines > 0 && self.files.len() >= MAX_WAITING
    }

    fn is_begun(&self, picture: PictureNr) -> bool {
        self.under_way == Some(picture) || self.read.contains_key(&picture)
    }
}

impl Scheduler {
    /// Reads so many lines of each picture from now on; none: what was not begun is not read.
    pub fn read_lines(&mut self, most_lines: usize) {
        self.reading.most_lines = most_lines;
    }

    /// A picture was decoded, so that there is something to be seen in it.
    pub(super) fn may_be_read(&mut self, picture: PictureNr) {
        let first = self.pictures.get(picture).invoices.first().copied();
        let Some(first) = first.filter(|_| !self.reading.is_begun(picture)) else {
            return;
        };
        self.reading.unread.insert((first, picture));
        if self.reading.reads_all
            && self.reading.most_lines > 0
            && let Some(bytes) = self.pictures.bytes_of(picture)
        {
            self.reading.files.insert(picture, bytes);
        }
    }

    /// Only while nothing is being decoded, and one picture at a time: what is looked at finds a hand free.
    pub(super) fn next_reading(&mut self) -> Option<Job> {
        let desk = &self.reading;
        let is_awaited = self.open_picture().is_some_and(|open| self.is_coming(open));
        if desk.most_lines == 0 || self.decoding > 0 || desk.unread.is_empty() || is_awaited {
            return None;
        }
        let picture = self.nearest_unread().or_else(|| self.first_unread())?;
        let bytes = self.file_to_read(picture)?;
        let desk = &mut self.reading;
        desk.unread.retain(|(_, other)| *other != picture);
        desk.files.remove(&picture);
        desk.under_way = Some(picture);
        self.decoding += 1;
        Some(Job::Read {
            picture,
            bytes,
            most_lines: self.reading.most_lines,
        })
    }

    fn nearest_unread(&self) -> Option<PictureNr> {
        self.wanted.nearest().find_map(|nr| {
            let picture = self.invoices.get(nr)?.picture?;
            let is_known = self.pictures.get(picture).facts.is_some();
            let is_due = is_known && !self.reading.is_begun(picture) && self.has_file(picture);
            is_due.then_some(picture)
        })
    }

    fn first_unread(&mut self) -> Option<PictureNr> {
        while let Some((_, picture)) = self.reading.unread.pop_first() {
            // One that is gone comes back with its file.
            if self.has_file(picture) {
                return Some(picture);
            }
        }
        None
    }

    fn has_file(&self, picture: PictureNr) -> bool {
        self.reading.files.contains_key(&picture) || self.pictures.has_bytes(picture)
    }

    fn file_to_read(&mut self, picture: PictureNr) -> Option<Arc<[u8]>> {
        let kept = self.reading.files.get(&picture).cloned();
        kept.or_else(|| self.pictures.bytes_of(picture))
    }

    pub(super) fn reading_ended(
        &mut self,
        picture: PictureNr,
        result: Result<Arc<PageText>, Failure>,
    ) {
        self.reading.under_way = None;
        self.decoding -= 1;
        let entry = self.pictures.get(picture);
        let text = match (result, entry.facts) {
            (Ok(text), _) => text,
            // What is shown does not depend on it.
            (Err(failure), Some(facts)) => {
                log::warn!("a picture cannot be read: {}", failure.kind.code());
                Arc::new(PageText::nothing(facts.size))
            }
            (Err(_), None) => return,
        };
        self.reading.read.insert(picture, Arc::clone(&text));
        let invoices = self.pictures.get(picture).invoices.clone();
        self.events
            .push(EngineEvent::PictureRead { invoices, text });
    }

    /// Says what was read to those that show the picture only now.
    pub(super) fn tell_reading(&mut self, invoices: &[InvoiceNr]) {
        let first = invoices.first().and_then(|nr| self.invoices.get(*nr));
        let picture = first.and_then(|entry| entry.picture);
        let text = picture.and_then(|picture| self.reading.read.get(&picture));
        if let Some(text) = text {
            self.events.push(EngineEvent::PictureRead {
                invoices: invoices.to_vec(),
                text: Arc::clone(text),
            });
        }
    }
}
