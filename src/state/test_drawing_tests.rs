//! When a test ticket comes and which one, and that one which was left is not lost.

use std::sync::Arc;

use super::*;
use crate::engine::{Answer, EngineEvent};
use crate::model::{Deed, Stamp, TestOutcome};
use crate::review::Filter;
use crate::review::fixtures::invoice;
use crate::state::judging::tests::{act, id, judge, undo};
use crate::state::test_tickets::tests::{
    EARLIER, REGION, asked, last, load, of, step, team, tested,
};
use crate::state::{Action, JudgeAction, KeptPlace, NoticeKind, update};
use crate::store::StoreAnswer;

#[test]
fn a_note_of_the_real_one_goes_to_the_real_one() {
    let note = |nr, text: &str| JudgeAction::Note(nr, text.to_owned(), Stamp::now());
    let real = |state: &State, nr| {
        state
            .library
            .get(nr)
            .expect("there")
            .ticket
            .note
            .to_string()
    };
    // Right after the answer, and kept once another ticket is looked at.
    let mut state = team();
    let nr = tested(&mut state);
    judge(&mut state, Verdict::Correct);
    let turn = state.stands_at().expect("its place");
    drop(update(&mut state, Action::Open(nr)));
    drop(update(&mut state, Action::Open(turn)));
    drop(act(&mut state, note(nr, "folded")));
    assert_eq!(real(&state, nr), "folded");
    assert_eq!(
        state.notice,
        Some(NoticeKind::Tested(TestOutcome::Missed, false))
    );
    // The same where it was left without an answer.
    let mut state = team();
    let nr = tested(&mut state);
    let turn = state.stands_at().expect("its place");
    drop(update(&mut state, Action::CloseViewer));
    drop(update(&mut state, Action::Select(nr)));
    drop(update(&mut state, Action::Select(turn)));
    drop(act(&mut state, note(nr, "folded")));
    assert_eq!(real(&state, nr), "folded");
    drop(update(&mut state, Action::Open(turn)));
    let shown = state.shown_entry(nr).expect("shown");
    assert!(state.is_tested(nr) && shown.ticket.note.is_empty());
}

#[test]
fn whoever_comes_back_to_its_place_finds_the_same_one() {
    let mut state = team();
    let nr = tested(&mut state);
    let (turn, shown) = (state.stands_at().expect("its place"), state.ocr_region(nr));
    let is_here = |state: &State| {
        let places = (state.looked_at(), state.stands_at(), state.current);
        places == (Some(nr), Some(turn), Some(turn)) && state.ocr_region(nr) == shown
    };
    assert!(state.is_tested(nr) && state.ocr_region(nr) == shown);
    step(&mut state, 1);
    assert_eq!(state.looked_at(), Some(InvoiceNr(turn.0 + 1)));
    assert!(state.tests.posed.is_none(), "one at a time");
    step(&mut state, -1);
    assert!(is_here(&state));
    step(&mut state, -1);
    step(&mut state, 1);
    assert!(is_here(&state));
    drop(update(&mut state, Action::ShowAll(Filter::All)));
    assert_eq!(state.current, Some(turn));
    assert!(state.neighbours().contains(&nr), "its picture stays");
    drop(update(&mut state, Action::Open(turn)));
    assert!(is_here(&state));
    undo(&mut state);
    drop(act(&mut state, JudgeAction::NextUnjudged));
    assert!(is_here(&state));
    // Whoever opens the real one is shown that.
    drop(update(&mut state, Action::Open(nr)));
    assert!(!state.is_tested(nr) && state.ocr_region(nr) != shown);
    drop(update(&mut state, Action::Open(turn)));
    assert!(is_here(&state));
    // Where its place was judged in the grid, it comes in another one.
    drop(update(&mut state, Action::CloseViewer));
    judge(&mut state, Verdict::Correct);
    assert_eq!(
        state.library.get(turn).expect("there").ticket.verdict(),
        Some(&Verdict::Correct)
    );
    let next = state.current.expect("the next");
    drop(update(&mut state, Action::Open(next)));
    load(&mut state);
    assert_eq!(state.looked_at(), Some(next));
    step(&mut state, 1);
    assert_eq!((state.looked_at(), state.ocr_region(nr)), (Some(nr), shown));
    judge(&mut state, Verdict::Wrong(None));
    assert!(state.tests.next.is_none() && state.tests.posed.is_none());
}

#[test]
fn the_next_window_asks_what_the_last_one_did_not_get_an_answer_to() {
    let mut state = team();
    let nr = tested(&mut state);
    let (shown, turn) = (state.ocr_region(nr), state.stands_at());
    let place = KeptPlace::read(&state.place().to_text());
    assert_eq!(
        (&place.test, &place.current),
        (&Some(id(nr.0)), &turn.map(|it| id(it.0)))
    );
    // A file is asked nothing.
    assert_eq!(KeptPlace::read(&state.whole().header.place).test, None);
    let mut next = team();
    drop(place.go_to(&mut next));
    load(&mut next);
    step(&mut next, 1);
    assert_eq!((next.looked_at(), next.ocr_region(nr)), (Some(nr), shown));
    judge(&mut next, Verdict::Wrong(None));
    assert_eq!(next.place().test, None);
}

