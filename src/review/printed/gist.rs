//! What was read of a ticket, as it is held against what was read of another one: copies of one ticket share their numbers
//! and most of their lines, two tickets of one kind only their labels.

use std::collections::BTreeSet;

use super::folded_chars;

/// Digits of a number that only one ticket has, or few.
const LONG_NUMBER: usize = 8;
/// Shorter lines are labels.
const LEAST_CHARS: usize = 4;
/// Of fewer lines nothing can be said.
const LEAST_LINES: usize = 3;
/// Copies share one line in so many at least: of some the reader read one wrongly and of some the other.
const LINES_A_SHARED: usize = 4;

/// Numbers and lines of a ticket.
#[derive(Clone, Debug, Default)]
pub struct Gist {
    numbers: BTreeSet<String>,
    lines: BTreeSet<String>,
}

impl Gist {
    pub fn of(texts: &[String]) -> Self {
        let mut gist = Self::default();
        for text in texts {
            let chars = folded_chars(text);
            let numbers = chars.split(|c| !c.is_ascii_digit());
            let long = numbers.filter(|digits| digits.len() >= LONG_NUMBER);
            gist.numbers
                .extend(long.map(|digits| digits.iter().collect::<String>()));
            let line: String = chars.iter().filter(|c| c.is_alphanumeric()).collect();
            if line.chars().count() >= LEAST_CHARS {
                gist.lines.insert(line);
            }
        }
        gist
    }

    /// Whether both may be of one ticket.
    pub fn may_be(&self, other: &Self) -> bool {
        let has_numbers = !self.numbers.is_empty() && !other.numbers.is_empty();
        if has_numbers && self.numbers.is_disjoint(&other.numbers) {
            return false;
        }
        let fewest = self.lines.len().min(other.lines.len());
        let shared = self.lines.intersection(&other.lines).count();
        fewest < LEAST_LINES || LINES_A_SHARED * shared >= fewest
    }
}
