//! Where a delivered picture lies on its page, and how sure that is. Made by [`place`](super::place::place).

use super::frame::{Frame, FramePreference};
use super::orientation::Orientation;
use super::oss_chain::OssChain;
use super::space::{PageBox, PageFromPicture, PageSize, PictureBox, PictureFromPage, PictureSize};

/// Regions of PDF and OFD pages are pixels of a page rendered this wide (inferred from every documented sample).
pub const DOCUMENT_PAGE_WIDTH: f64 = 2000.0;

#[derive(Clone, Debug, PartialEq)]
pub struct PlacementInput {
    pub chain: OssChain,
    /// Size of the decoded picture, turned upright.
    pub delivered: PictureSize,
    /// The stored page's size where it is known, before any EXIF orientation ([`Placement::stored_page_size`]).
    pub page_size: Option<PageSize>,
    /// What the delivered bytes still say about their orientation; the decoder has already followed it.
    pub exif: Orientation,
    /// The stored page's own orientation where it is known: `auto-orient` takes it out of what it delivers.
    pub source: Option<Orientation>,
    /// The region as OCR gave it; helps to find out in which frame it is meant.
    pub region: Option<PageBox>,
    pub frame: FramePreference,
}

/// Something that the picture itself could not confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assumption {
    /// The first crop lay wholly on the page, whose size is not known.
    CropWhole,
    /// Region and picture fit both the stored and the upright frame.
    FramePreferred,
}

/// What the chain promised and what came; in upright picture pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeMismatch {
    pub expected: PictureSize,
    pub delivered: PictureSize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// Has an inverse.
    pub picture_from_page: PictureFromPage,
    /// In `frame`; known beforehand or revealed by the picture.
    pub page_size: Option<PageSize>,
    /// The same before any EXIF orientation: fit for [`PlacementInput::page_size`] of another picture of this page.
    pub stored_page_size: Option<PageSize>,
    /// The pixels that page coordinates count. Both are the same where nothing has an orientation.
    pub frame: Frame,
    /// What must be done to the page's pixels, as they are counted, so that it is seen upright.
    pub orientation: Orientation,
    /// The part of the page which the picture shows.
    pub delivered_in_page: PageBox,
    /// Whether the picture shows all of the page; `false` where that is not known.
    pub whole_page: bool,
    /// The size that the chain ends in.
    pub expected: PictureSize,
    /// The delivered size contradicts the chain by more than a pixel. The chain's placement is given all the same,
    /// unstretched; it must not be shown without saying so.
    pub size_mismatch: Option<SizeMismatch>,
    pub assumptions: Vec<Assumption>,
}

impl Placement {
    /// Where a rectangle of the page lies in the picture; it may reach outside and is not clipped.
    pub fn in_picture(&self, page: PageBox) -> PictureBox {
        self.picture_from_page.outer_transformed_box(&page)
    }

    pub fn page_from_picture(&self) -> PageFromPicture {
        self.picture_from_page.inverse().unwrap_or_default()
    }
}
