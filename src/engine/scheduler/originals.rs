//! Originals of pages: whose file is read, and what of it goes to the window. A file that the user named wins over what
//! a bucket hands out.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::original_table::OriginalStep;
use crate::engine::jobs::{Job, PictureNr};
use crate::engine::originals::{OriginalEnded, OriginalEvent, OriginalJob, OriginalSource};
use crate::engine::{DecodedPixels, EngineEvent, Failure, FailureKind, FullPicture, Interest};
use crate::formats::Pixels;
use crate::model::{InvoiceNr, OriginalFiles, PageKey};

impl Scheduler {
    /// Originals come from these files from now on, and those sent so far are forgotten.
    pub fn use_originals(&mut self, files: Arc<OriginalFiles>) {
        self.originals.replace_files(files, &self.config);
    }

    pub(super) fn want_originals(&mut self, interest: &Interest) {
        let pages = |numbers: &[InvoiceNr]| -> HashSet<PageKey> {
            numbers.iter().filter_map(|nr| self.page_of(*nr)).collect()
        };
        let (wanted, held) = (pages(&interest.originals), pages(&interest.held_originals));
        let originals = &mut self.originals;
        originals.sent = held;
        originals.wanted.clone_from(&interest.originals);
        if originals.open != interest.open {
            originals.open = interest.open;
            originals.failed_while_open = false;
        }
        for (page, original) in &mut originals.pages {
            if matches!(original.step, OriginalStep::Got(_)) && !wanted.contains(page) {
                original.step = OriginalStep::Idle;
            }
        }
    }

    /// Sends originals that are wanted and at hand.
    pub(super) fn serve_originals(&mut self) {
        for nr in self.originals.wanted.clone() {
            let Some(page) = self.page_of(nr) else {
                continue;
            };
            if self.originals.sent.contains(&page) {
                continue;
            }
            let cached = self.originals.pixels.get(&page).map(Arc::clone);
            let source = self.originals.pages.get(&page).map(|it| it.source.clone());
            if let (Some(picture), Some(source)) = (cached, source) {
                self.send_original(page, source, picture);
            }
        }
    }

    /// Files to be read and links to be fetched now.
    pub(super) fn originals_to_get(&mut self, now: Duration) -> Vec<Job> {
        let wanted = self.originals.wanted.clone();
        wanted
            .into_iter()
            .filter_map(|nr| self.original_to_get(nr, now))
            .map(Job::Original)
            .collect()
    }

    fn original_to_get(&mut self, nr: InvoiceNr, now: Duration) -> Option<OriginalJob> {
        let invoice = Arc::clone(self.invoices.get(nr)?.invoice.as_ref()?);
        let page = invoice.picture_key.page.clone();
        let original = self.originals.page(&invoice)?;
        let source = original.source.clone();
        if !matches!(original.step, OriginalStep::Idle) || self.originals.is_at_hand(&page) {
            return None;
        }
        let (step, job) = match source {
            OriginalSource::File(path) => {
                let max_bytes = self.config.http.file_bytes;
                let page = page.clone();
                let job = OriginalJob::Read {
                    page,
                    path,
                    max_bytes,
                };
                (OriginalStep::Getting, Some(job))
            }
            OriginalSource::Uncropped | OriginalSource::Attachment => {
                if let Some(bytes) = self.originals.bytes.get(&page) {
                    (OriginalStep::Got(Arc::clone(bytes)), None)
                } else if source == OriginalSource::Attachment {
                    (
                        OriginalStep::Getting,
                        Some(self.attached_to_get(&page, now)?),
                    )
                } else {
                    let link = self.uncropped_link(nr, &page, now)?;
                    let page = page.clone();
                    (
                        OriginalStep::Getting,
                        Some(OriginalJob::Fetch { page, source, link }),
                    )
                }
            }
        };
        self.originals.pages.get_mut(&page)?.step = step;
        job
    }

