//! Pixels beside thumbnail and full picture: further pages of a document, parts with more pixels, borders of regions. And
//! data files, which have no pixels at all.

use std::sync::Arc;

use super::Scheduler;
use super::pictures::{CachedPixels, PictureEntry};
use crate::engine::jobs::PictureNr;
use crate::engine::{DecodedPixels, EngineEvent, Failure};
use crate::formats::{DataFile, Pixels};

/// Whether these are pixels without which the picture is still shown.
pub(super) fn is_more(pixels: Pixels) -> bool {
    !matches!(pixels, Pixels::Thumbnail { .. } | Pixels::Full)
}

impl PictureEntry {
    /// Whether it is worth trying to have these: only documents have pages, and what failed fails again.
    pub fn can_have(&self, more: Pixels) -> bool {
        let is_of_its_kind = match more {
            Pixels::Page(_) => self.facts.is_none_or(|facts| facts.is_document()),
            _ => true,
        };
        is_of_its_kind && self.summary.is_none() && !self.has_failed(more)
    }

    fn has_failed(&self, more: Pixels) -> bool {
        let is_edges = |pixels: &Pixels| matches!(pixels, Pixels::Edges(_));
        // Where some borders cannot be cut out, no others can.
        self.failed_more.contains(&more) || is_edges(&more) && self.failed_more.iter().any(is_edges)
    }
}

impl Scheduler {
    /// Sends them if they are at hand; `true` also where there is nothing to wait for.
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
        let invoices = &self.pictures.get(picture).invoices;
        // Of what is open, also what was wanted a moment ago: it is sharper than what is shown.
        let is_wanted =
            self.wanted.wants_more(invoices, pixels) || self.wanted.wants_full(invoices);
        let cached = CachedPixels::AsDecoded(decoded.clone());
        self.pictures
            .keep_pixels(picture, pixels, cached, is_wanted);
        if is_wanted {
            self.send_more(picture, pixels, decoded);
        }
    }

    /// What is shown already stays, only less sharp; the window waits for pages alone.
    pub(super) fn more_failed(&mut self, picture: PictureNr, pixels: Pixels, failure: Failure) {
        self.pictures.get_mut(picture).failed_more.push(pixels);
        if matches!(pixels, Pixels::Page(_)) {
            self.send_pixels(picture, pixels, Err(Arc::new(failure)));
        } else {
            log::debug!("a picture stays without some of its pixels: {failure}");
        }
    }

    /// The file turned out to be data. The first time, all who show it hear of it.
    pub(super) fn data_read(&mut self, picture: PictureNr, data: Arc<DataFile>) {
        let entry = self.pictures.get_mut(picture);
        if entry.summary.is_none() {
            let summary = Arc::new(data.summary());
            entry.summary = Some(Arc::clone(&summary));
            let invoices = entry.invoices.clone();
            self.events.push(EngineEvent::Data { invoices, summary });
        }
        self.full_decoded(picture, DecodedPixels::Data(data));
    }

    fn send_more(&mut self, picture: PictureNr, pixels: Pixels, decoded: DecodedPixels) {
        self.wanted.more_was_sent(picture, pixels);
        self.send_pixels(picture, pixels, Ok(decoded));
    }
}
