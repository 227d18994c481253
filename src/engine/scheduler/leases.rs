//! Links are leases: how long one may be used, and how many are asked for ahead of their use.

use std::collections::VecDeque;
use std::time::Duration;

/// A link is not used in the last part of its life: it might end during the download.
const MARGIN: Duration = Duration::from_mins(2);
/// Of a short life the margin is this part at most.
const MARGIN_PART: u32 = 10;
/// Links that live at least this long are asked for ahead without a thought about how fast they are used.
const LONG_LIFE: Duration = Duration::from_mins(10);
/// Part of a short life within which links should be used up.
const USED_WITHIN: f64 = 0.5;
/// Downloads over which the pace is measured.
const MEASURED: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Leases {
    /// For how long the newest link may be used.
    usable: Option<Duration>,
    /// When the last downloads ended.
    done: VecDeque<Duration>,
}

impl Leases {
    /// A link that lives for `life` from now on: until when it may be used.
    pub fn received(&mut self, life: Duration, now: Duration) -> Duration {
        let margin = MARGIN.min(life / MARGIN_PART);
        let usable = life.saturating_sub(margin);
        self.usable = Some(usable);
        now + usable
    }

    /// A link did its work.
    pub fn used(&mut self, now: Duration) {
        self.done.push_back(now);
        if self.done.len() > MEASURED {
            self.done.pop_front();
        }
    }

    /// How many unused links there may be: `most`, or as many as will be used in time.
    pub fn ahead(&self, most: usize, chunk: usize, now: Duration) -> usize {
        let Some(usable) = self.usable.filter(|usable| *usable < LONG_LIFE) else {
            return most;
        };
        let span = self.done.front().map(|first| now.saturating_sub(*first));
        match span {
            Some(span) if !span.is_zero() => {
                let per_sec = self.done.len() as f64 / span.as_secs_f64();
                let in_time = per_sec * usable.as_secs_f64() * USED_WITHIN;
                (in_time as usize).clamp(1, most)
            }
            _ => chunk.min(most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_margin_is_two_minutes_and_a_tenth_of_a_short_life() {
        let mut leases = Leases::default();
        let hour = Duration::from_hours(1);
        assert_eq!(
            leases.received(hour, SECOND),
            Duration::from_mins(58) + SECOND
        );
        assert_eq!(leases.received(20 * SECOND, SECOND), 19 * SECOND);
        assert_eq!(leases.received(Duration::ZERO, SECOND), SECOND);
    }

    #[test]
    fn links_of_a_short_life_are_asked_for_as_fast_as_they_are_used() {
        let mut leases = Leases::default();
        assert_eq!(leases.ahead(500, 100, SECOND), 500);
        leases.received(20 * SECOND, SECOND);
        assert_eq!(leases.ahead(500, 100, SECOND), 100, "no pace yet");
        for number in 0..10 {
            leases.used(number * SECOND);
        }
        // One a second, eighteen seconds to use them in, half of that to be safe.
        assert_eq!(leases.ahead(500, 100, 10 * SECOND), 9);
        leases.received(Duration::from_hours(1), SECOND);
        assert_eq!(leases.ahead(500, 100, 10 * SECOND), 500);
    }
}
