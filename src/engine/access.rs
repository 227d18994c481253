//! The platform that is talked to and what it knows us by. The secrets stay in here: the scheduler only
//! decides when a token is issued or renewed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::platform::{
    Credentials, Endpoint, Grant, HttpLimits, PlatformClient, PlatformError, Token, TransportError,
};

use super::jobs::TokenSource;

/// One connection. Clones share the token.
#[derive(Clone, Debug)]
pub(super) struct PlatformAccess {
    pub client: PlatformClient,
    credentials: Credentials,
    granted: Arc<Mutex<Option<Grant>>>,
}

impl PlatformAccess {
    pub fn new(
        endpoint: Endpoint,
        credentials: Credentials,
        limits: HttpLimits,
    ) -> Result<Self, TransportError> {
        Ok(Self {
            client: PlatformClient::new(endpoint, limits)?,
            credentials,
            granted: Arc::default(),
        })
    }

    /// Where the platform is, for people.
    pub fn host(&self) -> &str {
        self.client.host()
    }

    /// The token to ask with now; `None` before one was issued for the key.
    pub fn token(&self) -> Option<Token> {
        match &self.credentials {
            Credentials::Token(token) => Some(token.clone()),
            Credentials::Key(_) => self.grant().map(|grant| grant.token),
        }
    }

    /// Has a token issued or renewed, and keeps it; returns how long it lives.
    pub async fn authorise(&self, source: TokenSource) -> Result<Duration, PlatformError> {
        let Credentials::Key(key) = &self.credentials else {
            return Err(PlatformError::Unreadable("a token needs no exchange"));
        };
        let before = match source {
            TokenSource::Key => None,
            TokenSource::Renewal => self
                .grant()
                .and_then(|grant| Some((grant.refresh?, grant.token))),
        };
        let grant = match before {
            Some((refresh, token)) => self.client.refresh(&token, &refresh).await?,
            None => self.client.mint(key).await?,
        };
        let life = grant.life;
        *self.granted.lock().unwrap_or_else(PoisonError::into_inner) = Some(grant);
        Ok(life)
    }

    fn grant(&self) -> Option<Grant> {
        let granted = self.granted.lock();
        granted.unwrap_or_else(PoisonError::into_inner).clone()
    }
}
