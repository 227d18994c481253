//! What is asked of the platform beside links: when, how often, and what becomes of calls that fail. One call at a time
//! and one a second, apart from the calls for links: nothing here ever holds up a picture, whatever goes wrong.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::hosts::{PLATFORM, Permit};
use super::retrying::delay;
use super::session::{CallGate, Refusal};
use crate::engine::inquiry::{Inquiry, InquiryKind, Reply};
use crate::engine::jobs::{AttemptFailed, CallNr, Job, TokenNr};
use crate::engine::{EngineEvent, Failure, FailureKind};

/// Attempts at an answer that is none, or that the platform itself calls an error: the same request would bring the same.
const HOPELESS_ATTEMPTS: u32 = 2;
/// Calls that are halved before one is answered: beyond it the platform itself is in trouble.
const MAX_STUMBLES: u32 = 16;

/// The call under way and those to be repeated.
#[derive(Debug, Default)]
pub(super) struct InquiryDesk {
    under_way: Option<(CallNr, PendingInquiry)>,
    again: VecDeque<PendingInquiry>,
    /// Nothing is asked before.
    hold_until: Duration,
    /// Time between the beginnings of two calls.
    interval: Duration,
    /// The calls that the platform does not permit, until other credentials are given.
    forbidden: BTreeMap<InquiryKind, Arc<Failure>>,
    /// A key was asked for a new token because a call was refused; once for all of them.
    was_renewed: bool,
    /// Calls that were halved since the last answer.
    stumbles: u32,
    /// Since when there has been no answer but trouble of the platform's host, and how often.
    trouble: Option<(Duration, u32)>,
}

#[derive(Debug)]
struct PendingInquiry {
    inquiry: Inquiry,
    /// Attempts that failed.
    failed: u32,
    /// The token that it was asked with.
    token: TokenNr,
    /// Not before.
    due: Duration,
}

impl InquiryDesk {
    pub fn is_asking(&self) -> bool {
        self.under_way.is_some()
    }

    /// Those to be asked, as if nobody had asked yet: another connection will answer.
    pub fn start_over(&mut self) {
        let under_way = self.under_way.take().map(|(_, pending)| pending);
        self.again.extend(under_way);
        for pending in &mut self.again {
            (pending.failed, pending.due) = (0, Duration::ZERO);
        }
        self.forbidden.clear();
        self.was_renewed = false;
        self.trouble = None;
    }

    /// Forgets all calls; what is under way will not be heard of. How often calls may be made stays.
    pub fn clear(&mut self) {
        self.under_way = None;
        self.again.clear();
        self.stumbles = 0;
    }

    /// Puts a call among those to be repeated at this time.
    fn ask_again(&mut self, inquiry: Inquiry, failed: u32, due: Duration) {
        self.again.push_back(PendingInquiry {
            inquiry,
            failed,
            token: TokenNr(0),
            due,
        });
    }

    /// The next to be repeated, whose time has come.
    fn take_due(&mut self, now: Duration) -> Option<PendingInquiry> {
        let at = self.again.iter().position(|it| it.due <= now)?;
        self.again.remove(at)
    }

    /// When the first of them may be repeated.
    fn next_due(&self) -> Option<Duration> {
        self.again.iter().map(|it| it.due).min()
    }
}

impl Scheduler {
    /// When the next call may be made; `None` where there is nothing to ask.
    #[cfg(test)]
    pub(super) fn inquiries_due(&self, now: Duration) -> Option<Duration> {
        self.times_of_inquiries(now).min()
    }

    /// When to look again although nothing came.
    pub(super) fn inquiry_wake(&self, now: Duration) -> Option<Duration> {
        self.times_of_inquiries(now).filter(|due| *due > now).min()
    }

    /// When what is new may be asked for, and what is to be repeated.
    fn times_of_inquiries(&self, now: Duration) -> impl Iterator<Item = Duration> {
        let desk = &self.inquiries;
        let waits = desk.is_asking() || self.blocked.is_some() || self.paused;
        let fresh = (!waits && self.has_inquiry(now)).then_some(Duration::ZERO);
        let again = desk.next_due().filter(|_| !waits);
        let times = fresh.into_iter().chain(again);
        times.map(|due| due.max(desk.hold_until))
    }

    fn has_inquiry(&self, now: Duration) -> bool {
        self.bills.is_waiting()
            || self.fields.is_waiting()
            || self.attachments.is_waiting()
            || self.wants_file_links(now)
    }

