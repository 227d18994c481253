//! From frequencies to samples at a fraction of the size: of each block of 8×8 the lowest n×n frequencies become n×n
//! samples, as if a good filter had shrunk the block.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Column and row of each coefficient in the order of a file.
const ZIGZAG: [(usize, usize); 64] = zigzag();

const fn zigzag() -> [(usize, usize); 64] {
    let mut order = [(0, 0); 64];
    let (mut x, mut y, mut at) = (0, 0, 0);
    while at < 64 {
        order[at] = (x, y);
        let is_rising = (x + y) % 2 == 0;
        match (is_rising, x, y) {
            (true, 7, _) | (false, 0, ..7) => y += 1,
            (true, _, 0) | (false, _, 7) => x += 1,
            (true, ..) => {
                x += 1;
                y -= 1;
            }
            (false, ..) => {
                x -= 1;
                y += 1;
            }
        }
        at += 1;
    }
    order
}

/// Frequencies of one block, row by row, each row as long as [`row`] says, and one place more for those that are not
/// wanted.
pub(super) type Block = [f32; UNWANTED as usize + 1];
const UNWANTED: u8 = 64;

/// Places in a row of a block with so many samples on its side: processors work on four or eight at once, and not on two
/// or three. What is too much stays zero.
const fn row(side: usize) -> usize {
    if side <= 4 { 4 } else { 8 }
}

/// Makes samples of one component's blocks.
pub(super) struct Transform {
    /// Samples on a block's side: 1, 2, 3, 4 or 8.
    pub(super) side: usize,
    /// Coefficients of a block that are looked at, in the order of a file.
    pub(super) count: usize,
    /// By the order of a file: where a coefficient goes, and its unit.
    steps: [(u8, f32); 64],
    /// By frequency: its wave, sample by sample.
    waves: [[f32; 8]; 8],
}

impl Transform {
    /// `units` of the coefficients are in the order of a file.
    pub(super) fn new(side: usize, units: &[u16; 64]) -> Self {
        let mut steps = [(UNWANTED, 0.0); 64];
        let mut count = 0;
        for (at, (x, y)) in ZIGZAG.into_iter().enumerate() {
            if x < side && y < side {
                steps[at] = ((y * row(side) + x) as u8, f32::from(units[at]));
                count = at + 1;
            }
        }
        Self {
            side,
            count,
            steps,
            waves: waves(side),
        }
    }

    #[inline]
    pub(super) fn put(&self, block: &mut Block, at: usize, value: i32) {
        let (place, unit) = self.steps[at];
        block[usize::from(place)] = value as f32 * unit;
    }

    /// Writes the block's samples to the first rows of `rows`, from `column` on, and empties the block for the next.
    #[inline]
    pub(super) fn write(&self, block: &mut Block, rows: &mut [u8], stride: usize, column: usize) {
        match self.side {
            1 => rows[column] = flat(block),
            2 => self.write_sized::<2, 4>(block, rows, stride, column),
            3 => self.write_sized::<3, 4>(block, rows, stride, column),
            4 => self.write_sized::<4, 4>(block, rows, stride, column),
            _ => self.write_sized::<8, 8>(block, rows, stride, column),
        }
    }

    fn write_sized<const N: usize, const ROW: usize>(
        &self,
        block: &mut Block,
        rows: &mut [u8],
        stride: usize,
        column: usize,
    ) {
        const { assert!(ROW == row(N)) };
        // Samples across, frequencies still down.
        let mut across = [[0.0_f32; ROW]; N];
        for (frequencies, samples) in block.chunks_exact_mut(ROW).zip(&mut across) {
            for (frequency, wave) in frequencies[..N].iter().zip(&self.waves) {
                for (sample, height) in samples.iter_mut().zip(wave) {
                    *sample += frequency * height;
                }
            }
            frequencies.fill(0.0);
        }
        for y in 0..N {
            let mut samples = [MIDDLE; ROW];
            for (across, wave) in across.iter().zip(&self.waves) {
                for (sample, across) in samples.iter_mut().zip(across) {
                    *sample += across * wave[y];
                }
            }
            let start = y * stride + column;
            rows[start..start + N].copy_from_slice(&samples.map(byte)[..N]);
        }
    }

    /// The same for a block that has its mean alone.
    #[inline]
    pub(super) fn write_flat(&self, block: &Block, rows: &mut [u8], stride: usize, column: usize) {
        let mean = flat(block);
        match self.side {
            1 => rows[column] = mean,
            2 => fill::<2>(mean, rows, stride, column),
            3 => fill::<3>(mean, rows, stride, column),
            4 => fill::<4>(mean, rows, stride, column),
            _ => fill::<8>(mean, rows, stride, column),
        }
    }
}

