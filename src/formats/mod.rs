//! Bytes to pixels, synchronously, from plain inputs to plain outputs.
//!
//! [`decode`] is the one way in. It knows nothing of where bytes came from or where pixels go. Decoders can panic on
//! hostile files; that is caught here and becomes [`FormatError::Crashed`]. What cannot be caught, such as a stack
//! overflow, ends the process: the program calls this in worker processes only, and [`pipe`] is how jobs and answers
//! travel there and back.

mod bmp;
mod claims;
mod colour;
mod container;
#[cfg(test)]
mod decode_tests;
mod document;
mod edge_ink;
mod edges;
mod error;
mod fingerprint;
#[cfg(test)]
mod fixtures;
mod heic;
mod invoice_xml;
mod jpeg;
mod large;
mod limits;
mod look;
mod markup;
mod ofd;
#[cfg(test)]
mod ofd_tests;
mod orientation;
mod packed;
mod page_view;
mod pdf;
mod picture;
pub(crate) mod pipe;
mod pixels;
mod png_rows;
mod pyramid;
#[cfg(test)]
mod rare_tests;
mod raster;
pub(crate) mod reading;
mod resize;
mod samples;
mod snap;
mod sniff;
mod tiff;

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use crate::model::{MediaType, PictureFacts};

pub(crate) use ::ofd::fonts::HEI as HEI_FONT;

pub use edge_ink::most_ink;
pub use error::FormatError;
pub use fingerprint::fingerprint;
pub use invoice_xml::{DataFile, DataSummary, DigitalInvoice, Line, Party, XmlField};
pub use limits::Limits;
pub use look::look;
pub use packed::PackedRaster;
pub use pixels::{PagePart, Pixels};
pub use pyramid::Pyramid;
pub use raster::Raster;
pub use reading::{MOST_LINES, Reader};
pub use snap::{Edge, Snap, snaps};
pub use sniff::{Content, NotTicket, sniff};

/// What to make of which bytes.
#[derive(Clone)]
pub struct DecodeJob {
    /// The file as it was delivered.
    pub bytes: Arc<[u8]>,
    pub want: Pixels,
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

/// A picture and what was learnt on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// Of the whole picture or page, even if `raster` is less of it.
    pub facts: PictureFacts,
    /// Upright.
    pub raster: Raster,
}

/// Decodes one file. Takes as long as it takes: run it off the window's thread.
pub fn decode(job: &DecodeJob) -> Result<Decoded, FormatError> {
    Decoder::default().decode(job)
}

/// Decodes one file after the other, and keeps what the next job about the same file can use.
#[derive(Default)]
pub struct Decoder {
    kept: large::KeptPicture,
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

/// Whether nothing is to be seen in a picture. Small marks may vanish in a thumbnail, so one that looks blank is not taken
/// at its word; of a picture that is never there as a whole, nothing is said.
fn is_blank(
    upright: &Raster,
    stored_size: (u32, u32),
    media_type: MediaType,
    job: &DecodeJob,
) -> bool {
    if !upright.is_blank() || large::comes_in_parts(stored_size, &job.limits) {
        return false;
    }
    if !matches!(job.want, Pixels::Thumbnail { .. }) {
        return true;
    }
    picture::decode(&job.bytes, media_type, Pixels::Full, &job.limits)
        .ok()
        .and_then(|picture| picture.samples.into_raster())
        .is_some_and(|whole| whole.is_blank())
}

fn decode_uncaught(job: &DecodeJob, kept: &mut large::KeptPicture) -> Result<Decoded, FormatError> {
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
    let (facts, stored_size) = (picture.facts(media_type), picture.stored_size);
    let stored = picture
        .samples
        .into_raster()
        .ok_or_else(|| FormatError::corrupt("a picture without pixels"))?;
    let upright = orientation::upright(stored, picture.orientation);
    let facts = PictureFacts {
        blank: is_blank(&upright, stored_size, media_type, job),
        ..facts
    };
    Ok(Decoded {
        facts,
        raster: match job.want {
            Pixels::Edges(cut) => edges::cut_out(&upright, cut),
            _ => upright,
        },
    })
}
