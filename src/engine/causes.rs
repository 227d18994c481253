//! From the errors of the layers below to the one [`Failure`] that people see.

use crate::formats::{FormatError, NotTicket};
use crate::platform::{FetchError, LinkProblem, PlatformError, TransportError};

use super::{Failure, FailureKind, WorkerError};

impl From<&TransportError> for Failure {
    fn from(error: &TransportError) -> Self {
        let kind = match error {
            TransportError::Offline(_) => FailureKind::Offline,
            TransportError::Unreachable(_) | TransportError::Setup(_) => FailureKind::Unreachable,
            TransportError::ProxyAuth => FailureKind::ProxyAuth,
            TransportError::ProxyUnreachable(_) => FailureKind::ProxyUnreachable,
            TransportError::ProxyRefused(_) => FailureKind::ProxyRefused,
            TransportError::ProxyUnsupported => FailureKind::ProxyUnsupported,
            TransportError::Certificate(_) => FailureKind::Certificate,
            TransportError::InsideNetwork => FailureKind::PrivateAddress,
            TransportError::Timeout => FailureKind::Timeout,
            TransportError::CutShort => FailureKind::CutShort,
            TransportError::TooLarge(_) => FailureKind::FileTooLarge,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<&PlatformError> for Failure {
    fn from(error: &PlatformError) -> Self {
        let kind = match error {
            PlatformError::TokenRefused { .. } => FailureKind::TokenRefused,
            PlatformError::Throttled { .. } => FailureKind::Throttled,
            PlatformError::Server { .. } => FailureKind::ServerError,
            PlatformError::Rejected { .. } | PlatformError::Reported { .. } => {
                FailureKind::PlatformError
            }
            PlatformError::WebPage
            | PlatformError::Unreadable(_)
            | PlatformError::Transport(TransportError::TooLarge(_)) => {
                FailureKind::AnswerUnreadable
            }
            PlatformError::Redirected { .. } => FailureKind::Redirected,
            PlatformError::Transport(error) => return error.into(),
        };
        Self::new(kind, error.to_string())
    }
}

impl From<&LinkProblem> for Failure {
    fn from(problem: &LinkProblem) -> Self {
        let kind = match problem {
            LinkProblem::Missing => FailureKind::NoLink,
            LinkProblem::Unusable(_) => FailureKind::LinkUnsafe,
        };
        Self::new(kind, problem.to_string())
    }
}

impl From<&FetchError> for Failure {
    fn from(error: &FetchError) -> Self {
        let kind = match error {
            FetchError::Expired(_) => FailureKind::LinkExpired,
            FetchError::Altered(_) => FailureKind::LinkAltered,
            FetchError::Unexplained(_) => FailureKind::LinkRefused,
            FetchError::Gone(_) => FailureKind::FileGone,
            FetchError::CropOutside(_) => FailureKind::CropOutside,
            FetchError::Processing(_) => FailureKind::ProcessingRefused,
            FetchError::Throttled { .. } => FailureKind::Throttled,
            FetchError::Server(_) => FailureKind::ServerError,
            FetchError::Refused(_) => FailureKind::Refused,
            FetchError::Redirected { .. } => FailureKind::Redirected,
            FetchError::Empty => FailureKind::FileEmpty,
            FetchError::Transport(error) => return error.into(),
        };
        Self::new(kind, error.to_string())
    }
}

impl From<&FormatError> for Failure {
    fn from(error: &FormatError) -> Self {
        let kind = match error {
            FormatError::Empty => FailureKind::FileEmpty,
            FormatError::NotAPicture {
                what: NotTicket::Html,
            } => FailureKind::WebPage,
            FormatError::NotAPicture { .. } => FailureKind::NotAPicture,
            FormatError::DataFile(_) => FailureKind::DataFile,
            FormatError::Unsupported { .. } => FailureKind::Unsupported,
            FormatError::Encrypted => FailureKind::Encrypted,
            FormatError::TooLarge { .. } => FailureKind::PictureTooLarge,
            FormatError::TooMuchMemory => FailureKind::TooMuchMemory,
            FormatError::TooComplex => FailureKind::TooComplex,
            FormatError::Incomplete => FailureKind::CutShort,
            FormatError::Corrupt { .. } => FailureKind::Corrupt,
            FormatError::Crashed => FailureKind::DecoderFailed,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<&WorkerError> for Failure {
    fn from(error: &WorkerError) -> Self {
        let kind = match error {
            WorkerError::Format(error) => return error.into(),
            // Nobody hears of a stop: it happens to what was forgotten.
            WorkerError::Crashed(_) | WorkerError::Nonsense(_) | WorkerError::Stopped => {
                FailureKind::DecoderFailed
            }
            WorkerError::OutOfMemory => FailureKind::TooMuchMemory,
            WorkerError::TimedOut(_) => FailureKind::DecodeTimeout,
            WorkerError::CannotStart(_) => FailureKind::DecoderMissing,
        };
        Self::new(kind, error.to_string())
    }
}
