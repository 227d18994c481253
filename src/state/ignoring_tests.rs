//! Kinds of findings that say nothing in a review: what they no longer hold back, and how that is taken back.

use super::*;
use crate::engine::EngineEvent;
use crate::model::{FindingCode, InvoiceNr};
use crate::review::Filter;
use crate::review::fixtures::facts;
use crate::state::judging::JudgeAction;
use crate::state::judging::tests::{act, kept, review, undo};
use crate::state::{Action, SelectAction, Sight, StoreCall, update};
use crate::store::{Access, Order};

/// Four tickets on a sheet in full view; two of them have a blank picture.
fn sheet() -> State {
    let mut state = review(4);
    kept(&mut state);
    let mut blank = facts();
    blank.blank = true;
    state.library.apply(&EngineEvent::Thumbnail {
        invoices: vec![InvoiceNr(1), InvoiceNr(2)],
        facts: blank,
        raster: None,
    });
    state.refresh();
    state.sheet.is_on = true;
    let all: Vec<InvoiceNr> = state.library.numbers().collect();
    let sight = Sight {
        screen: all.clone(),
        ready: all,
    };
    drop(update(
        &mut state,
        Action::Selecting(SelectAction::InSight(sight)),
    ));
    state
}

fn ignores(state: &mut State, is_ignored: bool) -> Vec<Effect> {
    let action = JudgeAction::Ignore {
        finding: FindingCode::PictureBlank,
        is_ignored,
        stamp: Stamp::now(),
    };
    act(state, action)
}

fn suspicious(state: &State) -> [usize; 2] {
    let counts = state.listing.counts();
    [
        counts.of(Filter::Findings),
        Filter::Findings.count(&state.library),
    ]
}

#[test]
fn an_ignored_kind_keeps_no_ticket_from_being_accepted_and_is_undone() {
    let mut state = sheet();
    assert_eq!(state.acceptance().numbers.len(), 2);
    assert_eq!(state.acceptance().warned, 2);
    assert_eq!(suspicious(&state), [2, 2]);
    let effects = ignores(&mut state, true);
    let [Effect::Store(StoreCall::Keep(Order::Append(record)))] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(record.event.to_columns().0, "ignore/1");
    assert_eq!((&record.event.invoice, record.states.len()), (&None, 0));
    assert_eq!(state.acceptance().numbers.len(), 4);
    assert_eq!(suspicious(&state), [0, 0]);
    let counts = state.listing.counts();
    let blank = counts.of(Filter::Finding(FindingCode::PictureBlank));
    assert_eq!(blank, 2, "it is still found, quietly");
    let said = |state: &State| state.judging.word.clone();
    let word = |is_ignored| {
        Some(Word::Ignoring {
            finding: FindingCode::PictureBlank,
            is_ignored,
        })
    };
    assert_eq!(said(&state), word(true));
    assert!(ignores(&mut state, true).is_empty(), "once is enough");
    undo(&mut state);
    assert_eq!(said(&state), word(false));
    assert_eq!(state.acceptance().warned, 2);
    assert_eq!(suspicious(&state), [2, 2]);
    drop(act(&mut state, JudgeAction::Redo(Stamp::now())));
    assert_eq!(state.acceptance().numbers.len(), 4);
    // What is added later is judged alike.
    assert!(state.library.ignored().has(FindingCode::PictureBlank));
    drop(ignores(&mut state, false));
    assert_eq!(suspicious(&state), [2, 2]);
}

#[test]
fn who_may_only_look_ignores_nothing() {
    let mut state = sheet();
    if let crate::state::Keeping::Kept { access, .. } = &mut state.judging.keeping {
        *access = Access::Elsewhere;
    }
    assert!(ignores(&mut state, true).is_empty());
    assert_eq!(
        state.judging.word,
        Some(Word::OnlyToLookAt(Access::Elsewhere))
    );
    assert_eq!(suspicious(&state), [2, 2]);
}
