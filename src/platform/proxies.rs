//! Which proxy stands before servers elsewhere: the environment names it, or else the system's settings do.
//!
//! A proxy that cannot be used is never passed by: whoever set it does not want to be seen without it.

use std::env;
use std::fmt;
use std::net::SocketAddr;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{ClientBuilder, NoProxy, Proxy};
use url::Url;

use super::transport::TransportError;

/// The kinds that the HTTP library knows; it would take no notice of another.
const KNOWN: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// What desktops write for a proxy that speaks SOCKS.
const OF_DESKTOPS: &str = "socks";

pub(super) struct Proxies {
    matcher: Matcher,
    /// In place of what the HTTP library finds by itself.
    named: Option<Proxy>,
}

/// Nothing of it: addresses of proxies have passwords in them.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies").finish_non_exhaustive()
    }
}

impl Proxies {
    pub fn of_system() -> Result<Self, TransportError> {
        let said = said_for_https(|name| env::var(name).ok());
        match kind(said.as_deref())? {
            Kind::AsFound => Ok(Self {
                matcher: Matcher::from_system(),
                named: None,
            }),
            Kind::Named(address) => {
                let except = ["NO_PROXY", "no_proxy"].map(|name| env::var(name).ok());
                let except = except.into_iter().flatten().next().unwrap_or_default();
                let named = Proxy::all(&address)
                    .map_err(|_unreadable| TransportError::ProxyUnsupported)?
                    .no_proxy(NoProxy::from_string(&except));
                Ok(Self {
                    matcher: Matcher::builder().all(address).no(except).build(),
                    named: Some(named),
                })
            }
        }
    }

    /// One proxy for all servers.
    pub fn fixed(address: SocketAddr) -> Result<Self, TransportError> {
        let address = format!("http://{address}");
        let named = Proxy::all(&address).map_err(|_unreadable| TransportError::ProxyUnsupported)?;
        Ok(Self {
            matcher: Matcher::builder().all(address).build(),
            named: Some(named),
        })
    }

    pub fn set_in(&self, builder: ClientBuilder) -> ClientBuilder {
        match &self.named {
            Some(proxy) => builder.proxy(proxy.clone()),
            None => builder,
        }
    }

    /// The host of the one for servers at large.
    pub fn host(&self) -> Option<String> {
        let anywhere = Uri::from_static("https://example.com/");
        let found = self.matcher.intercept(&anywhere)?;
        found.uri().host().map(str::to_owned)
    }

    /// Whether requests to this server go through one.
    pub fn stand_before(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let uri = format!("{}://{host}/", url.scheme()).parse::<Uri>();
        uri.is_ok_and(|uri| self.matcher.intercept(&uri).is_some())
    }
}

enum Kind {
    /// None, or one that the HTTP library understands as it is written.
    AsFound,
    Named(String),
}

/// The first that says something.
fn said_for_https(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let said = names.into_iter().filter_map(variable);
    said.map(|value| value.trim().to_owned())
        .find(|value| !value.is_empty())
}

fn kind(said: Option<&str>) -> Result<Kind, TransportError> {
    let Some(said) = said else {
        return Ok(Kind::AsFound);
    };
    let (scheme, rest) = match said.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("http".to_owned(), said),
    };
    let has_host = said
        .parse::<Uri>()
        .is_ok_and(|uri| uri.host().is_some_and(|it| !it.is_empty()));
    if !has_host {
        return Err(TransportError::ProxyUnsupported);
    }
    if scheme == OF_DESKTOPS {
        // The name is left to the proxy: a network that has one often knows no names of its own.
        return Ok(Kind::Named(format!("socks5h://{rest}")));
    }
    if KNOWN.contains(&scheme.as_str()) {
        Ok(Kind::AsFound)
    } else {
        Err(TransportError::ProxyUnsupported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_cannot_be_used_is_told_and_not_passed_by() {
        for said in [
            "http://proxy.example:3128",
            "proxy.example:3128",
            "HTTP://user:word@proxy.example",
            "socks5://proxy.example:1080",
            "socks5h://proxy.example:1080/",
        ] {
            assert!(matches!(kind(Some(said)), Ok(Kind::AsFound)), "{said}");
        }
        for said in [
            "quic://proxy.example:443",
            "ftp://proxy.example",
            "http://",
            "a b",
            "://",
        ] {
            let refused = matches!(kind(Some(said)), Err(TransportError::ProxyUnsupported));
            assert!(refused, "{said}");
        }
        assert!(matches!(kind(None), Ok(Kind::AsFound)));
    }

    #[test]
    fn the_spelling_of_desktops_is_a_socks_proxy() {
        let Ok(Kind::Named(address)) = kind(Some("socks://127.0.0.1:1080/")) else {
            panic!("a proxy");
        };
        assert_eq!(address, "socks5h://127.0.0.1:1080/");
    }

    #[test]
    fn the_proxy_for_https_comes_before_the_one_for_all() {
        let said = |pairs: &[(&str, &str)]| {
            said_for_https(|name| {
                let pair = pairs.iter().find(|pair| pair.0 == name);
                pair.map(|pair| pair.1.to_owned())
            })
        };
        let both = [("ALL_PROXY", "socks://a"), ("https_proxy", "b:1")];
        assert_eq!(said(&both).as_deref(), Some("b:1"));
        assert_eq!(
            said(&[("HTTPS_PROXY", " "), both[0]]).as_deref(),
            Some("socks://a")
        );
        assert_eq!(said(&[("HTTP_PROXY", "c:1")]), None);
    }

    #[test]
    fn exceptions_are_kept() {
        let matcher = Matcher::builder()
            .all("socks5h://a:1")
            .no("inside.example")
            .build();
        let proxies = Proxies {
            matcher,
            named: None,
        };
        let before = |address: &str| {
            let url = Url::parse(address).expect("an address");
            proxies.stand_before(&url)
        };
        assert!(before("https://files.example/a?b#c"));
        assert!(!before("https://files.inside.example:8443/a"));
    }
}
