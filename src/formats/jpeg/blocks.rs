//! The blocks of one component as one scan after the other tells more of them.

use super::bits::{Bits, REFILLED};
use super::huffman::{self, Coefficient, HuffmanTable};

/// Coefficients of a block.
const BLOCK: usize = 64;

/// Means of eight bits are at most 1024 times their unit away from the middle. Damage makes them run away; what programs
/// make of coefficients without decoding them does not, or not so far.
const MOST_MEAN: u16 = 2048;

/// How far from the middle a mean may be with this unit.
pub(super) fn most_mean(unit: u16) -> i32 {
    (MOST_MEAN / unit.max(1) + 2).into()
}

/// What a scan has of each block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    Sequential,
    /// Means without their last bits, of which there are so many.
    Means(u32),
    /// This one bit of means.
    MeansBit(u32),
    Details {
        first: usize,
        last: usize,
        low: u32,
    },
    DetailsBit {
        first: usize,
        last: usize,
        low: u32,
    },
}

impl Pass {
    /// From a scan's last three bytes. `None` if there is no such scan.
    pub(super) fn progressive(first: u8, last: u8, bits: u8) -> Option<Self> {
        let (high, low) = (bits >> 4, u32::from(bits & 0x0F));
        if low > 13 || (high != 0 && u32::from(high) != low + 1) {
            return None;
        }
        let (first, last) = (usize::from(first), usize::from(last));
        match (first, high) {
            (0, _) if last != 0 => None,
            (0, 0) => Some(Self::Means(low)),
            (0, _) => Some(Self::MeansBit(low)),
            _ if last < first || last >= BLOCK => None,
            (_, 0) => Some(Self::Details { first, last, low }),
            _ => Some(Self::DetailsBit { first, last, low }),
        }
    }

    pub(super) fn is_of_one_component(self) -> bool {
        matches!(self, Self::Details { .. } | Self::DetailsBit { .. })
    }
}

pub(super) struct Blocks {
    /// Blocks in a row.
    pub(super) stride: usize,
    /// Coefficients that are kept of each block, in the order of a file.
    pub(super) kept: usize,
    pub(super) values: Vec<i16>,
    /// Of a progressive picture: a bit for each coefficient of a block that is not zero.
    known: Vec<u64>,
    /// By coefficient: how many of its last bits are still to come; `None` before its first scan.
    missing: [Option<u32>; BLOCK],
    /// Of the last block.
    mean: i32,
    most_mean: i32,
    /// So many blocks to come are not in the data: nothing is new in them.
    run: u32,
}

impl Blocks {
    pub(super) fn new(stride: usize, count: usize, kept: usize, is_progressive: bool) -> Self {
        Self {
            stride,
            kept,
            values: vec![0; count * kept],
            known: vec![0; if is_progressive { count } else { 0 }],
            missing: [None; BLOCK],
            mean: 0,
            most_mean: 0,
            run: 0,
        }
    }

    /// Memory that so many blocks take.
    pub(super) fn bytes(count: usize, kept: usize, is_progressive: bool) -> u64 {
        let known = if is_progressive { size_of::<u64>() } else { 0 };
        (count * (kept * size_of::<i16>() + known)) as u64
    }

    /// Whether all bits of all coefficients came.
    pub(super) fn is_complete(&self) -> bool {
        self.missing.iter().all(|it| *it == Some(0))
    }

    /// Before a scan with means: their unit.
    pub(super) fn begin(&mut self, unit: u16) {
        self.most_mean = most_mean(unit);
    }

    pub(super) fn restart(&mut self) {
        (self.mean, self.run) = (0, 0);
    }

    /// Takes note of a scan that was read to its end.
    pub(super) fn learn(&mut self, pass: &Pass) {
        match *pass {
            Pass::Sequential => self.missing = [Some(0); BLOCK],
            Pass::Means(low) | Pass::MeansBit(low) => self.missing[0] = Some(low),
            Pass::Details { first, last, low } | Pass::DetailsBit { first, last, low } => {
                self.missing[first..=last].fill(Some(low));
            }
        }
    }

    /// Reads what a scan has of the block in this column and row. `None` if it is damaged.
    #[inline]
    pub(super) fn read(
        &mut self,
        column: usize,
        row: usize,
        pass: &Pass,
        means: Option<&HuffmanTable>,
        details: Option<&HuffmanTable>,
        bits: &mut Bits<'_>,
    ) -> Option<()> {
        let at = row * self.stride + column;
        match *pass {
            Pass::Sequential => self.sequential(at, means?, details?, bits),
            Pass::Means(low) => {
                let mean = self.next_mean(means?, low, bits)?;
                self.put(at, 0, mean);
                Some(())
            }
            Pass::MeansBit(low) => {
                bits.refill();
                self.add(at, 0, (bits.peek(1) as i32) << low);
                bits.pass(1);
                Some(())
            }
            Pass::Details { first, last, low } => {
                self.details(at, first..=last, low, details?, bits)
            }
            Pass::DetailsBit { first, last, low } => {
                self.details_bit(at, first, last, low, details?, bits)
            }
        }
    }

