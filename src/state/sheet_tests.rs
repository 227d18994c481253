//! Sheet mode without a window: what is accepted, what is left out, and the way back.

use std::sync::Arc;

use super::*;
use crate::engine::{Answer, EngineEvent};
use crate::model::Reason;
use crate::review::Filter;
use crate::review::fixtures::invoice;
use crate::state::judging::tests::{act, id, judge, kept, review, undo, verdicts};
use crate::state::{Action, JudgeAction, KeptPlace, SelectAction, Sight, StoreCall, update};
use crate::store::Order;

fn does(state: &mut State, action: SheetAction) -> Vec<Effect> {
    let effects = update(state, Action::Sheet(action));
    state.refresh();
    effects
}

/// The window draws the screen of so many tickets with the focus on it; all but `coarse` are sharp.
fn draw(state: &mut State, per: usize, coarse: &[u32]) {
    let here = state.current.and_then(|nr| state.listing.position(nr));
    let start = here.unwrap_or_default() / per * per;
    let shown = state.listing.shown();
    let screen = shown[start..(start + per).min(shown.len())].to_vec();
    let is_sharp = |nr: &InvoiceNr| !coarse.contains(&nr.0);
    let ready = screen.iter().copied().filter(is_sharp).collect();
    let sight = SelectAction::InSight(Sight { screen, ready });
    drop(update(state, Action::Selecting(sight)));
}

fn accept(state: &mut State) -> Vec<Effect> {
    does(state, SheetAction::Accept(Stamp::now()))
}

/// Its region reaches beyond the picture.
fn warn(state: &mut State, nr: u32) {
    let region = [1900.0, 1400.0, 2100.0, 1600.0];
    let odd = Answer::Found(Arc::new(invoice(nr, &format!("{nr}.jpg"), region)));
    let answer = EngineEvent::Answered(vec![(InvoiceNr(nr), odd)]);
    state.library.apply(&answer);
    state.refresh();
}

fn by_sheet(state: &State) -> Vec<u32> {
    let numbers = state.library.numbers();
    let is_it = |nr: &InvoiceNr| {
        let entry = state.library.get(*nr);
        entry.is_some_and(|entry| entry.ticket.is_by_sheet())
    };
    numbers.filter(is_it).map(|nr| nr.0).collect()
}

#[test]
fn the_rest_of_a_screen_is_one_event_and_one_undo() {
    let mut state = review(10);
    kept(&mut state);
    warn(&mut state, 3);
    drop(does(&mut state, SheetAction::Toggle));
    draw(&mut state, 6, &[4]);
    drop(does(
        &mut state,
        SheetAction::Mark(InvoiceNr(1), Stamp::now()),
    ));
    let acceptance = state.acceptance();
    let parts = [acceptance.judged, acceptance.warned, acceptance.unseen];
    assert_eq!(parts, [1, 1, 1]);
    assert_eq!(acceptance.numbers, [0, 2, 5].map(InvoiceNr));
    let before = verdicts(&state);
    let effects = accept(&mut state);
    let kept: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Store(StoreCall::Keep(Order::Append(record))) => Some(record),
            _ => None,
        })
        .collect();
    assert_eq!(kept.len(), 1);
    let Deed::Accepted(accepted) = &kept[0].event.deed else {
        panic!("{:?}", kept[0].event);
    };
    assert_eq!(kept[0].event.invoice, None);
    assert_eq!(accepted[1].invoice, id(2));
    assert_eq!(accepted[1].on.picture, Some((2000, 1500)));
    assert_eq!(kept[0].states.len(), 3);
    assert_eq!(by_sheet(&state), [0, 2, 5]);
    assert_eq!(state.current, Some(InvoiceNr(6)), "the next screen");
    let word = Word::Accepted {
        accepted: 3,
        left_out: 2,
    };
    assert_eq!(state.judging.word, Some(word));
    let after = verdicts(&state);
    draw(&mut state, 6, &[]);
    undo(&mut state);
    assert_eq!(verdicts(&state), before);
    assert_eq!(state.current, Some(InvoiceNr(0)), "back on that screen");
    assert_eq!(by_sheet(&state), [] as [u32; 0]);
    draw(&mut state, 6, &[]);
    drop(act(&mut state, JudgeAction::Redo(Stamp::now())));
    assert_eq!(verdicts(&state), after);
    assert_eq!(by_sheet(&state), [0, 2, 5]);
}

