//! The data of a scan: freed of what keeps it apart from markers, then read bit by bit.

use super::RESTARTS;

/// Behind each piece, so that reading needs no look for its end.
pub(super) const PADDING: [u8; 8] = [0; 8];

/// One piece for each restart interval, one after the other.
pub(super) struct Scan {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Bytes up to the marker that ends the data.
    pub(super) length: usize,
}

impl Scan {
    /// From the first byte of a scan's data to the next marker that is no restart. `None` if there is none, or if
    /// restarts are out of order.
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let mut scan = Self {
            bytes: Vec::with_capacity(data.len() + PADDING.len()),
            ends: Vec::new(),
            length: 0,
        };
        let mut at = 0;
        loop {
            at = scan.take_plain(data, at);
            match data.get(at + 1)? {
                0x00 => {
                    scan.bytes.push(0xFF);
                    at += 2;
                }
                0xFF => at += 1,
                marker if RESTARTS.contains(marker) => {
                    if usize::from(marker - RESTARTS.start()) != scan.ends.len() % 8 {
                        return None;
                    }
                    scan.end_piece();
                    at += 2;
                }
                _ => {
                    scan.end_piece();
                    scan.length = at;
                    return Some(scan);
                }
            }
        }
    }

    /// Takes in what comes before the next byte 0xFF; where that is.
    fn take_plain(&mut self, data: &[u8], at: usize) -> usize {
        let rest = data.get(at..).unwrap_or_default();
        let length = memchr::memchr(0xFF, rest);
        let plain = &rest[..length.unwrap_or(rest.len())];
        self.bytes.extend_from_slice(plain);
        at + plain.len()
    }

    fn end_piece(&mut self) {
        self.bytes.extend(PADDING);
        self.ends.push(self.bytes.len());
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// In order, each with [`PADDING`].
    pub(super) fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.bytes[*start..*end])
    }
}

/// Bits that are ready after a refill.
pub(super) const REFILLED: u32 = 56;

/// Reads one piece of a scan. Behind its end there are zeroes.
#[derive(Clone, Copy)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The next bits from the highest down.
    next: u64,
    /// How many of them count.
    left: u32,
}

impl<'a> Bits<'a> {
    /// `bytes` are followed by [`PADDING`].
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            next: 0,
            left: 0,
        }
    }

    /// Makes at least [`REFILLED`] bits ready.
    #[inline]
    pub(super) fn refill(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some(eight) = rest.first_chunk::<8>() {
            self.next |= u64::from_be_bytes(*eight) >> self.left;
        }
        // Bits of a byte that does not fit as a whole come again with the next eight, at the same place.
        self.at += (63 - self.left as usize) / 8;
        self.left |= 0b11_1000;
    }

    /// The next `count` bits, 1 to 16.
    #[inline]
    pub(super) fn peek(&self, count: u32) -> usize {
        (self.next >> (64 - count)) as usize
    }

    #[inline]
    pub(super) fn pass(&mut self, count: u32) {
        self.next <<= count;
        self.left -= count;
    }

    /// Whether more was read than there is.
    pub(super) fn is_overrun(&self) -> bool {
        self.place() > (self.bytes.len() - PADDING.len()) * 8
    }

    /// Whether all was read that there is. Encoders may fill up the last byte, and add bytes of nothing but zeroes or ones.
    pub(super) fn is_at_end(&self) -> bool {
        !self.is_overrun() && is_padding(&self.bytes[self.place().div_ceil(8)..])
    }

    /// Bits that were read.
    fn place(&self) -> usize {
        self.at * 8 - self.left as usize
    }
}

/// Whether there is nothing to read in a piece of a scan, or the rest of one.
pub(super) fn is_padding(piece: &[u8]) -> bool {
    let data = piece.strip_suffix(&PADDING).unwrap_or_default();
    data.iter().all(|byte| matches!(byte, 0x00 | 0xFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_freed_of_stuffing_and_split_at_restarts() {
        let long: Vec<u8> = (0..100).collect();
        let mut data = vec![1, 0xFF, 0x00, 2, 0xFF, 0xD0];
        data.extend(&long);
        data.extend([0xFF, 0xFF, 0xD1, 0xFF, 0x00, 0xFF, 0xD9, 7]);
        let scan = Scan::read(&data).expect("whole");
        let pieces: Vec<&[u8]> = scan
            .pieces()
            .map(|piece| piece.strip_suffix(&PADDING).expect("padded"))
            .collect();
        assert_eq!(pieces, [&[1, 0xFF, 2][..], &long, &[0xFF]]);
        assert_eq!(scan.len(), 3);
        assert_eq!(data[scan.length..], [0xFF, 0xD9, 7]);
    }

    #[test]
    fn what_is_left_over_is_told_from_padding() {
        for (rest, is_at_end) in [
            (&[][..], true),
            (&[0, 0], true),
            (&[0xFF], true),
            (&[0, 7], false),
        ] {
            let bytes = [&[0xA0, 0xBF], rest, &PADDING].concat();
            let mut bits = Bits::new(&bytes);
            bits.refill();
            bits.pass(3);
            assert!(!bits.is_at_end(), "a byte of data is left");
            bits.pass(8);
            assert_eq!(bits.is_at_end(), is_at_end, "{rest:?}");
            assert_eq!(is_padding(&[rest, &PADDING].concat()), is_at_end);
        }
        let nothing = [0; 8];
        let mut bits = Bits::new(&nothing);
        assert!(bits.is_at_end());
        bits.refill();
        bits.pass(1);
        assert!(!bits.is_at_end());
    }

    #[test]
    fn a_scan_without_end_or_with_restarts_out_of_order_is_none() {
        assert!(Scan::read(&[1, 2, 3]).is_none());
        assert!(Scan::read(&[1, 0xFF]).is_none());
        assert!(Scan::read(&[1, 0xFF, 0xD1, 2, 0xFF, 0xD9]).is_none());
    }

    #[test]
    fn bits_come_in_order_and_the_end_is_known() {
        let mut bytes: Vec<u8> = (0..40).map(|n: u8| n.wrapping_mul(73)).collect();
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
        let digits = digits.concat();
        bytes.extend(PADDING);
        let mut bits = Bits::new(&bytes);
        let mut at = 0;
        for count in (1..=16).cycle() {
            if at + count as usize > digits.len() {
                break;
            }
            bits.refill();
            let expected = &digits[at..at + count as usize];
            assert_eq!(
                format!("{:0width$b}", bits.peek(count), width = count as usize),
                expected
            );
            bits.pass(count);
            at += count as usize;
        }
        assert!(!bits.is_overrun());
        bits.refill();
        bits.pass(16);
        assert!(bits.is_overrun());
        for _ in 0..100 {
            bits.refill();
            assert_eq!(bits.peek(16), 0);
            bits.pass(16);
        }
    }
}
