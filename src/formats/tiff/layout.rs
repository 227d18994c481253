//! What a directory says of its pixels: how large they are, how they were packed, and where strips and tiles lie.

use image::metadata::Orientation;

use super::directory::{ByteOrder, Directory, Values};
use super::fax::Coding;
use super::packed::Packing;
use super::{FormatError, Limits};
use crate::model::MediaType;

const BITS: u16 = 258;
const COMPRESSION: u16 = 259;
const PHOTOMETRIC: u16 = 262;
const FILL_ORDER: u16 = 266;
const STRIP_OFFSETS: u16 = 273;
const ORIENTATION: u16 = 274;
const SAMPLES: u16 = 277;
const ROWS_PER_STRIP: u16 = 278;
const STRIP_BYTES: u16 = 279;
const PLANAR: u16 = 284;
const GROUP3_OPTIONS: u16 = 292;
const PREDICTOR: u16 = 317;
const TILE_WIDTH: u16 = 322;
const TILE_HEIGHT: u16 = 323;
const TILE_OFFSETS: u16 = 324;
const TILE_BYTES: u16 = 325;
const SAMPLE_FORMAT: u16 = 339;
const CHROMA_PARTS: u16 = 530;

/// How what is in a strip or tile was made smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Packed(Packing),
    Fax(Coding),
    Jpeg,
}

/// What samples mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Photometric {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Cmyk,
    YCbCr,
}

impl Photometric {
    /// Samples of a pixel that are colour.
    pub(super) fn samples(self) -> usize {
        match self {
            Self::WhiteIsZero | Self::BlackIsZero | Self::Palette => 1,
            Self::Rgb | Self::YCbCr => 3,
            Self::Cmyk => 4,
        }
    }
}

/// A strip or tile as far as it lies within the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Among those of its plane.
    index: usize,
}

pub(super) struct Layout<'a> {
    pub(super) size: (u32, u32),
    /// In a sample.
    pub(super) bits: usize,
    /// In a pixel.
    pub(super) samples: usize,
    /// Samples of one kind lie together, in strips or tiles of their own.
    pub(super) is_planar: bool,
    pub(super) photometric: Photometric,
    pub(super) compression: Compression,
    /// Samples are differences from those to the left.
    pub(super) has_differences: bool,
    /// The first pixel of a byte is in its lowest bit.
    pub(super) is_reversed: bool,
    /// Pixels beside and above each other that share a colour: 1 but for YCbCr.
    pub(super) shared: (usize, usize),
    pub(super) orientation: Orientation,
    pub(super) order: ByteOrder,
    /// Of a whole strip or tile.
    pub(super) chunk: (u32, u32),
    bytes: &'a [u8],
    offsets: Values<'a>,
    byte_counts: Option<Values<'a>>,
}

fn unsupported() -> FormatError {
    FormatError::Unsupported {
        media_type: MediaType::Tiff,
    }
}

impl<'a> Layout<'a> {
    /// `None` for samples that are fractions.
    pub(super) fn read(directory: &Directory<'a>) -> Result<Option<Self>, FormatError> {
        let number = |tag, usual| directory.number(tag).unwrap_or(usual);
        let is_reversed = number(FILL_ORDER, 1) == 2;
        match number(SAMPLE_FORMAT, 1) {
            1 | 4 => {}
            3 if !is_reversed => return Ok(None),
            _ => return Err(unsupported()),
        }
        let size = directory.size()?;
        let samples = u16::try_from(number(SAMPLES, 1))
            .map_err(|_beyond| FormatError::corrupt("more samples than there can be"))?;
        let samples = usize::from(samples.max(1));
        let compression = compression(directory)?;
        let photometric = photometric(directory, samples, compression)?;
        if samples < photometric.samples() {
            return Err(FormatError::corrupt("fewer samples than colours"));
        }
        let shared = match (photometric, compression) {
            (Photometric::YCbCr, Compression::Packed(_)) => shared(directory)?,
            _ => (1, 1),
        };
        let (chunk, offsets, byte_counts) = chunks(directory, size)?;
        let layout = Self {
            size,
            bits: bits(directory)?,
            samples,
            is_planar: samples > 1 && number(PLANAR, 1) == 2,
            photometric,
            compression,
            has_differences: match (number(PREDICTOR, 1), compression) {
                (0 | 1, _) => false,
                (2, Compression::Packed(Packing::Lzw | Packing::Deflate)) => true,
                (_, Compression::Packed(Packing::Lzw | Packing::Deflate)) => {
                    return Err(unsupported());
                }
                _ => false,
            },
            is_reversed,
            shared,
            orientation: directory
                .number(ORIENTATION)
                .and_then(|it| Orientation::from_exif(u8::try_from(it).ok()?))
                .unwrap_or(Orientation::NoTransforms),
            order: directory.order,
            chunk,
            bytes: directory.bytes,
            offsets,
            byte_counts,
        };
        if layout.is_known() {
            Ok(Some(layout))
        } else {
            Err(unsupported())
        }
    }

