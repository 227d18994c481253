//! Links without their processing: how often a bucket is asked, and what its answer means.
//!
//! A bucket is asked once, when a cropped picture of it was opened. Only an answer settles the matter; what never
//! reached the bucket is tried again with a later opening, a few times.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::hosts::Permit;
use super::original_table::{Bucket, MAX_TRIES, OriginalStep};
use crate::engine::jobs::AttemptFailed;
use crate::engine::originals::{OriginalEvent, OriginalSource};
use crate::engine::{EngineEvent, Failure, FailureKind};
use crate::formats::{Content, NotTicket, sniff};
use crate::model::MediaType;
use crate::model::{InvoiceNr, PageKey};
use crate::platform::SignedUrl;

impl Scheduler {
    /// The link to ask the bucket with, if it is to be asked now. None is asked of the platform just for this.
    pub(super) fn uncropped_link(
        &mut self,
        nr: InvoiceNr,
        page: &PageKey,
        now: Duration,
    ) -> Option<SignedUrl> {
        let originals = &self.originals;
        let is_due = originals.open == Some(nr)
            && !originals.failed_while_open
            && originals.may_ask(page)
            && self.may_fetch_uncropped(page, now);
        let picture = self.invoices.get(nr)?.picture.filter(|_| is_due)?;
        let entry = self.pictures.get(picture);
        let is_crop_refused = entry.failure.as_ref().is_some_and(|failure| {
            matches!(
                failure.kind,
                FailureKind::CropOutside | FailureKind::ProcessingRefused
            )
        });
        if !self.wanted.has_full(picture) && !is_crop_refused {
            return None;
        }
        let link = entry.link.as_ref().filter(|it| now < it.usable_until)?;
        let link = link.url.without_process()?;
        if let Bucket::Unknown { tries } = self.originals.bucket(page) {
            self.originals.set_bucket(page, Bucket::Asked { tries });
        }
        self.fetching += 1;
        let host = self.hosts.of(page);
        self.hosts.begin(host);
        Some(link)
    }

    /// Whether anything may be fetched from there now, by the rules for all downloads.
    fn may_fetch_uncropped(&mut self, page: &PageKey, now: Duration) -> bool {
        let host = self.hosts.of(page);
        !self.paused
            && !self.fetches_blocked
            && !self.hosts.is_full(self.fetching)
            && matches!(self.hosts.permit(host, now), Permit::Go)
    }

    pub(super) fn uncropped_fetched(
        &mut self,
        page: PageKey,
        result: Result<Arc<[u8]>, AttemptFailed>,
        now: Duration,
    ) {
        let host = self.hosts.of(&page);
        self.hosts.end(host);
        self.host_has_room(host, now);
        let result = match result {
            Ok(bytes) => ticket(bytes),
            Err(failed) => Err(failed.failure),
        };
        if let Err(failure) = &result
            && failure.kind == FailureKind::Throttled
        {
            self.narrow(&page);
        }
        let bucket = self.originals.bucket(&page);
        match &result {
            Ok(bytes) => {
                let size = bytes.len();
                self.originals.set_bucket(&page, Bucket::Allows);
                self.originals
                    .bytes
                    .insert(page.clone(), Arc::clone(bytes), size);
            }
            Err(failure) if failure.kind == FailureKind::FileTooLarge => {
                self.originals.set_bucket(&page, Bucket::Allows);
            }
            Err(failure) if !is_answer(failure.kind) => {
                self.uncropped_not_reached(page, bucket, failure.clone());
                return;
            }
            Err(_) if bucket != Bucket::Allows => {
                self.refused(&page);
                return;
            }
            Err(_) => {}
        }
        self.original_got(page, &OriginalSource::Uncropped, result);
    }

    /// Downloads of originals are too few to be told apart by the time at which they began.
    pub(super) fn narrow(&mut self, page: &PageKey) {
        let host = self.hosts.of(page);
        let lanes = self.hosts.lanes(host);
        lanes.narrow(lanes.round());
    }

    /// The bucket itself said no.
    fn refused(&mut self, page: &PageKey) {
        self.originals.set_bucket(page, Bucket::Refuses);
        if let Some(original) = self.originals.from(page, &OriginalSource::Uncropped) {
            original.step = OriginalStep::Failed;
        }
        let bucket = page.bucket().to_owned();
        let event = OriginalEvent::UncroppedRefused { bucket };
        self.events.push(EngineEvent::Original(event));
    }

    /// Nothing was learnt; another opening may try again.
    fn uncropped_not_reached(&mut self, page: PageKey, bucket: Bucket, failure: Failure) {
        if let Bucket::Asked { tries } = bucket {
            let tries = tries + 1;
            self.originals.set_bucket(&page, Bucket::Unknown { tries });
        }
        let open_page = self.originals.open.and_then(|nr| self.page_of(nr));
        self.originals.failed_while_open |= open_page.as_ref() == Some(&page);
        let Some(original) = self.originals.from(&page, &OriginalSource::Uncropped) else {
            return;
        };
        original.step = OriginalStep::Idle;
        original.tries += 1;
        if original.tries >= MAX_TRIES {
            self.fail_original(page, &OriginalSource::Uncropped, failure);
        }
    }
}

/// What came, if it is a stored file. A web page is mostly that of a network that wants a password first.
pub(super) fn ticket(bytes: Arc<[u8]>) -> Result<Arc<[u8]>, Failure> {
    match sniff(&bytes) {
        Content::Ticket(media_type) if media_type != MediaType::Xml => Ok(bytes),
        Content::Other(NotTicket::Html) => Err(Failure::new(FailureKind::WebPage, "")),
        Content::Ticket(_) | Content::Other(_) => Err(Failure::new(FailureKind::NotAPicture, "")),
    }
}

/// Whether the bucket said no, rather than nothing or "not now". A redirection may come from a network in between.
fn is_answer(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::LinkAltered
            | FailureKind::LinkRefused
            | FailureKind::Refused
            | FailureKind::ProcessingRefused
            | FailureKind::FileGone
            | FailureKind::FileEmpty
            | FailureKind::NotAPicture
    )
}
