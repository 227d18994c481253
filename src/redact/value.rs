//! From a secret's name to its value: where the value begins and where it ends, in every form that texts have.

use std::ops::Range;

use super::key::Key;
use super::unit::Unit;

/// `Some(String("…` is as deep as what `{:?}` prints around a value.
const MAX_WRAPPERS: usize = 4;
/// Words before the secret itself in a header's value.
const SCHEMES: [&str; 4] = ["bearer", "basic", "digest", "oss"];

/// The values behind `key`, as units. None where it is only a word of a sentence; several where it has a list.
pub(super) fn after(units: &[Unit], key: &Key) -> Vec<Range<usize>> {
    let Some(separator) = separator(units, key.end) else {
        return Vec::new();
    };
    let begin = skip(units, separator.end, is_blank);
    if separator.is_tag {
        return non_empty(begin..end(units, begin, |unit| unit.char == '<'));
    }
    if let Some((open, in_list)) = opening_quote(units, begin, separator.quote_depth) {
        return quoted(units, open, in_list);
    }
    let depth = separator.depth;
    let ends = |at: usize| {
        end(units, at, |unit| {
            unit.depth <= depth
                && if key.takes_line {
                    matches!(unit.char, '\r' | '\n' | '"')
                } else {
                    ends_bare_value(unit.char)
                }
        })
    };
    let mut last = ends(begin);
    let word: String = units[begin..last].iter().map(|unit| unit.char).collect();
    if SCHEMES.contains(&word.to_ascii_lowercase().as_str()) {
        last = ends(skip(units, last, is_blank));
    }
    non_empty(begin..last)
}

/// The `user:password` of an address whose `://` begins at `at`.
pub(super) fn user_info(units: &[Unit], at: usize) -> Option<Range<usize>> {
    let mark = units.get(at..at + 3)?;
    if !mark.iter().map(|unit| unit.char).eq("://".chars()) {
        return None;
    }
    let begin = at + 3;
    let host_end = end(units, begin, |unit| {
        unit.char.is_whitespace() || "/?#\"'<>\\".contains(unit.char)
    });
    let sign = units[begin..host_end]
        .iter()
        .rposition(|unit| unit.char == '@')?;
    (sign > 0).then_some(begin..begin + sign)
}

/// What stands between a name and its value.
struct Separator {
    /// The unit behind it.
    end: usize,
    /// How deep it was escaped.
    depth: u8,
    /// How deep a value's quotes are escaped at most: as deep as those of its name.
    quote_depth: u8,
    /// Whether it ends an XML tag.
    is_tag: bool,
}

fn separator(units: &[Unit], key_end: usize) -> Option<Separator> {
    let name_end = skip(units, key_end, |char| char == '\\');
    let name_quote = units.get(name_end).filter(|unit| is_quote(unit.char));
    let found = |at: usize, is_tag| {
        let depth = units[at].depth;
        Some(Separator {
            end: at + 1,
            depth,
            quote_depth: name_quote.map_or(depth, |quote| quote.depth.max(depth)),
            is_tag,
        })
    };
    if units.get(key_end)?.char == '>' {
        return found(key_end, true);
    }
    let mut at = name_end;
    let is_quoted = name_quote.is_some();
    at += usize::from(is_quoted);
    at = skip(units, at, |char| {
        is_blank(char) || matches!(char, ']' | '\\')
    });
    match units.get(at)?.char {
        ':' | '：' => found(at, false),
        '=' => {
            let last = skip(units, at, |char| char == '=');
            let is_arrow = units.get(last).is_some_and(|unit| unit.char == '>');
            found(if is_arrow { last } else { at }, false)
        }
        // `("name", "value")`, as `{:?}` prints a pair.
        ',' if is_quoted => {
            let next = skip(units, at + 1, is_blank);
            opening_quote(units, next, name_quote?.depth)?;
            found(at, false)
        }
        _ => None,
    }
}

/// The quote that a value begins with, past what `{:?}` prints before it, and whether it is the first of a list.
///
/// Brackets and quotes that were escaped deeper than `depth` are a part of a bare value.
fn opening_quote(units: &[Unit], begin: usize, depth: u8) -> Option<(usize, bool)> {
    let mut at = begin;
    let mut in_list = false;
    for _ in 0..=MAX_WRAPPERS {
        // JSON may break the line before a value.
        at = skip(units, at, char::is_whitespace);
        let word_end = skip(units, at, |char| {
            char.is_ascii_alphanumeric() || char == '_'
        });
        let quote = skip(units, word_end, |char| char == '\\');
        match units.get(quote)?.char {
            _ if units[quote].depth > depth => return None,
            char if is_quote(char) && word_end - at <= 2 => return Some((quote, in_list)),
            bracket @ ('(' | '[' | '{') => {
                in_list |= bracket == '[';
                at = quote + 1;
            }
            _ => return None,
        }
    }
    None
}

/// What is inside the quotes, and inside those of the rest of a list.
fn quoted(units: &[Unit], mut open: usize, in_list: bool) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    loop {
        let close = closing_quote(units, open);
        values.extend(non_empty(open + 1..close));
        let comma = skip(units, (close + 1).min(units.len()), char::is_whitespace);
        let next = units.get(comma).filter(|unit| in_list && unit.char == ',');
        let depth = units[open].depth;
        match next.and_then(|_| opening_quote(units, comma + 1, depth)) {
            Some((next, _)) => open = next,
            None => return values,
        }
    }
}

/// The end of what `open` begins, without the backslashes that belong to the closing quote. The end of the text where
/// nothing closes it.
///
/// In JSON inside a JSON string, quotes have a backslash and escaped quotes three. With `n` of them before the opening
/// quote, those before the closing one are `n` more than a multiple of `2 (n + 1)`; fewer end an outer string.
fn closing_quote(units: &[Unit], open: usize) -> usize {
    let quote = units[open];
    let before = backslashes(units, 0, open);
    (open + 1..units.len())
        .find_map(|at| {
            let unit = units[at];
            if unit.char != quote.char || unit.depth > quote.depth {
                return None;
            }
            let count = backslashes(units, open + 1, at);
            let own = if count < before { count } else { before };
            let closes = count < before || count % (2 * (before + 1)) == before;
            closes.then_some(at - own)
        })
        .unwrap_or(units.len())
}

/// How many backslashes stand right before `at`, not counting those before `from`.
fn backslashes(units: &[Unit], from: usize, at: usize) -> usize {
    units[from..at]
        .iter()
        .rev()
        .take_while(|unit| unit.char == '\\')
        .count()
}

/// A token holds none of these unescaped; the last ones end a clause in a Chinese sentence.
fn ends_bare_value(char: char) -> bool {
    char.is_whitespace() || char.is_control() || "&\"<\\，。；、）】”".contains(char)
}

fn is_quote(char: char) -> bool {
    matches!(char, '"' | '\'')
}

fn is_blank(char: char) -> bool {
    matches!(char, ' ' | '\t')
}

fn skip(units: &[Unit], from: usize, skips: impl Fn(char) -> bool) -> usize {
    end(units, from, |unit| !skips(unit.char))
}

/// The first unit from `from` on that `ends` something, or the end of the text.
fn end(units: &[Unit], from: usize, ends: impl Fn(&Unit) -> bool) -> usize {
    let rest = units.get(from..).unwrap_or_default();
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    from + length
}

fn non_empty(range: Range<usize>) -> Vec<Range<usize>> {
    if range.is_empty() {
        return Vec::new();
    }
    vec![range]
}
