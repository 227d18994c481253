//! Whether a number, an amount or a date is among the lines that were read, as it is printed and as it may be misread.

use crate::model::FieldName;

/// One wrong character in so many is taken for the reader's own mistake.
const CHARS_A_SLIP: usize = 8;

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
    /// All but a character or two, which the reader may have mistaken.
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

/// Whether one of the texts has the value, or two that follow each other have it together.
pub fn printed(texts: &[String], value: &str, kind: ValueKind) -> Printed {
    let wanted = plain(value, kind);
    if wanted.is_empty() {
        return Printed::Yes;
    }
    let mut all: Vec<String> = texts.iter().map(|text| plain(text, kind)).collect();
    // An amount ends with its line.
    let joined: Vec<String> = match kind {
        ValueKind::Amount => Vec::new(),
        ValueKind::Number => all.windows(2).map(<[String]>::concat).collect(),
        ValueKind::Date => {
            let pairs = texts.windows(2);
            pairs.map(|pair| plain(&pair.concat(), kind)).collect()
        }
    };
    all.extend(joined);
    if all.iter().any(|line| has(line, &wanted, kind)) {
        return Printed::Yes;
    }
    let slips = match kind {
        ValueKind::Amount => 0,
        ValueKind::Number | ValueKind::Date => wanted.chars().count() / CHARS_A_SLIP,
    };
    if slips > 0 && all.iter().any(|line| distance(line, &wanted) <= slips) {
        Printed::Nearly
    } else {
        Printed::No
    }
}

/// What comes nearest to the value in the texts, if it can be meant by it: as it is printed, without its label.
pub fn nearest(texts: &[String], value: &str, kind: ValueKind) -> Option<String> {
    let wanted = plain(value, kind);
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | ','));
    let pieces = texts.iter().flat_map(|text| match kind {
        ValueKind::Date => dates(text),
        _ => text.split(ends).map(|piece| plain(piece, kind)).collect(),
    });
    let near = pieces.filter(|piece| !piece.is_empty()).map(|piece| {
        (
            distance(&piece, &wanted) + piece.len().abs_diff(wanted.len()),
            piece,
        )
    });
    let (far, piece) = near.min_by_key(|(far, _)| *far)?;
    (2 * far <= wanted.len()).then_some(piece)
}

/// What of a text is compared with others.
fn plain(text: &str, kind: ValueKind) -> String {
    match kind {
        ValueKind::Amount => digits(text),
        ValueKind::Number => letters(text),
        ValueKind::Date => dates(text).join("|"),
    }
}

/// Letters and digits alone, in capitals: what a number is made of.
pub(super) fn letters(text: &str) -> String {
    let kept = text.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

/// Digits and the point, without marks between thousands; whatever else stands between ends a number.
pub(super) fn digits(text: &str) -> String {
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => kept.push(c),
            '.' | '．' | '·' => kept.push('.'),
            ',' | '，' | ' ' => {}
            _ if kept.is_empty() || kept.ends_with('|') => {}
            _ => kept.push('|'),
        }
    }
    kept.trim_matches(['|', '.']).to_owned()
}

/// All that may be dates in a text, as fields have them: eight digits, or year, month and day with something between.
pub(super) fn dates(text: &str) -> Vec<String> {
    let groups: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let mut found = Vec::new();
    for group in &groups {
        if let (Some(year), Some(month), Some(day)) =
            (group.get(..4), group.get(4..6), group.get(6..8))
        {
            found.extend(date(year, month, day));
        }
    }
    for group in groups.windows(3) {
        // The time of day follows the day so closely now and then that both are read as one.
        let day = group[2].get(..2).unwrap_or(group[2]);
        found.extend(date(group[0], group[1], day));
    }
    found
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

/// Whether the line has the value; an amount not as a part of a larger one.
fn has(line: &str, wanted: &str, kind: ValueKind) -> bool {
    line.match_indices(wanted).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + wanted.len()..].chars().next();
        let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        kind != ValueKind::Amount || !goes_on(before) && !goes_on(after)
    })
}

/// The fewest characters to be put in, left out or exchanged until some part of the line is the value.
fn distance(line: &str, wanted: &str) -> usize {
    let wanted: Vec<char> = wanted.chars().collect();
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    let mut least = wanted.len();
    for c in line.chars() {
        // A part may begin anywhere.
        let mut diagonal = std::mem::replace(&mut row[0], 0);
        for (at, other) in wanted.iter().enumerate() {
            let exchanged = diagonal + usize::from(*other != c);
            diagonal = row[at + 1];
            row[at + 1] = exchanged.min(diagonal + 1).min(row[at] + 1);
        }
        least = least.min(row[wanted.len()]);
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_are_found_as_they_are_printed() {
        use ValueKind::{Amount, Date, Number};
        for (lines, value, kind, expected) in [
            (&["¥57,240.00"][..], "57240.00", Amount, Printed::Yes),
            (&["（小写）￥686.00元"], "686.00", Amount, Printed::Yes),
            (&["1686.00"], "686.00", Amount, Printed::No),
            (&["686.005"], "686.00", Amount, Printed::No),
            (&["数量2 单价 343.00"], "2343.00", Amount, Printed::No),
            (&["G629698"], "G629698", Number, Printed::Yes),
            (&["g 629698 检票"], "G629698", Number, Printed::Yes),
            (
                &["2699486153", "3928912529"],
                "26994861533928912529",
                Number,
                Printed::Yes,
            ),
            (&["No 34752B71"], "34752871", Number, Printed::Nearly),
            (&["No 34751B71"], "34752871", Number, Printed::No),
            (&["C361025"], "H313672", Number, Printed::No),
            (
                &["开票日期：2026年10月23日"],
                "2026-10-23",
                Date,
                Printed::Yes,
            ),
            (&["2026 年 1 月 3 日"], "2026-01-03", Date, Printed::Yes),
            (&["2026年10月2314:05开"], "2026-10-23", Date, Printed::Yes),
            (&["上车 26/10/23 14:05"], "2026-10-23", Date, Printed::Yes),
            (&["20261023140511"], "2026-10-23", Date, Printed::Yes),
            (&["2026年", "10月23日"], "2026-10-23", Date, Printed::Yes),
            (&["2026-10-28"], "2026-10-23", Date, Printed::Nearly),
            (&["2026-11-28"], "2026-10-23", Date, Printed::No),
            (&["No 34752871"], "2026-10-23", Date, Printed::No),
        ] {
            let found = printed(&texts(lines), value, kind);
            assert_eq!(found, expected, "{lines:?} {value}");
        }
    }

    #[test]
    fn what_is_read_in_place_of_a_value_is_said() {
        use ValueKind::{Amount, Date, Number};
        let texts = texts(&["发票号码：34752B71", "¥2,260.00", "2026年10月03日"]);
        for (value, kind, read) in [
            ("34752871", Number, Some("34752B71")),
            ("2260.00", Amount, Some("2260.00")),
            ("2280.00", Amount, Some("2260.00")),
            ("99990000", Number, None),
            ("2026-10-08", Date, Some("2026-10-03")),
        ] {
            assert_eq!(nearest(&texts, value, kind).as_deref(), read, "{value}");
        }
    }

    #[test]
    fn digits_that_are_no_date_are_none() {
        for text in ["13/13/2026", "34752871", "2026年13月01日", "1.2.3", ""] {
            assert_eq!(dates(text), [""; 0], "{text}");
        }
    }
}
