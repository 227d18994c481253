//! The first directory of a TIFF, classic or big: its tags and their values, none of which is trusted or copied.

use super::FormatError;

/// Width in pixels; the other tags are named where they are used.
pub(super) const WIDTH: u16 = 256;
pub(super) const HEIGHT: u16 = 257;
/// From here on tags belong to other standards and to single makers.
const OTHERS: u64 = 700;

/// Which end of a number comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    /// A number of up to eight bytes.
    pub(super) fn number(self, digits: &[u8]) -> u64 {
        let join = |value: u64, digit: &u8| value << 8 | u64::from(*digit);
        match self {
            Self::Big => digits.iter().fold(0, join),
            Self::Little => digits.iter().rev().fold(0, join),
        }
    }
}

pub(super) struct Directory<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) order: ByteOrder,
    is_big: bool,
    entries: &'a [u8],
    /// Where the next directory is stands behind the entries.
    has_end: bool,
}

impl<'a> Directory<'a> {
    pub(super) fn first(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let order = if bytes.first() == Some(&b'M') {
            ByteOrder::Big
        } else {
            ByteOrder::Little
        };
        let cut = FormatError::Incomplete;
        let version = bytes.get(2..4).ok_or(FormatError::Incomplete)?;
        let is_big = order.number(version) == 43;
        let (pointer, offset_bytes, count_bytes) = if is_big { (8, 8, 8) } else { (4, 4, 2) };
        let at = number(bytes, order, pointer, offset_bytes).ok_or(FormatError::Incomplete)?;
        if at == 0 {
            return Err(FormatError::corrupt("a TIFF without a directory"));
        }
        let at = usize::try_from(at).map_err(|_beyond| cut.clone())?;
        let count = number(bytes, order, at, count_bytes).ok_or(cut)?;
        let entry_bytes = entry_bytes(is_big) as u64;
        // Both numbers lie in the file, so that this does not overflow.
        let rest = &bytes[at + count_bytes..];
        if count > rest.len() as u64 / entry_bytes {
            // What is not said could change the meaning of all the rest.
            return Err(FormatError::Incomplete);
        }
        Ok(Self {
            bytes,
            order,
            is_big,
            entries: &rest[..(count * entry_bytes) as usize],
            has_end: rest.len() as u64 >= count * entry_bytes + offset_bytes as u64,
        })
    }

    /// The values of a tag: of the first entry that has its number.
    pub(super) fn find(&self, tag: u16) -> Option<Values<'a>> {
        let mut entries = self.entries.chunks_exact(entry_bytes(self.is_big));
        let entry = entries.find(|entry| self.order.number(&entry[..2]) == u64::from(tag))?;
        let (bytes, kind, _) = self.values(entry)?;
        Some(Values {
            bytes,
            kind,
            order: self.order,
        })
    }

    /// Whether all lies in the file that says something of the pixels.
    pub(super) fn is_whole(&self) -> bool {
        let mut entries = self.entries.chunks_exact(entry_bytes(self.is_big));
        let are_whole = entries.all(|entry| {
            let is_of_others = self.order.number(&entry[..2]) >= OTHERS;
            is_of_others || self.values(entry).is_none_or(|(_, _, is_whole)| is_whole)
        });
        self.has_end && are_whole
    }

    /// As much of an entry's values as there is, of which kind they are, and whether that is all.
    fn values(&self, entry: &'a [u8]) -> Option<(&'a [u8], ValueKind, bool)> {
        let kind = ValueKind::of(self.order.number(&entry[2..4]))?;
        let (count, field) = entry[4..].split_at(if self.is_big { 8 } else { 4 });
        let needed = self.order.number(count).checked_mul(kind.bytes() as u64)?;
        if needed <= field.len() as u64 {
            return Some((&field[..needed as usize], kind, true));
        }
        let start = usize::try_from(self.order.number(field)).ok();
        let rest = start.and_then(|start| self.bytes.get(start..));
        let rest = rest.unwrap_or_default();
        let there = needed.min(rest.len() as u64);
        Some((&rest[..there as usize], kind, there == needed))
    }

    /// The first value of a tag that has whole numbers.
    pub(super) fn number(&self, tag: u16) -> Option<u64> {
        self.find(tag)?.get(0)
    }

    /// What it means that something is not there.
    pub(super) fn missing(&self, detail: &str) -> FormatError {
        if self.is_whole() {
            FormatError::corrupt(detail)
        } else {
            FormatError::Incomplete
        }
    }

    /// Width and height in stored pixels.
    pub(super) fn size(&self) -> Result<(u32, u32), FormatError> {
        let side = |tag| {
            let side = self.number(tag).and_then(|side| u32::try_from(side).ok());
            side.filter(|side| *side > 0)
        };
        let sides = side(WIDTH).zip(side(HEIGHT));
        sides.ok_or_else(|| self.missing("a TIFF without a size"))
    }
}

fn entry_bytes(is_big: bool) -> usize {
    if is_big { 20 } else { 12 }
}

fn number(bytes: &[u8], order: ByteOrder, at: usize, count: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(count)?)?;
    Some(order.number(digits))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    /// Whole and not negative, in so many bytes.
    Whole(usize),
    /// Two whole numbers of four bytes, the second divides the first.
    Ratio,
    Float,
    Double,
}

impl ValueKind {
    fn of(code: u64) -> Option<Self> {
        Some(match code {
            1 | 2 | 7 => Self::Whole(1),
            3 => Self::Whole(2),
            4 | 13 => Self::Whole(4),
            16 | 18 => Self::Whole(8),
            5 => Self::Ratio,
            11 => Self::Float,
            12 => Self::Double,
            _ => return None,
        })
    }

    fn bytes(self) -> usize {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Float => 4,
            Self::Ratio | Self::Double => 8,
        }
    }
}

/// Values where they lie in the file, as many as there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) bytes: &'a [u8],
    kind: ValueKind,
    order: ByteOrder,
}

impl Values<'_> {
    pub(super) fn len(&self) -> usize {
        self.bytes.len() / self.kind.bytes()
    }

    /// A whole number.
    pub(super) fn get(&self, index: usize) -> Option<u64> {
        let ValueKind::Whole(_) = self.kind else {
            return None;
        };
        Some(self.order.number(self.digits(index)?))
    }

    /// A number of any kind.
    pub(super) fn real(&self, index: usize) -> Option<f64> {
        let digits = self.digits(index)?;
        let value = self.order.number(digits);
        Some(match self.kind {
            ValueKind::Whole(_) => value as f64,
            ValueKind::Ratio => {
                let (over, under) = digits.split_at(4);
                self.order.number(over) as f64 / self.order.number(under) as f64
            }
            ValueKind::Float => f32::from_bits(value as u32).into(),
            ValueKind::Double => f64::from_bits(value),
        })
    }

    fn digits(&self, index: usize) -> Option<&[u8]> {
        let bytes = self.kind.bytes();
        let start = index.checked_mul(bytes)?;
        self.bytes.get(start..start.checked_add(bytes)?)
    }
}
