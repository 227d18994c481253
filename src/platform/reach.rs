//! Where a link may lead: not into the network around this machine, unless the user allows it.
//!
//! Whoever writes links could otherwise have this machine ask servers that only it can reach. Names are looked at once
//! they are resolved, so that no name stands for such an address.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::{Endpoint, InvalidLink, SignedUrl};

/// Whether an address is none of the internet's: this machine, its network, a provider's own.
///
/// 198.18.0.0/15 is not among them, though it is set aside: proxies that catch all traffic of a machine hand it out for
/// every name.
pub(super) fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_inside_v4(address),
        IpAddr::V6(address) => is_inside_v6(address),
    }
}

fn is_inside_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_of_protocols = [first, second, third] == [192, 0, 0];
    // 224 and above: multicast, reserved, broadcast.
    matches!(first, 0 | 127 | 224..)
        || address.is_private()
        || address.is_link_local()
        || is_shared
        || is_of_protocols
}

fn is_inside_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match parts {
        // Unspecified, loopback, IPv4 in three old spellings, as networks translate it, and as 6to4 leads to it.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => is_inside_v4(v4(high, low)),
        // Translation within one network.
        [0x64, 0xff9b, 1, ..] => true,
        // Teredo, which leads to an IPv4 address.
        [0x2001, 0, _, _, _, _, high, low] => is_inside_v4(v4(!high, !low)),
        // Unique local, link-local, the site-local of old, multicast.
        [first, ..] => {
            first & 0xfe00 == 0xfc00 || first & 0xff80 == 0xfe80 || first & 0xff00 == 0xff00
        }
    }
}

/// Whether the address itself is written in a link, and is such a one.
pub(super) fn leads_inside(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => is_inside_v4(address),
        Some(Host::Ipv6(address)) => is_inside_v6(address),
        _ => false,
    }
}

/// A link as a platform gives it: to this machine only where the platform is on it too.
pub(super) fn link_from(endpoint: &Endpoint, raw: &str) -> Result<SignedUrl, InvalidLink> {
    let link = SignedUrl::new(raw)?;
    if link.is_loopback() && !endpoint.is_loopback() {
        return Err(InvalidLink::ThisMachine);
    }
    Ok(link)
}

/// A name has no address but such as are inside the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InsideNetwork;

impl fmt::Display for InsideNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name leads to an address inside the network")
    }
}

impl Error for InsideNetwork {}

type Resolved = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;
type Lookup = dyn Fn(String) -> Resolved + Send + Sync;

/// Resolves names to addresses of the internet alone.
pub(super) struct Guard {
    lookup: Arc<Lookup>,
    /// The host of the proxy, which the user chose.
    proxy: Option<String>,
}

impl Guard {
    pub fn new(proxy: Option<String>) -> Self {
        Self::over(proxy, |name| {
            Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
        })
    }

    fn over(
        proxy: Option<String>,
        lookup: impl Fn(String) -> Resolved + Send + Sync + 'static,
    ) -> Self {
        Self {
            lookup: Arc::new(lookup),
            proxy,
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let is_proxy =
            (self.proxy.as_deref()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_str()));
        let resolved = (self.lookup)(name.as_str().to_owned());
        Box::pin(async move {
            let mut addresses = resolved.await?;
            let were_any = !addresses.is_empty();
            addresses.retain(|address| is_proxy || !is_inside(address.ip()));
            if were_any && addresses.is_empty() {
                return Err(InsideNetwork.into());
            }
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
#[path = "reach_tests.rs"]
mod tests;
