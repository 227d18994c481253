//! JPEG: what its segments say before anything is decoded, and decoding at a fraction of the size.
//!
//! A JPEG can be decoded at an eighth, a quarter or half of its size for a fraction of the work, because each 8×8 block
//! can be transformed to fewer pixels. That pays for large photographs only; small pictures go the common way.

use std::ops::RangeInclusive;

use image::metadata::Orientation;
use jpeg_decoder::PixelFormat;

use super::samples::Samples;
use super::{FormatError, Limits};

/// What the segments before the first scan say, in stored pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Header {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: u8,
    /// Neither progressive nor one of the rare coding processes.
    pub(super) sequential: bool,
    pub(super) orientation: Orientation,
    /// The end marker is there.
    pub(super) ended: bool,
}

/// Pictures with more pixels than this are worth decoding at a fraction of their size.
const SCALE_ABOVE_PIXELS: u64 = 4_000_000;

/// Decoded at no less than this many times the wanted size, so that the filter that follows has something to work with.
const OVERSAMPLING: u32 = 2;

const RESTARTS: RangeInclusive<u8> = 0xD0..=0xD7;
const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const APP1: u8 = 0xE1;

impl Header {
    /// Reads segments up to the first scan, then looks for the end marker.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut frame: Option<(u8, Frame)> = None;
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
                    frame = Some((marker, read));
                }
                APP1 if orientation.is_none() => orientation = exif_orientation(body),
                SCAN => {
                    let (process, frame) =
                        frame.ok_or_else(|| FormatError::corrupt("JPEG scan before its frame"))?;
                    return Ok(Self {
                        width: frame.width,
                        height: frame.height,
                        components: frame.components,
                        sequential: matches!(process, 0xC0 | 0xC1),
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

    /// Whether a fraction of the size is enough and is worth it. CMYK is left to the common way, which knows its dialects.
    pub(super) fn is_worth_scaling(&self) -> bool {
        let pixels = u64::from(self.width) * u64::from(self.height);
        pixels > SCALE_ABOVE_PIXELS && self.sequential && matches!(self.components, 1 | 3)
    }
}

/// Decodes at the smallest fraction that is still larger than `wanted` px. `None` if this decoder cannot: the common one
/// may, and is better at saving what there is of a damaged file.
pub(super) fn decode_scaled(
    bytes: &[u8],
    header: &Header,
    wanted: (u32, u32),
    limits: &Limits,
) -> Option<Samples> {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(usize::try_from(limits.max_alloc_bytes).ok()?);
    decoder.read_info().ok()?;
    let info = decoder.info()?;
    if (u32::from(info.width), u32::from(info.height)) != (header.width, header.height) {
        return None;
    }
    let at_least = |side: u32| u16::try_from(side.saturating_mul(OVERSAMPLING)).unwrap_or(u16::MAX);
    let (width, height) = decoder.scale(at_least(wanted.0), at_least(wanted.1)).ok()?;
    let pixels = decoder.decode().ok()?;
    let channels = match decoder.info()?.pixel_format {
        PixelFormat::L8 => 1,
        PixelFormat::RGB24 => 3,
        PixelFormat::L16 | PixelFormat::CMYK32 => return None,
    };
    Samples::new(u32::from(width), u32::from(height), channels, pixels)
}

#[derive(Clone, Copy)]
struct Frame {
    width: u32,
    height: u32,
    components: u8,
}

impl Frame {
    fn read(body: &[u8]) -> Option<Self> {
        let [_precision, h1, h0, w1, w0, components, ..] = *body else {
            return None;
        };
        let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
        (width > 0 && height > 0).then_some(Self {
            width: width.into(),
            height: height.into(),
            components,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::fixtures;

    #[test]
    fn the_header_is_read_without_decoding() {
        let jpeg = fixtures::with_exif_orientation(&fixtures::quadrants_jpeg(64, 48), 6);
        let header = Header::read(&jpeg).expect("a JPEG of our own making");
        assert_eq!((header.width, header.height), (64, 48));
        assert_eq!(header.components, 3);
        assert!(header.sequential && header.ended);
        assert_eq!(header.orientation, Orientation::Rotate90);
    }

    #[test]
    fn a_preview_inside_a_segment_does_not_count_as_the_end() {
        let jpeg = fixtures::quadrants_jpeg(64, 48);
        let mut preview = b"Exif\0\0 preview ".to_vec();
        preview.extend([0xFF, END]);
        let jpeg = fixtures::with_segment(&jpeg, APP1, &preview);
        assert!(Header::read(&jpeg).expect("whole").ended);
        assert!(!Header::read(&jpeg[..jpeg.len() - 2]).expect("cut").ended);
    }

    #[test]
    fn junk_behind_the_end_is_no_harm() {
        let mut jpeg = fixtures::quadrants_jpeg(64, 48);
        jpeg.extend([0; 100]);
        assert!(Header::read(&jpeg).expect("whole").ended);
    }

    #[test]
    fn a_frame_without_height_is_damage() {
        let mut jpeg = fixtures::quadrants_jpeg(64, 48);
        let frame = jpeg
            .windows(2)
            .position(|pair| pair == [0xFF, 0xC0])
            .expect("a baseline frame");
        jpeg[frame + 5..frame + 7].fill(0);
        let error = Header::read(&jpeg).expect_err("no height");
        assert_eq!(error.code(), "file_corrupt");
    }
}
