//! What becomes of requests for whose failure their host may be to blame, and when they go on.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::chunk::Chunk;
use super::hosts::{HostNr, Outcome, PLATFORM, Permit};
use super::pictures::FetchState;
use super::retrying::Timer;
use crate::engine::jobs::{AttemptFailed, PictureNr};
use crate::engine::{Failure, FailureKind};

impl Scheduler {
    pub(super) fn host_of(&mut self, picture: PictureNr) -> HostNr {
        self.hosts.of(&self.pictures.get(picture).key.page)
    }

    /// Whether the picture's host may be asked now; where not, the picture waits for it or fails with it.
    pub(super) fn may_reach(&mut self, picture: PictureNr, host: HostNr, now: Duration) -> bool {
        match self.hosts.permit(host, now) {
            Permit::Go | Permit::Probe => true,
            Permit::Wait => {
                self.hold(host, picture);
                false
            }
            Permit::Never(failure) => {
                self.fail_picture(picture, failure);
                false
            }
        }
    }

    fn hold(&mut self, host: HostNr, picture: PictureNr) {
        self.hosts.hold(host, self.pictures.place(picture));
        self.pictures.get_mut(picture).fetch = FetchState::Held;
        self.pictures.sort_in(picture);
    }

    /// Something came back from the host: all that waited for it goes on.
    pub(super) fn host_answered(&mut self, host: HostNr) {
        for picture in self.hosts.answered(host) {
            self.release(picture);
        }
    }

    /// A download from the host ended: what waited for its place goes on.
    pub(super) fn host_has_room(&mut self, host: HostNr, now: Duration) {
        for picture in self.hosts.take_free(host, now) {
            self.release(picture);
        }
        let mut places = self.hosts.places();
        while places > 0
            && let Some(next) = self.hosts.next_in_line()
        {
            for picture in self.hosts.take_free(next, now) {
                self.release(picture);
                places = places.saturating_sub(1);
            }
        }
    }

    /// Lets one of the pictures that wait for the host go ahead, one that is looked at if there is any.
    pub(super) fn release_one(&mut self, host: HostNr) {
        let roll = self.dice.roll();
        let (wanted, pictures) = (&self.wanted, &self.pictures);
        let is_wanted = |picture: PictureNr| {
            let shown = &pictures.get(picture).invoices;
            shown.iter().any(|nr| wanted.is_looked_at(*nr)) || wanted.wants_full(shown)
        };
        if let Some(picture) = self.hosts.take_probe(host, is_wanted, roll) {
            self.release(picture);
        }
    }

    pub(super) fn reopen_hosts(&mut self) {
        for picture in self.hosts.reopen() {
            self.release(picture);
        }
    }

    /// The picture's host may be to blame for what happened. `wait` is how long it wants to be left alone, where that is
    /// longer than anybody waits for a single file.
    pub(super) fn bucket_in_trouble(
        &mut self,
        picture: PictureNr,
        failed: AttemptFailed,
        wait: Option<Duration>,
        now: Duration,
    ) {
        let host = self.host_of(picture);
        let failure = Arc::new(failed.failure.clone());
        let retry = &self.config.retry;
        match self.hosts.failed(host, &failure, wait, retry, now) {
            Outcome::Counted => self.fetch_later(picture, failed, now),
            Outcome::Paused(probe_at) => {
                self.hold(host, picture);
                if let Some(due) = probe_at {
                    self.set_timer(due, Timer::Probe(host));
                }
            }
            Outcome::GivenUp => {
                self.give_up(host, &failure);
                self.fail_picture(picture, failure);
            }
        }
    }

    /// Every request to this host would fail like this: what waits for it fails, and what comes later.
    pub(super) fn give_up(&mut self, host: HostNr, failure: &Arc<Failure>) {
        for picture in self.hosts.give_up(host, failure) {
            self.fail_picture(picture, Arc::clone(failure));
        }
    }

    /// The platform may be to blame for what became of a links call.
    pub(super) fn platform_in_trouble(
        &mut self,
        mut chunk: Chunk,
        failed: AttemptFailed,
        wait: Option<Duration>,
        now: Duration,
    ) {
        let failure = Arc::new(failed.failure.clone());
        match self.platform_failed(&failure, wait, now) {
            Outcome::Counted if failed.splits => self.ask_in_halves(chunk, failed, now),
            Outcome::Counted => self.ask_later(chunk, failed, now),
            Outcome::Paused(_) => {
                chunk.failed -= 1;
                let kind = failed.failure.kind;
                let whole = if failed.splits {
                    self.split(chunk, kind).err()
                } else {
                    Some(chunk)
                };
                if let Some(chunk) = whole {
                    self.desk.ask_again(chunk);
                }
            }
            Outcome::GivenUp => self.could_not_ask(chunk.invoices, &failure),
        }
    }

    /// Counts it, and takes care that the platform is probed.
    pub(super) fn platform_failed(
        &mut self,
        failure: &Arc<Failure>,
        wait: Option<Duration>,
        now: Duration,
    ) -> Outcome {
        let retry = &self.config.retry;
        let outcome = self.hosts.failed(PLATFORM, failure, wait, retry, now);
        match outcome {
            Outcome::Paused(Some(due)) => self.set_timer(due, Timer::Probe(PLATFORM)),
            Outcome::GivenUp => self.give_up(PLATFORM, failure),
            Outcome::Paused(None) | Outcome::Counted => {}
        }
        outcome
    }

    /// Nobody is left who could be asked: tells all who still wait for a link.
    pub(super) fn platform_is_gone(&mut self, failure: &Arc<Failure>) {
        let mut waiting = self.desk.take_again();
        while let Some(nr) = self.invoices.take_first_waiting() {
            waiting.push(nr);
        }
        if !waiting.is_empty() {
            self.could_not_ask(waiting, failure);
        }
    }
}

/// A wait that a server asks for where it is longer than it may be: the longest there is, and what is said of it.
pub(super) fn too_long_wait(
    failed: &AttemptFailed,
    longest: Duration,
) -> Option<(Duration, Failure)> {
    let wait = failed.retry_after.filter(|wait| *wait > longest)?;
    let detail = format!("{}, for {} s", failed.failure.detail, wait.as_secs());
    Some((longest, Failure::new(FailureKind::Throttled, detail)))
}
