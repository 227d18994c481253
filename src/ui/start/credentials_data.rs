//! A token or an app key while it is typed. It leaves these buffers as soon as it is used, and they are overwritten.

use zeroize::{Zeroize as _, Zeroizing};

use crate::platform::{AppKey, Credentials, Token};

/// Room for any secret from the start: a text that grows leaves copies behind that nobody overwrites.
const CAPACITY: usize = 8 * 1024;

/// In which of the two ways the user wants to be let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    #[default]
    Token,
    Key,
}

/// The fields of both ways, so that choosing the other one loses nothing.
pub struct CredentialDrafts {
    pub way: Way,
    pub token: Zeroizing<String>,
    pub app_key: Zeroizing<String>,
    pub app_security: Zeroizing<String>,
    /// Whether the keyring is to keep it.
    pub remembers: bool,
    /// Whether something else is to be used than what the keyring has.
    pub uses_other: bool,
}

impl Default for CredentialDrafts {
    fn default() -> Self {
        let buffer = || Zeroizing::new(String::with_capacity(CAPACITY));
        Self {
            way: Way::default(),
            token: buffer(),
            app_key: buffer(),
            app_security: buffer(),
            remembers: false,
            uses_other: false,
        }
    }
}

impl CredentialDrafts {
    /// Puts a token in as if it were typed.
    pub fn set_token(&mut self, text: &str) {
        self.way = Way::Token;
        self.uses_other = true;
        replace(&mut self.token, text);
    }

    /// The same for an app key.
    pub fn set_key(&mut self, key: &str, security: &str) {
        self.way = Way::Key;
        self.uses_other = true;
        replace(&mut self.app_key, key);
        replace(&mut self.app_security, security);
    }

    /// Whether what is typed can be used.
    pub fn is_complete(&self) -> bool {
        self.credentials().is_some()
    }

    /// What was typed, which is gone from here then.
    pub fn take(&mut self) -> Option<Credentials> {
        let credentials = self.credentials()?;
        self.token.zeroize();
        self.app_key.zeroize();
        self.app_security.zeroize();
        self.uses_other = false;
        Some(credentials)
    }

    fn credentials(&self) -> Option<Credentials> {
        match self.way {
            Way::Token => Token::new(&self.token).ok().map(Credentials::from),
            Way::Key => AppKey::new(&self.app_key, &self.app_security)
                .ok()
                .map(Credentials::Key),
        }
    }
}

fn replace(buffer: &mut Zeroizing<String>, text: &str) {
    buffer.zeroize();
    buffer.push_str(text.trim());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_gone_from_all_fields() {
        let mut drafts = CredentialDrafts::default();
        assert!(drafts.take().is_none());
        drafts.set_token(" t0ken ");
        drafts.set_key("k3y", "s3curity");
        assert!(matches!(drafts.take(), Some(Credentials::Key(_))));
        drafts.way = Way::Token;
        assert!(!drafts.is_complete());
        let buffers = [&drafts.token, &drafts.app_key, &drafts.app_security];
        assert!(buffers.iter().all(|buffer| buffer.is_empty()));
        assert!(buffers.iter().all(|buffer| buffer.capacity() >= CAPACITY));
    }

    #[test]
    fn half_a_key_is_not_complete() {
        let mut drafts = CredentialDrafts::default();
        drafts.set_key("k3y", "");
        assert!(!drafts.is_complete());
    }
}
