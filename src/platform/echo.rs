//! What servers echo: a message may repeat the secrets of its request, without the names that would give them away.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use super::http::Received;
use super::oss_error::OssError;
use super::{SignedUrl, Token};

/// Stands where an echo was.
const MARK: &str = "…";
/// A secret shorter than this is none, and may be part of any word.
const MIN_BYTES: usize = 4;
/// The parameters of a link that let its holder in.
const LINK_SECRETS: [&str; 4] = ["OSSAccessKeyId", "Signature", "security-token", "token"];

/// `text` without these secrets, as they are and as they stand in an address.
pub(super) fn without<'a>(text: &'a str, secrets: &[&str]) -> Cow<'a, str> {
    let mut shown = Cow::Borrowed(text);
    for secret in secrets.iter().filter(|secret| secret.len() >= MIN_BYTES) {
        let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        for form in [*secret, &encoded] {
            if shown.contains(form) {
                shown = Cow::Owned(shown.replace(form, MARK));
            }
        }
    }
    shown
}

impl Received {
    /// The answer without the token of its call, which what it says would carry on.
    pub(super) fn without_token(mut self, token: &Token) -> Self {
        let text = String::from_utf8_lossy(&self.body);
        if let Cow::Owned(shown) = without(&text, &[token.expose()]) {
            self.body = shown.into_bytes();
        }
        self
    }

    /// A refusal without the secrets of the link that was refused. Files pass as they are.
    pub(super) fn without_echo_of(mut self, link: &SignedUrl) -> Self {
        if self.status == 200 && !OssError::is_error_document(&self.body) {
            return self;
        }
        let url = link.to_url();
        let query = url.query().unwrap_or_default();
        let values = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter(|(name, _)| LINK_SECRETS.contains(name))
            .map(|(_, value)| value);
        let text = String::from_utf8_lossy(&self.body);
        // What nobody sees is left out of all that is kept of a refusal, and may stand within a secret.
        let mut shown: String = text.chars().filter(|c| !c.is_control()).collect();
        for value in values {
            let decoded = percent_decode_str(value).decode_utf8_lossy();
            shown = without(&shown, &[value, &decoded]).into_owned();
        }
        self.body = shown.into_bytes();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://f.example/a.jpg?Expires=1&OSSAccessKeyId=STS.NT1&Signature=by%2Bzt%3D&security-token=CAIS%2F";

    fn shown(status: u16, body: &str) -> String {
        let link = SignedUrl::new(LINK).expect("a link");
        let received = Received {
            status,
            headers: reqwest::header::HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        };
        let body = received.without_echo_of(&link).body;
        String::from_utf8(body).expect("still text")
    }

    #[test]
    fn a_refusal_does_not_repeat_the_link() {
        let body = "<Message>STS.NT1 by+zt= by%2Bzt%3D CAIS/ CAIS%2F of a.jpg</Message>";
        assert_eq!(shown(403, body), "<Message>… … … … … of a.jpg</Message>");
        let in_pieces = "<Message>by+\u{0}z\nt= of a.jpg</Message>";
        assert_eq!(shown(403, in_pieces), "<Message>… of a.jpg</Message>");
        let as_success = "<Error><Code>X</Code><Message>by+zt=</Message></Error>";
        assert!(!shown(200, as_success).contains("zt"));
    }

    #[test]
    fn a_file_stays_byte_for_byte() {
        assert_eq!(shown(200, "%PDF by+zt="), "%PDF by+zt=");
    }

    #[test]
    fn short_secrets_are_not_looked_for() {
        assert_eq!(without("a token", &["a", ""]), "a token");
        assert_eq!(without("x a/b=c y a%2Fb%3Dc", &["a/b=c"]), "x … y …");
    }
}
