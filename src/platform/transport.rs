//! Why no whole answer came, without a word of the address.
//!
//! An error of the HTTP library carries the address in its text, and the address carries the token.

use std::error::Error;
use std::fmt::Write as _;
use std::io;

/// Why no whole answer came. Holds no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The host's name is not known, or there is no way to it.
    #[error("the network does not lead there{0}")]
    Offline(String),
    #[error("nothing answers at the address{0}")]
    Unreachable(String),
    #[error("the server's certificate is not trusted{0}")]
    Certificate(String),
    #[error("the proxy wants to know who asks (status 407)")]
    ProxyAuth,
    #[error("the server took too long")]
    Timeout,
    #[error("the transfer ended early")]
    CutShort,
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    #[error("the network could not be set up{0}")]
    Setup(String),
}

impl TransportError {
    /// The choke point: keeps the kind, and of the texts only those of the operating system and of TLS.
    pub(super) fn from_library(error: &reqwest::Error) -> Self {
        let causes = Causes::of(error);
        let is_late = error.is_timeout() || causes.kind == CauseKind::TimedOut;
        if causes.kind == CauseKind::Certificate {
            Self::Certificate(causes.text)
        } else if causes.kind == CauseKind::ProxyAuth {
            Self::ProxyAuth
        } else if error.is_connect() && causes.kind == CauseKind::Offline {
            Self::Offline(causes.text)
        } else if is_late && error.is_connect() {
            Self::Unreachable(": no connection in time".into())
        } else if is_late {
            Self::Timeout
        } else if error.is_builder() {
            Self::Setup(causes.text)
        } else if error.is_connect() {
            Self::Unreachable(causes.text)
        } else {
            Self::CutShort
        }
    }
}

/// What one of the causes says about the whole; the greater ones say more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum CauseKind {
    #[default]
    Other,
    TimedOut,
    Offline,
    ProxyAuth,
    Certificate,
}

/// What the chain of an error's causes tells without naming an address.
#[derive(Default)]
struct Causes {
    kind: CauseKind,
    /// Empty, or `: ` and the innermost cause.
    text: String,
}

impl Causes {
    fn of(error: &reqwest::Error) -> Self {
        let mut causes = Self::default();
        let mut next: Option<&(dyn Error + 'static)> = error.source();
        while let Some(cause) = next {
            causes.look_at(cause);
            // An I/O error hides the error it was made from: `source` skips it.
            next = match cause
                .downcast_ref::<io::Error>()
                .and_then(io::Error::get_ref)
            {
                Some(inner) => Some(inner),
                None => cause.source(),
            };
        }
        causes
    }

    fn look_at(&mut self, cause: &(dyn Error + 'static)) {
        let kind = if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            self.text = format!(": {tls}");
            match tls {
                rustls::Error::InvalidCertificate(_) => CauseKind::Certificate,
                _ => CauseKind::Other,
            }
        } else if let Some(io) = cause.downcast_ref::<io::Error>() {
            if io.get_ref().is_none() {
                self.text.clear();
                // Writing to a string cannot fail.
                write!(self.text, ": {io}").unwrap_or_default();
            }
            io_kind(io)
        } else {
            // The library keeps these two apart by their words alone.
            match cause.to_string().as_str() {
                "dns error" => CauseKind::Offline,
                "proxy authorization required" => CauseKind::ProxyAuth,
                _ => CauseKind::Other,
            }
        };
        self.kind = self.kind.max(kind);
    }
}

fn io_kind(error: &io::Error) -> CauseKind {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::TimedOut => CauseKind::TimedOut,
        Kind::NetworkUnreachable | Kind::HostUnreachable | Kind::NetworkDown => CauseKind::Offline,
        _ => CauseKind::Other,
    }
}
