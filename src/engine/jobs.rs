//! What the scheduler has done, and what it hears when that ended.

use std::sync::Arc;
use std::time::Duration;

use crate::formats::Pixels;
use crate::model::{Invoice, InvoiceId, InvoiceNr, PageText};
use crate::platform::SignedUrl;

use super::inquiry::{Inquiry, Reply};
use super::originals::{OriginalEnded, OriginalJob};
use super::{DecodedPixels, Failure, Patience};

/// One call of the platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct CallNr(pub u64);

/// One token after the other, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TokenNr(pub u64);

/// Where a token comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenSource {
    /// Issued for the app key.
    Key,
    /// The successor of the one before.
    Renewal,
}

/// One picture in the scheduler's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PictureNr(pub u32);

impl PictureNr {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Work to be started now; the scheduler hands out no more than there are hands.
#[derive(Debug)]
pub(super) enum Job {
    /// Have a token issued or renewed; `token` is the one before.
    Authorise {
        token: TokenNr,
        source: TokenSource,
    },
    AskLinks {
        call: CallNr,
        ids: Vec<(InvoiceNr, InvoiceId)>,
    },
    /// Anything else of the platform.
    Inquire {
        call: CallNr,
        inquiry: Inquiry,
    },
    Fetch {
        picture: PictureNr,
        link: SignedUrl,
    },
    Decode {
        picture: PictureNr,
        bytes: Arc<[u8]>,
        pixels: Pixels,
        patience: Patience,
    },
    /// Read what is printed in it.
    Read {
        picture: PictureNr,
        bytes: Arc<[u8]>,
        most_lines: usize,
    },
    Original(OriginalJob),
}

impl Job {
    /// Whether it asks a server for something.
    pub fn is_request(&self) -> bool {
        match self {
            Self::Decode { .. } | Self::Read { .. } => false,
            Self::Original(job) => job.is_request(),
            _ => true,
        }
    }
}

/// Work that ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// How long the new token lives.
    Authorised {
        token: TokenNr,
        result: Result<Duration, AttemptFailed>,
    },
    Links {
        call: CallNr,
        result: Result<LinksFound, AttemptFailed>,
    },
    Inquired {
        call: CallNr,
        result: Result<Reply, AttemptFailed>,
    },
    Fetched {
        picture: PictureNr,
        result: Result<Delivered, AttemptFailed>,
    },
    Decoded {
        picture: PictureNr,
        pixels: Pixels,
        result: Result<DecodedPixels, Failure>,
    },
    Read {
        picture: PictureNr,
        result: Result<Arc<PageText>, Failure>,
    },
    Original(OriginalEnded),
}

/// The platform's answer to one call. What was asked and is in neither list is unknown to the platform.
#[derive(Debug, Default)]
pub(super) struct LinksFound {
    pub found: Vec<FoundLink>,
    /// Known to the platform, without a link that may be fetched.
    pub unusable: Vec<(InvoiceNr, Failure)>,
}

#[derive(Debug)]
pub(super) struct FoundLink {
    pub invoice: Invoice,
    pub link: SignedUrl,
    /// How long the link works, from its answer on.
    pub life: Duration,
}

/// One file.
#[derive(Debug)]
pub(super) struct Delivered {
    pub bytes: Arc<[u8]>,
    /// The bucket held it back, because too much is asked of it.
    pub was_slowed: bool,
}

/// A call or a download that failed.
#[derive(Debug)]
pub(super) struct AttemptFailed {
    pub failure: Failure,
    /// How long the server wants to be left alone.
    pub retry_after: Option<Duration>,
    /// Smaller calls for the same may succeed.
    pub splits: bool,
    /// The platform refused what was asked, not who asked.
    pub is_rejected: bool,
}