    fn next_mean(&mut self, means: &HuffmanTable, low: u32, bits: &mut Bits<'_>) -> Option<i32> {
        self.mean += means.difference(bits)? << low;
        (self.mean.abs() <= self.most_mean).then_some(self.mean)
    }

    #[inline]
    fn put(&mut self, block: usize, at: usize, value: i32) {
        if at < self.kept {
            self.values[block * self.kept + at] = value as i16;
        }
    }

    #[inline]
    fn add(&mut self, block: usize, at: usize, value: i32) {
        if at < self.kept {
            let old = &mut self.values[block * self.kept + at];
            *old = old.wrapping_add(value as i16);
        }
    }

    fn sequential(
        &mut self,
        block: usize,
        means: &HuffmanTable,
        details: &HuffmanTable,
        bits: &mut Bits<'_>,
    ) -> Option<()> {
        let mean = self.next_mean(means, 0, bits)?;
        self.put(block, 0, mean);
        let mut at = 1;
        while at < self.kept {
            bits.refill();
            let Coefficient::Value { zeroes, value } = details.coefficient(bits)? else {
                return Some(());
            };
            at += zeroes;
            if at >= BLOCK {
                return None;
            }
            self.put(block, at, value);
            at += 1;
        }
        details.pass_rest(bits, at)
    }

    fn details(
        &mut self,
        block: usize,
        places: std::ops::RangeInclusive<usize>,
        low: u32,
        details: &HuffmanTable,
        bits: &mut Bits<'_>,
    ) -> Option<()> {
        if self.run > 0 {
            self.run -= 1;
            return Some(());
        }
        let (mut at, last) = places.into_inner();
        while at <= last {
            bits.refill();
            let symbol = details.symbol(bits)?;
            let (zeroes, size) = (symbol >> 4, u32::from(symbol & 0x0F));
            if size == 0 && zeroes < 15 {
                self.run = run(zeroes.into(), bits) - 1;
                break;
            }
            at += usize::from(zeroes);
            if at > last {
                return None;
            }
            if size > 0 {
                let value = huffman::value(bits, size);
                self.known[block] |= 1 << at;
                self.put(block, at, value << low);
            }
            at += 1;
        }
        Some(())
    }

    fn details_bit(
        &mut self,
        block: usize,
        first: usize,
        last: usize,
        low: u32,
        details: &HuffmanTable,
        bits: &mut Bits<'_>,
    ) -> Option<()> {
        let mut at = first;
        if self.run == 0 {
            while at <= last {
                bits.refill();
                let symbol = details.symbol(bits)?;
                let (mut zeroes, size) = (symbol >> 4, symbol & 0x0F);
                let mut value = 0;
                match size {
                    0 if zeroes < 15 => {
                        self.run = run(zeroes.into(), bits);
                        break;
                    }
                    0 => {}
                    1 => value = huffman::value(bits, 1),
                    _ => return None,
                }
                // Over so many that are still zero; all others on the way get their bit.
                while at <= last {
                    if self.known[block] >> at & 1 == 1 {
                        self.add_bit(block, at, low, bits);
                    } else if zeroes == 0 {
                        break;
                    } else {
                        zeroes -= 1;
                    }
                    at += 1;
                }
                if value != 0 {
                    if at > last {
                        return None;
                    }
                    self.known[block] |= 1 << at;
                    self.put(block, at, value << low);
                }
                at += 1;
            }
        }
        if self.run > 0 {
            self.run -= 1;
            self.add_bits(block, at, last, low, bits);
        }
        Some(())
    }

    /// One more bit for each of these that is not zero.
    fn add_bits(&mut self, block: usize, first: usize, last: usize, low: u32, bits: &mut Bits<'_>) {
        let kept = self.kept.max(first).min(last + 1);
        for at in first..kept {
            if self.known[block] >> at & 1 == 1 {
                self.add_bit(block, at, low, bits);
            }
        }
        if kept > last {
            return;
        }
        let rest = self.known[block] >> kept << kept << (BLOCK - 1 - last);
        let mut count = rest.count_ones();
        while count > 0 {
            bits.refill();
            let some = count.min(REFILLED);
            bits.pass(some);
            count -= some;
        }
    }

    #[inline]
    fn add_bit(&mut self, block: usize, at: usize, low: u32, bits: &mut Bits<'_>) {
        bits.refill();
        let is_set = bits.peek(1) == 1;
        bits.pass(1);
        if is_set && at < self.kept {
            let value = &mut self.values[block * self.kept + at];
            let bit: i16 = if *value < 0 { -1 } else { 1 };
            *value = value.wrapping_add(bit << low);
        }
    }
}

/// Blocks that end here and now, this one included. Its number has so many bits behind its first one.
fn run(size: u32, bits: &mut Bits<'_>) -> u32 {
    let more = if size == 0 { 0 } else { bits.peek(size) as u32 };
    bits.pass(size);
    (1 << size) + more
}
