//! Leaving a review or the window: not before the user said so where verdicts would be lost, or said where else they are
//! to be saved.

use std::path::PathBuf;

use crate::engine::EngineCommand;
use crate::model::InvoiceId;
use crate::store::{self, Header, StoreError, Whole};

use super::action::{Effect, StoreCall};
use super::judging::Keeping;
use super::keeping::platform_name;
use super::{KeptPlace, NoticeKind, State, exporting, joining};

/// What would lose verdicts that are not on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Going back to the start page.
    Review,
    /// Closing the window.
    Window,
}

/// What the user, or the desktop, wants of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaveAction {
    /// The window is to be closed, and verdicts would be lost.
    Ask,
    /// Leave, whatever is lost.
    Go(Leaving),
    /// Close the window once the report is written.
    AfterExport,
    /// Leave once the whole review is in the file that this text means.
    SaveTo(String),
    Saved(Result<PathBuf, StoreError>),
    Stay,
}

/// Another file for a review that cannot be written to its own.
#[derive(Debug, Default)]
pub struct Elsewhere {
    pub is_saving: bool,
    /// Why the last file was none.
    pub trouble: Option<StoreError>,
}

impl State {
    /// Whether verdicts are lost if the review is left now: they cannot be written at the moment.
    pub fn would_lose(&self) -> bool {
        let judging = &self.judging;
        let is_kept = matches!(judging.keeping, Keeping::Kept { .. });
        judging.unsaved() > 0 && (judging.trouble.is_some() || !is_kept)
    }

    /// The file that is proposed where the review's own cannot be written.
    pub fn proposed_file(&self) -> PathBuf {
        let judging = &self.judging;
        let name = match &judging.keeping {
            Keeping::Kept { at, .. } => at.file().and_then(|it| it.file_name()).map(PathBuf::from),
            Keeping::Nowhere | Keeping::Opening | Keeping::Failed(_) => None,
        };
        let name = name.unwrap_or_else(|| {
            let first: Vec<InvoiceId> = self.ids().collect();
            format!("{}.ilens", store::list_name(&store::today(), &first)).into()
        });
        let folder = self.reviews.elsewhere.clone().unwrap_or_default();
        folder.join(name)
    }

    fn ids(&self) -> impl Iterator<Item = InvoiceId> {
        self.library.entries().iter().map(|entry| entry.id.clone())
    }

    /// All of the review that is in memory.
    pub(super) fn whole(&self) -> Whole {
        // A review in a file asks no test tickets.
        let place = KeptPlace {
            test: None,
            ..self.place()
        };
        let entries = self.library.entries().iter();
        let learned = entries
            .clone()
            .filter_map(|entry| Some((entry.id.clone(), entry.learned()?)));
        Whole {
            header: Header {
                platform: platform_name(self).unwrap_or_default(),
                place: place.to_text(),
                intake: self.intake_text(),
            },
            old: match &self.judging.keeping {
                Keeping::Kept { at, .. } => at.file().map(PathBuf::from),
                Keeping::Nowhere | Keeping::Opening | Keeping::Failed(_) => None,
            },
            learned: learned.collect(),
            tickets: entries
                .map(|entry| (entry.id.clone(), entry.truth().clone()))
                .collect(),
            unsaved: self.judging.unsaved.values().cloned().collect(),
            ignored: self.library.ignored(),
            reviewer: self.settings.reviewer.as_str().into(),
        }
    }
}

pub(super) fn update(state: &mut State, action: LeaveAction) -> Vec<Effect> {
    match action {
        LeaveAction::Ask => state.leaving = Some(Leaving::Window),
        LeaveAction::Stay => {
            state.leaving = None;
            state.exporting.closes_after = false;
            state.elsewhere.trouble = None;
        }
        LeaveAction::Go(Leaving::Review) => return leave(state),
        LeaveAction::Go(Leaving::Window) => return exporting::close(state),
        LeaveAction::AfterExport => state.exporting.closes_after = true,
        LeaveAction::SaveTo(text) => return save(state, &text),
        LeaveAction::Saved(result) => return saved(state, result),
    }
    Vec::new()
}

fn save(state: &mut State, text: &str) -> Vec<Effect> {
    if state.elsewhere.is_saving {
        return Vec::new();
    }
    let Some(to) = store::file_meant(text, &state.proposed_file()) else {
        state.elsewhere.trouble = Some(StoreError::Missing);
        return Vec::new();
    };
    state.elsewhere.is_saving = true;
    state.elsewhere.trouble = None;
    vec![Effect::SaveElsewhere(Box::new(state.whole()), to)]
}

fn saved(state: &mut State, result: Result<PathBuf, StoreError>) -> Vec<Effect> {
    state.elsewhere.is_saving = false;
    let path = match result {
        Ok(path) => path,
        Err(error) => {
            state.elsewhere.trouble = Some(error);
            return Vec::new();
        }
    };
    match state.leaving.take() {
        Some(Leaving::Window) => {
            state.judging.unsaved.clear();
            state.judging.kept_here.clear();
            vec![Effect::CloseWindow]
        }
        Some(Leaving::Review) => {
            let effects = leave(state);
            let path = path.display().to_string();
            state.notice = Some(NoticeKind::SavedElsewhere(path));
            effects
        }
        // They stayed meanwhile: what the review's own file lacks is not saved there by this.
        None => Vec::new(),
    }
}

/// Back to the start page; asks first where verdicts would be lost.
pub(super) fn new_review(state: &mut State) -> Vec<Effect> {
    if state.would_lose() {
        state.leaving = Some(Leaving::Review);
        return Vec::new();
    }
    leave(state)
}

fn leave(state: &mut State) -> Vec<Effect> {
    joining::note_progress(state);
    let settings = state.settings.clone();
    let (base, managed) = (state.base.clone(), std::mem::take(&mut state.managed));
    let originals = state.originals.for_next_review();
    let remembered = std::mem::take(&mut state.remembered);
    let reviews = std::mem::take(&mut state.reviews);
    // What was refused is not to be used again by itself.
    let access = state.access.take().filter(|_| !state.needs_token());
    let roots = std::mem::take(&mut state.exporting.roots);
    let private_addresses = state.exporting.private_addresses;
    let proxy = std::mem::take(&mut state.exporting.proxy);
    let running = state.exporting.running.take();
    *state = State::new(settings);
    (state.base, state.managed) = (base, managed);
    state.originals = originals;
    state.remembered = remembered;
    state.reviews = reviews;
    state.access = access;
    state.exporting.roots = roots;
    state.exporting.private_addresses = private_addresses;
    state.exporting.proxy = proxy;
    state.exporting.running = running;
    let mut effects = vec![Effect::Engine(EngineCommand::Clear)];
    if state.reviews.folder.is_some() {
        effects.extend([StoreCall::Close, StoreCall::ReadRecents].map(Effect::Store));
    }
    effects
}

#[cfg(test)]
#[path = "leaving_tests.rs"]
mod tests;
