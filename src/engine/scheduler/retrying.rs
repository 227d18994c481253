//! What is tried again later, and when: back-off with jitter, and a retry budget for all requests together.

use std::time::Duration;

use super::Scheduler;
use super::chunk::Chunk;
use super::hosts::HostNr;
use super::pictures::FetchState;
use crate::engine::config::RetryConfig;
use crate::engine::jobs::{AttemptFailed, PictureNr};

/// What goes on when its time comes.
#[derive(Debug)]
pub(super) enum Timer {
    Ask(Chunk),
    Fetch(PictureNr),
    Probe(HostNr),
    /// The host asked to be left alone until now.
    Host(HostNr),
    /// For the last time.
    LastFetch(PictureNr),
    LastAsk(Chunk),
}

/// Retries that may be made for every request, so that trouble of all is not multiplied by all. Where there are no more,
/// what failed waits for the end; it does not fail.
const RETRIES_PER_REQUEST: f64 = 0.2;
/// So that a short list gets its retries too.
const RETRIES_AT_FIRST: f64 = 20.0;
/// A long smooth run saves up no more than this.
const MAX_RETRIES: f64 = 100.0;

/// How many retries may still be made.
#[derive(Debug)]
pub(super) struct RetryBudget {
    left: f64,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self {
            left: RETRIES_AT_FIRST,
        }
    }
}

impl RetryBudget {
    /// A request was begun, a retry or not.
    pub fn requested(&mut self) {
        self.left = (self.left + RETRIES_PER_REQUEST).min(MAX_RETRIES);
    }

    /// Whether one more retry may be made; counts it.
    pub fn take(&mut self) -> bool {
        let may = self.left >= 1.0;
        if may {
            self.left -= 1.0;
        }
        may
    }

    /// Somebody asked to try again.
    pub fn refill(&mut self) {
        self.left = self.left.max(RETRIES_AT_FIRST);
    }
}

/// A small generator of random numbers (xorshift64*), so that waiting times differ and tests repeat.
pub(super) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // The generator stays at zero for ever once it is there.
        Self(seed | 1)
    }

    /// At least 0, below 1.
    pub fn roll(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D);
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How long to wait after the `attempt`th attempt failed: a random part of a doubling time ("full jitter"),
/// but never less than the server asked for.
pub(super) fn delay(
    config: &RetryConfig,
    attempt: u32,
    retry_after: Option<Duration>,
    dice: &mut Dice,
) -> Duration {
    let doubled = config
        .base
        .saturating_mul(1_u32.checked_shl(attempt - 1).unwrap_or(u32::MAX));
    let jittered = doubled.min(config.cap).mul_f64(dice.roll());
    let asked = retry_after.unwrap_or_default().min(config.retry_after_cap);
    jittered.max(asked)
}

impl Scheduler {
    /// When the next attempt may be made, after the `attempt`th failed like this.
    pub(super) fn due(&mut self, attempt: u32, failed: &AttemptFailed, now: Duration) -> Duration {
        let retry = &self.config.retry;
        now + delay(retry, attempt, failed.retry_after, &mut self.dice)
    }

    pub(super) fn set_timer(&mut self, due: Duration, timer: Timer) {
        self.timer_count += 1;
        self.timers.insert((due, self.timer_count), timer);
    }

    /// The picture may be fetched again.
    pub(super) fn release(&mut self, picture: PictureNr) {
        self.pictures.get_mut(picture).fetch = FetchState::Idle;
        self.pictures.sort_in(picture);
    }

    pub(super) fn release_timers(&mut self, now: Duration) {
        while let Some(entry) = self.timers.first_entry() {
            if entry.key().0 > now {
                return;
            }
            match entry.remove() {
                Timer::Ask(chunk) => self.desk.ask_again(chunk),
                Timer::Fetch(picture) => self.release(picture),
                Timer::Probe(host) => self.release_one(host),
                Timer::Host(host) => self.host_has_room(host, now),
                Timer::LastFetch(picture) => self.last_fetch_is_due(picture),
                Timer::LastAsk(chunk) => self.last_ask_is_due(chunk),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_cap_and_obey_the_server() {
        let config = RetryConfig::default();
        let mut dice = Dice::new(7);
        for attempt in 1..40 {
            let most = Duration::from_millis(500) * 2_u32.pow(attempt.min(8) - 1);
            let waited = delay(&config, attempt, None, &mut dice);
            assert!(waited <= most.min(config.cap), "{attempt}: {waited:?}");
        }
        let asked = |secs| {
            delay(
                &config,
                1,
                Some(Duration::from_secs(secs)),
                &mut Dice::new(7),
            )
        };
        assert_eq!(asked(9), Duration::from_secs(9));
        assert_eq!(asked(86_400), Duration::from_mins(2));
    }

    #[test]
    fn one_request_in_five_is_a_retry_at_most() {
        let mut budget = RetryBudget::default();
        let mut retries = 0;
        let mut requests = 0;
        while requests < 10_000 {
            requests += 1;
            budget.requested();
            if budget.take() {
                retries += 1;
            }
        }
        let most = RETRIES_PER_REQUEST * f64::from(requests) + RETRIES_AT_FIRST;
        assert!(f64::from(retries) <= most, "{retries}");
        assert!(f64::from(retries) > 0.9 * most, "{retries}");
        assert!(!budget.take());
        budget.refill();
        assert!(budget.take());
    }

    #[test]
    fn dice_cover_their_range() {
        let mut dice = Dice::new(0);
        let rolls: Vec<f64> = (0..1000).map(|_| dice.roll()).collect();
        assert!(rolls.iter().all(|roll| (0.0..1.0).contains(roll)));
        assert!(rolls.iter().any(|roll| *roll < 0.1));
        assert!(rolls.iter().any(|roll| *roll > 0.9));
    }
}
