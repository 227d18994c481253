//! Why no whole answer came, without a word of the address.
//!
//! An error of the HTTP library carries the address in its text, and the address carries the token.

use std::error::Error;
use std::fmt::Write as _;
use std::io;

use super::reach::InsideNetwork;

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
    #[error("the proxy wants to know who asks")]
    ProxyAuth,
    #[error("the proxy does not answer{0}")]
    ProxyUnreachable(String),
    /// It forbids the connection, or cannot make it.
    #[error("the proxy does not connect{0}")]
    ProxyRefused(String),
    /// The proxy that was set is of a kind that this program cannot speak to.
    #[error("the proxy that is set cannot be used")]
    ProxyUnsupported,
    /// The link's address, or all that its name stands for, is inside the network, which was not allowed.
    #[error("the link leads inside the network")]
    InsideNetwork,
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
    /// The choke point: keeps the kind, and of the texts only those of the operating system, of TLS and of the proxy's
    /// protocol. `is_through_proxy` is the request that failed.
    pub(super) fn from_library(error: &reqwest::Error, is_through_proxy: bool) -> Self {
        let causes = Causes::of(error);
        let is_late = error.is_timeout() || causes.kind == CauseKind::TimedOut;
        if causes.kind == CauseKind::Certificate {
            Self::Certificate(causes.text)
        } else if causes.kind == CauseKind::InsideNetwork {
            Self::InsideNetwork
        } else if causes.kind == CauseKind::ProxyAuth {
            Self::ProxyAuth
        } else if causes.kind == CauseKind::ProxyUnreachable {
            Self::ProxyUnreachable(causes.text)
        } else if causes.kind == CauseKind::ProxyRefused {
            Self::ProxyRefused(causes.text)
        } else if is_late && error.is_connect() && is_through_proxy {
            Self::ProxyUnreachable(": no connection in time".into())
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
    ProxyUnreachable,
    ProxyRefused,
    ProxyAuth,
    InsideNetwork,
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
        } else if cause.is::<InsideNetwork>() {
            CauseKind::InsideNetwork
        } else if let Some(io) = cause.downcast_ref::<io::Error>() {
            if io.get_ref().is_none() {
                self.text.clear();
                // Writing to a string cannot fail.
                write!(self.text, ": {io}").unwrap_or_default();
            }
            io_kind(io)
        } else {
            // The library keeps these apart by their words alone.
            let words = cause.to_string();
            let of_proxy = ["tunnel error: ", "SOCKS error: "]
                .into_iter()
                .find_map(|start| words.strip_prefix(start));
            match of_proxy {
                Some(words) => {
                    self.text = format!(": {words}");
                    proxy_kind(words)
                }
                None if words == "dns error" => CauseKind::Offline,
                None => CauseKind::Other,
            }
        };
        self.kind = self.kind.max(kind);
    }
}

/// What went wrong between this program and its proxy.
fn proxy_kind(words: &str) -> CauseKind {
    match words {
        "proxy authorization required"
        | "server does not support user/pass authentication"
        | "server implements authentication incorrectly"
        | "credentials not accepted" => CauseKind::ProxyAuth,
        "failed to create underlying connection" => CauseKind::ProxyUnreachable,
        _ => CauseKind::ProxyRefused,
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
