//! Whose a ticket is: batches as one goes, what others hold, and what becomes of both.

use super::*;
use crate::model::{Stamp, Verdict};
use crate::state::judging::tests::{act, id, judge, kept, review};
use crate::state::{Action, JudgeAction, update};
use crate::store::{Judge, StoreAnswer};

/// A review in a database in which li judges.
fn team(count: u32) -> State {
    let mut state = review(count);
    kept(&mut state);
    state.judging.judge = Some(Judge {
        user: "li".into(),
        seen: None,
        may_settle: false,
        told: Vec::new(),
    });
    state
}

fn board(own: &[u32], held: &[u32], is_answer: bool) -> Action {
    let held = held.iter().map(|nr| (id(*nr), Arc::from("wang")));
    Action::Store(StoreAnswer::Board(Box::new(Board {
        own: own.iter().map(|nr| id(*nr)).collect(),
        held: held.collect(),
        present: Vec::new(),
        is_answer,
    })))
}

fn asked(effects: &[Effect]) -> Option<usize> {
    effects.iter().find_map(|it| match it {
        Effect::Store(StoreCall::Keep(Order::Claim(wanted))) => Some(*wanted),
        _ => None,
    })
}

fn at(state: &State) -> Option<u32> {
    state.current.map(|nr| nr.0)
}

#[test]
fn whoever_opens_a_review_is_led_to_what_is_theirs() {
    let mut state = team(6);
    assert_eq!(at(&state), Some(0));
    assert_eq!(asked(&begin(&mut state)), Some(BATCH));
    assert!(begin(&mut state).is_empty(), "one question at a time");
    drop(update(&mut state, board(&[3, 4], &[0, 1, 2], true)));
    assert_eq!(at(&state), Some(3));
    // What others take later moves nothing.
    drop(update(&mut state, board(&[4], &[3], false)));
    assert_eq!(at(&state), Some(3));
}

#[test]
fn the_next_is_ones_own_and_the_next_batch_comes_where_none_is_left() {
    let mut state = team(12);
    drop(begin(&mut state));
    let own: Vec<u32> = (0..8).collect();
    drop(update(&mut state, board(&own, &[8, 9], true)));
    assert_eq!(state.own_left(), 8);
    let effects = act(
        &mut state,
        JudgeAction::Judge {
            verdict: Verdict::Correct,
            stamp: Stamp::now(),
            is_turned: false,
        },
    );
    assert_eq!((asked(&effects), at(&state)), (None, Some(1)));
    let effects = act(
        &mut state,
        JudgeAction::Judge {
            verdict: Verdict::Correct,
            stamp: Stamp::now(),
            is_turned: false,
        },
    );
    assert!(asked(&effects).is_some(), "before they run out");
    drop(update(&mut state, board(&[2], &[8, 9], true)));
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.judging.word, Some(Word::NextBatch));
    drop(update(&mut state, board(&[10, 11], &[8, 9], true)));
    assert_eq!((at(&state), state.judging.word.clone()), (Some(10), None));
    judge(&mut state, Verdict::Correct);
    judge(&mut state, Verdict::Correct);
    drop(update(&mut state, board(&[], &[3, 4, 8, 9], true)));
    assert_eq!(state.judging.word, Some(Word::RestWithOthers(4)));
}

#[test]
fn what_somebody_else_is_at_is_theirs_until_they_give_it_back() {
    let mut state = team(3);
    drop(begin(&mut state));
    drop(update(&mut state, board(&[0], &[1], true)));
    state.current = Some(InvoiceNr(1));
    judge(&mut state, Verdict::Correct);
    let held = Word::HeldBy("wang".into());
    assert_eq!(state.judging.word, Some(held.clone()));
    let note = JudgeAction::Note(InvoiceNr(1), "mine".to_owned(), Stamp::now());
    drop(act(&mut state, note));
    assert_eq!(state.judging.word, Some(held));
    assert_eq!(state.judging.unsaved(), 0);
    drop(update(&mut state, board(&[0], &[], false)));
    judge(&mut state, Verdict::Correct);
    assert_eq!(state.judging.unsaved(), 1);
}

#[test]
fn while_the_server_is_gone_one_goes_on_with_what_nobody_holds() {
    let mut state = team(4);
    drop(begin(&mut state));
    drop(update(&mut state, board(&[0], &[1], true)));
    judge(&mut state, Verdict::Correct);
    assert_eq!(at(&state), Some(0));
    let gone = StoreAnswer::NotSaved(StoreError::Unreachable);
    drop(update(&mut state, Action::Store(gone)));
    drop(act(&mut state, JudgeAction::NextUnjudged));
    assert_eq!(at(&state), Some(2));
}

#[test]
fn who_works_on_what_is_told_of_everybody() {
    let mut state = team(5);
    drop(begin(&mut state));
    drop(update(&mut state, board(&[0, 1], &[2], true)));
    state.claims.present = ["li", "wang"]
        .map(|it| Present {
            reviewer: it.into(),
            idle: std::time::Duration::ZERO,
        })
        .into();
    judge(&mut state, Verdict::Correct);
    let told: Vec<_> = state
        .colleagues()
        .iter()
        .map(|it| (it.reviewer.to_string(), it.is_self, it.held, it.judged))
        .collect();
    // Files have the name that was typed.
    let of_li = ("li".to_owned(), true, 1, 1);
    assert_eq!(told, [of_li, ("wang".to_owned(), false, 1, 0)]);
}
