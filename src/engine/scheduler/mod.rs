//! Decides what is done next: a pure state machine over (command | interest | ended work, now).
//!
//! Knows no thread, no network and no clock. Work is handed out only where a hand is free, so the newest
//! interest always decides; nothing waits in a queue that could be out of date. No event costs time in
//! proportion to all invoices: what is looked at is a short list, the rest are ordered sets.

mod answering;
mod asking;
mod attachments;
mod bills;
mod chunk;
mod decoding;
mod fetching;
mod fields;
mod hosts;
mod inquiries;
mod invoices;
mod lanes;
mod last_pass;
mod leases;
mod more;
mod original_table;
mod originals;
mod page_file;
mod pictures;
mod reaching;
mod reading;
mod retrying;
mod run_status;
mod session;
#[cfg(test)]
mod tests;
mod uncropped;
mod wanted;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::model::{InvoiceId, InvoiceNr};

use super::config::EngineConfig;
use super::jobs::{Ended, Job};
use super::{EngineEvent, Failure, FailureKind, Interest};
use asking::Desk;
use attachments::Attachments;
use bills::BillDesk;
use fields::FieldsDesk;
use hosts::Hosts;
use inquiries::InquiryDesk;
use invoices::{Asking, Invoices};
use last_pass::LastPass;
use leases::Leases;
use original_table::OriginalTable;
use pictures::PictureTable;
use reading::ReadingDesk;
use retrying::{Dice, RetryBudget, Timer};
use run_status::Standing;
use session::TokenSession;
use wanted::Wanted;

/// All that is known of the invoices, and what is under way for them.
pub(super) struct Scheduler {
    config: EngineConfig,
    invoices: Invoices,
    pictures: PictureTable,
    wanted: Wanted,
    originals: OriginalTable,
    desk: Desk,
    inquiries: InquiryDesk,
    bills: BillDesk,
    fields: FieldsDesk,
    attachments: Attachments,
    session: TokenSession,
    hosts: Hosts,
    last_pass: LastPass,
    reading: ReadingDesk,
    leases: Leases,
    budget: RetryBudget,
    fetching: usize,
    decoding: usize,
    /// What goes on later, by time; the number keeps two of the same time apart.
    timers: BTreeMap<(Duration, u64), Timer>,
    timer_count: u64,
    dice: Dice,
    paused: bool,
    /// So much waits to be read by the window that only what it looks at is worked on.
    holds_rest: bool,
    blocked: Option<Arc<Failure>>,
    /// What blocks concerns the bucket too: nothing is fetched either.
    fetches_blocked: bool,
    /// The newest time that was heard of.
    now: Duration,
    told: Standing,
    events: Vec<EngineEvent>,
    /// As the platform calls the source of the invoice that was answered last.
    source: Arc<str>,
}

impl Scheduler {
    /// `seed` decides the random part of waiting times.
    pub fn new(config: EngineConfig, seed: u64) -> Self {
        let pictures = PictureTable::new(config.bytes_budget, config.pixels_budget);
        let hosts = Hosts::new(config.connections);
        let originals = OriginalTable::new(&config);
        let reading = ReadingDesk::new(config.read_lines, config.reads_all);
        let no_token = Failure::new(FailureKind::TokenMissing, "");
        Self {
            config,
            invoices: Invoices::default(),
            pictures,
            wanted: Wanted::default(),
            originals,
            desk: Desk::default(),
            inquiries: InquiryDesk::default(),
            bills: BillDesk::default(),
            fields: FieldsDesk::default(),
            attachments: Attachments::default(),
            session: TokenSession::default(),
            hosts,
            last_pass: LastPass::default(),
            reading,
            leases: Leases::default(),
            budget: RetryBudget::default(),
            fetching: 0,
            decoding: 0,
            timers: BTreeMap::new(),
            timer_count: 0,
            dice: Dice::new(seed),
            paused: false,
            holds_rest: false,
            blocked: Some(Arc::new(no_token)),
            fetches_blocked: false,
            now: Duration::ZERO,
            told: Standing::default(),
            events: Vec::new(),
            source: Arc::default(),
        }
    }

