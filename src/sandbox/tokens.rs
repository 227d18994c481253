//! Access tokens: handed out for the key, refreshed, expired by the sandbox's clock, revoked by tests.

use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest as _, Sha1};

use super::locked;

#[derive(Clone)]
pub(super) struct IssuedToken {
    pub(super) access: String,
    pub(super) refresh: String,
    /// Milliseconds since 1970.
    pub(super) expires_ms: i64,
}

pub(super) struct Tokens {
    life_ms: i64,
    state: Mutex<TokensState>,
}

struct TokensState {
    serial: u64,
    grants: Vec<IssuedToken>,
    /// Access and refresh tokens, those that are void included.
    issued: Vec<(String, String)>,
}

impl Tokens {
    /// `standing` is accepted from the start and does not expire by the clock.
    pub(super) fn new(standing: &str, life: Duration) -> Self {
        let standing = IssuedToken {
            access: standing.to_owned(),
            refresh: "sandbox-refresh".to_owned(),
            expires_ms: i64::MAX,
        };
        Self {
            life_ms: life.as_millis() as i64,
            state: Mutex::new(TokensState {
                serial: 0,
                grants: vec![standing],
                issued: Vec::new(),
            }),
        }
    }

    pub(super) fn accepts(&self, access: &str, now_ms: i64) -> bool {
        let state = locked(&self.state);
        state
            .grants
            .iter()
            .any(|grant| grant.access == access && now_ms < grant.expires_ms)
    }

    pub(super) fn mint(&self, now_ms: i64) -> IssuedToken {
        locked(&self.state).mint(now_ms + self.life_ms)
    }

    /// `None` if the pair is unknown or has expired. The old tokens are void afterwards.
    pub(super) fn refresh(&self, access: &str, refresh: &str, now_ms: i64) -> Option<IssuedToken> {
        let mut state = locked(&self.state);
        let found = state.grants.iter().position(|grant| {
            grant.access == access && grant.refresh == refresh && now_ms < grant.expires_ms
        })?;
        state.grants.remove(found);
        Some(state.mint(now_ms + self.life_ms))
    }
}

#[cfg(feature = "faults")]
impl Tokens {
    pub(super) fn issued(&self) -> Vec<(String, String)> {
        locked(&self.state).issued.clone()
    }

    pub(super) fn revoke_all(&self) {
        locked(&self.state).grants.clear();
    }
}

impl TokensState {
    fn mint(&mut self, expires_ms: i64) -> IssuedToken {
        self.serial += 1;
        let grant = IssuedToken {
            access: secret("access", self.serial),
            refresh: secret("refresh", self.serial),
            expires_ms,
        };
        self.grants.push(grant.clone());
        let issued = (grant.access.clone(), grant.refresh.clone());
        self.issued.push(issued);
        grant
    }
}

/// Base64 with its padding: such a token only arrives whole if it was escaped in the query.
fn secret(purpose: &str, serial: u64) -> String {
    BASE64.encode(Sha1::digest(format!("{purpose} {serial}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_expire_refresh_once_and_can_be_revoked() {
        let tokens = Tokens::new("standing", Duration::from_millis(100));
        let first = tokens.mint(0);
        assert!(tokens.accepts(&first.access, 99));
        assert!(!tokens.accepts(&first.access, 100));
        assert!(tokens.accepts("standing", 1_000_000));

        let second = tokens
            .refresh(&first.access, &first.refresh, 50)
            .expect("still alive");
        assert_ne!(first.access, second.access);
        assert!(!tokens.accepts(&first.access, 60));
        assert!(tokens.accepts(&second.access, 60));
        assert!(tokens.refresh(&first.access, &first.refresh, 60).is_none());
        assert!(
            tokens
                .refresh(&second.access, &second.refresh, 151)
                .is_none()
        );

        tokens.revoke_all();
        assert!(!tokens.accepts("standing", 0));
    }
}
