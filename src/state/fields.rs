//! What OCR read of the ticket that is looked at: saying which of it is wrong, and what is right.

use crate::engine::{EngineCommand, EngineEvent};
use crate::model::{Deed, FieldMark, FieldName, FieldValue, InvoiceNr, Stamp, WrongField};

use super::action::Effect;
use super::judging;
use super::{Room, State, Word};

/// A field of the open ticket is being marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marking {
    pub nr: InvoiceNr,
    /// The field whose right value is typed; `None` while it is to be said which one is wrong.
    pub field: Option<FieldName>,
    /// It was right until now: who changes their mind leaves it so.
    pub(super) is_new: bool,
}

/// What a reviewer does about the fields of the open ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldAction {
    /// Say which field is wrong, by its number.
    Choose,
    /// This one is wrong, whatever is right.
    Mark(FieldName, Stamp),
    /// What is right, where it is marked; without a text it is only wrong.
    Answer(String, Stamp),
    /// It is right after all.
    Unmark(FieldName, Stamp),
    /// Nothing is to be said any more.
    Leave,
    /// Ask the platform again.
    AskAgain,
}

impl State {
    /// What is being said of the fields of the open ticket.
    pub fn marking(&self) -> Option<&Marking> {
        let open = self.viewer.as_ref()?.nr;
        self.marking.as_ref().filter(|marking| marking.nr == open)
    }

    /// Whether OCR read something of the open ticket.
    pub fn has_fields(&self) -> bool {
        let open = self.viewer.as_ref().and_then(|it| self.library.get(it.nr));
        open.is_some_and(|entry| entry.particulars.fields.is_some())
    }
}

/// What was read in a picture is held against what OCR read of its invoices, whether or not anybody opens them.
pub(super) fn told(state: &State, event: &EngineEvent) -> Option<Effect> {
    let EngineEvent::PictureRead { invoices, text } = event else {
        return None;
    };
    let library = &state.library;
    let is_due = |nr: &InvoiceNr| text.is_read && library.wants_fields(*nr);
    let due: Vec<InvoiceNr> = invoices.iter().copied().filter(is_due).collect();
    (!due.is_empty()).then(|| Effect::Engine(EngineCommand::AskFieldsAhead(due)))
}

pub(super) fn update(state: &mut State, action: FieldAction) -> Vec<Effect> {
    let open = state.viewer.as_ref().map(|viewer| viewer.nr);
    match (action, open) {
        // What was typed is of the ticket that it was typed for, whichever is open by now.
        (FieldAction::Answer(text, stamp), _) => answer(state, &text, stamp),
        (FieldAction::Leave, _) => leave(state),
        (_, None) => Vec::new(),
        (FieldAction::Choose, Some(nr)) => choose(state, nr),
        (FieldAction::Mark(field, stamp), Some(nr)) => mark(state, nr, field, stamp),
        (FieldAction::Unmark(field, stamp), Some(nr)) => {
            state.marking = None;
            say(state, nr, FieldMark { field, wrong: None }, stamp)
        }
        (FieldAction::AskAgain, Some(nr)) => {
            state.library.ask_fields_again(&[nr]);
            vec![Effect::Engine(EngineCommand::AskFields(vec![nr]))]
        }
    }
}

/// The fields are beside the ticket, whether or not the details were.
fn choose(state: &mut State, nr: InvoiceNr) -> Vec<Effect> {
    if let Err(word) = state.may_add(nr) {
        return judging::say(state, word);
    }
    if !state.has_fields() {
        return judging::say(state, Word::NoFields);
    }
    match &mut state.room {
        Room::Wide => state.settings.shows_details = true,
        Room::Narrow { is_drawer_open } => *is_drawer_open = true,
    }
    state.marking = Some(Marking {
        nr,
        field: None,
        is_new: false,
    });
    Vec::new()
}

/// It is wrong from now on; what is right may be typed.
fn mark(state: &mut State, nr: InvoiceNr, field: FieldName, stamp: Stamp) -> Vec<Effect> {
    let known = state.shown_entry(nr);
    let before = known.and_then(|it| it.ticket.correction(&field));
    let is_new = before.is_none();
    let right = before.and_then(|it| it.right.clone());
    let effects = write(state, nr, field.clone(), right, stamp);
    if !matches!(state.judging.word, Some(Word::OnlyToLookAt(_))) {
        state.marking = Some(Marking {
            nr,
            field: Some(field),
            is_new,
        });
    }
    effects
}

/// A mark that was set a moment ago is taken away again.
fn leave(state: &mut State) -> Vec<Effect> {
    match state.marking.take() {
        Some(Marking {
            nr,
            field: Some(field),
            is_new: true,
        }) => say(state, nr, FieldMark { field, wrong: None }, Stamp::now()),
        _ => Vec::new(),
    }
}

fn answer(state: &mut State, text: &str, stamp: Stamp) -> Vec<Effect> {
    let Some(Marking {
        nr,
        field: Some(field),
        ..
    }) = state.marking.take()
    else {
        return Vec::new();
    };
    let right = match value(state, nr, &field) {
        Some(value) => value.from_typed(&field, text),
        None => text.trim().to_owned(),
    };
    // What was read is what the line began with: nobody said what is right.
    let is_said = !right.is_empty() && right != read(state, nr, &field);
    write(state, nr, field, is_said.then_some(right), stamp)
}

/// What OCR read, as programs want it; empty where it read nothing.
fn read(state: &State, nr: InvoiceNr, field: &FieldName) -> String {
    value(state, nr, field).map_or_else(String::new, |value| value.plain().to_owned())
}

fn value<'a>(state: &'a State, nr: InvoiceNr, field: &FieldName) -> Option<&'a FieldValue> {
    let fields = state.shown_entry(nr)?.particulars.fields.as_deref()?;
    fields.get(field)
}

fn write(
    state: &mut State,
    nr: InvoiceNr,
    field: FieldName,
    right: Option<String>,
    stamp: Stamp,
) -> Vec<Effect> {
    let read = read(state, nr, &field);
    let wrong = Some(WrongField { read, right });
    say(state, nr, FieldMark { field, wrong }, stamp)
}

/// Adds it to the review, unless it says what was said before.
fn say(state: &mut State, nr: InvoiceNr, mark: FieldMark, stamp: Stamp) -> Vec<Effect> {
    if let Err(word) = state.may_add(nr) {
        return judging::say(state, word);
    }
    state.judging.word = None;
    let entry = state.shown_entry(nr);
    let said = entry.and_then(|entry| entry.ticket.correction(&mark.field));
    if said == mark.correction().as_ref() {
        return Vec::new();
    }
    judging::record(state, Some(nr), Deed::FieldMarked(mark), stamp)
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
