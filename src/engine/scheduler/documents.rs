//! Documents: their further pages, parts of a page drawn sharper, and data files, which have no pixels at all. Pictures
//! too large to be sent whole come in parts as well.

use std::sync::Arc;

use super::Scheduler;
use super::pictures::{CachedPixels, PictureEntry};
use crate::engine::jobs::{DecodedPixels, PictureNr, Pixels};
use crate::engine::{DocumentContent, EngineEvent, Failure};
use crate::formats::DataFile;

/// Whether these are pixels of which a document has many.
pub(super) fn is_more(pixels: Pixels) -> bool {
    matches!(pixels, Pixels::Page(_) | Pixels::Part(_))
}

impl PictureEntry {
    /// Whether it is worth trying to have this page or part: only documents have pages, and what failed fails again.
    pub fn can_have(&self, more: Pixels) -> bool {
        let is_document = self.facts.is_none_or(|facts| facts.is_document());
        (is_document || matches!(more, Pixels::Part(_)))
            && self.summary.is_none()
            && !self.failed_more.contains(&more)
    }
}

impl Scheduler {
    /// Sends the page or part if it is at hand; `true` also where there is none to wait for.
    pub(super) fn serve_more(&mut self, picture: PictureNr, pixels: Pixels) -> bool {
        if let Some(cached) = self.pictures.cached(picture, pixels) {
            self.send_more(picture, pixels, cached);
            return true;
        }
        !self.pictures.get(picture).can_have(pixels)
    }

    pub(super) fn more_decoded(
        &mut self,
        picture: PictureNr,
        pixels: Pixels,
        decoded: DecodedPixels,
    ) {
        let cached = match decoded {
            DecodedPixels::Full(page) => CachedPixels::Full(page),
            DecodedPixels::Part(raster) => CachedPixels::Part(raster),
            DecodedPixels::Thumbnail { .. } | DecodedPixels::Edges(_) | DecodedPixels::Data(_) => {
                return;
            }
        };
        self.pictures
            .keep_pixels(picture, pixels, cached.clone(), true);
        self.send_more(picture, pixels, cached);
    }

    /// The document itself is no worse for it.
    pub(super) fn more_failed(&mut self, picture: PictureNr, pixels: Pixels, failure: Failure) {
        let entry = self.pictures.get_mut(picture);
        entry.failed_more.push(pixels);
        let key = entry.key.clone();
        match pixels {
            Pixels::Page(page) => {
                let failure = Arc::new(failure);
                let content = DocumentContent::PageFailed { page, failure };
                self.events.push(EngineEvent::Document { key, content });
            }
            // What is there already stays, only less sharp.
            _ => log::debug!("a part of a page stays as it is: {failure}"),
        }
    }

    /// The file turned out to be data. The first time, all who show it hear of it.
    pub(super) fn data_read(&mut self, picture: PictureNr, data: Arc<DataFile>) {
        let entry = self.pictures.get_mut(picture);
        let invoices = entry.invoices.clone();
        entry.edgeless = true;
        if entry.summary.is_none() {
            let summary = Arc::new(data.summary());
            entry.summary = Some(Arc::clone(&summary));
            let told = invoices.clone();
            self.events.push(EngineEvent::Data {
                invoices: told,
                summary,
            });
        }
        let is_wanted = self.wanted.wants_full(&invoices);
        let cached = CachedPixels::Data(Arc::clone(&data));
        self.pictures
            .keep_pixels(picture, Pixels::Full, cached, is_wanted);
        if is_wanted && !self.wanted.has_full(picture) {
            self.send_data(picture, data);
        }
    }

    pub(super) fn send_data(&mut self, picture: PictureNr, data: Arc<DataFile>) {
        self.wanted.full_was_sent(picture);
        let key = self.pictures.get(picture).key.clone();
        let content = DocumentContent::Data(data);
        self.events.push(EngineEvent::Document { key, content });
    }

    fn send_more(&mut self, picture: PictureNr, pixels: Pixels, cached: CachedPixels) {
        let content = match (pixels, cached) {
            (Pixels::Page(page), CachedPixels::Full(picture)) => {
                DocumentContent::Page { page, picture }
            }
            (Pixels::Part(part), CachedPixels::Part(raster)) => {
                DocumentContent::Part { part, raster }
            }
            _ => return,
        };
        self.wanted.more_was_sent(picture, pixels);
        let key = self.pictures.get(picture).key.clone();
        self.events.push(EngineEvent::Document { key, content });
    }
}
