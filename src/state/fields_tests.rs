//! Fields of the open ticket that are marked as wrong: what the review gets of it, and what is taken back.

use std::sync::Arc;

use super::*;
use crate::engine::EngineEvent;
use crate::geometry::PictureSize;
use crate::model::{Field, FieldValue, Fields, InvoiceType, PageText};
use crate::state::judging::tests::{review, undo};
use crate::state::{Action, update};

/// A review of two tickets whose first is open, with what OCR read of it.
fn open() -> State {
    let mut state = review(2);
    let fields = Fields {
        kind: InvoiceType::Invoice,
        entries: vec![
            Field {
                name: FieldName::Number,
                value: FieldValue::Text("13116949".to_owned()),
            },
            Field {
                name: FieldName::Total,
                value: FieldValue::Money {
                    amount: "171.00".to_owned(),
                    symbol: "¥".to_owned(),
                },
            },
        ],
    };
    let came = vec![(InvoiceNr(0), Arc::new(fields))];
    drop(update(
        &mut state,
        Action::Engine(EngineEvent::FieldsCame(came)),
    ));
    drop(update(&mut state, Action::Open(InvoiceNr(0))));
    state
}

fn act(state: &mut State, action: FieldAction) {
    drop(update(state, Action::Field(action)));
}

/// What is said of a field of the first ticket: nothing, that it is wrong, or what is right.
fn said(state: &State, field: &FieldName) -> String {
    let entry = state.library.get(InvoiceNr(0)).expect("it is there");
    match entry.ticket.correction(field) {
        None => "nothing".to_owned(),
        Some(correction) => correction.right.clone().unwrap_or("wrong".to_owned()),
    }
}

#[test]
fn a_field_is_wrong_at_once_and_what_is_right_follows() {
    let mut state = open();
    act(&mut state, FieldAction::Choose);
    assert_eq!(state.marking().map(|it| it.field.clone()), Some(None));
    act(
        &mut state,
        FieldAction::Mark(FieldName::Total, Stamp::now()),
    );
    assert_eq!(said(&state, &FieldName::Total), "wrong");
    let typed = FieldAction::Answer(" 177.00 ".to_owned(), Stamp::now());
    act(&mut state, typed);
    assert_eq!(said(&state, &FieldName::Total), "177.00");
    assert_eq!(state.marking(), None);
    undo(&mut state);
    assert_eq!(said(&state, &FieldName::Total), "wrong");
    undo(&mut state);
    assert_eq!(said(&state, &FieldName::Total), "nothing");
}

#[test]
fn what_is_read_in_pictures_is_held_against_fields_that_nobody_opened() {
    let mut state = open();
    let told = |is_read| EngineEvent::PictureRead {
        invoices: vec![InvoiceNr(0), InvoiceNr(1)],
        text: Arc::new(PageText::nothing(PictureSize::new(8, 6), is_read)),
    };
    // Its pixels alone say nothing that fields could be held against.
    assert!(update(&mut state, Action::Engine(told(false))).is_empty());
    let effects = update(&mut state, Action::Engine(told(true)));
    assert!(
        matches!(
            &effects[..],
            [Effect::Engine(EngineCommand::AskFieldsAhead(asked))] if *asked == [InvoiceNr(1)]
        ),
        "{effects:?}"
    );
}

#[test]
fn what_was_read_is_not_what_is_right() {
    let mut state = open();
    act(
        &mut state,
        FieldAction::Mark(FieldName::Number, Stamp::now()),
    );
    let unchanged = FieldAction::Answer("13116949".to_owned(), Stamp::now());
    act(&mut state, unchanged);
    assert_eq!(said(&state, &FieldName::Number), "wrong");
    act(
        &mut state,
        FieldAction::Unmark(FieldName::Number, Stamp::now()),
    );
    assert_eq!(said(&state, &FieldName::Number), "nothing");
}

#[test]
fn what_is_typed_as_people_write_it_is_kept_as_programs_want_it() {
    let mut state = open();
    for (field, typed, kept) in [
        (FieldName::Total, "￥１，６４７．１０", "1647.10"),
        (FieldName::Number, "1311 6950", "13116950"),
        // The same as what was read: nobody said what is right.
        (FieldName::Total, "¥171.00 元", "wrong"),
    ] {
        act(&mut state, FieldAction::Mark(field.clone(), Stamp::now()));
        act(
            &mut state,
            FieldAction::Answer(typed.to_owned(), Stamp::now()),
        );
        assert_eq!(said(&state, &field), kept, "{typed}");
    }
}

#[test]
fn what_was_typed_is_kept_for_its_own_ticket() {
    let mut state = open();
    act(
        &mut state,
        FieldAction::Mark(FieldName::Number, Stamp::now()),
    );
    drop(update(&mut state, Action::Open(InvoiceNr(1))));
    assert_eq!(state.marking(), None, "it is another ticket's");
    let typed = FieldAction::Answer("13116940".to_owned(), Stamp::now());
    act(&mut state, typed);
    assert_eq!(said(&state, &FieldName::Number), "13116940");
}

#[test]
fn without_fields_there_is_nothing_to_mark() {
    let mut state = open();
    drop(update(&mut state, Action::Open(InvoiceNr(1))));
    act(&mut state, FieldAction::Choose);
    assert_eq!(state.judging.word, Some(Word::NoFields));
    assert_eq!(state.marking(), None);
}
