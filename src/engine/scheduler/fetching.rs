//! Downloads and prefetch: which file is fetched next, and what becomes of those that fail.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::hosts::Permit;
use super::pictures::{FetchState, Tries};
use super::reaching::too_long_wait;
use super::retrying::{Timer, delay};
use super::wanted::Want;
use crate::engine::THUMBNAIL;
use crate::engine::jobs::{AttemptFailed, Delivered, Job, PictureNr};
use crate::engine::{EngineEvent, Failure, FailureKind, Patience};
use crate::formats::Pixels;

/// Files that may wait for a decoder before no more are fetched for thumbnails.
const MAX_UNDECODED: usize = 16;
/// The same in bytes, as a part of the budget for bytes.
const MAX_UNDECODED_PART: usize = 8;

impl Scheduler {
    pub(super) fn next_fetch(&mut self, now: Duration) -> Option<Job> {
        if self.fetches_blocked || self.hosts.is_full(self.fetching) {
            return None;
        }
        let has_room = self.has_room_for_undecoded();
        let owed = self.wanted.take_owed();
        let wanted = owed.iter().find_map(|want| {
            if !has_room && want.pixels == THUMBNAIL {
                return None;
            }
            let picture = self.lacks_bytes(*want)?;
            self.is_fetchable(picture, now).then_some(picture)
        });
        self.wanted.put_owed(owed);
        if let Some(picture) = wanted {
            return self.start_fetch(picture);
        }
        let is_held = self.holds_rest || self.reading.is_full();
        if !has_room || is_held || !self.config.fetches_rest {
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
        // Of a host that never answers nothing will ever wait for a decoder.
        files + self.hosts.proven(self.fetching) < MAX_UNDECODED + self.config.connections.max(1)
            && bytes <= self.config.bytes_budget / MAX_UNDECODED_PART
    }

    /// The picture of `want` if only its file is missing.
    fn lacks_bytes(&self, want: Want) -> Option<PictureNr> {
        let picture = self.lacks_pixels(want)?;
        (!self.pictures.has_bytes(picture)).then_some(picture)
    }

    /// Whether the picture's download can begin: its host answers, and its link is usable.
    fn is_fetchable(&mut self, picture: PictureNr, now: Duration) -> bool {
        let host = self.host_of(picture);
        match self.pictures.get(picture).fetch {
            FetchState::Idle => {}
            // Looked at, and its host has room: it need not wait for its turn.
            FetchState::Held if matches!(self.hosts.permit(host, now), Permit::Go) => {
                self.hosts.let_go(host, self.pictures.place(picture));
                self.release(picture);
            }
            FetchState::PutOff => self.leave_last_pass(picture),
            _ => return false,
        }
        if self.pictures.get(picture).fetch != FetchState::Idle {
            return false;
        }
        let may_begin = self.may_reach(picture, host, now) && self.has_usable_link(picture, now);
        if may_begin {
            self.hosts.probe_begins(host);
        }
        may_begin
    }

    /// Without a usable link, a new one is asked for.
    fn has_usable_link(&mut self, picture: PictureNr, now: Duration) -> bool {
        match &self.pictures.get(picture).link {
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
        let host = self.host_of(picture);
        let round = self.hosts.lanes(host).round();
        let entry = self.pictures.get_mut(picture);
        let link = entry.link.as_ref()?.url.clone();
        entry.fetch = FetchState::Running;
        entry.round = round;
        let invoices = entry.invoices.clone();
        self.pictures.sort_in(picture);
        self.fetching += 1;
        self.hosts.begin(host);
        self.events.push(EngineEvent::Loading { invoices });
        Some(Job::Fetch { picture, link })
    }

    pub(super) fn fetch_ended(
        &mut self,
        picture: PictureNr,
        result: Result<Delivered, AttemptFailed>,
        now: Duration,
    ) {
        let host = self.host_of(picture);
        self.fetching -= 1;
        self.hosts.end(host);
        self.pictures.get_mut(picture).fetch = FetchState::Idle;
        if !result
            .as_ref()
            .is_err_and(|it| it.failure.kind.is_host_trouble())
        {
            self.host_answered(host);
        }
        match result {
            Ok(delivered) => self.delivered(picture, delivered, now),
            Err(failed) => self.fetch_failed(picture, failed, now),
        }
        self.pictures.sort_in(picture);
        self.host_has_room(host, now);
    }

    fn delivered(&mut self, picture: PictureNr, delivered: Delivered, now: Duration) {
        let (host, round) = (self.host_of(picture), self.pictures.get(picture).round);
        if delivered.was_slowed {
            self.hosts.lanes(host).narrow(round);
        } else {
            self.hosts.lanes(host).delivered();
        }
        self.leases.used(now);
        self.fetched(picture, delivered.bytes);
    }

    fn fetched(&mut self, picture: PictureNr, bytes: Arc<[u8]>) {
        let entry = self.pictures.get_mut(picture);
        entry.tries.attempts = 0;
        entry.tries.renewals = 0;
        entry.tries.relinked = false;
        entry.tries.is_last = false;
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
        let may_renew = self.may_renew(picture, now);
        let entry = self.pictures.get_mut(picture);
        match failed.failure.kind {
            FailureKind::LinkExpired if may_renew => {
                self.count_renewal(picture, now);
                self.ask_for_link(picture);
            }
            FailureKind::LinkAltered | FailureKind::LinkRefused if !entry.tries.relinked => {
                entry.tries.relinked = true;
                self.ask_for_link(picture);
            }
            FailureKind::LinkExpired | FailureKind::LinkAltered | FailureKind::LinkRefused => {
                self.fail_picture(picture, Arc::new(failed.failure));
            }
            FailureKind::Certificate | FailureKind::ProxyAuth | FailureKind::ProxyUnsupported => {
                let (host, failure) = (self.host_of(picture), Arc::new(failed.failure));
                self.give_up(host, &failure);
                self.fail_picture(picture, failure);
            }
            FailureKind::Throttled => self.bucket_throttled(picture, failed, now),
            kind if kind.is_host_trouble() => {
                self.bucket_in_trouble(picture, failed, None, now);
            }
            _ => self.fetch_later(picture, failed, now),
        }
    }

    fn bucket_throttled(&mut self, picture: PictureNr, failed: AttemptFailed, now: Duration) {
        let (host, round) = (self.host_of(picture), self.pictures.get(picture).round);
        self.hosts.lanes(host).narrow(round);
        if let Some((wait, failure)) = too_long_wait(&failed, self.config.retry.retry_after_cap) {
            let failed = AttemptFailed { failure, ..failed };
            self.bucket_in_trouble(picture, failed, Some(wait), now);
            return;
        }
        if let Some(wait) = failed.retry_after {
            let lanes = self.hosts.lanes(host);
            lanes.hold_until = lanes.hold_until.max(now + wait);
            self.set_timer(now + wait, Timer::Host(host));
        }
        self.bucket_in_trouble(picture, failed, None, now);
    }

    /// One more attempt after a while, if one is left, and else one at the end.
    pub(super) fn fetch_later(&mut self, picture: PictureNr, failed: AttemptFailed, now: Duration) {
        let entry = self.pictures.get_mut(picture);
        entry.tries.attempts += 1;
        let attempt = entry.tries.attempts;
        if entry.tries.is_last || !failed.failure.is_retryable() {
            self.fail_picture(picture, Arc::new(failed.failure));
        } else if attempt < self.config.retry.max_attempts && self.budget.take() {
            let due = self.due(attempt, &failed, now);
            self.delay_fetch(picture, due);
        } else {
            self.put_off_picture(picture, now);
        }
    }

    fn delay_fetch(&mut self, picture: PictureNr, due: Duration) {
        self.pictures.get_mut(picture).fetch = FetchState::Delayed;
        self.pictures.sort_in(picture);
        self.set_timer(due, Timer::Fetch(picture));
    }

    /// Fetches the file of a picture once more if what came was cut short or a web page; at the second time
    /// it counts as it is.
    pub(super) fn fetch_again(
        &mut self,
        picture: PictureNr,
        kind: FailureKind,
        now: Duration,
    ) -> bool {
        let entry = self.pictures.get(picture);
        if entry.tries.refetched || entry.invoices.is_empty() {
            return false;
        }
        let may_retry = self.budget.take();
        let retry = &self.config.retry;
        let due = match kind {
            FailureKind::WebPage => now + retry.web_page,
            _ => now + delay(retry, 1, None, &mut self.dice),
        };
        let entry = self.pictures.get_mut(picture);
        entry.tries.refetched = true;
        entry.outdated = [THUMBNAIL, Pixels::Full]
            .into_iter()
            .find(|pixels| entry.is_decoding(*pixels));
        self.pictures.forget_bytes(picture);
        self.pictures.set_fresh(picture, None);
        if may_retry {
            self.delay_fetch(picture, due);
        } else {
            self.put_off_picture(picture, now);
        }
        true
    }

    fn may_renew(&self, picture: PictureNr, now: Duration) -> bool {
        let retry = &self.config.retry;
        let entry = self.pictures.get(picture);
        entry.tries.renewals < retry.max_renewals
            || now >= entry.tries.renewals_since + retry.renewal_window
    }

    fn count_renewal(&mut self, picture: PictureNr, now: Duration) {
        let window = self.config.retry.renewal_window;
        let entry = self.pictures.get_mut(picture);
        if entry.tries.renewals == 0 || now >= entry.tries.renewals_since + window {
            entry.tries.renewals = 0;
            entry.tries.renewals_since = now;
        }
        entry.tries.renewals += 1;
    }

    /// Nothing more is done for the picture until somebody asks to try again.
    pub(super) fn fail_picture(&mut self, picture: PictureNr, failure: Arc<Failure>) {
        self.pictures.set_fresh(picture, None);
        self.pictures.forget_bytes(picture);
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
        entry.tries = Tries::default();
        if failure.is_of_decoding() {
            entry.patience = Patience::Long;
        }
        // Looked at anew, so that the window hears of it whether anybody looks or not.
        entry.facts = None;
        entry.failed_more.clear();
        let is_link_blamed = matches!(
            failure.kind,
            FailureKind::LinkExpired
                | FailureKind::LinkAltered
                | FailureKind::LinkRefused
                | FailureKind::NoLink
                | FailureKind::FileGone
                | FailureKind::Refused
                | FailureKind::CropOutside
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
