//! The rows of one strip or tile, one after the other, however they were packed.

use std::io::{self, Read};

use super::fax::{Came, Fax};
use super::jpeg_part::{self, JpegColours};
use super::layout::{Compression, Layout, Photometric};
use super::packed::unpacked;
use super::shades::add_up;
use super::{FormatError, Limits};
use crate::formats::picture::StoredPicture;

enum LineSource<'a> {
    Stream(Box<dyn Read + 'a>),
    Fax(Fax<'a>),
    /// Decoded as a whole, with so many rows taken.
    Jpeg(Box<StoredPicture>, usize),
}

pub(super) struct Lines<'a> {
    source: LineSource<'a>,
    /// As it was unpacked.
    line: Vec<u8>,
    /// Rows that share their colours, and how many of them were taken.
    spread: Vec<u8>,
    taken: usize,
    /// Something in it is not what it should be.
    pub(super) is_damaged: bool,
}

impl<'a> Lines<'a> {
    /// `packed` is of one plane, or of all.
    pub(super) fn open(
        layout: &Layout<'a>,
        packed: &'a [u8],
        tables: &[u8],
        limits: &Limits,
    ) -> Result<Self, FormatError> {
        let mut is_damaged = false;
        let source = match layout.compression {
            Compression::Packed(packing) => {
                LineSource::Stream(unpacked(packing, packed, layout.is_reversed))
            }
            Compression::Fax(coding) => LineSource::Fax(Fax::new(
                packed,
                layout.is_reversed,
                layout.chunk.0 as usize,
                coding,
            )),
            Compression::Jpeg => {
                let picture = jpeg(layout, packed, tables, limits)?;
                is_damaged = !picture.complete;
                LineSource::Jpeg(Box::new(picture), 0)
            }
        };
        Ok(Self {
            source,
            line: vec![0; layout.line_bytes() as usize],
            spread: Vec::new(),
            taken: 0,
            is_damaged,
        })
    }

    /// The next row.
    pub(super) fn next(&mut self, layout: &Layout<'_>) -> Result<&[u8], FormatError> {
        if layout.shared == (1, 1) {
            self.read(layout)?;
            return Ok(&self.line);
        }
        let row = 3 * layout.chunk.0 as usize;
        if self.taken == 0 {
            self.read(layout)?;
            self.spread.resize(row * layout.shared.1, 0);
            share(&self.line, &mut self.spread, row, layout.shared);
        }
        let start = self.taken * row;
        self.taken = (self.taken + 1) % layout.shared.1;
        Ok(&self.spread[start..start + row])
    }

    fn read(&mut self, layout: &Layout<'_>) -> Result<(), FormatError> {
        match &mut self.source {
            LineSource::Stream(stream) => {
                stream.read_exact(&mut self.line).map_err(|error| {
                    if error.kind() == io::ErrorKind::UnexpectedEof {
                        FormatError::Incomplete
                    } else {
                        FormatError::corrupt(&error.to_string())
                    }
                })?;
                if layout.has_differences {
                    let in_row = if layout.is_planar { 1 } else { layout.samples };
                    add_up(&mut self.line, layout.bits, in_row, layout.order);
                }
            }
            LineSource::Fax(fax) => match fax.next_row(&mut self.line) {
                Came::Whole => {}
                Came::Damaged => self.is_damaged = true,
                Came::None => return Err(FormatError::Incomplete),
            },
            LineSource::Jpeg(picture, row) => {
                let samples = &picture.samples;
                let bytes = samples.width as usize * samples.channels;
                let start = *row * bytes;
                let found = samples.bytes.get(start..start + bytes);
                let found = found.ok_or(FormatError::Incomplete)?;
                let count = bytes.min(self.line.len());
                self.line[..count].copy_from_slice(&found[..count]);
                *row += 1;
            }
        }
        Ok(())
    }
}

/// A JPEG may be larger than its strip or tile, but not by much: it would cost more than all that is seen of it.
pub(super) fn jpeg(
    layout: &Layout<'_>,
    packed: &[u8],
    tables: &[u8],
    limits: &Limits,
) -> Result<StoredPicture, FormatError> {
    let is_ycbcr = layout.photometric == Photometric::YCbCr && !layout.is_planar;
    let colours = if is_ycbcr {
        JpegColours::YCbCr
    } else {
        JpegColours::Rgb
    };
    let limits = Limits {
        max_pixels: limits
            .max_pixels
            .min(LARGER * u64::from(layout.chunk.0) * u64::from(layout.chunk.1) + SMALL),
        ..*limits
    };
    let picture = jpeg_part::decode(tables, packed, colours, &limits)?;
    let channels = if layout.is_planar { 1 } else { layout.samples };
    if picture.samples.channels != channels
        || picture.samples.width < layout.chunk.0.min(layout.size.0)
    {
        return Err(FormatError::corrupt(
            "a JPEG that is not its part of the picture",
        ));
    }
    Ok(picture)
}

const LARGER: u64 = 4;
/// Any strip or tile may be as large as this.
const SMALL: u64 = 64 << 10;

/// Gives every pixel the colour that it shares: blocks of brightness, each followed by its two colours.
fn share(line: &[u8], rows: &mut [u8], row: usize, (across, down): (usize, usize)) {
    let block = across * down + 2;
    for (column, block) in line.chunks_exact(block).enumerate() {
        let [light @ .., blue, red] = block else {
            continue;
        };
        for (index, light) in light.iter().enumerate() {
            let x = 3 * (column * across + index % across);
            let start = index / across * row + x;
            // Blocks may reach beyond the right edge.
            if x < row {
                rows[start..start + 3].copy_from_slice(&[*light, *blue, *red]);
            }
        }
    }
}
