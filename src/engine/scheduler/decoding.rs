//! Pixels: what is decoded next, and what of it goes to the window.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::invoices::Asking;
use super::more::is_more;
use super::pictures::{CachedPixels, FetchState};
use super::wanted::Want;
use crate::engine::jobs::{Job, PictureNr};
use crate::engine::{DecodedPixels, EngineEvent, Failure, FailureKind, Patience, THUMBNAIL};
use crate::formats::{PackedRaster, Pixels, Raster};
use crate::model::{InvoiceNr, PictureFacts};

impl Scheduler {
    /// Sends what is wanted and at hand, and strikes from the list what needs nothing more.
    pub(super) fn serve_wanted(&mut self) {
        let mut owed = self.wanted.take_owed();
        owed.retain(|want| !self.is_settled(*want));
        self.wanted.put_owed(owed);
    }

    fn is_settled(&mut self, want: Want) -> bool {
        let Some(entry) = self.invoices.get(want.nr) else {
            return false;
        };
        let Some(picture) = entry.picture else {
            return matches!(entry.asking, Asking::NotFound | Asking::Failed);
        };
        if self.pictures.get(picture).failure.is_some() {
            return true;
        }
        let is_data = self.pictures.get(picture).summary.is_some();
        match want.pixels {
            Pixels::Thumbnail { .. } if is_data => true,
            Pixels::Thumbnail { .. } => entry.held || self.serve_thumbnail(want.nr, picture),
            Pixels::Full => self.wanted.has_full(picture) || self.serve_full(picture),
            more => self.wanted.has_more(picture, more) || self.serve_more(picture, more),
        }
    }

    fn serve_thumbnail(&mut self, nr: InvoiceNr, picture: PictureNr) -> bool {
        let facts = self.pictures.get(picture).facts;
        let (Some(facts), Some(raster)) = (facts, self.pictures.thumbnail(picture)) else {
            return false;
        };
        self.send_thumbnail(vec![nr], facts, Some(raster));
        true
    }

    fn serve_full(&mut self, picture: PictureNr) -> bool {
        let cached = self.pictures.cached(picture, Pixels::Full);
        cached.is_some_and(|full| {
            self.send_full(picture, full);
            true
        })
    }

    /// The picture of `want` if its pixels are neither at hand nor being made.
    pub(super) fn lacks_pixels(&self, want: Want) -> Option<PictureNr> {
        let entry = self.invoices.get(want.nr)?;
        let picture = entry.picture?;
        let state = self.pictures.get(picture);
        let is_done = state.failure.is_some()
            || state.is_decoding(want.pixels)
            || match want.pixels {
                // Cached pixels without facts cannot be: both come from the same decoding.
                Pixels::Thumbnail { .. } => entry.held || state.summary.is_some(),
                Pixels::Full => self.wanted.has_full(picture),
                Pixels::Part(_) if state.is_being_cut() => true,
                more => !state.can_have(more) || self.wanted.has_more(picture, more),
            }
            || self.pictures.has_pixels(picture, want.pixels);
        (!is_done).then_some(picture)
    }

    pub(super) fn next_decode(&mut self) -> Option<Job> {
        let wanted = self.wanted.owed().iter().find_map(|want| {
            let picture = self.lacks_pixels(*want)?;
            let has_bytes = self.pictures.has_bytes(picture);
            has_bytes.then_some((picture, want.pixels))
        });
        if !self.has_hand_for(wanted) {
            return None;
        }
        if let Some(job) = self.next_original_decode(wanted) {
            return Some(job);
        }
        let rest = || Some((self.pictures.first_fresh()?, THUMBNAIL));
        let (picture, pixels) = wanted.or_else(rest)?;
        let bytes = self.pictures.bytes_of(picture)?;
        if pixels != THUMBNAIL && self.comes_in_parts(picture) {
            self.pictures.pin_bytes(picture, Arc::clone(&bytes));
        }
        let entry = self.pictures.get_mut(picture);
        entry.set_decoding(pixels, true);
        let patience = entry.patience;
        self.pictures.sort_in(picture);
        self.decoding += 1;
        Some(Job::Decode {
            picture,
            bytes,
            pixels,
            patience,
        })
    }

