//! What two said of one ticket: the one who was first stands, and both are told.

use crate::model::{Deed, Event, InvoiceNr, Stamp, TicketState, Verdict};
use crate::state::judging::tests::{act, id, judge, kept, review};
use crate::state::{Action, JudgeAction, NoticeKind, State, update};
use crate::store::{Collided, Judge, StoreAnswer};

/// A review in a database in which li judges.
fn team() -> State {
    let mut state = review(3);
    kept(&mut state);
    state.settings.reviewer = "typed".to_owned();
    state.judging.history.belong_to("li".into());
    state.judging.judge = Some(Judge {
        user: "li".into(),
        seen: None,
        may_settle: false,
        told: Vec::new(),
    });
    state
}

fn of_wang(nr: u32, verdict: Verdict) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: "wang".into(),
        invoice: Some(id(nr)),
        base: None,
        deed: Deed::Judged { verdict, on: None },
    }
}

fn verdict(state: &State, nr: u32) -> Option<&Verdict> {
    let entry = state.library.get(InvoiceNr(nr))?;
    entry.ticket.verdict()
}

#[test]
fn what_others_say_shows_here_and_is_not_taken_back_here() {
    let mut state = team();
    let followed = StoreAnswer::Followed(vec![of_wang(2, Verdict::Unsure)]);
    drop(update(&mut state, Action::Store(followed)));
    assert_eq!(verdict(&state, 2), Some(&Verdict::Unsure));
    drop(act(&mut state, JudgeAction::Undo(Stamp::now())));
    assert_eq!(verdict(&state, 2), Some(&Verdict::Unsure));
    judge(&mut state, Verdict::Correct);
    let entry = state.library.get(InvoiceNr(0)).expect("there");
    let judgement = entry.ticket.judgement.clone().expect("judged");
    assert_eq!(&*judgement.reviewer, "li", "not the name that was typed");
    drop(act(&mut state, JudgeAction::Undo(Stamp::now())));
    assert_eq!(verdict(&state, 0), None);
}

#[test]
fn of_two_verdicts_the_first_stands_and_both_are_told() {
    let mut state = team();
    judge(&mut state, Verdict::Correct);
    let own = state.judging.unsaved.values().next().expect("one").clone();
    let theirs = of_wang(0, Verdict::Unsure);
    let followed = StoreAnswer::Followed(vec![theirs.clone()]);
    drop(update(&mut state, Action::Store(followed)));
    let stands = TicketState::default().after(&theirs).expect("a verdict");
    let collided = StoreAnswer::Collided(Box::new(Collided {
        event: own,
        invoices: vec![id(0)],
        states: vec![(id(0), stands.clone())],
    }));
    drop(update(&mut state, Action::Store(collided)));
    assert_eq!(state.judging.unsaved(), 0);
    let entry = state.library.get(InvoiceNr(0)).expect("there");
    assert_eq!(*entry.ticket, stands);
    assert_eq!(
        state.notice,
        Some(NoticeKind::Collided {
            invoice: id(0),
            more: 0,
            own: Some(Verdict::Correct),
            theirs: Some(Verdict::Unsure),
            reviewer: "wang".to_owned(),
        })
    );
    assert!(
        !state.judging.can_undo(),
        "nothing of it is left to take back"
    );
}
