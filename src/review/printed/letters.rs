//! Letters and digits of lines, made ready once for every number that is looked for in them.

use super::folded;

/// Letters and digits alone, in capitals: what a number is made of. All of them are ASCII.
pub fn letters(text: &str) -> String {
    let folded = text.chars().map(folded);
    let kept = folded.filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

/// The letters of lines that follow each other.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    all: String,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Letters {
    pub fn of(texts: &[String]) -> Self {
        let mut lines = Self::default();
        for text in texts {
            lines.all.push_str(&letters(text));
            lines.ends.push(lines.all.len());
        }
        lines
    }

    /// Whether one line has the letters, or two that follow each other have them together.
    pub fn has(&self, wanted: &str) -> bool {
        if wanted.is_empty() {
            return false;
        }
        let line_of = |at: usize| self.ends.partition_point(|end| *end <= at);
        let mut from = 0;
        while let Some(found) = self.all.get(from..).and_then(|rest| rest.find(wanted)) {
            let first = line_of(from + found);
            if line_of(from + found + wanted.len() - 1) <= first + 1 {
                return true;
            }
            // Whatever begins later in this line ends even later.
            from = self.ends.get(first).copied().unwrap_or(self.all.len());
        }
        false
    }

    /// Whether some part of a line, or of two that follow each other, differs in so many characters at most.
    pub(super) fn is_near(&self, wanted: &str, slips: usize) -> bool {
        let pattern = Pattern::new(wanted);
        let mut start = 0;
        for (index, end) in self.ends.iter().enumerate() {
            let next = self.ends.get(index + 1).unwrap_or(end);
            let pair = self.all.get(start..*next).unwrap_or_default();
            let is_long = pair.len() + slips >= wanted.len();
            if is_long && pattern.distance(pair) <= slips {
                return true;
            }
            start = *end;
        }
        false
    }
}

/// A short value, ready to be compared with many texts: one bit for each of its characters, so that each character of a
/// text costs a few instructions however long the value is (Myers, 1999).
pub(super) struct Pattern {
    /// Of each ASCII character, where it stands in the value.
    places: [u64; 128],
    len: usize,
}

impl Pattern {
    /// Of ASCII; of more than 64 characters the first ones.
    pub(super) fn new(wanted: &str) -> Self {
        let mut places = [0; 128];
        let wanted = wanted.get(..64).unwrap_or(wanted);
        for (bit, byte) in wanted.bytes().enumerate().take(64) {
            if let Some(place) = places.get_mut(usize::from(byte)) {
                *place |= 1 << bit;
            }
        }
        Self {
            places,
            len: wanted.len().min(64),
        }
    }

    /// The fewest characters to be put in, left out or exchanged until some part of the line is the value.
    pub(super) fn distance(&self, line: &str) -> usize {
        if self.len == 0 {
            return 0;
        }
        let highest = 1_u64 << (self.len - 1);
        // Where the distance grows or shrinks by one from a character of the value to the next.
        let (mut grows, mut shrinks) = (!0_u64, 0_u64);
        let (mut score, mut least) = (self.len, self.len);
        for byte in line.bytes() {
            let same = self.places.get(usize::from(byte)).copied().unwrap_or(0);
            let vertical = same | shrinks;
            let diagonal = ((same & grows).wrapping_add(grows) ^ grows) | same;
            let up = shrinks | !(diagonal | grows);
            let down = grows & diagonal;
            score += usize::from(up & highest != 0);
            score -= usize::from(down & highest != 0);
            // A part may begin anywhere: what stands before it costs nothing.
            let (up, down) = (up << 1, down << 1);
            grows = down | !(vertical | up);
            shrinks = up & vertical;
            least = least.min(score);
            if least == 0 {
                break;
            }
        }
        least
    }
}
