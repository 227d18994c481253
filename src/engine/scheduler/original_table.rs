//! The table of originals: where that of each page comes from and how far it is, what each bucket answered, and the
//! memory kept for them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::page_file::PageFile;
use crate::engine::FullPicture;
use crate::engine::bounded_cache::BoundedCache;
use crate::engine::config::EngineConfig;
use crate::engine::originals::OriginalSource;
use crate::geometry::{ChainStep, OssChain};
use crate::model::{Invoice, InvoiceNr, OriginalFiles, PageKey};

/// Tries in all where the network failed: for the one question to a bucket, and for each page of one that allows it.
pub(super) const MAX_TRIES: u32 = 3;
/// Memory for originals, as parts of the budgets for bytes and for pixels.
const BUDGET_PART: usize = 2;

pub(super) struct OriginalTable {
    pub files: Arc<OriginalFiles>,
    pub wanted: Vec<InvoiceNr>,
    pub open: Option<InvoiceNr>,
    /// The network failed for the open invoice; it must be opened again for another try.
    pub failed_while_open: bool,
    pub pages: IndexMap<PageKey, PageOriginal>,
    /// Pages whose original is known to be a file of a bill.
    pub attached: HashMap<PageKey, PageFile>,
    buckets: HashMap<String, Bucket>,
    /// Uncropped files of buckets, so that none is fetched twice; files of the user are read again.
    pub bytes: BoundedCache<PageKey, Arc<[u8]>>,
    pub pixels: BoundedCache<PageKey, Arc<FullPicture>>,
    /// The window has these, or was sent them since it last said which it has.
    pub sent: HashSet<PageKey>,
}

pub(super) struct PageOriginal {
    pub source: OriginalSource,
    pub step: OriginalStep,
    pub tries: u32,
}

/// Where the pixels of an original stand.
pub(super) enum OriginalStep {
    Idle,
    /// Being read or fetched.
    Getting,
    Got(Arc<[u8]>),
    Decoding,
    Failed,
}

/// What is known of a bucket and links without their processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bucket {
    /// So many tries failed on the way.
    Unknown {
        tries: u32,
    },
    Asked {
        tries: u32,
    },
    Allows,
    Refuses,
}

impl OriginalTable {
    pub fn new(config: &EngineConfig) -> Self {
        Self {
            files: Arc::default(),
            wanted: Vec::new(),
            open: None,
            failed_while_open: false,
            pages: IndexMap::new(),
            attached: HashMap::new(),
            buckets: HashMap::new(),
            bytes: BoundedCache::new(config.bytes_budget / BUDGET_PART),
            pixels: BoundedCache::new(config.pixels_budget / BUDGET_PART),
            sent: HashSet::new(),
        }
    }

    /// Forgets the review; the files and what buckets answered belong to the run.
    pub fn clear(&mut self, config: &EngineConfig) {
        let files = Arc::clone(&self.files);
        let answered = |(bucket, state)| match state {
            Bucket::Asked { tries } => (bucket, Bucket::Unknown { tries }),
            settled => (bucket, settled),
        };
        let buckets = std::mem::take(&mut self.buckets);
        *self = Self {
            files,
            buckets: buckets.into_iter().map(answered).collect(),
            ..Self::new(config)
        };
    }

    /// Other files are to be looked at: forgets all that came from the old ones, and what the window was sent.
    pub fn replace_files(&mut self, files: Arc<OriginalFiles>, config: &EngineConfig) {
        self.files = files;
        self.pages.clear();
        self.pixels = BoundedCache::new(config.pixels_budget / BUDGET_PART);
        self.sent.clear();
        self.failed_while_open = false;
    }

    /// Looks for a page's original where it is to be found now; `None` where there is no such place.
    pub fn page(&mut self, invoice: &Invoice) -> Option<&mut PageOriginal> {
        let page = &invoice.picture_key.page;
        let known = self.pages.get(page).map(|original| &original.source);
        let source = match (known, self.files.of(invoice)) {
            // Another invoice of the page named it, maybe under another name.
            (Some(OriginalSource::File(_)), _) | (Some(OriginalSource::Attachment), None) => None,
            (_, Some(path)) => Some(OriginalSource::File(Arc::clone(path))),
            (_, None) if self.attached.contains_key(page) && !self.is_at_hand(page) => {
                Some(OriginalSource::Attachment)
            }
            (None, None) if is_cropped(&invoice.chain()) => Some(OriginalSource::Uncropped),
            (_, None) => None,
        };
        if let Some(source) = source {
            let fresh = PageOriginal {
                source,
                step: OriginalStep::Idle,
                tries: 0,
            };
            self.pages.insert(page.clone(), fresh);
        }
        self.pages.get_mut(page)
    }

    /// The page's original is this file; what went wrong with it before is forgotten.
    pub fn attach(&mut self, page: PageKey, file: PageFile) {
        let known = self.pages.get_mut(&page);
        if let Some(original) = known.filter(|it| it.source == OriginalSource::Attachment)
            && matches!(original.step, OriginalStep::Failed)
        {
            (original.step, original.tries) = (OriginalStep::Idle, 0);
        }
        self.attached.entry(page).or_insert(file);
    }

    /// The original if it still comes from there.
    pub fn from(&mut self, page: &PageKey, source: &OriginalSource) -> Option<&mut PageOriginal> {
        self.pages
            .get_mut(page)
            .filter(|original| original.source == *source)
    }

    pub fn bucket(&self, page: &PageKey) -> Bucket {
        let known = self.buckets.get(page.bucket()).copied();
        known.unwrap_or(Bucket::Unknown { tries: 0 })
    }

    pub fn set_bucket(&mut self, page: &PageKey, bucket: Bucket) {
        self.buckets.insert(page.bucket().to_owned(), bucket);
    }

    pub fn may_ask(&self, page: &PageKey) -> bool {
        match self.bucket(page) {
            Bucket::Unknown { tries } => tries < MAX_TRIES,
            Bucket::Allows => true,
            Bucket::Asked { .. } | Bucket::Refuses => false,
        }
    }

    pub fn is_at_hand(&self, page: &PageKey) -> bool {
        self.sent.contains(page) || self.pixels.contains(page)
    }
}

/// Whether the link's picture may lack parts of the page.
fn is_cropped(chain: &OssChain) -> bool {
    let cuts = |step: &ChainStep| {
        matches!(
            step,
            ChainStep::Crop(_) | ChainStep::IndexCrop(_) | ChainStep::Unknown(_)
        )
    };
    chain.steps().iter().any(cuts)
}
