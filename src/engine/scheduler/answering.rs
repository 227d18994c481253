//! What the platform's answers to a links call change, and what becomes of calls that fail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::chunk::Chunk;
use super::hosts::PLATFORM;
use super::invoices::Asking;
use super::pictures::{FetchState, HeldLink};
use super::reaching::too_long_wait;
use super::retrying::Timer;
use crate::engine::jobs::{AttemptFailed, CallNr, FoundLink, LinksFound, PictureNr};
use crate::engine::{Answer, EngineEvent, Failure, FailureKind};
use crate::model::InvoiceNr;

/// Attempts at an answer that is none; the same request would bring the same.
const UNREADABLE_ATTEMPTS: u32 = 3;
/// Attempts at one ID that the platform's server stumbled over in a larger call already.
const HALF_ATTEMPTS: u32 = 2;

impl Scheduler {
    pub(super) fn links_ended(
        &mut self,
        call: CallNr,
        result: Result<LinksFound, AttemptFailed>,
        now: Duration,
    ) {
        let Some(chunk) = self.desk.take(call) else {
            return;
        };
        if !result
            .as_ref()
            .is_err_and(|it| it.failure.kind.is_host_trouble())
        {
            self.host_answered(PLATFORM);
        }
        match result {
            Ok(answer) => {
                self.desk.answered(call, &self.config.retry);
                self.session.worked(chunk.token);
                self.answered(&chunk.invoices, answer, now);
                self.pages_were_learned();
            }
            Err(failed) if failed.failure.kind == FailureKind::TokenRefused => {
                self.token_refused(call, chunk, failed.failure, now);
            }
            Err(failed) => self.call_failed(chunk, failed, now),
        }
    }

    fn call_failed(&mut self, mut chunk: Chunk, failed: AttemptFailed, now: Duration) {
        let kind = failed.failure.kind;
        chunk.failed += 1;
        if kind.needs_the_user() {
            self.give_back(chunk);
            self.block(failed.failure);
        } else if kind == FailureKind::Throttled {
            self.platform_throttled(chunk, failed, now);
        } else if kind.is_host_trouble() {
            self.platform_in_trouble(chunk, failed, None, now);
        } else if failed.splits {
            self.ask_in_halves(chunk, failed, now);
        } else {
            self.ask_later(chunk, failed, now);
        }
    }

    fn give_back(&mut self, chunk: Chunk) {
        for nr in chunk.invoices {
            self.invoices.wait(nr);
        }
    }

    pub(super) fn ask_in_halves(&mut self, chunk: Chunk, failed: AttemptFailed, now: Duration) {
        if let Err(chunk) = self.split(chunk, failed.failure.kind) {
            self.ask_later(chunk, failed, now);
        }
    }

    /// One more attempt after a while, if one is left, and else one at the end.
    pub(super) fn ask_later(&mut self, chunk: Chunk, failed: AttemptFailed, now: Duration) {
        let most = match failed.failure.kind {
            FailureKind::AnswerUnreadable => UNREADABLE_ATTEMPTS,
            FailureKind::ServerError if chunk.is_half => HALF_ATTEMPTS,
            _ => self.config.retry.max_attempts,
        };
        if chunk.is_last || !failed.failure.is_retryable() {
            self.could_not_ask(chunk.invoices, &Arc::new(failed.failure));
        } else if chunk.failed < most && self.budget.take() {
            let due = self.due(chunk.failed, &failed, now);
            self.set_timer(due, Timer::Ask(chunk));
        } else {
            self.put_off_chunk(chunk, now);
        }
    }

    fn platform_throttled(&mut self, chunk: Chunk, failed: AttemptFailed, now: Duration) {
        let retry = self.config.retry;
        if let Some((wait, failure)) = too_long_wait(&failed, retry.retry_after_cap) {
            let failed = AttemptFailed { failure, ..failed };
            self.platform_in_trouble(chunk, failed, Some(wait), now);
            return;
        }
        let due = now + failed.retry_after.unwrap_or_default();
        self.desk.throttled(due, &retry);
        self.platform_in_trouble(chunk, failed, None, now);
    }

    pub(super) fn could_not_ask(&mut self, invoices: Vec<InvoiceNr>, failure: &Arc<Failure>) {
        let mut without_picture = Vec::new();
        for nr in invoices {
            let picture = self.invoices.get(nr).and_then(|entry| entry.picture);
            if let Some(picture) = picture {
                self.invoices.set(nr, Asking::Answered);
                self.fail_picture(picture, Arc::clone(failure));
            } else {
                self.invoices.set(nr, Asking::Failed);
                without_picture.push(nr);
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
        mut found: FoundLink,
        now: Duration,
        answers: &mut Vec<(InvoiceNr, Answer)>,
        joined: &mut BTreeMap<PictureNr, Vec<InvoiceNr>>,
    ) {
        let nr = found.invoice.nr;
        let picture = self.pictures.with_key(&found.invoice.picture_key, nr);
        self.invoices.set(nr, Asking::Answered);
        let others = &self.pictures.get(picture).invoices;
        let other = others.first().and_then(|it| self.invoices.get(*it));
        let file_name = other.and_then(|it| Some(Arc::clone(&it.invoice.as_ref()?.file_name)));
        let Some(entry) = self.invoices.get_mut(nr) else {
            return;
        };
        // One text in memory for all that show the picture, one for the ID, and one for where most of them come from.
        if let Some(file_name) = file_name.filter(|it| *it == found.invoice.file_name) {
            found.invoice.file_name = file_name;
        }
        found.invoice.picture_key = self.pictures.get(picture).key.clone();
        found.invoice.id = entry.id.clone();
        if found.invoice.source == self.source {
            found.invoice.source = Arc::clone(&self.source);
        } else {
            self.source = Arc::clone(&found.invoice.source);
        }
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
        let usable_until = self.leases.received(found.life, now);
        let entry = self.pictures.get_mut(picture);
        entry.link = Some(Box::new(HeldLink {
            url: found.link,
            usable_until,
        }));
        if entry.fetch == FetchState::NeedsLink {
            entry.fetch = FetchState::Idle;
        }
        self.pictures.sort_in(picture);
    }

    /// The platform now gives this invoice another picture.
    fn leave_picture(&mut self, picture: PictureNr, nr: InvoiceNr) {
        let entry = self.pictures.get_mut(picture);
        entry.invoices.retain(|invoice| *invoice != nr);
        let is_left = entry.invoices.is_empty();
        if entry.fetch == FetchState::NeedsLink {
            entry.fetch = FetchState::Idle;
            self.ask_for_link(picture);
        }
        if is_left {
            self.pictures.set_fresh(picture, None);
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
        } else if let Some(summary) = &entry.summary {
            let summary = Arc::clone(summary);
            self.events.push(EngineEvent::Data { invoices, summary });
        } else if let Some(facts) = entry.facts {
            let raster = if self.is_any_looked_at(&invoices) {
                self.pictures.thumbnail(picture)
            } else {
                None
            };
            self.send_thumbnail(invoices, facts, raster);
        } else if entry.fetch == FetchState::Running || entry.fresh.is_some() {
            self.events.push(EngineEvent::Loading { invoices });
        }
    }
}
