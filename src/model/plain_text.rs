//! Texts that people typed, so that showing them does no harm: one line, without what is not seen and changes how the rest
//! is read.

use super::field::one_line;

/// Of a note, and of own words for what is wrong.
pub const MOST_CHARS: usize = 500;

/// The text on one line, cut after so many characters, without control characters and marks of direction.
pub fn plain_line(text: &str, most: usize) -> String {
    if text.chars().all(|c| !is_harmful(c)) {
        return one_line(text, most);
    }
    let text: String = text.chars().filter(|c| !is_harmful(*c)).collect();
    one_line(&text, most)
}

/// Marks that turn the direction of what follows, and what stands beside a line without being seen.
fn is_harmful(c: char) -> bool {
    matches!(
        c,
        '\u{61C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_left_out() {
        let text = "\u{202E}fdp.exe\u{202C}\t看不清\n\u{7}第二行 \u{2066}x\u{2069}";
        assert_eq!(plain_line(text, 500), "fdp.exe 看不清 第二行 x");
        assert_eq!(plain_line("一二三四", 3), "一二三");
        assert_eq!(plain_line(" \u{200F} ", 9), "");
        assert_eq!(plain_line("👩‍🔧 ok", 9), "👩‍🔧 ok", "joined characters stay");
    }
}
