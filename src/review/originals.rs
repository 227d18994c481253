//! Originals of pages: the files that the user named, what was decoded of them, and what buckets refuse.
//! Lasts as long as the program: nothing of it is written anywhere.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::engine::{Failure, FullPicture, OriginalEvent, OriginalSource};
use crate::model::{Invoice, OriginalFiles, PageKey, PictureKey};

use super::Library;

/// What there is of originals.
#[derive(Debug, Default)]
pub struct Originals {
    files: Arc<OriginalFiles>,
    /// Invoices whose original is among the files.
    matched: usize,
    held: HashMap<PageKey, Original>,
    failed: HashMap<PageKey, Arc<Failure>>,
    /// Buckets that refuse links without their processing.
    refusing: HashSet<String>,
}

/// A decoded original.
#[derive(Clone, Debug)]
pub struct Original {
    /// Names its pixels where textures are kept; never the key of a delivered picture.
    pub key: PictureKey,
    pub source: OriginalSource,
    pub picture: Arc<FullPicture>,
}

impl Originals {
    pub fn files(&self) -> &OriginalFiles {
        &self.files
    }

    /// Invoices of the review whose original is among the files.
    pub fn matched(&self) -> usize {
        self.matched
    }

    /// The original of a page, while it is held.
    pub fn get(&self, page: &PageKey) -> Option<&Original> {
        self.held.get(page)
    }

    /// Why the original of a page could not be had.
    pub fn failure(&self, page: &PageKey) -> Option<&Arc<Failure>> {
        self.failed.get(page)
    }

    /// Whether the page's bucket refuses to hand out more than crops.
    pub fn is_uncropped_refused(&self, page: &PageKey) -> bool {
        self.refusing.contains(page.bucket())
    }

    /// What outlives the review.
    pub fn for_next_review(&mut self) -> Self {
        Self {
            files: std::mem::take(&mut self.files),
            refusing: std::mem::take(&mut self.refusing),
            ..Self::default()
        }
    }

    /// Counts invoices that the platform has only now described.
    pub fn count_described<'a>(&mut self, invoices: impl IntoIterator<Item = &'a Invoice>) {
        let files = &self.files;
        let has_file = |invoice: &&Invoice| files.of(invoice).is_some();
        self.matched += invoices.into_iter().filter(has_file).count();
    }

    /// Lets go of what was decoded for other pages.
    pub fn keep_only(&mut self, pages: &[PageKey]) {
        self.held.retain(|page, _| pages.contains(page));
    }

    /// The files known so far with these added.
    pub fn with_more(&self, files: OriginalFiles) -> Arc<OriginalFiles> {
        let mut all = Arc::clone(&self.files);
        Arc::make_mut(&mut all).merge(files);
        all
    }

    /// Takes these files to be the originals, and no others.
    pub fn use_files(&mut self, files: Arc<OriginalFiles>, library: &mut Library) {
        self.held.clear();
        self.failed.clear();
        self.matched = library.count_with_original(&files);
        self.files = files;
        library.forget_originals();
    }

    /// Takes in what the background said of an original.
    pub fn apply(&mut self, event: OriginalEvent, library: &mut Library) {
        match event {
            OriginalEvent::Ready {
                page,
                source,
                picture,
            } => {
                library.original_seen(&page, picture.facts);
                let process = match &source {
                    OriginalSource::File(path) => format!("\0{}", path.display()),
                    OriginalSource::Uncropped => "\0".to_owned(),
                    OriginalSource::Attachment => "\0attachment".to_owned(),
                };
                let original = Original {
                    key: PictureKey {
                        page: page.clone(),
                        process: process.into(),
                    },
                    source,
                    picture,
                };
                self.held.insert(page, original);
            }
            OriginalEvent::Failed { page, failure } => {
                self.failed.insert(page, failure);
            }
            OriginalEvent::UncroppedRefused { bucket } => {
                self.refusing.insert(bucket);
            }
        }
    }
}
