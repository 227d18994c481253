//! The file of a bill that is the original of a page, and the link to it while that lives.

use std::time::Duration;

use crate::platform::{AttachedFile, SignedUrl};

/// A link is not used in the last part of its life: it might end during the download.
const MARGIN_PART: u32 = 10;

/// The file that is the original of a page.
#[derive(Debug)]
pub(super) struct PageFile {
    pub file: AttachedFile,
    pub link: Option<FileLink>,
    pub is_asked: bool,
}

#[derive(Debug)]
pub(super) struct FileLink {
    url: SignedUrl,
    usable_until: Duration,
}

impl FileLink {
    pub fn new(url: SignedUrl, life: Duration, now: Duration) -> Self {
        let usable_until = now + life.saturating_sub(life / MARGIN_PART);
        Self { url, usable_until }
    }
}

impl PageFile {
    pub fn link(&self, now: Duration) -> Option<&SignedUrl> {
        let link = self.link.as_ref().filter(|it| now < it.usable_until)?;
        Some(&link.url)
    }
}
