//! Links: which invoices to ask for next.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::Scheduler;
use super::pictures::FetchState;
use super::retrying::Timer;
use super::session::Gate;
use crate::engine::jobs::{CallNr, Job, PictureNr, TokenNr};
use crate::model::InvoiceNr;

/// Invoices asked for in one call.
#[derive(Debug)]
pub(super) struct Chunk {
    pub invoices: Vec<InvoiceNr>,
    /// Attempts that failed.
    pub failed: u32,
    /// The token that it was asked with last.
    pub token: TokenNr,
}

/// The calls under way and those to be repeated.
#[derive(Debug, Default)]
pub(super) struct Desk {
    calls: BTreeMap<CallNr, Chunk>,
    call_count: u64,
    again: VecDeque<Chunk>,
    /// The platform wants to be left alone until then.
    pub hold_until: Duration,
}

impl Desk {
    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// The call that was begun last.
    pub fn newest(&self) -> CallNr {
        CallNr(self.call_count)
    }

    pub fn ask_again(&mut self, chunk: Chunk) {
        self.again.push_back(chunk);
    }

    /// The chunk that was asked for in this call, which is over; `None` for a call of a former connection.
    pub fn take(&mut self, call: CallNr) -> Option<Chunk> {
        self.calls.remove(&call)
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
        let gate = self.session.gate(self.desk.calls(), now);
        if gate == Gate::Closed {
            return None;
        }
        let mut chunk = match self.desk.again.pop_front() {
            Some(chunk) => chunk,
            None => self.next_chunk()?,
        };
        if let Gate::Exchange(source) = gate {
            self.desk.again.push_front(chunk);
            return Some(self.exchange(source));
        }
        chunk.token = self.session.token();
        self.desk.call_count += 1;
        let call = CallNr(self.desk.call_count);
        let ids = chunk
            .invoices
            .iter()
            .filter_map(|nr| Some((*nr, self.invoices.get(*nr)?.id.clone())))
            .collect();
        self.desk.calls.insert(call, chunk);
        Some(Job::AskLinks { call, ids })
    }

    /// What is looked at, in its order, filled up with the rest while the downloader can use more links.
    fn next_chunk(&mut self) -> Option<Chunk> {
        let size = self.config.chunk;
        let ahead = self.pictures.unused_links() + self.invoices.asked();
        let room = self.config.links_ahead.saturating_sub(ahead);
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
        if room >= size.min(self.invoices.waiting()) {
            while invoices.len() < size {
                let Some(nr) = self.invoices.take_first_waiting() else {
                    break;
                };
                invoices.push(nr);
            }
        }
        (!invoices.is_empty()).then_some(Chunk {
            invoices,
            failed: 0,
            token: self.session.token(),
        })
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
        for (when, timer) in timers {
            match timer {
                Timer::Ask(chunk) => chunks.push(chunk),
                Timer::Fetch(_) => {
                    self.timers.insert(when, timer);
                }
            }
        }
        for nr in chunks.into_iter().flat_map(|chunk| chunk.invoices) {
            self.invoices.wait(nr);
        }
    }
}
