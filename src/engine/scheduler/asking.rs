//! Links: which invoices to ask for next.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::Scheduler;
use super::chunk::Chunk;
use super::hosts::{PLATFORM, Permit};
use super::pictures::FetchState;
use super::retrying::Timer;
use super::session::CallGate;
use crate::engine::FailureKind;
use crate::engine::config::RetryConfig;
use crate::engine::jobs::{CallNr, Job, PictureNr};
use crate::model::InvoiceNr;

/// The calls under way and those to be repeated.
#[derive(Debug, Default)]
pub(super) struct Desk {
    calls: BTreeMap<CallNr, Chunk>,
    call_count: u64,
    again: VecDeque<Chunk>,
    /// Nothing is asked before.
    pub hold_until: Duration,
    /// Of that, how long the platform itself wants to be left alone.
    pub throttled_until: Duration,
    /// Calls up to this one were under way then: that they were answered says nothing of what may follow.
    throttled_with: CallNr,
    /// Time between two calls; zero as long as the platform does not ask to slow down.
    interval: Duration,
    /// The most IDs that the platform takes at once, if it said that there were too many.
    most_ids: Option<usize>,
    /// The last probe asked for what had failed before: the next one asks for something else, which may be all right.
    probed_again: bool,
}

impl Desk {
    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// Whether nothing is asked, nor to be asked again.
    pub fn is_idle(&self) -> bool {
        self.calls.is_empty() && self.again.is_empty()
    }

    /// The call that was begun last.
    pub fn newest(&self) -> CallNr {
        CallNr(self.call_count)
    }

    /// A number for one more call, of whichever kind.
    pub fn next_number(&mut self) -> CallNr {
        self.call_count += 1;
        CallNr(self.call_count)
    }

    pub fn ask_again(&mut self, chunk: Chunk) {
        self.again.push_back(chunk);
    }

    /// The chunk that was asked for in this call, which is over; `None` for a call of a former connection.
    pub fn take(&mut self, call: CallNr) -> Option<Chunk> {
        self.calls.remove(&call)
    }

    /// Those to be asked for again, who will not be.
    pub fn take_again(&mut self) -> Vec<InvoiceNr> {
        let chunks = std::mem::take(&mut self.again);
        chunks
            .into_iter()
            .flat_map(|chunk| chunk.invoices)
            .collect()
    }

    /// A call begins at `now`: the next one not before the interval is over.
    fn begun(&mut self, now: Duration) {
        self.hold_until = self.hold_until.max(now + self.interval);
    }

    /// A call was answered as documented.
    pub fn answered(&mut self, call: CallNr, config: &RetryConfig) {
        if call <= self.throttled_with {
            return;
        }
        self.interval /= 2;
        if self.interval < config.call_interval {
            self.interval = Duration::ZERO;
        }
    }

    /// The platform wants to be left alone until `due`, and to be asked less often after that.
    pub fn throttled(&mut self, due: Duration, config: &RetryConfig) {
        self.throttled_with = self.newest();
        self.throttled_until = self.throttled_until.max(due);
        self.hold_until = self.hold_until.max(due);
        self.interval = (self.interval * 2)
            .max(config.call_interval)
            .min(config.call_interval_cap);
    }

    /// Forgets all calls; their answers will not be recognised.
    pub fn clear(&mut self) {
        self.calls.clear();
        self.again.clear();
    }
}

impl Scheduler {
    pub(super) fn next_call(&mut self, now: Duration) -> Option<Job> {
        if self.blocked.is_some() || now < self.desk.hold_until {
            return None;
        }
        let is_probe = match self.hosts.permit(PLATFORM, now) {
            Permit::Go => false,
            Permit::Probe if self.desk.calls() == 0 => true,
            Permit::Probe | Permit::Wait => return None,
            Permit::Never(failure) => {
                self.platform_is_gone(&failure);
                return None;
            }
        };
        let gate = self.session.gate(self.desk.calls(), now);
        if gate == CallGate::Closed {
            return None;
        }
        let mut chunk = self.chunk_to_ask(is_probe, now)?;
        self.hosts.probe_begins(PLATFORM);
        if let CallGate::Exchange(source) = gate {
            self.desk.again.push_front(chunk);
            return Some(self.exchange(source));
        }
        chunk.token = self.session.token();
        self.desk.begun(now);
        let call = self.desk.next_number();
        let ids = chunk
            .invoices
            .iter()
            .filter_map(|nr| Some((*nr, self.invoices.get(*nr)?.id.clone())))
            .collect();
        self.desk.calls.insert(call, chunk);
        Some(Job::AskLinks { call, ids })
    }

