//! Looks at the pixels of a whole picture once: marks as large as print, how light and how sharp its parts are, and its
//! QR codes. Which region they concern is asked later, by whoever knows the regions.

mod codes;
mod corner_marks;
mod likeness;
mod marks;

use crate::geometry::PictureSize;
use crate::model::{CELL, Look, MAX_LOOK_SIDE, PictureCell};

use super::Raster;

/// Pixels on each side of the cells in which marks are looked for: a few characters.
const FINE: u32 = CELL / 2;

/// How light each pixel of a picture is, row by row.
struct Luma {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

/// `size` is that of the whole picture, of which `raster` may be a smaller copy.
pub fn look(raster: &Raster, size: PictureSize) -> Look {
    let (width, height) = raster.size();
    let copy = Luma::of(raster, width.max(height).div_ceil(MAX_LOOK_SIDE));
    let (fine, fine_columns) = copy.cells();
    let (cells, columns) = coarse(&fine, fine_columns);
    let delivered = size.width as f32 / width as f32;
    Look {
        size,
        shrink: (size.width as f32 / copy.width as f32).max(1.0),
        marks: marks::marks(&copy, &fine, fine_columns),
        cells,
        columns,
        likeness: likeness::likeness(&copy),
        codes: codes::codes(raster, delivered, size),
    }
}

impl Luma {
    /// Each pixel is the mean of `factor` × `factor` of the picture; what is left over at the far sides is part of the
    /// last ones.
    fn of(raster: &Raster, factor: u32) -> Self {
        let (from_width, from_height) = raster.size();
        let factor = factor.max(1);
        let (width, height) = (from_width.div_ceil(factor), from_height.div_ceil(factor));
        let stride = from_width as usize;
        let luma = |pixel: &u32| {
            let [r, g, b, _] = pixel.to_ne_bytes();
            (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8
        };
        if factor == 1 {
            let pixels = raster.pixels().iter().map(|pixel| luma(pixel) as u8);
            return Self {
                width,
                height,
                pixels: pixels.collect(),
            };
        }
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        let mut sums = vec![(0_u32, 0_u32); width as usize];
        for rows in raster.pixels().chunks(stride * factor as usize) {
            sums.fill((0, 0));
            for row in rows.chunks_exact(stride) {
                for (sum, pixels) in sums.iter_mut().zip(row.chunks(factor as usize)) {
                    sum.0 += pixels.iter().map(luma).sum::<u32>();
                    sum.1 += pixels.len() as u32;
                }
            }
            pixels.extend(sums.iter().map(|(sum, count)| (sum / count.max(&1)) as u8));
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    fn row(&self, y: u32) -> &[u8] {
        let start = y as usize * self.width as usize;
        &self.pixels[start..start + self.width as usize]
    }

    /// The cells, and how many are in a row.
    fn cells(&self) -> (Vec<PictureCell>, u32) {
        let (columns, rows) = (self.width.div_ceil(FINE), self.height.div_ceil(FINE));
        let mut cells = Vec::with_capacity((columns * rows) as usize);
        for row in 0..rows {
            for column in 0..columns {
                cells.push(self.cell(column * FINE, row * FINE));
            }
        }
        (cells, columns)
    }

    fn cell(&self, left: u32, top: u32) -> PictureCell {
        let right = (left + FINE).min(self.width) as usize;
        let bottom = (top + FINE).min(self.height);
        let mut counts = [0_u32; 64];
        let (mut darkest, mut step) = (u8::MAX, 0);
        for y in top..bottom {
            let row = &self.row(y)[left as usize..right];
            let below = (y + 1 < bottom).then(|| &self.row(y + 1)[left as usize..right]);
            for (x, pixel) in row.iter().enumerate() {
                counts[usize::from(pixel >> 2)] += 1;
                darkest = darkest.min(*pixel);
                if let Some(next) = row.get(x + 1) {
                    step = step.max(pixel.abs_diff(*next));
                }
                if let Some(below) = below {
                    step = step.max(pixel.abs_diff(below[x]));
                }
            }
        }
        let fifth = counts.iter().sum::<u32>().div_ceil(5);
        let mut seen = 0;
        let lightest = counts.iter().enumerate().rev().find(|(_, count)| {
            seen += **count;
            seen >= fifth
        });
        let paper = lightest.map_or(0, |(shade, _)| (shade * 4 + 2) as u8);
        PictureCell {
            paper,
            contrast: paper.saturating_sub(darkest),
            step,
        }
    }
}

/// Four cells as one: the paper's mean shade, and of the rest what has most contrast.
fn coarse(fine: &[PictureCell], fine_columns: u32) -> (Vec<PictureCell>, u32) {
    let width = fine_columns.max(1) as usize;
    let (columns, rows) = (width.div_ceil(2), (fine.len() / width).div_ceil(2));
    let of = |index: usize| {
        let (left, top) = (index % columns * 2, index / columns * 2);
        let rows = fine.chunks(width).skip(top).take(2);
        let four: Vec<PictureCell> = rows
            .flat_map(|row| row.iter().skip(left).take(2))
            .copied()
            .collect();
        let papers: u32 = four.iter().map(|cell| u32::from(cell.paper)).sum();
        let most = four.iter().max_by_key(|cell| cell.contrast);
        let (contrast, step) = most.map_or((0, 0), |cell| (cell.contrast, cell.step));
        PictureCell {
            paper: (papers / four.len().max(1) as u32) as u8,
            contrast,
            step,
        }
    };
    ((0..columns * rows).map(of).collect(), columns as u32)
}

#[cfg(test)]
mod tests;
