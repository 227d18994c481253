//! The platform's calls for links of invoices. Those for tokens are in [`super::authorise`].

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::CONTENT_TYPE;
use serde::Serialize;
use url::Url;

use crate::model::InvoiceId;
use crate::model::region::RawRegion;

use super::answers::{LinksRequest, WireAnswer, WireLink};
use super::echo::without;
use super::http::{
    Destinations, Http, HttpLimits, Received, redirect_host, retry_after, server_time,
};
use super::reach::link_from;
use super::{
    Endpoint, ExtraRoots, InvalidLink, PlatformError, ProxyChoice, SignedUrl, Token, TransportError,
};

/// Most IDs in one call. None is documented for this call; its neighbours allow 100.
pub const MAX_IDS_PER_CALL: usize = 100;
/// How long links live, by the platform's documentation.
const DOCUMENTED_LIFE: Duration = Duration::from_hours(1);
/// Longest text kept of a message of the platform.
const MAX_MESSAGE_CHARS: usize = 200;
/// Statuses and codes that mean the token.
const REFUSALS: [u16; 2] = [401, 403];

/// Talks to one platform. Cheap to clone; needs a tokio runtime around its futures.
#[derive(Clone, Debug)]
pub struct PlatformClient {
    pub(super) http: Arc<Http>,
    pub(super) endpoint: Endpoint,
}

/// The answer of one links call.
#[derive(Debug)]
pub struct LinksAnswer {
    /// At most one for every ID that was asked, in the order in which they came.
    pub items: Vec<LinkItem>,
    /// The server's clock when it answered; links expire by it.
    pub server_time: Option<SystemTime>,
}

impl LinksAnswer {
    /// How long `link` works, counted from this answer and by the server's clock, since ours may be wrong.
    ///
    /// The documented hour where the link or the server does not tell.
    pub fn life_of(&self, link: &SignedUrl) -> Duration {
        life_of(link, self.server_time)
    }
}

/// The same for a link of any call that was answered at this time.
pub(super) fn life_of(link: &SignedUrl, server_time: Option<SystemTime>) -> Duration {
    let (Some(expires), Some(server_time)) = (link.expires(), server_time) else {
        return DOCUMENTED_LIFE;
    };
    let answered = server_time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs() as i64;
    let left = expires.saturating_sub(answered).max(0);
    Duration::from_secs(left as u64).min(DOCUMENTED_LIFE)
}

/// What the platform has for one ID.
#[derive(Debug)]
pub struct LinkItem {
    pub id: InvoiceId,
    pub link: Result<SignedUrl, LinkProblem>,
    pub region: RawRegion,
    pub source: Arc<str>,
    pub file_name: String,
}

/// Why an invoice that the platform knows has no link to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    #[error("the platform sent no link")]
    Missing,
    #[error(transparent)]
    Unusable(InvalidLink),
}

impl PlatformClient {
    pub fn new(endpoint: Endpoint, limits: HttpLimits) -> Result<Self, TransportError> {
        Ok(Self {
            http: Arc::new(Http::new(limits, Destinations::Chosen)?),
            endpoint,
        })
    }

    /// Name of the platform's host, with a port that is not the usual one.
    pub fn host(&self) -> &str {
        let prefix = self.endpoint.as_str();
        let rest = prefix.split_once("://").map_or(prefix, |(_, rest)| rest);
        rest.split_once('/').map_or(rest, |(host, _)| host)
    }

    /// Trusts servers of these authorities too from now on.
    pub fn trust(&mut self, roots: &ExtraRoots) -> Result<(), TransportError> {
        self.http = Arc::new(self.http.trusting(roots)?);
        Ok(())
    }

    /// Asks by way of this proxy from now on.
    pub fn use_proxy(&mut self, proxy: &ProxyChoice) -> Result<(), TransportError> {
        self.http = Arc::new(self.http.through(proxy)?);
        Ok(())
    }

    /// Links of `ids`, at most [`MAX_IDS_PER_CALL`]. IDs that the platform does not know are absent.
    pub async fn links(
        &self,
        token: &Token,
        ids: &[InvoiceId],
    ) -> Result<LinksAnswer, PlatformError> {
        debug_assert!(
            ids.len() <= MAX_IDS_PER_CALL,
            "{} IDs in one call",
            ids.len()
        );
        let mut url = self.endpoint.call("/api/openapi/v2/extension/INVOICE/url");
        url.query_pairs_mut()
            .append_pair("accessToken", token.expose());
        let body = LinksRequest {
            invoice_id: ids.iter().map(InvoiceId::as_str).collect(),
        };
        let received = self
            .http
            .post(&self.endpoint, url, &body, ids.len())
            .await?;
        let server_time = server_time(&received.headers);
        let read = |body: &[u8]| WireAnswer::read_links(body, ids);
        let answer = understood_as(&received, &[token.expose()], read)?;
        let items = answer.items.ok_or(PlatformError::Unreadable("no items"))?;
        Ok(LinksAnswer {
            items: taken(&self.endpoint, items, &[token.expose()]),
            server_time,
        })
    }
}

