//! Rows of black and white as fax machines code them (Recommendations T.4 and T.6). A damaged row of a code that marks
//! its line ends costs that row alone.

use super::fax_codes::{BLACK, LONGEST, WHITE};

/// How rows are coded and kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Run lengths, each row at the next multiple of so many bits.
    Aligned(usize),
    /// Group 3: line ends between the rows, which say of each whether it is told by its differences from the last one.
    Group3 { has_differences: bool },
    /// Group 4: differences alone.
    Group4,
}

/// What came of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Whole,
    /// As far as it could be read.
    Damaged,
    /// There are no more.
    None,
}

pub(super) struct Fax<'a> {
    bits: FaxBits<'a>,
    coding: Coding,
    columns: usize,
    /// Where colours change in the row before, the first time to black.
    reference: Vec<usize>,
    changes: Vec<usize>,
    /// Near where the search in `reference` goes on.
    place: usize,
    line_ends: LineEnds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    NotSeen,
    Seen,
    /// Nothing can be read behind the damage.
    Lost,
}

/// The bits cannot be what they are said to be.
struct Damage;

/// So many line ends one after the other end the page; a single one too many is but an empty line.
const ENDS_OF_PAGE: usize = 3;

impl<'a> Fax<'a> {
    pub(super) fn new(bytes: &'a [u8], is_reversed: bool, columns: usize, coding: Coding) -> Self {
        Self {
            bits: FaxBits {
                bytes,
                is_reversed,
                at: 0,
            },
            coding,
            columns,
            reference: Vec::new(),
            changes: Vec::new(),
            place: 0,
            line_ends: LineEnds::NotSeen,
        }
    }

    /// The next row, one bit a pixel, black set.
    pub(super) fn next_row(&mut self, row: &mut [u8]) -> Came {
        let mut came = Came::Whole;
        let by_differences = match self.coding {
            _ if self.line_ends == LineEnds::Lost => return Came::None,
            Coding::Aligned(bits) => {
                self.bits.at = self.bits.at.next_multiple_of(bits);
                false
            }
            Coding::Group3 { has_differences } => {
                let before = self.line_ends;
                let Some(start) = self.line_start(has_differences) else {
                    return Came::None;
                };
                if start.has_skipped && before == LineEnds::Seen {
                    came = Came::Damaged;
                }
                start.by_differences
            }
            Coding::Group4 if self.bits.peek(12) == 1 => return Came::None,
            Coding::Group4 => true,
        };
        if self.bits.is_at_end() {
            return Came::None;
        }
        self.changes.clear();
        self.place = 0;
        let read = if by_differences {
            self.read_differences()
        } else {
            self.read_runs()
        };
        if read.is_err() {
            came = Came::Damaged;
            // Only line ends say where the next row begins.
            self.line_ends = match self.coding {
                Coding::Group3 { .. } => LineEnds::Seen,
                Coding::Aligned(_) | Coding::Group4 => LineEnds::Lost,
            };
        }
        blacken(row, &self.changes, self.columns);
        std::mem::swap(&mut self.reference, &mut self.changes);
        came
    }

    /// Goes behind the next line end. `None` at the end of the page. Some writers leave out all line ends.
    fn line_start(&mut self, has_differences: bool) -> Option<LineStart> {
        let mut start = LineStart {
            by_differences: false,
            has_skipped: false,
        };
        let mut ends = 0;
        loop {
            if self.bits.peek(11) == 0 {
                self.bits.skip_zeros();
                if self.bits.is_at_end() {
                    return None;
                }
                self.bits.at += 1;
                start.by_differences = has_differences && self.bits.take(1) == 0;
                self.line_ends = LineEnds::Seen;
                ends += 1;
                if ends == ENDS_OF_PAGE {
                    return None;
                }
            } else if ends > 0 || self.line_ends == LineEnds::NotSeen {
                return Some(start);
            } else {
                start.has_skipped = true;
                loop {
                    let bits = self.bits.peek(11);
                    if bits == 0 {
                        break;
                    }
                    // Zeros may begin behind the last bit that is none.
                    self.bits.at += 11 - bits.trailing_zeros() as usize;
                }
            }
        }
    }

    fn read_runs(&mut self) -> Result<(), Damage> {
        let (mut at, mut is_black) = (0, false);
        while at < self.columns {
            at += self.run(is_black)?;
            self.change(at)?;
            is_black = !is_black;
        }
        Ok(())
    }

