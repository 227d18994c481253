//! BMP of OS/2's second version: its header as Windows would have written it, which is what decoders know.

use std::borrow::Cow;

use super::FormatError;
use crate::model::MediaType;

const FILE_HEADER: usize = 14;
/// Of Windows: what follows the same first fields there is of other kinds, which decoders know.
const WINDOWS_HEADER: usize = 40;
const COMPRESSION_AT: usize = 16;
/// Codes that are something else on Windows: fax, and runs of true colours.
const OWN_COMPRESSIONS: [u32; 2] = [3, 4];

/// The file itself if its header is not of that version.
pub(super) fn with_common_header(bytes: &[u8]) -> Result<Cow<'_, [u8]>, FormatError> {
    let Some((header, offset)) = header_of_second_version(bytes) else {
        return Ok(Cow::Borrowed(bytes));
    };
    let mut common = [0; WINDOWS_HEADER];
    let taken = header.len().min(WINDOWS_HEADER);
    common[..taken].copy_from_slice(&header[..taken]);
    common[..4].copy_from_slice(&(WINDOWS_HEADER as u32).to_le_bytes());
    if number(&common, COMPRESSION_AT).is_some_and(|it| OWN_COMPRESSIONS.contains(&it)) {
        return Err(FormatError::Unsupported {
            media_type: MediaType::Bmp,
        });
    }
    let (palette, pixels) = bytes[FILE_HEADER + header.len()..]
        .split_at_checked(offset - FILE_HEADER - header.len())
        .ok_or(FormatError::Incomplete)?;
    let mut mended = bytes[..10].to_vec();
    mended.extend(((FILE_HEADER + WINDOWS_HEADER + palette.len()) as u32).to_le_bytes());
    mended.extend(common);
    mended.extend(palette);
    mended.extend(pixels);
    Ok(Cow::Owned(mended))
}

/// And where the pixels begin.
fn header_of_second_version(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let offset = number(bytes, 10)? as usize;
    let length = number(bytes, FILE_HEADER)? as usize;
    // Those of 52 and 56 bytes are of Windows too.
    let is_second = (16..=64).contains(&length) && !matches!(length, WINDOWS_HEADER | 52 | 56);
    let header = bytes.get(FILE_HEADER..FILE_HEADER + length)?;
    (is_second && offset >= FILE_HEADER + length).then_some((header, offset))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::*;
    use crate::formats::{DecodeJob, Limits, Pixels, decode, fixtures};

    /// A picture of 4×2 px in two colours of a palette, its header as long as is said.
    fn two_colours(length: usize, compression: u8) -> Vec<u8> {
        let fields = [
            (length as u32).to_le_bytes(),
            4_u32.to_le_bytes(),
            2_u32.to_le_bytes(),
            [1, 0, 1, 0],
            [compression, 0, 0, 0],
        ];
        let mut header = fields.concat();
        header.resize(length.max(20), 0);
        if length > 36 {
            header[32] = 2;
        }
        header.truncate(length);
        let palette = [10, 20, 200, 0, 250, 240, 230, 0];
        let offset = (FILE_HEADER + length + palette.len()) as u32;
        let mut bytes = b"BM\0\0\0\0\0\0\0\0".to_vec();
        bytes.extend(offset.to_le_bytes());
        bytes.extend(header);
        bytes.extend(palette);
        bytes.extend([0b0011_0000, 0, 0, 0, 0b0101_0000, 0, 0, 0]);
        bytes
    }

    fn job(bytes: &[u8]) -> DecodeJob {
        DecodeJob {
            bytes: bytes.into(),
            want: Pixels::Full,
            limits: Limits::default(),
        }
    }

    #[test]
    fn headers_of_any_length_say_the_same() {
        let expected = decode(&job(&two_colours(40, 0)))
            .expect("of Windows")
            .raster;
        assert_eq!(expected.rgba(0, 0), Some([200, 20, 10, 255]));
        assert_eq!(expected.rgba(1, 0), Some([230, 240, 250, 255]));
        for length in [64, 16] {
            let decoded = decode(&job(&two_colours(length, 0))).expect("of OS/2");
            assert_eq!(decoded.raster, expected, "{length}");
        }
    }

    #[test]
    fn what_only_that_version_has_is_unsupported() {
        for compression in OWN_COMPRESSIONS {
            let error = decode(&job(&two_colours(64, compression as u8))).expect_err("rare");
            assert_eq!(error.code(), "unsupported_format");
        }
    }

    #[test]
    fn other_files_are_left_as_they_are_and_cut_ones_never_panic() {
        let common = fixtures::quadrants(6, 4, ImageFormat::Bmp);
        let same = with_common_header(&common).expect("known");
        assert!(matches!(same, Cow::Borrowed(_)));
        let file = two_colours(64, 0);
        for cut in 0..file.len() {
            let _may_fail = with_common_header(&file[..cut]);
        }
    }
}
