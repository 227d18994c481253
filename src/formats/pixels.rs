//! Which pixels of a file: the one name under which they are asked for, decoded, sent, kept and shown.
//!
//! A new kind is a variant here. What must be said of it stands beside it: how large an answer may be, and whether it is
//! painted as it comes or with smaller copies; how it is decoded is in `picture`, `large` and `document`.

use serde::{Deserialize, Serialize};

use crate::geometry::EdgeCut;

use super::Limits;

/// Pixels that somebody may want of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pixels {
    /// At most `max_side` px on the longer side, in proportion, never enlarged.
    Thumbnail { max_side: u32 },
    /// Of a document its first page, 2000 px wide; of a data file all its data. Of a picture with more pixels than
    /// [`Limits::max_pixels`] a smaller copy.
    Full,
    /// A page of a document, counted from 0, 2000 px wide.
    Page(u32),
    /// A part of a document's page, sharper; of a picture that is delivered smaller than it is, a part with more of its
    /// pixels.
    Part(PagePart),
    /// The borders of a region at full resolution, packed into one small raster as [`EdgeCut`] says. Transparent where
    /// the picture ends.
    Edges(EdgeCut),
}

impl Pixels {
    /// The longest side that an answer of this size may have; else why it is none.
    pub(super) fn max_side(self, size: (u32, u32), limits: &Limits) -> Result<u32, &'static str> {
        match self {
            Self::Thumbnail { max_side } => Ok(max_side.max(1)),
            Self::Full | Self::Page(_) => Ok(limits.max_side),
            Self::Part(part) if part.holds(size) => Ok(limits.max_side),
            Self::Part(_) => Err("more of a page than was asked for"),
            Self::Edges(cut) if size == cut.packed_size() => Ok(limits.max_side),
            Self::Edges(_) => Err("borders of another region"),
        }
    }

    /// Whether it is a picture to move about in, which is shown from smaller copies too.
    pub fn has_smaller_copies(self) -> bool {
        matches!(self, Self::Full | Self::Page(_))
    }
}

/// A rectangle of a document's page in whole pixels of the page at 2000 px width, to be drawn so many times larger; or
/// of an upright picture, to be delivered so many times smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PagePart {
    /// Counted from 0.
    pub page: u32,
    /// So many times larger: 1 of a picture.
    pub scale: u32,
    /// So many times smaller: 1 of a document.
    pub shrink: u32,
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl PagePart {
    /// Whether a drawing of so many pixels may be of this part: all of it, or less at the page's edge.
    fn holds(&self, drawn: (u32, u32)) -> bool {
        let enlarged = |length: u32| {
            length
                .saturating_mul(self.scale)
                .div_ceil(self.shrink.max(1))
        };
        drawn.0 <= enlarged(self.width) && drawn.1 <= enlarged(self.height)
    }
}
