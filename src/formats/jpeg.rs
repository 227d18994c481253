//! JPEG: what its segments say before anything is decoded, and decoding at a fraction of the size.
//!
//! A JPEG can be decoded at an eighth, a quarter or half of its size for a fraction of the work: each 8×8 block is
//! transformed to fewer pixels, and the finer part of it is passed over. No published decoder did that fast enough, so
//! the parts below do it for the common kind of file; all others, and damaged ones, go the common way.

mod bits;
mod huffman;
mod parts;
mod planes;
mod tables;
#[cfg(test)]
mod tests;
mod transform;

use std::ops::RangeInclusive;

use image::metadata::Orientation;

use super::samples::Samples;
use super::{FormatError, Limits};
use super::{colour, resize};

/// What the segments before the first scan say, in stored pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Header {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) orientation: Orientation,
    /// The end marker is there.
    pub(super) ended: bool,
}

const RESTARTS: RangeInclusive<u8> = 0xD0..=0xD7;
const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const APP1: u8 = 0xE1;

impl Header {
    /// Reads segments up to the first scan, then looks for the end marker.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut frame: Option<Frame> = None;
        let mut orientation = None;
        let mut at = 0;
        while let Some((marker, body_at)) = next_marker(bytes, at) {
            if marker == START || marker == 0x01 || RESTARTS.contains(&marker) {
                at = body_at;
                continue;
            }
            if marker == END {
                break;
            }
            let (body, next) = segment(bytes, body_at).ok_or(FormatError::Incomplete)?;
            match marker {
                // Height 0 announces a later segment that says it; no decoder here reads that.
                _ if is_frame(marker) && frame.is_none() => {
                    let read = Frame::read(body)
                        .ok_or_else(|| FormatError::corrupt("JPEG frame without a size"))?;
                    frame = Some(read);
                }
                APP1 if orientation.is_none() => orientation = exif_orientation(body),
                SCAN => {
                    let frame =
                        frame.ok_or_else(|| FormatError::corrupt("JPEG scan before its frame"))?;
                    return Ok(Self {
                        width: frame.width,
                        height: frame.height,
                        orientation: orientation.unwrap_or(Orientation::NoTransforms),
                        ended: is_ended(bytes, next),
                    });
                }
                _ => {}
            }
            at = next;
        }
        Err(FormatError::Incomplete)
    }
}

/// Whether nothing is missing or damaged. Of the rarer kinds only a missing end is noticed.
pub(super) fn is_whole(bytes: &[u8], limits: &Limits) -> bool {
    let is_common = || parts::Parts::read(bytes).is_some();
    let is_sound = || planes::decode(bytes, (1, 1), limits.max_alloc_bytes).is_some();
    Header::read(bytes).is_ok_and(|header| header.ended && (!is_common() || is_sound()))
}

/// Decodes no more of the picture than `wanted` px need. `None` if that is not possible for this file: the common decoder
/// may know it, and is better at saving what there is of a damaged one.
pub(super) fn decode_scaled(bytes: &[u8], wanted: (u32, u32), limits: &Limits) -> Option<Samples> {
    let planes = planes::decode(bytes, wanted, limits.max_alloc_bytes)?;
    let small: Vec<Vec<u8>> = planes
        .iter()
        .enumerate()
        .map(|(index, plane)| {
            // Print is in the brightness; colours need no filter as fine.
            let filter = if index == 0 {
                resize::THUMBNAIL_FILTER
            } else {
                resize::LEVEL_FILTER
            };
            resize::resize_plane(&plane.samples, plane.stride, plane.size, wanted, filter)
        })
        .collect();
    // Colours are mixed last, where there are fewest of them.
    let (channels, bytes) = match small.as_slice() {
        [grey] => (1, grey.clone()),
        [brightness, blue, red] => (3, rgb(brightness, blue, red)),
        _ => return None,
    };
    Samples::new(wanted.0, wanted.1, channels, bytes)
}

fn rgb(brightness: &[u8], blue: &[u8], red: &[u8]) -> Vec<u8> {
    let pixels = brightness.iter().zip(blue).zip(red);
    let mix = |((y, cb), cr): ((&u8, &u8), &u8)| colour::mixed(*y, colour::added([*cb, *cr]));
    pixels.map(mix).collect::<Vec<_>>().into_flattened()
}

#[derive(Clone, Copy)]
struct Frame {
    width: u32,
    height: u32,
}

impl Frame {
    fn read(body: &[u8]) -> Option<Self> {
        let [_precision, h1, h0, w1, w0, ..] = *body else {
            return None;
        };
        let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
        (width > 0 && height > 0).then_some(Self {
            width: width.into(),
            height: height.into(),
        })
    }
}

/// SOF0 to SOF15; three numbers in between mean something else.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// The next marker at or behind `at`, and where its body begins. Fill bytes and junk between segments are skipped.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0xFF => at += 1,
            0x00 => at += 2,
            marker => return Some((marker, at + 2)),
        }
    }
}

/// The segment's content without its length, and where the next one begins.
fn segment(bytes: &[u8], body_at: usize) -> Option<(&[u8], usize)> {
    let length = bytes.get(body_at..)?.first_chunk::<2>()?;
    let next = body_at + usize::from(u16::from_be_bytes(*length)).max(2);
    Some((bytes.get(body_at + 2..next)?, next))
}

fn exif_orientation(body: &[u8]) -> Option<Orientation> {
    Orientation::from_exif_chunk(body.strip_prefix(b"Exif\0\0")?)
}

/// Whether an end marker follows. A marker cannot occur within the data of a scan, but may well occur within a segment,
/// such as the preview that cameras embed; those are stepped over.
fn is_ended(bytes: &[u8], scan_at: usize) -> bool {
    if bytes
        .get(scan_at..)
        .is_some_and(|rest| rest.ends_with(&[0xFF, END]))
    {
        return true;
    }
    let mut at = scan_at;
    while let Some((marker, body_at)) = next_marker(bytes, at) {
        at = match marker {
            END => return true,
            _ if RESTARTS.contains(&marker) => body_at,
            _ => match segment(bytes, body_at) {
                Some((_, next)) => next,
                None => return false,
            },
        };
    }
    false
}
