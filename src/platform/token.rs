//! The platform's access token: held in memory, shown nowhere.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

/// Longest text taken for a token; real ones have a few dozen characters, signed ones under 4 KiB.
const MAX_BYTES: usize = 8 * 1024;

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
    /// Takes what a user pasted or what the platform issued; space around it is not part of it.
    pub fn new(text: &str) -> Result<Self, InvalidToken> {
        secret(text).map(Self)
    }

    /// The secret itself, for the one place that writes it into a request and for a keyring.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The text without the space around it, if it can be sent as a secret.
pub(super) fn secret(text: &str) -> Result<SecretString, InvalidToken> {
    let text = text.trim();
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
    fn what_is_no_token_says_why() {
        assert_eq!(Token::new(" \n").err(), Some(InvalidToken::Empty));
        assert_eq!(Token::new("a b").err(), Some(InvalidToken::Character));
        assert_eq!(
            Token::new(&"x".repeat(MAX_BYTES + 1)).err(),
            Some(InvalidToken::TooLong)
        );
    }
}
