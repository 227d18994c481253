//! The bucket behind the links: fetches one file and says exactly what was refused and why.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::http::{Destinations, Http, HttpLimits, Received, redirect_host, retry_after};
use super::reach::leads_inside;
use super::{ExtraRoots, OssError, ProxyChoice, SignedUrl, TransportError};

/// With an answer that the bucket held back, its documented name for the time.
const DELAYED: &str = "x-oss-qos-delay-time";

/// Why a file could not be fetched. Holds no link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("the link is out of date ({0})")]
    Expired(OssError),
    #[error("the bucket says that the link was altered ({0})")]
    Altered(OssError),
    /// 403 without the bucket's own reason; a fresh link may do.
    #[error("the way to the bucket is refused without a reason ({0})")]
    Unexplained(OssError),
    #[error("the file is gone ({0})")]
    Gone(OssError),
    #[error("the link asks for a part outside the picture ({0})")]
    CropOutside(OssError),
    /// A file too large for processing, or no picture at all.
    #[error("the bucket cannot process the picture as the link asks ({0})")]
    Processing(OssError),
    #[error("the bucket asks to slow down ({error})")]
    Throttled {
        error: OssError,
        retry_after: Option<Duration>,
    },
    #[error("the bucket's server failed ({0})")]
    Server(OssError),
    #[error("the bucket refuses ({0})")]
    Refused(OssError),
    #[error("the bucket sends the request on to another address {host}")]
    Redirected { host: String },
    #[error("the file is empty")]
    Empty,
    #[error(transparent)]
    Transport(#[from] TransportError),
}

/// One file as it came.
#[derive(Debug)]
pub struct Fetched {
    pub bytes: Vec<u8>,
    /// The bucket held it back, because too much is asked of it.
    pub was_slowed: bool,
}

/// Fetches files by their links. Cheap to clone; needs a tokio runtime around its futures.
#[derive(Clone, Debug)]
pub struct BucketClient {
    http: Arc<Http>,
}

impl BucketClient {
    pub fn new(limits: HttpLimits) -> Result<Self, TransportError> {
        Ok(Self {
            http: Arc::new(Http::new(limits, Destinations::Given)?),
        })
    }

    /// Trusts servers of these authorities too from now on.
    pub fn trust(&mut self, roots: &ExtraRoots) -> Result<(), TransportError> {
        self.http = Arc::new(self.http.trusting(roots)?);
        Ok(())
    }

    /// Fetches from inside the network too from now on, or no longer.
    pub fn reach_private(&mut self, is_allowed: bool) -> Result<(), TransportError> {
        self.http = Arc::new(self.http.reaching(is_allowed)?);
        Ok(())
    }

    /// Asks by way of this proxy from now on.
    pub fn use_proxy(&mut self, proxy: &ProxyChoice) -> Result<(), TransportError> {
        self.http = Arc::new(self.http.through(proxy)?);
        Ok(())
    }

    /// The whole file behind `link`.
    pub async fn fetch(&self, link: &SignedUrl) -> Result<Fetched, FetchError> {
        let url = link.to_url();
        // A link to this machine is taken from a platform on this machine alone.
        if self.http.is_guarded() && !link.is_loopback() && leads_inside(&url) {
            return Err(TransportError::InsideNetwork.into());
        }
        let client = self.http.client(link.is_loopback())?;
        let request = client.get(url);
        let received = self
            .http
            .receive(request, self.http.limits.file_bytes)
            .await?;
        file_in(received.without_echo_of(link))
    }
}

