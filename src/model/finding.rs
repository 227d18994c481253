//! What an automatic look at an invoice noticed: a stable code and how bad it is.
//! The sentence for people is made where the language is known.

use serde::Serialize;

/// How much a finding matters to the reviewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; the rectangle is still what OCR meant.
    Info,
    /// Look twice.
    Warning,
    /// The rectangle is missing or cannot be right.
    Error,
}

/// What was noticed. The serialised name is part of the report's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The platform sent no region, an empty one or null.
    RegionMissing,
    /// The region is not four finite numbers.
    RegionUnreadable,
    /// The region's corners came in another order and were put right.
    RegionInverted,
    /// The region encloses nothing.
    RegionEmpty,
    /// Nothing of the region lies in the delivered picture.
    RegionOutsidePicture,
    /// Part of the region lies outside the delivered picture.
    RegionBeyondPicture,
    /// Part of the region is claimed by other invoices of the page too.
    RegionOverlaps,
    /// Another invoice of the page claims nearly the same region.
    RegionDoublyClaimed,
    /// The link's processing has a step that cannot be traced back to the page.
    RegionCannotBePlaced,
    /// The picture's size contradicts the link's processing by more than a pixel.
    PictureSizeUnexpected,
    /// The file ended early; what was there is shown.
    PictureIncomplete,
    /// The file holds more than the one frame that is shown.
    MoreFrames,
    /// The document has several pages; which one the region is on is not said, the first is assumed.
    MorePages,
    /// Another font stands in for one that the document does not hold.
    FontsSubstituted,
    /// Parts of the document's page could not be drawn.
    ObjectsNotDrawn,
    /// The picture cannot have been cut out of what was found as the page's original.
    OriginalMismatch,
    /// The page's original ended early; what was there is shown.
    OriginalIncomplete,
}

impl FindingCode {
    pub fn severity(self) -> Severity {
        match self {
            Self::RegionInverted | Self::MoreFrames | Self::MorePages | Self::FontsSubstituted => {
                Severity::Info
            }
            Self::RegionBeyondPicture
            | Self::RegionOverlaps
            | Self::RegionDoublyClaimed
            | Self::PictureSizeUnexpected
            | Self::PictureIncomplete
            | Self::ObjectsNotDrawn
            | Self::OriginalMismatch
            | Self::OriginalIncomplete => Severity::Warning,
            Self::RegionMissing
            | Self::RegionUnreadable
            | Self::RegionEmpty
            | Self::RegionOutsidePicture
            | Self::RegionCannotBePlaced => Severity::Error,
        }
    }

    /// Whether it is about the other invoices of the page, not about the invoice alone.
    pub fn is_about_siblings(self) -> bool {
        matches!(self, Self::RegionOverlaps | Self::RegionDoublyClaimed)
    }

    /// The name used in the report and, with `-` for `_`, in the texts for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RegionMissing => "region_missing",
            Self::RegionUnreadable => "region_unreadable",
            Self::RegionInverted => "region_inverted",
            Self::RegionEmpty => "region_empty",
            Self::RegionOutsidePicture => "region_outside_picture",
            Self::RegionBeyondPicture => "region_beyond_picture",
            Self::RegionOverlaps => "region_overlaps",
            Self::RegionDoublyClaimed => "region_doubly_claimed",
            Self::RegionCannotBePlaced => "region_cannot_be_placed",
            Self::PictureSizeUnexpected => "picture_size_unexpected",
            Self::PictureIncomplete => "picture_incomplete",
            Self::MoreFrames => "more_frames",
            Self::MorePages => "more_pages",
            Self::FontsSubstituted => "fonts_substituted",
            Self::ObjectsNotDrawn => "objects_not_drawn",
            Self::OriginalMismatch => "original_mismatch",
            Self::OriginalIncomplete => "original_incomplete",
        }
    }
}

/// One thing noticed about one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: FindingCode,
    /// What it is about, in no particular language: an operation's name, a size; may be empty.
    pub subject: String,
}

impl Finding {
    pub fn new(code: FindingCode) -> Self {
        Self {
            code,
            subject: String::new(),
        }
    }

    pub fn about(code: FindingCode, subject: impl Into<String>) -> Self {
        Self {
            code,
            subject: subject.into(),
        }
    }
}
