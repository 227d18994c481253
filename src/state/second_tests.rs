//! What is hidden from whoever is to judge without knowing, what their keys mean, and who settles.

use super::*;
use crate::model::{Event, Judgement, Reason, Stamp};
use crate::review::Filter;
use crate::state::judging::tests::{act, id, judge, kept, review, undo};
use crate::state::{
    Action, ExportAction, ExportChoice, JudgeAction, NoticeKind, SheetAction, Sight, update,
};
use crate::store::{Collided, Judge, Order, StoreAnswer};

/// A review of four in a database, in which wang judged the first two, with a note, and all is judged twice.
fn team(user: &str, may_settle: bool) -> State {
    let mut state = review(4);
    kept(&mut state);
    state.judging.history.belong_to(user.into());
    state.judging.judge = Some(Judge {
        user: user.into(),
        seen: None,
        may_settle,
        told: Vec::new(),
    });
    begin(&mut state);
    let wrong = Verdict::Wrong(Some(Reason::CutOff));
    follow(
        &mut state,
        "wang",
        0,
        Deed::Noted("the corner is missing".to_owned()),
    );
    follow(
        &mut state,
        "wang",
        0,
        Deed::Corrected(Some([1.0, 2.0, 30.0, 40.0])),
    );
    for (nr, verdict) in [(0, wrong), (1, Verdict::Correct)] {
        follow(&mut state, "wang", nr, Deed::Judged { verdict, on: None });
    }
    let event = Event {
        invoice: None,
        ..of("owner", 0, Deed::SecondAsked(SecondReview::All))
    };
    let asked = StoreAnswer::Followed(vec![event]);
    drop(update(&mut state, Action::Store(asked)));
    state.refresh();
    state
}

fn of(reviewer: &str, nr: u32, deed: Deed) -> Event {
    Event {
        stamp: Stamp::now(),
        reviewer: reviewer.into(),
        invoice: Some(id(nr)),
        base: None,
        deed,
    }
}

fn follow(state: &mut State, reviewer: &str, nr: u32, deed: Deed) {
    let followed = StoreAnswer::Followed(vec![of(reviewer, nr, deed)]);
    drop(update(state, Action::Store(followed)));
    state.refresh();
}

fn second(verdict: Verdict) -> Deed {
    Deed::Second {
        verdict: Some(verdict),
        on: None,
    }
}

fn shown(state: &State, nr: u32) -> &TicketState {
    &state.library.get(InvoiceNr(nr)).expect("there").ticket
}

fn truth(state: &State, nr: u32) -> &TicketState {
    state.library.get(InvoiceNr(nr)).expect("there").truth()
}

/// The deed that would be sent last.
fn last(state: &State) -> &Deed {
    &state.judging.unsaved.values().last().expect("one").deed
}

#[test]
fn nothing_tells_what_was_said_first() {
    let mut state = team("li", false);
    for nr in [0, 1] {
        let shown = shown(&state, nr);
        assert_eq!(shown.judgement, None);
        assert!(shown.note.is_empty() && shown.corrected.is_none());
        assert_eq!(
            shown.newest,
            truth(&state, nr).newest,
            "one goes on from it"
        );
    }
    assert_eq!(
        truth(&state, 0).verdict(),
        Some(&Verdict::Wrong(Some(Reason::CutOff)))
    );
    for filter in [
        Filter::Wrong,
        Filter::Correct,
        Filter::Noted,
        Filter::Corrected,
    ] {
        assert_eq!(filter.count(&state.library), 0, "{filter:?}");
    }
    assert_eq!(Filter::Unjudged.count(&state.library), 4);
    state.listing.view.search = "corner".to_owned();
    state.refresh();
    assert_eq!(state.listing.shown(), []);
    let head = state.head();
    assert_eq!((head.summary.wrong, head.review.second), (0, None));
    // But how far all are is no secret.
    assert_eq!((state.progress().judged, state.progress().free), (2, 2));
    let of_wang = state
        .colleagues()
        .into_iter()
        .find(|it| &*it.reviewer == "wang");
    assert_eq!(of_wang.map(|it| it.judged), Some(2));
}

