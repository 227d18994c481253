//! What comes before all reading: a text as a person sees it. Invisible characters are gone, full-width forms are their
//! half-width twins, every line ends in one `\n`. Lines keep their numbers.

use std::borrow::Cow;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// The same for texts of every kind: pasted, dropped, given as arguments or on standard input.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b'\n' | b'\t' | b' '..=b'~');
    if text.bytes().all(is_plain) {
        return text.into();
    }
    // Where commas of both widths stand, the ASCII ones cut cells and the others are part of a remark.
    let comma = if text.contains(',') { '、' } else { ',' };
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            c if c.is_ascii() && !c.is_ascii_control() || c == '\t' => cleaned.push(c),
            c if c.is_control() || is_invisible(c) || ignorable.contains(c) => {}
            '，' => cleaned.push(comma),
            c => cleaned.push(half_width(c)),
        }
    }
    cleaned.into()
}

/// What an address makes of the marks between IDs and within them.
const ESCAPES: [(&str, &str); 6] = [
    ("%2C", ","),
    ("%2c", ","),
    ("%3A", ":"),
    ("%3a", ":"),
    ("%22", "\""),
    ("%20", " "),
];

pub(super) fn without_escapes(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_in = |(escape, _): &&(&str, &str)| text.contains(escape);
    let replaced = ESCAPES.iter().filter(is_in);
    let plain = replaced.fold(None, |plain: Option<String>, (escape, mark)| {
        Some(plain.as_deref().unwrap_or(&text).replace(escape, mark))
    });
    plain.map_or(text, Cow::Owned)
}

/// Marks of formatting that are not among those that Unicode calls ignorable, and what stands for something missing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{fff9}'..='\u{fffc}')
}

fn half_width(c: char) -> char {
    match c {
        // The full-width forms stand in the order of ASCII, 0xFEE0 further on.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '︓' | '﹕' | '∶' | '꞉' => ':',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '﹣' | '﹘' => '-',
        '﹐' | '︐' => ',',
        '﹔' | '︔' => ';',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_gone() {
        for invisible in [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{180e}',
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{e0041}',
            '\u{e0101}',
            '\0',
            '\u{1b}',
            '\u{7f}',
            '\u{fffc}',
        ] {
            let text = format!("ID01xO4j{invisible}Zjprrx");
            assert_eq!(
                clean(&text),
                "ID01xO4jZjprrx",
                "U+{:04X}",
                u32::from(invisible)
            );
        }
    }

    #[test]
    fn twins_become_plain_and_lines_keep_their_numbers() {
        assert_eq!(clean("Ｔｄｋ：１２，（３）"), "Tdk:12,(3)");
        assert_eq!(clean("“a” ‘b’　c\u{a0}d\u{2009}e"), "\"a\" 'b' c d e");
        assert_eq!(clean("5–sby—x−1"), "5-sby-x-1");
        assert_eq!(clean("a\r\nb\rc\u{2028}d\u{85}e\n"), "a\nb\nc\nd\ne\n");
    }

    #[test]
    fn a_plain_text_is_not_copied() {
        assert!(matches!(clean("ID01xO4jZjprrx\t1\n"), Cow::Borrowed(_)));
    }
}