#[test]
fn one_that_is_never_ready_makes_room_for_another() {
    let mut state = team();
    judge(&mut state, Verdict::Correct);
    let drawn = state.next_test().expect("drawn");
    let mut come = None;
    for _ in 0..10 {
        step(&mut state, 1);
        if state.next_test() == Some(drawn) {
            // Its picture does not come.
            state.pictures.keep_only(&[]);
            continue;
        }
        come = state.open_test();
        break;
    }
    assert!(come.is_some_and(|it| it != drawn), "{come:?}");
}

#[test]
fn it_comes_however_one_goes_on() {
    let mut state = team();
    state.settings.advances = false;
    judge(&mut state, Verdict::Correct);
    load(&mut state);
    assert_eq!(state.looked_at(), Some(InvoiceNr(EARLIER)));
    step(&mut state, 1);
    let nr = state.looked_at().expect("open");
    assert!(state.is_tested(nr) && state.stands_at() == Some(InvoiceNr(EARLIER + 1)));
    // With a reason in own words, and with the other meaning of Shift.
    let mut state = team();
    for _ in 0..2 {
        let here = state.stands_at();
        drop(act(&mut state, JudgeAction::AskReason));
        let words = JudgeAction::Answer("stained".to_owned(), Stamp::now());
        drop(act(&mut state, words));
        assert_ne!(state.stands_at(), here);
        load(&mut state);
    }
    let nr = state.looked_at().expect("open");
    assert!(state.is_tested(nr));
    // A reason in own words answers it, and leads to the real one.
    let turn = state.stands_at();
    drop(act(&mut state, JudgeAction::AskReason));
    let words = JudgeAction::Answer("cut".to_owned(), Stamp::now());
    drop(act(&mut state, words));
    assert!(matches!(last(&state), Deed::Tested(_)));
    assert_eq!(state.looked_at(), turn);
    // Going back is no way to a next one.
    drop(state);
    let mut state = team();
    judge(&mut state, Verdict::Correct);
    load(&mut state);
    drop(act(&mut state, JudgeAction::PreviousUnjudged));
    assert!(state.tests.posed.is_none());
}

#[test]
fn what_others_do_with_it_keeps_nobody_from_answering() {
    let mut state = team();
    let held = |nr| [(nr, Arc::from("wang"))].into_iter().collect();
    state.library.hold(&held(InvoiceNr(1)));
    assert!(!candidates(&state, "li", 7).contains(&InvoiceNr(1)));
    state.library.hold(&held(InvoiceNr(60)));
    let nr = tested(&mut state);
    state.library.hold(&held(nr));
    drop(update(&mut state, Action::EngineRead));
    assert_eq!(state.may_judge(nr), Ok(()));
    let said = [
        (
            "wang",
            Deed::Second {
                verdict: Some(Verdict::Unsure),
                on: None,
            },
        ),
        (
            "owner",
            Deed::Settled {
                verdict: Verdict::Correct,
                on: None,
            },
        ),
    ];
    let said = said.map(|(who, deed)| of(who, Some(id(nr.0)), deed));
    let followed = StoreAnswer::Followed(said.into());
    drop(update(&mut state, Action::Store(followed)));
    let real = state.library.get(nr).expect("there");
    assert!(
        real.ticket
            .opinions
            .as_ref()
            .is_some_and(|it| it.is_settled)
    );
    assert_eq!(state.may_judge(nr), Ok(()));
    judge(&mut state, Verdict::Wrong(None));
    assert!(
        matches!(last(&state), Deed::Tested(_)),
        "{:?}",
        state.judging.word
    );
    // One that is held before it came is another one.
    let mut state = team();
    judge(&mut state, Verdict::Correct);
    let drawn = state.next_test().expect("drawn");
    state.library.hold(&held(drawn));
    assert_ne!(tested(&mut state), drawn);
}

#[test]
fn none_comes_too_soon_nor_where_the_page_around_is_not_known() {
    // Fifty have to be between.
    let mut state = team();
    let all = candidates(&state, "li", 7);
    let wanted: Vec<_> = (0..EARLIER - SINCE as u32).rev().map(InvoiceNr).collect();
    assert_eq!(all, wanted);
    assert_eq!(candidates(&state, "wang", 7), []);
    // Of these one is a crop by now, and one is not what it was called.
    let mut cropped = invoice(0, "0.jpg", REGION);
    cropped.picture_key.process = "image/crop,x_200,y_150,w_700,h_650".into();
    let answered = EngineEvent::Answered(vec![(InvoiceNr(0), Answer::Found(cropped.into()))]);
    drop(update(&mut state, Action::Engine(answered)));
    let verdict = Verdict::Wrong(None);
    let judged = of("wang", Some(id(1)), Deed::Judged { verdict, on: None });
    let followed = StoreAnswer::Followed(vec![judged]);
    drop(update(&mut state, Action::Store(followed)));
    assert_eq!(candidates(&state, "li", 7), [InvoiceNr(2)]);
    // Nor in the grid, nor where nobody asks for any.
    drop(update(&mut state, Action::CloseViewer));
    for _ in 0..4 {
        judge(&mut state, Verdict::Correct);
        let here = state.looked_at().expect("one");
        assert!(!state.is_tested(here));
    }
    let none = StoreAnswer::Followed(vec![of("owner", None, asked(0))]);
    let mut state = team();
    drop(update(&mut state, Action::Store(none)));
    for _ in 0..4 {
        judge(&mut state, Verdict::Correct);
        load(&mut state);
        assert_eq!(state.looked_at(), state.stands_at());
    }
    assert!(state.tests.next.is_none());
}
