//! TIFF, as scanners, fax gateways and office programs write it: the first page, in strips or tiles.
//!
//! Unpacked row by row, so that no more than the picture itself is held. What is damaged or missing stays white.

mod directory;
mod fax;
mod fax_codes;
mod inks;
mod jpeg_part;
mod layout;
mod lines;
mod packed;
mod shades;
#[cfg(test)]
mod tests;
mod ycbcr;

use super::container::Extent;
use super::picture::StoredPicture;
use super::samples::Samples;
use super::{FormatError, Limits, MediaType, Pixels};
use directory::Directory;
use inks::Inks;
use layout::{Area, Compression, Layout};
use lines::Lines;
use shades::Shades;

const JPEG_TABLES: u16 = 347;
/// White, as everywhere where nothing was decoded.
const PAPER: u8 = 0xFF;

/// Width and height in stored pixels, as the first directory says.
pub(super) fn stored_size(bytes: &[u8]) -> Option<(u32, u32)> {
    Directory::first(bytes).ok()?.size().ok()
}

/// `None` for samples that are fractions.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Option<StoredPicture>, FormatError> {
    let directory = Directory::first(bytes)?;
    let Some(layout) = Layout::read(&directory)? else {
        return Ok(None);
    };
    let inks = Inks::new(&directory, &layout)?;
    layout.check(inks.channels(), limits)?;
    let tables = directory.find(JPEG_TABLES);
    let tables = tables.map_or::<&[u8], _>(&[], |values| values.bytes);
    let page = TiffPage {
        layout,
        tables,
        limits,
        file_bytes: bytes.len() as u64,
    };
    let mut drawn = page.draw(&inks)?;
    if !drawn.is_visible {
        // An alpha channel that is zero everywhere means that there is none.
        drawn = page.draw(&inks.without_alpha())?;
    }
    Ok(Some(StoredPicture {
        stored_size: page.layout.size,
        samples: drawn.samples,
        orientation: page.layout.orientation,
        frames: Extent::of(bytes, MediaType::Tiff).frames,
        complete: drawn.complete && directory.is_whole(),
    }))
}

struct TiffPage<'a> {
    layout: Layout<'a>,
    tables: &'a [u8],
    limits: &'a Limits,
    file_bytes: u64,
}

struct DrawnStrips {
    samples: Samples,
    complete: bool,
    is_visible: bool,
}

/// So many times may strips and tiles together be as long as the file, and so many bytes longer: blank ones are often
/// kept once.
const SHARED: u64 = 4;
const SHARED_BYTES: u64 = 16 << 20;

impl TiffPage<'_> {
    fn draw(&self, inks: &Inks) -> Result<DrawnStrips, FormatError> {
        if let Some(drawn) = self.only_jpeg(inks)? {
            return Ok(drawn);
        }
        let (width, height) = self.layout.size;
        let count = width as usize * height as usize * inks.channels();
        let mut canvas = TiffCanvas {
            bytes: vec![PAPER; count],
            rows: 0,
            is_visible: !inks.has_alpha(),
        };
        let (mut packed_bytes, mut trouble) = (0, None);
        // What is not listed is not looked for: there may be millions of it.
        let (listed, mut complete) = self.layout.listed();
        for area in self.layout.areas().take(listed) {
            match self.draw_area(&area, inks, &mut canvas, &mut packed_bytes) {
                Ok(is_whole) => complete &= is_whole,
                Err(error @ (FormatError::TooComplex | FormatError::TooMuchMemory)) => {
                    return Err(error);
                }
                Err(error) => {
                    trouble.get_or_insert(error);
                }
            }
        }
        if canvas.rows == 0 {
            return Err(trouble.unwrap_or(FormatError::Incomplete));
        }
        complete &= trouble.is_none();
        let samples = Samples::new(width, height, inks.channels(), canvas.bytes)
            .ok_or_else(|| FormatError::corrupt("a picture without pixels"))?;
        Ok(DrawnStrips {
            samples,
            complete,
            is_visible: canvas.is_visible,
        })
    }

    /// Whether the strip or tile is whole.
    fn draw_area(
        &self,
        area: &Area,
        inks: &Inks,
        canvas: &mut TiffCanvas,
        packed_bytes: &mut u64,
    ) -> Result<bool, FormatError> {
        let layout = &self.layout;
        let count = if layout.is_planar { inks.samples() } else { 1 };
        let mut planes = Vec::with_capacity(count);
        for plane in 0..count {
            let packed = layout.packed(area, plane).ok_or(FormatError::Incomplete)?;
            *packed_bytes += packed.len() as u64;
            if *packed_bytes > SHARED * self.file_bytes + SHARED_BYTES {
                return Err(FormatError::TooComplex);
            }
            planes.push(Lines::open(layout, packed, self.tables, self.limits)?);
        }
        let stride = inks.samples();
        let shades = Shades {
            bits: layout.bits,
            order: layout.order,
            in_row: if layout.is_planar { 1 } else { layout.samples },
            taken: if layout.is_planar { 1 } else { stride },
            are_places: inks.has_palette(),
        };
        let mut pixels = vec![0; area.width as usize * stride];
        for row in 0..area.height {
            for (plane, lines) in planes.iter_mut().enumerate() {
                shades.spread(lines.next(layout)?, &mut pixels, stride, plane);
            }
            let start = (area.top + row) as usize * layout.size.0 as usize + area.left as usize;
            let channels = inks.channels();
            let out = &mut canvas.bytes[start * channels..][..area.width as usize * channels];
            canvas.is_visible |= inks.paint(&pixels, out);
            canvas.rows += 1;
        }
        Ok(planes.iter().all(|lines| !lines.is_damaged))
    }

    /// A picture that is one JPEG is there already once that is decoded, and large ones have no room for a second copy.
    fn only_jpeg(&self, inks: &Inks) -> Result<Option<DrawnStrips>, FormatError> {
        let layout = &self.layout;
        let mut areas = layout.areas();
        let (Some(area), None) = (areas.next(), areas.next()) else {
            return Ok(None);
        };
        if layout.compression != Compression::Jpeg || layout.is_planar || !inks.are_as_decoded() {
            return Ok(None);
        }
        let packed = layout.packed(&area, 0).ok_or(FormatError::Incomplete)?;
        let picture = lines::jpeg(layout, packed, self.tables, self.limits)?;
        Ok(
            (picture.samples.size() == layout.size).then_some(DrawnStrips {
                complete: picture.complete,
                samples: picture.samples,
                is_visible: true,
            }),
        )
    }
}

struct TiffCanvas {
    bytes: Vec<u8>,
    /// So many rows of strips and tiles were drawn.
    rows: u64,
    is_visible: bool,
}
