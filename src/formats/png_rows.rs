//! PNG row by row: transparency is laid on paper as rows come in, so that a very large picture needs memory once.

use std::io::Cursor;

use image::ColorType;
use image::metadata::Orientation;
use png::{Decoder, DecodingError, Transformations};

use super::container::Extent;
use super::picture::Picture;
use super::samples::Samples;
use super::{FormatError, Limits, MediaType, orientation};

/// White, as everywhere where a file ends too early.
const PAPER: u8 = 0xFF;

/// `None` for interlaced pictures, whose rows do not come from top to bottom.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Option<Picture>, FormatError> {
    let mut decoder = Decoder::new_with_limits(
        Cursor::new(bytes),
        png::Limits {
            bytes: usize::try_from(limits.max_alloc_bytes).unwrap_or(usize::MAX),
        },
    );
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|error| refusal(&error))?;
    let info = reader.info();
    if info.interlaced {
        return Ok(None);
    }
    let (width, height) = info.size();
    let exif = info.exif_metadata.as_deref();
    let orientation = exif.and_then(orientation::from_exif);
    let (color, channels) = match reader.output_color_type().0 {
        png::ColorType::Grayscale => (ColorType::L8, 1),
        png::ColorType::GrayscaleAlpha => (ColorType::La8, 1),
        png::ColorType::Rgba => (ColorType::Rgba8, 3),
        png::ColorType::Rgb | png::ColorType::Indexed => (ColorType::Rgb8, 3),
    };
    let needed = u64::from(width) * u64::from(height) * channels as u64;
    limits.check(width, height, needed)?;
    let extent = Extent::of(bytes, MediaType::Png);
    let mut complete = extent.ended;
    let mut samples: Vec<u8> = Vec::with_capacity(needed as usize);
    loop {
        match reader.next_row() {
            Ok(Some(row)) => {
                let opaque = Samples::from_decoded(width, 1, color, row.data().to_vec());
                let opaque =
                    opaque.ok_or_else(|| FormatError::corrupt("a row of another length"))?;
                samples.extend_from_slice(&opaque.bytes);
            }
            Ok(None) => break,
            Err(error) if samples.is_empty() || extent.ended => return Err(refusal(&error)),
            Err(_cut) => {
                complete = false;
                break;
            }
        }
    }
    samples.resize(needed as usize, PAPER);
    let samples = Samples::new(width, height, channels, samples)
        .ok_or_else(|| FormatError::corrupt("a picture without pixels"))?;
    Ok(Some(Picture {
        stored_size: (width, height),
        samples,
        orientation: orientation.unwrap_or(Orientation::NoTransforms),
        frames: extent.frames,
        complete,
    }))
}

fn refusal(error: &DecodingError) -> FormatError {
    match error {
        DecodingError::LimitsExceeded => FormatError::TooMuchMemory,
        DecodingError::IoError(_) => FormatError::Incomplete,
        other => FormatError::corrupt(&other.to_string()),
    }
}
