//! Links: which invoices to ask for next, and what the answers change.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::invoices::Asking;
use super::pictures::{FetchState, HeldLink};
use super::retrying::Timer;
use crate::engine::jobs::{AttemptFailed, CallNr, FoundLink, Job, LinksFound, PictureNr};
use crate::engine::{Answer, EngineEvent, Failure, FailureKind};
use crate::model::InvoiceNr;

/// A link is not used in the last part of its life: it might end during the download.
const MARGIN: Duration = Duration::from_secs(120);
/// Of a short life the margin is this part at most.
const MARGIN_PART: u32 = 10;

/// Invoices asked for in one call.
#[derive(Debug)]
pub(super) struct Chunk {
    invoices: Vec<InvoiceNr>,
    /// Attempts that failed.
    failed: u32,
    /// Of these, how often a fresh token was refused.
    refused: u32,
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

    pub fn ask_again(&mut self, chunk: Chunk) {
        self.again.push_back(chunk);
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
        let chunk = match self.desk.again.pop_front() {
            Some(chunk) => chunk,
            None => self.next_chunk()?,
        };
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
            refused: 0,
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

    pub(super) fn links_ended(
        &mut self,
        call: CallNr,
        result: Result<LinksFound, AttemptFailed>,
        now: Duration,
    ) {
        // Unknown where it belongs to a former connection.
        let Some(chunk) = self.desk.calls.remove(&call) else {
            return;
        };
        match result {
            Ok(answer) => self.answered(&chunk.invoices, answer, now),
            Err(failed) => self.call_failed(chunk, failed, now),
        }
    }

    fn call_failed(&mut self, mut chunk: Chunk, failed: AttemptFailed, now: Duration) {
        let retry = self.config.retry;
        let kind = failed.failure.kind;
        chunk.failed += 1;
        if kind == FailureKind::TokenRefused
            && now < self.connected_at + retry.fresh_token
            && chunk.refused + 1 < retry.fresh_token_attempts
        {
            chunk.refused += 1;
            let due = self.due(chunk.failed, &failed, now);
            self.set_timer(due, Timer::Ask(chunk));
        } else if needs_the_user(kind) {
            for nr in chunk.invoices {
                self.invoices.wait(nr);
            }
            self.block(failed.failure);
        } else if failed.failure.is_retryable() && chunk.failed < retry.max_attempts {
            let due = self.due(chunk.failed, &failed, now);
            if kind == FailureKind::Throttled {
                self.desk.hold_until = self.desk.hold_until.max(due);
            }
            self.set_timer(due, Timer::Ask(chunk));
        } else {
            self.could_not_ask(chunk.invoices, &Arc::new(failed.failure));
        }
    }

    fn could_not_ask(&mut self, invoices: Vec<InvoiceNr>, failure: &Arc<Failure>) {
        let mut without_picture = Vec::new();
        for nr in invoices {
            match self.invoices.get(nr).and_then(|entry| entry.picture) {
                Some(picture) => {
                    self.invoices.set(nr, Asking::Answered);
                    self.fail_picture(picture, Arc::clone(failure));
                }
                None => {
                    self.invoices.set(nr, Asking::Failed);
                    without_picture.push(nr);
                }
            }
        }
        if !without_picture.is_empty() {
            self.events.push(EngineEvent::LinksFailed {
                invoices: without_picture,
                failure: Arc::clone(failure),
            });
        }
    }

    fn answered(&mut self, asked: &[InvoiceNr], answer: LinksFound, now: Duration) {
        let mut missing: BTreeSet<InvoiceNr> = asked.iter().copied().collect();
        let mut answers = Vec::new();
        let mut joined: BTreeMap<PictureNr, Vec<InvoiceNr>> = BTreeMap::new();
        for found in answer.found {
            let nr = found.invoice.nr;
            if missing.remove(&nr) {
                self.found(found, now, &mut answers, &mut joined);
            }
        }
        let mut unusable = answer.unusable;
        unusable.retain(|(nr, _)| missing.remove(nr));
        for nr in missing {
            if self
                .invoices
                .get(nr)
                .is_some_and(|entry| entry.picture.is_some())
            {
                let detail = "the platform no longer knows the invoice";
                unusable.push((nr, Failure::new(FailureKind::NoLink, detail)));
            } else {
                self.invoices.set(nr, Asking::NotFound);
                answers.push((nr, Answer::NotFound));
            }
        }
        if !answers.is_empty() {
            self.events.push(EngineEvent::Answered(answers));
        }
        for (nr, failure) in unusable {
            self.could_not_ask(vec![nr], &Arc::new(failure));
        }
        for (picture, invoices) in joined {
            self.tell_newcomers(picture, invoices);
        }
    }

    fn found(
        &mut self,
        found: FoundLink,
        now: Duration,
        answers: &mut Vec<(InvoiceNr, Answer)>,
        joined: &mut BTreeMap<PictureNr, Vec<InvoiceNr>>,
    ) {
        let nr = found.invoice.nr;
        let picture = self.pictures.with_key(&found.invoice.picture_key, nr);
        self.invoices.set(nr, Asking::Answered);
        let Some(entry) = self.invoices.get_mut(nr) else {
            return;
        };
        let before = entry.picture.replace(picture);
        if entry.invoice.as_deref() != Some(&found.invoice) {
            let invoice = Arc::new(found.invoice);
            entry.invoice = Some(Arc::clone(&invoice));
            answers.push((nr, Answer::Found(invoice)));
        }
        if before != Some(picture) {
            entry.held = false;
            self.pictures.get_mut(picture).invoices.push(nr);
            joined.entry(picture).or_default().push(nr);
            if let Some(before) = before {
                self.leave_picture(before, nr);
            }
        }
        let margin = MARGIN.min(found.life / MARGIN_PART);
        let entry = self.pictures.get_mut(picture);
        entry.link = Some(HeldLink {
            url: found.link,
            usable_until: now + found.life.saturating_sub(margin),
        });
        if entry.fetch == FetchState::NeedsLink {
            entry.fetch = FetchState::Idle;
        }
        self.pictures.sort_in(picture);
    }

    /// The platform now gives this invoice another picture.
    fn leave_picture(&mut self, picture: PictureNr, nr: InvoiceNr) {
        let entry = self.pictures.get_mut(picture);
        entry.invoices.retain(|invoice| *invoice != nr);
        if entry.fetch == FetchState::NeedsLink {
            entry.fetch = FetchState::Idle;
            self.ask_for_link(picture);
        }
        self.pictures.sort_in(picture);
        self.wanted.start_over();
    }

    /// What is already known of a picture, for invoices that have only now turned out to show it.
    fn tell_newcomers(&mut self, picture: PictureNr, invoices: Vec<InvoiceNr>) {
        let entry = self.pictures.get(picture);
        if let Some(failure) = &entry.failure {
            let failure = Arc::clone(failure);
            self.events
                .push(EngineEvent::PictureFailed { invoices, failure });
        } else if let Some(facts) = entry.facts {
            let raster = self.pictures.thumbnail(picture);
            let raster = raster.filter(|_| self.is_any_looked_at(&invoices));
            self.send_thumbnail(invoices, facts, raster);
        } else if entry.fetch == FetchState::Running || entry.fresh.is_some() {
            self.events.push(EngineEvent::Loading { invoices });
        }
    }
}

/// Whether every further call would fail in the same way until somebody changes something.
fn needs_the_user(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::TokenRefused | FailureKind::Certificate | FailureKind::Redirected
    )
}