#[test]
fn a_verdict_on_it_is_a_second_one_and_what_else_is_said_is_refused() {
    let mut state = team("li", false);
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Unsure);
    assert!(matches!(
        last(&state),
        Deed::Second {
            verdict: Some(Verdict::Unsure),
            ..
        }
    ));
    assert_eq!(
        shown(&state, 0).verdict(),
        Some(&Verdict::Unsure),
        "one's own"
    );
    let opinions = truth(&state, 0).opinions.clone().expect("two");
    assert_eq!(opinions.verdicts().1, &Verdict::Unsure);
    assert!(
        truth(&state, 0)
            .judgement
            .as_ref()
            .is_some_and(|it| &*it.reviewer == "wang")
    );
    assert!(shown(&state, 0).note.is_empty(), "nor after it");
    let note = JudgeAction::Note(InvoiceNr(0), "mine".to_owned(), Stamp::now());
    drop(act(&mut state, note));
    assert_eq!(state.judging.word, Some(Word::VerdictsOnly));
    undo(&mut state);
    assert_eq!(shown(&state, 0).verdict(), None);
    assert_eq!(truth(&state, 0).opinions, None);
    assert!(matches!(state.judging.word, Some(Word::Undone(..))));
    // Taking it away is not taking the first one away.
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Unsure);
    state.current = Some(InvoiceNr(0));
    drop(act(&mut state, JudgeAction::Clear(Stamp::now())));
    assert!(matches!(last(&state), Deed::Second { verdict: None, .. }));
    assert!(truth(&state, 0).judgement.is_some() && shown(&state, 0).judgement.is_none());
    // What nobody judged is judged as ever.
    state.current = Some(InvoiceNr(2));
    judge(&mut state, Verdict::Correct);
    assert!(matches!(last(&state), Deed::Judged { .. }));
}

#[test]
fn whoever_was_first_or_knows_what_stands_is_never_the_second() {
    let mut state = team("wang", false);
    assert!(!state.is_blind(), "wang said all of it");
    let mut of_li = team("li", false);
    of_li.current = Some(InvoiceNr(2));
    judge(&mut of_li, Verdict::Correct);
    follow(
        &mut of_li,
        "wang",
        2,
        Deed::Judged {
            verdict: Verdict::Unsure,
            on: None,
        },
    );
    assert_eq!(
        shown(&of_li, 2).verdict(),
        Some(&Verdict::Unsure),
        "li judged it before"
    );
    // What collided is told, and known from then on.
    let judged = Deed::Judged {
        verdict: Verdict::Unsure,
        on: None,
    };
    let event = of("li", 1, judged);
    let collided = StoreAnswer::Collided(Box::new(Collided {
        event,
        invoices: vec![id(1)],
        states: vec![(id(1), truth(&of_li, 1).clone())],
    }));
    drop(update(&mut of_li, Action::Store(collided)));
    assert_eq!(shown(&of_li, 1).verdict(), Some(&Verdict::Correct));
    // A first verdict that one cannot see past.
    follow(&mut state, "li", 0, second(Verdict::Correct));
    assert_eq!(
        shown(&state, 0).verdict(),
        Some(&Verdict::Wrong(Some(Reason::CutOff)))
    );
}

#[test]
fn a_second_verdict_that_came_late_does_not_tell_what_stands() {
    let mut state = team("li", false);
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Correct);
    let event = state.judging.unsaved.values().next().expect("one").clone();
    let mut known = truth(&state, 0).clone();
    known.opinions = None;
    let known = known
        .after(&of("zhao", 0, second(Verdict::Unsure)))
        .expect("second");
    let collided = StoreAnswer::Collided(Box::new(Collided {
        event,
        invoices: vec![id(0)],
        states: vec![(id(0), known)],
    }));
    drop(update(&mut state, Action::Store(collided)));
    assert_eq!(state.notice, Some(NoticeKind::SecondTaken(id(0))));
    assert_eq!((state.unsettled().count(), state.judging.unsaved()), (0, 0));
}

#[test]
fn a_screen_of_both_kinds_is_accepted_as_what_each_is() {
    let mut state = team("li", false);
    let screen: Vec<InvoiceNr> = (0..4).map(InvoiceNr).collect();
    state.sight = Sight {
        ready: screen.clone(),
        screen,
    };
    drop(update(
        &mut state,
        Action::Sheet(SheetAction::Accept(Stamp::now())),
    ));
    let count = |is: fn(&Deed) -> bool| {
        state
            .judging
            .unsaved
            .values()
            .filter(|it| is(&it.deed))
            .count()
    };
    assert_eq!(
        count(|it| matches!(it, Deed::Accepted(all) if all.len() == 2)),
        1
    );
    assert_eq!(count(|it| matches!(it, Deed::Second { .. })), 2);
    let first = truth(&state, 0).verdict();
    assert_eq!(
        first,
        Some(&Verdict::Wrong(Some(Reason::CutOff))),
        "it stands"
    );
}

#[test]
fn no_report_says_what_is_hidden_nor_what_is_not_true() {
    let mut state = team("li", false);
    let choice = ExportChoice {
        targets: vec![crate::handover::ReportTarget {
            path: "report.json".into(),
            format: crate::report::Format::Json,
        }],
        scope: crate::report::Scope::All,
        with_pictures: false,
    };
    let start = Action::Export(ExportAction::Start(choice));
    assert!(update(&mut state, start).is_empty());
    assert_eq!(state.notice, Some(NoticeKind::HiddenVerdicts(2)));
    // What is written to another file where the review's own cannot be is whole.
    let whole = state.whole();
    assert!(whole.tickets[0].1.verdict().is_some());
}

