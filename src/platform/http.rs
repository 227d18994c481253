//! The one place that speaks HTTP: limits, clients without redirects or Referer, bodies with a cap.
//!
//! No error of the HTTP library leaves this file: [`TransportError::from_library`] is the only way out.

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, Response};
use url::Url;

use super::encoding::decoded;
use super::endpoint::is_loopback;
use super::proxies::{Proxies, ProxyChoice};
use super::reach::Guard;
use super::roots::ExtraRoots;
use super::transport::TransportError;

/// How long and how much. The defaults are what the program uses; tests shorten them.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    pub connect: Duration,
    /// From the connection to the answer's head.
    pub first_byte: Duration,
    /// Whoever sends less than [`HttpLimits::slow_bytes`] in this time is given up.
    pub slow: Duration,
    pub slow_bytes: usize,
    /// One request with its body, in all.
    pub total: Duration,
    /// Largest body of an API answer, beside [`BYTES_PER_ID`] for each ID that was asked for. A larger one is refused
    /// without being kept.
    pub answer_bytes: usize,
    /// Largest file.
    pub file_bytes: usize,
    /// A proxy to servers elsewhere, in place of the system's.
    pub proxy: Option<SocketAddr>,
    /// Whether links may lead inside the network around this machine.
    pub private_addresses: bool,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(15),
            slow: Duration::from_secs(20),
            slow_bytes: 20 * 1024,
            total: Duration::from_mins(2),
            answer_bytes: 1024 * 1024,
            file_bytes: 40 * 1024 * 1024,
            proxy: None,
            private_addresses: false,
        }
    }
}

impl HttpLimits {
    /// Largest body of an answer about so many IDs.
    pub(super) fn answer_bytes_for(&self, ids: usize) -> usize {
        self.answer_bytes + ids * BYTES_PER_ID
    }
}

/// What an answer may have for each ID.
const BYTES_PER_ID: usize = 8 * 1024;

/// Idle connections are closed before load balancers in front of servers tend to do it.
const POOL_IDLE: Duration = Duration::from_secs(15);

/// Idle connections kept to one host: as many as are usually in use at once.
const POOL_IDLE_PER_HOST: usize = 6;

/// What a proxy answers that wants to know who asks; no server behind it does.
const PROXY_AUTH: u16 = 407;

/// HTTP clients with the program's rules, and the limits that go with them.
#[derive(Debug)]
pub(super) struct Http {
    /// For everybody else: the system's proxy and trust store. Made when first needed, because a machine
    /// without a trust store can still talk to itself.
    web: OnceLock<Result<Web, TransportError>>,
    /// For servers on this machine: no proxy, and of authorities only the company's own.
    loopback: Client,
    roots: ExtraRoots,
    destinations: Destinations,
    proxy: ProxyChoice,
    pub limits: HttpLimits,
}

/// Who chose the addresses that are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destinations {
    /// The user: any.
    Chosen,
    /// Whoever wrote the links: none inside the network, unless that is allowed.
    Given,
}

/// To servers elsewhere, and what stands before them.
#[derive(Debug)]
struct Web {
    client: Client,
    proxies: Proxies,
}

impl Web {
    fn new(
        limits: &HttpLimits,
        roots: &ExtraRoots,
        is_guarded: bool,
        choice: &ProxyChoice,
    ) -> Result<Self, TransportError> {
        let proxies = match limits.proxy {
            Some(address) => Proxies::fixed(address)?,
            None => Proxies::of(choice)?,
        };
        let mut builder = proxies.set_in(web(roots));
        if is_guarded {
            builder = builder.dns_resolver(Guard::new(proxies.host()));
        }
        Ok(Self {
            client: built(builder, limits)?,
            proxies,
        })
    }
}

