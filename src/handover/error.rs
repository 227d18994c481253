//! Why something could not be handed over.

use std::io;
use std::sync::Arc;

use crate::engine::Failure;
use crate::locale::Locale;
use crate::report::WriteError;

use super::SinkError;

/// Why invoices or their pictures could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum HandoverFetchError {
    /// The platform refuses to be asked.
    #[error("{0}")]
    Blocked(Arc<Failure>),
    #[error("the background stopped answering")]
    Silent,
    #[error("{0}")]
    Start(#[from] io::Error),
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The user changed their mind.
    #[error("given up")]
    Cancelled,
}

/// Why a report is not where it was to be.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The user changed their mind; nothing was written.
    #[error("given up")]
    Cancelled,
    /// Pictures could not be put aside until they are written.
    #[error("{0}")]
    Album(#[from] io::Error),
}

impl HandOverError {
    /// What to do about it, in one line.
    pub fn sentence(&self, locale: &Locale) -> String {
        match self {
            Self::Write(error) => write_sentence(error, locale),
            Self::Cancelled => locale.with("export-cancelled", &[]),
            Self::Album(error) => {
                let values = [("detail", locale.io_error(error).into())];
                locale.with("audit-report-write", &values)
            }
        }
    }
}

/// What to do about a report that is not where it was to be.
pub fn write_sentence(error: &WriteError, locale: &Locale) -> String {
    let (key, path, source) = match error {
        WriteError::Folder { folder, source } => ("audit-report-folder", Some(folder), source),
        WriteError::Replace { path, source, .. } => ("audit-report-held", Some(path), source),
        WriteError::Write(source) => ("audit-report-write", None, source),
    };
    let path = path.map(|path| path.display().to_string());
    let values = [
        ("path", path.unwrap_or_default().into()),
        ("detail", locale.io_error(source).into()),
    ];
    let mut sentence = locale.with(key, &values);
    if let WriteError::Replace {
        kept: Some(kept), ..
    } = error
    {
        let kept = [("path", kept.display().to_string().into())];
        sentence.push_str(&locale.with("audit-report-kept", &kept));
    }
    sentence
}
