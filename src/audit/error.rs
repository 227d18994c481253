//! Why a run wrote no report, and the one line that says so.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::{Failure, FailureKind};
use crate::handover::{HandOverError, HandoverFetchError};
use crate::locale::Locale;
use crate::platform::RootsError;

/// Why no report was written.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error("no invoice ID was given")]
    NoIds,
    #[error("the address of the platform is none")]
    BadEndpoint,
    #[error("no token was given")]
    NoToken,
    #[error("INVOICE_LENS_TOKEN holds no token")]
    BadToken,
    /// One of the app's two secrets is there without the other.
    #[error("an app key and its security belong together")]
    HalfKey,
    #[error("INVOICE_LENS_APP_KEY or INVOICE_LENS_APP_SECURITY holds no key")]
    BadKey,
    /// The platform refuses to be asked.
    #[error("{0}")]
    Blocked(Arc<Failure>),
    #[error("{}: {source}", path.display())]
    CaFile { path: PathBuf, source: RootsError },
    #[error("no report ends like this name")]
    Format,
    #[error("the stand-in platform cannot start: {0}")]
    Demo(String),
    #[error("{0}")]
    Start(HandoverFetchError),
    /// Signals cannot be listened to, or a file beside the report cannot be made.
    #[error("{0}")]
    System(#[from] io::Error),
    #[error("{0}")]
    Report(#[from] HandOverError),
    #[error("the picture {} cannot be written: {source}", path.display())]
    Picture { path: PathBuf, source: io::Error },
}

impl AuditError {
    /// One line for the user: what happened and what to do.
    pub fn sentence(&self, locale: &Locale) -> String {
        let key = match self {
            Self::NoIds => "audit-no-ids",
            Self::BadEndpoint => "start-address-bad",
            Self::NoToken => "audit-no-token",
            Self::BadToken => "audit-bad-token",
            Self::HalfKey => "audit-half-key",
            Self::Format => "audit-format",
            Self::BadKey => "audit-bad-key",
            Self::Blocked(failure) if failure.kind == FailureKind::KeyRefused => {
                "audit-key-refused"
            }
            Self::Blocked(failure) if failure.kind == FailureKind::TokenRefused => {
                "audit-token-refused"
            }
            Self::Blocked(failure) => return locale.failure(failure.kind.code()),
            Self::CaFile { .. } => {
                return locale.with("audit-ca-file", &[("detail", self.to_string().into())]);
            }
            Self::Report(error) => return error.sentence(locale),
            Self::System(error) => {
                return locale.with("audit-failed", &[("detail", locale.io_error(error).into())]);
            }
            Self::Picture { path, source } => {
                let values = [
                    ("path", path.display().to_string().into()),
                    ("why", locale.io_error(source).into()),
                ];
                return locale.with("audit-picture-write", &values);
            }
            Self::Demo(_) | Self::Start(_) => {
                return locale.with("audit-failed", &[("detail", self.to_string().into())]);
            }
        };
        locale.text(key).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::report::WriteError;

    #[test]
    fn a_report_that_was_kept_elsewhere_is_found_by_its_sentence() {
        let error = AuditError::Report(HandOverError::Write(WriteError::Replace {
            path: "report.json".into(),
            kept: Some("report-2.json".into()),
            source: io::ErrorKind::PermissionDenied.into(),
        }));
        for (lang, advice) in [(Lang::En, "Close it"), (Lang::ZhCn, "请关闭")] {
            let sentence = error.sentence(&Locale::new(lang));
            for part in [advice, "report.json", "report-2.json"] {
                assert!(sentence.contains(part), "{part} in {sentence}");
            }
        }
    }
}
