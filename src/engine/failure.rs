//! Why something could not be had: one kind per cause that a user can act on.

use std::fmt;

use crate::redact::redact;

/// What went wrong with an invoice's link, download or decoding.
///
/// Holds no token and no link; `detail` is cut to [`MAX_DETAIL_CHARS`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    /// For the curious and for support: a status, a server's code and request number.
    pub detail: String,
}

/// Longest detail kept of a failure.
const MAX_DETAIL_CHARS: usize = 300;

/// The causes. The name given by [`FailureKind::code`] is part of the report's format and names the
/// sentence that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FailureKind {
    /// No token was given yet.
    TokenMissing,
    /// The platform refuses the token: wrong, expired or of another company.
    TokenRefused,
    /// The platform gives no token for the app key: wrong, or of another platform.
    KeyRefused,
    /// The platform answered something else than the documented answer, such as a gateway's HTML page.
    AnswerUnreadable,
    /// The platform reports an error of its own.
    PlatformError,
    /// The platform or the bucket asks to slow down, and went on asking.
    Throttled,
    /// The server reports an error of its own (5xx).
    ServerError,
    /// The host's name is not known or the network is down.
    Offline,
    /// Nothing answers at the address: wrong address, refused.
    Unreachable,
    /// A proxy in between wants to know who asks.
    ProxyAuth,
    /// The server's certificate is not trusted.
    Certificate,
    /// The server took too long.
    Timeout,
    /// The server wants the request sent elsewhere; it is not followed.
    Redirected,
    /// The platform gave no link for the invoice.
    NoLink,
    /// The platform's link is none that may be fetched (not https, credentials in it).
    LinkUnsafe,
    /// The link went out of date again and again.
    LinkExpired,
    /// The bucket says that the link was altered.
    LinkAltered,
    /// The stored file is gone.
    FileGone,
    /// The link asks for a part outside the stored picture.
    CropOutside,
    /// The bucket refuses the link's processing (picture too large for it, no picture).
    ProcessingRefused,
    /// The bucket refuses the request for another reason.
    Refused,
    /// The file is larger than is ever fetched.
    FileTooLarge,
    /// The transfer ended early.
    CutShort,
    /// The file is empty.
    FileEmpty,
    /// A web page came in place of the file: mostly a network's login.
    WebPage,
    /// The bytes are no ticket: an error message, another kind of file.
    NotAPicture,
    /// An XML invoice: data without a picture.
    DataFile,
    /// A kind of file that this version cannot show.
    Unsupported,
    /// Locked with a password.
    Encrypted,
    /// More pixels than are ever decoded.
    PictureTooLarge,
    /// A document with more in it than is ever drawn.
    TooComplex,
    /// The bytes are broken.
    Corrupt,
    /// The decoder failed on it.
    DecoderFailed,
    /// A file that the user named as an original cannot be read.
    OriginalUnreadable,
    /// The decoder took too long and was ended.
    DecodeTimeout,
    /// Decoding takes more memory than a decoder may have.
    TooMuchMemory,
    /// There is no decoder: its program is gone, was replaced, or may not be started.
    DecoderMissing,
}

impl FailureKind {
    /// Whether no connection came about, so that the host itself may be away.
    pub(super) fn is_no_connection(self) -> bool {
        matches!(self, Self::Offline | Self::Unreachable)
    }

    /// Whether every further request would fail in the same way until somebody changes something.
    pub(super) fn needs_the_user(self) -> bool {
        matches!(self, Self::Certificate | Self::ProxyAuth | Self::Redirected)
    }

    /// Stable name: `error.code` in the report.
    pub fn code(self) -> &'static str {
        match self {
            Self::TokenMissing => "token_missing",
            Self::TokenRefused => "token_refused",
            Self::KeyRefused => "key_refused",
            Self::AnswerUnreadable => "answer_unreadable",
            Self::PlatformError => "platform_error",
            Self::Throttled => "throttled",
            Self::ServerError => "server_error",
            Self::Offline => "offline",
            Self::ProxyAuth => "proxy_auth",
            Self::Unreachable => "unreachable",
            Self::Certificate => "certificate",
            Self::Timeout => "timeout",
            Self::Redirected => "redirected",
            Self::NoLink => "no_link",
            Self::LinkUnsafe => "link_unsafe",
            Self::LinkExpired => "link_expired",
            Self::LinkAltered => "link_altered",
            Self::FileGone => "file_gone",
            Self::CropOutside => "crop_outside",
            Self::ProcessingRefused => "processing_refused",
            Self::Refused => "refused",
            Self::FileTooLarge => "file_too_large",
            Self::CutShort => "cut_short",
            Self::FileEmpty => "file_empty",
            Self::WebPage => "web_page",
            Self::NotAPicture => "not_a_picture",
            Self::DataFile => "data_file",
            Self::Unsupported => "unsupported",
            Self::Encrypted => "encrypted",
            Self::PictureTooLarge => "picture_too_large",
            Self::TooComplex => "too_complex",
            Self::Corrupt => "corrupt",
            Self::DecoderFailed => "decoder_failed",
            Self::OriginalUnreadable => "original_unreadable",
            Self::DecodeTimeout => "decode_timeout",
            Self::TooMuchMemory => "too_much_memory",
            Self::DecoderMissing => "decoder_missing",
        }
    }
}

impl Failure {
    pub fn new(kind: FailureKind, detail: impl Into<String>) -> Self {
        let mut detail = redact(&detail.into()).into_owned();
        if let Some((end, _)) = detail.char_indices().nth(MAX_DETAIL_CHARS) {
            detail.truncate(end);
        }
        Self { kind, detail }
    }

    /// The same, with the host that it is about.
    pub(super) fn at(self, host: &str) -> Self {
        if self.detail.is_empty() {
            return Self::new(self.kind, host);
        }
        Self::new(self.kind, format!("{host}: {}", self.detail))
    }

    /// Whether a decoder may have died of the file: trying again means giving it more time, once.
    pub fn is_of_decoding(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::DecoderFailed | FailureKind::DecodeTimeout | FailureKind::TooMuchMemory
        )
    }

    /// Whether the same request may well succeed later without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.kind,
            FailureKind::Throttled
                | FailureKind::ServerError
                | FailureKind::Offline
                | FailureKind::Unreachable
                | FailureKind::Timeout
                | FailureKind::AnswerUnreadable
                | FailureKind::PlatformError
                | FailureKind::LinkExpired
                | FailureKind::CutShort
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() {
            return f.write_str(self.kind.code());
        }
        write!(f, "{}: {}", self.kind.code(), self.detail)
    }
}
