//! Huffman codes of a scan, spread out so that one look tells a symbol, or all codes that can be passed over at once.

use super::bits::{Bits, REFILLED};

/// Bits that one look takes in for a symbol.
const SHORT_LOOK: u32 = 12;
/// The same for a code with its value, and for all codes at once: more find more, until the tables no longer fit beside
/// each other into a processor's nearest memory.
const LOOK: u32 = 14;
const LOOKS: usize = 1 << LOOK;

/// Looks for which one refill has bits enough. A coefficient that does not fit into one brings its own, and leaves as many
/// as there were.
pub(super) const IN_A_ROW: usize = (REFILLED / LOOK) as usize;

/// Sixteen zeroes. Every other symbol without a value ends its block.
const ZEROES: u8 = 0xF0;

/// One table of a file.
pub(super) struct HuffmanTable {
    /// By the next bits: length of the code, and its symbol. Length 0: the code is longer.
    short: Box<[(u8, u8)]>,
    /// By the next bits: a code with its value. Empty where codes are those of means.
    wholes: Box<[WholeCode]>,
    /// By the next bits: what can be passed over. Empty like the one before.
    skips: Box<[Skip]>,
    /// By length: the first 16 bits that do not begin with a code of this length or a shorter one.
    limits: [u32; 17],
    /// By length: what to add to a code to find its symbol.
    places: [i32; 17],
    symbols: Vec<u8>,
}

/// A code with its value.
#[derive(Clone, Copy, Default)]
struct WholeCode {
    value: i16,
    /// [`ENDS`] if the block ends here.
    zeroes: u8,
    /// 0: it does not fit into a look.
    bits: u8,
}

/// More zeroes than any code stands for.
const ENDS: u8 = 16;

/// Whole codes with their values, one after the other.
#[derive(Clone, Copy, Default)]
struct Skip {
    /// 0: not even one of them fits into a look.
    bits: u8,
    /// Of a block; its end counts as one, and as [`LAST`] more.
    coefficients: u8,
}

/// More than [`BLOCK`], and a bit of its own.
const LAST: u8 = 128;

/// Coefficients of a block.
const BLOCK: u8 = 64;

