//! What of the review is shown, and which invoice the focus is on: views, steps, opening and closing.

use crate::model::InvoiceNr;
use crate::review::{Filter, Filters, ListOrder};

use super::action::{Effect, Move};
use super::{State, Viewer, Word, test_tickets};

/// Where a search began, to go back there.
#[derive(Clone, Copy, Debug)]
pub struct SearchedFrom {
    /// What had the focus.
    began: Option<InvoiceNr>,
    /// What got it, as the first that was found.
    landed: Option<InvoiceNr>,
}

pub(super) fn show(state: &mut State, filter: Filter) -> Vec<Effect> {
    state.listing.view.filters.choose(filter);
    refocus(state)
}

/// Shows a whole group in the grid, whatever was looked at or searched for.
pub(super) fn show_all(state: &mut State, filter: Filter) -> Vec<Effect> {
    state.next_look();
    state.viewer = None;
    release_pictures(state);
    state.listing.view.search.clear();
    state.listing.view.filters = Filters::default();
    show(state, filter)
}

pub(super) fn search(state: &mut State, text: String) -> Vec<Effect> {
    forget_all_judged(state);
    let was_empty = state.listing.view.search.trim().is_empty();
    let is_empty = text.trim().is_empty();
    state.listing.view.search = text;
    if is_empty && let Some(from) = state.searched_from.take() {
        // Who went nowhere since is where the search began.
        let went_nowhere = state.current == from.landed;
        state.refresh();
        let back = from.began.filter(|_| went_nowhere);
        return select(state, back.or(state.current));
    }
    let began = match state.searched_from.take() {
        Some(from) => from.began,
        None if was_empty && !is_empty => state.current,
        None => return refocus(state),
    };
    let effects = refocus(state);
    state.searched_from = Some(SearchedFrom {
        began,
        landed: state.current,
    });
    effects
}

pub(super) fn set_order(state: &mut State, order: ListOrder) -> Vec<Effect> {
    let view = &mut state.listing.view;
    let is_new = view.order != order;
    view.is_reversed &= !is_new;
    view.order = order;
    if is_new && order == ListOrder::ByFinding && state.viewer.is_none() {
        // Whoever asks for the suspicious ones wants to begin with them.
        forget_all_judged(state);
        state.refresh();
        let first = state.listing.shown().first().copied();
        return select(state, first);
    }
    refocus(state)
}

/// That was said of what was shown before.
fn forget_all_judged(state: &mut State) {
    if state.judging.word == Some(Word::AllJudged) {
        state.judging.word = None;
    }
}

/// After the view changed: keeps the focus where it is if it is still shown, else takes the first.
pub(super) fn refocus(state: &mut State) -> Vec<Effect> {
    forget_all_judged(state);
    state.refresh();
    let current = state
        .current
        .filter(|&nr| state.listing.position(nr).is_some())
        .or_else(|| state.listing.shown().first().copied());
    select(state, current)
}

pub(super) fn select(state: &mut State, nr: Option<InvoiceNr>) -> Vec<Effect> {
    state.current = nr;
    nr.map(Effect::Reveal).into_iter().collect()
}

/// A plain click or key: what was selected is not any more. In the order by suspicion nothing moves from now on, as findings
/// that still arrive would make tickets jump under the hand of whoever works on them.
fn take_up(state: &mut State) {
    state.searched_from = None;
    state.selection.give_up();
    if state.listing.view.order == ListOrder::ByFinding {
        state.listing.freeze();
    }
}

pub(super) fn choose(state: &mut State, nr: InvoiceNr) -> Vec<Effect> {
    take_up(state);
    select(state, Some(nr))
}

pub(super) fn move_selection(state: &mut State, to: Move) -> Vec<Effect> {
    state.refresh();
    take_up(state);
    let nr = target(state, to);
    select(state, nr.or(state.current))
}

/// Where such a step leads from the focus.
pub(super) fn target(state: &State, to: Move) -> Option<InvoiceNr> {
    match to {
        Move::By(steps) if state.current.is_some() => state.listing.step(state.current, steps),
        Move::By(_) | Move::First => state.listing.shown().first().copied(),
        Move::Last => state.listing.shown().last().copied(),
    }
}

pub(super) fn open(state: &mut State, nr: InvoiceNr) -> Vec<Effect> {
    if state.library.get(nr).is_none() {
        return Vec::new();
    }
    take_up(state);
    let look = state.next_look();
    let nr = test_tickets::led_to(state, nr);
    let viewer = state.viewer.get_or_insert_with(|| Viewer::new(nr, look));
    viewer.show(nr, look);
    test_tickets::pose_again(state);
    release_pictures(state);
    select(state, Some(nr))
}

pub(super) fn close_viewer(state: &mut State) -> Vec<Effect> {
    state.next_look();
    state.viewer = None;
    release_pictures(state);
    select(state, state.current)
}

/// Lets go of full pictures that are neither open nor next to the open one.
pub(super) fn release_pictures(state: &mut State) {
    let keys: Vec<_> = state
        .viewer
        .iter()
        .map(|viewer| viewer.nr)
        .chain(state.neighbours())
        .filter_map(|nr| {
            let invoice = state.library.get(nr)?.invoice.as_ref()?;
            Some(invoice.picture_key.clone())
        })
        .collect();
    state.pictures.keep_only(&keys);
    let open = state.viewer.as_ref().and_then(|viewer| {
        let invoice = state.library.get(viewer.nr)?.invoice.as_ref()?;
        Some((&invoice.picture_key, viewer.page))
    });
    state.documents.keep_only(&keys, open);
    state.release_originals();
}
