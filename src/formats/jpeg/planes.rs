//! Decodes a common JPEG, each of its components at the smallest size that is enough.
//!
//! Most of a file's data is passed over without being looked at closely: what is left of a block at an eighth of its size
//! is its mean.

use super::bits::{Bits, Scan};
use super::huffman::{Coefficient, IN_A_ROW, Table};
use super::parts::{Component, Parts};
use super::transform::{Block, Transform};

/// Brightness is decoded at no less than this many eighths of the wanted size, so that the filter that follows has
/// something to work with: with three halves, small print was off by more than 4 of 255.
const LEAST_EIGHTHS: u64 = 15;
/// The same for colour, which is kept coarser than brightness in most files anyway.
const LEAST_COLOUR_EIGHTHS: u64 = 8;

/// One component of the picture.
pub(super) struct Plane {
    /// Samples in a row, with those beyond the picture's edge.
    pub(super) stride: usize,
    /// Row by row, with rows beyond the picture's edge.
    pub(super) samples: Vec<u8>,
    /// How much of it is picture, in samples; the last ones may be so in part.
    pub(super) size: (f64, f64),
}

/// Brightness, or brightness and two colours. `None` if the file is damaged, of a rarer kind, or too small for this.
pub(super) fn decode(bytes: &[u8], wanted: (u32, u32), max_bytes: u64) -> Option<Vec<Plane>> {
    let parts = Parts::read(bytes)?;
    let mut components = Vec::with_capacity(parts.components.len());
    for (index, component) in parts.components.iter().enumerate() {
        let side = block_side(&parts, component, wanted, index == 0)?;
        components.push(Decoding::new(&parts, component, side, max_bytes)?);
    }
    let scan = Scan::read(bytes.get(parts.scan_at..)?)?;
    let (columns, rows) = parts.units();
    let count = columns * rows;
    let interval = match parts.restart_interval {
        0 => count,
        interval => interval,
    };
    if scan.len() != count.div_ceil(interval) {
        return None;
    }
    for (number, piece) in scan.pieces().enumerate() {
        let start = number * interval;
        let units = start..(start + interval).min(count);
        decode_piece(piece, units, columns, &mut components)?;
    }
    Some(components.into_iter().map(|it| it.plane).collect())
}

/// Samples on the side of a block: the fewest that are enough for `wanted`.
fn block_side(
    parts: &Parts,
    component: &Component,
    wanted: (u32, u32),
    is_brightness: bool,
) -> Option<usize> {
    let most = parts.most_blocks();
    let is_enough_of = |side: usize, size: u32, blocks: usize, most: usize, wanted: u32| {
        let eighths = if is_brightness {
            LEAST_EIGHTHS
        } else {
            LEAST_COLOUR_EIGHTHS
        };
        let samples = u64::from(size) * (8 * side * blocks) as u64;
        samples >= eighths * u64::from(wanted) * 8 * most as u64
    };
    let is_enough = |side: &usize| {
        is_enough_of(*side, parts.size.0, component.blocks.0, most.0, wanted.0)
            && is_enough_of(*side, parts.size.1, component.blocks.1, most.1, wanted.1)
    };
    let fraction = [1, 2, 3, 4].into_iter().find(is_enough);
    // A picture whose brightness is wanted whole gains nothing here.
    fraction.or((!is_brightness).then_some(8))
}

/// Decodes the units of one restart interval, `columns` of which are side by side in the picture.
fn decode_piece(
    piece: &[u8],
    units: std::ops::Range<usize>,
    columns: usize,
    components: &mut [Decoding<'_>],
) -> Option<()> {
    let mut bits = Bits::new(piece);
    for component in &mut *components {
        component.mean = 0;
    }
    let (mut column, mut row) = (units.start % columns, units.start / columns);
    for _ in units {
        for component in &mut *components {
            component.unit(&mut bits, column, row)?;
        }
        column += 1;
        if column == columns {
            // Early, because zeroes behind the end might go on for long.
            if bits.is_overrun() {
                return None;
            }
            (column, row) = (0, row + 1);
        }
    }
    (!bits.is_overrun()).then_some(())
}

/// One component on its way to samples.
struct Decoding<'a> {
    blocks: (usize, usize),
    transform: Transform,
    means: &'a Table,
    details: &'a Table,
    /// Of the last block, in its unit.
    mean: i32,
    block: Block,
    plane: Plane,
}

impl<'a> Decoding<'a> {
    fn new(parts: &'a Parts, component: &Component, side: usize, max_bytes: u64) -> Option<Self> {
        let (units, means, details) = parts.tables(component)?;
        let (blocks, most, count) = (component.blocks, parts.most_blocks(), parts.units());
        let stride = count.0 * blocks.0 * side;
        let rows = count.1 * blocks.1 * side;
        if (stride * rows) as u64 > max_bytes {
            return None;
        }
        let part = |whole: u32, blocks: usize, most: usize| {
            f64::from(whole) * (blocks * side) as f64 / (8 * most) as f64
        };
        Some(Self {
            blocks,
            transform: Transform::new(side, units),
            means,
            details,
            mean: 0,
            block: [0.0; _],
            plane: Plane {
                stride,
                samples: vec![0; stride * rows],
                size: (
                    part(parts.size.0, blocks.0, most.0),
                    part(parts.size.1, blocks.1, most.1),
                ),
            },
        })
    }

    fn unit(&mut self, bits: &mut Bits<'_>, column: usize, row: usize) -> Option<()> {
        for y in 0..self.blocks.1 {
            for x in 0..self.blocks.0 {
                let (column, row) = (column * self.blocks.0 + x, row * self.blocks.1 + y);
                self.block(bits, column, row)?;
            }
        }
        Some(())
    }

    fn block(&mut self, bits: &mut Bits<'_>, column: usize, row: usize) -> Option<()> {
        self.mean += self.means.difference(bits)?;
        // No picture has such means; adding them up must come to an end before the number does.
        i16::try_from(self.mean).ok()?;
        self.transform.put(&mut self.block, 0, self.mean);
        let is_flat = self.read_details(bits)?;
        let (side, stride) = (self.transform.side, self.plane.stride);
        let (rows, column) = (
            &mut self.plane.samples[row * side * stride..],
            column * side,
        );
        if is_flat {
            self.transform.write_flat(&self.block, rows, stride, column);
        } else {
            self.transform.write(&mut self.block, rows, stride, column);
        }
        Some(())
    }

    /// Whether there are none.
    fn read_details(&mut self, reader: &mut Bits<'_>) -> Option<bool> {
        // A copy of its own stays in registers.
        let mut bits = *reader;
        let mut at = 1;
        'refills: loop {
            bits.refill();
            for _ in 0..IN_A_ROW {
                if at >= self.transform.count {
                    break 'refills;
                }
                let coefficient = self.details.coefficient(&mut bits)?;
                let Coefficient::Value { zeroes, value } = coefficient else {
                    *reader = bits;
                    return Some(at == 1);
                };
                at += zeroes;
                if at > 63 {
                    return None;
                }
                self.transform.put(&mut self.block, at, value);
                at += 1;
            }
        }
        let is_flat = at == 1;
        self.details.pass_rest(&mut bits, at)?;
        *reader = bits;
        Some(is_flat)
    }
}
