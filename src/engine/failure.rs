//! Why something could not be had: one kind per cause that a user can act on.

use std::fmt;

use crate::model::coded;
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

coded! {
    /// The causes. The code is `error.code` in the report and names the sentence that people read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum FailureKind {
        /// No token was given yet.
        TokenMissing = "token_missing",
        /// The platform refuses the token: wrong, expired or of another company.
        TokenRefused = "token_refused",
        /// The platform refuses this one call, with a token that works for others: its app may not make it, or it expired
        /// meanwhile.
        NotPermitted = "not_permitted",
        /// The platform gives no token for the app key: wrong, or of another platform.
        KeyRefused = "key_refused",
        /// The platform answered something else than the documented answer, such as a gateway's HTML page.
        AnswerUnreadable = "answer_unreadable",
        /// The platform reports an error of its own.
        PlatformError = "platform_error",
        /// The platform or the bucket asks to slow down, and went on asking.
        Throttled = "throttled",
        /// The server reports an error of its own (5xx).
        ServerError = "server_error",
        /// The host's name is not known or the network is down.
        Offline = "offline",
        /// Nothing answers at the address: wrong address, refused.
        Unreachable = "unreachable",
        /// A proxy in between wants to know who asks.
        ProxyAuth = "proxy_auth",
        /// Nothing answers at the proxy's address.
        ProxyUnreachable = "proxy_unreachable",
        /// The proxy forbids the connection, or cannot make it.
        ProxyRefused = "proxy_refused",
        /// The proxy that is set is of a kind that cannot be used; it is not passed by.
        ProxyUnsupported = "proxy_unsupported",
        /// The server's certificate is not trusted.
        Certificate = "certificate",
        /// The server took too long.
        Timeout = "timeout",
        /// The server wants the request sent elsewhere; it is not followed.
        Redirected = "redirected",
        /// The platform gave no link for the invoice.
        NoLink = "no_link",
        /// The platform's link is none that may be fetched (not https, credentials in it).
        LinkUnsafe = "link_unsafe",
        /// The link leads inside the network, which the user has not allowed.
        PrivateAddress = "private_address",
        /// The link went out of date again and again.
        LinkExpired = "link_expired",
        /// The bucket says that the link was altered.
        LinkAltered = "link_altered",
        /// The link is refused, by whoever stands before the bucket, without the bucket's own reason.
        LinkRefused = "link_refused",
        /// The stored file is gone.
        FileGone = "file_gone",
        /// The link asks for a part outside the stored picture.
        CropOutside = "crop_outside",
        /// The bucket refuses the link's processing (picture too large for it, no picture).
        ProcessingRefused = "processing_refused",
        /// The bucket refuses the request for another reason.
        Refused = "refused",
        /// The file is larger than is ever fetched.
        FileTooLarge = "file_too_large",
        /// The transfer ended early.
        CutShort = "cut_short",
        /// The file is empty.
        FileEmpty = "file_empty",
        /// A web page came in place of the file: mostly a network's login.
        WebPage = "web_page",
        /// The bytes are no ticket: an error message, another kind of file.
        NotAPicture = "not_a_picture",
        /// An XML invoice: data without a picture.
        DataFile = "data_file",
        /// A kind of file that this version cannot show.
        Unsupported = "unsupported",
        /// Locked with a password.
        Encrypted = "encrypted",
        /// More pixels than are ever decoded.
        PictureTooLarge = "picture_too_large",
        /// A document with more in it than is ever drawn.
        TooComplex = "too_complex",
        /// The bytes are broken.
        Corrupt = "corrupt",
        /// The decoder failed on it.
        DecoderFailed = "decoder_failed",
        /// A file that the user named as an original cannot be read.
        OriginalUnreadable = "original_unreadable",
        /// The decoder took too long and was ended.
        DecodeTimeout = "decode_timeout",
        /// Decoding takes more memory than a decoder may have.
        TooMuchMemory = "too_much_memory",
        /// There is no decoder: its program is gone, was replaced, or may not be started.
        DecoderMissing = "decoder_missing",
        /// Not looked at: the run was told to end.
        Interrupted = "interrupted",
        /// Not looked at: the run's time was up.
        DeadlinePassed = "deadline",
        /// Not looked at, or only without its picture: pictures of this run can no longer be written.
        PicturesUnwritable = "pictures_unwritable",
        /// Not looked at: the background stopped answering.
        BackgroundLost = "background_lost",
    }
}

impl FailureKind {
    /// Whether another run may well have what this one had not, since nothing is wrong with the invoice itself.
    pub fn may_pass(self) -> bool {
        self.is_retryable()
            || self.needs_the_user()
            || matches!(
                self,
                Self::TokenMissing
                    | Self::TokenRefused
                    | Self::NotPermitted
                    | Self::KeyRefused
                    | Self::WebPage
                    | Self::DecoderMissing
                    | Self::Interrupted
                    | Self::DeadlinePassed
                    | Self::PicturesUnwritable
                    | Self::BackgroundLost
            )
    }

    fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::Throttled
                | Self::ServerError
                | Self::Offline
                | Self::Unreachable
                | Self::ProxyUnreachable
                | Self::ProxyRefused
                | Self::Timeout
                | Self::AnswerUnreadable
                | Self::PlatformError
                | Self::LinkExpired
                | Self::CutShort
        )
    }

    /// Whether no connection came about, so that the host itself may be away.
    pub(super) fn is_no_connection(self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Unreachable | Self::ProxyUnreachable | Self::ProxyRefused
        )
    }

    /// Whether the host itself may be to blame: there was no connection, or no answer of it but an error of its own or the
    /// wish to be left alone.
    pub(super) fn is_host_trouble(self) -> bool {
        let is_no_answer = matches!(
            self,
            Self::ServerError | Self::Timeout | Self::CutShort | Self::Throttled
        );
        is_no_answer || self.is_no_connection()
    }

    /// Whether every further request would fail in the same way until somebody changes something.
    pub(super) fn needs_the_user(self) -> bool {
        matches!(
            self,
            Self::Certificate | Self::ProxyAuth | Self::ProxyUnsupported | Self::Redirected
        )
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
        self.kind.is_retryable()
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