/// The rules that hold for every server: nothing is followed, nothing is sent along.
fn built(builder: ClientBuilder, limits: &HttpLimits) -> Result<Client, TransportError> {
    builder
        .user_agent(concat!("invoice-lens/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(limits.connect)
        .pool_idle_timeout(POOL_IDLE)
        .pool_max_idle_per_host(POOL_IDLE_PER_HOST)
        .build()
        .map_err(|error| TransportError::from_library(&error, false))
}

/// https alone, and the system's proxy and authorities, with `roots` beside them.
pub(super) fn web(roots: &ExtraRoots) -> ClientBuilder {
    Client::builder()
        .https_only(true)
        .tls_certs_merge(roots.certificates())
}

/// Status, headers and the whole body of an answer.
#[derive(Debug)]
pub(super) struct Received {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Http {
    pub fn new(limits: HttpLimits, destinations: Destinations) -> Result<Self, TransportError> {
        let (roots, proxy) = (ExtraRoots::default(), ProxyChoice::default());
        Self::made(limits, &roots, &proxy, destinations)
    }

    /// The same, with these authorities trusted too.
    pub fn trusting(&self, roots: &ExtraRoots) -> Result<Self, TransportError> {
        Self::made(self.limits, roots, &self.proxy, self.destinations)
    }

    /// The same, by way of this proxy.
    pub fn through(&self, proxy: &ProxyChoice) -> Result<Self, TransportError> {
        Self::made(self.limits, &self.roots, proxy, self.destinations)
    }

    /// The same, inside the network too or not.
    pub fn reaching(&self, is_allowed: bool) -> Result<Self, TransportError> {
        let limits = HttpLimits {
            private_addresses: is_allowed,
            ..self.limits
        };
        Self::made(limits, &self.roots, &self.proxy, self.destinations)
    }

    fn made(
        limits: HttpLimits,
        roots: &ExtraRoots,
        proxy: &ProxyChoice,
        destinations: Destinations,
    ) -> Result<Self, TransportError> {
        // Fails only where a provider was installed before, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let loopback = Client::builder()
            .no_proxy()
            .tls_certs_only(roots.certificates());
        Ok(Self {
            web: OnceLock::new(),
            loopback: built(loopback, &limits)?,
            roots: roots.clone(),
            destinations,
            proxy: proxy.clone(),
            limits,
        })
    }

    /// Whether addresses inside the network are refused.
    pub fn is_guarded(&self) -> bool {
        self.destinations == Destinations::Given && !self.limits.private_addresses
    }

    pub fn client(&self, is_loopback: bool) -> Result<&Client, TransportError> {
        if is_loopback {
            return Ok(&self.loopback);
        }
        let web = self
            .web
            .get_or_init(|| Web::new(&self.limits, &self.roots, self.is_guarded(), &self.proxy))
            .as_ref();
        web.map(|web| &web.client).map_err(Clone::clone)
    }

    /// What became of a request that failed on its way.
    fn failed(&self, error: &reqwest::Error) -> TransportError {
        let is_through_proxy = match (self.web.get(), error.url()) {
            (Some(Ok(web)), Some(url)) => !is_loopback(url) && web.proxies.stand_before(url),
            _ => false,
        };
        TransportError::from_library(error, is_through_proxy)
    }

    /// Sends and reads to the end, within all limits.
    pub async fn receive(
        &self,
        request: RequestBuilder,
        max_bytes: usize,
    ) -> Result<Received, TransportError> {
        let whole = async {
            let head =
                tokio::time::timeout(self.limits.connect + self.limits.first_byte, request.send());
            let response = head
                .await
                .map_err(|_elapsed| TransportError::Timeout)?
                .map_err(|error| self.failed(&error))?;
            let status = response.status().as_u16();
            if status == PROXY_AUTH {
                return Err(TransportError::ProxyAuth);
            }
            let headers = response.headers().clone();
            let body = self.read_body(response, max_bytes).await?;
            let body = decoded(&headers, body, max_bytes)?;
            Ok(Received {
                status,
                headers,
                body,
            })
        };
        tokio::time::timeout(self.limits.total, whole)
            .await
            .map_err(|_elapsed| TransportError::Timeout)?
    }

    async fn read_body(
        &self,
        mut response: Response,
        max_bytes: usize,
    ) -> Result<Vec<u8>, TransportError> {
        let promised = response.content_length();
        if promised.is_some_and(|length| length > max_bytes as u64) {
            return Err(TransportError::TooLarge(max_bytes));
        }
        let mut body = Vec::with_capacity(promised.unwrap_or(0) as usize);
        let mut pace = LeastPace::new(&self.limits);
        loop {
            let chunk = tokio::time::timeout_at(pace.deadline().into(), response.chunk())
                .await
                .map_err(|_elapsed| TransportError::Timeout)?
                .map_err(|error| self.failed(&error))?;
            let Some(chunk) = chunk else { break };
            if body.len() + chunk.len() > max_bytes {
                return Err(TransportError::TooLarge(max_bytes));
            }
            body.extend_from_slice(&chunk);
            pace.received(chunk.len());
        }
        match promised {
            Some(length) if length != body.len() as u64 => Err(TransportError::CutShort),
            _ => Ok(body),
        }
    }
}

/// Whether enough arrives: at least `slow_bytes` in every `slow` seconds.
struct LeastPace {
    window: Duration,
    wanted: usize,
    since: Instant,
    received: usize,
}

impl LeastPace {
    fn new(limits: &HttpLimits) -> Self {
        Self {
            window: limits.slow,
            wanted: limits.slow_bytes,
            since: Instant::now(),
            received: 0,
        }
    }

    fn deadline(&self) -> Instant {
        self.since + self.window
    }

    fn received(&mut self, bytes: usize) {
        self.received += bytes;
        if self.received >= self.wanted {
            self.since = Instant::now();
            self.received = 0;
        }
    }
}

/// `Retry-After` in seconds or as a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = server_time(headers).unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

/// The server's own clock, from its `Date` header.
pub(super) fn server_time(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

/// Where a redirect points, without path and query.
pub(super) fn redirect_host(headers: &HeaderMap) -> String {
    headers
        .get(LOCATION)
        .and_then(|location| Url::parse(location.to_str().ok()?).ok())
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(pairs: &[(reqwest::header::HeaderName, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn retry_after_comes_as_seconds_or_as_a_date() {
        assert_eq!(
            retry_after(&headers(&[(RETRY_AFTER, "7")])),
            Some(Duration::from_secs(7))
        );
        let dated = headers(&[
            (DATE, "Sun, 22 Nov 2026 10:00:00 GMT"),
            (RETRY_AFTER, "Sun, 22 Nov 2026 10:01:30 GMT"),
        ]);
        assert_eq!(retry_after(&dated), Some(Duration::from_secs(90)));
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "soon")])), None);
        assert_eq!(retry_after(&headers(&[])), None);
    }

    #[test]
    fn a_redirect_is_told_by_host_alone() {
        let away = headers(&[(LOCATION, "https://login.example.com/?accessToken=secret")]);
        assert_eq!(redirect_host(&away), "login.example.com");
        assert_eq!(redirect_host(&headers(&[(LOCATION, "/login")])), "");
    }
}
