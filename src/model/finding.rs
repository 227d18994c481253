//! What an automatic look at an invoice noticed: a stable code and how bad it is.
//! The sentence for people is made where the language is known.

use serde::{Deserialize, Serialize};

use super::coded::coded;

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

coded! {
    /// What was noticed. The code is part of the report's format and names the sentence that people read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum FindingCode {
        /// The platform sent no region, an empty one or null.
        RegionMissing = "region_missing",
        /// The region is not four finite numbers.
        RegionUnreadable = "region_unreadable",
        /// The region's numbers are parts of a page, not pixels.
        RegionInFractions = "region_in_fractions",
        /// The region's corners came in another order and were put right.
        RegionInverted = "region_inverted",
        /// The region encloses nothing.
        RegionEmpty = "region_empty",
        /// Nothing of the region lies in the delivered picture.
        RegionOutsidePicture = "region_outside_picture",
        /// Part of the region lies outside the delivered picture.
        RegionBeyondPicture = "region_beyond_picture",
        /// Part of the region is claimed by other invoices of the page too.
        RegionOverlaps = "region_overlaps",
        /// Another invoice of the page claims nearly the same region.
        RegionDoublyClaimed = "region_doubly_claimed",
        /// The link's processing has a step that cannot be traced back to the page.
        RegionCannotBePlaced = "region_cannot_be_placed",
        /// The picture's size contradicts the link's processing by more than a pixel.
        PictureSizeUnexpected = "picture_size_unexpected",
        /// The file ended early or is damaged; what could be read is shown.
        PictureIncomplete = "picture_incomplete",
        /// The file holds more than the one frame that is shown.
        MoreFrames = "more_frames",
        /// The document has several pages; which one the region is on is not said, the first is assumed.
        MorePages = "more_pages",
        /// Another font stands in for one that the document does not hold.
        FontsSubstituted = "fonts_substituted",
        /// Parts of the document's page could not be drawn.
        ObjectsNotDrawn = "objects_not_drawn",
        /// Nothing is to be seen in the picture or on the document's page.
        PictureBlank = "picture_blank",
        /// The picture cannot have been cut out of what was found as the page's original.
        OriginalMismatch = "original_mismatch",
        /// The page's original ended early or is damaged; what could be read is shown.
        OriginalIncomplete = "original_incomplete",
        /// The platform itself holds something against the invoice.
        PlatformRisk = "platform_risk",
        /// What is printed could not be read or looked at, so that nothing was held against it.
        PictureNotRead = "picture_not_read",
        /// The region's border goes through lines of print; about the side.
        TextCut = "text_cut",
        /// Print on the page lies in no region; about the number of its lines.
        TextUnclaimed = "text_unclaimed",
        /// What is printed in the region stands on its head.
        TextUpsideDown = "text_upside_down",
        /// The number is not printed in the region; about the number.
        NumberNotPrinted = "number_not_printed",
        /// The amount is not printed in the region; about the amount.
        AmountNotPrinted = "amount_not_printed",
        /// The date is not printed in the region, and another one is; about the date.
        DateNotPrinted = "date_not_printed",
        /// The number is printed in the region of another invoice of the page; about its position.
        PrintedElsewhere = "printed_elsewhere",
        /// Several invoices lie on the page, and this one claims all of it; about how many others.
        PageClaimed = "page_claimed",
        /// The link cuts out something else than the region; about by how many pixels.
        CropDiffers = "crop_differs",
        /// The region is not of the shape that tickets of this kind have; about its shape and theirs.
        ShapeImplausible = "shape_implausible",
        /// Print goes on beyond one border; about the side, the number of marks and where along it.
        InkAcross = "ink_across",
        /// Between one border and the print is much that is empty; about the side and how much.
        MarginWide = "margin_wide",
        /// The paper goes on beyond one border and ends not far behind it; about the side and how far.
        PaperCut = "paper_cut",
        /// Next to nothing is printed in the region; about the number of marks.
        RegionNearlyEmpty = "region_nearly_empty",
        /// What is printed in the region is not sharp; about how sharp it is.
        Blurred = "blurred",
        /// Paper in the region is darker than print should be; about how light it is.
        TooDark = "too_dark",
        /// The same picture was sent with another invoice, on another page; about that one's ID.
        SamePicture = "same_picture",
        /// A picture like it was sent with another invoice, on another page, and nothing printed says that they are two;
        /// about that one's ID.
        AlikePicture = "alike_picture",
        /// The QR code in the region is another invoice's; about its number.
        QrDiffers = "qr_differs",
        /// The ticket's QR code lies outside of its region.
        QrOutside = "qr_outside",
        /// No QR code can be read in the region of a ticket that has one.
        QrMissing = "qr_missing",
        /// QR codes of several invoices are in the region; about how many.
        QrSeveral = "qr_several",
    }
}

