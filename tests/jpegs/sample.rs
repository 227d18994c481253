//! A file of this folder and what is known of it.

use std::fmt;
use std::fs;
use std::path::Path;

use invoice_lens::formats::{DecodeJob, Decoded, FormatError, Limits, Pixels, Raster, decode};

/// Cells beside and above each other.
const CELLS: (u32, u32) = (6, 4);

pub struct Sample {
    name: String,
    pub size: (u32, u32),
    pub bytes: Vec<u8>,
    /// Red, green and blue of each cell.
    means: Vec<f64>,
}

impl Sample {
    pub const VALUES: &str = include_str!("values.txt");

    fn read(line: &str) -> Self {
        let mut words = line.split(' ');
        let mut word = || words.next().expect("name, size and cells");
        let (name, size, cells) = (word(), word(), word());
        let (width, height) = size.split_once('x').expect("width and height");
        let number = |digits: &str| digits.parse().expect("a number");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jpegs");
        let mean = |at: usize| u8::from_str_radix(&cells[at..at + 2], 16).expect("two digits");
        Self {
            name: name.to_owned(),
            size: (number(width), number(height)),
            bytes: fs::read(folder.join(name).with_extension("jpg")).expect("beside its values"),
            means: (0..cells.len())
                .step_by(2)
                .map(mean)
                .map(f64::from)
                .collect(),
        }
    }

    /// Whether it is of a kind that is not shown here.
    pub fn is_refused(&self) -> bool {
        self.name.starts_with("arithmetic")
    }

    pub fn is_grey(&self) -> bool {
        self.name.starts_with("grey")
    }

    /// How far the cells of a raster are off, of 255: the one that is most, and all on average.
    pub fn difference(&self, raster: &Raster) -> (f64, f64) {
        let (width, height) = raster.size();
        let mut cells = vec![[0.0; 4]; (CELLS.0 * CELLS.1) as usize];
        for y in 0..height {
            for x in 0..width {
                let cell = y * CELLS.1 / height * CELLS.0 + x * CELLS.0 / width;
                let pixel = raster.rgba(x, y).expect("inside");
                // The last channel counts the pixels.
                for (sum, sample) in cells[cell as usize].iter_mut().zip(pixel) {
                    *sum += f64::from(sample);
                }
            }
        }
        let (expected, _) = self.means.as_chunks::<3>();
        assert_eq!(expected.len(), cells.len(), "{self}");
        let (mut worst, mut sum, mut count) = (0.0_f64, 0.0, 0);
        // A low thumbnail has fewer rows than there are of cells.
        let filled = cells.iter().zip(expected).filter(|(cell, _)| cell[3] > 0.0);
        for (cell, expected) in filled {
            for (found, expected) in cell.iter().zip(expected) {
                let difference = (found / (cell[3] / 255.0) - expected).abs();
                worst = worst.max(difference);
                sum += difference;
                count += 1;
            }
        }
        (worst, sum / f64::from(count))
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

pub fn samples() -> Vec<Sample> {
    Sample::VALUES.lines().map(Sample::read).collect()
}

pub fn decoded(bytes: &[u8], want: Pixels) -> Result<Decoded, FormatError> {
    decode(&DecodeJob {
        bytes: bytes.into(),
        want,
        limits: Limits::default(),
    })
}