    fn read_differences(&mut self) -> Result<(), Damage> {
        // Before the first pixel, which may be black.
        let mut at: Option<usize> = None;
        let mut is_black = false;
        while at.is_none_or(|at| at < self.columns) {
            let from = at.unwrap_or(0);
            let (above, above_next) = self.changes_above(at, is_black);
            let (bits, shift) = match self.bits.peek(7) {
                0b100_0000.. => (1, 0),
                0b011_0000.. => (3, 1),
                0b010_0000.. => (3, -1),
                0b001_0000.. => {
                    self.bits.at += 3;
                    let first = from + self.run(is_black)?;
                    self.change(first)?;
                    let second = first + self.run(!is_black)?;
                    self.change(second)?;
                    at = Some(second);
                    continue;
                }
                0b000_1000.. => {
                    self.bits.at += 4;
                    at = Some(above_next);
                    continue;
                }
                0b000_0110.. => (6, 2),
                0b000_0100.. => (6, -2),
                0b000_0011 => (7, 3),
                0b000_0010 => (7, -3),
                _ => return Err(Damage),
            };
            self.bits.at += bits;
            let change = above.checked_add_signed(shift).ok_or(Damage)?;
            if at.is_some_and(|at| change <= at) {
                return Err(Damage);
            }
            self.change(change)?;
            is_black = !is_black;
            at = Some(change);
        }
        Ok(())
    }

    /// Where the row before changes behind `at`, first to the other colour than this one.
    fn changes_above(&mut self, at: Option<usize>, is_black: bool) -> (usize, usize) {
        let is_behind = |change: &usize| at.is_none_or(|at| *change > at);
        let mut place = self.place.min(self.reference.len());
        while place > 0 && is_behind(&self.reference[place - 1]) {
            place -= 1;
        }
        while self.reference.get(place).is_some_and(|it| !is_behind(it)) {
            place += 1;
        }
        // Every other change is to black.
        if (place % 2 == 1) != is_black {
            place += 1;
        }
        self.place = place;
        let change = |place: usize| self.reference.get(place).copied().unwrap_or(self.columns);
        (change(place), change(place + 1))
    }

    /// The colour changes at `at`; twice at the same place is not at all.
    fn change(&mut self, at: usize) -> Result<(), Damage> {
        if at >= self.columns {
            return if at == self.columns {
                Ok(())
            } else {
                Err(Damage)
            };
        }
        if self.changes.pop_if(|last| *last == at).is_none() {
            self.changes.push(at);
        }
        Ok(())
    }

    fn run(&mut self, is_black: bool) -> Result<usize, Damage> {
        let table = if is_black { &*BLACK } else { &*WHITE };
        let mut pixels = 0;
        loop {
            let code = table[self.bits.peek(LONGEST) as usize];
            self.bits.at += usize::from(code.bits);
            pixels += usize::from(code.pixels);
            if code.bits == 0 || pixels > self.columns || self.bits.is_behind_end() {
                return Err(Damage);
            }
            if code.pixels < 64 {
                return Ok(pixels);
            }
        }
    }
}

struct LineStart {
    by_differences: bool,
    /// There was something between the last row and its line end.
    has_skipped: bool,
}

/// Sets the bits from every other change to the next one.
fn blacken(row: &mut [u8], changes: &[usize], columns: usize) {
    row.fill(0);
    for run in changes.chunks(2) {
        let (start, end) = (run[0], run.get(1).copied().unwrap_or(columns));
        let (first, last) = (start / 8, end / 8);
        let (from, to) = (0xFF_u8 >> (start % 8), !(0xFF_u8 >> (end % 8)));
        if first == last {
            row[first] |= from & to;
            continue;
        }
        row[first] |= from;
        row[first + 1..last].fill(0xFF);
        if to != 0 {
            row[last] |= to;
        }
    }
}

struct FaxBits<'a> {
    bytes: &'a [u8],
    is_reversed: bool,
    /// The next bit.
    at: usize,
}

