//! PNG row by row: transparency is laid on paper as rows come in, so that a very large picture needs memory once, and
//! what comes before damage is not lost.

use std::io::Cursor;

use image::metadata::Orientation;
use png::{Decoder, DecodingError, Transformations};

use super::container::Extent;
use super::picture::StoredPicture;
use super::samples::{self, Samples};
use super::{FormatError, Limits, MediaType, orientation};

/// White, as everywhere where a file ends too early.
const PAPER: u8 = 0xFF;

/// `None` for interlaced pictures, whose rows do not come from top to bottom.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Option<StoredPicture>, FormatError> {
    read(bytes, limits, false)
}

/// The same of a file that is damaged: sums over its parts are not looked at, and rows count up to where they end.
pub(super) fn decode_damaged(
    bytes: &[u8],
    limits: &Limits,
) -> Result<Option<StoredPicture>, FormatError> {
    let picture = read(bytes, limits, true)?;
    Ok(picture.map(|picture| StoredPicture {
        complete: false,
        ..picture
    }))
}

fn read(
    bytes: &[u8],
    limits: &Limits,
    is_damaged: bool,
) -> Result<Option<StoredPicture>, FormatError> {
    let mut decoder = Decoder::new_with_limits(
        Cursor::new(bytes),
        png::Limits {
            bytes: usize::try_from(limits.max_alloc_bytes).unwrap_or(usize::MAX),
        },
    );
    decoder.ignore_checksums(is_damaged);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|error| refusal(&error))?;
    let info = reader.info();
    if info.interlaced {
        return Ok(None);
    }
    let (width, height) = info.size();
    let exif = info.exif_metadata.as_deref();
    let orientation = exif.and_then(orientation::from_exif);
    let (channels, has_alpha) = match reader.output_color_type().0 {
        png::ColorType::Grayscale => (1, false),
        png::ColorType::GrayscaleAlpha => (1, true),
        png::ColorType::Rgba => (3, true),
        png::ColorType::Rgb | png::ColorType::Indexed => (3, false),
    };
    let needed = u64::from(width) * u64::from(height) * channels as u64;
    limits.check(width, height, needed)?;
    let extent = Extent::of(bytes, MediaType::Png);
    let mut complete = extent.ended;
    let mut paper = Paper {
        samples: Vec::with_capacity(needed as usize),
        shows_nothing: has_alpha,
    };
    loop {
        match reader.next_row() {
            Ok(Some(row)) => match (channels, has_alpha) {
                (1, true) => paper.lay::<2>(row.data()),
                (_, true) => paper.lay::<4>(row.data()),
                _ => paper.samples.extend_from_slice(row.data()),
            },
            Ok(None) => break,
            Err(error) if paper.samples.is_empty() => return Err(refusal(&error)),
            Err(error) if extent.ended && !is_damaged => return Err(refusal(&error)),
            Err(_cut) => {
                complete = false;
                break;
            }
        }
    }
    let mut samples = paper.samples;
    samples.resize(needed as usize, PAPER);
    let samples = Samples::new(width, height, channels, samples)
        .ok_or_else(|| FormatError::corrupt("a row of another length"))?;
    Ok(Some(StoredPicture {
        stored_size: (width, height),
        samples,
        orientation: orientation.unwrap_or(Orientation::NoTransforms),
        frames: extent.frames,
        complete,
    }))
}

/// Rows that came so far.
struct Paper {
    samples: Vec<u8>,
    /// Nothing of them is to be seen; if it stays so, their colours are meant.
    shows_nothing: bool,
}

impl Paper {
    /// A row of which the last of `N` channels is transparency.
    fn lay<const N: usize>(&mut self, row: &[u8]) {
        if self.shows_nothing && samples::shows_nothing::<N>(row) {
            self.samples.extend(samples::colours::<N>(row));
            return;
        }
        if self.shows_nothing {
            self.samples.fill(PAPER);
            self.shows_nothing = false;
        }
        self.samples.extend(samples::on_white::<N>(row));
    }
}

fn refusal(error: &DecodingError) -> FormatError {
    match error {
        DecodingError::LimitsExceeded => FormatError::TooMuchMemory,
        DecodingError::IoError(_) => FormatError::Incomplete,
        other => FormatError::corrupt(&other.to_string()),
    }
}