/// Of a size known here, so that it is a few moves and no call.
fn fill<const N: usize>(mean: u8, rows: &mut [u8], stride: usize, column: usize) {
    for y in 0..N {
        let start = y * stride + column;
        rows[start..start + N].copy_from_slice(&[mean; N]);
    }
}

/// Samples are stored around 128.
const MIDDLE: f32 = 128.0;

/// From here on numbers of this kind have no fraction, and their last bits are the number.
const WHOLE: f32 = 8_388_608.0;

/// To the nearest whole number, without the many checks of a cast.
#[inline]
fn byte(sample: f32) -> u8 {
    (sample.clamp(0.0, 255.0) + WHOLE).to_bits() as u8
}

/// The mean of a block.
fn flat(block: &Block) -> u8 {
    byte(block[0] / 8.0 + MIDDLE)
}

/// Waves of the first `side` frequencies in as many samples, so high that a mean stays what it is at every size.
fn waves(side: usize) -> [[f32; 8]; 8] {
    let mut waves = [[0.0; 8]; 8];
    for (frequency, wave) in waves.iter_mut().take(side).enumerate() {
        let height = if frequency == 0 { FRAC_1_SQRT_2 } else { 1.0 } / 2.0;
        for (x, sample) in wave.iter_mut().take(side).enumerate() {
            let phase = (2 * x + 1) as f64 * frequency as f64 * PI / (2 * side) as f64;
            *sample = (height * phase.cos()) as f32;
        }
    }
    waves
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples of a block at this size, row by row.
    fn samples(side: usize, block: &Block) -> Vec<u8> {
        let mut rows = vec![0; side * side];
        let mut block = *block;
        Transform::new(side, &[1; 64]).write(&mut block, &mut rows, side, 0);
        assert!(side == 1 || block[..side * row(side)].iter().all(|it| *it == 0.0));
        rows
    }

    #[test]
    fn the_order_of_a_file_is_the_standards() {
        let begins = [
            (0, 0),
            (1, 0),
            (0, 1),
            (0, 2),
            (1, 1),
            (2, 0),
            (3, 0),
            (2, 1),
        ];
        assert_eq!(ZIGZAG[..8], begins);
        assert_eq!(ZIGZAG[24], (3, 3));
        assert_eq!(ZIGZAG[35..37], [(0, 7), (1, 7)][..]);
        assert_eq!(ZIGZAG[63], (7, 7));
        let mut places = ZIGZAG.to_vec();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 64);
    }

    #[test]
    fn a_mean_is_the_same_at_every_size() {
        let mut block = [0.0; 65];
        for (mean, colour) in [
            (-2000.0, 0),
            (-1024.0, 0),
            (-400.0, 78),
            (0.0, 128),
            (800.0, 228),
            (9000.0, 255),
        ] {
            block[0] = mean;
            for side in [1, 2, 3, 4, 8] {
                assert_eq!(samples(side, &block), vec![colour; side * side]);
                let mut rows = vec![0; side * side];
                Transform::new(side, &[1; 64]).write_flat(&block, &mut rows, side, 0);
                assert_eq!(rows, vec![colour; side * side]);
            }
        }
    }

    #[test]
    fn a_slope_runs_the_way_it_did() {
        for side in [2, 3, 4, 8] {
            let mut block = [0.0; 65];
            block[1] = 300.0;
            let rows = samples(side, &block);
            assert!(rows[..side].is_sorted_by(|a, b| a > b), "{rows:?}");
            assert!(rows.chunks(side).all(|row| row == &rows[..side]));
            block[1] = 0.0;
            block[row(side)] = 300.0;
            let columns = samples(side, &block);
            let first: Vec<u8> = columns.iter().step_by(side).copied().collect();
            assert_eq!(first, rows[..side]);
        }
    }

    #[test]
    fn only_frequencies_that_fit_are_looked_at() {
        let counts = [1, 2, 3, 4, 8].map(|side| Transform::new(side, &[1; 64]).count);
        assert_eq!(counts, [1, 5, 13, 25, 64]);
        let transform = Transform::new(2, &[3; 64]);
        let mut block = [0.0; 65];
        transform.put(&mut block, 3, 7);
        let kept = |block: &Block| block[..8].iter().map(|it| *it as i32).collect::<Vec<_>>();
        assert_eq!(kept(&block), [0; 8], "the third of a column has no place");
        transform.put(&mut block, 4, 7);
        assert_eq!(kept(&block), [0, 0, 0, 0, 0, 21, 0, 0]);
    }
}
