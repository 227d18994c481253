//! JPEG: what its segments say before anything is decoded, and decoding at a fraction of the size.
//!
//! A JPEG can be decoded at an eighth, a quarter or half of its size for a fraction of the work: each 8×8 block is
//! transformed to fewer pixels, and the finer part of it is passed over. No published decoder did that fast enough, so
//! the parts below do it for the common kind of file; all others, and damaged ones, go the common way.

mod bits;
mod blocks;
mod frame;
mod huffman;
mod parts;
mod planes;
mod scans;
mod tables;
#[cfg(test)]
mod tests;
mod transform;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use image::metadata::Orientation;

use super::samples::Samples;
use super::{FormatError, Limits};
use super::{colour, orientation, resize};
use frame::{JpegFrame, is_frame};

/// What the segments before the first scan say, in stored pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct JpegHeader {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) orientation: Orientation,
    /// The end marker is there.
    pub(super) ended: bool,
    /// Where the frame says the height, if another segment says it in its stead.
    height_at: Option<usize>,
}

const RESTARTS: RangeInclusive<u8> = 0xD0..=0xD7;
const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const HEIGHT: u8 = 0xDC;
const APP1: u8 = 0xE1;

impl JpegHeader {
    /// Reads segments up to the first scan, then looks for the end marker.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut frame: Option<(JpegFrame, usize)> = None;
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
                _ if is_frame(marker) && frame.is_none() => {
                    frame = Some((JpegFrame::read(marker, body)?, body_at));
                }
                APP1 if orientation.is_none() => orientation = exif_orientation(body),
                SCAN => {
                    let (frame, frame_at) =
                        frame.ok_or_else(|| FormatError::corrupt("JPEG scan before its frame"))?;
                    let is_height_later = frame.height == 0;
                    return Ok(Self {
                        width: frame.width,
                        height: match frame.height {
                            0 => later_height(bytes, next)?,
                            height => height,
                        },
                        orientation: orientation.unwrap_or(Orientation::NoTransforms),
                        ended: is_ended(bytes, next),
                        height_at: is_height_later.then_some(frame_at + PRECISION_AND_LENGTH),
                    });
                }
                _ => {}
            }
            at = next;
        }
        Err(FormatError::Incomplete)
    }

    /// The file with its height where decoders look for it.
    pub(super) fn with_height<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let Some(at) = self.height_at else {
            return Cow::Borrowed(bytes);
        };
        let mut bytes = bytes.to_vec();
        if let Some(place) = bytes.get_mut(at..at + 2) {
            place.copy_from_slice(&(self.height as u16).to_be_bytes());
        }
        Cow::Owned(bytes)
    }
}

/// What stands before a frame's height.
const PRECISION_AND_LENGTH: usize = 3;

/// The height that a segment behind the first scan says, where the frame leaves it open.
fn later_height(bytes: &[u8], mut at: usize) -> Result<u32, FormatError> {
    while let Some((marker, body_at)) = next_marker(bytes, at) {
        if RESTARTS.contains(&marker) {
            at = body_at;
            continue;
        }
        let said = segment(bytes, body_at).filter(|_| marker == HEIGHT);
        let height = said.and_then(|(body, _)| body.first_chunk::<2>().copied());
        return match height.map(u16::from_be_bytes) {
            None | Some(0) => Err(FormatError::corrupt("JPEG frame without a size")),
            Some(height) => Ok(height.into()),
        };
    }
    Err(FormatError::Incomplete)
}

/// Whether nothing is missing or damaged between the first scan and the end. Goes through all data: a fifth of the time
/// that decoding takes.
pub(super) fn is_whole(bytes: &[u8], limits: &Limits) -> bool {
    scans::is_whole(bytes, limits.max_alloc_bytes)
}

/// Decodes no more of the picture than `wanted` px need. `None` if that is not possible for this file: the common decoder
/// may know it, and is better at saving what there is of a damaged one.
pub(super) fn decode_scaled(bytes: &[u8], wanted: (u32, u32), limits: &Limits) -> Option<Samples> {
    let max_bytes = limits.max_alloc_bytes;
    let planes = planes::decode(bytes, wanted, max_bytes)
        .or_else(|| planes::decode_scans(bytes, wanted, max_bytes))?;
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
    body.starts_with(b"Exif\0")
        .then(|| orientation::from_exif(body))?
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