impl HuffmanTable {
    /// `counts` says how many codes there are of each length from 1 to 16. `None` if there is no room for them.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table = Self {
            short: vec![(0, 0); 1 << SHORT_LOOK].into(),
            wholes: Box::default(),
            skips: Box::default(),
            limits: [0; 17],
            places: [0; 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut place) = (0_u32, 0_usize);
        for (length, count) in (1..=16_u32).zip(counts) {
            table.places[length as usize] = place as i32 - code as i32;
            for symbol in symbols.get(place..place + usize::from(*count))? {
                if code >> length != 0 {
                    return None;
                }
                if length <= SHORT_LOOK {
                    let free = SHORT_LOOK - length;
                    let start = (code << free) as usize;
                    table.short[start..start + (1 << free)].fill((length as u8, *symbol));
                }
                code += 1;
            }
            place += usize::from(*count);
            table.limits[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// The same, ready for [`Self::coefficient`] and [`Self::pass_rest`].
    pub(super) fn for_details(mut self) -> Self {
        self.wholes = (0..LOOKS).map(|look| self.whole(look)).collect();
        self.skips = (0..LOOKS).map(|look| self.skip(look)).collect();
        self
    }

    fn whole(&self, look: usize) -> WholeCode {
        let (length, symbol) = self.short[look >> (LOOK - SHORT_LOOK)];
        let bits = u32::from(length + value_bits(symbol));
        if length == 0 || bits > LOOK {
            return WholeCode::default();
        }
        let stored = (look >> (LOOK - bits)) & ((1 << value_bits(symbol)) - 1);
        WholeCode {
            value: signed(stored as i32, value_bits(symbol).into()) as i16,
            zeroes: if ends_block(symbol) {
                ENDS
            } else {
                symbol >> 4
            },
            bits: bits as u8,
        }
    }

    fn skip(&self, look: usize) -> Skip {
        let mut skip = Skip::default();
        while skip.coefficients < LAST {
            let (length, symbol) = self.short[((look << skip.bits) % LOOKS) >> (LOOK - SHORT_LOOK)];
            let bits = skip.bits + length + value_bits(symbol);
            if length == 0 || u32::from(bits) > LOOK {
                break;
            }
            let is_end = ends_block(symbol);
            let coefficients = skip.coefficients + if is_end { 1 } else { (symbol >> 4) + 1 };
            if coefficients > BLOCK {
                break;
            }
            skip.bits = bits;
            skip.coefficients = coefficients + if is_end { LAST } else { 0 };
        }
        skip
    }

    /// The next symbol. `None` if no code begins like this.
    #[inline]
    pub(super) fn symbol(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let (length, symbol) = self.short[bits.peek(SHORT_LOOK)];
        if length > 0 {
            bits.pass(length.into());
            return Some(symbol);
        }
        self.long_symbol(bits)
    }

    #[cold]
    fn long_symbol(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let next = bits.peek(16) as u32;
        let length = (SHORT_LOOK + 1..=16).find(|length| next < self.limits[*length as usize])?;
        let code = (next >> (16 - length)) as i32;
        bits.pass(length);
        let place = usize::try_from(code + self.places[length as usize]).ok()?;
        self.symbols.get(place).copied()
    }

    /// How much the mean of a block differs from that of the block before. `None` if that is damaged.
    #[inline]
    pub(super) fn difference(&self, bits: &mut Bits<'_>) -> Option<i32> {
        bits.refill();
        match self.symbol(bits)? {
            size @ 0..=11 => Some(value(bits, size.into())),
            _ => None,
        }
    }

    /// The next coefficient: how many zeroes come before it, and its value. `None` if the file is damaged. It is
    /// one of at most [`IN_A_ROW`] after a refill.
    #[inline]
    pub(super) fn coefficient(&self, bits: &mut Bits<'_>) -> Option<Coefficient> {
        let whole = self.wholes[bits.peek(LOOK)];
        if whole.bits > 0 {
            bits.pass(whole.bits.into());
            if whole.zeroes == ENDS {
                return Some(Coefficient::End);
            }
            return Some(Coefficient::Value {
                zeroes: whole.zeroes.into(),
                value: whole.value.into(),
            });
        }
        self.rare_coefficient_aside(bits)
    }

    /// Of a copy, so that the reader itself needs no address and stays in registers.
    #[inline]
    fn rare_coefficient_aside(&self, bits: &mut Bits<'_>) -> Option<Coefficient> {
        let mut aside = *bits;
        let coefficient = self.rare_coefficient(&mut aside);
        *bits = aside;
        coefficient
    }

    /// Finds bits itself, and leaves [`REFILLED`] of them.
    #[inline(never)]
    fn rare_coefficient(&self, bits: &mut Bits<'_>) -> Option<Coefficient> {
        bits.refill();
        let symbol = self.symbol(bits)?;
        if ends_block(symbol) {
            return Some(Coefficient::End);
        }
        let value = value(bits, value_bits(symbol).into());
        bits.refill();
        Some(Coefficient::Value {
            zeroes: usize::from(symbol >> 4),
            value,
        })
    }

    /// Passes over the rest of a block of which `at` coefficients were read. `None` if that is damaged.
    #[inline]
    pub(super) fn pass_rest(&self, bits: &mut Bits<'_>, mut at: usize) -> Option<()> {
        let block = usize::from(BLOCK);
        loop {
            bits.refill();
            for _ in 0..IN_A_ROW {
                let skip = self.skips[bits.peek(LOOK)];
                let next = at + usize::from(skip.coefficients % LAST);
                // Beyond the block's end the look saw bits of the next one.
                if skip.bits == 0 || next > block {
                    if at >= block {
                        return (at == block).then_some(());
                    }
                    match self.rare_coefficient_aside(bits)? {
                        Coefficient::Value { zeroes, .. } => at += zeroes + 1,
                        Coefficient::End => return Some(()),
                    }
                    break;
                }
                bits.pass(skip.bits.into());
                if skip.coefficients >= LAST {
                    return Some(());
                }
                at = next;
            }
        }
    }
}

/// One of a block's coefficients but for the first.
pub(super) enum Coefficient {
    Value {
        zeroes: usize,
        value: i32,
    },
    /// All further ones are zero.
    End,
}

/// Bits behind the code of this symbol.
fn value_bits(symbol: u8) -> u8 {
    symbol & 0x0F
}

/// The next `size` bits, 0 to 15, as a value.
#[inline]
pub(super) fn value(bits: &mut Bits<'_>, size: u32) -> i32 {
    if size == 0 {
        return 0;
    }
    let stored = bits.peek(size) as i32;
    bits.pass(size);
    signed(stored, size)
}

/// A value of `size` bits. One that begins with 0 is negative.
#[inline]
fn signed(stored: i32, size: u32) -> i32 {
    if size > 0 && stored >> (size - 1) == 0 {
        stored - (1 << size) + 1
    } else {
        stored
    }
}

fn ends_block(symbol: u8) -> bool {
    value_bits(symbol) == 0 && symbol != ZEROES
}

#[cfg(test)]
mod tests {
    use super::super::bits::PADDING;
    use super::*;

    /// Codes 0, 10, 110, 1110, … of 1 to 16 bits.
    fn ladder(symbols: &[u8]) -> HuffmanTable {
        let mut counts = [0; 16];
        counts[..symbols.len()].fill(1);
        HuffmanTable::new(&counts, symbols)
            .expect("codes of rising length")
            .for_details()
    }

    fn bytes(bits: &str) -> Vec<u8> {
        let mut bits = bits.replace(' ', "");
        while !bits.len().is_multiple_of(8) {
            bits.push('0');
        }
        let digits = |at: usize| u8::from_str_radix(&bits[at..at + 8], 2).expect("binary digits");
        let mut bytes: Vec<u8> = (0..bits.len()).step_by(8).map(digits).collect();
        bytes.extend(PADDING);
        bytes
    }

    #[test]
    fn codes_of_every_length_are_found() {
        let symbols: Vec<u8> = (100..116).collect();
        let table = ladder(&symbols);
        let codes: String = (0..16).map(|ones| "1".repeat(ones) + "0").collect();
        let bytes = bytes(&codes);
        let mut bits = Bits::new(&bytes);
        for symbol in symbols {
            bits.refill();
            assert_eq!(table.symbol(&mut bits), Some(symbol));
        }
        assert!(!bits.is_overrun());
    }

    #[test]
    fn values_are_signed_as_the_standard_has_it() {
        let sizes = [1, 1, 2, 2, 2, 2, 3, 3];
        let values = [0, 1, 0, 1, 2, 3, 0, 7].into_iter().zip(sizes);
        let values: Vec<i32> = values.map(|(stored, size)| signed(stored, size)).collect();
        assert_eq!(values, [-1, 1, -3, -2, 2, 3, -7, 7]);
        assert_eq!(signed(0, 0), 0);
    }

    #[test]
    fn coefficients_are_the_same_in_one_look_and_in_two() {
        let symbols = [0x31, 0x05, ZEROES, 0x00, 0x2A];
        let table = ladder(&symbols);
        // The last one is longer than a look takes in.
        let bytes = bytes("0 1 10 00101 110 11110 0111111111 1110");
        let mut bits = Bits::new(&bytes);
        let mut read = Vec::new();
        bits.refill();
        while let Some(Coefficient::Value { zeroes, value }) = table.coefficient(&mut bits) {
            read.push((zeroes, value));
            bits.refill();
        }
        assert_eq!(read, [(3, 1), (0, -26), (15, 0), (2, -512)]);
        let mut again = Bits::new(&bytes);
        for expected in read {
            let Some(Coefficient::Value { zeroes, value }) = table.rare_coefficient(&mut again)
            else {
                unreachable!("it was one before");
            };
            assert_eq!((zeroes, value), expected);
        }
    }

    #[test]
    fn what_is_no_code_is_damage() {
        let table = ladder(&[1, 2, 3]);
        let bytes = bytes("1111 1111 1111 1111");
        let mut bits = Bits::new(&bytes);
        bits.refill();
        assert_eq!(table.symbol(&mut bits), None);
        let mut counts = [0; 16];
        counts[0] = 3;
        assert!(
            HuffmanTable::new(&counts, &[1, 2, 3]).is_none(),
            "three codes of one bit"
        );
        assert!(
            HuffmanTable::new(&[1; 16], &[1, 2, 3]).is_none(),
            "fewer symbols than codes"
        );
    }

    #[test]
    fn passing_over_reads_as_far_as_reading_does() {
        // A value of three bits after two zeroes, one of one bit, sixteen zeroes, the end.
        let table = ladder(&[0x23, 0x01, ZEROES, 0x00]);
        let block = "0 101 10 1 110 0 011 1110";
        let next = "10 0";
        let bytes = bytes(&format!("{block}{next}{next}"));
        for read_first in 0..4 {
            let mut bits = Bits::new(&bytes);
            let mut at = 1;
            bits.refill();
            for _ in 0..read_first {
                if let Some(Coefficient::Value { zeroes, .. }) = table.coefficient(&mut bits) {
                    at += zeroes + 1;
                }
            }
            table.pass_rest(&mut bits, at).expect("a whole block");
            bits.refill();
            assert_eq!(table.symbol(&mut bits), Some(0x01), "{read_first}");
        }
    }

    #[test]
    fn a_block_that_ends_full_ends_there() {
        // One bit of code and one of value for each of 63 coefficients; what follows is another block's.
        let table = ladder(&[0x01, 0x00]);
        let bytes = bytes(&("01".repeat(63) + "1 0 1"));
        let mut bits = Bits::new(&bytes);
        table.pass_rest(&mut bits, 1).expect("a full block");
        bits.refill();
        assert_eq!(bits.peek(4), 0b1010);
        let mut bits = Bits::new(&bytes);
        assert!(
            table.pass_rest(&mut bits, 2).is_some(),
            "the end comes in time"
        );
    }

    #[test]
    fn a_block_that_is_too_long_is_damage() {
        let table = ladder(&[ZEROES, 0x00]);
        let bytes = bytes("0000 0000");
        assert!(table.pass_rest(&mut Bits::new(&bytes), 1).is_none());
    }
}
