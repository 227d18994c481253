//! Originals of pages, as the window needs them: which are wanted, and what the user and the background say of them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::{EngineCommand, OriginalEvent};
use crate::geometry::Placement;
use crate::model::{BillKey, InvoiceNr, OriginalFiles, PageKey};
use crate::review::Original;

use super::action::{Effect, ReadError};
use super::{NoticeKind, State};

/// Most pages whose originals are wanted at one time: the open one and the nearest. A photo takes 64 MB.
const MAX_WANTED: usize = 3;

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
    /// Look among the attachments of their bills: for the open ticket, or for all.
    FromAttachments {
        of_all: bool,
    },
}

impl State {
    /// The original on which the region of `nr` is drawn, and where its pixels lie.
    pub fn original(&self, nr: InvoiceNr) -> Option<(&Original, &Placement)> {
        let entry = self.library.get(nr)?;
        let page = &entry.invoice.as_ref()?.picture_key.page;
        let placement = entry.located.as_ref()?.original.as_deref()?;
        Some((self.originals.get(page)?, placement))
    }

    /// The invoices whose pages' originals are wanted: the open one and the nearest, one for each page.
    pub fn wanted_originals(&self) -> Vec<InvoiceNr> {
        let open = self.viewer.as_ref().map(|viewer| viewer.nr);
        let mut pages = Vec::new();
        let mut wanted = Vec::new();
        for nr in open.into_iter().chain(self.neighbours()) {
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

    /// The bill in whose attachments the ticket's original may be: they are asked for by bills' IDs alone.
    pub fn bill_with_attachments(&self, nr: InvoiceNr) -> Option<&BillKey> {
        self.bill_beyond_crop(nr).filter(|bill| bill.is_id())
    }

    /// The bill of a ticket that is not shown with its whole page, and so may have an original that shows more.
    pub fn bill_beyond_crop(&self, nr: InvoiceNr) -> Option<&BillKey> {
        let entry = self.library.get(nr)?;
        let placement = entry
            .located
            .as_deref()
            .and_then(|it| it.placement.as_deref());
        let has_whole = placement.is_some_and(|it| it.whole_page);
        let bill = entry.particulars.bill.as_ref();
        bill.filter(|_| !has_whole)
    }

    /// Of these, those whose page's original is here.
    pub fn held_originals(&self, wanted: &[InvoiceNr]) -> Vec<InvoiceNr> {
        let is_held = |nr: &&InvoiceNr| {
            let page = self.page_of(**nr);
            page.is_some_and(|page| self.originals.get(page).is_some())
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
            state.original_searches += 1;
            vec![Effect::FindOriginals(path)]
        }
        OriginalsAction::Found(found) => {
            state.original_searches = state.original_searches.saturating_sub(1);
            take(state, found)
        }
        OriginalsAction::Forget => use_files(state, Arc::default()),
        OriginalsAction::FromAttachments { of_all } => {
            let open = state.viewer.as_ref().map(|viewer| viewer.nr);
            let numbers = state.library.numbers();
            let numbers = numbers.filter(|nr| of_all || Some(*nr) == open);
            let asked = numbers
                .filter_map(|nr| Some((nr, state.bill_with_attachments(nr)?.clone())))
                .collect();
            vec![Effect::Engine(EngineCommand::UseAttachments(asked))]
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
    let all = state.originals.with_more(files);
    let effects = use_files(state, all);
    state.notice = Some(NoticeKind::OriginalsTaken {
        taken,
        matched: state.originals.matched(),
        repeated: state.originals.files().repeated(),
        is_cut: is_cut || error.is_some(),
    });
    effects
}

fn use_files(state: &mut State, files: Arc<OriginalFiles>) -> Vec<Effect> {
    state
        .originals
        .use_files(Arc::clone(&files), &mut state.library);
    vec![Effect::Engine(EngineCommand::UseOriginals(files))]
}

pub(super) fn told(state: &mut State, event: OriginalEvent) {
    let came = matches!(event, OriginalEvent::Ready { .. });
    state.originals.apply(event, &mut state.library);
    if came {
        state.release_originals();
    }
}
