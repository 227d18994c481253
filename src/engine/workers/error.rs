//! Why a worker delivered no picture.

use std::time::Duration;

use thiserror::Error;

use crate::formats::FormatError;

/// Why there is no picture: the file's fault, the worker's end, or no worker at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WorkerError {
    /// The worker looked at the file and said no.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The worker died of the file.
    #[error("the decoder crashed ({0})")]
    Crashed(String),
    /// The worker asked for more memory than it may have.
    #[error("decoding takes too much memory")]
    OutOfMemory,
    /// The worker was ended because it took too long.
    #[error("no picture after {} s", .0.as_secs())]
    TimedOut(Duration),
    /// The worker was ended because its answer was none.
    #[error("the decoder talked {0}")]
    Nonsense(&'static str),
    /// There is no worker: the program is gone, was replaced or may not be started.
    #[error("the decoder cannot be started: {0}")]
    CannotStart(String),
    /// Nobody wants the picture any more.
    #[error("stopped")]
    Stopped,
}

impl WorkerError {
    /// Whether the file ended the worker that looked at it, so that it should not be shown to the next one.
    pub(super) fn is_killing(&self) -> bool {
        match self {
            Self::Crashed(_) | Self::OutOfMemory | Self::TimedOut(_) | Self::Nonsense(_) => true,
            Self::Format(_) | Self::CannotStart(_) | Self::Stopped => false,
        }
    }
}
