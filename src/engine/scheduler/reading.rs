//! What is read in pictures when there is nothing else to do: nearest to what is looked at first, each picture once,
//! however many invoices show it. Those that nobody looks at are looked at before any of them is read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Scheduler;
use crate::engine::jobs::{Job, PictureNr};
use crate::engine::{EngineEvent, Failure};
use crate::model::{InvoiceNr, PageText};

/// Where every picture is to be read, no more is fetched while so many wait.
const MAX_WAITING: usize = 16;

/// Pictures that are looked at before anybody comes near them: what was seen of each takes tens of kilobytes.
const MAX_AHEAD: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct ReadingDesk {
    /// As [`EngineConfig::read_lines`].
    most_lines: Option<usize>,
    reads_all: bool,
    /// Decoded and not read yet, by number. One whose file is gone waits until it is there again.
    unread: Waiting,
    /// Those of them that were not looked at either: that takes a fiftieth of the time, and often says already which
    /// invoices are suspicious.
    unseen: Waiting,
    /// Their files, where every picture is to be read.
    files: HashMap<PictureNr, Arc<[u8]>>,
    under_way: Option<Reading>,
    done: HashMap<PictureNr, Arc<PageText>>,
}

/// Pictures by the first invoice that shows them.
type Waiting = BTreeSet<(InvoiceNr, PictureNr)>;

/// A picture, and how many lines of it are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reading {
    picture: PictureNr,
    most_lines: usize,
}

impl ReadingDesk {
    pub fn new(most_lines: Option<usize>, reads_all: bool) -> Self {
        Self {
            most_lines,
            reads_all,
            ..Self::default()
        }
    }

    pub fn clear(&mut self) {
        *self = Self::new(self.most_lines, self.reads_all);
    }

    /// Whether nothing is read, nor will be before more comes.
    pub fn is_at_rest(&self) -> bool {
        self.under_way.is_none() && (self.unread.is_empty() || !self.reads())
    }

    /// Whether enough waits to be read.
    pub fn is_full(&self) -> bool {
        self.files.len() >= MAX_WAITING
    }

    /// Whether all that is to be made of a picture was, or is under way.
    fn is_begun(&self, picture: PictureNr) -> bool {
        let reads = self.reads();
        let mut under_way = self.under_way.iter();
        let mut done = self.done.get(&picture).into_iter();
        under_way.any(|it| it.picture == picture && (it.most_lines > 0 || !reads))
            || done.any(|text| text.is_read || !reads)
    }

    fn reads(&self) -> bool {
        self.most_lines.is_some_and(|most| most > 0)
    }

    fn wait(&mut self, first: InvoiceNr, picture: PictureNr) {
        self.unread.insert((first, picture));
        // Where each is read before the next ones come, nothing is gained by looking first.
        if self.reads() && !self.reads_all && !self.done.contains_key(&picture) {
            self.unseen.insert((first, picture));
        }
    }
}

impl Scheduler {
    /// Reads so many lines of each picture from now on, also of those that were only looked at; none: what was not begun is
    /// not read.
    pub fn read_lines(&mut self, most_lines: usize) {
        self.reading.most_lines = Some(most_lines);
        let looked_at: Vec<PictureNr> = self.reading.done.keys().copied().collect();
        for picture in looked_at {
            self.may_be_read(picture);
        }
    }

    /// A picture was decoded, so that there is something to be seen in it.
    pub(super) fn may_be_read(&mut self, picture: PictureNr) {
        let first = self.pictures.get(picture).invoices.first().copied();
        let Some(first) = first.filter(|_| !self.reading.is_begun(picture)) else {
            return;
        };
        self.reading.wait(first, picture);
        if self.reading.reads_all
            && self.reading.most_lines.is_some()
            && let Some(bytes) = self.pictures.bytes_of(picture)
        {
            self.reading.files.insert(picture, bytes);
        }
    }

    /// Only while nothing is being decoded, and one picture at a time: what is looked at finds a hand free.
    pub(super) fn next_reading(&mut self) -> Option<Job> {
        let desk = &self.reading;
        let most_lines = desk.most_lines?;
        let may_look = desk.reads_all || desk.done.len() < MAX_AHEAD;
        let is_awaited = self.open_picture().is_some_and(|open| self.is_coming(open));
        if self.decoding > 0 || desk.unread.is_empty() || is_awaited {
            return None;
        }
        let (picture, most_lines) = if let Some(nearest) = self.nearest_unread() {
            (nearest, most_lines)
        } else if !may_look && most_lines == 0 {
            return None;
        } else if may_look && let Some(unseen) = self.first_waiting(|desk| &mut desk.unseen) {
            (unseen, 0)
        } else {
            (self.first_waiting(|desk| &mut desk.unread)?, most_lines)
        };
        let bytes = self.file_to_read(picture)?;
        let desk = &mut self.reading;
        desk.unseen.retain(|(_, other)| *other != picture);
        if most_lines > 0 || !desk.reads() {
            desk.unread.retain(|(_, other)| *other != picture);
        }
        desk.files.remove(&picture);
        desk.under_way = Some(Reading {
            picture,
            most_lines,
        });
        self.decoding += 1;
        Some(Job::Read {
            picture,
            bytes,
            most_lines,
        })
    }

    /// Starts over with one that could not be read.
    pub(super) fn retry_reading(&mut self, picture: PictureNr) {
        let done = &mut self.reading.done;
        if done.get(&picture).is_some_and(|it| it.could_not_be_read()) {
            done.remove(&picture);
            self.may_be_read(picture);
        }
    }

    fn nearest_unread(&self) -> Option<PictureNr> {
        self.wanted.nearest().find_map(|nr| {
            let picture = self.invoices.get(nr)?.picture?;
            let is_known = self.pictures.get(picture).facts.is_some();
            let is_due = is_known && !self.reading.is_begun(picture) && self.has_file(picture);
            is_due.then_some(picture)
        })
    }

    fn first_waiting(&mut self, of: fn(&mut ReadingDesk) -> &mut Waiting) -> Option<PictureNr> {
        while let Some((_, picture)) = of(&mut self.reading).pop_first() {
            // One that is gone comes back with its file.
            if self.has_file(picture) && !self.reading.is_begun(picture) {
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
        let is_read = self.reading.under_way.take();
        let is_read = is_read.is_some_and(|it| it.most_lines > 0);
        self.decoding -= 1;
        let entry = self.pictures.get(picture);
        let text = match (result, entry.facts) {
            (Ok(text), _) => text,
            // What is shown does not depend on it.
            (Err(failure), Some(facts)) => {
                log::warn!("a picture cannot be read: {}", failure.kind.code());
                Arc::new(PageText::nothing(facts.size, is_read))
            }
            (Err(_), None) => return,
        };
        self.reading.done.insert(picture, Arc::clone(&text));
        // More may be wanted of it by now.
        self.may_be_read(picture);
        let invoices = self.pictures.get(picture).invoices.clone();
        self.events
            .push(EngineEvent::PictureRead { invoices, text });
    }

    /// Says what was read to those that show the picture only now.
    pub(super) fn tell_reading(&mut self, invoices: &[InvoiceNr]) {
        let first = invoices.first().and_then(|nr| self.invoices.get(*nr));
        let picture = first.and_then(|entry| entry.picture);
        let text = picture.and_then(|picture| self.reading.done.get(&picture));
        if let Some(text) = text {
            self.events.push(EngineEvent::PictureRead {
                invoices: invoices.to_vec(),
                text: Arc::clone(text),
            });
        }
    }
}
