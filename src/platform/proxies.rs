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

/// Which proxy a person or an administrator wants to be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// The environment's, or else the system's.
    #[default]
    System,
    /// None, whatever the system says.
    Direct,
    Named(ProxyAddress),
}

/// Address of a proxy; never with a name or a password, as settings hold nothing secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyAddress(String);

impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no address of a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProxy {
    #[error("it is no address of a proxy")]
    Unreadable,
    #[error("a name or a password does not belong into settings")]
    HasSecret,
}

/// How settings name [`ProxyChoice::Direct`].
const DIRECT: &str = "direct";

impl ProxyChoice {
    /// As settings write it: nothing for the system's, `direct`, or an address.
    pub fn parse(text: &str) -> Result<Self, InvalidProxy> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::System);
        }
        if text.eq_ignore_ascii_case(DIRECT) {
            return Ok(Self::Direct);
        }
        if text.contains('@') {
            return Err(InvalidProxy::HasSecret);
        }
        let whole = match kind(Some(text)) {
            Ok(ProxyKind::Named(address)) => address,
            Ok(ProxyKind::AsFound) if text.contains("://") => text.to_owned(),
            Ok(ProxyKind::AsFound) => format!("http://{text}"),
            Err(_unsupported) => return Err(InvalidProxy::Unreadable),
        };
        if Proxy::all(&whole).is_err() {
            return Err(InvalidProxy::Unreadable);
        }
        Ok(Self::Named(ProxyAddress(whole)))
    }

    /// The text that [`ProxyChoice::parse`] reads.
    pub fn text(&self) -> &str {
        match self {
            Self::System => "",
            Self::Direct => DIRECT,
            Self::Named(address) => &address.0,
        }
    }
}

pub(super) struct Proxies {
    matcher: Matcher,
    /// In place of what the HTTP library finds by itself.
    named: Option<Proxy>,
    is_direct: bool,
}

/// Nothing of it: addresses of proxies have passwords in them.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies").finish_non_exhaustive()
    }
}

impl Proxies {
    fn of_system() -> Result<Self, TransportError> {
        let said = said_for_https(|name| env::var(name).ok());
        match kind(said.as_deref())? {
            ProxyKind::AsFound => Ok(Self {
                matcher: Matcher::from_system(),
                named: None,
                is_direct: false,
            }),
            ProxyKind::Named(address) => {
                let except = ["NO_PROXY", "no_proxy"].map(|name| env::var(name).ok());
                let except = except.into_iter().flatten().next().unwrap_or_default();
                let named = Proxy::all(&address)
                    .map_err(|_unreadable| TransportError::ProxyUnsupported)?
                    .no_proxy(NoProxy::from_string(&except));
                Ok(Self {
                    matcher: Matcher::builder().all(address).no(except).build(),
                    named: Some(named),
                    is_direct: false,
                })
            }
        }
    }

    pub fn of(choice: &ProxyChoice) -> Result<Self, TransportError> {
        match choice {
            ProxyChoice::System => Self::of_system(),
            ProxyChoice::Direct => Ok(Self {
                matcher: Matcher::builder().build(),
                named: None,
                is_direct: true,
            }),
            ProxyChoice::Named(address) => Self::named(&address.0),
        }
    }

    /// One proxy for all servers.
    pub fn fixed(address: SocketAddr) -> Result<Self, TransportError> {
        Self::named(&format!("http://{address}"))
    }

    fn named(address: &str) -> Result<Self, TransportError> {
        let named = Proxy::all(address).map_err(|_unreadable| TransportError::ProxyUnsupported)?;
        Ok(Self {
            matcher: Matcher::builder().all(address.to_owned()).build(),
            named: Some(named),
            is_direct: false,
        })
    }

    pub fn set_in(&self, builder: ClientBuilder) -> ClientBuilder {
        match &self.named {
            Some(proxy) => builder.proxy(proxy.clone()),
            None if self.is_direct => builder.no_proxy(),
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

enum ProxyKind {
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

fn kind(said: Option<&str>) -> Result<ProxyKind, TransportError> {
    let Some(said) = said else {
        return Ok(ProxyKind::AsFound);
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
        return Ok(ProxyKind::Named(format!("socks5h://{rest}")));
    }
    if KNOWN.contains(&scheme.as_str()) {
        Ok(ProxyKind::AsFound)
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
            assert!(matches!(kind(Some(said)), Ok(ProxyKind::AsFound)), "{said}");
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
        assert!(matches!(kind(None), Ok(ProxyKind::AsFound)));
    }

    #[test]
    fn a_choice_is_read_as_it_is_written_and_holds_no_password() {
        let named = |text: &str| match ProxyChoice::parse(text) {
            Ok(ProxyChoice::Named(address)) => address.to_string(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(named(" proxy.example:3128 "), "http://proxy.example:3128");
        assert_eq!(named("socks://10.0.0.1:1080"), "socks5h://10.0.0.1:1080");
        assert_eq!(named("https://proxy.example"), "https://proxy.example");
        assert_eq!(ProxyChoice::parse("  "), Ok(ProxyChoice::System));
        assert_eq!(ProxyChoice::parse("Direct"), Ok(ProxyChoice::Direct));
        for text in ["http://me:word@proxy.example", "me@proxy.example:1"] {
            assert_eq!(ProxyChoice::parse(text), Err(InvalidProxy::HasSecret));
        }
        for text in ["ftp://proxy.example", "http://", "a b"] {
            assert_eq!(ProxyChoice::parse(text), Err(InvalidProxy::Unreadable));
        }
        for text in ["", "direct", "http://proxy.example:3128"] {
            let choice = ProxyChoice::parse(text).expect("a choice");
            assert_eq!(choice.text(), text);
        }
    }

    #[test]
    fn a_choice_stands_before_the_systems() {
        let url = Url::parse("https://files.example/a").expect("an address");
        let of = |text: &str| {
            let choice = ProxyChoice::parse(text).expect("a choice");
            Proxies::of(&choice).expect("it can be used")
        };
        assert!(of("proxy.example:3128").stand_before(&url));
        assert!(!of("direct").stand_before(&url));
    }

    #[test]
    fn the_spelling_of_desktops_is_a_socks_proxy() {
        let Ok(ProxyKind::Named(address)) = kind(Some("socks://127.0.0.1:1080/")) else {
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
            is_direct: false,
        };
        let before = |address: &str| {
            let url = Url::parse(address).expect("an address");
            proxies.stand_before(&url)
        };
        assert!(before("https://files.example/a?b#c"));
        assert!(!before("https://files.inside.example:8443/a"));
    }
}
