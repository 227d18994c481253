//! The token's standing: when it is issued, renewed and doubted. Knows no secret, only times and refusals.
//!
//! Everything that needs a token waits for one exchange; nothing is asked while it is under way.

use std::sync::Arc;
use std::time::Duration;

use super::Scheduler;
use super::chunk::Chunk;
use super::hosts::{Outcome, PLATFORM};
use super::retrying::delay;
use crate::engine::config::RetryConfig;
use crate::engine::jobs::{AttemptFailed, CallNr, Job, TokenNr, TokenSource};
use crate::engine::{Failure, FailureKind};

/// A token is renewed this long before it ends.
const MARGIN: Duration = Duration::from_mins(5);
/// Of a short life the margin is this part at most.
const MARGIN_PART: u32 = 10;

#[derive(Debug)]
pub(super) struct TokenSession {
    /// Whether the platform issues tokens for what the user gave.
    has_key: bool,
    standing: SessionStanding,
    /// A refusal of a former token says nothing of this one.
    token: TokenNr,
    issued_at: Duration,
    renew_at: Option<Duration>,
    /// Answered at least one call.
    is_proven: bool,
    /// Refusals in a row.
    refused: u32,
    /// Calls up to this one were under way when the token was last refused: their refusals are the same one.
    refused_with: CallNr,
    /// Exchanges in a row that failed.
    failed: u32,
    hold_until: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SessionStanding {
    /// To be issued for the key.
    Wanted,
    Exchanging(TokenSource),
    Valid,
}

/// What stands before the next call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CallGate {
    Open,
    /// A token first.
    Exchange(TokenSource),
    Closed,
}

/// What a refusal of the token comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    AskAgain,
    /// Only the user can help.
    Final,
}

impl Default for TokenSession {
    fn default() -> Self {
        Self {
            has_key: false,
            standing: SessionStanding::Valid,
            token: TokenNr(0),
            issued_at: Duration::ZERO,
            renew_at: None,
            is_proven: false,
            refused: 0,
            refused_with: CallNr(0),
            failed: 0,
            hold_until: Duration::ZERO,
        }
    }
}

impl TokenSession {
    /// Other credentials were given.
    pub fn begin(&mut self, has_key: bool, now: Duration) {
        *self = Self {
            has_key,
            standing: if has_key {
                SessionStanding::Wanted
            } else {
                SessionStanding::Valid
            },
            token: TokenNr(self.token.0 + 1),
            issued_at: now,
            ..Self::default()
        };
    }

    /// Tries again after a final refusal.
    pub fn start_over(&mut self) {
        self.refused = 0;
        self.failed = 0;
        self.hold_until = Duration::ZERO;
    }

    /// An exchange under way will not be heard of.
    pub fn forget_exchange(&mut self) {
        if let SessionStanding::Exchanging(_) = self.standing {
            self.standing = SessionStanding::Wanted;
        }
    }

    pub fn is_exchanging(&self) -> bool {
        matches!(self.standing, SessionStanding::Exchanging(_))
    }

    pub fn token(&self) -> TokenNr {
        self.token
    }

    pub fn hold_until(&self) -> Duration {
        self.hold_until
    }

    /// `calls` are under way. A doubted token is tried by one call at a time.
    pub fn gate(&self, calls: usize, now: Duration) -> CallGate {
        if now < self.hold_until {
            return CallGate::Closed;
        }
        match self.standing {
            SessionStanding::Wanted => CallGate::Exchange(TokenSource::Key),
            SessionStanding::Exchanging(_) => CallGate::Closed,
            SessionStanding::Valid if self.renew_at.is_some_and(|due| now >= due) => {
                CallGate::Exchange(TokenSource::Renewal)
            }
            SessionStanding::Valid if self.refused > 0 && calls > 0 => CallGate::Closed,
            SessionStanding::Valid => CallGate::Open,
        }
    }

    fn issued(&mut self, life: Duration, now: Duration) {
        let margin = MARGIN.min(life / MARGIN_PART);
        self.standing = SessionStanding::Valid;
        self.token = TokenNr(self.token.0 + 1);
        self.issued_at = now;
        self.renew_at = Some(now + life.saturating_sub(margin));
        self.is_proven = false;
        self.refused = 0;
        self.failed = 0;
    }

