//! Where full pictures go that were fetched, one after the other.

use std::io;
use std::path::PathBuf;

use crate::engine::FullPicture;
use crate::model::InvoiceNr;
use crate::review::Entry;

/// Why a picture could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("the picture {} cannot be written: {source}", path.display())]
pub struct SinkError {
    pub path: PathBuf,
    pub source: io::Error,
}

/// Left, top, right, bottom of what is drawn, in picture pixels: OCR's region, and the corrected one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shown {
    pub ocr: Option<[f64; 4]>,
    pub corrected: Option<[f64; 4]>,
}

impl Shown {
    /// As the invoice stands now.
    pub fn of(entry: &Entry) -> Self {
        let located = entry.located.as_deref();
        let corners =
            |rect: crate::geometry::PictureBox| [rect.min.x, rect.min.y, rect.max.x, rect.max.y];
        let placement = located.and_then(|it| it.placement.as_deref());
        let own = placement.zip(entry.ticket.corrected_box());
        Self {
            ocr: located.and_then(|it| it.in_picture).map(corners),
            corrected: own.map(|(placement, own)| corners(placement.in_picture(own))),
        }
    }

    /// In the pixels that the picture came with: a very large one comes smaller than it is.
    pub fn scaled(self, picture: &FullPicture) -> Self {
        let (came, size) = (picture.pyramid.full_size(), picture.facts.size);
        let x = f64::from(came.0) / f64::from(size.width.max(1));
        let y = f64::from(came.1) / f64::from(size.height.max(1));
        let scale =
            |[left, top, right, bottom]: [f64; 4]| [left * x, top * y, right * x, bottom * y];
        Self {
            ocr: self.ocr.map(scale),
            corrected: self.corrected.map(scale),
        }
    }
}

/// Takes pictures as they come.
pub trait PictureSink {
    /// Whether the picture is there with its regions where they are now known to lie.
    fn is_current(&self, nr: InvoiceNr, entry: &Entry) -> bool;
    /// Whether it has a picture, though perhaps an outdated one.
    fn has(&self, nr: InvoiceNr, entry: &Entry) -> bool;
    fn take(
        &mut self,
        nr: InvoiceNr,
        entry: &Entry,
        picture: &FullPicture,
    ) -> Result<(), SinkError>;
}
