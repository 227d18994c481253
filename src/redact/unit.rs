//! A text as it reads once its escapes are undone, each character with its place in the text and how deep it was escaped.

/// Deepest escaping that is undone: an address in an address in an address.
const MAX_DEPTH: u8 = 3;

/// A character after undoing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub char: char,
    /// How often it was escaped; 0 stands there as it is. What ends a value is escaped no deeper than what begins it.
    pub depth: u8,
    /// Bytes of the text that it was written with.
    pub start: usize,
    pub end: usize,
}

/// `%3D`, `\u003d`, `&#61;` and `&quot;` become the character they mean, as far as that is ASCII.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = text
        .char_indices()
        .map(|(start, char)| Unit {
            char,
            depth: 0,
            start,
            end: start + char.len_utf8(),
        })
        .collect();
    for _ in 0..MAX_DEPTH {
        let undone = undo(&units);
        if undone.len() == units.len() {
            break;
        }
        units = undone;
    }
    units
}

fn undo(units: &[Unit]) -> Vec<Unit> {
    let mut undone = Vec::with_capacity(units.len());
    let mut rest = units;
    while let Some(first) = rest.first() {
        let escape = percent(rest)
            .or_else(|| unicode(rest))
            .or_else(|| entity(rest));
        let (char, length) = escape.unwrap_or((first.char, 1));
        let (used, after) = rest.split_at(length);
        let deepest = used.iter().map(|unit| unit.depth).max().unwrap_or(0);
        undone.push(Unit {
            char,
            depth: deepest + u8::from(length > 1),
            start: first.start,
            end: used[length - 1].end,
        });
        rest = after;
    }
    undone
}

/// The ASCII character that `digits` name, which are as many as `count`.
fn number(digits: &[Unit], radix: u32, count: usize) -> Option<char> {
    let digits = digits.get(..count).filter(|digits| !digits.is_empty())?;
    let value = digits.iter().try_fold(0_u32, |value, digit| {
        value
            .checked_mul(radix)?
            .checked_add(digit.char.to_digit(radix)?)
    })?;
    char::from_u32(value).filter(char::is_ascii)
}

fn percent(units: &[Unit]) -> Option<(char, usize)> {
    (units.first()?.char == '%')
        .then(|| number(&units[1..], 16, 2))
        .flatten()
        .map(|char| (char, 3))
}

fn unicode(units: &[Unit]) -> Option<(char, usize)> {
    let begins = units.first()?.char == '\\' && units.get(1)?.char == 'u';
    begins
        .then(|| number(&units[2..], 16, 4))
        .flatten()
        .map(|char| (char, 6))
}

fn entity(units: &[Unit]) -> Option<(char, usize)> {
    /// Longest name between `&` and `;`.
    const MAX_NAME: usize = 6;
    if units.first()?.char != '&' {
        return None;
    }
    let name = &units[1..];
    let length = name
        .iter()
        .take(MAX_NAME + 1)
        .position(|unit| unit.char == ';')?;
    let name = &name[..length];
    let written: String = name.iter().map(|unit| unit.char).collect();
    let char = match written.as_str() {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        _ if written.starts_with("#x") || written.starts_with("#X") => {
            number(&name[2..], 16, length - 2)?
        }
        _ if written.starts_with('#') => number(&name[1..], 10, length - 1)?,
        _ => return None,
    };
    Some((char, length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(char, u8)> {
        let units = units(text);
        units.iter().map(|unit| (unit.char, unit.depth)).collect()
    }

    #[test]
    fn escapes_are_undone_with_their_depth() {
        assert_eq!(read("a%3Db"), [('a', 0), ('=', 1), ('b', 0)]);
        assert_eq!(read("%253d"), [('=', 2)]);
        assert_eq!(read("%25253D"), [('=', 3)]);
        assert_eq!(read(r"\u003d"), [('=', 1)]);
        assert_eq!(read("&#61;&#x3d;&quot;"), [('=', 1), ('=', 1), ('"', 1)]);
        assert_eq!(read("&amp;quot;"), [('"', 2)]);
    }

    #[test]
    fn what_is_no_escape_of_ascii_stays() {
        for text in [
            "100 %",
            "%E7%A5",
            "%zz",
            r"\u4e2d",
            "&nbsp;",
            "&;",
            "&#;",
            "票%",
            "%2",
            "&#xffffffffff;",
        ] {
            assert_eq!(units(text).len(), text.chars().count(), "{text}");
        }
    }

    #[test]
    fn every_unit_knows_its_bytes() {
        let units = units("票%3D据");
        let places: Vec<_> = units.iter().map(|unit| (unit.start, unit.end)).collect();
        assert_eq!(places, [(0, 3), (3, 6), (6, 9)]);
    }
}