    /// A call with this token was answered.
    pub fn worked(&mut self, token: TokenNr) {
        if token == self.token {
            self.is_proven = true;
            self.refused = 0;
        }
    }

    /// Whether this token is the one that is used, and was accepted by a call.
    pub fn has_proven(&self, token: TokenNr) -> bool {
        self.is_proven && token == self.token
    }

    pub fn has_key(&self) -> bool {
        self.has_key
    }

    /// `newest` is the last call that was begun.
    pub fn refused(
        &mut self,
        call: CallNr,
        token: TokenNr,
        newest: CallNr,
        retry: &RetryConfig,
        now: Duration,
    ) -> Refusal {
        if token != self.token || call <= self.refused_with {
            return Refusal::AskAgain;
        }
        self.refused_with = newest;
        let is_fresh = now < self.issued_at + retry.fresh_token;
        if is_fresh && !self.is_proven && self.refused + 1 < retry.fresh_token_attempts {
            self.hold_until = now + retry.base * 2_u32.pow(self.refused);
            self.refused += 1;
            return Refusal::AskAgain;
        }
        // A token that never worked would be followed by another like it.
        if self.has_key && self.is_proven {
            self.standing = SessionStanding::Wanted;
            return Refusal::AskAgain;
        }
        Refusal::Final
    }
}

impl Scheduler {
    /// The exchange, if one is needed before anything can be asked.
    pub(super) fn exchange(&mut self, source: TokenSource) -> Job {
        self.session.standing = SessionStanding::Exchanging(source);
        Job::Authorise {
            token: self.session.token,
            source,
        }
    }

    pub(super) fn authorised(
        &mut self,
        token: TokenNr,
        result: Result<Duration, AttemptFailed>,
        now: Duration,
    ) {
        let SessionStanding::Exchanging(source) = self.session.standing else {
            return;
        };
        if token != self.session.token {
            return;
        }
        match result {
            Ok(life) => {
                self.host_answered(PLATFORM);
                self.session.issued(life, now);
            }
            Err(failed) => self.exchange_failed(source, failed, now),
        }
    }

    fn exchange_failed(&mut self, source: TokenSource, failed: AttemptFailed, now: Duration) {
        self.session.standing = SessionStanding::Wanted;
        if failed.failure.kind.is_host_trouble() {
            let failure = Arc::new(failed.failure.clone());
            // No call tells more than the exchange that each of them needs first.
            let is_sure = self.session.failed + 1 >= self.config.retry.max_attempts;
            let wait = is_sure.then_some(self.config.retry.probe);
            if self.platform_failed(&failure, wait, now) != Outcome::Counted {
                return;
            }
        } else {
            self.host_answered(PLATFORM);
        }
        // What cannot be renewed can still be issued anew.
        if source == TokenSource::Renewal {
            return;
        }
        let session = &mut self.session;
        session.failed += 1;
        let retry = &self.config.retry;
        if failed.failure.kind == FailureKind::TokenRefused {
            self.block(Failure::new(FailureKind::KeyRefused, failed.failure.detail));
        } else if failed.failure.is_retryable() && session.failed < retry.max_attempts {
            let wait = delay(retry, session.failed, failed.retry_after, &mut self.dice);
            session.hold_until = now + wait;
        } else {
            self.block(failed.failure);
        }
    }

    /// A call was answered that the token is not accepted.
    pub(super) fn token_refused(
        &mut self,
        call: CallNr,
        chunk: Chunk,
        failure: Failure,
        now: Duration,
    ) {
        let newest = self.desk.newest();
        let retry = &self.config.retry;
        let refusal = self.session.refused(call, chunk.token, newest, retry, now);
        match refusal {
            Refusal::AskAgain => self.desk.ask_again(chunk),
            Refusal::Final => {
                for nr in chunk.invoices {
                    self.invoices.wait(nr);
                }
                self.block(failure);
            }
        }
    }
}
