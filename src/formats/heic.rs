//! HEIC, as telephones store photographs. Only in a build with the feature `heic`: its decoders may need a licence.

use super::picture::StoredPicture;
use super::{FormatError, Limits};

/// The first picture of the file, turned as the file says.
#[cfg(feature = "heic")]
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<StoredPicture, FormatError> {
    use image::ColorType;
    use image::metadata::Orientation;

    use super::MediaType;
    use super::samples::Samples;

    let options = heifer::Options {
        max_threads: 1,
        max_pixels: limits.max_pixels,
    };
    let picture = heifer::decode_srgb_rgba8(bytes, &options).map_err(|error| match error {
        heifer::Error::Unsupported(_) => FormatError::Unsupported {
            media_type: MediaType::Heic,
        },
        other => FormatError::corrupt(&other.to_string()),
    })?;
    let (width, height) = (picture.width, picture.height);
    limits.check(width, height, u64::from(width) * u64::from(height) * 4)?;
    let samples = Samples::from_decoded(width, height, ColorType::Rgba8, picture.data)
        .ok_or_else(|| FormatError::corrupt("a picture without pixels"))?;
    Ok(StoredPicture {
        stored_size: (width, height),
        samples,
        // The container says how it is turned, and the decoder has followed that.
        orientation: Orientation::NoTransforms,
        frames: 1,
        complete: true,
    })
}

#[cfg(not(feature = "heic"))]
pub(super) fn decode(_bytes: &[u8], _limits: &Limits) -> Result<StoredPicture, FormatError> {
    Err(FormatError::Unsupported {
        media_type: super::MediaType::Heic,
    })
}

#[cfg(all(test, feature = "heic"))]
mod tests {
    use crate::formats::{DecodeJob, Limits, MediaType, Pixels, decode};

    #[test]
    fn a_photograph_is_shown_upright() {
        let colours = [[220, 30, 40, 255], [30, 60, 220, 255]];
        let pixels: Vec<u8> = (0..64 * 64)
            .flat_map(|at| colours[usize::from(at >= 32 * 64)])
            .collect();
        let file = heifer::encode_rgba8(64, 64, &pixels, &heifer::EncodeOptions::default())
            .expect("a small picture");
        let decoded = decode(&DecodeJob {
            bytes: file.into(),
            want: Pixels::Full,
            limits: Limits::default(),
        })
        .expect("a HEIC of our own making");
        assert_eq!(decoded.facts.media_type, MediaType::Heic);
        assert_eq!(decoded.raster.size(), (64, 64));
        for (y, colour) in [(16, colours[0]), (48, colours[1])] {
            let found = decoded.raster.rgba(32, y).expect("inside");
            let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 12);
            assert!(is_near, "{found:?} is not {colour:?}");
        }
    }
}
