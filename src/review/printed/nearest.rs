//! What the program read in place of a value that it did not find, and in which characters both differ.

use super::letters::Pattern;
use super::{Wanted, amounts, dates, folded, letters};

/// One character in so many of a number or an amount may differ, so that it still can be meant.
const CHARS_A_DIFFERENCE: usize = 3;
/// The same of dates: a date that was read is one.
const CHARS_OF_DATE: usize = 2;

/// What comes nearest to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// As it was read, without its label.
    pub read: String,
    /// Of each of its characters, whether the value has another one there, or none.
    pub differing: Vec<bool>,
}

/// Something read that can be meant by the value.
struct Piece {
    read: String,
    /// What of it is compared.
    plain: String,
    /// What it is held against.
    wanted: String,
}

/// What comes nearest to the value in the texts, if it can be meant by it.
pub fn nearest(texts: &[String], wanted: &Wanted) -> Option<Near> {
    let one_in = match wanted {
        Wanted::Date(_) => CHARS_OF_DATE,
        Wanted::Number(_) | Wanted::Amount(_) => CHARS_A_DIFFERENCE,
    };
    let pieces = texts.iter().flat_map(|text| match wanted {
        Wanted::Number(number) => numbers(text, number, one_in),
        Wanted::Amount(amount) => money(text, &amount.value),
        Wanted::Date(date) => days(text, date),
    });
    let near = pieces.map(|piece| {
        let apart = Pattern::new(&piece.wanted).distance(&piece.plain);
        let far = apart + piece.plain.len().abs_diff(piece.wanted.len());
        (far, piece)
    });
    let (far, piece) = near.min_by_key(|(far, _)| *far)?;
    (one_in * far <= piece.wanted.len()).then(|| Near {
        differing: differing(&piece, matches!(wanted, Wanted::Amount(_))),
        read: piece.read,
    })
}

/// Words of a text, and two that only a space is between, as long as the number is or nearly so.
fn numbers(text: &str, number: &str, one_in: usize) -> Vec<Piece> {
    let ends = |c: char| {
        let c = folded(c);
        !(c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-'))
    };
    let words: Vec<&str> = text.split(ends).filter(|word| !word.is_empty()).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let pairs = pairs.filter(|pair| text.contains(pair.as_str()));
    let words = words.iter().map(ToString::to_string);
    let pieces = words.chain(pairs).map(|read| Piece {
        plain: letters(&read),
        wanted: number.to_owned(),
        read,
    });
    let is_as_long = |piece: &Piece| {
        let longer = piece.plain.len().abs_diff(number.len());
        !piece.plain.is_empty() && one_in * longer <= number.len()
    };
    pieces.filter(is_as_long).collect()
}

/// Numbers of a text that are amounts by their looks, or as long as the amount and all but one character like it.
fn money(text: &str, amount: &amounts::Decimal) -> Vec<Piece> {
    let wanted = amount.text();
    let found = amounts::find(text).into_iter();
    found
        .filter_map(|found| {
            let plain = found.value.text();
            let is_like_it = || {
                found.value.whole_len() == amount.whole_len()
                    && Pattern::new(&wanted).distance(&plain) <= 1
            };
            let is_meant = !found.has_unit && (found.is_money || is_like_it());
            is_meant.then(|| Piece {
                read: found.read,
                plain,
                wanted: wanted.clone(),
            })
        })
        .collect()
}

fn days(text: &str, date: &str) -> Vec<Piece> {
    let found = dates::find(text).into_iter();
    let pieces = found.map(|found| {
        let ordered = |date: &str| {
            let mut parts: Vec<&str> = date.split('-').collect();
            if found.is_day_first {
                parts.reverse();
            }
            parts.join("-")
        };
        Piece {
            plain: ordered(&found.date),
            wanted: ordered(date),
            read: found.read,
        }
    });
    pieces.collect()
}

/// Of each character of what was read, whether it is none of the value's: found by laying both on each other with the fewest
/// differences, so that one that was lost or put in says nothing of those behind it. What stands between is passed over.
fn differing(piece: &Piece, has_point: bool) -> Vec<bool> {
    let counts = |c: char| c.is_ascii_alphanumeric() || has_point && c == '.';
    let wanted: Vec<char> = piece.wanted.chars().filter(|c| counts(*c)).collect();
    let read: Vec<char> = piece.read.chars().map(folded).collect();
    let places: Vec<usize> = (0..read.len()).filter(|at| counts(read[*at])).collect();
    let is_same = |place: usize, other: usize| read[place].eq_ignore_ascii_case(&wanted[other]);
    // The fewest differences of what is left from here on, of both.
    let mut left = vec![vec![0_usize; wanted.len() + 1]; places.len() + 1];
    for at in (0..=places.len()).rev() {
        for other in (0..=wanted.len()).rev() {
            left[at][other] = match (places.get(at), other < wanted.len()) {
                (None, _) => wanted.len() - other,
                (_, false) => places.len() - at,
                (Some(place), true) => {
                    let exchanged = left[at + 1][other + 1] + usize::from(!is_same(*place, other));
                    let moved = left[at + 1][other].min(left[at][other + 1]) + 1;
                    exchanged.min(moved)
                }
            };
        }
    }
    let mut differing = vec![false; read.len()];
    let (mut at, mut other) = (0, 0);
    while let Some(place) = places.get(at) {
        let has_more = other < wanted.len();
        let differs = !has_more || !is_same(*place, other);
        if has_more && left[at][other] == left[at + 1][other + 1] + usize::from(differs) {
            differing[*place] = differs;
            (at, other) = (at + 1, other + 1);
        } else if has_more && left[at][other] == left[at][other + 1] + 1 {
            other += 1;
        } else {
            differing[*place] = true;
            at += 1;
        }
    }
    differing
}
