//! Which ticket comes next: the next that is still to be judged, in a team among those that are one's own, and those that
//! were judged last.

use crate::model::InvoiceNr;
use crate::review::Judged;

use super::action::Effect;
use super::judging::go_to;
use super::{State, claims, sheet};

/// To what is to be judged next. Among those with nothing to judge, to the next of them.
pub(super) fn advance(state: &mut State, nr: InvoiceNr) -> Vec<Effect> {
    if let Some(effects) = sheet::advance(state, nr) {
        return effects;
    }
    let entry = state.library.get(nr);
    if entry.is_some_and(|entry| !entry.can_be_correct())
        && let Some(nr) = next(state, true, Judged::Cannot)
    {
        return go_to(state, nr);
    }
    to_unjudged(state, true)
}

pub(super) fn to_unjudged(state: &mut State, is_forward: bool) -> Vec<Effect> {
    match next(state, is_forward, Judged::Not) {
        Some(nr) => go_to(state, nr),
        None => claims::go_on(state, is_forward),
    }
}

/// The next of the list that stands so with its reviewer.
pub(super) fn next(state: &mut State, is_forward: bool, wanted: Judged) -> Option<InvoiceNr> {
    state.refresh();
    let state = &*state;
    let library = &state.library;
    let is_wanted = |nr| {
        let entry = library.get(nr);
        entry.is_some_and(|entry| Judged::of(entry) == wanted) && state.is_own(nr)
    };
    state.listing.next(state.stands_at(), is_forward, is_wanted)
}

pub(super) fn to_last_judged(state: &mut State) -> Vec<Effect> {
    let here = state.stands_at();
    let library = &state.library;
    let judged = state.judging.history.latest();
    let numbers = judged.filter_map(|id| library.number_of(id));
    let mut seen = Vec::new();
    // From one that was judged a moment ago to the one before it.
    for nr in numbers {
        if !seen.contains(&nr) {
            seen.push(nr);
        }
        if seen.len() > LOOKED_BACK {
            break;
        }
    }
    let at = seen.iter().position(|nr| Some(*nr) == here);
    let next = at.map_or(0, |at| at + 1);
    match seen.get(next).copied() {
        Some(nr) => go_to(state, nr),
        None => Vec::new(),
    }
}

/// How many of those judged last can be gone back to one by one.
const LOOKED_BACK: usize = 50;
