//! Why no whole answer came, without a word of the address.
//!
//! An error of the HTTP library carries the address in its text, and the address carries the token.

use std::error::Error;
use std::fmt::Write as _;
use std::io;

/// Why no whole answer came. Holds no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    #[error("nothing answers at the address{0}")]
    Unreachable(String),
    #[error("the server's certificate is not trusted{0}")]
    Certificate(String),
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
        if error.is_timeout() || causes.timed_out {
            Self::Timeout
        } else if causes.certificate {
            Self::Certificate(causes.text)
        } else if error.is_builder() {
            Self::Setup(causes.text)
        } else if error.is_connect() {
            Self::Unreachable(causes.text)
        } else {
            Self::CutShort
        }
    }
}

/// What the chain of an error's causes tells without naming an address.
#[derive(Default)]
struct Causes {
    certificate: bool,
    timed_out: bool,
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
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            self.certificate |= matches!(tls, rustls::Error::InvalidCertificate(_));
            self.text = format!(": {tls}");
        } else if let Some(io) = cause.downcast_ref::<io::Error>() {
            self.timed_out |= io.kind() == io::ErrorKind::TimedOut;
            if io.get_ref().is_none() {
                self.text.clear();
                // Writing to a string cannot fail.
                write!(self.text, ": {io}").unwrap_or_default();
            }
        }
    }
}