#[test]
fn a_screen_is_accepted_once_and_the_last_one_stays() {
    let mut state = review(10);
    drop(does(&mut state, SheetAction::Toggle));
    draw(&mut state, 6, &[]);
    drop(accept(&mut state));
    // Before the next screen was drawn, the same key means the one that was.
    drop(accept(&mut state));
    assert_eq!(state.library.count_verdicts(), 6);
    assert_eq!(state.current, Some(InvoiceNr(6)));
    draw(&mut state, 6, &[6, 7, 8, 9]);
    drop(accept(&mut state));
    assert_eq!(state.judging.word, Some(Word::NotShownYet));
    draw(&mut state, 6, &[]);
    drop(accept(&mut state));
    assert_eq!(state.library.count_verdicts(), 10);
    assert_eq!(state.current, Some(InvoiceNr(6)));
    undo(&mut state);
    undo(&mut state);
    assert_eq!(state.library.count_verdicts(), 0);
    assert!(!state.judging.can_undo());
}

#[test]
fn a_list_of_what_is_not_judged_skips_none() {
    let mut state = review(17);
    drop(update(&mut state, Action::Show(Filter::Unjudged)));
    drop(does(&mut state, SheetAction::Toggle));
    for screen in 0..4 {
        draw(&mut state, 5, &[]);
        assert_eq!(state.sight.screen[0], InvoiceNr(5 * screen));
        drop(accept(&mut state));
    }
    assert_eq!(by_sheet(&state).len(), 17);
}

#[test]
fn a_click_marks_and_takes_back_and_two_clicks_open() {
    let mut state = review(4);
    drop(does(&mut state, SheetAction::Toggle));
    draw(&mut state, 4, &[]);
    let mark = |state: &mut State| drop(does(state, SheetAction::Mark(InvoiceNr(2), Stamp::now())));
    mark(&mut state);
    assert_eq!(verdicts(&state)[2], Some(Verdict::Wrong(None)));
    assert_eq!(state.current, Some(InvoiceNr(2)));
    mark(&mut state);
    assert_eq!(verdicts(&state)[2], None);
    let cut = Some(Verdict::Wrong(Some(Reason::CutOff)));
    let judge = |state: &mut State, verdict: Verdict| {
        let stamp = Stamp::now();
        let judge = JudgeAction::Judge {
            verdict,
            stamp,
            is_turned: true,
        };
        drop(update(state, Action::Select(InvoiceNr(3))));
        drop(update(state, Action::Judge(judge)));
    };
    judge(&mut state, Verdict::Wrong(Some(Reason::CutOff)));
    let click = SheetAction::Mark(InvoiceNr(3), Stamp::now());
    drop(does(&mut state, click));
    assert_eq!(
        verdicts(&state)[3],
        cut,
        "a click takes back no verdict of a key"
    );
    mark(&mut state);
    drop(does(
        &mut state,
        SheetAction::Open(InvoiceNr(2), Stamp::now()),
    ));
    assert_eq!(verdicts(&state)[2], None, "that was no verdict");
    assert_eq!(state.viewer.as_ref().map(|it| it.nr), Some(InvoiceNr(2)));
    assert!(!state.shows_sheet());
    drop(update(&mut state, Action::CloseViewer));
    assert!(state.shows_sheet());
    assert_eq!(state.current, Some(InvoiceNr(2)));
}

#[test]
fn a_key_marks_and_leaves_no_screen_that_is_not_done() {
    let mut state = review(6);
    drop(does(&mut state, SheetAction::Toggle));
    drop(update(&mut state, Action::Select(InvoiceNr(2))));
    draw(&mut state, 3, &[]);
    judge(&mut state, Verdict::Wrong(None));
    assert_eq!(state.current, Some(InvoiceNr(0)), "two are open before it");
    judge(&mut state, Verdict::Correct);
    judge(&mut state, Verdict::Unsure);
    assert_eq!(state.current, Some(InvoiceNr(3)), "this one is done");
    assert!(by_sheet(&state).is_empty());
    drop(does(&mut state, SheetAction::Turn { by: -1, per: 3 }));
    assert_eq!(state.current, Some(InvoiceNr(0)));
    drop(does(&mut state, SheetAction::Turn { by: 9, per: 4 }));
    assert_eq!(state.current, Some(InvoiceNr(4)), "the last of them");
}

#[test]
fn a_review_goes_on_by_screens() {
    let mut state = review(3);
    drop(does(&mut state, SheetAction::Toggle));
    let place = KeptPlace::read(&state.place().to_text());
    assert!(place.is_by_sheets);
    let mut again = review(3);
    drop(place.go_to(&mut again));
    assert!(again.shows_sheet());
}
