//! In whose name the platform is asked: with a token by hand, or with the app key that it gives tokens for.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

use super::token::{InvalidToken, Token, secret};

/// What a user gives to be let in. Overwritten in memory when dropped; neither printed nor serialised.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// Works until it expires; then the user has to give another.
    Token(Token),
    /// Tokens are issued for it as they are needed.
    Key(AppKey),
}

/// A company's key to the platform's interface, with its password ("app security").
#[derive(Clone)]
pub struct AppKey {
    key: SecretString,
    security: SecretString,
}

impl AppKey {
    /// Takes what a user pasted; space around either is not part of it.
    pub fn new(key: &str, security: &str) -> Result<Self, InvalidToken> {
        Ok(Self {
            key: secret(key)?,
            security: secret(security)?,
        })
    }

    /// The secret itself, for the one place that writes it into a request and for a keyring.
    pub fn expose_key(&self) -> &str {
        self.key.expose_secret()
    }

    /// As [`AppKey::expose_key`].
    pub fn expose_security(&self) -> &str {
        self.security.expose_secret()
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey(…)")
    }
}

impl From<Token> for Credentials {
    fn from(token: Token) -> Self {
        Self::Token(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_nothing() {
        let key = AppKey::new(" k3y \n", "s3curity").expect("valid");
        let shown = format!("{:?}", Credentials::Key(key.clone()));
        assert_eq!(shown, "Key(AppKey(…))");
        assert_eq!(
            (key.expose_key(), key.expose_security()),
            ("k3y", "s3curity")
        );
    }

    #[test]
    fn half_a_key_is_none() {
        assert_eq!(AppKey::new("k3y", " ").err(), Some(InvalidToken::Empty));
        assert_eq!(AppKey::new("", "s").err(), Some(InvalidToken::Empty));
        assert_eq!(
            AppKey::new("k3y", "two words").err(),
            Some(InvalidToken::Character)
        );
    }
}
