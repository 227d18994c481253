//! Why the platform did not answer a call: one variant per cause that somebody can act on.

use std::time::Duration;

use super::TransportError;

/// Holds no token and no link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// Also what a wrong app key or app security is answered with.
    #[error("the platform refuses the token (status {status})")]
    TokenRefused { status: u16 },
    #[error("the platform asks to slow down (status {status})")]
    Throttled {
        status: u16,
        retry_after: Option<Duration>,
    },
    #[error("the platform's server failed (status {status})")]
    Server { status: u16 },
    /// Any other status that is no success.
    #[error("the platform rejects the request (status {status})")]
    Rejected { status: u16 },
    /// An error inside an answer with status 200.
    #[error("the platform reports error {code}: {message}{trace}")]
    Reported {
        code: String,
        message: String,
        /// Empty, or ` · ` and the number under which the platform finds the request.
        trace: String,
    },
    #[error("a web page came instead of the platform's answer")]
    WebPage,
    #[error("the platform's answer is not the documented one ({0})")]
    Unreadable(&'static str),
    /// Not followed, since it would carry the token along. The host is empty where only the path changes.
    #[error("the server sends the request on to another address {host}")]
    Redirected { host: String },
    #[error(transparent)]
    Transport(#[from] TransportError),
}
