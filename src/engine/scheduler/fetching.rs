//! Downloads: which file is fetched next, and what becomes of those that fail.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::pictures::FetchState;
use super::retrying::Timer;
use super::wanted::Want;
use crate::engine::jobs::{AttemptFailed, Job, PictureNr, Pixels};
use crate::engine::{EngineEvent, Failure, FailureKind};

/// Files that may wait for a decoder before no more are fetched for thumbnails.
const MAX_UNDECODED: usize = 16;
/// The same in bytes, as a part of the budget for bytes.
const MAX_UNDECODED_PART: usize = 2;

impl Scheduler {
    pub(super) fn next_fetch(&mut self, now: Duration) -> Option<Job> {
        let has_room = self.has_room_for_undecoded();
        let owed = self.wanted.take_owed();
        let wanted = owed.iter().find_map(|want| {
            if !has_room && want.pixels == Pixels::Thumbnail {
                return None;
            }
            let picture = self.lacks_bytes(*want)?;
            self.is_fetchable(picture, now).then_some(picture)
        });
        self.wanted.put_owed(owed);
        if let Some(picture) = wanted {
            return self.start_fetch(picture);
        }
        if !has_room {
            return None;
        }
        // A link that turns out to be out of date leaves the set, so this comes to an end.
        while let Some(picture) = self.pictures.first_ready() {
            if self.is_fetchable(picture, now) {
                return self.start_fetch(picture);
            }
        }
        None
    }

    fn has_room_for_undecoded(&self) -> bool {
        let (files, bytes) = self.pictures.undecoded();
        files + self.fetching < MAX_UNDECODED + self.config.connections
            && bytes <= self.config.bytes_budget / MAX_UNDECODED_PART
    }

    /// The picture of `want` if only its file is missing.
    fn lacks_bytes(&self, want: Want) -> Option<PictureNr> {
        let picture = self.lacks_pixels(want)?;
        (!self.pictures.has_bytes(picture)).then_some(picture)
    }

    /// Whether the picture's download can begin. Without a usable link, a new one is asked for.
    fn is_fetchable(&mut self, picture: PictureNr, now: Duration) -> bool {
        let entry = self.pictures.get(picture);
        if entry.fetch != FetchState::Idle {
            return false;
        }
        match &entry.link {
            // An old link that was renewed too often is tried all the same: its server knows best.
            Some(link) if now < link.usable_until || !self.may_renew(picture, now) => true,
            Some(_) => {
                self.count_renewal(picture, now);
                self.ask_for_link(picture);
                false
            }
            None => {
                self.ask_for_link(picture);
                false
            }
        }
    }

    fn start_fetch(&mut self, picture: PictureNr) -> Option<Job> {
        let entry = self.pictures.get_mut(picture);
        let link = entry.link.as_ref()?.url.clone();
        entry.fetch = FetchState::Running;
        let invoices = entry.invoices.clone();
        self.pictures.sort_in(picture);
        self.fetching += 1;
        self.events.push(EngineEvent::Loading { invoices });
        Some(Job::Fetch { picture, link })
    }

    pub(super) fn fetch_ended(
        &mut self,
        picture: PictureNr,
        result: Result<Arc<[u8]>, AttemptFailed>,
        now: Duration,
    ) {
        self.fetching -= 1;
        self.pictures.get_mut(picture).fetch = FetchState::Idle;
        match result {
            Ok(bytes) => self.fetched(picture, bytes),
            Err(failed) => self.fetch_failed(picture, failed, now),
        }
        self.pictures.sort_in(picture);
    }

    fn fetched(&mut self, picture: PictureNr, bytes: Arc<[u8]>) {
        let entry = self.pictures.get_mut(picture);
        entry.attempts = 0;
        entry.renewals = 0;
        entry.altered = false;
        if entry.invoices.is_empty() {
            // All who showed it were given other pictures meanwhile.
            return;
        }
        let is_wanted = self.is_wanted(picture);
        let size = bytes.len();
        if is_wanted {
            self.pictures
                .bytes
                .insert(picture, Arc::clone(&bytes), size);
        } else {
            self.pictures
                .bytes
                .insert_if_room(picture, Arc::clone(&bytes), size);
        }
        self.pictures.set_fresh(picture, Some(bytes));
        self.pictures.link_was_used(picture);
    }

    fn fetch_failed(&mut self, picture: PictureNr, failed: AttemptFailed, now: Duration) {
        let max_attempts = self.config.retry.max_attempts;
        let may_renew = self.may_renew(picture, now);
        let entry = self.pictures.get_mut(picture);
        match failed.failure.kind {
            FailureKind::LinkExpired if may_renew => {
                self.count_renewal(picture, now);
                self.ask_for_link(picture);
            }
            FailureKind::LinkAltered if !entry.altered => {
                entry.altered = true;
                self.ask_for_link(picture);
            }
            FailureKind::LinkExpired | FailureKind::LinkAltered => {
                self.fail_picture(picture, Arc::new(failed.failure));
            }
            _ if failed.failure.is_retryable() && entry.attempts + 1 < max_attempts => {
                entry.attempts += 1;
                entry.fetch = FetchState::Delayed;
                let attempt = entry.attempts;
                let due = self.due(attempt, &failed, now);
                self.set_timer(due, Timer::Fetch(picture));
            }
            _ => self.fail_picture(picture, Arc::new(failed.failure)),
        }
    }

    fn may_renew(&self, picture: PictureNr, now: Duration) -> bool {
        let retry = &self.config.retry;
        let entry = self.pictures.get(picture);
        entry.renewals < retry.max_renewals || now >= entry.renewals_since + retry.renewal_window
    }

    fn count_renewal(&mut self, picture: PictureNr, now: Duration) {
        let window = self.config.retry.renewal_window;
        let entry = self.pictures.get_mut(picture);
        if entry.renewals == 0 || now >= entry.renewals_since + window {
            entry.renewals = 0;
            entry.renewals_since = now;
        }
        entry.renewals += 1;
    }

    /// Nothing more is done for the picture until somebody asks to try again.
    pub(super) fn fail_picture(&mut self, picture: PictureNr, failure: Arc<Failure>) {
        self.pictures.set_fresh(picture, None);
        self.pictures.bytes.remove(&picture);
        let entry = self.pictures.get_mut(picture);
        entry.fetch = FetchState::Idle;
        entry.failure = Some(Arc::clone(&failure));
        let invoices = entry.invoices.clone();
        self.pictures.sort_in(picture);
        self.events
            .push(EngineEvent::PictureFailed { invoices, failure });
    }

    /// Starts over with a picture that failed.
    pub(super) fn retry_picture(&mut self, picture: PictureNr) {
        let entry = self.pictures.get_mut(picture);
        let Some(failure) = entry.failure.take() else {
            return;
        };
        entry.attempts = 0;
        entry.renewals = 0;
        entry.altered = false;
        // Looked at anew, so that the window hears of it whether anybody looks or not.
        entry.facts = None;
        entry.failed_more.clear();
        let is_link_blamed = matches!(
            failure.kind,
            FailureKind::LinkExpired
                | FailureKind::LinkAltered
                | FailureKind::NoLink
                | FailureKind::FileGone
                | FailureKind::Refused
                | FailureKind::ProcessingRefused
        );
        if is_link_blamed || entry.link.is_none() {
            self.ask_for_link(picture);
        }
        self.wanted.forget_full(picture);
        self.pictures.forget_pixels(picture);
        self.pictures.sort_in(picture);
    }
}
