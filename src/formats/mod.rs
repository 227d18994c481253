//! Bytes to pixels, synchronously, from plain inputs to plain outputs.
//!
//! [`decode`] is the one way in. It knows nothing of where bytes came from or where pixels go. Decoders can panic on
//! hostile files; that is caught here and becomes [`FormatError::Crashed`]. What cannot be caught, such as a stack
//! overflow, ends the process: the program calls this in worker processes only, and [`wire`] is how jobs and answers
//! travel there and back.

mod colour;
mod container;
#[cfg(test)]
mod decode_tests;
mod document;
mod edges;
mod error;
#[cfg(test)]
mod fixtures;
mod heic;
mod invoice_xml;
mod jpeg;
mod large;
mod limits;
mod markup;
mod ofd;
mod orientation;
mod package;
mod packed;
mod pdf;
mod picture;
mod png_rows;
mod pyramid;
mod raster;
mod resize;
mod samples;
mod sniff;
mod typeface;
pub(crate) mod wire;

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::geometry::EdgeCut;

pub use error::FormatError;
pub use invoice_xml::{DataFile, DataSummary, DigitalInvoice, Field, Line, Party};
pub use limits::Limits;
pub use packed::PackedRaster;
pub use pyramid::Pyramid;
pub use raster::Raster;
pub use sniff::{Content, MediaType, NotTicket, sniff};
pub(crate) use typeface::HEI_FONT;

/// What to make of which bytes.
#[derive(Clone)]
pub struct DecodeJob {
    /// The file as it was delivered.
    pub bytes: Arc<[u8]>,
    pub want: Want,
    pub limits: Limits,
}

impl fmt::Debug for DecodeJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeJob")
            .field("bytes", &self.bytes.len())
            .field("want", &self.want)
            .field("limits", &self.limits)
            .finish()
    }
}

/// How many pixels are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Want {
    /// At most `max_side` px on the longer side, in proportion, never enlarged.
    Thumbnail { max_side: u32 },
    /// Of a document its first page, 2000 px wide. Of a picture with more pixels than [`Limits::max_pixels`] a smaller
    /// copy.
    Full,
    /// The borders of a region at full resolution, packed into one small raster as [`EdgeCut`] says. Transparent where
    /// the picture ends.
    Edges(EdgeCut),
    /// A page of a document, counted from 0, 2000 px wide.
    Page { page: u32 },
    /// A part of a document's page, sharper; of a picture that is delivered smaller than it is, a part with more of its
    /// pixels.
    Part(PagePart),
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

/// A picture and what was learnt on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    pub media_type: MediaType,
    /// Of the whole upright picture in pixels, even if `raster` is less of it.
    pub width: u32,
    /// See `width`.
    pub height: u32,
    /// The EXIF orientation found in the file, 1 to 8. `raster` is upright already.
    pub orientation: u8,
    /// Pages of a document or a TIFF, frames of an animation, otherwise 1. Of pictures the first one is decoded.
    pub frames: u32,
    /// `false` if the file was cut short; `raster` then shows what there is.
    pub complete: bool,
    /// Another font stands in for one that a document names and does not hold.
    pub substituted: bool,
    /// Objects of a document's page that could not be drawn.
    pub skipped: u32,
    pub raster: Raster,
}

/// Decodes one file. Takes as long as it takes: run it off the window's thread.
pub fn decode(job: &DecodeJob) -> Result<Decoded, FormatError> {
    Decoder::default().decode(job)
}

/// Decodes one file after the other, and keeps what the next job about the same file can use.
#[derive(Default)]
pub struct Decoder {
    kept: large::Kept,
}

impl Decoder {
    /// As [`decode`] does.
    pub fn decode(&mut self, job: &DecodeJob) -> Result<Decoded, FormatError> {
        self.kept.keep_only(&job.bytes);
        let kept = &mut self.kept;
        panic::catch_unwind(AssertUnwindSafe(|| decode_uncaught(job, kept))).unwrap_or_else(
            |_panic| {
                self.kept.clear();
                Err(FormatError::Crashed)
            },
        )
    }

    /// Whether it holds memory that [`Decoder::forget`] would give back.
    pub fn keeps_something(&self) -> bool {
        !self.kept.is_empty()
    }

    pub fn forget(&mut self) {
        self.kept.clear();
    }
}

fn decode_uncaught(job: &DecodeJob, kept: &mut large::Kept) -> Result<Decoded, FormatError> {
    let media_type = match sniff(&job.bytes) {
        Content::Ticket(media_type) => media_type,
        Content::Other(NotTicket::Empty) => return Err(FormatError::Empty),
        Content::Other(what) => return Err(FormatError::NotAPicture { what }),
    };
    match media_type {
        MediaType::Pdf | MediaType::Ofd => return document::decode(job, media_type),
        MediaType::Xml => {
            return Err(FormatError::DataFile(Box::new(invoice_xml::read(
                &job.bytes,
            )?)));
        }
        _ => {}
    }
    if let Some(decoded) = large::decode(job, media_type, kept)? {
        return Ok(decoded);
    }
    let picture = picture::decode(&job.bytes, media_type, job.want, &job.limits)?;
    let (width, height) = orientation::upright_size(picture.stored_size, picture.orientation);
    let stored = picture
        .samples
        .into_raster()
        .ok_or_else(|| FormatError::corrupt("a picture without pixels"))?;
    let upright = orientation::upright(stored, picture.orientation);
    Ok(Decoded {
        media_type,
        width,
        height,
        orientation: picture.orientation.to_exif(),
        frames: picture.frames,
        complete: picture.complete,
        substituted: false,
        skipped: 0,
        raster: match job.want {
            Want::Edges(cut) => edges::cut_out(&upright, cut),
            _ => upright,
        },
    })
}
