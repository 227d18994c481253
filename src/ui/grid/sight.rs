//! What the grid shows at this moment, and of what it shows enough to judge it.

use crate::model::{InvoiceNr, Verdict};
use crate::review::{Entry, Stage};
use crate::state::{Action, JudgeAction, SelectAction, SheetAction, Sight, State};

use super::grid_ui::Grid;
use crate::ui::commands::Request;
use crate::ui::paint::thumbnails::Thumbnails;

/// What the last frame showed from edge to edge.
pub fn sight(grid: &Grid, state: &State, thumbnails: &Thumbnails) -> Sight {
    let shown = state.listing.shown();
    let screen = shown.get(grid.whole()).unwrap_or_default().to_vec();
    let ready = if state.sheet.is_on {
        let is_there = |nr: &InvoiceNr| grid.sheet.is_sharp(*nr);
        screen.iter().copied().filter(is_there).collect()
    } else {
        let is_there = |nr: &InvoiceNr| !awaits_pixels(state, *nr, thumbnails);
        screen.iter().copied().filter(is_there).collect()
    };
    Sight { screen, ready }
}

/// What the state is told and asked for one request: before what depends on what is seen, what that is.
pub fn in_time(
    grid: &mut Grid,
    state: &State,
    thumbnails: &Thumbnails,
    request: Request,
) -> Vec<Request> {
    if is_too_early(grid, state, thumbnails, &request) {
        if let Some(nr) = state.current {
            grid.reveal(nr);
        }
        return vec![Request::Action(Action::Judge(JudgeAction::NotYet))];
    }
    let sight = sight(grid, state, thumbnails);
    let told = before(sight, state, &request).map(Request::Action);
    told.into_iter().chain([request]).collect()
}

fn before(sight: Sight, state: &State, request: &Request) -> Option<Action> {
    let depends = match request {
        Request::Action(Action::Judge(
            JudgeAction::Judge { .. } | JudgeAction::AskReason | JudgeAction::Clear(_),
        )) => state.means_selection() || state.shows_sheet(),
        Request::Action(Action::Sheet(SheetAction::Accept(_))) => true,
        _ => false,
    };
    depends.then_some(Action::Selecting(SelectAction::InSight(sight)))
}

/// Of a tile that is out of view or whose pixels are not there yet nobody can say whether it is correct.
fn is_too_early(grid: &Grid, state: &State, thumbnails: &Thumbnails, request: &Request) -> bool {
    let is_correct = match request {
        Request::Action(Action::Judge(JudgeAction::Judge { verdict, .. })) => {
            *verdict == Verdict::Correct
        }
        Request::Action(Action::Judge(JudgeAction::AskReason)) => false,
        _ => return false,
    };
    let Some(nr) = state.current.filter(|_| state.viewer.is_none()) else {
        return false;
    };
    if state.means_selection() {
        return false;
    }
    let may_be_correct = || state.library.get(nr).is_some_and(Entry::can_be_correct);
    let is_coarse = state.sheet.is_on && is_correct && !grid.sheet.is_sharp(nr) && may_be_correct();
    let (visible, _) = grid.interest(state.listing.shown(), thumbnails.capacity());
    !visible.contains(&nr) || awaits_pixels(state, nr, thumbnails) || is_coarse
}

fn awaits_pixels(state: &State, nr: InvoiceNr, thumbnails: &Thumbnails) -> bool {
    let entry = state.library.get(nr);
    let entry = entry.filter(|entry| entry.stage == Stage::Ready);
    let key = entry.and_then(|entry| Some(&entry.invoice.as_ref()?.picture_key));
    key.is_some_and(|key| !thumbnails.has(key))
}