impl FindingCode {
    pub fn severity(self) -> Severity {
        match self {
            Self::RegionInverted
            | Self::MoreFrames
            | Self::MorePages
            | Self::FontsSubstituted
            | Self::PictureNotRead
            | Self::TextUnclaimed
            | Self::QrMissing => Severity::Info,
            Self::RegionBeyondPicture
            | Self::RegionOverlaps
            | Self::RegionDoublyClaimed
            | Self::PictureSizeUnexpected
            | Self::PictureIncomplete
            | Self::ObjectsNotDrawn
            | Self::PictureBlank
            | Self::OriginalMismatch
            | Self::OriginalIncomplete
            | Self::PlatformRisk
            | Self::TextCut
            | Self::TextUpsideDown
            | Self::NumberNotPrinted
            | Self::AmountNotPrinted
            | Self::DateNotPrinted
            | Self::PrintedElsewhere
            | Self::PageClaimed
            | Self::CropDiffers
            | Self::ShapeImplausible
            | Self::InkAcross
            | Self::MarginWide
            | Self::PaperCut
            | Self::RegionNearlyEmpty
            | Self::Blurred
            | Self::TooDark
            | Self::SamePicture
            | Self::AlikePicture
            | Self::QrOutside
            | Self::QrSeveral => Severity::Warning,
            Self::RegionMissing
            | Self::RegionUnreadable
            | Self::RegionInFractions
            | Self::RegionEmpty
            | Self::RegionOutsidePicture
            | Self::RegionCannotBePlaced
            | Self::QrDiffers => Severity::Error,
        }
    }

    /// Whether it says what is wrong with this very ticket, where others of its page have their share in a claim: of findings
    /// that weigh alike it is told first.
    pub fn is_of_print(self) -> bool {
        matches!(
            self,
            Self::NumberNotPrinted
                | Self::AmountNotPrinted
                | Self::DateNotPrinted
                | Self::PrintedElsewhere
                | Self::TextCut
                | Self::TextUpsideDown
                | Self::QrDiffers
                | Self::QrOutside
                | Self::QrSeveral
        )
    }

    /// Whether it comes of the pixels of the picture or of what is printed there, and so of nothing that the platform says.
    pub fn is_of_pixels(self) -> bool {
        matches!(
            self,
            Self::PictureNotRead
                | Self::TextCut
                | Self::TextUnclaimed
                | Self::TextUpsideDown
                | Self::NumberNotPrinted
                | Self::AmountNotPrinted
                | Self::DateNotPrinted
                | Self::PrintedElsewhere
                | Self::InkAcross
                | Self::MarginWide
                | Self::PaperCut
                | Self::RegionNearlyEmpty
                | Self::Blurred
                | Self::TooDark
                | Self::AlikePicture
                | Self::QrDiffers
                | Self::QrOutside
                | Self::QrMissing
                | Self::QrSeveral
        )
    }
}

/// One thing noticed about one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: FindingCode,
    /// What it is about, in no particular language: an operation's name, a size, several of them with `|` between; may be
    /// empty.
    pub subject: Box<str>,
}

impl Finding {
    pub fn new(code: FindingCode) -> Self {
        Self {
            code,
            subject: Box::default(),
        }
    }

    pub fn about(code: FindingCode, subject: impl Into<Box<str>>) -> Self {
        Self {
            code,
            subject: subject.into(),
        }
    }
}