    /// The next call beside links, if it may be made now.
    pub(super) fn next_inquiry(&mut self, now: Duration) -> Option<Job> {
        if self.blocked.is_some() || self.inquiries.is_asking() || now < self.inquiries.hold_until {
            return None;
        }
        match self.hosts.permit(PLATFORM, now) {
            Permit::Go => {}
            // Whether it is back, the calls for links find out: only they have it left alone.
            Permit::Probe | Permit::Wait => return None,
            Permit::Never(failure) => {
                self.platform_does_not_answer(&failure, now);
                return None;
            }
        }
        let gate = self.session.gate(self.desk.calls(), now);
        if gate == CallGate::Closed {
            return None;
        }
        let mut pending = self.next_pending(now)?;
        if let CallGate::Exchange(source) = gate {
            pending.due = Duration::ZERO;
            self.inquiries.again.push_front(pending);
            return Some(self.exchange(source));
        }
        let retry = &self.config.retry;
        let interval = self.inquiries.interval.max(retry.call_interval);
        self.inquiries.hold_until = now + interval;
        pending.token = self.session.token();
        let call = self.desk.next_number();
        let inquiry = pending.inquiry.clone();
        self.inquiries.under_way = Some((call, pending));
        Some(Job::Inquire { call, inquiry })
    }

    /// What is to be repeated before what is new; of that, what shows something before what is known of it.
    fn next_pending(&mut self, now: Duration) -> Option<PendingInquiry> {
        loop {
            let pending = self.inquiries.take_due(now).or_else(|| {
                let fresh = self.next_bills();
                let fresh = fresh.or_else(|| self.next_file_links(now));
                let fresh = fresh.or_else(|| self.next_attachments());
                let fresh = fresh.or_else(|| self.next_fields());
                let inquiry = fresh.or_else(|| self.next_risk_tags())?;
                Some(PendingInquiry {
                    inquiry,
                    failed: 0,
                    token: TokenNr(0),
                    due: Duration::ZERO,
                })
            })?;
            let forbidden = self.inquiries.forbidden.get(&pending.inquiry.kind());
            match forbidden.map(Arc::clone) {
                Some(failure) => self.inquiry_failed(pending.inquiry, &failure),
                None => return Some(pending),
            }
        }
    }

    /// Nobody is left who could be asked.
    fn platform_does_not_answer(&mut self, failure: &Arc<Failure>, now: Duration) {
        while let Some(pending) = self.next_pending(now) {
            self.inquiry_failed(pending.inquiry, failure);
        }
    }

    pub(super) fn inquiry_ended(
        &mut self,
        call: CallNr,
        result: Result<Reply, AttemptFailed>,
        now: Duration,
    ) {
        let pending = match self.inquiries.under_way.take() {
            Some((asked, pending)) if asked == call => pending,
            // Of a former connection.
            other => {
                self.inquiries.under_way = other;
                return;
            }
        };
        match result {
            Ok(reply) => {
                self.host_answered(PLATFORM);
                self.session.worked(pending.token);
                let desk = &mut self.inquiries;
                desk.interval /= 2;
                desk.stumbles = 0;
                desk.trouble = None;
                self.replied(pending.inquiry, reply, now);
            }
            Err(failed) if failed.failure.kind == FailureKind::TokenRefused => {
                self.host_answered(PLATFORM);
                self.inquiry_refused(call, pending, failed.failure, now);
            }
            Err(failed) => self.inquiry_went_wrong(pending, failed, now),
        }
    }

    fn replied(&mut self, inquiry: Inquiry, reply: Reply, now: Duration) {
        match (inquiry, reply) {
            (Inquiry::Bills(asked), Reply::Bills(found)) => self.bills_resolved(asked, found),
            (Inquiry::Fields { kind, invoices }, Reply::Fields(found)) => {
                self.fields_came(&kind, &invoices, found);
            }
            (Inquiry::RiskTags(asked), Reply::RiskTags(found)) => self.tags_came(&asked, &found),
            (Inquiry::Attachments(asked), Reply::Attachments(found)) => {
                self.attachments_came(&asked, found, now);
            }
            (Inquiry::FileLinks(asked), Reply::FileLinks(found)) => {
                self.file_links_came(&asked, found, now);
            }
            (inquiry, _) => log::error!("the answer of another call: {:?}", inquiry.kind()),
        }
    }

    /// Whether a token is any good, the calls for links say, as long as there are some. One that works for them may have
    /// ended meanwhile, so a key is asked for another one, once.
    fn inquiry_refused(
        &mut self,
        call: CallNr,
        mut pending: PendingInquiry,
        failure: Failure,
        now: Duration,
    ) {
        let is_proven = self.session.has_proven(pending.token);
        let retry = self.config.retry;
        let are_links_asked = self.invoices.asked() + self.invoices.waiting() > 0;
        pending.failed += 1;
        if are_links_asked && pending.failed < retry.fresh_token_attempts {
            let due = now + retry.call_interval;
            self.inquiries
                .ask_again(pending.inquiry, pending.failed, due);
            return;
        }
        let may_renew = is_proven && self.session.has_key() && !self.inquiries.was_renewed;
        if may_renew || !is_proven && self.invoices.is_empty() {
            self.inquiries.was_renewed |= may_renew;
            let newest = self.desk.newest();
            let session = &mut self.session;
            let refusal = session.refused(call, pending.token, newest, &retry, now);
            self.inquiries.ask_again(pending.inquiry, 0, now);
            if refusal == Refusal::Final {
                self.block(failure);
            }
            return;
        }
        let kind = if is_proven {
            FailureKind::NotPermitted
        } else {
            FailureKind::TokenRefused
        };
        let failure = Arc::new(Failure::new(kind, failure.detail));
        let forbidden = &mut self.inquiries.forbidden;
        forbidden.insert(pending.inquiry.kind(), Arc::clone(&failure));
        self.inquiry_failed(pending.inquiry, &failure);
    }

