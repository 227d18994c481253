//! Where the platform's API is: a validated address prefix.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The prefixes under which the platform is sold, each with the key of its name in the texts for people.
pub const PRESETS: &[(&str, &str)] = &[
    ("standalone", "https://app.ekuaibao.com"),
    ("dingtalk", "https://dd2.hosecloud.com"),
    ("wecom", "https://wx2.ekuaibao.com"),
    ("yunzhijia", "https://kdcloud2.ekuaibao.com"),
    ("dingtalk-own-app", "https://ddenterprise.ekuaibao.com"),
    ("feishu", "https://feishu.ekuaibao.com"),
];

/// An address prefix that a token may be sent to: https, or http on this very machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Without a trailing slash, query, fragment or credentials.
    prefix: Box<str>,
    is_loopback: bool,
}

/// Why a text is no address of a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEndpoint {
    #[error("no address was given")]
    Empty,
    #[error("this is not a web address")]
    NotAnAddress,
    #[error("the address must begin with https://")]
    NotHttps,
    #[error("the address must not contain a user name or password")]
    Credentials,
    #[error("the address must end before `?` or `#`")]
    Query,
}

impl Endpoint {
    /// Takes what a user typed: a missing scheme means https, and http is raised to https unless the
    /// host is this machine, because plain http would carry the token in the open.
    pub fn parse(text: &str) -> Result<Self, InvalidEndpoint> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidEndpoint::Empty);
        }
        let mut url = if text.contains("://") {
            Url::parse(text)
        } else {
            Url::parse(&format!("https://{text}"))
        }
        .map_err(|_parse_error| InvalidEndpoint::NotAnAddress)?;
        if url.host().is_none() {
            return Err(InvalidEndpoint::NotAnAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidEndpoint::Credentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidEndpoint::Query);
        }
        let is_loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            "http" => url
                .set_scheme("https")
                .map_err(|()| InvalidEndpoint::NotHttps)?,
            _ => return Err(InvalidEndpoint::NotHttps),
        }
        Ok(Self {
            prefix: url.as_str().trim_end_matches('/').into(),
            is_loopback,
        })
    }

    /// The same of an address as reports have it: where it has no scheme and is this machine, it means http.
    pub fn parse_without_scheme(text: &str) -> Result<Self, InvalidEndpoint> {
        let endpoint = Self::parse(text)?;
        if endpoint.is_loopback && !text.contains("://") {
            return Self::parse(&format!("http://{}", text.trim()));
        }
        Ok(endpoint)
    }

    pub fn as_str(&self) -> &str {
        &self.prefix
    }

    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// The address of one call; `path` begins with a slash.
    pub(super) fn call(&self, path: &str) -> Url {
        Url::parse(&format!("{}{path}", self.prefix))
            .expect("a validated prefix followed by a constant path is an address")
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.prefix)
    }
}

/// Whether a connection to `url` never leaves this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
        Some(Host::Ipv6(address)) => Ipv6Addr::is_loopback(&address),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        Endpoint::parse(text).expect("valid").to_string()
    }

    #[test]
    fn every_preset_is_valid_as_it_stands() {
        assert_eq!(PRESETS.len(), 6);
        for (key, prefix) in PRESETS {
            assert_eq!(parsed(prefix), *prefix, "{key}");
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        assert_eq!(
            parsed("http://app.ekuaibao.com/"),
            "https://app.ekuaibao.com"
        );
        assert_eq!(parsed("http://127.0.0.1:8123"), "http://127.0.0.1:8123");
        assert_eq!(parsed("http://[::1]:8123/"), "http://[::1]:8123");
        assert_eq!(parsed("http://localhost:8123"), "http://localhost:8123");
        assert_eq!(
            parsed("http://127.0.0.1.example.com"),
            "https://127.0.0.1.example.com"
        );
    }

    #[test]
    fn a_bare_host_means_https() {
        assert_eq!(parsed("  app.ekuaibao.com "), "https://app.ekuaibao.com");
        assert_eq!(
            parsed("example.com/gateway/"),
            "https://example.com/gateway"
        );
    }

    #[test]
    fn what_is_no_prefix_says_why() {
        for (text, why) in [
            (" ", InvalidEndpoint::Empty),
            ("https://", InvalidEndpoint::NotAnAddress),
            ("ftp://example.com", InvalidEndpoint::NotHttps),
            ("file:///etc/passwd", InvalidEndpoint::NotAnAddress),
            (
                "https://me:secret@example.com",
                InvalidEndpoint::Credentials,
            ),
            ("https://example.com?accessToken=x", InvalidEndpoint::Query),
        ] {
            assert_eq!(Endpoint::parse(text), Err(why), "{text}");
        }
    }
}
