//! Samples of 1 to 16 bits as bytes: shades from 0 to 255, or places in a palette as they are.

use super::directory::ByteOrder;

/// How samples lie in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shades {
    pub(super) bits: usize,
    pub(super) order: ByteOrder,
    /// In a pixel of the row.
    pub(super) in_row: usize,
    /// Samples of a pixel that are taken, from the first on.
    pub(super) taken: usize,
    /// Small numbers stay what they are.
    pub(super) are_places: bool,
}

impl Shades {
    /// Writes what is taken of every pixel into `pixels`, whose pixels have `stride` samples, from the sample `first` on.
    pub(super) fn spread(&self, row: &[u8], pixels: &mut [u8], stride: usize, first: usize) {
        match self.bits {
            8 if stride == self.in_row && first == 0 => {
                pixels.copy_from_slice(&row[..pixels.len()]);
            }
            8 => self.each(pixels, stride, first, |index| row[index]),
            16 => self.each(pixels, stride, first, |index| {
                let wide = self.order.number(&row[2 * index..2 * index + 2]) as u32;
                ((wide * 255 + 32_767) / 65_535) as u8
            }),
            bits => {
                let most = (1_u32 << bits) - 1;
                let is_kept = self.are_places;
                self.each(pixels, stride, first, |index| {
                    let value = bits_at(row, index * bits, bits);
                    (if is_kept {
                        value
                    } else {
                        (value * 255 + most / 2) / most
                    }) as u8
                });
            }
        }
    }

    fn each(&self, pixels: &mut [u8], stride: usize, first: usize, at: impl Fn(usize) -> u8) {
        for (index, pixel) in pixels.chunks_exact_mut(stride).enumerate() {
            for (sample, out) in pixel[first..first + self.taken].iter_mut().enumerate() {
                *out = at(index * self.in_row + sample);
            }
        }
    }
}

/// Up to 16 bits, the highest first.
fn bits_at(row: &[u8], at: usize, count: usize) -> u32 {
    let byte = |index: usize| u32::from(row.get(index).copied().unwrap_or_default());
    let first = at / 8;
    let three = byte(first) << 16 | byte(first + 1) << 8 | byte(first + 2);
    (three << (8 + at % 8)) >> (32 - count)
}

/// Undoes the differences of a row's samples from those to their left, `in_row` to a pixel.
pub(super) fn add_up(row: &mut [u8], bits: usize, in_row: usize, order: ByteOrder) {
    if bits == 8 {
        for at in in_row..row.len() {
            row[at] = row[at].wrapping_add(row[at - in_row]);
        }
        return;
    }
    let step = 2 * in_row;
    for at in (step..row.len().saturating_sub(1)).step_by(2) {
        let number = |at: usize| order.number(&row[at..at + 2]) as u16;
        let sum = number(at).wrapping_add(number(at - step));
        let digits = match order {
            ByteOrder::Big => sum.to_be_bytes(),
            ByteOrder::Little => sum.to_le_bytes(),
        };
        row[at..at + 2].copy_from_slice(&digits);
    }
}