    fn inquiry_went_wrong(
        &mut self,
        mut pending: PendingInquiry,
        failed: AttemptFailed,
        now: Duration,
    ) {
        let kind = failed.failure.kind;
        pending.failed += 1;
        if !kind.is_host_trouble() {
            self.inquiries.trouble = None;
            self.host_answered(PLATFORM);
        }
        if failed.is_rejected && !failed.splits {
            return self.inquiry_rejected(pending, failed.failure, now);
        }
        if failed.splits && self.inquiries.stumbles < MAX_STUMBLES {
            match self.split_inquiry(pending.inquiry, now) {
                None => return,
                Some(inquiry) => pending.inquiry = inquiry,
            }
        }
        if kind.is_host_trouble() {
            return self.inquiry_waits(pending, failed, now);
        }
        let retry = self.config.retry;
        let most = match kind {
            FailureKind::PlatformError | FailureKind::AnswerUnreadable => HOPELESS_ATTEMPTS,
            _ => retry.max_attempts,
        };
        let may_retry = failed.failure.is_retryable() && pending.failed < most;
        if may_retry {
            let wait = delay(&retry, pending.failed, failed.retry_after, &mut self.dice);
            self.inquiries
                .ask_again(pending.inquiry, pending.failed, now + wait);
        } else if kind.needs_the_user() && self.invoices.is_empty() {
            self.inquiries.ask_again(pending.inquiry, 0, now);
            self.block(failed.failure);
        } else {
            self.inquiry_failed(pending.inquiry, &Arc::new(failed.failure));
        }
    }

    /// The platform's host is in trouble: as with links, all wait for it, as long as it has their patience.
    fn inquiry_waits(&mut self, pending: PendingInquiry, failed: AttemptFailed, now: Duration) {
        let retry = self.config.retry;
        let desk = &mut self.inquiries;
        let (since, times) = desk.trouble.unwrap_or((now, 0));
        desk.trouble = Some((since, times + 1));
        if now.saturating_sub(since) >= retry.host_patience {
            self.inquiry_failed(pending.inquiry, &Arc::new(failed.failure));
            return;
        }
        if failed.failure.kind == FailureKind::Throttled {
            desk.interval = (desk.interval * 2)
                .max(2 * retry.call_interval)
                .min(retry.call_interval_cap);
        }
        let due = now + delay(&retry, times + 1, failed.retry_after, &mut self.dice);
        desk.hold_until = desk.hold_until.max(due);
        desk.ask_again(pending.inquiry, pending.failed, due);
    }

    /// The platform does not take what was asked. A call for files is refused for one bill that is not there; a kind of
    /// invoices may not be known to a platform at all.
    fn inquiry_rejected(&mut self, pending: PendingInquiry, failure: Failure, now: Duration) {
        let failure = Arc::new(failure);
        match pending.inquiry {
            Inquiry::Fields { kind, invoices } => self.kind_rejected(&kind, invoices, &failure),
            inquiry @ Inquiry::Attachments(_) if self.inquiries.stumbles < MAX_STUMBLES => {
                if let Some(inquiry) = self.split_inquiry(inquiry, now) {
                    self.inquiry_failed(inquiry, &failure);
                }
            }
            inquiry => self.inquiry_failed(inquiry, &failure),
        }
    }

    /// Asks for the halves instead; the whole comes back where there is only one thing to ask for.
    fn split_inquiry(&mut self, inquiry: Inquiry, now: Duration) -> Option<Inquiry> {
        match inquiry.halves() {
            Ok(halves) => {
                self.inquiries.stumbles += 1;
                for half in halves {
                    self.inquiries.ask_again(half, 0, now);
                }
                None
            }
            Err(inquiry) => Some(inquiry),
        }
    }

    /// It is not tried any more.
    fn inquiry_failed(&mut self, inquiry: Inquiry, failure: &Arc<Failure>) {
        let failure = Arc::clone(failure);
        match inquiry {
            Inquiry::Bills(bills) => {
                self.events
                    .push(EngineEvent::BillsFailed { bills, failure });
            }
            Inquiry::Fields { invoices, .. } => {
                let invoices = invoices.into_iter().map(|(nr, _)| nr).collect();
                self.fields_failed(invoices, failure);
            }
            Inquiry::RiskTags(bills) => {
                self.bills.forget_tags(&bills);
                self.events
                    .push(EngineEvent::RiskTagsFailed { bills, failure });
            }
            Inquiry::Attachments(bills) => self.attachments_failed(&bills, failure),
            Inquiry::FileLinks(files) => self.file_links_failed(&files, &failure),
        }
    }
}
