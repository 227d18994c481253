//! Taking back what was done, and doing it again: one event, or all that were one deed of the reviewer.

use crate::model::{Deed, EventId, InvoiceId, Part, Stamp, Turn};

use super::action::Effect;
use super::correcting;
use super::ignoring::say_ignored;
use super::judging::{go_to, record, say};
use super::{State, Word};

/// Which way, and how it is called.
struct UndoWay {
    deed: fn(EventId) -> Deed,
    one: fn(InvoiceId, Part) -> Word,
    many: fn(usize) -> Word,
    nothing: Word,
}

pub(super) fn undo(state: &mut State, stamp: Stamp) -> Vec<Effect> {
    if let Some(is_done) = correcting::undo(state) {
        state.judging.word = (!is_done).then_some(Word::NothingToUndo);
        return Vec::new();
    }
    let way = UndoWay {
        deed: Deed::Undone,
        one: Word::Undone,
        many: Word::UndoneMany,
        nothing: Word::NothingToUndo,
    };
    let turn = state.judging.history.to_undo();
    again(state, stamp, turn, way)
}

pub(super) fn redo(state: &mut State, stamp: Stamp) -> Vec<Effect> {
    if let Some(is_done) = correcting::redo(state) {
        state.judging.word = (!is_done).then_some(Word::NothingToRedo);
        return Vec::new();
    }
    let way = UndoWay {
        deed: Deed::Redone,
        one: Word::Redone,
        many: Word::RedoneMany,
        nothing: Word::NothingToRedo,
    };
    let turn = state.judging.history.to_redo();
    again(state, stamp, turn, way)
}

/// Goes to where it happened.
fn again(state: &mut State, stamp: Stamp, turn: Option<Turn>, way: UndoWay) -> Vec<Effect> {
    if let Err(access) = state.judging.may_write() {
        return say(state, Word::OnlyToLookAt(access));
    }
    let turn = turn.unwrap_or_default();
    let first = turn.invoices.first();
    let nr = first.and_then(|id| state.library.number_of(id));
    if nr.is_none() && turn.finding.is_none() {
        return say(state, way.nothing);
    }
    let mut effects = Vec::new();
    let mut stamp = stamp;
    for (event, invoice) in turn.events {
        let about = invoice.and_then(|id| state.library.number_of(&id));
        effects.extend(record(state, about, (way.deed)(event), stamp));
        stamp = stamp.another();
    }
    if let Some(nr) = nr {
        effects.extend(go_to(state, nr));
    }
    if let Some(finding) = turn.finding {
        say_ignored(state, finding);
        return effects;
    }
    state.judging.word = match turn.invoices.as_slice() {
        [one] => Some((way.one)(one.clone(), turn.part)),
        many => Some((way.many)(many.len())),
    };
    effects
}
