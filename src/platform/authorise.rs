//! Tokens from the platform: issued for an app key, and renewed before they expire.

use std::time::{Duration, SystemTime};

use super::answers::{TokenRequest, WireAnswer};
use super::client::understood;
use super::credentials::AppKey;
use super::http::{Received, server_time};
use super::{PlatformClient, PlatformError, Token};

/// How long a token lives where the platform does not say so (its documents: two hours).
const DOCUMENTED_LIFE: Duration = Duration::from_hours(2);
/// Most that is believed of a life, so that a wrong clock of the server cannot keep a dead token for ever.
const MAX_LIFE: Duration = Duration::from_hours(24);
/// A constant of the documented call.
const POWER_CODE: &str = "219904";

/// A token that the platform issued, and what renews it.
#[derive(Clone, Debug)]
pub struct Grant {
    pub token: Token,
    /// Good for one renewal, as long as the token lives.
    pub refresh: Option<Token>,
    /// How long the token works, counted from the answer and by the server's clock.
    pub life: Duration,
}

impl PlatformClient {
    /// A new token for `key`. Wrong keys are [`PlatformError::TokenRefused`].
    pub async fn mint(&self, key: &AppKey) -> Result<Grant, PlatformError> {
        let url = self.endpoint.call("/api/openapi/v1/auth/getAccessToken");
        let body = TokenRequest {
            app_key: key.expose_key(),
            app_security: key.expose_security(),
        };
        let received = self.http.post(&self.endpoint, url, &body, 0).await?;
        grant_in(&received, &[key.expose_key(), key.expose_security()])
    }

    /// The token's successor; both of the grant's secrets are void afterwards.
    pub async fn refresh(&self, token: &Token, refresh: &Token) -> Result<Grant, PlatformError> {
        let mut url = self.endpoint.call("/api/openapi/v2/auth/refreshToken");
        url.query_pairs_mut()
            .append_pair("accessToken", token.expose())
            .append_pair("refreshToken", refresh.expose())
            .append_pair("powerCode", POWER_CODE);
        let nothing = serde_json::json!({});
        let received = self.http.post(&self.endpoint, url, &nothing, 0).await?;
        grant_in(&received, &[token.expose(), refresh.expose()])
    }
}

pub(super) fn grant_in(received: &Received, secrets: &[&str]) -> Result<Grant, PlatformError> {
    let answer = understood(received, secrets)?;
    let unreadable = PlatformError::Unreadable("no accessToken");
    let token = token_in(&answer, "accessToken").ok_or(unreadable)?;
    Ok(Grant {
        token,
        refresh: token_in(&answer, "refreshToken"),
        life: life(&answer, server_time(&received.headers)),
    })
}

fn token_in(answer: &WireAnswer, name: &str) -> Option<Token> {
    let text = answer.value.as_ref()?.get(name)?.as_str()?;
    Token::new(text).ok()
}

/// By the server's clock, since ours may be wrong.
fn life(answer: &WireAnswer, server_time: Option<SystemTime>) -> Duration {
    let expires_ms = || answer.value.as_ref()?.get("expireTime")?.as_u64();
    let (Some(expires_ms), Some(answered)) = (expires_ms(), server_time) else {
        return DOCUMENTED_LIFE;
    };
    let answered = answered
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Duration::from_millis(expires_ms)
        .saturating_sub(answered)
        .min(MAX_LIFE)
}

#[cfg(test)]
mod tests {
    use reqwest::header::{DATE, HeaderMap, HeaderValue};

    use super::*;

    fn answered(body: &str, date: Option<&'static str>) -> Result<Grant, PlatformError> {
        let mut headers = HeaderMap::new();
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_static(date));
        }
        let received = Received {
            status: 200,
            headers,
            body: body.as_bytes().to_vec(),
        };
        grant_in(&received, &["s3cret"])
    }

    #[test]
    fn a_token_lives_by_the_servers_clock() {
        let body = |expires: &str| {
            format!(
                r#"{{"value":{{"accessToken":"a1","refreshToken":"r1","expireTime":{expires}}}}}"#
            )
        };
        let date = Some("Sun, 22 Nov 2026 10:00:00 GMT");
        let ten_ms = 1_795_341_600_000_u64;
        let life = |expires: &str, date| answered(&body(expires), date).expect("a grant").life;
        let in_an_hour = (ten_ms + 3_600_000).to_string();
        assert_eq!(life(&in_an_hour, date), Duration::from_hours(1));
        assert_eq!(life(&(ten_ms - 5).to_string(), date), Duration::ZERO);
        assert_eq!(life("99999999999999", date), MAX_LIFE);
        assert_eq!(life(&in_an_hour, None), DOCUMENTED_LIFE);
        assert_eq!(life("null", date), DOCUMENTED_LIFE);
    }

    #[test]
    fn a_grant_without_a_token_is_none_and_one_without_renewal_will_do() {
        let none = answered(r#"{"value":{"refreshToken":"r1"}}"#, None);
        let unreadable = PlatformError::Unreadable("no accessToken");
        assert_eq!(none.err(), Some(unreadable));
        let grant = answered(r#"{"value":{"accessToken":"a1"}}"#, None).expect("a grant");
        assert!(grant.refresh.is_none());
        assert!(!format!("{grant:?}").contains("a1"));
    }
}