    /// The open picture finds a decoder free when its file is there, and half of the machine at least to itself after
    /// that: somebody waits for it and for nothing else. Where it comes in parts, one decoder stays free for those.
    fn has_hand_for(&self, next: Option<(PictureNr, Pixels)>) -> bool {
        let open = self.open_picture();
        if next.is_some_and(|(picture, _)| Some(picture) == open) {
            return true;
        }
        let decoders = self.config.decoders;
        let most = if open.is_some_and(|open| self.is_coming(open)) {
            decoders / 2
        } else if open.is_some_and(|open| self.comes_in_parts(open)) {
            decoders - 1
        } else {
            decoders
        };
        self.decoding < most.max(1)
    }

    /// That of the open invoice.
    pub fn open_picture(&self) -> Option<PictureNr> {
        self.invoices.get(self.wanted.open()?)?.picture
    }

    /// Whether the picture has more pixels than are sent whole.
    fn comes_in_parts(&self, picture: PictureNr) -> bool {
        let facts = self.pictures.get(picture).facts;
        facts.is_some_and(|facts| {
            let pixels = u64::from(facts.size.width) * u64::from(facts.size.height);
            pixels > self.config.decode.max_whole_pixels
        })
    }

    /// Whether the open picture's file or its pixels are on their way.
    pub(super) fn is_coming(&self, picture: PictureNr) -> bool {
        let entry = self.pictures.get(picture);
        let has_ended =
            entry.failure.is_some() || entry.summary.is_some() || self.wanted.has_full(picture);
        let is_coming = entry.fetch == FetchState::Running
            || entry.is_decoding(Pixels::Full)
            || self.pictures.has_bytes(picture);
        is_coming && !has_ended
    }

    pub(super) fn decode_ended(
        &mut self,
        picture: PictureNr,
        pixels: Pixels,
        result: Result<DecodedPixels, Failure>,
        now: Duration,
    ) {
        self.decoding -= 1;
        let entry = self.pictures.get_mut(picture);
        entry.set_decoding(pixels, false);
        if entry
            .outdated
            .take_if(|outdated| *outdated == pixels)
            .is_some()
        {
            self.pictures.sort_in(picture);
            return;
        }
        if entry.failure.is_none()
            && let Some(kind) = worth_another_fetch(pixels, &result)
            && self.fetch_again(picture, kind, now)
        {
            return;
        }
        let entry = self.pictures.get(picture);
        match result {
            // The other decoding of the same file failed and was told already.
            _ if entry.failure.is_some() => {}
            Ok(DecodedPixels::Data(data)) => self.data_read(picture, data),
            Ok(DecodedPixels::Raster { facts, raster }) if pixels == THUMBNAIL => {
                self.thumbnail_decoded(picture, facts, raster);
            }
            Ok(full) if pixels == Pixels::Full => self.full_decoded(picture, full),
            Ok(more) => self.more_decoded(picture, pixels, more),
            Err(failure) if is_more(pixels) => self.more_failed(picture, pixels, failure),
            Err(failure) => {
                self.pictures.get_mut(picture).patience = Patience::Usual;
                if failure.kind == FailureKind::DecoderMissing {
                    self.block(failure.clone());
                }
                self.fail_picture(picture, Arc::new(failure));
            }
        }
        if self.pictures.get(picture).facts.is_some() {
            self.may_be_read(picture);
        }
        // The first look needs the bytes even where the budget has no room for them.
        if self.pictures.get(picture).was_looked_at() {
            self.pictures.set_fresh(picture, None);
        }
        self.pictures.sort_in(picture);
    }

