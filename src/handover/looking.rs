//! The order in which full pictures are fetched and handed on: one after the other, the next ones being fetched meanwhile.

use std::sync::Arc;

use crate::engine::{FullPicture, Interest};
use crate::model::{InvoiceNr, PictureKey};
use crate::review::{Library, Stage};

use super::{Fetcher, HandoverFetchError, PictureSink, Watch};

/// Pictures fetched ahead of the one being written.
const AHEAD: usize = 3;

impl Fetcher {
    /// Hands on the picture of every ready invoice.
    pub fn hand_on_pictures(
        &mut self,
        sink: &mut dyn PictureSink,
        watch: &Watch,
        mut seen: impl FnMut(&Library),
    ) -> Result<(), HandoverFetchError> {
        let all = self.library.numbers().filter(|nr| !self.earlier.has(*nr));
        let all: Vec<InvoiceNr> = all.collect();
        self.hand_on_each(&all, sink, watch, &mut seen)?;
        // What a region's numbers mean may have been settled by a link that came later.
        let outdated = self.outdated(sink);
        self.hand_on_each(&outdated, sink, watch, &mut seen)
    }

    /// Those whose region turned out to lie elsewhere since they were handed on.
    fn outdated(&self, sink: &dyn PictureSink) -> Vec<InvoiceNr> {
        let is_outdated = |nr: &InvoiceNr| {
            let entry = self.library.get(*nr);
            entry.is_some_and(|it| sink.has(*nr, it) && !sink.is_current(*nr, it))
        };
        self.library.numbers().filter(is_outdated).collect()
    }

    fn hand_on_each(
        &mut self,
        numbers: &[InvoiceNr],
        sink: &mut dyn PictureSink,
        watch: &Watch,
        seen: &mut dyn FnMut(&Library),
    ) -> Result<(), HandoverFetchError> {
        for (index, &nr) in numbers.iter().enumerate() {
            let entry = self.library.get(nr);
            if !entry.is_some_and(|entry| sink.is_current(nr, entry))
                && let Some(picture) = self.wait_for_picture(&numbers[index..], watch, seen)?
            {
                self.hand_on_to_all(nr, &picture, sink)?;
            }
            watch.step();
        }
        Ok(())
    }

    /// The first of these that are ready: only then their full pictures are asked for.
    fn ready_of(&self, numbers: &[InvoiceNr]) -> Vec<InvoiceNr> {
        let next = numbers.iter().copied().take(1 + AHEAD);
        next.filter(|nr| self.is_ready(*nr)).collect()
    }

    fn is_ready(&self, nr: InvoiceNr) -> bool {
        let entry = self.library.get(nr);
        entry.is_some_and(|entry| entry.stage == Stage::Ready)
    }

    /// Has those fetched in full that are ready, and what comes next ahead of its turn.
    fn look_at(&mut self, numbers: &[InvoiceNr], in_full: &[InvoiceNr]) {
        let first = |count: usize| &numbers[..count.min(numbers.len())];
        self.keep_pictures(first(1 + AHEAD));
        let visible = first(1 + AHEAD + 2 * self.connections);
        // Those that show the same picture are handed on with it, wherever in the list they stand, if they are ready by
        // then: each that is not has it decoded once more.
        let mut beside: Vec<InvoiceNr> = Vec::new();
        for &nr in in_full {
            let key = picture_key(&self.library, nr);
            let on_page = self.library.on_same_page(nr).iter().copied();
            let is_beside =
                |it: &InvoiceNr| picture_key(&self.library, *it) == key && !self.is_ready(*it);
            beside.extend(on_page.filter(is_beside));
        }
        let visible: Vec<InvoiceNr> = visible.iter().copied().chain(beside).collect();
        self.engine.set_interest(Interest {
            open: in_full.first().copied(),
            neighbours: in_full.get(1..).unwrap_or_default().to_vec(),
            visible,
            held: in_full
                .iter()
                .copied()
                .filter(|&nr| self.has_picture(nr))
                .collect(),
            ..Interest::default()
        });
    }

    /// Hands on the picture for `nr` and for all others that show the same one, as long as it is here.
    fn hand_on_to_all(
        &self,
        nr: InvoiceNr,
        picture: &FullPicture,
        sink: &mut dyn PictureSink,
    ) -> Result<(), HandoverFetchError> {
        let key = picture_key(&self.library, nr);
        for &shown in self.library.on_same_page(nr) {
            let Some(entry) = self.library.get(shown) else {
                continue;
            };
            let is_due = entry.stage == Stage::Ready && !sink.is_current(shown, entry);
            if is_due && picture_key(&self.library, shown) == key {
                sink.take(shown, entry, picture)?;
            }
        }
        Ok(())
    }

    /// Lets go of pictures that none of these show.
    fn keep_pictures(&mut self, wanted: &[InvoiceNr]) {
        let library = &self.library;
        let is_wanted = |key: &PictureKey| {
            wanted
                .iter()
                .any(|&nr| picture_key(library, nr) == Some(key))
        };
        self.pictures.retain(|(key, _)| is_wanted(key));
    }

    fn has_picture(&self, nr: InvoiceNr) -> bool {
        let key = picture_key(&self.library, nr);
        self.pictures.iter().any(|(held, _)| Some(held) == key)
    }

    /// The full picture of the first of these invoices; `None` where there is none to be had.
    fn wait_for_picture(
        &mut self,
        numbers: &[InvoiceNr],
        watch: &Watch,
        seen: &mut dyn FnMut(&Library),
    ) -> Result<Option<Arc<FullPicture>>, HandoverFetchError> {
        let Some(&nr) = numbers.first() else {
            return Ok(None);
        };
        let mut looked_at = None;
        loop {
            let in_full = self.ready_of(numbers);
            if looked_at.as_ref() != Some(&in_full) {
                self.look_at(numbers, &in_full);
                looked_at = Some(in_full);
            }
            let key = picture_key(&self.library, nr);
            let found = self.pictures.iter().find(|(held, _)| Some(held) == key);
            if let Some((_, picture)) = found.filter(|_| self.is_ready(nr)) {
                return Ok(Some(Arc::clone(picture)));
            }
            let stage = self.library.get(nr).map(|entry| entry.stage);
            if stage.is_none_or(|stage| stage.is_settled() && stage != Stage::Ready) {
                return Ok(None);
            }
            self.take_event(watch)?;
            seen(&self.library);
        }
    }
}

fn picture_key(library: &Library, nr: InvoiceNr) -> Option<&PictureKey> {
    Some(&library.get(nr)?.invoice.as_ref()?.picture_key)
}
