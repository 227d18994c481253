//! Originals of pages: the files that the user named, what was decoded of them, and what buckets refuse.
//! Lasts as long as the window: nothing of it is written anywhere.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::{EngineCommand, Failure, OriginalEvent, OriginalSource, Picture};
use crate::geometry::Placement;
use crate::model::{Invoice, InvoiceNr, OriginalFiles, PageKey, PictureKey};

use super::action::{Effect, ReadError};
use super::{Library, NoticeKind, State};

/// Most pages whose originals are wanted at one time: the open one and the nearest. A photo takes 64 MB.
const MAX_WANTED: usize = 3;

/// What there is of originals.
#[derive(Debug, Default)]
pub struct Originals {
    files: Arc<OriginalFiles>,
    /// Searches for files under way.
    searches: usize,
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
    pub picture: Arc<Picture>,
}

/// What a search for files came to.
#[derive(Clone, Debug, Default)]
pub struct FoundFiles {
    pub files: OriginalFiles,
    /// There were more than are ever taken.
    pub is_cut: bool,
    /// The first folder or file that could not be read.
    pub error: Option<ReadError>,
}

/// What the user does about originals.
#[derive(Debug)]
pub enum OriginalsAction {
    /// Take what lies there: a folder or a single file.
    Name(PathBuf),
    Found(FoundFiles),
    /// Forget all files named so far.
    Forget,
}

impl Originals {
    pub fn files(&self) -> &OriginalFiles {
        &self.files
    }

    /// Invoices of the review whose original is among the files.
    pub fn matched(&self) -> usize {
        self.matched
    }

    pub fn is_searching(&self) -> bool {
        self.searches > 0
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
    pub(super) fn for_next_review(&mut self) -> Self {
        Self {
            files: std::mem::take(&mut self.files),
            refusing: std::mem::take(&mut self.refusing),
            ..Self::default()
        }
    }

    /// Invoices that the platform has only now described.
    pub(super) fn count_described<'a>(&mut self, invoices: impl IntoIterator<Item = &'a Invoice>) {
        let files = &self.files;
        let has_file = |invoice: &&Invoice| files.of(invoice).is_some();
        self.matched += invoices.into_iter().filter(has_file).count();
    }

    fn keep_only(&mut self, pages: &[PageKey]) {
        self.held.retain(|page, _| pages.contains(page));
    }

    /// Takes other files to be the originals.
    fn replace(&mut self, files: Arc<OriginalFiles>, library: &mut Library) -> Vec<Effect> {
        self.files = Arc::clone(&files);
        self.held.clear();
        self.failed.clear();
        self.matched = library.count_with_original(&files);
        library.forget_originals();
        vec![Effect::Engine(EngineCommand::UseOriginals(files))]
    }
}

impl State {
    /// The original on which the region of `nr` is drawn, and where its pixels lie.
    pub fn original(&self, nr: InvoiceNr) -> Option<(&Original, &Placement)> {
        let entry = self.library.get(nr)?;
        let page = &entry.invoice.as_ref()?.picture_key.page;
        let placement = entry.located.as_ref()?.original.as_deref()?;
        Some((self.originals.held.get(page)?, placement))
    }

    /// The invoices whose pages' originals are wanted: the open one and the nearest, one for each page.
    pub fn wanted_originals(&self) -> Vec<InvoiceNr> {
        let Some(viewer) = &self.viewer else {
            return Vec::new();
        };
        let mut pages = Vec::new();
        let mut wanted = Vec::new();
        for nr in std::iter::once(viewer.nr).chain(self.neighbours()) {
            let Some(page) = self.page_of(nr) else {
                continue;
            };
            if !pages.contains(&page) && !self.library.is_original_refuted(nr) {
                pages.push(page);
                wanted.push(nr);
            }
        }
        wanted.truncate(MAX_WANTED);
        wanted
    }

    /// Of these, those whose page's original is here.
    pub fn held_originals(&self, wanted: &[InvoiceNr]) -> Vec<InvoiceNr> {
        let is_held = |nr: &&InvoiceNr| {
            let page = self.page_of(**nr);
            page.is_some_and(|page| self.originals.held.contains_key(page))
        };
        wanted.iter().filter(is_held).copied().collect()
    }

    fn page_of(&self, nr: InvoiceNr) -> Option<&PageKey> {
        let invoice = self.library.get(nr)?.invoice.as_ref()?;
        Some(&invoice.picture_key.page)
    }

    /// Lets go of originals that are neither open nor next to the open one.
    pub(super) fn release_originals(&mut self) {
        let wanted = self.wanted_originals();
        let pages = wanted
            .into_iter()
            .filter_map(|nr| self.page_of(nr).cloned());
        let pages: Vec<PageKey> = pages.collect();
        self.originals.keep_only(&pages);
    }
}

pub(super) fn update(state: &mut State, action: OriginalsAction) -> Vec<Effect> {
    match action {
        OriginalsAction::Name(path) => {
            state.originals.searches += 1;
            vec![Effect::FindOriginals(path)]
        }
        OriginalsAction::Found(found) => {
            state.originals.searches = state.originals.searches.saturating_sub(1);
            take(state, found)
        }
        OriginalsAction::Forget => {
            let none = Arc::default();
            state.originals.replace(none, &mut state.library)
        }
    }
}

/// Adds the files that were found to those known, and says how many.
pub(super) fn take(state: &mut State, found: FoundFiles) -> Vec<Effect> {
    let FoundFiles {
        files,
        is_cut,
        error,
    } = found;
    if files.is_empty() {
        state.notice = Some(error.map_or(NoticeKind::NoOriginals, NoticeKind::FileFailed));
        return Vec::new();
    }
    let taken = files.len();
    let mut all = Arc::clone(&state.originals.files);
    Arc::make_mut(&mut all).merge(files);
    let effects = state.originals.replace(all, &mut state.library);
    state.notice = Some(NoticeKind::OriginalsTaken {
        taken,
        matched: state.originals.matched,
        repeated: state.originals.files.repeated(),
        is_cut: is_cut || error.is_some(),
    });
    effects
}

pub(super) fn told(state: &mut State, event: OriginalEvent) {
    match event {
        OriginalEvent::Ready {
            page,
            source,
            picture,
        } => {
            state.library.original_seen(&page, picture.facts);
            let process = match &source {
                OriginalSource::File(path) => format!("\0{}", path.display()),
                OriginalSource::Uncropped => "\0".to_owned(),
            };
            let original = Original {
                key: PictureKey {
                    page: page.clone(),
                    process: process.into(),
                },
                source,
                picture,
            };
            state.originals.held.insert(page, original);
            state.release_originals();
        }
        OriginalEvent::Failed { page, failure, .. } => {
            state.originals.failed.insert(page, failure);
        }
        OriginalEvent::UncroppedRefused { bucket } => {
            state.originals.refusing.insert(bucket);
        }
    }
}
