//! How often the background may wake the window. A frame on a machine without a graphics card takes the processor from
//! the decoders: one that shows no picture more is not drawn for each of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::ui::{Drawn, OpenPicture};

/// Between two frames while something in view is awaited: as often as pictures seem to come in one after the other.
const AWAITED: Duration = Duration::from_millis(66);
/// The same while the open picture is: somebody waits for that one.
const OPENING: Duration = Duration::from_millis(25);
/// Between two frames that only count further.
const SETTLED: Duration = Duration::from_millis(500);

/// Shared by the window, which knows what it shows, and by whoever wakes it.
#[derive(Clone)]
pub(super) struct Pace(Arc<LastFrame>);

struct LastFrame {
    since: Instant,
    /// When it was laid out, in milliseconds from `since`.
    at_ms: AtomicU64,
    /// Least time until the next one, in milliseconds.
    interval_ms: AtomicU64,
}

impl Pace {
    pub fn new() -> Self {
        Self(Arc::new(LastFrame {
            since: Instant::now(),
            at_ms: AtomicU64::new(0),
            interval_ms: AtomicU64::new(AWAITED.as_millis() as u64),
        }))
    }

    /// Takes note of what a frame showed.
    pub fn follow(&self, drawn: Drawn) {
        let now = self.0.since.elapsed().as_millis() as u64;
        self.0.at_ms.store(now, Ordering::Relaxed);
        let interval = match drawn.open {
            OpenPicture::Thumbnail => OPENING,
            _ if drawn.is_settled => SETTLED,
            _ => AWAITED,
        };
        let interval = interval.as_millis() as u64;
        self.0.interval_ms.store(interval, Ordering::Relaxed);
    }

    /// How long the window may sleep on after the background said something. A word after a long silence is heard at
    /// once.
    pub fn interval(&self) -> Duration {
        self.interval_at(self.0.since.elapsed())
    }

    fn interval_at(&self, now: Duration) -> Duration {
        let interval = Duration::from_millis(self.0.interval_ms.load(Ordering::Relaxed));
        let last = Duration::from_millis(self.0.at_ms.load(Ordering::Relaxed));
        (last + interval).saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_is_heard_later_once_all_in_view_is_there() {
        let pace = Pace::new();
        let waker = pace.clone();
        assert_eq!(waker.interval_at(Duration::ZERO), AWAITED);
        let settled = Drawn {
            is_settled: true,
            ..Drawn::default()
        };
        pace.follow(settled);
        let at = Duration::from_millis(waker.0.at_ms.load(Ordering::Relaxed));
        assert_eq!(waker.interval_at(at), SETTLED);
        assert_eq!(waker.interval_at(at + AWAITED) + AWAITED, SETTLED);
        pace.follow(Drawn::default());
        let at = Duration::from_millis(waker.0.at_ms.load(Ordering::Relaxed));
        assert_eq!(waker.interval_at(at), AWAITED);
        pace.follow(Drawn {
            open: OpenPicture::Thumbnail,
            ..settled
        });
        let at = Duration::from_millis(waker.0.at_ms.load(Ordering::Relaxed));
        assert_eq!(waker.interval_at(at), OPENING);
    }

    #[test]
    fn a_word_after_a_long_silence_is_heard_at_once() {
        let pace = Pace::new();
        pace.follow(Drawn::default());
        let later = pace.0.since.elapsed() + AWAITED;
        assert_eq!(pace.interval_at(later), Duration::ZERO);
    }
}
