//! What whoever draws allows, and what he knows better.

use std::fmt;
use std::time::Duration;

/// Pixels of one drawing if nothing else is said.
const PIXELS: u64 = 40_000_000;
/// Honest pages take a tenth of a second.
const TIME: Duration = Duration::from_secs(4);

/// Bounds of opening and drawing that depend on whoever draws; the others are fixed.
#[derive(Clone, Copy)]
pub struct DrawLimits {
    /// Of one drawing, 4 bytes each.
    pub pixels: u64,
    /// For opening a file and drawing one of its pages.
    pub time: Duration,
    /// Whether a JPEG that its decoder has taken is damaged all the same: decoders go on and do not say so. Such a picture
    /// is drawn and counted as skipped. By default none is.
    pub is_damaged_jpeg: fn(&[u8]) -> bool,
}

impl Default for DrawLimits {
    fn default() -> Self {
        Self {
            pixels: PIXELS,
            time: TIME,
            is_damaged_jpeg: |_| false,
        }
    }
}

impl fmt::Debug for DrawLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DrawLimits")
            .field("pixels", &self.pixels)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}
