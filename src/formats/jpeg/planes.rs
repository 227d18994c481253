//! Decodes a common JPEG, each of its components at the smallest size that is enough.
//!
//! Most of a file's data is passed over without being looked at closely: what is left of a block at an eighth of its size
//! is its mean.

use super::bits::{Bits, Scan};
use super::blocks::most_mean;
use super::frame::{Component, JpegFrame};
use super::huffman::{Coefficient, HuffmanTable, IN_A_ROW};
use super::parts::{self, Parts};
use super::scans;
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
        let grid = BlockGrid {
            size: parts.size,
            blocks: component.blocks,
            most_blocks: parts.most_blocks(),
        };
        let side = grid.block_side(wanted, index == 0)?;
        components.push(Decoding::new(&parts, component, side, &grid, max_bytes)?);
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

/// The same of a file whose components, or bits of them, are in several scans.
pub(super) fn decode_scans(bytes: &[u8], wanted: (u32, u32), max_bytes: u64) -> Option<Vec<Plane>> {
    let side = |frame: &JpegFrame, component: &Component| {
        let is_brightness = frame.components.first() == Some(component);
        BlockGrid::of(frame, component).block_side(wanted, is_brightness)
    };
    let keep = |frame: &JpegFrame, component: &Component| {
        Some(Transform::new(side(frame, component)?, &[1; 64]).count)
    };
    let scans = scans::read(bytes, keep, max_bytes)?;
    if !scans.has_usual_colours {
        return None;
    }
    let (_, rows) = scans.frame.units();
    let mut planes = Vec::with_capacity(scans.blocks.len());
    for (component, blocks) in scans.frame.components.iter().zip(&scans.blocks) {
        let units = scans.quantisation.get(component.quantisation)?.as_ref()?;
        let transform = Transform::new(side(&scans.frame, component)?, units);
        let grid = BlockGrid::of(&scans.frame, component);
        let extent = (blocks.stride, rows * component.blocks.1);
        let mut plane = grid.plane(transform.side, extent, max_bytes)?;
        let mut block: Block = [0.0; _];
        for (index, values) in blocks.values.chunks_exact(blocks.kept).enumerate() {
            let (column, row) = (index % blocks.stride, index / blocks.stride);
            for (at, value) in values.iter().enumerate() {
                transform.put(&mut block, at, (*value).into());
            }
            let samples = &mut plane.samples[row * transform.side * plane.stride..];
            transform.write(&mut block, samples, plane.stride, column * transform.side);
        }
        planes.push(plane);
    }
    Some(planes)
}

/// How the blocks of a component lie in the picture.
struct BlockGrid {
    /// Of the picture, in pixels.
    size: (u32, u32),
    blocks: (usize, usize),
    most_blocks: (usize, usize),
}

impl BlockGrid {
    fn of(frame: &JpegFrame, component: &Component) -> Self {
        Self {
            size: (frame.width, frame.height),
            blocks: component.blocks,
            most_blocks: frame.most_blocks(),
        }
    }

    /// Samples on the side of a block: the fewest that are enough for `wanted`.
    fn block_side(&self, wanted: (u32, u32), is_brightness: bool) -> Option<usize> {
        let is_enough_of = |side: usize, size: u32, blocks: usize, most: usize, wanted: u32| {
            let eighths = if is_brightness {
                LEAST_EIGHTHS
            } else {
                LEAST_COLOUR_EIGHTHS
            };
            let samples = u64::from(size) * (8 * side * blocks) as u64;
            samples >= eighths * u64::from(wanted) * 8 * most as u64
        };
        let (blocks, most) = (self.blocks, self.most_blocks);
        let is_enough = |side: &usize| {
            is_enough_of(*side, self.size.0, blocks.0, most.0, wanted.0)
                && is_enough_of(*side, self.size.1, blocks.1, most.1, wanted.1)
        };
        let fraction = [1, 2, 3, 4].into_iter().find(is_enough);
        // A picture whose brightness is wanted whole gains nothing here.
        fraction.or((!is_brightness).then_some(8))
    }

    /// An empty one for so many blocks beside and above each other, each `side` samples long and high.
    fn plane(&self, side: usize, blocks: (usize, usize), max_bytes: u64) -> Option<Plane> {
        let (stride, rows) = (blocks.0 * side, blocks.1 * side);
        if (stride * rows) as u64 > max_bytes {
            return None;
        }
        let part = |whole: u32, blocks: usize, most: usize| {
            f64::from(whole) * (blocks * side) as f64 / (8 * most) as f64
        };
        Some(Plane {
            stride,
            samples: vec![0; stride * rows],
            size: (
                part(self.size.0, self.blocks.0, self.most_blocks.0),
                part(self.size.1, self.blocks.1, self.most_blocks.1),
            ),
        })
    }
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
    bits.is_at_end().then_some(())
}

/// One component on its way to samples.
struct Decoding<'a> {
    blocks: (usize, usize),
    transform: Transform,
    means: &'a HuffmanTable,
    details: &'a HuffmanTable,
    /// Of the last block, in its unit.
    mean: i32,
    most_mean: i32,
    block: Block,
    plane: Plane,
}

impl<'a> Decoding<'a> {
    fn new(
        parts: &'a Parts,
        component: &parts::CodedComponent,
        side: usize,
        grid: &BlockGrid,
        max_bytes: u64,
    ) -> Option<Self> {
        let (units, means, details) = parts.tables(component)?;
        let (blocks, count) = (component.blocks, parts.units());
        let extent = (count.0 * blocks.0, count.1 * blocks.1);
        Some(Self {
            blocks,
            transform: Transform::new(side, units),
            means,
            details,
            mean: 0,
            most_mean: most_mean(units[0]),
            block: [0.0; _],
            plane: grid.plane(side, extent, max_bytes)?,
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
        if self.mean.abs() > self.most_mean {
            return None;
        }
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
