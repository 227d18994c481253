//! The background's clock: monotonic, so that a wrong or a changed system time means nothing to it.
//!
//! Tests hand in one that stands still or that skips every wait. This is the only place where the
//! background's waiting can be steered; limits of single requests run by the system's clock always.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Clones show the same time. The default is the system's.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Hand>>);

/// The hand of a clock that does not move by itself.
struct Hand {
    now: Mutex<Duration>,
    skips: bool,
    listeners: Mutex<Vec<Box<dyn Fn() + Send + Sync>>>,
}

impl Clock {
    /// Moves only by [`Clock::advance`].
    pub fn standing() -> Self {
        Self::by_hand(false)
    }

    /// Jumps to the next thing that is due as soon as nothing is under way: no wait takes any time.
    pub fn skipping() -> Self {
        Self::by_hand(true)
    }

    fn by_hand(skips: bool) -> Self {
        Self(Some(Arc::new(Hand {
            now: Mutex::new(Duration::ZERO),
            skips,
            listeners: Mutex::default(),
        })))
    }

    /// Does nothing to the system's clock.
    pub fn advance(&self, by: Duration) {
        let Some(hand) = &self.0 else { return };
        *hand.now.lock().unwrap_or_else(PoisonError::into_inner) += by;
        let listeners = hand.listeners.lock();
        for listener in listeners.unwrap_or_else(PoisonError::into_inner).iter() {
            listener();
        }
    }

    /// `listener` is called whenever somebody moves the hand.
    pub(super) fn listen(&self, listener: impl Fn() + Send + Sync + 'static) {
        if let Some(hand) = &self.0 {
            let listeners = hand.listeners.lock();
            listeners
                .unwrap_or_else(PoisonError::into_inner)
                .push(Box::new(listener));
        }
    }
}

/// A [`Clock`] and when it was looked at first.
#[derive(Debug)]
pub(super) struct Ticks {
    clock: Clock,
    started: Instant,
}

impl Ticks {
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            started: Instant::now(),
        }
    }

    pub fn now(&self) -> Duration {
        match &self.clock.0 {
            None => self.started.elapsed(),
            Some(hand) => *hand.now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Until when to sleep for what is due; `None` until somebody wakes us.
    pub fn alarm(&self, due: Duration, is_idle: bool) -> Option<Instant> {
        let Some(hand) = &self.clock.0 else {
            return Some(self.started + due);
        };
        let mut now = hand.now.lock().unwrap_or_else(PoisonError::into_inner);
        if hand.skips && is_idle {
            *now = due.max(*now);
        }
        (due <= *now).then(Instant::now)
    }
}

impl fmt::Debug for Hand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hand")
            .field("now", &self.now)
            .field("skips", &self.skips)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_standing_clock_moves_by_hand_alone() {
        let clock = Clock::standing();
        let ticks = Ticks::new(clock.clone());
        assert!(ticks.alarm(SECOND, true).is_none());
        clock.advance(SECOND);
        assert_eq!(ticks.now(), SECOND);
        assert!(ticks.alarm(SECOND, true).is_some());
    }

    #[test]
    fn a_skipping_clock_waits_only_for_work_under_way() {
        let ticks = Ticks::new(Clock::skipping());
        assert!(ticks.alarm(SECOND, false).is_none());
        assert!(ticks.alarm(SECOND, true).is_some());
        assert_eq!(ticks.now(), SECOND);
    }
}
