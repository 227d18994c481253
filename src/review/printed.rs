//! Whether a number, an amount or a date is among the lines that were read, as it is printed and as it may be misread.

mod amounts;
mod dates;
mod gist;
mod letters;
mod nearest;

use crate::model::FieldName;

use amounts::Amount;
pub use gist::Gist;
use letters::Pattern;
pub use letters::{Letters, letters};
pub use nearest::{Near, nearest};

/// One wrong character in so many is taken for the reader's own mistake.
const CHARS_A_SLIP: usize = 8;
/// Letters and digits of the longest number that is looked for: none that is printed is longer.
const MAX_NUMBER: usize = 64;

/// What a value is, and so how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Letters and digits.
    Number,
    /// Digits with a point, and perhaps marks between thousands.
    Amount,
    /// Year, month and day; as fields have it, `2024-10-16`.
    Date,
}

impl ValueKind {
    /// Of a field that is looked for in print.
    pub fn of(name: &FieldName) -> Option<Self> {
        match name {
            FieldName::Number => Some(Self::Number),
            FieldName::Total => Some(Self::Amount),
            FieldName::Date => Some(Self::Date),
            _ => None,
        }
    }
}

/// Whether a value is printed in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printed {
    Yes,
    /// All but a character or two, which the reader may have mistaken, or an amount with the other sign.
    Nearly,
    No,
}

impl Printed {
    /// The name in reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "printed",
            Self::Nearly => "nearly",
            Self::No => "not_printed",
        }
    }
}

/// A value as it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Letters and digits alone.
    Number(String),
    Amount(Amount),
    /// As `2024-10-16`.
    Date(String),
}

impl Wanted {
    /// `None` where the value is none of its kind: then nothing can be said of it.
    pub fn of(value: &str, kind: ValueKind) -> Option<Self> {
        match kind {
            ValueKind::Number => {
                let number = letters(value);
                let is_sane = (1..=MAX_NUMBER).contains(&number.len());
                is_sane.then_some(Self::Number(number))
            }
            ValueKind::Amount => Amount::of(value).map(Self::Amount),
            ValueKind::Date => first_date(value).map(Self::Date),
        }
    }
}

/// Whether one of the texts has the value, or two that follow each other have it together.
pub fn printed(texts: &[String], wanted: &Wanted) -> Printed {
    match wanted {
        Wanted::Number(number) => number_printed(&Letters::of(texts), number),
        Wanted::Amount(amount) => amount.printed(texts),
        Wanted::Date(date) => date_printed(texts, date),
    }
}

fn number_printed(lines: &Letters, number: &str) -> Printed {
    if lines.has(number) {
        return Printed::Yes;
    }
    let slips = number.len() / CHARS_A_SLIP;
    if slips > 0 && lines.is_near(number, slips) {
        Printed::Nearly
    } else {
        Printed::No
    }
}

fn date_printed(texts: &[String], wanted: &str) -> Printed {
    let mut found: Vec<String> = texts.iter().flat_map(|text| dates(text)).collect();
    let pairs = texts.windows(2);
    found.extend(pairs.flat_map(|pair| dates(&pair.concat())));
    if found.iter().any(|date| date == wanted) {
        return Printed::Yes;
    }
    let pattern = Pattern::new(wanted);
    let slips = wanted.len() / CHARS_A_SLIP;
    if found.iter().any(|date| pattern.distance(date) <= slips) {
        Printed::Nearly
    } else {
        Printed::No
    }
}

/// All dates in a text, as fields have them.
pub(super) fn dates(text: &str) -> Vec<String> {
    let found = dates::find(text).into_iter();
    found.map(|it| it.date).collect()
}

pub(super) fn first_date(text: &str) -> Option<String> {
    dates(text).into_iter().next()
}

/// A character as ASCII has it where it is only wider, or another shape of the same mark.
fn folded(c: char) -> char {
    match c {
        '。' | '｡' | '·' | '・' => '.',
        '—' | '–' | '−' | '‐' | '‑' => '-',
        '￥' => '¥',
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Each character as it is compared: as many as the text has.
fn folded_chars(text: &str) -> Vec<char> {
    text.chars().map(folded).collect()
}

/// A part of a text, counted in characters.
fn part(text: &str, range: std::ops::Range<usize>) -> String {
    text.chars().skip(range.start).take(range.len()).collect()
}

#[cfg(test)]
mod tests;
