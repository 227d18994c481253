//! Selecting and judging several tickets at once, without a window.

use super::*;
use crate::engine::{Answer, EngineEvent};
use crate::review::Filter;
use crate::review::fixtures::facts;
use crate::state::judging::tests::{act, id, judge, kept, review, undo, verdicts};
use crate::state::{Action, JudgeAction, StoreCall, update};
use crate::store::Order;

fn choose(state: &mut State, action: SelectAction) {
    drop(update(state, Action::Selecting(action)));
    state.refresh();
}

/// All of the list has been drawn.
fn see_all(state: &mut State) {
    let screen = state.listing.shown().to_vec();
    let ready = screen.clone();
    choose(state, SelectAction::InSight(Sight { screen, ready }));
}

fn chosen(state: &State) -> Vec<u32> {
    state.selection.chosen.iter().map(|nr| nr.0).collect()
}

fn correct() -> JudgeAction {
    JudgeAction::Judge {
        verdict: Verdict::Correct,
        stamp: Stamp::now(),
        is_turned: false,
    }
}

#[test]
fn tiles_are_selected_one_by_one_in_ranges_and_all() {
    let mut state = review(12);
    choose(&mut state, SelectAction::Toggle(InvoiceNr(2)));
    choose(&mut state, SelectAction::Toggle(InvoiceNr(5)));
    assert_eq!(chosen(&state), [2, 5]);
    choose(&mut state, SelectAction::Range(InvoiceNr(7)));
    assert_eq!(chosen(&state), [2, 5, 6, 7]);
    // The range is drawn anew from where it began.
    choose(&mut state, SelectAction::Range(InvoiceNr(4)));
    assert_eq!(chosen(&state), [2, 4, 5]);
    choose(&mut state, SelectAction::Extend(Move::By(2)));
    assert_eq!(chosen(&state), [2, 5, 6]);
    choose(&mut state, SelectAction::Toggle(InvoiceNr(5)));
    assert_eq!(chosen(&state), [2, 6]);
    choose(&mut state, SelectAction::All);
    assert_eq!(state.selection.len(), 12);
    drop(update(&mut state, Action::MoveSelection(Move::By(1))));
    assert!(state.selection.is_empty(), "an arrow gives it up");
    choose(&mut state, SelectAction::Extend(Move::By(1)));
    assert_eq!(chosen(&state), [6, 7], "from the focus");
    drop(update(&mut state, Action::Select(InvoiceNr(0))));
    assert!(state.selection.is_empty(), "so does a click");
}

#[test]
fn one_key_judges_the_selection_and_one_undo_takes_it_back() {
    let mut state = review(6);
    kept(&mut state);
    judge(&mut state, Verdict::Unsure);
    for nr in [0, 2, 4] {
        choose(&mut state, SelectAction::Toggle(InvoiceNr(nr)));
    }
    see_all(&mut state);
    let before = verdicts(&state);
    let effects = act(&mut state, correct());
    let mut batches = Vec::new();
    for effect in &effects {
        if let Effect::Store(StoreCall::Keep(Order::Append(record))) = effect {
            assert_eq!(record.states.len(), 1, "one event for each");
            batches.push(record.event.stamp.batch);
        }
    }
    assert_eq!(batches.len(), 3);
    assert!(batches[0].is_some() && batches.iter().all(|it| *it == batches[0]));
    let right = Some(Verdict::Correct);
    let judged = verdicts(&state);
    assert_eq!(
        judged,
        [right.clone(), None, right.clone(), None, right, None]
    );
    assert!(state.selection.is_empty());
    assert_eq!(state.current, Some(InvoiceNr(5)), "the next unjudged");
    let word = Word::Many {
        judged: 3,
        left_out: 0,
        corrected: 0,
    };
    assert_eq!(state.judging.word, Some(word));
    undo(&mut state);
    assert_eq!(verdicts(&state), before);
    assert_eq!(state.current, Some(InvoiceNr(0)));
    assert_eq!(state.judging.word, Some(Word::UndoneMany(3)));
    drop(act(&mut state, JudgeAction::Redo(Stamp::now())));
    assert_eq!(verdicts(&state), judged);
    undo(&mut state);
    undo(&mut state);
    assert_eq!(state.library.count_verdicts(), 0);
}

#[test]
fn many_are_asked_about_first() {
    let mut state = review(30);
    choose(&mut state, SelectAction::All);
    see_all(&mut state);
    drop(act(&mut state, correct()));
    assert_eq!(state.library.count_verdicts(), 0);
    let question = state.selection.question.clone().expect("a question");
    assert_eq!((question.numbers.len(), question.left_out), (30, 0));
    choose(&mut state, SelectAction::Decline);
    assert!(state.selection.question.is_none());
    assert_eq!(state.selection.len(), 30, "they stay selected");
    drop(act(&mut state, correct()));
    choose(&mut state, SelectAction::Confirm(Stamp::now()));
    assert_eq!(state.library.count_verdicts(), 30);
    undo(&mut state);
    assert_eq!(state.library.count_verdicts(), 0);
}