    /// Another platform, token or key: answers still under way no longer count.
    pub fn connected(&mut self, has_key: bool, now: Duration) {
        self.now = now;
        self.session.begin(has_key, now);
        self.blocked = None;
        self.fetches_blocked = false;
        self.give_back_calls();
        self.inquiries.start_over();
        self.fields.try_failed_again();
        self.reopen_hosts();
        self.announce();
    }

    /// There is no speaking to the platform at all.
    pub fn cannot_connect(&mut self, failure: Failure) {
        self.blocked = Some(Arc::new(failure));
        self.announce();
    }

    /// Takes invoices on; they must follow those already known.
    pub fn add(&mut self, first: InvoiceNr, ids: Vec<InvoiceId>) {
        if !self.invoices.add(first, ids) {
            log::error!(
                "invoices from number {} on do not follow the known ones",
                first.0
            );
            return;
        }
        if self.blocked.is_some() {
            self.announce();
        }
    }

    pub fn set_interest(&mut self, interest: Interest) {
        self.want_originals(&interest);
        self.fields.want(&interest.fields);
        let invoices = &self.invoices;
        self.wanted.set(interest, |nr| {
            invoices.get(nr).and_then(|entry| entry.picture)
        });
        let wanted = &self.wanted;
        self.pictures
            .keep_pinned(|invoices| wanted.wants_full(invoices));
    }

    /// The window holds these thumbnails no longer.
    pub fn dropped(&mut self, numbers: &[InvoiceNr]) {
        for nr in numbers {
            if let Some(entry) = self.invoices.get_mut(*nr) {
                entry.held = false;
            }
        }
        self.wanted.start_over();
    }

    /// Tries again what failed of these.
    pub fn retry(&mut self, numbers: &[InvoiceNr]) {
        self.budget.refill();
        self.reopen_hosts();
        self.release_put_off();
        self.fields.start_over(numbers.iter().copied());
        for nr in numbers {
            let Some(entry) = self.invoices.get(*nr) else {
                continue;
            };
            match (entry.picture, entry.asking) {
                (Some(picture), _) => {
                    self.retry_picture(picture);
                    self.retry_reading(picture);
                }
                (None, Asking::Failed | Asking::NotFound) => self.invoices.wait(*nr),
                (None, _) => {}
            }
        }
        self.wanted.start_over();
    }

    pub fn pause(&mut self) {
        self.paused = true;
        self.announce();
    }

    /// Whether nothing new is begun but for what is looked at. What was fetched is decoded all the same: it would
    /// keep its place from files that are wanted.
    pub fn hold_rest(&mut self, holds: bool) {
        self.holds_rest = holds;
    }

    /// Also tries again what only the user's word can unblock; a missing token is not of that kind.
    pub fn resume(&mut self) {
        self.paused = false;
        let stays = |failure: &Arc<Failure>| failure.kind == FailureKind::TokenMissing;
        self.blocked = self.blocked.take().filter(stays);
        self.fetches_blocked = false;
        self.session.start_over();
        self.reopen_hosts();
        self.release_put_off();
        self.announce();
    }

    /// So many downloads at one time from each host, as long as it does not ask for less.
    pub fn set_connections(&mut self, count: usize) {
        self.config.connections = count;
        self.hosts.set_most(count);
        for picture in self.hosts.take_all_free(self.now) {
            self.release(picture);
        }
    }

    /// So many bytes of files and of pixels are kept.
    pub fn set_budgets(&mut self, bytes: usize, pixels: usize) {
        self.config.bytes_budget = bytes;
        self.config.pixels_budget = pixels;
        self.pictures.set_budgets(bytes, pixels);
    }

