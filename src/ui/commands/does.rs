//! What commands come down to, where it takes more than a word.

use egui::Event;

use crate::engine::RunState;
use crate::model::{Stamp, Verdict};
use crate::review::ListOrder;
use crate::state::{
    Action, ExportAction, HandOverPage, JudgeAction, Move, NoticeKind, SelectAction, SheetAction,
    State, ViewerAction,
};

use super::{Request, Situation};

/// What the event's Shift means is for the state to say.
pub fn judge(situation: &Situation<'_>, verdict: Verdict) -> Request {
    let is_turned = match situation.event {
        Some(Event::Key { modifiers, .. }) => modifiers.shift,
        _ => false,
    };
    judging(JudgeAction::Judge {
        verdict,
        stamp: Stamp::now(),
        is_turned,
    })
}

pub fn judging(action: JudgeAction) -> Request {
    Request::Action(Action::Judge(action))
}

pub fn can_clear(state: &State) -> bool {
    if state.means_selection() {
        return true;
    }
    let entry = state.looked_at().and_then(|nr| state.shown_entry(nr));
    entry.is_some_and(|entry| entry.ticket.verdict().is_some())
}

pub fn select(to: Move) -> Request {
    Request::Action(Action::MoveSelection(to))
}

pub fn selecting(action: SelectAction) -> Request {
    Request::Action(Action::Selecting(action))
}

pub fn extend(to: Move) -> Request {
    selecting(SelectAction::Extend(to))
}

/// So many screens on.
pub fn screens(situation: &Situation<'_>, by: isize) -> Request {
    let per = situation.grid.tiles_per_page;
    if situation.state.shows_sheet() {
        return Request::Action(Action::Sheet(SheetAction::Turn { by, per }));
    }
    select(Move::By(by * per as isize))
}

/// The most suspicious first, or else as listed.
pub fn suspicious_first(state: &State) -> ListOrder {
    match state.listing.view.order {
        ListOrder::ByFinding => ListOrder::Listed,
        _ => ListOrder::ByFinding,
    }
}

pub fn show(page: HandOverPage) -> Request {
    Request::Action(Action::Export(ExportAction::Show(Some(page))))
}

pub fn look(action: ViewerAction) -> Request {
    Request::Action(Action::Viewer(action))
}

pub fn is_stopped(state: &State) -> bool {
    matches!(state.run, RunState::Paused | RunState::Blocked(_))
}

pub fn copy_id(situation: &Situation<'_>) -> Request {
    let state = situation.state;
    let id = state.looked_at().and_then(|nr| state.shown_id(nr));
    id.map_or(Request::Nothing, |id| {
        let id = id.to_string();
        Request::Copy(id.clone(), Action::Notify(NoticeKind::Copied(id)))
    })
}

pub fn paste(situation: &Situation<'_>) -> Request {
    match situation.event {
        // A token would pass for an ID and be shown.
        Some(Event::Paste(text)) if situation.state.needs_token() => Request::Token(text.clone()),
        Some(Event::Paste(text)) => Request::Action(Action::AddIds(text.clone())),
        _ => Request::Nothing,
    }
}