#[test]
fn the_question_says_what_is_overwritten_and_what_has_warnings() {
    let mut state = review(30);
    for (nr, verdict) in [
        (0, Verdict::Correct),
        (1, Verdict::Unsure),
        (2, Verdict::Wrong(None)),
    ] {
        state.current = Some(InvoiceNr(nr));
        judge(&mut state, verdict);
    }
    let mut blank = facts();
    blank.blank = true;
    state.library.apply(&EngineEvent::Thumbnail {
        invoices: (5..9).map(InvoiceNr).collect(),
        facts: blank,
        raster: None,
    });
    choose(&mut state, SelectAction::All);
    see_all(&mut state);
    drop(act(&mut state, correct()));
    let question = state.selection.question.clone().expect("a question");
    assert_eq!((question.overwritten, question.warned), (2, 4));
    choose(&mut state, SelectAction::Decline);
    drop(act(&mut state, JudgeAction::Clear(Stamp::now())));
    let question = state.selection.question.clone().expect("a question");
    assert_eq!((question.numbers.len(), question.overwritten), (3, 3));
}

#[test]
fn a_corrected_region_among_many_is_said() {
    let mut state = review(3);
    let corrected = Deed::Corrected(Some([1.0, 2.0, 30.0, 40.0]));
    let of = Some(InvoiceNr(1));
    drop(record(&mut state, of, corrected, Stamp::now()));
    choose(&mut state, SelectAction::All);
    see_all(&mut state);
    drop(act(&mut state, correct()));
    let word = Word::Many {
        judged: 3,
        left_out: 0,
        corrected: 1,
    };
    assert_eq!(state.judging.word, Some(word));
}

#[test]
fn what_nobody_can_have_judged_is_left_out_and_counted() {
    let mut state = review(4);
    state.library.add(vec![id(4), id(5)]);
    let answer = EngineEvent::Answered(vec![(InvoiceNr(5), Answer::NotFound)]);
    state.library.apply(&answer);
    state.refresh();
    choose(&mut state, SelectAction::All);
    // The second is out of view, the third is there without its pixels.
    let numbers = |of: &[u32]| of.iter().map(|nr| InvoiceNr(*nr)).collect();
    let sight = Sight {
        screen: numbers(&[0, 2, 3, 4, 5]),
        ready: numbers(&[0, 3, 5]),
    };
    choose(&mut state, SelectAction::InSight(sight));
    drop(act(&mut state, correct()));
    let right = Some(Verdict::Correct);
    assert_eq!(
        verdicts(&state),
        [right.clone(), None, None, right, None, None]
    );
    let word = Word::Many {
        judged: 2,
        left_out: 4,
        corrected: 0,
    };
    assert_eq!(state.judging.word, Some(word));
}

#[test]
fn what_a_filter_or_a_search_hides_is_not_selected_any_more() {
    let mut state = review(12);
    choose(&mut state, SelectAction::All);
    drop(update(&mut state, Action::Search("test001".to_owned())));
    assert_eq!(chosen(&state), [10, 11]);
    see_all(&mut state);
    drop(act(&mut state, correct()));
    assert_eq!(state.library.count_verdicts(), 2);
    drop(update(&mut state, Action::Search(String::new())));
    choose(&mut state, SelectAction::All);
    drop(update(&mut state, Action::Show(Filter::Correct)));
    assert_eq!(chosen(&state), [10, 11]);
}

#[test]
fn own_words_and_clearing_mean_the_selection_too() {
    let mut state = review(5);
    for nr in [1, 3] {
        choose(&mut state, SelectAction::Toggle(InvoiceNr(nr)));
    }
    see_all(&mut state);
    drop(act(&mut state, JudgeAction::AskReason));
    assert_eq!(state.judging.asks, Some(Asked::ReasonOfMany(2)));
    // Whatever is selected meanwhile.
    choose(&mut state, SelectAction::GiveUp);
    let words = JudgeAction::Answer("stamp".to_owned(), Stamp::now());
    drop(act(&mut state, words));
    let own = Some(Verdict::Wrong(Some(Reason::Other("stamp".to_owned()))));
    assert_eq!(verdicts(&state), [None, own.clone(), None, own, None]);
    choose(&mut state, SelectAction::All);
    drop(act(&mut state, JudgeAction::Clear(Stamp::now())));
    assert_eq!(state.library.count_verdicts(), 0);
    undo(&mut state);
    assert_eq!(state.library.count_verdicts(), 2);
    undo(&mut state);
    assert_eq!(state.library.count_verdicts(), 0);
    assert!(!state.judging.can_undo());
}

#[test]
fn without_a_selection_a_key_means_one() {
    let mut state = review(3);
    see_all(&mut state);
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.library.count_verdicts(), 1);
}
