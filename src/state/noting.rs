//! The note of a ticket, wherever it was typed.

use crate::model::{Deed, InvoiceNr, Stamp};

use super::State;
use super::action::Effect;
use super::judging::{record, say};

/// Keeps it, unless it says what the ticket's note says already.
pub(super) fn note(state: &mut State, nr: InvoiceNr, text: &str, stamp: Stamp) -> Vec<Effect> {
    let entry = state.shown_entry(nr);
    if entry.is_none_or(|entry| *entry.ticket.note == *text) {
        return Vec::new();
    }
    if let Err(word) = state.may_add(nr) {
        return say(state, word);
    }
    record(state, Some(nr), Deed::Noted(text.to_owned()), stamp)
}
