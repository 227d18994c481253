//! The sandbox's clock: the system's, shifted by an offset that tests set, so that expiry needs no waiting.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[derive(Default)]
pub(super) struct ServerClock {
    offset_ms: AtomicI64,
    /// What the system's clock showed when this one was stopped; 0 while it runs.
    stopped_ms: AtomicI64,
}

impl ServerClock {
    /// Milliseconds since 1970.
    pub(super) fn now_ms(&self) -> i64 {
        let base_ms = match self.stopped_ms.load(Ordering::SeqCst) {
            0 => system_ms(),
            stopped_ms => stopped_ms,
        };
        base_ms.saturating_add(self.offset_ms.load(Ordering::SeqCst))
    }

    /// Seconds since 1970.
    pub(super) fn now_secs(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// The value of a `Date` header.
    pub(super) fn http_date(&self) -> String {
        http_date(self.now_secs())
    }
}

#[cfg(feature = "faults")]
impl ServerClock {
    pub(super) fn advance(&self, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset_ms.fetch_add(by_ms, Ordering::SeqCst);
    }

    pub(super) fn set_offset_secs(&self, offset_secs: i64) {
        self.offset_ms
            .store(offset_secs.saturating_mul(1000), Ordering::SeqCst);
    }

    /// From now on only [`Self::advance`] and [`Self::set_offset_secs`] move it.
    pub(super) fn stop(&self) {
        self.stopped_ms.store(system_ms(), Ordering::SeqCst);
    }
}

fn system_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as i64)
}

/// Times outside of what HTTP can write (years 1970 to 9999) come out as the nearest end.
pub(super) fn http_date(unix_secs: i64) -> String {
    const LAST_SECOND_OF_9999: u64 = 253_402_300_799;
    let secs = u64::try_from(unix_secs)
        .unwrap_or(0)
        .min(LAST_SECOND_OF_9999);
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(secs))
}

/// As OSS writes times in its error bodies: `2026-11-22T10:00:00.000Z`.
pub(super) fn iso_date(unix_secs: i64) -> String {
    let time = jiff::Timestamp::from_second(unix_secs).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_and_oss_write_them() {
        assert_eq!(http_date(1_710_500_135), "Fri, 15 Mar 2024 10:55:35 GMT");
        assert_eq!(http_date(-5), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(iso_date(1_710_500_135), "2024-03-15T10:55:35.000Z");
    }

    #[cfg(feature = "faults")]
    #[test]
    fn advancing_and_setting_the_offset_move_the_clock() {
        let clock = ServerClock::default();
        let before = clock.now_secs();
        clock.advance(Duration::from_hours(2));
        assert!(clock.now_secs() >= before + 7200);
        clock.set_offset_secs(-86_400);
        assert!(clock.now_secs() < before);
    }
}