    fn thumbnail_decoded(&mut self, picture: PictureNr, facts: PictureFacts, raster: Arc<Raster>) {
        let entry = self.pictures.get_mut(picture);
        let is_first_look = entry.facts.replace(facts).is_none();
        let mut invoices = entry.invoices.clone();
        let is_looked_at = self.is_any_looked_at(&invoices);
        let cached = CachedPixels::Packed(Arc::new(PackedRaster::pack(&raster)));
        self.pictures
            .keep_pixels(picture, THUMBNAIL, cached, is_looked_at);
        if !is_first_look {
            invoices.retain(|nr| self.wanted.is_looked_at(*nr) && !self.is_held(*nr));
        }
        if !invoices.is_empty() {
            self.send_thumbnail(invoices, facts, Some(raster).filter(|_| is_looked_at));
        }
    }

    pub(super) fn full_decoded(&mut self, picture: PictureNr, full: DecodedPixels) {
        let is_wanted = self.wanted.wants_full(&self.pictures.get(picture).invoices);
        let cached = CachedPixels::AsDecoded(full.clone());
        self.pictures
            .keep_pixels(picture, Pixels::Full, cached, is_wanted);
        if is_wanted && !self.wanted.has_full(picture) {
            self.send_full(picture, full);
        }
    }

    pub(super) fn send_thumbnail(
        &mut self,
        invoices: Vec<InvoiceNr>,
        facts: PictureFacts,
        raster: Option<Arc<Raster>>,
    ) {
        if raster.is_some() {
            for nr in &invoices {
                if let Some(entry) = self.invoices.get_mut(*nr) {
                    entry.held = true;
                }
            }
        }
        let shown_by = invoices.clone();
        self.events.push(EngineEvent::Thumbnail {
            invoices,
            facts,
            raster,
        });
        self.tell_reading(&shown_by);
    }

    fn send_full(&mut self, picture: PictureNr, full: DecodedPixels) {
        self.wanted.full_was_sent(picture);
        self.send_pixels(picture, Pixels::Full, Ok(full));
    }

    pub(super) fn send_pixels(
        &mut self,
        picture: PictureNr,
        pixels: Pixels,
        result: Result<DecodedPixels, Arc<Failure>>,
    ) {
        self.events.push(EngineEvent::Pixels {
            key: self.pictures.get(picture).key.clone(),
            pixels,
            result,
        });
    }

    fn is_held(&self, nr: InvoiceNr) -> bool {
        self.invoices.get(nr).is_some_and(|entry| entry.held)
    }

    pub(super) fn is_any_looked_at(&self, invoices: &[InvoiceNr]) -> bool {
        invoices.iter().any(|nr| self.wanted.is_looked_at(*nr))
    }

    /// Whether the user looks at the picture in any size.
    pub(super) fn is_wanted(&self, picture: PictureNr) -> bool {
        let invoices = &self.pictures.get(picture).invoices;
        self.is_any_looked_at(invoices) || self.wanted.wants_full(invoices)
    }
}

/// What another download of the same file might mend: it ends too early, or is none.
fn worth_another_fetch(
    pixels: Pixels,
    result: &Result<DecodedPixels, Failure>,
) -> Option<FailureKind> {
    let is_complete = match result {
        // Cut out of a file that was decoded before.
        _ if matches!(pixels, Pixels::Part(_) | Pixels::Edges(_)) && result.is_ok() => true,
        Ok(DecodedPixels::Raster { facts, .. }) => facts.complete,
        Ok(DecodedPixels::Picture(picture)) => picture.facts.complete,
        // Read to its end.
        Ok(DecodedPixels::Data(_)) => true,
        Err(failure) => {
            let mendable = [FailureKind::CutShort, FailureKind::WebPage];
            return Some(failure.kind).filter(|kind| mendable.contains(kind));
        }
    };
    (!is_complete).then_some(FailureKind::CutShort)
}
