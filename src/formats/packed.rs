//! A small picture put aside with chroma subsampling: the brightness of every pixel, and the colour of every four.
//!
//! Three eighths of a raster's memory. Eyes see less of colour than of brightness, which is why most files are kept the
//! same way; what is grey comes back as it was.

use std::fmt;

use super::colour;
use super::raster::Raster;

/// Opaque pixels, not to be drawn before they are unpacked.
#[derive(Clone, PartialEq, Eq)]
pub struct PackedRaster {
    width: u32,
    height: u32,
    /// The brightness of all pixels, row by row. Then blue and red differences of each square of two by two pixels, row
    /// by row; the last ones of a row and the last row may be smaller. One block: it goes back to the system as a whole.
    samples: Box<[u8]>,
}

impl PackedRaster {
    /// Takes alpha as opaque.
    pub fn pack(raster: &Raster) -> Self {
        let (width, height) = raster.size();
        let (columns, rows) = (width.div_ceil(2) as usize, height.div_ceil(2) as usize);
        let mut samples = Vec::with_capacity(raster.pixels().len() + 2 * columns * rows);
        // One thing at a time, so that processors can work on many pixels at once.
        let rgb = |pixel: &u32| pixel.to_ne_bytes().map(i32::from);
        samples.extend(raster.pixels().iter().map(|pixel| {
            let [red, green, blue, _] = rgb(pixel);
            colour::brightness([red, green, blue])
        }));
        for two_rows in raster.pixels().chunks(2 * width as usize) {
            let (upper, lower) = two_rows.split_at(width as usize);
            for (at, pair) in upper.chunks(2).enumerate() {
                let below = lower.get(2 * at..2 * at + pair.len()).unwrap_or_default();
                let pixels = pair.iter().chain(below).map(rgb);
                let sum = |sums: [i32; 3], [red, green, blue, _]: [i32; 4]| {
                    [sums[0] + red, sums[1] + green, sums[2] + blue]
                };
                let count = (pair.len() + below.len()) as i32;
                samples.extend(colour::differences(pixels.fold([0; 3], sum), count));
            }
        }
        Self {
            width,
            height,
            samples: samples.into(),
        }
    }

    pub fn unpack(&self) -> Raster {
        let count = self.width as usize * self.height as usize;
        let (brightness, colours) = self.samples.split_at(count);
        let (colours, _) = colours.as_chunks();
        let columns = self.width.div_ceil(2) as usize;
        let mut pixels = Vec::with_capacity(count);
        for (y, row) in brightness.chunks_exact(self.width as usize).enumerate() {
            let colours = &colours[y / 2 * columns..][..columns];
            for (pair, differences) in row.chunks(2).zip(colours) {
                let added = colour::added(*differences);
                for brightness in pair {
                    let [red, green, blue] = colour::mixed(*brightness, added);
                    pixels.push(u32::from_ne_bytes([red, green, blue, u8::MAX]));
                }
            }
        }
        Raster::new(self.width, self.height, pixels).expect("as many pixels as were packed")
    }

    /// Memory that it takes, for cache budgets.
    pub fn byte_len(&self) -> usize {
        self.samples.len()
    }
}

impl fmt::Debug for PackedRaster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PackedRaster({}x{})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Raster {
        let pixels = (0..width * height)
            .map(|at| {
                let [red, green, blue] = colour(at % width, at / width);
                u32::from_ne_bytes([red, green, blue, u8::MAX])
            })
            .collect();
        Raster::new(width, height, pixels).expect("as many pixels as it says")
    }

    #[test]
    fn grey_comes_back_as_it_was() {
        for (width, height) in [(256, 3), (1, 1), (1, 7), (7, 1), (33, 9)] {
            let grey = raster(width, height, |x, y| [(x + 37 * y) as u8; 3]);
            assert_eq!(PackedRaster::pack(&grey).unpack(), grey);
        }
    }

    #[test]
    fn flat_colours_come_back_within_two_steps() {
        let steps = [0, 1, 63, 128, 200, 254, 255];
        for red in steps {
            for green in steps {
                for blue in steps {
                    let flat = raster(3, 3, |_, _| [red, green, blue]);
                    let back = PackedRaster::pack(&flat).unpack();
                    for (a, b) in flat.bytes().iter().zip(back.bytes()) {
                        assert!(a.abs_diff(*b) <= 2, "{red} {green} {blue}: {a} {b}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_square_has_its_own_colour_up_to_the_edge() {
        let colours = [[200, 30, 30], [20, 60, 200], [40, 150, 60]];
        let squares = raster(5, 5, |x, y| colours[((x / 2 + y / 2) % 3) as usize]);
        let back = PackedRaster::pack(&squares).unpack();
        for (a, b) in squares.bytes().iter().zip(back.bytes()) {
            assert!(a.abs_diff(*b) <= 2, "{a} {b}");
        }
    }

    #[test]
    fn it_takes_three_eighths_of_the_memory() {
        let picture = raster(320, 200, |x, y| [x as u8, y as u8, 0]);
        let packed = PackedRaster::pack(&picture);
        assert_eq!(packed.byte_len() * 8, picture.byte_len() * 3);
    }
}
