//! One invoice as the platform described it, and what its picture turned out to be.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::geometry::{OssChain, PictureSize};

use super::region::RawRegion;
use super::{InvoiceId, InvoiceNr, MediaType};

/// Identity of a page: host and object key of a link, percent-decoded, without the query.
///
/// Two invoices with the same page key lie on the same page: the platform stores one object for several tickets.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageKey(Arc<str>);

impl PageKey {
    pub fn new(host_and_path: &str) -> Self {
        Self(host_and_path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port: pages of one bucket share them.
    pub fn bucket(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The last part of the object's key, which is mostly a file's name.
    pub fn object_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}

impl fmt::Debug for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Identity of a picture: a page and the processing that its link carries, never the link itself.
///
/// What has the same key is downloaded and decoded once, however many invoices show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PictureKey {
    pub page: PageKey,
    /// Decoded value of the link's `x-oss-process`; empty where it has none.
    pub process: Arc<str>,
}

/// What the links call answered for one ID, without the link.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    pub nr: InvoiceNr,
    pub id: InvoiceId,
    pub picture_key: PictureKey,
    pub region: RawRegion,
    /// As the platform sent it: `ocr` in the samples, other values occur.
    pub source: Arc<str>,
    /// As the platform sent it; a label, never a path.
    pub file_name: Arc<str>,
}

impl Invoice {
    /// What the link's processing does to the page.
    pub fn chain(&self) -> OssChain {
        OssChain::parse(&self.picture_key.process)
    }
}

/// What decoding found out about a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureFacts {
    /// Delivered, upright pixels of the whole picture.
    pub size: PictureSize,
    pub media_type: MediaType,
    /// EXIF orientation found in the delivered bytes, 1 to 8; the pixels shown are already upright.
    pub orientation: u8,
    /// Frames or pages in the file. Of a picture the first one is shown; a document's pages are shown one by one.
    pub frames: u32,
    /// Whether all of the picture came: the file ended where its format says it should, and nothing in it is damaged.
    pub complete: bool,
    /// Another font stands in for one that a document names and does not hold.
    pub substituted: bool,
    /// Objects of a document's first page that could not be drawn.
    pub skipped: u32,
    /// All of it is white paper.
    pub blank: bool,
    /// Of the file's bytes: the same for the same file, and hardly ever for another. Zero where nobody took it.
    #[serde(default)]
    pub fingerprint: u64,
}

impl PictureFacts {
    /// Of one picture that came whole and upright, and of which nothing else is known.
    pub fn whole(size: PictureSize, media_type: MediaType) -> Self {
        Self {
            size,
            media_type,
            orientation: 1,
            frames: 1,
            complete: true,
            substituted: false,
            skipped: 0,
            blank: false,
            fingerprint: 0,
        }
    }

    /// What can be held against facts of an earlier start, which may know nothing of the file.
    pub fn but_for_file(self) -> Self {
        Self {
            fingerprint: 0,
            ..self
        }
    }

    /// A PDF or an OFD: drawn, not photographed. Its regions count pixels of a page of fixed width.
    pub fn is_document(&self) -> bool {
        self.media_type.is_document()
    }
}
