//! The names behind which secrets stand, however they are spelled.

use super::unit::Unit;

/// Letters alone, in lower case; a text may have any case and `-` or `_` between them, and more before them.
const KEYS: [&str; 13] = [
    "accesstoken",
    "refreshtoken",
    "securitytoken",
    // INVOICE_LENS_TOKEN
    "lenstoken",
    "appkey",
    "appsecurity",
    "appsecret",
    "accesskeyid",
    "signature",
    // What OSS echoes to a request whose signature does not match, signature and token included.
    "signatureprovided",
    "stringtosign",
    "stringtosignbytes",
    "authorization",
];
/// Behind these the whole line is secret.
const LINE_KEYS: [&str; 2] = ["authorization", "cookie"];

/// What of a key is in every text that holds one as it is; a text without any of these is left alone at once.
const HINTS: [&str; 7] = [
    "token",
    "secur",
    "secret",
    "key",
    "sign",
    "authorization",
    "cookie",
];

/// A key found in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// The unit behind its last letter.
    pub end: usize,
    /// Whether its value goes to the end of the line.
    pub takes_line: bool,
}

/// Whether `text` may hold a key or the user part of an address at all. Cheap.
pub(super) fn may_occur(text: &str) -> bool {
    if text.contains('%') || text.contains("\\u") || text.contains("&#") || text.contains("://") {
        return true;
    }
    let text = text.to_ascii_lowercase();
    HINTS.iter().any(|hint| text.contains(hint))
}

/// The longest key that begins at `at`.
pub(super) fn at(units: &[Unit], at: usize) -> Option<Key> {
    let ends = |keys: &[&str]| keys.iter().filter_map(|key| end_of(units, at, key)).max();
    let line_end = ends(&LINE_KEYS);
    let end = ends(&KEYS).max(line_end)?;
    Some(Key {
        end,
        takes_line: line_end == Some(end),
    })
}

fn end_of(units: &[Unit], mut at: usize, key: &str) -> Option<usize> {
    for (position, letter) in key.chars().enumerate() {
        if position > 0 && matches!(units.get(at)?.char, '-' | '_') {
            at += 1;
        }
        if units.get(at)?.char.to_ascii_lowercase() != letter {
            return None;
        }
        at += 1;
    }
    Some(at)
}
