//! One more attempt, at the end, at what failed with a cause that may have passed by then. What is looked at has it sooner.

use std::collections::BTreeSet;
use std::time::Duration;

use super::Scheduler;
use super::chunk::Chunk;
use super::invoices::Asking;
use super::pictures::FetchState;
use super::retrying::Timer;
use crate::engine::jobs::{Job, PictureNr};

/// What waits for its last attempt.
#[derive(Debug, Default)]
pub(super) struct LastPass {
    pictures: BTreeSet<PictureNr>,
    chunks: Vec<Chunk>,
}

impl LastPass {
    /// The chunks, to be asked for in another way.
    pub fn take_chunks(&mut self) -> Vec<Chunk> {
        std::mem::take(&mut self.chunks)
    }
}

impl Scheduler {
    /// The picture has its last attempt later, and no sooner than a host would be probed.
    pub(super) fn put_off_picture(&mut self, picture: PictureNr, now: Duration) {
        let entry = self.pictures.get_mut(picture);
        entry.tries.is_last = true;
        entry.fetch = FetchState::PutOff;
        self.pictures.sort_in(picture);
        let due = now + self.config.retry.probe;
        self.set_timer(due, Timer::LastFetch(picture));
    }

    /// The same for a call.
    pub(super) fn put_off_chunk(&mut self, mut chunk: Chunk, now: Duration) {
        chunk.is_last = true;
        for nr in &chunk.invoices {
            self.invoices.set(*nr, Asking::PutOff);
        }
        let due = now + self.config.retry.probe;
        self.set_timer(due, Timer::LastAsk(chunk));
    }

    /// The picture's time has come, unless something else became of it meanwhile.
    pub(super) fn last_fetch_is_due(&mut self, picture: PictureNr) {
        if self.pictures.get(picture).fetch != FetchState::PutOff {
            return;
        }
        if self.is_wanted(picture) {
            self.release(picture);
        } else {
            self.last_pass.pictures.insert(picture);
        }
    }

    pub(super) fn last_ask_is_due(&mut self, chunk: Chunk) {
        if chunk
            .invoices
            .iter()
            .any(|nr| self.wanted.is_looked_at(*nr))
        {
            self.ask_again(chunk);
        } else {
            self.last_pass.chunks.push(chunk);
        }
    }

    /// Takes the picture out of those that wait for all others, now that somebody looks at it.
    pub(super) fn leave_last_pass(&mut self, picture: PictureNr) {
        if self.last_pass.pictures.remove(&picture) {
            self.release(picture);
        }
    }

    fn ask_again(&mut self, chunk: Chunk) {
        for nr in &chunk.invoices {
            self.invoices.set(*nr, Asking::Asked);
        }
        self.desk.ask_again(chunk);
    }

    /// Begins with it where nothing else is left to do; `jobs` begin now.
    pub(super) fn begin_last_pass(&mut self, jobs: &[Job]) -> bool {
        let has_work = !self.last_pass.pictures.is_empty() || !self.last_pass.chunks.is_empty();
        if !has_work || self.blocked.is_some() || jobs.iter().any(Job::is_request) {
            return false;
        }
        let rest = self.pictures.unused_links() + self.invoices.waiting();
        let is_resting = !self.config.fetches_rest || rest == 0;
        let is_over = is_resting && self.fetching == 0 && self.desk.is_idle();
        let is_later =
            |timer: &Timer| matches!(timer, Timer::Ask(_) | Timer::Fetch(_) | Timer::LastAsk(_));
        if !is_over || self.timers.values().any(is_later) {
            return false;
        }
        self.release_put_off();
        true
    }

    /// Has all of it tried now.
    pub(super) fn release_put_off(&mut self) {
        for picture in std::mem::take(&mut self.last_pass.pictures) {
            if self.pictures.get(picture).fetch == FetchState::PutOff {
                self.release(picture);
            }
        }
        for chunk in self.last_pass.take_chunks() {
            self.ask_again(chunk);
        }
    }
}