    /// Whether all that is said goes together.
    fn is_known(&self) -> bool {
        let is_alone = self.samples == 1 || self.is_planar;
        (match self.photometric {
            Photometric::Palette => self.bits <= 8,
            Photometric::YCbCr => self.bits == 8,
            _ => true,
        }) && (match self.compression {
            Compression::Packed(_) => !self.has_differences || matches!(self.bits, 8 | 16),
            Compression::Fax(_) => self.bits == 1 && is_alone,
            // Inks are stored the other way round than in a JPEG file, and decoders disagree on them.
            Compression::Jpeg => self.bits == 8 && (is_alone || self.samples == 3),
        }) && (self.shared == (1, 1)
            || self.samples == 3 && !self.is_planar && !self.has_differences)
    }

    /// Refuses what takes too much memory or time.
    pub(super) fn check(&self, channels: usize, limits: &Limits) -> Result<(), FormatError> {
        let (width, height) = self.size;
        let needed = u64::from(width) * u64::from(height) * channels as u64;
        limits.check(width, height, needed)?;
        if self.line_bytes() > limits.max_alloc_bytes {
            return Err(FormatError::TooMuchMemory);
        }
        // Tiles may be much larger than what is seen of them.
        let across = u64::from(width.div_ceil(self.chunk.0));
        let lines = across * u64::from(height) * self.planes() as u64;
        if lines.saturating_mul(self.line_bytes()) > limits.max_alloc_bytes.saturating_mul(LARGER) {
            return Err(FormatError::TooComplex);
        }
        Ok(())
    }

    /// Bytes of a row of a strip or tile, of all samples or of one kind; of as many rows as share their colours.
    pub(super) fn line_bytes(&self) -> u64 {
        let (across, down) = (self.shared.0 as u64, self.shared.1 as u64);
        if across * down > 1 {
            return u64::from(self.chunk.0).div_ceil(across) * (across * down + 2);
        }
        let samples = if self.is_planar { 1 } else { self.samples };
        let bits = u64::from(self.chunk.0) * (samples * self.bits) as u64;
        bits.div_ceil(8)
    }

    /// Kinds of samples that lie apart and are needed.
    pub(super) fn planes(&self) -> usize {
        if self.is_planar { self.samples } else { 1 }
    }

    /// All strips or tiles of a plane, from left to right and from top to bottom.
    pub(super) fn areas(&self) -> impl Iterator<Item = Area> {
        let (size, chunk) = (self.size, self.chunk);
        let across = size.0.div_ceil(chunk.0) as usize;
        let tops = (0..size.1).step_by(chunk.1 as usize);
        tops.enumerate().flat_map(move |(row, top)| {
            let lefts = (0..size.0).step_by(chunk.0 as usize);
            lefts.enumerate().map(move |(column, left)| Area {
                left,
                top,
                width: chunk.0.min(size.0 - left),
                height: chunk.1.min(size.1 - top),
                index: row * across + column,
            })
        })
    }

    /// How many strips or tiles the file lists, and whether these are all.
    pub(super) fn listed(&self) -> (usize, bool) {
        let across = self.size.0.div_ceil(self.chunk.0) as usize;
        let down = self.size.1.div_ceil(self.chunk.1) as usize;
        let listed = self.offsets.len();
        (listed, listed >= across * down)
    }

    /// What lies in the file for an area, of one plane. `None` if that begins behind the end.
    pub(super) fn packed(&self, area: &Area, plane: usize) -> Option<&'a [u8]> {
        let across = self.size.0.div_ceil(self.chunk.0) as usize;
        let down = self.size.1.div_ceil(self.chunk.1) as usize;
        let index = plane.checked_mul(across * down)?.checked_add(area.index)?;
        let start = usize::try_from(self.offsets.get(index)?).ok()?;
        let rest = self.bytes.get(start..)?;
        let said = self.byte_counts.and_then(|counts| counts.get(index));
        let is_plain = self.compression == Compression::Packed(Packing::None);
        let needed = self.line_bytes() * u64::from(area.height.div_ceil(self.shared.1 as u32));
        let count = match said {
            // How long the only strip is follows from its rows, and counts are often wrong.
            _ if is_plain && self.offsets.len() == 1 => needed,
            Some(count) if is_plain => count.min(needed),
            Some(count) if count > 0 => count,
            _ => u64::MAX,
        };
        let there = rest.len() as u64;
        Some(&rest[..count.min(there) as usize]).filter(|packed| !packed.is_empty())
    }
}

