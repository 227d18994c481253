//! What is saved: credentials with the address that they were given for, as one secret text.

use std::borrow::Cow;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::platform::{AppKey, Credentials, Endpoint, Token};

use super::KeyringError;

/// Of the format.
const VERSION: u32 = 1;

/// Credentials and the only platform that they may be sent to.
#[derive(Clone, Debug)]
pub struct Saved {
    pub endpoint: Endpoint,
    pub credentials: Credentials,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
struct SavedForm<'a> {
    version: u32,
    #[serde(borrow)]
    endpoint: Cow<'a, str>,
    #[serde(borrow)]
    secret: Secret<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Secret<'a> {
    #[serde(borrow)]
    Token(Cow<'a, str>),
    AppKey {
        #[serde(borrow)]
        key: Cow<'a, str>,
        #[serde(borrow)]
        security: Cow<'a, str>,
    },
}

impl Saved {
    pub(super) fn to_text(&self) -> Result<SecretString, KeyringError> {
        let secret = match &self.credentials {
            Credentials::Token(token) => Secret::Token(token.expose().into()),
            Credentials::Key(key) => Secret::AppKey {
                key: key.expose_key().into(),
                security: key.expose_security().into(),
            },
        };
        let wire = SavedForm {
            version: VERSION,
            endpoint: self.endpoint.as_str().into(),
            secret,
        };
        // Growing would leave copies behind in memory that nobody overwrites.
        let mut text = Zeroizing::new(Vec::with_capacity(wire.max_bytes()));
        serde_json::to_writer(&mut *text, &wire).map_err(|_error| KeyringError::Failed)?;
        let text = std::str::from_utf8(&text).map_err(|_error| KeyringError::Failed)?;
        Ok(SecretString::from(text))
    }

    pub(super) fn from_text(text: &SecretString) -> Result<Self, KeyringError> {
        let wire: SavedForm<'_> = serde_json::from_str(text.expose_secret())
            .ok()
            .filter(|wire: &SavedForm<'_>| wire.version == VERSION)
            .ok_or(KeyringError::Damaged)?;
        let credentials = match &wire.secret {
            Secret::Token(token) => Token::new(token).map(Credentials::from),
            Secret::AppKey { key, security } => AppKey::new(key, security).map(Credentials::Key),
        };
        Ok(Self {
            endpoint: Endpoint::parse(&wire.endpoint).map_err(|_error| KeyringError::Damaged)?,
            credentials: credentials.map_err(|_error| KeyringError::Damaged)?,
        })
    }
}

impl SavedForm<'_> {
    /// More than the text can have: JSON escapes a byte with six at most.
    fn max_bytes(&self) -> usize {
        let secret = match &self.secret {
            Secret::Token(token) => token.len(),
            Secret::AppKey { key, security } => key.len() + security.len(),
        };
        128 + 6 * (self.endpoint.len() + secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(credentials: Credentials) -> Saved {
        Saved {
            endpoint: Endpoint::parse("https://app.ekuaibao.com").expect("an address"),
            credentials,
        }
    }

    #[test]
    fn what_is_saved_comes_back() {
        let token = Token::new("t0ken\"\\/票").expect("a token");
        let text = saved(token.into()).to_text().expect("text");
        let back = Saved::from_text(&text).expect("as it was saved");
        assert_eq!(back.endpoint.as_str(), "https://app.ekuaibao.com");
        let Credentials::Token(token) = back.credentials else {
            panic!("a token was saved");
        };
        assert_eq!(token.expose(), "t0ken\"\\/票");

        let key = AppKey::new("k3y", "s3curity").expect("a key");
        let text = saved(Credentials::Key(key)).to_text().expect("text");
        let back = Saved::from_text(&text).expect("as it was saved");
        let Credentials::Key(key) = back.credentials else {
            panic!("a key was saved");
        };
        assert_eq!(
            (key.expose_key(), key.expose_security()),
            ("k3y", "s3curity")
        );
    }

    #[test]
    fn what_somebody_else_wrote_is_not_taken() {
        for text in [
            "",
            "a password",
            r#"{"version":2,"endpoint":"https://a.example","secret":{"token":"t"}}"#,
            r#"{"version":1,"endpoint":"ftp://a.example","secret":{"token":"t"}}"#,
            r#"{"version":1,"endpoint":"https://a.example","secret":{"token":"a b"}}"#,
            r#"{"version":1,"endpoint":"https://a.example","secret":{"app_key":{"key":"k"}}}"#,
        ] {
            let read = Saved::from_text(&SecretString::from(text));
            assert_eq!(read.err(), Some(KeyringError::Damaged), "{text}");
        }
    }
}
