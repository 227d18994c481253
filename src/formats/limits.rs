//! How large a picture may be. Checked against the header, before memory is taken for a single pixel.

use serde::{Deserialize, Serialize};

use super::FormatError;

/// Bounds of one decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Longest side in pixels.
    pub max_side: u32,
    /// Width × height in pixels of what is decoded at once. A picture with up to [`LARGER`] times as many is delivered
    /// smaller, and in parts.
    pub max_pixels: u64,
    /// The same of what is delivered whole; what has more is delivered as if it had more than `max_pixels`.
    pub max_whole_pixels: u64,
    /// Bytes in any one buffer of a decoder.
    pub max_alloc_bytes: u64,
}

/// How many times more pixels a picture may have that is not delivered whole.
const LARGER: u64 = 4;

impl Limits {
    /// What the bucket's own image processing accepts; a long receipt photographed while scrolling comes near it. No
    /// texture is this large: the window cuts pictures into tiles, and memory follows the pixels, not the sides.
    const MAX_SIDE: u32 = 30_000;
    /// Five times a 12-megapixel photo; 256 MiB as RGBA. Decoding and turning one takes up to three such buffers, which
    /// is what a worker process has room for.
    const MAX_PIXELS: u64 = 64 << 20;
    /// Room for [`Self::MAX_PIXELS`] at four bytes each.
    const MAX_ALLOC_BYTES: u64 = 256 << 20;

    /// Whether a picture of this size is delivered at all, whole or smaller.
    pub(super) fn could_be_delivered(&self, width: u32, height: u32) -> bool {
        let sides = 1..=self.max_side;
        let pixels = u64::from(width) * u64::from(height);
        sides.contains(&width)
            && sides.contains(&height)
            && pixels <= self.max_pixels.saturating_mul(LARGER)
    }

    /// Whether a picture of this size may be decoded into a buffer of `buffer_bytes`.
    pub(super) fn check(
        &self,
        width: u32,
        height: u32,
        buffer_bytes: u64,
    ) -> Result<(), FormatError> {
        let pixels = u64::from(width) * u64::from(height);
        if width.max(height) > self.max_side
            || pixels > self.max_pixels
            || buffer_bytes > self.max_alloc_bytes
        {
            return Err(FormatError::TooLarge { width, height });
        }
        Ok(())
    }

    /// The bounds of a picture that is decoded to be cut into parts. Its pixels take three bytes and not four, and none
    /// of them is held a second time.
    pub(super) fn for_large(&self) -> Self {
        Self {
            max_side: self.max_side,
            max_pixels: self.max_pixels.saturating_mul(LARGER),
            max_whole_pixels: self.max_whole_pixels,
            max_alloc_bytes: self.max_alloc_bytes.saturating_mul(5) / 2,
        }
    }

    /// The same bounds for the decoders of the `image` crate. Sides are left to [`Self::check`], which can say them.
    pub(super) fn for_decoder(&self) -> image::Limits {
        let mut limits = image::Limits::no_limits();
        limits.max_alloc = Some(self.max_alloc_bytes);
        limits
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_side: Self::MAX_SIDE,
            max_pixels: Self::MAX_PIXELS,
            max_whole_pixels: Self::MAX_PIXELS,
            max_alloc_bytes: Self::MAX_ALLOC_BYTES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bound_refuses_by_itself() {
        let limits = Limits {
            max_side: 100,
            max_pixels: 1_000,
            max_alloc_bytes: 3_000,
            ..Limits::default()
        };
        assert_eq!(limits.check(100, 10, 3_000), Ok(()));
        for (width, height, bytes) in [(101, 1, 0), (1, 101, 0), (50, 21, 0), (10, 10, 3_001)] {
            assert_eq!(
                limits.check(width, height, bytes),
                Err(FormatError::TooLarge { width, height })
            );
        }
    }

    #[test]
    fn the_largest_sides_do_not_overflow() {
        let result = Limits::default().check(u32::MAX, u32::MAX, u64::MAX);
        assert!(matches!(result, Err(FormatError::TooLarge { .. })));
    }
}