pub(super) fn file_in(received: Received) -> Result<Fetched, FetchError> {
    let Received {
        status,
        headers,
        body,
    } = received;
    match status {
        200 if body.is_empty() => Err(FetchError::Empty),
        // Some gateways pass an error on as a success: the content decides.
        200 if OssError::is_error_document(&body) => {
            Err(refusal(OssError::from_body(status, &body), None))
        }
        200 => Ok(Fetched {
            was_slowed: delayed_ms(&headers) > 0,
            bytes: body,
        }),
        300..=399 => Err(FetchError::Redirected {
            host: redirect_host(&headers),
        }),
        // A network in front of the bucket says that a link is out of date in its own words, or in none.
        403 if !OssError::is_error_document(&body) => {
            Err(FetchError::Unexplained(OssError::from_body(status, &body)))
        }
        _ => Err(refusal(
            OssError::from_body(status, &body),
            retry_after(&headers),
        )),
    }
}

/// How long the bucket says that it held the answer back, in milliseconds.
fn delayed_ms(headers: &HeaderMap) -> u64 {
    headers
        .get(DELAYED)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// Decides by status and code (and message, for expiry), never by the EC number.
fn refusal(error: OssError, retry_after: Option<Duration>) -> FetchError {
    if error.means_throttled() {
        return FetchError::Throttled { error, retry_after };
    }
    if error.means_expired() {
        return FetchError::Expired(error);
    }
    match (error.code.as_str(), error.status) {
        ("SignatureDoesNotMatch", _) => FetchError::Altered(error),
        ("NoSuchKey", _) | ("", 404) => FetchError::Gone(error),
        _ if error.means_crop_outside() => FetchError::CropOutside(error),
        ("BadRequest" | "InvalidArgument" | "ImageTooLarge" | "MemLimitExceeded", _) => {
            FetchError::Processing(error)
        }
        (_, 503) => FetchError::Throttled { error, retry_after },
        ("InternalError", _) | (_, 500..) => FetchError::Server(error),
        _ => FetchError::Refused(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: &str, message: &str) -> FetchError {
        let body = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
        file_in(Received {
            status,
            headers: HeaderMap::new(),
            body: body.into_bytes(),
        })
        .expect_err("an error document is no file")
    }

    #[test]
    fn an_answer_that_was_held_back_says_so() {
        let mut headers = HeaderMap::new();
        let slowed = |headers: &HeaderMap| {
            let received = Received {
                status: 200,
                headers: headers.clone(),
                body: vec![1],
            };
            file_in(received).expect("a file").was_slowed
        };
        assert!(!slowed(&headers));
        headers.insert(DELAYED, reqwest::header::HeaderValue::from_static("350"));
        assert!(slowed(&headers));
    }

    #[test]
    fn every_documented_refusal_has_its_cause() {
        use FetchError as E;
        assert!(matches!(
            answer(403, "AccessDenied", "Request has expired."),
            E::Expired(_)
        ));
        assert!(matches!(
            answer(403, "AccessDenied", "No right."),
            E::Refused(_)
        ));
        assert!(matches!(
            answer(403, "SecurityTokenExpired", ""),
            E::Expired(_)
        ));
        assert!(matches!(
            answer(403, "SignatureDoesNotMatch", ""),
            E::Altered(_)
        ));
        assert!(matches!(answer(403, "UserDisable", ""), E::Refused(_)));
        assert!(matches!(answer(404, "NoSuchKey", ""), E::Gone(_)));
        assert!(matches!(
            answer(400, "BadRequest", "Advance cut's position is out of image."),
            E::CropOutside(_)
        ));
        assert!(matches!(
            answer(400, "BadRequest", "This image format is not supported."),
            E::Processing(_)
        ));
        assert!(matches!(answer(400, "ImageTooLarge", ""), E::Processing(_)));
        assert!(matches!(
            answer(503, "CpuLimitExceeded", ""),
            E::Throttled { .. }
        ));
        assert!(matches!(answer(503, "SlowDown", ""), E::Throttled { .. }));
        assert!(matches!(answer(500, "InternalError", ""), E::Server(_)));
        assert!(matches!(answer(502, "", ""), E::Server(_)));
    }

    #[test]
    fn an_error_under_status_200_is_still_an_error() {
        assert!(matches!(answer(200, "NoSuchKey", ""), FetchError::Gone(_)));
    }
}
