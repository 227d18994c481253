//! What is wanted of a document's page, in which pixels, and the page as it was drawn.

use super::{FormatError, Limits, PagePart, Raster};

/// Width in pixels of a page as the platform's regions count them.
pub(super) const PAGE_WIDTH: u32 = 2000;

/// Longest side of any raster of a page; textures and the renderers take no more.
const MAX_SIDE: u32 = 16_384;

/// Most pixels of any raster of a page.
const MAX_PIXELS: u64 = 40_000_000;

/// A rectangle in the pixels of a whole page of [`PageView::width`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clip {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// What to draw of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageView {
    /// Counted from 0.
    pub(super) page: u32,
    /// Of the whole page, in pixels.
    pub(super) width: u32,
    /// Draw only this part of the page.
    pub(super) clip: Option<Clip>,
}

/// A drawn page.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) raster: Raster,
    /// In the whole document.
    pub(super) pages: u32,
    /// Width and height of the whole page as it is seen, in any unit.
    pub(super) page_size: (f64, f64),
    /// Another font stands in for one that the document names and does not hold.
    pub(super) substituted: bool,
    /// Objects that could not be drawn.
    pub(super) skipped: u32,
}

impl Clip {
    /// In the pixels of the enlarged page.
    pub(super) fn of(part: &PagePart) -> Self {
        let enlarged = |length: u32| length.saturating_mul(part.scale);
        Self {
            x: enlarged(part.left),
            y: enlarged(part.top),
            width: enlarged(part.width),
            height: enlarged(part.height),
        }
    }
}

impl PageView {
    /// A whole page in the pixels in which regions are counted.
    pub(super) fn whole(page: u32) -> Self {
        Self {
            page,
            width: PAGE_WIDTH,
            clip: None,
        }
    }

    /// Size in pixels of the whole page, from its own size in any unit.
    pub(super) fn size(&self, page: (f64, f64)) -> Result<(u32, u32), FormatError> {
        let ratio = page.1 / page.0;
        let is_sane = page.0.is_finite() && page.1.is_finite() && page.0 > 0.0 && page.1 > 0.0;
        if !is_sane || !ratio.is_finite() {
            return Err(FormatError::corrupt("its page has no size"));
        }
        let height = (f64::from(self.width) * ratio).round().max(1.0);
        // A float that is too large for the integer becomes the largest one.
        Ok((self.width, height as u32))
    }

    /// The part of a page of `size` px to draw: not empty, on the page, and within the limits.
    pub(super) fn clip_within(
        &self,
        size: (u32, u32),
        limits: &Limits,
    ) -> Result<Clip, FormatError> {
        let (width, height) = size;
        let clip = self.clip.map_or(
            Clip {
                x: 0,
                y: 0,
                width,
                height,
            },
            |clip| Clip {
                width: clip.width.min(width.saturating_sub(clip.x)),
                height: clip.height.min(height.saturating_sub(clip.y)),
                ..clip
            },
        );
        if clip.width == 0 || clip.height == 0 {
            return Err(FormatError::corrupt("nothing of the page is wanted"));
        }
        let pixels = u64::from(clip.width) * u64::from(clip.height);
        if clip.width.max(clip.height) > MAX_SIDE || pixels > MAX_PIXELS {
            return Err(FormatError::TooLarge { width, height });
        }
        limits.check(clip.width, clip.height, pixels * 4)?;
        Ok(clip)
    }
}
