//! The platform's access token: held in memory, shown nowhere.

use std::fmt;

use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::model::paste::clean;

/// Longest text taken for a token; real ones have a few dozen characters, signed ones under 4 KiB.
const MAX_BYTES: usize = 8 * 1024;

/// What the platform calls it, lower case.
const NAME: &str = "accesstoken";

/// An access token. Overwritten in memory when dropped; neither printed nor serialised.
#[derive(Clone)]
pub struct Token(SecretString);

/// Why a text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidToken {
    #[error("no token was given")]
    Empty,
    #[error("a token has no spaces or line breaks inside")]
    Character,
    #[error("this is too long for a token")]
    TooLong,
}

impl Token {
    /// Takes what a user pasted or what the platform issued. What is around it is not part of it: space, quotes,
    /// characters that nobody sees, the rest of a link or of a document. A link has it percent-encoded.
    pub fn new(text: &str) -> Result<Self, InvalidToken> {
        let text = Zeroizing::new(clean(text).into_owned());
        let token = Zeroizing::new(
            percent_decode_str(named(&text))
                .decode_utf8_lossy()
                .into_owned(),
        );
        secret(&token).map(Self)
    }

    /// The secret itself, for the one place that writes it into a request and for a keyring.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What stands behind `accessToken=` or `"accessToken":`, to where it ends; all of a text that does not name it.
fn named(text: &str) -> &str {
    let Some(at) = text.to_ascii_lowercase().find(NAME) else {
        return text;
    };
    let is_between = |c: char| matches!(c, '"' | '\'' | ' ');
    let behind = text[at + NAME.len()..].trim_start_matches(is_between);
    let Some(value) = behind.strip_prefix(['=', ':']) else {
        return text;
    };
    let value = value.trim_start_matches(is_between);
    let end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&' | ',' | '}' | '#');
    value.split(end).next().unwrap_or_default()
}

/// The text without the space and the quotes around it, if it can be sent as a secret.
pub(super) fn secret(text: &str) -> Result<SecretString, InvalidToken> {
    let text = Zeroizing::new(clean(text).into_owned());
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
    if text.is_empty() {
        return Err(InvalidToken::Empty);
    }
    if text.len() > MAX_BYTES {
        return Err(InvalidToken::TooLong);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(InvalidToken::Character);
    }
    Ok(SecretString::from(text))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_nothing() {
        let token = Token::new(" tok3n-secret \n").expect("valid");
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_eq!(token.expose(), "tok3n-secret");
    }

    #[test]
    fn a_token_is_the_same_however_it_was_pasted() {
        for text in [
            "ID01abc:x9_Y-z",
            " ID01abc:x9_Y-z\r\n",
            "ID01abc%3Ax9_Y-z",
            "\"ID01abc:x9_Y-z\"",
            "“ID01abc:x9_Y-z”",
            "ID01abc：x9_Y-z\u{200b}",
            "accessToken=ID01abc:x9_Y-z",
            "https://x.example/api?a=1&accessToken=ID01abc%3Ax9_Y-z&b=2",
            "{\"value\":{\"accessToken\":\"ID01abc:x9_Y-z\",\"refreshToken\":\"no\"}}",
            "curl 'https://x.example/api?accessToken=ID01abc%3Ax9_Y-z' -H 'a: b'",
        ] {
            let token = Token::new(text).expect("a token");
            assert_eq!(token.expose(), "ID01abc:x9_Y-z", "{text}");
        }
    }

    #[test]
    fn what_is_no_token_says_why() {
        assert_eq!(Token::new(" \n").err(), Some(InvalidToken::Empty));
        assert_eq!(Token::new("a b").err(), Some(InvalidToken::Character));
        assert_eq!(
            Token::new(&"x".repeat(MAX_BYTES + 1)).err(),
            Some(InvalidToken::TooLong)
        );
    }
}