    /// The original to decode before `instead`, which would be next without it.
    pub(super) fn next_original_decode(
        &mut self,
        instead: Option<(PictureNr, Pixels)>,
    ) -> Option<Job> {
        let wanted = self.originals.wanted.clone();
        let (page, source, bytes) = wanted.into_iter().find_map(|nr| {
            let comes_first = match instead {
                Some((picture, Pixels::Full)) => {
                    let own = self.invoices.get(nr)?.picture;
                    self.originals.open == Some(nr) && own != Some(picture)
                }
                _ => true,
            };
            let page = self.page_of(nr).filter(|_| comes_first)?;
            let original = self.originals.pages.get_mut(&page)?;
            let OriginalStep::Got(bytes) = &original.step else {
                return None;
            };
            let bytes = Arc::clone(bytes);
            original.step = OriginalStep::Decoding;
            Some((page, original.source.clone(), bytes))
        })?;
        self.decoding += 1;
        Some(Job::Original(OriginalJob::Decode {
            page,
            source,
            bytes,
        }))
    }

    pub(super) fn original_ended(&mut self, ended: OriginalEnded, now: Duration) {
        match ended {
            OriginalEnded::Read { page, path, result } => {
                self.original_got(page, &OriginalSource::File(path), result);
            }
            OriginalEnded::Fetched {
                page,
                source,
                result,
            } => {
                self.fetching -= 1;
                if source == OriginalSource::Attachment {
                    self.attached_fetched(page, result);
                } else {
                    self.uncropped_fetched(page, result, now);
                }
            }
            OriginalEnded::Decoded {
                page,
                source,
                result,
            } => {
                self.decoding -= 1;
                self.original_decoded(page, source, result);
            }
        }
    }

    pub(super) fn original_got(
        &mut self,
        page: PageKey,
        source: &OriginalSource,
        result: Result<Arc<[u8]>, Failure>,
    ) {
        let is_wanted = self.is_original_wanted(&page);
        let original = self.originals.from(&page, source);
        let Some(original) = original.filter(|it| matches!(it.step, OriginalStep::Getting)) else {
            return;
        };
        match result {
            Ok(bytes) if is_wanted => original.step = OriginalStep::Got(bytes),
            Ok(_) => original.step = OriginalStep::Idle,
            Err(failure) => self.fail_original(page, source, failure),
        }
    }

    fn original_decoded(
        &mut self,
        page: PageKey,
        source: OriginalSource,
        result: Result<DecodedPixels, Failure>,
    ) {
        let is_wanted = self.is_original_wanted(&page);
        let original = self.originals.from(&page, &source);
        let Some(original) = original.filter(|it| matches!(it.step, OriginalStep::Decoding)) else {
            return;
        };
        original.step = OriginalStep::Idle;
        match result {
            Ok(DecodedPixels::Picture(picture)) => {
                let size = picture.pyramid.byte_len();
                let pixels = &mut self.originals.pixels;
                pixels.insert(page.clone(), Arc::clone(&picture), size);
                if is_wanted {
                    self.send_original(page, source, picture);
                }
            }
            Ok(DecodedPixels::Data(_)) => {
                let failure = Failure::new(FailureKind::DataFile, "");
                self.fail_original(page, &source, failure);
            }
            // A picture was asked for.
            Ok(DecodedPixels::Raster { .. }) => {}
            Err(failure) => self.fail_original(page, &source, failure),
        }
    }

    pub(super) fn fail_original(
        &mut self,
        page: PageKey,
        source: &OriginalSource,
        failure: Failure,
    ) {
        if let Some(original) = self.originals.from(&page, source) {
            original.step = OriginalStep::Failed;
        }
        let failure = Arc::new(failure);
        let event = OriginalEvent::Failed { page, failure };
        self.events.push(EngineEvent::Original(event));
    }

    fn send_original(&mut self, page: PageKey, source: OriginalSource, picture: Arc<FullPicture>) {
        self.originals.sent.insert(page.clone());
        let event = OriginalEvent::Ready {
            page,
            source,
            picture,
        };
        self.events.push(EngineEvent::Original(event));
    }

    fn is_original_wanted(&self, page: &PageKey) -> bool {
        let mut wanted = self.originals.wanted.iter();
        wanted.any(|nr| self.page_of(*nr).as_ref() == Some(page))
    }

    pub(super) fn page_of(&self, nr: InvoiceNr) -> Option<PageKey> {
        let invoice = self.invoices.get(nr)?.invoice.as_ref()?;
        Some(invoice.picture_key.page.clone())
    }
}
