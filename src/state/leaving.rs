//! Leaving a review or the window: not before the user said so where verdicts would be lost.

use crate::engine::EngineCommand;

use super::State;
use super::action::{Effect, StoreCall};
use super::judging::Keeping;

/// What would lose verdicts that are not on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Going back to the start page.
    Review,
    /// Closing the window.
    Window,
}

/// What the user, or the desktop, wants of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveAction {
    /// The window is to be closed, and verdicts would be lost.
    Ask,
    /// Leave, whatever is lost.
    Go(Leaving),
    Stay,
}

impl State {
    /// Whether verdicts are lost if the review is left now: they cannot be written at the moment.
    pub fn would_lose(&self) -> bool {
        let judging = &self.judging;
        let is_kept = matches!(judging.keeping, Keeping::Kept { .. });
        judging.unsaved() > 0 && (judging.trouble.is_some() || !is_kept)
    }
}

pub(super) fn update(state: &mut State, action: LeaveAction) -> Vec<Effect> {
    match action {
        LeaveAction::Ask => state.leaving = Some(Leaving::Window),
        LeaveAction::Stay => state.leaving = None,
        LeaveAction::Go(Leaving::Review) => return leave(state),
        LeaveAction::Go(Leaving::Window) => return vec![Effect::CloseWindow],
    }
    Vec::new()
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
    let settings = state.settings.clone();
    let originals = state.originals.for_next_review();
    let remembered = std::mem::take(&mut state.remembered);
    let reviews = std::mem::take(&mut state.reviews);
    let access = state.access.take();
    let roots = std::mem::take(&mut state.exporting.roots);
    *state = State::new(settings);
    state.originals = originals;
    state.remembered = remembered;
    state.reviews = reviews;
    state.access = access;
    state.exporting.roots = roots;
    let mut effects = vec![Effect::Engine(EngineCommand::Clear)];
    if state.reviews.folder.is_some() {
        effects.extend([StoreCall::Close, StoreCall::ReadRecents].map(Effect::Store));
    }
    effects
}
