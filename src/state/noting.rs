//! The note of a ticket, wherever it was typed.

use crate::model::{Deed, InvoiceNr, Stamp};

use super::action::Effect;
use super::judging::{record, say};
use super::{State, Word};

/// Keeps it, unless it says what the ticket's note says already.
pub(super) fn note(state: &mut State, nr: InvoiceNr, text: &str, stamp: Stamp) -> Vec<Effect> {
    let entry = state.library.get(nr);
    if entry.is_none_or(|entry| *entry.ticket.note == *text) {
        return Vec::new();
    }
    if let Err(access) = state.judging.may_write() {
        return say(state, Word::OnlyToLookAt(access));
    }
    record(state, Some(nr), Deed::Noted(text.to_owned()), stamp)
}