    /// Forgets all invoices. What is still under way for them must not be reported any more.
    pub fn clear(&mut self) {
        let config = &self.config;
        self.pictures = PictureTable::new(config.bytes_budget, config.pixels_budget);
        self.invoices = Invoices::default();
        self.wanted = Wanted::default();
        self.originals.clear(&self.config);
        self.desk.clear();
        self.inquiries.clear();
        self.bills = BillDesk::default();
        self.fields = FieldsDesk::default();
        self.attachments = Attachments::default();
        self.session.forget_exchange();
        self.hosts = Hosts::new(self.config.connections);
        self.last_pass = LastPass::default();
        self.leases = Leases::default();
        self.reading.clear();
        self.fetches_blocked = false;
        self.timers.clear();
        self.fetching = 0;
        self.decoding = 0;
        self.events.clear();
        // A pause was meant for what is gone now.
        self.paused = false;
    }

    pub fn ended(&mut self, ended: Ended, now: Duration) {
        self.now = now;
        match ended {
            Ended::Authorised { token, result } => self.authorised(token, result, now),
            Ended::Links { call, result } => self.links_ended(call, result, now),
            Ended::Inquired { call, result } => self.inquiry_ended(call, result, now),
            Ended::Fetched { picture, result } => self.fetch_ended(picture, result, now),
            Ended::Decoded {
                picture,
                pixels,
                result,
            } => self.decode_ended(picture, pixels, result, now),
            Ended::Original(ended) => self.original_ended(ended, now),
            Ended::Read { picture, result } => self.reading_ended(picture, result),
        }
    }

    /// What to start now. Call after every input and at [`Scheduler::wake_at`].
    pub fn next_jobs(&mut self, now: Duration) -> Vec<Job> {
        self.now = now;
        self.release_timers(now);
        self.serve_wanted();
        self.match_attachments();
        self.serve_originals();
        // Before decoding: an original whose file is at hand needs nothing but that.
        let mut jobs = self.originals_to_get(now);
        // Also in a pause: what was fetched is to be seen.
        while self.decoding < self.config.decoders {
            let Some(job) = self.next_decode() else { break };
            jobs.push(job);
        }
        jobs.extend(self.next_reading());
        if !self.paused {
            self.next_requests(now, &mut jobs);
        }
        self.announce_changes();
        jobs
    }

    fn next_requests(&mut self, now: Duration, jobs: &mut Vec<Job>) {
        self.next_links_and_files(now, jobs);
        if self.begin_last_pass(jobs) {
            self.next_links_and_files(now, jobs);
        }
        // What a picture needs was asked for before.
        self.gather_fields();
        jobs.extend(self.next_inquiry(now));
        for _ in jobs.iter().filter(|job| job.is_request()) {
            self.budget.requested();
        }
    }

    fn next_links_and_files(&mut self, now: Duration, jobs: &mut Vec<Job>) {
        while let Some(job) = self.next_fetch(now) {
            jobs.push(job);
        }
        while self.desk.calls() < self.config.link_calls {
            let Some(job) = self.next_call(now) else {
                break;
            };
            jobs.push(job);
        }
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.fetching == 0
            && self.decoding == 0
            && self.desk.calls() == 0
            && !self.inquiries.is_asking()
            && !self.session.is_exchanging()
    }

    /// What the window has to hear, in order.
    pub fn take_events(&mut self) -> Vec<EngineEvent> {
        std::mem::take(&mut self.events)
    }

    /// When to ask for jobs again although nothing came.
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        let timer = self.timers.keys().next().map(|(due, _)| *due);
        let held_back = [
            self.desk.hold_until,
            self.desk.throttled_until,
            self.session.hold_until(),
            self.inquiry_wake(now).unwrap_or_default(),
        ]
        .into_iter()
        .filter(|until| *until > now);
        timer.into_iter().chain(held_back).min()
    }
}