impl Http {
    pub(super) async fn post(
        &self,
        endpoint: &Endpoint,
        url: Url,
        body: &impl Serialize,
        ids: usize,
    ) -> Result<Received, TransportError> {
        let body = serde_json::to_vec(body)
            .map_err(|error| TransportError::Setup(format!(": {error}")))?;
        let request = self
            .client(endpoint.is_loopback())?
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        self.receive(request, self.limits.answer_bytes_for(ids))
            .await
    }
}

/// Status, content and the answer's own error code, in this order. None of `secrets` ever shows in an error.
pub(super) fn understood(
    received: &Received,
    secrets: &[&str],
) -> Result<WireAnswer, PlatformError> {
    understood_as(received, secrets, WireAnswer::read)
}

pub(super) fn understood_as<I>(
    received: &Received,
    secrets: &[&str],
    read: impl FnOnce(&[u8]) -> Option<WireAnswer<I>>,
) -> Result<WireAnswer<I>, PlatformError> {
    let status = received.status;
    let retry_after = retry_after(&received.headers);
    match status {
        200..=299 => {}
        300..=399 => {
            return Err(PlatformError::Redirected {
                host: redirect_host(&received.headers),
            });
        }
        _ if REFUSALS.contains(&status) => return Err(PlatformError::TokenRefused { status }),
        429 | 503 => {
            return Err(PlatformError::Throttled {
                status,
                retry_after,
            });
        }
        500.. => return Err(PlatformError::Server { status }),
        _ => return Err(PlatformError::Rejected { status }),
    }
    let body = received.body.trim_ascii_start();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.first() == Some(&b'<') {
        return Err(PlatformError::WebPage);
    }
    let answer = read(body).ok_or(PlatformError::Unreadable("no JSON object"))?;
    if answer.items.is_some() || answer.value.is_some() {
        return Ok(answer);
    }
    match &answer.code {
        Some(code) => Err(reported(code, &answer, secrets)),
        None => Ok(answer),
    }
}

fn reported<I>(code: &str, answer: &WireAnswer<I>, secrets: &[&str]) -> PlatformError {
    if let Some(status) = REFUSALS
        .into_iter()
        .find(|status| code == status.to_string())
    {
        return PlatformError::TokenRefused { status };
    }
    let clean = |text: &str| -> String {
        // First, as what nobody sees may stand within a secret.
        let seen: String = text.chars().filter(|c| !c.is_control()).collect();
        let shown = without(&seen, secrets);
        shown.chars().take(MAX_MESSAGE_CHARS).collect()
    };
    let trace = clean(&answer.trace);
    PlatformError::Reported {
        code: clean(code),
        message: clean(&answer.message),
        trace: if trace.is_empty() {
            trace
        } else {
            format!(" · {trace}")
        },
    }
}

/// Items that were asked for, each once. Names may repeat one of `secrets`; a link is to have what it needs.
pub(super) fn taken(endpoint: &Endpoint, items: Vec<WireLink>, secrets: &[&str]) -> Vec<LinkItem> {
    // A handful of words for thousands of invoices.
    let mut sources: HashSet<Arc<str>> = HashSet::new();
    items
        .into_iter()
        .filter_map(|item| {
            let source = without(&item.source, secrets);
            let known = sources.get(&*source).cloned();
            let source = known.unwrap_or_else(|| {
                let source = Arc::<str>::from(&*source);
                sources.insert(Arc::clone(&source));
                source
            });
            Some(LinkItem {
                id: InvoiceId::new(&item.id).ok()?,
                link: link_of(endpoint, &item, secrets),
                region: item.region,
                source,
                file_name: without(&item.file_name, secrets).into_owned(),
            })
        })
        .collect()
}

fn link_of(
    endpoint: &Endpoint,
    item: &WireLink,
    secrets: &[&str],
) -> Result<SignedUrl, LinkProblem> {
    match link_from(endpoint, item.link()) {
        Ok(link) => {
            let shown = [link.page_key().as_str(), link.process()];
            let is_clean = |text: &&str| matches!(without(text, secrets), Cow::Borrowed(_));
            let clean = shown.iter().all(is_clean);
            clean
                .then_some(link)
                .ok_or(LinkProblem::Unusable(InvalidLink::Secret))
        }
        Err(InvalidLink::Empty) => Err(LinkProblem::Missing),
        Err(problem) => Err(LinkProblem::Unusable(problem)),
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
