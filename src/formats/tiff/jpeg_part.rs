//! A strip or tile that is a JPEG: made a file of its own and decoded like any other.

use super::{FormatError, Limits, MediaType, Pixels};
use crate::formats::picture::{self, StoredPicture};

const START: [u8; 2] = [0xFF, 0xD8];
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
/// Says what components mean; the TIFF says it better.
const OWN_WORDS: [u8; 2] = [0xE0, 0xEE];

/// What its three components are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JpegColours {
    /// Or grey.
    Rgb,
    YCbCr,
}

pub(super) fn decode(
    tables: &[u8],
    part: &[u8],
    colours: JpegColours,
    limits: &Limits,
) -> Result<StoredPicture, FormatError> {
    let file = file(tables, part, colours).ok_or(FormatError::Incomplete)?;
    picture::decode(&file, MediaType::Jpeg, Pixels::Full, limits)
}

/// `None` if it ends before its scan.
fn file(tables: &[u8], part: &[u8], colours: JpegColours) -> Option<Vec<u8>> {
    let mut file = Vec::with_capacity(tables.len() + part.len() + 32);
    file.extend(START);
    file.extend(b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0");
    file.push(u8::from(colours == JpegColours::YCbCr));
    // Tables that cannot be read are missed by those who decode.
    copy_segments(tables, &mut file);
    let scan = copy_segments(part, &mut file)?;
    file.extend(scan);
    Some(file)
}

/// Copies what stands before the first scan, and returns the rest.
fn copy_segments<'a>(bytes: &'a [u8], file: &mut Vec<u8>) -> Option<&'a [u8]> {
    let mut rest = bytes.strip_prefix(&START)?;
    loop {
        let [0xFF, marker, ..] = *rest else {
            return None;
        };
        match marker {
            0xFF => rest = &rest[1..],
            END => return None,
            SCAN => return Some(rest),
            _ => {
                let length = rest.get(2..)?.first_chunk::<2>()?;
                let end = 2 + usize::from(u16::from_be_bytes(*length)).max(2);
                let segment = rest.get(..end)?;
                if !OWN_WORDS.contains(&marker) {
                    file.extend(segment);
                }
                rest = &rest[end..];
            }
        }
    }
}