impl FaxBits<'_> {
    /// The next bits, at most 16. Behind the end there are zeros.
    fn peek(&self, count: u32) -> u32 {
        let byte = |index: usize| {
            let byte = self.bytes.get(index).copied().unwrap_or_default();
            u32::from(if self.is_reversed {
                byte.reverse_bits()
            } else {
                byte
            })
        };
        let first = self.at / 8;
        let three = byte(first) << 16 | byte(first + 1) << 8 | byte(first + 2);
        let next = three << (8 + self.at % 8);
        next >> (32 - count)
    }

    fn take(&mut self, count: u32) -> u32 {
        let bits = self.peek(count);
        self.at += count as usize;
        bits
    }

    fn skip_zeros(&mut self) {
        while !self.is_at_end() && self.peek(1) == 0 {
            let is_whole = self.at.is_multiple_of(8) && self.bytes[self.at / 8] == 0;
            self.at += if is_whole { 8 } else { 1 };
        }
    }

    fn is_at_end(&self) -> bool {
        self.at >= 8 * self.bytes.len()
    }

    fn is_behind_end(&self) -> bool {
        self.at > 8 * self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE_END: &str = "000000000001";
    /// Three white pixels and five black ones; eight white ones; two black, six white.
    const ROWS: [&str; 3] = ["1000 0011", "10011", "00110101 11 1110"];
    const SHOWN: [u8; 3] = [0b0001_1111, 0, 0b1100_0000];

    fn bytes(bits: &str) -> Vec<u8> {
        let bits: Vec<char> = bits.chars().filter(|bit| !bit.is_whitespace()).collect();
        let byte = |bits: &[char]| {
            let set = bits.iter().enumerate().filter(|(_, bit)| **bit == '1');
            set.map(|(at, _)| 0x80 >> at).sum()
        };
        bits.chunks(8).map(byte).collect()
    }

    fn rows(bits: &str, coding: Coding) -> Vec<(Came, u8)> {
        let bytes = bytes(bits);
        let reversed: Vec<u8> = bytes.iter().map(|byte| byte.reverse_bits()).collect();
        let [plain, turned] = [(&bytes, false), (&reversed, true)].map(|(bytes, is_reversed)| {
            let mut fax = Fax::new(bytes, is_reversed, 8, coding);
            let mut rows = Vec::new();
            loop {
                let mut row = [0];
                match fax.next_row(&mut row) {
                    Came::None => return rows,
                    came => rows.push((came, row[0])),
                }
            }
        });
        assert_eq!(plain, turned);
        plain
    }

    const GROUP3: Coding = Coding::Group3 {
        has_differences: false,
    };

    #[test]
    fn rows_are_kept_apart_in_every_way() {
        let whole = SHOWN.map(|row| (Came::Whole, row));
        let [first, second, third] = ROWS;
        let ends = LINE_END.repeat(6);
        for bits in [
            // Line ends in front and at the end, or between the rows alone; with zeros before them, or left out.
            format!("{LINE_END}{first}{LINE_END}{second}{LINE_END}{third}{ends}"),
            format!("{first}{LINE_END}{second}{LINE_END}{third}{LINE_END}"),
            format!("0000{LINE_END}{first}00{LINE_END}{second}000{LINE_END}{third}{ends}"),
            format!("{first}{second}{third}"),
        ] {
            let rows = rows(&bits, GROUP3);
            assert_eq!(rows[..3], whole, "{bits}");
            // What fills up the last byte is no row.
            assert!(rows[3..].iter().all(|(came, _)| *came == Came::Damaged));
        }
        let aligned = format!("{first}{second}000{third}");
        assert_eq!(rows(&aligned, Coding::Aligned(8))[..3], whole);
        let aligned = format!("{first}00000000{second}00000000000{third}");
        assert_eq!(rows(&aligned, Coding::Aligned(16))[..3], whole);
    }

    #[test]
    fn differences_are_from_the_row_before() {
        let group3 = Coding::Group3 {
            has_differences: true,
        };
        // A row by itself, then the same again, one to the right, and one that passes over the black.
        let bits = format!(
            "{LINE_END}1 1000 0011 {LINE_END}0 1 1 {LINE_END}0 011 1 {LINE_END}0 0001 {LINE_END}1"
        );
        let shown = [0b0001_1111, 0b0001_1111, 0b0000_1111, 0];
        let whole = shown.map(|row| (Came::Whole, row));
        assert_eq!(rows(&bits, group3)[..4], whole);
        // Horizontal, then the same again, and the end of the block.
        let bits = format!("001 1000 0011 1 1 {LINE_END}{LINE_END}");
        assert_eq!(rows(&bits, Coding::Group4), [(Came::Whole, 0b0001_1111); 2]);
    }

    #[test]
    fn a_damaged_row_ends_at_the_next_line_end() {
        let [first, second, third] = ROWS;
        let bits = format!(
            "{LINE_END}{first}{LINE_END}1000 0000000011{LINE_END}{second}{LINE_END}{third}{LINE_END}"
        );
        let rows = rows(&bits, GROUP3);
        assert_eq!(rows[0], (Came::Whole, SHOWN[0]));
        assert_eq!(rows[1].0, Came::Damaged);
        assert_eq!([rows[2].1, rows[3].1], [SHOWN[1], SHOWN[2]]);
        assert_eq!(rows[3].0, Came::Whole);
    }
}
