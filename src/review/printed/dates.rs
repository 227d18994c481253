//! Dates in lines of print. A phone number or an account holds eight digits that could be one: what stands between year,
//! month and day, or around all eight digits, tells.

use std::ops::Range;

use super::{folded_chars, part};

/// What is printed between year, month and day.
const SEPARATORS: [char; 6] = ['年', '月', '日', '.', '-', '/'];
/// Digits of a day that is read as one with the time of day behind it.
const DAY_AND_TIME: usize = 8;
/// Digits of a date alone, and of one with its time of day to the second.
const DATE_DIGITS: usize = 8;
const TIME_DIGITS: usize = 14;

/// A date that was found.
pub(super) struct Found {
    /// As fields have it: `2024-10-16`.
    pub(super) date: String,
    /// As it stands in the text.
    pub(super) read: String,
    /// Whether the day comes first there.
    pub(super) is_day_first: bool,
}

/// From left to right, none within another.
pub(super) fn find(text: &str) -> Vec<Found> {
    let chars = folded_chars(text);
    let groups = groups(&chars);
    let digits = |range: &Range<usize>| chars[range.clone()].iter().collect::<String>();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(group) = groups.get(at) {
        if let Some(date) = together(&chars, group, &digits(group)) {
            found.push(Found {
                date,
                read: part(text, group.start..group.start + DATE_DIGITS),
                is_day_first: false,
            });
            at += 1;
            continue;
        }
        let three = groups.get(at..at + 3).and_then(|three| {
            let [a, b, c] = three else {
                return None;
            };
            let is_long = a.len() == 4;
            let is_parted = [(a, b), (b, c)]
                .iter()
                .all(|(one, next)| is_separator(&chars[one.end..next.start], is_long));
            is_parted.then_some((a, b, c))
        });
        let Some((date, read, is_day_first)) = three.and_then(|(a, b, c)| {
            let (date, len, is_day_first) = apart(&digits(a), &digits(b), &digits(c))?;
            let end = c.start + len;
            let has_day = chars.get(end) == Some(&'日');
            Some((date, a.start..end + usize::from(has_day), is_day_first))
        }) else {
            at += 1;
            continue;
        };
        found.push(Found {
            date,
            read: part(text, read),
            is_day_first,
        });
        at += 3;
    }
    found
}

/// Digits that follow each other.
fn groups(chars: &[char]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
        match groups.last_mut() {
            Some(group) if group.end == at => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// One of the separators, with spaces or without; spaces alone, as forms leave them, behind a year of four digits.
fn is_separator(between: &[char], has_long_year: bool) -> bool {
    let mut marks = between.iter().filter(|c| **c != ' ');
    match (marks.next(), marks.next()) {
        (Some(mark), None) => SEPARATORS.contains(mark),
        (None, _) => has_long_year,
        _ => false,
    }
}

/// Of one group: eight digits, or fourteen with a time of day, and no part of a longer number.
fn together(chars: &[char], group: &Range<usize>, digits: &str) -> Option<String> {
    let before = group.start.checked_sub(1).and_then(|at| chars.get(at));
    let touches = |c: Option<&char>| matches!(c, Some('-'));
    let behind = chars.get(group.end);
    let goes_on = matches!(behind, Some('.' | ','))
        && chars.get(group.end + 1).is_some_and(char::is_ascii_digit);
    if touches(before) || touches(behind) || goes_on {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2)?.parse::<u8>().ok();
    let is_time = || Some(two(8)? < 24 && two(10)? < 60 && two(12)? < 60);
    let is_whole = match digits.len() {
        DATE_DIGITS => true,
        TIME_DIGITS => is_time()?,
        _ => false,
    };
    is_whole
        .then(|| date(digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?))
        .flatten()
}

/// Of three groups: year, month and day, or day, month and year of four digits; how many digits of the last one belong to
/// it, and whether the day comes first.
fn apart(first: &str, month: &str, last: &str) -> Option<(String, usize, bool)> {
    if first.len() == 2 && last.len() == 4 {
        return Some((date(last, month, first)?, last.len(), true));
    }
    // The time of day follows the day so closely now and then that both are read as one.
    let has_time = first.len() == 4 && (3..=DAY_AND_TIME).contains(&last.len());
    let day = if has_time { last.get(..2)? } else { last };
    Some((date(first, month, day)?, day.len(), false))
}

fn date(year: &str, month: &str, day: &str) -> Option<String> {
    let is_short = |it: &str| (1..=2).contains(&it.len());
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i16>().ok()?,
        _ => return None,
    };
    if !is_short(month) || !is_short(day) || !(1990..2100).contains(&year) {
        return None;
    }
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    Some(date.to_string())
}