/// So many times what one buffer may take are all rows of all strips and tiles together.
const LARGER: u64 = 8;

fn compression(directory: &Directory<'_>) -> Result<Compression, FormatError> {
    let coding = match directory.number(COMPRESSION).unwrap_or(1) {
        1 => return Ok(Compression::Packed(Packing::None)),
        5 => return Ok(Compression::Packed(Packing::Lzw)),
        7 => return Ok(Compression::Jpeg),
        8 | 32_946 => return Ok(Compression::Packed(Packing::Deflate)),
        32_773 => return Ok(Compression::Packed(Packing::PackBits)),
        2 => Coding::Aligned(8),
        3 => Coding::Group3 {
            has_differences: directory.number(GROUP3_OPTIONS).unwrap_or(0) & 1 == 1,
        },
        4 => Coding::Group4,
        32_771 => Coding::Aligned(16),
        _ => return Err(unsupported()),
    };
    Ok(Compression::Fax(coding))
}

fn photometric(
    directory: &Directory<'_>,
    samples: usize,
    compression: Compression,
) -> Result<Photometric, FormatError> {
    const INKS: u16 = 332;
    let is_fax = matches!(compression, Compression::Fax(_));
    Ok(match directory.number(PHOTOMETRIC) {
        Some(0) => Photometric::WhiteIsZero,
        Some(1) => Photometric::BlackIsZero,
        Some(2) => Photometric::Rgb,
        Some(3) => Photometric::Palette,
        Some(5) if directory.number(INKS).unwrap_or(1) == 1 => Photometric::Cmyk,
        Some(6) => Photometric::YCbCr,
        Some(_) => return Err(unsupported()),
        None if is_fax => Photometric::WhiteIsZero,
        None if samples >= 3 => Photometric::Rgb,
        None => Photometric::BlackIsZero,
    })
}

/// In every sample the same.
fn bits(directory: &Directory<'_>) -> Result<usize, FormatError> {
    let Some(values) = directory.find(BITS) else {
        return Ok(1);
    };
    let first = values
        .get(0)
        .ok_or_else(|| directory.missing("samples without a size"))?;
    let is_same = (0..values.len()).all(|index| values.get(index) == Some(first));
    if is_same && (1..=16).contains(&first) {
        Ok(first as usize)
    } else {
        Err(unsupported())
    }
}

fn shared(directory: &Directory<'_>) -> Result<(usize, usize), FormatError> {
    let values = directory.find(CHROMA_PARTS);
    let side = |index| values.and_then(|values| values.get(index)).unwrap_or(2);
    match (side(0), side(1)) {
        (across @ (1 | 2 | 4), down @ (1 | 2 | 4)) => Ok((across as usize, down as usize)),
        _ => Err(unsupported()),
    }
}

/// Size of a strip or tile, where they lie, and their bytes.
type Chunks<'a> = ((u32, u32), Values<'a>, Option<Values<'a>>);

fn chunks<'a>(directory: &Directory<'a>, size: (u32, u32)) -> Result<Chunks<'a>, FormatError> {
    let find = |tag, other| directory.find(tag).or_else(|| directory.find(other));
    let (chunk, offsets, byte_counts) = if let Some(width) = directory.number(TILE_WIDTH) {
        let height = directory.number(TILE_HEIGHT).unwrap_or(0);
        let known = |side: u64| u32::try_from(side).ok().filter(|side| *side > 0);
        let chunk = known(width).zip(known(height));
        (
            chunk.ok_or_else(|| directory.missing("tiles without a size"))?,
            find(TILE_OFFSETS, STRIP_OFFSETS),
            find(TILE_BYTES, STRIP_BYTES),
        )
    } else {
        let rows = directory.number(ROWS_PER_STRIP).unwrap_or(0);
        let rows = if rows == 0 { u64::MAX } else { rows };
        (
            (size.0, rows.min(size.1.into()) as u32),
            find(STRIP_OFFSETS, TILE_OFFSETS),
            find(STRIP_BYTES, TILE_BYTES),
        )
    };
    let offsets = offsets.ok_or_else(|| directory.missing("a TIFF without pixels"))?;
    Ok((chunk, offsets, byte_counts))
}