#[test]
fn a_third_person_settles_with_the_keys_of_any_verdict() {
    let mut state = team("zhao", true);
    assert!(!state.is_blind() && state.may_settle());
    for (nr, verdict) in [(0, Verdict::Correct), (1, Verdict::Unsure)] {
        follow(&mut state, "li", nr, second(verdict));
    }
    assert_eq!(state.disagreements().count(), 2);
    assert_eq!(state.library.count_disagreements(), 2);
    let figures = state.head().review.second.expect("asked");
    assert_eq!(
        (figures.judged_twice, figures.agreed, figures.asked),
        (2, 0, 4)
    );
    state.current = Some(InvoiceNr(0));
    let wrong = Verdict::Wrong(Some(Reason::CutOff));
    judge(&mut state, wrong.clone());
    assert!(
        matches!(last(&state), Deed::Settled { .. }),
        "also where one of both is right"
    );
    assert_eq!(state.current, Some(InvoiceNr(1)), "on to the next of them");
    assert!(
        truth(&state, 0)
            .judgement
            .as_ref()
            .is_some_and(|it: &Arc<Judgement>| &*it.reviewer == "zhao")
    );
    let settle = SecondAction::Settle(InvoiceNr(1), Verdict::Unsure, Stamp::now());
    drop(update(&mut state, Action::Second(settle)));
    assert_eq!(state.disagreements().count(), 0);
    assert_eq!(state.library.count_disagreements(), 0);
    let figures = state.head().review.second.expect("asked");
    let decided = figures
        .disagreements
        .iter()
        .map(|it| it.settled_by.as_deref());
    assert_eq!(decided.collect::<Vec<_>>(), [Some("zhao"); 2]);
    undo(&mut state);
    assert_eq!(state.disagreements().count(), 1);
}

#[test]
fn who_gave_one_of_both_or_has_no_right_settles_nothing() {
    let mut state = team("wang", true);
    follow(&mut state, "li", 0, second(Verdict::Correct));
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Unsure);
    assert_eq!(state.judging.word, Some(Word::ToSettle));
    let mut state = team("zhao", false);
    follow(&mut state, "li", 0, second(Verdict::Correct));
    assert!(
        shown(&state, 0).verdict().is_some(),
        "zhao is not asked any more"
    );
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Unsure);
    assert_eq!(state.judging.word, Some(Word::ToSettle));
    let ask = SecondAction::Ask(SecondWanted::Nothing, Stamp::now());
    assert!(update(&mut state, Action::Second(ask)).is_empty());
    let decided = Deed::Settled {
        verdict: Verdict::Correct,
        on: None,
    };
    follow(&mut state, "owner", 0, decided);
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Unsure);
    assert_eq!(state.judging.word, Some(Word::Settled));
    assert_eq!(state.judging.unsaved(), 0);
}

#[test]
fn once_it_is_settled_the_second_sees_all_of_it() {
    let mut state = team("li", false);
    state.current = Some(InvoiceNr(0));
    judge(&mut state, Verdict::Correct);
    let decided = Deed::Settled {
        verdict: Verdict::Correct,
        on: None,
    };
    follow(&mut state, "owner", 0, decided);
    let shown = shown(&state, 0);
    assert!(
        shown
            .judgement
            .as_ref()
            .is_some_and(|it| &*it.reviewer == "owner")
    );
    assert!(!shown.note.is_empty());
}

#[test]
fn a_share_is_drawn_and_asked_for() {
    let mut state = team("zhao", true);
    let wanted = SecondWanted::Share {
        percent: 50,
        seed: Some(11),
    };
    let ask = SecondAction::Ask(wanted, Stamp::now());
    let effects = update(&mut state, Action::Second(ask));
    let kept = effects.iter().any(|it| {
        let Effect::Store(crate::state::StoreCall::Keep(Order::Append(record))) = it else {
            return false;
        };
        matches!(&record.event.deed, Deed::SecondAsked(SecondReview::Share { invoices, seed: 11, .. }) if invoices.len() == 2)
    });
    assert!(kept, "{effects:?}");
    let figures = state.head().review.second.expect("asked");
    assert_eq!((figures.of, figures.asked), ("share", 2));
}

#[test]
fn what_one_was_told_by_a_collision_is_not_hidden_after_a_restart() {
    let mut state = team("li", false);
    assert_eq!(shown(&state, 1).judgement, None);
    if let Some(judge) = &mut state.judging.judge {
        judge.told = vec![id(1)];
    }
    begin(&mut state);
    assert_eq!(shown(&state, 1), truth(&state, 1));
    assert_eq!(shown(&state, 0).judgement, None);
}
