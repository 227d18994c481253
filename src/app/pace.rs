//! Frame pacing: how often the background may wake the window. A frame on a machine without a graphics card takes the
//! processor from the decoders: one that shows no picture more is not drawn for each of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::engine::News;
use crate::ui::{FrameShown, ONE_FRAME_MORE, OpenPicture};

/// Between two frames while something in view is awaited: as often as pictures seem to come in one after the other.
const AWAITED: Duration = Duration::from_millis(66);
/// Between two frames that only count further.
const SETTLED: Duration = Duration::from_millis(500);

/// Shared by the window, which knows what it shows, and by whoever wakes it.
#[derive(Clone)]
pub(super) struct Pace(Arc<LastFrame>);

struct LastFrame {
    since: Instant,
    /// When it began, in milliseconds from `since`.
    begun_ms: AtomicU64,
    /// Least time from there to the next one, in milliseconds.
    interval_ms: AtomicU64,
    /// Whether somebody waits for the open picture, which is shown as soon as it is there.
    is_opening: AtomicBool,
    /// When the next one is due as far as anybody asked, in milliseconds from `since`.
    due_ms: AtomicU64,
}

impl Pace {
    pub fn new() -> Self {
        Self(Arc::new(LastFrame {
            since: Instant::now(),
            begun_ms: AtomicU64::new(0),
            interval_ms: AtomicU64::new(AWAITED.as_millis() as u64),
            is_opening: AtomicBool::new(false),
            due_ms: AtomicU64::new(u64::MAX),
        }))
    }

    /// A frame begins. What the background says from now on may come too late for it.
    pub fn begin(&self) {
        let now = self.0.since.elapsed().as_millis() as u64;
        self.0.begun_ms.store(now, Ordering::Relaxed);
        self.0.due_ms.store(u64::MAX, Ordering::Relaxed);
    }

    /// Takes note of what the frame showed.
    pub fn follow(&self, drawn: FrameShown) {
        let is_opening = drawn.open == OpenPicture::Thumbnail;
        let is_settled = drawn.is_settled && !is_opening;
        let interval = if is_settled { SETTLED } else { AWAITED };
        let interval = interval.as_millis() as u64;
        self.0.interval_ms.store(interval, Ordering::Relaxed);
        self.0.is_opening.store(is_opening, Ordering::Relaxed);
    }

    /// How long the window may sleep on after the background said something; `None` if a frame is due by then anyway. A
    /// word after a long silence, the picture that somebody waits for and the last word of all are heard at once.
    pub fn next_frame(&self, news: News) -> Option<Duration> {
        self.next_frame_at(news, self.0.since.elapsed())
    }

    fn next_frame_at(&self, news: News, now: Duration) -> Option<Duration> {
        let begun = self.0.begun_ms.load(Ordering::Relaxed);
        let interval = self.0.interval_ms.load(Ordering::Relaxed);
        let is_opening = self.0.is_opening.load(Ordering::Relaxed);
        let due = match news {
            News::Full if is_opening => now,
            News::Passing | News::Full => Duration::from_millis(begun + interval),
            News::Piling | News::Stuck => Duration::from_millis(begun) + AWAITED,
            News::Last => now,
        };
        let due = due.max(now + ONE_FRAME_MORE);
        let due_ms = due.as_millis() as u64;
        let asked_ms = self.0.due_ms.fetch_min(due_ms, Ordering::Relaxed);
        (due_ms < asked_ms).then(|| due.saturating_sub(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLED_FRAME: FrameShown = FrameShown {
        first: 0,
        tiles: 0,
        tiles_ready: 0,
        open: OpenPicture::None,
        is_settled: true,
    };

    const OPENING_FRAME: FrameShown = FrameShown {
        open: OpenPicture::Thumbnail,
        ..SETTLED_FRAME
    };

    /// The pause that news is given right after a frame that showed this.
    fn pause_after(pace: &Pace, drawn: FrameShown) -> Option<Duration> {
        pace.begin();
        pace.follow(drawn);
        pace.next_frame_at(News::Passing, begun(pace))
    }

    fn begun(pace: &Pace) -> Duration {
        Duration::from_millis(pace.0.begun_ms.load(Ordering::Relaxed))
    }

    #[test]
    fn the_background_is_heard_later_once_all_in_view_is_there() {
        let pace = Pace::new();
        assert_eq!(pause_after(&pace, SETTLED_FRAME), Some(SETTLED));
        assert_eq!(pause_after(&pace, FrameShown::default()), Some(AWAITED));
    }

    #[test]
    fn the_open_picture_is_shown_at_once_and_what_else_comes_is_not() {
        let pace = Pace::new();
        assert_eq!(pause_after(&pace, OPENING_FRAME), Some(AWAITED));
        let now = begun(&pace);
        assert_eq!(pace.next_frame_at(News::Full, now), Some(ONE_FRAME_MORE));
        pace.begin();
        pace.follow(SETTLED_FRAME);
        let now = begun(&pace);
        assert_eq!(
            pace.next_frame_at(News::Full, now),
            Some(SETTLED),
            "one that is fetched ahead"
        );
    }

    #[test]
    fn a_frame_is_asked_for_once() {
        let pace = Pace::new();
        assert_eq!(pause_after(&pace, SETTLED_FRAME), Some(SETTLED));
        let later = begun(&pace) + AWAITED;
        assert_eq!(pace.next_frame_at(News::Passing, later), None);
        pace.follow(FrameShown::default());
        let sooner = pace.next_frame_at(News::Passing, later);
        assert_eq!(
            sooner,
            Some(ONE_FRAME_MORE),
            "what is shown became urgent meanwhile"
        );
        assert_eq!(pace.next_frame_at(News::Passing, later), None);
        pace.begin();
        assert!(pace.next_frame_at(News::Passing, later).is_some());
    }

    #[test]
    fn a_word_after_a_long_silence_is_heard_at_once() {
        let pace = Pace::new();
        pace.begin();
        pace.follow(SETTLED_FRAME);
        let later = begun(&pace) + SETTLED * 3;
        assert_eq!(
            pace.next_frame_at(News::Passing, later),
            Some(ONE_FRAME_MORE)
        );
    }

    #[test]
    fn nobody_waits_long_for_words_that_pile_up() {
        let pace = Pace::new();
        assert_eq!(pause_after(&pace, SETTLED_FRAME), Some(SETTLED));
        let now = begun(&pace);
        assert_eq!(pace.next_frame_at(News::Piling, now), Some(AWAITED));
    }

    #[test]
    fn the_last_word_is_heard_at_once() {
        let pace = Pace::new();
        assert_eq!(pause_after(&pace, SETTLED_FRAME), Some(SETTLED));
        let now = begun(&pace) + AWAITED;
        assert_eq!(pace.next_frame_at(News::Last, now), Some(ONE_FRAME_MORE));
        assert_eq!(pace.next_frame_at(News::Last, now), None);
    }
}