    /// What is to be asked for again comes first, but not in each of several probes: one of its IDs may be the trouble.
    fn chunk_to_ask(&mut self, is_probe: bool, now: Duration) -> Option<Chunk> {
        let prefers_fresh = is_probe && std::mem::take(&mut self.desk.probed_again);
        let fresh = if prefers_fresh {
            self.next_chunk(now)
        } else {
            None
        };
        if fresh.is_some() {
            return fresh;
        }
        self.desk.probed_again = is_probe;
        match self.desk.again.pop_front() {
            Some(chunk) => Some(chunk),
            None => self.next_chunk(now),
        }
    }

    /// What is looked at, in its order, filled up with the rest while the downloader can use more links.
    fn next_chunk(&mut self, now: Duration) -> Option<Chunk> {
        let chunk = self.desk.most_ids.unwrap_or(self.config.chunk);
        let ahead = self.leases.ahead(self.config.links_ahead, chunk, now);
        let size = chunk.min(ahead);
        let unused = self.pictures.unused_links() + self.hosts.held_count() + self.invoices.asked();
        let room = ahead.saturating_sub(unused);
        let mut invoices = Vec::new();
        for want in self.wanted.owed() {
            if invoices.len() == size {
                break;
            }
            let asker = self.asker(want.nr);
            if self.invoices.take_waiting(asker) {
                invoices.push(asker);
            }
        }
        // A full chunk or all that is left: asking for every single link that was used up would be a call each.
        if !self.holds_rest && room >= size.min(self.invoices.waiting()) {
            while invoices.len() < size {
                let Some(nr) = self.invoices.take_first_waiting() else {
                    break;
                };
                invoices.push(nr);
            }
        }
        (!invoices.is_empty()).then(|| Chunk::new(invoices, self.session.token()))
    }

    /// Asks for the halves of a chunk instead, where one ID in it or their number may be the trouble.
    pub(super) fn split(&mut self, chunk: Chunk, kind: FailureKind) -> Result<(), Chunk> {
        if chunk.invoices.len() < 2 {
            return Err(chunk);
        }
        if kind != FailureKind::ServerError {
            let half = chunk.invoices.len() / 2;
            self.desk.most_ids = Some(self.desk.most_ids.map_or(half, |most| most.min(half)));
        }
        for half in chunk.halves() {
            self.desk.ask_again(half);
        }
        Ok(())
    }

    /// Whose answer brings what `nr` needs: another invoice may ask for the picture they share.
    fn asker(&self, nr: InvoiceNr) -> InvoiceNr {
        let entry = self.invoices.get(nr);
        entry
            .and_then(|entry| self.pictures.get(entry.picture?).invoices.first().copied())
            .unwrap_or(nr)
    }

    /// Has one of the picture's invoices asked for a new link.
    pub(super) fn ask_for_link(&mut self, picture: PictureNr) {
        let entry = self.pictures.get_mut(picture);
        entry.link = None;
        if let Some(asker) = entry.invoices.first() {
            entry.fetch = FetchState::NeedsLink;
            self.invoices.wait(*asker);
        }
        self.pictures.sort_in(picture);
    }

    /// Puts everything asked for back: another connection will answer.
    pub(super) fn give_back_calls(&mut self) {
        let desk = std::mem::take(&mut self.desk);
        self.desk.call_count = desk.call_count;
        let timers = std::mem::take(&mut self.timers);
        let mut chunks: Vec<Chunk> = desk.calls.into_values().chain(desk.again).collect();
        chunks.extend(self.last_pass.take_chunks());
        for (when, timer) in timers {
            match timer {
                Timer::Ask(chunk) | Timer::LastAsk(chunk) => chunks.push(chunk),
                Timer::Fetch(_) | Timer::Probe(_) | Timer::Host(_) | Timer::LastFetch(_) => {
                    self.timers.insert(when, timer);
                }
            }
        }
        for nr in chunks.into_iter().flat_map(|chunk| chunk.invoices) {
            self.invoices.wait(nr);
        }
    }
}
